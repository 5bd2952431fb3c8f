"""Vehicles, phones, handles and people as spaCy components, one each.

``tipline_vehicles`` writes ``doc.spans["vehicles"]``, and so on.
"""

from __future__ import annotations

from spacy.language import Language

from core.analysis import Handle, Person, Phone, Vehicle
from nlp.spacy_doc import FinderComponent
from nlp.things.handles import HandleFinder
from nlp.things.people import PersonFinder
from nlp.things.phones import PhoneFinder
from nlp.things.vehicles import VehicleFinder


@Language.factory("tipline_vehicles", assigns=["doc.spans"])
def make_vehicles(nlp: Language, name: str) -> FinderComponent[Vehicle]:  # noqa: ARG001 - spaCy's
    """The component that finds vehicles and their plates."""
    return FinderComponent(VehicleFinder(), "vehicles")


@Language.factory("tipline_phones", assigns=["doc.spans"])
def make_phones(nlp: Language, name: str) -> FinderComponent[Phone]:  # noqa: ARG001
    """The component that finds numbers of phones."""
    return FinderComponent(PhoneFinder(), "phones")


@Language.factory("tipline_handles", assigns=["doc.spans"])
def make_handles(nlp: Language, name: str) -> FinderComponent[Handle]:  # noqa: ARG001
    """The component that finds names of accounts."""
    return FinderComponent(HandleFinder(), "handles")


@Language.factory("tipline_people", assigns=["doc.spans"])
def make_people(nlp: Language, name: str) -> FinderComponent[Person]:  # noqa: ARG001
    """The component that finds names of people."""
    return FinderComponent(PersonFinder(), "people")
