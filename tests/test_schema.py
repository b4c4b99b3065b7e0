"""The JSON Schemas for editors: committed as the models say, and of one mind with the loader."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from planner.rulebook.load import build
from planner.rulebook.person import read_profile
from planner.rulebook.problem import RulesError
from planner.rulebook.schema import person_schema, schema
from planner.rulebook.source import read_layer
from planner.rulebook.tree import parse

ROOT = Path(__file__).parent.parent
RULES = Draft7Validator(schema())
PERSON = Draft7Validator(person_schema())
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def as_an_editor_sees(text: str):
    """Return the data of a YAML text with the types of YAML 1.2's core schema, keys as text."""
    return typed(yaml.compose(text, Loader=yaml.SafeLoader))


def typed(node: yaml.Node | None):
    if isinstance(node, yaml.MappingNode):
        return {key.value: typed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [typed(item) for item in node.value]
    if node is None or (node.style is None and node.value in ("", "~", "null")):
        return None
    if node.style is None and node.value.lower() in ("true", "false"):
        return node.value.lower() == "true"
    if node.style is None and NUMBER.fullmatch(node.value):
        return float(node.value) if set(node.value) & set(".eE") else int(node.value)
    return node.value


@pytest.mark.parametrize(("name", "made"), [("rules", schema()), ("person", person_schema())])
def test_the_committed_schemas_are_those_of_the_models(name, made):
    committed = (ROOT / "rules" / f"{name}.schema.json").read_text(encoding="utf-8")
    flag = " --person" if name == "person" else ""
    hint = f"the models have changed: run 'pivot rules schema{flag} > rules/{name}.schema.json'"
    assert committed == json.dumps(made, indent=2, ensure_ascii=False) + "\n", hint


@pytest.mark.parametrize("made", [schema(), person_schema()], ids=["rules", "person"])
def test_the_schemas_are_schemas_whose_references_lead_somewhere(made):
    Draft7Validator.check_schema(made)
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(made)))
    assert used <= set(made["$defs"])


def test_schemas_say_what_things_mean_in_plain_words():
    text = json.dumps([schema(), person_schema()])
    descriptions = re.findall(r'"description": "([^"]*)"', text)
    assert len(descriptions) > 50
    assert not [words for words in descriptions if "``" in words or "None" in words or ":class:" in words]


def test_every_shipped_file_is_valid_to_an_editor():
    for source in read_layer("shipped"):
        faults = [
            f"{source.name}: {error.json_path}: {error.message[:200]}"
            for error in RULES.iter_errors(as_an_editor_sees(source.text))
        ]
        assert not faults


def loads(text: str) -> bool:
    skills = "skills: {sql: {}, r: {}, python: {}, licence: {kind: credential}}\n"
    try:
        build([[parse("skills.yaml", skills), parse("rules.yaml", text)]])
    except RulesError:
        return False
    return True


STEP = "steps:\n  s:\n    gives: {sql: 3}\n    "
TRANSFER = "transfers:\n  t:\n    because: Both are languages.\n    "
LINE = "roles:\n  x:\n    lines:\n      - "


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "skills: {}",
        "skills: {go: {name: 3.10, aliases: [true, 12:30, 1], about: no}}",
        "skills: {go: {kind: credential}}",
        STEP + "hours: 20",
        STEP + "hours: 20\n    full_time: false",
        STEP + "weeks: 3\n    hours_per_week: 5",
        STEP + "weeks: 3\n    full_time: true\n    pay: 500",
        STEP + "hours: 5\n    needs: {licence: held, any_of: [{r: 1}, {sql: 2, at_least: {1: [{python: 1}, {r: 3}]}}]}",
        TRANSFER + "from: sql\n    to: r\n    minus: 1\n    up_to: 4",
        TRANSFER + "needs: {sql: 2}\n    gives: {r: 1}\n    example: {have: {sql: 2}, so: {r: 1}}",
        LINE + "{text: 5 years, needs: {sql: 1}, gate: true}",
        LINE + "{text: a, needs: {sql: 1}, gate: true, wish: false}\n    interests: RIA\n    interim: {weeks: 52}",
        "policy: {hireable_at: 0.5, fade: {minus: 2}, levels: {3: {name: able}}}",
        "cues: {levels: {reach: 5}}",
    ],
)
def test_what_the_loader_takes_an_editor_takes(text):
    assert loads(text)
    assert RULES.is_valid(as_an_editor_sees(text) or {})


