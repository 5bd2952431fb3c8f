"""How may a process be started so that it ends with the one that started it?"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

SIGNAL = "QUIT"
"""PostgreSQL ends at once on it, and so do Redis and Python, which do not handle it."""


def leashed(command: Sequence[str | Path]) -> list[str | Path]:
    """The command under ``setpriv`` of util-linux, which asks the kernel to end it with us.

    Code of ours between fork and exec (``preexec_fn``) could do the same, but may hang where
    threads run, and JAX, once loaded, warns of every fork of that kind. Without ``setpriv`` the
    command stays as it is: whoever is killed with SIGKILL then leaves it behind.
    """
    leash = shutil.which("setpriv")
    return [leash, "--pdeathsig", SIGNAL, "--", *command] if leash else list(command)
