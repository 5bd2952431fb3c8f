"""How an explanation is drawn: in a terminal, as a picture of it, or as a page (displaCy)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from app.render import MARKS, plain
from core.analysis import Analysis, Finding
from nlp.explain import Explanation

_CUT = "white on red"
_PICTURE_WIDTH = 120
_FONTS = re.compile(r"@font-face \{[^}]*\}")
"""rich's picture would fetch its font from another host; any fixed-width one will do."""
_COLOURS = {
    "reasons": "#ff8a80",
    "locations": "#a5d6a7",
    "times": "#80deea",
    "drugs": "#e1bee7",
    "vehicles": "#fff59d",
    "phones": "#90caf9",
    "handles": "#90caf9",
    "people": "#d7ccc8",
    "redactions": "#ef9a9a",
}


def print_explanation(explained: Explanation) -> None:
    """Draw an explanation in the terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, 120)
    console.print(_drawn(explained))


def as_svg(explained: Explanation) -> str:
    """What the terminal shows, as a picture that needs nothing from elsewhere."""
    console = Console(record=True, file=StringIO(), highlight=False, width=_PICTURE_WIDTH)
    console.print(_drawn(explained))
    drawn = console.export_svg(title="tipline explain", unique_id="explain")
    return _FONTS.sub("", drawn)


def _drawn(explained: Explanation) -> Panel:
    analysis = explained.analysis
    blocks: list[RenderableType] = [
        _marked(analysis),
        _legend(),
        _clauses(explained),
        Text("Rows of the triage table that spoke: " + (", ".join(explained.fired) or "none")),
        _found(analysis),
        _owners(explained),
        Panel(Text(plain(analysis.sanitised)), title="what would be kept"),
    ]
    signs = ", ".join(analysis.safeguarding) or "none"
    scope = "about drugs" if analysis.in_scope else "not about drugs"
    degraded = ", by rules alone" if analysis.degraded else ""
    title = f"{analysis.triage}, {scope}, signs of exploitation: {signs}{degraded}"
    return Panel(Group(*blocks), title=title)


def as_html(explained: Explanation) -> str:
    """The text with its findings as a page of HTML that needs nothing from elsewhere."""
    from spacy import displacy

    analysis = explained.analysis
    spans = [
        {"start": f.start, "end": f.end, "label": _label(name, f)}
        for name, findings in _kinds(analysis)
        for f in findings
    ]
    spans.sort(key=lambda span: (span["start"], span["end"]))
    colours = {_label(name, f): _COLOURS[name] for name, some in _kinds(analysis) for f in some}
    shown = {"text": plain(analysis.text), "ents": _apart(spans), "title": str(analysis.triage)}
    options = {"colors": colours}
    return str(displacy.render(shown, style="ent", manual=True, page=True, options=options))


def _apart(spans: list[dict[str, object]]) -> list[dict[str, object]]:
    """Without spans that overlap an earlier one: displaCy draws them side by side only."""
    apart: list[dict[str, object]] = []
    for span in spans:
        if not apart or int(str(span["start"])) >= int(str(apart[-1]["end"])):
            apart.append(span)
    return apart


def _kinds(analysis: Analysis) -> Iterator[tuple[str, Sequence[Finding]]]:
    for name in _COLOURS:
        yield name, getattr(analysis, name)


def _label(name: str, finding: Finding) -> str:
    exact = getattr(finding, "category", None) or getattr(finding, "code", None)
    return f"{name}: {exact}" if exact else name


def _marked(analysis: Analysis) -> Text:
    text = Text(plain(analysis.text))
    for name, style in MARKS:
        for finding in getattr(analysis, name):
            text.stylize(style, finding.start, finding.end)
    for cut in analysis.redactions:
        text.stylize(_CUT, cut.start, cut.end)
    return text


def _legend() -> Text:
    legend = Text("\n")
    for name, style in (*MARKS, ("cut", _CUT)):
        legend.append(name, style=style)
        legend.append("  ")
    return legend.append("\n")


def _clauses(explained: Explanation) -> Table:
    table = Table(title="Clauses", title_justify="left")
    for name in ("clause", "when", "polarity", "modality", "source", "decided by"):
        table.add_column(name)
    for one in explained.clauses:
        words = explained.analysis.text
        cues = ", ".join(f"{words[c.start : c.end]} ({c.effect})" for c in one.cues)
        table.add_row(
            Text(plain(words[one.clause.start : one.clause.end])),
            one.time,
            one.polarity,
            one.modality,
            one.source,
            Text(plain(cues) or "-"),
        )
    return table


def _found(analysis: Analysis) -> Table:
    table = Table(title="Found", title_justify="left")
    for name in ("kind", "words", "rule"):
        table.add_column(name)
    for name, findings in _kinds(analysis):
        for finding in findings:
            kind = "cut: " + _label(name, finding)[12:] if name == "redactions" else name
            exact = _label(name, finding) if name == "reasons" else kind
            table.add_row(exact, Text(plain(finding.text)), finding.rule or "-")
    return table


def _owners(explained: Explanation) -> Table:
    table = Table(title="Whose", title_justify="left")
    for name in ("words", "tells of", "whose", "so it is"):
        table.add_column(name)
    for one in explained.owned:
        words = Text(plain(explained.analysis.text[one.start : one.end]))
        table.add_row(words, one.kind, one.whose, "cut" if one.cut else "kept")
    return table
