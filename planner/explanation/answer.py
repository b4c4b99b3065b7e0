"""An answer as plain data with its words: what ``pivot plan --json`` prints and what the browser saves for programs."""

from __future__ import annotations

from typing import Any

from planner.exchange.answer import answer_data, change_data
from planner.explanation.audit import verdict_words
from planner.explanation.words import explain
from planner.planning.answered import Answered
from planner.planning.changes import Offer
from planner.rulebook.book import RuleBook


def told_data(found: Answered, rules: RuleBook, *, offer: Offer | None = None) -> dict[str, Any]:
    """Return an answer as one object of plain data, keys in a fixed order; what is on ``offer`` would make a plan."""
    words = verdict_words(found.verdict, rules)
    said = [str(sentence) for sentence in explain(found.answer, rules)]
    data = answer_data(found.answer, found.audit, found.verdict, rules, verdict_words=words, explanation=said)
    return data | offer_data(offer, rules) if offer is not None else data


def offer_data(offer: Offer, rules: RuleBook) -> dict[str, Any]:
    """Return changes as plain data, each with its sentence, and whether there was time to look for all."""
    changes = [change_data(change, " ".join(map(str, explain(change, rules))), rules) for change in offer.changes]
    return {"changes": changes, "changes_complete": offer.complete}
