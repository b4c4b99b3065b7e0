"""A person as YAML: every form there is, and every problem in full."""

import io
import sys

import pytest

from planner.rulebook.load import build
from planner.rulebook.person import load_profile, read_profile
from planner.rulebook.problem import RulesError
from planner.rulebook.tree import parse


def said(text, rules) -> str:
    with pytest.raises(RulesError) as caught:
        read_profile(text, rules, name="maya.yaml")
    return "\n\n".join(map(str, caught.value.problems))


RULES = """\
skills: {sql: {}, spreadsheets: {}, licence: {kind: credential}}
steps: {sql-course: {gives: {sql: 3}, hours: 20}}
roles:
  data-analyst: {title: Data analyst, lines: [{text: a, needs: {sql: 3}}], interim: {weeks: 52}}
  teacher: {lines: [{text: a, needs: {licence: held}, gate: true}]}
"""


@pytest.fixture(scope="module")
def rules():
    return build([[parse("rules.yaml", RULES)]])


def test_a_person_is_read_in_all_forms(rules):
    found = read_profile(
        """\
name: No
have:
  sql: 3
  spreadsheets: {level: 4, evidence: [Budgets, 12:30], last_used: 2024}
  licence: held
roles_held: [{role: teacher, years: 9.5, until: 2023}]
love: {data-analyst: 5}
values: {purpose: 5}
limits: {hours_per_week: 10, budget: 3000, weeks: 78, must_earn: true, avoid: [sql-course], require: [data-analyst]}
current_pay: 58000
done: [sql-course]
""",
        rules,
    )
    assert (found.name, found.have["sql"].level, found.have["licence"].level) == ("No", 3, 1)
    assert found.have["spreadsheets"].evidence == ("Budgets", "12:30")
    assert (str(found.roles_held[0].years), found.roles_held[0].until) == ("9.5", 2023)
    assert found.limits.must_earn
    assert (found.limits.avoid, found.limits.require) == (("sql-course",), ("data-analyst",))


def test_a_person_of_whom_nothing_is_written_has_nothing(rules):
    assert read_profile("", rules).have == read_profile("have: {}", rules).have == {}


def test_a_person_can_only_name_what_the_rules_know(rules):
    assert (
        said(
            """\
have: {sqll: 3}
love: {data-analist: 5}
roles_held: [{role: techer, years: 3}]
done: [sql]
limits: {avoid: [x], require: [sql-curse]}
""",
            rules,
        )
        == """\
maya.yaml:1:8: unknown-skill: 'sqll' is no skill here
     1 | have: {sqll: 3}
       |        ^^^^
  why   a person can only name what the rules know as a skill
  hint  did you mean 'sql'?

maya.yaml:2:8: unknown-role: 'data-analist' is no role here
     2 | love: {data-analist: 5}
       |        ^^^^^^^^^^^^
  why   a person can only name what the rules know as a role
  hint  did you mean 'data-analyst'?

maya.yaml:3:21: unknown-role: 'techer' is no role here
     3 | roles_held: [{role: techer, years: 3}]
       |                     ^^^^^^
  why   a person can only name what the rules know as a role
  hint  did you mean 'teacher'?

maya.yaml:4:8: unknown-step: 'sql' is no step here
     4 | done: [sql]
       |        ^^^
  why   a person can only name what the rules know as a step
  hint  the rules know 2 steps; choose one, or remove the line

maya.yaml:5:18: unknown-step: 'x' is no step here
     5 | limits: {avoid: [x], require: [sql-curse]}
       |                  ^
  why   a person can only name what the rules know as a step
  hint  the rules know 2 steps; choose one, or remove the line

maya.yaml:5:32: unknown-step: 'sql-curse' is no step here
     5 | limits: {avoid: [x], require: [sql-curse]}
       |                                ^^^^^^^^^
  why   a person can only name what the rules know as a step
  hint  did you mean 'sql-course'?"""
    )


def test_a_person_lacks_skills_the_rules_know_and_none_that_they_have(rules):
    assert read_profile("lacks: [licence]", rules).lacks == ("licence",)
    assert (
        said("have: {sql: 3}\nlacks: [sql, licnce]", rules)
        == """\
maya.yaml:2:9: had-and-lacked: 'sql' stands in 'have' too
     2 | lacks: [sql, licnce]
       |         ^^^
  why   a person has a skill or lacks it
  hint  remove one of the two

maya.yaml:2:14: unknown-skill: 'licnce' is no skill here
     2 | lacks: [sql, licnce]
       |              ^^^^^^
  why   a person can only name what the rules know as a skill
  hint  did you mean 'licence'?"""
    )


