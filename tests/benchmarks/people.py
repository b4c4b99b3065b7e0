"""The people the benchmarks ask for: who has held a role for three years, and somebody who has done nothing yet."""

from __future__ import annotations

from functools import cache

from planner import HeldRole, Profile, RuleBook, load_rules

NOBODY = ""


@cache
def shipped() -> RuleBook:
    return load_rules()


def person(start: str) -> Profile:
    """Return who has held ``start`` for three years and earns its pay, or someone who has done nothing yet."""
    if start == NOBODY:
        return Profile()
    return Profile(roles_held=(HeldRole(role=start, years=3),), current_pay=shipped().roles[start].pay or 0)
