"""What the console is made of: handed in by whoever builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.desk import Desk
from core.desk_grading import Grading
from core.desk_links import Linking
from core.desk_notes import Notebook
from core.desk_ports import Audit
from core.exports import Exporting
from core.gate import Gate
from core.people_ports import Passkeys
from core.ports import Clock
from core.reports import Reports


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """An account that everybody may know: the sign-in page of a practice desk shows it."""

    name: str
    passphrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the console is made of.

    Attributes:
        desk: the desk's use cases.
        grading: from a claimed tip to a closed one.
        notebook: notes, and why a tip is set aside.
        reports: what leaves the desk of one tip.
        exporting: many tips at once.
        linking: what ties tips to one another.
        gate: the door.
        passkeys: security keys of accounts.
        audit: what staff did.
        clock: the time.
        origins: where browsers find the console (`https://tips.example`); the first is its
            name. Other names in the Host header are refused.
        drugs: the drugs that the queue may be narrowed to.
        practice: the account of a practice desk; None at a real one.
        on_fault: told the class of an error that nobody expected.
    """

    desk: Desk
    grading: Grading
    notebook: Notebook
    reports: Reports
    exporting: Exporting
    linking: Linking
    gate: Gate
    passkeys: Passkeys
    audit: Audit
    clock: Clock
    origins: tuple[str, ...]
    drugs: tuple[str, ...] = ()
    practice: PracticeAccount | None = None
    on_fault: Callable[[type[BaseException]], None] = field(default=lambda _: None)

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers come over https; else only from this machine."""
        return self.origins[0].startswith("https://")
