"""Strict YAML with places: what is kept, what is refused, and where a finger points."""

import random
import time

import pytest
import yaml

from planner.rulebook import tree
from planner.rulebook.problem import Problem, format_problems
from planner.rulebook.source import from_bytes, read_file, read_layer
from planner.rulebook.tree import Map, Seq, Source, parse


def said(source: Source) -> str:
    return "\n\n".join(map(str, source.problems))


def ids(source: Source) -> list[tuple[str, int, int]]:
    return [(problem.id, problem.line, problem.column) for problem in source.problems]


def test_scalars_stay_text_and_what_is_left_empty_is_nothing():
    source = parse("a.yaml", "a: no\nb: 12:30\nc: 0x1f\nd: 2025-01-01\ne: ~\ng:\nh: ''\ni: [yes, 1.50]\n")
    assert not source.problems
    assert source.tree == {
        "a": "no",
        "b": "12:30",
        "c": "0x1f",
        "d": "2025-01-01",
        "e": "~",
        "g": None,
        "h": "",
        "i": ["yes", "1.50"],
    }


def test_every_key_and_item_knows_its_line_and_column():
    text = """\
skills:
  sql:
    name: SQL
    aliases: [t-sql,
      "transact sql"]
  r: {name: R, kind: skill}
lines:
  - {text: é ü, needs: {sql: 3}}
"""
    source = parse("a.yaml", text)
    assert source.find(("skills",)) == (1, 1, 6)
    assert source.find(("skills", "sql")) == (2, 3, 3)  # its value fills the lines below, so the key is shown
    assert source.find(("skills", "sql", "name"), key=True) == (3, 5, 4)
    assert source.find(("skills", "sql", "name")) == (3, 11, 3)
    assert source.find(("skills", "sql", "aliases")) == (4, 14, 1)
    assert source.find(("skills", "sql", "aliases", 1)) == (5, 7, 14)
    assert source.find(("skills", "r"), key=True) == (6, 3, 1)
    assert source.find(("skills", "r")) == (6, 6, 1)
    assert source.find(("lines", 0, "needs", "sql")) == (8, 30, 1)


