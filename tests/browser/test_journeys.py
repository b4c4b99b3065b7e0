"""What a visitor does, in a real browser. Every journey also checks that nothing left the machine."""

import json
import re
import shutil
from pathlib import Path

import pytest
from visiting import serve

from planner.exchange.kept import read_kept

pytestmark = pytest.mark.slow
expect = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright").expect
ROOT = Path(__file__).parents[2]


def test_from_the_first_visit_to_a_plan_in_under_ten_actions(visit):
    tab = visit()
    page = tab.open()
    tab.choose("What I do now", "secondary school")  # one to fill, one to confirm
    tab.choose("The job I'd love", "instructional")
    assert "Instructional designer" in page.locator(".verdict").inner_text()
    assert page.locator("article.card").count() >= 1
    assert page.locator("table.lines tbody tr").count() == 14
    assert page.locator("svg.graph .node").count() > 10


def test_a_job_is_found_by_another_name(visit):
    tab = visit()
    page = tab.open()
    tab.choose("What I do now", "tree surgeon")
    expect(page.get_by_role("combobox", name="What I do now")).to_have_value("Arborist")
    tab.choose("The job I'd love", "staff accountant")
    expect(page.get_by_role("combobox", name="The job I'd love")).to_have_value("Accountant")
    assert "role=Accountant" in page.url
    assert "Accountant" in page.locator(".verdict .headline").inner_text()


