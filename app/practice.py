"""The practice desk: a real desk with real sealing, and a passphrase that everybody knows.

It is made where nothing was set up, so that `chat`, `demo` and `queue` work at once. The
real bot refuses it.
"""

from __future__ import annotations

import sys

from app.clock import SystemClock
from app.settings import Settings

NAME = "practice"
PASSPHRASE = "practice only"  # noqa: S105  # printed on purpose: nothing real is kept under it


async def make_if_missing(settings: Settings) -> bool:
    """Make a practice desk where there is no desk, and say so on standard error.

    Returns:
        Whether one was made.

    Raises:
        TiplineError: the database or the data directory cannot be used.
    """
    from storage.faults import NoDesk
    from storage.founding import Founder, create_desk
    from storage.secret_files import load_public

    try:
        load_public(settings.data_dir)
    except NoDesk:
        founder = Founder(name=NAME, passphrase=PASSPHRASE, is_practice=True)
        await create_desk(settings.database, settings.data_dir, founder, clock=SystemClock())
    else:
        return False
    sys.stderr.write(
        f"This is a practice desk, made in {settings.data_dir}. Account: {NAME}, passphrase: "
        f"{PASSPHRASE}. Nothing real belongs here; `tipline init` makes a real desk.\n"
    )
    return True
