"""Texts that were looked through: what is accepted, corrected or rejected, and what a kept file holds of it."""

import pytest

from planner import Limits, Profile, RulesError, audit, find_plan
from planner.exchange.kept import Kept, Marked, keep, kept_text, past, read_kept
from planner.exchange.texts import (
    accept_job,
    accept_levels,
    accept_person,
    as_list,
    asked_after_all,
    asked_for,
    given_text,
    passed_over,
    read_job,
    read_person,
    with_line,
    with_need,
    without_line,
)
from planner.explanation.reading import asks_words
from planner.model import Need
from planner.rulebook.book import with_roles

RESUME = "Registered nurse, St. Mary Hospital, 2012 - present\n- Wrote SQL reports for three years\n- Used Excel\n"
POSTING = "Data analyst\nRequirements\n- SQL\n- Spreadsheets\n- Flurbing the quonks\nPreferred: Tableau\n"


@pytest.fixture(scope="module")
def job(shipped):
    return accept_job(read_job(POSTING, shipped), {})


def test_what_is_left_alone_is_as_it_was_read(shipped):
    report = read_person(RESUME, shipped)
    me = accept_person(report, {}, {}, None, shipped)
    assert me.have == report.profile.have
    assert me.roles_held == report.profile.roles_held
    assert me.current_pay == shipped.roles["registered-nurse"].pay


def test_a_level_is_corrected_and_a_skill_rejected_and_the_quote_stays(shipped):
    report = read_person(RESUME, shipped)
    me = accept_person(report, {"sql": 5, "spreadsheets": 0}, {"registered-nurse": 0}, None, shipped)
    assert me.have["sql"].level == 5
    assert me.have["sql"].evidence == report.profile.have["sql"].evidence
    assert "spreadsheets" not in me.have
    assert me.roles_held == ()
    assert accept_levels(report, {"sql": 5}).corrections == {"sql": 5}


def test_what_was_told_of_wishes_and_limits_stays(shipped):
    before = Profile(love={"data-analyst": 4}, values={"pay": 3}, limits=Limits(budget=5), current_pay=7)
    me = accept_person(read_person(RESUME, shipped), {}, {}, before, shipped)
    assert (me.love, me.values, me.limits, me.current_pay) == (before.love, before.values, before.limits, 7)


def test_a_path_that_is_pasted_is_a_text(tmp_path, shipped):
    (tmp_path / "cv.txt").write_text("SQL for nine years", encoding="utf-8")
    assert "sql" not in read_person(str(tmp_path / "cv.txt"), shipped).profile.have
    assert given_text("x") == "x\n"
    assert given_text("", b"caf\xe9") == "café\n"


def test_a_line_of_a_posting_can_be_left_out_or_asked_less_strictly(shipped):
    report = read_job(POSTING, shipped)
    sql = next(n for n, line in enumerate(report.role.lines) if line.text == "SQL")
    sheets = next(n for n, line in enumerate(report.role.lines) if line.text == "Spreadsheets")
    left = accept_job(report, {sql: "wish", sheets: None})
    assert next(line for line in left.lines if line.text == "SQL").kind == "wish"
    assert "Spreadsheets" not in [line.text for line in left.lines]


def test_a_posting_of_which_no_line_is_left_is_none(shipped):
    report = read_job("Requirements\n- SQL\n", shipped)
    assert accept_job(report, dict.fromkeys(range(len(report.role.lines)))) is None


def test_a_line_of_a_posting_that_was_not_understood_is_asked_about_and_not_lost(job, shipped):
    lines = {line.line.text: line.status for line in audit(Profile(have={"sql": 5}), job.role, shipped).lines}
    assert lines["Flurbing the quonks"] == "unknown"
    assert lines["SQL"] == "met"


def test_what_a_line_asks_for_can_be_said_before_and_after_it_is_accepted(job, shipped):
    report = read_job(POSTING, shipped)
    number = next(n for n, line in enumerate(report.role.lines) if line.text == "Flurbing the quonks")
    need = asked_for({"sql": 2, "tableau": 4}, any_one=False)
    assert accept_job(with_need(report, number, need), {}) == with_line(job, number, need, "core")
    gate = with_line(job, number, need, "gate")
    assert (gate.lines[number].kind, gate.lines[number].text) == ("gate", "Flurbing the quonks")
    assert audit(Profile(have={"sql": 2, "tableau": 4}), gate.role, shipped).lines[number].status == "met"
    kept = Kept(person=Profile(love={"posting": 5}), role="posting", posting=gate)
    assert read_kept(kept_text(kept, shipped), shipped) == kept


