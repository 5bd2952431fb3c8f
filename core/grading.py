"""What a tip is worth as intelligence: the codes of 3x5x2, what is proposed, what may be decided.

The codes are data (`grading.toml`). The program only proposes, from what the sender said of how
they know it; a grade exists once a person has decided it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from core.errors import GradeProblem, GradeRefused
from core.tip import Details, HowKnown, OthersKnow


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """Source evaluation, intelligence assessment and handling, by their codes."""

    source: str
    assessment: str
    handling: str
    conditions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.source + self.assessment + self.handling, *self.conditions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A grade that a person has decided, and who and when (UTC day)."""

    grade: Grade
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """The codes that there are, each with its wording, in order.

    Attributes:
        name: what the grading is called.
        groups: conditions by group, such as action and sanitisation; at most one of each.
        conditional: handling codes that need conditions.
        usual: what is proposed whatever the sender said; its assessment is open.
        assessed: assessment proposed for how the sender knows it.
        sole: what is proposed where nobody else could know it.
    """

    name: str
    sources: Mapping[str, str]
    assessments: Mapping[str, str]
    handlings: Mapping[str, str]
    groups: Mapping[str, Mapping[str, str]]
    conditional: frozenset[str]
    usual: Grade
    assessed: Mapping[HowKnown, str]
    sole: Grade

    @classmethod
    def shipped(cls) -> Scheme:
        """The scheme in `grading.toml`."""
        content = tomllib.loads(files("core").joinpath("grading.toml").read_text("utf-8"))
        conditions, proposal = content["conditions"], content["proposal"]
        sole = proposal["sole_knowledge"]
        usual = Grade(source=proposal["source"], assessment="", handling=proposal["handling"])
        return cls(
            name=content["name"],
            sources=content["source"],
            assessments=content["assessment"],
            handlings=content["handling"],
            groups={name: codes for name, codes in conditions.items() if name != "under"},
            conditional=frozenset(conditions["under"]),
            usual=usual,
            assessed={HowKnown(how): code for how, code in proposal["assessment"].items()},
            sole=replace(usual, handling=sole["handling"], conditions=tuple(sole["conditions"])),
        )

    def propose(self, details: Details) -> Grade:
        """The grade that the sender's own answers suggest; for a person to decide."""
        is_sole = details.others_know is OthersKnow.NO
        proposed = self.sole if is_sole else self.usual
        return self.check(replace(proposed, assessment=self.assessed[details.how_known]))

    def check(self, grade: Grade) -> Grade:
        """The grade with its conditions in the scheme's order.

        Raises:
            GradeRefused: a code does not exist, or conditions and handling do not go together.
        """
        known = (
            (grade.source, self.sources),
            (grade.assessment, self.assessments),
            (grade.handling, self.handlings),
        )
        order = [code for codes in self.groups.values() for code in codes]
        if any(code not in codes for code, codes in known) or not set(order) >= {*grade.conditions}:
            raise GradeRefused(GradeProblem.UNKNOWN)
        if grade.handling not in self.conditional and grade.conditions:
            raise GradeRefused(GradeProblem.NEEDS_NONE)
        if grade.handling in self.conditional and not grade.conditions:
            raise GradeRefused(GradeProblem.NEEDS_CONDITION)
        for codes in self.groups.values():
            if sum(code in codes for code in grade.conditions) > 1:
                raise GradeRefused(GradeProblem.TWO_OF_A_KIND)
        return replace(grade, conditions=tuple(sorted(grade.conditions, key=order.index)))
