"""What a mention is worth: had, lacked, wished for, part of a title or a name, or the employer's own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal

from planner.reading.matching import Match, View
from planner.reading.text import SOFT, STOP, WRAPPED

if TYPE_CHECKING:
    from planner.reading.skills import Lexicon

Standing = Literal["had", "lacked", "wished", "title", "theirs"]
SENTENCE = 40  # words looked at on either side for who is spoken of
_PEOPLE = re.compile(r"[A-Z]{2,}s")
_DONE = re.compile(r"[a-z]ed$", re.I)


class Standings:
    """Tells of each mention in a view whether it is had, lacked or wished for."""

    def __init__(self, view: View, known: Lexicon) -> None:
        self.rules = known.rules
        self.view, self.reach, self.jobs = view, known.cues.standing.reach, known.jobs
        self.joints, self.groups = frozenset(known.cues.titles.joints), known.groups
        self.before = known.before.find(view)
        self.after = known.after.find(view)
        self.before_at = [match.last for match in self.before]
        self.after_at = [match.first for match in self.after]
        self.ends = [match.first for match in known.ends.find(view)]
        self.named = {match.last for match in known.bodies.find(view)}
        speakers = known.speaker.find(view)
        self.theirs = [match.first for match in speakers if match.names == "theirs"]
        self.asked = [match.first for match in speakers if match.names != "theirs"]

    def of(self, match: Match) -> Standing:
        """Return the standing of what ``match`` mentions."""
        index = bisect_right(self.before_at, match.first) - 1
        if index >= 0:
            cue = self.before[index]
            if cue.names != "neither" and self._reaches(cue.last, match.first):
                return "lacked" if cue.names == "lacked" else "wished"
        index = bisect_left(self.after_at, match.last)
        if index < len(self.after):
            cue = self.after[index]
            if cue.names != "neither" and self._reaches(match.last, cue.first):
                return "lacked" if cue.names == "lacked" else "wished"
        if self._in_title(match):
            return "title"
        return "theirs" if self.theirs and self._of_employer(match.first) else "had"

    def _of_employer(self, at: int) -> bool:
        """Say whether the sentence speaks of an employer ("our clients", "we are") and asks for nothing."""
        return self._told(self.theirs, at) and not self._told(self.asked, at)

    def _told(self, places: list[int], at: int) -> bool:
        """Say whether one of ``places`` is in the sentence of word ``at``."""
        gaps = self.view.gaps
        first = at
        while first and gaps[first] != STOP and at - first < SENTENCE:
            first -= 1
        last = at + 1
        while last < len(gaps) and gaps[last] != STOP and last - at < SENTENCE:
            last += 1
        index = bisect_left(places, first)
        return index < len(places) and places[index] < last

    def _in_title(self, match: Match) -> bool:
        """Say whether the name is part of a title or of an employer's name: it ends what begins "department of", or
        one of the next words is what people in jobs are called."""
        word = self.view.words[match.last - 1]
        if _PEOPLE.fullmatch(word) and self.rules.skills[match.names].kind == "credential":
            return True  # "supervises LPNs": people who hold it
        is_verb = self.view.verbs[match.first] != self.view.nouns[match.first]
        if match.last - match.first == 1 and is_verb and _DONE.search(word):
            return False  # "mentored an intern"
        if match.first in self.named and self.view.words[match.first][:1].isupper():
            return True
        for at in range(match.last, min(match.last + 4, len(self.view))):
            if self.view.gaps[at] != SOFT:
                return False
            if self.view.nouns[at] in self.joints:
                return False
            if self.view.nouns[at] in self.jobs:
                return True
            if self.view.nouns[at] in self.groups:
                return not self._told(self.asked, match.first)
        return False

    def _reaches(self, first: int, last: int) -> bool:
        """Say whether what is said at ``first`` still holds at ``last``."""
        if last - first > self.reach:
            return False
        if bisect_left(self.ends, first) < bisect_left(self.ends, last):
            return False
        return not any(self._parts(at) for at in range(first, min(last + 1, len(self.view))))

    def _parts(self, at: int) -> bool:
        """Say whether a sentence, or a line of its own, begins at word ``at``."""
        gap = self.view.gaps[at]
        return gap == STOP or (gap == WRAPPED and self.view.words[at][:1].isupper())
