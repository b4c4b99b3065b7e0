"""Rules that cannot be used as they stand: each problem in full, and all of them in one go."""

import time
from fractions import Fraction

import pytest

from planner.model import Choice, Fact, Need
from planner.rulebook.book import Place
from planner.rulebook.load import assemble, build, load_rules
from planner.rulebook.problem import RulesError
from planner.rulebook.tree import parse

SKILLS = "skills: {sql: {}, python: {}, spreadsheets: {}, licence: {kind: credential}}\n"


def book(*layers):
    """Return the book of layers, each a text or a mapping of file names to texts."""
    files = [{"rules.yaml": layer} if isinstance(layer, str) else layer for layer in layers]
    return build([[parse(name, text) for name, text in layer.items()] for layer in files])


def said(*layers) -> str:
    """Return what is wrong with these layers, in full."""
    with pytest.raises(RulesError) as caught:
        book(*layers)
    return "\n\n".join(map(str, caught.value.problems))


def ids(*layers) -> list[str]:
    with pytest.raises(RulesError) as caught:
        book(*layers)
    return [f"{problem.file}:{problem.line}:{problem.column} {problem.id}" for problem in caught.value.problems]


def test_a_book_is_loaded_with_the_types_its_fields_have():
    rules = book("""\
skills:
  sql: {name: 12:30, aliases: [no, 3.10]}
  licence: {kind: credential}
steps:
  course:
    needs: {licence: held, at_least: {2: [{sql: 1}, {any_of: [{sql: 2}, {licence: held}]}]}}
    gives: {sql: 3}
    weeks: 4
    full_time: true
    pay: 100
roles:
  clerk: {title: Clerk, pay: 52000, lines: [{text: yes, needs: {sql: 1}, gate: true}], interim: {weeks: 52}}
""")
    assert (rules.skills["sql"].name, rules.skills["sql"].aliases) == ("12:30", ("no", "3.10"))
    course = rules.steps["course"]
    inner = Need((), (Choice(1, (Need((Fact("sql", 2),)), Need((Fact("licence", 1),)))),))
    assert course.needs == Need((Fact("licence", 1),), (Choice(2, (Need((Fact("sql", 1),)), inner)),))
    assert (course.pay, rules.all_steps["clerk"].pay) == (Fraction(100), Fraction(1000))
    assert rules.roles["clerk"].lines[0].text == "yes"
    assert rules.places["course"] == Place("rules.yaml", 5, 3)


def test_numbers_are_written_in_the_digits_0_to_9():
    assert ids(
        SKILLS + "steps: {s: {gives: {sql: 3}, hours: 6, pay: ١٠}}\n"
        "roles: {r: {lines: [{text: a, needs: {at_least: {١: [{sql: 1}]}}}]}}"
    ) == ["rules.yaml:2:45 weekly-pay", "rules.yaml:3:50 count"]


def test_a_transfer_is_spelled_as_in_the_rules_reference():
    text = SKILLS + "transfers: {t: {from_: sql, to: python, because: a}}"
    assert (
        said(text)
        == """\
rules.yaml:2:17: unknown-key: transfer 't' has no field 'from_'
     2 | transfers: {t: {from_: sql, to: python, because: a}}
       |                 ^^^^^
  why   the fields are from, to, minus, up_to, needs, gives, because, source, example, replaces
  hint  did you mean 'from'?"""
    )


def test_an_unknown_skill_is_named_with_the_one_that_may_be_meant():
    assert (
        said(SKILLS + "steps:\n  sql-course:\n    hours: 9\n    gives: {sqll: 2}\n")
        == """\
rules.yaml:5:13: unknown-skill: step 'sql-course' gives 'sqll', which is no skill here
     5 |     gives: {sqll: 2}
       |             ^^^^
  why   every skill that a rule names stands in a 'skills' section
  hint  did you mean 'sql'? If it is a new skill, add it to a 'skills' section first"""
    )


