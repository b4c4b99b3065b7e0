"""Small random questions to a planner: rule books and people as plain mappings, as they stand in YAML.

A seed gives the same question everywhere. Each question takes one of a few shapes, so that long chains, circles,
ties and dead ends occur often and not by luck alone (``test_find_plan.py`` counts them).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from planner.model import Profile, Role, Skill, Step, TransferRule
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules
from planner.rulebook.policy import Policy

SHAPES = ("chain", "tangle", "twins", "loose", "crowd", "veteran")
TARGET = "dream"


@dataclass(frozen=True)
class Question:
    """A book, a person and an aim; the role wanted is always :data:`TARGET`."""

    seed: int
    shape: str
    book: dict[str, Any] = field(hash=False)
    person: dict[str, Any] = field(hash=False)
    aim: str = "all"

    def __str__(self) -> str:
        return yaml.safe_dump({"seed": self.seed, "aim": self.aim, "person": self.person, **self.book}, sort_keys=False)


def question(seed: int, *, more: int = 0) -> Question:
    """Return the question of that number, with ``more`` steps than usual."""
    return _Maker(seed, more).question()


def varied(seed: int) -> Question:
    """Return the question of that number with much that :func:`question` leaves out.

    Levels up to 5, skills last used long ago, short and long times in a job, lines that were not understood, pay
    beside a job, transfers that give two things, any share as enough, and several steps avoided or insisted on.
    """
    return _Maker(seed, 0).varied()


def rule_book(data: dict[str, Any]) -> RuleBook:
    """Return the planner's values for a book; what its policy leaves out comes from the shipped one."""
    models = {"skills": Skill, "transfers": TransferRule, "steps": Step, "roles": Role}
    sections = {
        section: {id: model.model_validate({**entry, "id": id}) for id, entry in sorted(data.get(section, {}).items())}
        for section, model in models.items()
    }
    policy = Policy.model_validate({**_shipped_policy().model_dump(), **data["policy"]})
    return RuleBook(**sections, policy=policy, places={})


def profile(person: dict[str, Any]) -> Profile:
    return Profile.model_validate(person)


@cache
def _shipped_policy() -> Policy:
    return load_rules().policy


