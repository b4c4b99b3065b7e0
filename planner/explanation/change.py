"""Changes that would make a plan, and alternatives to one, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.explanation.compare import capital, swap_words
from planner.explanation.plan import totals_words
from planner.explanation.words import Sentence, count_words, explain, fact_words, join, money
from planner.model import Line
from planner.planning.alternatives import Alternatives
from planner.planning.changes import Change, Offer, Part
from planner.planning.compare import compare
from planner.planning.plan import Impossible, Plan
from planner.planning.question import Prefer, Question
from planner.planning.totals import ORDERS, Measure
from planner.planning.wishes import Wishes
from planner.rulebook.book import RuleBook

WISHES: Mapping[Prefer, str] = {"steps": "fewest steps", "time": "fastest", "money": "cheapest"}
TRADES = 12
"""So many trade-offs are told in words; some fronts have dozens."""


@explain.register
def _(change: Change, rules: RuleBook) -> tuple[Sentence, ...]:
    parts = join(part_words(part, change.question, rules) for part in change.parts)
    cites = tuple(part.id for part in change.parts if part.id in rules.all_steps)
    plan = totals_words(change.plan, rules)
    return (Sentence(f"{capital(parts)}: then there is a plan of {plan}.", cites),)


def part_words(part: Part, question: Question, rules: RuleBook) -> str:
    """Return one change as words; ``question`` is the one with the change made."""
    if part.kind == "weeks":
        return f"with {count_words(part.amount, 'week')} in all"
    if part.kind == "hours_per_week":
        return f"with {count_words(part.amount, 'hour')} a week"
    if part.kind == "budget":
        return f"with {money(part.amount, rules)} in all"
    if part.kind == "must_earn":
        return "if full-time steps without pay were allowed"
    if part.kind == "avoid":
        return f"if “{rules.all_steps[part.id].label}” were allowed"
    if part.kind == "require":
        return f"without insisting on “{rules.all_steps[part.id].label}”"
    if part.kind == "aim":
        share = int(rules.policy.hireable_at * 100)
        return f"if every gate and {share} per cent of the core lines were enough"
    if part.kind == "waive":
        return f"if this line were waived: {question.role.lines[int(part.id) - 1].text}"
    return f"if the rules had a step that gives {join(fact_words(fact, rules) for fact in part.facts)}"


def waived_words(lines: Sequence[Line]) -> tuple[Sentence, ...]:
    """Return which lines are waived where a change is tried out."""
    one = "this line were" if len(lines) == 1 else "these lines were"
    return (Sentence(f"As if {one} waived: {join(f'“{line.text}”' for line in lines)}."),)


@explain.register
def _(alternatives: Alternatives, rules: RuleBook) -> tuple[Sentence, ...]:
    said = []
    others = alternatives.equal[1:]
    if others:
        said.append(Sentence(f"{capital(count_words(len(others), 'other plan'))} just as good:"))
        for plan in others:
            said.append(_swap(alternatives.best, plan, rules, 1))
    elif alternatives.equal_complete:
        said.append(Sentence("No other plan is just as good."))
    trades = [plan for plan in alternatives.front if plan.totals != alternatives.best.totals]
    if trades:
        said.append(Sentence("What one can trade:"))
        for plan in _spread(trades):
            said.append(Sentence(f"{trade_words(alternatives.best, plan, rules)}.", plan.ids, 1))
            said.append(_swap(alternatives.best, plan, rules, 2))
        if len(trades) > TRADES:
            said.append(Sentence(f"These are {TRADES} of {len(trades)}, from the longest to the shortest.", depth=1))
    elif alternatives.front_complete:
        said.append(Sentence("Nothing is gained by trading: no plan is shorter, cheaper or takes fewer steps."))
    return (*said, *incomplete_words(alternatives))


def plan_names(found: Alternatives) -> tuple[tuple[str, Plan], ...]:
    """Return every plan among alternatives, each once, with a name that says what it is good for.

    The best comes first, then those that are best in another wish, those just as good, and those in between. Where the
    time ran out the best in another wish is so among those that were found.
    """
    found_so_far = "" if found.front_complete else " so far"
    measures: dict[str, Measure] = {f"{name}{found_so_far}": ORDERS[wish][0] for wish, name in WISHES.items()}
    least = {
        name: min(plan.totals.of(measure) for plan in (found.best, *found.front)) for name, measure in measures.items()
    }
    open_ = [name for name, measure in measures.items() if found.best.totals.of(measure) > least[name]]
    equal = [plan for plan in found.equal if plan.ids != found.best.ids]
    alike = [(f"just as good {number}", plan) for number, plan in enumerate(equal, 1)]
    known = {found.best.ids, *(plan.ids for plan in equal)}
    winners, between = list[tuple[str, Plan]](), list[tuple[str, Plan]]()
    for plan in found.front:
        if plan.ids in known:
            continue
        known.add(plan.ids)
        wins = [name for name in open_ if plan.totals.of(measures[name]) == least[name]]
        open_ = [name for name in open_ if name not in wins]
        if wins:
            winners.append((join(wins), plan))
        else:
            between.append((f"in between {len(between) + 1}", plan))
    return ("best", found.best), *winners, *alike, *between


def other_wish_words(found: Sequence[tuple[Wishes, Plan]], plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return what the best plans for the other wishes would gain and take, each in one sentence."""
    said = []
    for wishes, best in found:
        if plan.question.prefer not in wishes:
            name = join(WISHES[wish] for wish in wishes)
            said.append(Sentence(f"{capital(name)}: {trade_words(plan, best, rules)}.", best.ids))
    return tuple(said)


