"""What a book says and most likely does not mean: each finding in full, and the circles against a slow look."""

import random
import time
from itertools import pairwise

import pytest

from planner.model import Fact, Need, Step, TransferRule
from planner.rulebook.dominance import advantages, implies
from planner.rulebook.inflation import inflating_chains
from planner.rulebook.lint import check, lint
from planner.rulebook.load import assemble
from planner.rulebook.problem import format_problems
from planner.rulebook.tree import parse


def findings(text: str):
    source = parse("rules.yaml", text)
    draft, book = assemble([[source]])
    assert not draft.problems, format_problems(draft.problems)
    return lint(book, [source])


def said(text: str, id: str) -> str:
    """Return the findings of this kind, in full."""
    return "\n\n".join(str(problem) for problem in findings(text) if problem.id == id)


def test_a_circle_of_transfers_that_lifts_a_skill_is_an_error_with_the_chain():
    assert (
        said(
            """\
skills: {sql: {}, python: {}, licence: {kind: credential}}
transfers:
  sql-to-python: {from: sql, to: python, because: Both are languages.}
  licence-to-sql: {needs: {any_of: [{licence: held}, {python: 2}]}, gives: {sql: 3}, because: It is.}
""",
            "inflating-transfers",
        )
        == """\
rules.yaml:3:3: inflating-transfers: transfers lead from python 2 back to python 3
     3 |   sql-to-python: {from: sql, to: python, because: Both are languages.}
       |   ^^^^^^^^^^^^^
  why   nobody gets better by going round in a circle: python 2 leads to sql 3 by 'licence-to-sql'; sql 3 leads to python 3 by 'sql-to-python'
  hint  raise 'minus', or lower 'up_to' or the level given, in one of them"""
    )


@pytest.mark.parametrize(
    "transfers",
    [
        "{a: {from: x, to: y, because: b}, b: {from: y, to: x, because: b}}",
        "{a: {from: x, to: y, minus: 1, because: b}, b: {from: y, to: z, because: b}, c: {from: z, to: x, because: b}}",
        "{a: {needs: {x: 3}, gives: {x: 2}, because: b}}",
        "{a: {needs: {x: 4}, gives: {y: 4}, because: b}, b: {needs: {y: 5}, gives: {x: 5}, because: b}}",
    ],
)
def test_a_circle_that_lifts_nothing_is_fine(transfers):
    assert said(f"skills: {{x: {{}}, y: {{}}, z: {{}}}}\ntransfers: {transfers}", "inflating-transfers") == ""


def test_every_set_of_transfers_that_inflates_is_named_once():
    rules = [
        TransferRule(id="self", needs={"a": 1}, gives={"a": 2}, because="x"),
        TransferRule(id="there", needs={"b": 2}, gives={"c": 2}, because="x"),
        TransferRule(id="back", needs={"c": 2}, gives={"b": 3}, because="x"),
        TransferRule(id="fine", needs={"b": 2}, gives={"a": 1}, because="x"),
    ]
    assert [[link.by for link in chain] for chain in inflating_chains(rules)] == [["self"], ["there", "back"]]


def random_transfers(seed: int) -> list[TransferRule]:
    """Return a few random transfers among a few skills, so that circles are common."""
    dice = random.Random(seed)
    skills = "abcd"[: dice.randint(2, 4)]
    rules = []
    for number in range(dice.randint(1, 5)):
        level, (one, other) = dice.randint(1, 3), dice.choices(skills, k=2)
        if dice.random() < 0.4:
            form = {"from": one, "to": other, "minus": dice.choice([0, 0, 1, 2]), "up_to": dice.choice([2, 5])}
        elif dice.random() < 0.5:
            either = [{one: level}, {dice.choice(skills): dice.randint(1, 3)}]
            form = {"needs": {"any_of": either}, "gives": {other: dice.randint(1, 3)}}
        else:
            form = {"needs": {one: level}, "gives": {other: dice.randint(1, 3), dice.choice(skills): 1}}
        rules.append(TransferRule.model_validate({"id": f"t{number}", "because": "x", **form}))
    return rules


