"""Finding any of a hundred thousand phrases in a text, longest first, whole words only.

The index maps a phrase's forms to what it names, and knows for each first word how long the phrases are that begin
with it. The work per word of text is then a handful of look-ups, however many phrases there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planner.reading.forms import Forms
from planner.reading.text import STOP, WRAPPED, Tokens, page, tokens
from planner.rulebook.cues import Words

LONGEST = 14


class Match(NamedTuple):
    """Words ``first`` up to ``last`` (not included) of a view, and the best name of what they say."""

    first: int
    last: int
    names: str


@dataclass(frozen=True)
class View:
    """The words of a text that count, in the forms they are compared in."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]
    nouns: list[str]
    verbs: list[str]

    def __len__(self) -> int:
        return len(self.words)


class Reader:
    """Turns texts into views and phrases into keys, alike for both."""

    def __init__(self, words: Words) -> None:
        self.forms = Forms(words)
        self.skip = frozenset(words.skip)
        self.no_verbs = frozenset(map(self.forms.noun, words.no_verbs))
        self.fillers = frozenset(self.forms.noun(word) for word in words.fillers)
        self.rephrase = dict(words.nouns)
        self.joints = frozenset(words.joints)
        self.leading = {self.forms.verb(verb): noun for noun, verb in sorted(words.nouns.items(), reverse=True)}
        self.frame_ends = frozenset(self.forms.noun(word) for word in words.frame_ends)
        self.frames = sorted((tuple(self.nouns(frame)) for frame in words.frames), key=len, reverse=True)

    def view(self, clean: str, start: int = 0, end: int | None = None, *, cuts: Iterable[int] = ()) -> View:
        """Return the view of a stretch of text; at ``cuts`` one word ends and a new sentence begins."""
        stop = len(clean) if end is None else end
        whole = tokens(clean, start, stop)
        for cut in cuts:
            at = bisect_right(whole.starts, cut) - 1
            if at >= 0 and whole.starts[at] < cut < whole.ends[at]:
                ahead, behind = tokens(clean, whole.starts[at], cut), tokens(clean, cut, whole.ends[at])
                ahead.gaps[:1], behind.gaps[:1] = [whole.gaps[at]], [STOP]
                whole.words[at : at + 1] = ahead.words + behind.words
                whole.starts[at : at + 1] = ahead.starts + behind.starts
                whole.ends[at : at + 1] = ahead.ends + behind.ends
                whole.gaps[at : at + 1] = ahead.gaps + behind.gaps
        return self.look(whole)

    def look(self, found: Tokens) -> View:
        """Return tokens as a view: words to skip left out, the gap around them kept."""
        view = View([], [], [], [], [], [])
        noun, verb = self.forms.noun, self.forms.verb
        pending: int | None = None
        for word, start, end, gap in zip(found.words, found.starts, found.ends, found.gaps, strict=True):
            if pending is not None:
                gap = max(gap, pending)
                pending = None
            initial = len(word) == 1 and view.ends and view.ends[-1] + 1 == start and len(view.words[-1]) == 1
            if word.casefold() in self.skip and not initial:  # the A of "B.A." is no article
                pending = gap
                continue
            view.words.append(word)
            view.starts.append(start)
            view.ends.append(end)
            view.gaps.append(gap)
            view.nouns.append(noun(word))
            view.verbs.append(verb(word))
        return view

    def nouns(self, phrase: str) -> list[str]:
        """Return the noun forms of a phrase's words, words to skip left out."""
        if not (phrase.isascii() and phrase.replace(" ", "").isalpha()):
            return self.view(page(phrase).clean).nouns
        noun, skip = self.forms.noun, self.skip
        return [noun(word) for word in phrase.split() if word.casefold() not in skip]

    def key(self, nouns: list[str]) -> str:
        """Return the key of words in their noun forms; the first of several is taken as a verb."""
        return " ".join([self.forms.verb(nouns[0]), *nouns[1:]]) if len(nouns) > 1 else nouns[0] if nouns else ""

    def keys(self, phrase: str) -> Iterator[tuple[str, int]]:
        """Yield the keys of a phrase, each with how far it is from the phrase: 0 as it is, 1 without what stands in
        brackets, 2 with its last noun as a verb or its verb as a noun, 3 without the words that texts leave out
        around a name."""
        nouns = self.nouns(phrase)
        yield self.key(nouns), 0
        if "(" in phrase:
            bare = self.nouns(phrase[: phrase.index("(")])
            if bare != nouns:
                yield self.key(bare), 1
                nouns = bare
        if len(nouns) > 1 and nouns[-1] in self.rephrase:
            yield self.key([self.rephrase[nouns[-1]], *nouns[:-1]]), 2
        elif 1 < len(nouns) < 4:
            done = self.leading.get(self.forms.verb(nouns[0]))
            if done:
                yield self.key([*nouns[1:], done]), 2
                yield self.key([done, "of", *nouns[1:]]), 2
        if len(nouns) > 2:
            start = next((len(frame) for frame in self.frames if tuple(nouns[: len(frame)]) == frame), 0)
            inner = nouns[start:] if start else nouns[:-1] if nouns[-1] in self.frame_ends else nouns
            if 1 < len(inner) < len(nouns):
                yield self.key(inner), 3


