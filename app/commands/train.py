"""`tipline train`: the trained parts made anew from the corpus, or measured on unseen tips."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from app.settings import load_settings


class Part(StrEnum):
    """What can be trained by itself."""

    ENCODER = "encoder"
    LINEAR = "linear"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(train)


def train(
    cross: Annotated[
        bool,
        typer.Option("--cross", help="Write nothing: measure on tips left out of training."),
    ] = False,
    only: Annotated[
        Part | None, typer.Option(help="Make one kind of part, and leave the other as it is.")
    ] = None,
    folder: Annotated[
        str, typer.Option(help="Write the parts here instead of into the package.")
    ] = "",
) -> None:
    """Train the learned parts on the annotated tips and lines.

    The numbers are in `nlp/learned/config.toml` and `nlp/encoder/encoder.toml`. With `--cross` the
    batches of tips that the first of them names are left out of everything, and measured: the
    figures are of the rules alone, the learned parts alone, and both, and the thresholds that
    would cost least are named.
    """
    if cross:
        _cross(_Teller())
    else:
        _make(_Teller(), only, Path(folder) if folder else None)


def _make(tell: _Teller, only: Part | None, folder: Path | None) -> None:
    from nlp.encoder.encoder import ENCODER
    from nlp.encoder.settings import read_tuning
    from nlp.learned.making import make
    from nlp.learned.message import DATA
    from nlp.learned.readers import Source
    from nlp.learned.settings import read_config
    from nlp.tuning.making import make as make_encoder

    name, config, made = load_settings(os.environ).spacy_model or None, read_config(), []
    encoder = folder / ENCODER.name if folder else ENCODER
    if only is not Part.LINEAR:
        teacher = Source(name, None)
        made.append(make_encoder(teacher, config.splits, read_tuning(), tell, path=encoder))
    if only is not Part.ENCODER:
        source = Source(name, ENCODER if only is Part.LINEAR else encoder)
        made += make(source, config, tell, folder=folder or DATA)
    for path in made:
        tell(f"wrote {path.name}, {path.stat().st_size // 1000} kB")


def _cross(tell: _Teller) -> None:
    from nlp.encoder.settings import read_tuning
    from nlp.learned.choosing import choose
    from nlp.learned.making import cross_validate
    from nlp.learned.settings import read_config
    from nlp.learned.sharing import choose_cutting

    name, config = load_settings(os.environ).spacy_model or None, read_config()
    crossed = cross_validate(name, config, read_tuning(), tell)
    for way, report in crossed.reports.items():
        sys.stdout.write(json.dumps({"by": way, **report.figures()}) + "\n")
    best = asdict(choose(crossed.cases, config.thresholds))
    setting = choose_cutting(crossed.leaks)
    leak = crossed.leaks[setting]
    lost = {"leak_rate": round(leak.leak_rate, 4), "keep_loss": round(leak.keep_loss, 4)}
    sys.stdout.write(json.dumps({"thresholds": best}) + "\n")
    sys.stdout.write(json.dumps({"cutting": asdict(setting)} | lost) + "\n")


class _Teller:
    def __init__(self) -> None:
        self._began = monotonic()

    def __call__(self, sentence: str) -> None:
        sys.stderr.write(f"{monotonic() - self._began:6.0f} s  {sentence}\n")