def leads_to(start: Fact, rules: list[TransferRule]) -> set[Fact]:
    """Return every fact that a chain may lead to from ``start``, by trying all uses again and again."""
    found = {start}
    while True:
        found |= {Fact(fact.skill, level) for fact in found for level in range(1, fact.level)}
        more = {
            Fact(*given)
            for rule in rules
            for needs, gives in rule.parts()
            if any(Fact(*needed) in found for needed in needs.walk())
            for given in gives
        }
        if more <= found:
            return found
        found |= more


def levels_of(fact: Fact) -> list[Fact]:
    return [Fact(fact.skill, level) for level in range(1, 6)]


def test_circles_are_found_exactly_where_a_slow_look_finds_them():
    inflating = 0
    for seed in range(600):
        rules = random_transfers(seed)
        starts = [Fact(skill, level) for skill in "abcd" for level in range(1, 6)]
        lifted = {start.skill for start in starts if max(leads_to(start, rules) & set(levels_of(start))) > start}
        chains = inflating_chains(rules)
        assert bool(chains) == bool(lifted), seed
        assert {chain[0].needs.skill for chain in chains} <= lifted, seed
        for chain in chains:
            assert chain[0].needs.skill == chain[-1].gives.skill
            assert chain[0].needs.level < chain[-1].gives.level
            for one, other in pairwise(chain):
                assert one.gives.skill == other.needs.skill
                assert one.gives.level >= other.needs.level
            parts = {rule.id: rule.parts() for rule in rules}
            for link in chain:
                assert any(link.needs in needs.walk() and link.gives in gives for needs, gives in parts[link.by])
        inflating += bool(lifted)
    assert 100 < inflating < 500, "the random rules should be of both kinds"


def test_lines_nothing_leads_to_are_named_with_what_is_missing():
    text = """\
skills: {sql: {}, python: {}, degree: {kind: credential}}
transfers: {t: {from: sql, to: python, minus: 1, because: x}}
steps: {course: {gives: {sql: 3}, hours: 9}, late: {needs: {python: 4}, gives: {degree: held}, hours: 9}}
roles:
  analyst:
    lines:
      - {text: a, needs: {sql: 3, python: 2}}
      - {text: b, needs: {sql: 2, degree: held}, gate: true}
      - {text: c, needs: {any_of: [{sql: 4}, {python: 3}]}, wish: true}
"""
    assert (
        said(text, "unreachable-line")
        == """\
rules.yaml:8:35: warning: unreachable-line: nothing leads to what this line of role 'analyst' asks for: degree held
     8 |       - {text: b, needs: {sql: 2, degree: held}, gate: true}
       |                                   ^^^^^^
  why   from nothing, all steps, interim roles and transfers together reach nothing of it
  hint  add a step or transfer that gives it, or ask for less

rules.yaml:9:19: warning: unreachable-line: nothing leads to what this line of role 'analyst' asks for: python 3, sql 4
     9 |       - {text: c, needs: {any_of: [{sql: 4}, {python: 3}]}, wish: true}
       |                   ^^^^^
  why   from nothing, all steps, interim roles and transfers together reach only python 2, sql 3
  hint  add a step or transfer that gives it, or ask for less"""
    )


def test_an_interim_role_leads_on_where_its_own_lines_can_be_met():
    text = """\
skills: {{sql: {{}}, python: {{}}}}
steps: {{course: {{gives: {{sql: {level}}}, hours: 9}}}}
roles:
  junior: {{lines: [{{text: a, needs: {{sql: 2}}}}], teaches: {{python: 3}}, interim: {{weeks: 52}}}}
  senior: {{lines: [{{text: b, needs: {{python: 3}}}}]}}
"""
    assert [problem.line for problem in findings(text.format(level=2)) if problem.id == "unreachable-line"] == []
    assert [problem.line for problem in findings(text.format(level=1)) if problem.id == "unreachable-line"] == [4, 5]


