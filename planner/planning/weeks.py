"""How early things can be known, and how long they still take to the goal, if no resource were ever short."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from planner.planning.task import Action, Task

NEVER = 10**9


def earliest_weeks(task: Task) -> dict[int, int]:
    """Return the first week each atom could be known if no resource were ever short."""
    rules: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [(body, (head,), 0) for body, head in task.clauses]
    rules += [(option.pre, option.add, option.weeks) for option in task.actions]
    waiting: dict[int, list[int]] = {}
    missing = []
    for index, (body, _, _) in enumerate(rules):
        missing.append(len(set(body)))
        for atom in set(body):
            waiting.setdefault(atom, []).append(index)
    queue = [(0, atom) for atom in task.init]
    queue += [(rule[2], head) for i, rule in enumerate(rules) if not missing[i] for head in rule[1]]
    heapq.heapify(queue)
    weeks: dict[int, int] = {}
    while queue:
        week, atom = heapq.heappop(queue)
        if atom in weeks:
            continue
        weeks[atom] = week
        for index in waiting.get(atom, ()):
            missing[index] -= 1
            if not missing[index]:
                for head in rules[index][1]:
                    heapq.heappush(queue, (week + rules[index][2], head))
    return weeks


def earliest_ends(task: Task) -> dict[str, int]:
    """Return the first week in which each action could end if no resource were ever short."""
    weeks = earliest_weeks(task)
    return {o.id: max((weeks.get(atom, 0) for atom in o.pre), default=0) + o.weeks for o in task.actions}


Ways = Mapping[int, Sequence[tuple[int, int]]]


def ways_to(task: Task) -> Ways:
    """Return for each atom what may have to be known before it, each with the least weeks between the two."""
    found: dict[int, dict[int, int]] = {}
    for body, head in task.clauses:
        found.setdefault(head, {}).update(dict.fromkeys(body, 0))
    for option in task.actions:
        for atom in option.add:
            before = found.setdefault(atom, {})
            for needed in option.pre:
                before[needed] = min(option.weeks, before.get(needed, NEVER))
    return {atom: tuple(before.items()) for atom, before in found.items()}


def weeks_after(task: Task, ways: Ways | None = None) -> dict[int, int]:
    """Return how many weeks at least still pass once an atom is known, if it is known for a purpose.

    ``ways`` are the :func:`ways_to` the atoms of the task, where they are known already.
    """
    ways = ways_to(task) if ways is None else ways
    weeks = dict.fromkeys(task.goal, 0)
    for option in task.actions:
        for atom in option.pre if option.id in task.needed else ():
            weeks[atom] = min(option.weeks, weeks.get(atom, NEVER))
    queue = [(later, atom) for atom, later in weeks.items()]
    heapq.heapify(queue)
    while queue:
        later, atom = heapq.heappop(queue)
        at_once = [atom] if later == weeks[atom] else []
        while at_once:
            for before, length in ways.get(at_once.pop(), ()):
                if later + length < weeks.get(before, NEVER):
                    weeks[before] = later + length
                    if length:
                        heapq.heappush(queue, (later + length, before))
                    else:
                        at_once.append(before)
    return weeks


def timely(task: Task, weeks: int) -> list[Action]:
    """Return the actions of ``task`` after which the goal can still be reached within ``weeks``."""
    earliest, after = earliest_weeks(task), weeks_after(task)
    ends = {
        o.id: max((earliest.get(atom, 0) for atom in o.pre), default=0)
        + o.weeks
        + min(after.get(atom, 0) for atom in o.add)
        for o in task.actions
        if o.add
    }
    return [option for option in task.actions if option.id in task.needed or ends[option.id] <= weeks]
