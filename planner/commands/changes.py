"""The least changes that would make a plan, as every command shows them where there is none."""

from __future__ import annotations

from planner.commands.output import heading, say, sentences
from planner.explanation import offer_words
from planner.planning.changes import Offer
from planner.planning.plan import Impossible
from planner.rulebook.book import RuleBook


def show_changes(answer: Impossible, offer: Offer, book: RuleBook) -> None:
    said = [line for change in offer.changes for line in sentences(change, book)]
    said += map(str, offer_words(answer, offer))
    if said:
        heading("What would make a plan")
        say(said)