def test_a_skill_nothing_asks_for_is_named():
    text = """\
skills:
  sql: {}
  r: {}
  python: {}
  go: {}
  cooking: {}
transfers: {t: {from: r, to: sql, because: x}}
steps: {s: {needs: {at_least: {1: [{python: 1}]}}, gives: {cooking: 2}, hours: 3}}
roles: {x: {lines: [{text: a, needs: {any_of: [{sql: 1}, {go: 1}]}}]}}
"""
    assert (
        said(text, "unused-skill")
        == """\
rules.yaml:6:3: warning: unused-skill: nothing asks for skill 'cooking'
     6 |   cooking: {}
       |   ^^^^^^^
  why   a skill counts where a line, a step or a transfer needs it
  hint  let something ask for it, or remove it"""
    )


def test_a_step_that_another_one_beats_names_it_and_says_in_what():
    text = """\
skills: {sql: {}, python: {}}
steps:
  short: {gives: {sql: 3}, hours: 20, cost: 50}
  long: {needs: {python: 1}, gives: {sql: 3}, hours: 30, cost: 80}
"""
    assert (
        said(text, "dominated-step")
        == """\
rules.yaml:4:3: warning: dominated-step: step 'long' is never the better choice beside 'short'
     4 |   long: {needs: {python: 1}, gives: {sql: 3}, hours: 30, cost: 80}
       |   ^^^^
  why   'short' is behind in nothing, and it needs less, takes less time and costs less
  hint  correct the figures or remove it; leave it where it offers something figures do not show"""
    )


def step(id: str, **fields) -> Step:
    return Step.model_validate({"id": id, "gives": {"sql": 3}, "hours": 20, **fields})


BASE = {"gives": {"sql": 3, "r": 2}, "needs": {"python": 2}, "hours": 20, "cost": 100}
WEEKS = {"hours": None, "weeks": 10, "hours_per_week": 5}
FULL = {"hours": None, "weeks": 10, "full_time": True}


@pytest.mark.parametrize(
    ("change", "gains"),
    [
        ({}, ()),
        ({"cost": 99}, ("costs less",)),
        ({"cost": 99, "hours": 21}, ()),
        ({"hours": 19, "needs": {}}, ("needs less", "takes less time")),
        ({"gives": {"sql": 4, "r": 2}}, ("gives more",)),
        ({"gives": {"sql": 4}}, ()),
        ({"gives": {"sql": 4, "r": 2}, "needs": {"python": 3}}, ()),
        ({"needs": {"any_of": [{"python": 1}, {"go": 1}]}}, ("needs less",)),
        ({"needs": {"any_of": [{"python": 3}, {"go": 1}]}, "cost": 0}, ()),
        ({"pay": 5}, ("pays more",)),
        ({**WEEKS, "cost": 0}, ()),
        ({**FULL, "cost": 0}, ()),
    ],
)
def test_a_rival_takes_a_step_s_place_only_where_it_is_behind_in_nothing(change, gains):
    assert advantages(step("rival", **{**BASE, **change}), step("step", **BASE)) == gains


def test_hours_of_different_kinds_are_never_compared():
    assert advantages(step("a", **WEEKS, cost=0), step("b", **WEEKS, cost=1)) == ("costs less",)
    assert advantages(step("a", **{**WEEKS, "hours_per_week": 4}), step("b", **WEEKS)) == ("takes less time",)
    assert advantages(step("a", **{**WEEKS, "hours_per_week": 4, "weeks": 11}), step("b", **WEEKS)) == ()
    assert advantages(step("a", **FULL, cost=0), step("b", **WEEKS, cost=1)) == ()


