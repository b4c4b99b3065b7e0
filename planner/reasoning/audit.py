"""The coach's question, line by line: what specific experience relates to this requirement?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Literal

from planner.model import Choice, Fact, Line, Need, Profile, Role
from planner.reasoning.background import Background, Evidence, background
from planner.reasoning.closure import Closure, Derivation, close, has_few_ways, meets, transfers_of
from planner.rulebook.book import RuleBook, find_role

Status = Literal["met", "met through transfer", "partly", "missing", "unknown"]
MET: tuple[Status, ...] = ("met", "met through transfer")


@dataclass(frozen=True)
class Shortfall:
    """A fact a line asks for and the level the person is at (0: nothing)."""

    fact: Fact
    has: int


@dataclass(frozen=True)
class LineAudit:
    """One line against the person's evidence.

    ``credited`` are the facts that answer it, ``trail`` how each was derived (of a line partly met: how what is
    there was), ``short`` what is lacking on the nearest way to meet it, ``unproven`` the skills credited on the
    person's word alone, ``ask`` the skills a role held may have brought, ``either`` the either/ors of roles held that
    bear on an open line whichever half is true.
    """

    number: int
    line: Line
    status: Status
    credited: tuple[Fact, ...] = ()
    trail: tuple[Derivation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    short: tuple[Shortfall, ...] = ()
    unproven: tuple[str, ...] = ()
    ask: tuple[Fact, ...] = ()
    either: tuple[Choice, ...] = ()

    @property
    def met(self) -> bool:
        return self.status in MET

    @property
    def via(self) -> tuple[str, ...]:
        """The ids of the transfers the line is met or partly met through, in the order they are used."""
        return tuple(dict.fromkeys(id for step in self.trail for id in (step.by, *step.through) if id is not None))


@dataclass(frozen=True)
class Audit:
    """Every line of a role, once, with what answers it."""

    role: Role
    lines: tuple[LineAudit, ...]
    background: Background
    closure: Closure

    @property
    def must(self) -> tuple[LineAudit, ...]:
        """The gates and core lines."""
        return tuple(line for line in self.lines if line.line.kind != "wish")

    @property
    def gaps(self) -> tuple[LineAudit, ...]:
        """The gates and core lines that are not met."""
        return tuple(line for line in self.must if not line.met)

    @property
    def closed_gates(self) -> tuple[LineAudit, ...]:
        """The gates that are not met."""
        return tuple(line for line in self.gaps if line.line.kind == "gate")

    @property
    def share(self) -> Fraction:
        """Share of core lines that are met, 1 where there are none."""
        core = [line for line in self.lines if line.line.kind == "core"]
        return Fraction(sum(line.met for line in core), len(core)) if core else Fraction(1)

    def count(self, *statuses: Status) -> int:
        """Return how many gates and core lines have one of ``statuses``."""
        return sum(line.status in statuses for line in self.must)


def audit(profile: Profile, role: Role | str, rules: RuleBook) -> Audit:
    """Return every line of ``role``, in order, with its status and what answers it.

    Nothing is credited that does not follow from the profile: an empty profile meets no line. Raises
    :class:`WrongUse` for a role or step that ``rules`` do not have.

    >>> from planner import HeldRole, Profile, audit, load_rules
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> [(line.line.text, line.status) for line in audit(cook, "cleaner", rules).lines][0]
    ('Sweeps, mops, empties, dusts and disinfects by the list', 'met')
    """
    start = background(profile, rules)
    return audit_from(start, closure_of(start, rules), find_role(role, rules))


def closure_of(start: Background, rules: RuleBook) -> Closure:
    """Return everything that follows from a background."""
    return close(start.facts, transfers_of(rules), start.choices)


def audit_from(start: Background, closure: Closure, role: Role) -> Audit:
    """Return the audit of ``role`` for a background whose closure is known."""
    lines = tuple(_audit_line(number, line, start, closure) for number, line in enumerate(role.lines, 1))
    return Audit(role, lines, start, closure)


def claims(line: LineAudit, closure: Closure) -> tuple[Fact, ...]:
    """Return the facts that would bear on an open line if one had them, those of the nearest way to meet it first."""
    if line.met:
        return ()
    named = (*(gap.fact for gap in line.short), *line.ask, *line.line.needs.walk())
    return tuple(dict.fromkeys(fact for fact in named if fact not in closure))


def _audit_line(number: int, line: Line, start: Background, closure: Closure) -> LineAudit:
    need = line.needs
    if need == Need():
        return LineAudit(number, line, "unknown")
    if closure.meets(need):
        credited = tuple(dict.fromkeys(_credited(need, closure, start)))
        trail, evidence, unproven = _support(credited, closure.rests_on(need), start, closure)
        direct = all(step.by is None and not step.through for step in trail)
        status: Status = "met" if direct else "met through transfer"
        return LineAudit(number, line, status, credited, trail, evidence, unproven=unproven)
    there = [Fact(fact.skill, min(fact.level, closure.levels.get(fact.skill, 0))) for fact in need.walk()]
    related = tuple(dict.fromkeys(fact for fact in there if fact.level))
    either = tuple(_bearing(need, closure))
    trail, evidence, unproven = _support(related, (*closure.rests_on(need), *either), start, closure)
    short, ask = lacking(need, closure), _worth_asking(need, closure, start)
    status = "unknown" if ask else "partly" if related or evidence else "missing"
    return LineAudit(number, line, status, (), trail, evidence, short, unproven, ask, either)


def _support(
    facts: Iterable[Fact], held: Iterable[Choice], start: Background, closure: Closure
) -> tuple[tuple[Derivation, ...], tuple[Evidence, ...], tuple[str, ...]]:
    """Return how ``facts`` were derived, what shows what they and ``held`` rest on, and the skills nothing shows."""
    trail = tuple(dict.fromkeys(step for fact in facts for step in closure.trace(fact)))
    asked = [*facts, *(need for step in trail for need in step.needs)]
    givens: dict[str, int] = {step.fact.skill: 0 for step in trail if step.by is None and not step.either}
    for fact in asked:
        if fact.skill in givens:
            givens[fact.skill] = max(fact.level, givens[fact.skill])
    either = [*held, *(choice for step in trail for choice in step.either)]
    shown = [start.shows(skill, level) for skill, level in givens.items()]
    shown += [start.held.get(choice, ()) for choice in either]
    unproven = tuple(skill for skill, level in givens.items() if not start.shows(skill, level))
    return trail, tuple(dict.fromkeys(item for items in shown for item in items)), unproven


def _credited(need: Need, closure: Closure, start: Background) -> Iterator[Fact]:
    """Yield the facts that meet ``need``; of a choice, alternatives held outright come before transferred ones."""
    yield from need.facts
    for choice in need.choices:
        holding = [inner for inner in choice.of if closure.meets(inner)]
        holding.sort(key=lambda inner: not meets(inner, start.levels))
        for inner in holding[: choice.count] if len(holding) >= choice.count else ():
            yield from _credited(inner, closure, start)


def lacking(need: Need, known: Closure) -> tuple[Shortfall, ...]:
    """Return what lacks to meet ``need`` on the way with the fewest levels to gain (first named on a tie).

    Where the ways are too many to go through, every either/or is taken by itself.
    """
    if has_few_ways(Choice(1, (need,))):
        return min((_gaps(way, known) for way in _ways(need, known)), key=_distance)
    facts = list(need.facts)
    for choice in _open(need, known):
        ways = sorted((lacking(inner, known) for inner in choice.of), key=_distance)
        facts += [gap.fact for way in ways[: choice.count] for gap in way]
    return _gaps(facts, known)


def _ways(need: Need, known: Closure) -> Iterator[tuple[Fact, ...]]:
    """Yield the facts of each way to meet ``need``; of an either/or that is met, nothing."""
    for groups in product(*(combinations(choice.of, choice.count) for choice in _open(need, known))):
        for inner in product(*(tuple(_ways(alternative, known)) for group in groups for alternative in group)):
            yield (*need.facts, *chain.from_iterable(inner))


def _open(need: Need, known: Closure) -> list[Choice]:
    """Return the either/ors of ``need`` that are not met."""
    return [choice for choice in need.choices if not known.meets(Need(choices=(choice,)))]


def _gaps(facts: Iterable[Fact], known: Closure) -> tuple[Shortfall, ...]:
    """Return which of ``facts`` lack, of each skill the highest."""
    asked: dict[str, int] = {}
    for fact in facts:
        asked[fact.skill] = max(fact.level, asked.get(fact.skill, 0))
    lack = [Fact(*item) for item in asked.items() if Fact(*item) not in known]
    return tuple(Shortfall(fact, known.levels.get(fact.skill, 0)) for fact in lack)


def _distance(way: tuple[Shortfall, ...]) -> int:
    return sum(gap.fact.level - gap.has for gap in way)


def _bearing(need: Need, closure: Closure) -> Iterator[Choice]:
    """Yield the held choices that bring some of what ``need`` asks for, whichever way they are true."""
    asked = {fact.skill for fact in need.walk()}
    for choice, split in zip(closure.held, closure.cases, strict=True):
        if all(any(case.get(skill, 0) > closure.levels.get(skill, 0) for skill in asked) for case in split):
            yield choice


def _worth_asking(need: Need, closure: Closure, start: Background) -> tuple[Fact, ...]:
    """Return the facts an either/or of a held role may hide that would meet ``need``; none if they could not.

    Either/ors with too many ways to go through hide what they name.
    """
    hoped = dict(closure.hoped)
    for fact in Need(choices=tuple(choice for choice in start.choices if not has_few_ways(choice))).walk():
        hoped[fact.skill] = max(fact.level, hoped.get(fact.skill, 0))
    if not meets(need, hoped):
        return ()
    asked = [fact for fact in dict.fromkeys(need.walk()) if fact not in closure]
    return tuple(fact for fact in asked if hoped.get(fact.skill, 0) >= fact.level)
