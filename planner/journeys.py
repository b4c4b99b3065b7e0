"""Journeys: people, roles and what a coach expects of the answer, written in YAML and run against a rule book.

They are how someone who knows the trade and no Python tests an edit of the rules. An expectation says only
what matters, so that several equally good plans can pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from planner.explanation import explain
from planner.model import Profile, Value
from planner.planning.plan import Aim, Impossible, Plan, Prefer, find_plan
from planner.reasoning.audit import audit
from planner.reasoning.verdict import judge_audit
from planner.rulebook.book import RuleBook, find_role
from planner.rulebook.load import check_person
from planner.rulebook.policy import Loved, NotYet, NoteKind, Qualified
from planner.rulebook.problem import Problem, RulesError
from planner.rulebook.source import Map, Mark, Source, read_layer
from planner.rulebook.wording import describe


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
    kinds: tuple[str, ...] = Field(default=(), description="Kinds of step the plan must have.")
    says: tuple[str, ...] = Field(default=(), description="Words the explanation must have.")
    limits: tuple[str, ...] = Field(default=(), description="Limits that clash, where it is impossible.")


class Journey(Value):
    """A titled case: a person, a role, how to plan, and what a coach expects."""

    title: str = Field(min_length=1)
    about: str = ""
    person: Profile
    role: str
    prefer: Prefer = "steps"
    aim: Aim = "all"
    expect: Expectation
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class _Outcome:
    """What was found, by the names of :class:`Expectation`."""

    values: Mapping[str, Any]
    plan: Plan | None
    said: str
    via: frozenset[str]
    clash: frozenset[str]


def load_journeys(where: str | Path, rules: RuleBook) -> list[Journey]:
    """Return the journeys of a folder or file, by file and place in it.

    A file holds one journey, or a mapping ``journeys`` of names to journeys. Raises :class:`RulesError` with
    every problem of every file.
    """
    journeys, problems = [], list[Problem]()
    for source in read_layer(where):
        problems += source.problems
        if source.problems:
            continue
        if not isinstance(source.tree, Map):
            problems.append(source.problem(Mark((1, 1, 1)), "not-a-journey", "a journey is a mapping of fields",
                                           why="such as title, person, role and expect", hint="begin with 'title:'"))
            continue
        several = source.tree.get("journeys")
        named = {("journeys", key): value for key, value in several.items()} if isinstance(several, Map) else {(): source.tree}
        for path, content in named.items():
            found = _read(source, path, content, rules, problems)
            journeys += [found] if found else []
    if problems:
        raise RulesError(problems)
    return journeys


def _read(
    source: Source, path: tuple[Any, ...], content: Any, rules: RuleBook, problems: list[Problem]
) -> Journey | None:
    try:
        line = source.find(path, key=True)[0] if path else 1
        journey = Journey.model_validate({**content, "file": source.name, "line": line})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            d = describe(fault, "the journey", Journey)
            mark = source.find((*path, *d.path), key=d.key)
            problems.append(source.problem(mark, d.id, d.what, why=d.why, hint=d.hint))
        return None
    problems += check_person(source, rules, (*path, "person"))
    find_role(journey.role, rules)
    return journey


def run_journey(journey: Journey, rules: RuleBook, *, time_limit: float = 60.0) -> tuple[str, ...]:
    """Return what in the answer differs from the expectation, in words; nothing where all holds."""
    person, expect = journey.person, journey.expect
    found = audit(person, journey.role, rules)
    verdict = judge_audit(found, person, rules)
    answer = find_plan(person, found.role, rules, prefer=journey.prefer, aim=journey.aim, time_limit=time_limit)
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
    via = frozenset(id for line in found.lines for id in line.via)
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
    wanted_all = [("notes", expect.notes, values["notes"]), ("through", expect.through, outcome.via),
                  ("uses", expect.uses, ids), ("kinds", expect.kinds, kinds), ("limits", expect.limits, outcome.clash)]
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
