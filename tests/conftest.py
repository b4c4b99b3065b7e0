"""What several test files share: the shipped rules, and where data from outside stands."""

import io
import sys
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from planner import RuleBook, load_rules
from planner.cli import main
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


class Answer(NamedTuple):
    """What a command left behind: its exit code, and what it printed where."""

    code: int
    out: str
    err: str


@pytest.fixture
def pivot(capsys, monkeypatch):
    """Runs the command line with some arguments, and text or bytes on standard input."""

    def run(*arguments, stdin="") -> Answer:
        content = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        assert "fault in the program" not in printed.err
        return Answer(left.value.code, printed.out, printed.err)

    return run


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
