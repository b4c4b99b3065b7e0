"""Plans: the provably shortest set of interim steps, in a calendar, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations, islice
from typing import Literal

from planner.model import MOST_HOURS, Fact, Limits, Line, Need, Profile, Role, Step
from planner.planning.feasible import has_plan
from planner.planning.proof import Proof
from planner.planning.solve import solve
from planner.planning.task import Task, follow, make_task, reduce, spare_hours, target
from planner.planning.totals import ORDERS, Solution, Totals
from planner.planning.under_way import waiting
from planner.reasoning.background import background
from planner.reasoning.closure import Closure, close, grow, transfers_of
from planner.rulebook.book import RuleBook, find_role, find_step
from planner.rulebook.problem import WrongUse

Prefer = Literal["steps", "time", "money"]
Aim = Literal["all", "hireable"]
TIME_LIMIT = 60.0
GROUPS = 500


@dataclass(frozen=True)
class PlannedStep:
    """A step in the calendar: from the beginning of ``start_week`` to the beginning of ``end_week``.

    ``cost`` is what it takes from this person, pay given up included; ``gives`` what it brings that was not
    there; ``for_lines`` the numbers of the lines that stay open without it; ``needed_by`` the ids of the later
    steps that could not begin without it.
    """

    step: Step
    start_week: int
    end_week: int
    cost: int
    gives: tuple[Fact, ...]
    for_lines: tuple[int, ...]
    needed_by: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """What was asked: who, for which role, with which wishes and limits.

    Steps ``under_way``, which the limits require, have begun: what does not fit beside one waits until it ends.
    """

    profile: Profile
    role: Role
    prefer: Prefer
    aim: Aim
    limits: Limits
    under_way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The best plan, by start week and id. ``proved``: no plan is better in the order of wishes.

    ``bound`` is what every plan takes at least; it equals ``totals`` where the plan is proved. ``earned`` is the
    pay of the steps, apart from ``totals.money``.
    """

    question: Question
    steps: tuple[PlannedStep, ...]
    totals: Totals
    bound: Totals
    proved: bool
    earned: int
    proof: Proof | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the steps, sorted."""
        return tuple(sorted(item.step.id for item in self.steps))

    @cached_property
    def curve(self) -> tuple[int, ...]:
        """The money in hand at the end of each week, from 0: pay comes in, prices go out at the start.

        The present job pays until a full-time step takes its place, and again after it.
        """
        present = Fraction(self.question.profile.current_pay, 52)
        hand, curve = Fraction(0), []
        for week in range(self.totals.weeks):
            running = [item for item in self.steps if item.start_week <= week < item.end_week]
            hand -= sum(item.step.cost for item in running if item.start_week == week)
            hand += sum((item.step.pay for item in running), Fraction(0))
            hand += Fraction(0) if any(item.step.full_time for item in running) else present
            curve.append(round(hand))
        return tuple(curve)


@dataclass(frozen=True)
class Reason:
    """Why there is no plan: a ``line`` nothing can meet, ``limits`` that clash, or the ``time`` that ran out.

    ``lacking`` are the facts no step or rule can bring about; ``limits`` names the limits, as in
    ``("budget", "avoid:sql-bootcamp")``, that together leave no plan while any fewer of them would.
    """

    kind: Literal["line", "limits", "time"]
    line: Line | None = None
    lacking: tuple[Fact, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Impossible:
    """No plan, with the reasons. ``proved`` is False only where the time ran out before any plan was found."""

    question: Question
    reasons: tuple[Reason, ...]
    bound: Totals
    proved: bool


def find_plan(
    profile: Profile,
    role: Role | str,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
    time_limit: float = TIME_LIMIT,
) -> Plan | Impossible:
    """Return the shortest set of interim steps from ``profile`` to ``role``, or why there is none.

    ``prefer`` orders the wishes: "steps" (fewest steps, then weeks, then money), "time" (weeks, steps, money) or
    "money" (money, steps, weeks). ``aim="hireable"`` settles for the policy's share of core lines. ``limits``
    replace those of the profile; they always hold. Weeks and money are whole numbers. Ties are broken by id.
    After ``time_limit`` seconds the best plan so far is returned, with ``proved=False`` and the proved bound.

    Raises :class:`WrongUse` for an id or option that ``rules`` do not know.
    """
    question = ask(profile, role, rules, prefer=prefer, aim=aim, limits=limits)
    return plan_again(question, rules, time_limit=time_limit)


def plan_again(question: Question, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> Plan | Impossible:
    """Return the answer to a question, as :func:`find_plan` does to the one it makes."""
    return answer(question, rules, starting_closure(question.profile, rules), time.monotonic() + max(0.0, time_limit))


def answer(question: Question, rules: RuleBook, start: Closure, deadline: float) -> Plan | Impossible:
    """Return the answer to a checked question whose starting closure is known (see :func:`find_plan`)."""
    small = reduce(task_of(question, rules, start))
    solution = None if small is None else solve(small, question.prefer, deadline=deadline)
    if solution is not None and solution.actions is not None:
        return to_plan(question, solution, rules, start)
    if solution is not None and not solution.proved:
        return Impossible(question, (Reason("time"),), solution.bound, False)
    return Impossible(question, explain_failure(question, rules, start, deadline), Totals(0, 0, 0), True)


def task_of(question: Question, rules: RuleBook, start: Closure) -> Task:
    """Return the question as the solver's task, nothing reduced yet."""
    return with_waits(task_without_waits(question, rules, start), question)


