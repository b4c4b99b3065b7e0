"""People as files: a first draft from a job held, levels adjusted by hand, and the YAML that ``pivot`` reads."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from planner.model import Have, HeldRole, Profile
from planner.reasoning.background import background
from planner.rulebook.book import RuleBook, find_role
from planner.rulebook.person import load_profile
from planner.rulebook.problem import RulesError


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
    lacks = tuple(skill for skill in profile.lacks if skill not in have)
    update: dict[str, Any] = {"have": dict(sorted(have.items())), "lacks": lacks}
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


def person_text(profile: Profile, rules: RuleBook) -> str:
    """Return a person as the YAML that ``pivot`` reads."""
    return dump(person_data(profile, rules))


def person_data(profile: Profile, rules: RuleBook) -> dict[str, Any]:
    """Return a person as the plain data of a person file; what is not set is left out."""
    limits = profile.limits.model_dump(exclude_defaults=True)
    data: dict[str, Any] = {
        "name": profile.name,
        "have": {skill: _have(skill, have, rules) for skill, have in profile.have.items()},
        "lacks": list(profile.lacks),
        "roles_held": [_held(held) for held in profile.roles_held],
        "love": dict(profile.love),
        "values": dict(profile.values),
        "limits": {name: list(value) if isinstance(value, tuple) else value for name, value in limits.items()},
        "current_pay": profile.current_pay,
        "done": list(profile.done),
    }
    return {name: value for name, value in data.items() if value}


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


def dump(data: Mapping[str, Any]) -> str:
    """Return plain data as YAML, in the order in which it stands."""
    return str(yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100))
