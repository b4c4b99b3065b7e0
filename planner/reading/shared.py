"""Phrases that share a word: "lead and motivate people" is leading people, "manage budgets and staff" managing staff.

Only phrases of the index are found this way, so nothing is put together that no name says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.reading.matching import Match, Matcher, View
from planner.reading.text import HARD

ITEMS = 4  # words of a list before its "and" that may share what follows
TAIL = 3  # words that may be shared


def shared(matcher: Matcher, view: View, found: Sequence[Match], clean: str) -> Iterator[Match]:
    """Yield the phrases whose words stand apart around an "and" or "or", where ``found`` has none of them."""
    known = {(match.first, match.names) for match in found}
    inside = {at: match for match in found if match.last - match.first > 1 for at in range(match.first, match.last)}
    for joint in (at for at, noun in enumerate(view.nouns) if noun in matcher.reader.joints):
        if joint == 0 or joint + 1 >= len(view) or view.gaps[joint] > HARD or view.gaps[joint + 1]:
            continue
        for match in (*_shared_tail(matcher, view, joint, clean), *_shared_head(matcher, view, joint)):
            other = inside.get(match.first)
            if (match.first, match.names) not in known and not (other and other.last > joint):
                yield match


def _shared_tail(matcher: Matcher, view: View, joint: int, clean: str) -> Iterator[Match]:
    """Yield "written communication" of "written and oral communication"."""
    for item in _items(view, joint, clean):
        if view.verbs[item] not in matcher.lengths or not _alike(view.words[item], view.words[joint + 1]):
            continue
        for length in range(TAIL, 0, -1):
            begin = joint + 2
            stop = begin + length
            if stop > len(view) or any(view.gaps[begin:stop]):
                continue
            name = matcher.name(" ".join([view.verbs[item], *view.nouns[begin:stop]]))
            if name:
                yield Match(item, stop, name)
                break


def _alike(one: str, other: str) -> bool:
    """Say whether two words end as words do that share what follows them: both in -ing, or neither."""
    return one.casefold().endswith("ing") == other.casefold().endswith("ing")


def _items(view: View, joint: int, clean: str) -> Iterator[int]:
    """Yield the words listed before a joint: the one right before, and those that only commas part from it."""
    at = joint - 1
    yield at
    while at > max(0, joint - ITEMS):
        if clean[view.ends[at - 1] : view.starts[at]].strip() != ",":
            return
        at -= 1
        yield at


def _shared_head(matcher: Matcher, view: View, joint: int) -> Iterator[Match]:
    """Yield "manage staff" of "manage large budgets and staff"."""
    for head in (joint - 2, joint - 3):
        if head < 0 or any(view.gaps[head + 1 : joint + 1]):
            return
        if view.verbs[head] not in matcher.reader.leading:
            continue
        for length in range(TAIL, 0, -1):
            begin = joint + 1
            stop = begin + length
            if stop > len(view) or any(view.gaps[begin:stop]):
                continue
            name = matcher.name(" ".join([view.verbs[head], *view.nouns[begin:stop]]))
            if name:
                yield Match(head, stop, name)
                return