class _Maker:
    def __init__(self, seed: int, more: int) -> None:
        self.seed, self.more, self.random = seed, more, random.Random(seed)
        self.shape = SHAPES[seed % len(SHAPES)]
        self.skills = list("abcdefg")[: self.random.randint(4, 7)]
        self.licences = ["licence"] if self.chance(0.4) else []
        self.number = self.random.randint(4, 7)
        self.taught: list[dict[str, Any]] = []  # facts that some step gives
        self.top: dict[str, Any] = {}  # what the first line asks for, if the shape has a wish

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *values: Any) -> Any:
        return self.random.choice(values)

    def question(self) -> Question:
        steps = getattr(self, self.shape)()
        skills = {id: {"kind": "credential" if id in self.licences else "skill"} for id in self.skills + self.licences}
        book = {
            "skills": skills,
            "transfers": self.transfers(),
            "steps": steps,
            "roles": self.roles(),
            "policy": {
                "hours_per_week": self.pick(5, 7, 8),
                "hireable_at": self.pick(0.5, 0.6, 0.8),
                "held_roles": [
                    {"from_years": 0, "requires_minus": 1, "teaches_minus": 5},
                    {"from_years": 2, "requires_minus": 0, "teaches_minus": self.pick(0, 1)},
                ],
            },
        }
        if self.shape == "veteran":
            self.ask_again(book)
        aim = "hireable" if self.chance(0.25) else "all"
        return Question(self.seed, self.shape, book, self.person(book), aim)

    def varied(self) -> Question:
        asked = self.question()
        book, person = asked.book, asked.person
        steps, roles, policy = book["steps"], book["roles"], book["policy"]
        for step in steps.values():
            if self.chance(0.2):
                step["gives"] = {skill: self.higher(skill, value) for skill, value in step["gives"].items()}
            if self.chance(0.3):
                step["pay"] = self.pick(1, 30, 101)
        for rule in book["transfers"].values():
            if "gives" in rule and self.chance(0.5):
                rule["gives"] = {**self.new_skill(_least(rule["needs"])), **rule["gives"]}
        for role in roles.values():
            for line in role["lines"]:
                if self.chance(0.1):
                    line["needs"] = {}
        policy["hireable_at"] = self.pick(0, 0.34, 0.5, 1)
        policy |= {"year": 2026, "fade": {"after_years": self.pick(1, 5), "minus": self.pick(0, 1, 2)}}
        policy["held_roles"][0]["from_years"] = self.pick(0, 0.5)
        used = self.new_fact() if self.chance(0.4) else {}
        person["have"] = {
            skill: {"level": self.higher(skill, value), "last_used": self.pick(2026, 2025, 2021, 2010)}
            for skill, value in {**person["have"], **used}.items()
        }
        for job in person.get("roles_held", ()):
            job |= {"years": self.pick(0, 0.4, 1, 2.5)} | self.pick({}, {}, {"until": 2026}, {"until": 2015})
        limits = person["limits"]
        for name, share in (("avoid", 0.1), ("require", 0.4)):
            if self.chance(share):
                limits[name] = self.random.sample(sorted(steps), 2) * self.pick(1, 1, 2)
        return asked

    def higher(self, skill: str, value: Any) -> Any:
        return value if skill in self.licences else min(5, value + self.pick(0, 1, 2))

    def fact(self) -> dict[str, Any]:
        """Return a fact, as a rule one that some step gives."""
        if self.taught and self.chance(0.95):
            return dict(self.pick(*self.taught))
        return self.new_fact()

    def new_fact(self) -> dict[str, Any]:
        if self.licences and self.chance(0.1):
            return {"licence": "held"}
        return {self.pick(*self.skills): self.pick(1, 2, 2, 3)}

    def new_skill(self, level: int) -> dict[str, Any]:
        return {self.pick(*self.skills): level}

    def need(self, depth: int = 2) -> dict[str, Any]:
        """Return a need: one or two facts, or an either/or or a count, with conjunctions inside."""
        kind = self.random.random()
        if depth == 0 or kind < 0.6:
            return {**self.fact(), **(self.fact() if self.chance(0.35) else {})}
        several = [self.need(depth - 1) for _ in range(self.pick(2, 2, 3))]
        either = {"any_of": several} if kind < 0.8 else {"at_least": {self.pick(1, 2, len(several)): several}}
        return {**(self.fact() if self.chance(0.3) else {}), **either}

    def effort(self) -> dict[str, Any]:
        """Return time, price and pay of a step: full-time, beside a job, or self-paced."""
        kind = self.random.random()
        if kind < 0.35:
            time = {"weeks": self.random.randint(1, 4), "full_time": True, "pay": self.pick(0, 0, 40, 100)}
        elif kind < 0.7:
            time = {"weeks": self.random.randint(1, 5), "hours_per_week": self.pick(2, 2, 3, 4, 6)}
        else:
            time = {"hours": self.pick(3, 8, 10, 14, 20)}
        return {**time, "cost": self.pick(0, 100, 100, 100, 250)}

    def step(self, needs: dict[str, Any], gives: dict[str, Any] | None = None) -> dict[str, Any]:
        gives = gives or {**self.new_fact(), **self.new_fact()}
        self.taught += [{skill: level} for skill, level in gives.items()]
        return {"needs": needs, "gives": gives, **self.effort()}

    def named(self, steps: list[dict[str, Any]]) -> dict[str, Any]:
        """Return ``steps`` under ids whose order tells nothing."""
        steps = steps + [self.step(self.need(1) if self.chance(0.6) else {}) for _ in range(self.more)]
        ids = [f"s{number}" for number in range(len(steps))]
        self.random.shuffle(ids)
        return dict(zip(ids, steps, strict=True))

    def loose(self) -> dict[str, Any]:
        """Steps that need little or nothing, so that much can be chosen and done side by side."""
        return self.named([self.step(self.need(1) if self.chance(0.4) else {}) for _ in range(self.number)])

    def crowd(self) -> dict[str, Any]:
        """Steps that mostly give one thing each, so that many are wanted at once and compete for time."""
        skills = self.skills[:5]
        steps = [self.step({} if self.chance(0.7) else self.fact(), {skill: self.pick(2, 3)}) for skill in skills]
        self.top = dict.fromkeys(skills[: self.random.randint(3, 5)], 2)
        return self.named(steps + [self.step({}) for _ in range(self.pick(1, 2))])

    def veteran(self) -> dict[str, Any]:
        """Steps as in ``loose``, for one who held a role that asks for an either/or which is asked for again."""
        return self.loose()

    def chain(self) -> dict[str, Any]:
        """A ladder of levels and skills, each rung resting on the one before, with a few ways around."""
        rungs = [(skill, level) for skill in self.skills[:3] for level in (2, 3)][: self.random.randint(4, 6)]
        steps = [self.step({}, {self.skills[0]: 1})]
        for skill, level in rungs:
            steps.append(self.step(self.taught[-1], {skill: level}))
        self.top = self.taught[-1]
        return self.named(steps + [self.step(self.need(1)) for _ in range(self.pick(0, 1))])

    def tangle(self) -> dict[str, Any]:
        """Steps in a circle, each giving what the next one needs, with a way in or without."""
        ring = self.skills[: self.random.randint(3, 4)]
        steps = [self.step({ring[i - 1]: 2}, {skill: self.pick(2, 3)}) for i, skill in enumerate(ring)]
        if self.chance(0.8):
            steps.append(self.step({}, {self.pick(*ring): 2}))
        self.top = {ring[0]: 2, ring[1]: 2}
        return self.named(steps + [self.step(self.need(1) if self.chance(0.5) else {}) for _ in range(2)])

    def twins(self) -> dict[str, Any]:
        """Steps that take the same time and money, some of them equal in everything but their id."""
        effort = self.effort()
        several = [self.step(self.need(1) if self.chance(0.2) else {}) for _ in range(4)]
        steps = [{"needs": step["needs"], "gives": step["gives"], **effort} for step in several]
        return self.named(steps + [dict(self.pick(*steps)) for _ in range(self.pick(1, 2, 3))])

    def transfers(self) -> dict[str, Any]:
        """What carries over, circles included; nothing gives a level above the least it asks for, so none inflates."""
        rules = {}
        for number in range(self.pick(0, 1) if self.shape == "veteran" else self.random.randint(0, 5)):
            if self.chance(0.6):
                one, other = self.random.sample(self.skills, 2)
                rule = {"from": one, "to": other, "minus": self.pick(0, 0, 1), "up_to": self.pick(2, 3, 5)}
                if self.chance(0.5):
                    rules[f"t{number}-back"] = {**rule, "from": other, "to": one, "because": "and back"}
            else:
                needs = self.need(1)
                rule = {"needs": needs, "gives": self.new_skill(_least(needs))}
            rules[f"t{number}"] = {**rule, "because": "it carries over"}
        return rules

    def lines(self, number: int) -> list[dict[str, Any]]:
        lines = []
        for place in range(number):
            needs = self.need()
            if self.top and place == 0:
                needs = self.top
            kind = self.pick({}, {}, {}, {}, {"gate": True}, {"wish": True}) if place else {}
            lines.append({"text": f"line {place}", "needs": needs, **kind})
        return lines

    def roles(self) -> dict[str, Any]:
        roles = {TARGET: {"lines": self.lines(self.random.randint(2, 4))}}
        self.top = {}
        for number in range(self.pick(0, 1, 1, 2)):
            role = {"lines": self.lines(self.pick(1, 1, 2)), "teaches": {**self.fact(), **self.fact()}}
            if self.chance(0.7):
                role |= {"interim": {"weeks": self.random.randint(1, 3)}, "pay": self.pick(0, 1300, 2613)}
            roles[f"job{number}"] = role
        return roles

    def either(self) -> dict[str, Any]:
        """Return an either/or between different skills."""
        several = [{skill: self.pick(2, 3)} for skill in self.random.sample(self.skills, self.pick(2, 2, 3))]
        if self.chance(0.3):
            several[0] = self.pick({**several[0], **self.new_fact()}, {"any_of": [several[0], self.new_fact()]})
        return {"at_least": {2: several}} if len(several) == 3 and self.chance(0.5) else {"any_of": several}

    def ask_again(self, book: dict[str, Any]) -> None:
        """Let lines, a step and a transfer ask for either/ors that other jobs ask for, which may have been held."""
        either = []
        for id in ("job0", "job1"):
            either.append(self.either())
            job = book["roles"].setdefault(id, {"teaches": self.new_fact()})
            job["lines"] = [{"text": "line 0", "needs": either[-1]}]
        lines = book["roles"][TARGET]["lines"]
        for asking in (self.pick(*book["steps"].values()), *lines[1:]):
            asking["needs"] = self.pick(either[0], either[0], {**either[0], **self.fact()}, {"at_least": {2: either}})
        if self.chance(0.5):
            needs = self.pick({**either[0], **self.fact()}, {"at_least": {2: either}})
            gives = self.new_skill(_least(needs))
            book["transfers"]["t-either"] = {"needs": needs, "gives": gives, "because": "either does"}
            lines[0]["needs"] = gives
        if self.chance(0.75):
            self.ask_with_more(book, either[0])

    def ask_with_more(self, book: dict[str, Any], either: dict[str, Any]) -> None:
        """Let a line or a step ask for what follows in each case of ``either`` once steps have brought more."""
        book["skills"]["knack"] = {"kind": "skill"}
        more = self.fact()
        alternatives = either.get("any_of") or either["at_least"][2]
        ways = [{**self.pick(more, more, more, self.fact()), **alternative} for alternative in alternatives]
        asked: dict[str, Any] = {"any_of": ways}
        if self.chance(0.7):
            asked = {"knack": min(map(_least, ways))}
            for number, way in enumerate(ways):
                book["transfers"][f"t-way{number}"] = {"needs": way, "gives": asked, "because": "so it does"}
        lines = book["roles"][TARGET]["lines"]
        asking = lines[0] if self.chance(0.7) else self.pick(*lines, *book["steps"].values())
        asking["needs"] = asked

    def person(self, book: dict[str, Any]) -> dict[str, Any]:
        steps = [*book["steps"], *(id for id, role in book["roles"].items() if "interim" in role)]
        have = {} if self.chance(0.9 if self.shape == "veteran" else 0.3) else self.new_fact()
        person = {"have": have, "current_pay": self.pick(0, 1326, 2613, 5200)}
        jobs = [id for id in sorted(book["roles"]) if id != TARGET]
        if jobs and self.chance(0.9 if self.shape == "veteran" else 0.4):
            person["roles_held"] = [{"role": job, "years": self.pick(1, 3, 3)} for job in jobs[: self.pick(1, 2)]]
        if self.chance(0.1):
            person["done"] = [self.pick(*steps)]
        return {**person, "limits": self.limits(steps)}

    def limits(self, steps: list[str]) -> dict[str, Any]:
        limits: dict[str, Any] = {}
        if self.chance(0.25):
            limits["hours_per_week"] = self.pick(0, 3, 5, 8, 8, 12)
        if self.chance(0.25):
            limits["budget"] = self.pick(0, 150, 300, 500, 700, 1000)
        if self.chance(0.25):
            limits["weeks"] = self.pick(3, 5, 8, 10, 14, 20)
        if self.chance(0.1):
            limits["must_earn"] = True
        if self.chance(0.12):
            limits["avoid"] = [self.pick(*steps)]
        if self.chance(0.12):
            limits["require"] = [self.pick(*steps)]
        return limits


def _least(need: dict[str, Any]) -> int:
    """Return the lowest level a need names anywhere."""
    either = need.get("any_of", []) + [inner for several in need.get("at_least", {}).values() for inner in several]
    levels = [value for skill, value in need.items() if skill not in ("any_of", "at_least") and value != "held"]
    return min([*levels, *map(_least, either)], default=1)
