"""What a requirement asks for: all of it, one of several, and what may stand in for a degree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.model import Choice, Fact, Need, all_of

NEAR = 60  # characters between two mentions of one list
OPEN = 16  # characters between the last mention of a list and "or similar"
_OR = re.compile(r"\bor\b|/|\band/or\b", re.I)
_OR_BOTH = re.compile(r"\bor\s+both\b", re.I)
AND = re.compile(r"\band\b|&|\bplus\b|\bas well as\b", re.I)


@dataclass(frozen=True)
class Asked:
    """A fact that a stretch of a line asks for."""

    start: int
    end: int
    fact: Fact


@dataclass(frozen=True)
class Some:
    """A stretch of a line of which ``enough`` things will do: there it says "one of", "two of" or "such as"."""

    start: int
    end: int
    enough: int = 1


def need_of(
    asked: Sequence[Asked],
    clean: str,
    some: Some | None = None,
    alike: Sequence[int] = (),
    parted: Sequence[int] = (),
) -> Need:
    """Return the need of a line's mentions, read as the line joins them.

    ``alike`` are the places of "or similar" and the like: any one of the list that ends so will do. A mention that
    begins at one of ``parted`` is asked besides what stands before it.

    >>> sql, r, excel = (Asked(0, 3, Fact("sql", 3)), Asked(8, 9, Fact("r", 3)), Asked(14, 19, Fact("excel", 3)))
    >>> need_of([sql, r, excel], "SQL and R and Excel").data()
    {'excel': 3, 'r': 3, 'sql': 3}
    >>> need_of([Asked(0, 3, Fact("sql", 3)), Asked(7, 8, Fact("r", 3))], "SQL or R").data()
    {'any_of': [{'r': 3}, {'sql': 3}]}
    >>> need_of([Asked(0, 3, Fact("sql", 3)), Asked(5, 6, Fact("r", 3))], "SQL, R or similar", alike=[7]).data()
    {'any_of': [{'r': 3}, {'sql': 3}]}
    """
    ordered = sorted(asked, key=lambda item: item.start)
    listed = [item for item in ordered if some and some.start <= item.start < some.end]
    apart = [item for item in ordered if item not in listed]
    needs = [_joined(items, clean, _ends_open(items, clean, alike)) for items in _lists(apart, clean, parted)]
    return all_of([*needs, one_of((item.fact for item in listed), some.enough)] if some and listed else needs)


def _ends_open(items: Sequence[Asked], clean: str, alike: Sequence[int]) -> bool:
    """Say whether a list ends with "or similar"."""
    end = items[-1].end
    return any(end <= place <= end + OPEN and not re.search(r"[.;:,]\s", clean[end : place - 1]) for place in alike)


def _lists(asked: Sequence[Asked], clean: str, parted: Sequence[int]) -> list[list[Asked]]:
    lists: list[list[Asked]] = []
    for item in asked:
        if lists:
            gap = clean[lists[-1][-1].end : item.start]
            if len(gap) <= NEAR and item.start not in parted and not re.search(r"[.;]\s", gap):
                lists[-1].append(item)
                continue
        lists.append([item])
    return lists


def _joined(items: Sequence[Asked], clean: str, open_ended: bool = False) -> Need:
    """Return a list as a need: 'or' makes a choice of what stands between one 'and' and the next."""
    parts: list[list[Asked]] = [[items[0]]]
    joints = [clean[before.end : after.start] for before, after in pairwise(items)]
    both = next((index for index, joint in enumerate(joints, 1) if _OR_BOTH.search(joint)), None)
    if both is not None:
        return any_need([_joined(items[:both], clean), all_of(Need((item.fact,)) for item in items[both:])])
    closing = [*joints, " or "] if open_ended else joints
    choosing = any(_OR.search(joint) for joint in closing)
    for index, (joint, item) in enumerate(zip(joints, items[1:], strict=True)):
        open_list = "," in joint and chosen(closing[index:])
        if choosing and (_OR.search(joint) or open_list):
            parts[-1].append(item)
        else:
            parts.append([item])
    return all_of(one_of(item.fact for item in part) for part in parts)


def chosen(joints: Sequence[str]) -> bool:
    """Say whether the first of these joints is one of a choice: an "or", or a comma in a list that an "or" closes."""
    for joint in joints:
        if _OR.search(joint):
            return True
        if AND.search(joint):
            return False
    return False


def one_of(facts: Iterable[Fact], enough: int = 1) -> Need:
    """Return the need that so many of ``facts`` meet; of one skill at two levels the lower is enough."""
    lowest: dict[str, int] = {}
    for fact in facts:
        lowest[fact.skill] = min(fact.level, lowest.get(fact.skill, fact.level))
    ways = tuple(Need((Fact(skill, level),)) for skill, level in sorted(lowest.items()))
    if enough >= len(ways):
        return all_of(ways)
    return Need(choices=(Choice(enough, ways),))


def any_need(ways: Iterable[Need]) -> Need:
    """Return the need that any of ``ways`` meets; where there is none, an empty need."""
    several = tuple(sorted({way for way in ways if way != Need()}))
    if len(several) < 2:
        return several[0] if several else Need()
    return Need(choices=(Choice(1, several),))


def spelled_out(need: Need, meanings: Mapping[Fact, Need]) -> Need:
    """Return a need in which facts that only stand for other needs give way to these."""
    if not meanings:
        return need
    choices = (Choice(c.count, tuple(spelled_out(way, meanings) for way in c.of)) for c in need.choices)
    plain = [meanings.get(fact, Need((fact,))) for fact in need.facts]
    return all_of([*plain, *(Need(choices=(choice,)) for choice in choices)])
