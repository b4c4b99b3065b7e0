"""Whether a credential that is named is held: given up, run out, half passed, only begun, or a superior's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from planner.reading.matching import Match, View
from planner.reading.text import HARD, SOFT, STOP

if TYPE_CHECKING:
    from planner.reading.skills import Lexicon

BETWEEN = 2  # words between "former" and the credential: "former licensed", "gave up my state"
PARTS = 8  # words before a credential among which its parts are counted: "passed 2 of the 4 sections of the CPA exam"
DEALT = 8  # words before a credential of others among which the verb stands: "verified the current state RN licenses"
DATE = 4  # words behind "valid until" among which the year stands
SUPERIOR = 6  # words between "reported to" and the bracket that tells of whoever it was
SENTENCE = 40  # words behind "reported to" among which such a bracket is looked for
TERM = 10  # words behind a degree among which the year of it stands


class Holding:
    """Tells of the credentials in a view whether they are held. Of a posting it tells only what was lost or left.

    ``mentioned`` are the first words of all that is mentioned: "CNA, CPR valid through 2024" says nothing of the first.
    """

    def __init__(
        self,
        view: View,
        known: Lexicon,
        clean: str,
        mentioned: Sequence[int],
        reaches: Callable[[int, int], bool],
        *,
        hiring: bool,
    ) -> None:
        self.view, self.known, self.clean, self.reaches, self.hiring = view, known, clean, reaches, hiring
        cues, self.year = known.cues.standing.holding, known.rules.policy.year
        noun = known.reader.forms.noun
        self.lost = known.lost.find(view)
        self.lost_at = [one.first for one in self.lost]
        self.given_up = [one for one in known.given_up.find(view) if one.names == "given_up"]
        self.given_up_at = [one.last for one in self.given_up]
        self.until = known.until.find(view)
        self.until_at = [one.first for one in self.until]
        self.superiors = [one.last for one in known.colleagues.find(view) if "over" in one.names.split()]
        self.mentioned = mentioned
        self.apart = [at for at in mentioned if at < len(view) and view.gaps[at] > SOFT]
        self.own = frozenset(map(noun, known.cues.standing.own))
        self.joints = frozenset(known.cues.titles.joints)
        self.when = self.joints | {noun(month) for month in known.cues.dates.months}
        self.parts, self.study, self.begun, self.left, self.due, self.as_own, self.papers = (
            frozenset(map(noun, words))
            for words in (cues.parts, cues.study, cues.begun, cues.left, cues.due, cues.as_own, cues.papers)
        )
        self.dealt = frozenset(map(known.reader.forms.verb, cues.dealt))

    def of(self, match: Match) -> Literal["lacked", "wished", "others"] | None:
        """Return what a mention of a credential is worth, or None where nothing is said against it."""
        if not self.is_credential(match):
            return None
        if self._lost(match) or self._left(match):
            return "lacked"
        if self.hiring:
            return None
        if self._given_up(match) or self._in_part(match) or self._ran_out(match):
            return "lacked"
        if self._begun(match) or self._to_come(match):
            return "wished"
        return "others" if self._superior(match) or self._dealt_with(match) else None

    def is_credential(self, match: Match) -> bool:
        """Say whether what is mentioned is a credential."""
        skill = self.known.rules.skills.get(match.names)
        return skill is not None and skill.kind == "credential"

    def _lost(self, match: Match) -> bool:
        """Say whether it was never finished, or was lost and not got back: the last that is said of it counts."""
        last, found = match.last, ""
        for index in range(bisect_left(self.lost_at, match.last), len(self.lost)):
            one = self.lost[index]
            if not self.reaches(last, one.first):
                break
            if found or one.names == "lost":  # "a licence earned in 2010" got nothing back
                last, found = one.last - 1, one.names
        return found == "lost"

    def _given_up(self, match: Match) -> bool:
        """Say whether it is said to be given up, or of the past, right before it: "surrendered my RN license"."""
        index = bisect_right(self.given_up_at, match.first) - 1
        if index < 0 or match.first - self.given_up_at[index] > PARTS:
            return False
        last = self.given_up_at[index]
        between = [noun for noun in self.view.nouns[last : match.first] if noun not in self.own]
        if len(between) > BETWEEN or self.joints.intersection(between) or self.known.jobs.intersection(between):
            return False
        return not any(self.view.gaps[last : match.first + 1])

    def _in_part(self, match: Match) -> bool:
        """Say whether only some of its parts were passed: "2 of 4 CPA exams"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        at, whole = match.first, 0
        while at and match.first - at < PARTS and gaps[at] == SOFT:
            at -= 1
            number = self._number(nouns[at])
            if number is None and nouns[at] not in self.parts and nouns[at] not in self.own:
                return False
            if number is not None and whole:
                return number < whole
            if number is not None:
                whole = number
        return False

    def _number(self, noun: str) -> int | None:
        return int(noun) if noun.isdecimal() and len(noun) < 4 else self.known.cues.words.numbers.get(noun)

    def _ran_out(self, match: Match) -> bool:
        """Say whether it was valid until a year that is over."""
        index = bisect_left(self.until_at, match.last)
        if index == len(self.until) or not self.reaches(match.last, self.until_at[index]):
            return False
        if self._another(match.last, self.until_at[index]):
            return False
        for at in range(self.until[index].last, min(self.until[index].last + DATE, len(self.view))):
            if self.view.gaps[at] > HARD:
                return False
            year = self._year(at)
            if year is not None:
                return year < self.year and not self._got_after(at)
        return False

    def _begun(self, match: Match) -> bool:
        """Say whether what stands behind it only began it: "bridge program, started 2025"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        at, count = self._behind(match), len(self.view)
        if at >= count or gaps[at] > HARD or nouns[at] not in self.begun:
            return False
        first = at
        at += 1
        while at < count and gaps[at] == SOFT and (nouns[at] in self.when or nouns[at].isdecimal()):
            at += 1
        years = sum(self._year(place) is not None for place in range(first, at))
        return years == 1 and (at >= count or gaps[at] != SOFT) and not self._got_after(first)

    def _behind(self, match: Match) -> int:
        """Return the first word behind a credential and the words for studying it: "MBA program"."""
        at = match.last
        while at < len(self.view) and self.view.gaps[at] == SOFT and self.view.nouns[at] in self.study:
            at += 1
        return at

    def _left(self, match: Match) -> bool:
        """Say whether it was left or failed: "MBA dropout", "CPA exam: failed"."""
        at, gaps = self._behind(match), self.view.gaps
        if at >= len(self.view) or gaps[at] > HARD or self.view.nouns[at] not in self.left:
            return False
        alone = at + 1 >= len(self.view) or gaps[at + 1] != SOFT
        return (alone or gaps[at] == SOFT) and not self._got_after(at)

    def renewed(self, match: Match, at: int) -> bool:
        """Say whether a credential is held again, whatever was said up to word ``at``: "expired 2020, renewed 2023"."""
        return self.is_credential(match) and self._got_after(at, "renewed")

    def _got_after(self, at: int, *how: str) -> bool:
        """Say whether it was got after what word ``at`` says: "started 2015, finished 2017"."""
        index = bisect_left(self.lost_at, at)
        if index == len(self.lost) or self.lost[index].names not in (how or ("regained", "renewed")):
            return False
        got = self.lost_at[index]
        of_another = bisect_right(self.mentioned, at) < bisect_left(self.mentioned, got)
        return not of_another and got - at <= PARTS and STOP not in self.view.gaps[at + 1 : got + 1]

    def _to_come(self, match: Match) -> bool:
        """Say whether the year of a degree is still to come: "B.A. History, 2027"; a licence lasts until it."""
        nouns = self.known.reader.nouns(self.known.rules.skills[match.names].label)
        if not any(noun in self.known.awards for noun in nouns):
            return False
        if self._due(match.first):
            return True
        gaps, start, end = self.view.gaps, self.view.starts[match.first], self.view.ends[match.last - 1]
        short = "." in self.clean[start:end] and self.clean[end : end + 1] == "."  # the last one of "B.A."
        for at in range(match.last, min(match.last + TERM, len(self.view))):
            parted = (gaps[at] == STOP or at in self.apart) and not (short and at == match.last)
            if parted or "\n" in self.clean[self.view.ends[at - 1] : self.view.starts[at]]:
                return False
            year = self._year(at)
            if year is None:
                continue
            again = self._year(at + 1) if at + 1 < len(self.view) and gaps[at + 1] == SOFT else None
            dated = gaps[at] != SOFT or at == match.last or self.view.nouns[at - 1] in self.when
            return again > self.year if again else dated and year > self.year
        return False

    def _due(self, first: int) -> bool:
        """Say whether right before it stands when it will be awarded: "graduating in May 2027 with a B.A."."""
        nouns, gaps, to_come = self.view.nouns, self.view.gaps, False
        for at in range(first - 1, max(first - 1 - PARTS, -1), -1):
            if gaps[at + 1] > HARD or "\n" in self.clean[self.view.ends[at] : self.view.starts[at + 1]]:
                return False
            to_come = to_come or (self._year(at) or 0) > self.year
            if nouns[at] in self.due:
                return to_come
        return False

    def _superior(self, match: Match) -> bool:
        """Say whether it stands in brackets behind whom one worked under: "reported to the CFO (CPA, MBA)"."""
        index = bisect_right(self.superiors, match.first) - 1
        if index < 0 or match.first - self.superiors[index] > SENTENCE:
            return False
        last = self.superiors[index]
        begin, end = self.view.ends[last - 1], self.view.starts[match.first]
        opened = self.clean.find("(", begin, end)
        if opened < 0 or ")" in self.clean[opened:end]:
            return False
        named = bisect_left(self.view.starts, opened) - last
        return 0 < named <= SUPERIOR and STOP not in self.view.gaps[last : last + named]

    def _dealt_with(self, match: Match) -> bool:
        """Say whether it is what others hold, and one had to do with at work: "filed insurance license renewals"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        inside = match.first and match.last < len(nouns) and gaps[match.first] == gaps[match.last] == SOFT
        if inside and nouns[match.last] in self.papers:
            return True
        for at in range(match.first - 1, max(match.first - 1 - DEALT, -1), -1):
            if gaps[at + 1] != SOFT or nouns[at] in self.as_own or nouns[at] in self.own:
                return False
            if self.view.verbs[at] in self.dealt and (at == 0 or gaps[at] != SOFT or nouns[at - 1] in self.joints):
                return nouns[at + 1] not in self.joints
        return False

    def _another(self, first: int, last: int) -> bool:
        """Say whether something else is mentioned, behind a comma, between words ``first`` and ``last``."""
        return bisect_left(self.apart, first) < bisect_left(self.apart, last)

    def _year(self, at: int) -> int | None:
        noun = self.view.nouns[at]
        return int(noun) if len(noun) == 4 and noun.isdecimal() and noun[:2] in ("19", "20") else None
