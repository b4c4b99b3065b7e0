"""The lines of a background that answer a target, in the order of its requirements: raw material for a résumé.

They are quotes. Nothing is put into other words, so nothing is claimed that the person did not write.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.model import Fact, Role
from planner.reading.background import BackgroundReport, Mention
from planner.reasoning.audit import audit
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

MOST = 3  # quotes for one requirement


@dataclass(frozen=True)
class Highlight:
    """A quote that answers line ``number`` of a role, what it proves, and the transfers it answers it through."""

    number: int
    asked: str
    quote: str
    start: int
    end: int
    proves: tuple[Fact, ...]
    via: tuple[str, ...] = ()


def highlights(report: BackgroundReport, role: Role | str, rules: RuleBook) -> tuple[Highlight, ...]:
    """Return the most telling lines of a background for ``role``, in the order of its lines.

    A line that answers two requirements appears under both. Each quote stands in the text at its place.
    Raises :class:`WrongUse` for a role that ``rules`` do not have.
    """
    expect(report, "BackgroundReport", for_="what quotes are taken from")
    told: dict[str, list[Mention]] = {}
    for mention in report.mentions:
        if mention.counts:
            told.setdefault(mention.finding.skill, []).append(mention)
    found: list[Highlight] = []
    for line in audit(report.profile, role, rules).lines:
        asked = {fact.skill for fact in line.line.needs.walk()}
        through = {step.fact.skill for step in line.trail if step.by is None}
        by_line: dict[tuple[int, int], list[Mention]] = {}
        for skill in sorted(asked | through):
            for mention in told.get(skill, ()):
                by_line.setdefault((mention.line_start, mention.line_end), []).append(mention)
        ranked = sorted(by_line.items(), key=lambda item: (_worth(item[1], asked), item[0]))
        for (start, end), mentions in ranked[:MOST]:
            proves = {m.finding.skill: m.level for m in sorted(mentions, key=lambda m: m.level)}
            direct = any(skill in asked for skill in proves)
            facts = tuple(Fact(skill, level) for skill, level in sorted(proves.items()))
            found.append(
                Highlight(line.number, line.line.text, mentions[0].line, start, end, facts, () if direct else line.via)
            )
    return tuple(found)


def _worth(mentions: list[Mention], asked: set[str]) -> tuple[bool, int, int]:
    """Return how telling a line is, the best first: it names what is asked, says more levels outright, says more."""
    direct = any(mention.finding.skill in asked for mention in mentions)
    stated = [mention.level for mention in mentions if not mention.assumed]
    return not direct, -max(stated, default=0), -len(mentions)