def test_unknown_skills_are_found_wherever_a_rule_can_name_one():
    text = (
        SKILLS
        + """\
transfers:
  a: {from: aa1, to: aa2, because: x}
  b:
    needs: {at_least: {1: [{sql: 2}, {any_of: [{bb1: 1}]}]}}
    gives: {bb2: 1}
    because: x
    example: {have: {sql: 2, bb3: 1}, so: {bb4: 1}}
roles:
  r: {lines: [{text: a, needs: {rr1: 1}}], teaches: {rr2: 1}}
"""
    )
    with pytest.raises(RulesError) as caught:
        book(text)
    assert [problem.what for problem in caught.value.problems] == [
        "transfer 'a' goes from 'aa1', which is no skill here",
        "transfer 'a' goes to 'aa2', which is no skill here",
        "transfer 'b' asks for 'bb1', which is no skill here",
        "transfer 'b' gives 'bb2', which is no skill here",
        "transfer 'b' has in its example 'bb3', which is no skill here",
        "transfer 'b' has in its example 'bb4', which is no skill here",
        "role 'r' asks for 'rr1', which is no skill here",
        "role 'r' teaches 'rr2', which is no skill here",
    ]
    shown = [problem.excerpt[problem.column - 1 :][: problem.length] for problem in caught.value.problems]
    assert shown == ["aa1", "aa2", "bb1", "bb2", "bb3", "bb4", "rr1", "rr2"]


def test_an_unknown_key_is_pointed_at():
    assert (
        said("skills:\n  sql:\n    nmae: SQL\n")
        == """\
rules.yaml:3:5: unknown-key: skill 'sql' has no field 'nmae'
     3 |     nmae: SQL
       |     ^^^^
  why   the fields are name, kind, field, aliases, about, source, replaces
  hint  did you mean 'name'?"""
    )
    assert (
        said("skills:\n  sql: {id: sql}\n")
        == """\
rules.yaml:2:9: unknown-key: skill 'sql' has no field 'id'
     2 |   sql: {id: sql}
       |         ^^
  why   the id is the key under which the entry stands
  hint  remove this line"""
    )


def test_a_comma_in_braces_cuts_a_text_in_two_and_the_hint_says_so():
    assert (
        said(SKILLS + "roles:\n  r:\n    lines:\n      - {text: Plans, runs and closes, needs: {sql: 3}}\n")
        == """\
rules.yaml:5:23: unknown-key: role 'r' has no field 'runs and closes' in 'lines'
     5 |       - {text: Plans, runs and closes, needs: {sql: 3}}
       |                       ^^^^^^^^^^^^^^^
  why   the fields are text, needs, gate, wish
  hint  if it belongs to the text before it, put that text in quotes: inside braces a comma ends it"""
    )


def test_a_wrong_type_says_what_belongs_there():
    steps = "steps:\n  s: {gives: {sql: 2}, hours: ten, title: [a]}\n"
    assert (
        said(SKILLS + steps + "roles:\n  r: {lines: all}\n")
        == """\
rules.yaml:3:31: wrong-type: step 's': 'hours' should be a whole number, not 'ten'
     3 |   s: {gives: {sql: 2}, hours: ten, title: [a]}
       |                               ^^^
  why   it is counted in whole units
  hint  write digits only, such as 12

rules.yaml:3:43: wrong-type: step 's': 'title' should be text
     3 |   s: {gives: {sql: 2}, hours: ten, title: [a]}
       |                                           ^
  why   it is read as words
  hint  write it as one piece of text, in quotes where it holds odd signs

rules.yaml:5:14: wrong-type: role 'r': 'lines' should be a list, not 'all'
     5 |   r: {lines: all}
       |              ^^^
  why   there can be several
  hint  write it in brackets, such as [one, two]"""
    )


