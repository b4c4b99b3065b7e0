"""Every role at a glance, and the effect of an edit of the rules, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from planner.explanation.compare import labels
from planner.explanation.plan import totals_words
from planner.explanation.words import Sentence, count_words, explain, join, money
from planner.planning.explore import Exploration, FirstStep, Prospect
from planner.planning.impact import Moved
from planner.planning.plan import Impossible, Plan
from planner.reasoning.verdict import Verdict
from planner.rulebook.book import RuleBook

QUALIFIED = {"ready": "ready", "stretch": "a stretch", "not-yet": "not yet", "out-of-reach": "out of reach"}


@explain.register
def _(exploration: Exploration, rules: RuleBook) -> tuple[Sentence, ...]:
    said = [sentence for prospect in exploration.nearest for sentence in explain(prospect, rules)]
    for first in exploration.first:
        said += explain(first, rules)
    return tuple(said)


@explain.register
def _(prospect: Prospect, rules: RuleBook) -> tuple[Sentence, ...]:
    role, answer = prospect.role, prospect.answer
    parts = [f"{qualified_words(prospect.verdict)}, {prospect.met} of {count_words(prospect.lines, 'line')} met"]
    parts.append(away_words(answer, rules))
    parts += [f"pay {money(role.pay, rules)}"] if role.pay is not None else []
    parts += [f"fit {int(prospect.fit * 100)} per cent"] if prospect.fit is not None else []
    return (Sentence(f"{role.label}: {'; '.join(parts)}.", (role.id,)),)


@explain.register
def _(first: FirstStep, rules: RuleBook) -> tuple[Sentence, ...]:
    roles = join(rules.roles[id].label for id in first.roles)
    step = labels([first.step.id], rules)
    return (Sentence(f"To begin with: {step}, part of a best plan for {roles}.", (first.step.id, *first.roles)),)


def qualified_words(verdict: Verdict) -> str:
    """Return how far a person is from a role, in a word or three."""
    return QUALIFIED[verdict.qualified]


def away_words(answer: Plan | Impossible, rules: RuleBook) -> str:
    """Return what it takes to get to a role, in a phrase."""
    if isinstance(answer, Plan):
        return totals_words(answer, rules) + ("" if answer.proved else " (not proved)")
    return "no plan" if answer.proved else "no plan found in time"


@explain.register
def _(moved: Moved, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_moved(moved, rules))


def _moved(moved: Moved, rules: RuleBook) -> Iterator[Sentence]:
    role = rules.roles[moved.role].label if moved.role in rules.roles else moved.role
    title = f"{moved.person} to {role}"
    if moved.verdict_before is None and moved.verdict_after is None:
        yield Sentence(f"{title}: neither the old nor the new rules can be asked: {moved.why}", (moved.role,))
        return
    if not moved.changed:
        yield Sentence(f"{title}: nothing changes.", (moved.role,))
        return
    yield Sentence(f"{title}:", (moved.role,))
    if moved.verdict_before is None or moved.verdict_after is None:
        side = "new" if moved.verdict_after is None else "old"
        yield Sentence(f"The {side} rules cannot be asked: {moved.why}", (moved.role,), 1)
        return
    before, after = (qualified_words(verdict) for verdict in (moved.verdict_before, moved.verdict_after))
    if before != after:
        yield Sentence(f"Verdict: {before} before, {after} now.", (moved.role,), 1)
    elif moved.verdict_changed:
        yield Sentence(f"Verdict: {after} as before, for other reasons.", (moved.role,), 1)
    for which, numbers, answer in (
        ("differ", [number for number in moved.lines if number not in moved.new], moved.after),
        ("are new", moved.new, moved.after),
        ("are gone", moved.gone, moved.before),
    ):
        if numbers and answer is not None:
            lines = (f"{number} ({answer.question.role.lines[number - 1].text})" for number in numbers)
            yield Sentence(f"Lines that {which}: {join(lines)}.", (moved.role,), 1)
    if not moved.plan_changed:
        return
    if moved.comparison is not None:
        for sentence in explain(moved.comparison, rules):
            yield Sentence(sentence.text, sentence.cites, sentence.depth + 1)
        return
    for when, answer in (("Before", moved.before), ("Now", moved.after)):
        if answer is not None:
            found = f" with {labels(answer.ids, rules)}" if isinstance(answer, Plan) and answer.steps else ""
            yield Sentence(f"{when}: {away_words(answer, rules)}{found}.", depth=1)
