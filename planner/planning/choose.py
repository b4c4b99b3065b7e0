"""Which steps to take, and when: the exact model for CP-SAT.

Every atom that is true needs a reason: a chosen step that gives it or a clause whose body is true. Reasons must
be founded, that is, no circle of clauses or steps may hold itself up. With a calendar, time sees to that for
steps (a reason ends before what rests on it begins); among free clauses, and without a calendar, atoms in one
strongly connected component get a rank, and a reason ranks below what it supports.

The solver is imported when first used, since it takes half a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import networkx as nx

from planner.planning.compact import compact
from planner.planning.second import Second, installed
from planner.planning.task import Action, Task
from planner.planning.totals import Measure
from planner.planning.weeks import earliest_weeks

Outcome = Literal["optimal", "feasible", "infeasible", "unknown"]
LARGE = 600
ALONE = 1.0
ALONE_TIMED = 10.0
HEAD_START = 0.1


@dataclass(frozen=True)
class Found:
    """What a solver run said: its outcome, a proved bound on the measure, and the actions of the best plan."""

    outcome: Outcome
    bound: int
    actions: tuple[Action, ...] = ()
    starts: Mapping[str, int] | None = None


class ChoiceModel:
    """The model of one reduced task; measures are minimised one after the other, each capped in turn."""

    def __init__(self, task: Task, *, horizon: int | None = None) -> None:
        """Build the model, with a calendar of ``horizon`` weeks, or without one.

        Where all steps take turns the weeks are a sum, and no calendar is built.
        """
        from ortools.sat.python import cp_model

        self.cp: Any = cp_model
        self.whole = {option.id: option for option in task.actions}
        if horizon is not None and not task.serial:
            task = compact(task)
        self.task, self.horizon = task, horizon
        self.caps: dict[Measure, int] = {}
        self.model: Any = cp_model.CpModel()
        self.take = {option.id: self.model.new_bool_var(f"take {option.id}") for option in task.actions}
        self.starts: dict[str, Any] = {}
        self.end: Any = None
        self.timed = horizon is not None and not task.serial
        self._heads = sorted({head for _, head in task.clauses} | {a for o in task.actions for a in o.add})
        self.true = {atom: self.model.new_bool_var(f"true {atom}") for atom in self._heads}
        if horizon is not None and self.timed:
            self._add_calendar(horizon)
        elif horizon is not None:
            self.end = self.cp.LinearExpr.weighted_sum(list(self.take.values()), self.amounts("weeks"))
        self._add_needs()
        self._add_reasons()
        if task.budget is not None:
            self.model.add(self.sum("money") <= task.budget)
        if task.weeks is not None and self.end is not None:
            self.model.add(self.end <= task.weeks)

    def sum(self, measure: Measure) -> Any:
        """Return the expression of a measure over the chosen steps."""
        if measure == "weeks":
            return self.end
        return self.cp.LinearExpr.weighted_sum(list(self.take.values()), self.amounts(measure))

    def amounts(self, measure: Measure) -> list[int]:
        """Return what each step adds to a measure that is a sum."""
        if measure == "steps":
            return [1] * len(self.task.actions)
        return [option.money if measure == "money" else option.weeks for option in self.task.actions]

    def _add_needs(self) -> None:
        for atom in self.task.goal:
            self.model.add(self.true[atom] == 1)
        for option in self.task.actions:
            if option.id in self.task.needed:
                self.model.add(self.take[option.id] == 1)
            for atom in option.pre:
                self.model.add_implication(self.take[option.id], self.true[atom])
                if self.timed:
                    self.model.add(self.starts[option.id] >= self.known[atom]).only_enforce_if(self.take[option.id])

    def _add_calendar(self, horizon: int) -> None:
        earliest, model = earliest_weeks(self.task), self.model
        self.end = model.new_int_var(0, horizon, "end")
        self.known = {
            atom: model.new_int_var(min(earliest.get(atom, 0), horizon), horizon, f"known {atom}")
            for atom in self._heads
        }
        slots, spare, hours = [], [], []
        for option in self.task.actions:
            first = max((earliest.get(atom, 0) for atom in option.pre), default=0)
            if first + option.weeks > horizon:
                model.add(self.take[option.id] == 0)
                first = 0
            start = model.new_int_var(first, max(first, horizon - option.weeks), f"start {option.id}")
            self.starts[option.id] = start
            span = model.new_optional_fixed_size_interval_var(start, option.weeks, self.take[option.id], option.id)
            model.add(self.end >= start + option.weeks).only_enforce_if(self.take[option.id])
            if option.slot:
                slots.append(span)
            elif option.hours:
                spare.append(span)
                hours.append(option.hours)
        model.add_no_overlap(slots)
        model.add_cumulative(spare, hours, self.task.capacity)
        take = self.take
        model.add(sum(o.weeks * take[o.id] for o in self.task.actions if o.slot) <= self.end)
        model.add(sum(o.weeks * o.hours * take[o.id] for o in self.task.actions) <= self.task.capacity * self.end)

    def _add_reasons(self) -> None:
        reasons: dict[int, list[Any]] = {atom: [] for atom in self._heads}
        rank = self._ranks()
        for body, head in self.task.clauses:
            used = self.model.new_bool_var("") if body else self.model.new_constant(1)
            reasons[head].append(used)
            for atom in body:
                self.model.add_implication(used, self.true[atom])
                if self.timed:
                    self.model.add(self.known[head] >= self.known[atom]).only_enforce_if(used)
                if atom in rank and head in rank and rank[atom][0] == rank[head][0]:
                    self.model.add(rank[head][1] > rank[atom][1]).only_enforce_if(used)
        for option in self.task.actions:
            inner = {rank[atom][0]: atom for atom in option.pre if atom in rank}
            for atom in option.add:
                circular = not self.timed and atom in rank and rank[atom][0] in inner
                if not self.timed and not circular:
                    reasons[atom].append(self.take[option.id])
                    continue
                used = self.model.new_bool_var("")
                self.model.add_implication(used, self.take[option.id])
                reasons[atom].append(used)
                if self.timed:
                    ends = self.starts[option.id] + option.weeks
                    self.model.add(self.known[atom] >= ends).only_enforce_if(used)
                elif circular:
                    for below in (a for a in option.pre if a in rank and rank[a][0] == rank[atom][0]):
                        self.model.add(rank[atom][1] > rank[below][1]).only_enforce_if(used)
        for atom, several in reasons.items():
            self.model.add_bool_or([*several, self.true[atom].negated()])

    def _ranks(self) -> dict[int, tuple[int, Any]]:
        """Return, for each atom in a circle, its component and its rank variable."""
        graph: Any = nx.DiGraph()
        graph.add_edges_from((atom, head) for body, head in self.task.clauses for atom in body)
        if not self.timed:
            graph.add_edges_from((pre, add) for o in self.task.actions for pre in o.pre for add in o.add)
        ranks = {}
        for number, component in enumerate(nx.strongly_connected_components(graph)):
            if len(component) > 1:
                for atom in component:
                    ranks[atom] = (number, self.model.new_int_var(0, len(component) - 1, f"rank {atom}"))
        return ranks

    def hint(self, actions: Iterable[Action], starts: Mapping[str, int] | None = None) -> None:
        """Tell the solver of a plan that is known."""
        self.model.clear_hints()
        chosen = {option.id for option in actions}
        for id, take in self.take.items():
            self.model.add_hint(take, id in chosen)
        for id, week in (starts or {}).items():
            if id in self.starts:
                self.model.add_hint(self.starts[id], week)

    def minimise(
        self, *measures: Measure, deadline: float, at_least: int = 0, second: bool = False, alone: bool = True
    ) -> Found:
        """Return the least value of the first measure the caps allow, then of the next; the bound is on the first.

        What is not hard is done by a solver ``alone`` on one core, unless told otherwise. Several measures are one
        objective in whole numbers: each is worth more than all that come after it. Where nothing was asked but caps,
        a ``second`` solver may run beside (see :mod:`planner.planning.second`).
        """
        weight, terms = 1, []
        for measure in reversed(measures):
            terms.append(weight * self.sum(measure))
            weight *= self.most(measure) + 1
        self.model.clear_objective()
        self.model.minimize(sum(terms))
        rival = self._second(measures[0]) if second and not self.timed and installed() else None
        found = self.solve(deadline, rival, alone=alone)
        share = weight // (self.most(measures[0]) + 1)
        return replace(found, bound=max(at_least, found.bound // share))

    def better(self, measure: Measure, value: int, plan: Sequence[Action]) -> None:
        """Ask for less than ``value`` of ``measure``, or for as much with ids that come before those of ``plan``.

        One run then settles the measure and the ids: where it finds nothing, ``plan`` is the answer.
        """
        same = self.model.new_bool_var("same")
        self.cap(measure, value)
        self.model.add(self.sum(measure) <= value - 1 + same)
        self.forbid_before(plan, given=same)

    def most(self, measure: Measure) -> int:
        """Return a value that ``measure`` cannot exceed."""
        if measure == "weeks":
            return self.horizon or 0
        most = len(self.task.actions) if measure == "steps" else sum(option.money for option in self.task.actions)
        return min(most, self.caps.get(measure, most))

    def cap(self, measure: Measure, value: int) -> None:
        """Allow no more than ``value`` of ``measure`` from here on."""
        self.caps[measure] = min(value, self.caps.get(measure, value))
        self.model.add(self.sum(measure) <= value)

    def _second(self, measure: Measure) -> Second:
        caps = [(self.amounts(name), value) for name, value in self.caps.items()]
        if self.task.budget is not None:
            caps.append((self.amounts("money"), self.task.budget))
        if self.task.weeks is not None and self.end is not None:
            caps.append((self.amounts("weeks"), self.task.weeks))
        return Second(self.task, self.amounts(measure), caps)

    def solve(self, deadline: float, second: Second | None = None, *, alone: bool = True) -> Found:
        """Run the solver until it has an answer or the clock strikes, or the ``second`` one is first."""
        left = deadline - time.monotonic()
        if second is not None and (second.wait(max(0.0, min(HEAD_START, left))) or left <= 0):
            second.stop()
            return self._seconded(second) if second.proved else self.solve(deadline, alone=alone)
        left = deadline - time.monotonic()
        if left <= 0:
            return Found("unknown", 0)
        few = alone and len(self.task.actions) <= LARGE
        first = ALONE_TIMED if self.timed else ALONE
        solver = self._solver(alone=few, seconds=min(left, first) if few else left)
        status = self._run(solver, second)
        if few and left > first and status in (self.cp.FEASIBLE, self.cp.UNKNOWN) and not (second and second.proved):
            solver = self._solver(alone=False, seconds=deadline - time.monotonic())
            status = self._run(solver, second)
        if second is not None:
            second.stop()
            if second.proved and status not in (self.cp.OPTIMAL, self.cp.INFEASIBLE):
                return self._seconded(second)
        names: Mapping[Any, Outcome] = {
            self.cp.OPTIMAL: "optimal",
            self.cp.FEASIBLE: "feasible",
            self.cp.INFEASIBLE: "infeasible",
            self.cp.UNKNOWN: "unknown",
        }
        if status not in names:
            raise AssertionError(f"the solver refused the model: {self.model.validate()}")
        outcome = names[status]
        bound = 0
        if self.model.has_objective() and outcome in ("feasible", "unknown"):
            bound = max(0, round_up(solver.best_objective_bound))
        if outcome not in ("optimal", "feasible"):
            return Found(outcome, bound)
        chosen = tuple(self.whole[id] for id, take in self.take.items() if solver.boolean_value(take))
        starts = {option.id: solver.value(self.starts[option.id]) for option in chosen} if self.starts else None
        if outcome == "optimal" and self.model.has_objective():
            bound = max(0, round(solver.objective_value))
        return Found(outcome, bound, chosen, starts)

    def _solver(self, *, alone: bool, seconds: float) -> Any:
        """Return the solver: alone on one core and without ceremony, or with eight minds at once for what is hard.

        Probing, symmetry and linear programmes take half the time on books like the shipped one, for nothing.
        """
        solver = self.cp.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 1 if alone else 8
        solver.parameters.random_seed = 1
        if alone:
            solver.parameters.linearization_level = 0
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            solver.parameters.binary_search_num_conflicts = 10
        return solver

    def _run(self, solver: Any, second: Second | None) -> Any:
        if second is None:
            return solver.solve(self.model)
        return second.beside(lambda: solver.solve(self.model), solver.stop_search)

    def _seconded(self, second: Second) -> Found:
        """Return what the second solver proved."""
        if second.value is None:
            return Found("infeasible", 0)
        chosen = tuple(self.whole[self.task.actions[number].id] for number in sorted(second.best))
        return Found("optimal", second.value, chosen)

    def forbid(self, plan: Sequence[Action]) -> None:
        """Ask for a plan that leaves out one of the steps of ``plan``."""
        if all(option.id in self.take for option in plan):
            self.model.add_bool_or([self.take[option.id].negated() for option in plan])

    def forbid_before(self, plan: Sequence[Action], *, given: Any = None) -> None:
        """Ask for a plan of the same size whose ids come before those of ``plan``, if so, where ``given`` is true."""
        ids = list(self.take)
        chosen = sorted(option.id for option in plan if option.id in self.take)
        cases = [] if given is None else [given.negated()]
        for place, last in enumerate(chosen):
            after = chosen[place - 1] if place else ""
            earlier = [id for id in ids if after < id < last]
            if earlier:
                case = self.model.new_bool_var("")
                cases.append(case)
                for id in chosen[:place]:
                    self.model.add_implication(case, self.take[id])
                self.model.add_bool_or([*(self.take[id] for id in earlier), case.negated()])
        self.model.add_bool_or(cases)


def round_up(value: float) -> int:
    """Return the least whole number not below ``value``, a solver's rounding error forgiven."""
    return -int(-(value - 1e-6) // 1)
