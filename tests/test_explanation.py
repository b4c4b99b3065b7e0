"""Answers in words: whole explanations of a small rule book, and the ids that each sentence cites."""

from dataclasses import replace

import pytest

from planner import Line, Need, Profile, Role, Totals, audit, explain, find_plan, judge, load_rules
from planner.explanation import Sentence, join, need_words, node_words
from planner.planning.plan import Impossible
from planner.planning.reasons import Reason
from planner.reasoning.graph import skills_graph
from planner.rulebook.load import build
from planner.rulebook.tree import parse

RULES = """\
skills:
  teaching: {name: Teaching}
  talking: {name: Public speaking}
  writing: {name: Writing}
  sql: {name: SQL}
  tableau: {name: Tableau}
  looker: {name: Looker}
  charts: {name: Charts}
  degree: {name: Degree, kind: credential}
transfers:
  teaching-to-talking: {from: teaching, to: talking, because: A class is a room.}
  talking-to-writing: {from: talking, to: writing, minus: 2, because: Words are words.}
  tableau-to-charts: {from: tableau, to: charts, because: Tableau draws charts.}
  looker-to-charts: {from: looker, to: charts, because: So does Looker.}
steps:
  sql-course:
    {title: SQL course, gives: {sql: 2}, hours: 40, cost: 300, shows: certificate, source: City college, as_of: 2024}
  sql-project: {title: SQL project, kind: project, needs: {sql: 2}, gives: {sql: 3}, weeks: 1, hours_per_week: 6}
  bootcamp: {title: Bootcamp, gives: {sql: 3, charts: 3}, weeks: 20, full_time: true, cost: 9000}
  traineeship:
    {title: Traineeship, kind: internship, needs: {sql: 3}, gives: {charts: 3}, weeks: 10, full_time: true, pay: 400}
roles:
  analyst: {title: Analyst, lines: [{text: Draws charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
  dream:
    title: Dream job
    pay: 52000
    lines:
      - {text: Presents results, needs: {talking: 3}}
      - {text: Writes them up, needs: {writing: 2}, wish: true}
      - {text: Pulls data with SQL, needs: {sql: 3}}
      - {text: Draws charts, needs: {charts: 3}}
      - {text: Has a degree, needs: {degree: held}, gate: true}
policy:
  currency: EUR
  hours_per_week: 8
  hireable_at: 0.8
  stretch_at: 0.5
  verdicts:
    - headline: "{role}: {met} of {lines}."
      advice: "Love it, {name}?"
      next: "Begin with: {first_gap}"
  reasons: {background: "{missing} of {lines} are far.", carry-over: "{partly} are partly met."}
  notes: {pays-more: "It pays {difference} more.", unknown-lines: "{unknown} unknown."}
"""


@pytest.fixture(scope="module")
def rules():
    return build([[parse("rules.yaml", RULES)]])


def person(**fields):
    return Profile.model_validate({"have": {"degree": {"level": "held", "evidence": ["BSc 2012"]}}, **fields})


def text(answer, rules):
    return "\n".join(str(sentence) for sentence in explain(answer, rules))


def test_an_audit_tells_each_line_its_status_and_why(rules):
    who = person(have={"teaching": {"level": 3, "evidence": ["Taught for nine years"]}, "sql": 2, "charts": 3})
    assert (
        text(audit(who, "dream", rules), rules)
        == """\
1. Presents results: met through transfer
  (1) Teaching 3 (working) carries over to Public speaking 3 (working). A class is a room.
  Shown by: “Taught for nine years”
2. Writes them up [wish]: partly
  Asked: Writing 2 (beginner); you are at 1 (aware).
  Public speaking 3 (working): as in (1).
  Public speaking 3 (working) carries over to Writing 1 (aware). Words are words.
  Shown by: “Taught for nine years”
3. Pulls data with SQL: partly
  Asked: SQL 3 (working); you are at 2 (beginner).
  On your word alone, no evidence given yet: SQL.
4. Draws charts: met
  It asks for Charts 3 (working), and you have it.
  On your word alone, no evidence given yet: Charts.
5. Has a degree [gate]: missing
  Asked: Degree (held); nothing you have told shows it."""
    )


