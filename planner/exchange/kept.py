"""A person, what they ask and the plan they follow in one YAML file.

A kept file is a person file, or a mapping of ``person`` and what was asked. Both are read as anything foreign:
strictly, with every problem named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from planner.exchange.person import dump, person_data
from planner.exchange.texts import Posting, posting_data
from planner.model import MOST_HOURS, Profile, Value, whole
from planner.planning.plan import Plan
from planner.planning.question import Aim, Prefer
from planner.planning.replan import MOST_WEEKS
from planner.rulebook.book import RuleBook, with_roles
from planner.rulebook.person import check_person, profile_of
from planner.rulebook.problem import Problem, RulesError
from planner.rulebook.source import from_bytes
from planner.rulebook.tree import Map, Path_, Source, parse
from planner.rulebook.wording import checked

Mark = Literal["doing", "done", "failed", "late"]


class Marked(Value):
    """What became of a step of the plan, and how many weeks more it takes where it is late."""

    step: str
    mark: Mark
    weeks: int = Field(default=0, ge=0, le=520)
    _whole = whole("weeks")


class Past(Value):
    """A step of a plan that was replaced: when it was to run (weeks from 1), and what became of it."""

    step: str
    first: int = Field(ge=1, le=5200)
    last: int = Field(ge=1, le=5200)
    mark: Mark | None = None
    _whole = whole("first", "last")


class Rest(Value):
    """What is left of a step under way when a plan was made again: weeks, or hours at one's own pace, and money."""

    step: str
    weeks: int | None = Field(default=None, ge=1, le=MOST_WEEKS)
    hours: int | None = Field(default=None, ge=1, le=MOST_WEEKS * MOST_HOURS)
    cost: int = Field(default=0, ge=0)
    _whole = whole("weeks", "hours", "cost")


class MadeFor(Value):
    """The question that a plan under way answers, where another is asked now: whom it was made for, and what.

    ``under_way`` are the steps it goes on with; it is ``stale`` where it was said already that another is asked.
    """

    person: Profile
    role: str
    prefer: Prefer = "steps"
    aim: Aim = "all"
    under_way: tuple[Rest, ...] = ()
    stale: bool = False


class Kept(Value):
    """What a kept file holds: a person, what is asked, the plan under way (ids), and what became of it.

    ``made_for`` is what that plan answers, where it is another question. ``posting`` is the job asked for where it
    comes from a posting; ``earlier`` are the plans this one replaced. What a browser's tab keeps so that it can be
    undone: ``posting_left`` was left for a job of the list, ``posting_before`` is what either of the two was before
    each change of a line by hand, oldest first.
    """

    person: Profile
    role: str = ""
    posting: Posting | None = None
    posting_left: Posting | None = None
    posting_before: tuple[Posting, ...] = ()
    prefer: Prefer = "steps"
    aim: Aim = "all"
    plan: tuple[str, ...] = ()
    marks: tuple[Marked, ...] = ()
    week: int = Field(default=0, ge=0, le=5200)
    made_for: MadeFor | None = None
    earlier: tuple[tuple[Past, ...], ...] = ()
    _whole = whole("week")


def past(plan: Plan, marks: tuple[Marked, ...] = ()) -> tuple[Past, ...]:
    """Return a plan that is replaced, as what is kept of it."""
    became = {mark.step: mark.mark for mark in marks}
    return tuple(
        Past(step=item.step.id, first=item.start_week + 1, last=item.end_week, mark=became.get(item.step.id))
        for item in plan.steps
    )


def keep(plan: Plan, marks: tuple[Marked, ...] = (), week: int = 0, earlier: tuple[tuple[Past, ...], ...] = ()) -> Kept:
    """Return a plan as what a kept file holds."""
    asked = plan.question
    person = asked.profile.model_copy(update={"limits": asked.limits})
    return Kept(
        person=person,
        role=asked.role.id,
        prefer=asked.prefer,
        aim=asked.aim,
        plan=plan.ids,
        marks=marks,
        week=week,
        earlier=earlier,
    )


