"""Checking what is written against a model, with every fault in our own words: where, what, why and a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planner.rulebook.problem import did_you_mean, shorten
from planner.rulebook.tree import Path_

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Described:
    """A fault in words, and the path it speaks of; ``key`` says that it points at the key."""

    path: Path_
    id: str
    what: str
    why: str = ""
    hint: str = ""
    key: bool = False


def checked(model: type[Model], content: Mapping[str, Any], owner: str) -> tuple[Model | None, list[Described]]:
    """Return ``content`` as a value of ``model``, or None and what is wrong with it.

    A field that is left empty is a fault even where the field may be left out: something was meant to stand there.
    """
    faults: list[Described] = []
    value = None
    try:
        value = model.model_validate(content, by_name=False)
    except ValidationError as error:
        raw = error.errors(include_url=False)
        deeper = {fault["loc"][:depth] for fault in raw for depth in range(len(fault["loc"]))}
        unfilled = None in content.values()
        for fault in raw:
            unwritten = fault["input"] is None and fault["type"] != "extra_forbidden"
            unwritten = unwritten or (unfilled and not fault["loc"])  # what the fields say together is still open
            if not unwritten and not (fault["type"] == "too_short" and fault["loc"] in deeper):
                faults.append(describe(fault, owner, model))
    unknown = {fault.path for fault in faults if fault.id == "unknown-key"}
    faults = [fault for fault in faults if not any(fault.path[:depth] in unknown for depth in range(len(fault.path)))]
    for path in _left_empty(content):
        if not any(path[:depth] in unknown for depth in range(len(path) + 1)):
            what = f"{owner}: {_name(path)} is left empty"
            hint = "write its value after the colon, or remove the line"
            faults.append(Described(path, "empty", what, "something was meant to stand here", hint, key=True))
    return (None if faults else value), faults


def _left_empty(content: Any, path: Path_ = ()) -> Iterator[Path_]:
    if content is None:
        yield path
    elif isinstance(content, (dict, list)):
        for key, value in content.items() if isinstance(content, dict) else enumerate(content):
            yield from _left_empty(value, (*path, key))


_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})+")
_README = "the rules reference in README shows how"
_EXPECTED = {
    "whole": ("a whole number", "it is counted in whole units", "write digits only, such as 12"),
    "number": ("a number", "it is measured", "write digits, such as 0.5"),
    "yes-no": ("true or false", "it is a yes-or-no question", "write true or false"),
    "text": ("text", "it is read as words", "write it as one piece of text, in quotes where it holds odd signs"),
    "list": ("a list", "there can be several", "write it in brackets, such as [one, two]"),
    "fields": ("a mapping of fields", "it has fields of its own", "write them below it, indented, as 'field: value'"),
}
_TYPES = {
    "int_parsing": "whole",
    "int_type": "whole",
    "int_parsing_size": "whole",
    "int_from_float": "whole",
    "decimal_parsing": "number",
    "decimal_type": "number",
    "finite_number": "number",
    "bool_parsing": "yes-no",
    "bool_type": "yes-no",
    "string_type": "text",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "fields",
    "mapping_type": "fields",
    "model_type": "fields",
    "model_attributes_type": "fields",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}


def describe(fault: Mapping[str, Any], owner: str, model: type[BaseModel]) -> Described:
    """Return what a fault means for ``owner`` (such as "step 'x'") in a person's words."""
    kind, at, given = fault["type"], tuple(fault["loc"]), fault["input"]
    context = fault.get("ctx", {})
    named = f"{owner}: {_name(at)}" if at else owner
    shown = f", not {shorten(given)}" if isinstance(given, (str, int, float)) else ""
    if kind == "extra_forbidden":
        fields = _fields(model, at[:-1])
        comma = "if it belongs to the text before it, put that text in quotes: inside braces a comma ends it"
        hint = did_you_mean(at[-1], fields) or (comma if given is None else "remove it")
        what = f"{owner} has no field {_name(at)}{_inside(at)}"
        return Described(at, "unknown-key", what, _one_of(fields), hint, key=True)
    if kind == "missing":
        lacks = f"{owner} lacks the field {_name(at)}{_inside(at)}"
        return Described(at, "missing-key", lacks, "nothing else tells what it should be", f"add '{at[-1]}:'", key=True)
    if kind == "literal_error":
        return _not_among(str(context.get("expected", "")), at, given, owner, named)
    if kind in _TYPES:
        expected, why, hint = _EXPECTED[_TYPES[kind]]
        if _TYPES[kind] == "whole" and isinstance(given, str) and _THOUSANDS.fullmatch(given):
            hint = f"write {re.sub('[.,]', '', given)}, without a sign between the thousands"
        return Described(at, "wrong-type", f"{named} should be {expected}{shown}", why, hint)
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        limit = f"{word} {context.get(bound)}"
        why, hint = "a number outside has no meaning here", f"write a number that is {limit}"
        return Described(at, "out-of-range", f"{named} should be {limit}{shown}", why, hint)
    if kind in ("string_too_short", "too_short"):
        return Described(at, "empty", f"{named} is empty", "it has to say something", "fill it in")
    if kind == "string_too_long":
        why = f"at most {context.get('max_length')} characters fit"
        return Described(() if at == ("id",) else at, "too-long", f"{named} is too long", why, "shorten it", key=True)
    if kind == "string_pattern_mismatch" and at == ("id",):
        why = "an id is made of the letters a to z and A to Z, digits and, after the first, - _ . +"
        return Described((), "bad-id", f"{shorten(given)} is no id", why, "write it like 'sql-for-analysis'", key=True)
    if kind == "reserved-id":
        what = f"{shorten(given)} is no id for a skill"
        return Described((), "bad-id", what, str(fault["msg"]), "give the skill another id", key=True)
    if kind == "string_pattern_mismatch":
        why = "it is up to six of the letters R I A S E C"
        return Described(at, "bad-value", f"{named} is {shorten(given)}", why, "write the letters, strongest first")
    return _own(kind, str(fault["msg"]), at, context, owner, shown)


