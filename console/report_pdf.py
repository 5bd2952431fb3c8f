"""An intelligence report as a PDF on A4, with its fonts inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.fonts import TTFFont

from console.facts import Fact
from console.glyphs import drawable
from console.sheets import Item, Sheet
from core.reports import Report

_FAMILY = "dejavu"
_FACES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MARGIN, _BOTTOM = 18.0, 24.0
"""Millimetres around what is printed, and beneath it."""

_INK, _SOFT, _LINE, _SHADE = (23, 34, 46), (75, 90, 105), (190, 200, 210), (238, 242, 246)
_COLUMNS = (44, 130)


def pdf_of(report: Report, sheet: Sheet) -> bytes:
    """The file. Takes some tenths of a second, so it belongs in a thread.

    Its dates are those of the report, so that the same report gives the same file.
    """
    paper = _Paper(sheet)
    paper.set_creation_date(datetime.combine(report.created, time(12), UTC))
    paper.add_page()
    paper.table_of(sheet.head.items())
    paper.heading(sheet.headings["answers"])
    paper.table_of((name, "\n".join(map(_line, facts))) for name, facts in sheet.answers.items())
    paper.heading(sheet.headings["items"])
    for item in sheet.items:
        paper.item(item)
    paper.heading(sheet.headings["provenance"])
    paper.table_of(zip(list(sheet.key)[:2], sheet.source, strict=True))
    paper.small(sheet.form.provenance)
    paper.heading(sheet.headings["key"])
    for name, codes in sheet.key.items():
        paper.table_of([(name, "\n".join(f"{code}  {text}" for code, text in codes.items()))])
    paper.small(sheet.form.reference)
    return bytes(paper.output())


def _line(fact: Fact) -> str:
    is_new = fact.meaning.lower() not in ("", fact.text.lower())
    return f"{fact.text}  ({fact.meaning})" if is_new else fact.text


class _Paper(FPDF):
    """Pages of a report: the grade above each, the caveat and the reference beneath."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self._sheet = sheet
        for style, name in _FACES.items():
            with as_file(files("console").joinpath("fonts", name)) as path:
                self.add_font(_FAMILY, style, path)
        # Code points that both faces have.
        faces = [face for face in self.fonts.values() if isinstance(face, TTFFont)]
        self._drawn = frozenset.intersection(*(frozenset(face.cmap) for face in faces))
        self.set_font(_FAMILY, size=9.5)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_margin(_MARGIN)
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        self.set_title(f"{sheet.form.title} {sheet.reference}")
        self.set_lang("en-GB")

    def header(self) -> None:
        """What it is, and its grade."""
        margin = self.l_margin  # of the column that goes on over the page
        self.set_left_margin(_MARGIN)
        self.set_x(_MARGIN)
        self.set_text_color(*_INK)
        self.set_font(_FAMILY, "B", 15)
        self.cell(120, 9, self._sheet.form.title)
        self.set_fill_color(*_SHADE)
        self.cell(0, 9, self._sheet.grade, align="C", fill=True, new_x="LMARGIN", new_y="NEXT")
        self.set_font(_FAMILY, size=7.5)
        self.set_text_color(*_SOFT)
        self.multi_cell(0, 4, self._sheet.form.caveat, new_x="LMARGIN", new_y="NEXT")
        self.ln(3)
        self.set_left_margin(margin)
        self.set_x(margin)

    def footer(self) -> None:
        """Which report it is, and which page."""
        self.set_xy(_MARGIN, -16)
        self.set_draw_color(*_LINE)
        self.line(_MARGIN, self.get_y(), self.w - _MARGIN, self.get_y())
        self.set_font(_FAMILY, size=7.5)
        self.set_text_color(*_SOFT)
        self.cell(120, 6, drawable(self._sheet.reference, self._drawn))
        self.cell(0, 6, f"{self._sheet.grade}   Page {self.page_no()} of {{nb}}", align="R")

    def heading(self, text: str) -> None:
        """The name of a section, never alone at the foot of a page."""
        if self.will_page_break(22):
            self.add_page()
        self.ln(3)
        self.set_font(_FAMILY, "B", 10.5)
        self.set_text_color(*_INK)
        self.cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")

    def table_of(self, rows: Iterable[Sequence[str]]) -> None:
        """Names and what they have, one beneath another; a long one goes on over pages."""
        self.set_draw_color(*_LINE)
        self.set_font(_FAMILY, size=9)
        for number, (name, value) in enumerate(rows):
            if self.will_page_break(12):
                self.add_page()
                self.set_font(_FAMILY, size=9)
            elif number:
                self.line(_MARGIN, self.get_y(), self.w - _MARGIN, self.get_y())
            self._row(drawable(name, self._drawn), drawable(value, self._drawn))

    def _row(self, name: str, value: str) -> None:
        page, top = self.page_no(), self.get_y() + 0.8
        self.set_xy(_MARGIN, top)
        self.set_text_color(*_SOFT)
        self.multi_cell(_COLUMNS[0], 5, name, align="L", new_x="LMARGIN", new_y="NEXT")
        beneath = self.get_y()
        self.set_xy(_MARGIN + _COLUMNS[0], top)
        self.set_text_color(*_INK)
        self.set_left_margin(_MARGIN + _COLUMNS[0])
        self.multi_cell(_COLUMNS[1], 5, value, align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_left_margin(_MARGIN)
        end = self.get_y() if self.page_no() > page else max(self.get_y(), beneath)
        self.set_xy(_MARGIN, end + 0.8)

    def item(self, item: Item) -> None:
        """One item with its grade."""
        if self.will_page_break(18):
            self.add_page()
        self.set_fill_color(*_SHADE)
        self.set_font(_FAMILY, "B", 9)
        self.set_text_color(*_INK)
        self.cell(130, 6.5, f" {item.number}  {item.heading}", fill=True)
        self.cell(0, 6.5, f"{item.grade} ", align="R", fill=True, new_x="LMARGIN", new_y="NEXT")
        self.set_font(_FAMILY, size=9.5)
        self.ln(1)
        text = drawable(item.text, self._drawn)
        self.multi_cell(0, 5.2, text, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def small(self, text: str) -> None:
        """A fixed sentence."""
        self.ln(1)
        self.set_font(_FAMILY, size=8)
        self.set_text_color(*_SOFT)
        self.multi_cell(0, 4.4, text, align="L", new_x="LMARGIN", new_y="NEXT")
