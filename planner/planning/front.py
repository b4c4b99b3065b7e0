"""The trade-off front over steps, weeks and money: every plan that no other beats in all three."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from planner.planning.few import worth_trying
from planner.planning.ground import Ground
from planner.planning.solve import solve, solve_at_once
from planner.planning.stairs import climb
from planner.planning.task import Task
from planner.planning.totals import ORDERS, Measure, Solution, Totals

ENDS = 5
"""This part of the time that is left is kept for the ends of a front that is cut short."""
NEAREST: tuple[Measure, ...] = ("steps", "money", "weeks")
"""The wishes by which the first plan in a box is looked for; weeks are settled soonest where all else is."""


def trade_offs(task: Task, deadline: float) -> tuple[list[Solution], int | None]:
    """Return the trade-off front, by steps, weeks and money, and up to how many steps it is whole; ``None``: all of it.

    Trying meets the plans of few steps. What is on it beside them is shorter or cheaper than all of these: it lies in a
    few boxes (at most so many weeks, so much money), none inside another. The best plan of any of them, fewest steps
    first, is on the front, and parts the boxes that hold it in two. Of the time left each box gets the same share; what
    that does not settle is put off. Where some stay unsettled the ends, the cheapest and quickest plan, are looked for.
    """
    ground = Ground(task)
    met, most = climb(task, ground, deadline) if worth_trying(task) else ([], -1)
    if most is None:
        return met, None
    settled, put_off = list[tuple[_Box, Solution]](), dict[_Box, int]()
    front = {_rank(plan): plan for plan in met}
    boxes = {_Box(task.weeks, task.budget): most + 1}
    for plan in met:
        boxes = _parted(boxes, plan.totals)
    until = deadline - _left(deadline) / ENDS
    while boxes or (put_off and _left(until)):
        if not boxes:
            boxes, put_off = put_off, {}
        box = min(boxes, key=lambda box: boxes[box])
        best = next((best for larger, best in settled if box.settled_by(larger, best)), None)
        if best is None and (left := _left(until)):
            limited, share = replace(task, weeks=box.weeks, budget=box.money), until - left + left / len(boxes)
            best = solve_at_once(limited, NEAREST, deadline=share, ground=ground, least_steps=boxes[box])
            if best.proved:
                settled.append((box, best))
        if best is None or not best.proved:
            put_off[box] = max(boxes.pop(box), 0 if best is None else best.bound.steps)
        elif best.actions is None:
            del boxes[box]
        elif best.totals.steps > boxes[box]:
            boxes[box] = best.totals.steps
        else:
            front[_rank(best)] = best
            boxes, put_off = _parted(boxes, best.totals), _parted(put_off, best.totals)
    for wish in ("money", "time") if put_off else ():
        end = solve(task, wish, deadline=deadline - _left(deadline) / 2, ground=ground)
        if end.proved and end.actions is not None:
            front[_rank(end)] = end
    return _by_rank(front), min(put_off.values()) - 1 if put_off else None


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


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


def _parted(boxes: Mapping[_Box, int], totals: Totals) -> dict[_Box, int]:
    """Return the boxes of what is shorter or cheaper than ``totals``, without those inside another.

    Each comes with the least steps a plan in it can have, as far as that is known.
    """
    parts: dict[_Box, int] = {}
    for box, least in boxes.items():
        for part in box.parts(totals) if box.holds(totals.weeks, totals.money) else (box,):
            parts[part] = max(least, parts.get(part, 0))
    return {
        part: least for part, least in parts.items() if not any(part != other and part.inside(other) for other in parts)
    }
