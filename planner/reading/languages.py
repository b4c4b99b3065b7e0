"""Which languages a text says are spoken, and how well: "Spanish (native), English (fluent)".

The name of a language alone says little ("French onion soup", "the Spanish market"): it counts in a list of languages,
and beside a word that says it is spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from planner.reading.matching import Match, Matcher, Reader, View
from planner.reading.text import HARD, SOFT
from planner.rulebook.cues import Cues

REACH = 4  # words behind a language among which its level stands
BACK = 12  # words before it, where others are listed with it
_BEHIND = re.compile(r"\s*[-(:,|]?\s*")
_ARTICLE = re.compile(r"\s+(?:an?|the)\s+", re.I)


@dataclass(frozen=True)
class Spoken:
    """A language, and the level that ``said`` says; None where nothing does."""

    match: Match
    level: int | None
    said: str


class Languages:
    """What a book says about languages, indexed once."""

    def __init__(self, cues: Cues, reader: Reader, skills: Container[str]) -> None:
        told, noun = cues.languages, reader.forms.noun
        self.skill, self.joints = told.skill if told.skill in skills else "", reader.joints
        lists: dict[str, Iterable[str]] = {"name": told.names, "own": told.own, "speak": told.speak}
        lists |= {str(level): phrases for level, phrases in told.levels.items()}
        entries = ((phrase, kind, 0) for kind, phrases in lists.items() for phrase in phrases)
        self.matcher = Matcher(entries, reader, loose=False)
        self.asked = frozenset(reader.key(reader.nouns(phrase)) for phrase in told.asked)
        self.reader = reader
        self.called = frozenset(map(noun, cues.levels.called))
        self.firsts = frozenset(noun(name.split()[0]) for name in told.names)
        self.between, self.follow = (frozenset(map(noun, words)) for words in (told.between, told.follow))
        several = "|".join(re.escape(phrase) for phrase in sorted(told.headings, key=len, reverse=True)) or r"(?!)"
        self.heading = re.compile(rf"(?im)^[^\w\n]*(?:{several})[ \t*_]*(?::[ \t*_]*|-[ \t]+|$)")

    def find(self, view: View, clean: str, *, hiring: bool = False) -> list[Spoken]:
        """Return the languages that are said to be spoken; ``hiring`` in a posting, where the workplace's own will do
        beside an "or"."""
        if not self.skill or self.firsts.isdisjoint(view.nouns):
            return []
        return list(_Reading(self, view, clean, hiring).spoken())


class _Reading:
    def __init__(self, known: Languages, view: View, clean: str, hiring: bool) -> None:
        self.known, self.view, self.clean, self.hiring = known, view, clean, hiring
        found = known.matcher.find(view)
        self.named = [match for match in found if match.names in ("name", "own")]
        self.name_at = {at: match for match in self.named for at in range(match.first, match.last)}
        self.word_at = {match.last - 1: match for match in found if match.names not in ("name", "own")}
        self.word_from = {match.first: match for match in self.word_at.values()}
        self.lists = list(self._lists())
        self.list_starts = [start for start, _ in self.lists]

    def spoken(self) -> Iterator[Spoken]:
        for match in self.named:
            if match.names == "own" or (self.hiring and self._or_own(match)):
                continue
            word = self._behind(match) or self._before(match)
            place = self.view.starts[match.first]
            index = bisect_right(self.list_starts, place) - 1
            listed = index >= 0 and place < self.lists[index][1]
            speaker = match.last < len(self.view) and self.view.words[match.last].casefold() == "speaker"
            if word is not None and word.names != "speak":
                said = self.clean[self.view.starts[word.first] : self.view.ends[word.last - 1]]
                yield Spoken(match, int(word.names), said)
            elif word is not None or listed or speaker or (self.hiring and self._asked(match.last)):
                yield Spoken(match, None, "")

    def _lists(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches in which languages are listed: the rest of a line, or the lines below a heading."""
        for heading in self.known.heading.finditer(self.clean):
            end = self._line_end(heading.end())
            if self.clean[heading.end() : end].strip():
                yield heading.end(), end
                continue
            start = end
            while start < len(self.clean):
                end = self._line_end(start + 1)
                index = bisect_left(self.view.starts, start)
                holds = index < len(self.view) and self.view.starts[index] < end and index in self.name_at
                if self.clean[start:end].strip() and not holds:
                    break
                start = end
            yield heading.end(), start

    def _line_end(self, place: int) -> int:
        end = self.clean.find("\n", place)
        return len(self.clean) if end < 0 else end

    def _behind(self, match: Match) -> Match | None:
        """Return the level close behind a language: "Spanish (native)", "Spanish: speaking B2"."""
        view = self.view
        for at in range(match.last, min(match.last + REACH, len(view))):
            gap = self.clean[view.ends[at - 1] : view.starts[at]]
            word = self.word_from.get(at)
            article = word is not None and _ARTICLE.fullmatch(gap) is not None and self._called(word.last)
            if at in self.name_at or not (article or _BEHIND.fullmatch(gap)) or "\n" in gap:
                return None
            if word is not None and word.names != "speak":
                closed = word.last >= len(view) or view.gaps[word.last] != SOFT
                bound = "," not in gap and gap.strip() != ""
                leads = self._leads(word.last)
                return word if closed or (bound and not leads) or (not leads and "," not in gap) else None
            if view.nouns[at] not in self.known.between or view.nouns[at] in self.known.joints:
                return None
        return None

    def _called(self, at: int) -> bool:
        """Say whether a word says that a level was named: "at a basic level", and not "at a good hotel"."""
        return at < len(self.view) and self.view.gaps[at] == SOFT and self.view.nouns[at] in self.known.called

    def _leads(self, at: int) -> bool:
        """Say whether a word leads on to the next language: "Spanish, fluent in French"."""
        while at < len(self.view) and self.view.gaps[at] == SOFT:
            if at in self.name_at:
                return True
            if self.view.nouns[at] not in self.known.between:
                return False
            at += 1
        return False

    def _before(self, match: Match) -> Match | None:
        """Return the word before a language that says it is spoken, for all that are listed: "fluent in X and Y"."""
        view = self.view
        if match.last < len(view) and view.gaps[match.last] == SOFT:
            after = view.nouns[match.last]
            if after not in self.known.follow and match.last not in self.name_at:
                return None
        best: Match | None = None
        at = match.first - 1
        while at >= 0 and match.first - at < BACK:
            gap = self.clean[view.ends[at] : view.starts[at + 1]].strip()
            if view.gaps[at + 1] > HARD or "\n" in gap or gap not in ("", ",", ":", "/", "-", "&", ", "):
                break
            word = self.word_at.get(at)
            if word is not None and gap in ("", ":"):
                if word.names != "speak":
                    return word
                best = word
                at = word.first - 1
                continue
            listed = at in self.name_at
            if not listed and (gap == "," or view.nouns[at] not in self.known.between):
                break
            at -= 1
        return best

    def _asked(self, at: int) -> bool:
        """Say whether a posting asks for what stands before word ``at``: "Spanish required", "Spanish is a plus"."""
        nouns, gaps = self.view.nouns, self.view.gaps
        several = [nouns[at:stop] for stop in (at + 1, at + 2) if stop <= len(nouns) and not any(gaps[at:stop])]
        return any(self.known.reader.key(words) in self.known.asked for words in several)

    def _or_own(self, match: Match) -> bool:
        """Say whether the language of the workplace would do as well: "English or French"."""
        view, name_at = self.view, self.name_at
        for joint, other in ((match.first - 1, match.first - 2), (match.last, match.last + 1)):
            if (
                0 <= joint < len(view)
                and view.nouns[joint] == "or"
                and other in name_at
                and name_at[other].names == "own"
            ):
                return True
        return False
