"""How early things can be known, and how long they still take to the goal, if no resource were ever short."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import NamedTuple

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


class Ways(NamedTuple):
    """The actions of a task, and after them its clauses: what each needs and how long it takes; and who brings what."""

    rules: Sequence[tuple[tuple[int, ...], int]]
    to: Mapping[int, Sequence[int]]


def ways_to(task: Task) -> Ways:
    """Return the ways to the atoms of a task."""
    rules = [*((option.pre, option.weeks) for option in task.actions), *((body, 0) for body, _ in task.clauses)]
    heads = [*(option.add for option in task.actions), *((head,) for _, head in task.clauses)]
    to: dict[int, list[int]] = {}
    for rule, atoms in enumerate(heads):
        for atom in atoms:
            to.setdefault(atom, []).append(rule)
    return Ways(rules, to)


class Later(NamedTuple):
    """How many weeks at least still pass once an atom is known for a purpose, or an action has ended for one.

    What serves no purpose has no place among the ``atoms``, and ``NEVER`` among the ``actions``.
    """

    atoms: Mapping[int, int]
    actions: Sequence[int]


def weeks_after(task: Task, ways: Ways | None = None) -> Later:
    """Return how many weeks at least still pass after things; ``ways`` are those of the task, where they are known."""
    rules, to = ways_to(task) if ways is None else ways
    weeks = dict.fromkeys(task.goal, 0)
    for option in task.actions:
        for atom in option.pre if option.id in task.needed else ():
            weeks[atom] = min(option.weeks, weeks.get(atom, NEVER))
    after = [NEVER] * len(rules)
    queue = [(later, atom) for atom, later in weeks.items()]
    heapq.heapify(queue)
    while queue:
        later, atom = heapq.heappop(queue)
        at_once = [atom] if later == weeks[atom] else []
        while at_once:
            for rule in to.get(at_once.pop(), ()):
                if after[rule] < NEVER:
                    continue
                after[rule] = later
                body, length = rules[rule]
                for before in body:
                    if later + length < weeks.get(before, NEVER):
                        weeks[before] = later + length
                        if length:
                            heapq.heappush(queue, (later + length, before))
                        else:
                            at_once.append(before)
    return Later(weeks, after[: len(task.actions)])


def timely(task: Task, weeks: int) -> list[Action]:
    """Return the actions of ``task`` after which the goal can still be reached within ``weeks``."""
    earliest, after = earliest_weeks(task), weeks_after(task).atoms
    ends = {
        o.id: max((earliest.get(atom, 0) for atom in o.pre), default=0)
        + o.weeks
        + min(after.get(atom, 0) for atom in o.add)
        for o in task.actions
        if o.add
    }
    return [option for option in task.actions if option.id in task.needed or ends[option.id] <= weeks]
