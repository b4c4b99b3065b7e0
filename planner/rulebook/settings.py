"""Sections that are one value, made of what every layer says over what the shipped book says: policy and cues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from planner.model import Value
from planner.rulebook.cues import Cues
from planner.rulebook.draft import Draft
from planner.rulebook.policy import Policy
from planner.rulebook.problem import shorten
from planner.rulebook.source import SHIPPED, read_layer
from planner.rulebook.tree import Map, Path_, Source
from planner.rulebook.wording import checked

SETTINGS: Mapping[str, type[Value]] = {"policy": Policy, "cues": Cues}


def add_settings(draft: Draft, source: Source, section: str, layer: int) -> None:
    """Add what a text says of a section; within one layer, nothing may be said twice."""
    for other, other_layer in draft.settings[section]:
        if other_layer == layer:
            for path in _both_say(other.tree[section], source.tree[section], (section,)):
                line = other.find(path, key=True)[0]
                what = f"the {section} says {shorten(path[-1])} a second time"
                draft.say(
                    source,
                    path,
                    f"repeated-{section}",
                    what,
                    key=True,
                    why=f"it stands in {other.name}:{line} too; the order of files carries no meaning",
                    hint="keep one of the two",
                )
    draft.settings[section].append((source, layer))


def _both_say(one: Any, other: Any, path: Path_) -> Iterator[Path_]:
    """Yield the paths of fields to which both texts give a value."""
    if isinstance(one, Map) and isinstance(other, Map):
        for key in other:
            if key in one:
                yield from _both_say(one[key], other[key], (*path, key))
    else:
        yield path


def read_settings(draft: Draft) -> dict[str, Value | None]:
    """Return each such section: what all layers say over the shipped one; where that is faulty, the shipped one alone.

    None stands for a section that is faulty in the shipped book itself.
    """
    return {section: _read(draft, section, model) for section, model in SETTINGS.items()}


def _read(draft: Draft, section: str, model: type[Value]) -> Value | None:
    shipped, written = _shipped(section), [source for source, _ in draft.settings[section]]
    value, faults = checked(model, _merged(section, [*shipped, *written]), f"the {section}")
    for fault in faults:
        source = _decides((section, *fault.path), [*shipped, *written])
        if source is not None:
            draft.tell(source, (section,), fault)
    return value or checked(model, _merged(section, shipped), f"the {section}")[0]


def _shipped(section: str) -> list[Source]:
    files = read_layer(SHIPPED, naming=f"{section}:")
    return [source for source in files if isinstance(source.value((section,)), Map)]


@cache
def shipped_cues() -> Cues:
    """Return the cues of the book that comes with the program, for books that were not loaded from files."""
    return Cues.model_validate(_merged("cues", _shipped("cues")))


def _decides(path: Path_, sources: Sequence[Source]) -> Source | None:
    """Return the last text that has as much of ``path`` as any; a list comes whole from one text."""
    path = tuple(takewhile(lambda part: isinstance(part, str), path))
    for length in range(len(path), 0, -1):
        for source in reversed(sources):
            parent = source.value(path[: length - 1])
            if isinstance(parent, Map) and path[length - 1] in parent:
                return source
    return None


def _merged(section: str, sources: Sequence[Source]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for source in sources:
        merged = _merge(merged, source.tree[section])
    return merged


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged
