"""What the lazy model is told holds for every plan, and what it answers is a plan."""

import gc
import math
import time
import weakref
from dataclasses import replace
from itertools import permutations, product

import pytest
from two_ways import reduced

from planner.planning import solve as solving
from planner.planning.bitset import bits
from planner.planning.ground import Ground
from planner.planning.known import PLAN, known_of
from planner.planning.lazy import Model
from planner.planning.totals import ORDERS, GaveUp


@pytest.mark.parametrize("block", range(4))
def test_every_plan_hits_every_row_that_was_told_on_the_way(block):
    hits = timed = 0
    for seed in range(40_000 + 50 * block, 40_050 + 50 * block):
        task, slow = reduced(seed)
        if task is None or not task.actions:
            continue
        ground = Ground(task)
        known = known_of(task, ground)
        weeks = sorted({slow.totals(chosen)["weeks"] for chosen in slow.plans})
        for caps in ({}, {"weeks": weeks[0]}, {"weeks": weeks[0] - 1}, {"weeks": weeks[-1]}) if weeks else ({},):
            for measure in ("steps", "money"):
                found = Model(known, caps).find(measure, math.inf if not caps else time.monotonic() + 60)
                timed += found is not None and found.starts is not None
        ids = [option.id for option in task.actions]
        for chosen in slow.plans:
            for row in known.rows:
                if row.action == PLAN or ids[row.action] in chosen:
                    assert {ids[number] for number in bits(row.makers)} & set(chosen), (seed, row)
                    hits += 1
    assert hits > 1_000
    assert timed > 20


@pytest.mark.parametrize("block", range(4))
def test_the_shortest_calendar_is_found_whatever_it_is_held_to(block):
    asked = 0
    for seed in range(40_000 + 50 * block, 40_050 + 50 * block):
        task, slow = reduced(seed)
        if task is None or not slow.plans:
            continue
        known, totals = known_of(task, Ground(task)), [slow.totals(chosen) for chosen in slow.plans]
        longest = max(one["weeks"] for one in totals)
        for measure in ("steps", "money"):
            for most in sorted({one[measure] for one in totals})[:3]:
                model = Model(known, {measure: most, "weeks": longest})
                for slot, head, tail in product((True, False), set(known.heads), set(known.tails)):
                    if model.end is not None and head + tail <= longest:
                        model.limit(slot=slot, head=head, tail=tail)
                found = model.find("weeks", math.inf)
                expected = min(one["weeks"] for one in totals if one[measure] <= most)
                assert found is not None
                assert found.value == expected, (seed, measure, most)
                asked += 1
    assert asked > 50


@pytest.mark.parametrize("block", range(4))
def test_all_wishes_are_settled_by_one_question(block):
    asked = 0
    for seed in range(40_000 + 25 * block, 40_025 + 25 * block):
        task, slow = reduced(seed)
        if task is None or not slow.plans:
            continue
        known, totals = known_of(task, Ground(task)), [slow.totals(chosen) for chosen in slow.plans]
        longest = max(one["weeks"] for one in totals)
        for order in permutations(("steps", "weeks", "money")):
            found = Model(known, {"weeks": longest}).find(order[0], math.inf, then=order[1:])
            assert found is not None
            chosen = tuple(known.options[number].id for number in found.numbers)
            got = slow.totals(chosen)
            assert [got[wish] for wish in order] == min([one[wish] for wish in order] for one in totals), (seed, order)
            asked += 1
    assert asked > 50


def test_without_time_it_gives_up():
    task = next(task for task, _ in map(reduced, range(50)) if task is not None and task.actions)
    model = Model(known_of(task, Ground(task)), {})
    with pytest.raises(GaveUp):
        model.find("steps", -math.inf)
    assert model.bound == 0


def test_tasks_that_differ_in_their_limits_alone_share_what_is_known():
    task = next(task for task, _ in map(reduced, range(50)) if task is not None and task.actions)
    ground = Ground(task)
    assert known_of(task, ground) is known_of(task, ground)
    assert known_of(task, Ground(task)) is not known_of(task, ground)


def test_a_question_whose_limits_leave_few_steps_misleads_none_that_comes_after_it(untried, monkeypatch):
    monkeypatch.setattr(solving, "PLAIN", -1)
    asked = 0
    for seed in range(150):
        task, slow = reduced(seed)
        if task is None or len(slow.plans) < 2:
            continue
        ground, totals = Ground(task), [slow.totals(chosen) for chosen in slow.plans]
        known_of(replace(task, actions=(), weeks=0), ground)
        for weeks in sorted({one["weeks"] for one in totals})[:4]:
            best = solving.solve(replace(task, weeks=weeks), "steps", deadline=math.inf, ground=ground)
            expected = min((one["steps"], one["weeks"], one["money"]) for one in totals if one["weeks"] <= weeks)
            assert best.totals.key(ORDERS["steps"]) == expected, (seed, weeks)
            asked += 1
    assert asked > 100


def test_what_is_known_of_plans_is_forgotten_with_their_ground():
    """A server answers for months: a question that is done with must leave nothing behind."""
    task = next(task for seed in range(100) if (task := reduced(seed)[0]) is not None and task.actions)
    ground = Ground(task)
    assert known_of(task, ground) is known_of(replace(task, weeks=3), ground)
    gone = weakref.ref(ground)
    del ground
    gc.collect()
    assert gone() is None
