"""Going through plans step by step, as a tree: each branch takes one more action, none is tried twice.

Of the landmarks still open the one with fewest makers is picked, and each of these is tried. A branch ends where more
landmarks without a common maker are open than steps are left, or where what they take at least breaks a cap. The
search counts its moves and gives up after so many, on every machine alike.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from planner.planning.calendar import best_calendar, energy
from planner.planning.ground import Ground, bits, union
from planner.planning.late import Clock
from planner.planning.narrow import narrowed
from planner.planning.task import Task
from planner.planning.weeks import heads_and_tails

PLACINGS, PLACED = 1_000, 10
LONG = 100
Plan = tuple[int, ...]


class GaveUp(Exception):
    """The search used up its moves or its time."""


class Tree:
    """The plans of one task within caps on ``money`` and ``weeks``; actions go by their place in the ground's task."""

    def __init__(self, task: Task, ground: Ground, moves: int, deadline: float) -> None:
        self.task, self.ground, self.moves, self.deadline = task, ground, moves, deadline
        self.options = ground.task.actions
        self.goal = union(1 << ground.place[atom] for atom in task.goal)
        self.needed = tuple(number for number, option in enumerate(self.options) if option.id in task.needed)
        self.money, self.weeks = task.budget, task.weeks
        self.plans: list[Plan] = []
        self.enough = 1
        self.cut = False
        self.clocks: dict[int, Clock] = {}
        self._cap()

    def within(self, steps: int, enough: int) -> list[Plan]:
        """Return up to ``enough`` plans of so many steps within the caps; ``cut`` tells if more steps may help.

        Raises :class:`GaveUp`.
        """
        self.cut = False
        if len(self.needed) < len(self.task.needed):
            return []
        if time.monotonic() > self.deadline:
            raise GaveUp
        self.plans, self.enough = [], enough
        self._cap()
        spent = [sum(amounts[number] for number in self.needed) for amounts in self.amounts]
        taken = union(1 << number for number in self.needed)
        if not self.late & taken and all(amount <= cap for amount, cap in zip(spent, self.caps, strict=True)):
            left = steps - len(self.needed)
            self.look(self.needed, taken, self.ground.start, self.needed, self.late, left, spent)
        return self.plans

    def _cap(self) -> None:
        """Work out what each action takes of the caps, which come too late for them, and which to try first."""
        self.amounts: list[list[int]] = []
        self.caps: list[int] = []
        self.least: dict[tuple[int, int], int] = {}
        self.beyond: dict[tuple[int, int], int] = {}
        self.late = 0
        if self.money is not None:
            self.amounts.append([option.money for option in self.options])
            self.caps.append(self.money)
        if self.weeks is not None:
            self.amounts.append([option.working_weeks for option in self.options])
            self.amounts.append([option.hours_in_all for option in self.options])
            slots, hours = self.amounts[-2:]
            capacity = self.task.capacity
            self.amounts.append([capacity * a + b for a, b in zip(slots, hours, strict=True)])
            self.caps += [self.weeks, self.weeks * capacity, 2 * self.weeks * capacity]
            self.late = union(1 << number for number, end in enumerate(self.ends) if end > self.weeks)
        takes = list(zip(*self.amounts, range(len(self.options)), strict=True))
        self.eager = [place for _, place in sorted((take[-1], place) for place, take in enumerate(sorted(takes)))]

    def look(
        self, chosen: Plan, taken: int, known: int, waiting: Plan, barred: int, left: int, spent: Sequence[int]
    ) -> None:
        """Go through the plans that have ``chosen``, none of ``barred``, and at most ``left`` actions more."""
        self.moves -= 1
        if self.moves < 0 or len(chosen) > LONG or time.monotonic() > self.deadline:
            raise GaveUp
        ground = self.ground
        for action in waiting:
            if not ground.pre[action] & ~known:
                known, waiting = ground.taken(known, waiting)
                break
        wanted = self.goal
        for action in waiting:
            wanted |= ground.pre[action]
        wanted &= ~known
        if not wanted and not left and self.in_time(chosen):
            self.plans.append(chosen)
            return
        if not wanted and self.weeks is None:
            return
        if not left:
            self.cut = True
            return
        room = [cap - amount for cap, amount in zip(self.caps, spent, strict=True)]
        for number, amount in enumerate(room):
            barred |= self.above(number, amount)
        rows = self.open(wanted, known, taken, barred) if wanted else self.sooner(chosen, barred)
        self.moves -= len(rows) // 8
        branch = self.narrowest(rows, known, left, room) if rows else 0
        for action in sorted(bits(branch), key=self.eager.__getitem__):
            more = [amount + amounts[action] for amount, amounts in zip(spent, self.amounts, strict=True)]
            if all(amount <= cap for amount, cap in zip(more, self.caps, strict=True)):
                self.look((*chosen, action), taken | 1 << action, known, (*waiting, action), barred, left - 1, more)
                if len(self.plans) == self.enough:
                    return
            barred |= 1 << action

    def open(self, wanted: int, known: int, taken: int, barred: int) -> list[int]:
        """Return sets of actions of which one each must still be taken, the smallest first; none where one is empty."""
        found = self.ground.landmarks_of(wanted)
        if found is None:
            return []
        actions, atoms = found[0] & ~taken, found[1] & ~known
        if actions & barred:
            return []
        rows = {1 << action for action in bits(actions)}
        rows.update(makers & ~barred for makers in self.ground.makers_of(atoms) if not makers & taken)
        if not rows:
            rows.add(self.ground.traced(wanted, known, taken) & ~barred)
        return [] if 0 in rows else sorted(rows, key=lambda row: (row.bit_count(), row))

    def above(self, cap: int, room: int) -> int:
        """Return the actions that take more of a cap than ``room``."""
        if (cap, room) not in self.beyond:
            amounts = self.amounts[cap]
            self.beyond[cap, room] = union(1 << action for action, amount in enumerate(amounts) if amount > room)
        return self.beyond[cap, room]

    def narrowest(self, rows: Sequence[int], known: int, left: int, room: Sequence[int]) -> int:
        """Return the set to branch over; empty where no ``left`` actions can hit all ``rows`` with what caps leave."""
        if left == 1:
            self.cut = True
            common = rows[0]
            for row in rows:
                common &= row
            return union(1 << action for action in bits(common) if not self.ground.pre[action] & ~known)
        covered, apart = 0, list[int]()
        for row in rows:
            if not row & covered:
                covered |= row
                apart.append(row)
        if len(apart) > left:
            self.cut = True
            return 0
        able = -1
        if len(apart) == left:  # every action that is left has to hit one of the rows that have no action in common
            self.cut, able = True, covered
        for cap, amount in enumerate(room):
            least = [self.least_of(row, cap) for row in apart]
            spare = amount - sum(least)
            if spare < 0:
                return 0
            dear = self.above(cap, spare) & ~covered
            for row, part in zip(apart, least, strict=True):
                dear |= self.above(cap, spare + part) & row
            able &= ~dear
        branch = min((row & able for row in rows), key=lambda row: (row.bit_count(), row))
        if left > 2:
            return branch
        self.cut = True
        return union(1 << action for action in bits(branch) if self.leaves_one(rows, action, known))

    def leaves_one(self, rows: Sequence[int], action: int, known: int) -> bool:
        """Say whether some action hits all ``rows`` that ``action`` does not, and one of the two can begin now."""
        common, one, pre = -1, 1 << action, self.ground.pre
        for row in rows:
            if not row & one:
                common &= row
                if not common:
                    return False
        return common < 0 or not pre[action] & ~known or any(not pre[other] & ~known for other in bits(common))

    def least_of(self, row: int, cap: int) -> int:
        """Return the least that one of the actions in ``row`` takes of a cap."""
        if (row, cap) not in self.least:
            amounts = self.amounts[cap]
            self.least[row, cap] = min(amounts[action] for action in bits(row))
        return self.least[row, cap]

    def sooner(self, chosen: Plan, barred: int) -> list[int]:
        """Return a set of actions without one of which a plan that takes too long stays too long."""
        assert self.weeks is not None
        clock = self.clock(self.weeks)
        options = clock.task.actions
        self.moves -= len(options) // 2
        ids = {self.options[number].id for number in chosen}
        late = clock.landmark([float(option.id in ids) for option in options], self.weeks, math.inf)
        if late is not None and not any(options[number].id in ids for number in late):
            found = union(1 << self.number[options[number].id] for number in late)
        else:  # resources are short: what helps has to bring about earlier what the goal or a step chosen needs
            wanted = self.goal | union(self.ground.pre[number] for number in chosen)
            found = union(self.ground.feeders[place] for place in bits(wanted))
        found &= ~barred & ~union(1 << number for number in chosen)
        return [found] if found else []

    def clock(self, weeks: int) -> Clock:
        """Return the clock of the actions that are not too late."""
        if weeks not in self.clocks:
            able = [option for number, option in enumerate(self.options) if not self.late >> number & 1]
            self.clocks[weeks] = Clock(narrowed(self.whole, able))
        return self.clocks[weeks]

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The place of each action."""
        return {option.id: number for number, option in enumerate(self.options)}

    @cached_property
    def whole(self) -> Task:
        """The task with all the actions of the ground."""
        return replace(self.ground.task, goal=self.task.goal, needed=self.task.needed)

    @cached_property
    def ends(self) -> Sequence[int]:
        """For each action the first week in which a plan with it can end."""
        heads, tails = heads_and_tails(self.whole, self.ground.first_weeks)
        return [head + option.weeks + tail for head, option, tail in zip(heads, self.options, tails, strict=True)]

    def in_time(self, plan: Plan) -> bool:
        """Say whether ``plan`` has a calendar within the cap on weeks."""
        return self.weeks is None or (self.hope(plan) <= self.weeks and self.calendar(plan, self.weeks) is not None)

    def hope(self, plan: Plan) -> int:
        """Return a number of weeks that no calendar of ``plan`` undercuts: what its steps take of each resource."""
        return energy([self.options[number] for number in plan], self.task.capacity)

    def price(self, plan: Plan) -> int:
        """Return the money that ``plan`` takes."""
        return sum(self.options[number].money for number in plan)

    def calendar(self, plan: Plan, at_most: int | None = None) -> Mapping[str, int] | None:
        """Return the shortest calendar of ``plan``, or ``None`` where it is longer than ``at_most`` weeks."""
        ground, numbers = self.ground, sorted(plan, key=lambda number: self.options[number].id)
        answers: dict[frozenset[int], frozenset[int]] = {}

        def enables(done: frozenset[int]) -> frozenset[int]:
            if done not in answers:
                known = ground.start
                for index in done:
                    known = ground.closed(known, ground.gift(numbers[index]))
                answers[done] = frozenset(i for i, number in enumerate(numbers) if not ground.pre[number] & ~known)
            return answers[done]

        options = [self.options[number] for number in numbers]
        self.moves -= PLACED
        starts, certain = best_calendar(self.task, options, at_most=at_most, effort=PLACINGS, enables=enables)
        if not certain:
            raise GaveUp
        return starts
