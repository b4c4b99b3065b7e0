"""axe-core on every page, light and dark: no serious or critical violation, and none of ours at all."""

from importlib.resources import files

import pytest

import planner

pytestmark = pytest.mark.slow
STREAMLITS_OWN = {"presentation-role-conflict"}


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, as the package axe-playwright-python brings it; nothing is fetched."""
    pytest.importorskip("axe_playwright_python", reason="axe-core comes with the extra 'test'")
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe: str) -> list[str]:
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    return [f"{found['impact']} {found['id']}: {node['target']} {node.get('failureSummary', '')}"
            for found in result["violations"] if found["id"] not in STREAMLITS_OWN for node in found["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_empty_start_page(visit, axe, scheme):
    assert violations(visit(color_scheme=scheme).open(), axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_start_page_with_an_answer(visit, axe, scheme):
    tab = visit(color_scheme=scheme)
    page = tab.open()
    tab.example()
    assert violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browsing_and_editing_rules(visit, axe, scheme):
    tab = visit(color_scheme=scheme)
    page = tab.open("/rules")
    page.get_by_test_id("stButton").get_by_role("button").first.click()
    tab.settle()
    found = violations(page, axe)
    page.get_by_role("button", name="Edit this file").click()
    tab.settle()
    assert found + violations(page, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looking_through_a_text(visit, axe, scheme):
    tab = visit(color_scheme=scheme)
    page = tab.open()
    page.get_by_text("Read it from my résumé").click()
    page.get_by_label("Paste your résumé").fill("Wrote SQL reports for nine years. No experience with Tableau.")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Accept what is left").wait_for()
    tab.settle()
    assert violations(page, axe) == []


PAGES = ["What if", *(["Explore"] if hasattr(planner, "explore") else []),
         *(["Progress"] if hasattr(planner, "replan") else [])]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_the_other_pages(visit, axe, scheme, name):
    tab = visit(color_scheme=scheme)
    page = tab.open()
    tab.example()
    tab.go(name)
    page.wait_for_timeout(1500)
    tab.settle()
    assert violations(page, axe) == []
