"""What is done with people in jobs, whatever their job is called: "trained 6 new bakers" is training others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.reading.matching import Match, View
from planner.reading.text import HARD, SOFT

if TYPE_CHECKING:
    from planner.reading.skills import Lexicon

BETWEEN = 4  # words between the verb and whom it speaks of
_MANY = re.compile(r"(?:\w*s|staff|crew)$", re.I)
_DONE = re.compile(r"ed$", re.I)


def with_people(view: View, known: Lexicon, *, hiring: bool = False) -> Iterator[Match]:
    """Yield what the book's verbs say of people in jobs: several of them, and the verb opens what is said.

    In a posting a verb in -ed says nothing: "trained nurses" are what they are called.
    """
    verbs, numbers = known.people_verbs, known.cues.words.numbers
    at_verb = [at for at, verb in enumerate(view.verbs) if verb in verbs]
    if not at_verb:
        return
    called = {match.first: match.last for match in (*known.roles.find(view), *known.people.find(view))}
    for at in at_verb:
        if not _opens(at, view, known) or (hiring and _DONE.search(view.words[at])):
            continue
        counted = False
        for place in range(at + 1, min(at + 1 + BETWEEN, len(view))):
            if view.gaps[place] != SOFT:
                break
            if place in called:
                last = called[place]
                if counted or _MANY.match(view.words[last - 1]):
                    yield Match(at, last, verbs[view.verbs[at]])
                break
            word = view.nouns[place]
            number = word.isdecimal() or word in numbers
            if not number and word not in known.reader.fillers:
                break
            counted = counted or number


def _opens(at: int, view: View, known: Lexicon) -> bool:
    """Say whether a verb opens its sentence or an item of a list, or stands behind one of the cues' words."""
    if at == 0 or view.gaps[at] != SOFT:
        return at == 0 or view.gaps[at] >= HARD or view.words[at][:1].isupper()
    before = view.nouns[at - 1]
    return before in known.people_opens or before in known.reader.joints