@pytest.mark.parametrize(
    "text",
    [
        "skils: {}",
        "skills: [go]",
        "skills: {two words: {}}",
        "skills: {go: {id: go}}",
        "skills: {go: {nmae: Go}}",
        "skills: {go: {kind: skil}}",
        "skills: {go: {name: }}",
        "skills: {go: {aliases: golang}}",
        STEP + "cost: 3",
        STEP + "hours: ten",
        STEP + "hours: 0",
        STEP + "hours: 5\n    weeks: 3",
        STEP + "weeks: 3",
        STEP + "weeks: 3\n    hours_per_week: 5\n    full_time: true",
        STEP + "hours: 5\n    needs: {sql: 6}",
        STEP + "hours: 5\n    needs: {sql: working}",
        STEP + "hours: 5\n    needs: {any_of: {r: 1}}",
        STEP + "hours: 5\n    needs: {any_of: []}",
        STEP + "hours: 5\n    needs: {at_least: {0: [{r: 1}]}}",
        "steps: {s: {hours: 3}}",
        "transfers: {t: {from: sql, to: r}}",
        TRANSFER + "from: sql",
        TRANSFER + "from: sql\n    to: r\n    needs: {sql: 2}\n    gives: {r: 1}",
        TRANSFER + "needs: {sql: 2}\n    gives: {r: 1}\n    minus: 1",
        "roles: {x: {title: X}}",
        "roles: {x: {lines: []}}",
        LINE + "{text: a}",
        LINE + "{text: Plans, runs and closes, needs: {sql: 1}}",
        LINE + "{text: a, needs: {sql: 1}, gate: true, wish: true}",
        LINE + "{text: a, needs: {sql: 1}}\n    interests: XYZ",
        LINE + "{text: a, needs: {sql: 1}}\n    interim:",
        "policy: {hireable_at: 80}",
        "policy: {held_roles: [{from_years: 1}]}",
        "policy: {levels: {6: {name: beyond}}}",
        "cues: {levels: {reach: far}}",
    ],
)
def test_what_an_editor_underlines_the_loader_refuses(text):
    assert not loads(text)
    assert not RULES.is_valid(as_an_editor_sees(text))


PEOPLE = [
    ("{}", True),
    ("have: {sql: 3, licence: held, r: {level: 2, evidence: [12:30, Nine years], last_used: 2024}}", True),
    ("roles_held: [{role: x, years: 9.5, until: 2023}]\nlove: {x: 5}\nvalues: {purpose: 5}\ndone: [s]", True),
    ("limits: {hours_per_week: 10, budget: 3000, weeks: 78, must_earn: true, avoid: [s], require: []}", True),
    ("name: 7\ncurrent_pay: 58000", True),
    ("have: [sql]", False),
    ("have: {sql: 9}", False),
    ("have: {sql: {evidence: [a]}}", False),
    ("have: {sql: {level: 3, evidence: a}}", False),
    ("roles_held: [{role: x}]", False),
    ("love: {x: 6}", False),
    ("limits: {budget: }", False),
    ("limits: {hours: 5}", False),
    ("nmae: Maya", False),
]


@pytest.mark.parametrize(("text", "fits"), PEOPLE)
def test_a_person_is_judged_alike_by_reader_and_editor(text, fits):
    book = build(
        [
            [
                parse(
                    "rules.yaml",
                    """\
skills: {sql: {}, r: {}, licence: {kind: credential}}
steps: {s: {gives: {sql: 1}, hours: 3}}
roles: {x: {lines: [{text: a, needs: {sql: 1}}]}}
""",
                )
            ]
        ]
    )
    assert PERSON.is_valid(as_an_editor_sees(text)) is fits
    if fits:
        read_profile(text, book)
    else:
        with pytest.raises(RulesError):
            read_profile(text, book)
