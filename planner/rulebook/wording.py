"""Pydantic's faults in our own words: where to point, what is wrong, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from planner.rulebook.problem import did_you_mean


@dataclass(frozen=True)
class Described:
    """A fault in words, and the path it speaks of; ``key`` says that it points at the key."""

    path: tuple[Any, ...]
    id: str
    what: str
    why: str = ""
    hint: str = ""
    key: bool = False


_WHOLE = "a whole number"
_EXPECTED = {
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "less_than_equal": ("at most", "le"),
    "greater_than": ("more than", "gt"),
    "less_than": ("less than", "lt"),
}


def describe(fault: Mapping[str, Any], owner: str, model: type[BaseModel]) -> Described:
    """Return what a pydantic fault means for ``owner`` (such as "step 'x'") in a person's words."""
    kind, at, given = fault["type"], tuple(fault["loc"]), fault["input"]
    context = fault.get("ctx", {})
    field = next((part for part in reversed(at) if isinstance(part, str)), "")
    named = f"{owner}: {field!r}" if field else owner
    shown = f"not {given!r}" if isinstance(given, (str, int)) else "not left empty" if given is None else ""
    if kind == "extra_forbidden":
        fields = _fields(model, at[:-1])
        comma = "if it belongs to the text before it, put that text in quotes: inside braces a comma ends it"
        return Described(at, "unknown-key", f"{owner} has no field {field!r}", f"the fields are {', '.join(fields)}",
                         did_you_mean(field, fields) or (comma if given is None else "remove it"), key=True)
    if kind == "missing":
        return Described(at, "missing-key", f"{owner} lacks the field {field!r}", "it cannot be guessed",
                         f"add '{field}:'", key=True)
    if kind == "literal_error":
        choices = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        near = did_you_mean(str(given), choices)
        if "[key]" in at:
            return Described(at[:-1], "unknown-key", f"{owner} knows no {at[-2]!r} here",
                             f"it is one of {', '.join(choices)}", near, key=True)
        return Described(at, "bad-value", f"{named} is {given!r}", f"it is one of {', '.join(choices)}",
                         near or "choose one of them")
    if kind in _EXPECTED:
        expected = _EXPECTED[kind]
        return Described(at, "wrong-type", f"{named} should be {expected}, {shown}".rstrip(", "),
                         f"this field holds {expected}", "write one" if given is None else "")
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        limit = context.get(bound)
        return Described(at, "out-of-range", f"{named} should be {word} {limit}, {shown}".rstrip(", "),
                         "a number outside has no meaning here", f"write a number that is {word} {limit}")
    if kind in ("string_too_short", "too_short"):
        return Described(at, "empty", f"{named} is empty", "it has to say something", "fill it in")
    if kind == "string_too_long":
        return Described(at, "too-long", f"{named} is too long", f"at most {context.get('max_length')} characters",
                         "shorten it")
    if kind == "string_pattern_mismatch":
        if at == ("id",):
            return Described((), "bad-id", f"{owner}: this is no id", "an id is letters, digits, and - _ . + inside",
                             "write it like 'sql-for-analysis'", key=True)
        return Described(at, "bad-value", f"{named} is {given!r}", "it is up to six of the letters R I A S E C",
                         "write the letters, strongest first")
    return _own(kind, str(fault["msg"]), at, named, owner, shown)


def _own(kind: str, message: str, at: tuple[Any, ...], named: str, owner: str, shown: str) -> Described:
    """Return our own checks' messages (see the validators in ``model`` and ``policy``)."""
    if kind == "level":
        return Described(at, kind, f"{named} has a level that is none, {shown}".rstrip(", "),
                         "a level is 1 aware, 2 beginner, 3 working, 4 advanced or 5 expert; a credential is 'held'",
                         "write a whole number from 1 to 5, or 'held'")
    if kind == "count":
        return Described(at, kind, f"{named}: at_least {message}", "a count is a whole number from 1 to the number of needs",
                         "lower the count or add needs", key=True)
    if kind == "duration":
        return Described((), kind, f"{owner} should say once how long it takes", f"by {message}",
                         "keep one of the three forms", key=True)
    if kind in ("transfer-form", "gate-and-wish"):
        return Described(at, kind, f"{owner}: {message}", "otherwise its meaning is open", "see the rules reference in README",
                         key=True)
    if kind in ("need", "facts", "choice", "at_least", "weekly-pay", "template", "template-word"):
        return Described(at, kind, f"{named} should be {message}" if kind != "template-word" else f"{named}: {message}",
                         "anything else cannot be read here", "see the rules reference in README")
    return Described(at, "bad-value", f"{named} cannot be read {shown}".rstrip(), "its form is not the field's",
                     "see the rules reference in README")


def _fields(model: Any, path: tuple[Any, ...]) -> list[str]:
    """Return the field names of the model found by following ``path`` from ``model``."""
    for part in path:
        if isinstance(part, str):
            info = next((f for name, f in model.model_fields.items() if part in (name, name.rstrip("_"))), None)
            model = _inner(info.annotation) if info else None
        if model is None:
            return []
    return [name.rstrip("_") for name in model.model_fields if name != "id"]


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _inner(part)) is not None:
            return found
    return None
