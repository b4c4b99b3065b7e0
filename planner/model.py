"""The values everything else speaks of: skills, needs, rules, steps, roles and people.

All of them are frozen and know nothing of files. They are pydantic models because the same classes
check what people write in YAML, give editors a JSON Schema, and are built by hand in Python.
A :class:`Need` is the one exception: it is parsed from its YAML shape by hand, since a mapping whose
keys are skill ids beside two reserved words is not something a field list can describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, PydanticKnownError, core_schema

HELD = "held"
MOST_HOURS = 80
SkillKind = Literal["skill", "knowledge", "credential"]
StepKind = Literal[
    "training",
    "certification",
    "degree",
    "apprenticeship",
    "internship",
    "volunteering",
    "project",
    "entry-role",
    "returnship",
]
LineKind = Literal["gate", "core", "wish"]


NOT_SKILLS = ("any_of", "at_least")
"""Words with a meaning of their own in needs."""


def _plain_whole(value: object) -> object:
    """Refuse what only a program takes for a whole number: true, 5.0, 3.000, 1_000."""
    text = isinstance(value, str) and re.fullmatch("-?[0-9]+", value.strip()) is None
    if text or isinstance(value, (bool, float, Decimal)):
        raise PydanticKnownError("int_type")
    return value


def _plain_number(value: object) -> object:
    """Refuse what only a program takes for a number: true, 1e3, 1_000."""
    text = isinstance(value, str) and re.fullmatch(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)", value.strip()) is None
    if text or isinstance(value, bool):
        raise PydanticKnownError("decimal_type")
    return value


WHOLE = BeforeValidator(_plain_whole)
NUMBER = BeforeValidator(_plain_number)


def whole(*fields: str) -> Any:
    """Let these fields of a model take whole numbers only, written as people write them."""
    return field_validator(*fields, mode="before")(_plain_whole)


def number(*fields: str) -> Any:
    """Let these fields of a model take numbers only, written as people write them."""
    return field_validator(*fields, mode="before")(_plain_number)


class Fact(NamedTuple):
    """A skill at a level: 1 aware, 2 beginner, 3 working, 4 advanced, 5 expert; a held credential is 1."""

    skill: str
    level: int


def _problem(kind: str, message: str, value: object, at: tuple[int | str, ...]) -> InitErrorDetails:
    return InitErrorDetails(type=PydanticCustomError(kind, "{m}", {"m": message}), loc=at, input=value)


def _is_digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= most


def _level(value: object, at: tuple[int | str, ...], problems: list[InitErrorDetails]) -> int:
    if value == HELD:
        return 1
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if text in ("1", "2", "3", "4", "5"):
        return int(text)
    problems.append(_problem("level", "a level is a whole number from 1 to 5, or 'held'", value, at))
    return 1


def _parse_facts(value: object) -> tuple[Fact, ...]:
    if isinstance(value, tuple) and all(isinstance(item, Fact) for item in value):
        value = {fact.skill: fact.level for fact in sorted(value)}
    if not isinstance(value, Mapping):
        raise PydanticCustomError("facts", "a mapping of skills to levels, such as {sql: 3}")
    problems: list[InitErrorDetails] = []
    facts = tuple(sorted(Fact(str(skill), _level(level, (skill,), problems)) for skill, level in value.items()))
    if problems:
        raise ValidationError.from_exception_data("facts", problems)
    return facts


LEVEL_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"const": HELD}]}
Facts = Annotated[
    tuple[Fact, ...],
    BeforeValidator(_parse_facts),
    PlainSerializer(lambda facts: {fact.skill: fact.level for fact in facts}),
    WithJsonSchema({"type": "object", "additionalProperties": LEVEL_SCHEMA}),
]


@dataclass(frozen=True, order=True)
class Choice:
    """At least ``count`` of the needs in ``of``."""

    count: int
    of: tuple[Need, ...]


@dataclass(frozen=True, order=True)
class Need:
    """A condition on facts: all ``facts`` and all ``choices`` hold. It only grows true as facts are added.

    >>> need = Need.of({"sql": 3, "any_of": [{"python": 2}, {"r": 2}]})
    >>> need.facts, need.choices[0].count
    ((Fact(skill='sql', level=3),), 1)
    """

    facts: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()

    @classmethod
    def of(cls, value: object) -> Need:
        """Return the need that a mapping in the rules format describes.

        Raises :class:`pydantic.ValidationError` naming every place in ``value`` that does not fit.
        """
        problems: list[InitErrorDetails] = []
        need = cls._parse(value, (), problems)
        if problems:
            raise ValidationError.from_exception_data("need", problems)
        return need

    @classmethod
    def _parse(cls, value: object, at: tuple[int | str, ...], problems: list[InitErrorDetails]) -> Need:
        if isinstance(value, Need):
            return value
        if not isinstance(value, Mapping):
            problems.append(_problem("need", "a mapping of skills to levels, such as {sql: 3}", value, at))
            return cls()
        facts, choices = [], []
        for key, content in value.items():
            if key == "any_of":
                choices.append(cls._parse_choice(1, content, (*at, key), problems))
            elif key == "at_least":
                if not isinstance(content, Mapping) or not content:
                    problems.append(
                        _problem("at_least", "a mapping of a count to a list of needs", content, (*at, key))
                    )
                    continue
                for count, needs in content.items():
                    place = (*at, key, count)
                    known = _is_digits(str(count), 8) and int(count) >= 1
                    if not known:
                        problems.append(_problem("count", "a count is a whole number from 1", count, place))
                    choices.append(cls._parse_choice(int(count) if known else 1, needs, place, problems))
            else:
                facts.append(Fact(str(key), _level(content, (*at, key), problems)))
        return cls(tuple(sorted(facts)), tuple(sorted(choices)))

    @classmethod
    def _parse_choice(
        cls, count: int, value: object, at: tuple[int | str, ...], problems: list[InitErrorDetails]
    ) -> Choice:
        if not isinstance(value, (list, tuple)) or not value:
            problems.append(_problem("choice", "a list of needs, such as [{python: 2}, {r: 2}]", value, at))
            return Choice(1, (cls(),))
        if count > len(value):
            problems.append(_problem("count", f"asks for {count} of {len(value)}", value, at))
        return Choice(count, tuple(cls._parse(item, (*at, i), problems) for i, item in enumerate(value)))

    def walk(self) -> Iterator[Fact]:
        """Yield every fact named anywhere inside, alternatives included."""
        yield from self.facts
        for choice in self.choices:
            for alternative in choice.of:
                yield from alternative.walk()

    def data(self) -> dict[str, Any]:
        """Return the need as the mapping the rules format writes (levels as numbers)."""
        shape: dict[str, Any] = {fact.skill: fact.level for fact in self.facts}
        if len(self.choices) == 1 and self.choices[0].count == 1:
            shape["any_of"] = [need.data() for need in self.choices[0].of]
        elif self.choices and len({choice.count for choice in self.choices}) == len(self.choices):
            shape["at_least"] = {c.count: [need.data() for need in c.of] for c in self.choices}
        elif self.choices:
            parts = [Need(choices=(choice,)).data() for choice in self.choices]
            shape["at_least"] = {len(parts): parts}
        return shape

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.of, serialization=core_schema.plain_serializer_function_ser_schema(cls.data)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        several = {"type": "array", "items": {"title": "Need", "type": "object"}, "minItems": 1}
        return {
            "title": "Need",
            "type": "object",
            "properties": {"any_of": several, "at_least": {"type": "object", "additionalProperties": several}},
            "additionalProperties": LEVEL_SCHEMA,
        }


def all_of(needs: Iterable[Need]) -> Need:
    """Return the need that holds when all of ``needs`` hold."""
    several = list(needs)
    levels: dict[str, int] = {}
    for fact in (fact for need in several for fact in need.facts):
        levels[fact.skill] = max(fact.level, levels.get(fact.skill, 0))
    choices = {choice for need in several for choice in need.choices}
    return Need(tuple(Fact(skill, levels[skill]) for skill in sorted(levels)), tuple(sorted(choices)))


class Value(BaseModel):
    """What all checked values share: frozen, and no key that is not named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(Value):
    """An entry of a rules folder: something with an id of its own."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", max_length=80)
    replaces: bool = Field(default=False, description="Take the place of the entry of this id in an earlier layer.")

    @property
    def label(self) -> str:
        """How the entry is called in sentences."""
        return self.id.replace("-", " ")


class Skill(Entry):
    """Something a person can do (skill), know (knowledge) or hold (credential)."""

    name: str = ""
    kind: SkillKind = "skill"
    field: str = ""
    aliases: tuple[str, ...] = Field(default=(), description="How texts say it.")
    about: str = ""
    source: str = ""

    @field_validator("id")
    @classmethod
    def _no_word_of_needs(cls, id: str) -> str:
        if id in NOT_SKILLS:
            raise PydanticCustomError("reserved-id", "it has a meaning of its own in needs")
        return id

    @property
    def label(self) -> str:
        return self.name or super().label


class Example(Value):
    """The smallest test of a transfer: who has this, so has that."""

    have: Facts
    so: Facts


class TransferRule(Entry):
    """What carries over for free: ``needs`` to ``gives``, or short ``from_`` one skill ``to`` another.

    The short form loses ``minus`` levels on the way and carries over ``up_to`` at most.
    """

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    minus: int = Field(default=0, ge=0, le=4)
    up_to: int = Field(default=5, ge=1, le=5)
    needs: Need = Need()
    gives: Facts = ()
    because: str = Field(min_length=1, description="A sentence a practitioner would say aloud.")
    source: str = ""
    example: Example | None = None
    _whole = whole("minus", "up_to")

    @model_validator(mode="after")
    def _one_form(self) -> TransferRule:
        short = self.from_ is not None or self.to is not None
        if short and (self.from_ is None or self.to is None):
            raise PydanticCustomError("transfer-form", "the short form has both 'from' and 'to'")
        if short and (self.gives or self.needs != Need()):
            raise PydanticCustomError("transfer-form", "write either from/to or needs/gives, not both")
        if not short and not (self.gives and self.needs != Need()):
            raise PydanticCustomError("transfer-form", "a transfer has from/to, or needs and gives")
        if not short and {"minus", "up_to"} & self.model_fields_set:
            raise PydanticCustomError("transfer-form", "minus and up_to go with from/to only")
        return self

    def parts(self) -> tuple[tuple[Need, tuple[Fact, ...]], ...]:
        """Return the rule as plain (needs, gives) pairs, one for each level the short form can reach."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[tuple[Need, tuple[Fact, ...]], ...]:
        if self.from_ is None or self.to is None:
            return ((self.needs, self.gives),)
        top = min(self.up_to, 5 - self.minus)
        return tuple(
            (Need((Fact(self.from_, level + self.minus),)), (Fact(self.to, level),)) for level in range(1, top + 1)
        )