def test_a_path_that_is_not_there_leads_to_the_nearest_thing_around_it():
    source = parse("a.yaml", "skills:\n  sql: {name: SQL}\n  r: [x]\n")
    assert source.find(("skills", "sql", "kind")) == source.find(("skills", "sql"), key=True) == (2, 3, 3)
    assert source.find(("skills", "sql", "name", "deeper")) == (2, 15, 3)
    assert source.find(("skills", "r", 7)) == (3, 3, 1)
    assert source.find(("roles",)) == source.find(()) == (1, 1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_as_yaml_breaks_them(newline):
    source = parse("a.yaml", newline.join(["skills:", "  sql:", "    name: SQL", "    name: again"]))
    [problem] = source.problems
    assert (problem.line, problem.column, problem.excerpt) == (4, 5, "    name: again")


def test_a_byte_order_mark_moves_no_column():
    assert parse("a.yaml", "\ufeffa: 1").find(("a",)) == (1, 4, 1)
    source = from_bytes("a.yaml", b"\xef\xbb\xbfa: 1\na: 2")
    assert source.tree == {"a": "1"}
    assert ids(source) == [("repeated-key", 2, 1)]


@pytest.mark.parametrize("text", ["", "\n\n", "# only words to the reader\n", "---\n"])
def test_an_empty_text_is_an_empty_tree_and_no_problem(text):
    source = parse("a.yaml", text)
    assert (source.tree, source.problems) == (None, [])


def test_anchors_and_aliases_are_refused_where_they_stand_and_spoil_only_their_own_entry():
    entries = ["  sql: &s", "    name: SQL", "  r: *s", "  go: {aliases: [*s], name: Go}", "  c: {name: C}"]
    source = parse("a.yaml", "\n".join(["skills:", *entries]))
    assert (
        said(source)
        == """\
a.yaml:2:8: anchor: '&s': anchors and aliases are not read here
     2 |   sql: &s
       |        ^^
  why   a rule says all it means where it stands
  hint  write the value out; text that begins with this sign goes in quotes

a.yaml:4:6: anchor: '*s': anchors and aliases are not read here
     4 |   r: *s
       |      ^^
  why   a rule says all it means where it stands
  hint  write the value out; text that begins with this sign goes in quotes

a.yaml:5:18: anchor: '*s': anchors and aliases are not read here
     5 |   go: {aliases: [*s], name: Go}
       |                  ^^
  why   a rule says all it means where it stands
  hint  write the value out; text that begins with this sign goes in quotes"""
    )
    assert source.tree == {"skills": {"sql": {"name": "SQL"}, "c": {"name": "C"}}}
    assert source.lost == {"r", "go"}


def test_a_billion_laughs_stay_a_list_of_problems():
    rows = [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    source = parse("laughs.yaml", "\n".join(["a: &a [ha, ha]", *rows]))
    assert {problem.id for problem in source.problems} == {"anchor"}
    assert len(source.problems) == 9 + 8 * 9


def test_tags_are_refused_and_what_follows_is_read_all_the_same():
    source = parse("a.yaml", "a: !!python/object/apply:os.system [echo]\nb: !x 3\nc: 4\n")
    assert ids(source) == [("tag", 1, 4), ("tag", 2, 4)]
    assert (
        str(source.problems[1])
        == """\
a.yaml:2:4: tag: the tag '!x' is not read here
     2 | b: !x 3
       |    ^^^^
  why   a value gets its type from the field it stands in
  hint  remove the tag; text that begins with '!' goes in quotes"""
    )
    assert source.tree == {"a": ["echo"], "b": "3", "c": "4"}


def test_of_two_equal_keys_the_first_counts_and_the_second_is_pointed_at():
    source = parse("a.yaml", "skills:\n  sql: {name: one, name: two}\n  r: {}\n  sql: {name: three}\n")
    assert source.tree == {"skills": {"sql": {"name": "one"}, "r": {}}}
    assert (
        said(source)
        == """\
a.yaml:2:20: repeated-key: 'name' stands here a second time
     2 |   sql: {name: one, name: two}
       |                    ^^^^
  why   the first is in line 2; only one of them could count
  hint  remove or rename one of the two

a.yaml:4:3: repeated-key: 'sql' stands here a second time
     4 |   sql: {name: three}
       |   ^^^
  why   the first is in line 2; only one of them could count
  hint  remove or rename one of the two"""
    )


@pytest.mark.parametrize("text", ["? [a, b]\n: 1\nc: 2", "? {a: b}\n: {x: y}\nc: 2", "?\n: 1\nc: 2"])
def test_a_key_that_is_no_word_is_refused(text):
    source = parse("a.yaml", text)
    assert [problem.id for problem in source.problems] == ["key"]
    assert source.tree == {"c": "2"}


def test_a_second_document_is_refused_and_the_first_is_kept():
    source = parse("a.yaml", "a: 1\n---\nb: 2\n")
    assert source.tree == {"a": "1"}
    assert (
        said(source)
        == """\
a.yaml:2:1: second-document: a second document begins here
     2 | ---
       | ^^^
  why   a file holds one document; what follows was not read
  hint  remove the line '---', or put what follows into a file of its own"""
    )


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_excessive_depth_is_refused(opening):
    source = parse("a.yaml", "a: " + opening * 100_000)
    assert [problem.id for problem in source.problems] == ["too-deep"]


def test_a_text_with_very_many_faults_is_read_up_to_a_point():
    source = parse("a.yaml", "a: [" + "*x, " * 100_000 + "]")
    assert len(source.problems) == tree.MAX_PROBLEMS + 1
    assert source.problems[-1].what == "more than 200 things are wrong before this place"


def test_a_file_of_50_megabytes_is_refused_at_once(tmp_path):
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: b\n" * 10_000_000)
    source = read_file(file)
    assert source.tree is None
    assert (
        said(source)
        == f"""\
{file}:1:1: too-large: the file is larger than 5 MB
  why   no file a person edits is that long
  hint  split it into several files"""
    )


@pytest.mark.parametrize(("content", "line", "column"), [(b"a: \xff", 1, 4), (b"\xef\xbb\xbfa\r\xc3\xa9: \xff", 2, 4)])
def test_bytes_that_are_no_text_are_pointed_at(content, line, column):
    assert ids(from_bytes("a.yaml", content)) == [("not-text", line, column)]


def test_binary_junk_is_not_text():
    source = from_bytes("a.pdf", b"%PDF-1.7\n\xe2\xe3 3 0 obj")
    assert source.tree is None
    assert str(source.problems[0]).splitlines()[0] == "a.pdf:2:1: not-text: the file is not UTF-8 text from here on"
    assert source.problems[0].hint == "save the file as UTF-8; PDF and Word files cannot be read here"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\nb: x\x00y\n", "a.yaml:2:5: not-text: the character U+0000 stands here, which has no place in a text"),
        ("a: x\x0by", "a.yaml:1:5: not-text: the character U+000B stands here, which has no place in a text"),
        ("a: 1\n\ufeffb: 2", "a.yaml:2:1: not-text: the character U+FEFF stands here, which has no place in a text"),
        ("a: \ud800", "a.yaml:1:4: not-text: the character U+D800 stands here, which has no place in a text"),
    ],
)
def test_a_character_that_has_no_place_in_a_text_is_pointed_at(text, what):
    [problem] = parse("a.yaml", text).problems
    assert str(problem).splitlines()[0] == what


