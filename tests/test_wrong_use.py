"""Calls that make no sense are answered with a sentence, not with a fault from somewhere inside."""

import math

import pytest

from planner import (
    Candidate,
    Impossible,
    Profile,
    WrongUse,
    answered,
    audit,
    background_report,
    changes_from_here,
    check_proof,
    compare,
    correct,
    explore,
    find_alternatives,
    find_changes,
    find_plan,
    find_skills,
    highlights,
    impact,
    judge,
    margins,
    prove,
    read_background,
    read_posting,
    redact,
    redacted,
    replan,
    why_not,
)
from planner.rulebook.load import build
from planner.rulebook.tree import parse

RULES = build(
    [
        [
            parse(
                "rules.yaml",
                """\
skills: {sql: {}}
steps: {course: {gives: {sql: 3}, weeks: 6, hours_per_week: 5, cost: 300}}
roles: {analyst: {lines: [{text: Pulls data, needs: {sql: 3}}]}}
""",
            )
        ]
    ]
)
ANA = Profile()
POOR = Profile.model_validate({"limits": {"budget": 100}})
PLAN, NONE = find_plan(ANA, "analyst", RULES), find_plan(POOR, "analyst", RULES)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check_proof(NONE, RULES), "what is checked should be a Plan, not Impossible"),
        (lambda: compare(PLAN, NONE), "what is compared should be a Plan, not Impossible"),
        (lambda: replan(NONE, RULES), "what is planned again should be a Plan, not Impossible"),
        (lambda: why_not(NONE, "course", RULES), "what a step is asked about should be a Plan, not Impossible"),
        (lambda: why_not(PLAN, 5, RULES), "the id of a step should be a str, not int"),
        (lambda: margins(NONE, RULES), "what margins are looked for should be a Plan, not Impossible"),
        (lambda: prove(NONE, RULES), "what is proved should be a Plan, not Impossible"),
        (lambda: prove(PLAN, RULES, time_limit="1"), "a time limit should be an int or float, not str"),
        (lambda: prove(PLAN, RULES, time_limit=math.nan), "a time limit should be a number of seconds, not nan"),
        (lambda: changes_from_here(PLAN), "what changes are looked for should be a Replan, not Plan"),
        (
            lambda: find_alternatives(ANA, "analyst", RULES, prefer=["steps"]),
            "prefer is one of steps, time, money, not ['steps']",
        ),
        (lambda: impact(RULES, RULES, [ANA]), "who is asked about should be a Candidate, not Profile"),
        (
            lambda: impact(RULES, RULES, [Candidate("Ana", ANA, "analyst", prefer="fun")]),
            "prefer is one of steps, time, money, not 'fun'",
        ),
        (lambda: impact(RULES, RULES, [], time_limit=math.nan), "a time limit should be a number of seconds, not nan"),
        (lambda: find_changes(PLAN, RULES), "what changes are looked for should be an Impossible, not Plan"),
        (lambda: find_plan(ANA, 3, RULES), "a role should be a Role or str, not int"),
        (lambda: audit(ANA, None, RULES), "a role should be a Role or str, not NoneType"),
        (lambda: find_plan({"have": {}}, "analyst", RULES), "the person should be a Profile, not dict"),
        (lambda: find_plan(ANA, "analyst", RULES, limits={"budget": 0}), "limits should be a Limits, not dict"),
        (lambda: read_background(b"SQL", RULES), "a text should be a str or Path, not bytes"),
        (lambda: background_report(None, RULES), "a text should be a str or Path, not NoneType"),
        (lambda: read_posting(b"SQL", RULES), "a text should be a str or Path, not bytes"),
        (lambda: find_skills(None, RULES), "a text should be a str or Page, not NoneType"),
        (
            lambda: highlights(ANA, "analyst", RULES),
            "what quotes are taken from should be a BackgroundReport, not Profile",
        ),
        (lambda: redact(None, RULES), "a text should be a str, not NoneType"),
        (lambda: redact("Ana", None), "the rules should be a RuleBook, not NoneType"),
        (lambda: redacted("Ana", RULES), "the person should be a Profile, not str"),
        (lambda: correct(ANA, {}), "what is corrected should be a BackgroundReport, not Profile"),
        (lambda: audit("ana.yaml", "analyst", RULES), "the person should be a Profile, not str"),
        (lambda: judge({}, "analyst", RULES), "the person should be a Profile, not dict"),
        (lambda: find_plan(ANA, "analyst", None), "the rules should be a RuleBook, not NoneType"),
        (lambda: audit(ANA, "analyst", "rules"), "the rules should be a RuleBook, not str"),
        (lambda: explore(ANA, None), "the rules should be a RuleBook, not NoneType"),
        (lambda: background_report("SQL", None), "the rules should be a RuleBook, not NoneType"),
        (lambda: read_posting("SQL", None), "the rules should be a RuleBook, not NoneType"),
        (
            lambda: replan(PLAN, RULES, late=3),
            "late says of steps by how many weeks, such as {'some-step': 3}, not 3",
        ),
    ],
)
def test_a_value_of_another_kind_is_named(call, message):
    assert isinstance(NONE, Impossible)
    with pytest.raises(WrongUse) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("level", [0, 6, -1, True, 2.0, "good"])
def test_a_correction_is_a_level_a_person_can_have(level):
    with pytest.raises(WrongUse, match="should be a whole number from 1 to 5, 'held' or None, not"):
        correct(background_report("SQL", RULES), {"sql": level})


@pytest.mark.parametrize("seconds", [None, float("nan"), "60"])
@pytest.mark.parametrize("asked", [find_plan, find_alternatives, answered])
def test_a_time_limit_is_a_number_of_seconds(asked, seconds):
    with pytest.raises(WrongUse, match="a time limit should be"):
        asked(ANA, "analyst", RULES, time_limit=seconds)
    with pytest.raises(WrongUse, match="a time limit should be"):
        explore(ANA, RULES, time_limit=seconds)
    with pytest.raises(WrongUse, match="a time limit should be"):
        find_changes(NONE, RULES, time_limit=seconds)


@pytest.mark.parametrize("count", [-1, 0, 1.5])
def test_alternatives_are_counted_from_one(count):
    with pytest.raises(WrongUse, match=f"a whole number from 1, not {count}"):
        find_alternatives(ANA, "analyst", RULES, count=count)
