"""Landmarks: sets of steps of which every plan must use at least one, found where a fractional plan is weakest.

Each rule and each step keeps only its hardest precondition (the one that is dearest to reach, as in LM-cut,
Helmert and Domshlak 2009). What is left is an ordinary network in which every plan contains a path from what is
known to each goal. So any cut of that network is a landmark, and a minimum cut under the weights of a fractional
plan is a landmark that plan violates most.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Sequence
from typing import Any

from planner.planning.task import Task

UNIT = 1_000_000
SWEEPS = 30
Landmark = frozenset[int]


class Cutter:
    """The task as a network; actions go by their place in ``task.actions``."""

    def __init__(self, task: Task) -> None:
        self.task = task
        known = task.init
        rules: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [(body, (head,), -1) for body, head in task.clauses]
        rules += [(option.pre, option.add, number) for number, option in enumerate(task.actions)]
        atoms = sorted({atom for body, heads, _ in rules for atom in (*body, *heads)} - known)
        self.node = {atom: number for number, atom in enumerate(atoms, 1)}
        self.bodies = [tuple({self.node[atom] for atom in body if atom not in known}) for body, _, _ in rules]
        self.heads = [tuple(self.node[atom] for atom in heads if atom not in known) for _, heads, _ in rules]
        self.owner = [number for _, _, number in rules]
        needed = {atom for option in task.actions if option.id in task.needed for atom in option.pre}
        self.goals = sorted(self.node[atom] for atom in {*task.goal, *needed} - known)
        self.waiting: list[list[int]] = [[] for _ in range(len(atoms) + 1)]
        for rule, body in enumerate(self.bodies):
            for node in body:
                self.waiting[node].append(rule)

    def hardest(self, price: Sequence[float]) -> tuple[list[int], list[int]]:
        """Return each rule's dearest precondition under ``price`` per action, and the order nodes were reached in.

        0 is the source, -1 out of reach.
        """
        missing = [len(body) for body in self.bodies]
        last = [-1] * len(self.bodies)
        queue: list[tuple[float, int]] = []
        for rule, left in enumerate(missing):
            if not left:
                last[rule] = 0
                cost = price[self.owner[rule]] if self.owner[rule] >= 0 else 0.0
                queue += [(cost, node) for node in self.heads[rule]]
        heapq.heapify(queue)
        done = bytearray(len(self.waiting))
        turn, count = [0] * len(self.waiting), 0
        while queue:
            cost, node = heapq.heappop(queue)
            if done[node]:
                continue
            done[node] = 1
            turn[node] = (count := count + 1)
            for rule in self.waiting[node]:
                missing[rule] -= 1
                if not missing[rule]:
                    last[rule] = node
                    onward = cost + (price[self.owner[rule]] if self.owner[rule] >= 0 else 0.0)
                    for head in self.heads[rule]:
                        if not done[head]:
                            heapq.heappush(queue, (onward, head))
        return last, turn

    def scarcest(self, weights: Sequence[float], last: list[int], turn: list[int]) -> list[int]:
        """Return each reachable rule's precondition of which the fractional plan supplies least.

        What is supplied of a node is what its rules pass on, added up; a rule passes on no more than the scarcest
        of its preconditions, a step no more than its weight. Where that is a tie, the one reached last counts.
        """
        supply = [1.0] + [0.0] * (len(self.waiting) - 1)
        passed = [0.0] * len(self.bodies)
        agenda = [rule for rule, body in enumerate(self.bodies) if not body]
        for _ in range(SWEEPS):
            changed: dict[int, None] = {}
            for rule in agenda:
                flow = min((supply[node] for node in self.bodies[rule]), default=1.0)
                if self.owner[rule] >= 0:
                    flow = min(flow, weights[self.owner[rule]])
                gain = flow - passed[rule]
                if gain > 1e-6:
                    passed[rule] = flow
                    for head in self.heads[rule]:
                        if supply[head] < 1.0:
                            supply[head] = min(1.0, supply[head] + gain)
                            changed[head] = None
            agenda = list(dict.fromkeys(rule for node in changed for rule in self.waiting[node]))
            if not agenda:
                break
        return [
            source if source <= 0 else min(body, key=lambda node: (supply[node], -turn[node]))
            for source, body in zip(last, self.bodies, strict=True)
        ]

    def violated(
        self, weights: Sequence[float], price: Sequence[float], *, deadline: float = math.inf
    ) -> list[Landmark]:
        """Return landmarks whose ``weights`` add up to less than one, at most two for each goal met before the end.

        ``price`` breaks ties between preconditions that are equally hard under the weights.
        """
        last, turn = self.hardest([weight + 1e-4 * cost for weight, cost in zip(weights, price, strict=True)])
        found = self._cuts(weights, last, deadline)
        if found or time.monotonic() > deadline:
            return found
        return self._cuts(weights, self.scarcest(weights, last, turn), deadline)

    def _cuts(self, weights: Sequence[float], last: Sequence[int], deadline: float) -> list[Landmark]:
        """Return the minimum cuts below one in the network in which each rule has one precondition."""
        from ortools.graph.python.max_flow import SimpleMaxFlow

        first = len(self.waiting)
        flow: Any = SimpleMaxFlow()
        for rule, source in enumerate(last):
            if source < 0:
                continue
            owner = self.owner[rule]
            if owner < 0:
                for head in self.heads[rule]:
                    flow.add_arc_with_capacity(source, head, 100 * UNIT)
                continue
            enter, leave = first + 2 * owner, first + 2 * owner + 1
            flow.add_arc_with_capacity(source, enter, 100 * UNIT)
            flow.add_arc_with_capacity(enter, leave, round(weights[owner] * UNIT))
            for head in self.heads[rule]:
                flow.add_arc_with_capacity(leave, head, 100 * UNIT)
        found: dict[Landmark, None] = {}
        used = [rule for rule, source in enumerate(last) if source >= 0 and self.owner[rule] >= 0]
        for goal in self.goals:
            flow.solve(0, goal)
            if time.monotonic() > deadline:
                break
            if flow.optimal_flow() >= UNIT - UNIT // 1000:
                continue
            before, after = set(flow.get_source_side_min_cut()), set(flow.get_sink_side_min_cut())
            near = [
                self.owner[r]
                for r in used
                if first + 2 * self.owner[r] not in after and first + 2 * self.owner[r] + 1 in after
            ]
            far = [
                self.owner[r]
                for r in used
                if first + 2 * self.owner[r] in before and first + 2 * self.owner[r] + 1 not in before
            ]
            found[frozenset(near)] = None
            found[frozenset(far)] = None
        return list(found)
