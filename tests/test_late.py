"""Landmarks of plans that must be over in time: every plan that is has one of the steps."""

import math

import pytest
from two_ways import reduced

from planner.planning.bitset import bits
from planner.planning.ground import Ground
from planner.planning.late import Clock, late_of
from planner.planning.stairs import climb


@pytest.mark.parametrize("block", range(4))
def test_every_plan_that_is_over_in_time_uses_a_step_of_the_landmark(block):
    compared = 0
    for seed in range(100 * block, 100 * block + 100):
        task, slow = reduced(seed)
        if task is None or not task.goal:
            continue
        clock = Clock(task)
        plans = [(chosen, slow.totals(chosen)["weeks"]) for chosen in slow.plans]
        for weeks in sorted({week for _, week in plans})[:3]:
            for backwards in (False, True):
                cut = clock.landmark([0.0] * len(task.actions), weeks, math.inf, backwards=backwards)
                if cut is None:
                    continue
                ids = {task.actions[number].id for number in cut}
                for chosen, took in plans:
                    if took <= weeks:
                        assert ids & set(chosen), (seed, weeks)
                        compared += 1
    assert compared > 100


@pytest.mark.parametrize("block", range(2))
def test_what_a_walk_learns_of_plans_that_come_too_late_holds_for_all_that_are_in_time(block):
    learned = 0
    for seed in range(150 * block, 150 * block + 150):
        task, slow = reduced(seed)
        if task is None or not task.goal:
            continue
        ground = Ground(task)
        climb(task, ground, math.inf)
        plans = [(chosen, slow.totals(chosen)["weeks"]) for chosen in slow.plans]
        for landmark, weeks in late_of(task, ground).learned.items():
            ids = {task.actions[number].id for number in bits(landmark)}
            assert all(ids & set(chosen) for chosen, took in plans if took <= weeks), (seed, weeks)
            learned += 1
    assert learned > 30


def test_no_time_left_gives_no_landmark():
    task = next(task for task, _ in map(reduced, range(50)) if task is not None and task.goal)
    assert Clock(task).landmark([0.0] * len(task.actions), 0, -math.inf) is None
