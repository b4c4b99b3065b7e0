"""Proofs that no plan is better, short enough to check with a pencil, and the check.

A *bill* is a list of lines "one of these steps is in every plan: at least so much", in which no step is charged
more than it costs; what the lines add up to, every plan takes. A *chain* says that even with unlimited hours the
calendar cannot be shorter. Where one bill does not reach, *cases* tell plans with a step from plans without it.

:func:`check_proof` believes nothing: it replays the plan and every line with a closure of its own, written to be
read, not to be fast. It shares no code with the solver (``tests/test_imports.py`` sees to that).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, islice, product
from math import ceil
from typing import TYPE_CHECKING, Literal

from planner.model import Choice, Fact, Need, Step
from planner.reasoning.background import background
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

if TYPE_CHECKING:
    from planner.planning.plan import Plan, PlannedStep
    from planner.planning.question import Question

Unit = Literal["steps", "money", "full-time weeks", "hours"]
Levels = Mapping[str, int]
Rules = Sequence[tuple[Need, tuple[Fact, ...]]]
MOST_WAYS = 60
FIRST_WISH = {"steps": "steps", "time": "weeks", "money": "money"}


@dataclass(frozen=True)
class BillLine:
    """Every plan uses one of ``steps``; at least ``amount`` of the bill's unit is owed for it."""

    steps: tuple[str, ...]
    amount: Fraction


@dataclass(frozen=True)
class Bill:
    """Lines that add up to a bound, beside what the ``given`` steps cost (those known to be in the plan)."""

    unit: Unit
    lines: tuple[BillLine, ...]
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """However many hours one has, the calendar takes ``weeks``: what has to come first takes that long.

    ``steps`` is one quickest chain, for the reader.
    """

    weeks: int
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Cases:
    """Plans with ``step`` and plans without it, each with an argument of its own."""

    step: str
    with_it: Argument
    without_it: Argument


Argument = Bill | Chain | Cases


@dataclass(frozen=True)
class Proof:
    """No plan takes less than ``value`` of ``measure``, by ``argument``.

    The argument speaks of plans within the limits that would take less: steps that alone cost too much, or cannot
    end early enough however many hours one has, are not in such a plan and are left aside.
    ``how`` is "bill", "cases", "search" (the argument proves only ``value``, and that no plan is better than the one
    found was settled by exhaustive search, which has to be believed) or "bound" (a better plan may exist).
    """

    measure: Literal["steps", "weeks", "money"]
    value: int
    how: Literal["bill", "cases", "search", "bound"]
    argument: Argument


def lines_of(argument: Argument) -> int:
    """Return how many lines an argument takes on paper."""
    if isinstance(argument, Cases):
        return 2 + lines_of(argument.with_it) + lines_of(argument.without_it)
    return len(argument.lines) + 1 if isinstance(argument, Bill) else 1


def check_proof(plan: Plan, rules: RuleBook) -> bool:
    """Say whether ``plan`` replays within its limits, its steps serve as it says, and its proof shows all it claims.

    A plan without a proof is checked by replaying it alone. A proof is about the first wish; that no plan ties in it
    and is better otherwise was settled by a search, which is believed.
    """
    expect(plan, "Plan", for_="what is checked")
    checker, proof, totals = _Checker(plan.question, rules), plan.proof, plan.totals
    if not checker.replays(plan) or (plan.proved and plan.bound != totals):
        return False
    if proof is None:
        return True
    if proof.measure != FIRST_WISH[plan.question.prefer]:
        return False
    reached = {"steps": totals.steps, "weeks": totals.weeks, "money": totals.money}.get(proof.measure, -1)
    if proof.how in ("search", "bound"):
        claimed = proof.value <= reached and plan.proved == (proof.how == "search")
    else:
        claimed = proof.value == reached and isinstance(proof.argument, Cases) == (proof.how == "cases")
    return claimed and checker.shows(proof.argument, proof.measure, proof.value)


def shows(argument: Argument, measure: str, value: int, question: Question, rules: RuleBook) -> bool:
    """Say whether ``argument`` shows that every plan for ``question`` takes at least ``value`` of ``measure``."""
    return _Checker(question, rules).shows(argument, measure, value)


@dataclass(frozen=True)
class _Known:
    """The levels that hold for sure, and of each either/or a role held proves what holds in each way it can be true."""

    levels: Levels
    splits: Sequence[Sequence[_Known]] = ()


