"""Is every annotation of the corpus right in form, and are the tips different from one another?

`uv run python -m nlp.corpus.check [FILE ...]` says what is wrong, by file and id, and how
diverse the tips are. Without files it checks the whole corpus.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from core.analysis import Danger, Triage
from nlp.contract import BadInput
from nlp.corpus.read import TIPS, Region, Register, rows
from nlp.evaluate.gold import spans_of

KEYS = frozenset(
    {"id", "ref", "text", "triage", "reasons", "safeguarding", "in_scope", "locations"}
    | {"places_generic", "times", "drugs", "remove", "keep", "region", "register"}
)
TIME_KEYS = frozenset({"text", "kind", "start", "end", "rrule", "from", "to"})
KINDS = frozenset({"point", "recurring", "now", "vague"})
GRAM = 5
"""Words in a row that two tips may not share more than a few times."""

SHARED_GRAMS = 3
_WORD = re.compile(r"\w+")
_PHONE = re.compile(r"(?<!\d)0\d(?:[ -]?\d){8,9}(?!\d)")
_DRAMA = re.compile(r"07700900\d{3}|01632960\d{3}|0(?:113|114|115|116|117|118|121|131|141|151|161)4960\d{3}|02079460\d{3}|02890180\d{3}|02920180\d{3}|01914980\d{3}|0300123\d{4}|0800\d{6,7}|08081570\d{3}")  # fmt: skip  # noqa: E501
"""Ofcom's numbers for drama, and public helplines."""


def faults(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one annotated tip, as sentences."""
    if row.keys() != KEYS:
        yield f"keys missing or strange: {sorted(row.keys() ^ KEYS)}"
        return
    text = row["text"]
    yield from _values(row)
    for name in ("locations", "places_generic", "drugs", "remove"):
        yield from _strings(text, row[name], name)
    yield from _strings(text, [time.get("text", "") for time in row["times"]], "times")
    missing = [string for string in row["keep"] if string not in text]
    if missing:
        yield f"keep is not in the text: {missing}"
    if not missing:
        yield from _removal(row)
    for time in row["times"]:
        yield from _time(time)
    for phone in _PHONE.findall(text):
        if not _DRAMA.fullmatch(re.sub(r"\D", "", phone)):
            yield f"{phone} is not one of Ofcom's numbers for drama"


def _values(row: dict[str, Any]) -> Iterator[str]:
    for key, kind in (("region", Region), ("register", Register), ("triage", Triage)):
        if row[key] not in set(kind):
            yield f"{key} is {row[key]!r}, not one of {', '.join(kind)}"
    if strange := set(row["reasons"]) - set(Danger):
        yield f"reasons are no dangers: {sorted(strange)}"
    if bool(row["reasons"]) != (row["triage"] != Triage.QUEUE):
        yield "reasons belong to 999 and ask, and to them always"
    try:
        datetime.fromisoformat(row["ref"])
    except ValueError:
        yield f"ref is no local time: {row['ref']}"


def _strings(text: str, strings: list[str], name: str) -> Iterator[str]:
    try:
        spans_of(text, strings, 0)
    except BadInput as error:
        yield f"{name}: {error}"
    if any(string != string.strip() or not string for string in strings):
        yield f"{name} has an empty string, or one with spaces around it"


def _removal(row: dict[str, Any]) -> Iterator[str]:
    """`remove` and `keep` exclude each other, and `keep` repeats what was found."""
    text, remove, keep = row["text"], row["remove"], row["keep"]
    for cut in remove:
        if clash := [k for k in keep if k in cut or cut in k]:
            yield f"{cut!r} is to go and {clash} to stay"
    dated = [t["text"] for t in row["times"] if t["kind"] in ("point", "recurring")]
    for string in (*row["locations"], *row["drugs"], *dated):
        told = any(string in kept for kept in keep) or any(string in cut for cut in remove)
        if not told and string in text:
            yield f"keep does not repeat {string!r}"


def _time(time: dict[str, Any]) -> Iterator[str]:
    words, kind = time.get("text"), time.get("kind")
    if kind not in KINDS or not time.keys() <= TIME_KEYS:
        yield f"time {words!r} has a strange kind or key"
    if kind == "point" and not time.get("start"):
        yield f"point {words!r} has no start"
    if kind == "recurring" and not time.get("rrule"):
        yield f"recurring {words!r} has no rrule"
    for key in ("start", "end"):
        if key in time:
            try:
                datetime.fromisoformat(time[key])
            except ValueError:
                yield f"time {words!r}: {key} is no local time"


def repetitions(tips: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Pairs of tips that share too much, so that one teaches little more than the other.

    Args:
        tips: pairs of id and text.
    """
    first: dict[tuple[str, ...], str] = {}
    shared: Counter[tuple[str, str]] = Counter()
    for tip_id, text in tips:
        words = _WORD.findall(text.lower())
        for gram in {tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)}:
            if (other := first.setdefault(gram, tip_id)) != tip_id:
                shared[other, tip_id] += 1
    for (one, two), count in shared.items():
        if count >= SHARED_GRAMS:
            yield f"{two} repeats {one}: {count} runs of {GRAM} words"


def diversity(tips: list[dict[str, Any]]) -> str:
    """How the tips are spread, as a text."""
    lengths = sorted(len(row["text"]) for row in tips)
    words = [word for row in tips for word in _WORD.findall(row["text"].lower())]
    lines = [
        f"{len(tips)} tips, {len(words)} words, {len(set(words))} different",
        f"length: median {lengths[len(lengths) // 2]}, longest {lengths[-1]} characters",
    ]
    for key in ("triage", "register", "region"):
        counts = Counter(str(row[key]) for row in tips).most_common()
        lines.append(f"{key}: " + ", ".join(f"{name} {count}" for name, count in counts))
    return "\n".join(lines)


def main(files: list[str]) -> int:
    """Check files, or the whole corpus; the exit code."""
    paths = [Path(name) for name in files] or sorted(TIPS.glob("*.jsonl"))
    tips: list[dict[str, Any]] = []
    found = 0
    for path in paths:
        for row in rows(path):
            tips.append(row)
            for fault in faults(row):
                found += 1
                sys.stdout.write(f"{path.name} {row.get('id')}: {fault}\n")
    ids = Counter(row.get("id") for row in tips)
    double = [f"id {tip_id} stands there {n} times" for tip_id, n in ids.items() if n > 1]
    for fault in (*double, *repetitions((row["id"], row["text"]) for row in tips)):
        found += 1
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{diversity(tips) if tips else 'no tips'}\n{found} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
