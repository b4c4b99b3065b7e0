"""Rule books of any size for races between solvers: plain mappings, as they stand in YAML.

A family, a number of steps and a seed give the same book everywhere. Each family is hard in its own way: ``career``
looks like a real book (fields, levels, rival ways to one skill, entry-level jobs, what carries over); ``chain`` is
deep; ``setcover`` is all choice and no depth; ``symmetric`` has many plans that differ in nothing that counts;
``impossible`` is a career book in which two things that are wanted rest on each other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.model import Profile, Role, Skill, Step, TransferRule
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules
from planner.rulebook.policy import Policy

TARGET = "dream"
BECAUSE = "it carries over"


@dataclass(frozen=True)
class Made:
    """A book and a person; the role wanted is always :data:`TARGET`."""

    book: Mapping[str, Any]
    person: Mapping[str, Any]

    def rules(self) -> RuleBook:
        """Return the planner's values for the book; its policy is the shipped one."""
        models = {"skills": Skill, "transfers": TransferRule, "steps": Step, "roles": Role}
        sections = {
            section: {id: model.model_validate({**entry, "id": id}) for id, entry in self.book[section].items()}
            for section, model in models.items()
        }
        policy = Policy.model_validate({**load_rules().policy.model_dump(), "hours_per_week": 10})
        return RuleBook(**sections, policy=policy, places={})

    def profile(self) -> Profile:
        return Profile.model_validate(self.person)


def make_book(family: str, steps: int, seed: int) -> Made:
    """Return a book of about so many ``steps`` (see :data:`FAMILIES`)."""
    return FAMILIES[family](steps, random.Random(f"{family} {steps} {seed}"))


def _made(
    skills: Mapping[str, Any],
    steps: Mapping[str, Any],
    lines: list[Any],
    *,
    transfers: Any = None,
    roles: Any = None,
    have: Any = None,
) -> Made:
    target = {"lines": [{"text": f"line {number}", "needs": needs} for number, needs in enumerate(lines)]}
    book = {"skills": skills, "transfers": transfers or {}, "steps": steps, "roles": {**(roles or {}), TARGET: target}}
    return Made(book, {"have": have or {}, "current_pay": 52_000})


def _effort(draw: random.Random) -> dict[str, Any]:
    """Return time and price of a step: self-paced, a timetable beside a job, or full-time."""
    kind = draw.random()
    cost = draw.choice([0, 50, 120, 300, 450, 900, 1500, 2400])
    if kind < 0.5:
        return {"hours": draw.randrange(10, 200, 5), "cost": cost}
    if kind < 0.85:
        return {"weeks": draw.randint(4, 30), "hours_per_week": draw.randint(3, 10), "cost": cost}
    return {"weeks": draw.randint(4, 40), "full_time": True, "pay": draw.choice([0, 400, 700, 900]), "cost": cost}


