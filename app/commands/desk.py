"""`tipline queue`, `show` and `answer`: the desk's work from a terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app import practice
from app.asking import ask_account
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.wiring import Office
    from storage.keys import OpenKey

_As = Annotated[str, typer.Option("--as", help="Name of your account.")]
_Id = Annotated[str, typer.Argument(help="Id of the tip, as `tipline queue` shows it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(queue)
    app.command()(show)
    app.command()(answer)


def queue(
    account: _As = "",
    every: Annotated[
        bool, typer.Option("--all", help="Also what is graded, released, closed or set aside.")
    ] = False,
    count: Annotated[int, typer.Option(min=1, max=500, help="How many tips.")] = 50,
) -> None:
    """Show the queue: the most pressing tips first.

    Asks for your passphrase; a practice desk opens by itself. Where there is no desk yet, a
    practice desk is made.
    """
    asyncio.run(_queue(load_settings(os.environ), account, count, every=every))


def show(tip_id: _Id, account: _As = "") -> None:
    """Open a tip: its words, its grade and notes, and what ties it to others.

    That you opened it stands in the audit, and so does every tip that it is compared with.
    """
    asyncio.run(_show(load_settings(os.environ), account, tip_id))


def answer(
    tip_id: _Id,
    text: Annotated[str, typer.Argument(help="The answer, or the key of a listed question.")] = "",
    account: _As = "",
) -> None:
    """Leave an answer or a question for whoever holds the receipt of a tip.

    Without a text the questions that may be asked are listed with their keys. An answer may
    not send the sender to find something out, and may not quote the tip.
    """
    asyncio.run(_answer(load_settings(os.environ), account, tip_id, text))


async def _queue(settings: Settings, account: str, count: int, *, every: bool) -> None:
    from app.render import print_queue
    from core.desk_ports import Wanted
    from core.tip import Status

    async with unlocked(settings, account) as (office, _):
        wanted = Wanted(statuses=tuple(Status)) if every else Wanted()
        rows = await office.desk.queue(wanted, count=count)
    print_queue(rows)


async def _show(settings: Settings, account: str, tip_id: str) -> None:
    from app.render import print_tip
    from app.render_work import print_work

    async with unlocked(settings, account) as (office, key):
        opened = await office.desk.open(tip_id, key)
        member = await office.staff.gate.member(key.name)
        print_tip(opened)
        if member is None:
            return
        decided = await office.grading.decided(opened, key)
        notes = await office.notebook.read(opened, key)
        links = await office.linking.find(opened, key, member=member)
    print_work(office.grading.propose(opened), decided, notes, links)


async def _answer(settings: Settings, account: str, tip_id: str, text: str) -> None:
    from core.answers import AnswerRules

    if not text:
        for key, question in AnswerRules.shipped().questions.items():
            sys.stdout.write(f"{key:10} {question}\n")
        return
    async with unlocked(settings, account) as (office, open_key):
        left = await office.desk.answer(tip_id, text, open_key)
    sys.stdout.write(f"Left for whoever holds the receipt: {left}\n")


@asynccontextmanager
async def unlocked(settings: Settings, account: str) -> AsyncIterator[tuple[Office, OpenKey]]:
    """The desk with its key open, for as long as the block lasts."""
    from app.wiring import open_office

    await practice.make_if_missing(settings)
    async with open_office(settings) as office:
        name, passphrase = await ask_account(office, account)
        key = await office.staff.keyring.unlock(name, passphrase)
        try:
            yield office, key
        finally:
            key.close()
