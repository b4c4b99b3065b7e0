"""Every page, in every state a visitor can bring it into."""

import json
import re
import shutil

import pytest

from planner import find_plan, load_rules
from planner.exchange.kept import read_kept
from planner.exchange.person import person_text
from planner.rulebook.source import shipped_rules

PAGES = ["what_if", "explore", "progress"]


def started(app):
    app.run()
    assert not app.exception
    return app


def press(app, key):
    next(button for button in app.button if button.key == key).click()
    app.run()
    assert not app.exception
    return app


def with_example(app, name="Maya"):
    return press(started(app), f"try_{name}")


def page_of(app, name):
    app.switch_page(f"views/{name}.py").run()
    assert not app.exception
    return app


def said(app) -> str:
    """Everything the page says in our own HTML and in Streamlit's texts."""
    kinds = ("html", "markdown", "caption", "info", "warning", "success", "error", "title", "subheader", "header")
    return "\n".join(str(getattr(item, "body", None) or item.value) for kind in kinds for item in app.get(kind))


# Pivot


def test_an_empty_start_page_says_what_to_do(app):
    started(app)
    assert "Choose what you do now and what you'd love." in said(app).replace("&#x27;", "'")
    assert "To the answer" not in said(app)
    assert {button.key for button in app.button} >= {"try_Maya", "try_Omar", "try_Grace", "try_Lena", "try_Tomás"}


def test_two_choices_give_a_verdict_and_a_plan(app):
    started(app)
    app.selectbox(key="job").select("secondary-school-teacher").run()
    app.selectbox(key="role").select("instructional-designer").run()
    assert not app.exception
    assert 'class="headline"' in said(app)
    assert '<p class="stand">◐ a stretch</p>' in said(app)
    assert "To the answer" in said(app)
    assert 'class="card"' in said(app)
    assert "Why nothing shorter exists" in [expander.label for expander in app.expander]


def test_a_job_is_found_by_every_name_it_goes_by(app, shipped):
    started(app)
    alias = shipped.roles["accountant"].aliases[0]
    for key in ("job", "role"):
        app.selectbox(key=key).select(f"accountant {alias}").run()
        assert not app.exception
        assert app.selectbox(key=key).value == "accountant"
    assert [held.role for held in app.session_state["person"].roles_held] == ["accountant"]
    assert app.session_state["asked"]["role"] == "accountant"


def test_a_link_finds_a_job_by_another_name(app, shipped):
    app.query_params["role"] = f"{shipped.roles['accountant'].aliases[0].capitalize()} (Accountant)"
    started(app)
    assert app.session_state["asked"]["role"] == "accountant"


def test_who_does_not_find_their_job_tells_what_they_have_done(app):
    press(started(app), "no_job")
    app.text_area(key="background_text").set_value("Kept bees for nine years. Expert in SQL.")
    press(press(app, "background_read"), "accept")
    assert app.session_state["person"].have["sql"].level == 5


def test_a_target_alone_shows_what_the_job_asks(app, shipped):
    started(app)
    app.selectbox(key="role").select("data-analyst").run()
    assert shipped.roles["data-analyst"].lines[0].text in said(app)


def test_an_example_fills_in_every_input(app):
    with_example(app, "Grace")
    assert app.selectbox(key="job").value == "registered-nurse"
    assert app.selectbox(key="role").value == "health-informatics-specialist"
    assert app.number_input(key="years").value == 12
    assert app.number_input(key="hours").value == 6
    assert app.number_input(key="budget").value == 5000
    assert app.toggle(key="earn").value is True
    assert app.text_input(key="person_name").value == "Grace"


def test_what_was_typed_comes_back_after_a_look_at_examples(app):
    started(app)
    app.selectbox(key="job").select("secondary-school-teacher").run()
    app.selectbox(key="role").select("data-analyst").run()
    app.number_input(key="budget").set_value(700).run()
    opened(app, "more_part")
    app.text_input(key="person_name").set_value("Ida").run()
    opened(app, "skills_part")
    app.selectbox(key="new_skill").select("sql").run()
    typed = app.session_state["person"]
    assert "bring_back" not in [button.key for button in app.button]
    opened(app, "start_part")
    press(press(app, "example_Maya"), "example_Omar")
    assert app.session_state["person"].name == "Omar"
    press(app, "bring_back")
    assert app.session_state["person"] == typed
    assert (typed.name, app.selectbox(key="job").value) == ("Ida", "secondary-school-teacher")
    assert (app.selectbox(key="role").value, app.number_input(key="budget").value) == ("data-analyst", 700)
    assert "bring_back" not in [button.key for button in app.button]


def test_an_example_that_was_changed_comes_back_too(app):
    with_example(app)
    app.number_input(key="budget").set_value(700).run()
    opened(app, "start_part")
    press(press(app, "example_Omar"), "bring_back")
    assert (app.session_state["person"].name, app.number_input(key="budget").value) == ("Maya", 700)


def test_an_impossible_question_says_which_limits_clash(app):
    with_example(app)
    app.number_input(key="months").set_value(0.5).run()
    assert not app.exception
    assert "There is no plan for Instructional designer" in said(app)


def test_where_there_is_no_plan_a_change_is_asked_with_a_click(app):
    with_example(app)
    app.number_input(key="months").set_value(1.0).run()
    weeks = app.session_state["person"].limits.weeks
    assert "The least that would have to change" in said(app)
    press(app, "change_0")
    assert 'class="card"' in said(app)
    assert app.session_state["person"].limits.weeks > weeks
    assert app.number_input(key="months").value > 1


def test_a_line_is_waived_only_where_things_are_tried_out(app):
    with_example(app)
    app.number_input(key="budget").set_value(100).run()
    assert "If this line were waived" in said(app)
    assert not [button for button in app.button if "waived" in button.label]
    page_of(app, "what_if")
    press(app, next(button.key for button in app.button if "waived" in button.label))
    assert "There is no plan" not in said(app)


def test_a_waived_line_is_named_and_stays_so_on_this_page_until_it_is_asked_for_again(app):
    with_example(app)
    app.number_input(key="budget").set_value(100).run()
    page_of(app, "what_if")
    assert "As if this line were waived" not in said(app)
    pressed = next(button for button in app.button if "waived" in button.label)
    text = re.search(r"waived: (.*?): then", pressed.label.replace("\\", ""))[1]
    press(app, pressed.key)
    named = f"As if this line were waived: “{text}”."
    assert named in said(app)
    assert said(app).index(named) < said(app).index('class="totals"')
    assert "“Keep these limits” does not keep it" in said(app)
    app.slider(key="w_hours").set_value(12).run()
    press(app, "keep")
    assert app.session_state["person"].limits.hours_per_week == 12
    assert named in said(app)
    assert "There is no plan" not in said(app)
    press(app, "unwaive")
    assert "As if this line were waived" not in said(app)
    assert "There is no plan" in said(app)


def test_back_to_my_limits_waives_nothing(app):
    with_example(app)
    app.number_input(key="budget").set_value(100).run()
    page_of(app, "what_if")
    press(app, next(button.key for button in app.button if "waived" in button.label))
    press(app, "reset")
    assert "As if this line were waived" not in said(app)
    assert "There is no plan" in said(app)