class _Checker:
    """The question in plain dictionaries, and a naive closure."""

    def __init__(self, question: Question, rules: RuleBook) -> None:
        profile, limits = question.profile, question.limits
        start = background(profile, rules)
        self.question, self.profile = question, profile
        self.hours = rules.policy.hours_per_week if limits.hours_per_week is None else limits.hours_per_week
        self.free, self.joining = _free_rules(rules), _joining_rules(rules)
        self.steps = {step.id: step for step in rules.all_steps.values() if self.usable(step)}
        core = [line.needs for line in question.role.lines if line.kind == "core" and line.needs != Need()]
        gates = [line.needs for line in question.role.lines if line.kind == "gate" and line.needs != Need()]
        share = Fraction(rules.policy.hireable_at) if question.aim == "hireable" else Fraction(1)
        self.goal = [*gates, Need(choices=(Choice(ceil(share * len(core)), tuple(core)),))]
        known = self.chained(_Known(start.levels), self.free)
        several = [list(islice(ways(choice), MOST_WAYS + 1)) for choice in start.choices]
        splits = [
            [self.chained(_Known(raised(known.levels, way)), self.free) for way in split]
            for split in several
            if len(split) <= MOST_WAYS
        ]
        # a way that brings nothing new may be the true one for good: such an either/or proves no more than is known
        self.start = self.closed(_Known(known.levels, [split for split in splits if known not in split]), ())

    def usable(self, step: Step) -> bool:
        limits = self.question.limits
        barred = step.id in limits.avoid or (limits.must_earn and step.full_time and step.pay <= 0)
        return (
            not barred and (step.full_time or self.demand(step) <= self.hours) and not (step.hours and not self.hours)
        )

    def demand(self, step: Step) -> int:
        return 0 if step.full_time else self.hours if step.hours else step.hours_per_week or 0

    def weeks(self, step: Step) -> int:
        return -(-step.hours // self.hours) if step.hours else step.weeks or 0

    def money(self, step: Step) -> int:
        lost = Fraction(self.profile.current_pay, 52) - step.pay if step.full_time else Fraction(0)
        return max(0, round(step.cost + self.weeks(step) * max(Fraction(0), lost)))

    def closed(self, known: _Known, steps: Iterable[Step]) -> _Known:
        """Add whatever follows, for sure and in each way of an either/or, again and again until nothing does."""
        rules = [*self.free, *((step.needs, step.gives) for step in steps)]
        while True:
            levels = self.chained(known, rules).levels
            splits = [[self.within(way, levels) for way in split] for split in known.splits]
            more = raised(levels, [fact for split in splits for fact in common(split)])
            if more == levels and splits == known.splits:
                return _Known(levels, splits)
            known = _Known(more, splits)

    def within(self, way: _Known, levels: Levels) -> _Known:
        """Add to a way whatever follows once ``levels`` hold too; to begin with, only rules that join skills can."""
        both = _Known(raised(way.levels, levels.items()))
        joined = self.chained(both, self.joining)
        return both if joined == both else self.chained(joined, self.free)

    def chained(self, known: _Known, rules: Rules) -> _Known:
        """Add whatever follows by ``rules``, the ways of either/ors left as they are."""
        levels, waiting, growing = dict(known.levels), rules, True
        known = _Known(levels, known.splits)
        while growing:
            growing, rules, waiting = False, waiting, []
            for needs, gives in rules:
                if not met(needs, known):
                    waiting.append((needs, gives))
                    continue
                for skill, level in gives:
                    if level > levels.get(skill, 0):
                        levels[skill], growing = level, True
        return known

    def there(self, known: _Known, with_: frozenset[str] = frozenset()) -> bool:
        return all(met(need, known) for need in [*self.goal, *(self.steps[id].needs for id in sorted(with_))])

    def after(self, known: _Known, steps: Iterable[Step]) -> _Known:
        """Return what is known once ``steps`` are done."""
        return self.closed(_Known(raised(known.levels, [f for step in steps for f in step.gives]), known.splits), ())

    def replays(self, plan: Plan) -> bool:
        """Take the plan week by week: needs known, hours and working week never overdrawn, limits and totals kept."""
        limits, items = self.question.limits, plan.steps
        ids = [item.step.id for item in items]
        if any(self.steps.get(item.step.id) != item.step for item in items) or len(set(ids)) < len(ids):
            return False
        for item in items:
            known = self.after(self.start, [other.step for other in items if other.end_week <= item.start_week])
            if not met(item.step.needs, known) or item.end_week - item.start_week != self.weeks(item.step):
                return False
        if any(item.start_week < 0 or item.cost != self.money(item.step) for item in items):
            return False
        for week in range(max((item.end_week for item in items), default=0)):
            running = [item.step for item in items if item.start_week <= week < item.end_week]
            if sum(step.full_time for step in running) > 1 or sum(map(self.demand, running)) > self.hours:
                return False
        end = max((item.end_week for item in items), default=0)
        money = sum(self.money(item.step) for item in items)
        kept = (limits.weeks is None or end <= limits.weeks) and (limits.budget is None or money <= limits.budget)
        earned = round(sum((item.step.pay * self.weeks(item.step) for item in items), Fraction(0)))
        taken = (plan.totals.steps, plan.totals.weeks, plan.totals.money, plan.earned)
        total = taken == (len(items), end, money, earned)
        required = set(limits.require) <= set(ids)
        final = self.closed(self.start, [item.step for item in items])
        told = all(self.serves(item, plan, final) for item in items)
        return kept and total and required and told and self.there(final)

    def serves(self, item: PlannedStep, plan: Plan, final: _Known) -> bool:
        """Say whether a step of a plan brings, and is for, what is said of it."""
        before = self.after(self.start, [other.step for other in plan.steps if other.end_week <= item.start_week])
        others = [other.step for other in plan.steps if other is not item]
        without = self.closed(self.start, others)
        lines = enumerate(self.question.role.lines, 1)
        must = [(number, line.needs) for number, line in lines if line.kind != "wish" and line.needs != Need()]
        gives = [fact for fact in item.step.gives if before.levels.get(fact.skill, 0) < fact.level]
        for_lines = [number for number, need in must if met(need, final) and not met(need, without)]
        needed_by = sorted(step.id for step in others if not met(step.needs, without))
        return [[*item.gives], [*item.for_lines], [*item.needed_by]] == [gives, for_lines, needed_by]

    def shows(self, argument: Argument, measure: str, value: int) -> bool:
        """Say whether every plan is shown to take ``value`` at least."""
        return self.shows_for(argument, measure, value, frozenset(self.question.limits.require), frozenset())

    def shows_for(
        self, argument: Argument, measure: str, value: int, with_: frozenset[str], without: frozenset[str]
    ) -> bool:
        """Say whether every plan with the one and without the other steps is shown to take ``value`` at least.

        That needs no argument where the goal is out of reach for plans that take less.
        """
        out = without | self.aside(measure, value, without)
        if with_ & out or (out and not self.there(self.closed(self.start, self.without(out)), with_)):
            return True
        if isinstance(argument, Cases):
            step = frozenset([argument.step])
            known = argument.step in self.steps
            with_it = known and self.shows_for(argument.with_it, measure, value, with_ | step, without)
            return with_it and self.shows_for(argument.without_it, measure, value, with_, without | step)
        if isinstance(argument, Chain):
            weeks, known = argument.weeks, all(id in self.steps for id in argument.steps)
            claimed = measure == "weeks" and weeks >= value and known
            return claimed and self.earliest(out, with_, weeks)[0] >= weeks
        return self.bill(argument, measure, with_, out) >= value

    def bill(self, bill: Bill, measure: str, with_: frozenset[str], without: frozenset[str]) -> int:
        """Return what a bill shows that every plan with the one and without the other steps takes; -1 if it fails."""
        units = {"steps": ("steps",), "money": ("money",), "weeks": ("full-time weeks", "hours")}.get(measure, ())
        given = frozenset(bill.given)
        if bill.unit not in units or not given <= with_:
            return -1
        charged: dict[str, Fraction] = {}
        for line in bill.lines:
            if line.amount <= 0 or given & set(line.steps) or not self.unavoidable(line.steps, with_, without):
                return -1
            for id in line.steps:
                charged[id] = charged.get(id, Fraction(0)) + line.amount
        if any(amount > self.price(id, bill.unit) for id, amount in charged.items() if id in self.steps):
            return -1
        total = sum((line.amount for line in bill.lines), Fraction(0))
        total += sum(self.price(id, bill.unit) for id in given)
        if bill.unit == "hours":
            return ceil(total / self.hours) if self.hours else -1
        return ceil(total)

    def price(self, id: str, unit: Unit) -> int:
        step = self.steps[id]
        if unit == "steps":
            return 1
        if unit == "money":
            return self.money(step)
        if unit == "full-time weeks":
            return self.weeks(step) if step.full_time else 0
        return self.weeks(step) * self.demand(step)

    def unavoidable(self, steps: Sequence[str], with_: frozenset[str], without: frozenset[str]) -> bool:
        """Say whether the goal, or a step that is given, is out of reach with every usable step but these."""
        return not self.there(self.closed(self.start, self.without({*steps, *without})), with_)

    def without(self, ids: Iterable[str]) -> list[Step]:
        left_out = set(ids)
        return [step for id, step in self.steps.items() if id not in left_out]

    def aside(self, measure: str, value: int, without: frozenset[str]) -> frozenset[str]:
        """Return the steps that no plan within the limits, taking less than ``value`` of ``measure``, can have.

        Plans have none of the steps of ``without``.
        """
        limits = self.question.limits
        most = [limits.budget] if limits.budget is not None else []
        last = [limits.weeks] if limits.weeks is not None else []
        most += [value - 1] if measure == "money" else []
        last += [value - 1] if measure == "weeks" else []
        dear = frozenset(id for id, step in self.steps.items() if most and self.money(step) > min(most))
        if not last:
            return dear
        ends = self.earliest(without | dear, frozenset(), min(last))[1]
        return dear | {id for id in self.steps if ends.get(id, min(last) + 1) > min(last)}

    def earliest(self, without: frozenset[str], with_: frozenset[str], until: int) -> tuple[int, dict[str, int]]:
        """Return when the goal could be met if nothing ever waited for hours, and when each step could end by then.

        Plans have all steps of ``with_`` and none of ``without``; what comes after the week ``until`` is not told.
        """
        known, week, running = self.start, 0, list[tuple[int, Step]]()
        waiting, ends = {id: step for id, step in self.steps.items() if id not in without}, dict[str, int]()
        required = set(with_)
        first: int | None = None
        while True:
            if first is None and self.there(known, with_) and not required:
                first = week
            for id, step in list(waiting.items()):
                if met(step.needs, known):
                    ends[id] = week + self.weeks(step)
                    running.append((ends[id], waiting.pop(id)))
            if not running or week > until:
                return (week if first is None else first), ends
            week = min(end for end, _ in running)
            ended = [step for end, step in running if end == week]
            running = [(end, step) for end, step in running if end > week]
            required -= {step.id for step in ended}
            known = self.after(known, ended)


@lru_cache(maxsize=8)
def _free_rules(rules: RuleBook) -> Rules:
    """Return what follows from what without any step."""
    return tuple(part for rule in rules.transfers.values() for part in rule.parts())


@lru_cache(maxsize=8)
def _joining_rules(rules: RuleBook) -> Rules:
    """Return those of the free rules that speak of several skills."""
    free = _free_rules(rules)
    return tuple((needs, gives) for needs, gives in free if len({fact.skill for fact in needs.walk()}) > 1)


def met(need: Need, known: _Known) -> bool:
    """Say whether a need holds; an either/or may hold in each way of another one instead."""
    for skill, level in need.facts:
        if known.levels.get(skill, 0) < level:
            return False
    return not need.choices or all(
        sum(met(inner, known) for inner in choice.of) >= choice.count
        or any(all(met(Need(choices=(choice,)), way) for way in split) for split in known.splits)
        for choice in need.choices
    )


def raised(levels: Levels, facts: Iterable[tuple[str, int]]) -> Levels:
    """Return the levels with ``facts`` too."""
    more = dict(levels)
    for skill, level in facts:
        more[skill] = max(level, more.get(skill, 0))
    return more


def common(split: Sequence[_Known]) -> Iterator[tuple[str, int]]:
    """Yield what holds in every way."""
    for skill in split[0].levels:
        if level := min(way.levels.get(skill, 0) for way in split):
            yield skill, level


def ways(choice: Choice) -> Iterator[tuple[tuple[str, int], ...]]:
    """Yield the facts of each way in which the choice can be true."""
    for group in combinations(choice.of, choice.count):
        for inner in product(*(_ways_of(need) for need in group)):
            yield tuple(fact for facts in inner for fact in facts)


def _ways_of(need: Need) -> Iterator[tuple[tuple[str, int], ...]]:
    for inner in product(*(tuple(ways(choice)) for choice in need.choices)):
        yield (*need.facts, *(fact for facts in inner for fact in facts))
