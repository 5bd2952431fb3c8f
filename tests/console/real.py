"""A console over a real desk: its own door, with roles, codes and keys as the database has them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI

from console.application import build
from console.parts import Parts
from console.visits import Visits
from core.gate import Site
from core.people import Role
from storage.founding import Founder
from storage.store import Store, open_store
from tests.console.desk import ORIGIN, Browser, parts_of
from tests.storage.samples import LIMITS, HandClock, a_tip
from tests.storage.staffing import LEAD, LEAD_PHRASE, Staffed
from tests.support.founding import found


@dataclass
class RealDesk:
    """A desk with a lead and an administrator, and one tip."""

    url: str
    secrets: Path
    store: Store
    people: Staffed
    parts: Parts
    visits: Visits
    app: FastAPI

    async def enter(self, name: str, **changed: str) -> Browser:
        """Sign somebody in with what is right, or with what is changed."""
        browser = Browser(self.app, self.parts.origins[0])
        right = {"passphrase": self.people.phrases[name], "code": self.people.code(name)}
        await browser.sign_in(name, **(right | changed))
        return browser


@asynccontextmanager
async def open_real_desk(
    folder: Path, origin: str = ORIGIN, *, clock: HandClock | None = None
) -> AsyncIterator[RealDesk]:
    """A real desk of its own, served under an origin."""
    clock, secrets = clock or HandClock(), folder / "secrets"
    url = f"sqlite:///{folder / 'db' / 'tipline.db'}"
    founder = Founder(name=LEAD, passphrase=LEAD_PHRASE)
    await found(url, secrets, founder, clock=clock)
    site = Site(host=urlsplit(origin).hostname or "", origin=origin)
    async with open_store(url, secrets, clock=clock, limits=LIMITS, site=site) as store:
        people = Staffed(store.staff, clock)
        await people.set_up_codes(LEAD, LEAD_PHRASE)
        await people.join("adam", Role.ADMINISTRATOR, by=LEAD)
        await store.public.intake.keep(b"s" * 32, a_tip(id="one", arrived=clock.now()))
        parts = parts_of(store, store.staff.gate, clock, origins=(origin,))
        visits = Visits(clock)
        yield RealDesk(url, secrets, store, people, parts, visits, build(parts, visits))
        visits.close()
