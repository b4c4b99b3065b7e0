"""A person's YAML to a :class:`Profile`, checked against a rule book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.model import HELD, LAST_YEAR, Profile
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import Guesses, Problem, RulesError, counted, shorten
from planner.rulebook.source import read_file
from planner.rulebook.tree import Map, Path_, Source, parse
from planner.rulebook.wording import checked

_LEVELS = ("1", "2", "3", "4", "5", HELD)


def load_profile(where: str | Path, rules: RuleBook) -> Profile:
    """Return the person a YAML file (or ``-``, standard input) describes, checked against ``rules``.

    Raises :class:`RulesError` with every problem of the file.
    """
    return profile_of(read_file(where), rules)


def read_profile(text: str, rules: RuleBook, *, name: str = "person.yaml") -> Profile:
    """Return the person a YAML text describes, as :func:`load_profile` does for a file."""
    return profile_of(parse(name, text), rules)


def profile_of(source: Source, rules: RuleBook) -> Profile:
    """Return the person of a parsed text; raises :class:`RulesError` with all its problems.

    An empty text is a person of whom nothing is known.
    """
    problems = list(source.problems)
    tree = source.tree if source.tree is not None or problems else Map()
    profile = None
    if isinstance(tree, Map):
        profile, faults = checked(Profile, tree, "the person")
        for fault in faults:
            mark = source.find(fault.path, key=fault.key)
            problems.append(source.problem(mark, fault.id, fault.what, why=fault.why, hint=fault.hint))
        problems += check_person(source, rules)
    elif not problems:
        problems.append(
            source.problem(
                (1, 1, 1),
                "not-a-person",
                "a person is a mapping of fields",
                why="such as name, have and love",
                hint="begin with a line such as 'have:'",
            )
        )
    if problems or profile is None:
        raise RulesError(problems)
    return profile


def check_person(source: Source, rules: RuleBook, at: Path_ = ()) -> Iterator[Problem]:
    """Yield what the person at path ``at`` of a text names and ``rules`` do not know, as far as it can be made out."""
    guess = Guesses()
    offered = {value: role for role in rules.roles.values() for value in role.values}
    of_kind: Mapping[str, Mapping[str, Any]] = {
        "skill": rules.skills, "role": rules.roles, "step": rules.all_steps, "value": offered
    }  # fmt: skip
    for path, id, kind in _names(source, at):
        known = of_kind[kind]
        if id not in known and (offered or kind != "value"):
            hint = (
                guess(id, known)
                or f"the rules know {counted(len(known), kind)}; {'choose one, or ' if known else ''}remove the line"
            )
            mark = source.find(path, key=path[-1] == id)
            yield source.problem(
                mark,
                f"unknown-{kind}",
                f"{shorten(id)} is no {kind} here",
                why=f"a person can only name what the rules know as a {kind}",
                hint=hint,
            )
    yield from _years_to_come(source, rules.policy.year, at)
    yield from _had_and_lacked(source, at)
    have = source.value((*at, "have"))
    for id in have if isinstance(have, Map) else ():
        path = (*at, "have", id)
        path = (*path, "level") if isinstance(source.value(path), Map) else path
        level = source.value(path)
        if id in rules.skills and level in _LEVELS:
            credential = rules.skills[id].kind == "credential"
            if credential and level != HELD:
                yield source.problem(
                    source.find(path),
                    "level",
                    f"the credential {id!r} has a level",
                    why="a credential is held or not",
                    hint="write 'held'",
                )
            elif level == HELD and not credential:
                yield source.problem(
                    source.find(path),
                    "level",
                    f"{id!r} is held, but it is no credential",
                    why="a skill or knowledge has a level from 1 to 5; only a credential is held",
                    hint="write a level, such as 3",
                )


def _years_to_come(source: Source, this_year: int, at: Path_) -> Iterator[Problem]:
    """Yield the years of a person's past that lie ahead of the year from which the rules count back."""
    have, held = source.value((*at, "have")), source.value((*at, "roles_held"))
    paths: list[Path_] = [(*at, "have", id, "last_used") for id in (have if isinstance(have, Map) else ())]
    paths += [(*at, "roles_held", number, "until") for number in range(len(held) if isinstance(held, list) else 0)]
    for path in paths:
        year = source.value(path)
        if isinstance(year, str) and year.isdecimal() and this_year < int(year) <= LAST_YEAR:  # later: out of range
            yield source.problem(
                source.find(path),
                "year-to-come",
                f"{path[-1]!r} is {year}, and these rules count from {this_year}",
                why="what is used or held today has no last year yet",
                hint=f"remove it; if {year} has come, write 'year: {year}' in a policy of your own",
            )


def _had_and_lacked(source: Source, at: Path_) -> Iterator[Problem]:
    have, lacks = source.value((*at, "have")), source.value((*at, "lacks"))
    for number, id in enumerate(lacks if isinstance(lacks, list) else ()):
        if isinstance(have, Map) and isinstance(id, str) and id in have:
            yield source.problem(
                source.find((*at, "lacks", number)),
                "had-and-lacked",
                f"{shorten(id)} stands in 'have' too",
                why="a person has a skill or lacks it",
                hint="remove one of the two",
            )


def _names(source: Source, at: Path_) -> Iterator[tuple[Path_, str, str]]:
    """Yield path, id and kind of everything of the rules that a person names."""
    for field, kind in (("have", "skill"), ("love", "role"), ("values", "value")):
        written = source.value((*at, field))
        yield from (((*at, field, id), id, kind) for id in (written if isinstance(written, Map) else ()))
    held = source.value((*at, "roles_held"))
    for number in range(len(held) if isinstance(held, list) else 0):
        path: Path_ = (*at, "roles_held", number, "role")
        if isinstance(role := source.value(path), str):
            yield path, role, "role"
    lists: list[tuple[Path_, str]] = [(("lacks",), "skill"), (("done",), "step")]
    lists += [(("limits", name), "step") for name in ("avoid", "require")]
    for fields, kind in lists:
        listed = source.value((*at, *fields))
        for number, id in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(id, str):
                yield (*at, *fields, number), id, kind
