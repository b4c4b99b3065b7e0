"""The least changes that would make a plan, as every command shows them where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.commands.output import heading, say, sentences

if TYPE_CHECKING:
    from planner.planning.changes import Change
    from planner.planning.plan import Impossible, Plan
    from planner.rulebook.book import RuleBook


def least_changes(answer: Plan | Impossible, book: RuleBook, time_limit: float) -> tuple[Change, ...]:
    """Return the least changes that free a plan; none where there is one, or that is not settled."""
    from planner.planning.changes import find_changes
    from planner.planning.plan import Impossible

    if isinstance(answer, Impossible) and answer.proved:
        return find_changes(answer, book, time_limit=time_limit)
    return ()


def changes_data(changes: Sequence[Change], book: RuleBook) -> list[dict[str, Any]]:
    from planner.exchange.answer import change_data

    return [change_data(change, " ".join(sentences(change, book))) for change in changes]


def show_changes(changes: Sequence[Change], book: RuleBook) -> None:
    if changes:
        heading("What would make a plan")
        say(line for change in changes for line in sentences(change, book))
