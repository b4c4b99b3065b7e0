"""What every test in the browser begins with: a server, a browser, and visits that check themselves at the end."""

import pytest
from visiting import CHROMIUM, SWITCHES, Visit, serve


@pytest.fixture(scope="session")
def address(browser):
    process, address = serve()
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def browser():
    pytest.importorskip("streamlit", reason="the pages need the extra 'ui'")
    sync_api = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    visits = []

    def begin(to: str = address, **options) -> Visit:
        visits.append(Visit(browser, to, **options))
        return visits[-1]

    yield begin
    for done in visits:
        done.check()
        done.context.close()
