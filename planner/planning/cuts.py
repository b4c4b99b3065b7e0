"""Landmarks: sets of steps of which every plan must use at least one, found where a fractional plan is weakest.

Each rule and each step keeps only its hardest precondition (the one that is dearest to reach, as in LM-cut,
Helmert and Domshlak 2009). What is left is an ordinary network in which every plan contains a path from what is
known to each goal. So any cut of that network is a landmark, and a minimum cut under the weights of a fractional
plan is a landmark that plan violates most.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any

from planner.planning.task import Task

UNIT = 1_000_000
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

    def hardest(self, price: Sequence[float]) -> list[int]:
        """Return each rule's dearest precondition under ``price`` per action; 0 is the source, -1 out of reach."""
        missing = [len(body) for body in self.bodies]
        last = [-1] * len(self.bodies)
        queue: list[tuple[float, int]] = []
        for rule, count in enumerate(missing):
            if not count:
                last[rule] = 0
                cost = price[self.owner[rule]] if self.owner[rule] >= 0 else 0.0
                queue += [(cost, node) for node in self.heads[rule]]
        heapq.heapify(queue)
        done = bytearray(len(self.waiting))
        while queue:
            cost, node = heapq.heappop(queue)
            if done[node]:
                continue
            done[node] = 1
            for rule in self.waiting[node]:
                missing[rule] -= 1
                if not missing[rule]:
                    last[rule] = node
                    onward = cost + (price[self.owner[rule]] if self.owner[rule] >= 0 else 0.0)
                    for head in self.heads[rule]:
                        if not done[head]:
                            heapq.heappush(queue, (onward, head))
        return last

    def violated(self, weights: Sequence[float], price: Sequence[float]) -> list[Landmark]:
        """Return landmarks whose ``weights`` add up to less than one, at most two for each goal.

        ``price`` breaks ties between preconditions that are equally hard under the weights.
        """
        from ortools.graph.python.max_flow import SimpleMaxFlow

        last = self.hardest([weight + 1e-4 * cost for weight, cost in zip(weights, price, strict=True)])
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
            if flow.optimal_flow() >= UNIT - UNIT // 1000:
                continue
            before, after = set(flow.get_source_side_min_cut()), set(flow.get_sink_side_min_cut())
            near = [self.owner[r] for r in used if first + 2 * self.owner[r] not in after
                    and first + 2 * self.owner[r] + 1 in after]
            far = [self.owner[r] for r in used if first + 2 * self.owner[r] in before
                   and first + 2 * self.owner[r] + 1 not in before]
            found[frozenset(near)] = None
            found[frozenset(far)] = None
        return list(found)