def career(number: int, draw: random.Random) -> Made:
    """Fields of twenty skills in three levels; two or three rival steps to most of them; a tenth are entry jobs."""
    fields = [[f"f{field}-s{place}" for place in range(20)] for field in range(max(2, number // 60))]
    skills = [skill for field in fields for skill in field]
    home, goal = fields[0], draw.sample(fields[1:], min(len(fields) - 1, draw.choice([2, 3])))

    def near(field: list[str], place: int) -> str:
        """Return a skill that stands before ``place`` in the field, or one of another field's first five."""
        if place and draw.random() < 0.8:
            return field[draw.randrange(place)]
        return draw.choice(draw.choice(fields)[:5])

    steps: dict[str, Any] = {}
    roles: dict[str, Any] = {}
    pool = [(field, place, level) for field in fields for place in range(20) for level in (2, 3, 4)]
    draw.shuffle(pool)
    while len(steps) + len(roles) < number:
        field, place, level = pool[(len(steps) + len(roles)) % len(pool)]
        skill = field[place]
        needs: dict[str, Any] = {}
        if level > 2 and draw.random() < 0.8:
            needs[skill] = level - 1
        for _ in range(draw.choice([0, 1, 1, 2])):
            needs.setdefault(near(field, place), max(1, min(3, level - 1)))
        if len(needs) > 1 and draw.random() < 0.15:
            needs = {"any_of": [{name: least} for name, least in needs.items()]}
        gives = {skill: level}
        if draw.random() < 0.4:
            gives[draw.choice(field)] = draw.choice([2, 3])
        if draw.random() < 0.1:
            taught = {other: draw.choice([2, 3]) for other in draw.sample(field, 3)}
            line = {"text": "the trade's first steps", "needs": needs or {field[0]: 1}}
            roles[f"job{len(roles)}"] = {
                "lines": [line],
                "teaches": {**taught, **gives},
                "interim": {"weeks": 52},
                "pay": draw.randrange(28_000, 60_000, 500),
            }
        else:
            steps[f"step{len(steps)}"] = {"needs": needs, "gives": gives, **_effort(draw)}
    transfers = {}
    for rule in range(number // 2):
        one, other = draw.sample(draw.choice(fields), 2) if draw.random() < 0.8 else draw.sample(skills, 2)
        transfers[f"transfer{rule}"] = {
            "from": one,
            "to": other,
            "minus": draw.choice([1, 1, 2]),
            "up_to": draw.choice([2, 3]),
            "because": BECAUSE,
        }
    given = {skill for step in steps.values() for skill, level in step["gives"].items() if level >= 3}
    wanted = draw.sample(sorted(given & {skill for field in goal for skill in field}), 10)
    lines: list[Any] = [{skill: 3} for skill in wanted[:7]]
    lines += [{"any_of": [{wanted[7]: 3}, {wanted[8]: 3}]}, {wanted[9]: 2}]
    have = {skill: draw.choice([2, 3]) for skill in draw.sample(home, 8)}
    have |= {skill: 2 for field in fields for skill in draw.sample(field[:5], 2)}
    named = {skill: {"kind": "skill"} for skill in skills}
    return _made(named, steps, lines, transfers=transfers, roles=roles, have=have)


def chain(number: int, draw: random.Random) -> Made:
    """Ladders of rungs, each with three rival steps; a rung rests on the one before, often on one of another ladder."""
    ladders = max(2, round(number**0.5 / 5))
    rungs = max(2, number // (3 * ladders))
    steps: dict[str, Any] = {}
    for ladder in range(ladders):
        for rung in range(rungs):
            for _ in range(3):
                needs = {f"l{ladder}-r{rung - 1}": 1} if rung else {}
                if rung and draw.random() < 0.5:
                    needs[f"l{draw.randrange(ladders)}-r{draw.randrange(rung)}"] = 1
                gives = {f"l{ladder}-r{rung}": 1}
                if draw.random() < 0.25 and rung + 1 < rungs:
                    gives[f"l{ladder}-r{rung + 1}"] = 1
                if draw.random() < 0.15:
                    gives[f"l{draw.randrange(ladders)}-r{min(rungs - 1, rung + 1)}"] = 1
                steps[f"step{len(steps)}"] = {"needs": needs, "gives": gives, **_effort(draw)}
    skills = {f"l{ladder}-r{rung}": {"kind": "skill"} for ladder in range(ladders) for rung in range(rungs)}
    return _made(skills, steps, [{f"l{ladder}-r{rungs - 1}": 1} for ladder in range(ladders)])


def setcover(number: int, draw: random.Random) -> Made:
    """Steps that need nothing and give four skills each; all of the skills are wanted."""
    skills = [f"s{place}" for place in range(max(4, number // 2))]
    steps = {
        f"step{place}": {"gives": dict.fromkeys(draw.sample(skills, 4), 2), **_effort(draw)} for place in range(number)
    }
    given = {skill for step in steps.values() for skill in step["gives"]}
    return _made({skill: {"kind": "skill"} for skill in skills}, steps, [{s: 2} for s in skills if s in given])


def symmetric(number: int, draw: random.Random) -> Made:
    """Two levels of ten groups; within a group the steps cost the same and give a skill of the group each.

    Any of three skills of a group opens its upper half, and most groups are wanted.
    """
    groups, size = 10, max(2, number // 20)
    steps, skills = {}, {}
    for group in range(groups):
        effort = {half: _effort(draw) for half in ("low", "high")}
        names = [f"g{group}-s{place}" for place in range(6)]
        skills |= {name: {"kind": "skill"} for name in [*names, f"g{group}-top"]}
        for place in range(size):
            pair = {names[place % 6]: 2, names[(place + 1 + place // 6 % 4) % 6]: 2}
            steps[f"low{group}-{place}"] = {"gives": pair, **effort["low"]}
            three = dict.fromkeys(draw.sample(names, 3), 2)
            steps[f"high{group}-{place}"] = {"needs": three, "gives": {f"g{group}-top": 3}, **effort["high"]}
    return _made(skills, steps, [{f"g{group}-top": 3} for group in range(7)])


def impossible(number: int, draw: random.Random) -> Made:
    """A career book with two more skills, each taught only to those who have the other."""
    made = career(number, draw)
    book = dict(made.book)
    book["skills"] = {**book["skills"], "egg": {"kind": "skill"}, "hen": {"kind": "skill"}}
    book["steps"] = {
        **book["steps"],
        "brood": {"needs": {"egg": 1}, "gives": {"hen": 1}, **_effort(draw)},
        "lay": {"needs": {"hen": 1}, "gives": {"egg": 1}, **_effort(draw)},
    }
    lines = [*book["roles"][TARGET]["lines"], {"text": "the hen or the egg", "needs": {"hen": 1}}]
    book["roles"] = {**book["roles"], TARGET: {"lines": lines}}
    return Made(book, made.person)


FAMILIES: Mapping[str, Callable[[int, random.Random], Made]] = {
    "career": career,
    "chain": chain,
    "setcover": setcover,
    "symmetric": symmetric,
    "impossible": impossible,
}
