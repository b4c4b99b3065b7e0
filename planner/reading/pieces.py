"""A text cut into the pieces people wrote it in: headings, bullets, sentences. No character is lost between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST = 600  # what never ends is cut here, so that no piece takes long
NARROW = 20  # a line shorter than this was not broken by its width
WIDE = 60  # where most lines begin in lower case, only a line as wide as this was broken by its width
SIDE = ("company", "pay", "place", "apply", "facts", "equal-opportunity", "interests", "other")  # never guessed at
LOST = 100  # a line longer than this, without marks, is a list that lost its bullets
PASSING = ("place", "pay", "facts", "apply")  # a heading with text behind it opens these for its own line only, and
# any part in an item of a list
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
BULLET = re.compile(
    r"[ \t]*(?:(?:[•·*‣⁃\-+>§Ø❖➢✓✔☞→\uf000-\uf0ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]+[\ufe0e\ufe0f]?"
    r"|[ovl](?=[ \t]+[A-Z])|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])[ \t]+"
    r"|[•‣❖➢✓✔☞\uf0b7])"
)
_CONTACT = re.compile(r"\s*(?:\S+@\S|https?:|www\.)")
_MARK = re.compile(r"[ \t]*#{1,6}[ \t]+")
_INLINE = re.compile(r"[ \t]+(?=[•‣❖➢✓✔☞|\uf0b7][ \t])")
_SENTENCE = re.compile(r"(?<=[.!?])([\"')]*)[ \t\r\n]+(?=[\"'(]?[A-Z0-9]|and[ \t]+[A-Z]\w+(?:[ \t]\w+)?:)")
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|No|St|Inc|Ltd|Co|Corp|Jr|Sr|approx|incl|dept|U\.S)|\b[A-Z]|^\W*\w{1,3})\.$"
)
_ALTERNATIVE = re.compile(r"[ \t]+(?=(?:Either|Or)[ \t]+[IVX]{1,4}(?:[ \t.:)]|[A-Z][a-z]|[a-z]{3}))")
_SEMICOLON = re.compile(r";[ \t]+")
_WAYS = re.compile(r"(?:or|and/or|otherwise)\b", re.I)
_STOPS = re.compile(r"[.;](?:\s|$)")
_ENDED = re.compile(r"[.:;!?][\"')*_]*\s*$")


@dataclass(frozen=True)
class Piece:
    """``clean[start:end]``; what it says begins at ``body``. ``part`` is its section, "" where none is known."""

    start: int
    end: int
    body: int
    part: str = ""
    heading: bool = False
    bullet: bool = False
    follows: bool = False  # goes on in the same paragraph as the piece before
    named: bool = False  # a heading of a known section, not one nobody knows


class Headings:
    """Recognizes headings: known words standing alone, run into the text, or inside a line that looks like one."""

    def __init__(self, parts: Mapping[str, Sequence[str]], openers: Sequence[str] = ()) -> None:
        every = {phrase.casefold(): part for part, phrases in parts.items() for phrase in phrases}
        self.parts = {phrase: part for phrase, part in every.items() if "*" not in phrase}
        self.shapes = [
            (re.compile(re.escape(phrase).replace(r"\*", ".*")), part)
            for phrase, part in every.items()
            if "*" in phrase
        ]
        several = "|".join(map(re.escape, sorted(self.parts, key=len, reverse=True)))
        main = "|".join(
            re.escape(phrase)
            for phrase in sorted(self.parts, key=len, reverse=True)
            if len(phrase) > 5 and self.parts[phrase] not in SIDE
        )
        words = "|".join(sorted({re.escape(word.capitalize()) for word in openers if " " not in word}, key=len)[::-1])
        self.openers = (
            re.compile(rf"(?<=[a-z0-9,)%])[ \t]+(?=(?:{words})\b(?: [a-z(\d]| [A-Z]\w+/))") if words else None
        )
        opening = "|".join(
            re.escape(phrase)
            for phrase in sorted(self.parts, key=len, reverse=True)
            if self.parts[phrase] not in SIDE and (phrase.endswith("s") or phrase.split()[0] in ("what", "who", "how"))
        )
        self.lost = re.compile(rf"((?i:{opening}))[ \t]+(?=[A-Z])")
        self.asking = "requirements" in every.values()
        self.run_in = re.compile(
            rf"[\s#*_•·\-]*((?i:{several}))[*_]*(?:[ \t]*:[*_]*[ \t]*(?=\S)|[ \t]+[-][ \t]+(?=\S))"
            rf"|[\s#*_•·\-]*((?i:{main}))[*_]*(?=[A-Z][a-z])"
        )
        self.inside = re.compile(rf"(?<!\w)(?:{several})(?!\w)")

    def part(self, line: str, marked: bool) -> str | None:
        """Return the part that a line heads: "" for an unknown heading, None for a line that is none."""
        bare = re.sub(r"\s+", " ", line.strip(" \t#*_:-.?!|•=~()[]")).casefold()
        if bare in self.parts:
            return self.parts[bare]
        if len(bare) <= 200 and not line.rstrip().endswith("."):
            for shape, part in self.shapes:
                if shape.fullmatch(bare):
                    return part
        if BULLET.match(line) and not marked and not line.rstrip(" *_").endswith(":"):
            return None
        short = len(bare) <= 70 and len(bare.split()) <= 9
        looks = (
            marked
            or line.rstrip(" *_").endswith((":", "?"))
            or (line.isupper() and len(bare.split()) <= 6 and len(bare) > 3)
        )
        if not (short and looks) or not bare:
            return None
        found = [
            (len(match[0]), match[0])
            for match in self.inside.finditer(bare)
            if self.parts[match[0]] not in SIDE or len(match[0]) * 2 >= len(bare)
        ]
        if found:
            return self.parts[max(found)[1]]
        return "" if marked or line.rstrip(" *_").endswith(":") else None


@lru_cache(maxsize=16)
def headings(parts: tuple[tuple[str, tuple[str, ...]], ...], openers: tuple[str, ...] = ()) -> Headings:
    """Return the recognizer of these headings, and of what begins the items of lists; made once."""
    return Headings(dict(parts), openers)


def pieces(clean: str, known: Headings) -> list[Piece]:
    """Return the pieces of a text in order; together they hold every character that is not white space."""
    found: list[Piece] = []
    part = ""
    units = list(_units(clean, known))
    for index, (start, end, fresh) in enumerate(units):
        line = clean[start:end]
        mark = _MARK.match(line)
        headed = None
        if "\n" not in line:
            stands = known.asking and _stands_over(clean, units, index)
            headed = known.part(line, bool(mark) or stands)
        if headed is not None and not (headed == "" and BULLET.match(line) and not mark):
            # a heading nobody knows divides the section it stands in; over a list of its own it begins a new one
            part = headed or ("" if not mark and known.asking and stands and line.rstrip(" *_")[-1:] != ":" else part)
            found.append(Piece(start, end, start + (mark.end() if mark else 0), part, heading=True, named=bool(headed)))
            continue
        run_in = known.run_in.match(line) or (known.asking and len(line) > LOST and known.lost.match(line)) or None
        before = part
        if run_in and len(line) > run_in.end():
            part = known.parts[next(filter(None, run_in.groups())).casefold()]
            found.append(Piece(start, start + run_in.end(), start, part, heading=True, named=True))
            start += run_in.end()
        bullet = BULLET.match(clean, start, end)
        body = bullet.end() if bullet else start
        for number, (first, last) in enumerate(_sentences(clean, body, end, known) if body < end else [(start, end)]):
            begin = start if number == 0 else first
            follows = number > 0 or not fresh
            found.append(Piece(begin, last, first, part, bullet=bool(bullet), follows=follows))
        passing = part in PASSING or (before and BULLET.match(line))
        part = before if passing and run_in else part
    return found


def _stands_over(clean: str, units: Sequence[tuple[int, int, bool]], index: int) -> bool:
    """Say whether a short line without a mark at its end stands over a list, below an empty line."""
    start, end, _ = units[index]
    if not 0 < index < len(units) - 1 or end - start > 50 or BULLET.match(clean, start, end):
        return False
    above, below = clean[units[index - 1][1] : start], units[index + 1]
    line = clean[start:end].rstrip(" *_")
    return (
        above.count("\n") > 1
        and len(line.split()) <= 7
        and not line.endswith((".", "!", ";", ","))
        and bool(BULLET.match(clean, below[0], below[1]))
    )


def _units(clean: str, known: Headings) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches that belong together: a line, a part of one between bullets, or lines broken by width."""
    waiting: tuple[int, int] | None = None
    lower = sum(1 for _ in re.finditer(r"(?m)^[^\w\n]*[a-z]", clean))
    lowercase = lower * 2 > sum(1 for _ in re.finditer(r"(?m)^[^\w\n]*\w", clean))
    for line in _LINE.finditer(clean):
        if not line[0].strip():
            continue
        for start, end in _between(clean, line.start(), line.end(), _INLINE):
            if waiting and _goes_on(clean, waiting, start, end, known, WIDE if lowercase else NARROW):
                waiting = (waiting[0], end)
                continue
            if waiting:
                yield (*waiting, True)
            waiting = (start, end)
    if waiting:
        yield (*waiting, True)


