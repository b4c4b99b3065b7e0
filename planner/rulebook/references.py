"""What entries say of each other: unknown skills, levels that do not suit a skill, examples that fail.

Reads entries as they are written, so that an entry with another fault is looked through all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from planner.model import HELD, Need, Skill, SkillKind, TransferRule
from planner.rulebook.draft import Draft
from planner.rulebook.problem import shorten
from planner.rulebook.tree import Path_, Source

_VERBS = {"gives": "gives", "teaches": "teaches", "from": "goes from", "to": "goes to", "example": "has in its example"}
_LEVELS = ("1", "2", "3", "4", "5", HELD)


def check_references(draft: Draft) -> None:
    """Add the problems of every fact that any entry names, and of needs that ask for nothing."""
    kinds: dict[str, SkillKind] = {s.id: s.kind for s in draft.entries["skills"].values() if isinstance(s, Skill)}
    unfit = {id for _, section, id in draft.unfit if section == "skills"}
    for source, section, id in draft.written():
        name = f"{section[:-1]} {shorten(id)}"
        for path, skill, level in facts_written(source, section, id):
            if skill in kinds:
                _check_level(draft, source, path, name, skill, kinds[skill], level)
            elif skill not in unfit and skill not in draft.lost:
                _unknown_skill(draft, source, path, name, skill, [*kinds, *unfit])
        for path in _asking_nothing(source, section, id):
            line = section == "roles" and path[-1] == "needs"
            what = "has a line that asks for nothing" if line else "has a choice that asks for nothing"
            draft.say(source, path, "empty-need", f"{name} {what}", why="anybody would meet it",
                      hint="name a skill and a level, such as {sql: 3}, or remove it")


def facts_written(source: Source, section: str, id: str) -> Iterator[tuple[Path_, str, str]]:
    """Yield path, skill and level of every fact an entry names; the level of a short transfer's ends is empty."""
    at: Path_ = (section, id)
    for field in ("needs", "gives", "teaches"):
        yield from _facts(source.value((*at, field)), (*at, field))
    for field in ("have", "so"):
        yield from _facts(source.value((*at, "example", field)), (*at, "example", field))
    lines = source.value((*at, "lines"))
    for number in range(len(lines) if isinstance(lines, list) else 0):
        path = (*at, "lines", number, "needs")
        yield from _facts(source.value(path), path)
    for field in ("from", "to") if section == "transfers" else ():
        if isinstance(skill := source.value((*at, field)), str):
            yield (*at, field), skill, ""


def _facts(need: Any, path: Path_) -> Iterator[tuple[Path_, str, str]]:
    if not isinstance(need, Mapping):
        return
    for key, content in need.items():
        if key in ("any_of", "at_least"):
            for inner, alternative in _alternatives(content, (*path, key)):
                yield from _facts(alternative, inner)
        elif isinstance(content, str):
            yield (*path, key), key, content


def _alternatives(content: Any, path: Path_) -> Iterator[tuple[Path_, Any]]:
    lists = content.items() if isinstance(content, Mapping) else [(None, content)]
    for count, several in lists:
        inner = path if count is None else (*path, count)
        for number, alternative in enumerate(several if isinstance(several, list) else ()):
            yield (*inner, number), alternative


def _asking_nothing(source: Source, section: str, id: str) -> Iterator[Path_]:
    tops: list[Path_] = [(section, id, "needs")]
    if section == "roles":
        lines = source.value((section, id, "lines"))
        count = len(lines) if isinstance(lines, list) else 0
        tops = [(section, id, "lines", number, "needs") for number in range(count)]
    for path in tops:
        need = source.value(path)
        if isinstance(need, Mapping) and not need and section == "roles":
            yield path
        yield from _empty_choices(need, path)


def _empty_choices(need: Any, path: Path_) -> Iterator[Path_]:
    for key in ("any_of", "at_least") if isinstance(need, Mapping) else ():
        for inner, alternative in _alternatives(need.get(key), (*path, key)):
            if isinstance(alternative, Mapping) and not alternative:
                yield inner
            yield from _empty_choices(alternative, inner)


def _unknown_skill(draft: Draft, source: Source, path: Path_, name: str, skill: str, known: Collection[str]) -> None:
    field = path[2]
    guess = draft.guess(skill, known)
    hint = f"{guess} If" if guess else "if"
    hint += " it is a new skill, add it to a 'skills' section first"
    what = f"{name} {_VERBS.get(field, 'asks for')} {shorten(skill)}, which is no skill here"
    draft.say(source, path, "unknown-skill", what, key=field not in ("from", "to"),
              why="every skill that a rule names stands in a 'skills' section", hint=hint)


def _check_level(
    draft: Draft, source: Source, path: Path_, name: str, skill: str, kind: SkillKind, level: str
) -> None:
    if kind == "credential" and level == "":
        draft.say(source, path, "credential-transfer", f"{name} {_VERBS[path[2]]} the credential {skill!r}",
                  why="the short form carries levels over; a credential has none",
                  hint="use needs and gives, with the credential as 'held'")
    elif level not in _LEVELS or (kind == "credential") == (level == HELD):
        return
    elif kind == "credential":
        draft.say(source, path, "level", f"{name} names the credential {skill!r} with a level",
                  why="a credential is held or not", hint="write 'held'")
    else:
        draft.say(source, path, "level", f"{name} says that {skill!r} is held, but it is no credential",
                  why="a skill or knowledge has a level from 1 to 5; only a credential is held",
                  hint="write a level, such as 3")


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
                draft.say(source, (section, id, "example", "so", fact.skill), "failing-example",
                          f"the example of transfer {id!r} says {fact.skill} {fact.level}, the rule gives {found}",
                          why="an example is the smallest test of its rule and is tried at every load",
                          hint="correct the rule or the example, whichever is wrong")


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
