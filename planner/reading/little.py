"""What a few days or weeks come to, where a text says them of what it mentions: "3 days of SQL", "Excel: two weeks".

Résumés are full of days that measure something else ("closed the books 3 days faster with Excel"), so an amount counts
only where nothing but the words that the cues list stand between it and the mention.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from planner.reading.along import Along
from planner.reading.amounts import Span, is_rate
from planner.reading.levels import Rated, Rater, level_of_years
from planner.reading.matching import Match, Reader
from planner.reading.text import HARD, SOFT

NEAR = 80  # characters between an amount and the mention it is said of
LISTED = 6  # words of a list that shares an amount
GIVEN = 3  # words before a course among which a verb of some level says that it was given
_BEHIND = re.compile(r"\s*[-:(,]?\s*(?:for\s+)?(?:about\s+|only\s+|just\s+)?")


class LittleRater:
    """Rates the mentions of a view by days and weeks."""

    def __init__(self, rater: Rater, days: Iterable[Span], reader: Reader) -> None:
        self.rater, self.view, self.clean = rater, rater.view, rater.clean
        self.little, self.joints = rater.levels.little, reader.joints
        self.days = Along(days, lambda span: span.start)
        self.spent, self.on, self.of, self.courses = (
            frozenset(map(reader.forms.noun, words))
            for words in (self.little.spent, self.little.on, self.little.of, self.little.courses)
        )

    def rate(self, match: Match, start: int, end: int, otherwise: Rated | None) -> Rated | None:
        """Return the level that days or weeks say about ``match``, else ``otherwise``, what its piece says besides."""
        first, last = self.view.starts[match.first], self.view.ends[match.last - 1]
        behind = self.days.between(last, min(end, last + NEAR))
        ahead = [span for span in self.days.between(max(start, first - NEAR), first) if span.end <= first]
        if is_rate(self.clean, last) or not (behind or ahead):
            return otherwise
        for span in behind[:1]:
            if _BEHIND.fullmatch(self.clean, last, span.start) and self._closes(span, end):
                return self._rated(span)
        for span in ahead[-1:]:
            begin = bisect_left(self.view.starts, span.end)
            said = self._said_of(begin, match)
            apart = self.clean[span.end : self.view.starts[begin]].strip()
            if apart or (said == begin and not self._of_course(match)) or not self._opens(span, begin, match):
                continue
            course = said == begin or bool(self.courses.intersection(self.view.nouns[begin:said]))
            if said == match.first and not (course and self._given(span, start)):
                return self._rated(span)
            if begin < said < match.first and otherwise is None and self._shares(said, match.first):
                return self._rated(span)
        return otherwise

    def _rated(self, span: Span) -> Rated:
        levels, said = self.rater.levels, self.clean[span.start : span.end]
        if span.none:
            return Rated(0, said)
        few = span.years < self.little.under_years
        return Rated(self.little.level if few else level_of_years(span.years, levels), said)

    def _closes(self, span: Span, end: int) -> bool:
        """Say whether an amount behind a mention ends there, and does not begin to speak of something else."""
        view = self.view
        at = bisect_left(view.starts, span.end)
        while at < len(view) and view.starts[at] < end and view.gaps[at] == SOFT and view.nouns[at] in self.of:
            at += 1
        open_end = at < len(view) and view.starts[at] < end and view.gaps[at] == SOFT
        return not open_end or view.nouns[at] in self.joints

    def _said_of(self, begin: int, match: Match) -> int:
        """Return up to which word only words of the cues stand behind an amount."""
        at = begin
        known = self.of | self.on | self.courses
        while at < match.first and (at == begin or self.view.gaps[at] == SOFT) and self.view.nouns[at] in known:
            at += 1
        return at

    def _opens(self, span: Span, begin: int, match: Match) -> bool:
        """Say whether an amount was spent on what follows: "3 days in SQL" does not say so behind "written in"."""
        view = self.view
        if begin == match.first or view.nouns[begin] not in self.on:
            return True
        at = bisect_left(view.starts, span.start)
        return at == 0 or view.gaps[at] != SOFT or view.nouns[at - 1] in self.spent

    def _of_course(self, match: Match) -> bool:
        """Say whether a course in what is mentioned follows: "a 3-day SQL course"."""
        at = match.last
        return at < len(self.view) and self.view.gaps[at] == SOFT and self.view.nouns[at] in self.courses

    def _given(self, span: Span, start: int) -> bool:
        """Say whether a course was given, not taken: "taught a two-week course in Excel"."""
        first = bisect_left(self.view.starts, span.start)
        index = bisect_left(self.rater.firsts, first)
        return any(
            first - word.last < GIVEN and self.view.starts[word.first] >= start and int(word.names) > 2
            for word in self.rater.words[max(0, index - GIVEN) : index]
        )

    def _shares(self, said: int, first: int) -> bool:
        """Say whether a mention shares an amount with those listed before it: "3 days of SQL and Tableau"."""
        view = self.view
        joined = view.nouns[first - 1] in self.joints or view.gaps[first] == HARD
        return joined and first - said <= LISTED and max(view.gaps[said + 1 : first + 1]) <= HARD
