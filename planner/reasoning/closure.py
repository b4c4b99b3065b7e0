"""What follows from what a person has: every fact, with the reason for each.

Transfers are Horn rules, so one pass of forward chaining finds everything that follows. The first rule
to derive a fact is its reason; rules of one round are taken in the order of their ids, so the shortest
chain wins and no file order shows.

Holding a role proves its either/or lines without telling which half holds. Such a held choice is used
by cases: what follows whichever half is true, follows. Each held choice is gone through by itself, again and
again until nothing new follows, and so too when more becomes known on the way (:func:`grow`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, combinations, product
from math import comb, prod

from planner.model import Choice, Fact, Need, Step, TransferRule
from planner.rulebook.book import RuleBook

MAX_CASES = 60
Cases = tuple[tuple[Mapping[str, int], ...], ...]


@dataclass(frozen=True)
class Derivation:
    """Why a fact holds: ``by`` the id of a transfer, or ``None`` for a fact that was given; ``needs`` it used.

    ``either`` are the held choices it rests on. A fact that is not given and follows whichever way a held choice
    is true has no ``by`` but ``through``, the transfers used in one way or another; its ``needs`` are what these
    used beside the choice.
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

    @cached_property
    def undecided(self) -> Closure:
        """The same without the held choices of which a way holds for sure: these prove nothing more."""

        def holds(case: Mapping[str, int]) -> bool:
            return all(self.levels.get(skill, 0) >= level for skill, level in case.items())

        splits = zip(self.held, self.cases, strict=True)
        kept = [(choice, split) for choice, split in splits if not any(map(holds, split))]
        return replace(self, cases=tuple(split for _, split in kept), held=tuple(choice for choice, _ in kept))

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
        self.parts = [(rule.id, needs, fact) for rule in ordered for needs, gives in rule.parts() for fact in gives]
        self.waiting: dict[str, list[int]] = {}
        self.combining: dict[str, list[int]] = {}
        for index, (_, needs, _) in enumerate(self.parts):
            skills = {fact.skill for fact in needs.walk()}
            for skill in skills:
                self.waiting.setdefault(skill, []).append(index)
                if len(skills) > 1:
                    self.combining.setdefault(skill, []).append(index)

    def naming(self, skills: Iterable[str], *, with_others: bool = False) -> list[int]:
        """Return the places of the parts that name one of ``skills``, in order; or of those that name others too."""
        waiting = self.combining if with_others else self.waiting
        return sorted({index for skill in skills for index in waiting.get(skill, ())})


@lru_cache(maxsize=8)
def transfers_of(rules: RuleBook) -> Transfers:
    """Return the transfers of a rule book made ready for :func:`close`."""
    return Transfers(rules.transfers.values())


def close(have: Iterable[Fact], rules: Iterable[TransferRule] | Transfers, held: Iterable[Choice] = ()) -> Closure:
    """Return every fact that follows from ``have``, with the reason for each.

    A higher level implies all lower ones. The order of ``rules`` does not matter. ``held`` are either/or
    conditions known to hold without knowing which half.

    >>> rule = TransferRule(id="python-to-r", needs={"python": 3}, gives={"r": 2}, because="same habits")
    >>> close({Fact("python", 3)}, [rule]).why(Fact("r", 2)).by
    'python-to-r'
    """
    ready = rules if isinstance(rules, Transfers) else Transfers(rules)
    known = _with(Closure({}, {}), _given(dict(sorted(have))), ready)
    choices = tuple(choice for choice in sorted(set(held)) if has_few_ways(choice))
    cases = tuple(tuple(case.levels for case in _split(choice, known.levels, ready)) for choice in choices)
    grown = {skill for split in cases for case in split for skill in _above(case.items(), known.levels)}
    return _by_cases(Closure(known.reasons, known.levels, cases, choices), grown, ready)


def grow(known: Closure, facts: Iterable[Fact], rules: Transfers) -> Closure:
    """Return everything that follows once ``facts`` are known too; what was known keeps its reasons.

    The levels, and the needs met, are those of :func:`close` for all that was given, then and now; held choices that
    prove nothing more are dropped.
    """
    known = known.undecided
    more = _with(known, _given(_above(facts, known.levels)), rules)
    cases, grown = _with_more(known.cases, _above(more.levels.items(), known.levels), rules)
    return _by_cases(Closure(more.reasons, more.levels, cases, known.held), grown, rules)


