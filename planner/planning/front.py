"""The trade-off front over steps, weeks and money: every plan that no other beats in all three."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from planner.planning.few import worth_trying
from planner.planning.ground import Ground
from planner.planning.solve import solve
from planner.planning.stairs import climb
from planner.planning.task import Task
from planner.planning.totals import ORDERS, Solution, Totals


def trade_offs(task: Task, deadline: float) -> tuple[list[Solution], bool]:
    """Return the trade-off front, by steps, weeks and money, and whether it is complete.

    Trying meets the plans of few steps. What is on it beside them is shorter or cheaper than all of these: it lies in a
    few boxes (at most so many weeks, so much money), none inside another. The best plan of any of them, fewest steps
    first, is on the front, and parts the boxes that hold it in two. Below the quickest and the cheapest plan there is
    nothing.
    """
    ground = Ground(task)
    met, most = climb(task, ground, deadline) if worth_trying(task) else ([], -1)
    if most is None:
        return met, True
    cheapest, quickest = [solve(task, wish, deadline=deadline, ground=ground) for wish in ("money", "time")]
    ends = [(_Box(task.weeks, cheapest.totals.money), cheapest), (_Box(quickest.totals.weeks, task.budget), quickest)]
    settled = [(box, end) for box, end in ends if end.proved and end.actions is not None]
    front = {_rank(plan): plan for plan in (*met, *(end for _, end in settled))}
    complete, boxes = cheapest.proved and quickest.proved, [_Box(task.weeks, task.budget)]
    for plan in met:
        boxes = _parted(boxes, plan.totals)
    while boxes:
        nearest: Solution | None = None
        for box in [box for box in boxes if box.holds(quickest.bound.weeks, cheapest.bound.money)]:
            best = next((best for larger, best in settled if box.settled_by(larger, best)), None)
            if best is None:
                if time.monotonic() > deadline:
                    return _by_rank(front), False
                limited = replace(task, weeks=box.weeks, budget=box.money)
                best = solve(limited, "steps", deadline=deadline, ground=ground, least_steps=most + 1)
                complete = complete and best.proved
                if best.proved:
                    settled.append((box, best))
            if best.proved and best.actions is not None and (nearest is None or _rank(best) < _rank(nearest)):
                nearest = best
        if nearest is None:
            break
        front[_rank(nearest)] = nearest
        boxes = _parted(boxes, nearest.totals)
    return _by_rank(front), complete


def _by_rank(front: Mapping[tuple[int, ...], Solution]) -> list[Solution]:
    return [front[rank] for rank in sorted(front)]


def _rank(plan: Solution) -> tuple[int, ...]:
    return plan.totals.key(ORDERS["steps"])


class _Box(NamedTuple):
    """Plans that take at most so many weeks and so much money; ``None``: any."""

    weeks: int | None
    money: int | None

    def holds(self, weeks: int, money: int) -> bool:
        """Say whether a plan of so many weeks and so much money is in the box."""
        return (self.weeks is None or weeks <= self.weeks) and (self.money is None or money <= self.money)

    def inside(self, other: _Box) -> bool:
        """Say whether all plans of the box are in another one too."""
        return all(most is None or (mine is not None and mine <= most) for mine, most in zip(self, other, strict=True))

    def settled_by(self, larger: _Box, best: Solution) -> bool:
        """Say whether the box lies in a ``larger`` one whose ``best`` plan is in it too, and so its best as well."""
        return self.inside(larger) and (best.actions is None or self.holds(best.totals.weeks, best.totals.money))

    def parts(self, totals: Totals) -> tuple[_Box, _Box]:
        """Return the boxes of what is shorter, and of what is cheaper, than a plan in this one."""
        return _Box(totals.weeks - 1, self.money), _Box(self.weeks, totals.money - 1)


def _parted(boxes: Sequence[_Box], totals: Totals) -> list[_Box]:
    """Return the boxes of what is shorter or cheaper than ``totals``, without those inside another."""
    parts = dict.fromkeys(
        part for box in boxes for part in (box.parts(totals) if box.holds(totals.weeks, totals.money) else (box,))
    )
    return [part for part in parts if not any(part != other and part.inside(other) for other in parts)]
