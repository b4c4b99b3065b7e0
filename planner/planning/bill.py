"""Making proofs: the shortest bill over the landmarks the solver knows, or cases where one bill falls short.

The landmarks of the linear bound are sets of which every plan uses one. How much to ask for each is a packing
problem (no step charged more than it costs), solved in whole units first, then in halves, thirds and so on: a
bill with simple amounts is easier to check. The check is :func:`planner.planning.proof.check_proof`, and no
proof leaves here that it has not accepted.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from planner.planning.bound import Bound, Relaxation
from planner.planning.cuts import Landmark
from planner.planning.greedy import reaches
from planner.planning.narrow import within_limits
from planner.planning.plan import Plan
from planner.planning.proof import Argument, Bill, BillLine, Cases, Chain, Proof, Unit, check_proof, lines_of
from planner.planning.question import deadline_in, starting_closure, task_without_waits
from planner.planning.task import Action, Task, reduce
from planner.planning.totals import ORDERS, Measure
from planner.planning.weeks import earliest_ends, earliest_weeks
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

PROOF_LIMIT = 10.0
PAGE = 40
DEPTH, FEW = 4, 200
EFFORT = 2.0
"""What packing a bill may take, in the solver's deterministic time (about seconds): the same on every machine."""
PARTS = (1, 2, 3, 4, 6, 12)


def prove(plan: Plan, rules: RuleBook, *, time_limit: float = PROOF_LIMIT) -> Plan:
    """Return ``plan`` with a proof for the first of its wishes, checked by :func:`check_proof`.

    The proof is a bill, cases of at most a page, or "proved by search" with the best bill as bound. A plan that is
    not proved gets the best bill there is, as no more than a bound.

    >>> from planner import HeldRole, Profile, check_proof, find_plan, load_rules, prove
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> plan = prove(find_plan(cook, "electrician-apprentice", rules), rules)
    >>> plan.proof.how, plan.proof.value, check_proof(plan, rules)
    ('bill', 3, True)
    """
    expect(plan, "Plan", for_="what is proved")
    deadline = deadline_in(time_limit)
    question = plan.question
    measure = ORDERS[question.prefer][0]
    value = plan.totals.of(measure)
    closure = starting_closure(question.profile, rules)
    # a proof is about all plans, those that do not wait for what is under way among them
    task = reduce(task_without_waits(question, rules, closure), whole=True)
    assert task is not None
    task = within_limits(task)
    maker = _Maker(below(task, measure, value), measure, value, deadline)
    argument = maker.argument()
    shown = maker.shown(argument)
    how: Literal["bill", "cases", "search", "bound"] = "cases" if isinstance(argument, Cases) else "bill"
    if not plan.proved:
        how = "bound"
    elif shown < value:
        how = "search"
    proof = Proof(measure, min(shown, value), how, argument)
    bound = replace(plan.bound, **{measure: max(proof.value, plan.bound.of(measure))})
    proved = replace(plan, proof=proof, bound=bound)
    return proved if check_proof(proved, rules) else plan


def below(task: Task, measure: Measure, value: int) -> Task:
    """Return the task without the actions that no plan taking less than ``value`` can have."""
    if measure == "steps":
        return task
    ends = earliest_ends(task)
    able = [o for o in task.actions if (o.money if measure == "money" else ends[o.id]) < value]
    return replace(task, actions=tuple(able))


