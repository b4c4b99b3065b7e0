"""Alternatives: all plans that tie, and the trade-off front, as going through every set of steps finds them."""

import dataclasses
import math
from functools import cache
from itertools import combinations
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace

import pytest
from books import TARGET, profile, question, rule_book
from oracle import ORDERS, Task

from planner import (
    Alternatives,
    Impossible,
    Limits,
    Profile,
    explain,
    find_alternatives,
    find_plan,
    load_profile,
    load_rules,
)
from planner.explanation import plan_names, wish_words
from planner.planning import front, stairs
from planner.planning.alternatives import with_known
from planner.planning.stairs import MOVES
from planner.planning.wishes import best_by_wish


@cache
def every_plan(seed):
    """Every set of steps that works within the limits, with its totals."""
    asked = question(seed)
    slow = Task(asked.book, asked.person, TARGET, asked.aim)
    limit = asked.person.get("limits", {}).get("weeks")
    found = []
    for ids in slow.plans:
        totals = slow.totals(ids)
        triple = (totals["steps"], totals["weeks"], totals["money"])
        if limit is None or triple[1] <= int(limit):
            found.append((triple, tuple(sorted(ids))))
    return found


def alternatives(seed, prefer="steps", **options):
    asked = question(seed)
    rules, person = rule_book(asked.book), profile(asked.person)
    return find_alternatives(person, TARGET, rules, prefer=prefer, aim=asked.aim, **options)


def triple(plan):
    return (plan.totals.steps, plan.totals.weeks, plan.totals.money)


@pytest.mark.parametrize("else_tried", [True, False])
@pytest.mark.parametrize("moves", [0, 6, 25, MOVES])
def test_the_trade_off_front_equals_brute_force_however_much_of_it_is_tried(moves, else_tried, request, monkeypatch):
    if not else_tried:
        request.getfixturevalue("untried")
    monkeypatch.setattr(front, "worth_trying", lambda task: moves > 0)
    monkeypatch.setattr(stairs, "MOVES", moves)
    for seed in range(60):
        found, slow = alternatives(seed), [totals for totals, _ in every_plan(seed)]
        if isinstance(found, Impossible):
            assert not slow
            continue
        best = {t for t in slow if not any(o != t and all(x <= y for x, y in zip(o, t, strict=True)) for o in slow)}
        assert found.front_complete
        assert [triple(plan) for plan in found.front] == sorted(best), seed
        firsts = [min(ids for totals, ids in every_plan(seed) if totals == one) for one in sorted(best)]
        assert [plan.ids for plan in found.front] == firsts, seed


@pytest.mark.parametrize("tried", [True, False])
@pytest.mark.parametrize("prefer", ORDERS)
def test_all_plans_that_tie_are_found(prefer, tried, request):
    if not tried:
        request.getfixturevalue("untried")
    for seed in range(60):
        found = alternatives(seed, prefer, count=1000)
        if isinstance(found, Impossible):
            continue
        least = set(found.best.ids)
        ties = {ids for totals, ids in every_plan(seed) if totals == triple(found.best)}
        assert found.equal_complete
        assert {plan.ids for plan in found.equal} == ties, (seed, least)