def _goes_on(clean: str, before: tuple[int, int], start: int, end: int, known: Headings, narrow: int) -> bool:
    """Say whether a line only continues the one before, which was broken by its width."""
    gap = clean[before[1] : start]
    if gap.count("\n") + gap.count("\x0c") > 1 or "\n" not in gap or BULLET.match(clean, start, end):
        return False
    last_break = clean.rfind("\n", before[0], before[1]) + 1
    tail = clean[max(before[0], last_break) : before[1]]
    if _ENDED.search(tail) or _MARK.match(tail) or known.part(tail, False) is not None:
        return False
    if _CONTACT.match(clean, start, end) or len(tail.strip()) < narrow:
        return False
    first = clean[start:end].lstrip()[:1]
    return first.islower() or (tail.rstrip().endswith((",", " and", " or", "&")) and len(tail) > 40)


def _between(clean: str, start: int, end: int, cut: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = start
    for match in cut.finditer(clean, start, end):
        if clean[begin : match.start()].strip():
            yield begin, match.start()
            begin = match.end()
    yield begin, end


def _sentences(clean: str, start: int, end: int, known: Headings) -> Iterator[tuple[int, int]]:
    for first, last in _ended(clean, start, end):
        listed = last - first > LOST and not _STOPS.search(clean, first, last)
        if known.openers and listed and len(known.openers.findall(clean, first, last)) > 1:
            yield from _between(clean, first, last, known.openers)
        else:
            yield first, last


def _ended(clean: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SENTENCE.finditer(clean, start, end):
        if not _SHORTENED.search(clean, max(begin, match.start() - 12), match.start()):
            yield from _alternatives(clean, begin, match.end(1))
            begin = match.end()
    if begin < end:
        yield from _alternatives(clean, begin, end)


def _alternatives(clean: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _between(clean, start, end, _ALTERNATIVE):
        while last - first > LONGEST:
            cut = clean.rfind(" ", first + 1, first + LONGEST)
            cut = cut if cut > first else first + LONGEST
            yield from _listed(clean, first, cut)
            first = cut
        yield from _listed(clean, first, last)


def _listed(clean: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SEMICOLON.finditer(clean, start, end):
        inside = clean.count("(", begin, match.start()) > clean.count(")", begin, match.start())
        if not inside and not _WAYS.match(clean, match.end(), end):
            yield begin, match.start() + 1
            begin = match.end()
    if begin < end:
        yield begin, end


def run_in(found: Sequence[Piece]) -> list[int]:
    """Return where headings end that the next word follows without a blank, the last first."""
    ends = [one.end for one, other in pairwise(found) if one.heading and one.end == other.start]
    return ends[::-1]
