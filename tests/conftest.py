"""What several test files share: the shipped rules, and where data from outside stands."""

from pathlib import Path
from textwrap import dedent

import pytest

from planner import RuleBook, load_rules
from planner.planning import few
from planner.rulebook.load import build
from planner.rulebook.tree import parse

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser):
    parser.addoption("--data", type=Path, default=None, help="folder with the reference tables (onet, oews, ...)")


@pytest.fixture(scope="session")
def shipped() -> RuleBook:
    return load_rules()


@pytest.fixture
def rules(request) -> RuleBook:
    """The rule book that stands as YAML in the docstring of the test."""
    return build([[parse("rules.yaml", dedent(request.function.__doc__))]])


@pytest.fixture(scope="session")
def data(request) -> Path:
    folder = request.config.getoption("--data")
    if folder is None:
        pytest.skip("needs --data, the folder of reference tables")
    return folder


@pytest.fixture
def untried(monkeypatch):
    """Nothing is small enough to be tried step by step: the other solver answers alone."""
    monkeypatch.setattr(few, "TRIED", -1)
