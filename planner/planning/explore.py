"""Every role of the book for one person: how far away each is, and the first step that serves most roles loved.

What the person starts with, what follows from it, and what no step can bring about are worked out once for all
roles; each role then only keeps the part of the task that leads to it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from planner.model import Limits, Profile, Role, Step, all_of
from planner.planning.alternatives import equally_good
from planner.planning.feasible import has_plan
from planner.planning.few import has_few, solve_few
from planner.planning.ground import Ground
from planner.planning.narrow import within_limits
from planner.planning.plan import Impossible, Plan, to_plan
from planner.planning.question import TIME_LIMIT, Aim, Prefer, Question, ask, deadline_in
from planner.planning.reasons import Reason, blocked_lines, furthest
from planner.planning.solve import solve
from planner.planning.task import Task, dominated, follow, make_task, reduce, relevant, target
from planner.planning.totals import ORDERS, Solution, Totals
from planner.reasoning.after import After
from planner.reasoning.audit import audit_from, closure_of
from planner.reasoning.background import background
from planner.reasoning.closure import Closure
from planner.reasoning.verdict import Verdict, fit, judge_audit, within_reach
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

Progress = Callable[[int, int], None]
EQUALS = 100
"""Of so many plans that are as good as the best one the steps are looked through, for each role loved."""


@dataclass(frozen=True)
class Prospect:
    """One role for one person: verdict, plan or why there is none, fit with values, and lines met of those that count.

    An ``Impossible`` names the lines nothing leads to; which limits clash is left to :func:`find_plan`.
    """

    role: Role
    verdict: Verdict
    answer: Plan | Impossible
    totals: Totals | None
    fit: Fraction | None
    met: int
    lines: int


@dataclass(frozen=True)
class FirstStep:
    """A step that can begin now, and the ids of the roles that have a best plan with it."""

    step: Step
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Exploration:
    """Every role by id, and the first steps that serve roles the person loves, the most useful first.

    ``loved`` are the ids of the roles that count as loved there (see :func:`explore`).
    """

    prospects: tuple[Prospect, ...]
    first: tuple[FirstStep, ...]
    loved: tuple[str, ...]

    @property
    def nearest(self) -> tuple[Prospect, ...]:
        """The prospects by what it takes to get there, in the order of wishes; those without a plan last."""
        return tuple(sorted(self.prospects, key=_distance))


def _distance(prospect: Prospect) -> tuple[bool, tuple[int, ...], int, str]:
    key = () if prospect.totals is None else prospect.totals.key(ORDERS[prospect.answer.question.prefer])
    return prospect.totals is None, key, prospect.lines - prospect.met, prospect.role.id


def explore(
    profile: Profile,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
    time_limit: float = TIME_LIMIT,
    progress: Progress | None = None,
) -> Exploration:
    """Return how far away every role of ``rules`` is, and the first steps that serve most of the roles loved.

    Options mean what they mean to :func:`find_plan`; ``time_limit`` is for all roles together, and those it cuts
    short say so. ``progress`` is told after each role how many of how many are done.

    The roles loved are those the person loves as much as the policy asks (``loved_at``), or all with any love
    where there is none. A first step is one whose needs hold at the start, of a plan shown for such a role, or of
    best plans for several. It serves a role if a plan with it is just as good as the best; it may stand in no plan
    shown. Steps are ordered by how many roles they serve, then by how much these are loved, then by id.
    """
    deadline = deadline_in(time_limit)
    expect(rules, "RuleBook", for_="the rules")
    questions = [ask(profile, role, rules, prefer=prefer, aim=aim, limits=limits) for role in rules.roles.values()]
    if not questions:
        return Exploration((), (), ())
    search = _Search(profile, rules, questions, deadline)
    found: dict[str, Prospect] = {}
    for question, solution in search.solutions():
        found[question.role.id] = search.prospect(question, solution)
        if progress is not None:
            progress(len(found), len(questions))
    prospects = tuple(found[id] for id in rules.roles)
    return Exploration(prospects, search.first_steps(prospects), tuple(sorted(search.loved)))


class _Search:
    """What all roles share: the background, its closure, and one task of which each role needs a part."""

    def __init__(self, profile: Profile, rules: RuleBook, questions: Sequence[Question], deadline: float) -> None:
        self.profile, self.rules, self.questions, self.deadline = profile, rules, questions, deadline
        self.background = background(profile, rules)
        self.start = closure_of(self.background, rules)
        self.after = After(self.start, rules)
        self.final = furthest(rules, self.start)
        self.goals, self.task = shared_task(questions, rules, self.start)
        self.ground = Ground(replace(self.task, actions=tuple(dominated(list(self.task.actions), self.task.needed))))
        self.order = ORDERS[questions[0].prefer]
        self.limited = profile.model_copy(update={"limits": questions[0].limits})
        self.reach = within_reach(self.start, questions[0].limits, rules)
        love = {id: stars for id, stars in profile.love.items() if stars and id in rules.roles}
        self.loved = {id: stars for id, stars in love.items() if stars >= rules.policy.loved_at} or love

    def solutions(self) -> Iterator[tuple[Question, Solution | None]]:
        """Yield for each role what the solver says, or ``None`` where no steps however many would do.

        What trying settles comes first; of the time left then all others get the same share, and what they leave of it.
        """
        open_ = []
        for question in self.questions:
            task = self.task_for(question)
            tried = None if task is None else solve_few(task, self.order, self.ground, deadline=self.deadline)
            if task is None or tried is None or tried.proved:
                yield question, tried
            else:
                open_.append((question, task, tried))
        for place, (question, task, tried) in enumerate(open_):
            now = time.monotonic()
            until = now + (self.deadline - now) / (len(open_) - place)
            clauses, actions = relevant(task.goal, list(task.clauses), list(task.actions), task.needed)
            small = replace(task, clauses=tuple(clauses), actions=tuple(dominated(actions, task.needed)))
            yield question, solve(small, question.prefer, deadline=until, ground=self.ground, tried=tried)

    def task_for(self, question: Question) -> Task | None:
        """Return what is asked of the ground, or ``None`` where no steps however many would do."""
        goal = self.goals.get(question.role.id)
        return None if goal is None else replace(self.ground.task, goal=goal)

    def prospect(self, question: Question, solution: Solution | None) -> Prospect:
        audit = audit_from(self.background, self.start, question.role)
        verdict = judge_audit(audit, self.limited, self.rules, reach=self.reach)
        answer = self.answer(question, solution)
        totals = answer.totals if isinstance(answer, Plan) else None
        met = len(audit.must) - len(audit.gaps)
        fitting = fit(self.profile, question.role.values)
        return Prospect(question.role, verdict, answer, totals, fitting, met, len(audit.must))

    def answer(self, question: Question, solution: Solution | None) -> Plan | Impossible:
        if solution is not None and solution.actions is not None:
            return to_plan(question, solution, self.rules, self.after)
        if solution is not None and not solution.proved:
            return Impossible(question, (Reason("time"),), solution.bound, False)
        return Impossible(question, blocked_lines(question, self.final, self.rules), Totals(0, 0, 0), True)

    def first_steps(self, prospects: Sequence[Prospect]) -> tuple[FirstStep, ...]:
        """Return the steps that can begin now and are of a best plan for roles loved, the most useful first."""
        loved = self.loved
        plans = {
            prospect.role.id: prospect.answer
            for prospect in prospects
            if prospect.role.id in loved and isinstance(prospect.answer, Plan) and prospect.answer.proved
        }
        shown = {item.step.id for plan in plans.values() for item in plan.steps}
        steps = [self.rules.all_steps[id] for id in sorted(shown | self.shared(plans.values()))]
        able = [step for step in steps if self.start.meets(step.needs)]
        found = [FirstStep(step, tuple(id for id in plans if self.serves(step, plans[id]))) for step in able]
        return tuple(sorted(found, key=lambda it: (-len(it.roles), -sum(loved[id] for id in it.roles), it.step.id)))

    def shared(self, plans: Collection[Plan]) -> set[str]:
        """Return the steps of equally good plans of more than one role, which may stand in none that is shown."""
        several = [plan for plan in plans if plan.steps]
        if len(several) < 2 or time.monotonic() > self.deadline:
            return set()
        serve = Counter(id for plan in several for id in self.of_equals(plan))
        return {id for id, roles in serve.items() if roles > 1}

    def of_equals(self, plan: Plan) -> set[str]:
        """Return the steps of the first :data:`EQUALS` plans as good as the best one."""
        goal, needed = self.goals[plan.question.role.id], self.task.needed
        clauses, actions = relevant(goal, list(self.task.clauses), list(self.task.actions), needed)
        task = replace(self.task, goal=goal, clauses=tuple(clauses), actions=tuple(actions))
        prefer, totals = plan.question.prefer, plan.totals
        equal, _ = equally_good(task, prefer, totals, EQUALS, self.deadline, ground=self.whole)
        return {id for one in equal for id in one.ids}

    def serves(self, step: Step, plan: Plan) -> bool:
        """Say whether a plan with ``step`` is as good as the best one."""
        if step.id in plan.ids:
            return True
        if not plan.steps or step.id not in {option.id for option in self.task.actions}:
            return False
        goal, totals = self.goals[plan.question.role.id], plan.totals
        needed = self.task.needed | {step.id}
        task = replace(self.task, goal=goal, needed=needed, budget=totals.money, weeks=totals.weeks)
        found = has_few(task, self.whole, steps=totals.steps, deadline=self.deadline)
        if found is None:
            clauses, actions = relevant(goal, list(task.clauses), list(task.actions), needed)
            task = replace(task, clauses=tuple(clauses), actions=tuple(actions))
            found = has_plan(task, self.deadline, steps=totals.steps)
        return found and time.monotonic() < self.deadline

    @cached_property
    def whole(self) -> Ground:
        """The ground of the task with no stand-ins dropped."""
        return Ground(self.task)


def shared_task(
    questions: Sequence[Question], rules: RuleBook, start: Closure
) -> tuple[Mapping[str, tuple[int, ...]], Task]:
    """Return the goals of the roles that can be reached, and a task reduced to what leads to any of them."""
    targets = {question.role.id: target(question.role, question.aim, rules.policy) for question in questions}
    everything = all_of(targets.values())
    asked = questions[0]
    task = make_task(rules, everything, start, asked.limits, asked.profile.current_pay)
    atoms: dict[object, int] = {meaning: number for number, meaning in enumerate(task.atoms)}
    goals = {id: tuple(atoms[part] for part in (*need.facts, *need.choices)) for id, need in targets.items()}
    known = follow(task, task.init, ())
    reachable = follow(task, known, task.actions)
    goals = {id: goal for id, goal in goals.items() if reachable.issuperset(goal)}
    small = reduce(replace(task, goal=tuple({atom: None for goal in goals.values() for atom in goal})), whole=True)
    if small is None:
        return {}, task
    small = within_limits(small)
    in_reach = known | follow(small, small.init, small.actions)
    goals = {id: tuple(a for a in goal if a not in known) for id, goal in goals.items() if in_reach.issuperset(goal)}
    return goals, small
