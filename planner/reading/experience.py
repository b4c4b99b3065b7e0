"""Jobs in a background: titles with dates, years said in words, and what they come to in all and by field."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from planner.model import HeldRole
from planner.reading.along import Along
from planner.reading.amounts import Span
from planner.reading.matching import Match, Matcher, View
from planner.reading.pieces import Piece
from planner.reading.skills import Lexicon, close_by
from planner.reading.standing import Standings
from planner.reading.text import SOFT
from planner.rulebook.book import RuleBook
from planner.rulebook.cues import Dates

NOT_WORK = ("education", "interests", "aims", "credentials", "other")
TITLE_WORDS = 14  # a line that names a title is short


@dataclass(frozen=True)
class Dated:
    """A stretch of time written as dates, in months since year 0; without a ``last_year`` it lasts until today."""

    start: int
    end: int
    begin: int
    until: int
    last_year: int | None


@dataclass(frozen=True)
class Job:
    """A stretch of work at a place of the text; ``role`` is the id of a role of the rules, "" where none is known."""

    start: int
    end: int
    quote: str
    role: str
    years: Decimal
    until: int | None
    dated: bool
    months: tuple[int, int] | None = None  # its dates, in months since year 0


@lru_cache(maxsize=8)
def _range(months: tuple[str, ...], present: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(map(re.escape, sorted(months, key=len, reverse=True)))
    now = "|".join(map(re.escape, sorted(present, key=len, reverse=True)))

    def date(which: str) -> str:
        number = rf"(?P<{which}number>\d{{1,2}})[/.]"
        return rf"(?:(?P<{which}name>{month})\.?,?[ ]+)?(?:{number})?(?P<{which}year>(?:19|20)\d\d)"

    return re.compile(
        rf"(?<![\w/])(?:{date('a')}\s*(?:-|to|until|till|through)\s*(?:{date('b')}|(?P<now>{now})\b)|since\s+{date('s')})(?!\w)",
        re.I,
    )


def find_dates(clean: str, dates: Dates, this_year: int) -> Iterator[Dated]:
    """Yield the stretches between two dates; what lasts until today ends at the beginning of ``this_year``.

    So does what is to end in a later year: only what is past was worked.
    """
    months = {name.casefold(): number for name, number in dates.months.items()}
    for match in _range(tuple(months), dates.present).finditer(clean):
        said = match.groupdict()
        first = "a" if said["ayear"] else "s"
        begin = _month(said, first, months, 1)
        last_year = int(said["byear"]) if said["byear"] else this_year + 1
        ongoing = last_year > this_year
        exact = bool(said["aname"] or said["anumber"])
        until = this_year * 12 if ongoing else _month(said, "b", months, 12 if exact else 1)
        until += 1 if not ongoing and (said["bname"] or said["bnumber"]) else 0
        if begin <= until and begin // 12 <= this_year:
            yield Dated(match.start(), match.end(), begin, max(until, begin), None if ongoing else last_year)


def _month(said: Mapping[str, str | None], which: str, months: Mapping[str, int], default: int) -> int:
    name, number = said[f"{which}name"], said[f"{which}number"]
    month = months[name.casefold()] if name else int(number) if number and 1 <= int(number) <= 12 else default
    return int(said[f"{which}year"] or 0) * 12 + month - 1


class Titles:
    """Finds which role titles in a view were held by the person."""

    def __init__(self, view: View, known: Lexicon, held: Matcher) -> None:
        self.view, self.known = view, known
        noun = known.reader.forms.noun
        titles = known.cues.titles
        self.after = frozenset(map(noun, titles.after))
        self.before = frozenset(map(noun, titles.before))
        self.standings = Standings(view, known)
        self.roles = [match for match in known.roles.find(view) if self._stands(match)]
        self.places = [view.starts[match.first] for match in self.roles]
        self.held = {match.last: match for match in held.find(view)}
        self.unheld = [match.last for match in known.unheld.find(view)]

    def _stands(self, match: Match) -> bool:
        """Say whether a title is not part of another, or of a firm's name: "nurse manager", "Baker & Sons".

        One that has another meaning needs a neighbour, as names of skills do: "PTA".
        """
        view = self.view
        if self.standings.of_firm(match):
            return False
        near = self.known.near_title.get(" ".join(view.nouns[match.first : match.last]))
        if near is not None and not close_by(match, view, near):
            return False
        if match.last < len(view) and view.gaps[match.last] == SOFT and view.nouns[match.last] in self.after:
            return False
        return not (match.first and view.gaps[match.first] == SOFT and view.nouns[match.first - 1] in self.before)

    def doubtful(self, match: Match, clean: str) -> bool:
        """Say whether a title may be half of a firm's name, for what an "&" joins to it is no title: "Baker & Cook"."""
        view = self.view
        for at, other in ((match.first, match.first - 1), (match.last, match.last)):
            if 0 < at < len(view) and clean[view.ends[at - 1] : view.starts[at]].strip() == "&":
                titled = any(one.first <= other < one.last for one in self.within(view.starts[other], view.ends[other]))
                return view.words[other][:1].isupper() and not titled
        return False

    def of_others(self, piece: Piece) -> bool:
        """Say whether what stands in a piece is about somebody else."""
        last = bisect_left(self.view.starts, piece.end) - 1
        return last >= 0 and self.view.starts[last] >= piece.body and self.standings.of_others(last)

    def within(self, start: int, end: int) -> list[Match]:
        """Return the titles in a stretch of text."""
        return self.roles[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def held_by_person(self, match: Match) -> bool:
        """Say whether a title is not lacked, wished or applied for, nor somebody else's."""
        if self.standings.of(match) in ("lacked", "wished", "others"):
            return False
        index = bisect_right(self.unheld, match.first) - 1
        return index < 0 or not self.standings.reaches(self.unheld[index], match.first)

    def told(self, match: Match, piece: Piece) -> bool:
        """Say whether the words around a title say that it was held: "nine years as a teacher"."""
        if not self.held_by_person(match):
            return False
        if any(match.first - gap in self.held for gap in range(3)):
            return True
        return self.view.starts[match.first] - piece.body <= 12


def find_jobs(
    clean: str, pieces: Sequence[Piece], titles: Titles, dates: Sequence[Dated], years: Sequence[Span]
) -> list[tuple[Job, tuple[int, int]]]:
    """Return the jobs of a background, each with the stretch of text that tells about it."""
    jobs: list[tuple[Job, tuple[int, int]]] = []
    used: set[int] = set()
    along, years_along = Along(dates, lambda date: date.start), Along(years, lambda span: span.start)
    dated = [
        (index, piece, date)
        for index, piece in enumerate(pieces)
        if piece.part not in NOT_WORK
        or (piece.part == "credentials" and _title_near(index, pieces, titles, clean, along)[1])
        for date in along.between(piece.start, piece.end)[:2]
        if not (_aside(clean, date, piece, titles) or titles.of_others(piece))
    ]
    starts = [_title_near(index, pieces, titles, clean, along) for index, _, _ in dated]
    for number, ((index, piece, date), (first, match)) in enumerate(zip(dated, starts, strict=True)):
        following = min(starts[number + 1][0], dated[number + 1][0]) if number + 1 < len(dated) else len(pieces)
        stop = next(
            (i for i in range(index + 1, following) if pieces[i].heading and pieces[i].part != piece.part), following
        )
        last = max(stop - 1, index)
        months = date.until - date.begin
        span = (pieces[min(first, index)].start, pieces[last].end)
        length = (Decimal(months) / 12).quantize(Decimal("0.1"))
        place = pieces[min(first, index)].body, max(pieces[first].end, piece.end)
        jobs.append(
            (
                Job(
                    *place,
                    clean[slice(*place)],
                    match.names if match else "",
                    length,
                    date.last_year,
                    True,
                    (date.begin, date.until),
                ),
                span,
            )
        )
        used |= {first, index}
    for index, piece in enumerate(pieces):
        if index in used or piece.heading or piece.part in NOT_WORK:
            continue
        for match in titles.within(piece.body, piece.end):
            spans = years_along.between(piece.start, piece.end)
            if titles.told(match, piece) and (spans or titles.view.starts[match.first] - piece.body > 12):
                place_of = titles.view.starts[match.first]
                near = min(spans, key=lambda span: abs(span.start - place_of), default=None)
                if near is not None and near.none:
                    continue
                length = near.years if near else Decimal(0)
                jobs.append(
                    (
                        Job(piece.body, piece.end, clean[piece.body : piece.end], match.names, length, None, False),
                        (piece.start, piece.end),
                    )
                )
    return jobs


def _aside(clean: str, date: Dated, piece: Piece, titles: Titles) -> bool:
    """Say whether a date only dates something in a sentence: "held a clearance (inactive since 2022)"."""
    told = clean[date.start : date.end].casefold().startswith("since")
    return told and not any(match for match in titles.within(piece.body, piece.end) if titles.told(match, piece))


def _title_near(
    index: int, pieces: Sequence[Piece], titles: Titles, clean: str, dates: Along[Dated]
) -> tuple[int, Match | None]:
    """Return the piece that names the title of the job dated at ``index``: that one, or a short one beside it.

    What may be half of a firm's name is taken for a title only where no other stands there.
    """

    def has_date(at: int) -> bool:
        return bool(dates.between(pieces[at].start, pieces[at].end))

    doubtful: tuple[int, Match] | None = None
    for at in (index, index - 1, index + 1, index - 2):
        if not 0 <= at < len(pieces) or (
            at != index and (pieces[at].bullet or has_date(at) or pieces[at].part != pieces[index].part)
        ):
            continue
        piece = pieces[at]
        if at != index and (len(clean[piece.body : piece.end].split()) > TITLE_WORDS or (piece.heading and at > index)):
            continue
        for match in titles.within(piece.body, piece.end):
            if not titles.held_by_person(match):
                continue
            if not titles.doubtful(match, clean):
                return min(at, index), match
            doubtful = doubtful or (min(at, index), match)
    return doubtful or (index, None)


def roles_held(jobs: Iterable[Job], rules: RuleBook) -> tuple[HeldRole, ...]:
    """Return the roles of the rules that the jobs are, each once; dated years outweigh years told."""
    by_role: dict[str, list[Job]] = {}
    for job in jobs:
        if job.role in rules.roles:
            by_role.setdefault(job.role, []).append(job)
    held = []
    for role, several in by_role.items():
        dated = years_in_all(job.months for job in several if job.months)
        told = max((job.years for job in several if not job.dated), default=Decimal(0))
        ends = [job.until for job in several if job.dated]
        until = max(end for end in ends if end is not None) if ends and None not in ends else None
        held.append(HeldRole(role=role, years=min(max(dated, told), Decimal(80)), until=until))
    return tuple(held)


def years_in_all(dates: Iterable[tuple[int, int]]) -> Decimal:
    """Return how many years stretches of months cover together, counting none twice.

    >>> years_in_all([(0, 24), (12, 36)])
    Decimal('3.0')
    """
    covered = reached = 0
    for begin, until in sorted(dates):
        covered += max(0, until - max(begin, reached))
        reached = max(reached, until)
    return (Decimal(covered) / 12).quantize(Decimal("0.1"))
