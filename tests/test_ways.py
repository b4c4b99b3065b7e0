"""Held either/ors as clauses: they say what the closure says, whatever the steps have brought."""

import random
from itertools import combinations

import pytest
from books import rule_book

from planner.model import Choice, Fact, Limits, Need
from planner.planning.task import follow, make_task
from planner.planning.ways import InWay
from planner.reasoning.closure import close, transfers_of

SKILLS = "abcdefgh"


def need(dice, depth=2):
    """Return a random need of one or two facts, or an either/or or count of such."""
    facts = {dice.choice(SKILLS): dice.randint(1, 2) for _ in range(dice.randint(1, 2))}
    if not depth or dice.random() < 0.5:
        return facts
    several = [need(dice, depth - 1) for _ in range(dice.randint(2, 3))]
    either = {"any_of": several} if dice.random() < 0.6 else {"at_least": {dice.randint(1, len(several)): several}}
    return {**(facts if dice.random() < 0.4 else {}), **either}


def question(seed):
    """Return a random book with up to four steps that need nothing, a goal, facts one has, and held either/ors."""
    dice = random.Random(seed)
    transfers = {
        f"t{number}": {"needs": need(dice), "gives": {dice.choice(SKILLS): dice.randint(1, 2)}, "because": "x"}
        for number in range(dice.randint(3, 12))
    }
    steps = {f"s{number}": {"gives": {dice.choice(SKILLS): dice.randint(1, 2)}, "hours": 8} for number in range(4)}
    roles = {"dream": {"lines": [{"text": "all of it", "needs": need(dice, 3)}]}}
    book = {"skills": {skill: {} for skill in SKILLS}, "transfers": transfers, "steps": steps, "roles": roles}
    held = [Need.of({"any_of": [need(dice, 1) for _ in range(2)]}).choices[0] for _ in range(dice.randint(1, 3))]
    have = [Fact(dice.choice(SKILLS), 1) for _ in range(dice.randint(0, 1))]
    return rule_book({**book, "policy": {"hours_per_week": 8}}), have, held


def truths(atoms, known):
    """Return the facts and either/ors among ``atoms`` that hold."""
    facts = {atom for atom in atoms if isinstance(atom, Fact) and atom in known}
    return facts | {atom for atom in atoms if isinstance(atom, Choice) and known.meets(Need(choices=(atom,)))}


def disagreements(rules, have, held):
    """Yield each set of steps after which the task holds other things to be true than the closure does."""
    start = close(have, transfers_of(rules), held)
    task = make_task(rules, rules.roles["dream"].lines[0].needs, start, Limits(), 0)
    for size in range(len(task.actions) + 1):
        for taken in combinations(task.actions, size):
            gives = [fact for option in taken for fact in rules.all_steps[option.id].gives]
            known = close([*have, *gives], transfers_of(rules), held)
            found = {task.atoms[index] for index in follow(task, task.init, taken)}
            if {atom for atom in found if isinstance(atom, (Fact, Choice))} != truths(task.atoms, known):
                yield [option.id for option in taken]


@pytest.mark.parametrize("block", range(4))
def test_after_any_steps_the_same_facts_and_either_ors_hold_as_in_the_closure(block):
    for seed in range(150 * block, 150 * block + 150):
        assert list(disagreements(*question(seed))) == [], seed


def test_the_random_books_have_ways_that_count_often_enough():
    assert sum(bool(copies(*question(seed))) for seed in range(200)) > 60


def copies(rules, have, held):
    """Return the copies that the task of a question has."""
    start = close(have, transfers_of(rules), held)
    task = make_task(rules, rules.roles["dream"].lines[0].needs, start, Limits(), 0)
    return [atom for atom in task.atoms if isinstance(atom, InWay)]


def either(*ways):
    return Need.of({"any_of": [{way: 1} for way in ways]}).choices[0]


def test_what_comes_in_every_way_once_a_step_is_taken_has_a_copy_in_each(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}, e: {}}
    transfers:
      t1: {needs: {a: 1, d: 1}, gives: {c: 1}, because: x}
      t2: {needs: {b: 1, d: 1}, gives: {c: 1}, because: y}
      t3: {needs: {a: 1, d: 1}, gives: {e: 1}, because: only one way leads here}
    steps: {s: {gives: {d: 1}, hours: 8}}
    roles: {dream: {lines: [{text: C, needs: {c: 1}}]}}
    """
    assert [way.way for way in copies(rules, [], [either("a", "b")])] == [0, 1]
    assert copies(rules, [], []) == copies(rules, [Fact("a", 1)], [either("a", "b")]) == []
    assert list(disagreements(rules, [], [either("a", "b")])) == []


def test_an_either_or_that_only_another_one_proves_does_not_count_within_a_way(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}, p: {}, q: {}}
    transfers:
      t1: {needs: {a: 1, d: 1, any_of: [{p: 1}, {q: 1}]}, gives: {c: 1}, because: x}
      t2: {needs: {b: 1, d: 1}, gives: {c: 1}, because: y}
    steps: {s: {gives: {d: 1}, hours: 8}, t: {gives: {q: 1}, hours: 8}}
    roles: {dream: {lines: [{text: C, needs: {c: 1}}]}}
    """
    held = [either("a", "b"), either("p", "q")]
    assert Fact("c", 1) not in close([Fact("d", 1)], transfers_of(rules), held)
    assert Fact("c", 1) in close([Fact("d", 1), Fact("q", 1)], transfers_of(rules), held)
    assert list(disagreements(rules, [], held)) == []


def test_a_count_is_met_in_every_way_as_a_whole_and_not_in_parts(rules):
    """
    skills: {a: {}, b: {}, d: {}, p: {}, q: {}, x: {}, y: {}}
    transfers:
      t1: {needs: {a: 1, d: 1}, gives: {x: 1}, because: x}
      t2: {needs: {b: 1, d: 1}, gives: {y: 1}, because: y}
    steps: {s: {gives: {d: 1}, hours: 8}, t: {gives: {q: 1}, hours: 8}}
    roles: {dream: {lines: [{text: Two, needs: {at_least: {2: [{x: 1}, {y: 1}, {any_of: [{p: 1}, {q: 1}]}]}}}]}}
    """
    assert list(disagreements(rules, [], [either("a", "b"), either("p", "q")])) == []
