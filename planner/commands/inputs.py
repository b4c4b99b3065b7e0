"""From the words of a command line to values: texts, limits, the role asked about; and what cannot be asked at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from planner.exchange.kept import kept_of
from planner.explanation.reading import DID_NOT_RUN
from planner.model import Limits, Profile, Role
from planner.reading.files import MAX_BYTES, read_text, text_from
from planner.reading.posting import posting_report
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import Unreadable, WrongUse
from planner.rulebook.source import read_file


def one_standard_input(*places: str | None) -> None:
    """Raise :class:`WrongUse` where more than one thing is to be read from standard input."""
    if places.count("-") > 1:
        raise WrongUse("standard input can be read once; give the others as files")


def one_target(role: str | None, posting: str | None) -> None:
    """Raise :class:`WrongUse` unless it is either a role or a posting that is asked about."""
    if (role is None) == (posting is None):
        raise WrongUse("name a ROLE or give --posting FILE, one of the two")


def text_of(file: str) -> str:
    """Return the text of a file or of standard input; a file that cannot be read is an input fault."""
    if file == "-":
        return text_from(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    if not file:
        raise Unreadable("an empty name is no file")
    return read_text(Path(file))


def person_of(place: str, book: RuleBook) -> Profile:
    """Return the person of a person file, or of a file saved in the browser; the job of a posting is not in the book.

    Raises :class:`RulesError` with every problem of the file.
    """
    person = kept_of(read_file(place), book).person
    return person.model_copy(update={"love": {id: much for id, much in person.love.items() if id in book.roles}})


def target_of(role: str | None, posting: str | None, book: RuleBook) -> Role | str:
    """Return the role asked about: a known one, or the one a posting describes."""
    if role is not None:
        return role

    report = posting_report(text_of(posting or ""), book)
    if not report.ran:
        raise Unreadable(DID_NOT_RUN)
    if report.known_role:
        own = f"'pivot audit PERSON {report.known_role}' goes through that role's own lines beside these"
        click.echo(f"pivot: the posting names a role of the rules: {report.known_role}; {own}", err=True)
    return report.role


def limits_of(profile: Profile, given: dict[str, Any]) -> Limits:
    """Return the person's limits with those given on the command line in their place or added."""
    limits = profile.limits
    said = {name: given[name] for name in ("budget", "weeks", "hours_per_week") if given[name] is not None}
    return limits.model_copy(
        update={
            **said,
            "must_earn": limits.must_earn or given["must_earn"],
            "avoid": (*limits.avoid, *given["avoid"]),
            "require": (*limits.require, *given["require"]),
        }
    )
