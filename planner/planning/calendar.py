"""When to take a given set of steps: the shortest calendar, and of the shortest ones always the same.

Steps are placed one after the other, each at the first week in which its needs are known and its resource is
free. Going through all orders in which none begins before the one placed last finds a shortest calendar (serial
schedule generation; Kolisch 1996); a branch is cut where even the most hopeful rest cannot beat the best calendar so
far. Orders are tried by id, so the answer is the first shortest one and no machine or file order shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from planner.planning.bitset import bits, union
from planner.planning.task import Action, Task, follow

MANY = 25
OPEN = -1
"""Where a step has no place yet: in place of the week in which it begins, or ends."""

Enables = Callable[[int], int]
Starts = tuple[int, ...]


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
    placements the best calendar so far is returned, or a simple one, with False; ``None`` only if that is longer than
    ``at_most``. Counting placements instead of seconds keeps the answer the same on every machine. ``enables``, where
    it is known already, tells which of the actions, by their place in the order of ids, a finished group of them makes
    possible.
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
        search.place((OPEN,) * len(steps), 0, 0, 0)
    certain = search.effort > 0 or search.best <= search.floor
    if search.found is None:
        simple = None if certain else _in_turn(task, steps)
        return (None if simple is None or length(steps, simple) > most else simple), certain
    return {step.id: week for step, week in zip(steps, search.found, strict=True)}, certain


def _in_turn(task: Task, steps: Sequence[Action]) -> Mapping[str, int] | None:
    """Return a calendar in which, week by week, whatever can begin does, what takes longest first; if there is any.

    For plans of so many steps that going through their orders is hopeless, and where that was given up too early.
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

    def enables(done: int) -> int:
        known = follow(small, {*task.init, *(atom for index in bits(done) for atom in steps[index].add)}, ())
        return union(1 << index for index, step in enumerate(steps) if known.issuperset(step.pre))

    return enables


def energy(steps: Sequence[Action], capacity: int) -> int:
    """Return the weeks that the working week, and the spare hours, need at least."""
    return _energy([(step.weeks, step.hours, step.slot) for step in steps], capacity)


