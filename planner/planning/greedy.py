"""A good plan at once: what to show if the clock runs out, and how dear a best plan can be at most."""

from __future__ import annotations

import heapq
import operator
from collections.abc import Callable, Collection, Sequence

from planner.planning.task import Action, Task, follow

Price = Callable[[Action], int]


def greedy_plan(task: Task, price: Price, *, side_by_side: bool = False) -> tuple[Action, ...]:
    """Return a set of actions that reaches the goal and the needed steps, none of which can be left out.

    Works backwards from the goal along each atom's cheapest way, as if costs never were shared, then drops the
    dearest actions that turn out not to be needed. Where steps run ``side_by_side`` a way costs what its dearest
    part does, which with weeks for prices is the quickest way. The task must be reachable.
    """
    best = _cheapest_ways(task, price, max if side_by_side else operator.add)
    by_id = {option.id: option for option in task.actions}
    chosen: dict[str, Action] = {id: by_id[id] for id in sorted(task.needed)}
    agenda = [*task.goal, *(atom for option in chosen.values() for atom in option.pre)]
    seen = set(task.init)
    while agenda:
        atom = agenda.pop()
        if atom in seen:
            continue
        seen.add(atom)
        way = best[atom]
        if isinstance(way, Action):
            chosen[way.id] = way
            agenda += way.pre
        else:
            agenda += way
    return thinned(task, list(chosen.values()), price)


def thinned(task: Task, actions: Sequence[Action], price: Price) -> tuple[Action, ...]:
    """Return ``actions`` without those that can be left out, the dearest tried first; sorted by id."""
    kept = sorted(actions, key=lambda option: (-price(option), option.id))
    for option in list(kept):
        if option.id not in task.needed:
            rest = [other for other in kept if other is not option]
            if reaches(task, rest):
                kept = rest
    return tuple(sorted(kept, key=lambda option: option.id))


def reaches(task: Task, actions: Collection[Action]) -> bool:
    """Say whether the goal, and the start of every needed step, follow from these actions."""
    known = follow(task, task.init, actions)
    needed = [option for option in actions if option.id in task.needed]
    return (
        len(needed) == len(task.needed)
        and known.issuperset(task.goal)
        and all(known.issuperset(option.pre) for option in needed)
    )


def _cheapest_ways(task: Task, price: Price, join: Callable[[int, int], int]) -> dict[int, Action | tuple[int, ...]]:
    """Return for each atom the action or clause body that brings it about at least cost.

    What a body costs is what its atoms do, joined two and two.
    """
    rules: list[tuple[tuple[int, ...], tuple[int, ...], int, Action | tuple[int, ...]]] = [
        (body, (head,), 0, body) for body, head in task.clauses
    ]
    rules += [(option.pre, option.add, price(option) + 1, option) for option in task.actions]
    waiting: dict[int, list[int]] = {}
    missing, before = [], [0] * len(rules)
    for index, (body, _, _, _) in enumerate(rules):
        missing.append(len(set(body)))
        for atom in set(body):
            waiting.setdefault(atom, []).append(index)
    queue: list[tuple[int, int, int]] = [(0, atom, -1) for atom in task.init]
    queue += [(rule[2], head, i) for i, rule in enumerate(rules) if not missing[i] for head in rule[1]]
    heapq.heapify(queue)
    best: dict[int, Action | tuple[int, ...]] = {}
    settled: set[int] = set()
    while queue:
        spent, atom, index = heapq.heappop(queue)
        if atom in settled:
            continue
        settled.add(atom)
        if index >= 0:
            best[atom] = rules[index][3]
        for after in waiting.get(atom, ()):
            missing[after] -= 1
            before[after] = join(before[after], spent)
            if not missing[after]:
                for head in rules[after][1]:
                    heapq.heappush(queue, (before[after] + rules[after][2], head, after))
    return best
