"""Comparisons, margins, plans made again and effects of an edit as plain data: what ``--json`` prints of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from planner.exchange.answer import SCHEMA_VERSION
from planner.planning.compare import Comparison, WhyNot
from planner.planning.impact import Moved
from planner.planning.margins import Margin
from planner.planning.plan import Impossible, Plan
from planner.planning.replan import Replan
from planner.reasoning.verdict import Verdict


def brief_data(answer: Plan | Impossible | None) -> dict[str, Any] | None:
    """Return an answer in short: whether there is a plan, its totals, and the ids of its steps."""
    if answer is None:
        return None
    if isinstance(answer, Plan):
        steps = [{"id": s.step.id, "start_week": s.start_week, "end_week": s.end_week} for s in answer.steps]
        return {"answer": "plan", "totals": asdict(answer.totals), "proved": answer.proved, "steps": steps}
    return {"answer": "impossible", "totals": None, "proved": answer.proved, "steps": []}


def comparison_data(comparison: Comparison | None) -> dict[str, Any] | None:
    """Return what tells two plans apart; numbers are what the second takes more."""
    if comparison is None:
        return None
    return {
        "only_before": list(comparison.only_left),
        "only_after": list(comparison.only_right),
        "both": list(comparison.both),
        "steps": comparison.steps,
        "weeks": comparison.weeks,
        "money": comparison.money,
    }


def why_not_data(answer: WhyNot, said: Sequence[str]) -> dict[str, Any]:
    """Return the plan with the other choice about a step; ``said`` is that in words."""
    return {
        "id": answer.id,
        "forced": answer.forced,
        "plan": brief_data(answer.other),
        "difference": comparison_data(answer.comparison),
        "explanation": list(said),
    }


def margins_data(margins: Sequence[Margin]) -> list[dict[str, Any]]:
    """Return by how much each step's figures may grow; ``None`` where no growth that was tried matters."""
    return [
        {
            "id": margin.id,
            "weeks": margin.weeks,
            "cost": margin.cost,
            "weeks_rival": brief_data(margin.weeks_rival.right if margin.weeks_rival else None),
            "cost_rival": brief_data(margin.cost_rival.right if margin.cost_rival else None),
            "proved": margin.proved,
        }
        for margin in margins
    ]


def replan_data(answer: Replan, said: Sequence[str]) -> dict[str, Any]:
    """Return a plan made again, beside the one before."""
    return {
        "schema_version": SCHEMA_VERSION,
        "role": answer.before.question.role.id,
        "week": answer.week,
        "spent": answer.spent,
        "done": list(answer.done),
        "failed": list(answer.failed),
        "late": dict(answer.late),
        "before": brief_data(answer.before),
        "after": brief_data(answer.after),
        "difference": comparison_data(answer.comparison),
        "explanation": list(said),
    }


def never_planned_data(before: Impossible, said: Sequence[str]) -> dict[str, Any]:
    """Return what :func:`replan_data` does where there was no plan to begin with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "role": before.question.role.id,
        "before": brief_data(before),
        "after": None,
        "difference": None,
        "explanation": list(said),
    }


def moved_data(moved: Moved, said: Sequence[str]) -> dict[str, Any]:
    """Return what a change of the rules does to one case."""
    return {
        "person": moved.person,
        "role": moved.role,
        "changed": moved.changed,
        "verdict": {"before": _verdict(moved.verdict_before), "after": _verdict(moved.verdict_after)},
        "plan": {"before": brief_data(moved.before), "after": brief_data(moved.after)},
        "difference": comparison_data(moved.comparison),
        "lines": list(moved.lines),
        "new_lines": list(moved.new),
        "gone_lines": list(moved.gone),
        "why": moved.why,
        "explanation": list(said),
    }


def _verdict(verdict: Verdict | None) -> str | None:
    return None if verdict is None else verdict.qualified
