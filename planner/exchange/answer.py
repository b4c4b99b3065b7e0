"""Answers as plain data for other programs: the object that ``pivot plan --json`` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.model import Fact
from planner.planning.alternatives import Alternatives
from planner.planning.changes import Change
from planner.planning.plan import Impossible, Plan
from planner.planning.proof import Argument, Cases, Chain, Proof
from planner.planning.reasons import Reason
from planner.planning.totals import Totals
from planner.reasoning.audit import Audit, LineAudit
from planner.reasoning.verdict import Verdict
from planner.rulebook.book import RuleBook

SCHEMA_VERSION = 1


def answer_data(
    answer: Plan | Impossible,
    audit: Audit,
    verdict: Verdict,
    rules: RuleBook,
    *,
    verdict_words: Mapping[str, Any],
    explanation: Sequence[str],
) -> dict[str, Any]:
    """Return an answer with its audit and verdict as one object of plain data, keys in a fixed order.

    ``verdict_words`` and ``explanation`` are what :mod:`planner.explanation` makes of verdict and answer.
    """
    question = answer.question
    data: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "answer": "plan" if isinstance(answer, Plan) else "impossible",
        "role": question.role.id,
        "prefer": question.prefer,
        "aim": question.aim,
        "totals": _totals(answer.totals) if isinstance(answer, Plan) else None,
        "proved": answer.proved,
        "bound": _totals(answer.bound),
        "steps": _steps(answer, rules) if isinstance(answer, Plan) else [],
        "audit": audit_data(audit),
        "verdict": verdict_data(verdict, verdict_words),
    }
    if isinstance(answer, Plan):
        data["proof"] = proof_data(answer.proof)
        data["earned"] = answer.earned
        data["money_curve"] = list(answer.curve)
    else:
        data["proof"] = None
        data["reasons"] = [_reason(reason, rules) for reason in answer.reasons]
    data["explanation"] = list(explanation)
    return data


def proof_data(proof: Proof | None) -> dict[str, Any] | None:
    """Return a proof as plain data, amounts as text such as ``1/2``; None where there is none."""
    if proof is None:
        return None
    return {"measure": proof.measure, "value": proof.value, "how": proof.how, "argument": _argument(proof.argument)}


def _argument(argument: Argument) -> dict[str, Any]:
    if isinstance(argument, Cases):
        return {
            "kind": "cases",
            "step": argument.step,
            "with": _argument(argument.with_it),
            "without": _argument(argument.without_it),
        }
    if isinstance(argument, Chain):
        return {"kind": "chain", "weeks": argument.weeks, "steps": list(argument.steps)}
    lines = [{"one_of": list(line.steps), "amount": str(line.amount)} for line in argument.lines]
    return {"kind": "bill", "unit": argument.unit, "given": list(argument.given), "lines": lines}


def change_data(change: Change, words: str, rules: RuleBook) -> dict[str, Any]:
    """Return a change as plain data, with its sentence as ``words``; a step the rules lack has what it ``gives``."""
    parts = [
        {"kind": part.kind, "amount": part.amount, "id": part.id}
        | ({"gives": facts_data(part.facts, rules)} if part.facts else {})
        for part in change.parts
    ]
    return {"parts": parts, "totals": _totals(change.plan.totals), "steps": list(change.plan.ids), "words": words}


def alternatives_data(found: Alternatives) -> dict[str, Any]:
    """Return alternatives as plain data: ids and totals of each plan, and whether the lists are complete."""
    equal = [{"steps": list(plan.ids), "totals": _totals(plan.totals)} for plan in found.equal]
    front = [{"steps": list(plan.ids), "totals": _totals(plan.totals)} for plan in found.front]
    return {
        "equal": equal,
        "equal_complete": found.equal_complete,
        "front": front,
        "front_complete": found.front_complete,
        "front_steps": found.front_steps,
    }


def audit_data(audit: Audit) -> list[dict[str, Any]]:
    """Return each line of an audit as plain data."""
    return [_line(line) for line in audit.lines]


def verdict_data(verdict: Verdict, words: Mapping[str, Any]) -> dict[str, Any]:
    """Return a verdict as plain data, with its sentences as ``words``."""
    return {
        "loved": verdict.loved,
        "qualified": verdict.qualified,
        "reason": verdict.reason,
        **words,
        "numbers": dict(verdict.numbers),
    }


def facts_data(facts: tuple[Fact, ...], rules: RuleBook) -> dict[str, int | str]:
    """Return facts as the rules format writes them, credentials as ``held``."""
    kinds = {skill.id: skill.kind for skill in rules.skills.values()}
    return {fact.skill: "held" if kinds.get(fact.skill) == "credential" else fact.level for fact in facts}


def _totals(totals: Totals) -> dict[str, int]:
    return {"steps": totals.steps, "weeks": totals.weeks, "money": totals.money}


def _steps(plan: Plan, rules: RuleBook) -> list[dict[str, Any]]:
    lines = plan.question.role.lines
    return [
        {
            "id": item.step.id,
            "title": item.step.label,
            "kind": item.step.kind,
            "start_week": item.start_week,
            "end_week": item.end_week,
            "cost": item.cost,
            "gives": facts_data(item.step.gives, rules),
            "for_lines": [lines[number - 1].text for number in item.for_lines],
            "needed_by": list(item.needed_by),
        }
        for item in plan.steps
    ]


def _line(line: LineAudit) -> dict[str, Any]:
    return {
        "text": line.line.text,
        "kind": line.line.kind,
        "status": line.status,
        "evidence": [item.quote for item in line.evidence],
        "via": list(line.via),
        "short": [{"skill": gap.fact.skill, "level": gap.fact.level, "has": gap.has} for gap in line.short],
        "unproven": list(line.unproven),
        "ask": [fact.skill for fact in line.ask],
    }


def _reason(reason: Reason, rules: RuleBook) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "line": reason.line.text if reason.line else None,
        "lacking": facts_data(reason.lacking, rules),
        "limits": list(reason.limits),
    }
