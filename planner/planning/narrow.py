"""Smaller tasks: without actions that the limits, or a plan that is known already, rule out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.planning.task import Action, Task, follow, relevant
from planner.planning.totals import Measure, Totals
from planner.planning.weeks import earliest_ends, timely


def affordable(task: Task, measure: Measure, totals: Totals) -> list[Action]:
    """Return the actions of ``task`` that do not alone exceed what a known plan takes of ``measure``."""
    if measure == "money":
        return [option for option in task.actions if option.money <= totals.money or option.id in task.needed]
    return timely(task, totals.weeks) if measure == "weeks" else list(task.actions)


def within_limits(task: Task) -> Task:
    """Return the task without actions that alone break the budget or cannot end within the weeks."""
    kept: list[Action] = list(task.actions)
    if task.budget is not None:
        kept = [option for option in kept if option.money <= task.budget]
    if task.weeks is not None:
        ends = earliest_ends(task)
        kept = [option for option in kept if ends[option.id] <= task.weeks]
    return narrowed(task, kept) if len(kept) < len(task.actions) else task


def narrowed(task: Task, actions: Sequence[Action]) -> Task:
    """Return the task with only ``actions``, and only what they still can bring about and lead to."""
    reachable = follow(task, task.init, actions)
    able = [option for option in actions if reachable.issuperset(option.pre)]
    clauses = [clause for clause in task.clauses if reachable.issuperset(clause[0])]
    clauses, able = relevant(task.goal, clauses, able, task.needed)
    return replace(task, clauses=tuple(clauses), actions=tuple(able))
