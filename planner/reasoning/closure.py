"""What follows from what a person has: every fact, with the reason for each.

Transfers are Horn rules, so one pass of forward chaining finds everything that follows. The first rule
to derive a fact is its reason; rules of one round are taken in the order of their ids, so the shortest
chain wins and no file order shows.

Holding a role proves its either/or lines without telling which half holds. Such a held choice is used
by cases: what follows whichever half is true, follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, product
from math import comb, prod

from planner.model import Choice, Fact, Need, TransferRule
from planner.rulebook.book import RuleBook

MAX_CASES = 60
Cases = tuple[tuple[Mapping[str, int], ...], ...]


@dataclass(frozen=True)
class Derivation:
    """Why a fact holds: ``by`` the id of a transfer, or ``None`` for a fact that was given; ``needs`` it used.

    ``either`` are the held choices it rests on. A fact that is not given and follows whichever way a held choice
    is true has no ``by`` but ``through``, the transfers used in one way or another.
    """

    fact: Fact
    by: str | None
    needs: tuple[Fact, ...] = ()
    either: tuple[Choice, ...] = ()
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closure:
    """Every fact that follows, with one derivation each, and what else held choices prove.

    ``cases`` holds the levels in each way a choice can be true, one entry for each choice of ``held``.
    """

    reasons: Mapping[Fact, Derivation]
    levels: Mapping[str, int]
    cases: Cases = ()
    held: tuple[Choice, ...] = ()

    def __contains__(self, fact: object) -> bool:
        return isinstance(fact, tuple) and len(fact) == 2 and self.levels.get(fact[0], 0) >= fact[1]

    def __iter__(self) -> Iterator[Fact]:
        """Yield every fact, every level of it, sorted."""
        for skill in sorted(self.levels):
            yield from (Fact(skill, level) for level in range(1, self.levels[skill] + 1))

    @cached_property
    def hoped(self) -> Mapping[str, int]:
        """The best levels there could be, whichever half of each held choice is true."""
        levels = dict(self.levels)
        for split in self.cases:
            for case in split:
                for skill, level in case.items():
                    levels[skill] = max(level, levels.get(skill, 0))
        return levels

    def why(self, fact: Fact) -> Derivation:
        """Return how ``fact`` was derived: its own reason, or that of the lowest higher level that has one.

        Raises :class:`KeyError` for a fact that does not follow.
        """
        for level in range(fact.level, 6):
            if (found := self.reasons.get(Fact(fact.skill, level))) is not None:
                return found
        raise KeyError(fact)

    def meets(self, need: Need) -> bool:
        """Say whether ``need`` holds, counting either/or that a held role proves."""
        return meets(need, self.levels, self.cases)

    def rests_on(self, need: Need) -> tuple[Choice, ...]:
        """Return the held choices without which ``need`` would not be known to hold."""
        return _rests_on(need, self.levels, self.cases, self.held)

    def trace(self, fact: Fact) -> tuple[Derivation, ...]:
        """Return the derivations that lead to ``fact``, what is given first, each once."""
        order: dict[Fact, Derivation] = {}

        def visit(wanted: Fact) -> None:
            found = self.why(wanted)
            if found.fact not in order:
                for needed in found.needs:
                    visit(needed)
                order.setdefault(found.fact, found)

        visit(fact)
        return tuple(order.values())


def meets(need: Need, levels: Mapping[str, int], cases: Cases = ()) -> bool:
    """Say whether the best levels in ``levels`` meet ``need``; a choice may hold by cases instead."""
    for skill, level in need.facts:
        if levels.get(skill, 0) < level:
            return False
    return not need.choices or all(
        sum(meets(alternative, levels, cases) for alternative in choice.of) >= choice.count
        or any(all(meets(Need(choices=(choice,)), case) for case in split) for split in cases)
        for choice in need.choices
    )


def support(need: Need, levels: Mapping[str, int]) -> tuple[Fact, ...]:
    """Return the facts by which ``levels`` meet ``need``: of each choice, the first alternatives that hold."""
    facts = list(need.facts)
    for choice in need.choices:
        holding = [alternative for alternative in choice.of if meets(alternative, levels)][: choice.count]
        for alternative in holding:
            facts += support(alternative, levels)
    return tuple(dict.fromkeys(facts))


def _rests_on(need: Need, levels: Mapping[str, int], cases: Cases, held: Sequence[Choice]) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for choice in need.choices:
        alone = Need(choices=(choice,))
        if meets(alone, levels):
            continue
        proofs = [known for known, split in zip(held, cases, strict=False) if all(meets(alone, case) for case in split)]
        found += proofs[:1]
        for alternative in () if proofs else choice.of:
            if meets(alternative, levels, cases):
                found += _rests_on(alternative, levels, cases, held)
    return tuple(dict.fromkeys(found))


class Transfers:
    """Transfer rules made ready for chaining, once for many closures."""

    def __init__(self, rules: Iterable[TransferRule]) -> None:
        ordered = sorted(rules, key=lambda rule: rule.id)
        self.parts = [(rule.id, needs, gives) for rule in ordered for needs, gives in rule.parts()]
        self.waiting: dict[str, list[int]] = {}
        for index, (_, needs, _) in enumerate(self.parts):
            for skill in {fact.skill for fact in needs.walk()}:
                self.waiting.setdefault(skill, []).append(index)

    def naming(self, skills: Iterable[str]) -> list[int]:
        """Return the places of the parts that name one of ``skills``, in order."""
        return sorted({index for skill in skills for index in self.waiting.get(skill, ())})


@lru_cache(maxsize=8)
def transfers_of(rules: RuleBook) -> Transfers:
    """Return the transfers of a rule book made ready for :func:`close`."""
    return Transfers(rules.transfers.values())


def close(
    have: Iterable[Fact],
    rules: Iterable[TransferRule] | Transfers,
    held: Iterable[Choice] = (),
    *,
    cases: Cases = (),
) -> Closure:
    """Return every fact that follows from ``have``, with the reason for each.

    A higher level implies all lower ones. The order of ``rules`` does not matter. ``held`` are either/or
    conditions known to hold without knowing which half; ``cases`` is what an earlier closure made of them.

    >>> rule = TransferRule(id="python-to-r", needs={"python": 3}, gives={"r": 2}, because="same habits")
    >>> close({Fact("python", 3)}, [rule]).why(Fact("r", 2)).by
    'python-to-r'
    """
    ready = rules if isinstance(rules, Transfers) else Transfers(rules)
    reasons: dict[Fact, Derivation] = {}
    levels: dict[str, int] = {}
    for fact in sorted(have, key=lambda fact: (fact.skill, -fact.level)):
        if fact.level > levels.get(fact.skill, 0):
            levels[fact.skill] = fact.level
            reasons[fact] = Derivation(fact, None)
    _chain(ready, levels, reasons, cases)
    choices = tuple(choice for choice in sorted(set(held)) if _number_of_ways(Need(choices=(choice,))) <= MAX_CASES)
    before: dict[str, int] | None = None
    while choices and levels != before:
        before = dict(levels)
        splits = [_split(choice, ready, levels) for choice in choices]
        cases = tuple(tuple(case.levels for case in split) for split in splits)
        for choice, split in zip(choices, splits, strict=True):
            for skill in sorted(set.intersection(*(set(case.levels) for case in split))):
                fact = Fact(skill, min(case.levels[skill] for case in split))
                if fact.level > levels.get(skill, 0):
                    through = {id for case in split for step in case.trace(fact) if (id := step.by) is not None}
                    levels[skill] = fact.level
                    reasons[fact] = Derivation(fact, None, (), (choice,), tuple(sorted(through)))
        _chain(ready, levels, reasons, cases, choices)
    return Closure(reasons, levels, cases, choices)


def grow(known: Closure, facts: Iterable[Fact], rules: Transfers) -> Closure:
    """Return everything that follows once ``facts`` are known too; what was known keeps its reasons, the new has none.

    What a held choice proves by cases is left as it was.
    """
    levels = dict(known.levels)
    for skill, level in facts:
        if level > levels.get(skill, 0):
            levels[skill] = level
    grown = {skill for skill, level in levels.items() if level > known.levels.get(skill, 0)}
    _chain(rules, levels, {}, known.cases, agenda=rules.naming(grown))
    return Closure(known.reasons, levels, known.cases, known.held)


def _split(choice: Choice, ready: Transfers, levels: Mapping[str, int]) -> tuple[Closure, ...]:
    """Return what follows in each way the choice can be true."""
    split = []
    for way in _ways(Need(choices=(choice,))):
        case, reasons = dict(levels), {Fact(*fact): Derivation(Fact(*fact), None) for fact in levels.items()}
        for fact in way:
            if fact.level > case.get(fact.skill, 0):
                case[fact.skill], reasons[fact] = fact.level, Derivation(fact, None)
        _chain(ready, case, reasons)
        split.append(Closure(reasons, case))
    return tuple(split)


def _number_of_ways(need: Need) -> int:
    """Return in how many ways ``need`` can be true; where they are too many, some number above the limit."""
    number = 1
    for choice in need.choices:
        if comb(len(choice.of), choice.count) > MAX_CASES:
            return MAX_CASES + 1
        inner = [_number_of_ways(alternative) for alternative in choice.of]
        number *= sum(prod(group) for group in combinations(inner, choice.count))
    return number


def _ways(need: Need) -> Iterator[tuple[Fact, ...]]:
    """Yield the facts of each way ``need`` can be true."""
    for groups in product(*(combinations(choice.of, choice.count) for choice in need.choices)):
        for inner in product(*(_ways(alternative) for group in groups for alternative in group)):
            yield (*need.facts, *chain.from_iterable(inner))


def _chain(
    ready: Transfers,
    levels: dict[str, int],
    reasons: dict[Fact, Derivation],
    cases: Cases = (),
    held: tuple[Choice, ...] = (),
    *,
    agenda: Sequence[int] | None = None,
) -> None:
    """Use every rule until nothing new follows; only rules that name a skill that has grown are tried again.

    ``agenda`` are the rules to try first: all that name something known, if not given.
    """
    if agenda is None:
        agenda = ready.naming({skill for split in cases for case in split for skill in case}.union(levels))
    while agenda:
        grown: set[str] = set()
        before = dict(levels)
        for index in agenda:
            id, needs, gives = ready.parts[index]
            if not meets(needs, before, cases):
                continue
            for fact in gives:
                if fact.level > levels.get(fact.skill, 0):
                    levels[fact.skill] = fact.level
                    either = _rests_on(needs, before, cases, held) if held else ()
                    reasons[fact] = Derivation(fact, id, support(needs, before), either)
                    grown.add(fact.skill)
        agenda = ready.naming(grown)
