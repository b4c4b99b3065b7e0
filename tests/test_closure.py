"""What follows from what a person has: all of it, no more, and always by the shortest chain."""

import random

import pytest

from planner import Fact, Need, TransferRule, close
from planner.model import Choice
from planner.reasoning.closure import MAX_CASES, Derivation, Transfers, grow, support, transfers_of


def shorthand(text):
    """Return facts written as in ``"python 3, sql 2"``."""
    return [Fact(name, int(level)) for name, level in (part.split() for part in text.split(",") if part.strip())]


def facts(closure) -> str:
    """Return the best level of each skill."""
    return ", ".join(f"{skill} {level}" for skill, level in sorted(closure.levels.items()))


def closed(have, rules, *held):
    return close(shorthand(have), rules.transfers.values(), [Need.of({"any_of": way}).choices[0] for way in held])


def test_a_transfer_needs_the_full_level(rules):
    """
    skills: {python: {}, r: {}}
    transfers:
      python-to-r: {needs: {python: 3}, gives: {r: 2}, because: same data-frame habits}
    """
    assert facts(closed("python 2", rules)) == "python 2"
    assert facts(closed("python 3", rules)) == "python 3, r 2"


def test_a_higher_level_implies_every_lower_one(rules):
    """
    skills: {python: {}, r: {}}
    transfers:
      python-to-r: {needs: {python: 3}, gives: {r: 2}, because: same data-frame habits}
    """
    found = closed("python 5", rules)
    assert Fact("python", 1) in found
    assert Fact("python", 5) in found
    assert Fact("r", 3) not in found
    assert list(found) == shorthand("python 1, python 2, python 3, python 4, python 5, r 1, r 2")


@pytest.mark.parametrize(
    ("have", "found"),
    [
        ("talking 1", "talking 1"),
        ("talking 2", "talking 2, writing 1"),
        ("talking 4", "talking 4, writing 3"),
        ("talking 5", "talking 5, writing 3"),
    ],
)
def test_the_short_form_loses_levels_on_the_way_and_stops_at_its_ceiling(rules, have, found):
    """
    skills: {talking: {}, writing: {}}
    transfers:
      talking-to-writing: {from: talking, to: writing, minus: 1, up_to: 3, because: words are words}
    """
    assert facts(closed(have, rules)) == found


@pytest.mark.parametrize(
    ("have", "carries"),
    [
        ("a 2, b 1, c 1", True),
        ("a 2, b 1, d 1, e 1", True),
        ("a 2, b 1, d 1", False),
        ("a 2, c 1", False),
        ("a 1, b 1, c 1", False),
        ("a 2, b 1", False),
    ],
)
def test_either_or_and_counts_may_hold_conjunctions(rules, have, carries):
    """
    skills: {a: {}, b: {}, c: {}, d: {}, e: {}, z: {}}
    transfers:
      t:
        needs: {a: 2, at_least: {2: [{b: 1}, {any_of: [{c: 1}, {d: 1, e: 1}]}, {e: 5}]}}
        gives: {z: 1}
        because: that is enough
    """
    assert (Fact("z", 1) in closed(have, rules)) == carries


