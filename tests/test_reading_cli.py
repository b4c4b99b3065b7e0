"""``pivot read`` and ``--posting``: texts in, a person file or an answer out, and exit codes that tell."""

from __future__ import annotations

import json

import pytest

from planner import load_profile, load_rules
from planner.cli import main
from planner.rulebook.problem import RulesError

RESUME = "Ana Ruiz\nana@example.org\nStaff Accountant, 2015 - 2020\nTableau and SQL for six years\n"
POSTING = "Data analyst\nRequirements\n- SQL\n- Tableau or Power BI\n- Nerves of wool\nBenefits\n- Dental plan\n"


def pivot(*arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return left.value.code, printed.out, printed.err


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "cv.txt").write_text(RESUME, encoding="utf-8")
    (tmp_path / "posting.md").write_text(POSTING, encoding="utf-8")
    (tmp_path / "praise.txt").write_text("We are lovely. Join us.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def person(texts, capsys):
    _, out, _ = pivot("read", texts / "cv.txt", capsys=capsys)
    (texts / "ana.yaml").write_text(out, encoding="utf-8")
    return texts / "ana.yaml"


def test_read_prints_a_person_file_that_loads(person, shipped):
    profile = load_profile(person, shipped)
    assert profile.name == "Ana Ruiz"
    assert profile.have["sql"].evidence == ("Tableau and SQL for six years",)
    assert [held.role for held in profile.roles_held] == ["accountant"]


def test_read_leaves_particulars_out_when_asked(texts, capsys):
    code, out, _ = pivot("read", texts / "cv.txt", "--redact", capsys=capsys)
    assert code == 0
    assert "Ana" not in out
    assert "example.org" not in out


def test_read_says_which_levels_are_assumed(texts, capsys):
    (texts / "short.txt").write_text("Skills: Tableau", encoding="utf-8")
    _, _, err = pivot("read", texts / "short.txt", capsys=capsys)
    assert "assumed" in err
    assert "tableau" in err


def test_audit_takes_a_posting(texts, person, capsys):
    code, out, err = pivot("audit", person, "--posting", texts / "posting.md", "--json", capsys=capsys)
    lines = {line["text"]: line["status"] for line in json.loads(out)["audit"]}
    assert code == 0
    assert lines == {"SQL": "met", "Tableau or Power BI": "met", "Nerves of wool": "unknown"}
    assert "data-analyst" in err


def test_plan_leads_to_what_was_understood_and_says_what_was_not(texts, person, capsys):
    code, out, err = pivot("plan", person, "--posting", texts / "posting.md", capsys=capsys)
    assert code == 0
    assert "you are there already" in out
    assert "1 line of the posting was not understood" in err


def test_a_posting_that_asks_for_nothing_is_no_answer(texts, person, capsys):
    code, out, err = pivot("audit", person, "--posting", texts / "praise.txt", capsys=capsys)
    assert (code, out) == (3, "")
    assert "The check did not run" in err


def test_a_role_or_a_posting_but_not_both(texts, person, capsys):
    assert pivot("audit", person, capsys=capsys)[0] == 2
    assert pivot("audit", person, "data-analyst", "--posting", texts / "posting.md", capsys=capsys)[0] == 2


def test_a_file_that_is_not_there_is_an_input_fault(texts, capsys):
    assert pivot("read", texts / "gone.txt", capsys=capsys)[0] == 3


def test_cues_of_a_book_are_laid_over_the_shipped_ones(tmp_path):
    (tmp_path / "cues.yaml").write_text("cues: {levels: {default: 1}}", encoding="utf-8")
    rules = load_rules("shipped", tmp_path)
    assert rules.cues.levels.default == 1
    assert rules.cues.levels.asked == load_rules().cues.levels.asked


def test_a_fault_in_cues_is_named_with_its_place(tmp_path):
    (tmp_path / "cues.yaml").write_text("cues:\n  levels:\n    default: nine\n", encoding="utf-8")
    with pytest.raises(RulesError) as error:
        load_rules("shipped", tmp_path)
    (problem,) = error.value.problems
    assert (problem.line, problem.column) == (3, 14)
