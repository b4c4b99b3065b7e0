"""The level a mention speaks of: by years, by the words before it, or assumed where nothing says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.reading.along import Along
from planner.reading.amounts import Span
from planner.reading.languages import Spoken
from planner.reading.matching import Match, Matcher, View
from planner.reading.text import HARD, SOFT
from planner.rulebook.cues import LevelName, Levels

_JOINED = re.compile(r"\s*[-\u2013\u2014:(]\s*|[ \t]+")
_CLOSED = re.compile(r"\s*(?:[),;]|\Z)")


@dataclass(frozen=True)
class Rated:
    """A level (0: none at all), what was read as saying so ("" where it is assumed)."""

    level: int
    said: str = ""


class Rater:
    """Rates the mentions of one view; of some, by their first word, the level is ``told`` already."""

    def __init__(
        self,
        view: View,
        words: Matcher,
        years: Sequence[Span],
        levels: Levels,
        clean: str,
        told: Mapping[int, Rated],
        joints: Collection[str],
    ) -> None:
        self.joints = joints
        self.view, self.levels, self.clean, self.told = view, levels, clean, told
        self.years = Along(years, lambda span: span.start)
        self.words = words.find(view)
        self.firsts = [match.first for match in self.words]

    def rate(self, match: Match, start: int, end: int) -> Rated | None:
        """Return the level said about ``match`` inside the piece ``start`` to ``end``, or None where nothing is."""
        if match.first in self.told:
            return self.told[match.first]
        place = self.view.starts[match.first]
        nearest = None
        index = bisect_left(self.firsts, match.first + 1)
        for at in range(index - 1, max(-1, index - 7), -1):
            word = self.words[at]
            if self.view.starts[word.first] < start or match.first - word.last > self.levels.reach:
                break
            if (word.last <= match.first and not self._bracketed(word)) or word.first == match.first:
                before = self.words[at - 1] if at else word
                joined = before.last == word.first and self.view.starts[before.first] >= start
                nearest = before if joined else word  # "deep knowledge of", "basic experience with"
                break
        spans = [
            span
            for span in self.years.between(max(start, place - 160), min(end, place + 160))
            if span.end <= end and not (span.end <= place and self._of_another(span))
        ]
        last = self.view.ends[match.last - 1]
        own = next((span for span in spans if _JOINED.fullmatch(self.clean, last, max(last, span.start))), None)
        if spans:
            span = own or min(spans, key=lambda span: (span.start > place, abs(place - span.end)))
            between = nearest is not None and span.end < self.view.starts[nearest.first] < place
            if not between and not self._listed_apart(span, match):
                level = 0 if span.none else level_of_years(span.years, self.levels)
                return Rated(level, self.clean[span.start : span.end])
        own_level = self._after(match, end, (":", "(")) or self._at_level(match, end)
        if own_level is not None:
            return own_level
        if nearest is not None:
            said = self.clean[self.view.starts[nearest.first] : self.view.ends[nearest.last - 1]]
            return Rated(int(nearest.names), said)
        return self._after(match, end, ("-", "\u2014"))

    def _bracketed(self, word: Match) -> bool:
        """Say whether a level stands in brackets of its own, behind what it speaks of: "SQL (advanced), Tableau"."""
        begin, end = self.view.starts[word.first], self.view.ends[word.last - 1]
        return self.clean[begin - 1 : begin] == "(" and self.clean[end : end + 1] == ")"

    def _of_another(self, span: Span) -> bool:
        """Say whether years belong to what stands before them, as in a list: "SQL (1 year), Tableau"."""
        joined = self.clean[max(0, span.start - 4) : span.start].rstrip()[-1:] in tuple("(-\u2013\u2014:")
        return joined and bool(_CLOSED.match(self.clean, span.end))

    def _listed_apart(self, span: Span, match: Match) -> bool:
        """Say whether punctuation parts the years from the mention, years last: "Excel, 3 years of sales"."""
        place = self.view.starts[match.first]
        if span.start < place:
            return False
        between = self.clean[self.view.ends[match.last - 1] : span.start]
        return "," in between or ";" in between or len(between) > 25

    def _after(self, match: Match, end: int, joints: tuple[str, ...]) -> Rated | None:
        """Return what stands close behind: "SQL (advanced)", "Excel - expert"."""
        index = bisect_left(self.firsts, match.last)
        if index < len(self.words):
            word = self.words[index]
            gap = self.clean[self.view.ends[match.last - 1] : self.view.starts[word.first]]
            if self.view.starts[word.first] < end and gap.strip() in joints:
                return Rated(int(word.names), self.clean[self.view.starts[word.first] : self.view.ends[word.last - 1]])
        return None

    def _at_level(self, match: Match, end: int) -> Rated | None:
        """Return the level that a list with what was mentioned stands at: "Excel and SQL at an advanced level"."""
        nouns, gaps, last = self.view.nouns, self.view.gaps, match.last
        while last < len(nouns) and gaps[last] in (SOFT, HARD) and self._goes_on(last):
            last += 1
        index = bisect_left(self.firsts, last + 1)
        if index >= len(self.words) or self.words[index].first != last + 1:
            return None
        word = self.words[index]
        bound = word.last < len(nouns) and not any(gaps[last : word.last + 1])
        if not bound or self.view.ends[word.last] > end:
            return None
        if nouns[last] not in self.levels.at or nouns[word.last] not in self.levels.called:
            return None
        return Rated(int(word.names), self.clean[self.view.starts[word.first] : self.view.ends[word.last]])

    def _goes_on(self, at: int) -> bool:
        """Say whether a list of names goes on with word ``at``."""
        word = self.view.words[at]
        return word in self.joints or word[:1].isupper()


def level_of_years(years: Decimal, levels: Levels) -> int:
    """Return the level that so many years stand for."""
    fitting = [rule for rule in levels.years if rule.from_years <= years]
    return max(fitting, key=lambda rule: rule.from_years).level if fitting else levels.default


def levels_spoken(spoken: Iterable[Spoken], most: int = 5) -> dict[int, Rated]:
    """Return the levels said of languages, by their first word, none above ``most``."""
    return {one.match.first: Rated(min(one.level, most), one.said) for one in spoken if one.level is not None}


def level_words(words: Mapping[LevelName, Iterable[str]]) -> dict[str, Iterable[str]]:
    """Return level words by the name of their level, for a matcher."""
    return {str(level): phrases for level, phrases in words.items()}