def test_a_number_out_of_range_and_a_word_that_is_no_choice():
    assert (
        said(SKILLS + "steps:\n  s:\n    gives: {sql: 2}\n    hours: 0\n    kind: trainng\n")
        == """\
rules.yaml:5:12: out-of-range: step 's': 'hours' should be at least 1, not '0'
     5 |     hours: 0
       |            ^
  why   a number outside has no meaning here
  hint  write a number that is at least 1

rules.yaml:6:11: bad-value: step 's': 'kind' is 'trainng'
     6 |     kind: trainng
       |           ^^^^^^^
  why   it is one of training, certification, degree, apprenticeship, internship, volunteering, project, entry-role, returnship
  hint  did you mean 'training'?"""
    )


def test_a_level_that_is_none():
    assert (
        said(SKILLS + "steps:\n  s: {gives: {sql: 6}, hours: 3}\n")
        == """\
rules.yaml:3:20: level: step 's': the level of 'sql' should be 1 to 5 or 'held', not '6'
     3 |   s: {gives: {sql: 6}, hours: 3}
       |                    ^
  why   a level is 1 aware, 2 beginner, 3 working, 4 advanced or 5 expert; a credential is 'held'
  hint  write a whole number from 1 to 5, or 'held'"""
    )


def test_a_credential_is_held_and_a_skill_has_a_level():
    text = SKILLS + "steps:\n  s: {needs: {at_least: {1: [{licence: 3}]}}, gives: {sql: held}, hours: 3}\n"
    assert (
        said(text)
        == """\
rules.yaml:3:40: level: step 's' names the credential 'licence' with a level
     3 |   s: {needs: {at_least: {1: [{licence: 3}]}}, gives: {sql: held}, hours: 3}
       |                                        ^
  why   a credential is held or not
  hint  write 'held'

rules.yaml:3:60: level: step 's' says that 'sql' is held, but it is no credential
     3 |   s: {needs: {at_least: {1: [{licence: 3}]}}, gives: {sql: held}, hours: 3}
       |                                                            ^^^^
  why   a skill or knowledge has a level from 1 to 5; only a credential is held
  hint  write a level, such as 3"""
    )


def test_the_short_form_carries_no_credential():
    assert (
        said(SKILLS + "transfers:\n  t: {from: sql, to: licence, because: x}\n")
        == """\
rules.yaml:3:22: credential-transfer: transfer 't' goes to the credential 'licence'
     3 |   t: {from: sql, to: licence, because: x}
       |                      ^^^^^^^
  why   the short form carries levels over; a credential has none
  hint  use needs and gives, with the credential as 'held'"""
    )


def test_an_example_that_fails_tells_what_the_rule_gives():
    text = (
        SKILLS
        + """\
transfers:
  sql-to-python:
    from: sql
    to: python
    minus: 2
    because: Both are languages.
    example: {have: {sql: 4}, so: {python: 3}}
"""
    )
    assert (
        said(text)
        == """\
rules.yaml:8:44: failing-example: the example of transfer 'sql-to-python' says python 3, the rule gives 2
     8 |     example: {have: {sql: 4}, so: {python: 3}}
       |                                            ^
  why   an example is the smallest test of its rule and is tried at every load
  hint  correct the rule or the example, whichever is wrong"""
    )
    other = text.replace("{sql: 4}, so: {python: 3}", "{sql: 2}, so: {python: 1}")
    assert "says python 1, the rule gives nothing" in said(other)
    assert book(text.replace("python: 3}", "python: 2}"))


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ("from: sql", "transfer 't': the short form has both 'from' and 'to'"),
        ("from: sql, to: python, gives: {sql: 1}", "transfer 't': write either from/to or needs/gives, not both"),
        ("gives: {sql: 1}", "transfer 't': a transfer has from/to, or needs and gives"),
        ("needs: {sql: 1}, gives: {python: 1}, minus: 1", "transfer 't': minus and up_to go with from/to only"),
    ],
)
def test_a_transfer_has_one_of_two_forms(fields, what):
    assert f"rules.yaml:3:3: transfer-form: {what}\n" in said(SKILLS + f"transfers:\n  t: {{{fields}, because: x}}\n")


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "weeks: 3",
        "hours_per_week: 3",
        "hours: 3, weeks: 3",
        "hours: 3, full_time: true",
        "weeks: 3, hours_per_week: 3, full_time: true",
    ],
)
def test_a_step_says_in_one_way_how_long_it_takes(fields):
    assert (
        said(SKILLS + f"steps:\n  s: {{gives: {{sql: 1}}, {fields}}}\n")
        == f"""\
rules.yaml:3:3: duration: step 's' should say in one way how long it takes
     3 |   s: {{gives: {{sql: 1}}, {fields}}}
       |   ^
  why   hours (self-paced), or weeks + hours_per_week (beside a job), or weeks + full_time (the working week)
  hint  write one of the three"""
    )


