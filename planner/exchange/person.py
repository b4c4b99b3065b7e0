"""People as files: a first draft from a job held, levels adjusted by hand, and one YAML file to keep it all in.

A kept file is a person file, or a mapping of ``person`` and what was asked. Both are read as anything foreign:
strictly, with every problem named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field

from planner.exchange.texts import Posting, posting_data
from planner.model import MOST_HOURS, Have, HeldRole, Profile, Value, whole
from planner.planning.plan import Plan
from planner.planning.question import Aim, Prefer
from planner.planning.replan import MOST_WEEKS
from planner.reasoning.background import background
from planner.rulebook.book import RuleBook, find_role, with_roles
from planner.rulebook.person import check_person, load_profile, profile_of
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


def with_job(profile: Profile, role: str, years: float, rules: RuleBook, *, working: bool = True) -> Profile:
    """Return the person with ``role`` as what they do now; whatever else they told stays.

    The job done so far gives way to it, one that has ended stays beside it, as does any of somebody who is not
    ``working``. A job held before keeps its own years. Pay follows the job where it was that of the job; what was
    typed by hand stays.

    Raises :class:`WrongUse` for a role that ``rules`` do not have.
    """
    found = find_role(role, rules)
    before = now(profile) if working else None
    known = next((held.years for held in profile.roles_held if held.role == found.id), Decimal(str(years)))
    job = HeldRole(role=found.id, years=known)
    others = [held for held in profile.roles_held if held is not before and held.role != found.id]
    update: dict[str, Any] = {"roles_held": (job, *others)}
    follows = pay_of_book(profile, rules) if before is not None else not profile.current_pay
    if follows:
        update["current_pay"] = found.pay or 0
    return profile.model_copy(update=update)


def without_job(profile: Profile, rules: RuleBook) -> Profile:
    """Return the person without what they do now, and without its pay where that was the job's."""
    before = now(profile)
    update: dict[str, Any] = {"roles_held": tuple(held for held in profile.roles_held if held is not before)}
    if before is not None and pay_of_book(profile, rules):
        update["current_pay"] = 0
    return profile.model_copy(update=update)


def now(profile: Profile) -> HeldRole | None:
    """Return the job that a person does now: the first they hold, where it has not ended."""
    first = profile.roles_held[0] if profile.roles_held else None
    return first if first is not None and first.until is None else None


def pay_of_book(profile: Profile, rules: RuleBook) -> bool:
    """Say whether a person's pay is what the rules say that their present job pays."""
    job = now(profile)
    return job is not None and profile.current_pay == (rules.roles[job.role].pay or 0)


def with_levels(profile: Profile, levels: Mapping[str, int], rules: RuleBook) -> Profile:
    """Return the person with exactly these levels (0: not at all) of the skills named; others stay as they are.

    Jobs and steps that bring more than is said are written out as single skills with them as evidence, since a
    job brings what it brings.
    """
    start = background(profile, rules)
    changed = {skill: level for skill, level in levels.items() if level != start.levels.get(skill, 0)}
    if not changed:
        return profile
    lowered = any(level < start.levels.get(skill, 0) for skill, level in changed.items())
    have = dict(profile.have)
    if lowered:
        have = {
            skill: Have(level=level, evidence=tuple(item.quote for item in start.shows(skill, level)))
            for skill, level in start.levels.items()
        }
    for skill, level in changed.items():
        old = have.pop(skill, None)
        if level:
            have[skill] = Have(level=level, evidence=old.evidence if old else ())
    update: dict[str, Any] = {"have": dict(sorted(have.items()))}
    if lowered:
        update |= {"roles_held": (), "done": ()}
    return profile.model_copy(update=update)


def months(weeks: int, *, digits: int = 2) -> float:
    """Return weeks as months of the calendar, to the hundredth or to so many digits, rounded up.

    >>> months(78), months(11), months(11, digits=1)
    (18.0, 2.54, 2.6)
    """
    parts = 10**digits
    return float(ceil(weeks * 12 * parts / 52) / parts)


def weeks_in(months: float) -> int:
    """Return the whole weeks in a number of months; what :func:`months` gave comes back.

    >>> weeks_in(18.0), weeks_in(months(31))
    (78, 31)
    """
    return int(round(months * 100) * 52 / 1200)


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
    return _dump(data)


def person_text(profile: Profile, rules: RuleBook) -> str:
    """Return a person as the YAML that ``pivot`` reads."""
    return _dump(person_data(profile, rules))


def person_data(profile: Profile, rules: RuleBook) -> dict[str, Any]:
    """Return a person as the plain data of a person file; what is not set is left out."""
    limits = profile.limits.model_dump(exclude_defaults=True)
    data: dict[str, Any] = {
        "name": profile.name,
        "have": {skill: _have(skill, have, rules) for skill, have in profile.have.items()},
        "roles_held": [_held(held) for held in profile.roles_held],
        "love": dict(profile.love),
        "values": dict(profile.values),
        "limits": {name: list(value) if isinstance(value, tuple) else value for name, value in limits.items()},
        "current_pay": profile.current_pay,
        "done": list(profile.done),
    }
    return {name: value for name, value in data.items() if value}


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


def example_people(*books: RuleBook) -> list[tuple[Path, Profile]]:
    """Return the files of the example people that fit one of the rule books, and the people."""
    found = []
    for file in sorted((Path(str(files("planner"))) / "examples").glob("*.yaml")):
        for book in books:
            try:
                found.append((file, load_profile(file, book)))
            except RulesError:
                continue
            break
    return found


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


def _have(skill: str, have: Have, rules: RuleBook) -> Any:
    credential = skill in rules.skills and rules.skills[skill].kind == "credential"
    level: int | str = "held" if credential else have.level
    if not have.evidence and have.last_used is None:
        return level
    rest = {"evidence": list(have.evidence), "last_used": have.last_used}
    return {"level": level, **{name: value for name, value in rest.items() if value}}


def _held(held: HeldRole) -> dict[str, Any]:
    years = int(held.years) if held.years == int(held.years) else float(held.years)
    return {"role": held.role, "years": years, **({"until": held.until} if held.until else {})}


class _Dumper(yaml.SafeDumper):
    """Writes every value out where it stands; the reader takes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dump(data: Mapping[str, Any]) -> str:
    return str(yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
