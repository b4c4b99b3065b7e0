"""What every test in the browser begins with: a server, a browser, and visits that check themselves at the end."""

import shutil

import pytest

pytest.register_assert_rewrite("visiting")
from visiting import CHROMIUM, ROOT, SWITCHES, Visit, serve  # noqa: E402


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


@pytest.fixture(scope="session")
def few_roles(browser, tmp_path_factory):
    """The shipped rules with the roles of four fields only: every role is explored quickly."""
    folder = tmp_path_factory.mktemp("few") / "rules"
    shutil.copytree(ROOT / "rules", folder)
    for file in (folder / "roles").rglob("*.yaml"):
        if file.stem not in ("data", "education", "finance", "media"):
            file.unlink()
    process, address = serve(str(folder))
    yield address
    process.terminate()
    process.wait(20)


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