def test_a_search_for_changes_that_was_cut_short_says_so(app, monkeypatch):
    """The pages wait no longer than their patience."""
    with_example(app)
    import answers

    monkeypatch.setattr(answers, "PATIENCE", 0.0)
    app.number_input(key="months").set_value(0.25).run()
    assert not app.exception
    assert "The time ran out before a change was found that frees a plan; there may be one." in said(app)
    assert "No change that was tried" not in said(app)
    press(app, "look_longer")
    assert "The least that would have to change" in said(app)
    assert not [button for button in app.button if button.key == "look_longer"]
    app.number_input(key="budget").set_value(0).run()  # another question waits no longer
    assert [button for button in app.button if button.key == "look_longer"]


def test_someone_who_is_there_already_needs_no_step(app):
    started(app)
    app.selectbox(key="job").select("secondary-school-teacher").run()
    app.selectbox(key="role").select("secondary-school-teacher").run()
    assert not app.exception
    assert "No step is needed" in said(app)


def test_the_status_filter_shows_only_those_lines(app):
    with_example(app)
    status = next(group for group in app.get("button_group") if group.key == "status")
    status.set_value(["missing"]).run()
    table = next(item.body for item in app.get("html") if "table" in item.body and "lines" in item.body)
    assert "missing" in table
    assert "s-met" not in table


def test_each_open_line_asks_whether_one_has_what_it_asks_for(app):
    """The buttons stand in the table itself; what pressing one does only a browser shows."""
    with_example(app)
    table = next(item.body for item in app.get("html") if 'class="pp lines"' in item.body)
    for row in table.split("<tr>")[2:]:
        assert ("data-claim=" in row) == ("s-met" not in row and "s-carry" not in row)
    assert 'data-claim="masters-degree 1">I have this: Master&#x27;s degree (held)<' in table
    assert 'data-claim="instructional-writing 3">I have this: Writing learning materials 3 (working)<' in table


def test_a_skill_can_be_lowered_and_the_audit_follows(app):
    opened(with_example(app), "skills_part")
    before = said(app)
    level = next(box for box in app.selectbox if (box.key or "").startswith("level_assessment-design_"))
    level.select(0).run()
    assert not app.exception
    assert said(app) != before


def test_a_lowered_skill_parts_the_skills_from_the_job_and_the_page_says_so(app):
    opened(with_example(app), "skills_part")
    words = "other years here change none of them"
    assert words not in said(app)
    next(box for box in app.selectbox if (box.key or "").startswith("level_assessment-design_")).select(0).run()
    assert words in said(app)
    app.selectbox(key="job").select("journalist").run()
    assert words not in said(app)


def test_a_skill_can_be_added(app):
    opened(with_example(app), "skills_part")
    app.selectbox(key="new_skill").select("sql")
    opened(app, "skills_part")
    next(box for box in app.selectbox if (box.key or "").startswith("level_sql_")).select(4).run()
    assert not app.exception
    assert app.session_state["person"].have["sql"].level == 4


def test_another_job_can_be_added(app):
    with_example(app)
    app.multiselect(key="other_jobs").select("journalist").run()
    assert not app.exception
    assert [held.role for held in app.session_state["person"].roles_held] == ["secondary-school-teacher", "journalist"]


def test_a_new_job_takes_the_place_of_the_first_and_of_nothing_else(app):
    with_example(app)
    app.multiselect(key="other_jobs").select("journalist").run()
    before = app.session_state["person"]
    app.selectbox(key="job").select("registered-nurse").run()
    assert not app.exception
    person = app.session_state["person"]
    assert [held.role for held in person.roles_held] == ["registered-nurse", "journalist"]
    assert person.model_copy(update={"roles_held": before.roles_held}) == before


def test_a_job_taken_back_is_not_counted_and_the_other_jobs_are(app):
    started(app)
    app.selectbox(key="job").select("secondary-school-teacher").run()
    app.multiselect(key="other_jobs").select("journalist").run()
    app.selectbox(key="job").set_value(None).run()
    assert not app.exception
    person = app.session_state["person"]
    assert ([held.role for held in person.roles_held], person.current_pay) == (["journalist"], 0)
    assert app.multiselect(key="other_jobs").value == ["journalist"]
    app.selectbox(key="job").select("registered-nurse").run()
    assert [held.role for held in app.session_state["person"].roles_held] == ["registered-nurse", "journalist"]


def test_a_new_job_brings_its_own_pay_where_nobody_typed_another(app, shipped):
    started(app)
    app.selectbox(key="job").select("secondary-school-teacher").run()
    app.selectbox(key="job").select("registered-nurse").run()
    assert app.number_input(key="pay").value == shipped.roles["registered-nurse"].pay
    assert [held.role for held in app.session_state["person"].roles_held] == ["registered-nurse"]
    app.number_input(key="pay").set_value(12_345).run()
    app.selectbox(key="job").select("journalist").run()
    assert app.number_input(key="pay").value == app.session_state["person"].current_pay == 12_345


def test_an_accepted_background_outlives_a_new_job(app):
    """The nurse of the text stopped in 2024, so what is done now stands beside it."""
    press(read_text(started(app), "background", RESUME), "accept")
    before = app.session_state["person"]
    app.selectbox(key="job").select("journalist").run()
    assert not app.exception
    person = app.session_state["person"]
    assert (person.name, person.have) == ("Jo Miller", before.have)
    assert [held.role for held in person.roles_held] == ["journalist", "registered-nurse"]
    assert person.roles_held[1].years == before.roles_held[0].years
    assert app.multiselect(key="other_jobs").value == ["registered-nurse"]


def test_a_job_that_was_held_before_becomes_the_present_one_with_its_years(app):
    with_example(app)
    app.multiselect(key="other_jobs").select("journalist").run()
    app.number_input(key="other_journalist").set_value(7.0).run()
    app.selectbox(key="job").select("journalist").run()
    held = app.session_state["person"].roles_held
    assert [(job.role, float(job.years)) for job in held] == [("journalist", 7.0)]
    assert app.number_input(key="years").value == 7


def test_pay_given_up_is_told_apart_from_prices(app, shipped):
    started(app)
    app.selectbox(key="job").select("mechanical-engineer").run()
    app.selectbox(key="role").select("secondary-school-teacher").run()
    assert re.search(r"USD [\d,]+ to pay \+ USD [\d,]+ of pay given up\.", said(app))
    assert re.search(r"<span>USD [\d,]+ to pay \+ USD [\d,]+ of pay given up</span>", said(app))
    assert "the median for Mechanical engineer; change it if yours is not" in said(app)
    assert "Money in hand, before living costs" in said(app)
    app.number_input(key="pay").set_value(80_000).run()
    assert "the median for" not in said(app)


def test_the_fastest_plan_can_be_asked_for(app):
    with_example(app)
    prefer = next(group for group in app.get("button_group") if group.key == "prefer")
    prefer.set_value("time").run()
    assert not app.exception
    assert app.session_state["asked"]["prefer"] == "time"


