"""How little any plan can take: a linear programme over landmarks, and which steps it rules out.

The programme asks for the cheapest fractional plan that pays every landmark found so far; new landmarks are cut
off until none is violated (see :mod:`planner.planning.cuts`). Its dual prices are a bill: so much for each
landmark, no step charged more than it costs. The bill is added up again in whole numbers, so a rounding error of
the solver can weaken the bound but never make it wrong. What a step costs beyond what it is charged is what any
plan with that step takes beyond the bound: steps for which that is too much are out.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from planner.planning.cuts import Cutter, Landmark
from planner.planning.ground import Ground
from planner.planning.late import Clock
from planner.planning.task import Action, Task
from planner.planning.totals import Measure
from planner.planning.weeks import earliest_weeks

SCALE = 5040
ROUNDS = 40
SEEDED = 20_000


@dataclass(frozen=True)
class Bound:
    """A proved bound on a measure: ``value`` in whole units, and each action's ``excess`` in ``SCALE``-ths.

    A plan with the action takes at least ``scaled + excess``; ``weights`` is the fractional plan.
    """

    value: int
    scaled: int
    excess: tuple[int, ...]
    weights: tuple[float, ...]

    def survivors(self, actions: Sequence[Action], at_most: int, needed: frozenset[str]) -> list[Action]:
        """Return the actions that a plan taking no more than ``at_most`` may use."""
        limit = at_most * SCALE - self.scaled
        return [o for o, extra in zip(actions, self.excess, strict=True) if extra <= limit or o.id in needed]


class Relaxation:
    """The landmarks of one task, shared by the bounds on all its measures."""

    def __init__(self, task: Task, landmarks: Sequence[Landmark] | None = None) -> None:
        self.task = task
        if landmarks is None:
            landmarks = Ground(task).landmarks_of_goal() if len(task.actions) <= SEEDED else ()
        self.landmarks: dict[Landmark, None] = dict.fromkeys(landmarks)
        self.late: dict[Landmark, int] = {}

    @cached_property
    def cutter(self) -> Cutter:
        return Cutter(self.task)

    @cached_property
    def critical(self) -> int:
        """The weeks any plan takes even if no resource is ever short."""
        return critical_weeks(self.task)

    def narrowed(self, task: Task) -> Relaxation:
        """Return the relaxation of a task with fewer actions, the landmarks found so far kept."""
        place = {option.id: number for number, option in enumerate(task.actions)}
        ids = [option.id for option in self.task.actions]

        def moved(cut: Landmark) -> Landmark:
            return frozenset(place[ids[n]] for n in cut if ids[n] in place)

        found = Relaxation(task, [moved(cut) for cut in self.landmarks])
        found.late = {moved(cut): weeks for cut, weeks in self.late.items()}
        return found

    @cached_property
    def clock(self) -> Clock:
        """When things can be known, for landmarks of plans that must be over in time."""
        return Clock(self.task)

    def too_late(self, weights: Sequence[float], weeks: int, deadline: float) -> list[Landmark]:
        """Return landmarks of plans of at most ``weeks`` whose ``weights`` add up to less than one."""
        turns = (self.clock.landmark(weights, weeks, deadline, backwards=turn) for turn in (False, True))
        found = dict.fromkeys(cut for cut in turns if cut is not None)
        return [cut for cut in found if sum(weights[number] for number in cut) < 0.999]

    def bound(
        self, measure: Measure, caps: Mapping[Measure, int], *, enough: int | None = None, deadline: float
    ) -> Bound | None:
        """Return a bound on ``measure`` for plans within ``caps``, or ``None`` where no plan is within them.

        Stops looking for landmarks once the bound reaches ``enough``, or nothing more is gained.
        """
        critical = self.critical if measure == "weeks" else 0
        weeks = min((limit for limit in (caps.get("weeks"), self.task.weeks) if limit is not None), default=None)
        in_time = [cut for cut, limit in self.late.items() if weeks is not None and weeks <= limit]
        programme = _Programme(self.task, measure, caps, [*self.landmarks, *in_time], critical)
        best: Bound | None = None
        stalled = 0
        for _ in range(ROUNDS):
            found = programme.solve(deadline)
            if found is None:
                return None
            gained = best is None or found.scaled > best.scaled + SCALE // 100
            stalled = 0 if gained else stalled + 1
            best = found if best is None or found.scaled >= best.scaled else best
            if (enough is not None and best.value >= enough) or stalled > 12 or time.monotonic() > deadline:
                break
            cuts = self.cutter.violated(found.weights, programme.price, deadline=deadline)
            fresh = [cut for cut in cuts if cut not in self.landmarks]
            self.landmarks.update(dict.fromkeys(fresh))
            if weeks is not None:
                late = [cut for cut in self.too_late(found.weights, weeks, deadline) if cut not in self.late]
                self.late.update(dict.fromkeys(late, weeks))
                fresh += late
            if not fresh:
                break
            programme.add(fresh)
        return best


def critical_weeks(task: Task) -> int:
    """Return the weeks any plan takes even if no resource is ever short."""
    earliest = earliest_weeks(task)
    ends = [earliest.get(atom, 0) for atom in task.goal]
    ends += [max((earliest.get(a, 0) for a in o.pre), default=0) + o.weeks for o in task.actions if o.id in task.needed]
    return max(ends, default=0)


class _Programme:
    """One linear programme in GLOP, kept warm while landmarks are added."""

    def __init__(
        self, task: Task, measure: Measure, caps: Mapping[Measure, int], landmarks: Sequence[Landmark], critical: int
    ) -> None:
        from ortools.linear_solver import pywraplp

        self.task, self.measure, self.critical = task, measure, critical
        self.solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self.solver.SetSolverSpecificParametersAsString("use_dual_simplex:true use_preprocessing:false")
        warm = pywraplp.MPSolverParameters()
        warm.SetIntegerParam(warm.INCREMENTALITY, warm.INCREMENTALITY_ON)
        self.warm = warm
        infinity = self.solver.infinity()
        self.take = [self.solver.NumVar(1.0 if o.id in task.needed else 0.0, 1.0, "") for o in task.actions]
        self.rows: list[tuple[Landmark, Any]] = []
        self.caps: list[tuple[Any, int, list[int]]] = []
        self.slots = [option.working_weeks for option in task.actions]
        self.hours = [option.hours_in_all for option in task.actions]
        money = [option.money for option in task.actions]
        unit = [1] * len(task.actions)
        self.cost = {"steps": unit, "money": money, "weeks": unit}[measure]
        self.price = [c / max(1, max(self.cost, default=1)) for c in self.cost]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.resources: list[tuple[Any, list[int], int]] = []
        if measure == "weeks":
            end = self.solver.NumVar(critical, infinity, "end")
            self.objective.SetCoefficient(end, 1)
            for work, capacity in ((self.slots, 1), (self.hours, task.capacity)):
                row = self.solver.Constraint(0, infinity)
                row.SetCoefficient(end, capacity)
                self._fill(row, [-amount for amount in work])
                self.resources.append((row, work, capacity))
        else:
            for variable, cost in zip(self.take, self.cost, strict=True):
                self.objective.SetCoefficient(variable, cost)
        limits: dict[Measure, int] = dict(caps)
        if task.budget is not None:
            limits["money"] = min(task.budget, limits.get("money", task.budget))
        if task.weeks is not None:
            limits["weeks"] = min(task.weeks, limits.get("weeks", task.weeks))
        for name, limit in limits.items():
            if name == "weeks":
                for work, capacity in ((self.slots, 1), (self.hours, task.capacity)):
                    self._cap(work, capacity * limit)
            else:
                self._cap(unit if name == "steps" else money, limit)
        self.add(landmarks)

    def _fill(self, row: Any, amounts: Sequence[int]) -> None:
        for variable, amount in zip(self.take, amounts, strict=True):
            if amount:
                row.SetCoefficient(variable, amount)

    def _cap(self, amounts: list[int], limit: int) -> None:
        row = self.solver.Constraint(-self.solver.infinity(), limit)
        self._fill(row, amounts)
        self.caps.append((row, limit, amounts))

    def add(self, landmarks: Sequence[Landmark]) -> None:
        """Ask for each landmark to be paid."""
        for landmark in landmarks:
            row = self.solver.Constraint(1, self.solver.infinity())
            for number in sorted(landmark):
                row.SetCoefficient(self.take[number], 1)
            self.rows.append((landmark, row))

    def solve(self, deadline: float) -> Bound | None:
        """Return the bound the landmarks so far prove, or ``None`` where the caps cannot be kept."""
        self.solver.SetTimeLimit(max(1, int(1000 * min(3600.0, deadline - time.monotonic()))))
        status = self.solver.Solve(self.warm)
        if status == self.solver.INFEASIBLE:
            return None
        count = len(self.take)
        if status != self.solver.OPTIMAL:
            return Bound(0, 0, (0,) * count, (0.0,) * count)
        cost = [value * SCALE for value in self.cost]
        total = 0
        if self.measure == "weeks":
            duals = [max(0, int(row.dual_value() * SCALE * capacity)) for row, _, capacity in self.resources]
            if sum(duals) > SCALE:
                duals = [dual * SCALE // sum(duals) for dual in duals]
            total = self.critical * (SCALE - sum(duals))
            cost = [0] * count
            for dual, (_, work, capacity) in zip(duals, self.resources, strict=True):
                for number, amount in enumerate(work):
                    cost[number] += dual * amount // max(1, capacity)
        for row, limit, amounts in self.caps:
            dual = max(0, round(-row.dual_value() * SCALE))
            total -= dual * limit
            for number, amount in enumerate(amounts):
                cost[number] += dual * amount
        for landmark, row in self.rows:
            dual = max(0, round(row.dual_value() * SCALE))
            if dual:
                total += dual
                for number in landmark:
                    cost[number] -= dual
        needed = [option.id in self.task.needed for option in self.task.actions]
        total += sum(extra for extra, must in zip(cost, needed, strict=True) if extra < 0 or must)
        excess = tuple(0 if must else max(0, extra) for extra, must in zip(cost, needed, strict=True))
        weights = tuple(min(1.0, max(0.0, variable.solution_value())) for variable in self.take)
        return Bound(-(-total // SCALE), total, excess, weights)
