"""With which numbers the learned parts are trained and used: `config.toml`, checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.vocabulary import VocabularyError

CONFIG = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which probability on the judge decides what.

    Attributes:
        emergency: above this of ``999`` the message is an emergency.
        put_off: the same where the rules hold it for planned and for later.
        overrule: the same where the rules call for 999.
        unclear: the same where a row of theirs that needs no second look does; at or below it is
            asked about. Only where the encoder took part.
        certain: from this of ``101`` on such a row counts for nothing; with the encoder only.
        calm: below this of ``101`` it is asked about.
        still: the same where the rules ask, or call for 999.
        worried: the same, whatever the rules say, where somebody vulnerable is exploited.
        safeguarding: above this somebody vulnerable is exploited.
        unguarded: below this a sign of the rules is dropped.
        in_scope: from this on a message tells of drugs, though the rules see none.
        unscoped: below this it tells of none, though the rules see them.
    """

    emergency: float
    put_off: float
    overrule: float
    unclear: float
    certain: float
    calm: float
    still: float
    worried: float
    safeguarding: float
    unguarded: float
    in_scope: float
    unscoped: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """From which probability words are cut.

    Attributes:
        seed: a cut must hold a word above this.
        spread: it takes in neighbours above this.
        found: words of a finding (a place, a name, a time ...) must be above this.
    """

    seed: float
    spread: float
    found: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """How a model is fitted.

    Attributes:
        l2: strength of the penalty on squared weights.
        least: in how many rows a feature must stand.
        plain: how much a text counts that is read without the base model.
    """

    l2: float
    least: int
    plain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How the model of times is fitted and used.

    Attributes:
        l2: strength of the penalty on squared weights.
        event_l2: the same for events.
        least: in how many expressions a feature must stand.
        line: how much an expression of a labelled line counts beside one of a tip.
        kept: from this probability on a time that the rules found is one of the activity.
        added: from this probability on an event tells when the activity was.
    """

    l2: float
    event_l2: float
    least: int
    line: float
    kept: float
    added: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How the model that puts waiting texts in order is fitted.

    Attributes:
        splits: what it is trained on; not on dev, whose tips the bench writes.
        l2: strength of the penalty on squared weights.
        least: in how many texts a run of words must stand.
    """

    splits: tuple[str, ...]
    l2: float
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubting:
    """Which cuts of the rules need to be borne out.

    Attributes:
        trusted: groups of rules whose cuts always stand: they go by shapes such as those of numbers
            and addresses, or by words such as "my name is".
        below: what other rules cut stays in the text where no word of it has this probability.
    """

    trusted: frozenset[str]
    below: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """From which probability by the encoder a word names a drug.

    Attributes:
        denied: below this not even a word that has no other meaning does.
        doubted: below this a word does not for which the rules have evidence.
        heard: from this on a word of the vocabulary does without evidence.
    """

    denied: float
    doubted: float
    heard: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """From which probability by the encoder a word is of a place of the activity.

    Attributes:
        denied: a place all of whose words are below this is of another matter.
        widened: from this on a word beside a place belongs to its name.
    """

    denied: float
    widened: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """How much the encoder counts beside each linear model, between 0 and 1.

    Attributes:
        message: beside the model of messages.
        sender: beside the model of words.
        times: beside the model of times.
        events: beside that of events, which has seen fewer of them than the encoder has words.
    """

    message: float
    sender: float
    times: float
    events: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that decides what training makes, beside the corpus and the rules."""

    splits: tuple[str, ...]
    left_out: frozenset[str]
    line_weight: float
    message: Fitting
    sender: Fitting
    times: Timing
    screening: Screen
    thresholds: Thresholds
    cutting: Cutting
    doubting: Doubting
    naming: Naming
    placing: Placing
    mixing: Mixing


def read_config(path: Path = CONFIG) -> Config:
    """The committed numbers.

    Raises:
        VocabularyError: the file is broken, or a number is no share between 0 and 1.
    """
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        thresholds, cutting = content["thresholds"], content["cutting"]
        times, mixing, screening = content["times"], content["mixing"], content["screening"]
        doubting, naming, placing = (content[name] for name in ("doubting", "naming", "placing"))
        kept = {name: times[name] for name in ("kept", "added")}
        _shares(path, thresholds | cutting | mixing | naming | placing | kept)
        _shares(path, {"below": doubting["below"]})
        return Config(
            splits=tuple(content["training"]["splits"]),
            left_out=frozenset(content["training"]["left_out"]),
            line_weight=float(content["training"]["line_weight"]),
            message=Fitting(**content["message"]),
            sender=Fitting(**content["sender"]),
            times=Timing(**times),
            screening=Screen(**screening | {"splits": tuple(screening["splits"])}),
            thresholds=Thresholds(**thresholds),
            cutting=Cutting(**cutting),
            doubting=Doubting(trusted=frozenset(doubting["trusted"]), below=doubting["below"]),
            naming=Naming(**naming),
            placing=Placing(**placing),
            mixing=Mixing(**mixing),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise VocabularyError(f"{path.name}: {error}") from error


def _shares(path: Path, numbers: dict[str, Any]) -> None:
    for name, number in numbers.items():
        if not 0 <= number <= 1:
            raise VocabularyError(f"{path.name}: {name} is no share between 0 and 1")
