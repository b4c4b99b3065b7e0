"""Two plans side by side, and the other choice about a step: exact, and in words."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from books import TARGET, profile, question, rule_book
from oracle import ORDERS, Task

from planner import Impossible, Limits, Plan, WrongUse, compare, explain, find_plan, load_rules, why_not
from planner.cli import main

RULES = """
skills: {a: {name: A}, b: {name: B}}
steps:
  cheap-a: {title: Cheap A, gives: {a: 1}, hours: 40, cost: 10}
  quick-a: {title: Quick A, gives: {a: 1}, weeks: 2, full_time: true, cost: 300}
  learn-b: {title: Learn B, gives: {b: 1}, weeks: 6, hours_per_week: 6, cost: 50}
  twin-b: {title: Twin B, gives: {b: 1}, weeks: 6, hours_per_week: 6, cost: 50}
  walk: {title: A walk, gives: {a: 1}, needs: {b: 1}, hours: 8}
roles:
  both: {title: Both, lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}]}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


def plan(rules, **options):
    found = find_plan(profile({}), "both", rules, **options)
    assert isinstance(found, Plan)
    return found


def said(answer, rules):
    return [str(sentence) for sentence in explain(answer, rules)]


# Two plans


def test_a_comparison_names_the_steps_of_only_one_and_what_the_other_takes_more(rules):
    found = compare(plan(rules), plan(rules, prefer="money"))
    assert (found.only_left, found.only_right, found.both) == (("quick-a",), ("walk",), ("learn-b",))
    assert (found.steps, found.weeks, found.money) == (0, 1, -300)
    assert said(found, rules) == [
        "2 steps, 7 weeks and USD 50, against 2 steps, 6 weeks and USD 350: 1 week longer and USD 300 cheaper.",
        "  “A walk” instead of “Quick A”.",
    ]


def test_a_plan_compared_with_itself_shows_no_difference(rules):
    found = compare(plan(rules), plan(rules))
    assert found.better is None
    assert said(found, rules)[0].endswith(": no difference in steps, weeks or money.")
    assert said(found, rules)[1] == "  The same steps."


def test_which_plan_is_better_is_a_matter_of_the_first_ones_wishes(rules):
    quick, cheap = plan(rules), plan(rules, prefer="money")
    assert compare(quick, cheap).better is quick
    assert compare(cheap, quick).better is cheap


# The other choice about a step


def test_a_step_that_is_not_in_the_plan_is_forced_in(rules):
    answer = why_not(plan(rules), "cheap-a", rules)
    assert answer.forced == "in"
    assert said(answer, rules) == [
        "With “Cheap A” the best plan is not as good.",
        "  2 steps, 11 weeks and USD 60, against 2 steps, 6 weeks and USD 350: 5 weeks longer and USD 290 cheaper.",
        "    “Cheap A” instead of “Quick A”.",
    ]


def test_a_step_of_the_plan_is_forced_out(rules):
    answer = why_not(plan(rules), "quick-a", rules)
    assert answer.forced == "out"
    assert said(answer, rules)[0] == "Without “Quick A” the best plan is not as good."
    assert answer.other.ids == ("learn-b", "walk")


def test_a_twin_is_said_to_be_just_as_good(rules):
    assert said(why_not(plan(rules), "twin-b", rules), rules)[0] == (
        "With “Twin B” a plan is just as good; of equal plans the one first by id is shown."
    )


def test_a_step_that_no_plan_within_the_limits_has_room_for_says_which_limits(rules):
    answer = why_not(plan(rules, limits=Limits(budget=60)), "quick-a", rules)
    assert isinstance(answer.other, Impossible)
    assert answer.comparison is None
    assert said(answer, rules) == [
        "With “Quick A” there is no plan.",
        "  It is the limits: these limits together leave no plan: at most USD 60 and insisting on Quick A.",
    ]


def test_the_persons_own_wish_about_the_step_gives_way_and_is_named(rules):
    answer = why_not(plan(rules, limits=Limits(avoid=("quick-a",))), "quick-a", rules)
    assert said(answer, rules)[:2] == [
        "You asked to leave “Quick A” out.",
        "With “Quick A” the best plan would be better.",
    ]
    answer = why_not(plan(rules, limits=Limits(require=("cheap-a",))), "cheap-a", rules)
    assert said(answer, rules)[:2] == [
        "You asked for “Cheap A” to be in the plan.",
        "Without “Cheap A” the best plan would be better.",
    ]


def test_asking_about_a_step_there_is_not_is_wrong_use(rules):
    with pytest.raises(WrongUse, match="did you mean 'quick-a'"):
        why_not(plan(rules), "quik-a", rules)


def test_the_command_shows_the_other_choice_in_words_and_as_json(rules, tmp_path, capsys):
    (tmp_path / "ada.yaml").write_text("name: Ada\n", encoding="utf-8")
    asked = ["plan", str(tmp_path / "ada.yaml"), "both", "--rules", str(tmp_path / "rules.yaml"), "--why-not", "twin-b"]
    with pytest.raises(SystemExit, match="0"):
        main(asked)
    assert "\nWhy not\nWith “Twin B” a plan is just as good" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main([*asked, "--json"])
    found = json.loads(capsys.readouterr().out)["why_not"]
    assert (found["id"], found["forced"]) == ("twin-b", "in")
    assert found["difference"] == {
        "only_before": ["learn-b"], "only_after": ["twin-b"], "both": ["quick-a"], "steps": 0, "weeks": 0, "money": 0,
    }  # fmt: skip
    with pytest.raises(SystemExit, match="2"):
        main([*asked[:-1], "nothing"])
    assert "no step 'nothing' in these rules" in capsys.readouterr().err


@pytest.mark.parametrize("prefer", ORDERS)
def test_the_other_choice_equals_brute_force_for_every_step(prefer):
    forced = Counter()
    for seed in range(24):
        asked = question(seed)
        rules = rule_book(asked.book)
        found = find_plan(profile(asked.person), TARGET, rules, prefer=prefer, aim=asked.aim)
        for id in rules.all_steps if isinstance(found, Plan) else ():
            answer = why_not(found, id, rules)
            best = other_way(asked, id, answer.forced).best(prefer)
            forced[answer.forced, best is not None] += 1
            assert (best is None) == isinstance(answer.other, Impossible), (seed, id)
            if best is not None:
                assert ({name: answer.other.totals.of(name) for name in ORDERS[prefer]}, answer.other.ids) == best
    assert len(forced) == 4
    assert min(forced.values()) >= 5


def other_way(asked, id, forced):
    limits = dict(asked.person["limits"])
    wanted, unwanted = ("require", "avoid") if forced == "in" else ("avoid", "require")
    limits[wanted] = [*limits.get(wanted, ()), id]
    limits[unwanted] = [other for other in limits.get(unwanted, ()) if other != id]
    changed = replace(asked, person={**asked.person, "limits": limits})
    return Task(changed.book, changed.person, TARGET, changed.aim)