def wish_words(found: Sequence[tuple[Wishes, Plan]]) -> tuple[Sentence, ...]:
    """Return that one plan is the best for every wish, where that is proved: then nothing is to be traded."""
    if len(found) != 1 or {*found[0][0]} != {*ORDERS} or not found[0][1].proved:
        return ()
    return (Sentence("Fewest steps, least time and least money at once: with this plan nothing has to be traded."),)


def incomplete_words(alternatives: Alternatives) -> tuple[Sentence, ...]:
    """Return what may be missing among the alternatives; nothing where all were found."""
    said = []
    if not alternatives.equal_complete:
        said.append(Sentence("There may be more plans just as good."))
    steps, fewest = alternatives.front_steps, min((plan.totals.steps for plan in alternatives.front), default=0)
    if steps is not None and steps >= max(1, fewest):
        up_to = count_words(steps, "step")
        said.append(Sentence(f"Plans of up to {up_to} were all looked at; the time ran out before longer ones were."))
    elif steps is not None:
        said.append(Sentence("Not proved complete: the time ran out before all trade-offs were looked at."))
    return tuple(said)


def offer_words(answer: Impossible, offer: Offer) -> tuple[Sentence, ...]:
    """Return what is to be said beside the changes offered: that there are none, or that there may be others.

    Nothing is said of missing changes where it is not known that there is no plan.
    """
    if offer.changes:
        more = "The time ran out before every change was tried; there may be others."
        return () if offer.complete else (Sentence(more),)
    if not answer.proved:
        return ()
    cut = "The time ran out before a change was found that frees a plan; there may be one."
    return (Sentence("No change that was tried frees a plan." if offer.complete else cut),)


def _spread(trades: Sequence[Plan]) -> Sequence[Plan]:
    """Return the trades that are told: all where they are few, else some from the longest to the shortest."""
    if len(trades) <= TRADES:
        return trades
    ordered = sorted(trades, key=lambda plan: (-plan.totals.weeks, plan.ids))
    return [ordered[number * (len(ordered) - 1) // (TRADES - 1)] for number in range(TRADES)]


def _swap(best: Plan, other: Plan, rules: RuleBook, depth: int) -> Sentence:
    return Sentence(f"{capital(swap_words(compare(best, other), rules))}.", other.ids, depth)


def trade_words(best: Plan, other: Plan, rules: RuleBook) -> str:
    """Return in one sentence what ``other`` gains and pays against ``best``.

    The totals come first, then what is less, then what it takes.
    """
    gains: list[str] = []
    pays: list[str] = []
    for now, then, word in (
        (best.totals.steps, other.totals.steps, "step"),
        (best.totals.weeks, other.totals.weeks, "week"),
    ):
        if then != now:
            difference = count_words(abs(then - now), word)
            (gains if then < now else pays).append(f"{difference} {'fewer' if then < now else 'more'}")
    if other.totals.money != best.totals.money:
        difference = money(abs(other.totals.money - best.totals.money), rules)
        (gains if other.totals.money < best.totals.money else pays).append(
            f"{difference} {'less' if other.totals.money < best.totals.money else 'more'}"
        )
    return f"{totals_words(other, rules)}: {join(gains) or 'nothing gained'}, for {join(pays) or 'nothing'}"