def test_the_best_plan_for_each_wish_can_be_seen_and_asked_for(app):
    started(app)
    app.selectbox(key="job").select("mechanical-engineer").run()
    app.selectbox(key="role").select("secondary-school-teacher").run()
    wishes = {button.key: button for button in app.button if (button.key or "").startswith("wish_")}
    assert set(wishes) == {"wish_steps", "wish_time", "wish_money"}
    totals = find_plan(app.session_state["person"], "secondary-school-teacher", load_rules()).totals
    shown = f"{totals.steps} steps, {totals.weeks} weeks and USD {totals.money:,}"
    assert wishes["wish_steps"].label == f"**fewest steps**, shown here  \n{shown}"
    assert "not proved" not in wishes["wish_steps"].label
    press(app, "wish_money")
    assert app.session_state["asked"]["prefer"] == "money"
    assert next(group for group in app.get("button_group") if group.key == "prefer").value == "money"


def test_one_step_is_counted_in_the_singular(app):
    with_example(app, "Omar")
    assert said(app).count("<b>1</b><span>step</span>") == 1


def test_each_line_stands_on_the_card_of_one_step(app, shipped):
    with_example(app)
    cards = next(item.body for item in app.get("html") if 'class="cards"' in item.body)
    texts = [line.text for line in shipped.roles["instructional-designer"].lines]
    assert {cards.count(text) for text in texts} == {0, 1}
    assert "On the way to 4 lines." in cards


def test_a_saved_person_comes_back_by_upload(app, shipped):
    started(app)
    text = "name: Ada\nhave: {sql: 4}\nlove: {customer-service-representative: 5}\nlimits: {hours_per_week: 12}\n"
    app.file_uploader(key="upload").upload("ada.yaml", text.encode(), "application/yaml").run()
    assert not app.exception
    assert app.session_state["person"] == read_kept(text, shipped).person.model_copy(
        update={"limits": app.session_state["person"].limits}
    )
    assert app.selectbox(key="role").value == "customer-service-representative"


