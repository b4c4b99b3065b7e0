"""Plans found by trying: held against every subset of the steps, and against the other solver."""

import random
import time
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from books import TARGET, profile, question, rule_book

from planner.planning import choose, few
from planner.planning import solve as solving
from planner.planning.bitset import bits, union
from planner.planning.calendar import best_calendar, length
from planner.planning.few import Search, all_few, has_few, solve_few
from planner.planning.greedy import reaches
from planner.planning.ground import Ground
from planner.planning.question import ask, starting_closure, task_of
from planner.planning.task import follow, reduce
from planner.planning.totals import ORDERS
from planner.planning.tree import Tree

LATER = time.monotonic() + 10_000


def tasks(seeds, most=9):
    """Yield small reduced tasks of random books, no stand-ins dropped."""
    for seed in seeds:
        asked = question(seed)
        rules = rule_book(asked.book)
        found = ask(profile(asked.person), TARGET, rules, aim=asked.aim)
        small = reduce(task_of(found, rules, starting_closure(found.profile, rules)), whole=True)
        if small is not None and 0 < len(small.actions) <= most:
            yield seed, small


def every_plan(task):
    """Return each set of actions that reaches the goal, with its weeks and money."""
    for size in range(len(task.actions) + 1):
        for chosen in combinations(task.actions, size):
            known = follow(task, task.init, chosen)
            if reaches(task, chosen) and all(known.issuperset(option.pre) for option in chosen):
                starts, certain = best_calendar(task, chosen)
                assert certain
                yield chosen, length(chosen, starts), sum(option.money for option in chosen)


def test_the_last_step_of_a_plan_is_one_that_with_all_others_brings_the_goal_about():
    lasts = waited = 0
    for seed, limited in tasks(range(300)):
        task = replace(limited, weeks=None, budget=None)
        ground, tree = Ground(task), Tree(task, Ground(task), 10_000, LATER)
        draw = random.Random(seed)
        for _ in range(20):
            chosen = draw.sample(range(len(task.actions)), draw.randint(0, len(task.actions) - 1))
            known, waiting = ground.taken(ground.start, tuple(chosen))
            able = union(1 << number for number in range(len(task.actions)) if number not in chosen)
            found = set(bits(tree.last(known, waiting, able, tree.caps_for([]))))
            taken = [task.actions[number] for number in chosen]
            before = follow(
                task, task.init, [option for option in taken if option not in [task.actions[w] for w in waiting]]
            )
            for number in bits(able):
                option = task.actions[number]
                after = follow(task, task.init, [*taken, option])
                enough = before.issuperset(option.pre) and all(after.issuperset(o.pre) for o in (*taken, option))
                assert (number in found) == (enough and after.issuperset(task.goal)), (seed, chosen, option.id)
            lasts, waited = lasts + len(found), waited + (len(waiting) > 1 and bool(found))
    assert lasts > 500
    assert waited > 10


def test_every_plan_has_the_landmarks_and_a_maker_of_each_atom_that_it_brings_about():
    looked_at = 0
    for seed, task in tasks(range(300)):
        ground = Ground(task)
        for chosen, _, _ in every_plan(task):
            taken = {number for number, option in enumerate(task.actions) if option in chosen}
            known = {ground.place[atom] for atom in follow(task, task.init, chosen) if atom in ground.place}
            for place in known - set(bits(ground.start)):
                looked_at += 1
                marks = set(bits(ground.landmarks[place]))
                assert {mark for mark in marks if mark < ground.count} <= known, seed
                assert {mark - ground.count for mark in marks if mark >= ground.count} <= taken, seed
                assert taken & set(bits(ground.makers(place))), seed
    assert looked_at > 10_000


def test_what_follows_from_gifts_put_together_is_what_follows_from_the_actions():
    for seed, task in tasks(range(300)):
        ground, draw = Ground(task), random.Random(seed)
        for _ in range(10):
            numbers = draw.sample(range(len(task.actions)), draw.randint(0, len(task.actions)))
            known = ground.start
            for number in numbers:
                known = ground.closed(known, ground.gift(number))
            given = {atom for number in numbers for atom in task.actions[number].add}
            expected = follow(task, task.init | given, ())
            assert set(bits(known)) == {ground.place[atom] for atom in expected}, seed


@pytest.mark.parametrize("limited", [(), ("money",), ("weeks",), ("money", "weeks")])
def test_the_plans_of_the_least_size_are_all_found_and_no_others(limited):
    seen = Counter()
    for seed, task in tasks(range(220)):
        plans = list(every_plan(task))
        draw = random.Random(seed)
        _, weeks, money = draw.choice(plans)
        tree = Tree(task, Ground(task), 10**9, LATER)
        for measure, least in (("money", money), ("weeks", weeks)):
            if measure in limited:
                tree.cap(measure, least - draw.randint(0, 1))
        kept = [
            chosen
            for chosen, weeks, money in plans
            if (tree.money is None or money <= tree.money) and (tree.weeks is None or weeks <= tree.weeks)
        ]
        least = min(map(len, kept), default=0)
        expected = {frozenset(option.id for option in chosen) for chosen in kept if len(chosen) == least}
        found = [frozenset(task.actions[number].id for number in plan) for plan in Search(tree).growing(10**6)]
        assert len(found) == len(set(found)), seed
        assert set(found) == expected, seed
        seen[bool(expected)] += 1
    assert seen[True] >= 50
    assert not limited or seen[False] >= 5


