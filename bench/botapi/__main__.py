"""The server as a process of its own, with people whose lines come from standard input.

    python -m bench.botapi --port 8081

Its first line of output says where it is and which token it takes. Then every input line is
something a person does, and every output line something that person sees, as JSON:

    sam: they sell on Hythe Hill        sam says it
    sam [Skip]                          sam taps the newest button with this label or option
    sam @voice                          sam sends something of `attachments.ATTACHMENTS`
    sam @pin                            sam sends a place on the map
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from typing import Any

from .people import Person
from .server import TOKEN, BotApi

_LINE = re.compile(r"(\w+)(?::\s?(?P<say>.*)|\s+\[(?P<tap>.+)\]|\s+@(?P<attach>\w+))")
_LOOK = 0.1
"""Seconds between two looks at the chats."""


def tell(what: dict[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


class Hall:
    """People by name, and what each has seen."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._people: dict[str, Person] = {}
        self._seen: dict[str, list[tuple[int, str]]] = {}

    def act(self, line: str) -> None:
        """Do what a line says."""
        match = _LINE.fullmatch(line.strip())
        if match is None:
            tell({"problem": "nobody understands this line"})
            return
        name = match[1]
        person = self._people.setdefault(name, self._api.person(name))
        try:
            if match["say"] is not None:
                person.say(match["say"])
            elif match["tap"] is not None:
                person.tap(match["tap"])
            elif match["attach"] == "pin":
                person.pin()
            else:
                person.attach(match["attach"])
        except LookupError as error:
            tell({"problem": str(error)})

    async def watch(self) -> None:
        """Tell what changes in front of the people."""
        while True:
            await asyncio.sleep(_LOOK)
            for name, person in self._people.items():
                now = [(m.number, m.text) for m in person.sees() if not m.is_mine]
                before = self._seen.get(name, [])
                self._seen[name] = now
                for message in person.sees():
                    if not message.is_mine and (message.number, message.text) not in before:
                        tell({"to": name, "text": message.text, "buttons": message.labels})
                if gone := len([m for m in before if m not in now]):
                    tell({"to": name, "gone": gone})


async def main(port: int, token: str) -> None:
    """Serve until the input ends."""
    async with BotApi(token, port=port) as api, asyncio.TaskGroup() as tasks:
        tell({"url": api.url, "token": token})
        hall = Hall(api)
        watching = tasks.create_task(hall.watch())
        while line := await asyncio.to_thread(sys.stdin.readline):
            hall.act(line)
        watching.cancel()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.botapi")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    asyncio.run(main(given.port, given.token))