def reached(steps: Iterable[Step], start: Closure, rules: Transfers) -> Closure:
    """Return what is known, from ``start``, after those of ``steps`` that can be taken at all."""
    known, waiting = start, list(steps)
    while True:
        gives: list[Fact] = []
        later = []
        for step in waiting:
            if known.meets(step.needs):
                gives += step.gives
            else:
                later.append(step)
        if len(later) == len(waiting):
            return known
        known, waiting = grow(known, gives, rules), later


def _given(levels: Mapping[str, int]) -> list[Derivation]:
    return [Derivation(Fact(*fact), None) for fact in levels.items()]


def _with(known: Closure, given: Iterable[Derivation], ready: Transfers, *, closed: bool = False) -> Closure:
    """Return what follows once the facts of ``given`` are known too, the cases left as they were.

    Where these are ``closed``, all that follows from them alone is among them or known.
    """
    levels, reasons = dict(known.levels), dict(known.reasons)
    grown: set[str] = set()
    for step in given:
        skill, level = step.fact
        if level > levels.get(skill, 0):
            levels[skill], reasons[step.fact] = level, step
            grown.add(skill)
    _chain(ready, levels, reasons, known.cases, known.held, ready.naming(grown, with_others=closed))
    return Closure(reasons, levels, known.cases, known.held)


def _by_cases(known: Closure, grown: Collection[str], ready: Transfers) -> Closure:
    """Return ``known`` with what follows in every case of a held choice, and what follows from that in turn.

    ``grown`` are the skills at which a case has come to stand higher.
    """
    while grown:
        levels, reasons = dict(known.levels), dict(known.reasons)
        for choice, split in zip(known.held, known.cases, strict=True):
            for skill in sorted(grown):
                fact = Fact(skill, min(case.get(skill, 0) for case in split))
                if fact.level > levels.get(skill, 0):
                    levels[skill], reasons[fact] = fact.level, _whichever(choice, fact, known.levels, ready)
        _chain(ready, levels, reasons, known.cases, known.held, ready.naming(grown))
        cases, grown = _with_more(known.cases, _above(levels.items(), known.levels), ready)
        known = Closure(reasons, levels, cases, known.held)
    return known


def _above(facts: Iterable[tuple[str, int]], levels: Mapping[str, int]) -> dict[str, int]:
    """Return the best level of each skill that is higher than in ``levels``."""
    found: dict[str, int] = {}
    for skill, level in facts:
        if level > found.get(skill, levels.get(skill, 0)):
            found[skill] = level
    return found


def _with_more(cases: Cases, more: Mapping[str, int], ready: Transfers) -> tuple[Cases, set[str]]:
    """Return what follows in each case once ``more`` is known too, and the skills at which one stands higher."""
    given = _given(more)
    after = [[_with(Closure({}, case), given, ready, closed=True) for case in split] for split in cases if given]
    grown = {fact.skill for split in after for case in split for fact in case.reasons}
    return tuple(tuple(case.levels for case in split) for split in after) if given else cases, grown


def _split(choice: Choice, levels: Mapping[str, int], ready: Transfers) -> tuple[Closure, ...]:
    """Return what follows in each way the choice can be true."""
    known = Closure({step.fact: step for step in _given(levels)}, levels)
    return tuple(_with(known, _given(dict(sorted(way))), ready) for way in _ways(Need(choices=(choice,))))


def _whichever(choice: Choice, fact: Fact, levels: Mapping[str, int], ready: Transfers) -> Derivation:
    """Return why a fact follows whichever way the choice is true."""
    steps = [step for case in _split(choice, levels, ready) for step in case.trace(fact)]
    used = {need for step in steps for need in step.needs if levels.get(need.skill, 0) >= need.level}
    through = {step.by for step in steps if step.by is not None}
    return Derivation(fact, None, tuple(sorted(used)), (choice,), tuple(sorted(through)))


def has_few_ways(choice: Choice) -> bool:
    """Say whether the ways in which a held choice can be true are few enough to go through."""
    return _number_of_ways(Need(choices=(choice,))) <= MAX_CASES


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
    cases: Cases,
    held: tuple[Choice, ...],
    agenda: Sequence[int],
) -> None:
    """Use the rules of ``agenda``, and all that name a skill that has grown, until nothing new follows."""
    while agenda:
        grown: set[str] = set()
        before = dict(levels)
        for index in agenda:
            id, needs, fact = ready.parts[index]
            skill, level = fact
            if level > levels.get(skill, 0) and meets(needs, before, cases):
                levels[skill] = level
                either = _rests_on(needs, before, cases, held) if held else ()
                reasons[fact] = Derivation(fact, id, support(needs, before), either)
                grown.add(skill)
        agenda = ready.naming(grown)