def test_a_line_is_left_out_while_another_still_asks_for_something(job):
    left = job
    for _ in range(2):
        left = without_line(left, 0)
    assert [line.text for line in left.lines] == [line.text for line in job.lines[2:]]
    understood = [number for number, line in enumerate(left.lines) if line.needs != Need()]
    assert len(understood) == 1
    assert without_line(left, understood[0]) is None


@pytest.mark.parametrize(
    ("need", "listed"),
    [
        ({}, ({}, False)),
        ({"sql": 3}, ({"sql": 3}, False)),
        ({"any_of": [{"sql": 3}, {"r": 1}]}, ({"sql": 3, "r": 1}, True)),
        ({"any_of": [{"sql": 3}, {"sql": 2}]}, None),
        ({"sql": 3, "any_of": [{"r": 1}, {"python": 1}]}, None),
        ({"at_least": {2: [{"sql": 3}, {"r": 1}, {"python": 1}]}}, None),
    ],
)
def test_only_a_plain_list_is_taken_for_one(need, listed):
    assert as_list(Need.of(need)) == listed


def test_a_line_that_was_not_understood_is_asked_about_as_its_kind_is(shipped):
    report = read_job("Requirements\n- SQL\n- Flurbing licence required\n- Flurbing\n", shipped)
    asked = [asks_words(line, report, shipped).text for line in report.role.lines]
    assert asked[0] == "SQL 3 (working)"
    assert asked[1].startswith("This line may be a gate of law")
    assert asked[2].startswith("This line was not understood.")


def test_a_posting_is_a_role_like_any_other(job, shipped):
    book = with_roles(shipped, [job.role])
    me = Profile(have={"sql": 3, "spreadsheets": 3})
    assert audit(me, "posting", book).lines
    assert find_plan(me, "posting", book).question.role == job.role


def test_a_posting_is_kept_and_comes_back(job, shipped):
    kept = Kept(person=Profile(love={"posting": 5}), role="posting", posting=job)
    assert read_kept(kept_text(kept, shipped), shipped) == kept


def test_what_can_be_undone_of_a_posting_is_kept_and_comes_back(job, shipped):
    before = without_line(job, 1)
    kept = Kept(person=Profile(name="A"), role="data-analyst", posting_left=job, posting_before=(before, job))
    assert read_kept(kept_text(kept, shipped), shipped) == kept


@pytest.mark.parametrize("at", ["posting_left: {title: X, lines: [%s]}", "posting_before: [{title: X, lines: [%s]}]"])
def test_what_can_be_undone_asks_for_no_unknown_skill(shipped, at):
    with pytest.raises(RulesError) as refused:
        read_kept("person: {name: A}\n" + at % "{text: a, needs: {no-such-skill: 3}}" + "\n", shipped)
    assert [problem.id for problem in refused.value.problems] == ["unknown-skill"]


def test_a_line_that_was_passed_over_is_asked_after_all(shipped):
    report = read_job("Data analyst\nRequirements\n- SQL\nWhat we offer\n- A dental plan\n***\n", shipped)
    assert [line.text for line in passed_over(report)][-1] == "A dental plan"
    changed = asked_after_all(report, len(passed_over(report)) - 1, asked_for({"tableau": 2}, any_one=False))
    assert [(line.text, line.needs.data()) for line in changed.role.lines] == [
        ("SQL", {"sql": 3}),
        ("A dental plan", {"tableau": 2}),
    ]
    assert len(passed_over(changed)) == len(passed_over(report)) - 1
    assert len(changed.lines) == len(report.lines)


def test_a_kept_posting_that_asks_for_an_unknown_skill_is_refused(shipped):
    text = "person: {name: A}\nrole: posting\nposting: {title: X, lines: [{text: a, needs: {no-such-skill: 3}}]}\n"
    with pytest.raises(RulesError, match="no-such-skill"):
        read_kept(text, shipped)


def test_a_kept_posting_without_a_line_that_was_understood_is_refused(shipped):
    with pytest.raises(RulesError) as refused:
        read_kept("person: {name: A}\nposting: {title: X, lines: [{text: a, needs: {}}]}\n", shipped)
    assert [found.id for found in refused.value.problems] == ["need"]


def test_plans_that_were_replaced_are_kept_with_what_became_of_them(shipped):
    person = read_kept("have: {spreadsheets: 3}\n", shipped).person
    plan = find_plan(person, "reporting-assistant", shipped)
    before = past(plan, (Marked(step=plan.steps[0].step.id, mark="failed"),))
    kept = keep(plan, earlier=(before,))
    assert before[0].mark == "failed"
    assert read_kept(kept_text(kept, shipped), shipped) == kept
