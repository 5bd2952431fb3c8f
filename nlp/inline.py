"""How a message becomes an analysis in this process, for the command line and for measuring."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Self

from core.analysis import Analysis
from nlp.model import Model
from nlp.parts import Parts
from nlp.pipeline import FaultHook, Pipeline


class InlineAnalyser:
    """Analyses texts in this process, for the command line; the same interface."""

    def __init__(
        self,
        model: Model | None = None,
        *,
        parts: Parts | None = None,
        on_fault: FaultHook | None = None,
    ) -> None:
        """Build the parts.

        Args:
            model: a loaded model, or None to do without (every analysis is then degraded).
            parts: what it is made of; by default what is shipped.
            on_fault: told of each part that failed on a text.
        """
        self._read = model.read if model else None
        self._pipeline = Pipeline(parts, on_fault=on_fault)

    async def __aenter__(self) -> Self:
        """There is nothing to start."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """There is nothing to end."""

    async def analyse(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text, made in a thread."""
        return await asyncio.to_thread(self.analyse_now, text, at)

    def analyse_now(self, text: str, at: datetime) -> Analysis:
        """The analysis of a text; blocks until it is made."""
        return self._pipeline.understand(text, at, self._read)
