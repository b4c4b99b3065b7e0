"""Solvers that know nothing of each other agree; what the race is run on is what it says; nobody outstays the clock."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from books import TARGET as DREAM
from books import profile, question, rule_book
from made_books import FAMILIES, TARGET, make_book
from peers import PEERS
from race import as_sums

from planner.planning import choose, few, second, solve
from planner.planning.question import ask, starting_closure, task_of
from planner.planning.task import reduce


def small_tasks(seeds):
    for seed in seeds:
        asked = question(seed)
        rules = rule_book(asked.book)
        found = ask(profile(asked.person), DREAM, rules, aim=asked.aim)
        task = reduce(task_of(found, rules, starting_closure(found.profile, rules)))
        if task is not None and task.goal and task.actions:
            yield seed, replace(task, budget=None, weeks=None)


def made_task(family, size, seed):
    made = make_book(family, size, seed)
    rules = made.rules()
    asked = ask(made.profile(), TARGET, rules)
    return reduce(task_of(asked, rules, starting_closure(asked.profile, rules)))


def values(task, order):
    found = solve.solve_for(task, order, deadline=time.monotonic() + 60)
    assert found.proved
    return [found.totals.of(measure) for measure in order]


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_proves_the_values_of_the_pipeline(name):
    compared = 0
    for seed, task in small_tasks(range(40)):
        for order in solve.ORDERS.values():
            said = PEERS[name](as_sums(task), order, 30.0)
            if "not installed" in said.missing or "no binary" in said.missing:
                pytest.skip(said.missing)
            if said.missing != "costs beyond 32 bits":
                compared += 1
                assert said.values == values(as_sums(task), order), seed
    assert compared > 40


def test_the_plain_model_with_a_calendar_proves_the_values_of_the_pipeline():
    for seed, task in small_tasks(range(40)):
        for order in solve.ORDERS.values():
            assert PEERS["cpsat"](task, order, 30.0, calendar=True).values == values(task, order), seed


def test_a_second_solver_before_the_first_changes_no_answer(monkeypatch):
    if not second.installed():
        pytest.skip("clingo is not installed")
    monkeypatch.setattr(few, "TRIED", -1)
    for seed, task in small_tasks(range(50)):
        for order in solve.ORDERS.values():
            for form in (task, as_sums(task)):
                both = values(form, order)
                with monkeypatch.context() as without:
                    without.setattr(choose, "installed", lambda: False)
                    assert values(form, order) == both, seed


@pytest.mark.parametrize("family", FAMILIES)
def test_made_books_are_the_same_every_time_and_load_as_rules(family):
    made = make_book(family, 100, 1)
    assert made == make_book(family, 100, 1) != make_book(family, 100, 2)
    assert 95 <= len(made.rules().all_steps) <= 105
    assert (made_task(family, 100, 1) is None) == (family == "impossible")


@pytest.mark.parametrize("family", ["setcover", "chain", "symmetric"])
def test_a_plan_and_a_bound_are_there_when_the_clock_strikes(family):
    task = made_task(family, 300, 1)
    begin = time.process_time()
    found = solve.solve(task, "steps", deadline=time.monotonic() + 1.0)
    assert found.actions
    assert 0 < found.bound.steps <= found.totals.steps
    assert time.process_time() - begin < 10  # of two cores and more, on a busy machine
