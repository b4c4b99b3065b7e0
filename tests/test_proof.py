"""Proofs show what they claim, and nothing that claims one unit more is let through."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from books import TARGET, profile, question, rule_book

from planner import (
    Bill,
    BillLine,
    Cases,
    Chain,
    Plan,
    Proof,
    check_proof,
    explain,
    find_plan,
    load_profile,
    load_rules,
    prove,
)
from planner.planning.proof import lines_of, shows

ORDERS = ("steps", "time", "money")


def proved(seed, prefer):
    asked = question(seed)
    rules = rule_book(asked.book)
    plan = find_plan(profile(asked.person), TARGET, rules, prefer=prefer, aim=asked.aim)
    return (prove(plan, rules), rules) if isinstance(plan, Plan) else (None, rules)


def shows_more(plan, rules):
    """Whether the argument, asked apart from the plan, would let through one unit more than a best plan takes."""
    measure = plan.proof.measure
    return shows(plan.proof.argument, measure, plan.totals.of(measure) + 1, plan.question, rules)


@pytest.mark.parametrize("prefer", ORDERS)
@pytest.mark.parametrize("block", range(4))
def test_every_plan_of_a_random_book_gets_a_proof_that_holds_and_none_for_one_unit_more(block, prefer):
    for seed in range(40 * block, 40 * block + 40):
        plan, rules = proved(seed, prefer)
        if plan is None:
            continue
        assert plan.proof is not None, seed
        assert check_proof(plan, rules), seed
        assert not shows_more(plan, rules), seed


@pytest.mark.slow
@pytest.mark.parametrize("prefer", ORDERS)
def test_most_proofs_of_a_thousand_random_books_are_a_bill_or_cases(prefer):
    how = Counter()
    for seed in range(1000, 2000):
        plan, rules = proved(seed, prefer)
        if plan is not None:
            assert plan.proof is not None, seed
            assert check_proof(plan, rules), seed
            assert not shows_more(plan, rules), seed
            how[plan.proof.how] += 1
    print(prefer, dict(how))
    assert how["bill"] + how["cases"] > (0.5 if prefer == "time" else 0.9) * how.total()


RULES = """
skills: {a: {}, b: {}, c: {}}
steps:
  learn-a: {gives: {a: 1}, hours: 8, cost: 10}
  also-a: {gives: {a: 1}, hours: 16, cost: 5}
  learn-b: {gives: {b: 1}, hours: 8, cost: 20}
  a-and-b: {gives: {a: 1, b: 1}, hours: 24, cost: 40}
  learn-c: {gives: {c: 1}, needs: {a: 1}, hours: 8, cost: 1}
roles:
  r:
    title: The role
    lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}, {text: Does c, needs: {c: 1}}]
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


def test_a_bill_names_the_steps_of_which_every_plan_has_one(rules):
    plan = prove(find_plan(profile({}), "r", rules, limits=None), rules)
    assert plan.ids == ("a-and-b", "learn-c")
    assert [str(sentence) for sentence in explain(plan.proof, rules)] == [
        "Why every plan takes at least 2 steps:",
        "  learn c is in every plan: 1 step.",
        "  One of these is in every plan: a and b or learn b: 1 step.",
        "  Together 2 steps; no step is charged more than it takes.",
    ]


def test_a_bill_of_money_speaks_of_the_plans_that_would_take_less(tmp_path):
    """The dear course alone is a plan; the bill is about those that cost less than it."""
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}, b: {}}
steps:
  half-a: {gives: {a: 1}, hours: 8, cost: 10}
  half-b: {gives: {b: 1}, hours: 8, cost: 10}
  whole: {gives: {a: 1, b: 1}, hours: 8, cost: 100}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    plan = prove(find_plan(profile({}), "r", rules, prefer="money"), rules)
    assert "  half a is in every plan that would take less: USD 10." in map(str, explain(plan.proof, rules))


def test_a_bill_of_money_asks_for_no_more_than_the_cheapest_way(rules):
    plan = prove(find_plan(profile({}), "r", rules, prefer="money"), rules)
    assert (plan.totals.money, plan.proof.how, plan.proof.value) == (26, "bill", 26)


def test_a_chain_does_not_run_in_a_circle_of_transfers():
    """In this book two skills carry over into each other, both known from the week a first step ends."""
    plan, rules = proved(1444, "time")
    assert check_proof(plan, rules)


@pytest.mark.parametrize("seed", [1456, 1846, 2221])
def test_a_calendar_that_no_single_bill_explains_is_told_by_cases(seed):
    plan, rules = proved(seed, "time")
    assert plan.proof.how == "cases"
    assert check_proof(plan, rules)
    halved = replace(plan.proof, argument=replace(plan.proof.argument, without_it=bill(unit="hours")))
    assert not check_proof(replace(plan, proof=halved), rules)


def bill(*lines, unit="steps", given=()):
    return Bill(unit, tuple(BillLine((step,), Fraction(amount)) for step, amount in lines), given)


BAD = {
    "a line that some plan avoids": bill(("learn-a", 1), ("learn-c", 1)),
    "a step charged twice": bill(("learn-c", 1), ("learn-c", 1)),
    "an amount below nothing": bill(("learn-c", 3), ("learn-c", -1)),
    "money for steps": bill(("learn-c", 2), unit="money"),
    "hours where weeks of work are meant": bill(("learn-c", 2), unit="hours"),
    "a chain for steps": Chain(2, ("learn-c",)),
    "a step taken as given without a case": bill(("learn-c", 1), given=("learn-b",)),
    "cases of which one shows nothing": Cases("learn-b", bill(("learn-c", 1), given=("learn-b",)), bill()),
    "an unknown step": Cases("nobody", bill(), bill()),
}