def task_without_waits(question: Question, rules: RuleBook, start: Closure) -> Task:
    """Return the question's task as if nothing waited for what is under way."""
    goal = target(question.role, question.aim, rules.policy)
    return make_task(rules, goal, start, question.limits, question.profile.current_pay)


def with_waits(task: Task, question: Question) -> Task:
    """Return the task in which steps wait for those under way that they do not fit beside."""
    going = [id for id in question.under_way if id in question.limits.require]
    return waiting(task, going) if going else task


def best_solution(question: Question, rules: RuleBook, start: Closure, deadline: float) -> Solution | None:
    """Return what the solver says, or ``None`` where no steps however many would do."""
    small = reduce(task_of(question, rules, start))
    return None if small is None else solve(small, question.prefer, deadline=deadline)


def ask(
    profile: Profile,
    role: Role | str,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
) -> Question:
    """Return the checked question; raises :class:`WrongUse` for what ``rules`` do not know."""
    if prefer not in ORDERS:
        raise WrongUse(f"prefer is one of {', '.join(ORDERS)}, not {prefer!r}")
    if aim not in ("all", "hireable"):
        raise WrongUse(f"aim is 'all' or 'hireable', not {aim!r}")
    limits = profile.limits if limits is None else limits
    for id in (*limits.avoid, *limits.require):
        find_step(id, rules)
    return Question(profile, find_role(role, rules), prefer, aim, limits)


def starting_closure(profile: Profile, rules: RuleBook) -> Closure:
    """Return everything that follows from what the person has; raises :class:`WrongUse` for unknown ids."""
    start = background(profile, rules)
    return close(start.facts, transfers_of(rules), start.choices)


def to_plan(question: Question, solution: Solution, rules: RuleBook, start: Closure) -> Plan:
    """Return a solution in the words of the rules: what each step is for."""
    assert solution.actions is not None
    chosen = [rules.all_steps[option.id] for option in solution.actions]
    chosen.sort(key=lambda step: (solution.starts[step.id], step.id))
    costs = {option.id: option.money for option in solution.actions}
    weeks = {option.id: option.weeks for option in solution.actions}
    lines = [
        (number, line)
        for number, line in enumerate(question.role.lines, 1)
        if line.kind != "wish" and line.needs != Need()
    ]
    everything = _reached(chosen, rules, start)
    planned = []
    for step in chosen:
        without = _reached([other for other in chosen if other is not step], rules, start)
        begin = solution.starts[step.id]
        before = [other for other in chosen if solution.starts[other.id] + weeks[other.id] <= begin]
        known = _reached(before, rules, start)
        planned.append(
            PlannedStep(
                step,
                begin,
                begin + weeks[step.id],
                costs[step.id],
                tuple(fact for fact in step.gives if fact not in known),
                tuple(n for n, line in lines if everything.meets(line.needs) and not without.meets(line.needs)),
                tuple(sorted(other.id for other in chosen if other is not step and not without.meets(other.needs))),
            )
        )
    earned = round(sum((item.step.pay * (item.end_week - item.start_week) for item in planned), Fraction(0)))
    return Plan(question, tuple(planned), solution.totals, solution.bound, solution.proved, earned)


