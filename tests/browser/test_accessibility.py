"""axe-core on every page, light and dark: no serious or critical violation, and none of ours at all."""

from importlib.resources import files

import pytest

pytestmark = pytest.mark.slow
PAPER = {"light": "rgb(252, 251, 248)", "dark": "rgb(20, 23, 29)"}
STREAMLITS_OWN = {"presentation-role-conflict"}


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, as the package axe-playwright-python brings it; nothing is fetched."""
    pytest.importorskip("axe_playwright_python", reason="axe-core comes with the extra 'test'")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(tab, axe: str) -> list[str]:
    """Return what axe finds on the page as it stands, in both themes."""
    found = []
    for scheme, paper in PAPER.items():
        tab.page.emulate_media(color_scheme=scheme)
        wanted = f"getComputedStyle(document.querySelector('.stApp')).backgroundColor === '{paper}'"
        tab.page.wait_for_function(wanted)
        tab.settle()
        tab.page.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = tab.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        found += [
            f"{scheme} {item['impact']} {item['id']}: {node['target']} {node.get('failureSummary', '')}"
            for item in result["violations"]
            if item["id"] not in STREAMLITS_OWN
            for node in item["nodes"]
        ]
    return found


def test_the_start_page_empty_and_with_an_answer(visit, axe):
    tab = visit()
    tab.open()
    empty = violations(tab, axe)
    tab.example()
    assert empty + violations(tab, axe) == []


def test_browsing_and_editing_rules(visit, axe):
    tab = visit()
    page = tab.open("/rules")
    page.get_by_test_id("stButton").get_by_role("button").first.click()
    tab.settle()
    found = violations(tab, axe)
    page.get_by_role("button", name="Edit this file").click()
    tab.settle()
    area = page.get_by_role("textbox", name="Text of")
    area.fill(area.input_value() + "\nnonsense: 1\n")
    page.locator(".gutter .error").first.wait_for()
    assert found + violations(tab, axe) == []


def test_looking_through_a_text(visit, axe):
    tab = visit()
    page = tab.open()
    page.get_by_text("Read it from my résumé").click()
    tab.settle()
    page.get_by_label("Paste your résumé").fill("Wrote SQL reports for nine years. No experience with Tableau.")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Accept what is left").wait_for()
    tab.settle()
    assert violations(tab, axe) == []


def test_the_other_pages(visit, few_roles, axe):
    tab = visit(few_roles)
    tab.open()
    tab.example()
    found = []
    for name in ("What if", "Explore", "Progress"):
        tab.go(name)
        tab.page.wait_for_timeout(1000)
        tab.settle()
        found += violations(tab, axe)
    assert found == []
