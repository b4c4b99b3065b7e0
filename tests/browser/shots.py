"""Pictures of every page in light, dark and phone width: ``python tests/browser/shots.py FOLDER [SCHEME ...]``.

``python tests/browser/shots.py --readme`` makes the two small pictures that README shows.
"""

import sys
from pathlib import Path

from visiting import CHROMIUM, ROOT, SWITCHES, Visit, serve

SCHEMES = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": {"width": 390, "height": 850}}}
SHOWN = ROOT / "tests" / "browser" / "pictures"


def take(visit: Visit, folder: Path, name: str) -> None:
    height = visit.page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stMain],[data-testid=stMainBlockContainer]')]"
        ".map(part => part.scrollHeight))"
    )
    width = visit.page.viewport_size["width"]
    visit.page.set_viewport_size({"width": width, "height": min(height + 80, 6400)})
    visit.settle()
    visit.page.wait_for_timeout(700)
    visit.page.screenshot(path=folder / f"{name}.png")
    visit.page.set_viewport_size({"width": width, "height": 850})


def every_page(visit: Visit, folder: Path, scheme: str) -> None:
    visit.open()
    take(visit, folder, f"start-{scheme}")
    visit.example()
    take(visit, folder, f"pivot-{scheme}")
    for name in ("What if", "Explore", "Progress"):
        visit.go(name)
        visit.page.wait_for_timeout(1500)
        visit.settle()
        take(visit, folder, f"{name.lower().replace(' ', '-')}-{scheme}")
    visit.go("Rules")
    visit.page.get_by_test_id("stButton").get_by_role("button").nth(3).click()
    visit.settle()
    take(visit, folder, f"rules-{scheme}")
    visit.page.get_by_role("button", name="Edit this file").click()
    visit.settle()
    take(visit, folder, f"rules-edit-{scheme}")


def for_readme(browser, address: str) -> None:
    """Take the two pictures of README: the answer, and the skills graph by night."""
    small = {"width": 1120, "height": 700}
    visit = Visit(browser, address, viewport=small)
    visit.open()
    visit.example()
    visit.page.screenshot(path=SHOWN / "answer.png")
    visit.context.close()
    visit = Visit(browser, address, viewport={"width": 1120, "height": 1300}, color_scheme="dark")
    visit.open()
    visit.example()
    visit.page.locator("svg.graph").screenshot(path=SHOWN / "graph.png")
    visit.context.close()


def main(names: list[str]) -> None:
    from playwright.sync_api import sync_playwright

    process, address = serve()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            if names == ["--readme"]:
                SHOWN.mkdir(exist_ok=True)
                for_readme(browser, address)
                return
            folder, schemes = Path(names[0]), names[1:] or list(SCHEMES)
            folder.mkdir(parents=True, exist_ok=True)
            for scheme in schemes:
                visit = Visit(browser, address, **SCHEMES[scheme])
                every_page(visit, folder, scheme)
                visit.context.close()
    finally:
        process.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])
