"""The command line: every command, what it prints where, and its exit code for good and bad input."""

import json
import os
import shlex
import subprocess
import sys
from itertools import pairwise

import pytest

RULES = """\
skills: {talking: {name: Talking}, sql: {name: SQL}, charts: {}, degree: {kind: credential}}
transfers:
  talking-to-charts: {from: talking, to: charts, minus: 2, because: x, example: {have: {talking: 4}, so: {charts: 2}}}
steps:
  sql-course: {title: SQL course, gives: {sql: 3}, hours: 40, cost: 300}
  charts-course: {title: Charts course, needs: {sql: 3}, gives: {charts: 3}, weeks: 5, hours_per_week: 4}
roles:
  analyst:
    title: Data analyst
    pay: 60000
    lines: [{text: Pulls data, needs: {sql: 3}}, {text: Draws charts, needs: {charts: 3}}]
  doctor: {title: Doctor, lines: [{text: Has a degree, needs: {degree: held}, gate: true}]}
policy: {currency: EUR, hours_per_week: 8}
"""
IDA = "name: Ida\nhave: {talking: {level: 4, evidence: [Gave talks]}}\nlove: {analyst: 5}\n"


@pytest.fixture
def pivot(pivot, monkeypatch, tmp_path):
    """Runs the command line in a folder with the rules and the person above."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "ida.yaml").write_text(IDA)
    return pivot


def plan(pivot, *more, role="analyst", person="ida.yaml", **options):
    return pivot("plan", person, role, "--rules", "rules.yaml", *more, **options)


def test_a_plan_comes_with_its_verdict_and_audit_and_nothing_else_is_said(pivot):
    found = plan(pivot)
    assert (found.code, found.err) == (0, "")
    headings = ("Verdict: Data analyst", "Line by line", "The plan")
    assert tuple(line for line in found.out.splitlines() if line in headings) == headings
    assert "1. Pulls data: missing\n" in found.out
    assert "  Talking 4 (advanced) carries over to charts 2 (beginner). x\n  Shown by: “Gave talks”\n" in found.out
    assert "2 steps in 10 weeks for EUR 300 to Data analyst.\n" in found.out


def test_a_file_saved_in_the_browser_is_read_as_the_person_it_keeps(pivot, tmp_path):
    kept = {"person": {"name": "Ida", "have": {"talking": 4}, "love": {"analyst": 5, "posting": 4}}, "role": "posting"}
    kept |= {
        "posting": {"title": "Analyst II", "lines": [{"text": "SQL", "needs": {"sql": 3}}]},
        "plan": ["sql-course"],
    }
    (tmp_path / "pivot.yaml").write_text(json.dumps(kept))
    for command in ("plan", "audit", "replan"):
        found = pivot(command, "pivot.yaml", "analyst", "--rules", "rules.yaml")
        assert (found.code, found.err) == (0, "")
    assert pivot("explore", "pivot.yaml", "--rules", "rules.yaml").code == 0
    kept["plan"] = ["no-such-step"]
    (tmp_path / "pivot.yaml").write_text(json.dumps(kept))
    found = plan(pivot, person="pivot.yaml")
    assert found.code == 3
    assert "unknown-step: 'no-such-step' is not in these rules" in found.err


def test_a_time_limit_that_is_no_number_is_wrong_use(pivot):
    found = plan(pivot, "--time-limit", "nan")
    assert found.code == 2
    assert "nan is no number of seconds" in found.err


def test_without_time_the_bound_is_what_the_bill_shows(pivot):
    found = json.loads(plan(pivot, "--time-limit", "0", "--json").out)
    assert found["bound"]["steps"] >= found["proof"]["value"]


def test_the_demo_shows_a_person_and_their_plan(pivot):
    found = pivot("demo")
    assert (found.code, found.err) == (0, "")
    assert "name: Maya\n" in found.out
    assert "Verdict: Instructional designer\n" in found.out
    assert "Proved: " in found.out


def test_a_plan_says_what_the_other_wishes_would_gain_and_take(pivot, tmp_path):
    fast = "  fast: {title: Fast, gives: {sql: 3, charts: 3}, weeks: 2, full_time: true, cost: 900}"
    book = RULES.replace("cost: 300}", "cost: 300}\n" + fast)
    (tmp_path / "rules.yaml").write_text(book, encoding="utf-8")
    out = plan(pivot).out
    words = "Cheapest: 2 steps, 10 weeks and EUR 300: EUR 600 less, for 1 step more and 8 weeks more."
    assert f"\nOther wishes\n{words}\n" in out
    assert "Fastest" not in out
    assert "Other wishes" not in plan(pivot, "--prefer", "money", "--avoid", "fast").out


def test_where_no_example_person_fits_the_rules_the_demo_says_so(pivot):
    found = pivot("demo", "--rules", "rules.yaml")
    assert (found.code, found.out) == (2, "")
    assert "none of the example people fits these rules" in found.err


def test_a_role_may_be_given_by_its_title(pivot):
    assert plan(pivot, role="data ANALYST") == plan(pivot)


def test_an_audit_can_be_had_without_a_plan(pivot):
    found = pivot("audit", "ida.yaml", "analyst", "--rules", "rules.yaml")
    assert (found.code, found.err) == (0, "")
    assert "2. Draws charts: partly\n" in found.out
    assert "steps in" not in found.out


def test_what_can_only_be_asked_of_a_plan_says_so_where_there_is_none(pivot):
    found = plan(pivot, "--margins", "--alternatives", "2", role="doctor")
    assert (found.code, found.err) == (
        1,
        "pivot: there is no plan to ask more about: --alternatives, --margins left out\n",
    )


def test_an_answer_that_is_no_has_exit_code_1_and_its_reason(pivot):
    found = plan(pivot, role="doctor")
    assert (found.code, found.err) == (1, "")
    assert "Nothing in the rules leads to this line: Has a degree. No step or transfer brings degree" in found.out
    clash = plan(pivot, "--budget", "100")
    assert clash.code == 1
    assert "It is the limits: this limit leaves no plan: at most EUR 100.\n" in clash.out


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (["--prefer", "time"], "2 steps in 10 weeks"),
        (["--prefer", "money", "--aim", "hireable"], "2 steps in 10 weeks"),
        (["--hours-per-week", "20"], "2 steps in 7 weeks"),
        (["--weeks", "10", "--budget", "300", "--must-earn"], "2 steps in 10 weeks"),
        (["--require", "sql-course", "--time-limit", "30"], "2 steps in 10 weeks"),
    ],
)
def test_wishes_and_limits_are_options(pivot, options, total):
    found = plan(pivot, *options)
    assert found.code == 0
    assert f"\n{total} for EUR 300 to Data analyst.\n" in found.out


def test_limits_of_the_command_line_stand_in_for_those_of_the_person_and_join_them(pivot, tmp_path):
    (tmp_path / "strict.yaml").write_text(IDA + "limits: {weeks: 1, budget: 1000, avoid: [sql-course]}\n")
    refused = plan(pivot, "--weeks", "90", person="strict.yaml")
    assert refused.code == 1
    assert "avoiding SQL course" in refused.out
    (tmp_path / "short.yaml").write_text(IDA + "limits: {weeks: 1, budget: 1000}\n")
    assert plan(pivot, person="short.yaml").code == 1
    assert plan(pivot, "--weeks", "10", person="short.yaml").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["plan", "ida.yaml", "analist", "--rules", "rules.yaml"],
            "pivot: no role 'analist' in these rules; did you mean 'analyst'?\n",
        ),
        (
            ["audit", "ida.yaml", "analist", "--rules", "rules.yaml"],
            "pivot: no role 'analist' in these rules; did you mean 'analyst'?\n",
        ),
        (
            ["plan", "ida.yaml", "data anlyst", "--rules", "rules.yaml"],
            "pivot: no role 'data anlyst' in these rules; did you mean 'analyst'?\n",
        ),
        (
            ["plan", "ida.yaml", "zookeeping", "--rules", "rules.yaml"],
            "pivot: no role 'zookeeping' in these rules; there are analyst, doctor\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--rules", "rules.yaml", "--avoid", "sql-curse"],
            "pivot: no step 'sql-curse' in these rules; did you mean 'sql-course'?\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--rules", "rules.yaml", "--require", "sql-curse"],
            "pivot: no step 'sql-curse' in these rules; did you mean 'sql-course'?\n",
        ),
        (
            ["plan", "-", "analyst", "--rules", "-"],
            "pivot: standard input can be read once; give the others as files\n",
        ),
        (["rules", "check", "-", "-"], "pivot: standard input can be read once; give the others as files\n"),
        (["plan", "ida.yaml"], "pivot: name a ROLE or give --posting FILE, one of the two\n"),
        (
            ["plan", "ida.yaml", "analyst", "--prefer", "speed"],
            "Error: Invalid value for '--prefer': 'speed' is not one of 'steps', 'time', 'money'.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--aim", "some"],
            "Error: Invalid value for '--aim': 'some' is not one of 'all', 'hireable'.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--weeks", "few"],
            "Error: Invalid value for '--weeks': 'few' is not a valid whole number.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--budget", "1.5"],
            "Error: Invalid value for '--budget': '1.5' is not a valid whole number.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--time-limit", "soon"],
            "Error: Invalid value for '--time-limit': 'soon' is not a valid number of seconds.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--budget", "-5"],
            "Error: Invalid value for '--budget': -5 is not in the range x>=0.\n",
        ),
        (
            ["plan", "ida.yaml", "analyst", "--preferr", "time"],
            "Error: No such option '--preferr'. Did you mean '--prefer'?\n",
        ),
        (["plan"], "Error: Missing argument 'PERSON'.\n"),
        (["auditt"], "Error: No such command 'auditt'. Did you mean 'audit'?\n"),
        (["rules", "test"], "Error: Missing argument 'CASES'.\n"),
    ],
)
def test_wrong_use_has_exit_code_2_and_says_what_was_wrong(pivot, arguments, message):
    found = pivot(*arguments, stdin=IDA)
    assert (found.code, found.out) == (2, "")
    assert found.err.endswith(message)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        (
            None,
            """\