@pytest.mark.parametrize(
    ("need", "other", "surely"),
    [
        ({"a": 2}, {"a": 1}, True),
        ({"a": 2}, {"a": 3}, False),
        ({"a": 2}, {}, True),
        ({"any_of": [{"a": 2}, {"b": 2}]}, {"any_of": [{"b": 1}, {"a": 1}, {"c": 1}]}, True),
        ({"any_of": [{"a": 2}, {"b": 2}]}, {"a": 1}, False),
        ({"b": 1, "any_of": [{"a": 2}, {"c": 2}]}, {"any_of": [{"a": 1, "b": 1}, {"c": 1}]}, True),
        ({"at_least": {2: [{"a": 1}, {"b": 1}, {"c": 1}]}}, {"at_least": {2: [{"a": 1}, {"b": 1}, {"c": 1}]}}, True),
        ({"a": 1, "b": 1}, {"at_least": {2: [{"a": 1}, {"b": 1}, {"c": 1}]}}, True),
        ({"a": 1}, {"at_least": {2: [{"a": 1}, {"b": 1}, {"c": 1}]}}, False),
    ],
)
def test_when_one_need_surely_holds_wherever_another_does(need, other, surely):
    assert implies(Need.of(need), Need.of(other)) is surely


def holds(need: Need, levels: dict[str, int]) -> bool:
    return all(levels[fact.skill] >= fact.level for fact in need.facts) and all(
        sum(holds(one, levels) for one in choice.of) >= choice.count for choice in need.choices
    )


def test_what_is_implied_holds_in_every_case():
    dice = random.Random(5)
    worlds = [{"a": a, "b": b, "c": c} for a in range(3) for b in range(3) for c in range(3)]

    def some(depth: int) -> dict:
        facts = {skill: dice.randint(1, 2) for skill in "abc" if dice.random() < 0.35}
        if depth and dice.random() < 0.6:
            return {**facts, "at_least": {dice.randint(1, 2): [some(depth - 1) for _ in range(2)]}}
        return facts

    implied = 0
    for _ in range(2000):
        one, other = Need.of(some(2)), Need.of(some(2))
        if implies(one, other):
            implied += 1
            assert all(holds(other, world) for world in worlds if holds(one, world)), (one, other)
    assert implied > 200


def test_transfers_that_never_matter_are_named():
    text = """\
skills: {sql: {}, r: {}, python: {}, hiking: {}}
transfers:
  circle: {needs: {sql: 3, any_of: [{r: 1}, {python: 1}]}, gives: {sql: 2}, because: x}
  lofty: {from: r, to: python, minus: 3, because: x}
  fine: {from: sql, to: r, because: x}
  from-life: {from: hiking, to: r, up_to: 3, because: Only people themselves bring this.}
steps: {s: {gives: {sql: 3}, hours: 3}}
roles: {x: {lines: [{text: a, needs: {python: 3}}], teaches: {r: 2}}}
"""
    assert (
        said(text, "idle-transfer")
        == """\
rules.yaml:3:3: warning: idle-transfer: transfer 'circle' gives nothing new
     3 |   circle: {needs: {sql: 3, any_of: [{r: 1}, {python: 1}]}, gives: {sql: 2}, because: x}
       |   ^^^^^^
  why   whoever meets its needs has what it gives already
  hint  give something else, or remove it

rules.yaml:4:3: warning: idle-transfer: transfer 'lofty' never comes into play: nothing leads to r 4
     4 |   lofty: {from: r, to: python, minus: 3, because: x}
       |   ^^^^^
  why   not even someone who has held every role and taken every step meets its needs
  hint  ask for less, or remove it"""
    )


def test_steps_that_never_matter_are_named_too():
    text = """\
skills: {sql: {}, r: {}, python: {}, hiking: {}}
steps:
  backwards: {needs: {sql: 3}, gives: {sql: 2}, hours: 3}
  lofty: {needs: {r: 4}, gives: {python: 2}, hours: 3}
  basics: {gives: {r: 3}, hours: 3}
  from-life: {needs: {hiking: 5}, gives: {sql: 5}, hours: 3}
"""
    assert (
        said(text, "idle-step")
        == """\
rules.yaml:3:3: warning: idle-step: step 'backwards' gives nothing new
     3 |   backwards: {needs: {sql: 3}, gives: {sql: 2}, hours: 3}
       |   ^^^^^^^^^
  why   whoever meets its needs has what it gives already
  hint  give something else, or remove it

rules.yaml:4:3: warning: idle-step: step 'lofty' never comes into play: nothing leads to r 4
     4 |   lofty: {needs: {r: 4}, gives: {python: 2}, hours: 3}
       |   ^^^^^
  why   not even someone who has held every role and taken every step meets its needs
  hint  ask for less, or remove it"""
    )


