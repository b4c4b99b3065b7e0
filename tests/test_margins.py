"""Margins: with so much more the plan is still the best, with one more it is not."""

import json
from collections import Counter
from copy import deepcopy

import pytest
from books import TARGET, profile, question, rule_book
from oracle import ORDERS, Task

from planner import Limits, Plan, explain, find_plan, load_rules, margins
from planner.cli import main
from planner.planning.margins import MOST_WEEKS

RULES = """
skills: {a: {name: A}, b: {name: B}}
steps:
  cheap-a: {title: Cheap A, gives: {a: 1}, hours: 40, cost: 10}
  quick-a: {title: Quick A, gives: {a: 1}, weeks: 2, full_time: true, cost: 300}
  learn-b: {title: Learn B, gives: {b: 1}, weeks: 6, hours_per_week: 6, cost: 50}
roles:
  both: {title: Both, lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}]}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


def found(rules, **options):
    plan = find_plan(profile({}), "both", rules, **options)
    return {margin.id: margin for margin in margins(plan, rules)}


def test_weeks_may_grow_until_the_plan_without_the_step_is_better(rules):
    quick = found(rules)["quick-a"]  # cheap-a and learn-b take 5 + 6 weeks, and less money than quick-a and learn-b
    assert quick.weeks == 8
    assert quick.weeks_rival.right.ids == ("cheap-a", "learn-b")


def test_a_price_may_grow_until_the_plan_without_the_step_is_cheaper(rules):
    cheap = found(rules, prefer="money")["cheap-a"]
    assert cheap.cost == 289  # at 290 more both take 2 steps for as much, and quick-a is quicker
    assert cheap.cost_rival.only_right == ("quick-a",)


def test_where_an_earlier_wish_decides_no_price_does(rules):
    assert found(rules)["quick-a"].cost is None


def test_a_limit_ends_what_a_figure_may_grow(rules):
    tight = found(rules, limits=Limits(weeks=7, budget=360))
    assert (tight["learn-b"].weeks, tight["learn-b"].cost) == (1, 10)
    assert tight["learn-b"].weeks_rival is None


def test_a_step_without_rival_may_take_any_time(rules):
    assert found(rules)["learn-b"].weeks is None
    assert found(rules)["learn-b"].cost is None


def test_a_plan_of_no_steps_has_no_margins(rules):
    plan = find_plan(profile({"have": {"a": 1, "b": 1}}), "both", rules)
    assert margins(plan, rules) == ()


def test_margins_in_words(rules):
    several = found(rules, limits=Limits(budget=360))
    assert [str(s) for margin in several.values() for s in explain(margin, rules)] == [
        "“Learn B”: no longer time changes the plan (up to 104 weeks more were tried); "
        "up to USD 10 more change nothing.",
        "  With USD 11 more: “Cheap A” instead of “Quick A” (2 steps, 11 weeks and USD 71).",
        "“Quick A”: up to 8 weeks more change nothing; up to USD 10 more change nothing.",
        "  With 9 weeks more: “Cheap A” instead of “Quick A” (2 steps, 11 weeks and USD 60).",
        "  With USD 11 more: “Cheap A” instead of “Quick A” (2 steps, 11 weeks and USD 60).",
    ]


def test_the_command_shows_margins_in_words_and_as_json(rules, tmp_path, capsys):
    (tmp_path / "ada.yaml").write_text("name: Ada\nlimits: {budget: 360}\n", encoding="utf-8")
    asked = ["plan", str(tmp_path / "ada.yaml"), "both", "--rules", str(tmp_path / "rules.yaml"), "--margins"]
    with pytest.raises(SystemExit, match="0"):
        main(asked)
    assert "\nFigures to check\n“Learn B”: no longer time changes the plan" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main([*asked, "--json"])
    learn, quick = json.loads(capsys.readouterr().out)["margins"]
    assert (learn["id"], learn["weeks"], learn["cost"]) == ("learn-b", None, 10)
    assert [step["id"] for step in quick["weeks_rival"]["steps"]] == ["cheap-a", "learn-b"]


def test_out_of_time_nothing_is_claimed(rules):
    plan = find_plan(profile({}), "both", rules)
    for margin in margins(plan, rules, time_limit=0):
        assert not margin.proved
        assert margin.weeks == 0


# Against every plan there is


@pytest.mark.parametrize("prefer", ORDERS)
def test_one_unit_less_keeps_the_plan_and_one_more_flips_it(prefer):
    seen = Counter()
    for seed in range(60):
        asked = question(seed)
        rules = rule_book(asked.book)
        plan = find_plan(profile(asked.person), TARGET, rules, prefer=prefer, aim=asked.aim)
        for margin in margins(plan, rules) if isinstance(plan, Plan) else ():
            assert margin.proved
            for figure, most in (("weeks", margin.weeks), ("cost", margin.cost)):
                if figure == "cost" and margin.id in asked.book["roles"]:
                    continue  # a role used as a step has no price in the book that could grow
                told = f"{prefer} {figure} of {margin.id}: {most}"
                seen[figure if most else "at once" if most == 0 else "never"] += 1
                for growth in tried(figure, most):
                    assert still_best(asked, plan, margin.id, figure, growth, prefer), f"{growth}: {told}\n{asked}"
                if most is not None:
                    assert not still_best(asked, plan, margin.id, figure, most + 1, prefer), f"{told}\n{asked}"
    assert min(seen["weeks"], seen["never"], seen["at once"]) >= 3, seen
    assert prefer != "money" or seen["cost"] >= 3


def tried(figure, most):
    if most is None:
        return (1, 7, MOST_WEEKS) if figure == "weeks" else (1, 10_000)
    return range(most + 1) if figure == "weeks" and most < 10 else {0, most // 2, most}


def still_best(asked, plan, id, figure, growth, prefer):
    slow = Task(grown(asked, id, figure, growth), asked.person, TARGET, asked.aim)
    best = slow.best(prefer)
    ids = tuple(sorted(plan.ids))
    return best is not None and ids in slow.plans and slow.totals(ids) == best[0]


def grown(asked, id, figure, growth):
    """Return the book in which one figure of one step is so much higher."""
    book = deepcopy(asked.book)
    if id in book["roles"]:
        book["roles"][id]["interim"]["weeks"] += growth
        return book
    step = book["steps"][id]
    hours = asked.person["limits"].get("hours_per_week", book["policy"]["hours_per_week"])
    if figure == "cost":
        step["cost"] += growth
    elif "hours" in step:
        step["hours"] += growth * hours
    else:
        step["weeks"] += growth
    return book
