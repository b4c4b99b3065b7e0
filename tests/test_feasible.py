"""Whether any plan keeps the limits: said without looking for the best one, and always right."""

import time
from collections import Counter

import pytest
from books import TARGET, profile, question, rule_book
from oracle import Task

from planner.planning.feasible import has_plan
from planner.planning.question import ask, starting_closure, task_of
from planner.planning.task import reduce


def small_task(asked):
    rules, person = rule_book(asked.book), profile(asked.person)
    return reduce(task_of(ask(person, TARGET, rules, aim=asked.aim), rules, starting_closure(person, rules)))


@pytest.mark.parametrize("tried", [True, False])
def test_it_says_what_going_through_every_plan_says(tried, request):
    if not tried:
        request.getfixturevalue("untried")
    seen = Counter()
    for seed in range(400):
        asked = question(seed)
        small = small_task(asked)
        if small is None or (small.budget is None and small.weeks is None):
            continue
        found = has_plan(small, time.monotonic() + 60)
        seen[found] += 1
        assert found == (Task(asked.book, asked.person, TARGET, asked.aim).best() is not None), seed
    assert min(seen.values()) >= 10


def test_a_number_of_steps_is_a_limit_too():
    for seed in range(120):
        asked = question(seed)
        small, best = small_task(asked), Task(asked.book, asked.person, TARGET, asked.aim).best()
        for steps in (1, 2, 3) if small is not None else ():
            enough = best is not None and best[0]["steps"] <= steps
            assert has_plan(small, time.monotonic() + 60, steps=steps) == enough, seed


def test_out_of_time_a_plan_is_assumed():
    assumed = 0
    for seed in range(400):
        asked = question(seed)
        small = small_task(asked)
        if small is not None:
            there, said = Task(asked.book, asked.person, TARGET, asked.aim).best() is not None, has_plan(small, 0.0)
            assert said or not there, seed
            assumed += said and not there
    assert assumed
