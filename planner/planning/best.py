"""The best plan met so far, and what is proved of any plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.planning.calendar import best_calendar, length
from planner.planning.greedy import thinned
from planner.planning.task import Action, Task
from planner.planning.totals import ORDERS, Measure, Solution, Totals

EFFORT = 8_000


class Best:
    """The best plan so far, and what is proved of any plan."""

    def __init__(self, task: Task, order: Sequence[Measure], deadline: float) -> None:
        self.task, self.order, self.deadline = task, order, deadline
        self.actions: tuple[Action, ...] | None = None
        self.starts: Mapping[str, int] = {}
        self.totals = Totals(0, 0, 0)
        self.bound = dict.fromkeys(ORDERS["steps"], 0)

    def offer(self, actions: Sequence[Action], starts: Mapping[str, int] | None = None) -> None:
        """Take a plan in, or what is left of it without idle steps, where that is better than the best so far.

        Both are looked at where a calendar is known: a step the goal could do without may still shorten the calendar.
        """
        thin = thinned(self.task, actions, lambda option: option.money)
        if starts is not None or len(thin) == len(actions):
            self.weigh(actions, starts)
        if len(thin) < len(actions):
            self.weigh(thin)

    def weigh(self, actions: Sequence[Action], starts: Mapping[str, int] | None = None) -> None:
        """Take a plan in if it keeps the limits and is better than the best one so far."""
        task = self.task
        rough = Totals(len(actions), 0, sum(option.money for option in actions))
        if task.budget is not None and rough.money > task.budget:
            return
        known = None if starts is None else length(actions, starts)
        effort = len(actions) + EFFORT // max(1, len(actions)) ** 2
        placed, _ = best_calendar(task, actions, at_most=known, effort=effort)
        starts = starts if placed is None else placed
        if starts is None:
            return
        totals = replace(rough, weeks=length(actions, starts))
        if task.weeks is not None and totals.weeks > task.weeks:
            return
        if self.actions is None or self.rank(totals, actions) < self.rank(self.totals, self.actions):
            self.actions, self.starts, self.totals = tuple(actions), starts, totals

    def rank(self, totals: Totals, actions: Sequence[Action]) -> tuple[tuple[int, ...], list[str]]:
        return totals.key(self.order), sorted(option.id for option in actions)

    def answer(self, *, proved: bool) -> Solution:
        bound = Totals(**self.bound) if not proved or self.actions is None else self.totals
        return Solution(self.actions, self.starts, self.totals, bound, proved)