def test_a_person_values_what_roles_offer_where_these_say_so(rules):
    assert read_profile("values: {porpose: 5}", rules).values == {"porpose": 5}
    offering = build([[parse("rules.yaml", RULES.replace("interim", "values: {purpose: 3}, interim"))]])
    assert read_profile("values: {purpose: 5}", offering).values == {"purpose": 5}
    assert (
        said("values: {porpose: 5}", offering)
        == """\
maya.yaml:1:10: unknown-value: 'porpose' is no value here
     1 | values: {porpose: 5}
       |          ^^^^^^^
  why   a person can only name what the rules know as a value
  hint  did you mean 'purpose'?"""
    )


def test_a_person_s_levels_suit_the_skills(rules):
    assert (
        said("have:\n  sql: held\n  licence: {level: 3}\n  spreadsheets: {level: 7}\n", rules)
        == """\
maya.yaml:2:8: level: 'sql' is held, but it is no credential
     2 |   sql: held
       |        ^^^^
  why   a skill or knowledge has a level from 1 to 5; only a credential is held
  hint  write a level, such as 3

maya.yaml:3:20: level: the credential 'licence' has a level
     3 |   licence: {level: 3}
       |                    ^
  why   a credential is held or not
  hint  write 'held'

maya.yaml:4:25: level: the person: the level of 'spreadsheets' should be 1 to 5 or 'held', not '7'
     4 |   spreadsheets: {level: 7}
       |                         ^
  why   a level is 1 aware, 2 beginner, 3 working, 4 advanced or 5 expert; a credential is 'held'
  hint  write a whole number from 1 to 5, or 'held'"""
    )


def test_every_problem_of_a_person_comes_in_one_go(rules):
    text = "have: {sql: {levl: 3}, licens: held}\nlove: {teacher: 9}\nlimits: {budget: }\nroles_held: [teacher]\n"
    assert (
        said(text, rules)
        == """\
maya.yaml:1:8: missing-key: the person lacks the field 'level' in 'sql'
     1 | have: {sql: {levl: 3}, licens: held}
       |        ^^^
  why   nothing else tells what it should be
  hint  add 'level:'

maya.yaml:1:14: unknown-key: the person has no field 'levl' in 'sql'
     1 | have: {sql: {levl: 3}, licens: held}
       |              ^^^^
  why   the fields are level, evidence, last_used
  hint  did you mean 'level'?

maya.yaml:1:24: unknown-skill: 'licens' is no skill here
     1 | have: {sql: {levl: 3}, licens: held}
       |                        ^^^^^^
  why   a person can only name what the rules know as a skill
  hint  did you mean 'licence'?

maya.yaml:2:17: out-of-range: the person: 'teacher' should be at most 5, not '9'
     2 | love: {teacher: 9}
       |                 ^
  why   a number outside has no meaning here
  hint  write a number that is at most 5

maya.yaml:3:10: empty: the person: 'budget' is left empty
     3 | limits: {budget: }
       |          ^^^^^^
  why   something was meant to stand here
  hint  write its value after the colon, or remove the line

maya.yaml:4:14: wrong-type: the person: an item of 'roles_held' should be a mapping of fields, not 'teacher'
     4 | roles_held: [teacher]
       |              ^^^^^^^
  why   it has fields of its own
  hint  write them below it, indented, as 'field: value'"""
    )


def test_what_is_past_ends_by_the_year_the_rules_count_from():
    rules = build([[parse("rules.yaml", f"{RULES}policy: {{year: 2020}}\n")]])
    text = "have: {sql: {level: 3, last_used: 2021}}\nroles_held: [{role: teacher, years: 3, until: 2030}]\n"
    assert (
        said(text, rules)
        == """\
maya.yaml:1:35: year-to-come: 'last_used' is 2021, and these rules count from 2020
     1 | have: {sql: {level: 3, last_used: 2021}}
       |                                   ^^^^
  why   what is used or held today has no last year yet
  hint  remove it; if 2021 has come, write 'year: 2021' in a policy of your own

maya.yaml:2:47: year-to-come: 'until' is 2030, and these rules count from 2020
     2 | roles_held: [{role: teacher, years: 3, until: 2030}]
       |                                               ^^^^
  why   what is used or held today has no last year yet
  hint  remove it; if 2030 has come, write 'year: 2030' in a policy of your own"""
    )
    assert read_profile(text.replace("2021", "2020").replace("2030", "2020"), rules).roles_held[0].until == 2020