def test_a_field_left_empty_is_a_slip_even_where_it_may_be_left_out():
    steps = "steps:\n  s:\n    gives: {sql}\n    hours:\n"
    assert (
        said(SKILLS + steps + "roles:\n  r: {interim: , lines: [{text: a, needs: {sql: 1}}]}\n")
        == """\
rules.yaml:4:13: empty: step 's': 'sql' is left empty
     4 |     gives: {sql}
       |             ^^^
  why   something was meant to stand here
  hint  write its value after the colon, or remove the line

rules.yaml:5:5: empty: step 's': 'hours' is left empty
     5 |     hours:
       |     ^^^^^
  why   something was meant to stand here
  hint  write its value after the colon, or remove the line

rules.yaml:7:7: empty: role 'r': 'interim' is left empty
     7 |   r: {interim: , lines: [{text: a, needs: {sql: 1}}]}
       |       ^^^^^^^
  why   something was meant to stand here
  hint  write its value after the colon, or remove the line"""
    )


def test_a_line_or_a_choice_that_asks_for_nothing_is_refused():
    lines = "      - {text: a, needs: {}}\n      - {text: b, needs: {any_of: [{sql: 1}, {}]}}\n"
    assert (
        said(SKILLS + "roles:\n  r:\n    lines:\n" + lines)
        == """\
rules.yaml:5:26: empty-need: role 'r' has a line that asks for nothing
     5 |       - {text: a, needs: {}}
       |                          ^
  why   anybody would meet it
  hint  name a skill and a level, such as {sql: 3}, or remove it

rules.yaml:6:46: empty-need: role 'r' has a choice that asks for nothing
     6 |       - {text: b, needs: {any_of: [{sql: 1}, {}]}}
       |                                              ^
  why   anybody would meet it
  hint  name a skill and a level, such as {sql: 3}, or remove it"""
    )


def test_a_role_without_lines_is_refused():
    assert (
        said("roles:\n  a: {title: A}\n  b: {lines: []}\n")
        == """\
rules.yaml:2:3: missing-key: role 'a' lacks the field 'lines'
     2 |   a: {title: A}
       |   ^
  why   nothing else tells what it should be
  hint  add 'lines:'

rules.yaml:3:14: empty: role 'b': 'lines' is empty
     3 |   b: {lines: []}
       |              ^
  why   it has to say something
  hint  fill it in"""
    )


def test_a_line_is_no_gate_and_wish_at_once():
    line = "{text: a, needs: {sql: 1}, gate: true, wish: true}"
    assert (
        said(SKILLS + f"roles:\n  r:\n    lines:\n      - {line}\n")
        == f"""\
rules.yaml:5:9: gate-and-wish: role 'r' has a line that is both a gate and a wish
     5 |       - {line}
       |         ^
  why   a gate cannot be got round, a wish may be left open
  hint  keep one of the two"""
    )


