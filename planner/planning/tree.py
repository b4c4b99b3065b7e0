"""Going through plans step by step, as a tree: each branch takes one more action, none is tried twice.

Of the landmarks still open the one with fewest makers is picked, and each of these is tried. A branch ends where more
landmarks without a common maker are open than steps are left, or where what they take at least breaks a cap. Of plans
that come too late it is learned which steps they miss: these are landmarks too. The search counts its moves and gives
up after so many, on every machine alike.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from planner.planning.bitset import bits, common, union
from planner.planning.calendar import best_calendar, energy, length
from planner.planning.ground import Ground
from planner.planning.late import Clock, Late, clock_of, late_of
from planner.planning.takes import Take
from planner.planning.task import Task
from planner.planning.totals import GaveUp, Measure

PLACINGS, PLACED = 1_000, 10
LONG = 100
Chosen = tuple[int, ...]


class Caps(NamedTuple):
    """What a plan may take: ``amounts`` of what may be short, so many ``weeks``, no action that comes too ``late``."""

    weeks: int | None
    amounts: Sequence[int]
    late: int


class Tree:
    """The plans of one task within caps on ``money`` and ``weeks``; actions go by their place in the ground's task."""

    def __init__(self, task: Task, ground: Ground, moves: int, deadline: float) -> None:
        self.task, self.ground, self.moves, self.deadline = task, ground, moves, deadline
        self.options = ground.task.actions
        self.goal = union(1 << ground.place[atom] for atom in task.goal)
        self.needed = tuple(sorted(ground.number[id] for id in task.needed if id in ground.number))
        self.money, self.weeks = task.budget, task.weeks
        self.plans: list[Chosen] = []
        self.enough = 1
        self.least: Measure | None = None
        self.value: int | None = None
        self.cut, self.full = False, False
        self.too_late = 0
        self.placed: dict[int, tuple[Mapping[str, int] | None, int]] = {}
        self._cap()

    def within(self, steps: int, enough: int, least: Measure | None = None) -> list[Chosen]:
        """Return up to ``enough`` plans of so many steps within the caps; ``cut`` tells if more steps may help.

        With ``least``, money or weeks, only plans that take the least of it, and what they take is then its cap.
        Raises :class:`GaveUp`.
        """
        self.cut, self.full = False, False
        if len(self.needed) < len(self.task.needed):
            return []
        if time.monotonic() > self.deadline:
            raise GaveUp
        self.plans, self.enough, self.least = [], enough, least
        self.value = None
        spent = [sum(take.amounts[number] for number in self.needed) for take in self.takes]
        taken, caps = union(1 << number for number in self.needed), self.caps_for(spent)
        if not caps.late & taken and all(amount <= cap for amount, cap in zip(spent, caps.amounts, strict=True)):
            left = steps - len(self.needed)
            self.look(self.needed, taken, self.ground.start, self.needed, 0, left, spent)
        if least is not None and self.value is not None:
            self.cap(least, self.value)
        return self.plans

    def cap(self, measure: Measure, value: int) -> None:
        """Let no plan take more than ``value`` of money or weeks."""
        if measure == "money":
            self.money = value
        else:
            self.weeks = value
        self._cap()

    def _cap(self) -> None:
        """Work out what each action takes of the caps, and which to try first."""
        money, weeks = self.money, self.weeks
        self.takes, self.eager = self.ground.takes.short(money=money is not None, weeks=weeks is not None)
        self.caps = self.caps_at(money, weeks)

    def caps_at(self, money: int | None, weeks: int | None) -> Caps:
        """Return what plans may take that take at most so much money and so many weeks."""
        amounts, capacity = [] if money is None else [money], self.task.capacity
        if weeks is None:
            return Caps(None, amounts, 0)
        return Caps(weeks, [*amounts, weeks, weeks * capacity, 2 * weeks * capacity], self.ends.above(weeks))

    def caps_for(self, spent: Sequence[int]) -> Caps:
        """Return what plans may take that take at least ``spent``."""
        return self.caps

    def look(
        self, chosen: Chosen, taken: int, known: int, waiting: Chosen, barred: int, left: int, spent: Sequence[int]
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
        caps = self.caps_for(spent)
        if not wanted and not left and self.in_time(chosen, caps.weeks):
            self.keep(chosen)
            return
        if not wanted and caps.weeks is None:
            return
        if not left:
            self.cut = True
            return
        barred |= caps.late
        for take, cap, amount in zip(self.takes, caps.amounts, spent, strict=True):
            barred |= take.above(cap - amount)
        missed = [] if caps.weeks is None else [row & ~barred for row in self.late.missed(taken, caps.weeks)]
        if 0 in missed:
            return
        if left == 1:
            self.moves -= len(waiting)
            ends = self.last(known, waiting, ~barred, caps) if wanted else self.helping(chosen, known, barred, caps)
            # where none is enough two may be
            self.cut = self.cut or not wanted or ends > 0 or bool(self.open(wanted, known, taken, barred))
            self.finish(chosen, common((ends, *missed)), spent)
            return
        if wanted:
            rows = self.open(wanted, known, taken, barred)
            rows = smallest_first((*rows, *missed)) if rows and missed else rows
        else:
            rows = smallest_first(missed) or self.sooner(chosen, barred, caps)
        self.moves -= len(rows) // 8
        branch = self.narrowest(rows, known, left, spent) if rows else 0
        for action in sorted(bits(branch), key=self.eager.__getitem__):
            more = [amount + take.amounts[action] for amount, take in zip(spent, self.takes, strict=True)]
            if all(amount <= cap for amount, cap in zip(more, self.caps_for(more).amounts, strict=True)):
                self.look((*chosen, action), taken | 1 << action, known, (*waiting, action), barred, left - 1, more)
                if self.full:
                    return
            barred |= 1 << action

    def finish(self, chosen: Chosen, ends: int, spent: Sequence[int]) -> None:
        """Keep the plans that have ``chosen`` and one of ``ends``, each of which is enough, if they are in time."""
        for action in sorted(bits(ends), key=self.eager.__getitem__):
            self.moves -= 1
            more = [amount + take.amounts[action] for amount, take in zip(spent, self.takes, strict=True)]
            caps = self.caps_for(more)
            if all(amount <= cap for amount, cap in zip(more, caps.amounts, strict=True)):
                plan = (*chosen, action)
                if self.in_time(plan, caps.weeks):
                    self.keep(plan)
                    if self.full:
                        return

    def keep(self, plan: Chosen) -> None:
        """Keep a plan that was found; where the least of a measure is asked for, look for no more of it from now on."""
        if self.least is not None:
            value = self.price(plan) if self.least == "money" else self.weeks_of(plan)
            if self.value is None or value < self.value:
                self.plans, self.value = [], value
            self.cap(self.least, value if len(self.plans) + 1 < self.enough else value - 1)
        self.plans.append(plan)
        self.full = self.least is None and len(self.plans) == self.enough

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
        return [] if 0 in rows else smallest_first(rows)

    def last(self, known: int, waiting: Chosen, able: int, caps: Caps) -> int:
        """Return those of the actions ``able`` that can begin, and with which and ``waiting`` the goal follows."""
        ground, after = self.ground, known
        for action in waiting:
            after = ground.with_gift(after, action)
        if caps.weeks is not None and waiting:  # nothing that waits begins before the last is done
            able &= ~self.soonest.above(caps.weeks - self.hope(waiting))
        able &= ground.alone.bring(self.goal, after)
        return union(
            1 << action for action in bits(self.enders(known, waiting, able)) if not ground.pre[action] & ~known
        )

    def enders(self, known: int, waiting: Chosen, able: int) -> int:
        """Return those of the actions ``able`` which let all ``waiting`` begin in turn, and the goal follow."""
        if not waiting:
            return self.ground.alone.bring(self.goal, known) & able
        found = 0
        for action in waiting:
            begun = able & self.ground.alone.bring(self.ground.pre[action], known)
            if begun:
                able &= ~begun
                later = tuple(other for other in waiting if other != action)
                found |= self.enders(self.ground.with_gift(known, action), later, begun)
        return found

    def narrowest(self, rows: Sequence[int], known: int, left: int, spent: Sequence[int]) -> int:
        """Return the set to branch over; empty where no ``left`` actions can hit all ``rows`` with what caps leave."""
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
        parts = [[take.least(row) for row in apart] for take in self.takes]
        caps = self.caps_for([amount + sum(least) for amount, least in zip(spent, parts, strict=True)])
        for take, cap, amount, least in zip(self.takes, caps.amounts, spent, parts, strict=True):
            spare = cap - amount - sum(least)
            if spare < 0:
                return 0
            dear = take.above(spare) & ~covered
            for row, part in zip(apart, least, strict=True):
                dear |= take.above(spare + part) & row
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

    def sooner(self, chosen: Chosen, barred: int, caps: Caps) -> list[int]:
        """Return a set of actions without one of which a plan that takes too long stays too long."""
        assert caps.weeks is not None
        found = self.feeding(chosen, barred, caps)
        landmark = self.late.learn(chosen, caps.weeks, self.clock)
        if landmark is not None and not landmark & union(1 << number for number in chosen):
            found = landmark & ~barred
        return [found] if found else []

    def helping(self, chosen: Chosen, known: int, barred: int, caps: Caps) -> int:
        """Return the actions each of which can begin, and alone may shorten a plan that takes too long."""
        assert caps.weeks is not None
        found = [n for n in bits(self.feeding(chosen, barred, caps)) if not self.ground.pre[n] & ~known]
        return union(1 << helper for helper in self.clock.helpers(chosen, found, caps.weeks))

    def feeding(self, chosen: Chosen, barred: int, caps: Caps) -> int:
        """Return the actions that may bring about earlier what the goal or a step chosen needs."""
        assert caps.weeks is not None
        self.moves -= len(self.clock.useful(caps.weeks)) // 6
        wanted = self.goal | union(self.ground.pre[number] for number in chosen)
        taken = union(1 << number for number in chosen)
        return union(self.ground.feeders[atom] for atom in bits(wanted)) & ~barred & ~taken

    @cached_property
    def clock(self) -> Clock:
        """The clock of the task without its limits, which all who search the same ground for the same goal share."""
        return clock_of(self.task, self.ground)

    @cached_property
    def late(self) -> Late:
        """What was learned of plans that come too late; all who search the same ground for the same goal share it."""
        return late_of(self.task, self.ground)

    @cached_property
    def ends(self) -> Take:
        """For each action the first week in which a plan with it can end."""
        heads, tails = self.ground.heads, self.ground.tails(self.task)
        return Take([head + option.weeks + tail for head, option, tail in zip(heads, self.options, tails, strict=True)])

    @cached_property
    def soonest(self) -> Take:
        """For each action the first week in which it can end."""
        return Take([head + option.weeks for head, option in zip(self.ground.heads, self.options, strict=True)])

    def in_time(self, plan: Chosen, weeks: int | None) -> bool:
        """Say whether ``plan`` has a calendar of at most so many weeks."""
        if weeks is None:
            return True
        if self.hope(plan) > weeks or self.late.missed(union(1 << number for number in plan), weeks):
            return False
        if self.soon(plan, weeks):
            return self.calendar(plan, weeks) is not None
        self.too_late += 1
        if self.too_late > len(self.late.learned):  # the more is learned already, the less there is to gain
            self.too_late = 0
            self.moves -= len(self.clock.useful(weeks)) // 6
            self.late.learn(plan, weeks, self.clock)
        return False

    def soon(self, plan: Chosen, weeks: int) -> bool:
        """Say whether all of ``plan`` could be over in so many weeks if no resource were ever short."""
        pre, known, running, waiting = self.ground.pre, self.ground.start, list[tuple[int, int]](), plan
        week = 0
        while waiting:
            able = [action for action in waiting if not pre[action] & ~known]
            waiting = tuple(action for action in waiting if action not in able)
            for action in able:
                end = week + self.options[action].weeks
                if end > weeks:
                    return False
                heapq.heappush(running, (end, action))
            if waiting:
                week, action = heapq.heappop(running)
                known = self.ground.with_gift(known, action)
        return True

    def hope(self, plan: Chosen) -> int:
        """Return a number of weeks that no calendar of ``plan`` undercuts: what its steps take of each resource."""
        return energy([self.options[number] for number in plan], self.task.capacity)

    def weeks_of(self, plan: Chosen) -> int:
        """Return the weeks of a plan whose calendar is within the cap on them."""
        starts = self.calendar(plan, self.weeks)
        assert starts is not None
        return length([self.options[number] for number in plan], starts)

    def price(self, plan: Chosen) -> int:
        """Return the money that ``plan`` takes."""
        return sum(self.options[number].money for number in plan)

    def calendar(self, plan: Chosen, at_most: int | None = None) -> Mapping[str, int] | None:
        """Return the shortest calendar of ``plan``, or ``None`` where it is longer than ``at_most`` weeks."""
        pre, numbers = self.ground.pre, sorted(plan, key=lambda number: self.options[number].id)
        options = [self.options[number] for number in numbers]
        taken = union(1 << number for number in numbers)
        starts, above = self.placed.get(taken, (None, -1))
        if starts is not None:
            return starts if at_most is None or length(options, starts) <= at_most else None
        if at_most is not None and at_most <= above:
            return None

        def enables(done: int) -> int:
            known = self.ground.after_all(union(1 << numbers[index] for index in bits(done)))
            return union(1 << index for index, number in enumerate(numbers) if not pre[number] & ~known)

        self.moves -= PLACED
        starts, certain = best_calendar(self.task, options, at_most=at_most, effort=PLACINGS, enables=enables)
        if not certain:
            raise GaveUp
        self.placed[taken] = starts, above if at_most is None else at_most
        return starts


def smallest_first(sets: Iterable[int]) -> list[int]:
    """Return sets, each once, the smallest first."""
    return sorted({*sets}, key=lambda one: (one.bit_count(), one))
