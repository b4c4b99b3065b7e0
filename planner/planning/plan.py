"""Plans: the provably shortest set of interim steps, in a calendar, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from planner.model import Fact, Limits, Need, Profile, Role, Step
from planner.planning.proof import Proof
from planner.planning.question import TIME_LIMIT, Aim, Prefer, Question, ask, deadline_in, starting_closure, task_of
from planner.planning.reasons import Reason, explain_failure
from planner.planning.solve import solve
from planner.planning.task import reduce
from planner.planning.totals import Solution, Totals
from planner.reasoning.after import After
from planner.reasoning.closure import Closure
from planner.rulebook.book import RuleBook


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

    >>> from planner import HeldRole, Profile, find_plan, load_rules
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> plan = find_plan(cook, "electrician-apprentice", rules)
    >>> plan.ids, plan.proved
    (('construction-pre-apprenticeship', 'driving-school', 'ged-self-study'), True)
    """
    question = ask(profile, role, rules, prefer=prefer, aim=aim, limits=limits)
    return plan_again(question, rules, time_limit=time_limit)


def plan_again(question: Question, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> Plan | Impossible:
    """Return the answer to a question, as :func:`find_plan` does to the one it makes."""
    return answer(question, rules, starting_closure(question.profile, rules), deadline_in(time_limit))


def answer(question: Question, rules: RuleBook, start: Closure, deadline: float) -> Plan | Impossible:
    """Return the answer to a checked question whose starting closure is known (see :func:`find_plan`)."""
    solution = best_solution(question, rules, start, deadline)
    if solution is not None and solution.actions is not None:
        return to_plan(question, solution, rules, After(start, rules))
    if solution is not None and not solution.proved:
        return Impossible(question, (Reason("time"),), solution.bound, False)
    return Impossible(question, explain_failure(question, rules, start, deadline), Totals(0, 0, 0), True)


def best_solution(question: Question, rules: RuleBook, start: Closure, deadline: float) -> Solution | None:
    """Return what the solver says, or ``None`` where none of the steps that may be taken, however many, would do."""
    small = reduce(task_of(question, rules, start))
    return None if small is None else solve(small, question.prefer, deadline=deadline)


def to_plan(question: Question, solution: Solution, rules: RuleBook, after: After) -> Plan:
    """Return a solution in the words of the rules: what each step is for; ``after`` is what follows from steps."""
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
    everything = after.steps(chosen)
    planned = []
    for step in chosen:
        without = after.steps(other for other in chosen if other is not step)
        begin = solution.starts[step.id]
        known = after.steps(other for other in chosen if solution.starts[other.id] + weeks[other.id] <= begin)
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
