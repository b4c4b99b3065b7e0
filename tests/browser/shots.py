"""Pictures of every page in light, dark and phone width: ``python tests/browser/shots.py FOLDER``."""

import sys
from pathlib import Path

from conftest import CHROMIUM, SWITCHES, Visit, serve, sync_api

SCHEMES = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": {"width": 390, "height": 850}}}


def take(visit: Visit, folder: Path, name: str) -> None:
    height = visit.page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stMain],[data-testid=stMainBlockContainer]')]"
        ".map(part => part.scrollHeight))"
    )
    width = visit.page.viewport_size["width"]
    visit.page.set_viewport_size({"width": width, "height": min(height + 80, 5200)})
    visit.settle()
    visit.page.screenshot(path=folder / f"{name}.png")
    visit.page.set_viewport_size({"width": width, "height": 850})


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    process, address = serve()
    try:
        with sync_api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            for scheme, options in SCHEMES.items():
                visit = Visit(browser, address, **options)
                visit.open()
                take(visit, folder, f"start-{scheme}")
                visit.example()
                take(visit, folder, f"pivot-{scheme}")
                visit.open("/rules")
                take(visit, folder, f"rules-{scheme}")
                visit.context.close()
    finally:
        process.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
