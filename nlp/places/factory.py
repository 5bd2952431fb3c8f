"""Places as a spaCy component: ``tipline_places`` writes ``doc.spans["places"]``."""

from __future__ import annotations

from spacy.language import Language

from core.analysis import Place
from nlp.places.finder import PlaceFinder
from nlp.places.gazetteer import Gazetteer
from nlp.spacy_doc import FinderComponent


@Language.factory("tipline_places", assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> FinderComponent[Place]:  # noqa: ARG001 - spaCy's
    """The component that finds places in the United Kingdom, labelled with their kind."""
    return FinderComponent(PlaceFinder(Gazetteer.shipped()), "places", "kind")