def test_the_graph_opens_a_node_by_click_and_closes_it_again(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    node = page.get_by_role("button", name="Planning lessons and units, have")
    node.click()
    tab.settle()
    assert page.get_by_text("You have Planning lessons and units 4 (advanced).").is_visible()
    assert node.get_attribute("aria-pressed") == "true"
    node.click()
    tab.settle()
    assert page.get_by_text("You have Planning lessons and units 4 (advanced).").count() == 0


def test_the_graph_is_walked_by_keyboard_and_keeps_its_focus(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.locator(".node[tabindex='0']").focus()

    def focused() -> str:
        active = "[...document.querySelectorAll('*')].map(e => e.shadowRoot?.activeElement).find(Boolean)"
        return page.evaluate(f"{active}?.dataset.id")

    first = focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    walked = focused()
    assert walked != first
    page.keyboard.press("Enter")
    tab.settle()
    assert focused() == walked
    assert page.locator(f".node[data-id='{walked}']").get_attribute("aria-pressed") == "true"
    assert page.locator("svg.graph.focused").count() == 1
    page.keyboard.press("Escape")
    tab.settle()
    assert page.locator(".node[aria-pressed=true]").count() == 0


def test_only_what_is_on_a_path_stays_bright(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.get_by_role("button", name="Bachelor's degree, have").hover()
    bright = page.locator(".node.on")
    assert bright.count() == 2
    assert all("achelor" in node.get_attribute("aria-label") for node in bright.all())


def test_a_link_carries_role_and_limits_and_nothing_about_the_person(visit):
    tab = visit()
    page = tab.open()
    tab.example("Grace")
    assert re.search(r"role=Health\+informatics\+specialist", page.url)
    assert "budget=5000" in page.url
    assert "Grace" not in page.url
    assert "nurse" not in page.url
    other = visit()
    there = other.open("/" + page.url.split("/")[-1])
    expect(there.get_by_role("combobox", name="The job I'd love")).to_have_value("Health informatics specialist")
    expect(there.get_by_role("spinbutton", name="Budget")).to_have_value("5000")
    expect(there.get_by_role("combobox", name="What I do now")).to_have_value("")


def test_a_reload_offers_the_last_state_back(visit):
    tab = visit()
    page = tab.open()
    tab.example("Omar")
    tab.come_back()
    expect(page.get_by_role("combobox", name="What I do now")).to_have_value("Retail store manager")


def test_a_reload_of_another_page_offers_the_last_state_back_there(visit):
    tab = visit()
    page = tab.open()
    tab.example("Omar")
    tab.go("Progress")
    page.reload()
    page.get_by_role("button", name="Go on where you left off").click()
    expect(page.get_by_text("To Project coordinator")).to_be_visible()
    expect(page.get_by_label("Weeks gone since the start of this plan")).to_be_visible()


def test_on_a_phone_the_last_state_is_offered_before_anything_else_and_as_long_as_it_is_not_taken(visit):
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    page = tab.open()
    tab.example("Omar")
    page.reload()
    offer = page.get_by_role("button", name="Go on where you left off")
    expect(offer).to_be_in_viewport()
    tab.settle()
    tab.choose("What I do now", "baker")
    offer.click()
    tab.settle()
    expect(page.get_by_role("combobox", name="What I do now")).to_have_value("Retail store manager")
    expect(offer).to_have_count(0)
    page.get_by_role("button", name="Bring back what I typed").click()
    tab.settle()
    expect(page.get_by_role("combobox", name="What I do now")).to_have_value("Baker")


def test_who_went_on_and_is_forgotten_is_not_offered_again(visit):
    tab = visit()
    page = tab.open()
    tab.example("Grace")
    tab.come_back()
    page.get_by_role("button", name="Forget me here").click()
    tab.settle()
    page.get_by_role("button", name="Yes, forget me").click()
    tab.settle()
    for name in ("Progress", "Pivot"):
        tab.go(name)
        assert page.get_by_role("button", name="Go on where you left off").count() == 0


def test_another_visitor_finds_nothing_of_the_first(visit):
    first = visit()
    first.open()
    first.example("Grace")
    second = visit()
    page = second.open()
    assert page.get_by_role("button", name="Go on where you left off").count() == 0
    expect(page.get_by_role("combobox", name="What I do now")).to_have_value("")


def downloads(tab, page) -> dict[str, Path]:
    page.get_by_role("button", name="Save and share").click()
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
    buttons.first.wait_for()
    files = {}
    for button in buttons.all():
        with page.expect_download() as coming:
            button.click()
        files[coming.value.suggested_filename] = Path(coming.value.path())
    return files


def test_every_export_opens(visit, shipped):
    from icalendar import Calendar

    tab = visit()
    page = tab.open()
    tab.example()
    files = downloads(tab, page)
    assert set(files) == {"pivot.yaml", "report.html", "report.md", "audit.csv", "plan.csv", "plan.ics", "answer.json"}
    assert read_kept(files["pivot.yaml"].read_bytes(), shipped).person.name == "Maya"
    assert json.loads(files["answer.json"].read_text(encoding="utf-8"))["answer"] == "plan"
    steps = json.loads(files["answer.json"].read_text(encoding="utf-8"))["steps"]
    assert len(Calendar.from_ical(files["plan.ics"].read_bytes()).walk("VEVENT")) == len(steps)
    assert "# Maya" in files["report.md"].read_text(encoding="utf-8")
    assert files["audit.csv"].read_text(encoding="utf-8").startswith("line,text,kind,status")
    report = tab.context.new_page()
    report.goto(files["report.html"].rename(files["report.html"].with_suffix(".html")).as_uri())
    assert report.locator("svg.graph .node").count() > 10
    assert steps[0]["title"] in report.locator("main").inner_text()


@pytest.mark.parametrize("face", ["DejaVu Sans", "DejaVu Serif", "Liberation Sans", "sans-serif", "serif"])
def test_the_picture_of_a_report_holds_its_words_in_any_typeface(visit, face):
    """Each line ends in a space, which may stand out."""
    tab = visit()
    page = tab.open()
    tab.example()
    report = tab.context.new_page()
    report.set_content(
        f"<style>text{{font:12px/1.25 '{face}',{face}}}</style>"
        + page.locator("svg.graph").evaluate("picture => picture.outerHTML")
    )
    over = report.evaluate(
        """() => [...document.querySelectorAll('.node')].filter(node => {
            const box = node.querySelector('rect').getBBox();
            return [...node.querySelectorAll('tspan')].some(line =>
                +line.getAttribute('x') + line.getComputedTextLength() > box.x + box.width + 4);
        }).map(node => node.textContent)"""
    )
    assert over == []


def test_what_is_saved_is_what_the_page_shows_and_can_be_loaded_after_a_reload(visit, tmp_path):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("Progress")
    tab.go("Pivot")
    page.get_by_role("spinbutton", name="Hours a week").fill("7")
    page.keyboard.press("Enter")
    tab.settle()
    headline = page.locator(".verdict .headline").inner_text()
    kept = tmp_path / "pivot.yaml"
    shutil.copy(downloads(tab, page)["pivot.yaml"], kept)
    again = visit()
    page = again.open()
    page.get_by_text("Start from an example or a file").click()
    page.locator("input[type=file]").set_input_files(kept)
    page.locator(".verdict .stand").wait_for()
    again.settle()
    assert page.locator(".verdict .headline").inner_text() == headline
    expect(page.get_by_role("spinbutton", name="Hours a week")).to_have_value("7")


def test_rules_and_people_with_markup_in_them_are_shown_as_text(visit, tmp_path):
    hostile = "<img src=http://198.51.100.1/x onerror=alert(1)> [x](http://198.51.100.1) ![y](http://198.51.100.1/y)"
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "book.yaml").write_text(
        f"skills:\n  a: {{name: '{hostile} A', about: '{hostile}'}}\n  b: {{name: '{hostile} B'}}\n"
        f"steps:\n  s: {{title: '{hostile} S', gives: {{b: 3}}, hours: 5, source: '{hostile}', shows: '{hostile}'}}\n"
        f"transfers:\n  a-to-b: {{from: a, to: b, up_to: 1, because: '{hostile}'}}\n"
        f"roles:\n  r: {{title: '{hostile} R', field: '{hostile}', pay: 1, lines: [{{text: '{hostile}',"
        " needs: {b: 3}}]}\n",
        encoding="utf-8",
    )
    person = tmp_path / "me.yaml"
    person.write_text(f"name: '{hostile}'\nhave: {{a: {{level: 3, evidence: ['{hostile}']}}}}\nlove: {{r: 5}}\n")
    process, address = serve(str(folder))
    try:
        tab = visit(address)
        page = tab.open()
        page.get_by_text("Start from an example or a file").click()
        page.locator("input[type=file]").first.set_input_files(person)
        page.locator(".verdict .stand").wait_for()
        tab.settle()
        for name in ("Pivot", "What if", "Explore", "Progress", "Rules"):
            tab.go(name)
            page.wait_for_timeout(700)
            assert page.locator("img[src*='198.51'], a[href*='198.51'], [onerror]").count() == 0
            shown = page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")
            assert "<img src=http://198.51.100.1/x" in shown
        page.get_by_role("button", name=re.compile("A$")).first.click()
        tab.settle()
        assert page.locator("img[src*='198.51'], a[href*='198.51'], [onerror]").count() == 0
        tab.check()
    finally:
        process.terminate()
        process.wait(20)


def test_a_file_over_the_limit_is_refused(visit, tmp_path):
    large = tmp_path / "large.yaml"
    large.write_bytes(b"name: " + b"a" * 6_000_000)
    tab = visit()
    page = tab.open()
    page.get_by_text("Start from an example or a file").click()
    page.locator("input[type=file]").set_input_files(large)
    page.get_by_text(re.compile("exceed|larger|5.0 ?MB", re.I)).first.wait_for()
    assert page.locator(".verdict .stand").count() == 0


def test_the_way_back_of_the_browser_leads_to_the_page_before_at_once(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("Rules")
    tab.go("Pivot")
    page.get_by_role("spinbutton", name="Hours a week").fill("6")
    page.keyboard.press("Enter")
    tab.settle()
    page.go_back()
    page.get_by_role("heading", name="Rules", level=1).wait_for()
    page.go_forward()
    expect(page.get_by_role("spinbutton", name="Hours a week")).to_have_value("6")
    tab.settle()


def test_a_plan_begun_again_shows_its_own_marks_and_the_one_before_comes_back_with_its_own(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("Progress")
    box = page.get_by_label("Weeks gone")
    box.fill("6")
    box.press("Enter")
    tab.settle()
    course = page.get_by_role("radiogroup", name="Design an online course")
    course.get_by_text("doing").click()
    tab.settle()
    tab.go("Pivot")
    page.get_by_label("Hours a week").fill("20")
    page.keyboard.press("Enter")
    tab.settle()
    tab.go("Progress")
    page.get_by_role("button", name="Begin again").click()
    expect(course.get_by_role("radio", checked=True)).to_have_text("not started")
    expect(box).to_have_value("0")
    tab.settle()
    page.get_by_role("button", name="Back to the plan before").click()
    expect(course.get_by_role("radio", checked=True)).to_have_text("doing")
    expect(box).to_have_value("6")
    tab.settle()


def test_a_phone_reads_everything_without_sideways_scrolling(visit):
    tab = visit(viewport={"width": 390, "height": 800}, has_touch=True)
    page = tab.open()
    tab.example()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        "[...document.querySelectorAll('.pp, table, .card')].filter(e => e.getBoundingClientRect().right > 391).length"
    )
    assert wide == 0


def test_the_calendar_on_a_phone_leaves_its_width_to_the_bars(visit):
    tab = visit(viewport={"width": 390, "height": 850}, has_touch=True)
    page = tab.open()
    tab.example("Grace")  # a step of hers has a name that is longer than a phone is wide
    chart = page.get_by_test_id("stVegaLiteChart").first
    bars = [bar.bounding_box() for bar in chart.locator("path[aria-roledescription=bar]").all()]
    box = chart.bounding_box()
    assert max(bar["x"] + bar["width"] for bar in bars) > box["x"] + box["width"] - 12
    assert min(bar["x"] for bar in bars) < box["x"] + 12
    names = chart.locator("text").filter(has_text="clinical informatics team")
    assert names.bounding_box()["x"] + names.bounding_box()["width"] <= box["x"] + box["width"]
    prices = chart.locator("text").filter(has_text=re.compile(r"^(free|USD [\d,]+)$"))
    assert prices.count() == len(bars)  # whole, beside a name that is cut
    assert max(one.bounding_box()["x"] + one.bounding_box()["width"] for one in prices.all()) <= box["x"] + box["width"]
    cut = names.bounding_box()
    beside = next(one for one in (p.bounding_box() for p in prices.all()) if abs(one["y"] - cut["y"]) < 8)
    assert cut["x"] + cut["width"] <= beside["x"]


def test_on_a_phone_the_answer_is_one_touch_away(visit):
    tab = visit(viewport={"width": 390, "height": 850}, has_touch=True)
    page = tab.open()
    tab.choose("What I do now", "secondary school")
    tab.choose("The job I'd love", "instructional")
    for name, answer in (("Pivot", ".verdict .stand"), ("What if", ".totals")):
        tab.go(name)
        expect(page.locator(answer).first).not_to_be_in_viewport()
        page.get_by_role("link", name="To the answer").click()
        expect(page.locator(answer).first).to_be_in_viewport()
        page.wait_for_timeout(1000)  # it scrolls smoothly
        header = page.locator(".stAppHeader").bounding_box()
        assert page.locator(answer).first.bounding_box()["y"] >= header["y"] + header["height"]


def test_dark_mode_is_dark_everywhere(visit):
    tab = visit(color_scheme="dark")
    page = tab.open()
    tab.example()
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert sum(int(part) for part in re.findall(r"\d+", background)[:3]) < 150
    ink = page.evaluate("getComputedStyle(document.querySelector('.verdict .headline')).color")
    assert sum(int(part) for part in re.findall(r"\d+", ink)[:3]) > 500


def test_on_a_phone_the_entry_chosen_is_one_touch_away(visit):
    tab = visit(viewport={"width": 390, "height": 850}, has_touch=True)
    page = tab.open("/rules")
    page.locator(".st-key-entries button").first.click()
    tab.settle()
    expect(page.locator("pre.source")).not_to_be_in_viewport()
    page.get_by_role("link", name="To the entry chosen").click()
    expect(page.locator("pre.source")).to_be_in_viewport()


def test_what_is_typed_and_entered_chooses_one_step_and_the_next_click_keeps_it(visit):
    tab = visit(viewport={"width": 1280, "height": 900})
    page = tab.open()
    tab.example()
    tab.go("What if")
    box = page.get_by_role("combobox", name="Insist on")
    box.click()
    box.fill("SQL for data an")
    page.keyboard.press("Enter")
    tab.settle()
    page.keyboard.press("Escape")
    tab.settle()
    page.get_by_role("button", name="Keep these limits").click()
    tab.settle()
    expect(page.get_by_text("Against the plan on the Pivot page")).to_have_count(0)
    tab.go("Pivot")
    insisted = page.get_by_text(re.compile("Insisted on"))
    expect(insisted).to_contain_text("SQL for data analysis")
    assert ";" not in insisted.inner_text()


def test_what_if_goes_to_impossible_and_back_through_an_offered_change(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("What if")
    page.get_by_role("slider", name="Months").focus()
    page.keyboard.press("Home")
    tab.settle()
    page.get_by_text("There is no plan for Instructional designer").wait_for()
    page.get_by_role("button", name=re.compile("then there is a plan")).first.click()
    page.get_by_role("heading", name="Rivals").wait_for()
    tab.settle()
    assert page.get_by_text("There is no plan").count() == 0


@pytest.mark.parametrize("width", [1360, 390])
def test_a_change_that_is_offered_can_be_read_to_its_end(visit, width):
    tab = visit(viewport={"width": width, "height": 900})
    page = tab.open()
    tab.example("Lena")
    for name, value in (("Hours a week", "2"), ("Budget", "0"), ("Months", "3")):
        page.get_by_role("spinbutton", name=name).fill(value)
        page.keyboard.press("Enter")
        tab.settle()
    tab.go("What if")
    offers = page.get_by_role("button", name=re.compile("then there is a plan"))
    offers.first.wait_for()
    tab.settle()
    assert cut(offers) == []


def cut(buttons) -> list[str]:
    """The words of buttons that cannot be read to their end."""
    wider = "button => [button, ...button.querySelectorAll('*')].some(part => part.scrollWidth > part.clientWidth + 1)"
    return [button.inner_text() for button in buttons.all() if button.evaluate(wider)]


def test_what_a_review_offers_can_be_read_to_its_end_on_a_phone(visit):
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True)
    page = tab.open()
    posting = POSTING.replace("Data analyst", "Health informatics specialist")
    give(tab, page, "Read it from a job posting", "Paste the posting", posting)
    offered = page.get_by_role("button", name=re.compile("Take the lines of|Accept|Throw it away"))
    assert offered.count() == 3
    assert cut(offered) == []


def test_where_there_is_no_plan_a_click_asks_with_a_change_made(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    budget = page.get_by_role("spinbutton", name="Budget")
    budget.fill("100")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Try changes out on the What if page").wait_for()
    page.get_by_role("button", name=re.compile("With USD 120 in all")).click()
    page.locator("article.card").first.wait_for()
    tab.settle()
    expect(budget).to_have_value("120")
    assert "budget=120" in page.url


def test_being_forgotten_leaves_nothing_for_a_reload(visit):
    tab = visit()
    page = tab.open()
    tab.example("Grace")
    page.get_by_role("button", name="Forget me here").click()
    page.get_by_text("This clears what you told here").wait_for()
    assert page.locator(".verdict .stand").is_visible()
    page.get_by_role("button", name="Yes, forget me").click()
    tab.settle()
    for again in (False, True):
        if again:
            page.reload()
            page.locator("h1").wait_for()
            tab.settle()
        assert not re.search("role|hours|budget|months|earn", page.url.split("/")[-1])
        expect(page.get_by_role("combobox", name="What I do now")).to_have_value("")
        expect(page.get_by_role("combobox", name="The job I'd love")).to_have_value("")
        expect(page.get_by_role("spinbutton", name="Budget")).to_have_value("")
    assert page.get_by_role("button", name="Go on where you left off").count() == 0


def test_the_way_back_of_the_browser_leads_to_the_question_as_it_was(visit):
    tab = visit()
    page = tab.open()
    tab.example("Maya")
    hours = page.get_by_role("spinbutton", name="Hours a week")
    hours.fill("6")
    hours.press("Enter")
    tab.settle()
    said = page.locator(".verdict").inner_text()
    tab.go("Progress")
    page.get_by_role("radio", name="done", exact=True).first.click()
    tab.settle()
    page.go_back()
    page.locator(".verdict .stand").wait_for()
    tab.settle()
    expect(page.get_by_role("combobox", name="The job I'd love")).to_have_value("Instructional designer")
    expect(hours).to_have_value("6")
    assert page.locator(".verdict").inner_text() == said
    assert "hours=6" in page.url
    tab.go("Progress")
    expect(page.get_by_role("radio", name="done", exact=True).first).to_be_checked()


def test_a_point_on_the_map_opens_that_role(visit, few_roles):
    tab = visit(few_roles)
    page = tab.open()
    tab.example()
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    page.locator("[data-testid=stVegaLiteChart] path[aria-roledescription=point]").first.click(force=True)
    page.locator(".verdict .stand").wait_for()


def test_the_map_fills_a_phone(visit, few_roles):
    tab = visit(few_roles, viewport={"width": 390, "height": 850}, has_touch=True)
    page = tab.open()
    tab.example()
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    points = page.locator("[data-testid=stVegaLiteChart] path[aria-roledescription=point]")
    places = [point.bounding_box()["x"] for point in points.all()]
    assert max(places) - min(places) > 180


def test_no_name_on_the_map_covers_a_point_or_another_name(visit, few_roles):
    tab = visit(few_roles)
    page = tab.open()
    tab.choose("What I do now", "secondary school")  # somebody who loves no role: a loved one is named in any case
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    chart = page.get_by_test_id("stVegaLiteChart").first
    names = [(mark.text_content(), mark.bounding_box()) for mark in chart.locator("g.role-mark.mark-text text").all()]
    points = [("", mark.bounding_box()) for mark in chart.locator("path[aria-roledescription=point]").all()]
    assert len(points) >= len(names) > 3

    def touch(one, other) -> bool:
        across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
        down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
        return across > 1 and down > 4  # a line is higher than its letters

    for number, (name, box) in enumerate(names):
        assert not [other for other, there in (*names[:number], *points) if touch(box, there)], name


def test_limits_are_walked_by_keyboard_as_they_are_read(visit):
    tab = visit()
    page = tab.open()
    page.get_by_role("spinbutton", name="Hours a week").focus()
    names = []
    while "Months" not in names and len(names) < 12:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))
    assert [name for name in names if name in ("Budget (USD)", "Months")] == ["Budget (USD)", "Months"]


def test_a_finished_step_makes_the_plan_anew(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("Progress")
    page.get_by_role("radio", name="done", exact=True).first.click()
    tab.settle()
    page.get_by_role("button", name="Go on with this plan").click()
    page.get_by_text("Plan 1, as it was").wait_for()


RESUME = """Jo Miller
jo@example.org

Experience
Registered nurse, St. Mary Hospital, 2012 - present
- Wrote SQL reports for the quality board for three years
- Built dashboards in Excel

No experience with Tableau.
"""
POSTING = """Data analyst, Riverside Health

Requirements
- Three years of SQL
- Spreadsheets
- Flurbing the quonks
Preferred
- Tableau
"""


def give(tab, page, title: str, label: str, text: str):
    part = page.get_by_test_id("stExpander").filter(has_text=title)
    part.get_by_text(title).click()
    tab.settle()
    part.get_by_label(label).fill(text)
    tab.settle()
    part.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Accept what is left").wait_for()
    return tab.settle()


def test_a_pasted_text_is_there_after_a_look_at_another_page(visit):
    tab = visit()
    page = tab.open()
    page.get_by_text("Read it from my résumé").click()
    tab.settle()
    page.get_by_label("Paste your résumé").fill(RESUME)
    page.keyboard.press("Tab")
    tab.settle()
    tab.go("Rules")
    tab.go("Pivot")
    if not page.get_by_label("Paste your résumé").count():
        page.get_by_text("Read it from my résumé").click()
        tab.settle()
    expect(page.get_by_label("Paste your résumé")).to_have_value(RESUME)


def test_a_background_and_a_posting_are_looked_through_and_then_planned_with(visit):
    tab = visit()
    page = tab.open()
    give(tab, page, "Read it from my résumé", "Paste your résumé", RESUME)
    assert page.get_by_text("“Wrote SQL reports for the quality board for three years”").is_visible()
    assert page.get_by_text("Not counted, said to be lacking").is_visible()
    assert page.locator(".verdict .stand").count() == 0
    tab.choose("SQL", "5")
    page.get_by_role("button", name="Accept what is left").click()
    tab.settle()
    give(tab, page, "Read it from a job posting", "Paste the posting", POSTING)
    assert page.get_by_text("This line was not understood.").is_visible()
    tab.choose("Line 2", "leave out")
    page.get_by_role("button", name="Accept what is left").click()
    page.locator(".verdict .stand").wait_for()
    tab.settle()
    assert "Data analyst, Riverside Health" in page.locator(".verdict").inner_text()
    assert "Spreadsheets" not in page.locator("table.lines").inner_text()
    assert page.locator("table.lines").get_by_text("This line was not understood.").is_visible()
    assert not re.search("Riverside|Miller|role=", page.url)
    tab.come_back()
    assert "Data analyst, Riverside Health" in page.locator(".verdict").inner_text()
    assert "5 (expert)" not in page.locator("table.lines").inner_text()
    page.get_by_text("My skills").click()
    tab.settle()
    expect(page.get_by_role("combobox", name="SQL", exact=True)).to_have_value("5 · expert")


def test_a_line_that_was_not_understood_is_given_what_it_asks_where_it_stands(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    give(tab, page, "Read it from a job posting", "Paste the posting", POSTING)
    page.get_by_role("button", name="Accept what is left").click()
    page.locator(".verdict .stand").wait_for()
    tab.settle()
    page.get_by_role("link", name="Say what it asks, or leave it out: line 3").click()
    skills = page.get_by_role("combobox", name="It asks for")
    skills.wait_for()
    tab.settle()
    expect(page.get_by_role("combobox", name="The line", exact=True)).to_have_value("3. Flurbing the quonks")
    expect(skills).to_be_in_viewport()
    tab.choose("It asks for", "Tableau")
    page.keyboard.press("Escape")
    tab.settle()
    page.get_by_role("button", name="It asks for this").click()
    row = page.locator("table.lines tbody tr").nth(2)
    row.get_by_text("Asked: Tableau 3 (working)").wait_for()
    tab.settle()
    page.reload()
    page.get_by_role("button", name="Go on where you left off").click()
    row.get_by_text("Asked: Tableau 3 (working)").wait_for()
    tab.settle()
    page.get_by_text("A line not understood, or wrongly?").click()
    tab.settle()
    page.get_by_role("button", name="Undo").click()
    row.get_by_text("This line was not understood.").wait_for()
    tab.settle()
    page.get_by_role("button", name="Choose a job from the list instead").click()
    tab.settle()
    page.get_by_role("button", name=re.compile("Back to the posting")).click()
    row.get_by_text("This line was not understood.").wait_for()


def test_a_line_left_out_gives_way_to_one_that_is_there(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    posting = POSTING.replace("Preferred", "- Gribbling the snarks\nPreferred")
    give(tab, page, "Read it from a job posting", "Paste the posting", posting)
    page.get_by_role("button", name="Accept what is left").click()
    page.locator(".verdict .stand").wait_for()
    tab.settle()
    page.get_by_text("A line not understood, or wrongly?").click()
    tab.settle()
    line = page.get_by_role("combobox", name="The line", exact=True)
    expect(line).to_have_value("3. Flurbing the quonks")
    page.get_by_role("button", name="Leave this line out").click()
    tab.settle()
    expect(line).to_have_value("3. Gribbling the snarks")
    page.get_by_role("button", name="Undo").click()
    tab.settle()
    expect(line).to_have_value("3. Flurbing the quonks")


def test_a_skill_is_added_in_the_list_of_skills(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.get_by_text("My skills").click()
    tab.settle()
    before = int(re.search(r"(\d+) in all", page.get_by_text("in all.").first.inner_text())[1])
    tab.choose("Add a skill", "tableau")
    tab.choose("Tableau", "4")
    page.get_by_text(f"{before + 1} in all.").wait_for()


def test_more_about_me_stays_open_from_one_entry_to_the_next(visit):
    tab = visit()
    page = tab.open()
    tab.choose("What I do now", "secondary school")
    tab.choose("The job I'd love", "instructional")
    page.get_by_text("More about me").click()
    tab.settle()
    page.get_by_label("My name").fill("Ada")
    page.keyboard.press("Enter")
    tab.settle()
    pay = page.get_by_role("spinbutton", name="What I earn a year")
    assert pay.is_visible()
    pay.fill("51000")
    page.keyboard.press("Enter")
    tab.settle()
    assert page.get_by_role("combobox", name="Other jobs I have held").is_visible()


def test_what_a_line_asks_for_is_claimed_where_it_is_asked_and_taken_back(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    plan = page.locator(".totals").first.inner_text()
    has = page.get_by_role("button", name="I have this: Building e-learning 3 (working)")
    has.click()
    has.wait_for(state="detached")
    tab.settle()
    row = page.locator("table.lines tbody tr").nth(4)
    assert "On your word alone, no evidence given yet: Building e-learning." in row.inner_text()
    assert page.locator(".totals").first.inner_text() != plan
    page.get_by_role("button", name="Take back Building e-learning 3 (working)").click()
    has.wait_for()
    tab.settle()
    assert page.locator(".totals").first.inner_text() == plan


def test_a_claim_stands_against_a_level_set_by_hand_before(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.get_by_text("My skills").click()
    tab.settle()
    tab.choose("Add a skill", "Writing learning materials")
    page.get_by_role("button", name="I have this: Writing learning materials 3 (working)").focus()
    page.keyboard.press("Enter")
    tab.settle()
    expect(page.get_by_role("combobox", name="Writing learning materials", exact=True)).to_have_value("3 · working")


def test_a_report_can_go_out_without_names(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.get_by_role("button", name="Save and share").click()
    tab.settle()
    page.get_by_text("Leave out names and contact details").click()
    page.get_by_text("The files below name nobody.").wait_for()
    tab.settle()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Report (.md)").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8")
    assert "Maya" not in text
    assert "# Instructional designer" in text


def test_progress_survives_a_reload(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("Progress")
    page.get_by_role("radio", name="failed", exact=True).first.click()
    tab.settle()
    page.get_by_role("button", name="Go on with this plan").click()
    page.get_by_text("Plan 1, as it was").wait_for()
    page.get_by_role("radio", name="doing", exact=True).first.click()
    tab.settle()
    tab.go("Pivot")
    tab.come_back()
    tab.go("Progress")
    page.get_by_text("Plan 1, as it was").click()
    assert page.get_by_role("cell", name="failed").count() == 1
    assert page.get_by_role("radio", name="doing", exact=True).first.is_checked()


def test_why_not_this_step_is_answered_for_any_step(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    tab.go("What if")
    tab.choose("A step", "bootcamp")
    assert page.get_by_text(re.compile("with it|in the plan|instead|no plan", re.I)).count() >= 1


def test_four_roles_stand_side_by_side(visit, few_roles):
    tab = visit(few_roles)
    page = tab.open()
    tab.example()
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    tab.choose("Up to four roles", "journalist")
    tab.choose("Up to four roles", "accountant")
    page.keyboard.press("Escape")
    table = page.locator("table.pp").last
    assert table.locator("th").count() == 5
    page.get_by_role("button", name="Open Accountant").click()
    page.locator(".verdict .stand").wait_for()
    tab.settle()
    expect(page.get_by_role("combobox", name="The job I'd love")).to_have_value("Accountant")


def test_roles_side_by_side_are_opened_by_their_whole_names(visit, few_roles):
    tab = visit(few_roles, viewport={"width": 700, "height": 900})
    page = tab.open()
    tab.example()
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    tab.choose("Up to four roles", "journalist")
    tab.choose("Up to four roles", "accountant")
    page.keyboard.press("Escape")
    tab.settle()
    openers = page.get_by_role("button", name=re.compile("^Open "))
    assert openers.count() == 4
    assert cut(openers) == []


def test_a_map_of_roles_that_take_no_time_spreads_its_months(visit, few_roles):
    tab = visit(few_roles)
    page = tab.open("/?months=0")
    tab.choose("What I do now", "secondary school")
    tab.go("Explore")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=180_000)
    tab.settle()
    labels = page.get_by_test_id("stVegaLiteChart").first.locator("g.role-axis-label text").all()
    months = [label.bounding_box()["x"] for label in labels if label.text_content() in ("0", "1", "2", "36", "120")]
    assert len(months) == 2
    assert months[1] - months[0] > 400


def test_what_stands_around_a_rule_can_be_walked(visit):
    tab = visit()
    page = tab.open("/rules")
    page.get_by_label("Search").fill("spreadsheets")
    page.keyboard.press("Enter")
    tab.settle()
    page.get_by_role("button", name="Spreadsheets", exact=True).first.click()
    tab.settle()
    node = page.locator(".node[data-column='2']").first
    name = node.get_attribute("aria-label").split(",")[0]
    node.click()
    page.get_by_role("heading", name=name).wait_for()


def test_paper_shows_the_answer_and_none_of_the_questions(visit):
    tab = visit()
    page = tab.open()
    tab.example()
    page.emulate_media(media="print")
    assert page.locator(".verdict").is_visible()
    assert page.locator("table.lines").is_visible()
    assert page.locator("article.card").first.is_visible()
    assert not page.get_by_role("combobox", name="What I do now").is_visible()
    assert not page.get_by_role("button", name="Save and share").is_visible()


@pytest.fixture
def own_rules(tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    process, address = serve(str(folder))
    yield folder, address
    process.terminate()
    process.wait(20)


def edit_storyline(tab, page):
    """Open the file of a step in the editor, and return its text area."""
    page.get_by_text("steps (", exact=False).first.click()
    tab.settle()
    page.get_by_label("Search").fill("articulate storyline")
    page.keyboard.press("Enter")
    tab.settle()
    page.get_by_test_id("stButton").get_by_role("button", name=re.compile("Storyline")).first.click()
    tab.settle()
    page.get_by_role("button", name="Edit this file").click()
    tab.settle()
    return page.get_by_role("textbox", name=re.compile("Text of"))


@pytest.mark.parametrize("pause", [0, 1500], ids=["at once", "after a while"])
def test_an_edit_and_the_click_after_it_both_count(visit, pause):
    tab = visit()
    page = tab.open("/rules")
    area = edit_storyline(tab, page)
    file, text = page.get_by_role("combobox", name="File").input_value(), area.input_value()
    area.fill(re.sub(r"(?m)^(\s+cost: )\d+", r"\g<1>99999", text, count=1))
    page.wait_for_timeout(pause)
    tab.go("Pivot")
    assert page.get_by_role("combobox", name="What I do now").is_visible()
    tab.go("Rules")
    expect(page.get_by_role("combobox", name="File")).to_have_value(file)
    assert "99999" in area.input_value()
    page.get_by_role("button", name="Take my changes back").click()
    tab.settle()
    assert area.input_value() == text


def test_a_rule_is_edited_checked_weighed_and_saved(visit, own_rules):
    folder, address = own_rules
    tab = visit(address)
    page = tab.open("/?role=Instructional+designer")
    tab.choose("What I do now", "secondary school")
    tab.go("Rules")
    area = edit_storyline(tab, page)
    text = area.input_value()
    area.fill(text.replace("e-learning-authoring:", "e-lerning-authoring:"))
    page.get_by_text(re.compile(r"^\d+ errors?$")).first.wait_for()
    tab.settle()
    marks = page.locator(".gutter .error")
    assert marks.count() >= 1
    assert "did you mean 'e-learning-authoring'?" in page.locator(".problem").first.inner_text()
    assert page.get_by_role("button", name="Save").is_disabled()
    area.fill(re.sub(r"(?m)^(\s+cost: )\d+", r"\g<1>99999", text))
    page.get_by_text("No problems.").wait_for()
    tab.settle()
    assert marks.count() == 0
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download the file").click()
    assert "99999" in Path(coming.value.path()).read_text(encoding="utf-8")
    page.get_by_role("button", name="Whom would it move?").click()
    page.get_by_role("heading", name=re.compile("of [0-9]+ journeys change")).wait_for(timeout=180_000)
    page.get_by_text("You to Instructional designer").wait_for()
    page.get_by_text("Maya to Instructional designer").wait_for()
    tab.settle()
    place = "area => [area.selectionStart, area.closest('.editor').scrollTop]"
    area.evaluate("area => { area.focus(); area.setSelectionRange(40, 40); area.closest('.editor').scrollTop = 100; }")
    stands = area.evaluate(place)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. The version before is kept as").wait_for()
    tab.settle()
    assert area.evaluate(place) == stands
    changed = [file for file in folder.rglob("*.yaml") if "99999" in file.read_text(encoding="utf-8")]
    assert len(changed) == 1
    assert changed[0].with_name(changed[0].name + ".previous").read_text(encoding="utf-8") == text


def test_the_place_of_a_problem_leads_to_its_line(visit):
    tab = visit()
    page = tab.open("/rules")
    area = edit_storyline(tab, page)
    area.fill(area.input_value().rstrip("\n") + "\n  broken-step: {title: Broken, hours: many}\n")
    problem = page.locator(".problem").first
    problem.wait_for()
    tab.settle()
    area.evaluate("area => { area.setSelectionRange(0, 0); area.closest('.editor').scrollTop = 0; }")
    place = problem.get_by_role("button")
    line = int(place.inner_text().split(":")[-2])
    place.click()
    tab.settle()
    assert area.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length") == line
    expect(area).to_be_focused()
    assert area.evaluate("area => area.closest('.editor').scrollTop") > 0
    assert "broken-step" in area.input_value()
    tab.choose("File", "policy")
    assert area.evaluate("area => [area.selectionStart, area.closest('.editor').scrollTop]") == [0, 0]


def test_nothing_is_taken_from_what_the_browser_is_thought_to_have_kept(visit):
    """Streamlit sends hashes of what it sent before; many clicks at once made it fail with "Cached ForwardMsg MISS"."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    tab = visit()
    sent = []
    tab.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(frame)))
    page = tab.open()
    tab.example()
    page.get_by_role("radio", name="fastest").first.click()
    tab.settle()
    read = [ForwardMsg.FromString(frame) for frame in sent if isinstance(frame, bytes)]
    assert len(read) > 100
    assert not any(message.ref_hash for message in read)
