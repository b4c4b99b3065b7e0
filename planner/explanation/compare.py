"""Two plans side by side, the other choice about a step, a plan made again, and how far figures can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.explanation.plan import totals_words
from planner.explanation.words import Sentence, count_words, explain, join, money
from planner.planning.compare import Comparison, WhyNot
from planner.planning.margins import MOST_WEEKS, Margin
from planner.planning.plan import Impossible, Plan
from planner.planning.replan import Replan
from planner.rulebook.book import RuleBook


@explain.register
def _(comparison: Comparison, rules: RuleBook) -> tuple[Sentence, ...]:
    left, right = comparison.left, comparison.right
    against = f"{totals_words(right, rules)}, against {totals_words(left, rules)}"
    told = difference_words(comparison.steps, comparison.weeks, comparison.money, rules)
    told = told or "no difference in steps, weeks or money"
    first = Sentence(f"{capital(against)}: {told}.", (*comparison.only_left, *comparison.only_right))
    return (first, *_swap(comparison, rules))


def difference_words(steps: int, weeks: int, cost: int, rules: RuleBook) -> str:
    """Return in words what one plan takes more (less where below zero) than another; nothing where nothing."""
    told = []
    if steps:
        told.append(f"{count_words(abs(steps), 'step')} {'more' if steps > 0 else 'fewer'}")
    if weeks:
        told.append(f"{count_words(abs(weeks), 'week')} {'longer' if weeks > 0 else 'shorter'}")
    if cost:
        told.append(f"{money(abs(cost), rules)} {'dearer' if cost > 0 else 'cheaper'}")
    return join(told)


def labels(ids: Iterable[str], rules: RuleBook) -> str:
    """Return steps by their names, as a list in prose."""
    return join(f"“{rules.all_steps[id].label if id in rules.all_steps else id}”" for id in ids)


def capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _swap(comparison: Comparison, rules: RuleBook) -> Iterator[Sentence]:
    ids = (*comparison.only_right, *comparison.only_left) or comparison.both
    yield Sentence(f"{capital(swap_words(comparison, rules))}.", ids, 1)


def swap_words(comparison: Comparison, rules: RuleBook) -> str:
    """Return in words which steps the second plan takes instead of those of the first."""
    out, new = labels(comparison.only_left, rules), labels(comparison.only_right, rules)
    if out and new:
        return f"{new} instead of {out}"
    return f"{new} as well" if new else f"without {out}" if out else "the same steps"


def _reasons(answer: Plan | Impossible, rules: RuleBook) -> Iterator[Sentence]:
    """Yield why there is no plan; where the time ran out, only that."""
    said = explain(answer, rules)
    for sentence in said[1:] if answer.proved else said:
        yield Sentence(sentence.text, sentence.cites, max(1, sentence.depth))


@explain.register
def _(answer: WhyNot, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_why_not(answer, rules))


def _why_not(answer: WhyNot, rules: RuleBook) -> Iterator[Sentence]:
    name, limits = labels([answer.id], rules), answer.chosen.question.limits
    cites = (answer.id,)
    if answer.id in limits.avoid:
        yield Sentence(f"You asked to leave {name} out.", cites)
    if answer.id in limits.require:
        yield Sentence(f"You asked for {name} to be in the plan.", cites)
    with_it = "With" if answer.forced == "in" else "Without"
    if answer.comparison is None:
        what = "there is no plan" if answer.other.proved else "no plan was found"
        yield Sentence(f"{with_it} {name} {what}.", cites)
        yield from _reasons(answer.other, rules)
        return
    better = answer.comparison.better
    if better is None:
        yield Sentence(f"{with_it} {name} a plan is just as good; of equal plans the one first by id is shown.", cites)
    else:
        worse = "would be better" if better is answer.other else "is not as good"
        yield Sentence(f"{with_it} {name} the best plan {worse}.", cites)
    for sentence in explain(answer.comparison, rules):
        yield Sentence(sentence.text, sentence.cites, sentence.depth + 1)
    if not answer.other.proved:
        yield Sentence("Not proved: the time ran out, and there may be a better one.", depth=1)


@explain.register
def _(answer: Replan, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_replan(answer, rules))


def _replan(answer: Replan, rules: RuleBook) -> Iterator[Sentence]:
    before, after = answer.before, answer.after
    if answer.done:
        yield Sentence(f"Done: {labels(answer.done, rules)}.", answer.done)
    if answer.failed:
        yield Sentence(f"Failed, and left out from here on: {labels(answer.failed, rules)}.", answer.failed)
    for id, more in answer.late.items():
        rest = next((s for s in after.steps if s.step.id == id), None) if isinstance(after, Plan) else None
        left = f", {count_words(rest.end_week - rest.start_week, 'week')} left" if rest else ""
        late = f", {count_words(more, 'week')} late" if more else ""
        yield Sentence(f"Under way{late}{left}: {labels([id], rules)}.", (id,))
    yield Sentence(f"Behind you: {count_words(answer.week, 'week')} and {money(answer.spent, rules)}.")
    if isinstance(after, Impossible):
        yield from _left_of_limits(answer, rules)
        yield Sentence("From here there is no plan any more." if after.proved else "From here no plan was found.")
        yield from _reasons(after, rules)
        return
    yield Sentence(f"From here: {totals_words(after, rules)}.")
    weeks = answer.week + after.totals.weeks - before.totals.weeks
    cost = answer.spent + after.totals.money - before.totals.money
    told = difference_words(0, weeks, cost, rules) or "no difference in weeks or money"
    yield Sentence(f"Against the plan as it was, in all: {told}.")
    gone = {*answer.done, *answer.failed}
    new = tuple(id for id in after.ids if id not in before.ids)
    out = tuple(id for id in before.ids if id not in after.ids and id not in gone)
    if new:
        yield Sentence(f"New in the plan: {labels(new, rules)}.", new, 1)
    if out:
        yield Sentence(f"No longer in the plan: {labels(out, rules)}.", out, 1)
    if not new and not out and after.steps:
        yield Sentence("What is left of it stays.", after.ids, 1)
    if not after.proved:
        yield Sentence("Not proved: the time ran out, and there may be a better one.", depth=1)


def _left_of_limits(answer: Replan, rules: RuleBook) -> Iterator[Sentence]:
    whole, rest = answer.before.question.limits, answer.after.question.limits
    left = []
    if whole.weeks is not None and answer.week:
        left.append(f"{rest.weeks} of {count_words(whole.weeks, 'week')}")
    if whole.budget is not None and answer.spent:
        left.append(f"{money(rest.budget or 0, rules)} of {money(whole.budget, rules)}")
    if left:
        yield Sentence(f"Left of your limits: {join(left)}.")


@explain.register
def _(margin: Margin, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_margin(margin, rules))


def _margin(margin: Margin, rules: RuleBook) -> Iterator[Sentence]:
    name, cites = labels([margin.id], rules), (margin.id,)
    if margin.weeks is None:
        weeks = f"no longer time changes the plan (up to {count_words(MOST_WEEKS, 'week')} more were tried)"
    elif margin.weeks:
        verb = "changes" if margin.weeks == 1 else "change"
        weeks = f"up to {count_words(margin.weeks, 'week')} more {verb} nothing"
    else:
        weeks = "a single week more changes the plan"
    if margin.cost is None:
        cost = "no price does" if margin.weeks is None else "no price changes the plan"
    elif margin.cost:
        cost = f"up to {money(margin.cost, rules)} more change nothing"
    else:
        cost = "any higher price changes the plan"
    if margin.proved:
        yield Sentence(f"{name}: {weeks}; {cost}.", cites)
    else:
        sure = f"{count_words(margin.weeks or 0, 'week')} and {money(margin.cost or 0, rules)}"
        yield Sentence(f"{name}: {sure} more change nothing, perhaps more do not either; the time ran out.", cites)
    for growth, rival, what in (
        (margin.weeks, margin.weeks_rival, count_words((margin.weeks or 0) + 1, "week")),
        (margin.cost, margin.cost_rival, money((margin.cost or 0) + 1, rules)),
    ):
        if growth is not None and margin.proved:
            then = f"{swap_words(rival, rules)} ({totals_words(rival.right, rules)})" if rival else "no plan is left"
            yield Sentence(f"With {what} more: {then}.", rival.only_right if rival else (), 1)
