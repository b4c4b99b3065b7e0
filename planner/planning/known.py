"""What is known of all plans of a task, whatever they may take: landmarks, and how soon and how late things can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planner.planning.bitset import bits, union
from planner.planning.ground import Ground
from planner.planning.task import Action, Task
from planner.planning.weeks import NEVER

SEEDED = 3_000
LONGEST = 100
PLAN = -1
"""Stands in a row for the plan itself, where others have an action."""


class Row(NamedTuple):
    """In every plan with ``action`` one of ``makers`` (actions as bits) ends before that begins."""

    action: int
    makers: int


class Known:
    """What is known of every plan of a task, whatever it may take: grows while models are asked."""

    def __init__(self, task: Task, ground: Ground) -> None:
        self.task, self.ground = ground.asked(task), ground
        self.options = ground.task.actions
        self.number = ground.number
        self.goal = union(1 << ground.place[atom] for atom in task.goal)
        self.needed = [self.number[id] for id in sorted(task.needed)]
        self.heads, self.tails = ground.heads, ground.tails(task)
        self.soon = max((ground.first_weeks.get(atom, NEVER) for atom in task.goal), default=0)
        self.placed: dict[int, None] = {}
        self.rows: dict[Row, None] = dict.fromkeys(self.landmarks(PLAN, self.goal, ground.start, 0))
        if len(self.options) <= SEEDED:
            for number, pre in enumerate(ground.pre):
                self.rows.update(dict.fromkeys(self.landmarks(number, pre, ground.start, 0)))

    def bits_of(self, actions: Iterable[Action]) -> int:
        """Return a set of actions as bits."""
        return union(1 << self.number[option.id] for option in actions)

    def landmarks(self, action: int, wanted: int, known: int, taken: int) -> Iterator[Row]:
        """Yield rows of the landmarks of what ``action`` needs that no action ``taken`` is in."""
        found = self.ground.landmarks_of(wanted & ~known)
        if found is None:
            yield Row(action, 0)
            return
        for other in bits(found[0] & ~taken):
            yield Row(action, 1 << other)
        for makers in self.ground.makers_of(found[1] & ~known):
            if not makers & taken:
                yield Row(action, makers)

    def missed(self, action: int, wanted: int, known: int, taken: int) -> list[Row]:
        """Return rows that the actions ``taken``, after which only ``known`` is known, do not hit."""
        rows = list(self.landmarks(action, wanted, known, taken))
        return rows or [Row(action, self.ground.traced(wanted & ~known, known, taken))]

    def unmet(self, chosen: Sequence[int]) -> list[Row]:
        """Return rows that ``chosen`` do not hit, whenever they are done; none where they are a plan."""
        known, waiting = self.ground.taken(self.ground.start, tuple(chosen))
        taken = union(1 << number for number in chosen)
        wants = [(PLAN, self.goal), *((number, self.ground.pre[number]) for number in waiting)]
        return [row for number, wanted in wants if wanted & ~known for row in self.missed(number, wanted, known, taken)]

    def avoided(self, chosen: Sequence[int], able: int, weights: Sequence[int]) -> Row:
        """Return a landmark of the goal that ``chosen``, which are no plan, do not hit; it has no action too many.

        Actions that are ``able`` are let in, the lightest first, as long as the goal stays out of reach.
        """
        ground, everything = self.ground, (1 << len(self.options)) - 1
        known, waiting = ground.taken(ground.start, tuple(chosen))
        found = everything & ~able
        for number in sorted(bits(able & ~union(1 << number for number in chosen)), key=lambda n: (weights[n], n)):
            if ground.pre[number] & ~known:
                waiting = (*waiting, number)
            elif ground.gift(number) & ~known:
                more, still = ground.taken(ground.closed(known, ground.gift(number)), waiting)
                if self.goal & ~more:
                    known, waiting = more, still
                else:
                    found |= 1 << number
        return Row(PLAN, found)

    def hasty(self, starts: Mapping[int, int]) -> list[Row]:
        """Return rows of actions that begin before their needs are known."""
        found = []
        for number, start in starts.items():
            done = tuple(other for other, begun in starts.items() if begun + self.options[other].weeks <= start)
            known, _ = self.ground.taken(self.ground.start, done)
            if wanted := self.ground.pre[number] & ~known:
                found += self.missed(number, wanted, known, union(1 << other for other in done))
        return found

    def completed(self, chosen: Sequence[int], able: int) -> list[int] | None:
        """Return ``chosen`` with actions added, each the soonest done, until they are a plan; or ``None``."""
        plan = list(chosen)
        while rows := self.unmet(plan):
            makers = min((row.makers & able for row in rows), key=lambda makers: (makers.bit_count(), makers))
            if not makers or len(plan) > LONGEST:
                return None
            plan.append(min(bits(makers), key=lambda number: self.heads[number] + self.options[number].weeks))
        return plan


def known_of(task: Task, ground: Ground) -> Known:
    """Return what is known of the plans of a task, which tasks that differ in their limits alone share."""
    return ground.shared(Known, task, lambda: Known(task, ground))
