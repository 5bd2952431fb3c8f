"""How pages are made: templates that escape everything, filled for one signed-in person."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from console import wording
from console.parts import PracticeAccount
from console.rights import Entrant
from console.visits import IDLE
from console.wording import Words
from core.desk import may_put_back
from core.people import Right


@dataclass(frozen=True, slots=True)
class Pages:
    """The templates, ready to be filled."""

    environment: Environment
    words: Words

    @classmethod
    def load(cls, practice: PracticeAccount | None) -> Pages:
        """The templates of this package; ``practice`` is named on every page of a practice desk."""
        words = Words.shipped()
        environment = Environment(
            loader=PackageLoader("console"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            drug=words.drug,
            drug_or_none=words.drug_or_none,
            told=lambda count, telling: telling.said(count),
            action=words.action,
            minute=wording.minute,
            hour=wording.hour,
            clock_time=wording.clock_time,
            age=wording.age,
            visible=_visible,
        )
        environment.globals.update(
            word=words.of,
            may_put_back=may_put_back,
            Right=Right,
            practice=practice,
            idle=int(IDLE.total_seconds()),
        )
        return cls(environment, words)

    def show(
        self, template: str, entrant: Entrant | None = None, *, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A page as an answer.

        Args:
            template: its file.
            entrant: for whom; None when nobody is signed in.
            status: of HTTP.
            values: what the template shows.
        """
        notice = entrant.visit.take_notice() if entrant else None
        text = self.environment.get_template(template).render(
            **values, entrant=entrant, notice=notice
        )
        return HTMLResponse(text, status_code=status)

    def refuse(self, status: int, sentence: str = "") -> HTMLResponse:
        """The page that says why there is none."""
        headings, sentences = self.words.groups["heading"], self.words.groups["sentence"]
        known = str(status) if str(status) in headings else "500"
        return self.show(
            "problem.html",
            status=status,
            heading=headings[known],
            sentence=sentence or sentences.get(known, ""),
        )


def _visible(text: str) -> str:
    """Words of a stranger: control characters, which HTML has no place for, become a mark."""
    return "".join("\ufffd" if _is_control(c) else c for c in text)


def _is_control(character: str) -> bool:
    code = ord(character)
    return (
        (code < 0x20 and character not in "\n\t") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    )
