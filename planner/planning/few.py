"""The best plan by trying, where few steps are enough: no linear programme, no solver, no model.

On books like the shipped one landmarks leave a few hundred moves for most questions (see
:mod:`planner.planning.tree`). Where the moves are not enough :mod:`planner.planning.solve` takes it from there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.planning.calendar import length
from planner.planning.ground import Ground
from planner.planning.task import Task
from planner.planning.totals import NOTHING, ORDERS, GaveUp, Measure, Solution, Totals
from planner.planning.tree import Chosen, Tree

MOVES: Mapping[Measure, int] = {"steps": 200_000, "weeks": 10_000, "money": 40_000}
MOVES_IN_TIME, MOVES_AT_LAST, MOVES_WHERE_SMALL = 10_000, 20_000, 5_000
SOME, MANY = 200, 5_000
TRIED, SMALL = 20_000, 400
GLANCE = 6


def worth_trying(task: Task) -> bool:
    """Say whether the task is small enough to be tried step by step."""
    return len(task.actions) <= TRIED


def moves_for(task: Task, first: Measure) -> int:
    """Return how many moves are worth while: fewer with a limit of weeks, which ends few branches early."""
    return MOVES[first] if task.weeks is None else min(MOVES[first], MOVES_IN_TIME)


def solve_few(
    task: Task,
    order: Sequence[Measure],
    ground: Ground,
    *,
    deadline: float,
    settled: bool = False,
    ties: bool = True,
    least_steps: int = 0,
) -> Solution:
    """Return the best plan of a reduced task by the measures of ``order``; with ``ties``, the first by id.

    ``ground`` is that of the task, or of one with more actions and other goals. ``settled``: the task's limits allow
    no more of the first measure than every plan takes. No plan has less than ``least_steps``. Where the moves or the
    time were not enough, the answer is not proved, and has the best plan met, if any.
    """
    # where little is to be tried the solver is soon better
    moves = moves_for(task, order[0]) if len(task.actions) > SMALL else MOVES_WHERE_SMALL
    if settled:
        moves = MOVES_AT_LAST
    search = Search(Tree(task, ground, moves, deadline), order, least_steps)
    return _solve(search, settled=settled, ties=ties)


def glance(task: Task, order: Sequence[Measure]) -> Solution:
    """Return what a few moves tell of a small task, on every machine alike: for when there is no time at all."""
    if len(task.actions) > SMALL:
        return Solution.no_plan(proved=False)
    return _solve(Search(Tree(task, Ground(task), GLANCE, math.inf), order))


def _solve(search: Search, *, settled: bool = False, ties: bool = True) -> Solution:
    order = search.order
    try:
        plans = search.growing(SOME)
        if plans and not settled and order[0] == "weeks":
            plans = search.quickest(plans)
        elif plans and not settled and order[0] == "money":
            plans = search.cheapest(plans)
        return search.best(plans, ties=ties) if plans else Solution.no_plan(proved=True)
    except GaveUp:
        met = search.met
        return Solution.no_plan(proved=False) if met is None else replace(met, bound=NOTHING, proved=False)


def all_few(task: Task, ground: Ground, steps: int, most: int, *, deadline: float) -> list[Solution] | None:
    """Return the plans of ``steps`` steps, the least there are, within the limits, sorted by ids, ``most`` at most.

    ``None`` where the moves were not enough, or the time.
    """
    search = Search(Tree(task, ground, moves_for(task, "steps"), deadline))
    try:
        found = [search.best_of([plan]) for plan in search.tree.within(steps, most)]
    except GaveUp:
        return None
    return sorted(found, key=lambda solution: solution.ids)


def has_few(task: Task, ground: Ground, *, steps: int | None = None, deadline: float) -> bool | None:
    """Say whether any plan of at most so many ``steps`` keeps the limits of ``task``; ``None``: it gave up."""
    search = Search(Tree(task, ground, moves_for(task, "steps"), deadline))
    try:
        return bool(search.growing(1, steps))
    except GaveUp:
        return None


class Search:
    """What is asked of a tree of plans, one cap after the other, for the best plan in the ``order`` of wishes."""

    def __init__(self, tree: Tree, order: Sequence[Measure] = ORDERS["steps"], least_steps: int = 0) -> None:
        self.tree, self.order, self.least_steps = tree, order, max(least_steps, len(tree.needed))
        self.met: Solution | None = None

    def growing(self, enough: int, most: int | None = None) -> list[Chosen]:
        """Return up to ``enough`` plans of the least number of steps, ``most`` at most, within the caps."""
        for steps in range(self.least_steps, (len(self.tree.options) if most is None else most) + 1):
            plans = self.tree.within(steps, enough)
            if plans or not self.tree.cut:
                return plans
        return []

    def cheapest(self, known: Sequence[Chosen]) -> list[Chosen]:
        """Return plans that take the least money, with fewest steps; some plans are ``known``."""
        least = min(self.tree.price(plan) for plan in known)
        for steps in range(self.least_steps, len(self.tree.options) + 1):
            if not least:
                break
            self.tree.cap("money", least - 1)
            if plans := self.tree.within(steps, 1, "money"):
                least = self.tree.price(plans[0])
            if not self.tree.cut:
                break
        self.tree.cap("money", least)
        return self.growing(SOME)

    def quickest(self, known: Sequence[Chosen]) -> list[Chosen]:
        """Return plans that take the least weeks, with fewest steps; some plans are ``known``.

        Asks from below, each time for twice as much room: a short calendar leaves few actions to try.
        """
        best = self.best_of(known).totals.weeks
        first = self.tree.ground.first_weeks
        low, room = max((first[atom] for atom in self.tree.task.goal), default=0), 0
        while low < best:
            most = min(low + room, best - 1)
            self.tree.cap("weeks", most)
            if plans := self.growing(1):
                best = self.best_of(plans).totals.weeks
            else:
                low, room = most + 1, 2 * room + 1
        self.tree.cap("weeks", best)
        return self.growing(SOME)

    def best(self, plans: Sequence[Chosen], *, ties: bool = True) -> Solution:
        """Return a best plan with as many steps as ``plans``, which are some of those within the caps.

        Where they are many, those that take the least weeks and money are looked for in turn, until they are few.
        """
        steps, some = len(plans[0]), list(plans)
        for measure in self.order:
            if measure != "steps" and len(some) == SOME:
                self.tree.cap(measure, self.best_of(some).totals.of(measure))
                some = self.tree.within(steps, SOME, measure)
        if len(some) == SOME and ties:
            some = self.tree.within(steps, MANY)
            if len(some) == MANY:
                raise GaveUp
        return self.best_of(some)

    def best_of(self, plans: Sequence[Chosen]) -> Solution:
        """Return the best of ``plans``, which must be the same in measures before the weeks; by id among equals."""

        def rank(plan: Chosen, weeks: int) -> tuple[tuple[int, ...], list[str]]:
            totals = Totals(len(plan), weeks, self.tree.price(plan))
            return totals.key(self.order), sorted(self.tree.options[number].id for number in plan)

        best: tuple[tuple[int, ...], list[str]] | None = None
        solution: Solution | None = None
        for hope, plan in sorted((rank(plan, self.tree.hope(plan)), plan) for plan in plans):
            if best is not None and hope >= best:
                break
            starts = self.tree.calendar(plan, solution.totals.weeks if solution is not None else self.tree.weeks)
            if starts is None:
                continue
            actions = tuple(sorted((self.tree.options[number] for number in plan), key=lambda option: option.id))
            weeks = length(actions, starts)
            if best is None or rank(plan, weeks) < best:
                best, totals = rank(plan, weeks), Totals(len(plan), weeks, self.tree.price(plan))
                solution = Solution(actions, starts, totals, totals, True)
        assert best is not None
        assert solution is not None
        if self.met is None or best[0] < self.met.totals.key(self.order):
            self.met = solution
        return solution
