"""What a run of the bench comes to: rates, waits and what was taken for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

from bench.senders import Sample
from bench.texts import Kind


@dataclass(frozen=True, slots=True)
class Waits:
    """How long people waited, in seconds; None where nobody was answered.

    Attributes:
        count: people.
        unanswered: of them, who got nothing in time.
    """

    count: int
    unanswered: int
    p50: float | None
    p95: float | None
    p99: float | None

    @classmethod
    def of(cls, taken: Iterable[float | None]) -> Waits:
        """Of the seconds that each took; whoever was not answered waited longest."""
        all_of = list(taken)
        answered = sorted(one for one in all_of if one is not None)

        def quantile(share: float) -> float | None:
            at = ceil(share * len(all_of)) - 1
            return answered[at] if 0 <= at < len(answered) else None

        missing = len(all_of) - len(answered)
        return cls(len(all_of), missing, quantile(0.5), quantile(0.95), quantile(0.99))


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a bot did under one load.

    Attributes:
        seconds: how long it was measured.
        offered: reports written in a second, where that was set; 0 where people took turns.
        done: people who got what they wanted.
        cpu: seconds of processor time of the bot and all its processes.
        generator: the same of the senders and the Bot API server.
        waits: to the first message, by kind.
        reads: to the first that answers what was written, by kind.
        whole: until they had what they wanted.
    """

    seconds: float
    done: int
    cpu: float
    generator: float
    waits: Mapping[Kind, Waits]
    whole: Waits
    reads: Mapping[Kind, Waits] = field(default_factory=dict)
    offered: float = 0.0

    @property
    def rate(self) -> float:
        """People served in a second."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def written(self) -> float:
        """People who wrote in a second."""
        return sum(w.count for w in self.waits.values()) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time for each."""
        return self.cpu / self.done * 1000 if self.done else 0.0

    def generator_share(self, cores: int) -> float:
        """What of the cores the senders and their server took, between 0 and 1."""
        return self.generator / self.seconds / cores if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Alone:
    """The analysis without a bot."""

    rate: float
    cpu_ms: float


@dataclass(slots=True)
class Memory:
    """Resident memory over time: (seconds since the start, megabytes) by what is looked at."""

    lines: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, name: str, at: float, megabytes: float) -> None:
        """Note how much something has now."""
        self.lines.setdefault(name, []).append((at, megabytes))

    def peak(self, name: str) -> float:
        """The most that something ever had."""
        return max((size for _, size in self.lines.get(name, ())), default=0.0)


def load_of(
    samples: Iterable[Sample], span: tuple[float, float], taken: tuple[float, float]
) -> Load:
    """What the reports that were written within a span come to.

    Args:
        samples: of all reports.
        span: begin and end, on the clock of the samples.
        taken: processor time of the bot and of the generator within it.
    """
    began, ended = span
    meant = [one for one in samples if began <= one.at <= ended]
    done = [one for one in samples if one.whole and began <= one.at + one.whole <= ended]
    return Load(
        seconds=ended - began,
        done=len(done),
        cpu=taken[0],
        generator=taken[1],
        waits={kind: Waits.of(one.first for one in meant if one.kind is kind) for kind in Kind},
        reads={kind: Waits.of(one.read for one in meant if one.kind is kind) for kind in Kind},
        whole=Waits.of(one.whole for one in meant),
    )