def test_counts_and_choices_that_make_no_sense():
    needs = "{any_of: {sql: 1}, at_least: {3: [{sql: 1}, {python: 1}], x: [{sql: 1}]}, any_off: [{sql: 1}]}"
    text = SKILLS + f"steps:\n  s:\n    needs: {needs}\n    gives: {{sql: 2}}\n    hours: 3\n"
    with pytest.raises(RulesError) as caught:
        book(text)
    assert [(problem.column, problem.what, problem.hint) for problem in caught.value.problems] == [
        (
            21,
            "step 's': 'any_of' should be a list of needs, such as [{python: 2}, {r: 2}]",
            "the rules reference in README shows how",
        ),
        (42, "step 's': at_least asks for 3 of 2", "lower the count or add needs"),
        (70, "step 's': 'x' is no count", "lower the count or add needs"),
        (95, "step 's': the level of 'any_off' should be 1 to 5 or 'held'", "did you mean 'any_of'?"),
    ]


def test_a_huge_count_is_a_problem_like_any_other():
    huge = "9" * 5000
    step = f"    needs:\n      at_least:\n        ? {huge}\n        : [{{sql: 1}}]\n    gives: {{sql: 2}}\n"
    text = SKILLS + f"steps:\n  s:\n{step}    hours: {huge}\n    pay: {huge}\n"
    assert [place.split()[1] for place in ids(text)] == ["count", "wrong-type", "weekly-pay"]


def test_ids_are_words_and_not_words_with_a_meaning_of_their_own():
    assert (
        said("skills:\n  two words: {}\n  any_of: {}\n  r: language\n")
        == """\
rules.yaml:2:3: bad-id: 'two words' is no id
     2 |   two words: {}
       |   ^^^^^^^^^
  why   an id is made of the letters a to z and A to Z, digits and, after the first, - _ . +
  hint  write it like 'sql-for-analysis'

rules.yaml:3:3: bad-id: 'any_of' is no id for a skill
     3 |   any_of: {}
       |   ^^^^^^
  why   it has a meaning of its own in needs
  hint  give the skill another id

rules.yaml:4:3: not-an-entry: skill 'r' should be a mapping of fields
     4 |   r: language
       |   ^
  why   a skill has fields such as name and kind
  hint  write its fields below it, indented"""
    )


def test_an_id_is_used_once_in_all_files_and_sections():
    files = {
        "b.yaml": "steps:\n  sql: {gives: {r: 1}, hours: 3}\n",
        "a.yaml": "skills:\n  sql: {}\n  r: {}\n",
        "c.yaml": "skills: {r: {replaces: true}}",
    }
    assert (
        said(files)
        == """\
b.yaml:2:3: repeated-id: step 'sql' is there already
     2 |   sql: {gives: {r: 1}, hours: 3}
       |   ^^^
  why   skill 'sql' stands in a.yaml:2; ids are unique across the whole book
  hint  rename one of the two

c.yaml:1:10: repeated-id: skill 'r' is there already
     1 | skills: {r: {replaces: true}}
       |          ^
  why   skill 'r' stands in a.yaml:3; ids are unique across the whole book
  hint  rename one of the two"""
    )


def test_a_later_layer_adds_and_replaces_where_it_says_so():
    rules = book("skills: {sql: {name: old}, r: {name: R}}", "skills: {sql: {name: new, replaces: true}, go: {}}")
    assert {id: skill.name for id, skill in rules.skills.items()} == {"go": "", "r": "R", "sql": "new"}


def test_a_later_layer_that_replaces_without_saying_so_is_told_how():
    assert (
        said("skills: {sql: {}}", {"mine.yaml": "skills:\n  sql: {name: SQL}\n"})
        == """\
mine.yaml:2:3: repeated-id: skill 'sql' is there already
     2 |   sql: {name: SQL}
       |   ^^^
  why   skill 'sql' stands in rules.yaml:1; ids are unique across the whole book
  hint  say 'replaces: true' to take its place"""
    )


def test_only_one_file_of_a_layer_may_replace_an_entry():
    mine = {"b.yaml": "skills: {sql: {replaces: true}}", "a.yaml": "skills: {sql: {replaces: true}}"}
    assert ids("skills: {sql: {}}", mine) == ["b.yaml:1:10 repeated-id"]


