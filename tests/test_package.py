"""The wheel: built, installed in a clean environment and used from another folder, rules and all.

Nothing is fetched. The wheel is built without isolation, by the hatchling of the running environment, and the clean
environment borrows the installed dependencies (not the planner) from it by way of a ``.pth`` file.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def run(*command, cwd):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    found = subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of programs of a clean environment in which the wheel is installed."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=False)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    places = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", "venv", places))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        programs / "python",
        "install",
        "--no-deps",
        "--no-index",
        "--disable-pip-version-check",
        wheel,
        cwd=home,
    )
    return programs


def files_below(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix() for path in found}


def test_the_wheel_holds_the_program_its_rules_and_its_page_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    inside = {"planner/" + name for name in files_below(ROOT / "planner")}
    inside |= {"planner/_rules/" + name for name in files_below(ROOT / "rules")}
    inside |= {"planner/_ui/" + name for name in files_below(ROOT / "ui")}
    assert {name for name in names if ".dist-info/" not in name} == inside
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "planner/py.typed" in names


def test_it_finds_its_own_rules_from_any_folder(installed, tmp_path):
    ask = "from planner.rulebook.source import shipped_rules; print(shipped_rules())"
    found = Path(run(installed / "python", "-c", ask, cwd=tmp_path).strip())
    assert found.is_relative_to(installed.parent)
    assert run(installed / "pivot", "rules", "check", cwd=tmp_path)


def test_it_makes_a_plan_from_any_folder(installed, tmp_path):
    person = "roles_held: [{role: secondary-school-teacher, years: 9}]\n"
    (tmp_path / "person.yaml").write_text(person, encoding="utf-8")
    said = run(installed / "pivot", "plan", "person.yaml", "instructional-designer", "--json", cwd=tmp_path)
    answer = json.loads(said)
    assert (answer["answer"], answer["proved"]) == ("plan", True)


def test_its_demo_shows_a_person_an_audit_and_a_plan(installed, tmp_path):
    said = run(installed / "pivot", "demo", cwd=tmp_path)
    assert [part in said for part in ("name: Maya", "Verdict: ", "Line by line", "The plan", "Proved: ")] == [True] * 5


def test_its_page_opens_from_any_folder(installed, tmp_path):
    pytest.importorskip("streamlit", reason="the page needs the extra 'ui'")
    ask = (
        "from planner.commands.ui import ui_folder; from streamlit.testing.v1 import AppTest; "
        "app = AppTest.from_file(str(ui_folder() / 'app.py'), default_timeout=60).run(); "
        "assert not app.exception; print(ui_folder(), app.title[0].value, sep='|')"
    )
    folder, title = run(installed / "python", "-c", ask, cwd=tmp_path).strip().split("|")
    assert Path(folder).is_relative_to(installed.parent)
    assert title == "Career pivot planner"
