"""Proofs as a bill one can check with a pencil."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.explanation.words import Sentence, count_words, explain, join, money
from planner.planning.proof import Argument, Bill, Cases, Chain, Proof, Unit
from planner.rulebook.book import RuleBook

MANY = 8
NOTHING = {
    "steps": "No plan has fewer steps than none.",
    "weeks": "No plan is over sooner than at once.",
    "money": "No plan takes less money than none.",
}


@explain.register
def _(proof: Proof, rules: RuleBook) -> tuple[Sentence, ...]:
    amount = {
        "steps": count_words(proof.value, "step"),
        "weeks": count_words(proof.value, "week"),
        "money": money(proof.value, rules),
    }[proof.measure]
    if proof.value:
        said = [Sentence(f"Why every plan takes at least {amount}:")]
        said += _argument(proof.argument, proof, rules, 1)
    else:
        said = [Sentence(NOTHING[proof.measure])]
    if proof.how == "search":
        said.append(
            Sentence("That no plan lies between this and the one shown was settled by going through them all (search).")
        )
    elif proof.how == "bound":
        said.append(Sentence("Whether any plan is better than the one shown was not settled in time."))
    return tuple(said)


def _argument(argument: Argument, proof: Proof, rules: RuleBook, depth: int) -> Iterator[Sentence]:
    if isinstance(argument, Cases):
        title = rules.all_steps[argument.step].label
        yield Sentence(f"Suppose a plan has “{title}”:", (argument.step,), depth)
        yield from _argument(argument.with_it, proof, rules, depth + 1)
        yield Sentence(f"Suppose it does without “{title}”:", (argument.step,), depth)
        yield from _argument(argument.without_it, proof, rules, depth + 1)
    elif isinstance(argument, Chain):
        if not argument.steps:
            yield Sentence("Nothing has to be waited for.", depth=depth)
            return
        names = join((rules.all_steps[id].label for id in argument.steps), "then")
        weeks = count_words(argument.weeks, "week")
        yield Sentence(
            f"However many hours one has, what has to come first takes {weeks}; the quickest chain is {names}.",
            argument.steps,
            depth,
        )
    else:
        yield from _bill(argument, proof, rules, depth)


def _bill(bill: Bill, proof: Proof, rules: RuleBook, depth: int) -> Iterator[Sentence]:
    for id in bill.given:
        yield Sentence(f"{rules.all_steps[id].label} itself counts in full.", (id,), depth)
    for line in bill.lines:
        names = [rules.all_steps[id].label for id in line.steps]
        owed = amount_words(line.amount, bill.unit, rules)
        every = "every plan" if proof.measure == "steps" else "every plan that would take less"
        if len(names) == 1:
            text = f"{names[0]} is in {every}: {owed}."
        elif len(names) <= MANY:
            text = f"One of these is in {every}: {join(names, 'or')}: {owed}."
        else:
            text = f"One of these {len(names)} is in {every}: {join([*names[:MANY], 'others'], 'or')}: {owed}."
        yield Sentence(text, line.steps, depth)
    total = sum((line.amount for line in bill.lines), Fraction(0))
    if not bill.lines and not bill.given:
        yield Sentence("Without the steps that alone take that much, the goal is out of reach.", depth=depth)
    elif total.denominator > 1:
        sum_ = amount_words(total, bill.unit, rules)
        yield Sentence(f"Together {sum_}, and nothing comes in parts: round up.", depth=depth)
    elif len(bill.lines) > 1:
        end = " spread over the spare hours of each week" if bill.unit == "hours" else ""
        sum_ = amount_words(total, bill.unit, rules)
        yield Sentence(f"Together {sum_}{end}; no step is charged more than it takes.", depth=depth)


def amount_words(amount: Fraction, unit: Unit, rules: RuleBook) -> str:
    """Return an amount of a bill in words."""
    if unit == "money":
        return money(int(amount), rules)
    word = {"steps": "step", "full-time weeks": "week of full-time work", "hours": "spare hour"}[unit]
    if amount.denominator > 1:
        return f"{amount} of a {word}" if amount < 1 else f"{amount} {word}s"
    plural = word.replace("week of", "weeks of") if unit == "full-time weeks" else f"{word}s"
    return f"{amount} {word if amount == 1 else plural}"
