"""The best plan for each wish, so that one sees what each gains and what it takes."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from planner.planning.plan import Plan, plan_again
from planner.planning.question import Prefer
from planner.rulebook.book import RuleBook

Wishes = tuple[Prefer, ...]


def best_by_wish(plan: Plan, rules: RuleBook, *, time_limit: float) -> tuple[tuple[Wishes, Plan], ...]:
    """Return the best plan for each wish, ``plan`` for its own; one that is best for several stands once.

    Each other one is looked for ``time_limit`` seconds. A wish for which none was found in that time is left out; a
    plan says itself whether it is proved to be the best for all of its wishes.
    """
    found: dict[tuple[tuple[str, ...], bool], tuple[Wishes, Plan]] = {}
    for wish in get_args(Prefer):
        own = wish == plan.question.prefer
        best = plan if own else plan_again(replace(plan.question, prefer=wish), rules, time_limit=time_limit)
        if isinstance(best, Plan):
            wishes, known = found.get((best.ids, best.proved), ((), best))
            found[best.ids, best.proved] = ((*wishes, wish), plan if own else known)
    return tuple(found.values())
