"""A job posting read line by line: every line is understood, is no requirement, or is asked about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from planner.model import Fact, Line, Need, Role, all_of
from planner.reading.along import Along
from planner.reading.amounts import Pay, find_pay, find_years
from planner.reading.levels import Rater, level_words
from planner.reading.matching import Match
from planner.reading.needs import Asked, any_need, need_of
from planner.reading.pieces import Piece, headings, pieces, run_in
from planner.reading.skills import Finding, Lexicon, lexicon, mentions
from planner.reading.sources import text_of
from planner.reading.text import Page, page, tidy
from planner.rulebook.book import RuleBook

Kind = Literal["understood", "not-a-requirement", "not-understood"]
Why = Literal[
    "", "heading", "title", "perk", "company", "pay", "place", "equal-opportunity", "apply", "facts", "offered", "introduction"
]  # fmt: skip
Question = Literal["", "what-answers-it", "counts-instead", "which-licence", "alternatives"]
_STRONG = re.compile(
    r"\b(?:must|required|requires?|minimum|at least|mandatory|essential|need to have|you (?:have|need|hold))\b", re.I
)
_NOT_WISHED = re.compile(r"\bnot (?:required|essential|necessary|needed)\b", re.I)
_ALTERNATIVE = re.compile(
    r"(?:###?[ \t]*)?(?:\b(?:Either|Or)[ \t]+(?:[IVX]{1,4}(?=[A-Z][a-z]|[a-z]{3}|[\s.:)]|$)|[1-9A-F]\b)[.:)]?|^[ \t#]*(?:Either|OR)[ \t]*:?[ \t]*$)",
    re.M,
)


@dataclass(frozen=True)
class Alternative:
    """One of several ways to meet a line: its label, its place, and the years it asks for."""

    label: str
    start: int
    end: int
    quote: str
    years: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class LineReading:
    """One line of a posting, read: what kind it is, why, and the requirements it holds.

    ``start`` and ``end`` are its place in the text that was given, ``quote`` what stands there. ``assumed`` are
    the skills whose level nothing in the line says. ``instead`` says that experience may stand in for a degree.
    """

    start: int
    end: int
    quote: str
    kind: Kind
    part: str = ""
    why: Why = ""
    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    assumed: tuple[str, ...] = ()
    years: tuple[Decimal, ...] = ()
    question: Question = ""
    alternative: str = ""
    instead: bool = False


@dataclass(frozen=True)
class PostingReport:
    """A posting read: the role it makes, every line once, and what else it says.

    ``known_role`` is the id of a role of the rules that the posting names, "" where it names none.
    ``alternatives`` are its minimum qualifications: every group must be met, and any one of a group's ways meets it.
    """

    role: Role
    lines: tuple[LineReading, ...]
    known_role: str = ""
    pay: tuple[Pay, ...] = ()
    places: tuple[str, ...] = ()
    alternatives: tuple[tuple[Alternative, ...], ...] = ()

    @property
    def ran(self) -> bool:
        """Whether anything was understood. Where nothing was, no audit of the role says anything."""
        return any(line.kind == "understood" for line in self.lines)

    @property
    def understood(self) -> Role | None:
        """The role with only the lines that were understood, which a plan can lead to; None where there are none."""
        lines = tuple(line for line in self.role.lines if line.needs != Need())
        return self.role.model_copy(update={"lines": lines}) if lines else None

    def of_kind(self, kind: Kind) -> tuple[LineReading, ...]:
        """Return the lines of one kind, in order."""
        return tuple(line for line in self.lines if line.kind == kind)


def read_posting(source: str | Path, rules: RuleBook) -> Role:
    """Return the role that a posting describes; ``source`` is its text, or the path of a file that holds it.

    Lines that were not understood are lines of the role with an empty need: an audit calls them unknown and asks.
    Raises :class:`Unreadable` for a file that cannot be read.
    """
    return posting_report(source, rules).role


def posting_report(source: str | Path, rules: RuleBook) -> PostingReport:
    """Return a posting read line by line, as :func:`read_posting` does, with everything that was made of it."""
    given = page(text_of(source))
    return _Posting(given, rules).report()


class _Signs:
    """The matchers of what lines are recognized by, indexed once per book."""

    def __init__(self, known: Lexicon) -> None:
        lists = [known.cues.signs, known.cues.joining]
        self.matcher = known.labelled({name: getattr(cues, name) for cues in lists for name in type(cues).model_fields})
        self.words = known.phrases(**level_words(known.cues.levels.asked_words))
        self.duty = frozenset(known.reader.forms.verb(word) for word in known.cues.signs.duty if " " not in word)
        self.held = known.phrases(held=known.cues.titles.held)
        self.degrees = frozenset(degree.skill for degree in known.cues.degrees.values())


@lru_cache(maxsize=8)
def _signs(known: Lexicon) -> _Signs:
    return _Signs(known)


class _Posting:
    """One posting being read."""

    def __init__(self, given: Page, rules: RuleBook) -> None:
        self.given, self.rules = given, rules
        self.clean = given.clean
        self.known = lexicon(rules)
        self.signs = _signs(self.known)
        self.pieces = pieces(self.clean, headings(tuple(self.known.cues.posting.items())))
        self.view = self.known.reader.view(self.clean, cuts=run_in(self.pieces))
        self.found = mentions(given, self.view, self.known)
        self.found_at = [self.view.starts[match.first] for match, _ in self.found]
        self.roles = self.known.roles.find(self.view)
        self.role_at = [self.view.starts[match.first] for match in self.roles]
        years = list(find_years(_ALTERNATIVE.sub(_blank, self.clean), self.known.cues.words.numbers))
        self.years = Along(years, lambda span: span.start)
        self.rater = Rater(self.view, self.signs.words, years, self.known.cues.levels, self.clean)
        self.at: dict[str, list[int]] = {}
        for match in self.signs.matcher.find(self.view):
            for sign in match.names.split():
                self.at.setdefault(sign, []).append(self.view.starts[match.first])
        self.alternatives = Along(self._alternatives(), lambda told: told[0])
        self.along = Along(self.pieces, lambda piece: piece.start)
        self.headed = any(piece.heading and piece.part for piece in self.pieces)

    def has(self, sign: str, start: int, end: int) -> bool:
        """Say whether a sign stands in a stretch."""
        return self.first(sign, start, end) is not None

    def first(self, sign: str, start: int, end: int) -> int | None:
        """Return where in a stretch a sign first stands."""
        starts = self.at.get(sign, [])
        index = bisect_left(starts, start)
        return starts[index] if index < len(starts) and starts[index] < end else None

    def report(self) -> PostingReport:
        readings = [self.read(index, piece) for index, piece in enumerate(self.pieces)]
        lines = tuple(self._merged(readings))
        known_role, title = self._title(readings)
        about_pay = [piece for piece, reading in zip(self.pieces, readings, strict=True) if reading.why == "pay"]
        pay = tuple(found for piece in about_pay for _, _, found in find_pay(self.clean, piece.start, piece.end))
        places = tuple(tidy(reading.quote) for reading in readings if reading.why == "place")
        if not lines:
            lines = (Line(text=tidy(self.given.raw)[:200] or "(an empty text)", needs=Need()),)
        yearly = [p for p in pay if p.period == "year"] or [p for p in pay if not p.period and p.low >= 10_000]
        amount = (yearly[0].low + yearly[0].high) // 2 if yearly else None
        role = Role(
            id=_id(title),
            title=title,
            field=self.rules.roles[known_role].field if known_role else "",
            pay=min(amount, 100_000_000) if amount is not None else None,
            pay_source="the posting" if amount is not None else "",
            lines=lines,
        )
        return PostingReport(role, tuple(readings), known_role, pay, places, tuple(self._groups()))

    def read(self, index: int, piece: Piece) -> LineReading:
        """Return one piece, read."""
        start, end = piece.start, piece.end
        first, last = self.given.place(start, end)
        quote = self.given.raw[first:last]
        findings = self._within(piece)
        label = self._label(piece)
        years = tuple(span.years for span in self.years.between(piece.body, end))
        why = self._why(index, piece, findings)
        shown = tuple(finding for _, finding in findings)
        if why:
            return LineReading(
                first, last, quote, "not-a-requirement", piece.part, why, (), shown, (), years, "", label
            )
        lines, assumed = self._lines(piece, findings)
        instead = self.has("equivalent", start, end)
        understood = any(line.needs != Need() for line in lines)
        question: Question = "counts-instead" if instead and understood else ""
        if not understood:
            question = "which-licence" if lines[0].gate else "what-answers-it"
        kind: Kind = "understood" if understood else "not-understood"
        return LineReading(
            first, last, quote, kind, piece.part, "", lines, shown, assumed, years, question, label, instead
        )

    def _within(self, piece: Piece) -> list[tuple[Match, Finding]]:
        low, high = bisect_left(self.found_at, piece.body), bisect_left(self.found_at, piece.end)
        return self.found[low:high]

    def _why(self, index: int, piece: Piece, findings: Sequence[tuple[Match, Finding]]) -> Why:
        """Return why a piece is no requirement, or "" where it is one or may be."""
        text = self.clean[piece.body : piece.end]
        start, end, part = piece.body, piece.end, piece.part
        if piece.heading or _ALTERNATIVE.fullmatch(text.strip()) or not re.search(r"\w", text):
            return "heading"

        def has(sign: str) -> bool:
            return self.has(sign, start, end)

        strong = bool(_STRONG.search(text)) and not _NOT_WISHED.search(text)
        gate = has("gate")
        if has("equal_opportunity") and not (gate and strong):
            return "equal-opportunity"
        if gate:
            if has("offered") and not strong and not has("denied"):
                return "offered"
            if not (part in ("company", "perks", "equal-opportunity") and has("company") and not strong):
                return ""
        if (part == "pay" or has("pay")) and any(True for _ in find_pay(self.clean, start, end)):
            return "pay"
        asks = has("requirement") or bool(self.years.between(start, end))
        if part in ("perks", "pay"):
            return "perk" if part == "perks" else "pay"
        if part == "equal-opportunity":
            return "equal-opportunity"
        if part in ("company", "apply", "place", "facts") and not (strong and (findings or asks)):
            return part  # type: ignore[return-value]
        wanted = part in ("requirements", "wishes", "duties")
        if has("perk") and not wanted and not strong:
            return "perk"
        if has("apply") and part not in ("requirements", "wishes") and not (strong and findings):
            return "apply"
        if not wanted and has("company") and not (asks and (strong or findings)):
            return "company"
        if part == "duties" and has("company") and not findings and not asks and not self._acts(piece):
            return "company"
        words = len(text.split())
        named = self._role_in(piece)
        if not part and index < 4 and words <= 12 and (named or (index == 0 and not asks and not self._acts(piece))):
            return "title"
        if has("place") and words <= 14 and not findings and not asks and not wanted:
            return "place"
        if has("facts") and words <= 10 and not findings and not wanted:
            return "facts"
        if findings and not wanted and all(finding.standing == "title" for _, finding in findings) and not asks:
            return "title"
        if wanted or findings or asks or self._acts(piece):
            return ""
        if words <= 2 and index < 3:
            return "facts"
        return "introduction" if self.headed and not part else ""

    def _acts(self, piece: Piece) -> bool:
        """Say whether a piece begins like a duty: with what somebody does."""
        index = bisect_left(self.view.starts, piece.body)
        return (
            index < len(self.view) and self.view.starts[index] < piece.end and self.view.verbs[index] in self.signs.duty
        )

    def _role_in(self, piece: Piece) -> str:
        index = bisect_left(self.role_at, piece.body)
        if index < len(self.roles) and self.role_at[index] < piece.end:
            return self.roles[index].names
        return ""

    def _lines(
        self, piece: Piece, findings: Sequence[tuple[Match, Finding]]
    ) -> tuple[tuple[Line, ...], tuple[str, ...]]:
        """Return the requirement lines a piece holds: one, or a required and a preferred one."""
        text = tidy(self.clean[piece.body : piece.end])
        asked: list[Asked] = []
        wished: list[Asked] = []
        assumed: list[str] = []
        degree_end = -1
        for match, finding in findings:
            begin, stop = self.view.starts[match.first], self.view.ends[match.last - 1]
            if finding.standing == "lacked" or self._field_of_study(degree_end, begin):
                degree_end = stop if degree_end >= 0 and finding.standing != "lacked" else degree_end
                continue
            skill = self.rules.skills[finding.skill]
            level = 1
            if skill.kind != "credential":
                rated = self.rater.rate(match, piece.body, piece.end)
                level = rated.level if rated else self.known.cues.levels.asked
                if rated is None and finding.skill not in assumed:
                    assumed.append(finding.skill)
            elif finding.skill in self.signs.degrees:
                degree_end = stop
            (wished if self._wished(piece, begin) else asked).append(Asked(begin, stop, Fact(finding.skill, level)))
        marks = [at for sign in ("examples", "any_of") if (at := self.first(sign, piece.body, piece.end)) is not None]
        gate = self.has("gate", piece.body, piece.end)
        lines = []
        for items, wish in ((asked, False), (wished, True)):
            need = need_of(items, self.clean, enough_from=min(marks, default=None)) if items else Need()
            if not wish:
                need = all_of([need, *self._held_roles(piece)])
            if need != Need():
                credential = all(self.rules.skills[fact.skill].kind == "credential" for fact in need.walk())
                lines.append(Line(text=text, needs=need, gate=gate and credential and not wish, wish=wish))
        if not lines:
            wish = self._wished(piece, piece.body, whole=True)
            lines.append(Line(text=text or "(a line of signs)", needs=Need(), gate=gate and not wish, wish=wish))
        return tuple(lines), tuple(assumed)

    def _field_of_study(self, degree_end: int, begin: int) -> bool:
        """Say whether a mention only names the subject of the degree before it."""
        if degree_end < 0 or begin < degree_end:
            return False
        between = self.clean[degree_end:begin].casefold()
        return (
            len(between) <= 60
            and not re.search(r"\d|year|experience|knowledge|skill|ability|[.;:]\s", between)
            and bool(re.match(r"\W*(?:degree\W*)?(?:in|with|or|and|,|of)\b|\W*$|\W*,", between))
        )

    def _wished(self, piece: Piece, place: int, *, whole: bool = False) -> bool:
        """Say whether what stands at ``place`` is preferred, not required: by its clause, else by its section."""
        start, end = (piece.body, piece.end) if whole else self._clause(piece, place)
        text = self.clean[start:end]
        if self.has("wish", start, end):
            return True
        return piece.part == "wishes" and not re.search(r"\b(?:must|is required|are required)\b", text, re.I)

    def _clause(self, piece: Piece, place: int) -> tuple[int, int]:
        """Return the clause around ``place``; without a word of demand elsewhere in the piece it is the whole piece."""
        if not re.search(r"\b(?:required|must|minimum)\b", self.clean[piece.body : piece.end], re.I):
            if not self.has("wish", piece.body, piece.end) or self.clean.count(";", piece.body, piece.end) == 0:
                cut = self._wish_cut(piece)
                if cut:
                    return (piece.body, cut) if place < cut else (cut, piece.end)
                return piece.body, piece.end
        start = max((self.clean.rfind(mark, piece.body, place) for mark in (";", ",", " but ", "(")), default=-1)
        ends = [at for mark in (";", ",", " but ", ")") if (at := self.clean.find(mark, place, piece.end)) >= 0]
        return max(start, piece.body), min(ends, default=piece.end)

    def _wish_cut(self, piece: Piece) -> int:
        """Return where "ideally with", "preferably" or a bracketed wish begins in the middle of a piece."""
        match = re.search(
            r"[,;(]\s*(?:ideally|preferably|bonus|and ideally|with a preference)",
            self.clean[piece.body : piece.end],
            re.I,
        )
        return piece.body + match.start() if match else 0

    def _held_roles(self, piece: Piece) -> Iterator[Need]:
        """Yield what roles require that the piece asks to have held: "two years as a bookkeeper"."""
        low, high = bisect_left(self.role_at, piece.body), bisect_left(self.role_at, piece.end)
        for match in self.roles[low:high]:
            begin = self.view.starts[match.first]
            before = self.clean[max(piece.body, begin - 60) : begin].casefold()
            if re.search(
                r"(?:experience|years?|worked|working|background|employment|service|history|duties of)\W+(?:\w+\W+){0,3}?(?:as|of)\W+(?:an?\W+|the\W+)?(?:\w+\W+)?$",
                before,
            ):
                yield all_of(line.needs for line in self.rules.roles[match.names].lines if line.kind == "core")

    def _title(self, readings: Sequence[LineReading]) -> tuple[str, str]:
        """Return the id of the known role the posting names, and its title."""
        for piece, reading in zip(self.pieces, readings, strict=True):
            if reading.why == "title" or piece.heading or piece.part in ("facts", "duties", ""):
                named = self._role_in(piece)
                if named:
                    return named, self.rules.roles[named].label if reading.why != "title" else _short(reading.quote)
            if piece.start > 3000:
                break
        for reading in readings[:3]:
            if reading.why in ("title", "heading"):
                return "", _short(reading.quote)
        return "", "The job in this posting"

    def _alternatives(self) -> Iterator[tuple[int, int, str]]:
        """Yield where each alternative of an either/or begins and ends, with its label."""
        marks = list(_ALTERNATIVE.finditer(self.clean))
        known = [p for p in self.pieces if p.named and not self.has("inner", p.start, p.end)]
        heads = Along(known, lambda piece: piece.start)
        for number, match in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(self.clean)
            for piece in heads.between(match.end(), end)[:1]:
                end = piece.start
            yield match.start(), end, " ".join(match[0].strip(" #.:)").split())

    def _label(self, piece: Piece) -> str:
        told = self.alternatives.last_before(piece.body)
        return told[2] if told and piece.body < told[1] else ""

    def _groups(self) -> Iterator[tuple[Alternative, ...]]:
        """Yield the minimum qualifications: each group must be met, any of its alternatives meets it."""
        told = self.alternatives.things
        group: list[Alternative] = []
        for start, end in self._minimum_sections():
            ways = self.alternatives.between(start, end)
            before = ways[0][0] if ways else end
            if self.clean[start:before].strip():
                yield (self._alternative(start, before, ""),)
            for first, last, label in ways:
                if label.casefold().startswith("either") and group:
                    yield tuple(group)
                    group = []
                group.append(self._alternative(first, last, label))
            if group:
                yield tuple(group)
                group = []
        if not any(True for _ in self._minimum_sections()) and told:
            yield tuple(self._alternative(*way) for way in told)

    def _minimum_sections(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of text under headings that speak of minimum qualifications, subheadings apart."""
        inside, start = False, -1
        for piece in self.pieces:
            inner = _ALTERNATIVE.search(self.clean, piece.start, piece.end) or self.has("inner", piece.start, piece.end)
            if not piece.heading or (inner and not self.has("minimum", piece.start, piece.end)):
                start = piece.start if inside and start < 0 else start
                continue
            if inside and start >= 0:
                yield start, piece.start
            start = -1
            if piece.named:
                inside = self.has("minimum", piece.start, piece.end)
        if inside and start >= 0:
            yield start, len(self.clean)

    def _alternative(self, start: int, end: int, label: str) -> Alternative:
        first, last = self.given.place(start, max(end, start + 1))
        quote = self.given.raw[first:last].rstrip()
        return Alternative(
            label, first, first + len(quote), quote, tuple(span.years for span in self.years.between(start, end))
        )

    def _merged(self, readings: Sequence[LineReading]) -> Iterator[Line]:
        """Yield the lines of the role: those of an either/or as one line that any of its ways meets."""
        waiting: list[LineReading] = []
        for reading in readings:
            if reading.alternative and reading.kind != "not-a-requirement":
                if (
                    waiting
                    and reading.alternative.casefold().startswith("either")
                    and not waiting[-1].alternative.casefold().startswith("either")
                ):
                    yield _either(waiting)
                    waiting = []
                waiting.append(reading)
                continue
            if waiting and reading.why != "heading":
                yield _either(waiting)
                waiting = []
            yield from reading.lines
        if waiting:
            yield _either(waiting)


def _blank(match: re.Match[str]) -> str:
    """Return blanks as wide as a label, so that a number run into it is seen."""
    return " " * len(match[0])


def _either(readings: Sequence[LineReading]) -> Line:
    """Return several alternatives as one line; it is understood where at least one of its ways is."""
    ways: dict[str, list[Line]] = {}
    for reading in readings:
        ways.setdefault(reading.alternative, []).extend(reading.lines)
    text = " ".join(f"{label} {' '.join(line.text for line in lines)}" for label, lines in ways.items())
    return Line(text=text[:2000], needs=any_need(all_of(line.needs for line in lines) for lines in ways.values()))


def _id(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold().encode("ascii", "ignore").decode()).strip("-")
    return f"posting-{words}"[:80].strip("-")


def _short(quote: str) -> str:
    return tidy(quote).strip("#*_ :|-")[:120] or "The job in this posting"
