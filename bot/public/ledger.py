"""Which updates are in work or done, and how far Telegram may forget them.

Telegram forgets everything below the offset of a call, and gives out at most the 100 oldest
updates that it has not forgotten (the view). An update leaves the view only by the offset.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

REMEMBERED = 10_000
"""Finished updates that are known again when Telegram delivers them once more."""

VIEW = 100
"""Updates that one getUpdates gives at most (Bot API)."""


@dataclass(slots=True)
class _Entry:
    may_go_early: bool
    is_settled: bool = False
    """Whether it need not be delivered again: done, or let go early."""


class Ledger:
    """What is known of the updates in view."""

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._view: dict[int, _Entry] = {}
        self._working: set[int] = set()
        self._done: OrderedDict[int, None] = OrderedDict()

    @property
    def working(self) -> int:
        """How many updates are in work."""
        return len(self._working)

    @property
    def offset(self) -> int:
        """The offset that confirms what is finished, up to the first that is not; 0 for none."""
        offset = 0
        for number, entry in sorted(self._view.items()):
            if not entry.is_settled:
                break
            offset = number + 1
        return offset

    def is_new(self, number: int) -> bool:
        """Whether an update has not been seen; a known one will be confirmed, not answered."""
        if number in self._view:
            return False
        if number in self._done or number in self._working:
            # The call that confirmed it was lost, so it must be confirmed once more.
            self._view[number] = _Entry(may_go_early=True, is_settled=True)
            return False
        return True

    def begin(self, number: int, *, may_go_early: bool) -> None:
        """An update is in work.

        Args:
            number: its update_id.
            may_go_early: whether it may be confirmed before it is finished, in need.
        """
        self._view[number] = _Entry(may_go_early)
        self._working.add(number)

    def finish(self, number: int) -> None:
        """An update is answered, and what it asked for is committed."""
        self._working.discard(number)
        self._done[number] = None
        if len(self._done) > self._remembered:
            self._done.popitem(last=False)
        if number in self._view:
            self._view[number].is_settled = True

    def confirmed(self, offset: int) -> None:
        """Telegram took a call with this offset and has forgotten what is below."""
        for number in [n for n in self._view if n < offset]:
            del self._view[number]

    def make_room(self, count: int = VIEW // 2, *, at_any_price: bool = False) -> int:
        """Let updates in work be confirmed early, oldest first, so that newer ones come in view.

        It stops at the first that should not go early: a tap on Send is to come again if the
        process dies before or after the commit.

        Args:
            count: how many places are wanted.
            at_any_price: whether such a tap goes too. If the process dies just then, its sender
                gets no answer and has to tap once more, which gives the code of what was stored.

        Returns:
            How many updates in work were let go.
        """
        let_go = 0
        for at, (_, entry) in enumerate(sorted(self._view.items())):
            if at >= count:
                break
            if entry.is_settled:
                continue
            if not entry.may_go_early and not at_any_price:
                break
            entry.is_settled = True
            let_go += 1
        return let_go
