"""Exports: the same answer as a page, Markdown, calendar and tables, and one file that brings it all back."""

import csv
import io
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from planner import (
    Fact,
    Have,
    HeldRole,
    Limits,
    Profile,
    RulesError,
    WrongUse,
    audit,
    explain,
    find_plan,
    judge,
    load_profile,
)
from planner.exchange.edit import check_edit, entry_text, impact, may_write, save_rules
from planner.exchange.kept import Kept, Marked, keep, kept_text, read_kept
from planner.exchange.neighbourhood import neighbourhood
from planner.exchange.person import months, person_text, weeks_in, with_job, with_levels
from planner.exchange.report import Words, literal, make_report, report_html, report_markdown
from planner.exchange.series import lane, moments
from planner.exchange.tables import audit_csv, calendar_file, defused, plan_csv
from planner.explanation import node_words
from planner.planning.spending import given_up_in_all
from planner.reasoning.background import background
from planner.reasoning.graph import skills_graph
from planner.rulebook.lint import check
from planner.rulebook.source import read_layer

EXAMPLES = sorted((Path(__file__).parent.parent / "planner" / "examples").glob("*.yaml"))
HOSTILE = '<script>alert(1)</script> [click](http://example.org) ![x](y) `code` | cell $1$ "quoted" =1+1'


@pytest.fixture(scope="module")
def maya(shipped):
    return load_profile(EXAMPLES[0].with_name("maya.yaml"), shipped)


@pytest.fixture(scope="module")
def plan(maya, shipped):
    return find_plan(maya, "instructional-designer", shipped)


@pytest.fixture(scope="module")
def found(maya, shipped):
    return audit(maya, "instructional-designer", shipped)


def words_of(answer, found, rules, person) -> Words:
    return Words(
        tuple(sentence.text for sentence in explain(judge(person, found.role, rules), rules)),
        tuple(tuple(sentence.text for sentence in explain(line, rules)) for line in found.lines),
        tuple(tuple(sentence.text for sentence in explain(item, rules)) for item in answer.steps),
        (explain(answer, rules)[0].text,),
        (explain(answer, rules)[-1].text,),
    )


