"""The table of what became of reports when something broke."""

from __future__ import annotations

from collections.abc import Sequence

from bench.faults.trial import Outcome

TITLE = "When something breaks"
PREFACE = """`tipline bench --faults` breaks things while people report, and counts. The line is
the real command in processes of its own, with a fresh desk for each fault; people tap and write on
until they see a code, and begin again when they are told to. Every code is then turned into what it
opens, as the mailbox does it.

It holds where every code that was ever shown opens exactly one tip, no tip is stored that nobody
has a code for, which would be the same report twice, and everybody has a code in the end."""


def table(outcomes: Sequence[Outcome], left_out: Sequence[str], day: str) -> str:
    """The section of the report."""
    head = (
        "| fault | times | reports | written again | codes shown | open exactly one tip | "
        "tips stored | without a code | |\n" + "| --- " * 9 + "|"
    )
    rows = [
        f"| {o.title} | {o.times} | {o.reports} | {o.again} | {o.receipts} | {o.opening} | "
        f"{o.tips} | {o.left} | {'holds' if o.holds else '**does not hold**'} |"
        for o in outcomes
    ]
    said = [f"On {day}.", "\n".join([head, *rows]), *left_out]
    return "\n\n".join(said)
