"""Which reasons, outcomes and labels the desk may choose from: closed lists, kept as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from core.errors import UnknownTerm
from core.tip import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Wordings by key, in the order they are offered.

    Attributes:
        reasons: why a tip is set aside, by the status it gets.
        outcomes: what a tip led to, when it is closed.
        labels: what may be marked on a tip.
        cut_label: what stands in place of words that staff cut.
    """

    reasons: Mapping[Status, Mapping[str, str]]
    outcomes: Mapping[str, str]
    labels: Mapping[str, str]
    cut_label: str

    @classmethod
    def shipped(cls) -> Terms:
        """The terms in `terms.toml`."""
        content = tomllib.loads(files("core").joinpath("terms.toml").read_text("utf-8"))
        return cls(
            reasons={Status(status): listed for status, listed in content["reasons"].items()},
            outcomes=content["outcomes"],
            labels=content["labels"],
            cut_label=content["cut"]["label"],
        )

    def check_reason(self, status: Status, key: str) -> None:
        """Refuse a reason that is none for this status.

        Raises:
            UnknownTerm: it is not listed.
        """
        _check(key, self.reasons.get(status, {}))

    def check_outcome(self, key: str) -> None:
        """Refuse an outcome that is not listed.

        Raises:
            UnknownTerm: it is not.
        """
        _check(key, self.outcomes)

    def check_label(self, key: str) -> None:
        """Refuse a label that is not listed.

        Raises:
            UnknownTerm: it is not.
        """
        _check(key, self.labels)


def _check(key: str, listed: Mapping[str, str]) -> None:
    if key not in listed:
        raise UnknownTerm
