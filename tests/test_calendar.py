"""Calendars: the shortest one of a set of steps, held against every way to lay them out in weeks."""

import random
from itertools import permutations, product

import pytest

from planner.planning.calendar import best_calendar, length
from planner.planning.task import Action, Task

CAPACITY = 4


def drawn(seed):
    """Return a task with a few steps, some of which need what they or each other give, and some clauses."""
    draw = random.Random(seed)
    steps = []
    for number in range(draw.randint(1, 4)):
        full_time = draw.random() < 0.4
        needs = tuple(sorted(draw.sample(range(5), draw.choice((0, 0, 1, 2)))))
        gives = tuple(sorted(draw.sample(range(5), draw.randint(1, 2))))
        hours = 0 if full_time else draw.randint(1, CAPACITY)
        steps.append(Action(f"s{number}", needs, gives, draw.randint(1, 3), full_time, hours, 0))
    clauses = tuple(((draw.randrange(5),), draw.randrange(5)) for _ in range(draw.randint(0, 3)))
    init = frozenset(draw.sample(range(5), draw.choice((0, 0, 1))))
    return Task(tuple(range(5)), init, (), clauses, tuple(steps), CAPACITY)


def shortest(task):
    """Return the length of the shortest calendar, every start week of every step tried; ``None`` if there is none."""
    steps, most = task.actions, sum(step.weeks for step in task.actions)
    found = [
        length(steps, dict(zip((step.id for step in steps), starts, strict=True)))
        for starts in product(*(range(most - step.weeks + 1) for step in steps))
        if kept(task, starts)
    ]
    return min(found, default=None)


def kept(task, starts):
    items = list(zip(task.actions, starts, strict=True))
    for week in range(max(start for _, start in items) + 1):
        running = [step for step, start in items if start <= week < start + step.weeks]
        if sum(step.slot for step in running) > 1 or sum(step.hours for step in running) > CAPACITY:
            return False
        known = set(task.init).union(*(step.add for step, start in items if start + step.weeks <= week))
        while fresh := {head for body, head in task.clauses if known.issuperset(body)} - known:
            known |= fresh
        if any(start == week and not known.issuperset(step.pre) for step, start in items):
            return False
    return True


@pytest.mark.parametrize("block", range(4))
def test_the_calendar_is_the_shortest_of_all(block):
    orders = 0
    for seed in range(150 * block, 150 * block + 150):
        task = drawn(seed)
        least = shortest(task)
        starts, certain = best_calendar(task, task.actions)
        assert certain
        assert (None if starts is None else length(task.actions, starts)) == least, seed
        if starts is not None:
            assert kept(task, [starts[step.id] for step in task.actions]), seed
            assert best_calendar(task, task.actions, at_most=least - 1) == (None, True), seed
            orders += any(step.pre for step in task.actions)
    assert orders > 10


def test_however_little_is_tried_steps_that_can_be_taken_have_a_calendar():
    shown = 0
    for seed in range(600):
        task = drawn(seed)
        whole, _ = best_calendar(task, task.actions)
        for effort in (1, 2, 3, len(task.actions) + 1):
            starts, certain = best_calendar(task, task.actions, effort=effort)
            assert (starts is None) == (whole is None), seed
            if starts is not None:
                assert kept(task, [starts[step.id] for step in task.actions]), seed
                assert not certain or length(task.actions, starts) == length(task.actions, whole), seed
                shown += not certain
    assert shown > 100


def length_by(steps, order, starts):
    """Return the length of a calendar in which ``order`` is placed step by step, each as soon as it fits; or ``None``."""
    for number in order:
        step, ends = steps[number], sorted({0, *(starts[other] + steps[other].weeks for other in starts)})
        fits = (
            week
            for week in ends
            if {atom for o in starts if starts[o] + steps[o].weeks <= week for atom in steps[o].add}.issuperset(
                step.pre
            )
            and all(within(steps, {**starts, number: week}, turn) for turn in range(week, week + step.weeks))
        )
        week = next(fits, None)
        if week is None:
            return None
        starts = {**starts, number: week}
    return max(starts[number] + steps[number].weeks for number in starts)


def within(steps, starts, week):
    running = [steps[number] for number, start in starts.items() if start <= week < start + steps[number].weeks]
    return sum(step.slot for step in running) <= 1 and sum(step.hours for step in running) <= 10


@pytest.mark.parametrize("block", range(4))
def test_no_order_of_placing_six_steps_gives_a_shorter_calendar(block):
    waited = 0
    for seed in range(10 * block, 10 * block + 10):
        draw = random.Random(seed)
        steps = []
        for number in range(6):
            slot = draw.random() < 0.3
            pre = tuple(draw.sample(range(number), 1)) if number and draw.random() < 0.4 else ()
            steps.append(
                Action(f"s{number}", pre, (number,), draw.randint(1, 9), slot, 0 if slot else draw.randint(1, 10), 0)
            )
        draw.shuffle(steps)
        task = Task(tuple(range(6)), frozenset(), (), (), tuple(steps), 10)
        least = min(filter(None, (length_by(steps, order, {}) for order in permutations(range(6)))))
        starts, certain = best_calendar(task, steps)
        assert certain
        assert length(steps, starts) == least, seed
        waited += least > max(step.weeks for step in steps)
    assert waited > 5


def test_what_a_job_needs_comes_before_it_even_where_the_job_gives_it_too():
    """The long course has to come before the job, and takes turns with the two others: 437 weeks, at a glance."""
    first, second, third, paper, end = range(5)
    steps = (
        Action("long", (), (first,), 330, False, 8, 0),
        Action("other", (), (second,), 2, False, 8, 0),
        Action("third", (), (third,), 15, False, 8, 0),
        Action("job", (first, second, third), (first, paper), 82, True, 0, 0),
        Action("last", (paper,), (end,), 8, False, 8, 0),
    )
    task = Task(tuple(range(5)), frozenset(), (end,), (), steps, 10)
    assert best_calendar(task, steps, at_most=436, effort=1) == (None, True)
    starts, _ = best_calendar(task, steps)
    assert length(steps, starts) == 437


@pytest.mark.parametrize("many", [2, 30])
def test_steps_that_wait_for_each_other_have_no_calendar_however_many_there_are(many):
    circle = [Action(f"s{n:02}", (n,), ((n + 1) % many,), 1, True, 0, 0) for n in range(many)]
    task = Task(tuple(range(many)), frozenset(), (0,), (), tuple(circle), CAPACITY)
    assert best_calendar(task, circle) == (None, True)