def _name(at: Path_) -> str:
    """Return how messages call the thing at a path, by the field that leads to it."""
    words = [shorten(part) for part in at if isinstance(part, str) and part != "[key]"] or ["this"]
    return f"an item of {words[-1]}" if isinstance(at[-1], int) else words[-1]


def _inside(at: Path_) -> str:
    above = at[:-1] if at and isinstance(at[-1], str) else at
    while above and isinstance(above[-1], int):
        above = above[:-1]
    return f" in {_name(above)}" if above else ""


def _one_of(fields: list[str]) -> str:
    return f"the fields are {', '.join(fields)}" if fields else "there are no fields here"


def _not_among(expected: str, at: Path_, given: object, owner: str, named: str) -> Described:
    choices = expected.replace(" or ", ", ").replace("'", "").split(", ")
    near = did_you_mean(str(given), choices)
    if at[-1] == "[key]":
        what, why = f"{owner} knows no {_name(at)} here", f"it is one of {', '.join(choices)}"
        return Described(at[:-1], "unknown-key", what, why, near or "remove it", key=True)
    what = f"{named} is {shorten(given)}" if isinstance(given, str) else f"{named} should be one word"
    return Described(at, "bad-value", what, f"it is one of {', '.join(choices)}", near or "choose one of them")


def _own(kind: str, message: str, at: Path_, context: Mapping[str, Any], owner: str, shown: str) -> Described:
    """Return our own checks' faults (see the validators in ``model`` and ``policy``) in words."""
    named = f"{owner}: {_name(at)}" if at else owner
    if kind == "level":
        of = at[:-1] if at and at[-1] == "level" else at
        slip = did_you_mean(str(at[-1]), ["any_of", "at_least"]) if at and not shown else ""
        why = "a level is 1 aware, 2 beginner, 3 working, 4 advanced or 5 expert; a credential is 'held'"
        what = f"{owner}: the level of {_name(of)} should be 1 to 5 or 'held'{shown}"
        return Described(at, kind, what, why, slip or "write a whole number from 1 to 5, or 'held'")
    if kind == "count":
        what = f"{owner}: at_least {message}" if message.startswith("asks") else f"{owner}: {_name(at)} is no count"
        why = "under at_least stands how many of the needs must hold: from 1 to all of them"
        return Described(at, kind, what, why, "lower the count or add needs", key=True)
    if kind == "duration":
        why = "hours (self-paced), or weeks + hours_per_week (beside a job), or weeks + full_time (the working week)"
        what = f"{owner} should say in one way how long it takes"
        return Described(at, kind, what, why, "write one of the three", key=True)
    if kind == "transfer-form":
        return Described(at, kind, f"{owner}: {message}", "otherwise its meaning is open", _README, key=True)
    if kind == "gate-and-wish":
        why = "a gate cannot be got round, a wish may be left open"
        what = f"{owner} has a line that is both a gate and a wish"
        return Described(at, kind, what, why, "keep one of the two", key=True)
    if kind == "template-word":
        word, words = str(context.get("word", "")), str(context.get("words", ""))
        hint = did_you_mean(word, words.split(", ")) or "remove it; a brace that is meant as a brace is written twice"
        what = f"{named} has {shorten('{' + word + '}')}, which nothing fills in"
        return Described(at, kind, what, f"the words are {words}", hint)
    if kind in ("need", "facts", "choice", "at_least", "weekly-pay", "template"):
        return Described(at, kind, f"{named} should be {message}{shown}", "anything else has no meaning here", _README)
    what = f"{named} has a value that cannot be read{shown}"
    return Described(at, "bad-value", what, "it does not fit its field", _README)


def _fields(model: Any, path: Path_) -> list[str]:
    """Return the field names of the model found by following ``path`` from ``model``."""
    for part in path:
        if isinstance(part, str) and model is not None:
            info = next((f for name, f in model.model_fields.items() if part in (name, name.rstrip("_"))), None)
            model = _inner(info.annotation) if info else model
    names = [name.rstrip("_") for name in (model.model_fields if model is not None else ())]
    return [name for name in names if name not in ("id", "replaces")] + [name for name in names if name == "replaces"]


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _inner(part)) is not None:
            return found
    return None