def test_a_job_that_has_ended_is_not_what_one_does_now(app):
    started(app)
    text = "roles_held: [{role: cook, years: 4, until: 2019}]\n"
    app.file_uploader(key="upload").upload("cem.yaml", text.encode(), "application/yaml").run()
    assert app.selectbox(key="job").value is None
    assert app.multiselect(key="other_jobs").value == ["cook"]
    app.number_input(key="other_cook").set_value(5.0).run()
    (held,) = app.session_state["person"].roles_held
    assert (held.role, held.years, held.until) == ("cook", 5, 2019)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"have: {sqll: 3}\n", "is no skill here"),
        (b"a: &a [x]\nb: *a\n", "anchors and aliases are not read here"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"<script>alert(1)</script>", "a person is a mapping of fields"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_message(app, content, words):
    started(app)
    app.file_uploader(key="upload").upload("bad.yaml", content, "application/yaml").run()
    assert not app.exception
    assert words in said(app)
    assert app.session_state["person"] is None


@pytest.mark.parametrize("content", [b"", b"# nothing yet\n", b"person: {}\n"])
def test_a_file_that_tells_nothing_says_so(app, content):
    started(app)
    app.file_uploader(key="upload").upload("empty.yaml", content, "application/yaml").run()
    assert not app.exception
    assert "nothing about a person stands in this file" in said(app)
    assert app.session_state["person"] is None


def test_hostile_words_are_shown_as_text(app):
    started(app)
    hostile = "<script>alert(1)</script>[x](http://example.org)"
    text = (
        f"name: '{hostile}'\nhave: {{customer-service: {{level: 3, evidence: ['{hostile}']}}}}\n"
        "love: {customer-service-representative: 5}\n"
    )
    app.file_uploader(key="upload").upload("x.yaml", text.encode(), "application/yaml").run()
    assert not app.exception
    assert "<script>" not in said(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said(app)


def test_a_link_fills_in_role_and_limits(app):
    app.query_params["role"] = "Data analyst"
    app.query_params["budget"] = "1234"
    app.query_params["prefer"] = "cheapest"
    started(app)
    assert app.selectbox(key="role").value == "data-analyst"
    assert app.number_input(key="budget").value == 1234


@pytest.mark.parametrize("query", ["role=no such role", "budget=<b>", "budget=-5", "prefer=x", "hours=1e9", "x=y"])
def test_a_link_with_nonsense_is_an_empty_start_page(app, query):
    name, value = query.split("=")
    app.query_params[name] = value
    started(app)
    assert app.selectbox(key="role").value is None


def test_two_visits_never_see_each_other(app):
    from streamlit.testing.v1 import AppTest

    with_example(app, "Grace")
    other = started(AppTest.from_file(app._script_path, default_timeout=120))
    assert other.session_state["person"] is None
    assert "Grace" not in "".join(text.value or "" for text in other.text_input)


def test_values_survive_a_look_at_another_page(app):
    with_example(app, "Grace")
    app.number_input(key="years").set_value(4.0).run()
    page_of(app, "rules")
    page_of(app, "pivot")
    assert app.selectbox(key="job").value == "registered-nurse"
    assert app.number_input(key="years").value == 4
    assert app.session_state["person"].name == "Grace"


def test_a_visitor_can_be_forgotten(app):
    press(with_example(app, "Grace"), "forget_me")
    assert app.session_state["person"] is None
    assert app.selectbox(key="job").value is None


# Rules


def test_rules_can_be_searched_and_opened(app):
    page_of(started(app), "rules")
    app.text_input(key="search").set_value("spreadsheets").run()
    press(app, "open_spreadsheets")
    assert "Spreadsheets" in [item.value for item in app.header]
    assert "spreadsheets:" in said(app)


def test_neighbours_that_are_too_many_to_be_seen_at_once_are_counted_and_shown_when_asked(app):
    page_of(started(app), "rules")
    app.text_input(key="search").set_value("spreadsheets").run()
    press(app, "open_spreadsheets")
    assert re.fullmatch(r"Show \d+ more", app.toggle(key="all_spreadsheets").label)
    app.toggle(key="all_spreadsheets").set_value(True).run()
    assert not app.exception


def test_a_search_without_a_hit_says_what_to_do(app):
    page_of(started(app), "rules")
    app.text_input(key="search").set_value("zzzz").run()
    assert "Nothing here holds these words." in said(app)


def test_shipped_rules_can_be_edited_and_downloaded_but_not_saved(app):
    page_of(started(app), "rules")
    press(app, next(button.key for button in app.button if button.key.startswith("open_")))
    press(app, "edit_this")
    assert "pivot ui --rules FOLDER" in said(app)
    assert "save" not in {button.key for button in app.button}


def test_rules_that_cannot_be_read_show_their_problems(app, monkeypatch, tmp_path):
    (tmp_path / "bad.yaml").write_text("steps:\n  s: {gives: {sqll: 1}, hours: 1}\n", encoding="utf-8")
    monkeypatch.setenv("PIVOT_RULES", str(tmp_path))
    app.run()
    assert not app.exception
    assert "The rules cannot be read" in said(app)
    assert "bad.yaml:2" in said(app)


def test_an_edit_is_seen_in_every_file_that_rules_are_read_from(app, monkeypatch, tmp_path):
    """Files behind a link and with a suffix in capitals are read, and so they are looked at again."""
    folder, elsewhere = tmp_path / "rules", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (folder / "linked").symlink_to(elsewhere)
    loud, linked = folder / "LOUD.YAML", elsewhere / "linked.yml"
    loud.write_text("skills: {sql: {name: First}}", encoding="utf-8")
    linked.write_text("skills: {r: {name: Second}}", encoding="utf-8")
    monkeypatch.setenv("PIVOT_RULES", str(folder))
    page_of(started(app), "rules")
    assert {"First", "Second"} <= {button.label for button in app.button}
    loud.write_text("skills: {sql: {name: Louder}}", encoding="utf-8")
    linked.write_text("skills: {r: {name: Farther}}", encoding="utf-8")
    app.run()
    assert {"Louder", "Farther"} <= {button.label for button in app.button}


def edited_rules(app, monkeypatch, folder, text):
    """What the Rules page says of the one file of a folder of one's own in the editor."""
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PIVOT_RULES", str(folder))
    page_of(started(app), "rules")
    app.get("button_group")[0].set_value("Edit").run()
    assert not app.exception
    return said(app)


CIRCLE = """
skills: {sql: {}, python: {}, r: {}}
transfers:
  up: {needs: {sql: 2}, gives: {python: 3}, because: x, example: {have: {sql: 2}, so: {python: 3}}}
  back: {needs: {python: 3}, gives: {sql: 4}, because: x, example: {have: {python: 3}, so: {sql: 4}}}
"""


def test_the_editor_calls_an_error_what_the_check_of_the_rules_calls_one(app, monkeypatch, tmp_path):
    page = edited_rules(app, monkeypatch, tmp_path, CIRCLE)
    assert re.search(r"\*\*\d problems, 1 error among them\*\*", page)
    assert "transfers lead from" in page
    assert "No problems." not in page


def test_the_editor_counts_warnings_where_nothing_is_an_error(app, monkeypatch, tmp_path):
    assert "**1 warning**" in edited_rules(app, monkeypatch, tmp_path, "skills: {sql: {}}")


# What if


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_needs_a_question_says_where_to_ask_it(app, page):
    page_of(started(app), page)
    assert "Say on the Pivot page what you do now" in said(app)


def test_what_if_begins_with_the_limits_of_the_person(app):
    page_of(with_example(app), "what_if")
    assert app.slider(key="w_hours").value == 10
    assert app.slider(key="w_budget").value == 3000
    assert app.slider(key="w_months").value == 18
    assert app.toggle(key="w_earn").value is True


def test_a_rival_is_shown_on_the_chart_and_side_by_side(app):
    page_of(with_example(app), "what_if")
    side = next(group for group in app.get("button_group") if str(group.key).startswith("side_"))
    assert side.value[0] == "best"
    assert "The same as a table" in [expander.label for expander in app.expander]


def test_an_offered_change_makes_a_plan_possible_again(app):
    page_of(with_example(app), "what_if")
    app.slider(key="w_months").set_value(1.0).run()
    assert "There is no plan for Instructional designer" in said(app)
    press(app, "change_0")
    assert "There is no plan" not in said(app)
    assert app.slider(key="w_months").value > 1


def test_a_step_can_be_left_out_and_insisted_on(app):
    page_of(with_example(app), "what_if")
    first = state_plan(app)[0]
    app.multiselect(key="w_avoid").select(first).run()
    assert not app.exception
    assert f">{first}<" not in said(app)


def state_plan(app) -> list[str]:
    """The ids of the plan that the Pivot page shows."""
    person = app.session_state["person"]
    plan = find_plan(person, app.session_state["asked"]["role"], load_rules(), limits=person.limits)
    return list(plan.ids)


def test_limits_tried_out_can_be_kept_or_dropped(app):
    page_of(with_example(app), "what_if")
    app.slider(key="w_hours").set_value(20).run()
    assert app.session_state["person"].limits.hours_per_week == 10
    press(app, "reset")
    assert app.slider(key="w_hours").value == 10
    app.slider(key="w_hours").set_value(20).run()
    press(app, "keep")
    assert app.session_state["person"].limits.hours_per_week == 20
    page_of(app, "pivot")
    assert app.number_input(key="hours").value == 20


def test_a_limit_that_was_not_set_begins_with_room_and_not_at_nothing(app):
    started(app)
    app.selectbox(key="job").select("cook").run()
    app.selectbox(key="role").select("baker").run()
    page_of(app, "what_if")
    app.toggle(key="w_no_months").set_value(False).run()
    assert not app.exception
    assert app.slider(key="w_months").value > 0


# Explore and Progress


def test_a_role_loved_later_joins_those_side_by_side(app):
    started(app)
    app.selectbox(key="job").select("cook").run()
    page_of(app, "explore")
    page_of(app, "pivot")
    app.selectbox(key="role").select("baker").run()
    page_of(app, "explore")
    assert not app.exception
    assert app.multiselect(key="x_beside").value == ["baker"]


@pytest.fixture
def two_fields(tmp_path, monkeypatch):
    """The shipped rules with the roles of two fields alone, which are explored sooner."""
    shutil.copytree(shipped_rules(), tmp_path / "rules")
    for file in (tmp_path / "rules" / "roles").rglob("*.yaml"):
        if file.stem not in ("data", "education"):
            file.unlink()
    monkeypatch.setenv("PIVOT_RULES", str(tmp_path / "rules"))
    return tmp_path / "rules"


def test_explore_shows_every_role_filters_them_and_opens_one(app, two_fields):
    roles = load_rules(two_fields).roles
    page_of(with_example(app), "explore")
    assert set(app.dataframe[0].value["id"]) == set(roles)
    assert {*app.multiselect(key="x_field").options} <= {*app.dataframe[0].value["field"]}
    assert {"Data", "Education"} <= {*app.multiselect(key="x_field").options}
    assert not re.search(r"<td>\d+\.\d\d+</td>", said(app))
    assert {"ready", "a stretch", "not yet"} <= set(app.dataframe[0].value["standing"])
    months = app.dataframe[0].value["months"].dropna()
    assert list(months) == [round(value, 1) for value in months]
    app.number_input(key="x_pay").set_value(10_000_000).run()
    assert "No role fits all of these." in said(app)
    app.number_input(key="x_pay").set_value(None).run()
    app.multiselect(key="x_interests").select("C").run()
    assert set(app.dataframe[0].value["id"]) == {id for id, role in roles.items() if "C" in role.interests}
    press(app, "beside_data-analyst")
    page_of(app, "pivot")
    assert app.selectbox(key="role").value == "data-analyst"


def test_roles_cut_short_are_named_and_looked_at_longer_when_asked(app, two_fields, monkeypatch):
    with_example(app)
    import answers

    monkeypatch.setattr(answers, "PATIENCE", 0.0)
    page_of(app, "explore")
    assert "Not settled in the time a page waits" in said(app)
    hurried = app.dataframe[0].value
    press(app, "look_longer")
    assert "Not settled" not in said(app)
    assert not [button for button in app.button if button.key == "look_longer"]
    assert set(app.dataframe[0].value["id"]) == set(hurried["id"])
    assert app.dataframe[0].value["steps"].sum() < hurried["steps"].sum()


def test_every_role_is_explored_for_someone_who_told_their_job_alone(app, two_fields):
    page_of(started(app), "explore")
    assert "what you'd love" not in said(app)
    page_of(app, "pivot")
    app.selectbox(key="job").select("secondary-school-teacher").run()
    assert "Not sure yet?" in str([link.label for link in app.get("page_link")])
    page_of(app, "explore")
    assert set(app.dataframe[0].value["id"]) == set(load_rules(two_fields).roles)


def mark(app, step, value):
    group = next(group for group in app.get("button_group") if group.key == f"mark_0_{step}")
    group.set_value(value).run()
    assert not app.exception


def test_a_plan_without_a_mark_changes_nothing(app):
    page_of(with_example(app), "progress")
    assert "Say what became of a step" in said(app)


def test_a_step_that_is_done_leaves_the_plan_and_nothing_is_lost(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    mark(app, steps[0], "done")
    press(app, "follow")
    journey = app.session_state["journey"]
    assert steps[0] not in journey.plan.ids
    assert [sorted(past.step for past in plan) for plan in journey.earlier] == [sorted(steps)]
    assert [past.mark for past in journey.earlier[0]].count("done") == 1
    assert "Plan 1, as it was" in [expander.label for expander in app.expander]


def test_a_plan_that_is_as_it_was_cannot_be_gone_on_with_again(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    mark(app, steps[0], "doing")
    assert app.button(key="follow").disabled
    app.number_input(key="week_0").set_value(1).run()
    assert not app.button(key="follow").disabled


def test_steps_left_out_or_insisted_on_are_named_where_the_limits_stand(app):
    page_of(with_example(app), "what_if")
    app.multiselect(key="w_avoid").select("volunteer-course-for-a-nonprofit").run()
    app.multiselect(key="w_require").select("sql-for-analysis").run()
    press(app, "keep")
    page_of(app, "pivot")
    steps = load_rules().all_steps
    where = "which can be changed on the What if page: "
    assert f"Left out, {where}{steps['volunteer-course-for-a-nonprofit'].label}." in said(app)
    assert f"Insisted on, {where}{steps['sql-for-analysis'].label}." in said(app)


def test_a_step_that_failed_is_replaced(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    mark(app, steps[0], "failed")
    assert "Failed, and left out from here on" in said(app)
    press(app, "follow")
    assert steps[0] not in app.session_state["journey"].plan.ids


def test_a_plan_that_was_gone_on_from_can_be_gone_back_to_with_its_marks(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    app.number_input(key="week_0").set_value(3).run()
    mark(app, steps[0], "failed")
    before = app.session_state["journey"]
    press(app, "follow")
    press(app, "step_back")
    assert app.session_state["journey"] == before
    assert app.number_input(key="week_0").value == 3
    mark(app, steps[0], "done")
    assert "step_back" not in [button.key for button in app.button]


def test_a_plan_begun_again_keeps_what_is_done_and_the_plan_before_can_come_back(app):
    page_of(with_example(app), "progress")
    app.number_input(key="week_0").set_value(6).run()
    mark(app, "accessible-web-course", "done")
    mark(app, "volunteer-course-for-a-nonprofit", "doing")
    page_of(app, "pivot")
    app.number_input(key="hours").set_value(20).run()
    page_of(app, "progress")
    press(app, "begin_again")
    begun = app.session_state["journey"]
    assert [(found.step, found.mark) for found in begun.marks] == [("accessible-web-course", "done")]
    assert (begun.week, app.number_input(key="week_0").value) == (0, 0)
    press(app, "step_back")
    assert (app.session_state["journey"].week, len(app.session_state["journey"].marks)) == (6, 2)


def test_a_plan_under_way_stays_where_the_new_question_has_none(app):
    page_of(with_example(app), "progress")
    mark(app, "accessible-web-course", "done")
    page_of(app, "pivot")
    app.number_input(key="budget").set_value(0).run()
    app.number_input(key="months").set_value(1.0).run()
    page_of(app, "progress")
    assert "There is no plan for what is asked there now" in said(app)
    assert "begin_again" not in [button.key for button in app.button]
    assert app.session_state["journey"].marks


def test_the_pivot_page_says_that_another_plan_is_followed(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    mark(app, steps[0], "failed")
    page_of(app, "pivot")
    assert "The plan you follow is another one" not in said(app)
    page_of(app, "progress")
    press(app, "follow")
    page_of(app, "pivot")
    totals = app.session_state["journey"].plan.totals
    assert f"The plan you follow is another one: {totals.steps} steps, {totals.weeks} weeks" in said(app)


def test_the_pivot_page_says_that_the_plan_followed_is_done(app):
    page_of(with_example(app), "progress")
    for step in app.session_state["journey"].plan.ids:
        mark(app, step, "done")
    press(app, "follow")
    assert "Nothing is left to do: you are there." in said(app)
    page_of(app, "pivot")
    assert "This is the answer to what is asked here. The plan you follow is done." in said(app)


def test_where_no_plan_is_left_the_page_says_what_would_make_one(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    app.number_input(key="week_0").set_value(500).run()
    mark(app, steps[0], "done")
    assert "What would make a plan" in said(app)
    assert "weeks in all: then there is a plan of" in said(app)


def test_a_change_offered_under_way_makes_the_plan_go_on(app):
    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    app.number_input(key="week_0").set_value(500).run()
    mark(app, steps[0], "done")
    press(app, "change_0")
    assert "What would make a plan" not in said(app)
    assert mark_of(app, steps[0]) == "done"
    press(app, "follow")
    assert steps[0] not in app.session_state["journey"].plan.ids


def mark_of(app, step):
    return next(group for group in app.get("button_group") if group.key == f"mark_0_{step}").value


def test_progress_without_a_plan_offers_what_would_make_one(app):
    with_example(app)
    app.number_input(key="months").set_value(1.0).run()
    page_of(app, "progress")
    assert "There is no plan to follow yet" in said(app)
    press(app, "change_0")
    assert any(group.key.startswith("mark_0_") for group in app.get("button_group"))
    assert any(button.key == "file_pivot.yaml" for button in app.get("download_button"))


# Texts

RESUME = """Jo Miller
jo@example.org

Experience
Registered nurse, St. Mary Hospital, 2012 - 2024
- Led a team of nine on a surgical ward
- Wrote SQL reports for the quality board for three years

No experience with Tableau.
"""
POSTING = """Data analyst

Requirements
- SQL for reporting
- Spreadsheets
- Flurbing the quonks
Nice to have: Tableau

We offer free fruit.
"""


def opened(app, part):
    """Open a part that is drawn only while it is open."""
    app.session_state[part] = True
    app.run()
    assert not app.exception
    return app


def read_text(app, kind, text):
    opened(app, f"{kind}_part")
    app.text_area(key=f"{kind}_text").set_value(text)
    return press(app, f"{kind}_read")


def test_why_nothing_shorter_exists_is_told_as_a_bill(app):
    opened(with_example(app), "why_part")
    assert "Proved: no plan within your limits takes fewer steps" in said(app)
    assert "Why every plan takes at least" in said(app)
    assert "in every plan" in said(app)


def test_a_background_is_looked_through_before_anything_is_planned(app):
    read_text(with_example(app), "background", RESUME)
    assert "What your text says" in [item.value for item in app.header]
    assert "0 years and “not at all” reject it." in said(app)
    assert 'class="verdict' not in said(app)
    assert "Wrote SQL reports for the quality board" in said(app)
    assert "Not counted, said to be lacking" in said(app)
    assert app.session_state["person"].name == "Maya"


def test_what_is_found_can_be_accepted_corrected_and_rejected(app):
    read_text(started(app), "background", RESUME)
    app.selectbox(key="found_sql").select(5)
    app.number_input(key="held_registered-nurse").set_value(0)
    press(app, "accept")
    me = app.session_state["person"]
    assert me.name == "Jo Miller"
    assert me.have["sql"].level == 5
    assert "Wrote SQL reports" in me.have["sql"].evidence[0]
    assert me.roles_held == ()
    assert opened(app, "background_part").text_area(key="background_text").value == ""


def test_a_second_text_is_looked_through_with_its_own_levels(app):
    """Somebody who reads another text while the first is still shown has chosen nothing in it yet."""
    read_text(started(app), "background", "Expert in SQL.")
    app.selectbox(key="found_sql").select(4).run()
    read_text(app, "background", "Took a beginner course in SQL.")
    level = app.selectbox(key="found_sql").value
    page_of(app, "what_if")
    page_of(app, "pivot")
    press(app, "accept")
    assert level < 4
    assert app.session_state["person"].have["sql"].level == level


def test_what_was_corrected_in_a_text_stands_after_a_look_at_another_page(app):
    read_text(started(app), "background", RESUME)
    app.selectbox(key="found_sql").select(5).run()
    app.number_input(key="held_registered-nurse").set_value(2).run()
    page_of(app, "rules")
    page_of(app, "pivot")
    assert app.selectbox(key="found_sql").value == 5
    press(app, "accept")
    me = app.session_state["person"]
    assert (me.have["sql"].level, [held.years for held in me.roles_held]) == (5, [2])


def test_the_kind_chosen_for_a_line_of_a_posting_stands_after_a_look_at_another_page(app):
    read_text(with_example(app), "job", POSTING)
    app.selectbox(key="line_0").select("wish").run()
    page_of(app, "rules")
    page_of(app, "pivot")
    press(app, "accept")
    assert app.session_state["posting"].role.lines[0].kind == "wish"


def test_a_second_posting_is_looked_through_with_its_own_kinds(app):
    read_text(with_example(app), "job", POSTING)
    keys = [box.key for box in app.selectbox if (box.key or "").startswith("line_")]
    for key in keys:
        app.selectbox(key=key).select("wish")
    app.run()
    read_text(app, "job", POSTING)
    assert {app.selectbox(key=key).value for key in keys} > {"core"}


def test_a_posting_of_which_no_line_is_left_stays_to_be_looked_through(app):
    read_text(with_example(app), "job", POSTING)
    for key in [box.key for box in app.selectbox if (box.key or "").startswith("line_")]:
        app.selectbox(key=key).select("")
    press(app, "accept")
    assert "No line is left that asks for anything" in said(app)
    assert app.session_state["review"][0] == "job"
    press(app, "drop")
    assert "No line is left" not in said(app)


def test_a_background_that_is_thrown_away_leaves_nothing(app):
    press(read_text(started(app), "background", RESUME), "drop")
    assert app.session_state["person"] is None
    assert "Jo Miller" not in said(app)


@pytest.mark.parametrize(("kind", "text"), [("background", RESUME), ("job", POSTING), ("background", "Flurbed.")])
def test_a_text_stays_in_its_box_until_it_is_accepted(app, kind, text):
    press(read_text(with_example(app), kind, text), "drop")
    assert app.text_area(key=f"{kind}_text").value == text
    assert "review" not in app.session_state
    if text != "Flurbed.":
        press(press(app, f"{kind}_read"), "accept")
        if kind == "job":
            press(app, "no_posting")
        assert opened(app, f"{kind}_part").text_area(key=f"{kind}_text").value == ""


def test_a_file_chosen_now_is_read_and_not_the_text_of_before(app):
    press(read_text(started(app), "background", RESUME), "drop")
    app.file_uploader(key="background_file").upload("cv.txt", b"Expert in Tableau.", "text/plain")
    press(app, "background_read")
    assert [box.key for box in app.selectbox if (box.key or "").startswith("found_")] == ["found_tableau"]


def test_a_text_pasted_after_a_file_that_was_refused_is_read(app):
    opened(started(app), "background_part")
    app.file_uploader(key="background_file").upload("scan.pdf", b"%PDF-1.4 nothing", "application/pdf")
    press(app, "background_read")
    app.text_area(key="background_text").set_value("Expert in Tableau.")
    press(app, "background_read")
    assert [box.key for box in app.selectbox if (box.key or "").startswith("found_")] == ["found_tableau"]


def test_a_long_text_says_that_it_takes_a_while_and_a_short_one_does_not(app):
    read_text(started(app), "background", "Expert in Tableau.")
    assert not app.toast
    read_text(app, "background", "Expert in Tableau.\n" + "Went for a walk.\n" * 12_000)
    assert "may take a while" in app.toast[0].value


def test_a_text_in_which_nothing_is_found_asks_for_more(app):
    read_text(started(app), "background", "Flurbed the quonks.")
    assert "Nothing was found in this text" in said(app)


def test_an_empty_text_is_no_text(app):
    press(opened(started(app), "background_part"), "background_read")
    assert "Paste a text or choose a file first" in said(app)


@pytest.mark.parametrize("kind", ["background", "job"])
def test_a_pasted_path_is_never_opened(app, kind, tmp_path):
    (tmp_path / "secret.txt").write_text("SQL for nine years, Python for nine years", encoding="utf-8")
    read_text(started(app), kind, str(tmp_path / "secret.txt"))
    assert "nine years" not in said(app)


def test_an_uploaded_scan_says_what_to_do(app):
    opened(started(app), "background_part")
    app.file_uploader(key="background_file").upload("cv.pdf", b"%PDF-1.4 nothing", "application/pdf")
    press(app, "background_read")
    assert "paste the text instead" in said(app)


def test_a_posting_becomes_the_job_that_is_planned_for(app):
    read_text(with_example(app), "job", POSTING)
    assert 'class="verdict' not in said(app)
    assert "This line was not understood." in said(app)
    lines = [box.key for box in app.selectbox if (box.key or "").startswith("line_")]
    app.selectbox(key=lines[1]).select("")
    press(app, "accept")
    assert app.session_state["asked"]["role"] == "posting"
    assert [line.text for line in app.session_state["posting"].role.lines][:1] == ["SQL for reporting"]
    assert "Spreadsheets" not in [line.text for line in app.session_state["posting"].lines]
    assert 'class="verdict' in said(app)
    assert "Flurbing the quonks" in said(app)
    page_of(app, "what_if")
    page_of(app, "progress")


def test_a_posting_can_be_left_for_a_job_of_the_list(app):
    press(read_text(with_example(app), "job", POSTING), "accept")
    press(app, "no_posting")
    assert app.session_state["posting"] is None
    assert "posting" not in app.session_state["person"].love
    assert app.selectbox(key="role").value is None


def test_a_posting_that_was_left_is_come_back_to_as_it_was(app):
    press(read_text(with_example(app), "job", POSTING), "accept")
    opened(app, "asks_part")
    press(app, "asks_drop")
    app.slider(key="stars_posting").set_value(3).run()
    left = app.session_state["posting"]
    press(app, "no_posting")
    app.selectbox(key="role").select("data-analyst").run()
    press(app, "back_to_posting")
    assert app.session_state["posting"] == left
    assert app.session_state["asked"]["role"] == "posting"
    assert app.session_state["person"].love["posting"] == 3
    opened(app, "asks_part")
    press(app, "asks_undo")
    assert line_named(app, "Flurbing the quonks") is not None
    assert "back_to_posting" not in [button.key for button in app.button]


def test_a_posting_that_names_a_known_role_offers_its_lines(app):
    press(read_text(with_example(app), "job", POSTING), "known")
    assert app.selectbox(key="role").value == "data-analyst"


def test_the_lines_of_a_background_that_answer_the_job_are_quoted(app):
    press(read_text(started(app), "background", RESUME), "accept")
    app.selectbox(key="role").select("data-analyst").run()
    assert not app.exception
    assert any(expander.label.startswith("Lines of my background") for expander in app.expander)


def test_a_hostile_text_is_shown_as_text(app):
    hostile = "<img src=x onerror=alert(1)> [x](http://example.org) customer service for nine years"
    read_text(started(app), "background", hostile)
    assert "<img" not in said(app)
    press(app, "accept")
    app.selectbox(key="role").select("customer-service-representative").run()
    assert "<img" not in said(app)
    assert "&lt;img" in said(app)


def line_named(app, text):
    """The line of the posting that is planned for, by its text."""
    return next((line for line in app.session_state["posting"].lines if line.text == text), None)


def test_what_a_line_asks_for_is_said_while_a_posting_is_looked_through(app):
    read_text(with_example(app), "job", POSTING)
    assert "Not understood (1)" in said(app)
    opened(app, "asks_part")
    assert app.session_state["asks_line"] == 2
    app.multiselect(key="asks_skills").select("public-speaking").run()
    app.selectbox(key="asks_level_public-speaking").select(4).run()
    press(app, "asks_save")
    assert "Not understood" not in said(app)
    press(app, "accept")
    assert line_named(app, "Flurbing the quonks").needs.data() == {"public-speaking": 4}


def test_a_line_that_was_taken_for_no_requirement_is_made_one(app):
    read_text(with_example(app), "job", POSTING + "What we offer\n- Tableau, every day\n")
    passed = "Not a requirement: Tableau, every day"
    opened(app, "asks_part")
    assert app.session_state["asks_line"] == 2
    options = app.selectbox(key="asks_line").options
    app.selectbox(key="asks_line").select_index(options.index(passed)).run()
    app.multiselect(key="asks_skills").select("tableau").run()
    press(app, "asks_save")
    assert app.selectbox(key="asks_line").options[4] == "5. Tableau, every day"
    assert app.session_state["asks_line"] == 4
    assert passed not in app.selectbox(key="asks_line").options
    app.selectbox(key="line_4").select("wish")
    press(app, "accept")
    line = line_named(app, "Tableau, every day")
    assert (line.kind, line.needs.data()) == ("wish", {"tableau": 3})


def test_a_line_that_was_not_understood_can_be_left_out_of_a_posting(app):
    read_text(with_example(app), "job", POSTING)
    app.selectbox(key="line_2").select("")
    press(app, "accept")
    assert line_named(app, "Flurbing the quonks") is None
    assert line_named(app, "SQL for reporting") is not None


def test_what_a_line_of_an_accepted_posting_asks_for_is_said_and_the_answer_follows(app):
    press(read_text(with_example(app), "job", POSTING), "accept")
    assert "Say what it asks, or leave it out" in said(app)
    opened(app, "asks_part")
    app.multiselect(key="asks_skills").select("tableau").select("power-bi").run()
    app.get("button_group")[-1].set_value(True).run()
    app.selectbox(key="asks_kind").select("wish").run()
    press(app, "asks_save")
    line = line_named(app, "Flurbing the quonks")
    assert (line.kind, line.needs.data()) == ("wish", {"any_of": [{"power-bi": 3}, {"tableau": 3}]})
    assert "Say what it asks, or leave it out" not in said(app)
    assert "Any way to meet it counts: Power BI 3 (working) or Tableau 3 (working)." in said(app)
    press(app, "asks_undo")
    assert line_named(app, "Flurbing the quonks").needs.data() == {}
    assert "asks_undo" not in [button.key for button in app.button]


def test_a_line_of_an_accepted_posting_is_left_out_and_comes_back(app):
    press(read_text(with_example(app), "job", POSTING), "accept")
    opened(app, "asks_part")
    app.selectbox(key="asks_line").select(0).run()
    assert app.multiselect(key="asks_skills").value == ["sql"]
    assert "I have this: SQL" in said(app)
    press(app, "asks_drop")
    assert line_named(app, "SQL for reporting") is None
    assert "I have this: SQL" not in said(app)
    app.selectbox(key="asks_line").select(1).run()
    press(app, "asks_undo")
    assert "I have this: SQL" in said(app)
    assert app.session_state["asks_line"] == 0


def test_undo_leads_to_the_line_that_it_changes_back(app):
    press(read_text(with_example(app), "job", POSTING), "accept")
    opened(app, "asks_part")
    app.multiselect(key="asks_skills").select("tableau").run()
    press(app, "asks_save")
    app.session_state["asks_part"] = False
    app.run()
    opened(app, "asks_part")
    press(app, "asks_undo")
    assert line_named(app, "Flurbing the quonks").needs.data() == {}
    assert app.selectbox(key="asks_line").value == 2
    assert app.multiselect(key="asks_skills").value == []


def test_the_last_line_that_asks_for_anything_cannot_be_left_out(app):
    read_text(with_example(app), "job", "Data analyst\nRequirements\n- SQL for reporting\n- Flurbing the quonks\n")
    press(app, "accept")
    opened(app, "asks_part")
    buttons = {button.key: button for button in app.button}
    assert not buttons["asks_drop"].disabled
    app.selectbox(key="asks_line").select(0).run()
    assert next(button for button in app.button if button.key == "asks_drop").disabled


def test_lines_of_a_job_of_the_book_are_not_changed_here(app):
    with_example(app)
    assert "asks_part" not in app.session_state
    assert "data-line=" not in said(app)


# Files, made as the server makes them: outside of any run of a page


@pytest.fixture
def files(monkeypatch):
    """What makes each file that a page offered, by its name; nothing of the session is known where it is called."""
    streamlit = pytest.importorskip("streamlit", reason="the pages need the extra 'ui'")
    offer, offered = streamlit.download_button, {}

    def note(label, data, **more):
        offered[more["file_name"]] = data
        return offer(label, data, **more)

    monkeypatch.setattr(streamlit, "download_button", note)
    return offered


@pytest.mark.parametrize("months", [18.0, 1.0], ids=["a plan", "none"])
def test_the_file_for_programs_is_what_the_command_prints(app, files, pivot, shipped, tmp_path, months):
    with_example(app)
    app.number_input(key="months").set_value(months).run()
    (tmp_path / "maya.yaml").write_text(person_text(app.session_state["person"], shipped), encoding="utf-8")
    printed = json.loads(pivot("plan", tmp_path / "maya.yaml", "instructional-designer", "--json").out)
    saved = json.loads(files["answer.json"]())
    assert saved == printed
    assert list(saved) == list(printed)
    assert saved["proof"] or saved["changes"]


def test_the_calendar_on_the_way_has_the_steps_that_are_left(app, files):
    from icalendar import Calendar

    def events():
        return sorted(
            str(event["uid"]).split(".")[0] for event in Calendar.from_ical(files["plan.ics"]()).walk("VEVENT")
        )

    page_of(with_example(app), "progress")
    steps = [group.key.removeprefix("mark_0_") for group in app.get("button_group") if group.key.startswith("mark_0_")]
    assert events() == sorted(steps)
    mark(app, steps[0], "done")
    mark(app, steps[1], "late")
    assert events() == sorted(steps[1:])
    press(app, "follow")
    mark_of_next = next(group for group in app.get("button_group") if group.key == f"mark_1_{steps[1]}")
    mark_of_next.set_value("done").run()
    assert events() == sorted(steps[2:])


def test_a_report_tells_why_nothing_shorter_exists_where_there_is_a_step(app, files):
    with_example(app)
    report = files["report.md"]()
    assert "## Why nothing shorter exists" in report
    assert report.count("Proved: no plan within your limits takes fewer steps") == 2
    assert "Why every plan takes at least" in report


def test_a_report_of_a_plan_without_steps_does_not_say_why_nothing_shorter_exists(app, files):
    started(app)
    app.selectbox(key="job").select("accountant").run()
    app.selectbox(key="role").select("bookkeeper").run()
    for name in ("report.md", "report.html"):
        report = files[name]()
        assert "No step is needed" in report
        assert "Why nothing shorter exists" not in report
        assert "Proved" not in report


def test_the_file_saved_on_the_way_keeps_the_progress(app, files, shipped):
    page_of(with_example(app), "progress")
    step = next(group.key for group in app.get("button_group") if group.key.startswith("mark_0_"))
    mark(app, step.removeprefix("mark_0_"), "failed")
    press(app, "follow")
    kept = read_kept(files["pivot.yaml"](), shipped)
    assert kept.earlier[0][0].mark == "failed"
    assert kept.plan == app.session_state["journey"].plan.ids
    page_of(app, "pivot")
    assert read_kept(files["pivot.yaml"](), shipped) == kept


def test_the_file_has_what_is_told_now_and_the_plan_under_way_with_what_was_told_then(app, files, shipped):
    page_of(with_example(app), "progress")
    step = next(group.key for group in app.get("button_group") if group.key.startswith("mark_0_"))
    mark(app, step.removeprefix("mark_0_"), "done")
    plan = app.session_state["journey"].plan
    page_of(app, "pivot")
    app.number_input(key="hours").set_value(12).run()
    app.text_input(key="person_name").set_value("Zed").run()
    app.selectbox(key="role").select("data-analyst").run()
    text = files["pivot.yaml"]()
    kept = read_kept(text, shipped)
    assert (kept.person.name, kept.person.limits.hours_per_week, kept.role) == ("Zed", 12, "data-analyst")
    assert (kept.made_for.person.name, kept.made_for.role) == ("Maya", "instructional-designer")
    assert [mark.step for mark in kept.marks] == [step.removeprefix("mark_0_")]
    press(app, "forget_me")
    app.file_uploader(key="upload").upload("zed.yaml", text.encode(), "application/yaml").run()
    assert read_kept(files["pivot.yaml"](), shipped) == kept
    app.number_input(key="budget").set_value(2500).run()
    changed = read_kept(files["pivot.yaml"](), shipped)
    assert changed.person.limits.budget == 2500
    assert (changed.made_for, changed.marks) == (kept.made_for, kept.marks)
    page_of(app, "progress")
    back = app.session_state["journey"]
    assert (back.plan.ids, back.plan.totals, back.marks) == (plan.ids, plan.totals, kept.marks)
    assert "The question on the Pivot page has changed" in said(app)


def test_a_plan_under_way_is_taken_up_though_another_question_is_asked_before_it_is_looked_at(app, files, shipped):
    page_of(with_example(app), "progress")
    step = next(group.key for group in app.get("button_group") if group.key.startswith("mark_0_"))
    mark(app, step.removeprefix("mark_0_"), "done")
    plan, text = app.session_state["journey"].plan, files["pivot.yaml"]()
    assert "made_for" not in text
    page_of(app, "pivot")
    press(app, "forget_me")
    app.file_uploader(key="upload").upload("maya.yaml", text.encode(), "application/yaml").run()
    app.selectbox(key="role").select("data-analyst").run()
    assert read_kept(files["pivot.yaml"](), shipped).made_for.role == "instructional-designer"
    page_of(app, "progress")
    assert app.session_state["journey"].plan.ids == plan.ids
    assert "The question on the Pivot page has changed" in said(app)


def test_a_plan_gone_on_with_leaves_the_limits_as_they_were_told(app, files, shipped):
    page_of(with_example(app, "Grace"), "progress")
    first, second, *_ = (g.key for g in app.get("button_group") if g.key.startswith("mark_0_"))
    app.number_input(key="week_0").set_value(5).run()
    mark(app, first.removeprefix("mark_0_"), "late")
    mark(app, second.removeprefix("mark_0_"), "failed")
    press(app, "follow")
    going = app.session_state["journey"].plan
    kept = read_kept(files["pivot.yaml"](), shipped)
    assert kept.person == app.session_state["person"]
    assert [rest.step for rest in kept.made_for.under_way] == [first.removeprefix("mark_0_")]
    text = files["pivot.yaml"]()
    page_of(app, "pivot")
    press(app, "forget_me")
    app.file_uploader(key="upload").upload("grace.yaml", text.encode(), "application/yaml").run()
    page_of(app, "progress")
    back = app.session_state["journey"].plan
    assert (back.steps, back.totals) == (going.steps, going.totals)
    assert "has changed since this plan was begun" not in said(app)


def test_what_was_found_in_a_text_is_one_touch_away_from_where_it_was_pasted(app):
    assert 'href="#review"' not in said(started(app))
    read_text(app, "background", "Expert in SQL.")
    assert 'href="#review"' in said(app)
    assert 'id="review"' in said(app)


def test_the_file_saved_for_a_posting_keeps_the_posting(app, files, shipped):
    with_example(app)
    read_text(app, "job", POSTING)
    press(app, "accept")
    assert read_kept(files["pivot.yaml"](), shipped).posting == app.session_state["posting"]