def test_one_name_claimed_twice_is_pointed_at_where_it_stands_the_second_time():
    text = """\
skills:
  sql: {name: SQL, aliases: [sql, databases]}
  data: {name: Data work, aliases: [tables, Data  Bases, DATABASES]}
  cooking: {}
roles:
  cook: {title: Cooking, aliases: [chef], lines: [{text: a, needs: {cooking: 1}}]}
  chef: {lines: [{text: a, needs: {sql: 1, data: 1}}]}
"""
    assert (
        said(text, "alias-twice")
        == """\
rules.yaml:3:58: warning: alias-twice: skill 'data' is called 'DATABASES', and so is skill 'sql'
     3 |   data: {name: Data work, aliases: [tables, Data  Bases, DATABASES]}
       |                                                          ^^^^^^^^^
  why   a text that says it could mean either; 'sql' stands in rules.yaml:2
  hint  leave the words to the one they fit best

rules.yaml:7:3: warning: alias-twice: role 'chef' is called 'chef', and so is role 'cook'
     7 |   chef: {lines: [{text: a, needs: {sql: 1, data: 1}}]}
       |   ^^^^
  why   a text that says it could mean either; 'cook' stands in rules.yaml:6
  hint  leave the words to the one they fit best"""
    )


def test_check_gives_errors_and_warnings_of_all_layers_sorted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("skills: {sql: {}, r: {}}\nsteps: {s: {gives: {sql: 2}, hours: 3}}\n")
    (tmp_path / "b.yaml").write_text("roles: {x: {lines: [{text: a, needs: {sql: 1}}]}}\n")
    assert [(p.file, p.line, p.column, p.id, p.severity) for p in check("a.yaml", "b.yaml")] == [
        ("a.yaml", 1, 19, "unused-skill", "warning")
    ]


def test_where_entries_are_faulty_nothing_is_said_of_what_the_rest_lacks(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("""\
skills: {sql: {}, r: {aliases: [SQL]}, go: {name: sql}}
transfers: {up: {needs: {r: 1}, gives: {r: 2}, because: x}, odd: {from: lost, to: lost2, because: x}}
roles: {x: {lines: [{text: a, needs: {sql: 9}}]}, y: {lines: [{text: a, needs: {r: 5}}]}}
""")
    assert [(p.id, p.severity) for p in check("a.yaml")] == [
        ("alias-twice", "warning"),
        ("alias-twice", "warning"),
        ("inflating-transfers", "error"),
        ("unknown-skill", "error"),
        ("unknown-skill", "error"),
        ("level", "error"),
    ]


def test_the_shipped_book_has_no_error_and_no_doubt():
    assert format_problems(check()) == "no problems"


def test_a_large_book_is_checked_in_good_time():
    dice = random.Random(3)
    skills = [f"s{number}" for number in range(450)]
    lines = ["skills:", *(f"  {skill}: {{}}" for skill in skills), "transfers:"]
    for number in range(500):
        one, other = dice.sample(skills, 2)
        lines.append(f"  t{number}: {{from: {one}, to: {other}, minus: {dice.choice([0, 0, 1])}, because: x}}")
    lines.append("steps:")
    for number in range(500):
        gives = ", ".join(f"{skill}: {dice.randint(1, 4)}" for skill in dice.sample(skills, 4))
        needs = f"{dice.choice(skills)}: 1"
        lines.append(f"  c{number}: {{gives: {{{gives}}}, needs: {{{needs}}}, hours: {dice.randint(5, 90)}}}")
    source = parse("large.yaml", "\n".join(lines))
    _, book = assemble([[source]])
    began = time.process_time()
    assert lint(book, [source])
    assert time.process_time() - began < 10