def test_a_trace_tells_every_derivation_once_and_what_is_given_first(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}}
    transfers:
      a-to-b: {from: a, to: b, because: x}
      a-to-c: {from: a, to: c, because: x}
      b-and-c-to-d: {needs: {b: 2, c: 2}, gives: {d: 2}, because: x}
    """
    assert [(step.fact, step.by) for step in closed("a 2", rules).trace(Fact("d", 1))] == [
        (Fact("a", 2), None),
        (Fact("b", 2), "a-to-b"),
        (Fact("c", 2), "a-to-c"),
        (Fact("d", 2), "b-and-c-to-d"),
    ]


def test_what_does_not_follow_has_no_reason(rules):
    """
    skills: {a: {}, b: {}}
    """
    with pytest.raises(KeyError):
        closed("a 2", rules).why(Fact("a", 3))
    with pytest.raises(KeyError):
        closed("a 2", rules).why(Fact("b", 1))


def test_a_circle_of_transfers_does_not_hold_itself_up(rules):
    """
    skills: {a: {}, b: {}, c: {}}
    transfers:
      a-to-b: {from: a, to: b, because: x}
      b-to-c: {from: b, to: c, because: x}
      c-to-a: {from: c, to: a, because: x}
    """
    assert facts(closed("", rules)) == ""
    found = closed("b 3", rules)
    assert facts(found) == "a 3, b 3, c 3"
    assert [step.by for step in found.trace(Fact("a", 3))] == [None, "b-to-c", "c-to-a"]


def test_the_shortest_chain_is_the_reason_and_of_two_the_rule_that_comes_first_by_id(rules):
    """
    skills: {a: {}, b: {}, c: {}}
    transfers:
      one-round-later: {from: b, to: c, because: x}
      a-to-b: {from: a, to: b, because: x}
      zz-straight: {from: a, to: c, because: x}
      direct: {from: a, to: c, because: x}
    """
    assert closed("a 2", rules).why(Fact("c", 2)) == Derivation(Fact("c", 2), "direct", (Fact("a", 2),))


def test_what_one_has_is_its_own_reason_though_a_rule_would_give_it_too(rules):
    """
    skills: {a: {}, b: {}}
    transfers: {a-to-b: {from: a, to: b, because: x}}
    """
    found = closed("a 3, b 2", rules)
    assert found.why(Fact("b", 2)).by is None
    assert found.why(Fact("b", 3)).by == "a-to-b"


def test_a_held_either_or_meets_the_same_need_and_neither_half_of_it(rules):
    """
    skills: {tableau: {}, looker: {}}
    """
    found = closed("", rules, [{"tableau": 3}, {"looker": 3}])
    assert found.meets(Need.of({"any_of": [{"tableau": 3}, {"looker": 2}]}))
    assert not found.meets(Need.of({"any_of": [{"tableau": 3}, {"looker": 4}]}))
    assert not found.meets(Need.of({"tableau": 3}))
    assert facts(found) == ""


def test_what_follows_whichever_half_is_true_follows(rules):
    """
    skills: {tableau: {}, looker: {}, charts: {}, reports: {}}
    transfers:
      tableau-to-charts: {from: tableau, to: charts, because: x}
      looker-to-charts: {from: looker, to: charts, minus: 1, because: x}
      charts-to-reports: {from: charts, to: reports, because: x}
      tableau-to-reports: {from: tableau, to: reports, because: x}
    """
    found = closed("", rules, [{"tableau": 3}, {"looker": 3}])
    assert facts(found) == "charts 2, reports 2"
    why = found.why(Fact("charts", 2))
    assert (why.by, why.needs, why.through) == (None, (), ("looker-to-charts", "tableau-to-charts"))
    assert why.either == Need.of({"any_of": [{"tableau": 3}, {"looker": 3}]}).choices


def test_a_transfer_may_rest_on_several_held_either_ors(rules):
    """
    skills: {tableau: {}, looker: {}, python: {}, r: {}, reports: {}}
    transfers:
      t:
        needs: {at_least: {2: [{any_of: [{tableau: 2}, {looker: 2}]}, {any_of: [{python: 2}, {r: 2}]}]}}
        gives: {reports: 2}
        because: x
    """
    why = closed("", rules, [{"tableau": 3}, {"looker": 3}], [{"python": 2}, {"r": 2}]).why(Fact("reports", 2))
    assert (why.by, why.needs) == ("t", ())
    assert [[fact.skill for way in held.of for fact in way.facts] for held in why.either] == [
        ["tableau", "looker"],
        ["python", "r"],
    ]


def test_one_held_choice_may_build_on_what_follows_from_another(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}, x: {}, z: {}}
    transfers:
      a-to-x: {from: a, to: x, because: y}
      b-to-x: {from: b, to: x, because: y}
      c-to-z: {needs: {c: 1, x: 1}, gives: {z: 1}, because: y}
      d-to-z: {needs: {d: 1, x: 1}, gives: {z: 1}, because: y}
    """
    ab, cd = [{"a": 1}, {"b": 1}], [{"c": 1}, {"d": 1}]
    assert facts(closed("", rules, ab, cd)) == facts(closed("", rules, cd, ab)) == "x 1, z 1"