person.yaml:1:1: unreadable: the file cannot be read: no such file or directory
  why   it has to be there and open to you
  hint  check the path and its permissions

1 error
""",
        ),
        (
            b"have: {sql: 3\n",
            """\
person.yaml:2:1: broken-yaml: inside braces, a comma or '}' is missing here
  why   the text stops being YAML here; what follows cannot be read
  hint  close the braces, or put odd text in quotes

1 error
""",
        ),
        (
            b"have:\n  sqll: 3\n",
            """\
person.yaml:2:3: unknown-skill: 'sqll' is no skill here
     2 |   sqll: 3
       |   ^^^^
  why   a person can only name what the rules know as a skill
  hint  did you mean 'sql'?

1 error
""",
        ),
        (
            b"- a\n- b\n",
            """\
person.yaml:1:1: not-a-person: a person is a mapping of fields
     1 | - a
       | ^
  why   such as name, have and love
  hint  begin with a line such as 'have:'

1 error
""",
        ),
        (
            b"have: {sql: &a 3, charts: *a}\n",
            """\
person.yaml:1:13: anchor: '&a': anchors and aliases are not read here
     1 | have: {sql: &a 3, charts: *a}
       |             ^^
  why   a rule says all it means where it stands
  hint  write the value out; text that begins with this sign goes in quotes

