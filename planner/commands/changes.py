"""The least changes that would make a plan, as every command shows them where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from planner.commands.output import heading, say, sentences
from planner.planning.changes import Change
from planner.rulebook.book import RuleBook


def show_changes(changes: Sequence[Change], book: RuleBook) -> None:
    if changes:
        heading("What would make a plan")
        say(line for change in changes for line in sentences(change, book))
