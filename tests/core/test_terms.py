from __future__ import annotations

import re

import pytest

from core.errors import UnknownTerm
from core.terms import Terms
from core.tip import Status

TERMS = Terms.shipped()


def test_every_way_of_setting_aside_has_reasons() -> None:
    assert set(TERMS.reasons) == {Status.JUNK, Status.HELD, Status.DUPLICATE}


def test_keys_are_plain_words() -> None:
    lists = (*TERMS.reasons.values(), TERMS.outcomes, TERMS.labels)
    keys = [key for listed in lists for key in listed]
    assert [key for key in keys if not re.fullmatch(r"[a-z_]{2,30}", key)] == []


def test_only_what_is_listed_may_be_chosen() -> None:
    TERMS.check_reason(Status.JUNK, "abuse")
    TERMS.check_outcome("arrest")
    TERMS.check_label("weapon")
    for check in (TERMS.check_outcome, TERMS.check_label):
        with pytest.raises(UnknownTerm):
            check("Ann says so")
    for status in (Status.HELD, Status.NEW):
        with pytest.raises(UnknownTerm):
            TERMS.check_reason(status, "abuse")