def kept_text(kept: Kept, rules: RuleBook) -> str:
    """Return a kept file as YAML."""
    data: dict[str, Any] = {"person": person_data(kept.person, rules)}
    data |= kept.model_dump(include={"role", "prefer", "aim"}, exclude_defaults=True)
    if kept.posting:
        data["posting"] = posting_data(kept.posting)
    if kept.posting_left:
        data["posting_left"] = posting_data(kept.posting_left)
    if kept.posting_before:
        data["posting_before"] = [posting_data(posting) for posting in kept.posting_before]
    if kept.plan:
        data["plan"] = list(kept.plan)
    if kept.marks:
        data["marks"] = [mark.model_dump(exclude_defaults=True) for mark in kept.marks]
    if kept.week:
        data["week"] = kept.week
    if kept.made_for:
        made_for = kept.made_for.model_dump(exclude={"person"}, exclude_defaults=True)
        data["made_for"] = {"person": person_data(kept.made_for.person, rules)} | made_for
    if kept.earlier:
        data["earlier"] = [[past.model_dump(exclude_none=True) for past in plan] for plan in kept.earlier]
    return dump(data)


def read_kept(content: bytes | str, rules: RuleBook, *, name: str = "person.yaml") -> Kept:
    """Return what a kept file or a bare person file holds.

    Raises :class:`RulesError` with every problem: broken YAML, unknown keys or ids, a file that is too large.
    """
    return kept_of(parse(name, content) if isinstance(content, str) else from_bytes(name, content), rules)


def kept_of(source: Source, rules: RuleBook) -> Kept:
    """Return what a parsed text keeps, as :func:`read_kept` does."""
    if source.problems or not isinstance(source.tree, Map) or "person" not in source.tree:
        return Kept(person=profile_of(source, rules))
    kept, faults = checked(Kept, source.tree, "the file")
    if kept is None:
        raise RulesError(
            source.problem(source.find(f.path, key=f.key), f.id, f.what, why=f.why, hint=f.hint) for f in faults
        )
    problems = list[Problem]()
    if kept.posting is not None:
        problems += _unknown_skills(source, ("posting",), kept.posting, rules)
        rules = with_roles(rules, [kept.posting.role])
    if kept.posting_left is not None:
        problems += _unknown_skills(source, ("posting_left",), kept.posting_left, rules)
    for number, before in enumerate(kept.posting_before):
        problems += _unknown_skills(source, ("posting_before", number), before, rules)
    problems += check_person(source, rules, ("person",))
    if kept.made_for is not None:
        problems += check_person(source, rules, ("made_for", "person"))
    problems += _unknown_names(source, kept, rules)
    if problems:
        raise RulesError(problems)
    return kept


def read_told(content: bytes, rules: RuleBook, *, name: str) -> Kept:
    """Return what a file holds that somebody chose, as :func:`read_kept` does; one that tells nothing is a problem."""
    kept = read_kept(content, rules, name=name)
    if kept == Kept(person=Profile()):
        raise RulesError(
            [
                Problem(
                    name,
                    1,
                    1,
                    "nothing-told",
                    "nothing about a person stands in this file",
                    why="a person is a mapping of fields such as have, roles_held and love",
                    hint="choose a file that was saved here, or write one as README shows",
                )
            ]
        )
    return kept


def _unknown_names(source: Source, kept: Kept, rules: RuleBook) -> Iterator[Problem]:
    """Yield the role asked for and the steps of plans and marks that the rules do not have."""
    steps: list[tuple[Path_, str]] = [(("plan", number), id) for number, id in enumerate(kept.plan)]
    steps += [(("marks", number, "step"), mark.step) for number, mark in enumerate(kept.marks)]
    for plan, passed in enumerate(kept.earlier):
        steps += [(("earlier", plan, number, "step"), past.step) for number, past in enumerate(passed)]
    roles: list[tuple[Path_, str]] = [(("role",), kept.role)] if kept.role else []
    if kept.made_for is not None:
        roles.append((("made_for", "role"), kept.made_for.role))
        steps += [(("made_for", "under_way", n, "step"), rest.step) for n, rest in enumerate(kept.made_for.under_way)]
    unknown = [(path, "role", id) for path, id in roles if id not in rules.roles]
    unknown += [(path, "step", id) for path, id in steps if id not in rules.all_steps]
    for path, kind, id in unknown:
        yield source.problem(
            source.find(path),
            f"unknown-{kind}",
            f"{id!r} is not in these rules",
            why="a kept file can only name what the rules know",
            hint="load it with the rules it was made with, or remove the line",
        )


def _unknown_skills(source: Source, at: tuple[str | int, ...], posting: Posting, rules: RuleBook) -> Iterator[Problem]:
    for number, line in enumerate(posting.lines):
        for skill in sorted({fact.skill for fact in line.needs.walk()} - set(rules.skills)):
            yield source.problem(
                source.find((*at, "lines", number, "needs")),
                "unknown-skill",
                f"{skill!r} is no skill here",
                why="a line can only ask for what the rules know",
                hint="load it with the rules it was made with, or remove the line",
            )
