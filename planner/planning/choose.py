"""Which steps to take, whole and at once: the plain model of a task without a calendar, for CP-SAT.

Every atom that is true needs a reason: a chosen step that gives it or a clause whose body is true. Reasons must be
founded, that is, no circle of clauses or steps may hold itself up: atoms in one strongly connected component get a
rank, and a reason ranks below what it supports. Where all steps take turns the weeks are a sum like the others.

The solver is imported when first used, since it takes half a second.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx

from planner.planning.second import Second, can_count, installed
from planner.planning.task import Action, Task
from planner.planning.totals import Measure, amount, round_up

Outcome = Literal["optimal", "feasible", "infeasible", "unknown"]
HEAD_START = 0.05


@dataclass(frozen=True)
class Run:
    """What a solver run said: its outcome, a proved bound on the measure, and the actions of the best plan."""

    outcome: Outcome
    bound: int
    actions: tuple[Action, ...] = ()


class ChoiceModel:
    """The model of one reduced task; measures are minimised one after the other, each capped in turn."""

    def __init__(self, task: Task) -> None:
        from ortools.sat.python import cp_model

        self.cp: Any = cp_model
        self.task = task
        self.caps: dict[Measure, int] = {}
        self.model: Any = cp_model.CpModel()
        self.take = {option.id: self.model.new_bool_var(f"take {option.id}") for option in task.actions}
        self._heads = sorted({head for _, head in task.clauses} | {a for o in task.actions for a in o.add})
        self.true = {atom: self.model.new_bool_var(f"true {atom}") for atom in self._heads}
        self._add_needs()
        self._add_reasons()

    def sum(self, measure: Measure) -> Any:
        """Return the expression of a measure over the chosen steps."""
        return self.cp.LinearExpr.weighted_sum(list(self.take.values()), self.amounts(measure))

    def amounts(self, measure: Measure) -> list[int]:
        """Return what each step adds to a measure."""
        return [amount(option, measure) for option in self.task.actions]

    def _add_needs(self) -> None:
        for atom in self.task.goal:
            self.model.add(self.true[atom] == 1)
        for option in self.task.actions:
            if option.id in self.task.needed:
                self.model.add(self.take[option.id] == 1)
            for atom in option.pre:
                self.model.add_implication(self.take[option.id], self.true[atom])

    def _add_reasons(self) -> None:
        reasons: dict[int, list[Any]] = {atom: [] for atom in self._heads}
        rank = self._ranks()
        for body, head in self.task.clauses:
            used = self.model.new_bool_var("") if body else self.model.new_constant(1)
            reasons[head].append(used)
            for atom in body:
                self.model.add_implication(used, self.true[atom])
                if atom in rank and head in rank and rank[atom][0] == rank[head][0]:
                    self.model.add(rank[head][1] > rank[atom][1]).only_enforce_if(used)
        for option in self.task.actions:
            inner = {rank[atom][0]: atom for atom in option.pre if atom in rank}
            for atom in option.add:
                if not (atom in rank and rank[atom][0] in inner):
                    reasons[atom].append(self.take[option.id])
                    continue
                used = self.model.new_bool_var("")
                self.model.add_implication(used, self.take[option.id])
                reasons[atom].append(used)
                for below in (a for a in option.pre if a in rank and rank[a][0] == rank[atom][0]):
                    self.model.add(rank[atom][1] > rank[below][1]).only_enforce_if(used)
        for atom, several in reasons.items():
            self.model.add_bool_or([*several, self.true[atom].negated()])

    def _ranks(self) -> dict[int, tuple[int, Any]]:
        """Return, for each atom in a circle, its component and its rank variable."""
        graph: Any = nx.DiGraph()
        graph.add_edges_from((atom, head) for body, head in self.task.clauses for atom in body)
        graph.add_edges_from((pre, add) for o in self.task.actions for pre in o.pre for add in o.add)
        ranks = {}
        for number, component in enumerate(nx.strongly_connected_components(graph)):
            if len(component) > 1:
                for atom in component:
                    ranks[atom] = (number, self.model.new_int_var(0, len(component) - 1, f"rank {atom}"))
        return ranks

    def hint(self, actions: Iterable[Action]) -> None:
        """Tell the solver of a plan that is known."""
        self.model.clear_hints()
        chosen = {option.id for option in actions}
        for id, take in self.take.items():
            self.model.add_hint(take, id in chosen)

    def cap(self, measure: Measure, value: int) -> None:
        """Allow no more than ``value`` of ``measure`` from here on."""
        self.caps[measure] = min(value, self.caps.get(measure, value))
        self.model.add(self.sum(measure) <= value)

    def minimise(self, measure: Measure, *, deadline: float, at_least: int = 0) -> Run:
        """Return the least value of a measure the caps allow, as far as the time allows.

        Where it is installed, a second solver has a short go first (see :mod:`planner.planning.second`).
        """
        left = deadline - time.monotonic()
        costs, caps = self.amounts(measure), [(self.amounts(capped), cap) for capped, cap in self.caps.items()]
        if left > 0 and installed() and can_count(costs, caps):
            second = Second(self.task, costs, caps)
            if second.proves(min(HEAD_START, left)):
                return self._seconded(second)
            left = deadline - time.monotonic()
        if left <= 0:
            return Run("unknown", at_least)
        self.model.clear_objective()
        self.model.minimize(self.sum(measure))
        solver = self.cp.CpSolver()
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = 8
        solver.parameters.random_seed = 1
        status = solver.solve(self.model)
        names: dict[Any, Outcome] = {
            self.cp.OPTIMAL: "optimal",
            self.cp.FEASIBLE: "feasible",
            self.cp.INFEASIBLE: "infeasible",
            self.cp.UNKNOWN: "unknown",
        }
        if status not in names:
            raise AssertionError(f"the solver refused the model: {self.model.validate()}")
        outcome = names[status]
        if outcome not in ("optimal", "feasible"):
            return Run(outcome, max(at_least, round_up(solver.best_objective_bound) if outcome == "unknown" else 0))
        chosen = tuple(option for option in self.task.actions if solver.boolean_value(self.take[option.id]))
        bound = solver.objective_value if outcome == "optimal" else solver.best_objective_bound
        return Run(outcome, max(at_least, round_up(bound)), chosen)

    def _seconded(self, second: Second) -> Run:
        """Return what the second solver proved."""
        if second.value is None:
            return Run("infeasible", 0)
        chosen = tuple(self.task.actions[number] for number in sorted(second.best))
        return Run("optimal", second.value, chosen)
