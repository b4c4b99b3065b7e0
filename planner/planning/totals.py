"""What a plan takes, and what is proved about it: the words that all solvers answer in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from planner.planning.task import Action

Measure = Literal["steps", "weeks", "money"]

ORDERS: Mapping[str, tuple[Measure, Measure, Measure]] = {
    "steps": ("steps", "weeks", "money"),
    "time": ("weeks", "steps", "money"),
    "money": ("money", "steps", "weeks"),
}


@dataclass(frozen=True)
class Totals:
    """What a plan takes: steps, weeks of calendar, money in whole currency units."""

    steps: int
    weeks: int
    money: int

    def of(self, measure: Measure) -> int:
        return int(getattr(self, measure))

    def key(self, order: Sequence[Measure]) -> tuple[int, ...]:
        """Return the measures in the order of wishes."""
        return tuple(self.of(measure) for measure in order)

    def at_most(self, other: Totals) -> bool:
        """Say whether a plan takes no more than another of anything.

        >>> Totals(2, 9, 100).at_most(Totals(3, 9, 100)), Totals(2, 9, 100).at_most(Totals(3, 8, 100))
        (True, False)
        """
        return self.steps <= other.steps and self.weeks <= other.weeks and self.money <= other.money


def amount(option: Action, measure: Measure) -> int:
    """Return what an action adds to a measure, the weeks as if all took turns."""
    return 1 if measure == "steps" else option.money if measure == "money" else option.weeks


def round_up(value: float) -> int:
    """Return the least whole number not below ``value``, a solver's rounding error forgiven."""
    return -int(-(value - 1e-6) // 1)


NOTHING = Totals(0, 0, 0)


class GaveUp(Exception):
    """A search used up its moves or its time."""


@dataclass(frozen=True)
class Solution:
    """The best plan found (``None``: there is none, or none was found), bounds on every plan, and whether proved."""

    actions: tuple[Action, ...] | None
    starts: Mapping[str, int]
    totals: Totals
    bound: Totals
    proved: bool

    @classmethod
    def no_plan(cls, *, proved: bool) -> Solution:
        """Return that there is no plan, or that none was found."""
        return cls(None, {}, NOTHING, NOTHING, proved)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the actions, sorted; none where there is no plan."""
        return tuple(sorted(option.id for option in self.actions or ()))
