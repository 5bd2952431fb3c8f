"""How a person at the command line is asked: who they are, and for words that nobody may see."""

from __future__ import annotations

import asyncio
import getpass
import sys
from typing import TYPE_CHECKING

from app import practice
from app.problems import BadInput

if TYPE_CHECKING:
    from app.wiring import Office


async def ask_secret(prompt: str) -> str:
    """What is typed after a prompt, unseen; from a pipe the next line."""
    return await asyncio.to_thread(_read, prompt, is_secret=True)


async def ask(prompt: str) -> str:
    """What is typed after a prompt; from a pipe the next line."""
    return await asyncio.to_thread(_read, prompt, is_secret=False)


async def ask_new_passphrase() -> str:
    """A passphrase, typed twice; from a pipe it is one line.

    Raises:
        BadInput: the two differ.
    """
    first = await ask_secret("Passphrase (at least 12 characters; four random words are good): ")
    if sys.stdin.isatty() and await ask_secret("Once more: ") != first:
        raise BadInput("The two passphrases differ. Nothing was made; start again.")
    return first


async def ask_account(office: Office, account: str) -> tuple[str, str]:
    """Name and passphrase of whoever is at the command line; a practice desk tells its own.

    Args:
        office: the open desk.
        account: as named with --as, or "": the only account there is.

    Raises:
        BadInput: there are several accounts and none was named.
    """
    keyring = office.staff.keyring
    if account in ("", practice.NAME) and await keyring.is_practice():
        return practice.NAME, practice.PASSPHRASE
    names = await keyring.names()
    name = account or (names[0] if len(names) == 1 else "")
    if not name:
        raise BadInput("This desk has several accounts; name yours with --as.")
    return name, await ask_secret(f"Passphrase of {name}: ")


def _read(prompt: str, *, is_secret: bool) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass(prompt) if is_secret else input(prompt)