@pytest.mark.parametrize("argument", BAD.values(), ids=BAD)
def test_a_bill_that_proves_nothing_is_refused(rules, argument):
    plan = find_plan(profile({}), "r", rules)
    assert not check_proof(replace(plan, proof=Proof("steps", 2, "bill", argument)), rules)


def test_a_plan_that_does_not_replay_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    first = plan.steps[0]
    too_early = replace(plan.steps[1], start_week=0, end_week=plan.steps[1].end_week - plan.steps[1].start_week)
    assert check_proof(plan, rules)
    assert not check_proof(replace(plan, steps=(first, too_early)), rules)
    assert not check_proof(replace(plan, steps=(first,)), rules)
    assert not check_proof(claiming(plan, money=plan.totals.money - 1), rules)


def claiming(plan, **totals):
    """Return the plan with other totals, said to be proved."""
    other = replace(plan.totals, **totals)
    return replace(plan, totals=other, bound=other)


def test_a_plan_that_is_proved_and_yet_not_as_good_as_the_bound_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    less = replace(plan.bound, money=plan.bound.money - 1)
    assert not check_proof(replace(plan, bound=less), rules)
    assert check_proof(replace(plan, bound=less, proved=False), rules)


def test_a_plan_that_begins_before_today_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    first, second = plan.steps
    early = replace(first, start_week=-first.end_week, end_week=0)
    moved = replace(second, start_week=0, end_week=second.end_week - second.start_week)
    sooner = replace(plan, steps=(early, moved))
    assert not check_proof(claiming(sooner, weeks=moved.end_week), rules)


def test_a_plan_made_with_other_rules_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    free = replace(plan.steps[0], step=plan.steps[0].step.model_copy(update={"cost": 0}), cost=0)
    money = plan.totals.money - plan.steps[0].cost
    assert not check_proof(claiming(replace(plan, steps=(free, plan.steps[1])), money=money), rules)


def test_a_price_or_pay_that_is_not_that_of_the_steps_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    assert not check_proof(replace(plan, earned=100), rules)
    assert not check_proof(replace(plan, steps=(replace(plan.steps[0], cost=0), plan.steps[1])), rules)


def test_what_a_step_does_not_bring_or_serve_is_refused(rules):
    plan = find_plan(profile({}), "r", rules)
    first, second = plan.steps
    for said in ({"gives": ()}, {"for_lines": (*first.for_lines, 9)}, {"needed_by": ("nobody",)}):
        assert not check_proof(replace(plan, steps=(replace(first, **said), second)), rules), said


def test_a_proof_about_another_wish_than_the_first_is_refused(tmp_path):
    """One long course, against two short ones that are quicker."""
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}, x: {}}
steps:
  long: {gives: {a: 1}, weeks: 9, hours_per_week: 1}
  short: {gives: {x: 1}, weeks: 1, hours_per_week: 1}
  then-short: {gives: {a: 1}, needs: {x: 1}, weeks: 1, hours_per_week: 1}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    plan = prove(find_plan(profile({}), "r", rules), rules)
    assert (plan.ids, plan.proof.measure, check_proof(plan, rules)) == (("long",), "steps", True)
    assert not check_proof(replace(plan, question=replace(plan.question, prefer="time")), rules)


@pytest.mark.parametrize(
    ("prefer", "words"),
    [
        ("steps", "No plan has fewer steps than none."),
        ("time", "No plan is over sooner than at once."),
        ("money", "No plan takes less money than none."),
    ],
)
def test_of_a_plan_of_no_steps_nothing_is_said_to_be_out_of_reach(rules, prefer, words):
    plan = prove(find_plan(profile({"have": {"a": 1, "b": 2, "c": 1}}), "r", rules, prefer=prefer), rules)
    assert (plan.steps, check_proof(plan, rules)) == ((), True)
    assert [str(sentence) for sentence in explain(plan.proof, rules)] == [words]


def test_what_was_not_settled_in_time_is_said_to_be_open_and_not_settled_by_search(rules):
    asked = question(4)
    book = rule_book(asked.book)
    plan = prove(find_plan(profile(asked.person), TARGET, book, prefer="time", aim=asked.aim, time_limit=0), book)
    assert (plan.proved, plan.proof.how) == (False, "bound")
    assert check_proof(plan, book)
    assert "not settled in time" in str(explain(plan.proof, book)[-1])
    assert not check_proof(replace(plan, proof=replace(plan.proof, how="search")), book)


def test_steps_beyond_the_budget_open_no_quicker_way_in_a_proof(tmp_path):
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}, x: {}}
steps:
  dear: {gives: {x: 1}, weeks: 1, hours_per_week: 1, cost: 500}
  then-quick: {gives: {a: 1}, needs: {x: 1}, weeks: 1, hours_per_week: 1}
  slow: {gives: {a: 1}, weeks: 5, hours_per_week: 1, cost: 10}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    plan = prove(find_plan(profile({"limits": {"budget": 100}}), "r", rules, prefer="time"), rules)
    assert (plan.ids, plan.totals.weeks) == (("slow",), 5)
    assert plan.proof is not None
    assert check_proof(plan, rules)


EXAMPLES = sorted((Path(__file__).parent.parent / "planner" / "examples").glob("*.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_bills_of_the_shipped_examples_fit_on_a_page(shipped, file):
    person = load_profile(file, shipped)
    for role in person.love:
        plan = find_plan(person, role, shipped)
        if isinstance(plan, Plan):
            plan = prove(plan, shipped)
            assert plan.proof is not None
            assert check_proof(plan, shipped)
            assert lines_of(plan.proof.argument) <= 40