class _Maker:
    """Looks for an argument that every plan takes at least ``value`` of ``measure``."""

    def __init__(self, task: Task, measure: Measure, value: int, deadline: float) -> None:
        self.task, self.measure, self.value, self.deadline = task, measure, value, deadline
        self.unit: Unit = "hours" if measure == "weeks" else measure

    def argument(self) -> Argument:
        """Return the best argument that fits on a page; an empty bill where nothing below the value is left to try."""
        if not reaches(self.task, self.task.actions):
            return Bill(self.unit, ())
        relaxation = Relaxation(self.task)
        whole = self.best(self.task, relaxation)
        if self.shown(whole) < self.value:
            self.bound(relaxation)
            whole = self.best(self.task, relaxation)
        if self.shown(whole) >= self.value:
            return whole
        if self.measure == "weeks" and len(self.task.actions) > FEW:  # with many steps open, cases close no calendar
            return whole
        cases = self.cases(self.task, relaxation, DEPTH)
        return cases if cases is not None and lines_of(cases) <= PAGE else whole

    def best(self, task: Task, relaxation: Relaxation) -> Argument:
        """Return the bill over the landmarks known that shows most; of weeks, a chain may show more."""
        if self.measure != "weeks":
            return self.bill(task, relaxation, self.unit)
        options: list[Argument] = [Chain(relaxation.critical, critical_chain(task))]
        units: tuple[Unit, ...] = ("full-time weeks", "hours")
        options += [self.bill(task, relaxation, unit) for unit in units if self.shown(options[0]) < self.value]
        return max(options, key=lambda option: (self.shown(option), -lines_of(option)))

    def bound(self, relaxation: Relaxation) -> Bound | None:
        """Look for more landmarks, until they show the value or there are no more to be found."""
        return relaxation.bound(self.measure, {}, enough=self.value, deadline=self.deadline)

    def bill(self, task: Task, relaxation: Relaxation, unit: Unit) -> Bill:
        """Return the best bill over the landmarks known of ``task``, in the simplest amounts that reach the value."""
        given = [option for option in task.actions if option.id in task.needed]
        held = {number for number, option in enumerate(task.actions) if option.id in task.needed}
        landmarks = [cut for cut in relaxation.landmarks if cut and not cut & held]
        costs = [price(option, unit) for option in task.actions]
        paid = sum(price(option, unit) for option in given)
        wanted = (self.value * task.capacity if unit == "hours" else self.value) - paid
        best = Bill(unit, (), tuple(option.id for option in given))
        for parts in PARTS if unit == "steps" else (1,):
            amounts = pack(landmarks, costs, parts, wanted, self.deadline)
            ids = [option.id for option in task.actions]
            lines = [
                BillLine(tuple(ids[number] for number in sorted(cut)), Fraction(amount, parts))
                for cut, amount in zip(landmarks, amounts, strict=True)
                if amount
            ]
            lines.sort(key=lambda line: (len(line.steps), line.steps))
            found = Bill(unit, tuple(lines), best.given)
            if self.total(found) > self.total(best):
                best = found
            if self.shown(best) >= self.value:
                break
        return best

    def cases(self, task: Task, relaxation: Relaxation, depth: int) -> Argument | None:
        """Return an argument for ``task`` that tells plans with a step from plans without it; None if none is found."""
        able = below(task, self.measure, self.value)
        if len(able.actions) < len(task.actions):
            task, relaxation = able, relaxation.narrowed(able)
        if not reaches(task, task.actions):
            return Bill(self.unit, ())
        bound = self.bound(relaxation)
        argument = self.best(task, relaxation)
        if self.shown(argument) >= self.value:
            return argument
        if not depth or bound is None or time.monotonic() > self.deadline:
            return None
        open_ = [
            (abs(weight - 0.5), option.id)
            for weight, option in zip(bound.weights, task.actions, strict=True)
            if option.id not in task.needed
        ]
        for _, step in sorted(open_):
            without = replace(task, actions=tuple(option for option in task.actions if option.id != step))
            if reaches(without, without.actions):
                break
            relaxation.landmarks[frozenset(n for n, option in enumerate(task.actions) if option.id == step)] = None
        else:
            return None
        gone = self.cases(without, relaxation.narrowed(without), depth - 1)
        if gone is None:
            return None
        with_ = replace(task, needed=task.needed | {step})
        here = self.cases(with_, relaxation.narrowed(with_), depth - 1)
        return None if here is None else Cases(step, here, gone)

    def total(self, bill: Bill) -> Fraction:
        costs = {option.id: price(option, bill.unit) for option in self.task.actions}
        return sum((line.amount for line in bill.lines), Fraction(sum(costs[id] for id in bill.given)))

    def shown(self, argument: Argument) -> int:
        """Return the bound an argument shows, if its landmarks hold."""
        if isinstance(argument, Cases):
            return self.value
        if isinstance(argument, Chain):
            return argument.weeks
        if not argument.lines and not reaches(self.task, self.task.actions):
            return self.value
        total = self.total(argument)
        return -(-total // (self.task.capacity or 1)) if argument.unit == "hours" else -(-total // 1)


def price(option: Action, unit: Unit) -> int:
    """Return what a step costs in the unit of a bill."""
    if unit == "steps":
        return 1
    if unit == "money":
        return option.money
    return option.working_weeks if unit == "full-time weeks" else option.hours_in_all


def pack(landmarks: Sequence[Landmark], costs: Sequence[int], parts: int, wanted: int, deadline: float) -> list[int]:
    """Return how many ``parts``-ths to ask for each landmark: as much as the costs allow, no more than needed.

    Of the bills that reach as far, the one with the fewest names in it.
    """
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    amounts = [model.new_int_var(0, parts * min((costs[n] for n in cut), default=0), "") for cut in landmarks]
    charged: dict[int, list[Any]] = {}
    for amount, cut in zip(amounts, landmarks, strict=True):
        for number in cut:
            charged.setdefault(number, []).append(amount)
    for number, several in charged.items():
        model.add(sum(several) <= parts * costs[number])
    enough = max(0, parts * (wanted - 1) + 1) if parts > 1 else max(0, wanted)
    model.add(sum(amounts) <= enough)
    model.maximize(sum(amounts))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    solver.parameters.max_time_in_seconds = max(0.01, deadline - time.monotonic())
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [0] * len(landmarks)
    asked = [solver.value(amount) for amount in amounts]
    model.add(sum(amounts) >= sum(asked))
    used = [model.new_bool_var("") for _ in amounts]
    for amount, use in zip(amounts, used, strict=True):
        model.add(amount == 0).only_enforce_if(use.negated())
    model.minimize(sum((len(cut) + 1) * use for cut, use in zip(landmarks, used, strict=True)))
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return asked
    return [solver.value(amount) for amount in amounts]


def critical_chain(task: Task) -> tuple[str, ...]:
    """Return the ids of one chain of steps that sets the earliest week of the goal, in order."""
    earliest = earliest_weeks(task)
    place = {atom: number for number, atom in enumerate(earliest)}
    last = {o.id: max((earliest.get(a, 0) for a in o.pre), default=0) for o in task.actions}
    goals = list(task.goal)
    goals += [atom for option in task.actions if option.id in task.needed for atom in option.pre]
    chain: list[str] = []
    atom = max(goals, key=lambda goal: (earliest.get(goal, 0), -goal), default=None)
    while atom is not None and earliest.get(atom, 0):
        step = next((o for o in task.actions if atom in o.add and last[o.id] + o.weeks == earliest[atom]), None)
        if step is not None:
            chain.append(step.id)
            body: Sequence[int] = step.pre
        else:  # of the clauses in time, one whose body was known before: those of a circle hold each other up
            body = next(
                b
                for b, head in task.clauses
                if head == atom and all(place.get(before, len(place)) < place[atom] for before in b)
            )
        atom = max(body, key=lambda before: (earliest.get(before, 0), -before), default=None)
    return tuple(reversed(chain))
