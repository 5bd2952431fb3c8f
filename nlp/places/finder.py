"""Which places a text names: rules over words, a gazetteer, and the model where there is one."""

from __future__ import annotations

from core.analysis import Place
from nlp.document import Document
from nlp.places.chains import find_chains
from nlp.places.codes import find_codes, find_districts
from nlp.places.gazetteer import Gazetteer
from nlp.places.inflected import find_inflected
from nlp.places.joining import join
from nlp.places.leading import find_leading
from nlp.places.lexicon import load_lexicon
from nlp.places.named import find_named, find_tails
from nlp.places.numbers import find_lone_numbers, with_number
from nlp.places.reading import Part, Reading
from nlp.places.roads import find_roads
from nlp.places.settling import settle
from nlp.places.towns import find_towns
from nlp.places.unknown import find_unknown


class PlaceFinder:
    """Finds every UK place of a document, in time linear in its length.

    Raises:
        VocabularyError: a vocabulary file is broken.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lexicon = load_lexicon(gazetteer)

    def find(self, doc: Document) -> tuple[Place, ...]:
        """Places in order, none overlapping another, each with the rules that found it.

        Parts of one address side by side are one place. The sender's own home is a place
        too; taking it out is the work of redaction.
        """
        if not doc.tokens:
            return ()
        reading = Reading(doc, self._lexicon)
        parts: list[Part] = [
            *find_codes(reading, self._gazetteer),
            *find_roads(reading),
            *find_districts(reading, self._gazetteer),
            *find_named(reading, self._gazetteer),
            *find_chains(reading),
            *find_towns(reading, self._gazetteer),
            *find_inflected(reading, self._gazetteer),
        ]
        parts += find_tails(reading, parts)
        parts += find_unknown(reading, parts)
        parts += find_leading(reading, parts)
        parts = [with_number(reading, part) for part in parts]
        parts += find_lone_numbers(reading)
        parts.sort(key=lambda part: part.first)
        return settle(reading, join(reading, parts, self._gazetteer), self._gazetteer)
