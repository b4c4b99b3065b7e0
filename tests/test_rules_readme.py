"""The page that teaches how to add to the rule book: starters load, commands say what it shows."""

import re
from pathlib import Path

import pytest
from paper import blocks, run, shown_in_order, written_out

from planner.rulebook.lint import check

PAGE = (Path(__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written_out(blocks(PAGE), tmp_path_factory.mktemp("rules-readme"))


def test_a_skill_a_transfer_a_step_a_role_and_a_journey_are_taught_each_with_a_starter():
    files = [block.text.split("\n")[0][2:] for block in blocks(PAGE) if block.language == "yaml"]
    assert [re.sub(r".*beekeep\w+-?", "", file) for file in files] == [
        "skills.yaml", "transfers.yaml", "steps.yaml", "roles.yaml", ".yaml"
    ]  # fmt: skip


def test_each_starter_can_be_checked_as_soon_as_it_is_written(folder):
    names = ["skills", "transfers", "steps", "roles"]
    for number in range(len(names)):
        layers = [str(folder / "mine" / f"beekeeping-{name}.yaml") for name in names[: number + 1]]
        assert [problem for problem in check("shipped", *layers) if problem.severity == "error"] == []


CONSOLE = [block for block in blocks(PAGE) if block.language == "console"]


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: f"line {block.line}")
def test_every_command_prints_what_is_shown(block, folder, monkeypatch, pivot):
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block.text, re.M):
        said = run(command, folder, monkeypatch, pivot)
        assert shown_in_order(expected.splitlines(), said.splitlines()) == "", command