person.yaml:1:27: anchor: '*a': anchors and aliases are not read here
     1 | have: {sql: &a 3, charts: *a}
       |                           ^^
  why   a rule says all it means where it stands
  hint  write the value out; text that begins with this sign goes in quotes

2 errors
""",
        ),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00",
            """\
person.yaml:1:1: not-text: the file is not UTF-8 text from here on
     1 | �PNG
       | ^
  why   rules and people are plain text files
  hint  save the file as UTF-8; PDF and Word files cannot be read here

1 error
""",
        ),
        (
            b"have: {}\n" + b"#" * 50_000_000,
            """\
person.yaml:1:1: too-large: the file is larger than 5 MB
  why   no file a person edits is that long
  hint  split it into several files

1 error
""",
        ),
    ],
    ids=["missing", "broken", "unknown-skill", "a-list", "anchors", "binary", "50-MB"],
)
def test_a_person_that_cannot_be_read_has_exit_code_3_and_says_where(pivot, tmp_path, person, message):
    if person is not None:
        (tmp_path / "person.yaml").write_bytes(person)
    found = plan(pivot, person="person.yaml")
    assert (found.code, found.out) == (3, "")
    assert found.err == message


LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghijklmnopqrstuvwxyz"))
BROKEN_RULES = {
    "no folder": (None, "mine:1:1: no-rules: there is no such file or folder\n"),
    "an empty folder": ({}, "mine:1:1: no-rules: there is no .yaml file in this folder or below\n"),
    "a folder without yaml": (
        {"notes.txt": "x"},
        "mine:1:1: no-rules: there is no .yaml file in this folder or below\n",
    ),
    "a role with no lines": ({"r.yaml": "roles:\n  dream: {lines: []}\n"}, "mine/r.yaml:2:18: empty: "),
    "a role that has no field lines": ({"r.yaml": "roles:\n  dream: {title: x}\n"}, "mine/r.yaml:2:3: missing-key: "),
    "broken yaml": ({"r.yaml": "skills: {a: {}\nb: }"}, "mine/r.yaml:2:1: broken-yaml: "),
    "a failing example": (
        {"r.yaml": RULES.replace("so: {charts: 2}", "so: {charts: 3}")},
        "mine/r.yaml:3:115: failing-example: ",
    ),
    "billion laughs": ({"r.yaml": LAUGHS}, "mine/r.yaml:1:1: unknown-section: "),
    "binary junk": ({"r.yaml": b"\x00\xff\xfe" * 1000}, "mine/r.yaml:1:2: not-text: "),
    "50 MB": ({"r.yaml": b"#" * 50_000_000}, "mine/r.yaml:1:1: too-large: the file is larger than 5 MB\n"),
}


@pytest.mark.parametrize("case", BROKEN_RULES)
def test_rules_that_cannot_be_used_have_exit_code_3_and_say_where(pivot, tmp_path, case):
    files, message = BROKEN_RULES[case]
    if files is not None:
        (tmp_path / "mine").mkdir()
    for name, content in (files or {}).items():
        (tmp_path / "mine" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = pivot("plan", "ida.yaml", "analyst", "--rules", "mine")
    assert (found.code, found.out) == (3, "")
    assert found.err.startswith(message)
    checked = pivot("rules", "check", "mine")
    assert (checked.code, checked.err) == (3 if "no-rules" in message else 1, "")
    assert checked.out.startswith(message)


def test_an_empty_name_is_no_file(pivot):
    rules = pivot("plan", "ida.yaml", "analyst", "--rules", "")
    person = pivot("plan", "", "analyst", "--rules", "rules.yaml")
    assert (rules.code, person.code) == (3, 3)
    assert rules.err.startswith("'':1:1: no-rules: an empty name is no file or folder\n")
    assert person.err.startswith("'':1:1: unreadable: the file cannot be read: an empty name is no file\n")
    assert pivot("read", "") == (3, "", "pivot: an empty name is no file\n")


def test_rules_without_a_role_leave_nothing_to_explore_and_say_so(pivot, tmp_path):
    (tmp_path / "bare.yaml").write_text("skills: {sql: {}}", encoding="utf-8")
    (tmp_path / "nobody.yaml").write_text("name: Ida", encoding="utf-8")
    found = pivot("explore", "nobody.yaml", "--rules", "bare.yaml")
    assert found == (0, "", "pivot: these rules have no role to explore\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_an_answer_that_cannot_be_written_is_no_fault_of_the_program(pivot, tmp_path):
    command = f'"{sys.executable}" -m planner.cli plan ida.yaml analyst --rules rules.yaml --json > /dev/full'
    run = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (
        74,
        b"pivot: the answer could not be written: No space left on device\n",
    )


def test_all_problems_of_all_files_are_said_at_once(pivot, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.yaml").write_text("skills: {x: {knid: skill}}\n")
    (tmp_path / "mine" / "b.yaml").write_text("steps: {s: {gives: {y: 3}, hours: many}}\n")
    found = pivot("plan", "ida.yaml", "analyst", "--rules", "mine")
    assert [line.split(": ")[0] for line in found.err.splitlines() if line.startswith("mine/")] == [
        "mine/a.yaml:1:14",
        "mine/b.yaml:1:21",
        "mine/b.yaml:1:35",
    ]
    assert found.err.endswith("\n3 errors\n")


def test_a_person_and_rules_can_come_from_standard_input(pivot):
    expected = plan(pivot)
    assert plan(pivot, person="-", stdin=IDA) == expected
    assert pivot("plan", "ida.yaml", "analyst", "--rules", "-", stdin=RULES) == expected
    assert pivot("rules", "check", "-", stdin=RULES).code == 0
    wrong = plan(pivot, person="-", stdin="have: {sqll: 1}")
    assert (wrong.code, wrong.err.splitlines()[0]) == (3, "<stdin>:1:8: unknown-skill: 'sqll' is no skill here")


def test_rules_are_layered_in_the_order_given(pivot, tmp_path):
    book = "{replaces: true, title: SQL book, gives: {sql: 3}, hours: 8}"
    (tmp_path / "mine.yaml").write_text(f"steps: {{sql-course: {book}}}\n")
    assert "1. SQL book (training): week 1, " in plan(pivot, "--rules", "mine.yaml").out
    assert pivot("plan", "ida.yaml", "data-analyst", "--rules", "shipped", "--rules", "rules.yaml").code == 3


def test_a_person_with_no_skills_gets_a_plan_from_nothing(pivot):
    for nobody in ("", "have: {}\n", "name: Nobody\n"):
        found = plan(pivot, person="-", stdin=nobody)
        assert found.code == 0
        assert "1. Pulls data: missing\n" in found.out


def test_sound_rules_have_exit_code_0_warnings_included(pivot):
    found = pivot("rules", "check", "rules.yaml")
    assert (found.code, found.err) == (0, "")
    assert "warning: " in found.out
    assert pivot("rules", "check", "--rules", "rules.yaml") == found
    assert pivot("rules", "check").code == 0


def test_what_a_check_finds_can_be_had_as_data(pivot, tmp_path):
    (tmp_path / "bad.yaml").write_text("skills: {x: {knid: skill}}\n")
    found = pivot("rules", "check", "bad.yaml", "--json")
    assert found.code == 1
    (problem,) = json.loads(found.out)["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == ("bad.yaml", 1, 14)
    assert (problem["id"], problem["severity"], problem["hint"]) == ("unknown-key", "error", "did you mean 'kind'?")


@pytest.mark.parametrize("options", [[], ["--person"]])
def test_the_schema_for_editors_is_printed(pivot, options):
    found = pivot("rules", "schema", *options)
    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out)["type"] == "object"


JOURNEY = """\
title: Ida becomes an analyst
person: {have: {talking: 4}}
role: analyst
expect: {steps_at_most: %s, uses: [sql-course], never: [], answer: plan}
"""


def test_journeys_that_hold_have_exit_code_0_and_those_that_do_not_1(pivot, tmp_path):
    (tmp_path / "good.yaml").write_text(JOURNEY % 2)
    (tmp_path / "bad.yaml").write_text(JOURNEY % 1)
    good = pivot("rules", "test", "good.yaml", "--rules", "rules.yaml")
    assert (good.code, good.err) == (0, "")
    assert good.out == "ok     Ida becomes an analyst  (good.yaml:1)\n1 passed, 0 failed\n"
    bad = pivot("rules", "test", ".", "--rules", "rules.yaml")
    assert bad.code == 3  # the folder holds rules and people too, which are no journeys
    bad = pivot("rules", "test", "bad.yaml", "--rules", "rules.yaml")
    assert (bad.code, bad.err) == (1, "")
    assert (
        bad.out
        == """\