RULES = """
skills: {a: {name: A}, b: {name: B}}
steps:
  book: {title: A book on A, gives: {a: 1}, hours: 80, cost: 10}
  course: {title: A course in A, gives: {a: 1}, weeks: 4, hours_per_week: 8, cost: 200}
  twin: {title: Another course in A, gives: {a: 1}, weeks: 4, hours_per_week: 8, cost: 200}
roles:
  r: {title: The role, lines: [{text: Does a, needs: {a: 1}}]}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


@pytest.mark.parametrize("moves", [6, 25, 100])
def test_where_the_time_runs_out_the_front_is_whole_up_to_the_steps_it_says_and_has_both_ends(moves, monkeypatch):
    monkeypatch.setattr(stairs, "MOVES", moves)
    monkeypatch.setattr(front, "time", SimpleNamespace(monotonic=lambda: math.inf))
    cheap, quick = itemgetter(2, 0, 1), itemgetter(1, 0, 2)
    cut = 0
    for seed in range(60):
        found, slow = alternatives(seed), [totals for totals, _ in every_plan(seed)]
        if isinstance(found, Impossible):
            continue
        best = {t for t in slow if not any(o != t and all(x <= y for x, y in zip(o, t, strict=True)) for o in slow)}
        most = math.inf if found.front_steps is None else found.front_steps
        ends = set() if most == math.inf else {min(slow, key=cheap), min(slow, key=quick)}
        some = {one for one in best if one[0] <= most}
        assert [triple(plan) for plan in found.front] == sorted(some | ends), seed
        cut += found.front_steps is not None
    assert cut > 5


def test_where_the_front_is_cut_short_the_cheapest_plan_is_called_so_of_those_found_alone(rules):
    found = find_alternatives(profile({}), "r", rules)
    named = dict(plan_names(dataclasses.replace(found, front_steps=1)))
    assert set(dict(plan_names(found))) == {"best", "cheapest", "just as good 1"}
    assert set(named) == {"best", "cheapest so far", "just as good 1"}


def test_a_front_that_was_cut_short_takes_in_the_plans_known_from_elsewhere(rules):
    found = find_alternatives(profile({}), "r", rules)
    best, cheap = found.front
    cut = dataclasses.replace(found, front=(best,), front_steps=1)
    assert with_known(cut, [best, cheap, cheap]).front == (best, cheap)
    dearer = dataclasses.replace(best, totals=dataclasses.replace(best.totals, money=best.totals.money + 1))
    assert with_known(cut, [dearer]).front == (best,)
    assert with_known(dataclasses.replace(cut, front=(dearer,)), [best]).front == (best,)
    assert with_known(dataclasses.replace(found, front=(best,)), [cheap]).front == (best,)


def test_words_say_up_to_how_many_steps_all_plans_were_looked_at(rules):
    found = find_alternatives(profile({}), "r", rules)
    cut = "Not proved complete: the time ran out before all trade-offs were looked at."
    some = "Plans of up to 1 step were all looked at; the time ran out before longer ones were."
    for steps, said in ((0, cut), (1, some)):
        part = dataclasses.replace(found, front_steps=steps)
        assert not part.front_complete
        assert str(explain(part, rules)[-1]) == said


def test_alternatives_say_in_one_sentence_what_they_trade(rules):
    found = find_alternatives(profile({}), "r", rules)
    assert isinstance(found, Alternatives)
    assert [str(sentence) for sentence in explain(found, rules)] == [
        "1 other plan just as good:",
        "  “Another course in A” instead of “A course in A”.",
        "What one can trade:",
        "  1 step, 10 weeks and USD 10: USD 190 less, for 6 weeks more.",
        "    “A book on A” instead of “A course in A”.",
    ]


@pytest.mark.parametrize("moves", [0, MOVES])
def test_the_front_has_every_plan_a_week_shorter_or_a_dollar_cheaper_and_the_first_by_id_of_equals(
    moves, tmp_path, monkeypatch
):
    monkeypatch.setattr(front, "worth_trying", lambda task: moves > 0)
    steps = {"a-a": ("a", 3, 2), "a-z": ("a", 4, 1), "b-a": ("b", 3, 2), "b-z": ("b", 4, 1)}
    lines = [
        f"  {id}: {{title: The step {id}, gives: {{{gift}: 1}}, weeks: {weeks}, cost: {cost}, full_time: true}}"
        for id, (gift, weeks, cost) in steps.items()
    ]
    role = "  r: {title: The role, lines: [{text: Does a and b, needs: {a: 1, b: 1}}]}"
    book = ["skills: {a: {name: A}, b: {name: B}}", "steps:", *lines, "roles:", role]
    (tmp_path / "rules.yaml").write_text("\n".join(book), encoding="utf-8")
    found = find_alternatives(profile({}), "r", load_rules(tmp_path))
    assert isinstance(found, Alternatives)
    assert [(triple(plan), plan.ids) for plan in found.front] == [
        ((2, 6, 4), ("a-a", "b-a")),
        ((2, 7, 3), ("a-a", "b-z")),
        ((2, 8, 2), ("a-z", "b-z")),
    ]


WANTED = """
skills: {a: {name: A}, b: {name: B}}
steps:
  slow-a: {title: Slow course in A, gives: {a: 1}, weeks: 10, hours_per_week: 2}
  fast-a: {title: Fast course in A, gives: {a: 1}, weeks: 1, hours_per_week: 2, cost: 50}
  course-b: {title: Course in B, needs: {a: 1}, gives: {b: 1}, weeks: 8, hours_per_week: 2}
