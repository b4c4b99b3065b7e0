"""The trade-off front by trying: all plans of so many steps at once, then of one more.

In a picture of weeks and money the plans met so far are stairs, and what belongs to the front is below them: shorter
than all that are as cheap. A branch of the tree ends where nothing below the stairs can come of it. So one walk meets
all plans of so many steps on the front, where asking for one after the other takes a walk for each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from planner.planning.calendar import best_calendar
from planner.planning.ground import Ground
from planner.planning.task import Task
from planner.planning.totals import ORDERS, GaveUp, Solution, Totals
from planner.planning.tree import Caps, Chosen, Tree
from planner.planning.weeks import NEVER

MOVES = 600_000
IN_VAIN = 5_000
"""After so many moves that meet no new plan of so many steps, asking for one plan after the other is better."""
MOST_GROWTH = 40
"""For one step more it is taken to need as many times more moves as the last times, but no more than this."""


def climb(task: Task, ground: Ground, deadline: float) -> tuple[list[Solution], int | None]:
    """Return the plans of the front with up to so many steps, and how many; ``None``: it is the whole front.

    Of plans with the same totals it has the first by id.
    """
    tree, done, before, growth = Stairs(task, ground, deadline), len(task.needed) - 1, 1, 1
    try:
        while True:
            met, moves = len(tree.met), tree.moves
            tree.walk(done + 1)
            if not tree.cut:
                return tree.solutions(), None
            done += 1
            taken = moves - tree.moves
            growth, last = taken // before, growth
            next_time = taken * min(max(growth, last), MOST_GROWTH)
            if next_time > 2 * tree.moves or (taken > IN_VAIN and len(tree.met) == met):
                break
            before = taken
    except GaveUp:
        tree.forget(done + 1)
    return tree.solutions(), done


class Stairs(Tree):
    """The plans of a task that no plan met so far beats in steps, weeks and money."""

    def __init__(self, task: Task, ground: Ground, deadline: float) -> None:
        self.met: dict[Totals, Chosen] = {}
        self.steps = 0
        super().__init__(task, ground, MOVES, deadline)

    def walk(self, steps: int) -> None:
        """Meet the plans of so many steps that no plan met before beats; ``cut`` tells if more steps may help."""
        self.steps = steps
        self.build()
        self.within(steps, enough=0)

    def forget(self, steps: int) -> None:
        """Forget the plans of so many steps."""
        self.met = {totals: plan for totals, plan in self.met.items() if totals.steps != steps}

    def _cap(self) -> None:
        self.takes, self.eager = self.ground.takes.short(money=True, weeks=True)
        self.build()

    def build(self) -> None:
        """Work out what plans may take from so much money on: the stairs. Plans that take the same are let through."""
        weeks = NEVER if self.task.weeks is None else self.task.weeks
        everything = sum(option.money for option in self.options)
        budget = everything if self.task.budget is None else self.task.budget
        corners = [(met.money, met.weeks - 1) for met in self.met if met.steps < self.steps]
        for met in self.met:
            corners += [(met.money, met.weeks), (met.money + 1, met.weeks - 1)] if met.steps == self.steps else []
        self.prices, self.rooms = [0], [self.caps_at(budget, weeks)]
        for money, most in sorted(corners):
            if most < weeks:
                weeks = most
                self.prices.append(money)
                self.rooms.append(self.caps_at(budget, weeks))
        self.rooms = [room._replace(weeks=None) if room.weeks == NEVER else room for room in self.rooms]

    def caps_for(self, spent: Sequence[int]) -> Caps:
        """Return what a plan may take that takes at least ``spent`` and is below the stairs."""
        return self.rooms[bisect_right(self.prices, spent[0]) - 1]

    def keep(self, plan: Chosen) -> None:
        """Take in a plan that none met so far beats; with more steps it may be shorter."""
        self.cut = True
        totals = Totals(len(plan), self.weeks_of(plan), self.price(plan))
        known = self.met.get(totals)
        if known is None or self.ids(plan) < self.ids(known):
            self.met[totals] = plan
        if known is None:
            self.met = {met: plan for met, plan in self.met.items() if met == totals or not totals.at_most(met)}
            self.build()

    def ids(self, plan: Chosen) -> list[str]:
        return sorted(self.options[number].id for number in plan)

    def solutions(self) -> list[Solution]:
        """Return the plans met, by steps, weeks and money."""
        found = []
        for totals in sorted(self.met, key=lambda totals: totals.key(ORDERS["steps"])):
            actions = tuple(self.options[number] for number in sorted(self.met[totals]))
            starts, _ = best_calendar(self.task, actions, at_most=totals.weeks)
            assert starts is not None
            found.append(Solution(actions, starts, totals, totals, True))
        return found
