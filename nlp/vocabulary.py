"""How vocabulary files are read and checked: every list of words the rules use is data.

A vocabulary is a TOML file with ``[about]`` (``what``, ``source``, ``date``) and any number
of ``[[name]]`` tables. A table of phrases has ``words`` (a list of lower-case phrases with
straight quotes) and whatever keys its reader names. A broken file stops the load with a
sentence that names the file and the row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nlp.document import fold


class VocabularyError(Exception):
    """A vocabulary file is broken; the message names the file and the row."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary file as read.

    Attributes:
        path: the file.
        source: where its facts come from.
        dated: when they were last checked.
        tables: rows of each ``[[name]]``.
    """

    path: Path
    source: str
    dated: date
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]

    def rows(
        self, name: str, *, needs: frozenset[str], may: frozenset[str] = frozenset()
    ) -> tuple[Mapping[str, Any], ...]:
        """The rows of a table, after checking their keys.

        Raises:
            VocabularyError: the table is missing, a row lacks a key of ``needs``, has one that
                is in neither set, or lists a phrase that is empty, not folded or listed twice.
        """
        if name not in self.tables:
            raise VocabularyError(f"{self.path.name}: table {name} is missing")
        seen: set[str] = set()
        for number, row in enumerate(self.tables[name], 1):
            where = f"{self.path.name}: {name} {number}"
            if lacks := sorted(needs - row.keys()):
                raise VocabularyError(f"{where}: {', '.join(lacks)} missing")
            if strange := sorted(row.keys() - needs - may):
                raise VocabularyError(f"{where}: {', '.join(strange)} is not a key of this table")
            for phrase in row.get("words", ()):
                if not phrase.strip() or fold(phrase) != phrase:
                    raise VocabularyError(f"{where}: {phrase!r} is empty or not lower case")
                if phrase in seen:
                    raise VocabularyError(f"{where}: {phrase!r} is listed twice")
                seen.add(phrase)
        return self.tables[name]


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a vocabulary file.

    Raises:
        VocabularyError: it is missing, is no TOML, or says no source and date.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error
    about = content.pop("about", {})
    if not about.get("source") or not isinstance(about.get("date"), date):
        raise VocabularyError(f"{path.name}: [about] needs a source and a date")
    return Vocabulary(
        path, about["source"], about["date"], {k: tuple(v) for k, v in content.items()}
    )