class Text(HTMLParser):
    """Collects the tags of a page and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.links, self.text = set(), [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "onclick", "onload")]

    def handle_data(self, data):
        self.text += data


# people


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_the_same_person_after_being_kept_and_read(file, shipped):
    person = load_profile(file, shipped)
    assert read_kept(person_text(person, shipped), shipped).person == person
    assert read_kept(kept_text(Kept(person=person), shipped), shipped) == Kept(person=person)


def test_a_kept_plan_brings_back_person_question_and_progress(plan, shipped):
    kept = keep(plan, (Marked(step=plan.ids[0], mark="done"), Marked(step=plan.ids[1], mark="late", weeks=3)), week=7)
    back = read_kept(kept_text(kept, shipped), shipped)
    assert back == kept
    assert back.plan == plan.ids
    assert find_plan(back.person, back.role, shipped, prefer=back.prefer, aim=back.aim).ids == plan.ids


@pytest.mark.parametrize("role", ["", "instructional-designer"])
@pytest.mark.parametrize("wishes", [("steps", "all"), ("money", "all"), ("steps", "hireable"), ("time", "hireable")])
def test_wishes_come_back_whether_or_not_a_job_is_chosen(role, wishes, maya, shipped):
    prefer, aim = wishes
    kept = Kept(person=maya, role=role, prefer=prefer, aim=aim)
    assert read_kept(kept_text(kept, shipped), shipped) == kept


def test_what_a_kept_file_names_wrongly_is_marked_where_it_stands(plan, shipped):
    step = plan.ids[0]
    text = (
        "made_for: {person: {}, role: nope, under_way: [{step: nope, weeks: 2}]}\n"
        f"person: {{name: A}}\nrole: nope\nplan: [{step}, nope]\n"
        f"marks:\n  - {{step: {step}, mark: done}}\n  - {{mark: done, step: nope}}\n"
        f"earlier:\n  - [{{step: nope, first: 1, last: 2}}]\n"
    )
    with pytest.raises(RulesError) as refused:
        read_kept(text, shipped)
    lines = text.splitlines()
    assert [problem.line for problem in refused.value.problems] == [1, 1, 3, 4, 7, 9]
    for problem in refused.value.problems:
        assert problem.what == "'nope' is not in these rules"
        assert lines[problem.line - 1][problem.column - 1 :].startswith("nope")


def test_a_mark_that_does_not_exist_is_marked_where_it_stands(plan, shipped):
    with pytest.raises(RulesError) as refused:
        read_kept(f"person: {{}}\nmarks:\n  - step: {plan.ids[0]}\n    mark: oops\n", shipped)
    assert [(problem.line, problem.column) for problem in refused.value.problems] == [(4, 11)]


def test_words_that_yaml_would_bend_stay_words(shipped):
    evidence = ("&anchor", "- dash", "null", 'Ünï "q"')
    person = Profile(name="no: *yes # 12:30", have={"sql": Have(level=3, evidence=evidence)})
    assert read_kept(person_text(person, shipped), shipped).person == person


def test_a_credential_is_written_as_held(shipped):
    assert "bachelors-degree: held" in person_text(Profile(have={"bachelors-degree": Have(level=1)}), shipped)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("person: &a {name: A}\nother: *a\n", "anchor"),
        ("person: !!python/object:os.system {}\n", "tag"),
        ("person: {name: A}\nrole: no-such-role\n", "unknown-role"),
        ("person: {name: A}\nplan: [no-such-step]\n", "unknown-step"),
        ("person: {have: {no-such-skill: 3}}\n", "unknown-skill"),
        ("person: {name: A}\nmarks: [{step: x}]\n", "missing-key"),
        ("person: {name: A}\nextra: 1\n", "unknown-key"),
        ("[" * 100, "too-deep"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_problem(text, problem, shipped):
    with pytest.raises(RulesError) as refused:
        read_kept(text, shipped)
    assert problem in {found.id for found in refused.value.problems}


def test_a_file_over_five_megabytes_is_refused(shipped):
    with pytest.raises(RulesError, match="larger than 5 MB"):
        read_kept(b"name: " + b"a" * 5_000_001, shipped)


def test_a_job_gives_a_first_draft_with_its_pay(shipped):
    person = with_job(Profile(), "registered-nurse", 5, shipped)
    assert person.current_pay == shipped.roles["registered-nurse"].pay
    assert background(person, shipped).levels


def test_a_draft_of_an_unknown_job_is_a_wrong_use(shipped):
    with pytest.raises(WrongUse, match="no role 'dragon-tamer'"):
        with_job(Profile(), "dragon-tamer", 5, shipped)


def test_the_report_tells_pay_given_up_from_prices(shipped):
    engineer = with_job(Profile(), "mechanical-engineer", 5, shipped)
    plan = find_plan(engineer, "secondary-school-teacher", shipped)
    found = audit(engineer, "secondary-school-teacher", shipped)
    report = make_report(plan, found, shipped, words_of(plan, found, shipped, engineer))
    part = next(part for part in report.parts if part.heading == "The plan")
    assert part.header[5:7] == ("USD to pay", "USD of pay given up")
    for item, row in zip(plan.steps, part.rows, strict=True):
        paid, lost = (int(cell.replace(",", "")) for cell in row[5:7])
        assert (paid, paid + lost) == (item.step.cost, item.cost)
    assert given_up_in_all(plan) + sum(item.step.cost for item in plan.steps) == plan.totals.money


def test_a_new_job_follows_the_one_that_goes_on_and_leaves_the_rest(shipped):
    nurse, pay = shipped.roles["registered-nurse"], shipped.roles["journalist"].pay
    person = with_job(Profile(), "journalist", 2.5, shipped).model_copy(
        update={"name": "Ada", "have": {"sql": Have(level=3)}}
    )
    moved = with_job(person, "registered-nurse", 2.5, shipped)
    assert moved == person.model_copy(update={"roles_held": moved.roles_held, "current_pay": nurse.pay})
    assert [(held.role, str(held.years)) for held in moved.roles_held] == [("registered-nurse", "2.5")]
    typed = person.model_copy(update={"current_pay": pay + 1})
    assert with_job(typed, "registered-nurse", 1, shipped).current_pay == pay + 1


def test_a_job_that_has_ended_stays_when_another_begins(shipped):
    ended = HeldRole(role="registered-nurse", years=9, until=2024)
    moved = with_job(Profile(roles_held=(ended,)), "journalist", 1, shipped)
    assert moved.roles_held == (HeldRole(role="journalist", years=1), ended)
    assert moved.current_pay == shipped.roles["journalist"].pay


@given(data=st.data())
def test_levels_said_by_hand_are_the_levels_one_has(data, shipped):
    person = with_job(Profile(), "registered-nurse", 5, shipped)
    skills = [id for id, skill in shipped.skills.items() if skill.kind != "credential"]
    said = data.draw(st.dictionaries(st.sampled_from(skills), st.integers(0, 5), max_size=6))
    levels = background(with_levels(person, said, shipped), shipped).levels
    before = background(person, shipped).levels
    expected = {**before, **said}
    assert levels == {skill: level for skill, level in expected.items() if level}


def test_what_was_lacking_is_had_once_it_is_said_and_comes_back_from_a_file(shipped):
    person = with_job(Profile(lacks=("rn-licence", "sql")), "registered-nurse", 5, shipped)
    assert read_kept(person_text(person, shipped), shipped).person == person
    assert "rn-licence" not in background(person, shipped).levels
    claimed = with_levels(person, {"rn-licence": 1}, shipped)
    assert claimed.lacks == ("sql",)
    assert background(claimed, shipped).levels["rn-licence"] == 1
    assert claimed.roles_held == person.roles_held


def test_raising_a_level_keeps_the_job_and_lowering_one_writes_it_out(shipped):
    person = with_job(Profile(), "registered-nurse", 5, shipped)
    skill, level = next(iter(background(person, shipped).levels.items()))
    assert with_levels(person, {"sql": 3}, shipped).roles_held == person.roles_held
    lowered = with_levels(person, {skill: level - 1}, shipped)
    assert lowered.roles_held == ()
    assert any("Registered nurse, 5 years" in have.evidence for have in lowered.have.values())


@given(st.integers(0, 5200))
def test_weeks_survive_being_shown_as_months(weeks):
    assert weeks_in(months(weeks)) == weeks


# series


def test_readiness_ends_with_every_line_met_and_never_falls(plan, found, shipped):
    points = moments(plan, found, shipped)
    assert [point.week for point in points] == list(range(plan.totals.weeks + 1))
    assert points[0].met == len(found.must) - len(found.gaps)
    assert points[-1].met == points[-1].lines == len(found.must)
    assert all(a.met <= b.met for a, b in pairwise(points))
    assert [point.money for point in points[1:]] == list(plan.curve)


# tables and calendar


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", " =1"])
def test_cells_that_a_spreadsheet_would_run_are_defused(cell):
    assert defused(cell) == f"'{cell}"


def test_numbers_stay_numbers_in_tables():
    assert (defused(-3), defused(0), defused("plain")) == ("-3", "0", "plain")


def test_the_audit_table_holds_every_line_once(found, shipped):
    said = [" ".join(sentence.text for sentence in explain(line, shipped)) for line in found.lines]
    header, *rows = csv.reader(io.StringIO(audit_csv(found, said)))
    assert header == ["line", "text", "kind", "status", "what answers it", "through"]
    assert [row[3] for row in rows] == [line.status for line in found.lines]


def test_the_plan_table_holds_every_step_in_order(plan):
    rows = list(csv.DictReader(io.StringIO(plan_csv(plan))))
    assert [row["title"] for row in rows] == [item.step.label for item in plan.steps]
    assert [int(row["cost"]) for row in rows] == [item.cost for item in plan.steps]


def test_the_plan_table_tells_pay_given_up_from_prices(shipped):
    plan = find_plan(Profile(current_pay=52_000), "electrician", shipped)
    rows = list(csv.DictReader(io.StringIO(plan_csv(plan))))
    lost = [int(row["of it pay given up"]) for row in rows]
    assert [int(row["cost"]) - gone for row, gone in zip(rows, lost, strict=True)] == [s.step.cost for s in plan.steps]
    assert sum(lost) > 0


def test_a_calendar_event_covers_the_weeks_of_its_step(plan):
    said = ["words, with; signs\nand lines"] * len(plan.steps)
    events = Calendar.from_ical(calendar_file(plan, date(2026, 1, 5), said)).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [item.step.label for item in plan.steps]
    for event, item in zip(events, plan.steps, strict=True):
        assert (event.decoded("DTSTART") - date(2026, 1, 5)).days == 7 * item.start_week
        assert (event.decoded("DTEND") - event.decoded("DTSTART")).days == 7 * (item.end_week - item.start_week)
        assert str(event["DESCRIPTION"]) == said[0]


def test_a_later_calendar_moves_the_events_of_an_earlier_one(plan):
    first, later = (
        Calendar.from_ical(calendar_file(plan, start, [""] * len(plan.steps))).walk("VEVENT")
        for start in (date(2026, 1, 5), date(2026, 3, 2))
    )
    assert [event["UID"] for event in first] == [event["UID"] for event in later]
    assert len({event["UID"] for event in first}) == len(plan.steps)


# report


def test_the_report_holds_verdict_audit_plan_proof_and_sources(plan, found, maya, shipped):
    report = make_report(plan, found, shipped, words_of(plan, found, shipped, maya))
    headings = [part.heading for part in report.parts]
    assert headings == [
        "Verdict",
        "Line by line",
        "The plan",
        "Why nothing shorter exists",
        "From what you have to what the job asks for",
        "Sources",
    ]
    page = Text(report_html(report))
    for words in [line.text for line in found.role.lines] + [item.step.label for item in plan.steps]:
        assert words in page.text
        assert literal(words) in report_markdown(report)


def test_the_report_needs_nothing_from_outside(plan, found, maya, shipped):
    page = report_html(make_report(plan, found, shipped, words_of(plan, found, shipped, maya)))
    assert Text(page).links == []
    assert not Text(page).tags & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in page
    assert "@import" not in page


def test_an_impossible_answer_makes_a_report_too(maya, shipped):
    person = maya.model_copy(update={"limits": Limits(weeks=0)})
    answer, found = find_plan(person, "data-analyst", shipped), audit(person, "data-analyst", shipped)
    lines = tuple(tuple(sentence.text for sentence in explain(line, shipped)) for line in found.lines)
    words = Words(("v",), lines, (), tuple(sentence.text for sentence in explain(answer, shipped)))
    report = make_report(answer, found, shipped, words)
    assert "There is no plan for Data analyst" in Text(report_html(report)).text


def test_hostile_names_are_text_in_every_report(found, maya, shipped):
    person = maya.model_copy(update={"name": HOSTILE, "have": {"sql": Have(level=2, evidence=(HOSTILE,))}})
    answer, seen = find_plan(person, "data-analyst", shipped), audit(person, "data-analyst", shipped)
    report = make_report(answer, seen, shipped, words_of(answer, seen, shipped, person))
    page = Text(report_html(report))
    assert HOSTILE in page.text
    assert not page.tags & {"script", "a", "img"}
    shown = Text(MarkdownIt("gfm-like", {"linkify": False}).render(report_markdown(report)))
    assert HOSTILE in shown.text
    assert not shown.tags & {"script", "a", "img", "code"}


# the graph in words


def test_every_node_of_the_graph_can_say_why_it_is_there(plan, found, shipped):
    graph = skills_graph(found, [item.step for item in plan.steps], shipped)
    for node in graph:
        assert node_words(node, graph, found, plan, shipped), node


# editing


@pytest.fixture
def folder(tmp_path):
    """skills and one step"""
    skills = "skills:\n  sql: {name: SQL}\n  # a remark\n  python:\n    name: Python\n"
    steps = "steps:\n  course: {title: Course, gives: {sql: 2}, hours: 10}\n"
    (tmp_path / "skills.yaml").write_text(skills, encoding="utf-8")
    (tmp_path / "steps.yaml").write_text(steps, encoding="utf-8")
    return tmp_path


def test_an_edit_is_checked_with_all_the_other_files(folder):
    layers = [read_layer(folder)]
    name = next(source.name for source in layers[0] if source.name.endswith("steps.yaml"))
    problems, book = check_edit(layers, name, "steps:\n  course: {title: Course, gives: {sqll: 2}, hours: 10}\n")
    assert [(problem.line, problem.id) for problem in problems] == [(2, "unknown-skill")]
    assert book is None
    problems, book = check_edit(layers, name, "steps:\n  course: {title: Course, gives: {python: 2}, hours: 10}\n")
    assert {problem.severity for problem in problems} == {"warning"}
    assert book is not None
    assert book.steps["course"].gives == (Fact("python", 2),)


def test_an_edit_has_the_problems_that_the_command_reports(folder):
    up = "{from: sql, to: python, because: x, example: {have: {sql: 2}, so: {python: 2}}}"
    back = "{needs: {python: 2}, gives: {sql: 3}, because: x, example: {have: {python: 2}, so: {sql: 3}}}"
    text = f"transfers:\n  up: {up}\n  back: {back}\n"
    (folder / "transfers.yaml").write_text("transfers: {}\n", encoding="utf-8")
    layers = [read_layer(folder)]
    name = next(source.name for source in layers[0] if source.name.endswith("transfers.yaml"))
    problems, book = check_edit(layers, name, text)
    (folder / "transfers.yaml").write_text(text, encoding="utf-8")
    assert "inflating-transfers" in {problem.id for problem in problems}
    assert list(problems) == check(folder)
    assert book is None


def test_saving_keeps_the_version_before_and_leaves_nothing_else_behind(folder):
    before = (folder / "skills.yaml").read_text(encoding="utf-8")
    previous = save_rules(folder, "skills.yaml", "skills: {}\n")
    assert previous.read_text(encoding="utf-8") == before
    assert (folder / "skills.yaml").read_text(encoding="utf-8") == "skills: {}\n"
    assert sorted(file.name for file in folder.iterdir()) == ["skills.yaml", "skills.yaml.previous", "steps.yaml"]


def test_a_file_whose_suffix_is_in_capitals_is_read_and_so_it_is_saved(folder):
    (folder / "skills.yaml").rename(folder / "SKILLS.YAML")
    assert [source.name[-11:] for source in read_layer(folder)] == ["SKILLS.YAML", "/steps.yaml"]
    save_rules(folder, "SKILLS.YAML", "skills: {z: {}}\n")
    assert (folder / "SKILLS.YAML").read_text(encoding="utf-8") == "skills: {z: {}}\n"


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/outside.yaml", "skills.txt", "skills.yaml/../../x.yaml"])
def test_saving_never_leaves_the_folder(folder, name):
    with pytest.raises(WrongUse):
        save_rules(folder, name, "x")


def test_saving_never_writes_into_the_program():
    program = Path(__file__).parent.parent / "planner"
    assert not may_write(program)
    assert not may_write(program / "_rules")
    with pytest.raises(WrongUse, match="cannot be saved"):
        save_rules(program / "examples", "maya.yaml", "x")


def test_an_entry_is_shown_as_it_is_written():
    text = "skills:\n  sql:\n    name: SQL\n\n    field: data\n  python: {name: Python}\n"
    assert entry_text(text, 2) == "sql:\n  name: SQL\n\n  field: data"
    assert entry_text(text, 6) == "python: {name: Python}"


def test_impact_names_whom_a_change_moves(folder):
    roles = "roles:\n  analyst: {title: Analyst, lines: [{text: Queries, needs: {sql: 2}}]}\n"
    (folder / "roles.yaml").write_text(roles, encoding="utf-8")
    layers = [read_layer(folder)]
    name = next(source.name for source in layers[0] if source.name.endswith("steps.yaml"))
    _, before = check_edit(layers, name, next(s.text for s in layers[0] if s.name == name))
    people = {"Ann": Kept(person=Profile(love={"analyst": 5, "posting": 4}))}
    (same,) = impact(before, before, people)
    assert not same.changed
    heard = []
    _, after = check_edit(layers, name, "steps:\n  course: {title: Course, gives: {sql: 2}, hours: 90}\n")
    (moved,) = impact(before, after, people, progress=lambda done, of: heard.append((done, of)))
    assert moved.changed
    assert (moved.before.totals.weeks, moved.after.totals.weeks) == (2, 12)
    assert heard == [(1, 1)]


def test_whom_a_change_moves_is_asked_of_the_role_somebody_wants_and_in_their_order_of_wishes(folder):
    roles = "roles:\n  analyst: {title: Analyst, lines: [{text: Queries, needs: {sql: 2}}]}\n"
    (folder / "roles.yaml").write_text(roles + "  clerk: {title: Clerk, lines: [{text: Any, needs: {sql: 1}}]}\n")
    _, book = check_edit([read_layer(folder)], "", "")
    ann = Kept(person=Profile(love={"clerk": 5, "analyst": 4}), role="analyst", prefer="money", aim="hireable")
    moved = impact(book, book, {"Ann": ann, "Bob": Kept(person=Profile(), role="posting")})
    asked = [(it.candidate.role, it.candidate.prefer, it.candidate.aim) for it in moved]
    assert asked == [("analyst", "money", "hireable"), ("clerk", "steps", "all")]


# the neighbourhood


def test_a_skill_comes_from_what_brings_it_and_leads_to_what_asks_for_it(folder):
    roles = "roles:\n  analyst: {title: Analyst, lines: [{text: Queries, needs: {sql: 2}}]}\n"
    (folder / "roles.yaml").write_text(roles, encoding="utf-8")
    _, book = check_edit([read_layer(folder)], "", "")
    assert sorted(neighbourhood("sql", book).edges) == [("course", "sql"), ("sql", "analyst")]
    assert sorted(neighbourhood("course", book).edges) == [("course", "sql")]


def test_a_busy_skill_shows_no_more_neighbours_than_asked(shipped):
    graph = neighbourhood("spreadsheets", shipped, most=5)
    assert len(graph) == 11
    whole = neighbourhood("spreadsheets", shipped, most=5 + graph.graph["left_off"])
    assert (len(whole), whole.graph["left_off"]) == (len(graph) + graph.graph["left_off"], 0)


def test_a_full_time_step_takes_the_working_week_and_any_other_the_spare_hours(plan):
    (item, *_) = plan.steps
    full_time = item.step.model_copy(update={"full_time": True})
    part_time = item.step.model_copy(update={"full_time": False})
    assert lane(replace(item, step=full_time)) == "working week"
    assert lane(replace(item, step=part_time)) == "spare hours"
