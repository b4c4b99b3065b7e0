"""A person's background read into a profile: what they can do, each with the line that says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from planner.model import HELD, Have, Profile
from planner.reading.along import Along
from planner.reading.amounts import find_days, find_years
from planner.reading.experience import Job, Titles, find_dates, find_jobs, roles_held, years_in_all
from planner.reading.levels import Rated, Rater, level_words, levels_spoken
from planner.reading.little import LittleRater
from planner.reading.matching import Match, Matcher
from planner.reading.pieces import Piece, headings, pieces, run_in
from planner.reading.skills import Finding, Lexicon, lexicon, mentions
from planner.reading.sources import text_of
from planner.reading.text import Page, page, tidy
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import WrongUse, expect

QUOTES = 3  # lines kept as evidence of one skill
_NAME = re.compile(r"\s*(?:full )?name[ \t]*[:\-]\s*", re.I)
_AFTER = re.compile(r",|\s[-|•·/]\s|\s{3,}|\t|\(")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Mention:
    """A finding with the level it speaks of, what says so ("" where assumed), and the line it stands in.

    ``line_start`` and ``line_end`` are the line's place in the text that was given.
    """

    finding: Finding
    level: int
    said: str
    line: str
    line_start: int
    line_end: int
    last_used: int | None = None

    @property
    def counts(self) -> bool:
        """Whether the person has it, not lacks or wishes for it."""
        return self.finding.standing == "had"

    @property
    def assumed(self) -> bool:
        return not self.said


@dataclass(frozen=True)
class BackgroundReport:
    """A background read: the profile it makes, every mention, and the jobs.

    ``total_years`` are of dated work in all, ``field_years`` by the field of the role. ``assumed`` are the skills
    whose level nothing in the text says. ``corrections`` are the person's own levels (None: not so), kept apart from
    what the text says; the profile has them applied.
    """

    profile: Profile
    mentions: tuple[Mention, ...]
    jobs: tuple[Job, ...] = ()
    total_years: Decimal = Decimal(0)
    field_years: Mapping[str, Decimal] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    corrections: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def ran(self) -> bool:
        """Whether anything was found."""
        return bool(self.profile.have or self.profile.roles_held)


def read_background(source: str | Path, rules: RuleBook) -> Profile:
    """Return the profile of a person from a text about them; ``source`` is the text, or the path of its file.

    Every skill carries the lines that say so as evidence. What is lacked or wished for is not had, and a credential
    that is lacked is brought by no job either.
    Raises :class:`Unreadable` for a file that cannot be read.
    """
    return background_report(source, rules).profile


def background_report(source: str | Path, rules: RuleBook) -> BackgroundReport:
    """Return a background read as :func:`read_background` does, with everything that was found and where."""
    return _Background(page(text_of(source)), rules).report()


def correct(report: BackgroundReport, corrections: Mapping[str, int | str | None]) -> BackgroundReport:
    """Return the report with a person's own levels in the profile (None: not so). The mentions stay as read.

    Raises :class:`WrongUse` for what is no level: a whole number from 1 to 5, or "held".
    """
    expect(report, "BackgroundReport", for_="what is corrected")
    both = {**report.corrections, **{skill: _said(skill, level) for skill, level in corrections.items()}}
    have = {skill: had for skill, had in report.profile.have.items() if both.get(skill, had.level) is not None}
    for skill, level in both.items():
        if level is not None:
            have[skill] = have[skill].model_copy(update={"level": level}) if skill in have else Have(level=level)
    not_so = {skill for skill, level in both.items() if level is None}
    lacks = tuple(sorted({*report.profile.lacks, *not_so} - have.keys()))
    profile = report.profile.model_copy(update={"have": dict(sorted(have.items())), "lacks": lacks})
    assumed = tuple(skill for skill in report.assumed if skill not in both)
    return replace(report, profile=profile, corrections=both, assumed=assumed)


def _said(skill: str, level: int | str | None) -> int | None:
    if level is None or level == HELD:
        return None if level is None else 1
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        raise WrongUse(f"the level of {skill!r} should be a whole number from 1 to 5, 'held' or None, not {level!r}")
    return level


@lru_cache(maxsize=8)
def _level_words(known: Lexicon) -> tuple[Matcher, Matcher]:
    return (
        known.phrases(**level_words(known.cues.levels.words)),
        known.phrases(held=known.cues.titles.held),
    )


class _Background:
    """One background being read."""

    def __init__(self, given: Page, rules: RuleBook) -> None:
        self.given, self.rules, self.clean = given, rules, given.clean
        known = self.known = lexicon(rules)
        self.levels = known.cues.levels
        self.lines: dict[tuple[int, int], str] = {}
        words, held = _level_words(known)
        self.pieces = pieces(self.clean, headings(tuple(known.cues.background.items())))
        self.view = known.reader.view(self.clean, cuts=run_in(self.pieces))
        self.along = Along(self.pieces, lambda piece: piece.start)
        years = list(find_years(self.clean, known.cues.words.numbers))
        self.years = Along(years, lambda span: span.start)
        spoken = levels_spoken(known.languages.find(self.view, self.clean))
        self.rater = Rater(self.view, words, years, self.levels, self.clean, spoken, known.reader.joints)
        self.little = LittleRater(self.rater, find_days(self.clean, known.cues.words.numbers), known.reader)
        self.dates = list(find_dates(self.clean, known.cues.dates, rules.policy.year))
        self.jobs = find_jobs(self.clean, self.pieces, Titles(self.view, known, held), self.dates, years)
        self.dated = Along([told for told in self.jobs if told[0].dated], lambda told: told[1][0])

    def report(self) -> BackgroundReport:
        found = [self.mention(match, finding) for match, finding in mentions(self.given, self.view, self.known)]
        have = self._have(found)
        jobs = tuple(self._in_given(job) for job, _ in self.jobs)
        fields: dict[str, list[tuple[int, int]]] = {}
        stretches = []
        for job, _ in self.jobs:
            if job.months:
                stretches.append(job.months)
                if job.role in self.rules.roles:
                    fields.setdefault(self.rules.roles[job.role].field, []).append(job.months)
        told = max((job.years for job, _ in self.jobs if not job.dated), default=Decimal(0))
        denied = {mention.finding.skill for mention in found if mention.finding.standing == "lacked"}
        lacked = {skill for skill in denied if self.rules.skills[skill].kind == "credential"}
        profile = Profile(
            name=self._name(),
            have=have,
            lacks=tuple(sorted(lacked - have.keys())),
            roles_held=roles_held((job for job, _ in self.jobs), self.rules),
        )
        stated = {mention.finding.skill for mention in found if mention.counts and not mention.assumed}
        return BackgroundReport(
            profile,
            tuple(found),
            jobs,
            max(years_in_all(stretches), told),
            {name: years_in_all(spans) for name, spans in sorted(fields.items())},
            tuple(skill for skill in have if skill not in stated and self.rules.skills[skill].kind != "credential"),
        )

    def mention(self, match: Match, finding: Finding) -> Mention:
        """Return a finding with its level and its line."""
        place = self.view.starts[match.first]
        piece = self.along.last_before(place) or self.pieces[0]
        spoken = finding.skill == self.known.languages.skill  # spoken before and after the job as well
        job = None if spoken else self._job_at(place)
        standing = "had" if finding.standing == "theirs" else finding.standing  # here "we" is the person's team
        if standing == "had" and piece.part == "aims":
            standing = "wished"
        if standing == "title":
            standing = "had" if job is not None and piece.start <= job.start < piece.end else "title"
        credential = self.rules.skills[finding.skill].kind == "credential"
        rated = Rated(1, finding.quote) if credential else self._rated(match, piece)
        if standing == "had" and rated and not rated.level:
            standing = "lacked"
        level = rated.level if rated else self._assumed(job)
        first, last = self.given.place(piece.body, piece.end - (self.clean[piece.end - 1] == ";"))
        own = bool(self.years.between(piece.body, piece.end)) and not (job and piece.start <= job.start < piece.end)
        last_used = None if credential or own else self._last_used(piece, job)  # its own years are not the job's
        return Mention(
            replace(finding, standing=standing), level, rated.said if rated else "",
            self._line(first, last), first, last, last_used,
        )  # fmt: skip

    def _rated(self, match: Match, piece: Piece) -> Rated | None:
        return self.little.rate(match, piece.body, piece.end, self.rater.rate(match, piece.body, piece.end))

    def _line(self, first: int, last: int) -> str:
        if (first, last) not in self.lines:
            self.lines[first, last] = tidy(self.given.raw[first:last])
        return self.lines[first, last]

    def _assumed(self, job: Job | None) -> int:
        levels = self.levels
        return levels.job_level if job is not None and job.years >= levels.job_years else levels.default

    def _job_at(self, place: int) -> Job | None:
        told = self.dated.last_before(place)
        return told[0] if told and place < told[1][1] else None

    def _last_used(self, piece: Piece, job: Job | None) -> int | None:
        if job is not None:
            return job.until or self.rules.policy.year
        if piece.part == "education":
            years = [int(year) for year in _YEAR.findall(self.clean[piece.start : piece.end])]
            past = [year for year in years if year <= self.rules.policy.year]
            return max(past, default=None)
        return None

    def _have(self, found: Sequence[Mention]) -> dict[str, Have]:
        """Return what is had: the best level that something says, else the best assumed; the best lines as evidence."""
        by_skill: dict[str, list[Mention]] = {}
        for mention in found:
            if mention.counts:
                by_skill.setdefault(mention.finding.skill, []).append(mention)
        have = {}
        for skill, several in sorted(by_skill.items()):
            stated = [mention for mention in several if not mention.assumed] or several
            ordered = sorted(several, key=lambda mention: (mention.assumed, -mention.level, mention.line_start))
            evidence = tuple(dict.fromkeys(mention.line[:400] for mention in ordered if mention.line))[:QUOTES]
            ends = [mention.last_used for mention in several]
            last = max(end for end in ends if end is not None) if ends and None not in ends else None
            level = max(mention.level for mention in stated)
            have[skill] = Have(level=level, evidence=evidence, last_used=last)
        return have

    def _name(self) -> str:
        """Return the person's name where one of the first lines can be nothing else, or says that it is one."""
        for piece in self.pieces[:4]:
            labelled = _NAME.match(self.clean, piece.body, piece.end)
            begin = labelled.end() if labelled else piece.body
            line = _AFTER.split(self.clean[begin : piece.end].strip())[0].strip()
            words = line.split()
            plain = 2 <= len(words) <= 4 and all(
                re.fullmatch(r"[^\W\d_][^\W\d_]*(?:['.-][^\W\d_]*)*\.?", word) for word in words
            )
            if plain and all(word[0].isupper() for word in words) and (labelled or not (piece.part or piece.heading)):
                index = bisect_left(self.view.starts, begin)
                last = bisect_left(self.view.starts, begin + len(line))
                if not self._says_something(index, last):
                    return tidy(line.title() if line.isupper() else line)
        return ""

    def _says_something(self, first: int, last: int) -> bool:
        """Say whether words ``first`` to ``last`` name a skill, a role or a job, and so no person."""
        view = (
            self.known.reader.view(self.clean, self.view.starts[first], self.view.ends[last - 1])
            if first < last
            else None
        )
        named = bool(view and (self.known.skills.find(view) or self.known.roles.find(view)))
        common = self.known.jobs | self.known.everyday
        return named or any(self.view.nouns[at] in common for at in range(first, last))

    def _in_given(self, job: Job) -> Job:
        first, last = self.given.place(job.start, max(job.end, job.start + 1))
        return replace(job, start=first, end=last, quote=self.given.raw[first:last])
