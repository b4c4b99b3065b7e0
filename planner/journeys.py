"""Journeys: people, roles and what a coach expects of the answer, written in YAML and run against a rule book.

They are how someone who knows the trade and no Python tests an edit of the rules. An expectation says only
what matters, so that several equally good plans can pass.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from planner.explanation import explain
from planner.model import Profile, StepKind, Value, whole
from planner.planning.answered import answered
from planner.planning.plan import Impossible, Plan
from planner.planning.question import TIME_LIMIT, Aim, Prefer
from planner.rulebook.book import Place, RuleBook, find_role
from planner.rulebook.person import check_person
from planner.rulebook.policy import Loved, NoteKind, NotYet, Qualified
from planner.rulebook.problem import Problem, RulesError, WrongUse, counted, did_you_mean, shorten
from planner.rulebook.source import read_layer
from planner.rulebook.tree import Map, Path_, Source
from planner.rulebook.wording import checked


class Expectation(Value):
    """What must hold in the answer; what is left out is not checked."""

    answer: Literal["plan", "impossible"] = "plan"
    loved: Loved | None = None
    qualified: Qualified | None = None
    reason: NotYet | None = None
    notes: tuple[NoteKind, ...] = Field(default=(), description="Notes that must be there.")
    met_at_least: int | None = None
    met_at_most: int | None = None
    through: tuple[str, ...] = Field(default=(), description="Transfers some line must be met through.")
    steps_at_least: int | None = None
    steps_at_most: int | None = None
    weeks_at_least: int | None = None
    weeks_at_most: int | None = None
    money_at_least: int | None = None
    money_at_most: int | None = None
    uses: tuple[str, ...] = Field(default=(), description="Steps the plan must have.")
    uses_one_of: tuple[str, ...] = Field(default=(), description="Steps of which the plan must have one.")
    never: tuple[str, ...] = Field(default=(), description="Steps the plan must not have.")
    kinds: tuple[StepKind, ...] = Field(default=(), description="Kinds of step the plan must have.")
    says: tuple[str, ...] = Field(default=(), description="Words the explanation must have.")
    limits: tuple[str, ...] = Field(default=(), description="Limits that clash, where it is impossible.")
    _whole = whole(
        *(f"{name}_at_{bound}" for name in ("met", "steps", "weeks", "money") for bound in ("least", "most"))
    )


class Journey(Value):
    """A titled case: a person, a role, how to plan, and what a coach expects."""

    title: str = Field(min_length=1)
    about: str = ""
    person: Profile
    role: str
    prefer: Prefer = "steps"
    aim: Aim = "all"
    expect: Expectation


@dataclass(frozen=True)
class _Outcome:
    """What was found, by the names of :class:`Expectation`."""

    values: Mapping[str, Any]
    plan: Plan | None
    said: str
    via: frozenset[str]
    clash: frozenset[str]


def load_journeys(where: str | Path, rules: RuleBook, *others: RuleBook) -> list[tuple[Place, Journey]]:
    """Return the journeys of a folder or file, by file and place in it.

    A file holds one journey, or a mapping ``journeys`` of names to journeys. Each has to fit ``rules``, or else one of
    the ``others``. Raises :class:`RulesError` with every problem of every file.
    """
    found, problems = list[tuple[Place, Journey]](), list[Problem]()
    for source in read_layer(where, kind="journeys"):
        problems += source.problems
        if source.problems:
            continue
        several = source.value(("journeys",))
        paths: list[Path_] = [("journeys", name) for name in several] if isinstance(several, Map) else [()]
        for path in paths:
            journey, faults = _read(source, path, rules)
            fits = (read for other in others if faults and not (read := _read(source, path, other))[1])
            journey, faults = next(fits, (journey, faults))
            problems += faults
            if journey is not None and not faults:
                found.append((Place(source.name, *source.find(path, key=True)[:2]), journey))
        if isinstance(several, Map):
            problems += [
                source.problem(
                    source.find((key,), key=True),
                    "unknown-key",
                    f"{shorten(key)} stands beside 'journeys'",
                    why="a file of several journeys holds nothing else",
                    hint="move it into a journey",
                )
                for key in source.tree
                if key != "journeys"
            ]
    if problems:
        raise RulesError(problems)
    return found


def _read(source: Source, path: Path_, rules: RuleBook) -> tuple[Journey | None, list[Problem]]:
    content = source.value(path)
    if not isinstance(content, Map) or (not path and "journeys" in content):
        return None, [
            source.problem(
                source.find(path),
                "not-a-journey",
                "a journey is a mapping of fields" if path else "a file of journeys is a mapping of names to journeys",
                why="a journey has a title, person, role and expect",
                hint="write its fields below it, indented"
                if path
                else "begin with 'journeys:', and below it '  a-name:'",
            )
        ]
    journey, faults = checked(Journey, content, "the journey")
    problems = [
        source.problem(
            source.find((*path, *fault.path), key=fault.key), fault.id, fault.what, why=fault.why, hint=fault.hint
        )
        for fault in faults
    ]
    problems += check_person(source, rules, (*path, "person"))
    return journey, [*problems, *_unknown_ids(source, path, rules)]


def _unknown_ids(source: Source, path: Path_, rules: RuleBook) -> Iterator[Problem]:
    """Yield a problem for each role, step and transfer a journey names and the rules do not know."""
    role = source.value((*path, "role"))
    try:
        if isinstance(role, str):
            find_role(role, rules)
    except WrongUse:
        hint = did_you_mean(role, rules.roles) or f"the rules know {counted(len(rules.roles), 'role')}; choose one"
        yield source.problem(
            source.find((*path, "role")),
            "unknown-role",
            f"{shorten(role)} is no role here",
            why="a journey leads to a role of the rules",
            hint=hint,
        )
    named: list[tuple[str, str, Collection[str]]] = [
        ("uses", "step", rules.all_steps),
        ("uses_one_of", "step", rules.all_steps),
        ("never", "step", rules.all_steps),
        ("through", "transfer", rules.transfers),
    ]
    for field, kind, known in named:
        ids = source.value((*path, "expect", field))
        for number, id in enumerate(ids if isinstance(ids, list) else ()):
            if isinstance(id, str) and id not in known:
                mark = source.find((*path, "expect", field, number))
                yield source.problem(
                    mark,
                    f"unknown-{kind}",
                    f"{shorten(id)} is no {kind} here",
                    why="what is not there can be neither in an answer nor missed in it",
                    hint=did_you_mean(id, known) or "correct the id, or remove it",
                )


def run_journey(journey: Journey, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> tuple[str, ...]:
    """Return what in the answer differs from the expectation, in words; nothing where all holds."""
    person, role, expect = journey.person, journey.role, journey.expect
    told = answered(person, role, rules, prefer=journey.prefer, aim=journey.aim, time_limit=time_limit)
    found, verdict, answer = told.audit, told.verdict, told.answer
    plan = answer if isinstance(answer, Plan) else None
    met = len(found.must) - len(found.gaps)
    values: dict[str, Any] = {
        "answer": "plan" if plan else "impossible",
        "loved": verdict.loved,
        "qualified": verdict.qualified,
        "reason": verdict.reason,
        "notes": verdict.notes,
        "met": met,
        "steps": plan.totals.steps if plan else None,
        "weeks": plan.totals.weeks if plan else None,
        "money": plan.totals.money if plan else None,
    }
    said = " ".join(str(s) for result in (verdict, found, answer) for s in explain(result, rules))
    via = frozenset(id for line in found.lines if line.met for id in line.via)
    clash = frozenset(
        name for reason in (answer.reasons if isinstance(answer, Impossible) else ()) for name in reason.limits
    )
    return tuple(_faults(expect, _Outcome(values, plan, said, via, clash), proved=answer.proved))


def _faults(expect: Expectation, outcome: _Outcome, *, proved: bool) -> Iterator[str]:
    values, plan = outcome.values, outcome.plan
    if not proved:
        yield "the answer is not proved"
    for name in ("answer", "loved", "qualified", "reason"):
        wanted = getattr(expect, name)
        if wanted is not None and values[name] != wanted:
            yield f"{name}: expected {wanted}, found {values[name]}"
    for name in ("met", "steps", "weeks", "money"):
        least, most, value = getattr(expect, f"{name}_at_least"), getattr(expect, f"{name}_at_most"), values[name]
        if least is not None and (value is None or value < least):
            yield f"{name}: expected at least {least}, found {value}"
        if most is not None and (value is None or value > most):
            yield f"{name}: expected at most {most}, found {value}"
    ids = frozenset(plan.ids) if plan else frozenset()
    kinds = frozenset(item.step.kind for item in plan.steps) if plan else frozenset()
    shown = ", ".join(sorted(ids)) or "no step"
    wanted_all = [
        ("notes", expect.notes, values["notes"]),
        ("through", expect.through, outcome.via),
        ("uses", expect.uses, ids),
        ("kinds", expect.kinds, kinds),
        ("limits", expect.limits, outcome.clash),
    ]
    for name, wanted, there in wanted_all:
        for item in wanted:
            if item not in there:
                yield f"{name}: expected {item}, found {', '.join(sorted(there)) or 'none'}"
    if expect.uses_one_of and not ids & set(expect.uses_one_of):
        yield f"uses_one_of: expected one of {', '.join(expect.uses_one_of)}, found {shown}"
    for id in expect.never:
        if id in ids:
            yield f"never: {id} is in the plan ({shown})"
    for words in expect.says:
        if words.casefold() not in outcome.said.casefold():
            yield f"says: {words!r} is not in the explanation"
