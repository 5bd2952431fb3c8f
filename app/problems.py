"""How a command ends when what it was given cannot be used: a sentence, and exit code 2."""

from __future__ import annotations

from core.errors import NotSaved, Tampered, TiplineError

BAD_INPUT = 2
"""Exit code for input that has to be changed before another try."""

BROKEN = 1
"""Exit code for a fault of the machine or of what is stored; the same input may work later."""


class BadInput(TiplineError):
    """Input that cannot be used; the message says what is wrong and what to do."""


def exit_code(error: TiplineError) -> int:
    """The exit code for an error of the domain."""
    return BROKEN if isinstance(error, NotSaved | Tampered) else BAD_INPUT