class Matcher:
    """An index of phrases. Of several things a phrase names, the one named most directly counts, then the first."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str, int]],
        reader: Reader,
        *,
        loose: bool = True,
        without: Container[str] = (),
    ) -> None:
        """Take (phrase, what it names, rank) triples; a lower rank names more directly.

        ``loose`` phrases are also found by what keys further from the phrase say. Several words whose key is in
        ``without`` are left out.
        """
        self.reader = reader
        self.names: dict[str, tuple[int, int, str]] = {}
        self.written: dict[str, set[str]] = {}
        self.done: dict[str, tuple[int, int, str]] = {}
        lengths: dict[str, set[int]] = {}
        singular: set[str] = set()
        for phrase, name, rank in phrases:
            for key, distance in reader.keys(phrase):
                if (distance and not loose) or (distance == 3 and rank):
                    break
                several = " " in key
                if not key or (several and key in without):
                    continue
                entry = (distance if distance > 1 else 0, 2 * rank + distance, name)
                known = self.names.get(key)
                if known is None or entry < known:
                    self.names[key] = entry
                if several:
                    lengths.setdefault(key[: key.index(" ")], set()).add(key.count(" ") + 1)
                else:
                    written = phrase.split(" (")[0].strip()
                    self.written.setdefault(key, set()).add(written)
                    if written.casefold().split()[-1:] == [key]:
                        singular.add(key)
                    if key.endswith("ing") and not distance and key not in reader.no_verbs:
                        self.done[reader.forms.verb(key)] = entry
        self.lengths = {
            first: tuple(sorted((n for n in several if n <= LONGEST), reverse=True))
            for first, several in lengths.items()
        }

        self.plural = frozenset(self.written) - singular

    def name(self, key: str) -> str:
        """Return what a phrase as it is written names by this key, or ""."""
        entry = self.names.get(key)
        return entry[2] if entry and not entry[0] else ""

    def _single(self, view: View, at: int) -> tuple[int, int, str] | None:
        """Return what one word names; a name that is written in the plural is not meant by the singular."""
        noun = view.nouns[at]
        entry = self.names.get(noun)
        if entry is None and noun != view.verbs[at] and not noun.endswith("ing"):
            return self.done.get(view.verbs[at]) if noun.endswith("ed") or noun in self.reader.forms.irregular else None
        return None if entry and noun in self.plural and view.words[at].casefold() == noun else entry

    def find(self, view: View) -> list[Match]:
        """Return the matches in order: the longest from the left, none across punctuation.

        A phrase broken over two lines is found besides what each line has on its own.
        """
        count, verbs, nouns, gaps = len(view), view.verbs, view.nouns, view.gaps
        names, lengths = self.names, self.lengths
        found: list[Match] = []
        fillers = frozenset(at for at, noun in enumerate(nouns) if noun in self.reader.fillers or noun.isdecimal())
        at = 0
        while at < count:
            step = 1
            for length in lengths.get(verbs[at], ()):
                stop = at + length
                entry = None
                if stop <= count and not any(gaps[at + 1 : stop]):
                    entry = names.get(" ".join([verbs[at], *nouns[at + 1 : stop]]))
                if entry is None and fillers and length + at < count:
                    stop, entry = self._filled(view, at, length, fillers)
                if entry:
                    found.append(Match(at, stop, entry[2]))
                    step = stop - at
                    break
            else:
                entry = self._single(view, at)
                if entry:
                    found.append(Match(at, at + 1, entry[2]))
            at += step
        wrapped = list(self._wrapped(view))
        return sorted([*found, *wrapped]) if wrapped else found

    def _filled(
        self, view: View, at: int, length: int, fillers: frozenset[int]
    ) -> tuple[int, tuple[int, int, str] | None]:
        """Return where a phrase of that length from ``at`` ends when words that only colour it are passed over."""
        chosen = [at]
        place = at + 1
        while len(chosen) < length and place < len(view) and not view.gaps[place]:
            if place not in fillers:
                chosen.append(place)
            elif place - at > length + 1:
                break
            place += 1
        if len(chosen) < length or place == at + length:
            return place, None
        return place, self.names.get(" ".join([view.verbs[at], *(view.nouns[i] for i in chosen[1:])]))

    def _wrapped(self, view: View) -> Iterator[Match]:
        gaps = view.gaps
        for line in (i for i, gap in enumerate(gaps) if i and gap == WRAPPED):
            for at in range(max(0, line - LONGEST), line):
                for length in self.lengths.get(view.verbs[at], ()):
                    stop = at + length
                    if not line < stop <= len(view) or max(gaps[at + 1 : stop]) > WRAPPED or any(gaps[line + 1 : stop]):
                        continue
                    entry = self.names.get(" ".join([view.verbs[at], *view.nouns[at + 1 : stop]]))
                    if entry:
                        yield Match(at, stop, entry[2])
                        break
