"""Reads a message with the trained encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from core.analysis import Triage
from nlp.document import Token
from nlp.encoder.encoding import Encoding
from nlp.encoder.shapes import Shape, shapes
from nlp.encoder.windows import firsts, owners, windows
from nlp.encoder.wordpieces import WordPieces
from nlp.learned.linear import LearnedPartMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENCODER = Path(__file__).with_name("data") / "encoder.onnx"
"""The network as ONNX, weights as whole numbers of eight bits; made by `tipline train`.

It takes ``pieces`` and their ``shapes``, whole numbers of shape (pieces,), and gives ``words`` of
shape (pieces, 4): the logits of `Encoding.sender`, `activity`, `drugs` and `places`; ``tags`` of
shape (pieces, tags); and ``message`` of shape (5,): those of the classes of triage, of safeguarding
and of scope. The names of the tags are in its metadata, under ``tags``."""

type Floats = NDArray[np.float32]
_CLASSES = len(Triage)
_WORDS = 4


class Encoder:
    """The trained network; holds nothing of any text."""

    def __init__(self, session: InferenceSession, pieces: WordPieces) -> None:
        self._session = session
        self._pieces = pieces
        self._tags = tuple(session.get_modelmeta().custom_metadata_map["tags"].split())

    @classmethod
    def shipped(cls) -> Self:
        """The one in the package.

        Raises:
            LearnedPartMissing: its file is missing or broken.
        """
        return cls.load(ENCODER)

    @classmethod
    def load(cls, path: Path) -> Self:
        """One from a file.

        Raises:
            LearnedPartMissing: it is missing or broken.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # A worker is one process on one core: threads of its own would only get in the way.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # No piece of memory may grow with the longest text ever read, nor keep its numbers.
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        try:
            session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            return cls(session, WordPieces.shipped())
        except Exception as error:  # onnxruntime raises many types of its own
            raise LearnedPartMissing(
                f"The trained part {path.name!r} is missing or broken ({type(error).__name__}); "
                "`tipline train` makes it."
            ) from error

    def encode(self, text: str, tokens: Sequence[Token]) -> Encoding:
        """What the network says of a message.

        Of a message longer than one window the triage is that of its most urgent window, and
        somebody is exploited, or drugs are told of, if so in any.

        Args:
            text: the message.
            tokens: its words, in order; at least one. Their tags are not read.
        """
        pieces = [self._pieces.of(token.lower) for token in tokens]
        flat = [piece for own in pieces for piece in own]
        owner = owners(pieces)
        shape = shapes(text, tokens)
        shaped = [shape[word] for word in owner]
        words = np.full((len(tokens), _WORDS), -np.inf, np.float32)
        tags = np.zeros((len(flat), len(self._tags)), np.float32)
        messages: list[Floats] = []
        for window in windows(len(flat)):
            said = self._run(flat[window.start : window.end], shaped[window.start : window.end])
            counts = slice(window.counts_from, window.counts_to)
            own = slice(window.counts_from - window.start, window.counts_to - window.start)
            # A word is what its surest piece is; its tag is that of its first.
            np.maximum.at(words, owner[counts], said.words[own])
            tags[counts] = said.tags[own]
            messages.append(said.message)
        best = tags[firsts(pieces)].argmax(axis=1)
        return _encoding([self._tags[tag] for tag in best], _shares(words), np.array(messages))

    def _run(self, pieces: Sequence[int], shaped: Sequence[int]) -> _Said:
        small = Shape.SMALL
        framed = np.array([self._pieces.first, *pieces, self._pieces.last], np.int64)
        feed = {"pieces": framed, "shapes": np.array([small, *shaped, small], np.int64)}
        words, tags, message = self._session.run(("words", "tags", "message"), feed)
        return _Said(words[1:-1], tags[1:-1], message)


@dataclass(frozen=True, slots=True)
class _Said:
    """Logits of one window, see `ENCODER`."""

    words: Floats
    tags: Floats
    message: Floats


def _encoding(tags: Sequence[str], words: Floats, messages: Floats) -> Encoding:
    raised = np.exp(messages[:, :_CLASSES])
    triage = raised / raised.sum(axis=1, keepdims=True)
    most = triage[np.argmax(triage[:, list(Triage).index(Triage.EMERGENCY)])]
    guarded, scope = _shares(messages[:, _CLASSES:]).max(axis=0)
    return Encoding(
        tags=tuple(tags),
        sender=tuple(words[:, 0].tolist()),
        activity=tuple(words[:, 1].tolist()),
        drugs=tuple(words[:, 2].tolist()),
        places=tuple(words[:, 3].tolist()),
        triage=dict(zip(Triage, most.tolist(), strict=True)),
        safeguarding=float(guarded),
        in_scope=float(scope),
    )


def _shares(logits: Floats) -> Floats:
    shares: Floats = np.float32(1) / (np.float32(1) + np.exp(-logits))
    return shares
