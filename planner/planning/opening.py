"""What opens in the course of a plan: when each line of a job is met, and what a step waits for."""

from __future__ import annotations

from planner.model import Need
from planner.planning.plan import Plan
from planner.planning.question import starting_closure
from planner.reasoning.closure import grow, reached, transfers_of
from planner.rulebook.book import RuleBook


def opened(plan: Plan, rules: RuleBook) -> dict[str, tuple[int, ...]]:
    """Return by step the numbers of the gates and core lines that are met when it ends and were not before.

    Each line stands with one step: of steps that end in the same week, with the one that is later in the plan.
    """
    known = starting_closure(plan.question.profile, rules)
    lines = enumerate(plan.question.role.lines, 1)
    still = {number: line for number, line in lines if line.kind != "wish" and line.needs != Need()}
    found: dict[str, tuple[int, ...]] = {}
    for item in [None, *sorted(plan.steps, key=lambda item: item.end_week)]:
        known = known if item is None else grow(known, item.step.gives, transfers_of(rules))
        met = tuple(number for number, line in still.items() if known.meets(line.needs))
        still = {number: line for number, line in still.items() if number not in met}
        if item is not None:
            found[item.step.id] = met
    return found


def waited_for(plan: Plan, rules: RuleBook) -> dict[str, tuple[str, ...]]:
    """Return by step those that end as it begins, and without which it could not begin then."""
    start, transfers = starting_closure(plan.question.profile, rules), transfers_of(rules)
    found: dict[str, tuple[str, ...]] = {}
    for item in plan.steps:
        before = [other.step for other in plan.steps if other.end_week < item.start_week]
        ending = [other.step for other in plan.steps if other.end_week == item.start_week]
        needs = item.step.needs
        if ending and not reached(before, start, transfers).meets(needs):
            alone = [step for step in ending if reached([*before, step], start, transfers).meets(needs)][:1]
            found[item.step.id] = tuple(step.id for step in alone or ending)
    return found
