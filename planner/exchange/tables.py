"""Audit and plan as CSV for spreadsheets, and the calendar of a plan for calendar programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from planner.exchange.series import lane
from planner.planning.plan import Plan
from planner.planning.spending import given_up
from planner.reasoning.audit import Audit

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused(-3), defused("plain")
    ("'=1+1", '-3', 'plain')
    """
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(FORMULA) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV with every cell defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def audit_csv(audit: Audit, said: Sequence[str]) -> str:
    """Return the audit as CSV; ``said`` is what answers each line, in words."""
    rows = [
        (line.number, line.line.text, line.line.kind, line.status, words, "; ".join(line.via))
        for line, words in zip(audit.lines, said, strict=True)
    ]
    return csv_text(("line", "text", "kind", "status", "what answers it", "through"), rows)


def plan_csv(plan: Plan) -> str:
    """Return the steps of a plan as CSV, weeks counted from 1."""
    lines = plan.question.role.lines
    rows = [
        (
            n,
            item.step.label,
            item.step.kind,
            item.start_week + 1,
            item.end_week,
            lane(item),
            item.cost,
            given_up(item),
            round(item.step.pay),
            "; ".join(lines[number - 1].text for number in item.for_lines),
            item.step.source,
        )
        for n, item in enumerate(plan.steps, 1)
    ]
    header = ("step", "title", "kind", "first week", "last week", "takes", "cost", "of it pay given up", "pay a week")
    return csv_text((*header, "for lines", "source"), rows)


def calendar_file(plan: Plan, start: date, said: Sequence[str]) -> bytes:
    """Return the plan as an iCalendar file of whole-day events, week 0 beginning on ``start``.

    ``said`` describes each step. An event's UID rests on step and role alone, so importing a later plan moves
    the events instead of doubling them.
    """
    from icalendar import Calendar, Event

    calendar: Any = Calendar()
    calendar.add("prodid", "-//pivot planner//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.question.role.label)
    stamp = datetime.combine(start, time(), UTC)
    for item, words in zip(plan.steps, said, strict=True):
        event: Any = Event()
        event.add("uid", f"{item.step.id}.{plan.question.role.id}@pivot-planner")
        event.add("dtstamp", stamp)
        event.add("dtstart", start + timedelta(weeks=item.start_week))
        event.add("dtend", start + timedelta(weeks=item.end_week))
        event.add("summary", item.step.label)
        event.add("description", words)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