BROKEN = [
    ("a: b: c\n", "1:5", "a colon stands here where no key can be"),
    ("a: {b: 1\nc: 2}\nd: 3\n", None, "inside braces, a comma or '}' is missing here"),
    ("a: [b, c\nd: 1\n", None, "inside brackets, a comma or ']' is missing here"),
    ("a:\n  b: 1\n c: 2\n", "3:2", "the indentation of this line fits nothing above it"),
    ("a: 1\nwords\nb: 2\n", None, "this line is neither 'key: value' nor an item of a list"),
    ("a: @x\n", "1:4", "no value can begin with this sign"),
    ("a:\n\tb: 1\n", "2:1", "no value can begin with this sign"),
    ('a: "open\nb: 2\n', "1:4", "the quote that opens here is never closed"),
    ('a: "C:\\Users"\n', None, "a backslash in double quotes stands for something else"),
    ("a: * b\n", None, "no value can begin with '*', '&' or '!'"),
    ("a: - b\n", "1:4", "a list item cannot stand here"),
    ("'a'\nb: 1\n", None, None),
]


@pytest.mark.parametrize(("text", "place", "what"), BROKEN)
@pytest.mark.parametrize("loader", [tree.LOADER, yaml.SafeLoader], ids=["c", "pure"])
def test_broken_yaml_is_explained_in_plain_words(text, place, what, loader, monkeypatch):
    monkeypatch.setattr(tree, "LOADER", loader)
    problem = parse("a.yaml", text).problems[-1]
    assert problem.id == "broken-yaml"
    assert problem.why == "the text stops being YAML here; what follows cannot be read"
    assert what is None or problem.what == what
    assert place is None or f"{problem.line}:{problem.column}" == place


def test_a_text_that_breaks_off_keeps_the_entries_before_and_knows_what_it_lost():
    entries = ["  sql: {name: SQL}", "  r:", "    name: R", "  go:", "    name: Go: Lang", "  c:", "    name: C"]
    source = parse("a.yaml", "\n".join(["skills:", *entries]))
    assert source.tree == {"skills": {"sql": {"name": "SQL"}, "r": {"name": "R"}}}
    assert ids(source) == [("broken-yaml", 6, 13)]
    assert {"go", "c"} <= source.lost


def test_a_person_that_breaks_off_keeps_what_was_complete():
    source = parse("p.yaml", "have:\n  sql: 3\n  r: 2\nroles_held:\n  - role: x\n    years: 3: 4\n")
    assert source.tree == {"have": {"sql": "3", "r": "2"}}


