"""What each action takes of what a plan may be short of: money, working weeks, spare hours, and both together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from planner.planning.bitset import bits, union
from planner.planning.task import Action


class Take:
    """How much each action takes of one thing, by the action's place."""

    def __init__(self, amounts: Sequence[int]) -> None:
        self.amounts = amounts
        self._order = sorted(range(len(amounts)), key=amounts.__getitem__)
        self._rising = sorted(amounts)
        self._above: dict[int, int] = {}
        self._least: dict[int, int] = {}

    def above(self, room: int) -> int:
        """Return the actions that take more than ``room``."""
        first = bisect_right(self._rising, room)
        if first not in self._above:
            self._above[first] = union(1 << action for action in self._order[first:])
        return self._above[first]

    def least(self, row: int) -> int:
        """Return the least that one of the actions in ``row`` takes."""
        if row not in self._least:
            self._least[row] = min(self.amounts[action] for action in bits(row))
        return self._least[row]


class Short(NamedTuple):
    """What may be short, and each action's rank by what it takes of that: who takes little comes first."""

    takes: Sequence[Take]
    rank: Sequence[int]


class Takes:
    """All of it for the actions of one task, worked out once for whoever asks."""

    def __init__(self, options: Sequence[Action], capacity: int) -> None:
        slots = [option.working_weeks for option in options]
        hours = [option.hours_in_all for option in options]
        self._money = Take([option.money for option in options])
        self._weeks = (Take(slots), Take(hours), Take([capacity * a + b for a, b in zip(slots, hours, strict=True)]))
        self._places = range(len(options))
        self._short: dict[tuple[bool, bool], Short] = {}

    def short(self, *, money: bool, weeks: bool) -> Short:
        """Return what may be short where money is, or weeks, or both."""
        if (money, weeks) not in self._short:
            takes = ((self._money,) if money else ()) + (self._weeks if weeks else ())
            order = sorted(zip(*(take.amounts for take in takes), self._places, strict=True))
            rank = [0] * len(order)
            for place, (*_, action) in enumerate(order):
                rank[action] = place
            self._short[money, weeks] = Short(takes, rank)
        return self._short[money, weeks]