def test_a_number_is_written_as_people_write_it(rules):
    assert (
        said(
            "limits: {budget: 1_000, weeks: +50}\nroles_held: [{role: teacher, years: 1e1}]\nlove: {teacher: +9}", rules
        )
        == """\
maya.yaml:1:18: wrong-type: the person: 'budget' should be a whole number, not '1_000'
     1 | limits: {budget: 1_000, weeks: +50}
       |                  ^^^^^
  why   it is counted in whole units
  hint  write digits only, such as 12

maya.yaml:1:32: wrong-type: the person: 'weeks' should be a whole number, not '+50'
     1 | limits: {budget: 1_000, weeks: +50}
       |                                ^^^
  why   it is counted in whole units
  hint  write digits only, such as 12

maya.yaml:2:37: wrong-type: the person: 'years' should be a number, not '1e1'
     2 | roles_held: [{role: teacher, years: 1e1}]
       |                                     ^^^
  why   it is measured
  hint  write digits, such as 0.5

maya.yaml:3:17: wrong-type: the person: 'teacher' should be a whole number, not '+9'
     3 | love: {teacher: +9}
       |                 ^^
  why   it is counted in whole units
  hint  write digits only, such as 12"""
    )


def test_a_sign_between_thousands_is_never_taken_for_a_decimal_point(rules):
    assert (
        said("current_pay: 58.000\nlimits:\n  budget: 3,000\n  weeks: 78.00", rules)
        == """\
maya.yaml:1:14: wrong-type: the person: 'current_pay' should be a whole number, not '58.000'
     1 | current_pay: 58.000
       |              ^^^^^^
  why   it is counted in whole units
  hint  write 58000, without a sign between the thousands

maya.yaml:3:11: wrong-type: the person: 'budget' should be a whole number, not '3,000'
     3 |   budget: 3,000
       |           ^^^^^
  why   it is counted in whole units
  hint  write 3000, without a sign between the thousands

maya.yaml:4:10: wrong-type: the person: 'weeks' should be a whole number, not '78.00'
     4 |   weeks: 78.00
       |          ^^^^^
  why   it is counted in whole units
  hint  write digits only, such as 12"""
    )


def test_numbers_of_rules_are_written_so_too():
    text = "skills: {sql: {}}\nsteps: {sql-course: {gives: {sql: 3}, hours: 1_000}}"
    with pytest.raises(RulesError, match="'hours' should be a whole number, not '1_000'"):
        build([[parse("rules.yaml", text)]])


def test_text_may_look_like_an_odd_number(rules):
    text = "name: +50\nhave: {sql: {level: 3, evidence: [1_000, +50 staff, 1e6]}}\nroles_held: [{role: teacher, years: .5}]"
    found = read_profile(text, rules)
    assert (found.name, found.have["sql"].evidence) == ("+50", ("1_000", "+50 staff", "1e6"))


def test_a_person_that_is_no_mapping_or_no_yaml(rules):
    assert (
        said("- sql\n", rules)
        == """\
maya.yaml:1:1: not-a-person: a person is a mapping of fields
     1 | - sql
       | ^
  why   such as name, have and love
  hint  begin with a line such as 'have:'"""
    )
    assert (
        said("have:\n  sql: 3\n  sqll: 2\nname: Maya: teacher\n", rules)
        == """\
maya.yaml:3:3: unknown-skill: 'sqll' is no skill here
     3 |   sqll: 2
       |   ^^^^
  why   a person can only name what the rules know as a skill
  hint  did you mean 'sql'?

maya.yaml:4:11: broken-yaml: a colon stands here where no key can be
     4 | name: Maya: teacher
       |           ^
  why   the text stops being YAML here; what follows cannot be read
  hint  put text that holds a colon in quotes, and check the indentation of this line and the one above"""
    )


def test_a_person_comes_from_a_file_or_standard_input(tmp_path, monkeypatch, rules):
    (tmp_path / "p.yaml").write_bytes(b"\xef\xbb\xbfhave: {sql: 2}\r\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"have: {sql: 2}")))
    assert load_profile(tmp_path / "p.yaml", rules) == load_profile("-", rules)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RulesError) as caught:
        load_profile("nobody.yaml", rules)
    assert str(caught.value).splitlines()[0] == (
        "nobody.yaml:1:1: unreadable: the file cannot be read: no such file or directory"
    )
