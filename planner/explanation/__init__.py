"""Results to sentences. This is the only place where prose about answers is made.

Every sentence carries the ids it cites, so that a page can link them without searching the text. Each module
speaks of one topic and teaches :func:`explain` its types.
"""

from planner.explanation import compare, proof, reading
from planner.explanation.answer import told_data
from planner.explanation.audit import verdict_words
from planner.explanation.change import (
    WISHES,
    incomplete_words,
    offer_words,
    other_wish_words,
    plan_names,
    waived_words,
    wish_words,
)
from planner.explanation.explore import QUALIFIED, away_words, qualified_words
from planner.explanation.node import node_words
from planner.explanation.plan import (
    cost_words,
    effort_words,
    pay_words,
    plan_words,
    proof_words,
    spending_words,
    step_words,
)
from planner.explanation.words import (
    INTERESTS,
    Sentence,
    count_words,
    explain,
    fact_words,
    field_words,
    join,
    money,
    need_words,
)

__all__ = [
    "INTERESTS",
    "QUALIFIED",
    "WISHES",
    "Sentence",
    "away_words",
    "compare",
    "cost_words",
    "count_words",
    "effort_words",
    "explain",
    "fact_words",
    "field_words",
    "incomplete_words",
    "join",
    "money",
    "need_words",
    "node_words",
    "offer_words",
    "other_wish_words",
    "pay_words",
    "plan_names",
    "plan_words",
    "proof",
    "proof_words",
    "qualified_words",
    "reading",
    "spending_words",
    "step_words",
    "told_data",
    "verdict_words",
    "waived_words",
    "wish_words",
]