FAILED Ida becomes an analyst  (bad.yaml:1)
         steps: expected at most 1, found 2
0 passed, 1 failed
"""
    )
    data = json.loads(pivot("rules", "test", "bad.yaml", "--rules", "rules.yaml", "--json").out)
    assert data["journeys"] == [
        {
            "file": "bad.yaml",
            "title": "Ida becomes an analyst",
            "passed": False,
            "faults": ["steps: expected at most 1, found 2"],
        }
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("journeys: {a: 5}\n", "j.yaml:1:15: not-a-journey: a journey is a mapping of fields"),
        ("- a\n", "j.yaml:1:1: not-a-journey: a file of journeys is a mapping of names to journeys"),
        (
            JOURNEY.replace("analyst\nexpect", "analist\nexpect") % 2,
            "j.yaml:3:7: unknown-role: 'analist' is no role here",
        ),
        (
            JOURNEY.replace("never: []", "never: [sql-curse]") % 2,
            "j.yaml:4:56: unknown-step: 'sql-curse' is no step here",
        ),
        (JOURNEY.replace("talking", "walking") % 2, "j.yaml:2:17: unknown-skill: 'walking' is no skill here"),
        (
            JOURNEY.replace("steps_at_most", "stpes_at_most") % 2,
            "j.yaml:4:10: unknown-key: the journey has no field 'stpes_at_most' in 'expect'",
        ),
        ("journeys: {}\nmore: 1\n", "j.yaml:2:1: unknown-key: 'more' stands beside 'journeys'"),
    ],
)
def test_a_journey_that_cannot_be_run_has_exit_code_3_and_says_where(pivot, tmp_path, text, first):
    (tmp_path / "j.yaml").write_text(text)
    found = pivot("rules", "test", "j.yaml", "--rules", "rules.yaml")
    assert (found.code, found.out, found.err.splitlines()[0]) == (3, "", first)


TOTALS = {"steps": int, "weeks": int, "money": int}
STEP = {
    "id": str,
    "title": str,
    "kind": str,
    "start_week": int,
    "end_week": int,
    "cost": int,
    "gives": dict,
    "for_lines": list,
    "needed_by": list,
}
LINE = {
    "text": str,
    "kind": str,
    "status": str,
    "evidence": list,
    "via": list,
    "short": list,
    "unproven": list,
    "ask": list,
}
VERDICT = {
    "loved": str,
    "qualified": str,
    "reason": (str, type(None)),
    "headline": str,
    "why": str,
    "advice": str,
    "next": str,
    "notes": list,
    "numbers": dict,
}
ANSWER = {
    "schema_version": int,
    "answer": str,
    "role": str,
    "prefer": str,
    "aim": str,
    "totals": (dict, type(None)),
    "proved": bool,
    "bound": dict,
    "steps": list,
    "audit": list,
    "verdict": dict,
    "explanation": list,
}
PLAN = {**ANSWER, "earned": int, "money_curve": list}
IMPOSSIBLE = {**ANSWER, "reasons": list}
REASON = {"kind": str, "line": (str, type(None)), "lacking": dict, "limits": list}
MAY_BE_THERE = {"proof": (dict, type(None)), "changes": list, "changes_complete": bool, "alternatives": dict}


def check_shape(data, shape):
    assert set(data) - set(MAY_BE_THERE) == set(shape)
    for key, value in data.items():
        assert isinstance(value, {**MAY_BE_THERE, **shape}[key]), key


def test_a_plan_as_data_has_the_promised_keys_and_types(pivot):
    found = plan(pivot, "--json")
    assert (found.code, found.err) == (0, "")
    data = json.loads(found.out)
    check_shape(data, PLAN)
    check_shape(data["totals"], TOTALS)
    check_shape(data["bound"], TOTALS)
    check_shape(data["verdict"], VERDICT)
    for step in data["steps"]:
        check_shape(step, STEP)
    for line in data["audit"]:
        check_shape(line, LINE)
    assert [data[key] for key in ("schema_version", "answer", "role", "prefer", "aim", "proved")] == [
        1,
        "plan",
        "analyst",
        "steps",
        "all",
        True,
    ]
    assert data["totals"] == data["bound"] == {"steps": 2, "weeks": 10, "money": 300}
    assert data["steps"][1] == {
        "id": "charts-course",
        "title": "Charts course",
        "kind": "training",
        "start_week": 5,
        "end_week": 10,
        "cost": 0,
        "gives": {"charts": 3},
        "for_lines": ["Draws charts"],
        "needed_by": [],
    }
    assert data["audit"][1] == {
        "text": "Draws charts",
        "kind": "core",
        "status": "partly",
        "evidence": ["Gave talks"],
        "via": ["talking-to-charts"],
        "short": [{"skill": "charts", "level": 3, "has": 2}],
        "unproven": [],
        "ask": [],
    }


def test_an_impossible_answer_as_data_has_its_reasons(pivot):
    found = plan(pivot, "--json", role="doctor")
    assert found.code == 1
    data = json.loads(found.out)
    check_shape(data, IMPOSSIBLE)
    assert (data["answer"], data["totals"], data["steps"], data["proved"]) == ("impossible", None, [], True)
    for reason in data["reasons"]:
        check_shape(reason, REASON)
    assert data["reasons"] == [{"kind": "line", "line": "Has a degree", "lacking": {"degree": "held"}, "limits": []}]
    (clash,) = json.loads(plan(pivot, "--json", "--budget", "1").out)["reasons"]
    assert clash == {"kind": "limits", "line": None, "lacking": {}, "limits": ["budget"]}


def test_a_plan_of_no_steps_is_a_plan(pivot):
    found = plan(pivot, "--json", person="-", stdin="have: {sql: 3, charts: 3}")
    data = json.loads(found.out)
    check_shape(data, PLAN)
    assert (found.code, data["answer"], data["totals"]) == (0, "plan", {"steps": 0, "weeks": 0, "money": 0})


def test_an_audit_as_data_is_the_part_of_the_plan_that_it_is(pivot):
    found = json.loads(pivot("audit", "ida.yaml", "analyst", "--rules", "rules.yaml", "--json").out)
    whole = json.loads(plan(pivot, "--json").out)
    assert found == {key: whole[key] for key in ("schema_version", "role", "audit", "verdict")}


def test_help_and_version_are_answers(pivot):
    assert pivot("--help").code == pivot("plan", "--help").code == pivot("rules", "--help").code == 0
    assert pivot("--version").out.startswith("pivot, version ")


def shell(*arguments, cwd, stdin=b"", **environment):
    """Run the command line as a shell does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "planner.cli", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def test_the_same_words_are_said_whatever_the_hash_seed(pivot, tmp_path):
    person = "roles_held: [{role: retail-store-manager, years: 6}]\nlove: {hr-specialist: 4}\n"
    runs = [
        shell("plan", "-", "hr-specialist", "--json", cwd=tmp_path, stdin=person.encode(), PYTHONHASHSEED=seed)
        for seed in ("1", "77")
    ]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout


