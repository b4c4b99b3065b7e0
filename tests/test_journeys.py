"""People a coach knows, and what a coach expects: the journeys in cases/journeys, and that a journey can fail."""

from pathlib import Path

import pytest

from planner import load_rules
from planner.journeys import load_journeys, run_journey
from planner.rulebook.problem import RulesError

CASES = Path(__file__).parent / "cases" / "journeys"
JOURNEYS = [pytest.param(journey, id=f"{Path(place.file).stem}: {journey.title}")
            for place, journey in load_journeys(CASES, load_rules())]  # fmt: skip


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_coach_would_nod(journey, shipped):
    assert run_journey(journey, shipped) == ()


def test_no_two_journeys_are_told_twice():
    titles = [param.values[0].title for param in JOURNEYS]
    assert len(set(titles)) == len(titles)


def read(tmp_path, text, rules):
    file = tmp_path / "journey.yaml"
    file.write_text(text, encoding="utf-8")
    ((_, journey),) = load_journeys(file, rules)
    return journey


PERSON = """
title: Ana learns SQL
person: {have: {spreadsheets: 3}, love: {analyst: 5}, current_pay: 40000}
role: analyst
"""


def test_a_journey_that_expects_what_is_found_has_no_faults(tmp_path, rules):
    """
    skills: {spreadsheets: {}, charts: {}, sql: {}}
    transfers:
      sheets-to-charts:
        {from: spreadsheets, to: charts, minus: 1, because: Every sheet draws,
         example: {have: {spreadsheets: 3}, so: {charts: 2}}}
    steps:
      sql-course: {kind: training, gives: {sql: 3}, weeks: 6, hours_per_week: 5, cost: 300}
      sql-at-work: {kind: project, gives: {sql: 3}, weeks: 20, hours_per_week: 5}
    roles:
      analyst: {pay: 60000, lines: [{text: Draws charts, needs: {charts: 2}}, {text: Pulls data, needs: {sql: 3}}]}
    """
    expect = """
expect:
  loved: loved
  qualified: stretch
  notes: [pays-more]
  met_at_least: 1
  met_at_most: 1
  through: [sheets-to-charts]
  steps_at_most: 1
  weeks_at_least: 6
  weeks_at_most: 6
  money_at_most: 300
  uses: [sql-course]
  uses_one_of: [sql-at-work, sql-course]
  never: [sql-at-work]
  kinds: [training]
  says: [every sheet draws]
"""
    assert run_journey(read(tmp_path, PERSON + expect, rules), rules) == ()


def test_each_expectation_that_does_not_hold_is_reported(tmp_path, rules):
    """
    skills: {spreadsheets: {}, charts: {}, sql: {}}
    transfers:
      sheets-to-charts:
        {from: spreadsheets, to: charts, minus: 1, because: Every sheet draws,
         example: {have: {spreadsheets: 3}, so: {charts: 2}}}
      charts-to-sql: {from: charts, to: sql, minus: 3, because: Both sort, example: {have: {charts: 4}, so: {sql: 1}}}
    steps:
      sql-course: {kind: training, gives: {sql: 3}, weeks: 6, hours_per_week: 5, cost: 300}
      sql-at-work: {kind: project, gives: {sql: 3}, weeks: 20, hours_per_week: 5}
    roles:
      analyst: {pay: 60000, lines: [{text: Draws charts, needs: {charts: 2}}, {text: Pulls data, needs: {sql: 3}}]}
    """
    expect = """
expect:
  answer: impossible
  loved: unsure
  qualified: ready
  reason: background
  notes: [competition]
  met_at_least: 2
  met_at_most: 0
  through: [charts-to-sql]
  steps_at_least: 2
  steps_at_most: 0
  weeks_at_least: 7
  weeks_at_most: 5
  money_at_least: 301
  money_at_most: 299
  uses: [sql-at-work]
  uses_one_of: [sql-at-work]
  never: [sql-course]
  kinds: [project]
  says: [a long road]
  limits: [budget]
"""
    assert run_journey(read(tmp_path, PERSON + expect, rules), rules) == (
        "answer: expected impossible, found plan",
        "loved: expected unsure, found loved",
        "qualified: expected ready, found stretch",
        "reason: expected background, found None",
        "met: expected at least 2, found 1",
        "met: expected at most 0, found 1",
        "steps: expected at least 2, found 1",
        "steps: expected at most 0, found 1",
        "weeks: expected at least 7, found 6",
        "weeks: expected at most 5, found 6",
        "money: expected at least 301, found 300",
        "money: expected at most 299, found 300",
        "notes: expected competition, found pays-more",
        "through: expected charts-to-sql, found sheets-to-charts",
        "uses: expected sql-at-work, found sql-course",
        "kinds: expected project, found training",
        "limits: expected budget, found none",
        "uses_one_of: expected one of sql-at-work, found sql-course",
        "never: sql-course is in the plan (sql-course)",
        "says: 'a long road' is not in the explanation",
    )


