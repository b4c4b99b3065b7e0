"""Things that stand along a text, found by their place without looking through them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Along(Generic[Thing]):
    """Things in the order of where they begin."""

    def __init__(self, things: Iterable[Thing], start: Callable[[Thing], int]) -> None:
        self.things = sorted(things, key=start)
        self.starts = [start(thing) for thing in self.things]

    def between(self, start: int, end: int) -> list[Thing]:
        """Return the things that begin from ``start`` up to, not including, ``end``.

        >>> Along("abc", "abc".index).between(1, 3)
        ['b', 'c']
        """
        return self.things[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last_before(self, place: int) -> Thing | None:
        """Return the last thing that begins at or before ``place``."""
        index = bisect_right(self.starts, place) - 1
        return self.things[index] if index >= 0 else None
