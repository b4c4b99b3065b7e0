"""Landmarks of plans that must be over in time: without one of these steps the goal comes too late.

Steps are let in one after the other, the likeliest first, as long as the goal stays out of reach within the weeks
even if no resource is ever short. What was kept out is a landmark of every plan of that length: under a limit of
weeks many more sets are than without one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planner.planning.bitset import union
from planner.planning.cuts import Landmark
from planner.planning.ground import Ground
from planner.planning.task import Task
from planner.planning.weeks import NEVER, Later, weeks_after


class Waits(NamedTuple):
    """What actions and then clauses need, bring about and take in weeks, and which of them wait for each atom."""

    rules: Sequence[tuple[Sequence[int], Sequence[int], int]]
    waiting: Sequence[Sequence[int]]


def waits_of(task: Task) -> Waits:
    """Return what the actions and clauses of ``task`` wait for."""
    rules: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [(o.pre, o.add, o.weeks) for o in task.actions]
    rules += [(body, (head,), 0) for body, head in task.clauses]
    count = 1 + max((atom for body, heads, _ in rules for atom in (*body, *heads)), default=0)
    waiting: list[list[int]] = [[] for _ in range(count)]
    for rule, (body, _, _) in enumerate(rules):
        for atom in body:
            waiting[atom].append(rule)
    return Waits(rules, waiting)


class Clock:
    """When each atom could be known first, kept up to date while steps are let in; a step can be shut out again.

    What would be known too late to be of use within the weeks asked about counts as not known at all. Every question
    begins by shutting out all that the one before let in, so that one clock serves many. ``waits`` are those of a task
    that has the same actions and clauses, ``later`` what :func:`weeks_after` says, where they are known already.
    """

    def __init__(self, task: Task, waits: Waits | None = None, later: Later | None = None) -> None:
        self.task = task
        self.rules, self.waiting = waits_of(task) if waits is None else waits
        count = max(len(self.waiting), *(atom + 1 for atom in (*task.init, *task.goal)), 0)
        needed = [option for option in task.actions if option.id in task.needed]
        self.ends = [(atom, 0) for atom in task.goal] + [(atom, o.weeks) for o in needed for atom in o.pre]
        self.goal = frozenset(atom for atom, _ in self.ends)
        self.always = [number for number, option in enumerate(task.actions) if option.id in task.needed]
        self.open = [number for number, option in enumerate(task.actions) if option.id not in task.needed]
        self.free = range(len(task.actions), len(self.rules))
        self.let_in = bytearray(len(self.rules))
        after = (weeks_after(task) if later is None else later).atoms
        self.after = [after.get(atom, NEVER) for atom in range(count)]
        self.week: list[int] = []
        self.begun: dict[int, tuple[list[int], list[int]]] = {}

    def landmark(
        self, weights: Sequence[float], weeks: int, deadline: float, *, backwards: bool = False
    ) -> Landmark | None:
        """Return a landmark of plans of at most ``weeks``, as light as its steps' ``weights`` allow.

        It is empty where no plan is that short; None where the steps that are needed anyway are enough, or the time
        runs out. ``backwards`` tries steps of equal weight from the last.
        """
        self._let_in_only(self.always, weeks)
        if self._in_time(weeks) or time.monotonic() > deadline:
            return None
        turn = -1 if backwards else 1
        kept_out = []
        for number in sorted(self.useful(weeks), key=lambda n: (-weights[n], turn * n)):
            if time.monotonic() > deadline:
                return None
            before = self._let_in(number, weeks)
            if before and self._in_time(weeks):
                self._shut_out(number, before)
                kept_out.append(number)
        return frozenset(kept_out)

    def helpers(self, taken: Sequence[int], others: Sequence[int], weeks: int) -> list[int]:
        """Return those of ``others`` each of which, beside the steps ``taken``, brings the goal within the weeks."""
        self._let_in_only((*taken, *others), weeks)
        if not self._in_time(weeks):  # all together do not, so none does
            return []
        self._let_in_only(taken, weeks)
        if self._in_time(weeks):
            return list(others)
        found = []
        for number in others:
            before = self._let_in(number, weeks)
            if before and self._in_time(weeks):
                found.append(number)
            self._shut_out(number, before)
        return found

    def useful(self, weeks: int) -> Sequence[int]:
        """Return the steps, but for those needed anyway, that can make anything known sooner within ``weeks``."""
        return self._begun(weeks)[1]

    def _let_in_only(self, numbers: Sequence[int], weeks: int) -> None:
        """Let in what is free, and ``numbers``."""
        self.week = self._begun(weeks)[0].copy()
        self.let_in[: self.free.start] = bytes(self.free.start)
        for number in numbers:
            self.let_in[number] = 1
        self._spread(numbers)

    def _begun(self, weeks: int) -> tuple[list[int], list[int]]:
        if weeks not in self.begun:
            self.begun[weeks] = self._begin(weeks)
        return self.begun[weeks]

    def _begin(self, weeks: int) -> tuple[list[int], list[int]]:
        """Return when each atom is known where only what is free is let in, and the steps of use within ``weeks``."""
        self.week = [max(0, weeks - after + 1) for after in self.after]
        for atom in self.task.init:
            self.week[atom] = 0
        self.let_in[:] = bytes(self.free.start) + b"\1" * len(self.free)
        self._spread([rule for rule in self.free if not self.rules[rule][0]])
        begun = self.week.copy()
        self.let_in[: self.free.start] = b"\1" * self.free.start
        self._spread(range(self.free.start))
        soonest, useful = self.week, []
        for number in self.open:
            body, heads, length = self.rules[number]
            end = max((soonest[atom] for atom in body), default=0) + length
            if any(end < begun[head] for head in heads):
                useful.append(number)
        return begun, useful

    def _let_in(self, number: int, weeks: int) -> list[tuple[int, int]]:
        """Let a step in, until the goal is in time; returns which atoms are known sooner, and when they were before."""
        self.let_in[number] = 1
        return self._spread((number,), weeks)

    def _shut_out(self, number: int, before: Sequence[tuple[int, int]]) -> None:
        """Shut the step out again that was let in last."""
        for atom, week in reversed(before):
            self.week[atom] = week
        self.let_in[number] = 0

    def _in_time(self, weeks: int) -> bool:
        week = self.week
        return all(week[atom] + more <= weeks for atom, more in self.ends)

    def _spread(self, rules: Iterable[int], until: int | None = None) -> list[tuple[int, int]]:
        """Bring the weeks up to date after ``rules`` were let in; return what changed, and its week before.

        With ``until``, so many weeks, it stops where the goal is in time.
        """
        week, let_in, waiting, all_rules = self.week, self.let_in, self.waiting, self.rules
        goal = self.goal if until is not None else ()
        before = []
        agenda = rules
        while agenda:
            later: dict[int, None] = {}
            for rule in agenda:
                body, heads, end = all_rules[rule]
                begin = 0
                for atom in body:
                    if week[atom] > begin:
                        begin = week[atom]
                end += begin
                for head in heads:
                    if end < week[head]:
                        before.append((head, week[head]))
                        week[head] = end
                        if until is not None and head in goal and self._in_time(until):
                            return before
                        for after in waiting[head]:
                            if let_in[after]:
                                later[after] = None
            agenda = later
        return before


class Late:
    """Landmarks of plans that must be over in time, as bits: each with the most weeks for which it is known to be one.

    Each was learned from steps that come too late: whatever else is taken, one of the landmark has to be added to them.
    """

    def __init__(self) -> None:
        self.learned: dict[int, int] = {}

    def missed(self, taken: int, weeks: int) -> list[int]:
        """Return the landmarks learned of plans of at most ``weeks`` that have none of the steps ``taken``."""
        return [row for row, most in self.learned.items() if weeks <= most and not row & taken]

    def learn(self, chosen: Sequence[int], weeks: int, clock: Clock) -> int | None:
        """Return a landmark of plans of at most ``weeks``: if ``chosen`` alone come too late, with none of these."""
        weights = [0.0] * len(clock.task.actions)
        for number in chosen:
            weights[number] = 1.0
        found = clock.landmark(weights, weeks, math.inf)
        if found is None:
            return None
        row = union(1 << number for number in found)
        self.learned[row] = max(weeks, self.learned.get(row, 0))
        return row


def late_of(task: Task, ground: Ground) -> Late:
    """Return what is learned of plans of a task that must be over in time; tasks that differ in limits share it."""
    return ground.shared(Late, task, Late)


def clock_of(task: Task, ground: Ground) -> Clock:
    """Return the clock of a task, its actions by their place on the ground; tasks that differ in limits share it."""
    waits = ground.shared(Waits, ground.task, lambda: waits_of(ground.task))
    return ground.shared(Clock, task, lambda: Clock(ground.asked(task), waits, ground.later(task)))