def test_what_is_learned_later_may_lead_on_from_a_held_choice_in_every_case(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}, e: {}, z: {}}
    transfers:
      a-and-d-to-c: {needs: {a: 1, d: 1}, gives: {c: 1}, because: x}
      b-and-d-to-c: {needs: {b: 1, d: 1}, gives: {c: 1}, because: x}
      c-and-e-to-z: {needs: {c: 1, e: 1}, gives: {z: 1}, because: x}
    """
    start = closed("e 2", rules, [{"a": 1}, {"b": 1}])
    assert facts(start) == "e 2"
    later = grow(start, shorthand("d 3"), transfers_of(rules))
    assert facts(later) == "c 1, d 3, e 2, z 1"
    why = later.why(Fact("c", 1))
    assert (why.by, why.needs, why.through) == (None, (Fact("d", 1),), ("a-and-d-to-c", "b-and-d-to-c"))
    assert [step.fact for step in later.trace(Fact("z", 1))] == shorthand("d 3, e 2, z 1")


@pytest.mark.parametrize("block", range(3))
def test_what_is_learned_bit_by_bit_leads_to_what_follows_from_all_of_it_at_once(block):
    for seed in range(100 * block, 100 * block + 100):
        rules, have, halves = question(seed)
        known, given, dice = answer(rules, have, halves), set(have), random.Random(seed)
        ready = Transfers(made(rules))
        for _ in range(3):
            new = {(dice.choice("abcde"), dice.randint(1, 3)) for _ in range(dice.randint(1, 2))}
            known, given = grow(known, [Fact(*fact) for fact in new], ready), given | new
            whole = answer(rules, given, halves)
            assert known.levels == whole.levels, seed
            assert (known.undecided.held, known.undecided.cases) == (whole.undecided.held, whole.undecided.cases), seed
            for fact in known:
                assert_founded(known, fact)


def test_a_need_rests_on_a_held_choice_only_where_nothing_else_meets_it(rules):
    """
    skills: {a: {}, b: {}}
    """
    need = Need.of({"any_of": [{"a": 2}, {"b": 2}]})
    assert closed("", rules, [{"a": 2}, {"b": 2}]).rests_on(need) == need.choices
    assert closed("b 2", rules, [{"a": 2}, {"b": 2}]).rests_on(need) == ()


def test_a_choice_with_too_many_ways_is_left_alone_rather_than_gone_through(rules):
    """
    skills: {z: {}}
    """
    many = Choice(10, tuple(Need.of({f"s{number}": 1}) for number in range(MAX_CASES)))
    assert facts(close([], rules.transfers.values(), [many])) == ""


def test_support_names_the_first_alternatives_that_hold():
    need = Need.of({"a": 1, "at_least": {2: [{"b": 1}, {"c": 1}, {"d": 1}]}})
    assert support(need, {"a": 3, "c": 1, "d": 1}) == (Fact("a", 1), Fact("c", 1), Fact("d", 1))


def random_rules(dice):
    """Return transfers as plain tuples: what is asked for (sets of facts, one of which must hold), what is given."""
    skills = "abcde"
    for number in range(dice.randint(0, 9)):
        ways = [
            {(dice.choice(skills), dice.randint(1, 3)) for _ in range(dice.choice((1, 1, 2)))}
            for _ in range(dice.choice((1, 1, 2)))
        ]
        yield f"t{number}", ways, (dice.choice(skills), dice.randint(1, 3))


def question(seed):
    """Return a random question: transfers as plain tuples, the facts one has, and the halves of an either/or."""
    dice = random.Random(seed)
    rules = list(random_rules(dice))
    have = {(dice.choice("abcde"), dice.randint(1, 3)) for _ in range(dice.randint(0, 3))}
    halves = [{(dice.choice("abcde"), dice.randint(1, 3))} for _ in range(2)] if dice.random() < 0.5 else []
    return rules, have, halves


def answer(rules, have, halves):
    held = [Need.of({"any_of": [dict(half) for half in halves]}).choices[0]] if halves else []
    return close([Fact(*fact) for fact in have], made(rules), held)


def made(rules):
    return [TransferRule(id=id, needs=as_need(ways), gives=dict([gives]), because="x") for id, ways, gives in rules]


def slowly(have, rules):
    """Return every fact that follows, by trying every rule on every fact until nothing changes."""
    known = {(skill, lower) for skill, level in have for lower in range(1, level + 1)}
    while True:
        gained = {
            (skill, lower)
            for _, ways, (skill, level) in rules
            if any(way <= known for way in ways)
            for lower in range(1, level + 1)
        }
        if gained <= known:
            return known
        known |= gained


def as_need(ways):
    mappings = [{skill: max(level for name, level in way if name == skill) for skill, _ in way} for way in ways]
    return mappings[0] if len(mappings) == 1 else {"any_of": mappings}


@pytest.mark.parametrize("block", range(6))
def test_closures_equal_the_slow_way_in_any_order_of_rules(block):
    for seed in range(50 * block, 50 * block + 50):
        rules, have, halves = question(seed)
        found = answer(rules, have, halves)
        certain = [slowly(have | half, rules) for half in halves] or [slowly(have, rules)]
        assert {tuple(fact) for fact in found} == set.intersection(*certain), seed
        assert found == answer(random.Random(seed).sample(rules, len(rules)), sorted(have, reverse=True), halves), seed
        for fact in found:
            assert_founded(found, fact)


def assert_founded(closure, fact):
    """Check that each derivation rests only on facts that were told before it."""
    told = set()
    for step in closure.trace(fact):
        assert all(any(skill == need.skill and level >= need.level for skill, level in told) for need in step.needs)
        told.add(step.fact)


def test_random_rules_chain_run_in_circles_and_split_often_enough_to_mean_something():
    chained = circular = by_cases = 0
    for seed in range(300):
        rules, have, halves = question(seed)
        found = answer(rules, have, halves)
        chained += any(len(found.trace(fact)) > 2 for fact in found)
        by_cases += any(step.either for step in found.reasons.values())
        pairs = {(skill, gives[0]) for _, ways, gives in rules for way in ways for skill, _ in way}
        circular += any((b, a) in pairs for a, b in pairs if a != b)
    assert chained > 30
    assert by_cases > 30
    assert circular > 100
