"""What the console is made of: handed in by whoever builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from console.maps import Tiles
from core.desk import Desk
from core.desk_grading import Grading
from core.desk_links import Linking
from core.desk_notes import Notebook
from core.desk_operations import Operating
from core.desk_ports import Audit
from core.desk_referring import Referring
from core.desk_search import Search
from core.exports import Exporting
from core.gate import Gate
from core.geography import Atlas
from core.pending import Tapping
from core.people_ports import Codes, Invitations, Passkeys, People
from core.picture import TallyBook
from core.ports import Clock
from core.reports import Reports
from core.survey import Surveying
from core.views import Views


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
        referring: partners, and what is referred to them.
        operating: operations and news of them.
        search: searching the words of tips.
        views: saved views of the queue.
        gate: the door.
        people: the accounts.
        invitations: how somebody new comes to one.
        codes: authenticators of six-digit codes.
        passkeys: security keys of accounts.
        tapping: what was asked for in the staff bot.
        audit: what staff did.
        clock: the time.
        origins: where browsers find the console (`https://tips.example`); the first is its
            name. Other names in the Host header are refused.
        tallies: how many tips came when and from where.
        surveying: exact places and hours.
        atlas: where areas lie.
        tiles: a server of map tiles.
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
    referring: Referring
    operating: Operating
    tallies: TallyBook
    surveying: Surveying
    atlas: Atlas
    search: Search
    views: Views
    gate: Gate
    people: People
    invitations: Invitations
    codes: Codes
    passkeys: Passkeys
    tapping: Tapping
    audit: Audit
    clock: Clock
    origins: tuple[str, ...]
    drugs: tuple[str, ...] = ()
    tiles: Tiles = field(default_factory=Tiles)
    practice: PracticeAccount | None = None
    on_fault: Callable[[type[BaseException]], None] = field(default=lambda _: None)

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers come over https; else only from this machine."""
        return self.origins[0].startswith("https://")
