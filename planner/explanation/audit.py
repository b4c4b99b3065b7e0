"""Audit and verdict as sentences.

A conclusion that several lines rest on is spelled out once, numbered, and cited after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planner.explanation.words import Sentence, explain, fact_words, join, money, need_words
from planner.model import Fact, Need
from planner.reasoning.audit import Audit, LineAudit
from planner.reasoning.background import Evidence
from planner.reasoning.closure import Derivation
from planner.reasoning.verdict import Verdict
from planner.rulebook.book import RuleBook


def fill(template: str, verdict: Verdict, rules: RuleBook) -> str:
    """Return a sentence of the policy with the verdict's numbers filled in."""
    amounts = ("pay", "current_pay", "difference")
    words = {
        key: money(value, rules) if key in amounts and isinstance(value, int) else value
        for key, value in verdict.numbers.items()
    }
    return template.format_map(words)


def verdict_words(verdict: Verdict, rules: RuleBook) -> dict[str, Any]:
    """Return the sentences of a verdict by what they are for: headline, why, advice, next, and a list of notes."""
    reason = rules.policy.reasons.get(verdict.reason, "") if verdict.reason else ""
    notes = [rules.policy.notes[note] for note in verdict.notes if note in rules.policy.notes]
    words = {"headline": verdict.headline, "why": reason, "advice": verdict.advice, "next": verdict.next}
    filled: dict[str, Any] = {name: fill(text, verdict, rules) for name, text in words.items()}
    return {**filled, "notes": [fill(note, verdict, rules) for note in notes]}


@explain.register
def _(verdict: Verdict, rules: RuleBook) -> tuple[Sentence, ...]:
    words = verdict_words(verdict, rules)
    said = [words["headline"], words["why"], words["advice"], words["next"], *words["notes"]]
    return tuple(Sentence(text) for text in said if text)


@explain.register
def _(audit: Audit, rules: RuleBook) -> tuple[Sentence, ...]:
    said = []
    numbers = _shared_conclusions(audit.lines)
    spelled: set[Fact] = set()
    for line in audit.lines:
        kind = "" if line.line.kind == "core" else f" [{line.line.kind}]"
        said.append(Sentence(f"{line.number}. {line.line.text}{kind}: {line.status}"))
        said += _line(line, rules, numbers, spelled)
    return tuple(said)


@explain.register
def _(line: LineAudit, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_line(line, rules, {}, set()))


def _shared_conclusions(lines: Iterable[LineAudit]) -> dict[Fact, int]:
    """Return a number for each conclusion of a transfer that more than one line rests on."""
    uses: dict[Fact, int] = {}
    for line in lines:
        for step in line.trail:
            if step.by is not None or step.either:
                uses[step.fact] = uses.get(step.fact, 0) + 1
    return {fact: number for number, fact in enumerate((f for f, count in uses.items() if count > 1), 1)}


def _line(line: LineAudit, rules: RuleBook, numbers: Mapping[Fact, int], spelled: set[Fact]) -> Iterator[Sentence]:
    if line.met:
        if not line.via and line.credited:
            words = join(fact_words(fact, rules) for fact in line.credited)
            them = "it" if len(line.credited) == 1 else "them"
            yield Sentence(f"It asks for {words}, and you have {them}.", tuple(f.skill for f in line.credited), 1)
        yield from _trail(line, rules, numbers, spelled)
        yield from _evidence(line, rules)
    elif line.status == "unknown":
        yield from _question(line, rules)
    else:
        maybe = {fact.skill for fact in Need(choices=line.either).walk()}
        for gap in line.short:
            words = fact_words(gap.fact, rules)
            skill = rules.skills.get(gap.fact.skill)
            if gap.has and not (skill and skill.kind == "credential"):
                level = rules.policy.levels[str(gap.has)].name  # type: ignore[index]
                yield Sentence(f"Asked: {words}; you are at {gap.has} ({level}).", (gap.fact.skill,), 1)
            elif gap.fact.skill in maybe:
                yield Sentence(f"Asked: {words}.", (gap.fact.skill,), 1)
            else:
                yield Sentence(f"Asked: {words}; nothing you have told shows it.", (gap.fact.skill,), 1)
        for choice in line.either:
            words = need_words(Need(choices=(choice,)), rules)
            yield Sentence(f"You have {words}; either way more is asked.", depth=1)
        if line.line.needs.choices:
            yield Sentence(f"Any way to meet it counts: {need_words(line.line.needs, rules)}.", depth=1)
        yield from _trail(line, rules, numbers, spelled)
        yield from _evidence(line, rules)


def _trail(line: LineAudit, rules: RuleBook, numbers: Mapping[Fact, int], spelled: set[Fact]) -> Iterator[Sentence]:
    """Yield how what is there was derived; what an earlier line has spelled out is cited by its number."""
    for step in line.trail:
        if step.by is None and not step.either:
            continue
        cites = tuple(id for id in (step.by, *step.through) if id is not None)
        if step.fact in spelled:
            yield Sentence(f"{fact_words(step.fact, rules)}: as in ({numbers[step.fact]}).", cites, 1)
            continue
        mark = f"({numbers[step.fact]}) " if step.fact in numbers else ""
        if step.fact in numbers:
            spelled.add(step.fact)
        yield Sentence(mark + derivation_words(step, rules), (*cites, step.fact.skill), 1)


def _question(line: LineAudit, rules: RuleBook) -> Iterator[Sentence]:
    if line.ask:
        words = join((fact_words(fact, rules) for fact in line.ask), "or")
        yield Sentence(
            f"A role you held may have brought it. Do you have {words}?", tuple(fact.skill for fact in line.ask), 1
        )
    else:
        yield Sentence("This line was not understood. What in your experience answers it?", depth=1)


def evidence_words(evidence: Iterable[Evidence]) -> Iterator[Sentence]:
    """Yield what supports a fact, one sentence for each quote, role or step."""
    shows = {"words": "Shown by: “{}”", "role": "From your time as {}.", "step": "You finished: {}."}
    for item in evidence:
        yield Sentence(shows[item.origin].format(item.quote), (item.id,) if item.id else (), 1)


def _evidence(line: LineAudit, rules: RuleBook) -> Iterator[Sentence]:
    yield from evidence_words(line.evidence)
    if line.unproven:
        names = join(rules.skills[skill].label if skill in rules.skills else skill for skill in line.unproven)
        yield Sentence(f"On your word alone, no evidence given yet: {names}.", line.unproven, 1)


def derivation_words(step: Derivation, rules: RuleBook) -> str:
    """Return why a fact holds, with the reason its transfer gives."""
    words = fact_words(step.fact, rules)
    used = [rules.transfers.get(id) for id in (step.by, *step.through) if id is not None]
    because = [rule.because for rule in used if rule is not None]
    either = join((need_words(Need(choices=(choice,)), rules) for choice in step.either), "and")
    given = [fact_words(need, rules) for need in step.needs]
    if not step.either and step.by is None:
        said = f"{words} is what you have."
    elif step.by is None:
        beside = f", with {join(given)}" if given else ""
        said = f"Whichever you have, {either}{beside}: {words} follows."
    else:
        several = "carry" if len(given) + len(step.either) > 1 else "carries"
        said = f"{join([*given, *([either] if either else [])])} {several} over to {words}."
    return " ".join([said, *because])
