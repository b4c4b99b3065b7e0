"""A plan as series for charts and tables: what runs when and where, and how ready one is week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.planning.plan import Plan, PlannedStep
from planner.reasoning.audit import Audit, audit_from
from planner.reasoning.closure import grow, transfers_of
from planner.rulebook.book import RuleBook

Lane = Literal["working week", "spare hours"]


@dataclass(frozen=True)
class Moment:
    """How things stand at the end of a week (week 0: today)."""

    week: int
    met: int
    lines: int
    money: int


def lane(item: PlannedStep) -> Lane:
    """Return which of a person's two resources a step takes."""
    return "working week" if item.step.full_time else "spare hours"


def moments(plan: Plan, audit: Audit, rules: RuleBook) -> tuple[Moment, ...]:
    """Return, for today and the end of every week of the plan, the gates and core lines met and the money in hand."""
    lines = len(audit.must)
    known = audit.closure
    met = lines - len(audit.gaps)
    result = [Moment(0, met, lines, 0)]
    for week, money in enumerate(plan.curve, 1):
        ended = [item.step for item in plan.steps if item.end_week == week]
        if ended:
            known = grow(known, (fact for step in ended for fact in step.gives), transfers_of(rules))
            met = lines - len(audit_from(audit.background, known, audit.role).gaps)
        result.append(Moment(week, met, lines, money))
    return tuple(result)