def _energy(parts: Sequence[tuple[int, int, bool]], capacity: int) -> int:
    """Return the weeks that parts of steps need at least: weeks each, spare hours, and whether full-time.

    What takes more than ``capacity`` less some threshold leaves no room for what takes as many hours as the threshold
    or more. So the weeks of the first come on top of what the others need: those of the longest of them, or what their
    hours fill.
    """
    least = sum(weeks for weeks, _, slot in parts if slot)
    taken = [(weeks, hours) for weeks, hours, _ in parts if hours]
    for threshold in {1, *(hours for _, hours in taken if 2 * hours <= capacity), (capacity + 1) // 2} if taken else ():
        alone = longest = filled = 0
        for weeks, hours in taken:
            if hours > capacity - threshold:
                alone += weeks
            elif hours >= threshold:
                longest = max(longest, weeks)
                filled += hours * weeks
        least = max(least, alone + max(longest, -(-filled // capacity)))
    return least


def _heads(steps: Sequence[Action], enables: Enables) -> Sequence[int] | None:
    """Return when each step could begin if it never had to wait for a resource; ``None``: there is no order at all."""
    heads, ends = [0] * len(steps), dict[int, int]()
    left = (1 << len(steps)) - 1
    done = week = 0
    while left:
        fresh = enables(done) & left
        for index in bits(fresh):
            heads[index], ends[index] = week, week + steps[index].weeks
        left ^= fresh
        running = [end for index, end in ends.items() if not done >> index & 1]
        if not running:
            return None
        week = min(running)
        done |= union(1 << index for index, end in ends.items() if end <= week)
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
    """Depth-first search over the orders in which steps are placed, by when they begin."""

    def __init__(self, steps: Sequence[Action], enables: Enables, capacity: int, effort: int) -> None:
        self.steps, self.enables, self.capacity, self.effort = steps, enables, capacity, effort
        self.weeks = [step.weeks for step in steps]
        self.best = 0
        self.floor = 0
        self.found: Starts | None = None
        self.seen: set[tuple[int, ...]] = set()
        self.before = _necessary(steps, enables)
        self.order = sorted(range(len(steps)), key=lambda index: len(self.before[index]))
        self.tails = [0] * len(steps)
        for index in reversed(self.order):
            for earlier in self.before[index]:
                self.tails[earlier] = max(self.tails[earlier], self.weeks[index] + self.tails[index])

    def place(self, starts: Starts, taken: int, since: int, end: int) -> None:
        """Give a place from week ``since`` on to all steps but those ``taken``, the last of which ends in ``end``.

        What would fit in before had its turn already, in an order that places it sooner.
        """
        self.effort -= 1
        if OPEN not in starts:
            self.best, self.found = end, starts
            return
        ends = (OPEN if start == OPEN else start + more for start, more in zip(starts, self.weeks, strict=True))
        state = since, *(OPEN if last == OPEN else max(last, since) for last in ends)
        if state in self.seen:
            return
        self.seen.add(state)
        for index in bits(self.enables(taken) & ~taken):
            start = self.first_week(index, starts)
            finish = start + self.weeks[index]
            if start >= since and max(end, finish + self.tails[index]) < self.best:
                more = (*starts[:index], start, *starts[index + 1 :])
                if self.hope(more, start) < self.best:
                    self.place(more, taken | 1 << index, start, max(end, finish))
                    if self.best <= self.floor or self.effort <= 0:
                        return

    def first_week(self, index: int, starts: Starts) -> int:
        """Return the first week in which the step's needs are known and its resource is free for its length."""
        placed = sorted((start + self.weeks[other], other) for other, start in enumerate(starts) if start != OPEN)
        done = ended = 0
        able = False
        for week in [0, *(end for end, _ in placed)]:
            while ended < len(placed) and placed[ended][0] <= week:
                done |= 1 << placed[ended][1]
                ended += 1
            able = able or bool(self.enables(done) >> index & 1)
            if able and self.free(index, week, starts, placed[ended:]):
                return week
        raise AssertionError("a step whose needs are met by placed steps can start when all of them end")

    def free(self, index: int, week: int, starts: Starts, running: Sequence[tuple[int, int]]) -> bool:
        """Say whether the step can begin in ``week``, where others are ``running`` or begin later."""
        step, until = self.steps[index], week + self.weeks[index]
        others = [(starts[other], end, self.steps[other]) for end, other in running if starts[other] < until]
        if step.slot:
            return not any(other.slot for _, _, other in others)
        room = self.capacity - step.hours
        if sum(other.hours for _, _, other in others) <= room:
            return True
        turns = {week, *(start for start, _, _ in others if start > week)}
        return all(sum(o.hours for start, end, o in others if start <= turn < end) <= room for turn in turns)

    def hope(self, starts: Starts, since: int) -> int:
        """Return a length no completion can undercut.

        No step begins before those end that it cannot do without, and what has no place yet, from ``since`` on, has to
        fit beside what has.
        """
        ends, parts = [0] * len(starts), []
        latest = 0
        for index in self.order:
            start, weeks = starts[index], self.weeks[index]
            if start == OPEN:
                ends[index] = max([since, *(ends[earlier] for earlier in self.before[index])]) + weeks
            else:
                ends[index] = start + weeks
                weeks = min(weeks, ends[index] - since)
            latest = max(latest, ends[index] + self.tails[index])
            if weeks > 0:
                parts.append((weeks, self.steps[index].hours, self.steps[index].slot))
        return max(latest, since + _energy(parts, self.capacity))


def _necessary(steps: Sequence[Action], enables: Enables) -> list[list[int]]:
    """Return for each step the others that have to end before it can begin."""
    everything = (1 << len(steps)) - 1
    now = enables(0)
    without = [now if now == everything else _in_turn_without(index, enables) for index in range(len(steps))]
    return [
        [other for other, able in enumerate(without) if other != index and not able >> index & 1]
        for index in range(len(steps))
    ]


def _in_turn_without(missing: int, enables: Enables) -> int:
    """Return the steps that can be done one after the other if one of them is ``missing``."""
    done = 0
    while (more := done | enables(done) & ~(1 << missing)) != done:
        done = more
    return done
