"""Whatever is fed to the readers of rules and people: an answer, or problems with a place; never anything else."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.rulebook import tree
from planner.rulebook.lint import check
from planner.rulebook.load import build
from planner.rulebook.person import profile_of, read_profile
from planner.rulebook.problem import Problem, RulesError
from planner.rulebook.source import from_bytes
from planner.rulebook.tree import Source, parse

RULES = """\
skills:
  sql: {name: SQL, aliases: [t-sql, "transact sql"]}
  python: {name: Python, field: data}
  licence: {kind: credential}
transfers:
  sql-to-python: {from: sql, to: python, minus: 1, because: Both., example: {have: {sql: 3}, so: {python: 2}}}
  licence-to-sql:
    needs: {licence: held, any_of: [{sql: 1}, {at_least: {1: [{python: 2}, {sql: 2}]}}]}
    gives: {sql: 2}
    because: It is part of it.
steps:
  course: {gives: {sql: 3, licence: held}, hours: 20, cost: 100, as_of: 2025}
  school: {needs: {sql: 1}, gives: {python: 3}, weeks: 10, full_time: true, pay: 200}
roles:
  analyst:
    title: Data analyst
    pay: 50000
    values: {pay: 3}
    lines:
      - {text: Pulls data, needs: {sql: 3}}
      - {text: Is licensed, needs: {licence: held}, gate: true}
    teaches: {sql: 4}
    interim: {weeks: 52}
policy:
  hireable_at: 0.7
  levels: {3: {name: able}}
  notes: {pays-more: "{difference} more"}
"""
PERSON = """\
name: Maya
have:
  sql: 3
  python: {level: 2, evidence: [Wrote reports, 12:30], last_used: 2024}
  licence: held
roles_held: [{role: analyst, years: 9, until: 2025}]
love: {analyst: 5}
values: {purpose: 5}
limits: {hours_per_week: 10, budget: 3000, must_earn: true, avoid: [course], require: [analyst]}
current_pay: 58000
done: [course]
"""
BOOK = build([[parse("rules.yaml", RULES)]])
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

signs = st.sampled_from(list("abz019 :,.-?!&*#|>@`%\"'\\{}[]~é\t\n\r\0\x85\u2028\ufeff\ud800😀"))
pieces = st.sampled_from(["\n  ", ": ", "- ", "{", "}", "skills:", "sql", "needs", "---\n"])
yamlish = st.lists(st.one_of(signs, pieces))
anything = st.one_of(st.text(st.characters()), yamlish.map("".join))
scraps = st.one_of(
    st.sampled_from(["", "x", "-1", "3", "9" * 400, "held", "sql", "true", "any_of", "at_least", "replaces: true"]),
    st.sampled_from(["{}", "[]", "{a: {b: c}}", "[[x]]", "'", '"', "&a x", "*a", "!!int 3", "\n---\n", ": ", "\t"]),
    st.text(st.characters(), max_size=8),
)


def reads(source: Source) -> None:
    """Load the text as rules and as a person; all that may go wrong is said with place, reason and hint."""
    for problem in [*problems(lambda: build([[source]])), *problems(lambda: profile_of(source, BOOK))]:
        assert_well_said(problem, source)


def problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    """Return what is wrong with what is read, at least one thing where it is refused; other exceptions go through."""
    try:
        read()
    except RulesError as error:
        return error.problems or (Problem("", 0, 0, "refused-without-reason", ""),)
    return ()


def assert_well_said(problem: Problem, source: Source) -> None:
    assert problem.file == source.name
    assert 1 <= problem.line <= len(source.lines)
    assert 1 <= problem.column <= len(source.lines[problem.line - 1]) + 1
    assert problem.what
    assert problem.why
    assert problem.hint
    assert str(problem).startswith(f"{problem.file}:{problem.line}:{problem.column}: {problem.id}: {problem.what}")
    str(problem).encode("utf-8")


@QUICK
@given(anything)
def test_any_text_is_read_or_refused_with_a_place(text):
    reads(parse("any.yaml", text))


@QUICK
@given(st.one_of(st.binary(), st.text(st.characters(codec="utf-8")).map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_read_or_refused_with_a_place(content):
    reads(from_bytes("any.yaml", content))


cuts = st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 30), scraps), max_size=3)


def cut(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Return the text with pieces cut out and others put in their place."""
    for at, length, scrap in changes:
        at %= len(text) + 1
        text = text[:at] + scrap + text[at + length :]
    return text


@settings(QUICK, max_examples=100)
@given(st.sampled_from([RULES, PERSON]), cuts)
def test_valid_texts_with_pieces_changed_are_read_or_refused_with_a_place(text, changes):
    reads(parse("changed.yaml", cut(text, changes)))


keys = st.sampled_from(["sql", "any_of", "at_least", "2", "needs", "text", "id", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["sql", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)


def spots(data, path=()):
    """Yield the path of every value in nested mappings and lists."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from spots(value, (*path, key))


@settings(QUICK, max_examples=100)
@given(st.sampled_from([RULES, PERSON]), st.lists(st.tuples(st.integers(0), values, st.booleans()), max_size=3))
def test_valid_data_with_values_or_keys_changed_are_read_or_refused_with_a_place(text, changes):
    data = yaml.load(text, Loader=yaml.BaseLoader)
    for number, value, rename in changes:
        places = list(spots(data))
        *above, last = places[number % len(places)]
        parent = data
        for part in above:
            parent = parent[part]
        if rename and isinstance(parent, dict):
            parent[str(value)] = parent.pop(last)
        else:
            parent[last] = value
    reads(parse("changed.yaml", yaml.safe_dump(data, allow_unicode=True)))


@settings(QUICK, max_examples=50)
@given(cuts)
def test_checking_a_changed_book_never_fails(tmp_path_factory, changes):
    file = tmp_path_factory.mktemp("rules") / "rules.yaml"
    file.write_bytes(cut(RULES, changes).encode("utf-8", "surrogatepass"))
    for problem in check(file):
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.why
        assert problem.hint


@QUICK
@given(anything)
def test_both_parsers_agree_on_what_both_can_read(text):
    fast = parse("any.yaml", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "LOADER", yaml.SafeLoader)
        slow = parse("any.yaml", text)
    if not fast.problems and not slow.problems:
        assert fast.tree == slow.tree


@QUICK
@given(st.dictionaries(st.sampled_from(["sql", "python"]), st.integers(1, 5)), st.text(st.characters(codec="utf-8")))
def test_a_person_written_as_data_is_read_as_meant(have, name):
    person = read_profile(yaml.safe_dump({"have": have, "name": name}), BOOK)
    assert {skill: found.level for skill, found in person.have.items()} == have
    assert person.name == name
