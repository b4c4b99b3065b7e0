"""An answer as plain data with its words: what ``pivot plan --json`` prints and what the browser saves for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.exchange.answer import answer_data, change_data
from planner.explanation.audit import verdict_words
from planner.explanation.words import explain
from planner.planning.answered import Answered
from planner.planning.changes import Change
from planner.planning.plan import Impossible
from planner.rulebook.book import RuleBook


def told_data(found: Answered, rules: RuleBook, *, changes: Sequence[Change] = ()) -> dict[str, Any]:
    """Return an answer as one object of plain data, keys in a fixed order; ``changes`` would make a plan."""
    words = verdict_words(found.verdict, rules)
    said = [str(sentence) for sentence in explain(found.answer, rules)]
    data = answer_data(found.answer, found.audit, found.verdict, rules, verdict_words=words, explanation=said)
    if isinstance(found.answer, Impossible):
        data["changes"] = changes_data(changes, rules)
    return data


def changes_data(changes: Sequence[Change], rules: RuleBook) -> list[dict[str, Any]]:
    """Return changes as plain data, each with its sentence."""
    return [change_data(change, " ".join(map(str, explain(change, rules))), rules) for change in changes]
