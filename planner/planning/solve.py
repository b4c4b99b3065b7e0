"""The best plan of a reduced task, one wish after the other, and what is proved about it.

Measures before the calendar are settled on the steps alone, which is far easier; their optimum caps the model
with a calendar, whose horizon is the calendar of a plan already known. At the end ties are broken by id, so that
every run on every machine gives the same plan. When the clock strikes, the best plan so far and the bounds
proved so far are the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from planner.planning.best import Best
from planner.planning.bound import SCALE, Bound, Relaxation
from planner.planning.choose import ChoiceModel, Outcome
from planner.planning.few import find_few, solve_few, worth_trying
from planner.planning.greedy import greedy_plan, reaches
from planner.planning.ground import Ground
from planner.planning.narrow import affordable, narrowed, within_limits
from planner.planning.task import Action, Task
from planner.planning.totals import ORDERS, Measure, Solution, Totals
from planner.planning.tree import GaveUp
from planner.planning.weeks import timely

FEW = 40
PLAIN, AT_ONCE = 400, 6.0
LIKELY = (150, 400)
_PRICES: Mapping[Measure, Callable[[Action], int]] = {
    "steps": lambda option: 1,
    "weeks": lambda option: option.weeks,
    "money": lambda option: option.money,
}


def solve(task: Task, prefer: str, *, deadline: float, ground: Ground | None = None) -> Solution:
    """Return the best plan of a reduced ``task`` in the order of wishes ``prefer`` (see :data:`ORDERS`).

    ``ground``, where it is known already, may have more actions than the task. A proved answer without a plan means
    that the limits (budget, weeks) leave none. ``deadline`` is a reading of :func:`time.monotonic`.
    """
    return solve_for(task, ORDERS[prefer], deadline=deadline, ties=True, ground=ground)


def solve_for(
    task: Task, order: Sequence[Measure], *, deadline: float, ties: bool = False, ground: Ground | None = None
) -> Solution:
    """Return a best plan by the measures of ``order`` (see :func:`solve`); with ``ties``, the first by id."""
    task = within_limits(task)
    if not reaches(task, task.actions):
        return Solution(None, {}, Totals(0, 0, 0), Totals(0, 0, 0), True)
    best = Best(task, order, deadline)
    if worth_trying(task) and time.monotonic() < deadline:
        share = time.monotonic() + (deadline - time.monotonic()) / 4
        solution = solve_few(task, order, ground or Ground(task), deadline=share, ties=ties)
        if solution.proved:
            return solution
        if solution.actions is not None:
            best.offer(solution.actions, solution.starts)
    best.offer(greedy_plan(task, _PRICES[order[0]]))
    if order[0] == "weeks":
        best.offer(greedy_plan(task, _PRICES["weeks"], side_by_side=True))
    if not task.actions or (best.actions is not None and not any(best.totals.key(order))):
        return best.answer(proved=True)
    search = _Search(best)
    for number, measure in enumerate(order):
        together = not task.serial and (measure == "weeks" or "weeks" in search.caps)
        outcome = search.settle_together(order[number:]) if together else search.settle(measure)
        if outcome == "infeasible" and best.actions is None:
            return Solution(None, {}, best.totals, best.totals, True)
        if outcome != "optimal":
            return best.answer(proved=False)
        if ties and number == 0 and (finished := search.finish_few()) is not None:
            return finished
    return best.answer(proved=not ties or search.break_ties())


class _Search:
    """Settles one measure after the other, on fewer and fewer steps."""

    def __init__(self, best: Best) -> None:
        self.best, self.task = best, best.task
        self.caps: dict[Measure, int] = {}
        self.relaxation = Relaxation(self.task)
        self.settled: set[Measure] = set()
        self.likely: Mapping[str, int] = {}
        self.tied = False
        self.plain: ChoiceModel | None = None

    def finish_few(self) -> Solution | None:
        """Return the best plan within the caps where it is found step by step."""
        if not worth_trying(self.task) or len(self.task.actions) == len(self.best.task.actions):
            return None
        order, task = self.best.order, self.task
        if order[0] == "money":
            task = replace(task, budget=self.caps["money"])
        elif order[0] == "weeks":
            task = replace(task, weeks=self.caps["weeks"])
        solution = solve_few(task, order, Ground(task), deadline=self.best.deadline, settled=True)
        return solution if solution.proved else None

    def narrow(self, actions: Sequence[Action]) -> None:
        """Go on with ``actions`` only."""
        if len(actions) < len(self.task.actions):
            self.task = narrowed(self.task, actions)
            self.relaxation = self.relaxation.narrowed(self.task)

    def settle(self, measure: Measure) -> Outcome:
        """Prove the least value of ``measure`` within the caps so far, and cap it."""
        outcome = self.settle_plainly(measure)
        if outcome in ("optimal", "infeasible"):
            return outcome
        bound = self.look(measure)
        if bound is None:
            return "infeasible"
        outcome = self.prove(measure, bound)
        if outcome == "optimal":
            self.narrow(bound.survivors(self.task.actions, self.best.bound[measure], self.task.needed))
            self.caps[measure] = self.best.bound[measure]
        return outcome

    def settle_plainly(self, measure: Measure) -> Outcome:
        """Give the exact model a short while with the whole task, where that is small and needs no calendar.

        Deep chains and set covers are quickly done without a linear programme, which only helps to leave steps out.
        """
        best = self.best
        timed = not self.task.serial and ("weeks" in (measure, *self.caps) or self.task.weeks is not None)
        if len(self.task.actions) > PLAIN or timed or best.actions is None:
            return "unknown"
        if self.plain is None:
            horizon = self.longest(self.task) if self.task.serial else None
            self.plain = self.capped(ChoiceModel(self.task, horizon=horizon))
        self.plain.hint(best.actions)
        until = min(best.deadline, time.monotonic() + AT_ONCE)
        found = self.plain.minimise(measure, deadline=until, at_least=best.bound[measure], alone=False)
        if found.actions:
            best.offer(found.actions)
        best.bound[measure] = max(best.bound[measure], found.bound)
        if found.outcome == "optimal":
            self.caps[measure] = best.bound[measure]
            self.plain.cap(measure, self.caps[measure])
        return found.outcome

    def look(self, measure: Measure) -> Bound | None:
        """Bound ``measure`` and try the plan the bound suggests; None where the caps leave no plan."""
        best = self.best
        if best.actions is not None:
            self.narrow(affordable(self.task, measure, best.totals))
        known = best.totals.of(measure) if best.actions is not None else None
        bound = self.relaxation.bound(measure, self.caps, enough=known, deadline=best.deadline)
        if bound is not None:
            best.bound[measure] = max(best.bound[measure], bound.value)
            self.offer_near(bound)
        return bound

    def settle_together(self, measures: Sequence[Measure]) -> Outcome:
        """Settle the first of ``measures``; where the exact model is asked, it settles those after it as well.

        A calendar makes the model dear, so it is asked once for all that is left, except where the weeks come
        first and many steps are left: then their optimum narrows the calendar for the rest.
        """
        best, measure = self.best, measures[0]
        if measure in self.settled:
            self.caps[measure] = best.totals.of(measure)
            return "optimal"
        if best.actions is None or (len(measures) > 1 and len(self.task.actions) > FEW):
            return self.settle(measure)
        bound = self.look(measure)
        if bound is None:
            return "infeasible"
        self.narrow(bound.survivors(self.task.actions, best.totals.of(measure), self.task.needed))
        if best.bound[measure] < best.totals.of(measure):
            if time.monotonic() > best.deadline:
                return "unknown"
            outcome = self.settle_last(measure) if len(measures) == 1 else self.ask_once(measures)
            if outcome != "optimal":
                return outcome
            self.settled.update(measures)
            best.bound.update({settled: best.totals.of(settled) for settled in measures})
        self.caps[measure] = best.totals.of(measure)
        return "optimal"

    def ask_once(self, measures: Sequence[Measure]) -> Outcome:
        """Settle ``measures`` in one run of the exact model."""
        best, measure = self.best, measures[0]
        assert best.actions is not None
        model = self.exact(measure, self.task)
        model.hint(best.actions, best.starts)
        found = model.minimise(*measures, deadline=best.deadline, at_least=best.bound[measure])
        if found.outcome in ("optimal", "feasible"):
            best.offer(found.actions, found.starts)
        best.bound[measure] = max(best.bound[measure], found.bound)
        return found.outcome

    def settle_last(self, measure: Measure) -> Outcome:
        """Settle the last measure and the ids together: where nothing is better in either, one run says so."""
        best = self.best
        assert best.actions is not None
        model = self.exact(measure, self.task)
        model.better(measure, best.totals.of(measure), best.actions)
        found = model.minimise(measure, deadline=best.deadline)
        if found.outcome in ("optimal", "feasible"):
            best.offer(found.actions, found.starts)
        if found.outcome in ("feasible", "unknown"):
            best.bound[measure] = max(best.bound[measure], found.bound)
            return found.outcome
        self.tied = found.outcome == "infeasible"
        return "optimal"

    def prove(self, measure: Measure, bound: Bound) -> Outcome:
        """Close what is left between the bound and the best plan.

        Asks for a plan a little above the bound, which few steps can be part of, and goes up only when there is
        none: most steps never enter an exact model.
        """
        best, task = self.best, self.task
        room = 0
        while best.actions is None or best.bound[measure] < best.totals.of(measure):
            if time.monotonic() > best.deadline:
                return "unknown"
            target = self.soon(room) if measure == "weeks" else self.target(measure, bound)
            part = task if target is None else self.within(measure, target, bound)
            if part is None:
                assert target is not None
                best.bound[measure] = target + 1
                room = 2 * room + 1
                continue
            tried = None if target is None else self.offer_few(measure, part, target)
            if tried is False:
                assert target is not None
                best.bound[measure] = target + 1
                room = 2 * room + 1
                continue
            if tried:
                continue
            if target is not None and self.offer_likely(measure, part, target, bound):
                continue
            model = self.exact(measure, part, target)
            if target is not None:
                model.cap(measure, target)
            if best.actions is not None and target is None:
                model.hint(best.actions, best.starts)
            several = len(part.actions) > FEW
            found = model.minimise(measure, deadline=best.deadline, at_least=best.bound[measure], second=several)
            if found.outcome in ("optimal", "feasible"):
                best.offer(found.actions, found.starts)
            if found.outcome == "infeasible" and target is not None:
                best.bound[measure] = target + 1
                room = 2 * room + 1
                continue
            if found.outcome == "infeasible":
                return "infeasible"
            best.bound[measure] = max(best.bound[measure], found.bound)
            if found.outcome != "optimal":
                return found.outcome
            break
        return "optimal"

    def offer_few(self, measure: Measure, task: Task, target: int) -> bool | None:
        """Try for a plan of no more than ``target`` step by step, and say whether there is one; None: it gave up."""
        if not worth_trying(task):
            return None
        limits: dict[Measure, int] = {**self.caps, measure: target}
        money = min((cap for cap in (limits.get("money"), task.budget) if cap is not None), default=None)
        weeks = min((cap for cap in (limits.get("weeks"), task.weeks) if cap is not None), default=None)
        capped = replace(task, budget=money, weeks=weeks)
        try:
            found = find_few(capped, Ground(capped), steps=limits.get("steps"), deadline=self.best.deadline)
        except GaveUp:
            return None
        if found is not None:
            assert found.actions is not None
            self.best.offer(found.actions, found.starts)
        return found is not None

    def soon(self, room: int) -> int | None:
        """Return the week to ask for next: ``room`` weeks above what is proved, below what is known to be possible.

        None (ask for any) where no plan is known and that is all there is to ask for. A short calendar leaves few
        steps and little to place, so that asking from below, each time for twice as much room, costs less than
        asking once for anything shorter than a long plan.
        """
        best = self.best
        week = best.bound["weeks"] + room
        if best.actions is not None:
            return min(week, best.totals.weeks - 1)
        return week if week < self.longest(self.task) else None

    def offer_likely(self, measure: Measure, task: Task, target: int, bound: Bound) -> bool:
        """Try for a plan of no more than ``target`` among the likeliest steps, and say whether there is one.

        Where the bound is the answer, as it often is, nothing larger has to be looked at. Likely are the steps that
        cost a plan least; where weeks are the measure, those that cost a plan of so many weeks the fewest steps.
        """
        if measure != "weeks":
            extra: Mapping[str, int] = dict(zip((o.id for o in self.task.actions), bound.excess, strict=True))
        elif (known := self.extra_steps(task, target)) is not None:
            extra = known
        else:
            return False
        ranked = sorted(task.actions, key=lambda o: (o.id not in task.needed, extra.get(o.id, SCALE), o.id))
        for count in LIKELY:
            if len(ranked) > 2 * count and self.offer_among(ranked[:count], measure, task, target):
                return True
        return False

    def extra_steps(self, task: Task, week: int) -> Mapping[str, int] | None:
        """Return how many steps (in ``SCALE``-ths) each one costs a plan of ``week`` weeks, looked into once."""
        if not self.likely:
            near = Relaxation(task).bound("steps", {**self.caps, "weeks": week}, deadline=self.best.deadline)
            if near is None:
                return None
            self.likely = dict(zip((option.id for option in task.actions), near.excess, strict=True))
        return self.likely

    def offer_among(self, actions: Sequence[Action], measure: Measure, task: Task, target: int) -> bool:
        """Try for a plan of no more than ``target`` with these steps alone, and say whether there is one."""
        best, part = self.best, narrowed(task, sorted(actions, key=lambda option: option.id))
        if not reaches(part, part.actions):
            return False
        model = self.exact(measure, part, target)
        model.cap(measure, target)
        found = model.minimise(measure, deadline=best.deadline)
        if found.actions:
            best.offer(found.actions, found.starts)
        return best.actions is not None and best.totals.of(measure) <= target

    def within(self, measure: Measure, target: int, bound: Bound) -> Task | None:
        """Return the task with the steps that a plan taking no more than ``target`` may use; None if that leaves none.

        Where a wish before the weeks is settled, a plan in time must still keep to it, which few steps let it.
        """
        part = narrowed(self.task, bound.survivors(self.task.actions, target, self.task.needed))
        if measure == "weeks":
            part = narrowed(part, timely(part, target))
            if not reaches(part, part.actions):
                return None
            for settled, value in list(self.caps.items())[:1]:
                others = {name: cap for name, cap in self.caps.items() if name != settled}
                relaxation = self.relaxation.narrowed(part)
                caps: dict[Measure, int] = {**others, "weeks": target}
                near = relaxation.bound(settled, caps, enough=value + 1, deadline=self.best.deadline)
                if near is None or near.value > value:
                    return None
                part = narrowed(part, near.survivors(part.actions, value, part.needed))
        return part if reaches(part, part.actions) else None

    def target(self, measure: Measure, bound: Bound) -> int | None:
        """Return the value to ask for next: as high as leaves few steps.

        None (ask for any) once that would leave most of them, or all where no plan is known that ends the asking.
        """
        best, low = self.best, self.best.bound[measure]
        limit = low * SCALE - bound.scaled
        count = sum(extra <= limit for extra in bound.excess)
        if 2 * count > len(bound.excess) and len(bound.excess) > FEW:
            return low if best.actions is not None and low < best.totals.of(measure) else None
        roomy = sorted(bound.excess)[: max(3 * count, FEW)]
        if best.actions is None and len(roomy) == len(bound.excess):
            return None
        reach = max(low, (bound.scaled + roomy[-1]) // SCALE)
        return reach if best.actions is None else min(reach, best.totals.of(measure) - 1)

    def offer_near(self, bound: Bound) -> None:
        """Try the plan that the fractional one suggests."""
        likely = {option.id: weight for option, weight in zip(self.task.actions, bound.weights, strict=True)}
        self.best.offer(greedy_plan(self.task, lambda option: round(1000 * (1 - likely[option.id])) + 1))

    def exact(self, measure: Measure, task: Task, target: int | None = None) -> ChoiceModel:
        """Return the exact model of ``task`` within the caps: with a calendar only where weeks have a say.

        Where weeks are the measure the calendar ends with ``target``.
        """
        best = self.best
        if measure != "weeks" and "weeks" not in self.caps and best.task.weeks is None:
            return self.capped(ChoiceModel(task))
        settled = best.actions is not None and (measure == "weeks" or "weeks" in self.caps)
        horizon = min(self.longest(task), best.totals.weeks) if settled else self.longest(task)
        if measure == "weeks" and target is not None:
            horizon = min(horizon, target)
        return self.capped(ChoiceModel(task, horizon=horizon))

    def longest(self, task: Task) -> int:
        """Return the weeks after which every plan of ``task`` has ended."""
        all_in_turn = sum(option.weeks for option in task.actions)
        return all_in_turn if self.best.task.weeks is None else min(all_in_turn, self.best.task.weeks)

    def capped(self, model: ChoiceModel) -> ChoiceModel:
        for measure, value in self.caps.items():
            if measure != "weeks" or model.end is not None:
                model.cap(measure, value)
        return model

    def break_ties(self) -> bool:
        """Go on to the plan whose ids come first among all that are equally good; False if time ran out."""
        best = self.best
        if self.tied or best.actions is None or len(self.task.actions) == len(best.actions):
            return True
        model = self.exact("weeks", self.task)
        model.model.clear_objective()
        while True:
            model.forbid_before(best.actions)
            found = model.solve(best.deadline)
            if found.outcome not in ("optimal", "feasible"):
                return found.outcome == "infeasible"
            best.offer(found.actions, found.starts)
