"""How wrong a figure may be before it matters: which of a plan's weeks and prices decide that it is the best.

As a figure of one of its steps grows, a plan stays the best for a while. The best plan without the step does not
change, so it is found once. Plans with the step all get dearer alike, so for prices that is the whole comparison.
They get longer by no more than a week for each week the step grows. So a plan that has overtaken another stays
ahead of it as long as that one grows by the full week, and one that does not grow is not overtaken: it is enough
to plan again at the end of each stretch in which the plan grows, and to halve the stretch if it is overtaken there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.model import Step
from planner.planning.calendar import best_calendar, length
from planner.planning.compare import Comparison, compare
from planner.planning.plan import Plan, to_plan
from planner.planning.question import TIME_LIMIT, deadline_in, starting_closure, task_without_waits
from planner.planning.solve import solve
from planner.planning.task import Task, price, reduce
from planner.planning.totals import ORDERS, Solution, Totals
from planner.planning.under_way import with_waits
from planner.reasoning.after import After
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

MOST_WEEKS = 104


@dataclass(frozen=True)
class Margin:
    """By how many ``weeks``, and how much ``cost``, a step may grow with the plan still as good as any other.

    One more, and the plan on the right of ``weeks_rival`` or ``cost_rival`` is better, or the plan breaks a limit
    (``None``: no plan is left). ``weeks`` is ``None`` where :data:`MOST_WEEKS` more change nothing, ``cost`` where
    no price does. Where not ``proved``, the time ran out, and the figures are what is known to change nothing.
    """

    id: str
    weeks: int | None
    cost: int | None
    weeks_rival: Comparison | None
    cost_rival: Comparison | None
    proved: bool


def margins(plan: Plan, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> tuple[Margin, ...]:
    """Return for each step of a plan by how much its weeks or its price may grow before another plan is better.

    Each figure grows alone. Better is meant in the order of wishes of the plan; a tie changes nothing. A plan that
    is not proved has no margins.
    """
    expect(plan, "Plan", for_="what margins are looked for")
    deadline = deadline_in(time_limit)
    if not plan.proved:
        return ()
    start = starting_closure(plan.question.profile, rules)
    task, after = reduce(task_without_waits(plan.question, rules, start), whole=True), After(start, rules)
    assert task is not None

    def rival(figure: _Figure, growth: int | None, name: str) -> Comparison | None:
        solution = figure.best(**{name: growth + 1}) if growth is not None and figure.sure else None
        return None if solution is None else compare(plan, to_plan(plan.question, solution, rules, after))

    found = []
    for item in plan.steps:
        figure = _Figure(plan, item.step, task, deadline)
        cost, weeks = figure.cost(), figure.weeks()
        rivals = rival(figure, weeks, "weeks"), rival(figure, cost, "cost")
        found.append(Margin(item.step.id, weeks, cost, *rivals, figure.sure))
    return tuple(found)


class _Figure:
    """One step of a plan, and what becomes of the plan and its rivals as a figure of the step grows.

    ``sure`` turns False as soon as the time runs out on a question; what was found before stands.
    """

    def __init__(self, plan: Plan, step: Step, task: Task, deadline: float) -> None:
        self.plan, self.step, self.task, self.deadline = plan, step, task, deadline
        self.order = ORDERS[plan.question.prefer]
        self.sure = True
        others = [option for option in task.actions if option.id != step.id]
        self.without = self.solved(replace(task, actions=tuple(others)))

    def solved(self, task: Task) -> Solution | None:
        """Return the best plan of a task, or ``None`` where there is none or no time is left."""
        self.sure = self.sure and time.monotonic() < self.deadline
        small = reduce(with_waits(task, self.plan.question.under_way)) if self.sure else None
        if small is None:
            return None
        solution = solve(small, self.plan.question.prefer, deadline=self.deadline)
        self.sure = self.sure and solution.proved
        return None if solution.actions is None else solution

    def grown(self, weeks: int = 0, cost: int = 0) -> Task:
        """Return the task in which the step takes so much more, the pay given up in more weeks included."""
        step = self.step.model_copy(update={"cost": self.step.cost + cost})
        if step.full_time:
            step = step.model_copy(update={"weeks": (step.weeks or 0) + weeks})
        money = price(step, self.plan.question.profile.current_pay)
        actions = [
            option._replace(weeks=option.weeks + weeks, money=money) if option.id == step.id else option
            for option in self.task.actions
        ]
        return replace(self.task, actions=tuple(actions))

    def best(self, weeks: int = 0, cost: int = 0) -> Solution | None:
        """Return the best plan when the step takes so much more."""
        return self.solved(self.grown(weeks, cost))

    def own(self, weeks: int) -> Totals | None:
        """Return what the plan itself takes when the step is longer; ``None`` where that breaks a limit."""
        task = with_waits(self.grown(weeks), self.plan.question.under_way)
        actions = [option for option in task.actions if option.id in self.plan.ids]
        starts, certain = best_calendar(task, actions)
        self.sure = self.sure and certain
        assert starts is not None
        totals = Totals(len(actions), length(actions, starts), sum(option.money for option in actions))
        late = task.weeks is not None and totals.weeks > task.weeks
        dear = task.budget is not None and totals.money > task.budget
        return None if late or dear else totals

    def beats(self, rival: Solution | None, totals: Totals) -> bool:
        return rival is not None and rival.totals.key(self.order) < totals.key(self.order)

    def cost(self) -> int | None:
        """Return by how much the price may grow: up to the budget, or the best plan without the step."""
        totals, room = self.plan.totals, list[int]()
        if self.without is not None:
            gap = self.without.totals.money - totals.money
            if self.beats(self.without, replace(totals, money=totals.money + abs(gap) + 1)):
                tied = replace(totals, money=self.without.totals.money)
                room.append(gap - 1 if self.beats(self.without, tied) else gap)
        if self.task.budget is not None:
            room.append(self.task.budget - totals.money)
        if not self.sure:
            return 0
        return self.growth(min(room)) if room else None

    def growth(self, room: int) -> int:
        """Return by how much the price can grow within ``room``, what it rounds to considered."""
        pay = self.plan.question.profile.current_pay

        def more(growth: int) -> int:
            return price(self.step.model_copy(update={"cost": self.step.cost + growth}), pay) - price(self.step, pay)

        growth = room
        while more(growth) > room:
            growth -= 1
        while more(growth + 1) <= room:
            growth += 1
        return growth

    def weeks(self) -> int | None:
        """Return by how many weeks the step may grow."""
        own = list(self.lasting())
        each = self.task.budget is not None and len(own) > 1 and own[0].money != own[1].money
        known = 0
        for first, last in stretches([totals.weeks for totals in own], each=each):
            overtaken = self.beats(self.best(last), own[last])
            if not self.sure and not overtaken:
                return known
            if overtaken:
                return self.halved(first, last, own)
            known = last
        if not self.sure:
            return known
        return None if len(own) > MOST_WEEKS else len(own) - 1

    def lasting(self) -> Iterator[Totals]:
        """Yield what the plan takes with each week more, until it breaks a limit or is worse than without the step."""
        for weeks in range(MOST_WEEKS + 1):
            totals = self.own(weeks)
            if totals is None or self.beats(self.without, totals) or not self.sure:
                return
            yield totals

    def halved(self, low: int, high: int, own: Sequence[Totals]) -> int:
        """Return the most growth with which no plan is better; none is at ``low``, one is at ``high``."""
        known = low
        while high - low > 1:
            middle = (low + high) // 2
            if self.beats(self.best(middle), own[middle]):
                high = middle
            else:
                low = middle
        return low if self.sure else known


def stretches(weeks: Sequence[int], *, each: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the first and last place of each stretch in which ``weeks`` grow by one from place to place.

    With ``each``, every such stretch is cut into its single weeks.

    >>> list(stretches([5, 5, 6, 7, 7, 8]))
    [(1, 3), (4, 5)]
    """
    first = 0
    for place in range(1, len(weeks)):
        if weeks[place] == weeks[place - 1]:
            first = place
        elif each or place + 1 == len(weeks) or weeks[place + 1] == weeks[place]:
            yield first, place
            first = place
