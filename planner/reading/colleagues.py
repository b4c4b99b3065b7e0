"""In a posting, what somebody else than the candidate can do: "you report to the Director, who has 15 years of SQL"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from planner.reading.matching import Match, View
from planner.reading.text import HARD, SOFT, STOP, WRAPPED

if TYPE_CHECKING:
    from planner.reading.skills import Lexicon

SENTENCE = 40  # words of a sentence looked through
APART = 10  # words between who is spoken of and what turns to them
FEW = 5  # words behind "with" among which it says that somebody's years follow
_ARTICLE = re.compile(r",\s+an?\s+", re.I)
_FORMS = re.compile(r"(?:s|ed|ing)$")


class Colleagues:
    """Tells of mentions in a posting whether they are about those one works with or under."""

    def __init__(self, view: View, known: Lexicon, clean: str) -> None:
        cues, noun = known.cues.standing.colleagues, known.reader.forms.noun
        self.view, self.clean, self.links, self.duty = view, clean, known.reader.joints, known.duty
        self.who, self.what, self.back = (frozenset(map(noun, words)) for words in (cues.who, cues.what, cues.back))
        self.do = frozenset(word.casefold() for word in cues.do)
        self.people = known.jobs | frozenset(map(noun, cues.people))
        found = known.colleagues.find(view)
        self.begin = {match.first: match.last for match in found if "begin" in match.names.split()}
        led = [match for match in found if {"over", "beside"} & set(match.names.split())]
        self.led, self.firsts = led, [match.first for match in led]

    def spoken_of(self, at: int) -> bool:
        """Say whether word ``at`` is said of a colleague or superior."""
        if not (self.led or self.begin):
            return False
        first = at
        while first and not self._parts(first) and at - first < SENTENCE:
            first -= 1
        last = self.begin.get(first)
        if last is not None and last < at and self.view.words[last].casefold() in self.do:
            if self.view.nouns[last + 1] == "to":  # "the team has to deliver"
                return False
            return not self._comes_back(last, at)
        index = bisect_left(self.firsts, first), bisect_right(self.firsts, at)
        return any(self._turns(match, at) for match in self.led[slice(*index)] if match.last < at)

    def _turns(self, lead: Match, at: int) -> bool:
        """Say whether the sentence turns from the candidate to whoever ``lead`` leads up to, before word ``at``."""
        view, over = self.view, "over" in lead.names.split()
        for turn in range(lead.last + 1, min(at + 1, lead.last + APART)):
            if view.gaps[turn] == STOP or view.nouns[turn] in self.back:
                return False
            if view.nouns[turn] in self.who and (over or self._names_people(turn)):
                return turn < at and not self._comes_back(turn, at)
            if over and (self._in_apposition(lead, turn) or self._with_years(turn)):
                return not self._comes_back(turn, at)
            if self._goes_on(turn):
                return False
        return False

    def _names_people(self, turn: int) -> bool:
        """Say whether those named right before "who" are people one works with, not served: "engineers who"."""
        return self.view.gaps[turn] == SOFT and self.view.nouns[turn - 1] in self.people

    def _with_years(self, turn: int) -> bool:
        """Say whether somebody's years follow: "by an analyst with ten years of". "With expertise" may be a duty's."""
        view = self.view
        said = view.nouns[turn] == "with" and view.gaps[turn] == SOFT
        return said and bool(self.what.intersection(view.nouns[turn + 1 : turn + 1 + FEW]))

    def _in_apposition(self, lead: Match, at: int) -> bool:
        """Say whether an article stands before word ``at``, behind a comma: "to the CFO, a CPA".

        Behind "Reporting to the CFO, a" whoever is hired may follow.
        """
        word = self.view.words[lead.first].casefold()
        opens = (lead.first == 0 or self._parts(lead.first)) and word.endswith(("ing", "ed"))
        return not opens and bool(_ARTICLE.fullmatch(self.clean, self.view.ends[at - 1], self.view.starts[at]))

    def _comes_back(self, turn: int, at: int) -> bool:
        """Say whether the sentence comes back to the candidate between words ``turn`` and ``at``."""
        several = self.view.words[turn + 1 : turn + 2]
        one = bool(several) and several[0].endswith("s")  # "who has": a verb without an s is not theirs
        for place in range(turn + 1, at + 1):
            if place < at and self.view.nouns[place] in self.back:
                return True
            if place > turn + 1 and self._goes_on(place) and (one or self._behind_comma(place)):
                return True
        return False

    def _goes_on(self, at: int) -> bool:
        """Say whether a duty begins at word ``at``: "and prepare dashboards"."""
        plain = self.view.verbs[at] in self.duty and not _FORMS.search(self.view.words[at])
        return plain and (self.view.nouns[at - 1] in self.links or self.view.gaps[at] == HARD)

    def _behind_comma(self, at: int) -> bool:
        return self.view.gaps[at] == HARD or self.view.gaps[at - 1] == HARD

    def _parts(self, at: int) -> bool:
        """Say whether a sentence or line begins at word ``at``."""
        gap = self.view.gaps[at]
        return gap == STOP or (gap == WRAPPED and self.view.words[at][:1].isupper())