def test_a_plan_is_missed_where_the_limits_allow_none(tmp_path, rules):
    """
    skills: {sql: {}}
    steps:
      sql-course: {kind: training, gives: {sql: 3}, weeks: 6, hours_per_week: 5, cost: 300}
    roles:
      analyst: {lines: [{text: Pulls data, needs: {sql: 3}}]}
    """
    text = "{title: No money, person: {limits: {budget: 100}}, role: analyst, expect: {steps_at_most: 1}}"
    assert run_journey(read(tmp_path, text, rules), rules) == (
        "answer: expected plan, found impossible",
        "steps: expected at most 1, found None",
    )


def test_all_that_is_wrong_with_journeys_is_said_at_once(tmp_path, rules):
    """
    skills: {sql: {}}
    roles: {analyst: {lines: [{text: Pulls data, needs: {sql: 3}}]}}
    """
    text = """\
journeys:
  a: {title: A, person: {have: {zz: 2}}, role: nojob, expect: {uses: [zz], foo: 1}}
  b: {title: B, person: {done: [zz]}, role: analyst, expect: {never: [zz], through: [zz], qualified: foo}}
"""
    with pytest.raises(RulesError) as error:
        read(tmp_path, text, rules)
    assert [(problem.line, problem.id, problem.what) for problem in error.value.problems] == [
        (2, "unknown-skill", "'zz' is no skill here"),
        (2, "unknown-role", "'nojob' is no role here"),
        (2, "unknown-step", "'zz' is no step here"),
        (2, "unknown-key", "the journey has no field 'foo' in 'expect'"),
        (3, "unknown-step", "'zz' is no step here"),
        (3, "unknown-step", "'zz' is no step here"),
        (3, "unknown-transfer", "'zz' is no transfer here"),
        (3, "bad-value", "the journey: 'qualified' is 'foo'"),
    ]
    hints = [problem.hint for problem in error.value.problems]
    assert hints[0] == "the rules know 1 skill; choose one, or remove the line"
    assert hints[4] == "the rules know no step; remove the line"


@pytest.mark.parametrize("text", ["", "journeys:", "journeys: []", "[]"])
def test_a_file_without_journeys_is_told_how_it_begins(tmp_path, rules, text):
    """
    skills: {sql: {}}
    """
    with pytest.raises(RulesError) as error:
        read(tmp_path, text, rules)
    (problem,) = error.value.problems
    assert (problem.id, problem.what) == ("not-a-journey", "a file of journeys is a mapping of names to journeys")
    assert problem.hint == "begin with 'journeys:', and below it '  a-name:'"


@pytest.mark.parametrize(
    ("name", "what"),
    [("", "there is no .yaml file in this folder or below"), ("nowhere", "there is no such file or folder")],
)
def test_a_folder_without_journeys_is_said_to_lack_journeys(tmp_path, rules, name, what):
    """
    skills: {sql: {}}
    """
    with pytest.raises(RulesError) as error:
        load_journeys(tmp_path / name, rules)
    (problem,) = error.value.problems
    assert (problem.id, problem.what, problem.why) == ("no-journeys", what, "journeys are read from .yaml files")


def test_an_expectation_of_a_step_that_is_not_there_is_a_problem_and_not_a_pass(tmp_path, rules):
    """
    skills: {sql: {}}
    steps:
      sql-course: {kind: training, gives: {sql: 3}, weeks: 6, hours_per_week: 5, cost: 300}
    roles:
      analyst: {lines: [{text: Pulls data, needs: {sql: 3}}]}
    """
    text = "title: A slip\nperson: {}\nrole: analyst\nexpect: {never: [sql-curse]}\n"
    with pytest.raises(RulesError) as error:
        read(tmp_path, text, rules)
    (problem,) = error.value.problems
    assert (problem.line, problem.column, problem.id) == (4, 18, "unknown-step")
    assert (problem.what, problem.hint) == ("'sql-curse' is no step here", "did you mean 'sql-course'?")
