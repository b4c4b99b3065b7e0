"""When to take a given set of steps: the shortest calendar, and of the shortest ones always the same.

Steps are placed one after the other, each at the first week in which its needs are known and its resource is
free. Going through all orders finds a shortest calendar (serial schedule generation; Kolisch 1996); a branch is
cut where even the most hopeful rest cannot beat the best calendar so far. Orders are tried by id, so the answer
is the first shortest one and no machine or file order shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from planner.planning.task import Action, Task, follow

MANY = 25
Enables = Callable[[frozenset[int]], frozenset[int]]


def best_calendar(
    task: Task,
    actions: Sequence[Action],
    *,
    at_most: int | None = None,
    effort: int = 100_000,
    enables: Enables | None = None,
) -> tuple[Mapping[str, int] | None, bool]:
    """Return the start week of each action in the shortest calendar, and whether it is certain to be the shortest.

    ``None`` where none is ``at_most`` weeks long, or the actions cannot be taken in any order. After ``effort``
    placements the best calendar so far is returned, with False; counting placements instead of seconds keeps the
    answer the same on every machine. ``enables``, where it is known already, tells which of the actions, by their
    place in the order of ids, a finished group of them makes possible.
    """
    steps = sorted(actions, key=lambda option: option.id)
    if not steps:
        return {}, True
    if len(steps) > MANY:
        simple = _in_turn(task, steps)
        if simple is None:
            return None, True
        weeks = length(steps, simple)
        return (simple if at_most is None or weeks <= at_most else None), weeks <= energy(steps, task.capacity)
    enables = cache(enables or _enabler(task, steps))
    heads = _heads(steps, enables)
    if heads is None:
        return None, True
    longest = max(head + step.weeks for head, step in zip(heads, steps, strict=True))
    bound = sum(step.weeks for step in steps)
    most = min(bound, at_most if at_most is not None else bound)
    if longest > most:
        return None, True
    search = _Search(steps, enables, task.capacity, effort)
    search.best = most + 1
    search.floor = max(longest, _crowded(steps, heads, search.tails, task.capacity))
    if search.best > search.floor:
        search.place([], 0)
    starts = None if search.found is None else {steps[index].id: week for index, week in sorted(search.found.items())}
    return starts, search.effort > 0 or search.best <= search.floor


def _in_turn(task: Task, steps: Sequence[Action]) -> Mapping[str, int] | None:
    """Return a calendar in which, week by week, whatever can begin does, what takes longest first; if there is any.

    For plans of so many steps that going through their orders is hopeless, and one pass over them not quick either.
    """
    waiting = sorted(steps, key=lambda step: (-step.weeks, step.id))
    small = replace(task, actions=())
    known = follow(small, task.init, ())
    starts: dict[str, int] = {}
    running: list[tuple[int, Action]] = []
    week = 0
    while waiting:
        busy, hours = any(step.slot for _, step in running), sum(step.hours for _, step in running)
        for step in list(waiting):
            fits = not busy if step.slot else hours + step.hours <= task.capacity
            if fits and known.issuperset(step.pre):
                starts[step.id] = week
                running.append((week + step.weeks, step))
                waiting.remove(step)
                busy, hours = busy or step.slot, hours + step.hours
        if not running:
            return None
        week = min(end for end, _ in running)
        given = [atom for end, step in running if end == week for atom in step.add]
        known = follow(small, known.union(given), ())
        running = [(end, step) for end, step in running if end > week]
    return starts


def length(actions: Sequence[Action], starts: Mapping[str, int]) -> int:
    """Return the week in which the last action ends."""
    return max((starts[option.id] + option.weeks for option in actions), default=0)


def _enabler(task: Task, steps: Sequence[Action]) -> Enables:
    """Return the function telling which of ``steps`` a finished group of them makes possible."""
    able = follow(task, task.init, steps)
    clauses = tuple(clause for clause in task.clauses if able.issuperset(clause[0]) and clause[1] not in task.init)
    small = replace(task, clauses=clauses, actions=tuple(steps))

    def enables(done: frozenset[int]) -> frozenset[int]:
        known = follow(small, {*task.init, *(atom for index in done for atom in steps[index].add)}, ())
        return frozenset(index for index, step in enumerate(steps) if known.issuperset(step.pre))

    return enables


def energy(steps: Sequence[Action], capacity: int) -> int:
    """Return the weeks that the working week, and the spare hours, need at least.

    Of the spare hours, what takes more than ``capacity`` less some threshold leaves no room for what takes as much as
    the threshold or more: it counts as if it took all (a dual feasible function; Fekete and Schepers 2001).
    """
    slot = sum(step.weeks for step in steps if step.slot)
    taken = [(step.hours, step.weeks) for step in steps if step.hours]
    if not taken:
        return slot
    thresholds = {1, *(hours for hours, _ in taken if 2 * hours <= capacity), (capacity + 1) // 2}
    needs = (
        sum(weeks * (capacity if hours > capacity - least else hours) for hours, weeks in taken if hours >= least)
        for least in thresholds
    )
    return max(slot, -(-max(needs) // capacity))


def _heads(steps: Sequence[Action], enables: Enables) -> Sequence[int] | None:
    """Return when each step could begin if it never had to wait for a resource; ``None``: there is no order at all."""
    heads = [0] * len(steps)
    left, running = set(range(len(steps))), set[int]()
    done: frozenset[int] = frozenset()
    week = 0
    while left:
        fresh = enables(done) & left
        if not fresh and not running:
            return None
        for index in fresh:
            heads[index] = week
        left, running = left - fresh, running | fresh
        week = min(heads[index] + steps[index].weeks for index in running)
        ended = {index for index in running if heads[index] + steps[index].weeks <= week}
        done, running = done | ended, running - ended
    return heads


def _crowded(steps: Sequence[Action], heads: Sequence[int], tails: Sequence[int], capacity: int) -> int:
    """Return a length no calendar undercuts: what begins no sooner, and is followed by no less, than some weeks.

    All of that has to fit between the two.
    """
    least = 0
    for head in {*heads}:
        for tail in {*tails}:
            inside = [step for step, h, t in zip(steps, heads, tails, strict=True) if h >= head and t >= tail]
            if inside:
                least = max(least, head + energy(inside, capacity) + tail)
    return least


class _Search:
    """Depth-first search over the orders in which steps are placed."""

    def __init__(self, steps: Sequence[Action], enables: Enables, capacity: int, effort: int) -> None:
        self.steps, self.enables, self.capacity, self.effort = steps, enables, capacity, effort
        self.best = 0
        self.floor = 0
        self.found: dict[int, int] | None = None
        self.seen: set[tuple[tuple[int, int], ...]] = set()
        self.before = _necessary(steps, enables)
        self.tails = [0] * len(steps)
        for index in sorted(range(len(steps)), key=lambda index: -len(self.before[index])):
            for earlier in self.before[index]:
                after = steps[index].weeks + self.tails[index]
                self.tails[earlier] = max(self.tails[earlier], after)

    def place(self, placed: list[tuple[int, int]], end: int) -> None:
        self.effort -= 1
        if len(placed) == len(self.steps):
            self.best, self.found = end, dict(placed)
            return
        state = tuple(sorted(placed))
        if state in self.seen:
            return
        self.seen.add(state)
        taken = {index for index, _ in placed}
        for index in sorted(self.enables(frozenset(taken)) - taken):
            start = self.first_week(index, placed)
            step = self.steps[index]
            finish = max(end, start + step.weeks)
            hopeful = start + step.weeks + self.tails[index] < self.best
            if hopeful and finish < self.best and self.hope([*placed, (index, start)]) < self.best:
                self.place([*placed, (index, start)], finish)
                if self.best <= self.floor or self.effort <= 0:
                    return

    def first_week(self, index: int, placed: list[tuple[int, int]]) -> int:
        """Return the first week in which the step's needs are known and its resource is free for its length."""
        step = self.steps[index]
        ends = sorted({0, *(start + self.steps[other].weeks for other, start in placed)})
        for week in ends:
            done = frozenset(other for other, start in placed if start + self.steps[other].weeks <= week)
            if index in self.enables(done) and self.free(step, week, placed):
                return week
        raise AssertionError("a step whose needs are met by placed steps can start when all of them end")

    def free(self, step: Action, week: int, placed: list[tuple[int, int]]) -> bool:
        others = [
            (self.steps[other], start)
            for other, start in placed
            if start < week + step.weeks and week < start + self.steps[other].weeks
        ]
        if step.slot:
            return not any(other.slot for other, _ in others)
        turns = {week, *(start for other, start in others if start > week)}
        return all(
            step.hours + sum(o.hours for o, start in others if start <= turn < start + o.weeks) <= self.capacity
            for turn in turns
        )

    def hope(self, placed: list[tuple[int, int]]) -> int:
        """Return a length no completion can undercut.

        No step begins before those end that it cannot do without, and steps of the working week take turns.
        """
        steps, starts = self.steps, dict(placed)
        latest = 0
        for index in sorted(range(len(steps)), key=lambda index: len(self.before[index])):
            if index not in starts:
                ends = (starts[earlier] + steps[earlier].weeks for earlier in self.before[index])
                starts[index] = max(ends, default=0)
            latest = max(latest, starts[index] + steps[index].weeks + self.tails[index])
        turns = [index for index, step in enumerate(steps) if step.slot]
        if turns:
            work = sum(steps[index].weeks for index in turns)
            last = min(self.tails[index] for index in turns)
            latest = max(latest, min(starts[index] for index in turns) + work + last)
        return latest


def _necessary(steps: Sequence[Action], enables: Enables) -> list[frozenset[int]]:
    """Return for each step the others that have to end before it can begin."""
    now = enables(frozenset())
    without = [now if len(now) == len(steps) else _in_turn_without(index, enables) for index in range(len(steps))]
    return [
        frozenset(other for other, able in enumerate(without) if other != index and index not in able)
        for index in range(len(steps))
    ]


def _in_turn_without(missing: int, enables: Enables) -> frozenset[int]:
    """Return the steps that can be done one after the other if one of them is ``missing``."""
    done: frozenset[int] = frozenset()
    while (more := done | enables(done) - {missing}) != done:
        done = more
    return done
