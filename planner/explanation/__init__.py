"""Results to sentences. This is the only place where prose about answers is made.

Every sentence carries the ids it cites, so that a page can link them without searching the text. Each module
speaks of one topic and teaches :func:`explain` its types.
"""

from planner.explanation.audit import derivation_words, fill, verdict_words
from planner.explanation.change import part_words, trade_words
from planner.explanation.compare import difference_words
from planner.explanation.explore import away_words, qualified_words
from planner.explanation.node import node_words
from planner.explanation.plan import effort_words, limit_words, totals_words
from planner.explanation.proof import amount_words
from planner.explanation.words import INTERESTS, Sentence, count_words, explain, fact_words, join, money, need_words

__all__ = [
    "INTERESTS",
    "Sentence",
    "amount_words",
    "away_words",
    "count_words",
    "derivation_words",
    "difference_words",
    "effort_words",
    "explain",
    "fact_words",
    "fill",
    "join",
    "limit_words",
    "money",
    "need_words",
    "node_words",
    "part_words",
    "qualified_words",
    "totals_words",
    "trade_words",
    "verdict_words",
]
