"""Journeys that begin with two texts: what must be found in them, what must not, and the verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from planner import audit, background_report, judge, posting_report

CASES = Path(__file__).parent / "cases" / "reading"
JOURNEYS = [
    pytest.param(journey, id=f"{file.stem}: {journey['title']}")
    for file in sorted(CASES.glob("*.yaml"))
    for journey in yaml.safe_load(file.read_text(encoding="utf-8"))["journeys"]
]
KNOWN = {
    "title", "background", "posting", "have", "not_have", "held", "lines", "gates", "asks", "never_asks", "levels",
    "not_requirements", "ask_about", "instead", "alternatives", "known_role", "ran", "qualified",
}  # fmt: skip


def faults(journey: dict[str, Any], rules: Any) -> list[str]:
    """Return what differs from what the journey expects, in words."""
    read, posting = background_report(journey["background"], rules), posting_report(journey["posting"], rules)
    person, wrong = read.profile, []

    def check(what: str, expected: object, found: object) -> None:
        if expected != found:
            wrong.append(f"{what}: expected {expected}, found {found}")

    def one(fragment: str, lines: Any, text: Any) -> Any:
        fitting = [line for line in lines if fragment in text(line)]
        check(f"lines with {fragment!r}", 1, len(fitting))
        return fitting[0] if fitting else None

    levels = {skill: have.level for skill, have in person.have.items()}
    check("have", journey.get("have", {}), {skill: levels.get(skill) for skill in journey.get("have", {})})
    check("not_have", [], [skill for skill in journey.get("not_have", ()) if skill in levels])
    if "held" in journey:
        check("held", journey["held"], {held.role: round(held.years) for held in person.roles_held})
    check("ran", journey.get("ran", True), posting.ran)
    kinds = {fact.skill: (line.kind, fact.level) for line in posting.role.lines for fact in line.needs.walk()}
    for skill, kind in journey.get("asks", {}).items():
        check(f"asks {skill}", kind, kinds.get(skill, ("nothing", 0))[0])
    for skill, level in journey.get("levels", {}).items():
        check(f"level of {skill}", level, kinds.get(skill, ("nothing", 0))[1])
    check("never_asks", [], [skill for skill in journey.get("never_asks", ()) if skill in kinds])
    for fragment, why in journey.get("not_requirements", {}).items():
        line = one(fragment, posting.lines, lambda line: line.quote)
        check(f"why {fragment!r} is no requirement", why, line and line.why)
    for fragment in journey.get("ask_about", ()):
        line = one(fragment, posting.lines, lambda line: line.quote)
        check(f"kind of {fragment!r}", "not-understood", line and line.kind)
    for fragment in journey.get("instead", ()):
        line = one(fragment, posting.lines, lambda line: line.quote)
        check(f"{fragment!r} may be met otherwise", True, line and line.instead)
    found = audit(person, posting.role, rules)
    for fragment, status in journey.get("lines", {}).items():
        line = one(fragment, found.lines, lambda line: line.line.text)
        shown = line and ("met" if line.met else line.status)
        check(f"status of {fragment!r}", status, shown)
    for fragment in journey.get("gates", ()):
        line = one(fragment, posting.role.lines, lambda line: line.text)
        check(f"kind of {fragment!r}", "gate", line and line.kind)
    if "alternatives" in journey:
        check("alternatives", journey["alternatives"], [[int(y) for y in way.years] for way in posting.alternatives[0]])
    check("known_role", journey.get("known_role", posting.known_role), posting.known_role)
    if "qualified" in journey:
        check("qualified", journey["qualified"], judge(person, posting.role, rules).qualified)
    return wrong


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_from_two_texts(journey, shipped):
    assert set(journey) <= KNOWN
    assert not faults(journey, shipped)


def test_there_are_twenty():
    assert len(JOURNEYS) >= 20
