"""Exploring: every role as if it had been asked about alone, and the first step that serves most roles loved."""

import csv
import io
import json
import sys
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from books import profile, question, rule_book
from oracle import ORDERS, Task

from planner import Limits, Plan, WrongUse, audit, explain, explore, find_plan, judge, load_rules
from planner.exchange.exploration import exploration_csv, exploration_data

RULES = """
skills: {a: {name: A}, b: {name: B}, c: {name: C}, d: {name: D}}
steps:
  wide: {title: Wide course, gives: {a: 1, b: 1}, weeks: 8, hours_per_week: 4, cost: 100}
  just-a: {title: Just A, gives: {a: 1}, weeks: 8, hours_per_week: 4, cost: 100}
  then-c: {title: Then C, needs: {b: 1}, gives: {c: 1}, weeks: 2, full_time: true, cost: 10}
roles:
  baker: {title: Baker, pay: 40000, values: {purpose: 5}, lines: [{text: Does a, needs: {a: 1}}]}
  cook: {title: Cook, pay: 30000, values: {purpose: 1}, lines: [{text: Does b, needs: {b: 1}}]}
  chef: {title: Chef, lines: [{text: Does c, needs: {c: 1}}, {text: Knows a, needs: {a: 1}, wish: true}]}
  sage: {title: Sage, lines: [{text: Does d, needs: {d: 1}}]}
  idler: {title: Idler, lines: [{text: Likes a, needs: {a: 1}, wish: true}]}
"""
PERSON = {"name": "Ida", "love": {"baker": 5, "cook": 4, "chef": 2}, "values": {"purpose": 3}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "ida.yaml").write_text("name: Ida\nlove: {baker: 5, cook: 4}\nvalues: {purpose: 3}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def rules(folder):
    return load_rules(folder / "rules.yaml")


def steps(found):
    return [(first.step.id, first.roles) for first in found.first]


# Every role


def test_every_role_has_its_verdict_plan_fit_and_lines(rules):
    found = {item.role.id: item for item in explore(profile(PERSON), rules).prospects}
    assert list(found) == ["baker", "chef", "cook", "idler", "sage"]
    assert [(item.met, item.lines) for item in found.values()] == [(0, 1), (0, 1), (0, 1), (0, 0), (0, 1)]
    assert found["chef"].answer.ids == ("then-c", "wide")
    assert found["baker"].fit == Fraction(1)
    assert found["chef"].fit is None
    assert found["sage"].totals is None
    assert found["sage"].answer.reasons[0].line.text == "Does d"


@pytest.mark.parametrize("prefer", ORDERS)
def test_every_role_is_answered_as_if_it_had_been_asked_about_alone(prefer):
    seen = Counter()
    for seed in range(150):
        asked = question(seed)
        rules, person = rule_book(asked.book), profile(asked.person)
        for item in explore(person, rules, prefer=prefer, aim=asked.aim).prospects:
            alone = find_plan(person, item.role, rules, prefer=prefer, aim=asked.aim)
            seen[type(alone).__name__] += 1
            assert item.verdict == judge(person, item.role, rules), seed
            assert item.met == sum(line.met for line in audit(person, item.role, rules).must), seed
            if isinstance(alone, Plan):
                assert item.answer == alone, seed
            else:
                lines = tuple(reason for reason in alone.reasons if reason.kind == "line")
                assert (item.answer.proved, item.answer.reasons) == (True, lines), seed
    assert min(seen["Plan"], seen["Impossible"]) >= 50


def test_limits_given_replace_those_of_the_person(rules):
    person = profile({**PERSON, "limits": {"budget": 0}})
    assert steps(explore(person, rules)) == []
    assert steps(explore(person, rules, limits=Limits())) == steps(explore(profile(PERSON), rules))
    found = {item.role.id: item.totals for item in explore(person, rules, limits=Limits(budget=105)).prospects}
    assert found["baker"] is not None
    assert found["chef"] is None


def test_progress_is_told_of_every_role(rules):
    heard = []
    explore(profile({}), rules, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(number, 5) for number in range(1, 6)]


def test_out_of_time_every_role_says_so(rules):
    for item in explore(profile({}), rules, time_limit=0).prospects:
        assert item.answer.proved or item.role.id not in ("baker", "cook", "chef")


def test_what_is_proved_although_the_time_was_out_is_right(rules):
    hurried, sure = (explore(profile({}), rules, time_limit=limit).prospects for limit in (0, 60))
    assert all(item.answer.proved for item in sure)
    assert all(item.answer == known.answer for item, known in zip(hurried, sure, strict=True) if item.answer.proved)


def test_an_unknown_step_in_the_limits_is_wrong_use(rules):
    with pytest.raises(WrongUse, match="no step 'nothing'"):
        explore(profile({}), rules, limits=Limits(avoid=("nothing",)))


def test_a_book_without_roles_shows_none(tmp_path):
    (tmp_path / "rules.yaml").write_text("skills: {a: {name: A}}\n", encoding="utf-8")
    assert explore(profile({}), load_rules(tmp_path)).prospects == ()


# The first step


def test_the_step_that_serves_most_roles_loved_comes_first_even_if_another_plan_is_shown(rules):
    """For the baker both courses are just as good and just-a is shown; the cook needs the wide one."""
    found = explore(profile(PERSON), rules)
    assert found.prospects[0].answer.ids == ("just-a",)
    assert steps(found) == [("wide", ("baker", "cook")), ("just-a", ("baker",))]
    assert found.loved == ("baker", "cook")


WIDE = """
skills: {a: {}, b: {}}
steps:
  just-a: {gives: {a: 1}, hours: 8}
  just-b: {gives: {b: 1}, hours: 8}
  wide: {gives: {a: 1, b: 1}, hours: 8}
  wide-and-dearer: {gives: {a: 1, b: 1}, hours: 8, cost: 1}
roles:
  baker: {lines: [{text: Does a, needs: {a: 1}}]}
  cook: {lines: [{text: Does b, needs: {b: 1}}]}
"""


def test_the_step_that_serves_most_roles_loved_comes_first_even_if_no_plan_that_is_shown_has_it(tmp_path):
    (tmp_path / "rules.yaml").write_text(WIDE, encoding="utf-8")
    found = explore(profile({"love": {"baker": 5, "cook": 5}}), load_rules(tmp_path))
    assert [prospect.answer.ids for prospect in found.prospects] == [("just-a",), ("just-b",)]
    assert steps(found) == [("wide", ("baker", "cook")), ("just-a", ("baker",)), ("just-b", ("cook",))]


def test_where_nothing_is_loved_enough_all_that_is_loved_counts(rules):
    found = explore(profile({"love": {"chef": 2, "cook": 1}}), rules)
    assert steps(found) == [("wide", ("chef", "cook"))]
    assert found.loved == ("chef", "cook")


def test_of_steps_that_serve_as_many_roles_the_one_for_the_more_loved_comes_first(rules):
    found = explore(profile({"have": {"b": 1}, "love": {"chef": 5, "baker": 4}}), rules)
    assert steps(found) == [("then-c", ("chef",)), ("just-a", ("baker",)), ("wide", ("baker",))][: len(found.first)]


def test_a_role_one_is_ready_for_or_cannot_reach_asks_for_no_first_step(rules):
    assert steps(explore(profile({"love": {"idler": 5, "sage": 5}}), rules)) == []


@pytest.mark.parametrize("prefer", ORDERS)
def test_first_steps_equal_brute_force(prefer):
    shared = 0
    for seed in range(80):
        asked = question(seed)
        love = {id: 4 + seed % 2 * (number % 2) for number, id in enumerate(sorted(asked.book["roles"]))}
        person = {**asked.person, "love": love}
        found = explore(profile(person), rule_book(asked.book), prefer=prefer, aim=asked.aim)
        shown = {item.role.id: item.answer.ids for item in found.prospects if isinstance(item.answer, Plan)}
        assert steps(found) == first_steps(asked, person, love, prefer, shown), seed
        shared += any(len(first.roles) > 1 for first in found.first)
    assert shared >= 5


def first_steps(asked, person, love, prefer, shown):
    serves, tasks = {}, {id: Task(asked.book, person, id, asked.aim) for id in love}
    for role, task in tasks.items():
        best = task.best(prefer)
        for ids in task.plans if best else ():
            if len(ids) == best[0]["steps"] and task.totals(ids) == best[0]:
                for id in ids:
                    serves.setdefault(id, set()).add(role)
    in_plans = {id for ids in shown.values() for id in ids}
    told = [id for id in serves if id in in_plans or len(serves[id]) > 1]
    able = [id for id in told if next(iter(tasks.values())).ready(frozenset(), [id])]
    found = [(id, tuple(role for role in sorted(love) if role in serves[id])) for id in able]
    return sorted(found, key=lambda pair: (-len(pair[1]), -sum(love[role] for role in pair[1]), pair[0]))


# In words, and for other programs


def test_the_nearest_role_is_told_first(rules):
    assert [str(sentence) for sentence in explain(explore(profile(PERSON), rules), rules)] == [
        "Idler: ready, 0 of 0 lines met; no step at all.",
        "Baker: not yet, 0 of 1 line met; 1 step, 8 weeks and USD 100; pay USD 40,000; fit 100 per cent.",
        "Cook: not yet, 0 of 1 line met; 1 step, 8 weeks and USD 100; pay USD 30,000; fit 20 per cent.",
        "Chef: not yet, 0 of 1 line met; 2 steps, 10 weeks and USD 110.",
        "Sage: out of reach, 0 of 1 line met; no plan.",
        "To begin with: “Wide course”, part of a best plan for Baker and Cook.",
        "To begin with: “Just A”, part of a best plan for Baker.",
    ]


def test_as_data_a_role_has_totals_or_none(rules):
    data = exploration_data(explore(profile(PERSON), rules))
    assert data["roles"][1]["totals"] == {"steps": 1, "weeks": 8, "money": 100}
    assert data["roles"][-1] | {"title": "", "field": ""} == {
        "id": "sage", "title": "", "field": "", "loved": "unsure", "qualified": "out-of-reach", "lines": 1, "met": 0,
        "answer": "impossible", "totals": None, "proved": True, "steps": [], "pay": None, "fit": None,
    }  # fmt: skip
    assert data["first_steps"][0] == {"id": "wide", "title": "Wide course", "roles": ["baker", "cook"]}


def test_as_csv_every_role_is_a_row(rules):
    rows = list(csv.DictReader(io.StringIO(exploration_csv(explore(profile(PERSON), rules)))))
    assert [row["id"] for row in rows] == ["idler", "baker", "cook", "chef", "sage"]
    assert (rows[3]["steps"], rows[3]["weeks"], rows[3]["step ids"]) == ("2", "10", "wide; then-c")
    assert (rows[4]["steps"], rows[4]["pay"]) == ("", "")


def test_the_command_prints_sentences_json_or_csv(folder, pivot):
    asked = ("explore", str(folder / "ida.yaml"), "--rules", str(folder / "rules.yaml"))
    code, out, _ = pivot(*asked)
    assert code == 0
    assert out.splitlines()[0].startswith("Idler: ready")
    code, out, _ = pivot(*asked, "--json", "--prefer", "money", "--budget", "105")
    assert [role["answer"] for role in json.loads(out)["roles"]] == ["plan"] * 3 + ["impossible"] * 2
    code, out, _ = pivot(*asked, "--csv")
    assert out.startswith("id,title,field")
    code, _, err = pivot(*asked, "--csv", "--json")
    assert (code, err) == (2, "pivot: --json and --csv exclude each other\n")


def test_a_table_on_a_terminal_calls_a_search_cut_short_no_impossibility(pivot, monkeypatch, tmp_path):
    """The steps taken first cost more than there is; that others would do is not found without any time."""
    skills = [f"s{number}" for number in range(6)]
    steps = {f"one-{skill}": {"gives": {skill: 1}, "hours": 8, "cost": 10} for skill in skills}
    for skill, other in pairwise([*skills, skills[0]]):
        steps[f"two-{skill}"] = {"gives": {skill: 1, other: 1}, "hours": 16, "cost": 15 + int(skill[1])}
    roles = {"near": dict.fromkeys(skills, 1), "never": {"unheard-of": 1}}
    book = {
        "skills": {skill: {} for skill in (*skills, "unheard-of")},
        "steps": steps,
        "roles": {id: {"lines": [{"text": "All", "needs": needs}]} for id, needs in roles.items()},
    }
    (tmp_path / "rules.yaml").write_text(json.dumps(book), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    limits = ("--time-limit", "0", "--budget", "52")
    code, out, _ = pivot("explore", "-", "--rules", tmp_path, *limits, stdin="name: Ann")
    said = {line.split("│")[1].strip(): line.split("│")[4].strip() for line in out.splitlines() if "│" in line}
    assert code == 0
    assert said == {"near": "no plan found in time", "never": "no plan"}
