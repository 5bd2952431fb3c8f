"""`tipline train`: the trained parts made anew from the corpus, or measured on unseen tips."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from app.settings import load_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(train)


def train(
    cross: Annotated[
        bool,
        typer.Option("--cross", help="Write nothing: measure on tips left out of training."),
    ] = False,
    folder: Annotated[
        str, typer.Option(help="Write the parts here instead of into the package.")
    ] = "",
) -> None:
    """Train the learned parts on the annotated tips and lines.

    The numbers are in `nlp/learned/config.toml`. With `--cross` every batch of tips is left out
    in turn; the figures are of the rules alone, the learned parts alone, and both, and the
    thresholds that would cost least are named.
    """
    from nlp.learned.making import cross_validate, make
    from nlp.learned.message import DATA
    from nlp.learned.settings import read_config
    from nlp.model import load_model

    tell = _Teller()
    config = read_config()
    model = load_model(load_settings(os.environ).spacy_model or None)
    if not cross:
        for path in make(model, config, tell, folder=Path(folder) if folder else DATA):
            tell(f"wrote {path.name}, {path.stat().st_size // 1000} kB")
        return
    from nlp.learned.choosing import choose
    from nlp.learned.sharing import choose_cutting

    outcome = cross_validate(model.read, config, tell)
    for name, crossed in outcome.items():
        for way, report in crossed.reports.items():
            row = {"measured": name, "by": way, **report.figures()}
            sys.stdout.write(json.dumps(row) + "\n")
    cases = [case for crossed in outcome.values() for case in crossed.cases]
    best = asdict(choose(cases, config.thresholds))
    sys.stdout.write(json.dumps({"thresholds": best}) + "\n")
    for name, crossed in outcome.items():
        setting = choose_cutting(crossed.leaks)
        leak = crossed.leaks[setting]
        row = {"measured": name, "cutting": asdict(setting), "leak_rate": round(leak.leak_rate, 4)}
        sys.stdout.write(json.dumps(row | {"keep_loss": round(leak.keep_loss, 4)}) + "\n")


class _Teller:
    def __init__(self) -> None:
        self._began = monotonic()

    def __call__(self, sentence: str) -> None:
        sys.stderr.write(f"{monotonic() - self._began:6.0f} s  {sentence}\n")