def test_a_step_cannot_replace_a_skill():
    assert ids(SKILLS, {"mine.yaml": "steps: {sql: {gives: {python: 1}, hours: 2, replaces: true}}"}) == [
        "mine.yaml:1:9 repeated-id"
    ]


def test_what_replaces_nothing_is_asked_what_it_means():
    assert (
        said("skills: {python: {}}", {"mine.yaml": "skills:\n  pyton: {replaces: true}\n"})
        == """\
mine.yaml:2:21: nothing-to-replace: skill 'pyton' replaces nothing
     2 |   pyton: {replaces: true}
       |                     ^^^^
  why   'replaces: true' speaks of an entry in an earlier layer
  hint  did you mean 'python'?"""
    )


def test_replacing_an_entry_that_is_faulty_adds_no_second_problem():
    mine = {"mine.yaml": "skills: {sql: {replaces: true}}"}
    assert ids("skills: {sql: {kind: x}}", mine) == ["rules.yaml:1:22 bad-value"]


def test_sections_that_are_none():
    assert (
        said("skils: {}\nroles: [a]\npolicy: 3\n")
        == """\
rules.yaml:1:1: unknown-section: there is no section 'skils'
     1 | skils: {}
       | ^^^^^
  why   the sections are skills, transfers, steps, roles, policy, cues
  hint  did you mean 'skills'?

rules.yaml:2:8: not-a-section: the section 'roles' should be a mapping of ids to entries
     2 | roles: [a]
       |        ^
  why   everything in it has a name of its own
  hint  write 'roles:' and below it '  some-id:'

rules.yaml:3:9: not-a-section: the section 'policy' should be a mapping of fields
     3 | policy: 3
       |         ^
  why   everything in it has a name of its own
  hint  write 'policy:' and below it '  field: value'"""
    )
    assert (
        said("- skills\n")
        == """\
rules.yaml:1:1: not-a-rules-file: a rules file is a mapping of sections
     1 | - skills
       | ^
  why   the sections are skills, transfers, steps, roles, policy, cues
  hint  begin with a line such as 'skills:'"""
    )


def test_a_policy_may_be_given_in_part_and_the_rest_is_the_shipped_one(shipped):
    policy = book("policy: {hireable_at: 0.7, fade: {minus: 2}, levels: {3: {name: able}}}").policy
    assert (str(policy.hireable_at), policy.fade.minus, policy.levels["3"].name) == ("0.7", 2, "able")
    assert policy.fade.after_years == shipped.policy.fade.after_years
    assert policy.levels["3"].about == shipped.policy.levels["3"].about
    assert policy.verdicts == shipped.policy.verdicts
    assert book("skills: {}").policy == shipped.policy


def test_a_policy_value_that_makes_no_sense_is_pointed_at_in_the_layer_that_says_it():
    mine = """\
policy:
  hireable_at: 80
  levels: {6: {name: beyond}}
  verdicts: [{headline: "Go, {nmae}!", advice: x, next: "{role!r}"}]
  fade: {after_year: 3}
"""
    assert (
        said("policy: {hireable_at: 0.5}", {"mine.yaml": mine})
        == """\
mine.yaml:2:16: out-of-range: the policy: 'hireable_at' should be at most 1, not '80'
     2 |   hireable_at: 80
       |                ^^
  why   a number outside has no meaning here
  hint  write a number that is at most 1

mine.yaml:3:12: unknown-key: the policy knows no '6' here
     3 |   levels: {6: {name: beyond}}
       |            ^
  why   it is one of 1, 2, 3, 4, 5
  hint  remove it

mine.yaml:4:25: template-word: the policy: 'headline' has '{nmae}', which nothing fills in
     4 |   verdicts: [{headline: "Go, {nmae}!", advice: x, next: "{role!r}"}]
       |                         ^^^^^^^^^^^^^
  why   the words are blocked, current_pay, difference, first_gap, fit, gaps, gate, hireable, lines, met, missing, name, partly, pay, role, share, skills, through, unknown
  hint  did you mean 'name'?

mine.yaml:4:57: template-word: the policy: 'next' has '{role!r}', which nothing fills in
     4 |   verdicts: [{headline: "Go, {nmae}!", advice: x, next: "{role!r}"}]
       |                                                         ^^^^^^^^^^
  why   the words are blocked, current_pay, difference, first_gap, fit, gaps, gate, hireable, lines, met, missing, name, partly, pay, role, share, skills, through, unknown
  hint  did you mean 'role'?

mine.yaml:5:10: unknown-key: the policy has no field 'after_year' in 'fade'
     5 |   fade: {after_year: 3}
       |          ^^^^^^^^^^
  why   the fields are after_years, minus
  hint  did you mean 'after_years'?"""
    )


