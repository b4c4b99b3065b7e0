"""The same question in fewer words, for the exact model, whose size decides how long it takes.

A step that gives SQL at 3 gives it at 2 and 1, and all that carries over from each: the closure likes it spelled
out, the model does not. Gifts, needs and clauses that follow from others for free are left out, and atoms that are
true together become one. What any set of steps brings about, and when, stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import networkx as nx

from planner.model import Fact
from planner.planning.task import Action, Clause, Task, relevant


@dataclass
class _Parts:
    """What of a task is rewritten."""

    clauses: list[Clause]
    actions: list[Action]
    goal: tuple[int, ...]


def compact(task: Task) -> Task:
    """Return a smaller form of a reduced task, in which the same actions reach the goal, and in the same weeks.

    Actions that turn out to give nothing which does not follow from what they need are dropped.
    """
    parts = _Parts([*task.clauses, *_ladders(task)], list(task.actions), task.goal)
    while True:
        while same := _circles(parts.clauses):
            parts = _renamed(parts, same)
        implied = _implied(parts.clauses)
        shorter = [(_essential(body, implied), head) for body, head in parts.clauses]
        if _single(shorter) > _single(parts.clauses):  # that may close a circle
            parts = _Parts(shorter, parts.actions, parts.goal)
            continue
        parts = _reduced(parts, implied)
        same = _shadows(parts)
        if not same:
            break
        parts = _renamed(parts, same)
    clauses, actions = relevant(parts.goal, parts.clauses, parts.actions, task.needed)
    return replace(task, goal=parts.goal, clauses=tuple(clauses), actions=tuple(actions))


def _ladders(task: Task) -> list[Clause]:
    """Return the clauses that say: who has a level has the next lower one."""
    heads = {head for _, head in task.clauses} | {atom for option in task.actions for atom in option.add}
    levels: dict[str, list[tuple[int, int]]] = {}
    for atom in heads:
        meaning = task.atoms[atom]
        if isinstance(meaning, Fact):
            levels.setdefault(meaning.skill, []).append((meaning.level, atom))
    rungs = [sorted(several) for _, several in sorted(levels.items())]
    return [((upper,), lower) for several in rungs for (_, lower), (_, upper) in pairwise(several)]


def _circles(clauses: Iterable[Clause]) -> Mapping[int, int]:
    """Return a new name for each atom that is one of several which imply each other."""
    graph: Any = nx.DiGraph((body[0], head) for body, head in clauses if len(body) == 1)
    circles = [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1]
    return {atom: circle[0] for circle in circles for atom in circle[1:]}


def _implied(clauses: Iterable[Clause]) -> Callable[[int], frozenset[int]]:
    """Return the function telling what follows from one atom alone; there must be no circles."""
    after: dict[int, set[int]] = {}
    for body, head in clauses:
        if len(body) == 1:
            after.setdefault(body[0], set()).add(head)
    below: dict[int, frozenset[int]] = {}

    def implied(atom: int) -> frozenset[int]:
        if atom not in below:
            seen: set[int] = set()
            agenda = list(after.get(atom, ()))
            while agenda:
                other = agenda.pop()
                if other in below:
                    seen |= below[other]
                if other not in seen:
                    seen.add(other)
                    agenda += after.get(other, ())
            below[atom] = frozenset(seen)
        return below[atom]

    return implied


def _single(clauses: Iterable[Clause]) -> int:
    return sum(len(body) == 1 for body, _ in clauses)


def _essential(atoms: Iterable[int], implied: Callable[[int], frozenset[int]]) -> tuple[int, ...]:
    """Return ``atoms`` without those that follow from another one of them."""
    several = sorted(set(atoms))
    rest: set[int] = set().union(*(implied(atom) for atom in several))
    return tuple(atom for atom in several if atom not in rest)


def _reduced(parts: _Parts, implied: Callable[[int], frozenset[int]]) -> _Parts:
    """Return the parts without gifts, needs and clauses that follow from others."""

    def essential(atoms: Iterable[int]) -> tuple[int, ...]:
        return _essential(atoms, implied)

    heads: dict[tuple[int, ...], set[int]] = {}
    for body, head in parts.clauses:
        heads.setdefault(essential(body), set()).add(head)
    clauses: list[Clause] = []
    for body, several in heads.items():
        known = set(body).union(*(implied(atom) for atom in body)) if len(body) > 1 else set(body)
        clauses += [(body, head) for head in essential(several - known)]
    actions = []
    for option in parts.actions:
        pre = essential(option.pre)
        known = set(pre).union(*(implied(atom) for atom in pre))
        actions.append(replace(option, pre=pre, add=essential(set(option.add) - known)))
    return _Parts(clauses, actions, essential(parts.goal))


def _shadows(parts: _Parts) -> Mapping[int, int]:
    """Return a new name for each atom that is nothing but another one's consequence, or nothing but its reason."""
    makers: dict[int, list[tuple[int, ...] | None]] = {}
    users: dict[int, list[int | None]] = {}
    for body, head in parts.clauses:
        makers.setdefault(head, []).append(body)
        for atom in body:
            users.setdefault(atom, []).append(head if len(body) == 1 else None)
    for option in parts.actions:
        for atom in option.add:
            makers.setdefault(atom, []).append(None)
        for atom in option.pre:
            users.setdefault(atom, []).append(None)
    for atom in parts.goal:
        users.setdefault(atom, []).append(None)
    names: dict[int, int] = {}

    def name(atom: int) -> int:
        while atom in names:
            atom = names[atom]
        return atom

    for atom in sorted({*makers, *users}):
        made, used = makers.get(atom, []), users.get(atom, [])
        other: int | None = None
        if len(made) == 1 and made[0] is not None and len(made[0]) == 1:
            other = name(made[0][0])
        elif len(used) == 1:
            other = None if used[0] is None else name(used[0])
        if other is not None and other != name(atom):
            names[name(atom)] = other
    return {atom: name(atom) for atom in names}


def _renamed(parts: _Parts, names: Mapping[int, int]) -> _Parts:
    def renamed(atoms: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({names.get(atom, atom) for atom in atoms}))

    clauses = dict.fromkeys((renamed(body), names.get(head, head)) for body, head in parts.clauses)
    actions = [replace(option, pre=renamed(option.pre), add=renamed(option.add)) for option in parts.actions]
    return _Parts([clause for clause in clauses if clause[1] not in clause[0]], actions, renamed(parts.goal))