@pytest.mark.parametrize("measure", ["money", "weeks"])
def test_the_plans_that_take_the_least_of_a_measure_are_found_up_to_the_number_asked(measure):
    seen = Counter()
    for seed, limited in tasks(range(220)):
        task = replace(limited, budget=None, weeks=None)
        plans = [(len(chosen), {o.id for o in chosen}, {"weeks": w, "money": m}) for chosen, w, m in every_plan(task)]
        steps = min(size for size, _, _ in plans)
        amounts = {frozenset(ids): takes[measure] for size, ids, takes in plans if size == steps}
        least = min(amounts.values())
        expected = {ids for ids, amount in amounts.items() if amount == least}
        for enough in (1, 2, 100):
            tree = Tree(task, Ground(task), 10**9, LATER)
            tree.cap(measure, max(amounts.values()))
            found = {frozenset(tree.options[n].id for n in plan) for plan in tree.within(steps, enough, measure)}
            assert found <= expected, seed
            assert len(found) == min(enough, len(expected)), seed
            assert (tree.money if measure == "money" else tree.weeks) == least, seed
        seen[len(amounts) > len(expected)] += 1
    assert seen[True] >= 30


@pytest.mark.parametrize("prefer", ORDERS)
def test_the_best_plan_is_that_of_the_other_solver(prefer, untried):
    seen = Counter()
    for seed, task in tasks(range(250), most=30):
        other = solving.solve(task, prefer, deadline=LATER)
        tried = solve_few(task, ORDERS[prefer], Ground(task), deadline=LATER)
        assert (tried.proved, other.proved) == (True, True), seed
        assert tried.ids == other.ids, seed
        assert tried.totals == other.totals, seed
        seen[tried.actions is not None] += 1
    assert seen[True] >= 100


def test_one_ground_serves_other_goals_limits_and_needed_steps():
    served = 0
    for seed, task in tasks(range(200), most=30):
        ground, draw = Ground(task), random.Random(seed)
        atoms = sorted(follow(task, task.init, task.actions) & ground.place.keys())
        goal = tuple(draw.sample(atoms, min(2, len(atoms))))
        part = replace(task, goal=goal, needed=frozenset({draw.choice(task.actions).id}), budget=None, weeks=None)
        whole = solve_few(part, ORDERS["steps"], ground, deadline=LATER)
        alone = solve_few(part, ORDERS["steps"], Ground(part), deadline=LATER)
        assert (whole.ids, whole.totals) == (alone.ids, alone.totals), seed
        steps = whole.totals.steps
        tight = replace(part, budget=whole.totals.money, weeks=whole.totals.weeks)
        assert has_few(tight, ground, steps=steps, deadline=LATER) is True
        assert has_few(tight, ground, steps=steps - 1, deadline=LATER) is False
        same = all_few(tight, ground, steps, 10**6, deadline=LATER)
        assert whole.ids in [solution.ids for solution in same]
        assert {solution.totals.key(ORDERS["steps"])[:2] for solution in same} == {(steps, whole.totals.weeks)}
        served += 1
    assert served >= 100


def test_out_of_time_nothing_is_claimed():
    for _, task in tasks(range(40)):
        answer = solve_few(task, ORDERS["time"], Ground(task), deadline=0.0)
        assert (answer.actions, answer.proved) == (None, False)
        assert has_few(task, Ground(task), deadline=0.0) is None
        assert all_few(task, Ground(task), 3, 5, deadline=0.0) is None


def test_the_ways_of_the_search_do_not_depend_on_the_order_of_wishes():
    for order, (seed, task) in product(ORDERS.values(), list(tasks(range(60)))):
        answer = solve_few(task, order, Ground(task), deadline=LATER)
        first = min(
            (
                ({"steps": len(chosen), "weeks": weeks, "money": money}, sorted(option.id for option in chosen))
                for chosen, weeks, money in every_plan(task)
                if (task.budget is None or money <= task.budget) and (task.weeks is None or weeks <= task.weeks)
            ),
            key=lambda plan: ([plan[0][measure] for measure in order], plan[1]),
            default=None,
        )
        assert list(answer.ids) == ([] if first is None else first[1]), seed


def dearer(task, times):
    """Return the task with all money so many times as much."""
    actions = tuple(option._replace(money=times * option.money) for option in task.actions)
    return replace(task, actions=actions, budget=None if task.budget is None else times * task.budget)


@pytest.mark.parametrize("way", ["tried", "plain", "plain, with clingo", "told what it gets wrong", "all in one"])
def test_money_counted_in_tiny_parts_of_the_unit_changes_no_plan(way, monkeypatch):
    monkeypatch.setattr(few, "TRIED", 20_000 if way == "tried" else -1)
    monkeypatch.setattr(solving, "PLAIN", 400 if way.startswith("plain") else -1)
    monkeypatch.setattr(choose, "installed", lambda: way.endswith("clingo"))
    dear = 0
    for seed, task in tasks(range(90)):
        most = dearer(task, 10**8)
        for prefer, order in ORDERS.items():
            if way == "all in one":
                one, other = (
                    solving.solve_at_once(it, order, deadline=LATER, ground=Ground(it)) for it in (task, most)
                )
            else:
                one, other = (solving.solve(it, prefer, deadline=LATER) for it in (task, most))
            assert one.proved, (seed, prefer)
            assert other.proved, (seed, prefer)
            assert other.ids == one.ids, (seed, prefer)
            assert other.bound.money == 10**8 * one.bound.money, (seed, prefer)
            dear += other.totals.money > 2**31
    assert dear > 20