def test_two_files_of_a_layer_cannot_both_set_a_number_of_the_policy():
    files = {"b.yaml": "policy: {fade: {minus: 2}, year: 2026}", "a.yaml": "policy:\n  fade: {minus: 1}\n"}
    assert (
        said(files)
        == """\
b.yaml:1:17: repeated-policy: the policy says 'minus' a second time
     1 | policy: {fade: {minus: 2}, year: 2026}
       |                 ^^^^^
  why   it stands in a.yaml:2 too; the order of files carries no meaning
  hint  keep one of the two"""
    )


def test_a_faulty_policy_hides_no_other_problem():
    failing = "{from: sql, to: python, because: x, example: {have: {sql: 1}, so: {python: 2}}}"
    text = "policy: {hireable_at: high}\n" + SKILLS + f"transfers: {{t: {failing}}}"
    assert [place.split()[1] for place in ids(text)] == ["wrong-type", "failing-example"]


def test_a_missing_folder_an_empty_one_and_a_folder_of_other_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("skills: {}")
    with pytest.raises(RulesError) as caught:
        load_rules("shipped", "nowhere", "empty")
    assert (
        str(caught.value)
        == """\
empty:1:1: no-rules: there is no .yaml file in this folder or below
  why   rules are read from .yaml files
  hint  check the path

nowhere:1:1: no-rules: there is no such file or folder
  why   rules are read from .yaml files
  hint  check the path

2 errors"""
    )


def test_all_problems_of_all_files_come_in_one_go_and_a_broken_file_hides_none():
    files = {
        "broken.yaml": "skills:\n  sql: {name: SQL}\n  python:\n    name: [Python\n  r:\n    name: R\n",
        "junk.yaml": "skills: {}\n\x00",
        "roles.yaml": "roles:\n"
        "  r1: {lines: [{text: a, needs: {sql: 3, python: 2, r: 9, perl: 1}}]}\n"
        "  r2: {pay: x, lines: [{needs: {cobol: 1}}]}\n",
        "steps.yaml": "steps:\n  s: {gives: {r: 2, pyton: 3}}\n",
    }
    assert ids(files) == [
        "broken.yaml:5:4 broken-yaml",
        "junk.yaml:2:1 not-text",
        "roles.yaml:2:56 level",
        "roles.yaml:2:59 unknown-skill",
        "roles.yaml:3:13 wrong-type",
        "roles.yaml:3:24 missing-key",
        "roles.yaml:3:33 unknown-skill",
        "steps.yaml:2:3 duration",
        "steps.yaml:2:21 unknown-skill",
    ]


def test_the_sound_part_of_a_faulty_book_is_there_for_whoever_wants_to_look_on():
    draft, rules = assemble([[parse("a.yaml", "skills: {sql: {}, r: {kind: x}}\npolicy: {year: soon}")]])
    assert [problem.id for problem in sorted(draft.problems)] == ["bad-value", "wrong-type"]
    assert list(rules.skills) == ["sql"]


