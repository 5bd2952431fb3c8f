"""Times as a spaCy component: ``tipline_times`` writes ``doc.spans["times"]``.

The values (start, end, rule of recurrence) stand in ``doc._.tipline["times"]``.
"""

from __future__ import annotations

from spacy.language import Language

from core.analysis import Time
from nlp.spacy_doc import SENT_AT, FinderComponent
from nlp.times.finder import TimeFinder


@Language.factory("tipline_times", assigns=["doc.spans"], default_config={"sent_at": SENT_AT})
def make_times(nlp: Language, name: str, sent_at: str) -> FinderComponent[Time]:  # noqa: ARG001
    """The component that finds times and works out their values, labelled with their kind."""
    return FinderComponent(TimeFinder(), "times", "kind", sent_at)
