"""What the staff bot says: the texts of one language, checked when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

from fluent.runtime import FluentBundle, FluentResource

from core.pending import Deed

_FILE = Path(__file__).parents[1] / "locales" / "{language}" / "staff" / "staff.ftl"
_TAGS = {"en": "en-GB"}
_HOUR = 3600


class StaffTexts:
    """The texts of the staff bot."""

    def __init__(self, bundle: FluentBundle) -> None:
        self._bundle = bundle

    @classmethod
    def load(cls, language: str = "en") -> Self:
        """Read the texts of a language.

        Raises:
            FileNotFoundError: there is no such language.
        """
        text = Path(str(_FILE).format(language=language)).read_text(encoding="utf-8")
        bundle = FluentBundle([_TAGS.get(language, language)], use_isolating=False)
        bundle.add_resource(FluentResource(text))
        return cls(bundle)

    def say(self, key: str, **values: str | int) -> str:
        """A text, filled.

        Raises:
            KeyError: there is none with this key, or a value of it is missing.
        """
        pattern = self._bundle.get_message(key).value if self._bundle.has_message(key) else None
        if pattern is None:
            raise KeyError(key)
        given = {name.replace("_", "-"): value for name, value in values.items()}
        text, errors = self._bundle.format_pattern(pattern, given)
        if errors:
            raise KeyError(f"{key}: {errors[0]}")
        return str(text)

    def deed(self, deed: Deed, arguments: Mapping[str, str]) -> str:
        """An act in a few words, with what it takes."""
        several = [f"{name}: {value}" for name, value in arguments.items()]
        text = " ".join(several if len(several) > 1 else arguments.values())
        return self.say(f"deed-{deed}", text=text, **arguments)

    def age(self, span: timedelta) -> str:
        """How long something is ago, roughly."""
        seconds = max(0, int(span.total_seconds()))
        if seconds < _HOUR:
            return self.say("age-minutes", n=seconds // 60)
        if seconds < 48 * _HOUR:
            return self.say("age-hours", n=seconds // _HOUR)
        return self.say("age-days", n=seconds // (24 * _HOUR))
