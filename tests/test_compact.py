"""What the exact model is given says the same as the task it was made from."""

import random

from books import TARGET, profile, question, rule_book

from planner.planning.calendar import best_calendar
from planner.planning.compact import compact
from planner.planning.greedy import reaches
from planner.planning.plan import ask, starting_closure, task_of
from planner.planning.task import reduce


def tasks(seeds):
    for seed in seeds:
        asked = question(seed)
        rules = rule_book(asked.book)
        found = ask(profile(asked.person), TARGET, rules, aim=asked.aim)
        small = reduce(task_of(found, rules, starting_closure(found.profile, rules)), whole=True)
        if small is not None and small.actions:
            yield seed, small


def test_every_set_of_steps_reaches_the_goal_in_the_compact_task_when_it_does_so_in_the_whole_one_and_as_soon():
    smaller = reached = 0
    for seed, task in tasks([*range(600), 20_055]):
        short, draw = compact(task), random.Random(seed)
        smaller += len(short.clauses) < len(task.clauses)
        kept = {option.id: option for option in short.actions}
        for _ in range(12):
            some = draw.sample(range(len(task.actions)), draw.randint(0, len(task.actions)))
            one = [task.actions[n] for n in sorted(some)]
            other = [kept[option.id] for option in one if option.id in kept]
            assert reaches(task, one) == reaches(short, other), seed
            if reaches(task, one) and len(one) == len(other) > 0:
                reached += 1
                assert weeks(task, one) == weeks(short, other), seed
    assert smaller > 50
    assert reached > 300


def weeks(task, actions):
    try:
        starts, _ = best_calendar(task, actions)
    except AssertionError:  # a step among them can never begin
        return None
    return starts and max(starts[option.id] + option.weeks for option in actions)
