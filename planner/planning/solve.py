"""The best plan of a reduced task, one wish after the other, and what is proved about it.

Most questions are settled by trying (:mod:`planner.planning.few`). Small ones without a calendar, deep chains and set
covers among them, are given whole to the plain model (:mod:`planner.planning.choose`). For the rest each measure in
turn is bounded by a linear programme over landmarks (:mod:`planner.planning.bound`), which rules many actions out;
what is left between the bound and the best plan known is asked of a model that is only told what it gets wrong
(:mod:`planner.planning.lazy`). The optimum of each measure caps the next. At the end ties are broken by id, so that
every run on every machine gives the same plan. When the clock strikes, the best plan so far and the bounds proved so
far are the answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from planner.planning.best import Best
from planner.planning.bitset import union
from planner.planning.bound import Bound, Relaxation
from planner.planning.choose import ChoiceModel
from planner.planning.few import glance, solve_few, worth_trying
from planner.planning.greedy import greedy_plan, reaches
from planner.planning.ground import Ground
from planner.planning.known import known_of
from planner.planning.lazy import Found, Model
from planner.planning.narrow import affordable, narrowed, within_limits
from planner.planning.task import Action, Task
from planner.planning.totals import ORDERS, GaveUp, Measure, Solution, amount

PLAIN, AT_ONCE = 400, 6.0


def solve(
    task: Task, prefer: str, *, deadline: float, ground: Ground | None = None, tried: Solution | None = None
) -> Solution:
    """Return the best plan of a reduced ``task`` in the order of wishes ``prefer`` (see :data:`ORDERS`).

    ``ground``, where it is known already, may have more actions than the task; ``tried`` is what trying told of it,
    where it was not enough. A proved answer without a plan means that the limits (budget, weeks) leave none.
    ``deadline`` is a reading of :func:`time.monotonic`.
    """
    return solve_for(task, ORDERS[prefer], deadline=deadline, ties=True, ground=ground, tried=tried)


def solve_for(
    task: Task,
    order: Sequence[Measure],
    *,
    deadline: float,
    ties: bool = False,
    ground: Ground | None = None,
    tried: Solution | None = None,
) -> Solution:
    """Return a best plan by the measures of ``order`` (see :func:`solve`); with ``ties``, the first by id."""
    whole, task = task, within_limits(task)
    if task is not whole and not reaches(task, task.actions):
        return Solution.no_plan(proved=True)
    best = Best(task, order, deadline)
    left = deadline - time.monotonic()
    if left <= 0:
        tried = tried if tried is not None and tried.actions is not None else glance(task, order)
    elif tried is None and worth_trying(task):
        ground = ground or Ground(task)
        tried = solve_few(task, order, ground, deadline=deadline - left * 3 / 4, ties=ties)
    if tried is not None and tried.proved:
        return tried
    if tried is not None and tried.actions is not None:
        best.offer(tried.actions, tried.starts)
    for measure in order:  # the first is the likeliest to be good, the others may keep a limit it breaks
        if measure == order[0] or best.actions is None:
            best.offer(greedy_plan(task, partial(amount, measure=measure)))
    if order[0] == "weeks":
        best.offer(greedy_plan(task, lambda option: option.weeks, side_by_side=True))
    if not task.actions or (best.actions is not None and not any(best.totals.key(order))):
        return best.answer(proved=True)
    if left <= 0:
        return best.answer(proved=False)
    return _Search(best, ground or Ground(task)).settle(order, ties=ties)


def solve_at_once(
    task: Task, order: Sequence[Measure], *, deadline: float, ground: Ground, least_steps: int = 0
) -> Solution:
    """Return what :func:`solve_for` does, with ties, bounding the first measure alone and asking for all in one.

    Where limits leave little room that is sooner done: most often there is no plan within them.
    """
    if task.weeks is None:
        task = replace(task, weeks=sum(option.weeks for option in task.actions))
    task = within_limits(task)
    if not reaches(task, task.actions):
        return Solution.no_plan(proved=True)
    best = Best(task, order, deadline)
    best.bound["steps"] = least_steps
    return _Search(best, ground).settle_at_once(order)


class _Search:
    """Settles one measure after the other, on fewer and fewer actions."""

    def __init__(self, best: Best, ground: Ground) -> None:
        self.best, self.task, self.deadline = best, best.task, best.deadline
        self.known = known_of(best.task, ground)
        self.landmarks: dict[int, None] = {}
        limits: Mapping[Measure, int | None] = {"money": best.task.budget, "weeks": best.task.weeks}
        self.limits: dict[Measure, int] = {measure: cap for measure, cap in limits.items() if cap is not None}
        self.caps: dict[Measure, int] = {}
        self.plain: ChoiceModel | None = None

    def settle(self, order: Sequence[Measure], *, ties: bool) -> Solution:
        """Return the best plan by the measures of ``order``."""
        best = self.best
        try:
            for measure in order:
                if not self.least(measure):
                    return Solution.no_plan(proved=True)
                self.caps[measure] = best.bound[measure] = best.totals.of(measure)
                if ties and measure == order[0] and (finished := self.finish_few()) is not None:
                    return finished
            if ties:
                self.first_by_id()
        except GaveUp:
            return best.answer(proved=False)
        return best.answer(proved=True)

    def settle_at_once(self, order: Sequence[Measure]) -> Solution:
        """Return the best plan by the measures of ``order``, bounded for the first alone and asked for in one."""
        best = self.best
        try:
            if self.look(order[0]) is None or self.find({}, order[0], self.task.actions, then=order[1:]) is None:
                return Solution.no_plan(proved=True)
            self.caps = {measure: best.totals.of(measure) for measure in order}
            best.bound = dict(self.caps)
            if (finished := self.finish_few()) is not None:
                return finished
            self.first_by_id()
        except GaveUp:
            return best.answer(proved=False)
        return best.answer(proved=True)

    @cached_property
    def relaxation(self) -> Relaxation:
        return Relaxation(self.best.task)

    def finish_few(self) -> Solution | None:
        """Return the best plan within the caps where it is found by trying."""
        if not worth_trying(self.task):
            return None
        caps = {**self.limits, **self.caps}
        task = replace(self.best.task, budget=caps.get("money"), weeks=caps.get("weeks"))
        best, ground = self.best, self.known.ground
        least = best.bound["steps"]
        solution = solve_few(task, best.order, ground, deadline=self.deadline, settled=True, least_steps=least)
        return solution if solution.proved else None

    def least(self, measure: Measure) -> bool:
        """Prove the least value of ``measure`` within the caps so far; False where they leave no plan."""
        best = self.best
        settled = self.settle_plainly(measure)
        if settled is not None:
            return settled
        bound = self.look(measure)
        if bound is None:
            return False
        if measure == "weeks" and not self.task.serial and not self.caps:
            if best.actions is None and self.find({}, "steps", self.task.actions) is None:
                return False
            self.quickest(bound)
        elif best.actions is None:
            if self.find({}, measure, self.task.actions) is None:
                return False
        elif best.bound[measure] < best.totals.of(measure):
            less = best.totals.of(measure) - 1
            able = bound.survivors(self.task.actions, less, self.task.needed)
            self.find({measure: less}, measure, able)
        self.narrow(bound.survivors(self.task.actions, best.totals.of(measure), self.task.needed))
        return True

    def settle_plainly(self, measure: Measure) -> bool | None:
        """Give the plain model a short while with the whole task, where that is small and needs no calendar.

        Deep chains, set covers and steps as good as each other are quickly done without knowing any landmark. Returns
        whether there is a plan, or ``None`` where that is not settled.
        """
        best = self.best
        timed = not self.task.serial and ("weeks" in (measure, *self.caps) or self.task.weeks is not None)
        if len(self.task.actions) > PLAIN or timed or best.actions is None:
            return None
        if self.plain is None:
            self.plain = ChoiceModel(self.task)
            for settled, cap in {**self.limits, **self.caps}.items():
                if settled != "weeks" or self.task.serial:
                    self.plain.cap(settled, cap)
        self.plain.hint(best.actions)
        until = min(best.deadline, time.monotonic() + AT_ONCE)
        found = self.plain.minimise(measure, deadline=until, at_least=best.bound[measure])
        if found.actions:
            best.offer(found.actions)
        best.bound[measure] = max(best.bound[measure], found.bound)
        if found.outcome != "optimal":
            return False if found.outcome == "infeasible" else None
        self.plain.cap(measure, best.bound[measure])
        return True

    def look(self, measure: Measure) -> Bound | None:
        """Bound ``measure`` and try the plan the bound suggests; None where the caps leave no plan."""
        best = self.best
        if best.actions is not None:
            self.narrow(affordable(self.task, measure, best.totals))
        known = best.totals.of(measure) if best.actions is not None else None
        bound = self.relaxation.bound(measure, self.caps, enough=known, deadline=best.deadline)
        if bound is not None:
            best.bound[measure] = max(best.bound[measure], bound.value)
            likely = {option.id: weight for option, weight in zip(self.task.actions, bound.weights, strict=True)}
            best.offer(greedy_plan(self.task, lambda option: round(1000 * (1 - likely[option.id])) + 1))
            numbers = [self.known.number[option.id] for option in self.task.actions]
            for landmark in self.relaxation.landmarks:
                self.landmarks[union(1 << numbers[place] for place in landmark)] = None
        return bound

    def narrow(self, actions: Sequence[Action]) -> None:
        """Go on with ``actions`` only."""
        if len(actions) < len(self.task.actions):
            self.task = narrowed(self.task, actions)
            self.relaxation = self.relaxation.narrowed(self.task)

    def quickest(self, bound: Bound) -> None:
        """Prove the least weeks where no other wish is settled before.

        Asks from below, each time for twice as much room: a short calendar leaves few actions to choose from, and
        little to place. What is then left between the two ends is halved.
        """
        best = self.best
        best.bound["weeks"] = max(best.bound["weeks"], self.known.soon)
        room = 0
        while best.bound["weeks"] < best.totals.weeks:
            week = min(best.bound["weeks"] + room, (best.bound["weeks"] + best.totals.weeks - 1) // 2)
            able = bound.survivors(self.task.actions, week, self.task.needed)
            if self.find({"weeks": week}, "steps", able) is None:
                best.bound["weeks"] = week + 1
                room = 2 * room + 1

    def find(
        self,
        more: Mapping[Measure, int],
        measure: Measure,
        actions: Sequence[Action],
        *,
        then: Sequence[Measure] = ("steps",),
    ) -> Found | None:
        """Find a plan of these ``actions`` within the caps and ``more`` that takes the least of ``measure``."""
        best, caps = self.best, {**self.limits, **self.caps, **more}
        model = Model(self.known, caps, self.known.bits_of(actions), self.landmarks)
        model.bound = best.bound[measure]
        try:
            found = model.find(measure, self.deadline, self.offer if model.end is None else None, then=then)
        except GaveUp:
            if measure in more or not more:
                best.bound[measure] = max(best.bound[measure], model.bound)
            raise
        if found is not None:
            self.offer(found.numbers, found.starts)
        return found

    def offer(self, numbers: Sequence[int], starts: Mapping[int, int] | None = None) -> None:
        """Take a plan in where it is better than the best so far."""
        options = self.known.options
        actions = tuple(options[number] for number in sorted(numbers))
        self.best.offer(actions, None if starts is None else {options[n].id: week for n, week in starts.items()})

    def first_by_id(self) -> None:
        """Go on to the plan whose ids come first among all that are equally good."""
        if self.best.actions is not None and len(self.task.actions) == len(self.best.actions):
            return
        able = self.known.bits_of(self.task.actions)
        model = Model(self.known, {**self.limits, **self.caps}, able, self.landmarks)
        while True:
            assert self.best.actions is not None
            model.forbid_before(self.known.number[option.id] for option in self.best.actions)
            found = model.find(None, self.deadline)
            if found is None:
                return
            self.offer(found.numbers, found.starts)
