"""JSON Schemas of rules files and person files, made from the models, for editors that complete and check.

Models say what the loader accepts after it has turned text into types; an editor sees YAML's own types. Where the two
differ the schema follows the loader: a text field takes any scalar, for the loader keeps ``no`` and ``3.10`` as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from planner.model import LEVEL_SCHEMA, Profile
from planner.rulebook.draft import SECTIONS
from planner.rulebook.settings import SETTINGS

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"  # the one all editors know
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_SAID = {
    "skills": "What people can do, know or hold, by id.",
    "transfers": "What carries over from skills to others for free, by id.",
    "steps": "What one can do on the way, at a price in time and money, by id.",
    "roles": "Jobs with their requirement lines, by id.",
    "policy": "Numbers and sentences a coach may dispute; what is left out comes from the shipped book.",
    "cues": "What readers of texts go by; what is left out comes from the shipped book.",
}


def schema() -> Schema:
    """Return the JSON Schema of a rules file: entries by id, and settings of which any part may be given."""
    definitions = _definitions([*SECTIONS.values(), *SETTINGS.values()])
    id_rules = {"pattern": definitions["Skill"]["properties"]["id"]["pattern"], "maxLength": 80}
    sections: Schema = {}
    for section, entry in SECTIONS.items():
        definition = definitions[entry.__name__]
        del definition["properties"]["id"]
        definition["required"] = [name for name in definition["required"] if name != "id"]
        of = {"$ref": f"#/$defs/{entry.__name__}"}
        sections[section] = {"type": "object", "propertyNames": id_rules, "additionalProperties": of}
    for section, setting in SETTINGS.items():
        _make_partial(definitions, setting.__name__)
        sections[section] = {"allOf": [{"$ref": f"#/$defs/{setting.__name__}"}]}
    for section, content in sections.items():
        content["description"] = _SAID[section]
    _add_forms(definitions)
    return {
        "$schema": DIALECT,
        "title": "Rules of the pivot planner",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "$defs": definitions,
    }


def person_schema() -> Schema:
    """Return the JSON Schema of a person file."""
    definitions = _definitions([Profile])
    person = definitions.pop("Profile")
    person["properties"]["have"]["additionalProperties"] = {"anyOf": [LEVEL_SCHEMA, {"$ref": "#/$defs/Have"}]}
    return {"$schema": DIALECT, "title": "A person, for the pivot planner", **person, "$defs": definitions}


def _definitions(models: Iterable[type[BaseModel]]) -> dict[str, Schema]:
    """Return the definitions of these models and all they are made of, by name and sorted."""
    _, whole = models_json_schema([(model, "validation") for model in models], by_alias=True)
    found: dict[str, Schema] = {name: _plain(part) for name, part in whole["$defs"].items() if name != "Fact"}
    found["Text"] = {"description": "Any words; they need no quotes unless they hold odd signs.", **_TEXT}
    if any("needs" in definition["properties"] for definition in found.values() if "properties" in definition):
        found["Need"] = _need()
    return dict(sorted(found.items()))


def _plain(node: Any) -> Any:
    """Return a part of a schema as an editor best reads it: what pydantic adds for machines is taken out."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("title") == "Need" and "$ref" not in node:
        return {"$ref": "#/$defs/Need"}
    for tidy in (_untitled, _not_null, _scalar):
        node = tidy(node)
    return {key: _part(key, value) for key, value in node.items()}


def _part(key: str, value: Any) -> Any:
    if key == "properties":  # the keys below are names of fields, not words of the schema
        return {name: _plain(content) for name, content in value.items()}
    return _said(value) if key == "description" else _plain(value)


def _untitled(node: Schema) -> Schema:
    """Return it without titles, and without the defaults that say nothing."""
    kept = {key: value for key, value in node.items() if key != "title"}
    default = kept.get("default")
    if not default or default == "0" or isinstance(default, (dict, list)):
        kept.pop("default", None)
    return kept


def _not_null(node: Schema) -> Schema:
    """Return it without null and without numbers in quotes: nothing that is written here is either."""
    if not isinstance(several := node.get("anyOf"), list):
        return node
    number = any(one.get("type") == "number" for one in several)
    kept = [one for one in several if one.get("type") != "null" and not (number and one.get("type") == "string")]
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    return {**kept[0], **rest} if len(kept) == 1 else {**rest, "anyOf": kept}


def _scalar(node: Schema) -> Schema:
    if node.get("type") != "string" or {"enum", "pattern"} & set(node):
        return node
    return {"$ref": "#/$defs/Text"} if set(node) == {"type"} else {**node, **_TEXT}


def _said(text: str) -> str:
    return " ".join(text.replace("from_``", "from``").replace("``", "'").split())


def _need() -> Schema:
    several = {"type": "array", "items": {"$ref": "#/$defs/Need"}, "minItems": 1}
    return {
        "description": "Skills with levels that must all hold, beside 'any_of' and 'at_least'.",
        "type": "object",
        "properties": {
            "any_of": {**several, "description": "One of these needs is enough."},
            "at_least": {
                "description": "How many must hold, and of which needs.",
                "type": "object",
                "propertyNames": {"pattern": "^[1-9][0-9]*$"},
                "additionalProperties": several,
            },
        },
        "additionalProperties": LEVEL_SCHEMA,
    }


def _make_partial(definitions: Mapping[str, Schema], name: str) -> None:
    """Let any part of a setting be left out; items of lists stay whole, since a list is given as a whole."""
    definition = definitions[name]
    definition.pop("required", None)
    for content in definition.get("properties", {}).values():
        below = content.get("additionalProperties", content)
        if isinstance(below, dict) and "$ref" in below:
            _make_partial(definitions, below["$ref"].rsplit("/", 1)[1])


def _add_forms(definitions: Mapping[str, Schema]) -> None:
    """Add what validators check: the two forms of a transfer, the three of a step's time, gate or wish."""
    definitions["TransferRule"]["oneOf"] = [
        {"required": ["from", "to"], "not": _any_given("needs", "gives")},
        {"required": ["needs", "gives"], "not": _any_given("from", "to", "minus", "up_to")},
    ]
    full_time = {"properties": {"full_time": {"const": True}}, "required": ["full_time"]}
    timetable = [{"required": ["weeks"]}, {"required": ["hours_per_week"]}]
    definitions["Step"]["oneOf"] = [
        {"required": ["hours"], "not": {"anyOf": [*timetable, full_time]}},
        {"required": ["weeks", "hours_per_week"], "not": {"anyOf": [{"required": ["hours"]}, full_time]}},
        {"required": ["weeks"], "allOf": [full_time], "not": _any_given("hours", "hours_per_week")},
    ]
    both = {name: {"const": True} for name in ("gate", "wish")}
    definitions["Line"]["not"] = {"properties": both, "required": list(both)}


def _any_given(*names: str) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}
