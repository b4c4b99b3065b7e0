"""What is known after some steps, against going through them step by step."""

import random

from books import TARGET, profile, question, rule_book
from oracle import Task

from planner.planning.question import starting_closure
from planner.reasoning.after import After


def test_what_is_known_after_any_steps_does_not_depend_on_what_was_asked_before():
    waited = split = 0
    for seed in range(240):
        asked, dice = question(seed), random.Random(seed)
        rules, slow = rule_book(asked.book), Task(asked.book, asked.person, TARGET)
        after = After(starting_closure(profile(asked.person), rules), rules)
        for _ in range(8):
            steps = dice.sample(sorted(slow.all_steps), dice.randint(0, len(slow.all_steps)))
            taken = slow.reached(steps)
            levels, splits = slow.known(taken)
            known = after.steps(rules.all_steps[id] for id in steps)
            assert {id: level for id, level in known.levels.items() if level} == {
                id: level for id, level in levels.items() if level
            }, f"{steps}\n{asked}"
            for id, step in rules.all_steps.items():
                assert known.meets(step.needs) == slow.knows(taken, slow.all_steps[id].get("needs", {})), asked
            waited += len(taken) > len(slow.ready(frozenset(), steps))
            split += bool(splits)
    assert min(waited, split) > 50
