"""What a mention is worth: had, lacked, wished for, part of a title or a name, taught, an employer's, or another's.

In a posting, what one need only be ready to learn is "eager"; of a person that is a wish. What it says of those one
will work with is a "colleague"'s.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from planner.reading.colleagues import Colleagues
from planner.reading.holding import Holding
from planner.reading.matching import Match, View
from planner.reading.text import HARD, SOFT, STOP, WRAPPED

if TYPE_CHECKING:
    from planner.reading.skills import Lexicon

Standing = Literal["had", "lacked", "wished", "title", "theirs", "others", "colleague", "taught", "eager"]
SENTENCE = 40  # words looked at on either side for who is spoken of
BARE = 2  # words before a mention among which a bare "no" speaks of it
LISTED = 2  # words more where an "or" joins the mention to what the "no" stands before
_PEOPLE = re.compile(r"[A-Z]{2,}s")
_DONE = re.compile(r"[a-z]ed$", re.I)


class Standings:
    """Tells of each mention in a view whether it is had, lacked or wished for; in a posting also what it teaches."""

    def __init__(
        self,
        view: View,
        known: Lexicon,
        colleagues: Colleagues | None = None,
        *,
        clean: str = "",
        mentioned: Sequence[int] = (),
        hiring: bool = False,
    ) -> None:
        self.holding = Holding(view, known, clean, mentioned, self.reaches, hiring=hiring)
        self.colleagues = colleagues
        self.rules = known.rules
        self.view, self.reach, self.jobs = view, known.cues.standing.reach, known.jobs
        self.joints, self.groups = frozenset(known.cues.titles.joints), known.groups
        self.links = known.reader.joints
        self.before = known.before.find(view)
        self.after = known.after.find(view)
        self.neither = {match.first for match in self.before if match.names == "neither"}
        self.before_at = [match.last for match in self.before]
        self.after_at = [match.first for match in self.after]
        self.ends = [match.first for match in known.ends.find(view)]
        self.leads = {at: one.last for one in known.leads.find(view) for at in range(one.first, one.last)}
        cues, noun = known.cues.standing, known.reader.forms.noun
        self.bare, self.bare_ends, self.outright, self.goes_on, self.answers, self.own = (
            frozenset(map(noun, words))
            for words in (cues.bare, cues.bare_ends, cues.outright, cues.goes_on, cues.answers, cues.own)
        )
        taught = known.taught.find(view) if hiring else []
        self.taught = [match.last for match in taught if "before" in match.names]
        self.taught_after = {match.first for match in taught if "after" in match.names}
        self.eager: Standing = "eager" if hiring else "wished"
        self.learning = [match.last for match in known.learning.find(view)]
        self.hiring = hiring
        strong = known.strong.find(view) if taught or self.learning or (hiring and self.before) else []
        self.strong = {match.first for match in strong}
        self.plans = frozenset(map(noun, cues.plans))
        self.when = self.joints | {noun(month) for month in known.cues.dates.months}
        self.others = {match.first: match.last for match in known.others.find(view) if self._begins(match)}
        self.sold = {match.last: match.last - match.first > 1 for match in known.sold.find(view)}
        self.firms, self.employers = known.firms, {match.last for match in known.employers.find(view)}
        self.named = {match.last for match in known.bodies.find(view)}
        speakers = known.speaker.find(view)
        self.theirs = [match.first for match in speakers if match.names == "theirs"]
        self.asked = [match.first for match in speakers if match.names != "theirs"]

    def of(self, match: Match) -> Standing:
        """Return the standing of what ``match`` mentions."""
        if self._taught(match):
            return "taught"
        if self._to_learn(match):
            return self.eager
        index = bisect_right(self.before_at, match.first) - 1
        if index >= 0:
            cue = self.before[index]
            if cue.names != "neither" and self.reaches(cue.last, match.first) and not self._demanded(cue.last, match):
                return "lacked" if cue.names == "lacked" else "wished"
        index = bisect_left(self.after_at, match.last)
        if index < len(self.after):
            cue = self.after[index]
            reached = cue.names != "neither" and self.reaches(match.last, cue.first)
            if reached and not self.holding.renewed(match, cue.last - 1):
                return "lacked" if cue.names == "lacked" else "wished"
        if self._denied(match):
            return "lacked"
        held = self.holding.of(match)
        if held is not None:
            return held
        if self._planned(match.last):
            return "wished"
        if self.colleagues and self.colleagues.spoken_of(match.first):
            return "colleague"
        if self.others and self.of_others(match.first):
            return "others"
        if (self.sold and self._sold(match.first)) or self.of_firm(match):
            return "others"
        if self._in_title(match):
            return "title"
        return "theirs" if self.theirs and self._of_employer(match.first) else "had"

    def of_others(self, at: int) -> bool:
        """Say whether the sentence of word ``at`` is about somebody else: "my father was a nurse"."""
        gaps, nouns = self.view.gaps, self.view.nouns
        first = at
        while first and gaps[first] != STOP and not self._parts(first) and at - first < SENTENCE:
            first -= 1
        last = self.others.get(first)
        return last is not None and last <= at and not self.own.intersection(nouns[last:at])

    def _begins(self, match: Match) -> bool:
        """Say whether a phrase begins its sentence, and is not said of what belongs to somebody: "my son's school"."""
        begins = match.first == 0 or self._parts(match.first)
        return begins and not re.search(r"['\u2019]s?$", self.view.words[match.last - 1])

    def of_firm(self, match: Match) -> bool:
        """Say whether a name is part of an employer's: "worked at Excel Staffing", "Baker & Cook LLP"."""
        words, starts, ends = self.view.words, self.view.starts, self.view.ends
        if not words[match.first][:1].isupper():
            return False
        at = match.first
        while at not in self.employers and at and ends[at - 1] + 1 == starts[at] and words[at - 1][:1].isupper():
            at -= 1
            if match.first - at > self.reach:
                return False
        if at in self.employers and self.view.gaps[at] == SOFT:
            return True
        for at in range(match.last, min(match.last + 4, len(self.view))):
            if self.view.gaps[at] != SOFT or self.view.nouns[at] in self.joints - self.links:
                return False
            if self.view.nouns[at] in self.firms and words[at][:1].isupper():
                return True
        return False

    def _sold(self, place: int) -> bool:
        """Say whether a name is among those that were sold and need not have been used: "sold Excel and Tableau".

        Right behind a plain "sold" it takes a capital: "sold insurance" says what somebody knows.
        """
        words, gaps = self.view.words, self.view.gaps
        for at in range(place, max(place - self.reach, 0), -1):
            if at in self.sold and gaps[at] == SOFT:
                return self.sold[at] or words[place][:1].isupper()
            listed = words[at][:1].isupper() or words[at] in self.links
            if not listed or self._parts(at):
                return False
        return False

    def _denied(self, match: Match) -> bool:
        """Say whether a bare "no" stands before a mention, or behind it by itself: "no Excel", "Excel: none".

        It holds for what an "or" joins to the mention, and a "not" only right before it, for "not only" denies nothing.
        """
        nouns, gaps = self.view.nouns, self.view.gaps
        ends = match.last >= len(nouns) or gaps[match.last] != SOFT
        if not ends and nouns[match.last] not in self.bare_ends:
            return False
        goes_on = match.first > 0 and nouns[match.first - 1] in self.goes_on
        reach = BARE + LISTED if goes_on else BARE
        for at in range(match.first - 1, max(match.first - 1 - reach, -1), -1):
            if gaps[at + 1] != SOFT or at in self.neither:
                break
            if nouns[at] in self.bare or (nouns[at] in self.outright and (goes_on or at + 1 == match.first)):
                return True
        alone = match.last + 1 >= len(nouns) or gaps[match.last + 1] != SOFT
        return ends and alone and match.last < len(nouns) and nouns[match.last] in self.answers

    def _taught(self, match: Match) -> bool:
        """Say whether the employer teaches what is mentioned: "you will learn SQL", "SQL training provided"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        if match.last in self.strong:
            return False
        index = bisect_right(self.taught, match.first) - 1
        if index >= 0 and self.reaches(self.taught[index], match.first):
            return True
        at = match.last
        while at not in self.taught_after and at + 1 < len(nouns) and gaps[at] == gaps[at + 1] == SOFT:
            if nouns[at] not in self.links:
                return False
            at += 2
        return at in self.taught_after and gaps[at] <= HARD

    def _demanded(self, first: int, match: Match) -> bool:
        """Say whether a posting demands what it names behind a comma, whatever it says before: "no SQL, R required"."""
        if not self.hiring or match.last not in self.strong or self.view.words[match.first - 1] in self.links:
            return False
        return any(gap == HARD for gap in self.view.gaps[first + 1 : match.first + 1])

    def _to_learn(self, match: Match) -> bool:
        """Say whether one need only be ready to learn what is mentioned: "eager to learn Python and SQL".

        A list goes on with names alone: in "willing to learn Python and use Excel daily" Excel is used, and in
        "eager to learn, Excel" nothing says what is learned.
        """
        words, gaps = self.view.words, self.view.gaps
        index = bisect_right(self.learning, match.first) - 1
        if index < 0 or match.last in self.strong or not self.reaches(self.learning[index], match.first):
            return False
        listed = False
        for at in range(self.learning[index], match.first + 1):
            joint = words[at] in self.links
            listed = listed or joint or gaps[at] not in (SOFT, WRAPPED)
            named = at == match.first or joint or words[at][:1].isupper()
            if listed and (at == self.learning[index] or not named):
                return False
        return True

    def _planned(self, at: int) -> bool:
        """Say whether what stands behind a mention only plans it, saying no more than when: "SQL (planned for May)"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        if at >= len(nouns) or gaps[at] in (WRAPPED, STOP) or nouns[at] not in self.plans:
            return False
        at += 1
        while at < len(nouns) and gaps[at] == SOFT and (nouns[at] in self.when or nouns[at].isdecimal()):
            at += 1
        return at >= len(nouns) or gaps[at] != SOFT

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
        if _PEOPLE.fullmatch(word) and self.holding.is_credential(match):
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

    def reaches(self, first: int, last: int) -> bool:
        """Say whether what is said at ``first`` still holds at ``last``."""
        if last - first > self.reach:
            return False
        begin = self.leads.get(first, first)  # "no longer have a degree"
        begin += begin < last and self.view.nouns[begin] in self.own  # "did not complete my degree"
        if bisect_left(self.ends, begin) < bisect_left(self.ends, last):
            return False
        return not any(self._parts(at) for at in range(first, min(last + 1, len(self.view))))

    def _parts(self, at: int) -> bool:
        """Say whether a sentence, or a line of its own, begins at word ``at``."""
        gap = self.view.gaps[at]
        return gap == STOP or (gap == WRAPPED and self.view.words[at][:1].isupper())
