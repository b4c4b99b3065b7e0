"""The people of the benchmarks: holders of each role, those of the journeys, those who lack but one step for a role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cache
from pathlib import Path

from planner import Fact, HeldRole, Need, Profile, Role, RuleBook, close, load_rules
from planner.journeys import load_journeys
from planner.reasoning.background import background

NOBODY = ""
BUT = " <- "
JOURNEYS = Path(__file__).parent.parent / "cases" / "journeys"


@cache
def shipped() -> RuleBook:
    return load_rules()


@cache
def travellers() -> Mapping[str, Profile]:
    """Return the people of the journeys by title."""
    return {journey.title: journey.person for _, journey in load_journeys(JOURNEYS, shipped())}


def roles_for(start: str) -> tuple[Role, ...]:
    """Return the roles to ask for: all, or for who lacks but a step that role, as an employer asks who means it.

    For that employer wishes that one of the steps meets are no wishes.
    """
    rules = shipped()
    role, *steps = start.split(BUT)
    if not steps:
        return tuple(rules.roles.values())
    gifts = [close(rules.all_steps[step].gives, tuple(rules.transfers.values())) for step in steps]
    lines = [
        line.model_copy(update={"wish": False}) if any(known.meets(line.needs) for known in gifts) else line
        for line in rules.roles[role].lines
    ]
    return (rules.roles[role].model_copy(update={"lines": tuple(lines)}),)


def all_but(start: str) -> Profile:
    """Return who has all that a role and some steps ask but what the steps give: ``"ROLE <- STEP <- STEP"``."""
    (role,), steps = roles_for(start), [shipped().all_steps[id] for id in start.split(BUT)[1:]]
    gives = {fact.skill for step in steps for fact in step.gives}
    asked = [fact for needs in (line.needs for line in role.must()) for fact in one_way(needs, gives)]
    have: dict[str, int] = {}
    for fact in [fact for fact in asked if fact.skill not in gives]:
        have[fact.skill] = max(fact.level, have.get(fact.skill, 0))
    for number, step in enumerate(steps):
        before = {fact.skill for other in steps[:number] for fact in other.gives}
        for fact in [fact for fact in one_way(step.needs, before) if fact.skill not in before]:
            have[fact.skill] = max(fact.level, have.get(fact.skill, 0))
    return Profile.model_validate({"have": have})


def one_way(needs: Need, preferred: Set[str]) -> tuple[Fact, ...]:
    """Return facts that meet ``needs``; of several ways those with a ``preferred`` skill, else the first."""
    found = list(needs.facts)
    for choice in needs.choices:
        ways = sorted(choice.of, key=lambda way: not any(fact.skill in preferred for fact in way.walk()))
        found += [fact for way in ways[: choice.count] for fact in one_way(way, preferred)]
    return tuple(found)


def person(start: str) -> Profile:
    """Return who has held the role ``start`` for three years and earns its pay, or the person of that journey.

    ``"ROLE <- STEP"`` is who lacks nothing else (:func:`all_but`); without a name it is someone who has done nothing.
    """
    if start == NOBODY:
        return Profile()
    if start in shipped().roles:
        return Profile(roles_held=(HeldRole(role=start, years=3),), current_pay=shipped().roles[start].pay or 0)
    if start in travellers():
        return travellers()[start]
    return all_but(start)


@cache
def told(start: str) -> Iterable[Fact]:
    """Return what the background of a person shows; the public ``close`` takes facts, not people."""
    return background(person(start), shipped()).facts
