"""Landmarks of plans that must be over in time: without one of these steps the goal comes too late.

Steps are let in one after the other, the likeliest first, as long as the goal stays out of reach within the weeks
even if no resource is ever short. What was kept out is a landmark of every plan of that length: under a limit of
weeks many more sets are than without one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from planner.planning.cuts import Landmark
from planner.planning.task import Task
from planner.planning.weeks import NEVER


class Clock:
    """When each atom could be known first, kept up to date while steps are let in; a step can be shut out again."""

    def __init__(self, task: Task) -> None:
        self.task = task
        rules: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [(o.pre, o.add, o.weeks) for o in task.actions]
        rules += [(body, (head,), 0) for body, head in task.clauses]
        self.rules = rules
        self.waiting: dict[int, list[int]] = {}
        for rule, (body, _, _) in enumerate(rules):
            for atom in body:
                self.waiting.setdefault(atom, []).append(rule)
        needed = [option for option in task.actions if option.id in task.needed]
        self.ends = [(atom, 0) for atom in task.goal] + [(atom, o.weeks) for o in needed for atom in o.pre]
        self.always = [number for number, option in enumerate(task.actions) if option.id in task.needed]
        self.open = [number for number, option in enumerate(task.actions) if option.id not in task.needed]
        free = range(len(task.actions), len(rules))
        self.let_in = bytearray(len(rules))
        for rule in free:
            self.let_in[rule] = 1
        self.week: dict[int, int] = dict.fromkeys(task.init, 0)
        self._spread([rule for rule in free if not rules[rule][0]], {})
        self.start = dict(self.week)

    def landmark(
        self, weights: Sequence[float], weeks: int, deadline: float, *, backwards: bool = False
    ) -> Landmark | None:
        """Return a landmark of plans of at most ``weeks``, as light as its steps' ``weights`` allow.

        It is empty where no plan is that short; None where the steps that are needed anyway are enough, or the time
        runs out. ``backwards`` tries steps of equal weight from the last.
        """
        self._let_in_only(self.always)
        if self._in_time(weeks):
            return None
        turn = -1 if backwards else 1
        kept_out = []
        for number in sorted(self.open, key=lambda n: (-weights[n], turn * n)):
            if time.monotonic() > deadline:
                return None
            before = self._let_in(number)
            if before and self._in_time(weeks):
                self._shut_out(number, before)
                kept_out.append(number)
        return frozenset(kept_out)

    def helpers(self, taken: Sequence[int], others: Iterable[int], weeks: int) -> list[int]:
        """Return those of ``others`` each of which, beside the steps ``taken``, brings the goal within the weeks."""
        self._let_in_only(taken)
        if self._in_time(weeks):
            return list(others)
        found = []
        for number in others:
            before = self._let_in(number)
            if before and self._in_time(weeks):
                found.append(number)
            self._shut_out(number, before)
        return found

    def _let_in_only(self, numbers: Sequence[int]) -> None:
        self.week = dict(self.start)
        self.let_in[: len(self.task.actions)] = bytes(len(self.task.actions))
        for number in numbers:
            self.let_in[number] = 1
        self._spread(list(numbers), {})

    def _let_in(self, number: int) -> dict[int, int]:
        """Let a step in; returns which atoms become known sooner, and when they were before."""
        before: dict[int, int] = {}
        self.let_in[number] = 1
        self._spread([number], before)
        return before

    def _shut_out(self, number: int, before: dict[int, int]) -> None:
        """Shut the step out again that was let in last."""
        self.week.update(before)
        self.let_in[number] = 0

    def _in_time(self, weeks: int) -> bool:
        week = self.week
        return all(week.get(atom, NEVER) + more <= weeks for atom, more in self.ends)

    def _spread(self, rules: list[int], before: dict[int, int]) -> None:
        """Bring the weeks up to date after ``rules`` were let in; what an atom's week was goes into ``before``."""
        week, let_in, waiting = self.week, self.let_in, self.waiting
        agenda = rules
        while agenda:
            later: dict[int, None] = {}
            for rule in agenda:
                body, heads, length = self.rules[rule]
                end = length
                for atom in body:
                    known = week.get(atom, NEVER) + length
                    if known > end:
                        end = known
                if end >= NEVER:
                    continue
                for head in heads:
                    if end < week.get(head, NEVER):
                        before.setdefault(head, week.get(head, NEVER))
                        week[head] = end
                        for after in waiting.get(head, ()):
                            if let_in[after]:
                                later[after] = None
            agenda = list(later)
