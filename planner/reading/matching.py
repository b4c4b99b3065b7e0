"""Finding any of a hundred thousand phrases in a text, longest first, whole words only.

The index maps a phrase's forms to what it names, and knows for each first word how long the phrases are that begin
with it. The work per word of text is then a handful of look-ups, however many phrases there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from planner.reading.forms import Forms
from planner.reading.text import WRAPPED, Tokens, tokens
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
        self.rephrase = dict(words.nouns)

    def view(self, clean: str, start: int = 0, end: int | None = None) -> View:
        """Return the view of a stretch of text."""
        return self.look(tokens(clean, start, end))

    def look(self, found: Tokens) -> View:
        """Return tokens as a view: words to skip left out, the gap around them kept."""
        view = View([], [], [], [], [], [])
        noun, verb = self.forms.noun, self.forms.verb
        pending: int | None = None
        for word, start, end, gap in zip(found.words, found.starts, found.ends, found.gaps, strict=True):
            if pending is not None:
                gap = max(gap, pending)
                pending = None
            if word.casefold() in self.skip:
                pending = gap
                continue
            view.words.append(word)
            view.starts.append(start)
            view.ends.append(end)
            view.gaps.append(gap)
            view.nouns.append(noun(word))
            view.verbs.append(verb(word))
        return view

    def keys(self, phrase: str) -> Iterator[tuple[str, int]]:
        """Yield the keys of a phrase with their rank: as it is, without what is in brackets, with its noun as a verb."""
        nouns = [self.forms.noun(word) for word in tokens(phrase).words if word.casefold() not in self.skip]
        if nouns:
            yield self.key(nouns), 0
        if "(" in phrase:
            bare = [self.forms.noun(w) for w in tokens(phrase[: phrase.index("(")]).words if w.casefold() not in self.skip]
            if bare and bare != nouns:
                yield self.key(bare), 1
        if len(nouns) > 1 and nouns[-1] in self.rephrase:
            yield self.key([self.rephrase[nouns[-1]], *nouns[:-1]]), 2

    def key(self, nouns: list[str]) -> str:
        """Return the key of words in their noun forms; the first of several is taken as a verb."""
        return " ".join([self.forms.verb(nouns[0]), *nouns[1:]]) if len(nouns) > 1 else nouns[0]


class Matcher:
    """An index of phrases. Of several things a phrase names, the one named most directly counts, then the first."""

    def __init__(self, phrases: Iterable[tuple[str, str, int]], reader: Reader) -> None:
        """Take (phrase, what it names, rank) triples; a lower rank names more directly."""
        self.reader = reader
        self.names: dict[str, tuple[int, str]] = {}
        self.written: dict[str, set[str]] = {}
        lengths: dict[str, set[int]] = {}
        for phrase, name, rank in phrases:
            for key, extra in reader.keys(phrase):
                entry = (rank + 2 * extra, name)
                if key not in self.names or entry < self.names[key]:
                    self.names[key] = entry
                first, *rest = key.split(" ")
                if rest:
                    lengths.setdefault(first, set()).add(1 + len(rest))
                else:
                    self.written.setdefault(key, set()).add(phrase.split(" (")[0])
        self.lengths = {
            first: tuple(sorted((n for n in several if n <= LONGEST), reverse=True)) for first, several in lengths.items()
        }

    def find(self, view: View) -> list[Match]:
        """Return the matches in order: the longest from the left, none across punctuation.

        A phrase broken over two lines is found besides what each line has on its own.
        """
        count, verbs, nouns, gaps = len(view), view.verbs, view.nouns, view.gaps
        names, lengths = self.names, self.lengths
        found: list[Match] = []
        at = 0
        while at < count:
            step = 1
            for length in lengths.get(verbs[at], ()):
                stop = at + length
                if stop > count or any(gaps[at + 1 : stop]):
                    continue
                entry = names.get(" ".join([verbs[at], *nouns[at + 1 : stop]]))
                if entry:
                    found.append(Match(at, stop, entry[1]))
                    step = length
                    break
            else:
                entry = names.get(nouns[at])
                if entry:
                    found.append(Match(at, at + 1, entry[1]))
            at += step
        wrapped = list(self._wrapped(view))
        return sorted([*found, *wrapped]) if wrapped else found

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
                        yield Match(at, stop, entry[1])
                        break
