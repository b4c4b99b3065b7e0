"""Where a person starts: the facts their words, roles and finished steps support, each with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from planner.model import Choice, Fact, HeldRole, Need, Profile
from planner.rulebook.book import RuleBook, find_role, find_step
from planner.rulebook.policy import HeldRoleRule, Policy
from planner.rulebook.problem import expect


@dataclass(frozen=True)
class Evidence:
    """What supports a fact: the person's own words, a role held, or a step done (``id`` names the latter two).

    ``level`` is the best level of its skill that it supports, faded where its last use is long ago.
    """

    quote: str
    origin: Literal["words", "role", "step"]
    id: str = ""
    level: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Background:
    """The facts a person starts with, and evidence by skill.

    ``held`` are the either/or that roles held prove, each with its evidence; ``faded`` the levels before fading.
    """

    levels: Mapping[str, int]
    evidence: Mapping[str, tuple[Evidence, ...]]
    held: Mapping[Choice, tuple[Evidence, ...]]
    faded: Mapping[str, int]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The best level of each skill, sorted."""
        return tuple(Fact(skill, level) for skill, level in sorted(self.levels.items()))

    def shows(self, skill: str, level: int) -> tuple[Evidence, ...]:
        """Return the evidence of ``skill`` that supports at least that level."""
        return tuple(item for item in self.evidence.get(skill, ()) if item.level >= level)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The either/or that roles held prove, sorted."""
        return tuple(self.held)


class _Gathering:
    """Levels and evidence while they are being collected; the best level of each skill counts."""

    def __init__(self, book: RuleBook, lacks: Collection[str]) -> None:
        self.book, self.lacks = book, lacks
        self.levels: dict[str, int] = {}
        self.evidence: dict[str, dict[Evidence, Evidence]] = {}
        self.held: dict[Choice, tuple[Evidence, ...]] = {}
        self.faded: dict[str, int] = {}

    def add(self, skill: str, level: int, evidence: tuple[Evidence, ...], last_used: int | None) -> None:
        """Count ``skill``, faded where its last use is long ago."""
        kept = faded_level(self.book, skill, level, last_used)
        if kept > self.levels.get(skill, 0):
            self.levels[skill] = kept
            self.faded.pop(skill, None)
            if kept < level:
                self.faded[skill] = level
        known = self.evidence.setdefault(skill, {})
        for item in evidence:
            best = max(kept, known[item].level) if item in known else kept
            known[item] = replace(item, level=best)


def faded_level(book: RuleBook, skill: str, level: int, last_used: int | None) -> int:
    """Return what is left of a level last used in that year: the policy's loss, but never below aware.

    Credentials do not fade, and neither does a skill whose last use is not known.
    """
    fade = book.policy.fade
    credential = skill in book.skills and book.skills[skill].kind == "credential"
    if credential or last_used is None or book.policy.year - last_used < fade.after_years:
        return level
    return max(1, level - fade.minus)


def background(profile: Profile, book: RuleBook) -> Background:
    """Return what the person starts with. Nothing is added that their words, roles or steps do not support.

    Roles held bring what they require and teach, by years, as ``held_roles`` in the policy says, but for what the
    person lacks; steps done bring what they give. Raises :class:`WrongUse` for a role or step that ``book`` does not
    have; skills it does not have lead nowhere.
    """
    expect(profile, "Profile", for_="the person")
    expect(book, "RuleBook", for_="the rules")
    gathering = _Gathering(book, frozenset(profile.lacks))
    for skill, have in sorted(profile.have.items()):
        quotes = tuple(Evidence(quote, "words") for quote in have.evidence)
        gathering.add(skill, have.level, quotes, have.last_used)
    for held in profile.roles_held:
        _add_role(gathering, held, book)
    for id in profile.done:
        step = find_step(id, book)
        for fact in step.gives:
            gathering.add(fact.skill, fact.level, (Evidence(step.label, "step", id),), None)
    return Background(
        dict(sorted(gathering.levels.items())),
        {skill: tuple(items.values()) for skill, items in sorted(gathering.evidence.items())},
        dict(sorted(gathering.held.items())),
        dict(sorted(gathering.faded.items())),
    )


def _add_role(gathering: _Gathering, held: HeldRole, book: RuleBook) -> None:
    role = find_role(held.role, book)
    rule = _rule_for(held, book.policy)
    if rule is None:
        return
    evidence = (Evidence(f"{role.label}, {years_words(held.years)}", "role", role.id),)
    for line in role.must():
        for fact in _lowered(line.needs, rule.requires_minus, None, gathering).facts:
            gathering.add(fact.skill, fact.level, evidence, held.until)
        for choice in _lowered(line.needs, rule.requires_minus, held.until, gathering).choices:
            gathering.held[choice] = (*gathering.held.get(choice, ()), *evidence)
    for fact in role.teaches:
        if fact.level > rule.teaches_minus and fact.skill not in gathering.lacks:
            gathering.add(fact.skill, fact.level - rule.teaches_minus, evidence, held.until)


def years_words(years: Decimal) -> str:
    """Return a number of years as words.

    >>> years_words(Decimal("1.0")), years_words(Decimal("2.5"))
    ('1 year', '2.5 years')
    """
    return f"{years.normalize():f} year{'' if years == 1 else 's'}"


def _rule_for(held: HeldRole, policy: Policy) -> HeldRoleRule | None:
    """Return the rule for so many years; ``None``, so few bring nothing, not even what does not lose levels."""
    fitting = [rule for rule in policy.held_roles if rule.from_years <= held.years]
    return max(fitting, key=lambda rule: rule.from_years, default=None)


def _lowered(need: Need, minus: int, last_used: int | None, gathering: _Gathering) -> Need:
    """Return what ``need`` proves of the person: every level lowered and faded, credentials as they are.

    What falls below 1 or is lacking is dropped, and so is an either/or one way of which is gone.
    """
    facts, book = [], gathering.book
    for fact in need.facts:
        credential = fact.skill in book.skills and book.skills[fact.skill].kind == "credential"
        level = fact.level if credential else fact.level - minus
        if level >= 1 and fact.skill not in gathering.lacks:
            facts.append(Fact(fact.skill, faded_level(book, fact.skill, level, last_used)))
    choices = tuple(
        Choice(choice.count, tuple(_lowered(inner, minus, last_used, gathering) for inner in choice.of))
        for choice in need.choices
    )
    return Need(tuple(facts), tuple(choice for choice in choices if all(inner != Need() for inner in choice.of)))
