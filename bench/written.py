"""A report that grows: each run puts its own sections in and leaves the others as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_HEAD = re.compile(r"^## (.+)$", re.MULTILINE)


def merged(old: str, title: str, preface: str, sections: Mapping[str, str]) -> str:
    """The report with sections put in place of those of the same name, or at the end.

    Args:
        old: the report as it stands; "" for none.
        title: its headline.
        preface: what stands before the first section.
        sections: contents by name.
    """
    parts = _HEAD.split(old)[1:]
    kept = dict(zip(parts[::2], (body.strip() for body in parts[1::2]), strict=True))
    kept |= sections
    whole = "\n\n".join(f"## {name}\n\n{body.strip()}" for name, body in kept.items())
    return f"# {title}\n\n{preface.strip()}\n\n{whole}\n"


def write(path: Path, title: str, preface: str, sections: Mapping[str, str]) -> None:
    """Put sections into a file.

    Raises:
        OSError: it cannot be read or written.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(merged(old, title, preface, sections), encoding="utf-8")