roles:
  r: {title: The role, lines: [{text: Does b, needs: {b: 1}}]}
"""


@pytest.mark.parametrize("moves", [0, MOVES])
def test_where_the_steps_one_insists_on_are_a_plan_a_quicker_one_with_more_steps_is_on_the_front_too(
    moves, tmp_path, monkeypatch
):
    monkeypatch.setattr(front, "worth_trying", lambda task: moves > 0)
    (tmp_path / "rules.yaml").write_text(WANTED, encoding="utf-8")
    wanted = Limits(require=("slow-a", "course-b"))
    found = find_alternatives(profile({}), "r", load_rules(tmp_path), limits=wanted)
    assert isinstance(found, Alternatives)
    assert [triple(plan) for plan in found.front] == [(2, 18, 0), (3, 10, 50)]


CROWDED = """
skills: {a: {name: A}, b: {name: B}, c: {name: C}, z: {name: Z}}
steps:
  slow-a: {title: Slow course in A, gives: {a: 1}, weeks: 10, hours_per_week: 2}
  slow-b: {title: Slow course in B, gives: {b: 1}, weeks: 10, hours_per_week: 2}
  slow-c: {title: Slow course in C, gives: {c: 1}, weeks: 10, hours_per_week: 2}
  first-z: {title: Course in Z, gives: {z: 1}, weeks: 1, hours_per_week: 1}
  a-after-z: {title: Course in A after Z, needs: {z: 1}, gives: {a: 1}, weeks: 1, hours_per_week: 1, cost: 9}
roles:
  r: {title: The role, lines: [{text: Does all three, needs: {a: 1, b: 1, c: 1}}]}
