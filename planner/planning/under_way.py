"""Steps under way: what does not fit beside one of them waits until it ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from planner.model import Fact
from planner.planning.task import Action, Task


def with_waits(task: Task, under_way: Collection[str]) -> Task:
    """Return the task in which every action that does not fit beside one of the steps under way waits until it ends.

    Only steps under way that the task needs count.
    """
    ids = task.needed.intersection(under_way)
    if not ids:
        return task
    going = sorted((o for o in task.actions if o.id in ids), key=lambda option: (-option.weeks, option.id))
    marks = {option.id: len(task.atoms) + number for number, option in enumerate(going)}
    actions = []
    for option in task.actions:
        if option.id in marks:
            actions.append(option._replace(add=(*option.add, marks[option.id])))
        else:
            waits = tuple(marks[id] for id in _blocking(option, going, task.capacity))
            actions.append(option._replace(pre=(*option.pre, *waits)))
    ended = tuple(Fact(option.id, 1) for option in going)
    return replace(task, atoms=(*task.atoms, *ended), actions=tuple(actions))


def _blocking(option: Action, going: Iterable[Action], capacity: int) -> Iterator[str]:
    """Yield the actions under way, longest first, that have to end before ``option`` can begin."""
    taken = option.hours
    for other in going:
        if option.slot or other.slot:
            if option.slot and other.slot:
                yield other.id
        else:
            taken += other.hours
            if taken > capacity:
                yield other.id
                return
