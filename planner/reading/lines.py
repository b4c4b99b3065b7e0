"""What became of the lines of a posting: the values a reading is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from planner.model import Line, Role
from planner.reading.amounts import Pay
from planner.reading.skills import Finding

Kind = Literal["understood", "not-a-requirement", "not-understood"]
Why = Literal[
    "",
    "heading",
    "title",
    "perk",
    "company",
    "pay",
    "place",
    "equal-opportunity",
    "apply",
    "facts",
    "offered",
    "introduction",
    "not-asked",
    "unnamed",
]
Question = Literal["", "what-answers-it", "counts-instead", "which-licence"]


@dataclass(frozen=True)
class Alternative:
    """One of several ways to meet a qualification: its label, its place, and the years it asks for."""

    label: str
    start: int
    end: int
    quote: str
    years: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class LineReading:
    """One line of a posting, read: what kind it is, why, and the requirements it holds.

    ``start`` and ``end`` are its place in the text that was given, ``quote`` what stands there. ``assumed`` are
    the skills whose level nothing in the line says. ``instead`` says that experience may stand in for a degree,
    ``alternative`` under which label of an either/or it stands.
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

    def of_kind(self, kind: Kind) -> tuple[LineReading, ...]:
        """Return the lines of one kind, in order."""
        return tuple(line for line in self.lines if line.kind == kind)
