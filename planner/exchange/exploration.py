"""Every role for one person, as plain data and as CSV for spreadsheets."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from planner.exchange.answer import SCHEMA_VERSION
from planner.exchange.tables import csv_text
from planner.planning.explore import Exploration, Prospect
from planner.planning.plan import Plan


def exploration_data(found: Exploration) -> dict[str, Any]:
    """Return every role, the nearest first, and the first steps as one object of plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "roles": [_prospect(prospect) for prospect in found.nearest],
        "first_steps": [
            {"id": first.step.id, "title": first.step.label, "roles": list(first.roles)} for first in found.first
        ],
    }


def _prospect(prospect: Prospect) -> dict[str, Any]:
    role, answer = prospect.role, prospect.answer
    return {
        "id": role.id,
        "title": role.label,
        "field": role.field,
        "loved": prospect.verdict.loved,
        "qualified": prospect.verdict.qualified,
        "lines": prospect.lines,
        "met": prospect.met,
        "answer": "plan" if isinstance(answer, Plan) else "impossible",
        "totals": asdict(prospect.totals) if prospect.totals else None,
        "proved": answer.proved,
        "steps": [item.step.id for item in answer.steps] if isinstance(answer, Plan) else [],
        "pay": role.pay,
        "fit": None if prospect.fit is None else round(float(prospect.fit), 4),
    }


def exploration_csv(found: Exploration) -> str:
    """Return every role as a row, the nearest first."""
    rows = []
    for prospect in found.nearest:
        data = _prospect(prospect)
        totals = data["totals"] or {"steps": "", "weeks": "", "money": ""}
        shown = {**data, **totals, "step ids": "; ".join(data["steps"])}
        rows.append(["" if shown[name] is None else shown[name] for name in _COLUMNS])
    return csv_text(_COLUMNS, rows)


_COLUMNS = (
    "id", "title", "field", "loved", "qualified", "met", "lines", "answer", "proved", "steps", "weeks", "money", "pay",
    "fit", "step ids",
)  # fmt: skip