def test_letters_that_cannot_be_shown_are_replaced_and_a_closed_pipe_is_no_fault(pivot, tmp_path):
    run = shell("plan", "ida.yaml", "analyst", "--rules", "rules.yaml", cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert (run.returncode, run.stderr) == (0, b"")
    assert b"Shown by: ?Gave talks?\n" in run.stdout
    command = f'"{sys.executable}" -m planner.cli plan ida.yaml analyst --rules rules.yaml'
    piped = subprocess.run(f"{command} | head -1", shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert piped.stderr == b""
    gone = subprocess.Popen(shlex.split(command), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    gone.stdout.close()
    assert (gone.wait(), gone.stderr.read()) == (141, b"")
    gone.stderr.close()
    closed = subprocess.run(
        f"{command.replace('ida.yaml', '-')} <&- >&-", shell=True, cwd=tmp_path, capture_output=True, check=False
    )
    assert (closed.returncode, closed.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("environment", "colourful"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_a_table_in_which_no_text_is_taken_for_markup(pivot, tmp_path, environment, colourful):
    import pty

    (tmp_path / "rules.yaml").write_text(RULES.replace("{text: Pulls data,", '{text: "Pulls [b]data[/b] :bug:",'))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "planner.cli", "plan", "ida.yaml", "analyst", "--rules", "rules.yaml"],
        cwd=tmp_path,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", **environment},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux says that the other side has closed
        pass
    assert process.wait() == 0
    text = shown.decode()
    assert ("\x1b[" in text) == colourful
    assert "│ 1 │ Pulls [b]data[/b] :bug:" in text