def spots(node: Map | Seq) -> list[object]:
    """Return every place a tree knows, as nested lists."""
    if isinstance(node, Map):
        inner = [spots(value) for value in node.values() if isinstance(value, (Map, Seq))]
        return [dict(node.keys_at), dict(node.values_at), inner]
    return [list(node.values_at), [spots(value) for value in node if isinstance(value, (Map, Seq))]]


def test_the_pure_parser_gives_the_same_as_the_c_one(monkeypatch):
    sources = read_layer("shipped")
    some = random.Random(7).sample(sources, min(6, len(sources)))
    assert tree.LOADER is not yaml.SafeLoader, "this test needs the C parser"
    monkeypatch.setattr(tree, "LOADER", yaml.SafeLoader)
    for source in some:
        text = "\n".join(source.text.splitlines()[:60])
        with monkeypatch.context() as context:
            context.setattr(tree, "LOADER", yaml.CSafeLoader)
            fast = parse(source.name, text)
        slow = parse(source.name, text)
        assert fast.tree == slow.tree
        assert isinstance(fast.tree, Map)
        assert spots(fast.tree) == spots(slow.tree)


def test_a_folder_gives_all_its_yaml_files_in_any_depth_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ["b.yaml", "deep/er/a.yml", "D.YAML", "notes.txt", "rules.schema.json", ".hidden.yaml", ".git/c.yaml"]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("skills: {}\n")
    assert [source.name for source in read_layer(tmp_path)] == ["D.YAML", "b.yaml", "deep/er/a.yml"]


def test_a_linked_folder_is_read_once_however_it_is_linked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("mine", "theirs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_text("skills: {}\n")
    (tmp_path / "mine" / "more").symlink_to(tmp_path / "theirs")
    (tmp_path / "mine" / "round").symlink_to(tmp_path / "mine")
    assert [source.name for source in read_layer("mine")] == ["mine/a.yaml", "mine/more/a.yaml"]


def test_a_missing_folder_an_empty_one_and_an_unreadable_file_are_problems(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    assert [said(read_layer(name)[0]).splitlines()[0] for name in ["", "nowhere", "empty"]] == [
        "'':1:1: no-rules: an empty name is no file or folder",
        "nowhere:1:1: no-rules: there is no such file or folder",
        "empty:1:1: no-rules: there is no .yaml file in this folder or below",
    ]
    assert said(read_file("empty")).splitlines()[0] == "empty:1:1: unreadable: the file cannot be read: is a directory"
    assert said(read_file("nowhere")).splitlines()[0] == (
        "nowhere:1:1: unreadable: the file cannot be read: no such file or directory"
    )
    assert [problem.id for problem in read_file("loop.yaml").problems] == ["unreadable"]
    assert [problem.id for problem in read_file("a\0b").problems] == ["unreadable"]
    assert [problem.id for problem in read_layer("a\0b")[0].problems] == ["no-rules"]


def test_problems_print_sorted_by_place_and_counted():
    problems = [
        Problem("b.yaml", 1, 1, "y", "later"),
        Problem("a.yaml", 10, 1, "x", "doubtful", severity="warning"),
        Problem("a.yaml", 9, 2, "x", "wrong", excerpt="a\tb", length=1),
    ]
    assert (
        format_problems(problems)
        == """\
a.yaml:9:2: x: wrong
     9 | a b
       |  ^

a.yaml:10:1: warning: x: doubtful

b.yaml:1:1: y: later

2 errors, 1 warning"""
    )
    assert format_problems([]) == "no problems"


def test_a_long_line_is_shown_around_the_place():
    [problem] = parse("a.yaml", "{" + ", ".join(f"key{n}: {n}" for n in range(1000)) + ", key7: 1}").problems
    excerpt, marks = str(problem).splitlines()[1:3]
    assert len(excerpt) < 120
    assert excerpt[marks.index("^") :].startswith("key7: 1")


def test_many_problems_in_one_long_line_are_printed_in_good_time():
    began = time.process_time()
    format_problems(parse("a.yaml", "{" + "a: 1, " * 500_000 + "}").problems)
    assert time.process_time() - began < 10