def _weekly(value: object) -> object:
    if isinstance(value, Fraction) and value >= 0:
        return value
    text = str(value).strip()
    if not _is_digits(text, 9) or int(text) > 100_000:
        raise PydanticCustomError("weekly-pay", "a whole number of currency units per week, from 0")
    return Fraction(int(text))


Money = Annotated[int, Field(ge=0, le=100_000_000), WHOLE]
WeeklyPay = Annotated[Fraction, BeforeValidator(_weekly), WithJsonSchema({"type": "integer", "minimum": 0})]


class Step(Entry):
    """Something one can do on the way: ``needs`` to ``gives``, at a price in time and money."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    title: str = ""
    kind: StepKind = "training"
    field: str = ""
    about: str = ""
    needs: Need = Need()
    gives: Facts
    hours: int | None = Field(default=None, ge=1, le=50_000, description="Self-paced: total effort in hours.")
    weeks: int | None = Field(default=None, ge=1, le=1040, description="Length of a fixed timetable in weeks.")
    hours_per_week: int | None = Field(
        default=None, ge=1, le=MOST_HOURS, description="Beside a job, for all its weeks."
    )
    full_time: bool = Field(default=False, description="Takes the working week.")
    cost: Money = Field(default=0, description="What one pays, whole currency units.")
    pay: WeeklyPay = Field(default=Fraction(0), description="What one earns, per week.")
    shows: str = Field(default="", description="The evidence it leaves behind.")
    source: str = ""
    as_of: int | None = Field(default=None, ge=1900, le=2100, description="The year of the figures.")
    _whole = whole("hours", "weeks", "hours_per_week", "as_of")

    @model_validator(mode="after")
    def _one_duration(self) -> Step:
        said = {name for name in ("hours", "weeks", "hours_per_week") if getattr(self, name) is not None}
        if self.full_time:
            said.add("full_time")
        if said not in ({"hours"}, {"weeks", "hours_per_week"}, {"weeks", "full_time"}):
            raise PydanticCustomError("duration", "hours, or weeks + hours_per_week, or weeks + full_time")
        return self

    @property
    def label(self) -> str:
        return self.title or super().label


class Line(Value):
    """One line of a job description. A line with an empty need was not understood: nobody can meet it."""

    text: str = Field(min_length=1)
    needs: Need
    gate: bool = Field(default=False, description="Law or licence: no way round.")
    wish: bool = Field(default=False, description="Preferred, not required.")

    @model_validator(mode="after")
    def _gate_or_wish(self) -> Line:
        if self.gate and self.wish:
            raise PydanticCustomError("gate-and-wish", "a line is a gate or a wish, not both")
        return self

    @property
    def kind(self) -> LineKind:
        return "gate" if self.gate else "wish" if self.wish else "core"


class Interim(Value):
    """How long an entry-level role is held when it serves as a step."""

    weeks: int = Field(ge=1, le=1040)
    _whole = whole("weeks")


Stars = Annotated[int, Field(ge=0, le=5), WHOLE]


class Role(Entry):
    """A job: its requirement lines, pay, field, and what holding it teaches."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    field: str = ""
    about: str = ""
    soc: str = Field(default="", description="O*NET-SOC code.")
    pay: Money | None = Field(default=None, description="Median, per year.")
    pay_source: str = ""
    competition: Literal["low", "medium", "high"] = "medium"
    interests: str = Field(default="", pattern=r"^[RIASEC]{0,6}$", description="RIASEC letters, strongest first.")
    values: dict[str, Stars] = Field(default={}, description="What the job offers, 0 to 5.")
    lines: tuple[Line, ...] = Field(min_length=1)
    teaches: Facts = ()
    interim: Interim | None = None
    source: str = ""

    @property
    def label(self) -> str:
        return self.title or super().label

    def must(self) -> tuple[Line, ...]:
        """Return the gates and core lines, the ones that make or break an application."""
        return tuple(line for line in self.lines if line.kind != "wish")

    def as_step(self) -> Step | None:
        """Return the role as a step of kind ``entry-role``, or None where nobody starts there."""
        if self.interim is None:
            return None
        return Step(
            id=self.id,
            title=self.label,
            kind="entry-role",
            field=self.field,
            about=self.about,
            needs=all_of(line.needs for line in self.must()),
            gives=self.teaches,
            weeks=self.interim.weeks,
            full_time=True,
            pay=Fraction(self.pay or 0, 52),
            source=self.pay_source,
        )


