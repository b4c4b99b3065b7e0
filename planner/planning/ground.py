"""What all goals of one task have in common, as bits: what follows, what is landmark to what, who brings what about.

A set of atoms, or of actions, is one whole number here, a bit for each, so that a question about sets is an operation
on numbers. All of it is worked out once, however many goals are asked about.

- The *landmarks* of an atom are the atoms and actions without which it cannot become known: itself, and what all the
  ways to it have in common (Zhu and Givan 2003).
- The *makers* of an atom are actions of which one is in every plan in which it becomes known: those that bring it
  about with free clauses alone, each clause reduced to its hardest precondition, as in LM-cut. An action that itself
  needs the atom comes too late to be one (Richter, Helmert and Westphal 2008).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from planner.planning.alone import Alone
from planner.planning.bitset import bits, union
from planner.planning.takes import Takes
from planner.planning.task import Task
from planner.planning.weeks import NEVER, Later, Ways, earliest_weeks, ways_to, weeks_after

T = TypeVar("T")
Rule = tuple[tuple[int, ...], tuple[int, ...]]
KEPT = 100_000
"""So often what is known after an action is kept, for whoever asks again: more would take much memory."""


class Ground:
    """A reduced task; atoms go by their place in a row of ``count``, actions by their place in ``task.actions``."""

    def __init__(self, task: Task) -> None:
        self.task = task
        rules = [*((body, (head,)) for body, head in task.clauses), *((o.pre, o.add) for o in task.actions)]
        atoms = sorted({*task.goal, *(atom for body, heads in rules for atom in (*body, *heads))})
        self.place: Mapping[int, int] = {atom: place for place, atom in enumerate(atoms)}
        self.count = len(atoms)
        placed = [(self.places(body), self.places(heads)) for body, heads in rules]
        self.clauses: list[Rule] = placed[: len(task.clauses)]
        self.actions: list[Rule] = placed[len(task.clauses) :]
        self.pre = [union(1 << place for place in body) for body, _ in self.actions]
        self.single: list[list[int]] = [[] for _ in atoms]
        self.joint: list[list[tuple[int, int]]] = [[] for _ in atoms]
        free = []
        for body, (head,) in self.clauses:
            if len(body) == 1:
                self.single[body[0]].append(head)
            elif not body:
                free.append(head)
            else:
                all_of_them = union(1 << place for place in body)
                for place in body:
                    self.joint[place].append((all_of_them, head))
        self.jointly = union(1 << place for place in range(self.count) if self.joint[place])
        self._shared: dict[tuple[type, tuple[int, ...], frozenset[str]], Any] = {}
        self._after: dict[int, int] = {}
        self._gift: dict[int, int] = {}
        self._with_gift: dict[tuple[int, int], int] = {}
        self._makers: dict[int, int] = {}
        self._marks: dict[int, tuple[int, int] | None] = {}
        self._rows: dict[int, frozenset[int]] = {}
        self.start = self.closed(0, union(self.after(place) for place in free))
        self._after_all: dict[int, int] = {0: self.start}

    def places(self, atoms: Iterable[int]) -> tuple[int, ...]:
        return tuple(map(self.place.__getitem__, atoms))

    def after(self, place: int) -> int:
        """Return the atoms that follow from one alone by clauses with one precondition, itself among them."""
        if place not in self._after:
            seen, agenda = 1 << place, [place]
            while agenda:
                for head in self.single[agenda.pop()]:
                    if not seen >> head & 1:
                        seen |= 1 << head
                        agenda.append(head)
            self._after[place] = seen
        return self._after[place]

    def gift(self, action: int) -> int:
        """Return the atoms that follow from what an action gives."""
        if action not in self._gift:
            found = 0
            for place in self.actions[action][1]:
                if not found >> place & 1:
                    found |= self.after(place)
            self._gift[action] = self.closed(0, found)
        return self._gift[action]

    def after_all(self, actions: int) -> int:
        """Return what is known once all of some actions have ended."""
        if actions not in self._after_all:
            last = 1 << actions.bit_length() - 1
            before = self.after_all(actions ^ last)
            self._after_all[actions] = self.with_gift(before, last.bit_length() - 1)
        return self._after_all[actions]

    def with_gift(self, known: int, action: int) -> int:
        """Return what is known once an action has ended too."""
        found = self._with_gift.get((known, action))
        if found is None:
            found = self.closed(known, self.gift(action))
            if len(self._with_gift) < KEPT:
                self._with_gift[known, action] = found
        return found

    def closed(self, known: int, more: int) -> int:
        """Return what follows from two sets of atoms each of which is closed under clauses of one precondition."""
        both = known | more
        fresh = more & ~known & self.jointly
        while fresh:
            gained = 0
            for place in bits(fresh):
                for body, head in self.joint[place]:
                    if not both >> head & 1 and not body & ~both:
                        gained |= self.after(head)
            fresh = gained & ~both & self.jointly
            both |= gained
        return both

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The place of each action, by its id."""
        return {option.id: place for place, option in enumerate(self.task.actions)}

    @cached_property
    def landmarks(self) -> list[int | None]:
        """For each atom its landmarks: atoms, and from bit ``count`` on actions; ``None`` where it is out of reach."""
        rules = [(body, heads, 0) for body, heads in self.clauses]
        rules += [(body, heads, 1 << self.count + number) for number, (body, heads) in enumerate(self.actions)]
        waiting: list[list[int]] = [[] for _ in range(self.count)]
        for rule, (body, _, _) in enumerate(rules):
            for place in body:
                waiting[place].append(rule)
        marks: list[int | None] = [None] * self.count
        agenda = list(range(len(rules)))
        while agenda:
            later: dict[int, None] = {}
            for rule in agenda:
                body, heads, needed = rules[rule]
                for place in body:
                    mark = marks[place]
                    if mark is None:
                        break
                    needed |= mark
                else:
                    for head in heads:
                        known = marks[head]
                        fresh = needed | 1 << head if known is None else known & (needed | 1 << head)
                        if fresh != known:
                            marks[head] = fresh
                            later.update(dict.fromkeys(waiting[head]))
            agenda = list(later)
        return marks

    @cached_property
    def hardest(self) -> list[int]:
        """For each clause its precondition that takes most actions to reach; -1 where one is out of reach.

        Actions are counted as if no two atoms ever shared one.
        """
        rules = [(body, heads, 0) for body, heads in self.clauses] + [(body, heads, 1) for body, heads in self.actions]
        missing = [len(body) for body, _, _ in rules]
        waiting: list[list[int]] = [[] for _ in range(self.count)]
        for rule, (body, _, _) in enumerate(rules):
            for place in body:
                waiting[place].append(rule)
        spent, last = [0] * len(rules), [-1] * len(rules)
        queue = [(cost, head) for body, heads, cost in rules if not body for head in heads]
        heapq.heapify(queue)
        done = bytearray(self.count)
        while queue:
            cost, place = heapq.heappop(queue)
            if done[place]:
                continue
            done[place] = 1
            for rule in waiting[place]:
                missing[rule] -= 1
                spent[rule] += cost
                if not missing[rule]:
                    last[rule] = place
                    for head in rules[rule][1]:
                        if not done[head]:
                            heapq.heappush(queue, (spent[rule] + rules[rule][2], head))
        return last[: len(self.clauses)]

    @cached_property
    def near(self) -> list[int]:
        """For each atom the actions that bring it about with clauses alone, as :func:`makers` takes them."""
        onward: list[list[int]] = [[] for _ in range(self.count)]
        for (_, (head,)), source in zip(self.clauses, self.hardest, strict=True):
            if source >= 0:
                onward[source].append(head)
        return self._passed_on(onward)

    @cached_property
    def feeders(self) -> list[int]:
        """For each atom the actions that help to bring it about with clauses alone, by whichever precondition."""
        onward: list[list[int]] = [[] for _ in range(self.count)]
        for body, (head,) in self.clauses:
            for place in body:
                onward[place].append(head)
        return self._passed_on(onward)

    def _passed_on(self, onward: Sequence[Sequence[int]]) -> list[int]:
        """Return for each atom the actions that give it, or one from which the way ``onward`` leads to it."""
        found = self.alone.givers.copy()
        agenda = list(range(self.count))
        while agenda:
            later: dict[int, None] = {}
            for place in agenda:
                for head in onward[place]:
                    if found[place] & ~found[head]:
                        found[head] |= found[place]
                        later[head] = None
            agenda = list(later)
        return found

    @cached_property
    def needed_before(self) -> list[int]:
        """For each action the landmarks of what it needs, as :attr:`landmarks` has them."""
        return [union(self.landmarks[place] or 0 for place in body) for body, _ in self.actions]

    def makers(self, place: int) -> int:
        """Return actions of which one is in every plan in which the atom becomes known."""
        if place not in self._makers:
            found = self.near[place]
            for action in bits(found):
                if self.needed_before[action] >> place & 1:
                    found &= ~(1 << action)
            self._makers[place] = found
        return self._makers[place]

    def landmarks_of(self, wanted: int) -> tuple[int, int] | None:
        """Return the actions, and the atoms, that are landmarks to any of some atoms; ``None``: one is out of reach."""
        if wanted not in self._marks:
            marks = [self.landmarks[place] for place in bits(wanted)]
            all_marks = union(mark for mark in marks if mark is not None)
            split = all_marks >> self.count, all_marks & (1 << self.count) - 1
            self._marks[wanted] = None if None in marks else split
        return self._marks[wanted]

    def makers_of(self, atoms: int) -> frozenset[int]:
        """Return the makers of each of some atoms."""
        if atoms not in self._rows:
            self._rows[atoms] = frozenset(self.makers(place) for place in bits(atoms))
        return self._rows[atoms]

    def taken(self, known: int, waiting: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        """Return what is known once all of ``waiting`` that can begin have been taken, and those that still wait."""
        pre = self.pre
        while able := [action for action in waiting if not pre[action] & ~known]:
            for action in able:
                known = self.with_gift(known, action)
            waiting = tuple(action for action in waiting if action not in able)
        return known, waiting

    def traced(self, wanted: int, known: int, taken: int) -> int:
        """Return a landmark of the first atom wanted, given what is taken: its makers, traced back through these."""
        first = next(bits(wanted))
        seen, agenda, found = 1 << first, [first], 0
        while agenda:
            for body, action in self.ways[agenda.pop()]:
                if action >= 0 and not taken >> action & 1:
                    found |= 1 << action
                    continue
                before = next(place for place in body if not known >> place & 1)
                if not seen >> before & 1:
                    seen |= 1 << before
                    agenda.append(before)
        return found

    def landmarks_of_goal(self) -> list[frozenset[int]]:
        """Return the sets of actions of which the landmarks of the task's goal want one each, the smallest first."""
        found = self.landmarks_of(union(1 << self.place[atom] for atom in self.task.goal) & ~self.start)
        if found is None:
            return []
        rows = {*self.makers_of(found[1] & ~self.start), *(1 << action for action in bits(found[0]))}
        return [frozenset(bits(row)) for row in sorted(rows, key=lambda row: (row.bit_count(), row))]

    @cached_property
    def first_weeks(self) -> Mapping[int, int]:
        """The first week in which each atom of the task could be known if no resource were ever short."""
        return earliest_weeks(self.task)

    @cached_property
    def heads(self) -> Sequence[int]:
        """For each action the first week in which it could begin if no resource were ever short."""
        first = self.first_weeks
        return [max((first.get(atom, NEVER) for atom in option.pre), default=0) for option in self.task.actions]

    def shared(self, kind: type[T], task: Task, make: Callable[[], T]) -> T:
        """Return what all share who ask for the goal and the needed steps of ``task``; it lives as long as this."""
        key = (kind, task.goal, task.needed)
        if key not in self._shared:
            self._shared[key] = make()
        found: T = self._shared[key]
        return found

    def asked(self, task: Task) -> Task:
        """Return the ground's own task, whole and without limits, with the goal and the needed steps of another."""
        return replace(self.task, goal=task.goal, needed=task.needed)

    def tails(self, task: Task) -> Sequence[int]:
        """Return for each action the least weeks that still pass once it has ended, on the way to the goal of ``task``.

        Nothing has to come after an action that is needed for its own sake.
        """
        after = self.later(task).actions
        free = [not option.add or option.id in task.needed for option in self.task.actions]
        return [0 if at_once else weeks for at_once, weeks in zip(free, after, strict=True)]

    def later(self, task: Task) -> Later:
        """Return how many weeks at least still pass after things, on the way to the goal of ``task``."""
        return self.shared(Later, task, lambda: weeks_after(self.asked(task), self.ways_to))

    @cached_property
    def ways_to(self) -> Ways:
        """The ways to the atoms of the task."""
        return ways_to(self.task)

    @cached_property
    def alone(self) -> Alone:
        """The actions that bring something about by themselves."""
        return Alone(self.ways, len(self.actions))

    @cached_property
    def takes(self) -> Takes:
        """What the actions take of what a plan may be short of."""
        return Takes(self.task.actions, self.task.capacity)

    @cached_property
    def ways(self) -> list[list[tuple[tuple[int, ...], int]]]:
        """For each atom its rules: what they need, and the action, or -1 for a clause."""
        found: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in range(self.count)]
        for body, (head,) in self.clauses:
            found[head].append((body, -1))
        for number, (body, heads) in enumerate(self.actions):
            for head in heads:
                found[head].append((body, number))
        return found
