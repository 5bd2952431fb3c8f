"""How the trained parts in the package are made: read the corpus, fit, write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nlp.contract import BadInput
from nlp.corpus.read import Split
from nlp.encoder.settings import Tuning
from nlp.learned.alike import ALIKE_FILE, Alike
from nlp.learned.crossing import Crossed, Tell, cross
from nlp.learned.dataset import Example, Labelled, Reading, lines, marked, tips
from nlp.learned.message import DATA, MESSAGE
from nlp.learned.readers import Readers, Source, loaded, readers
from nlp.learned.screening import SCREENING_FILE, train_screening
from nlp.learned.sender import SENDER_FILE
from nlp.learned.settings import Config
from nlp.learned.timing import TIMES_FILE, TimesModel
from nlp.learned.timing_training import told_times, train_times
from nlp.learned.training import train_message, train_sender


def make(source: Source, config: Config, tell: Tell, *, folder: Path = DATA) -> tuple[Path, ...]:
    """Train on the corpus and write the parts.

    Args:
        source: what the corpus is read with.
        config: what to train on, and how.
        tell: told how far the work has come.
        folder: where to write.

    Returns:
        The files written.

    Raises:
        BadInput: a file of the corpus is broken.
    """
    tell("grouping the words of the base model by their vectors")
    alike = Alike.of(source.load().vectors)
    with readers(source) as crowd:
        examples = corpus(crowd, config, tell)
        told = told_times(config, crowd)
    made = write(examples, config, tell, alike=alike, folder=folder)
    tell("training the model of times")
    times = folder / TIMES_FILE.name
    train_times(told, config.times, alike).save(times)
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


def cross_validate(name: str | None, config: Config, tuning: Tuning, tell: Tell) -> Crossed:
    """Measure on the batches that the configuration leaves out, everything trained without them.

    Args:
        name: the base model's package or folder; None for the default.
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
        make_encoder(Source(name, None), config.splits, tuning, tell, without=left, path=path)
        with readers(Source(name, path)) as crowd:
            examples = corpus(crowd, config, tell)
            told = told_times(config, crowd, left)
    trained = [e for e in examples if e.labelled.batch not in left]
    measured = [e for e in examples if e.labelled.batch in left and e.doc.tagged]
    tell(f"training without {len(measured)} tips, to measure on them")
    times = train_times(told, config.times)
    timing = TimesModel(times, config.times)
    return cross(trained, measured, timing, config)


def corpus(crowd: Readers, config: Config, tell: Tell) -> list[Example]:
    """The examples to train on: every text read with the base model, and once more without.

    Raises:
        BadInput: a file of the corpus is broken, or the test split is to be trained on.
    """
    splits = _splits(config.splits)
    labelled = [known for split in splits for source in (tips, lines) for known in source(split)]
    words = [known for split in splits for known in marked(split)]
    tell("reading the corpus with the base model")
    examples = crowd.read(_with_model, [*labelled, *words], tell)
    if config.message.plain > 0:
        tell("reading it without the base model")
        examples += crowd.read(_without, labelled, tell)
    return examples


def _splits(names: Sequence[str]) -> list[Split]:
    splits = [Split(name) for name in names]
    if Split.TEST in splits:
        raise BadInput("The test split is held out; take it from the splits of config.toml.")
    return splits


def _with_model(source: Source, labelled: Sequence[Labelled]) -> list[Example]:
    return _reading().examples(labelled, loaded(source).read)


def _without(_: Source, labelled: Sequence[Labelled]) -> list[Example]:
    return _reading().examples(labelled, None)


@cache
def _reading() -> Reading:
    return Reading()
