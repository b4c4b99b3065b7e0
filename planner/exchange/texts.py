"""What was read of pasted or uploaded texts, once the person has looked at it: accepted, corrected or rejected.

A text is used up here. What stays are the quotes that serve as evidence, and the lines of a job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from planner.model import Fact, Line, LineKind, Money, Need, Profile, Role, Value
from planner.reading.background import BackgroundReport, background_report, correct
from planner.reading.files import text_from
from planner.reading.lines import LineReading, PostingReport
from planner.reading.needs import one_of
from planner.reading.pieces import BULLET
from planner.reading.posting import posting_report
from planner.reading.text import tidy
from planner.rulebook.book import RuleBook

POSTING = "posting"  # the id of the one job of a posting that a visit can look at


class Posting(Value):
    """A job as a posting describes it, its lines as the person left them; those with an empty need ask a question."""

    title: str = Field(min_length=1, max_length=200)
    field: str = ""
    pay: Money | None = None
    lines: tuple[Line, ...] = Field(min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _understood(self) -> Posting:
        if all(line.needs == Need() for line in self.lines):
            raise PydanticCustomError("need", "a posting with a line that asks for something")
        return self

    @property
    def role(self) -> Role:
        """The job; lines that were not understood are among its own, asked about in the audit and left out of plans."""
        source = "the posting" if self.pay is not None else ""
        return Role(id=POSTING, title=self.title, field=self.field, pay=self.pay, pay_source=source, lines=self.lines)


def given_text(text: str, file: bytes | None = None, name: str = "the file") -> str:
    """Return a text given by hand, or that of a file where one is given. Raises :class:`Unreadable`.

    It ends in a line break, and so is never taken for the name of a file on this machine.
    """
    return (text if file is None else text_from(file, name)) + "\n"


def read_person(text: str, rules: RuleBook) -> BackgroundReport:
    """Return what a background says, for the person to look at."""
    return background_report(given_text(text), rules)


def read_job(text: str, rules: RuleBook) -> PostingReport:
    """Return what a posting says, for the person to look at."""
    return posting_report(given_text(text), rules)


def accept_levels(report: BackgroundReport, levels: Mapping[str, int]) -> BackgroundReport:
    """Return the report with the levels the person left (0: not so); what was not touched stays as read."""
    read = {skill: had.level for skill, had in report.profile.have.items()}
    return correct(report, {skill: level or None for skill, level in levels.items() if level != read.get(skill)})


def accept_person(
    report: BackgroundReport,
    levels: Mapping[str, int],
    years: Mapping[str, float],
    before: Profile | None,
    rules: RuleBook,
) -> Profile:
    """Return the person a background describes, with the levels and the years in each job that were left (0: not so).

    The job that goes on stands first. What somebody told ``before`` of what they love and value, and of their limits,
    stays. Pay is that told before, or else what the job that goes on pays.
    """
    told = accept_levels(report, levels).profile
    held = [
        job.model_copy(update={"years": Decimal(str(years.get(job.role, job.years)))})
        for job in told.roles_held
        if years.get(job.role, job.years)
    ]
    held.sort(key=lambda job: job.until is not None)
    now = next((job.role for job in held if job.until is None), None)
    pay = (before.current_pay if before else 0) or (rules.roles[now].pay if now else None) or 0
    update: dict[str, Any] = {"roles_held": tuple(held), "current_pay": pay}
    if before is not None:
        update |= {"love": before.love, "values": before.values, "limits": before.limits}
    return told.model_copy(update=update)


def accept_job(report: PostingReport, kinds: Mapping[int, LineKind | None]) -> Posting | None:
    """Return the job a posting describes, each line (by number, from 0) of the kind that was left; None: left out.

    Returns None where no understood line is left.
    """
    lines = []
    for number, line in enumerate(report.role.lines):
        kind = kinds.get(number, line.kind)
        if kind is not None:
            lines.append(line.model_copy(update=_kind(kind)))
    if all(line.needs == Need() for line in lines):
        return None
    role = report.role
    return Posting(title=role.label[:200], field=role.field, pay=role.pay, lines=tuple(lines[:1000]))


def asked_for(levels: Mapping[str, int], *, any_one: bool) -> Need:
    """Return the need for all of these skills at these levels, or for any one of them.

    >>> asked_for({"sql": 3, "r": 2}, any_one=True).data()
    {'any_of': [{'r': 2}, {'sql': 3}]}
    """
    facts = [Fact(skill, level) for skill, level in levels.items()]
    return one_of(facts, 1 if any_one else len(facts))


def as_list(need: Need) -> tuple[dict[str, int], bool] | None:
    """Return a need as :func:`asked_for` takes it; None where it is more than such a list.

    >>> as_list(Need.of({"any_of": [{"r": 2}, {"sql": 3}]}))
    ({'r': 2, 'sql': 3}, True)
    """
    if not need.choices:
        return dict(need.facts), False
    ways = need.choices[0].of
    levels = {fact.skill: fact.level for fact in need.walk()}
    plain = all(len(way.facts) == 1 and not way.choices for way in ways) and len(levels) == len(ways)
    alone = not need.facts and len(need.choices) == 1 and need.choices[0].count == 1
    return (levels, True) if plain and alone else None


def with_need(report: PostingReport, number: int, need: Need) -> PostingReport:
    """Return a posting read, in which a line (by number, from 0) asks for what the person says it does."""
    lines = list(report.role.lines)
    lines[number] = lines[number].model_copy(update={"needs": need})
    return replace(report, role=report.role.model_copy(update={"lines": tuple(lines)}))


def passed_over(report: PostingReport) -> tuple[Line, ...]:
    """Return the lines of a posting read that were taken for no requirement, as lines that ask for nothing yet."""
    return tuple(
        Line(text=tidy(BULLET.sub("", reading.quote, count=1)) or reading.quote, needs=Need())
        for reading in _passed(report)
    )


def asked_after_all(report: PostingReport, number: int, need: Need) -> PostingReport:
    """Return a posting read, in which one of the lines passed over (by number, from 0) asks for what the person says.

    It stands behind the other lines of the job, which so keep their numbers.
    """
    passed, line = _passed(report)[number], passed_over(report)[number].model_copy(update={"needs": need})
    asked = replace(passed, kind="understood", why="", lines=(line,))
    role = report.role.model_copy(update={"lines": (*report.role.lines, line)})
    return replace(report, role=role, lines=tuple(asked if known == passed else known for known in report.lines))


def _passed(report: PostingReport) -> list[LineReading]:
    return [reading for reading in report.of_kind("not-a-requirement") if re.search(r"\w", reading.quote)]


def with_line(posting: Posting, number: int, need: Need, kind: LineKind) -> Posting:
    """Return a job in which a line (by number, from 0) asks for what the person says it does."""
    lines = list(posting.lines)
    lines[number] = lines[number].model_copy(update={"needs": need, **_kind(kind)})
    return posting.model_copy(update={"lines": tuple(lines)})


def without_line(posting: Posting, number: int) -> Posting | None:
    """Return a job without a line (by number, from 0); None where no line is left that asks for anything."""
    lines = posting.lines[:number] + posting.lines[number + 1 :]
    return posting.model_copy(update={"lines": lines}) if any(line.needs != Need() for line in lines) else None


def _kind(kind: LineKind) -> dict[str, bool]:
    return {"gate": kind == "gate", "wish": kind == "wish"}


def posting_data(posting: Posting) -> dict[str, Any]:
    """Return a posting as the plain data of a kept file; what is not set is left out."""
    lines = [
        {"text": line.text, "needs": line.needs.data(), **({line.kind: True} if line.kind != "core" else {})}
        for line in posting.lines
    ]
    data = {"title": posting.title, "field": posting.field, "pay": posting.pay, "lines": lines}
    return {name: value for name, value in data.items() if value not in ("", None)}
