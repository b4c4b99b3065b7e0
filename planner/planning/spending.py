"""What a plan costs a person, told apart: what is paid out, and pay that is given up."""

from __future__ import annotations

from planner.planning.plan import Plan, PlannedStep


def given_up(item: PlannedStep) -> int:
    """Return the pay given up for a step: what it takes from a person beyond its price."""
    return item.cost - item.step.cost


def given_up_in_all(plan: Plan) -> int:
    """Return the pay given up in a plan."""
    return sum(given_up(item) for item in plan.steps)
