"""Where the end of the audit is noted outside of the database: a file in the data directory.

Somebody who puts an older copy of the database in its place leaves this file behind.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from core.audit import Anchor, BadAnchor
from core.errors import NotSaved
from storage.faults import BrokenAnchor

NAME = "audit-anchor"


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """The note of one data directory; there is none before the first whole check."""

    directory: Path

    def read(self) -> Anchor | None:
        """What was noted last.

        Raises:
            BrokenAnchor: the file does not hold an anchor.
        """
        try:
            return Anchor.parse((self.directory / NAME).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (BadAnchor, ValueError, OSError):
            raise BrokenAnchor from None

    def write(self, anchor: Anchor) -> None:
        """Note an end in place of the one before, whole or not at all.

        Raises:
            NotSaved: the file could not be written.
        """
        path, fresh = self.directory / NAME, self.directory / f"{NAME}.new"
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{anchor}\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError:
            raise NotSaved from None
