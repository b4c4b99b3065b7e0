"""Rules folders to a :class:`RuleBook`: layers and ids, with all problems of all files in one go."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planner.rulebook.book import Place, RuleBook
from planner.rulebook.draft import SECTIONS, Draft, Standing
from planner.rulebook.problem import RulesError, shorten
from planner.rulebook.references import check_examples, check_references
from planner.rulebook.settings import SETTINGS, add_settings, read_settings
from planner.rulebook.source import SHIPPED, read_layer
from planner.rulebook.tree import Map, Source
from planner.rulebook.wording import checked

_NAMES = [*SECTIONS, *SETTINGS]
_ALL = f"the sections are {', '.join(_NAMES)}"
_FIRST_FIELDS = {
    "skills": "name and kind",
    "transfers": "from, to and because",
    "steps": "title, gives and weeks",
    "roles": "title and lines",
}


def load_rules(*where: str | Path) -> RuleBook:
    """Return the rule book of the given folders or files, layered in this order; without any, the shipped one.

    ``"shipped"`` names the book that comes with the program, ``"-"`` standard input. A later layer adds
    entries, and replaces one only where it says ``replaces: true``.
    Raises :class:`RulesError` with every problem of every file.
    """
    with uncollected():
        return build([read_layer(place) for place in (where or (SHIPPED,))])


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no search for garbage interrupt the work: trees have no cycles, and searching takes as long as reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def build(layers: Sequence[Sequence[Source]]) -> RuleBook:
    """Return the rule book of parsed layers; raises :class:`RulesError` with all problems."""
    draft, book = assemble(layers)
    if book is None and not draft.problems:  # the program's own book is damaged
        draft = assemble([read_layer(SHIPPED)])[0]
    if draft.problems or book is None:
        raise RulesError(draft.problems)
    return book


def assemble(layers: Sequence[Sequence[Source]]) -> tuple[Draft, RuleBook | None]:
    """Return the draft with its problems, and the book of what is sound; None where the shipped policy is faulty."""
    draft = Draft()
    for number, layer in enumerate(layers):
        for source in sorted(layer, key=lambda source: source.name):
            _add(draft, source, number)
    check_references(draft)
    check_examples(draft)
    settings: dict[str, Any] = read_settings(draft)
    if None in settings.values():
        return draft, None
    by_id: dict[str, Any] = {name: dict(sorted(entries.items())) for name, entries in draft.entries.items()}
    places = {
        entry: Place(source.name, *source.find((section, entry), key=True)[:2])
        for entry, (source, section, _) in sorted(draft.stands.items())
    }
    return draft, RuleBook(**by_id, **settings, places=places)


def _add(draft: Draft, source: Source, layer: int) -> None:
    draft.problems += source.problems
    draft.lost |= source.lost
    if source.tree is None:
        return
    if not isinstance(source.tree, Map):
        draft.say(
            source,
            (),
            "not-a-rules-file",
            "a rules file is a mapping of sections",
            why=_ALL,
            hint="begin with a line such as 'skills:'",
        )
        return
    for section, content in source.tree.items():
        known = section in SECTIONS or section in SETTINGS
        if not known:
            draft.say(
                source,
                (section,),
                "unknown-section",
                f"there is no section {shorten(section)}",
                key=True,
                why=_ALL,
                hint=draft.guess(section, _NAMES) or "put what stands below it into one of them",
            )
        elif isinstance(content, Map) and section in SETTINGS:
            add_settings(draft, source, section, layer)
        elif isinstance(content, Map):
            for id, fields in content.items():
                _add_entry(draft, Standing(source, section, layer), id, fields)
        elif content is not None:
            holds = "a mapping of fields" if section in SETTINGS else "a mapping of ids to entries"
            below = "  field: value" if section in SETTINGS else "  some-id:"
            draft.say(
                source,
                (section,),
                "not-a-section",
                f"the section {section!r} should be {holds}",
                why="everything in it has a name of its own",
                hint=f"write '{section}:' and below it '{below}'",
            )


def _add_entry(draft: Draft, here: Standing, id: str, content: Any) -> None:
    source, section = here.source, here.section
    owner = f"{section[:-1]} {shorten(id)}"
    if not isinstance(content, Map):
        draft.say(
            source,
            (section, id),
            "not-an-entry",
            f"{owner} should be a mapping of fields",
            key=True,
            why=f"a {section[:-1]} has fields such as {_FIRST_FIELDS[section]}",
            hint="write its fields below it, indented",
        )
        draft.lost.add(id)
        return
    if "id" in content:
        draft.say(
            source,
            (section, id, "id"),
            "unknown-key",
            f"{owner} has no field 'id'",
            key=True,
            why="the id is the key under which the entry stands",
            hint="remove this line",
        )
    fields = {key: value for key, value in content.items() if key != "id"}
    entry, faults = checked(SECTIONS[section], {**fields, "id": id}, owner)
    for fault in faults:
        draft.tell(source, (section, id), fault)
    replaces = entry.replaces if entry else "replaces" in content
    if not _may_stand(draft, here, id, replaces):
        draft.unfit.append((source, section, id))
        return
    draft.stands[id] = here
    draft.entries[section].pop(id, None)
    if entry is None:
        draft.unfit.append((source, section, id))
    else:
        draft.entries[section][id] = entry


def _may_stand(draft: Draft, here: Standing, id: str, replaces: bool) -> bool:
    """Say whether an entry may stand under this id, being new or allowed to replace the one that is there."""
    source, section, layer = here
    owner = f"{section[:-1]} {shorten(id)}"
    before = draft.stands.get(id)
    if before is None:
        if replaces and id not in draft.lost:
            earlier = [known for known, standing in draft.stands.items() if standing.layer < layer]
            draft.say(
                source,
                (section, id, "replaces"),
                "nothing-to-replace",
                f"{owner} replaces nothing",
                why="'replaces: true' speaks of an entry in an earlier layer",
                hint=draft.guess(id, earlier) or "remove 'replaces'",
            )
        return True
    replaceable = before.layer < layer and before.section == section
    if replaceable and replaces:
        return True
    line = before.source.find((before.section, id), key=True)[0]
    stands = f"{before.section[:-1]} {shorten(id)} stands in {before.source.name}:{line}"
    draft.say(
        source,
        (section, id),
        "repeated-id",
        f"{owner} is there already",
        key=True,
        why=f"{stands}; ids are unique across the whole book",
        hint="say 'replaces: true' to take its place" if replaceable else "rename one of the two",
    )
    return False
