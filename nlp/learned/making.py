"""How the trained parts in the package are made: read the corpus, fit, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.contract import BadInput
from nlp.corpus.read import Split
from nlp.encoder.settings import Tuning
from nlp.learned.alike import ALIKE_FILE, Alike
from nlp.learned.crossing import Crossed, Tell, cross
from nlp.learned.dataset import Example, Labelled, Reading, lines, marked, tips
from nlp.learned.message import DATA, MESSAGE
from nlp.learned.screening import SCREENING_FILE, train_screening
from nlp.learned.sender import SENDER_FILE
from nlp.learned.settings import Config
from nlp.learned.timing import TIMES_FILE, TimesModel, told_times, train_times
from nlp.learned.training import train_message, train_sender
from nlp.model import Model
from nlp.pipeline import Reader

_EVERY = 500
"""After so many texts the reading says how far it has come."""


def make(model: Model, config: Config, tell: Tell, *, folder: Path = DATA) -> tuple[Path, ...]:
    """Train on the corpus and write the parts.

    Args:
        model: the base model.
        config: what to train on, and how.
        tell: told how far the work has come.
        folder: where to write.

    Returns:
        The files written.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    tell("grouping the words of the base model by their vectors")
    alike = Alike.of(model.vectors)
    made = write(corpus(model.read, config, tell), config, tell, alike=alike, folder=folder)
    tell("training the model of times")
    times = folder / TIMES_FILE.name
    train_times(told_times(config, model.read), config.times, alike).save(times)
    tell("training the model that puts waiting texts in order")
    screening = folder / SCREENING_FILE.name
    train_screening(glanced(config), config.screening, config.line_weight).save(screening)
    return (*made, times, screening)


def glanced(config: Config) -> list[Labelled]:
    """The tips and lines from which the order of waiting texts is learned.

    Raises:
        BadInput: a file of the corpus is broken, or the test split is to be trained on.
    """
    splits = _splits(config.screening.splits)
    return [known for split in splits for source in (tips, lines) for known in source(split)]


def write(
    examples: Sequence[Example], config: Config, tell: Tell, *, alike: Alike, folder: Path = DATA
) -> tuple[Path, ...]:
    """Train on examples and write the parts; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    groups, message, sender = (folder / part.name for part in (ALIKE_FILE, MESSAGE, SENDER_FILE))
    alike.save(groups)
    tell(f"training the model of messages on {len(examples)} texts")
    train_message(examples, config).save(message)
    tell("training the model of words")
    train_sender(examples, config, alike).save(sender)
    return groups, message, sender


def cross_validate(
    load: Callable[[Path | None], Model], config: Config, tuning: Tuning, tell: Tell
) -> Crossed:
    """Measure on the batches that the configuration leaves out, everything trained without them.

    Args:
        load: the base model with the encoder of a file, or with its own tagger.
        config: what to train on, how, and which batches to leave out.
        tuning: how the encoder is trained.
        tell: told how far the work has come.

    Raises:
        BadInput: a file of the corpus is broken.
        VocabularyError: the weights that the encoder starts from are missing.
    """
    from nlp.tuning.making import make as make_encoder

    left = config.left_out
    with TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        make_encoder(load(None), config.splits, tuning, tell, without=left, path=path)
        model = load(path)
    examples = corpus(model.read, config, tell)
    trained = [e for e in examples if e.labelled.batch not in left]
    measured = [e for e in examples if e.labelled.batch in left and e.doc.tagged]
    tell(f"training without {len(measured)} tips, to measure on them")
    times = train_times(told_times(config, model.read, left), config.times)
    timing = TimesModel(times, config.times)
    return cross(trained, measured, timing, config)


def corpus(read: Reader, config: Config, tell: Tell) -> list[Example]:
    """The examples to train on: every text read with the base model, and once more without.

    Raises:
        BadInput: a file of the corpus is broken, or the test split is to be trained on.
    """
    splits = _splits(config.splits)
    labelled = [known for split in splits for source in (tips, lines) for known in source(split)]
    words = [known for split in splits for known in marked(split)]
    reading = Reading()
    examples = _told(reading, [*labelled, *words], read, tell)
    if config.message.plain > 0:
        examples += _told(reading, labelled, None, tell)
    return examples


def _splits(names: Sequence[str]) -> list[Split]:
    splits = [Split(name) for name in names]
    if Split.TEST in splits:
        raise BadInput("The test split is held out; take it from the splits of config.toml.")
    return splits


def _told(
    reading: Reading, labelled: Sequence[Labelled], read: Reader | None, tell: Tell
) -> list[Example]:
    how = "with the base model" if read else "without it"

    def count(done: int) -> None:
        if done % _EVERY == 0 or done == len(labelled):
            tell(f"read {done} of {len(labelled)} texts {how}")

    return reading.examples(labelled, read, tell=count)
