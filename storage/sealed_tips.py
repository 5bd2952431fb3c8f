"""What is stored of a tip and of what is added to it, and how it is opened again."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from core.desk_ports import Opened
from core.errors import Tampered
from core.tip import Answer, Details, Part, Tip, TipRow
from storage.keys import KeyPair
from storage.sealing import (
    AddedParts,
    AnswerText,
    Kind,
    fresh_key,
    open_key,
    seal,
    seal_key,
    unseal,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A body, and its key sealed to whoever may open it.

    Attributes:
        id: of its row; authenticated with the body.
        key: the body's key, sealed.
    """

    id: str
    key: bytes = field(repr=False)
    body: bytes = field(repr=False)


def seal_tip(tip: Tip, desk_public: bytes) -> Sealed:
    """Seal a tip's details to the desk."""
    return seal_details(tip.id, tip.details, desk_public)


def seal_details(tip_id: str, details: Details, desk_public: bytes) -> Sealed:
    """Seal details to the desk, under a new key."""
    return _sealed(tip_id, details, Kind.TIP, desk_public)


def seal_parts(parts: tuple[Part, ...], desk_public: bytes) -> Sealed:
    """Seal an addition to the desk, under a new random id."""
    return _sealed(str(uuid4()), AddedParts(parts), Kind.ADDITION, desk_public)


def seal_answer(text: str, reply_public: bytes) -> Sealed:
    """Seal an answer to a mailbox, under a new random id."""
    return _sealed(str(uuid4()), AnswerText(text), Kind.ANSWER, reply_public)


def seal_paper(value: object, kind: Kind, desk_public: bytes) -> Sealed:
    """Seal what the desk adds to a tip, under a new random id."""
    return _sealed(str(uuid4()), value, kind, desk_public)


def open_paper[T](shape: type[T], paper: Sealed, kind: Kind, secret: bytes) -> T:
    """Open what `seal_paper` made of a ``shape``, with the desk's secret.

    Raises:
        Tampered: it does not open.
    """
    return _opened(shape, paper, kind, secret)


def reseal_parts(addition_id: str, parts: tuple[Part, ...], desk_public: bytes) -> Sealed:
    """Seal an addition anew, under a new key."""
    return _sealed(addition_id, AddedParts(parts), Kind.ADDITION, desk_public)


def open_tip(row: TipRow, tip: Sealed, additions: list[Sealed], secret: bytes) -> Opened:
    """Open a tip and its additions with the desk's secret.

    Raises:
        Tampered: one of them does not open.
    """
    return Opened(
        row=row,
        details=_opened(Details, tip, Kind.TIP, secret),
        additions=tuple(
            _opened(AddedParts, each, Kind.ADDITION, secret).parts for each in additions
        ),
    )


def open_details(tip: Sealed, secret: bytes) -> Details:
    """Open a tip without its additions, with the desk's secret.

    Raises:
        Tampered: it does not open.
    """
    return _opened(Details, tip, Kind.TIP, secret)


def open_answers(answers: list[Sealed], secret: bytes) -> tuple[Answer, ...]:
    """Open answers with a mailbox's secret; one that was tampered with is left out.

    Where there is none, a decoy is opened, so that an empty mailbox, an unknown receipt and a
    single answer take about as long.
    """
    if not answers:
        _opened(AnswerText, seal_answer("", KeyPair.of(secret).public), Kind.ANSWER, secret)
    found: list[Answer] = []
    for each in answers:
        try:
            text = _opened(AnswerText, each, Kind.ANSWER, secret).text
        except Tampered:
            continue
        found.append(Answer(id=each.id, text=text))
    return tuple(found)


def _sealed(name: str, value: object, kind: Kind, public: bytes) -> Sealed:
    key = fresh_key()
    body = seal(value, key, kind=kind, name=name.encode())
    return Sealed(id=name, key=seal_key(key, public), body=body)


def _opened[T](shape: type[T], sealed: Sealed, kind: Kind, secret: bytes) -> T:
    key = open_key(sealed.key, secret)
    return unseal(shape, sealed.body, key, kind=kind, name=sealed.id.encode())
