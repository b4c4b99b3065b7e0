"""Other plans worth a look: all that are equally good, and the trade-off front over steps, weeks and money."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from planner.model import Limits, Profile, Role
from planner.planning.bound import Relaxation
from planner.planning.calendar import best_calendar
from planner.planning.few import all_few, worth_trying
from planner.planning.front import trade_offs
from planner.planning.ground import Ground
from planner.planning.known import Known
from planner.planning.lazy import Model
from planner.planning.narrow import narrowed
from planner.planning.plan import Impossible, Plan, find_plan, to_plan
from planner.planning.question import TIME_LIMIT, Aim, Prefer, deadline_in, starting_closure, task_of
from planner.planning.task import Action, Task, dominated, reduce
from planner.planning.totals import ORDERS, GaveUp, Measure, Solution, Totals
from planner.reasoning.after import After
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import WrongUse, expect


@dataclass(frozen=True)
class Alternatives:
    """The best plan, those that tie with it in every wish (it comes first), and the trade-off front.

    No plan of the front is better than another in steps, weeks and money at once, and every plan outside it is
    matched or beaten by one inside. ``equal_complete`` is False where the count or the time ran out; where the time
    ran out for the front, ``front_steps`` is up to how many steps all plans were looked at.
    """

    best: Plan
    equal: tuple[Plan, ...]
    equal_complete: bool
    front: tuple[Plan, ...]
    front_steps: int | None

    @property
    def front_complete(self) -> bool:
        """Whether the front is whole, whatever the number of steps."""
        return self.front_steps is None


def find_alternatives(
    profile: Profile,
    role: Role | str,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
    count: int = 10,
    time_limit: float = TIME_LIMIT,
) -> Alternatives | Impossible:
    """Return up to ``count`` plans as good as the best one, and the trade-off front; or why there is no plan.

    Options are those of :func:`find_plan`. Two plans are different when their steps are. Everything is exact unless a
    flag says that the time ran out. Raises :class:`WrongUse` for an id or option that ``rules`` do not know.
    """
    deadline = deadline_in(time_limit)
    _check(count)
    best = find_plan(profile, role, rules, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(best, Impossible):
        return best
    return alternatives_to(best, rules, count=count, time_limit=deadline - time.monotonic())


def alternatives_to(plan: Plan, rules: RuleBook, *, count: int = 10, time_limit: float = TIME_LIMIT) -> Alternatives:
    """Return up to ``count`` plans as good as ``plan``, the best for its question, and the trade-off front.

    Of a plan made by :func:`replan` the alternatives go on from where it does, too. Everything is exact unless a flag
    says that the time ran out.
    """
    expect(plan, "Plan", for_="what alternatives are looked for to")
    _check(count)
    deadline = deadline_in(time_limit)
    question = plan.question
    closure = starting_closure(question.profile, rules)
    task, after = reduce(task_of(question, rules, closure), whole=True), After(closure, rules)
    assert task is not None
    equal, complete = list[Plan](), plan.proved
    if plan.proved and plan.steps:
        found, complete = equally_good(task, question.prefer, plan.totals, count, deadline)
        equal = [to_plan(question, one, rules, after) for one in found if one.ids != plan.ids][: count - 1]
    small = replace(task, actions=tuple(dominated(list(task.actions), task.needed)))
    front, whole = trade_offs(small, deadline)
    rivals = tuple(to_plan(question, solution, rules, after) for solution in front)
    return Alternatives(plan, (plan, *sorted(equal, key=lambda one: one.ids)), complete, rivals, whole)


def with_known(found: Alternatives, plans: Iterable[Plan]) -> Alternatives:
    """Return alternatives with other ``plans`` for the same question, where the front was cut short of these."""
    if found.front_complete:
        return found
    front = list(found.front)
    for plan in plans:
        if not any(other.totals.at_most(plan.totals) for other in front):
            front = [other for other in front if not plan.totals.at_most(other.totals)] + [plan]
    ranked = sorted(front, key=lambda plan: (plan.totals.key(ORDERS["steps"]), plan.ids))
    return replace(found, front=tuple(ranked))


def _check(count: int) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise WrongUse(f"count is how many plans to show, a whole number from 1, not {count!r}")


def equally_good(
    task: Task, prefer: str, totals: Totals, count: int, deadline: float, *, ground: Ground | None = None
) -> tuple[list[Solution], bool]:
    """Return up to ``count`` plans whose totals are ``totals``, the best there are, and whether these are all.

    ``ground`` may be that of a task with more actions and other goals.
    """
    capped = replace(task, budget=totals.money, weeks=totals.weeks)
    if worth_trying(task):
        found = all_few(capped, ground or Ground(task), totals.steps, count + 1, deadline=deadline)
        if found is not None:
            return found[:count], len(found) <= count
    solutions: list[Solution] = []
    for actions in _one_by_one(task, prefer, totals, deadline):
        if actions is None or len(solutions) == count:
            return solutions, False
        starts, _ = best_calendar(task, actions, at_most=totals.weeks)
        solutions.append(Solution(actions, starts or {}, totals, totals, True))
    return solutions, True


def _one_by_one(task: Task, prefer: str, totals: Totals, deadline: float) -> Iterator[tuple[Action, ...] | None]:
    """Yield every set of actions whose totals are ``totals``, the best there are; ``None`` where the time ran out."""
    known, relaxation, caps = Known(task, Ground(task)), Relaxation(task), dict[Measure, int]()
    for measure in ORDERS[prefer]:
        value = totals.of(measure)
        bound = relaxation.bound(measure, caps, enough=value, deadline=deadline)
        if bound is not None:
            task = narrowed(task, bound.survivors(task.actions, value, task.needed))
            relaxation = relaxation.narrowed(task)
        caps[measure] = value
    model = Model(known, caps, known.bits_of(task.actions))
    while True:
        try:
            found = model.find(None, deadline)
        except GaveUp:
            yield None
            return
        if found is None:
            return
        yield tuple(known.options[number] for number in found.numbers)
        model.forbid(found.numbers)
