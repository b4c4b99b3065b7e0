"""What entries say of each other: unknown skills, levels that do not suit a skill, examples that fail.

Reads entries as they are written, so that an entry with another fault is looked through all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from planner.model import HELD, Need, Skill, SkillKind, TransferRule
from planner.rulebook.draft import Draft
from planner.rulebook.problem import shorten
from planner.rulebook.tree import Map, Path_, Source

_VERBS = {"gives": "gives", "teaches": "teaches", "from": "goes from", "to": "goes to", "example": "has in its example"}
_LEVELS = ("1", "2", "3", "4", "5", HELD)


def check_references(draft: Draft) -> None:
    """Add the problems of every fact that any entry names, and of needs that ask for nothing."""
    kinds: dict[str, SkillKind] = {s.id: s.kind for s in draft.entries["skills"].values() if isinstance(s, Skill)}
    known = {*kinds, *(id for _, section, id in draft.unfit if section == "skills")}
    for source, section, id in draft.written():
        name, at, entry = f"{section[:-1]} {shorten(id)}", (section, id), source.tree[section][id]
        for path, skill, level in facts_written(entry, at):
            if skill in kinds:
                _check_level(draft, source, path, name, skill, kinds[skill], level)
            elif skill not in known and skill not in draft.lost:
                _unknown_skill(draft, source, path, name, skill, known)
        for path, need in _needs(entry, at):
            for inner in _asking_nothing(need, path, top=section == "roles"):
                what = "has a line that asks for nothing" if inner == path else "has a choice that asks for nothing"
                draft.say(
                    source,
                    inner,
                    "empty-need",
                    f"{name} {what}",
                    why="anybody would meet it",
                    hint="name a skill and a level, such as {sql: 3}, or remove it",
                )


def facts_written(entry: Map, at: Path_) -> Iterator[tuple[Path_, str, str]]:
    """Yield path, skill and level of every fact that an entry names; the ends of a short transfer have no level."""
    example = entry.get("example")
    plain = [((*at, field), entry.get(field)) for field in ("gives", "teaches")]
    if isinstance(example, dict):
        plain += [((*at, "example", field), example.get(field)) for field in ("have", "so")]
    for path, need in [*_needs(entry, at), *plain]:
        yield from _facts(need, path)
    for field in ("from", "to") if at[0] == "transfers" else ():
        if isinstance(skill := entry.get(field), str):
            yield (*at, field), skill, ""


def _needs(entry: Map, at: Path_) -> Iterator[tuple[Path_, Any]]:
    if "needs" in entry:
        yield (*at, "needs"), entry["needs"]
    lines = entry.get("lines")
    for number, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, dict) and "needs" in line:
            yield (*at, "lines", number, "needs"), line["needs"]


def _facts(need: Any, path: Path_) -> Iterator[tuple[Path_, str, str]]:
    for key, content in need.items() if isinstance(need, dict) else ():
        if key in ("any_of", "at_least"):
            for inner, alternative in _alternatives(content, (*path, key)):
                yield from _facts(alternative, inner)
        elif isinstance(content, str):
            yield (*path, key), key, content


def _alternatives(content: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    lists = content.items() if isinstance(content, dict) else [(None, content)]
    for count, several in lists:
        inner = path if count is None else (*path, count)
        for number, alternative in enumerate(several if isinstance(several, list) else ()):
            yield (*inner, number), alternative


def _asking_nothing(need: Any, path: Path_, *, top: bool) -> Iterator[Path_]:
    """Yield the places of empty needs inside a need; at the very top only where ``top`` says that it counts."""
    if not isinstance(need, dict):
        return
    if not need and top:
        yield path
    for key in ("any_of", "at_least"):
        if key in need:
            for inner, alternative in _alternatives(need[key], (*path, key)):
                yield from _asking_nothing(alternative, inner, top=True)


def _unknown_skill(draft: Draft, source: Source, path: Path_, name: str, skill: str, known: Collection[str]) -> None:
    field = path[2]
    guess = draft.guess(skill, known)
    hint = f"{guess} If" if guess else "if"
    hint += " it is a new skill, add it to a 'skills' section first"
    what = f"{name} {_VERBS.get(field, 'asks for')} {shorten(skill)}, which is no skill here"
    draft.say(
        source,
        path,
        "unknown-skill",
        what,
        key=field not in ("from", "to"),
        why="every skill that a rule names stands in a 'skills' section",
        hint=hint,
    )


def _check_level(draft: Draft, source: Source, path: Path_, name: str, skill: str, kind: SkillKind, level: str) -> None:
    if kind == "credential" and level == "":
        draft.say(
            source,
            path,
            "credential-transfer",
            f"{name} {_VERBS[path[2]]} the credential {skill!r}",
            why="the short form carries levels over; a credential has none",
            hint="use needs and gives, with the credential as 'held'",
        )
    elif level not in _LEVELS or (kind == "credential") == (level == HELD):
        return
    elif kind == "credential":
        draft.say(
            source,
            path,
            "level",
            f"{name} names the credential {skill!r} with a level",
            why="a credential is held or not",
            hint="write 'held'",
        )
    else:
        draft.say(
            source,
            path,
            "level",
            f"{name} says that {skill!r} is held, but it is no credential",
            why="a skill or knowledge has a level from 1 to 5; only a credential is held",
            hint="write a level, such as 3",
        )


def check_examples(draft: Draft) -> None:
    """Add a problem for every example whose rule gives something else than it says."""
    skills = draft.entries["skills"]
    for id, rule in sorted(draft.entries["transfers"].items()):
        if not isinstance(rule, TransferRule) or rule.example is None:
            continue
        after = apply_once(rule, {fact.skill: fact.level for fact in rule.example.have})
        for fact in rule.example.so:
            got = after.get(fact.skill)
            if got != fact.level and fact.skill in skills:
                source, section, _ = draft.stands[id]
                found = "nothing" if got is None else f"{got}"
                draft.say(
                    source,
                    (section, id, "example", "so", fact.skill),
                    "failing-example",
                    f"the example of transfer {id!r} says {fact.skill} {fact.level}, the rule gives {found}",
                    why="an example is the smallest test of its rule and is tried at every load",
                    hint="correct the rule or the example, whichever is wrong",
                )


def apply_once(rule: TransferRule, have: Mapping[str, int]) -> dict[str, int]:
    """Return the best level of each skill after one use of ``rule`` on ``have``."""
    after = dict(have)
    for needs, gives in rule.parts():
        if met(needs, have):
            for skill, level in gives:
                after[skill] = max(level, after.get(skill, 0))
    return after


def met(need: Need, levels: Mapping[str, int]) -> bool:
    """Say whether the levels of ``levels`` meet ``need``."""
    return all(levels.get(fact.skill, 0) >= fact.level for fact in need.facts) and all(
        sum(met(alternative, levels) for alternative in choice.of) >= choice.count for choice in need.choices
    )
