"""``pivot read`` and ``--posting``: texts in, a person file or an answer out, and exit codes that tell."""

from __future__ import annotations

import io
import json
import sys

import pytest

from planner import load_profile, load_rules
from planner.rulebook.problem import RulesError

RESUME = "Ana Ruiz\nana@example.org\nStaff Accountant, 2015 - 2020\nTableau and SQL for six years\n"
POSTING = "Data analyst\nRequirements\n- SQL\n- Tableau or Power BI\n- Nerves of wool\nBenefits\n- Dental plan\n"


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "cv.txt").write_text(RESUME, encoding="utf-8")
    (tmp_path / "posting.md").write_text(POSTING, encoding="utf-8")
    (tmp_path / "praise.txt").write_text("We are lovely. Join us.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def person(texts, pivot):
    _, out, _ = pivot("read", texts / "cv.txt")
    (texts / "ana.yaml").write_text(out, encoding="utf-8")
    return texts / "ana.yaml"


def test_read_prints_a_person_file_that_loads(person, shipped):
    profile = load_profile(person, shipped)
    assert profile.name == "Ana Ruiz"
    assert profile.have["sql"].evidence == ("Tableau and SQL for six years",)
    assert [held.role for held in profile.roles_held] == ["accountant"]


def test_read_leaves_particulars_out_when_asked(texts, pivot):
    code, out, _ = pivot("read", texts / "cv.txt", "--redact")
    assert code == 0
    assert "Ana" not in out
    assert "example.org" not in out


def test_read_says_which_levels_are_assumed(texts, pivot):
    (texts / "short.txt").write_text("Skills: Tableau", encoding="utf-8")
    _, _, err = pivot("read", texts / "short.txt")
    assert "assumed" in err
    assert "tableau" in err


def test_audit_takes_a_posting(texts, person, pivot):
    code, out, err = pivot("audit", person, "--posting", texts / "posting.md", "--json")
    lines = {line["text"]: line["status"] for line in json.loads(out)["audit"]}
    assert code == 0
    assert lines == {"SQL": "met", "Tableau or Power BI": "met", "Nerves of wool": "unknown"}
    assert "data-analyst" in err


def test_plan_leads_to_what_was_understood_and_says_what_was_not(texts, person, pivot):
    code, out, _ = pivot("plan", person, "--posting", texts / "posting.md")
    assert code == 0
    assert "No step is needed for what was understood of Data analyst.\n" in out
    assert "Not understood, and not part of the plan: line 3. Ask what answers it.\n" in out
    assert "you are there already" not in out


def test_audit_and_plan_say_the_same_of_a_posting_with_gates_that_were_not_understood(texts, pivot):
    asks = "Wrangler\nRequirements:\n- SQL\n- Must be authorized to work in the US\n- Must be a licensed skydiver\n"
    (texts / "wrangler.txt").write_text(asks, encoding="utf-8")
    (texts / "sql.yaml").write_text("have: {sql: 4}\n", encoding="utf-8")
    asked = [texts / "sql.yaml", "--posting", texts / "wrangler.txt", "--json"]
    audit, plan = (json.loads(pivot(command, *asked)[1]) for command in ("audit", "plan"))
    assert audit["audit"] == plan["audit"]
    assert audit["verdict"] == plan["verdict"]
    assert (plan["verdict"]["qualified"], plan["verdict"]["reason"]) == ("not-yet", None)


def test_replan_leads_to_a_posting_too(texts, pivot):
    (texts / "new.yaml").write_text("name: New\n", encoding="utf-8")
    asked = [texts / "new.yaml", "--posting", texts / "posting.md", "--json"]
    before = json.loads(pivot("plan", *asked)[1])["steps"]
    assert before
    done = [argument for step in before for argument in ("--done", step["id"])]
    code, out, _ = pivot("replan", *asked, *done)
    assert code == 0
    assert json.loads(out)["after"]["steps"] == []


def test_a_posting_that_asks_for_nothing_is_no_answer(texts, person, pivot):
    code, out, err = pivot("audit", person, "--posting", texts / "praise.txt")
    assert (code, out) == (3, "")
    assert "The check did not run" in err


def test_a_role_or_a_posting_but_not_both(texts, person, pivot):
    assert pivot("audit", person)[0] == 2
    assert pivot("audit", person, "data-analyst", "--posting", texts / "posting.md")[0] == 2


def pdf(pages, password=""):
    """Return the bytes of a PDF of empty pages."""
    writer, stream = pytest.importorskip("pypdf").PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(stream)
    return stream.getvalue()


FAULTS = {
    "gone.txt": (None, "cannot be read: No such file"),
    "folder": ("folder", "cannot be read: Is a directory"),
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n\t", "is empty"),
    "junk.bin": (bytes(range(256)) * 20, "is no text, PDF or DOCX file"),
    "zeros.bin": (bytes(5000), "is no text, PDF or DOCX file"),
    "big.txt": (b"a" * 5_000_001, "is larger than 5 MB"),
    "broken.pdf": (b"%PDF-1.4 broken", "is no PDF that can be read"),
    "broken.docx": (b"PK\x03\x04 broken", "is no DOCX file that can be read"),
    "scan.pdf": (lambda: pdf(1), "it is probably a scan"),
    "locked.pdf": (lambda: pdf(1, "secret"), "is locked with a password"),
    "long.pdf": (lambda: pdf(31), "has 31 pages"),
    "picture.png": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "old.doc": (b"\xd0\xcf\x11\xe0 old", "old word processor"),
}


@pytest.mark.parametrize("command", ["read", "audit", "plan"])
@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_said_in_one_line_with_exit_code_3(name, command, texts, pivot):
    made, says = FAULTS[name]
    if made == "folder":
        (texts / name).mkdir()
    elif made is not None:
        (texts / name).write_bytes(made if isinstance(made, bytes) else made())
    (texts / "someone.yaml").write_text("name: Ana\nhave: {sql: 3}\n", encoding="utf-8")
    before = sorted(texts.iterdir())
    where = [texts / name] if command == "read" else [texts / "someone.yaml", "--posting", texts / name]
    code, out, err = pivot(command, *where)
    assert (code, out) == (3, "")
    assert says in err
    assert err.startswith("pivot: ")
    assert err.count("\n") == 1
    assert sorted(texts.iterdir()) == before  # nothing is stored


def test_what_cannot_be_read_is_named_as_given_with_line_and_column_where_there_are_any(texts, pivot, monkeypatch):
    (texts / "cvs").mkdir()
    (texts / "cvs" / "junk.txt").write_bytes(b"Ana Ruiz\nSQL\x00\x01\x02 and so on")
    monkeypatch.chdir(texts)
    assert pivot("read", "cvs/junk.txt") == (
        3,
        "",
        "pivot: cvs/junk.txt:2:4: U+0000 stands here; this is no text, PDF or DOCX file; paste the text instead\n",
    )
    assert pivot("read", "cvs/gone.txt")[2] == "pivot: cvs/gone.txt cannot be read: No such file or directory\n"


@pytest.mark.parametrize(("name", "module"), [("cv.pdf", "pypdf"), ("cv.docx", "docx")])
def test_a_missing_extra_is_named(name, module, texts, pivot, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    (texts / name).write_bytes(b"%PDF-1.4" if module == "pypdf" else b"PK\x03\x04")
    code, _, err = pivot("read", texts / name)
    assert code == 3
    assert "pip install 'pivot-planner[files]'" in err


@pytest.mark.parametrize("code", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_usual_encoding_is_read(code, texts, pivot):
    (texts / "cv.txt").write_bytes("Zoë Núñez\nStaff Accountant, 2015 – 2020\nTableau".encode(code))
    _, out, _ = pivot("read", texts / "cv.txt")
    assert "Zoë Núñez" in out
    assert "tableau" in out


def test_wrong_use_has_exit_code_2(texts, person, pivot):
    assert pivot("read")[0] == 2
    assert pivot("read", texts / "cv.txt", texts / "cv.txt")[0] == 2
    assert pivot("audit", "-", "--posting", "-")[0] == 2
    assert pivot("read", texts / "posting.md", "--as-posting", "--redact")[0] == 2


def test_a_background_in_which_nothing_is_found_is_an_answer_of_no(texts, pivot):
    (texts / "short.txt").write_text("I like rain.", encoding="utf-8")
    code, _, err = pivot("read", texts / "short.txt")
    assert code == 1
    assert "nothing was found" in err


def test_read_says_what_became_of_each_line_of_a_posting(texts, pivot):
    code, out, _ = pivot("read", texts / "posting.md", "--as-posting")
    assert code == 0
    assert "7 lines: 2 understood, 4 not a requirement, 1 not understood." in out
    assert "It names a role of the rules, Data analyst" in out
    for line in POSTING.splitlines():
        assert out.count(f"“{line}”") == 1
    assert pivot("read", texts / "praise.txt", "--as-posting")[0] == 3


def test_read_quotes_what_answers_a_posting_in_its_order(texts, pivot):
    code, out, _ = pivot("read", texts / "cv.txt", "--for", texts / "posting.md")
    assert code == 0
    assert [line.strip()[:3] for line in out.splitlines()] == ["1. ", "“Ta", "2. ", "“Ta"]
    assert pivot("read", texts / "praise.txt", "--for", texts / "posting.md")[0] == 1


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


def test_words_of_the_cues_are_words_and_no_patterns(texts, pivot):
    cues = (
        'cues:\n  words: {numbers: {"one (1": 1, "Half a dozen": 6, "{x}": 3}}\n'
        '  dates: {months: {"jan (1": 1, "{jan}": 1}, present: ["now (", "today {"]}\n'
    )
    (texts / "cues.yaml").write_text(cues, encoding="utf-8")
    told = "Staff Accountant, 2015 - 2020\nTableau for half a dozen years\n"
    (texts / "cv.txt").write_text(told, encoding="utf-8")
    layers = ("--rules", "shipped", "--rules", texts / "cues.yaml")
    assert pivot("rules", "check", "shipped", texts / "cues.yaml").code == 0
    code, out, _ = pivot("read", texts / "cv.txt", *layers)
    assert code == 0
    (texts / "ana.yaml").write_text(out, encoding="utf-8")
    assert pivot("audit", texts / "ana.yaml", "--posting", texts / "posting.md", *layers).code == 0
