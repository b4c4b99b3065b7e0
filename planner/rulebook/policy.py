"""The numbers and sentences a coach may dispute, as the ``policy`` section of a rules folder holds them."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from planner.model import MOST_HOURS, NUMBER, Limits, Step, Value, number, whole

Loved = Literal["loved", "unsure", "not-loved"]
Qualified = Literal["ready", "stretch", "not-yet", "out-of-reach"]
NotYet = Literal["background", "carry-over", "competition"]
NoteKind = Literal["competition", "pays-less", "pays-less-for-purpose", "pays-more", "values-apart", "unknown-lines"]
WORDS = {
    "name": "the person's name, or 'you'",
    "role": "title of the role",
    "met": "core and gate lines met",
    "lines": "core and gate lines in all",
    "partly": "lines partly met",
    "missing": "lines nothing relates to",
    "unknown": "lines to ask about",
    "gaps": "lines not met",
    "through": "lines met through a transfer",
    "skills": "skills the person has",
    "share": "share of lines met, per cent",
    "hireable": "share that counts as qualified, per cent",
    "pay": "pay of the role per year",
    "current_pay": "present pay per year",
    "difference": "difference in pay per year",
    "fit": "fit with the person's values, per cent",
    "gate": "first gate that is closed",
    "first_gap": "first line that is not met",
    "blocked": "first line nothing in the rules can meet",
}


def _template(text: str) -> str:
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise PydanticCustomError("template", "a sentence whose braces pair up, such as {role}") from error
    used = {f"{field}{'!' if how else ''}{how or ''}{':' if form else ''}{form}" for _, field, form, how in parts}
    unknown = sorted(used - set(WORDS))
    if unknown:
        raise PydanticCustomError(
            "template-word",
            "no such word to fill in: {word}; there are {words}",
            {"word": unknown[0], "words": ", ".join(sorted(WORDS))},
        )
    return text


Template = Annotated[str, Field(min_length=1), AfterValidator(_template)]
Share = Annotated[Decimal, Field(ge=0, le=1), NUMBER]


class Level(Value):
    """What a level means, so that two people rate themselves alike."""

    name: str
    about: str


class Fade(Value):
    """Skills unused for ``after_years`` lose ``minus`` levels, where the last use is known."""

    after_years: int = Field(ge=1)
    minus: int = Field(ge=0, le=4)
    _whole = whole("after_years", "minus")


class HeldRoleRule(Value):
    """What a role held for at least ``from_years`` brings of what it requires and teaches."""

    from_years: Decimal = Field(ge=0)
    requires_minus: int = Field(ge=0, le=5)
    teaches_minus: int = Field(ge=0, le=5, description="5 brings nothing of it.")
    _number = number("from_years")
    _whole = whole("requires_minus", "teaches_minus")


class VerdictRule(Value):
    """One row of the table loved x qualified; an empty condition matches everything."""

    loved: tuple[Loved, ...] = ()
    qualified: tuple[Qualified, ...] = ()
    headline: Template
    advice: Template
    next: Template


class Policy(Value):
    """Every number and sentence of the planner that someone who knows the trade may dispute."""

    currency: str = "USD"
    year: int = Field(ge=1900, le=2100, description="The year from which unused years are counted.")
    hours_per_week: int = Field(ge=0, le=MOST_HOURS, description="Spare hours a week where a person gives none.")
    hireable_at: Share
    stretch_at: Share
    loved_at: int = Field(ge=1, le=5)
    unsure_at: int = Field(ge=1, le=5)
    too_far_at: Share = Field(description="Share of lines nothing relates to from which a background is too far away.")
    values_apart_at: Share = Field(description="Fit with a person's values below which a note says so.")
    levels: dict[Literal["1", "2", "3", "4", "5"], Level]
    fade: Fade
    held_roles: tuple[HeldRoleRule, ...]
    verdicts: tuple[VerdictRule, ...] = Field(min_length=1)
    reasons: dict[NotYet, Template]
    notes: dict[NoteKind, Template]
    _whole = whole("year", "hours_per_week", "loved_at", "unsure_at")


def spare_hours(limits: Limits, policy: Policy) -> int:
    """Return the hours a week a person has beside any job."""
    return policy.hours_per_week if limits.hours_per_week is None else limits.hours_per_week


def may_take(step: Step, limits: Limits, hours: int) -> bool:
    """Say whether the limits on kinds of steps leave one that a person with so many spare ``hours`` a week can take."""
    if step.id in limits.avoid or (limits.must_earn and step.full_time and step.pay <= 0):
        return False
    return hours > 0 if step.hours is not None else (step.hours_per_week or 0) <= hours