def _have(value: object) -> object:
    return value if isinstance(value, (Mapping, Have)) else {"level": value}


def _level_only(value: object) -> int:
    problems: list[InitErrorDetails] = []
    level = _level(value, (), problems)
    if problems:
        raise PydanticCustomError("level", "a level is a whole number from 1 to 5, or 'held'")
    return level


LAST_YEAR = 2100
Year = Annotated[int, Field(ge=1900, le=LAST_YEAR), WHOLE]


class Have(Value):
    """A level a person has, the lines of their background that show it, and when it was last used."""

    level: Annotated[int, BeforeValidator(_level_only), WithJsonSchema(LEVEL_SCHEMA)]
    evidence: tuple[str, ...] = ()
    last_used: Year | None = None


class HeldRole(Value):
    """A job a person has held, for how many years, and the year it ended where it has."""

    role: str
    years: Decimal = Field(ge=0, le=80)
    until: Year | None = None
    _number = number("years")


class Limits(Value):
    """What no plan may break. What is not given is no limit; spare hours then come from the policy."""

    hours_per_week: int | None = Field(default=None, ge=0, le=MOST_HOURS)
    budget: Money | None = None
    weeks: int | None = Field(default=None, ge=0, le=5200)
    must_earn: bool = False
    avoid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    _whole = whole("hours_per_week", "weeks")


class Profile(Value):
    """A person: what they have and hold, what they love and value, and their limits.

    ``lacks`` are the skills they say they do not have, such as a licence that lapsed: no job held brings these.
    """

    name: str = ""
    have: dict[str, Annotated[Have, BeforeValidator(_have)]] = {}
    lacks: tuple[str, ...] = ()
    roles_held: tuple[HeldRole, ...] = ()
    love: dict[str, Annotated[int, Field(ge=1, le=5), WHOLE]] = {}
    values: dict[str, Stars] = {}
    limits: Limits = Limits()
    current_pay: Money = 0
    done: tuple[str, ...] = ()
