"""Which words name a drug, by the vocabulary of street names and the encoder together.

The vocabulary knows which words can, and some of the evidence; the encoder has read how people
speak of goods, and knows ``the brown`` in a tin from the brown of a door. Without the encoder the
rules decide alone.
"""

from __future__ import annotations

from core.analysis import Drug
from nlp.document import Document
from nlp.learned.settings import Naming, read_config
from nlp.things.drugs import Candidate, DrugFinder
from nlp.things.slang import Needs


class LearnedDrugs:
    """Finds drug words; holds nothing of any text."""

    def __init__(self, finder: DrugFinder | None = None, naming: Naming | None = None) -> None:
        """Build it.

        Args:
            finder: the rules.
            naming: from which probabilities on a word is or is none; by default as committed.

        Raises:
            VocabularyError: the vocabulary of drugs is broken.
        """
        self._finder = finder or DrugFinder()
        self._naming = naming or read_config().naming

    def find(self, doc: Document) -> tuple[Drug, ...]:
        """Every drug word, in order, none overlapping another."""
        if doc.encoding is None:
            return self._finder.find(doc)
        shares, drugs = doc.encoding.drugs, []
        for said in self._finder.candidates(doc):
            own = [shares[t.index] for t in doc.between(said.drug.start, said.drug.end)]
            if self._names(said, max(own)):
                drugs.append(said.drug)
        return tuple(drugs)

    def _names(self, said: Candidate, share: float) -> bool:
        if said.needs is Needs.NONE and said.proved:
            return share >= self._naming.denied
        return share >= (self._naming.doubted if said.proved else self._naming.heard)