"""


@pytest.mark.parametrize("moves", [0, MOVES])
def test_where_steps_stand_in_each_others_way_a_step_that_cannot_begin_alone_shortens_nothing(
    moves, tmp_path, monkeypatch
):
    monkeypatch.setattr(front, "worth_trying", lambda task: moves > 0)
    (tmp_path / "rules.yaml").write_text(CROWDED, encoding="utf-8")
    found = find_alternatives(profile({}), "r", load_rules(tmp_path), limits=Limits(hours_per_week=5))
    assert isinstance(found, Alternatives)
    assert [triple(plan) for plan in found.front] == [(3, 20, 0), (4, 10, 9)]
    assert found.front[1].ids == ("a-after-z", "first-z", "slow-b", "slow-c")


def test_no_price_is_too_high_for_the_front(tmp_path):
    book = RULES.replace("hours: 80, cost: 10", "weeks: 1000, full_time: true")
    (tmp_path / "rules.yaml").write_text(book, encoding="utf-8")
    rich = Profile(current_pay=100_000_000)
    dear = find_alternatives(rich, "r", load_rules(tmp_path), limits=Limits(avoid=("course", "twin")))
    assert isinstance(dear, Alternatives)
    assert dear.best.totals.money > 10**9
    assert dear.front == (dear.best,)


def test_no_more_alternatives_are_shown_than_asked_for(rules):
    found = find_alternatives(profile({}), "r", rules, count=1)
    assert len(found.equal) == 1
    assert not found.equal_complete
    assert str(explain(found, rules)[-1]) == "There may be more plans just as good."


def test_the_best_plan_comes_first_and_is_the_one_find_plan_gives(rules):
    for prefer in ORDERS:
        found = find_alternatives(profile({}), "r", rules, prefer=prefer)
        assert found.equal[0] == found.best == find_plan(profile({}), "r", rules, prefer=prefer)


def test_two_alternatives_differ_in_their_steps(rules):
    found = find_alternatives(profile({}), "r", rules)
    assert all(left.ids != right.ids for left, right in combinations(found.equal, 2))
    assert all(triple(left) != triple(right) for left, right in combinations(found.front, 2))


def test_of_dozens_of_trade_offs_some_are_told_from_the_longest_to_the_shortest(tmp_path):
    steps = "\n".join(
        f"  s{n:02}: {{title: In {n} weeks, gives: {{a: 1}}, weeks: {n}, full_time: true, cost: {900 // n}}}"
        for n in range(1, 21)
    )
    role = "  r: {title: The role, lines: [{text: Does a, needs: {a: 1}}]}"
    (tmp_path / "rules.yaml").write_text(f"skills: {{a: {{}}}}\nsteps:\n{steps}\nroles:\n{role}\n", encoding="utf-8")
    rules = load_rules(tmp_path)
    found = find_alternatives(profile({}), "r", rules)
    assert len(found.front) == 20
    said = [str(sentence).strip() for sentence in explain(found, rules)]
    told = [sentence.split(":")[0] for sentence in said if sentence.startswith("1 step")]
    assert (told[0], told[-1], len(told)) == ("1 step, 20 weeks and USD 45", "1 step, 2 weeks and USD 450", 12)
    assert said[-1] == "These are 12 of 19, from the longest to the shortest."


def test_plans_are_named_for_what_they_are_good_for(shipped):
    """Omar's best plan takes 64 weeks; a slower one is the cheapest, one of a step more the fastest."""
    omar = load_profile(Path(__file__).parent.parent / "planner" / "examples" / "omar.yaml", shipped)
    found = find_alternatives(omar, "hr-specialist", shipped)
    named = dict(plan_names(found))
    assert next(iter(named)) == "best"
    assert {plan.ids for plan in named.values()} == {plan.ids for plan in (*found.equal, *found.front)}
    assert len(named) == len(plan_names(found))
    assert named["cheapest"].totals.money == min(plan.totals.money for plan in found.front)
    assert named["fastest"].totals.weeks == min(plan.totals.weeks for plan in found.front)
    assert "fewest steps" not in named
    between = [number for number, name in enumerate(named) if name.startswith("in between")]
    assert between == [*range(len(named) - len(between), len(named))]


@pytest.mark.parametrize("prefer", ORDERS)
def test_the_best_plan_for_each_wish_is_the_one_found_for_it(prefer, shipped):
    omar = load_profile(Path(__file__).parent.parent / "planner" / "examples" / "omar.yaml", shipped)
    plan = find_plan(omar, "hr-specialist", shipped, prefer=prefer)
    found = best_by_wish(plan, shipped, time_limit=20)
    assert sorted(wish for wishes, _ in found for wish in wishes) == ["money", "steps", "time"]
    for wishes, best in found:
        for wish in wishes:
            assert best.ids == find_plan(omar, "hr-specialist", shipped, prefer=wish).ids
        assert (best is plan) == (prefer in wishes)


def test_a_wish_for_which_nothing_was_found_in_time_is_left_out_or_not_proved(shipped):
    omar = load_profile(Path(__file__).parent.parent / "planner" / "examples" / "omar.yaml", shipped)
    plan = find_plan(omar, "hr-specialist", shipped)
    found = best_by_wish(plan, shipped, time_limit=0)
    assert found[0] == (("steps",), plan)
    assert not any(best.proved for _, best in found[1:])


def test_a_plan_that_is_best_for_every_wish_says_so(shipped):
    maya = load_profile(Path(__file__).parent.parent / "planner" / "examples" / "maya.yaml", shipped)
    there = find_plan(maya, "secondary-school-teacher", shipped)
    words = wish_words(best_by_wish(there, shipped, time_limit=20))
    assert [str(said) for said in words] == [
        "Fewest steps, least time and least money at once: with this plan nothing has to be traded."
    ]
    assert wish_words(best_by_wish(find_plan(maya, "instructional-designer", shipped), shipped, time_limit=20)) == ()
