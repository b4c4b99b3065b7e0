"""Whether any plan keeps the limits, which is far easier to say than which plan is best.

A quick plan that keeps them settles it, and so does a bound beyond them. Only what is left goes to the solver.
"""

from __future__ import annotations

from planner.planning.bound import Relaxation
from planner.planning.calendar import best_calendar, length
from planner.planning.few import has_few, worth_trying
from planner.planning.greedy import Price, greedy_plan, reaches
from planner.planning.ground import Ground
from planner.planning.known import Known
from planner.planning.lazy import Model
from planner.planning.narrow import narrowed, within_limits
from planner.planning.solve import solve
from planner.planning.task import Task
from planner.planning.totals import GaveUp, Measure

_PRICES: tuple[Price, ...] = (lambda option: 1, lambda option: option.weeks, lambda option: option.money)
_EFFORT = 2_000


def has_plan(task: Task, deadline: float, *, steps: int | None = None) -> bool:
    """Say whether a reduced task has a plan within its budget, its weeks and so many ``steps``.

    Where the time runs out first, it is assumed to have one.
    """
    limits: dict[Measure, int | None] = {"steps": steps, "money": task.budget, "weeks": task.weeks}
    if all(limit is None for limit in limits.values()):
        return True
    task = within_limits(task)
    if not reaches(task, task.actions):
        return False
    if worth_trying(task):
        found = has_few(task, Ground(task), steps=steps, deadline=deadline)
        if found is not None:
            return found
    if any(_keeps_limits(task, price, steps) for price in _PRICES):
        return True
    relaxation = Relaxation(task)
    caps: dict[Measure, int] = {} if steps is None else {"steps": steps}
    for measure, limit in limits.items():
        if limit is None:
            continue
        bound = relaxation.bound(measure, caps, enough=limit + 1, deadline=deadline)
        if bound is None or bound.value > limit:
            return False
        task = narrowed(task, bound.survivors(task.actions, limit, task.needed))
        if not reaches(task, task.actions):
            return False
        relaxation = relaxation.narrowed(task)
    if task.weeks is None and steps is None:
        solution = solve(task, "money", deadline=deadline)
        return solution.actions is not None or not solution.proved
    caps = {measure: limit for measure, limit in limits.items() if limit is not None}
    try:
        return Model(Known(task, Ground(task)), caps).find(None, deadline) is not None
    except GaveUp:
        return True


def _keeps_limits(task: Task, price: Price, steps: int | None) -> bool:
    actions = greedy_plan(task, price)
    if steps is not None and len(actions) > steps:
        return False
    if task.budget is not None and sum(option.money for option in actions) > task.budget:
        return False
    starts, _ = best_calendar(task, actions, at_most=task.weeks, effort=_EFFORT)
    return starts is not None and (task.weeks is None or length(actions, starts) <= task.weeks)
