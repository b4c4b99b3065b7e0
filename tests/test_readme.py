"""README is paper that runs: every block in it is executed, and every public name and option is mentioned."""

import doctest
import io
import re
from pathlib import Path

import click
import pytest
from paper import blocks, run, shown_in_order, written_out

import planner
from planner import load_profile, load_rules
from planner.cli import pivot
from planner.journeys import Expectation, Journey, load_journeys
from planner.model import Limits, Line, Profile, Role, Skill, Step, TransferRule
from planner.rulebook.draft import SECTIONS
from planner.rulebook.policy import WORDS, Policy
from planner.rulebook.settings import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/pivot demo\n",
    'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/python -m pytest -q\n',
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the files that README writes out, each named in its first line."""
    return written_out(blocks(README), tmp_path_factory.mktemp("readme"))


def test_every_block_is_of_a_kind_that_is_run():
    assert {block.language for block in blocks(README) if block.language} == {"bash", "console", "python", "yaml"}
    the_map = {block.text.split("/")[0] for block in blocks(README) if not block.language}
    assert the_map == {"planner"}


def test_two_commands_set_everything_up():
    assert [block.text for block in blocks(README) if block.language == "bash"] == SET_UP


def test_the_people_rules_and_journeys_in_it_load(folder):
    shipped = load_rules()
    layered = load_rules("shipped", folder / "mine")
    for section in SECTIONS:
        assert set(getattr(layered, section)) > set(getattr(shipped, section)), section
    assert layered.policy.hours_per_week == 6
    assert load_profile(folder / "maya.yaml", shipped).name == "Maya"
    assert len(load_journeys(folder / "cases", shipped)) == 1


def test_every_starter_stands_on_those_before_it(folder):
    starters = [f"mine/{name}.yaml" for name in ("skills", "transfers", "steps", "roles", "policy")]
    assert [block.text.split("\n")[0][2:] for block in blocks(README) if block.text.startswith("# mine/")] == starters
    for number in range(len(starters)):
        load_rules("shipped", *(folder / name for name in starters[: number + 1]))


CONSOLE = [block for block in blocks(README) if block.language == "console"]
MODELS = [Skill, TransferRule, Step, Role, Line, Policy, Profile, Limits, Journey, Expectation]


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: f"line {block.line}")
def test_every_command_prints_what_is_shown(block, folder, monkeypatch, pivot):
    commands = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block.text, re.M)
    assert commands
    for command, expected in commands:
        said = run(command, folder, monkeypatch, pivot)
        assert shown_in_order(expected.splitlines(), said.splitlines()) == "", f"README.md:{block.line}: {command}"


def test_what_is_shown_may_leave_out_lines_and_change_none():
    said = ["a", "b", "c", "b"]
    assert shown_in_order(["a", "...", "b"], said) == "c (and more)"
    assert shown_in_order(["a", "...", "c", "..."], said) == ""
    assert shown_in_order(["...", "c", "b"], said) == ""
    assert shown_in_order(["a", "c", "..."], said) == "c"
    assert shown_in_order(["...", "c", "...", "a"], said) == "a"


def test_the_python_examples_do_what_they_show(folder, monkeypatch):
    monkeypatch.chdir(folder)
    examples = [block for block in blocks(README) if block.language == "python"]
    assert examples
    for block in examples:
        test = doctest.DocTestParser().get_doctest(block.text, {}, f"README.md:{block.line}", None, 0)
        complaints = io.StringIO()
        found = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=complaints.write)
        assert (found.failed, found.attempted > 0) == (0, True), complaints.getvalue()


def in_code(word: str) -> bool:
    """Say whether README has the word inside back-ticks or a block."""
    code = "\n".join([*re.findall(r"`([^`\n]+(?:\n[^`\n]+)?)`", prose()), *(block.text for block in blocks(README))])
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", code) is not None


def prose() -> str:
    return re.sub(r"^```\w*\n.*?^```$", "", README, flags=re.M | re.S)


def test_every_public_name_is_mentioned():
    assert [name for name in planner.__all__ if not in_code(name)] == []


def test_every_command_and_option_is_mentioned():
    missing = []

    def walk(command, path):
        if not in_code(path):
            missing.append(path)
        for parameter in command.params:
            options = [option for option in parameter.opts if option.startswith("--")]
            missing.extend(f"{path} {option}" for option in options if not in_code(option))
            if isinstance(parameter.type, click.Choice):
                missing.extend(choice for choice in parameter.type.choices if not in_code(choice))
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, f"{path} {name}")

    walk(pivot, "pivot")
    assert missing == []


@pytest.mark.parametrize("model", MODELS)
def test_every_field_one_can_write_is_mentioned(model):
    names = {field.serialization_alias or name for name, field in model.model_fields.items()} - {"id"}
    short = {f"{name}_{which}" for name in ("met", "steps", "weeks", "money") for which in ("at_least", "at_most")}
    assert sorted(name for name in names - short if not in_code(name)) == []


def test_every_section_and_every_word_a_sentence_may_use_is_mentioned():
    assert [name for name in (*SECTIONS, *SETTINGS) if not in_code(name)] == []
    assert [word for word in WORDS if not in_code(f"{{{word}}}")] == []


def test_every_module_and_package_stands_on_the_map():
    tops = [path for path in (ROOT / "planner").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    names = [path.name for path in tops if path.name[0] != "_"]
    (house,) = [block.text for block in blocks(README) if not block.language]
    assert sorted(name for name in names if not re.search(rf"\b{re.escape(name)}", house)) == []


def test_no_path_of_a_machine_is_in_it():
    assert not re.search(r"(?<![\w.])/(work|home|tmp|root|Users)/", README)
