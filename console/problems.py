"""What the console refuses by itself, before a use case is asked."""

from __future__ import annotations

from core.errors import TiplineError


class NotSignedIn(TiplineError):
    """Nobody is signed in in this browser, or their time is up."""

    def __init__(self) -> None:
        super().__init__("You are not signed in, or your time is up. Sign in again.")


class ForeignForm(TiplineError):
    """A form that no page of this visit made."""

    def __init__(self) -> None:
        super().__init__("This form is out of date. Go back, load the page again and retry.")


class TwoPassphrases(TiplineError):
    """The passphrase that was typed twice is not the same."""

    def __init__(self) -> None:
        super().__init__("The two passphrases are not the same. Nothing was made; type them again.")


class NotConfirmed(TiplineError):
    """The passphrase that was asked again is wrong, or was tried too often."""

    def __init__(self) -> None:
        super().__init__(
            "The passphrase is wrong, so nothing was changed. After several tries, wait a few "
            "minutes."
        )
