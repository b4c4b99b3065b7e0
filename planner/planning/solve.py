"""The best plan of a reduced task, one wish after the other, and what is proved about it.

Measures before the calendar are settled on the steps alone, which is far easier; their optimum caps the model
with a calendar, whose horizon is the calendar of a plan already known. At the end ties are broken by id, so that
every run on every machine gives the same plan. When the clock strikes, the best plan so far and the bounds
proved so far are the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.planning.calendar import OutOfTime, best_calendar, length
from planner.planning.choose import ChoiceModel, Found, Measure, earliest_weeks
from planner.planning.greedy import greedy_plan
from planner.planning.task import Action, Task, follow, relevant

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


@dataclass(frozen=True)
class Solution:
    """The best plan found (``None``: there is none, or none was found), bounds on every plan, and whether proved."""

    actions: tuple[Action, ...] | None
    starts: Mapping[str, int]
    totals: Totals
    bound: Totals
    proved: bool


class _Best:
    """The best plan so far, and what is proved of any plan."""

    def __init__(self, task: Task, order: Sequence[Measure], deadline: float) -> None:
        self.task, self.order, self.deadline = task, order, deadline
        self.actions: tuple[Action, ...] | None = None
        self.starts: Mapping[str, int] = {}
        self.totals = Totals(0, 0, 0)
        self.bound = {measure: 0 for measure in order}

    def offer(self, actions: Sequence[Action], starts: Mapping[str, int] | None = None) -> None:
        """Take a plan in if it keeps the limits and is better than the best one so far."""
        task = self.task
        rough = Totals(len(actions), 0, sum(option.money for option in actions))
        if task.budget is not None and rough.money > task.budget:
            return
        try:
            found = best_calendar(task, actions, deadline=min(self.deadline, time.monotonic() + 2.0))
        except OutOfTime as stopped:
            found = stopped.starts
        if starts is None or length(actions, found) <= length(actions, starts):
            starts = found
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


def solve(task: Task, prefer: str, *, deadline: float) -> Solution:
    """Return the best plan of a reduced ``task`` in the order of wishes ``prefer`` (see :data:`ORDERS`).

    A proved answer without a plan means that the limits (budget, weeks) leave none. ``deadline`` is a reading of
    :func:`time.monotonic`.
    """
    order = ORDERS[prefer]
    best = _Best(task, order, deadline)
    for measure in order:
        best.offer(greedy_plan(task, _PRICES[measure]))
    if not task.actions or best.totals.key(order) == (0, 0, 0) and best.actions is not None:
        return best.answer(proved=True)
    if time.monotonic() >= deadline:
        return best.answer(proved=False)
    before = order[: order.index("weeks")] if task.weeks is None else ()
    if before and not _settle_without_calendar(best, before):
        return best.answer(proved=best.actions is None and best.bound["steps"] < 0)
    return _settle_with_calendar(best, before)


_PRICES: Mapping[Measure, Callable[[Action], int]] = {
    "steps": lambda option: 1,
    "weeks": lambda option: option.weeks,
    "money": lambda option: option.money,
}


def _settle_without_calendar(best: _Best, measures: Sequence[Measure]) -> bool:
    """Settle the measures that come before the calendar; False if time ran out or no plan exists."""
    task = best.task if best.actions is None else affordable(best.task, best.order[0], best.totals)
    model = ChoiceModel(task)
    for measure in measures:
        if best.actions is not None:
            model.hint(best.actions)
        found = model.minimise(measure, deadline=best.deadline)
        if not _record(best, measure, found):
            return False
        model.cap(measure, found.bound)
    return True


def _record(best: _Best, measure: Measure, found: Found) -> bool:
    """Note what a run said; True if it settled its measure."""
    if found.outcome == "infeasible":
        best.bound = dict.fromkeys(best.bound, -1)
        return False
    best.bound[measure] = max(best.bound[measure], found.bound)
    if found.actions or found.outcome in ("optimal", "feasible"):
        best.offer(found.actions, found.starts)
    return found.outcome == "optimal"


def affordable(task: Task, measure: Measure, totals: Totals) -> Task:
    """Return the task without actions that alone exceed what a known plan takes of the first measure."""
    if measure == "money":
        able = [option for option in task.actions if option.money <= totals.money]
    elif measure == "weeks":
        earliest = earliest_weeks(task)
        able = [
            option
            for option in task.actions
            if max((earliest.get(atom, 0) for atom in option.pre), default=0) + option.weeks <= totals.weeks
        ]
    else:
        return task
    return narrowed(task, able)


def narrowed(task: Task, actions: Sequence[Action]) -> Task:
    """Return the task with only ``actions``, and only what they still can bring about and lead to."""
    reachable = follow(task, task.init, actions)
    able = [option for option in actions if reachable.issuperset(option.pre)]
    clauses = [clause for clause in task.clauses if reachable.issuperset(clause[0])]
    clauses, able = relevant(task.goal, clauses, able, task.needed)
    return replace(task, clauses=tuple(clauses), actions=tuple(able))


def _settle_with_calendar(best: _Best, settled: Sequence[Measure]) -> Solution:
    task, order = best.task, best.order
    if best.actions is not None:
        task = affordable(task, order[0], best.totals)
    model = ChoiceModel(task, horizon=_horizon(best, settled))
    for measure in settled:
        model.cap(measure, best.bound[measure])
    for measure in order[len(settled) :]:
        if best.actions is not None:
            model.hint(best.actions, best.starts)
        found = model.minimise(measure, deadline=best.deadline)
        if found.outcome == "infeasible":
            return replace(best.answer(proved=True), actions=None)
        if not _record(best, measure, found):
            return best.answer(proved=False)
        model.cap(measure, found.bound)
    return best.answer(proved=_break_ties(best, model))


def _horizon(best: _Best, settled: Sequence[Measure]) -> int:
    """Return a length that no plan which may still be the best exceeds."""
    before = best.order[: best.order.index("weeks")]
    if best.actions is not None and all(m in settled and best.totals.of(m) == best.bound[m] for m in before):
        return best.totals.weeks
    whole = sum(option.weeks for option in best.task.actions)
    return whole if best.task.weeks is None else min(whole, best.task.weeks)


def _break_ties(best: _Best, model: ChoiceModel) -> bool:
    """Go on to the plan whose ids come first among all plans that are equally good; False if time ran out."""
    model.model.clear_objective()
    while best.actions is not None:
        model.forbid_before(best.actions)
        found = model.solve(best.deadline)
        if found.outcome not in ("optimal", "feasible"):
            return found.outcome == "infeasible"
        best.offer(found.actions, found.starts)
    return True