def test_what_a_role_held_proves_by_cases_is_told_with_the_transfer_of_each_case(rules):
    who = person(roles_held=[{"role": "analyst", "years": 3}])
    lines = audit(who, "dream", rules).lines
    assert (
        text(lines[3], rules)
        == """\
  Whichever you have, Tableau 3 (working) or Looker 3 (working): Charts 3 (working) follows. So does Looker. Tableau draws charts.
  From your time as Analyst, 3 years."""
    )
    (line,) = audit(who, "analyst", rules).lines
    assert text(line, rules) == "  From your time as Analyst, 3 years."


def test_a_line_that_cannot_be_judged_is_a_question(rules):
    lines = (Line(text="Uses Tableau", needs=Need.of({"tableau": 3})), Line(text="Fun", needs=Need()))
    role = Role(id="x", lines=lines)
    assert (
        text(audit(person(roles_held=[{"role": "analyst", "years": 3}]), role, rules), rules)
        == """\
1. Uses Tableau: unknown
  A role you held may have brought it. Do you have Tableau 3 (working)?
2. Fun: unknown
  This line was not understood. What in your experience answers it?"""
    )


def test_either_or_is_told_in_full_where_it_is_open(rules):
    assert (
        text(audit(person(), "analyst", rules), rules)
        == """\
1. Draws charts: missing
  Asked: Tableau 3 (working); nothing you have told shows it.
  Any way to meet it counts: Tableau 3 (working) or Looker 3 (working)."""
    )


def test_every_sentence_carries_the_ids_it_cites(rules):
    who = person(have={"teaching": 3})
    said = [item for item in explain(audit(who, "dream", rules), rules) if "carries over" in item.text]
    assert [item.cites for item in said] == [("teaching-to-talking", "talking"), ("talking-to-writing", "writing")]
    plan = find_plan(person(have={"teaching": 4, "degree": "held"}), "dream", rules)
    known = {*rules.skills, *rules.transfers, *rules.all_steps, *rules.roles}
    assert {id for item in explain(plan, rules) for id in item.cites} <= known
    assert {id for item in explain(plan, rules) for id in item.cites} >= {*plan.ids, "dream", "sql", "charts"}


def test_a_verdict_is_filled_in_and_its_amounts_are_money(rules):
    who = person(name="Ida", have={"teaching": 3, "degree": "held"}, current_pay=50_000)
    assert (
        text(judge(who, "dream", rules), rules)
        == """\
Dream job: 2 of 4.
2 of 4 are far.
Love it, Ida?
Begin with: Pulls data with SQL
It pays EUR 2,000 more."""
    )
    assert (
        text(judge(person(), "dream", rules), rules)
        == """\
Dream job: 1 of 4.
3 of 4 are far.
Love it, you?
Begin with: Presents results"""
    )


