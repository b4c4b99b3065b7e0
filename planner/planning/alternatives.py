"""Other plans worth a look: all that are equally good, and the trade-off front over steps, weeks and money."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from planner.model import Limits, Profile, Role
from planner.planning.bound import Relaxation
from planner.planning.calendar import best_calendar
from planner.planning.few import all_few, worth_trying
from planner.planning.ground import Ground
from planner.planning.known import Known
from planner.planning.lazy import Model
from planner.planning.narrow import narrowed
from planner.planning.plan import TIME_LIMIT, Aim, Impossible, Plan, Prefer, find_plan, starting_closure, to_plan
from planner.planning.solve import solve
from planner.planning.task import Action, Task, dominated, make_task, reduce, target
from planner.planning.totals import ORDERS, Measure, Solution, Totals
from planner.planning.tree import GaveUp
from planner.rulebook.book import RuleBook


@dataclass(frozen=True)
class Alternatives:
    """The best plan, those that tie with it in every wish (it comes first), and the trade-off front.

    No plan of the front is better than another in steps, weeks and money at once, and every plan outside it is
    matched or beaten by one inside. The ``complete`` flags are False where the count or the time ran out.
    """

    best: Plan
    equal: tuple[Plan, ...]
    equal_complete: bool
    front: tuple[Plan, ...]
    front_complete: bool


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

    Two plans are different when their steps are. Everything is exact unless a flag says that the time ran out.
    """
    deadline = time.monotonic() + time_limit
    best = find_plan(profile, role, rules, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(best, Impossible):
        return best
    question = best.question
    closure = starting_closure(profile, rules)
    goal = target(question.role, aim, rules.policy)
    task = reduce(make_task(rules, goal, closure, question.limits, profile.current_pay), whole=True)
    assert task is not None
    equal, complete = [best], best.proved
    if best.proved and best.steps:
        found, complete = equally_good(task, prefer, best.totals, count, deadline)
        equal += [to_plan(question, one, rules, closure) for one in found if one.ids != best.ids][: count - 1]
    small = replace(task, actions=tuple(dominated(list(task.actions), task.needed)))
    front, whole = trade_offs(small, deadline)
    plans = [to_plan(question, solution, rules, closure) for solution in front]
    return Alternatives(best, (best, *sorted(equal[1:], key=lambda plan: plan.ids)), complete, tuple(plans), whole)


def equally_good(
    task: Task, prefer: str, totals: Totals, count: int, deadline: float
) -> tuple[list[Solution], bool]:
    """Return up to ``count`` plans whose totals are ``totals``, the best there are, and whether these are all."""
    capped = replace(task, budget=totals.money, weeks=totals.weeks)
    if worth_trying(task):
        found = all_few(capped, Ground(task), totals.steps, count + 1, deadline=deadline)
        if found is not None:
            return found[:count], len(found) <= count
    solutions: list[Solution] = []
    for actions in _one_by_one(task, prefer, totals, deadline):
        if actions is None or len(solutions) == count:
            return solutions, False
        starts, _ = best_calendar(task, actions)
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


def trade_offs(task: Task, deadline: float) -> tuple[list[Solution], bool]:
    """Return the trade-off front, by steps, weeks and money, and whether it is complete.

    The plans with fewest steps, weeks and money are on it, and nothing below them is looked at. What is not yet on it
    is shorter or cheaper than all that is on it with fewer steps: it lies in a few boxes (at most so many weeks, so
    much money), none inside another. The best plan of any of them, fewest steps first, is on the front, and parts
    the boxes that hold it in two.
    """
    ground = Ground(task)
    ends = [solve(task, prefer, deadline=deadline, ground=ground) for prefer in ("steps", "money", "time")]
    fewest, cheapest, quickest = ends
    front = {_rank(end): end for end in ends if end.actions is not None and end.proved}
    settled = [
        (_Box(task.weeks, task.budget), fewest),
        (_Box(task.weeks, cheapest.totals.money), cheapest),
        (_Box(quickest.totals.weeks, task.budget), quickest),
    ]
    settled = [(box, best) for box, best in settled if best.proved and best.actions is not None]
    complete, boxes = all(end.proved for end in ends), [_Box(task.weeks, task.budget)]
    while boxes:
        nearest: Solution | None = None
        for box in [box for box in boxes if box.holds(quickest.bound.weeks, cheapest.bound.money)]:
            best = next((best for larger, best in settled if box.settled_by(larger, best)), None)
            if best is None:
                limited = replace(task, weeks=box.weeks, budget=box.money)
                best = solve(limited, "steps", deadline=deadline, ground=ground)
                complete = complete and best.proved
                if best.proved:
                    settled.append((box, best))
            if best.proved and best.actions is not None and (nearest is None or _rank(best) < _rank(nearest)):
                nearest = best
        if nearest is None:
            break
        front[_rank(nearest)] = nearest
        boxes = _parted(boxes, nearest.totals)
    return [front[key] for key in sorted(front)], complete


def _rank(plan: Solution) -> tuple[int, ...]:
    return plan.totals.key(ORDERS["steps"])


class _Box(NamedTuple):
    """Plans that take at most so many weeks and so much money; ``None``: any."""

    weeks: int | None
    money: int | None

    def holds(self, weeks: int, money: int) -> bool:
        """Say whether a plan of so many weeks and so much money is in the box."""
        return (self.weeks is None or weeks <= self.weeks) and (self.money is None or money <= self.money)

    def inside(self, other: _Box) -> bool:
        """Say whether all plans of the box are in another one too."""
        return all(most is None or (mine is not None and mine <= most) for mine, most in zip(self, other, strict=True))

    def settled_by(self, larger: _Box, best: Solution) -> bool:
        """Say whether the box lies in a ``larger`` one whose ``best`` plan is in it too, and so its best as well."""
        return self.inside(larger) and (best.actions is None or self.holds(best.totals.weeks, best.totals.money))

    def parts(self, totals: Totals) -> tuple[_Box, _Box]:
        """Return the boxes of what is shorter, and of what is cheaper, than a plan in this one."""
        return _Box(totals.weeks - 1, self.money), _Box(self.weeks, totals.money - 1)


def _parted(boxes: Sequence[_Box], totals: Totals) -> list[_Box]:
    """Return the boxes of what is shorter or cheaper than ``totals``, without those inside another."""
    parts = dict.fromkeys(
        part for box in boxes for part in (box.parts(totals) if box.holds(totals.weeks, totals.money) else (box,))
    )
    return [part for part in parts if not any(part != other and part.inside(other) for other in parts)]