def _reached(steps: Sequence[Step], rules: RuleBook, start: Closure) -> Closure:
    """Return what is known after those of ``steps`` that can be taken at all."""
    known, left = start, list(steps)
    while able := [step for step in left if known.meets(step.needs)]:
        left = [step for step in left if step not in able]
        known = grow(known, (fact for step in able for fact in step.gives), transfers_of(rules))
    return known


def explain_failure(question: Question, rules: RuleBook, start: Closure, deadline: float) -> tuple[Reason, ...]:
    """Return the lines nothing in the rules can meet; where there are none, a smallest set of clashing limits."""
    blocked = blocked_lines(question, furthest(rules, start), rules)
    if blocked:
        return blocked
    return (Reason("limits", limits=clashing(question, rules, start, deadline)),)


def clashing(question: Question, rules: RuleBook, start: Closure, deadline: float) -> tuple[str, ...]:
    """Return the names of a smallest set of limits that leaves no plan.

    Where the time or :data:`GROUPS` are not enough to find a smallest one, the set is one of which no limit can be
    left out, as far as the time allows.
    """

    going = [f"require:{id}" for id in question.under_way]

    def clash(names: Sequence[str]) -> bool:
        kept = with_limits(question.limits, (*names, *going), rules)
        return time.monotonic() < deadline and not feasible(question, kept, rules, start, deadline)

    names = tuple(name for name in limit_names(question.limits) if name not in going)
    core = names
    for name in names:
        rest = tuple(other for other in core if other != name)
        core = rest if clash(rest) else core
    smaller = chain.from_iterable(combinations(names, size) for size in range(1, len(core) + 1))
    return next((group for group in islice(smaller, GROUPS) if clash(group)), core)


def furthest(rules: RuleBook, start: Closure) -> Closure:
    """Return what is known after all the steps of the book, whatever they cost."""
    free = make_task(rules, Need(), start, Limits(hours_per_week=MOST_HOURS), 0)
    levels: dict[str, int] = {}
    for index in follow(free, free.init, free.actions):
        meaning = free.atoms[index]
        if isinstance(meaning, Fact):
            levels[meaning.skill] = max(meaning.level, levels.get(meaning.skill, 0))
    return Closure({}, levels, start.cases)


def blocked_lines(question: Question, final: Closure, rules: RuleBook) -> tuple[Reason, ...]:
    """Return the lines that ``final`` does not meet, if it does not meet what a plan must bring about."""
    if final.meets(target(question.role, question.aim, rules.policy)):
        return ()
    blocked = [line for line in question.role.must() if line.needs != Need() and not final.meets(line.needs)]
    return tuple(Reason("line", line, unreachable_facts(line.needs, final)) for line in blocked)


def unreachable_facts(need: Need, final: Closure) -> tuple[Fact, ...]:
    """Return the facts of ``need`` that are not in ``final``; of a choice, those of every alternative that fails."""
    facts = [fact for fact in need.facts if fact not in final]
    for choice in need.choices:
        if not final.meets(Need(choices=(choice,))):
            facts += [fact for alternative in choice.of for fact in unreachable_facts(alternative, final)]
    return tuple(dict.fromkeys(facts))


def limit_names(limits: Limits) -> tuple[str, ...]:
    """Return the limits that are set, by name: ``budget``, ``avoid:ID`` and so on; spare hours always are."""
    names = [name for name in ("weeks", "budget") if getattr(limits, name) is not None]
    names += ["must_earn"] * limits.must_earn
    names += [f"require:{id}" for id in sorted(set(limits.require))]
    names += [f"avoid:{id}" for id in sorted(set(limits.avoid))]
    return (*names, "hours_per_week")


def with_limits(limits: Limits, names: Sequence[str], rules: RuleBook) -> Limits:
    """Return ``limits`` with only the named ones in force; unlimited spare hours are :data:`MOST_HOURS`."""
    return Limits(
        hours_per_week=spare_hours(limits, rules.policy) if "hours_per_week" in names else MOST_HOURS,
        budget=limits.budget if "budget" in names else None,
        weeks=limits.weeks if "weeks" in names else None,
        must_earn="must_earn" in names,
        avoid=tuple(id for id in limits.avoid if f"avoid:{id}" in names),
        require=tuple(id for id in limits.require if f"require:{id}" in names),
    )


def feasible(question: Question, limits: Limits, rules: RuleBook, start: Closure, deadline: float) -> bool:
    """Say whether any plan keeps ``limits``; where the time runs out first, assume so."""
    small = reduce(task_of(replace(question, limits=limits), rules, start))
    return small is not None and has_plan(small, deadline)
