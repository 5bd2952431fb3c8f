"""Who may reach a page: one dependency decides, from the rights of `core.people`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from console.cookies import Cookies
from console.problems import ForeignForm, NotSignedIn
from console.visits import Door, Visit, Visits
from core.desk_ports import Unlocked
from core.gate import Gate
from core.people import Member, NotAllowed, Right

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who is signed in, as their account stands at this request."""

    visit: Visit
    member: Member

    @property
    def name(self) -> str:
        """Name of the account."""
        return self.member.name

    @property
    def key(self) -> Unlocked:
        """The desk's key.

        Raises:
            NotAllowed: the account did not open it.
        """
        if self.visit.key is None:
            raise NotAllowed(Right.READ)
        return self.visit.key

    def may(self, right: Right) -> bool:
        """Whether a page may offer something."""
        if right is Right.READ and self.visit.key is None:
            return False
        return self.member.may(right)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The dependency that every route has but those of signing in.

    Attributes:
        rights: what the account must be allowed; none: being signed in is enough.
        is_any: whether one of them is enough.
        is_by_hand: false for what a page asks by itself.
    """

    rights: tuple[Right, ...]
    is_any: bool = False
    is_by_hand: bool = True

    async def __call__(self, request: Request) -> Entrant:
        """Let somebody through.

        Raises:
            NotSignedIn: nobody is signed in, or the account was removed.
            ForeignForm: no page of this visit made the form.
            NotAllowed: the account may not.
        """
        entrant = await self._entrant(request)
        await self._check_form(request, entrant.visit)
        lacking = self.lacks(entrant)
        if lacking is not None:
            raise NotAllowed(lacking)
        return entrant

    def lacks(self, who: Entrant | Member) -> Right | None:
        """A right that keeps somebody out, or None when they are let through."""
        missing = [right for right in self.rights if not who.may(right)]
        if self.is_any and len(missing) < len(self.rights):
            return None
        return missing[0] if missing else None

    def _token(self, request: Request) -> tuple[str, Door]:
        """What the request shows, and where."""
        cookies: Cookies = request.app.state.cookies
        return request.cookies.get(cookies.visit, ""), Door.PAGES

    async def _check_form(self, request: Request, visit: Visit) -> None:
        """Refuse a form that no page of the visit made."""
        if request.method not in _SAFE:
            token = (await request.form()).get("token")
            if not isinstance(token, str) or not visit.made_form(token):
                raise ForeignForm

    async def _entrant(self, request: Request) -> Entrant:
        visits: Visits = request.app.state.visits
        gate: Gate = request.app.state.parts.gate
        token, door = self._token(request)
        visit = visits.find(token, is_by_hand=self.is_by_hand, door=door)
        if visit is None:
            raise NotSignedIn
        member = await gate.member(visit.name)
        if member is None:
            visits.end(token)
            raise NotSignedIn
        if not member.may(Right.READ):
            visit.lock()
        return Entrant(visit, member)


def allowed(*rights: Right, is_any: bool = False, is_by_hand: bool = True) -> Allowed:
    """The dependency for a route that takes these rights, or one of them."""
    return Allowed(rights, is_any=is_any, is_by_hand=is_by_hand)


AnyEntrant = Annotated[Entrant, Depends(allowed())]
QueueReader = Annotated[Entrant, Depends(allowed(Right.QUEUE))]
QueueWatcher = Annotated[Entrant, Depends(allowed(Right.QUEUE, is_by_hand=False))]
Searcher = Annotated[Entrant, Depends(allowed(Right.QUEUE, Right.READ))]
Steerer = Annotated[Entrant, Depends(allowed(Right.STEER))]
Reader = Annotated[Entrant, Depends(allowed(Right.READ))]
Worker = Annotated[Entrant, Depends(allowed(Right.READ, Right.WORK))]
TipWorker = Annotated[Entrant, Depends(allowed(Right.WORK))]
Leader = Annotated[Entrant, Depends(allowed(Right.LEAD))]
Publisher = Annotated[Entrant, Depends(allowed(Right.READ, Right.LEAD))]
Releaser = Annotated[Entrant, Depends(allowed(Right.READ, Right.RELEASE))]
Auditor = Annotated[Entrant, Depends(allowed(Right.AUDIT))]
PeopleKeeper = Annotated[Entrant, Depends(allowed(Right.PEOPLE))]
PeopleWatcher = Annotated[Entrant, Depends(allowed(Right.PEOPLE, Right.LEAD, is_any=True))]
AdmittingLead = Annotated[Entrant, Depends(allowed(Right.LEAD, Right.READ))]