@pytest.mark.parametrize("weeks", [20, 104])
def test_an_entry_level_role_leaves_a_track_record_and_does_not_say_of_how_long(tmp_path, weeks):
    (tmp_path / "rules.yaml").write_text(
        f"""
skills: {{a: {{name: A}}}}
roles:
  helper:
    title: Helper
    teaches: {{a: 1}}
    interim: {{weeks: {weeks}}}
    lines: [{{text: Nice to have, needs: {{a: 1}}, wish: true}}]
  job: {{title: Job, lines: [{{text: Does a, needs: {{a: 1}}}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    plan = find_plan(Profile(), "job", rules)
    assert "What it leaves to show: a reference and a track record." in map(str, explain(plan.steps[0], rules))


def test_a_plan_tells_what_each_step_is_for_and_why_it_begins_when_it_does(rules):
    who = person(have={"teaching": 4, "degree": "held"}, current_pay=26_000, limits={"avoid": ["bootcamp"]})
    assert (
        text(find_plan(who, "dream", rules), rules)
        == """\
3 steps in 16 weeks for EUR 1,300 to Dream job.
1. SQL course (training): week 1 to 5, 40 hours at your own pace, EUR 300.
  It brings SQL 2 (beginner).
  What it leaves to show: certificate.
  Source: City college (2024).
  It opens: Pulls data with SQL; Draws charts.
  Without it you could not begin: SQL project and Traineeship.
2. SQL project (project): week 6, 6 hours a week, free.
  It brings SQL 3 (working).
  It opens: Pulls data with SQL; Draws charts.
  Without it you could not begin: Traineeship.
  It begins when SQL course is done, which it builds on.
3. Traineeship (internship): week 7 to 16, full time, EUR 1,000 of pay given up, pays EUR 400 a week.
  It brings Charts 3 (working).
  It opens: Draws charts.
  It begins when SQL project is done, which it builds on.
The steps pay EUR 4,000 on the way, before tax.
Proved: no plan within your limits takes fewer steps, and none that ties is better otherwise."""
    )


def test_a_step_that_either_of_two_would_open_waits_for_the_one_that_ends_first():
    small = build(
        [
            [
                parse(
                    "rules.yaml",
                    """\
skills: {a: {}, b: {}, c: {}}
steps:
  p: {gives: {a: 1}, weeks: 2, hours_per_week: 1}
  q: {gives: {b: 1}, weeks: 5, hours_per_week: 1}
  x: {needs: {any_of: [{a: 1}, {b: 1}]}, gives: {c: 1}, weeks: 4, hours_per_week: 1}
roles: {dream: {lines: [{text: All, needs: {a: 1, b: 1, c: 1}}]}}
""",
                )
            ]
        ]
    )
    plan = find_plan(Profile(), "dream", small)
    told = text(plan, small)
    assert [(item.step.id, item.start_week) for item in plan.steps] == [("p", 0), ("q", 0), ("x", 2)]
    assert "It begins when p is done, which it builds on." in told
    assert "free again" not in told


def test_a_step_that_builds_on_two_that_end_together_begins_when_both_are_done():
    text_of_rules = """\
skills: {a: {}, b: {}, c: {}}
steps:
  p: {gives: {a: 1}, weeks: 2, hours_per_week: 1}
  q: {gives: {b: 1}, weeks: 2, hours_per_week: 1}
  x: {needs: {a: 1, b: 1}, gives: {c: 1}, weeks: 4, hours_per_week: 1}
roles: {dream: {lines: [{text: All, needs: {c: 1}}]}}
"""
    small = build([[parse("rules.yaml", text_of_rules)]])
    assert "It begins when p and q are done, which it builds on." in text(find_plan(Profile(), "dream", small), small)


def test_a_step_that_waits_for_the_working_week_says_so():
    small = build(
        [
            [
                parse(
                    "rules.yaml",
                    """\
skills: {a: {}, b: {}, c: {}}
steps:
  a-course: {gives: {a: 1}, weeks: 3, full_time: true}
  b-course: {gives: {b: 1}, weeks: 2, full_time: true}
  c-book: {gives: {c: 1}, hours: 8}
  c-course: {needs: {c: 1}, gives: {c: 2}, weeks: 1, hours_per_week: 8}
roles: {dream: {lines: [{text: All, needs: {a: 1, b: 1, c: 2}}]}}
policy: {currency: EUR, hours_per_week: 8}
""",
                )
            ]
        ]
    )
    assert (
        text(find_plan(Profile(), "dream", small), small)
        == """\
4 steps in 5 weeks for EUR 0 to dream.
1. a course (training): week 1 to 3, full time, free.
  It brings a 1 (aware).
  It opens: All.
2. c book (training): week 1, 8 hours at your own pace, free.
  It brings c 1 (aware).
  It opens: All.
  Without it you could not begin: c course.
3. c course (training): week 2, 8 hours a week, free.
  It brings c 2 (beginner).
  It opens: All.
  It begins when c book is done, which it builds on.
4. b course (training): week 4 to 5, full time, free.
  It brings b 1 (aware).
  It opens: All.
  It begins when the working week is free again.
Proved: no plan within your limits takes fewer steps, and none that ties is better otherwise."""
    )


def test_prices_that_run_ahead_of_pay_are_told(rules):
    who = person(have={"teaching": 4, "degree": "held", "sql": 3}, current_pay=5_200, limits={"require": ["bootcamp"]})
    said = [str(item) for item in explain(find_plan(who, "dream", rules), rules)]
    assert "  You asked for it to be in the plan." in said
    assert "Have EUR 9,000 at hand: that is how far prices run ahead of pay by week 1." in said


def test_a_plan_for_the_hireable_says_that_lines_may_stay_open(rules):
    who = person(have={"teaching": 4, "degree": "held", "sql": 2})
    said = text(find_plan(who, "dream", rules, aim="hireable", limits=who.limits), rules)
    assert "This plan aims at every gate and 80 per cent of the core lines; some may stay open." in said


def test_no_step_is_a_plan(rules):
    who = person(have={"talking": 3, "sql": 3, "charts": 3, "degree": "held"})
    assert text(find_plan(who, "dream", rules), rules) == "No step is needed: you are there already for Dream job."


@pytest.mark.parametrize(("prefer", "least"), [("steps", "2 steps"), ("time", "9 weeks"), ("money", "EUR 300")])
def test_a_plan_cut_short_by_the_time_limit_says_so_with_its_bound(rules, prefer, least):
    plan = find_plan(person(have={"teaching": 4, "degree": "held"}), "dream", rules, prefer=prefer)
    cut = replace(plan, proved=False, bound=Totals(2, 9, 300), **({"proof": None} if hasattr(plan, "proof") else {}))
    assert text(cut, rules).splitlines()[-1] == (
        f"Not proved: the time ran out. This is the best plan found; every plan takes at least {least}."
    )


def test_a_line_that_nothing_leads_to_is_named(rules):
    assert (
        text(find_plan(person(have={}), "dream", rules), rules)
        == """\
There is no plan for Dream job under these rules and limits.
  Nothing in the rules leads to this line: Presents results. No step or transfer brings Public speaking 3 (working).
  Nothing in the rules leads to this line: Has a degree. No step or transfer brings Degree (held)."""
    )


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"weeks": 3}, "this limit leaves no plan: at most 3 weeks"),
        (
            {"must_earn": True, "hours_per_week": 1},
            "these limits together leave no plan: no full-time step without pay and 1 spare hour a week",
        ),
        ({"budget": 100, "weeks": 900}, "this limit leaves no plan: at most EUR 100"),
        (
            {"avoid": ["bootcamp", "traineeship"]},
            "these limits together leave no plan: avoiding Bootcamp and avoiding Traineeship",
        ),
        (
            {"avoid": ["bootcamp"], "require": ["bootcamp"]},
            "these limits together leave no plan: insisting on Bootcamp and avoiding Bootcamp",
        ),
    ],
)
def test_limits_that_clash_are_named_and_no_more_than_have_to(rules, limits, said):
    who = person(have={"teaching": 4, "degree": "held"}, limits=limits)
    assert text(find_plan(who, "dream", rules), rules) == (
        f"There is no plan for Dream job under these rules and limits.\n  It is the limits: {said}."
    )


def test_running_out_of_time_is_not_called_impossible(rules):
    question = find_plan(person(have={}), "dream", rules).question
    answer = Impossible(question, (Reason("time"),), Totals(1, 1, 0), False)
    assert text(answer, rules) == "Not proved: the time ran out before any plan for Dream job was found."


def test_a_node_of_the_skills_graph_tells_where_it_comes_from(rules):
    who = person(have={"teaching": {"level": 4, "evidence": ["Taught"]}, "degree": "held"})
    found, plan = audit(who, "dream", rules), find_plan(who, "dream", rules)
    graph = skills_graph(found, [item.step for item in plan.steps], rules)

    def said(node):
        return [str(item).strip() for item in node_words(node, graph, found, plan, rules)]

    assert said("teaching") == ["You have Teaching 4 (advanced).", "Shown by: “Taught”"]
    assert said("talking") == ["Teaching 4 (advanced) carries over to Public speaking 4 (advanced). A class is a room."]
    assert said("sql") == ["Bootcamp brings it."]
    assert said("line:4") == [
        "Asked: Charts 3 (working); nothing you have told shows it.",
        "The plan opens it with Bootcamp.",
    ]


def test_needs_are_told_with_their_alternatives(rules):
    either = {"any_of": [{"talking": 1}, {"writing": 2}]}
    need = Need.of({"sql": 3, "at_least": {2: [{"charts": 1}, {"degree": "held"}, either]}})
    assert need_words(need, rules) == (
        "SQL 3 (working) and (2 of: Charts 1 (aware); Degree (held); Public speaking 1 (aware) or Writing 2 (beginner))"
    )


def test_sentences_are_indented_under_the_line_above_and_lists_read_as_prose():
    assert str(Sentence("Then", depth=2)) == "    Then"
    assert [join(words) for words in ([], ["a"], ["a", "b"])] == ["", "a", "a and b"]


def test_what_has_no_explanation_is_refused(rules):
    with pytest.raises(TypeError, match="there is no explanation for int"):
        explain(7, rules)
