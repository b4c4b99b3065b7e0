"""Two plans side by side, and why a plan has this step and not that one: by planning again with the other choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from planner.model import Limits
from planner.planning.plan import Impossible, Plan, plan_again
from planner.planning.question import TIME_LIMIT
from planner.planning.totals import ORDERS
from planner.rulebook.book import RuleBook, find_step
from planner.rulebook.problem import expect


@dataclass(frozen=True)
class Comparison:
    """What tells two plans apart: the ids of steps only in one, or in both, and what each takes.

    ``steps``, ``weeks`` and ``money`` are what ``right`` takes more than ``left``, below zero where it takes less.
    """

    left: Plan
    right: Plan
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    both: tuple[str, ...]
    steps: int
    weeks: int
    money: int

    @property
    def better(self) -> Plan | None:
        """The plan that is better in the order of wishes of ``left``; ``None`` where they are equally good."""
        order = ORDERS[self.left.question.prefer]
        left, right = (plan.totals.key(order) for plan in (self.left, self.right))
        return None if left == right else self.left if left < right else self.right


def compare(left: Plan, right: Plan) -> Comparison:
    """Return what tells two plans apart. They may answer different questions.

    >>> from planner import HeldRole, Profile, compare, find_plan, load_rules
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> quick, cheap = (find_plan(cook, "electrician-apprentice", rules, prefer=wish) for wish in ("steps", "money"))
    >>> found = compare(quick, cheap)
    >>> found.weeks, found.money
    (19, -940)
    """
    for plan in (left, right):
        expect(plan, "Plan", for_="what is compared")
    before, after = set(left.ids), set(right.ids)
    return Comparison(
        left,
        right,
        tuple(sorted(before - after)),
        tuple(sorted(after - before)),
        tuple(sorted(before & after)),
        right.totals.steps - left.totals.steps,
        right.totals.weeks - left.totals.weeks,
        right.totals.money - left.totals.money,
    )


@dataclass(frozen=True)
class WhyNot:
    """The ``chosen`` plan against the best one with the step ``id`` forced "in", or "out" where the chosen plan has it.

    ``comparison`` is ``None`` where no such plan exists, or none was found in time.
    """

    id: str
    forced: Literal["in", "out"]
    chosen: Plan
    other: Plan | Impossible
    comparison: Comparison | None


def why_not(plan: Plan, id: str, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> WhyNot:
    """Return what ``plan`` would be with the other choice about a step: best with it, or best without it.

    All else stays as it was asked; only a wish of the person to avoid or require this very step gives way.
    Raises :class:`WrongUse` for a step that ``rules`` do not have.
    """
    expect(plan, "Plan", for_="what a step is asked about")
    step = find_step(id, rules)
    forced: Literal["in", "out"] = "out" if step.id in plan.ids else "in"
    limits = forced_in(plan.question.limits, id) if forced == "in" else forced_out(plan.question.limits, id)
    other = plan_again(replace(plan.question, limits=limits), rules, time_limit=time_limit)
    return WhyNot(id, forced, plan, other, compare(plan, other) if isinstance(other, Plan) else None)


def forced_in(limits: Limits, *ids: str) -> Limits:
    """Return ``limits`` that require these steps and no longer avoid them."""
    return limits.model_copy(
        update={
            "avoid": tuple(other for other in limits.avoid if other not in ids),
            "require": tuple(sorted({*limits.require, *ids})),
        }
    )


def forced_out(limits: Limits, *ids: str) -> Limits:
    """Return ``limits`` that avoid these steps and no longer require them."""
    return limits.model_copy(
        update={
            "avoid": tuple(sorted({*limits.avoid, *ids})),
            "require": tuple(other for other in limits.require if other not in ids),
        }
    )