def test_neither_the_order_of_files_nor_of_entries_shows():
    one = {"a.yaml": "skills: {sql: {}, r: {}}\nsteps: {s: {gives: {r: 1}, hours: 1}}", "b.yaml": "skills: {c: {}}"}
    other = {"z.yaml": "skills: {c: {}}", "y.yaml": "steps: {s: {hours: 1, gives: {r: 1}}}\nskills: {r: {}, sql: {}}"}
    first, second = book(one), book(other)
    assert list(first.skills.items()) == list(second.skills.items())
    assert list(first.steps.items()) == list(second.steps.items())


def test_no_foreign_wording_gets_through():
    text = (
        SKILLS
        + """\
steps:
  s: {gives: 3, hours: [1], cost: -1, pay: x, full_time: 2, as_of: y, kind: [], replaces: maybe, needs: 4}
roles:
  r: {lines: [1], soc: {}, pay: 1.5, competition: hot, interests: abc, values: {a: z}, interim: 4, teaches: [5]}
  q: {lines: {a: 1}, values: 3, aliases: b, title: ''}
transfers:
  t: {from: {}, to: [], minus: 9, because: {}, example: {have: 3}}
policy: {held_roles: [{from_years: NaN}], notes: {x: y}, verdicts: [], year: [], currency: {}, levels: []}
"""
    )
    with pytest.raises(RulesError) as caught:
        book(text)
    found = "\n".join(f"{p.what}\n{p.why}\n{p.hint}" for p in caught.value.problems).lower()
    foreign = [
        "pydantic",
        "input",
        "validat",
        "str ",
        "string",
        " dict",
        "tuple",
        "integer",
        "float",
        "decimal",
        "literal",
        "none",
        "type=",
        "{{",
        "}}",
        "boolean",
        "parse",
        "unpack",
        "instance",
        "object",
    ]
    assert [word for word in foreign if word in found] == []
    assert all(p.what and p.why and p.hint for p in caught.value.problems)
    assert len(caught.value.problems) > 30


def large_book() -> str:
    """Return a rules file of more than 2 MB, in the proportions of a real one."""
    skill = """\
  skill-{0}:
    name: Skill {0}
    aliases: [alias {0}, other name {0}]
    about: What it is about, said in a sentence of ordinary length.
"""
    transfer = """\
  transfer-{0}:
    from: skill-{0}
    to: skill-{1}
    minus: 1
    up_to: 3
    because: The one is much like the other, in most of its ways.
    example: {{have: {{skill-{0}: 4}}, so: {{skill-{1}: 3}}}}
"""
    step = """\
  step-{0}:
    title: Course number {0}
    needs: {{any_of: [{{skill-{0}: 1}}, {{skill-{1}: 2}}]}}
    gives: {{skill-{0}: 2, skill-{1}: 3}}
    hours: 20
    cost: 100
    source: A typical course of this kind, by estimate
    as_of: 2025
"""
    line = "      - {{text: Does the thing of this kind well, needs: {{skill-{0}: 3}}}}\n"
    role = "  role-{0}:\n    title: Role number {0}\n    pay: 50000\n    lines:\n" + 10 * line
    forms = {"skills": (skill, 3001), "transfers": (transfer, 3000), "steps": (step, 3000), "roles": (role, 1000)}
    entries = {section: [form.format(n, n + 1) for n in range(count)] for section, (form, count) in forms.items()}
    return "".join(f"{section}:\n{''.join(several)}" for section, several in entries.items())


def test_a_book_of_two_megabytes_loads_in_a_moment(tmp_path):
    file = tmp_path / "large.yaml"
    file.write_text(large_book())
    began = time.process_time()
    rules = load_rules(file)
    took = time.process_time() - began
    print(f"{file.stat().st_size / 1e6:.1f} MB of rules load in {took:.2f} s of processor time")
    assert file.stat().st_size > 2_000_000
    assert len(rules.skills) == 3001
    assert took < 10
