"""A plan, or why there is none, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.exchange.person import now, pay_of_book
from planner.explanation.words import Sentence, count_words, explain, fact_words, join, money
from planner.model import Need, Profile
from planner.planning.opening import opened, waited_for
from planner.planning.plan import Impossible, Plan, PlannedStep
from planner.planning.reasons import Reason
from planner.planning.spending import given_up, given_up_in_all
from planner.rulebook.book import RuleBook
from planner.rulebook.policy import spare_hours


@explain.register
def _(plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    opening, *rest = plan_words(plan, rules)
    waited = waited_for(plan, rules)
    steps = [
        sentence
        for number, item in enumerate(plan.steps, 1)
        for sentence in _planned(number, item, plan, rules, waited.get(item.step.id, ()))
    ]
    return (opening, *steps, *rest, *proof_words(plan, rules))


def plan_words(plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return what is to be said of all of a plan, without its steps and without its proof."""
    totals, role = plan.totals, plan.question.role.label
    if not plan.steps:
        unread = tuple(_not_understood(plan))
        there = f" for what was understood of {role}" if unread else f": you are there already for {role}"
        return (Sentence(f"No step is needed{there}.", (plan.question.role.id,)), *unread)
    said = [
        Sentence(
            f"{count_words(totals.steps, 'step')} in {count_words(totals.weeks, 'week')} for "
            f"{money(totals.money, rules)} to {role}.",
            (plan.question.role.id,),
        )
    ]
    if plan.earned:
        said.append(Sentence(f"The steps pay {money(plan.earned, rules)} on the way, before tax."))
    if plan.curve and min(plan.curve) < 0:
        week = plan.curve.index(min(plan.curve)) + 1
        low = money(-min(plan.curve), rules)
        said.append(Sentence(f"Have {low} at hand: that is how far prices run ahead of pay by week {week}."))
    return (*said, *_left_open(plan, rules), *_not_understood(plan))


def proof_words(plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return whether a plan is proved to be the best, and its proof where it has one; nothing needs none."""
    if not plan.steps:
        return ()
    return (_proof_sentence(plan, rules), *(explain(plan.proof, rules) if plan.proof is not None else ()))


@explain.register
def _(item: PlannedStep, rules: RuleBook) -> tuple[Sentence, ...]:
    step = item.step
    gives = join(fact_words(fact, rules) for fact in item.gives) or "nothing that was not there"
    said = [Sentence(f"It brings {gives}.", (step.id, *(fact.skill for fact in item.gives)))]
    shows = step.shows or ("a reference and a track record" if step.kind == "entry-role" else "")
    if shows:
        said.append(Sentence(f"What it leaves to show: {shows}."))
    if step.source:
        said.append(Sentence(f"Source: {step.source}{f' ({step.as_of})' if step.as_of else ''}."))
    return tuple(said)


def totals_words(plan: Plan, rules: RuleBook) -> str:
    """Return what a plan takes, in a phrase."""
    totals = plan.totals
    if not totals.steps:
        return "no step at all"
    return f"{count_words(totals.steps, 'step')}, {count_words(totals.weeks, 'week')} and {money(totals.money, rules)}"


def cost_words(item: PlannedStep, rules: RuleBook) -> str:
    """Return what a step costs a person, pay given up told apart."""
    return money_words(item.cost, given_up(item), rules) if item.cost else "free"


def money_words(amount: int, lost: int, rules: RuleBook) -> str:
    """Return an amount of which so much is pay given up, the two told apart.

    >>> from planner import load_rules
    >>> money_words(9000, 2000, load_rules()), money_words(70, 70, load_rules()), money_words(70, 0, load_rules())
    ('USD 7,000 to pay + USD 2,000 of pay given up', 'USD 70 of pay given up', 'USD 70')
    """
    if not lost:
        return money(amount, rules)
    paid = f"{money(amount - lost, rules)} to pay + " if amount != lost else ""
    return f"{paid}{money(lost, rules)} of pay given up"


def spending_words(plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return what of a plan's money is pay given up; nothing where none is."""
    lost = given_up_in_all(plan)
    if not lost:
        return ()
    ids = tuple(item.step.id for item in plan.steps if given_up(item))
    return (Sentence(f"{money_words(plan.totals.money, lost, rules)}.", ids),)


def pay_words(profile: Profile, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return that a person's pay is what the rules say of their job, where it is; they may earn another."""
    job = now(profile)
    if job is None or not profile.current_pay or not pay_of_book(profile, rules):
        return ()
    pay = money(profile.current_pay, rules)
    title = rules.roles[job.role].label
    return (
        Sentence(
            f"Your pay is taken to be {pay} a year, the median for {title}; change it if yours is not.", (job.role,)
        ),
    )


def effort_words(item: PlannedStep) -> str:
    """Return how a step takes its time."""
    step = item.step
    if step.full_time:
        return "full time"
    if step.hours:
        return f"{count_words(step.hours, 'hour')} at your own pace"
    return f"{count_words(step.hours_per_week or 0, 'hour')} a week"


def _planned(number: int, item: PlannedStep, plan: Plan, rules: RuleBook, waited: Sequence[str]) -> Iterator[Sentence]:
    step = item.step
    when = f"week {item.start_week + 1}" + (f" to {item.end_week}" if item.end_week > item.start_week + 1 else "")
    cost = cost_words(item, rules)
    pay = f", pays {money(round(step.pay), rules)} a week" if step.pay else ""
    yield Sentence(f"{number}. {step.label} ({step.kind}): {when}, {effort_words(item)}, {cost}{pay}.", (step.id,))
    for sentence in explain(item, rules):
        yield Sentence(sentence.text, sentence.cites, 1)
    titles = {line: plan.question.role.lines[line - 1].text for line in item.for_lines}
    yield from _why_there(item, [f"It opens: {'; '.join(titles.values())}."] if titles else [], plan, waited)


def _why_there(item: PlannedStep, opens: Iterable[str], plan: Plan, waited: Sequence[str]) -> Iterator[Sentence]:
    """Yield the lines a step is there for, as ``opens`` says it, what waits for it, and why it comes when it does."""
    for text in opens:
        yield Sentence(text, (plan.question.role.id,), 1)
    followers = [other for other in plan.steps if other.step.id in item.needed_by]
    if followers:
        names = join(other.step.label for other in followers)
        yield Sentence(f"Without it you could not begin: {names}.", item.needed_by, 1)
    id = item.step.id
    if id in plan.question.limits.require:
        under_way = id in plan.question.under_way
        yield Sentence("It is under way." if under_way else "You asked for it to be in the plan.", (id,), 1)
    if why := _why_then(item, plan, waited):
        yield Sentence(why, (id,), 1)


def step_words(plan: Plan, rules: RuleBook) -> tuple[tuple[Sentence, ...], ...]:
    """Return what each step of a plan is for, each line named once: with the step at whose end it is met."""
    met, waited = opened(plan, rules), waited_for(plan, rules)
    told = []
    for item in plan.steps:
        brings, *rest = explain(item, rules)
        opens = _opens(item, met[item.step.id], plan)
        told.append((brings, *_why_there(item, opens, plan, waited.get(item.step.id, ())), *rest))
    return tuple(told)


def _opens(item: PlannedStep, met: tuple[int, ...], plan: Plan) -> Iterator[str]:
    texts = [plan.question.role.lines[line - 1].text for line in met]
    later = len({*item.for_lines} - {*met})
    if texts:
        yield f"With it {'this line is' if len(texts) == 1 else 'these lines are'} met: {'; '.join(texts)}."
    if later:
        yield f"{'Also on' if met else 'On'} the way to {count_words(later, 'more line' if met else 'line')}."


def _why_then(item: PlannedStep, plan: Plan, waited: Sequence[str]) -> str:
    """Return why a step begins when it does; ``waited`` are the steps it waits for."""
    if not item.start_week:
        return ""
    if waited:
        names = [other.step.label for other in plan.steps if other.step.id in waited]
        return f"It begins when {join(names)} {'is' if len(names) == 1 else 'are'} done, which it builds on."
    resource = "the working week is" if item.step.full_time else "your spare hours are"
    return f"It begins when {resource} free again."


def _left_open(plan: Plan, rules: RuleBook) -> Iterator[Sentence]:
    if plan.question.aim == "hireable":
        share = int(rules.policy.hireable_at * 100)
        yield Sentence(f"This plan aims at every gate and {share} per cent of the core lines; some may stay open.")


def _not_understood(plan: Plan) -> Iterator[Sentence]:
    lines = enumerate(plan.question.role.lines, 1)
    numbers = [str(number) for number, line in lines if line.needs == Need() and line.kind != "wish"]
    several, them = ("lines", "them") if len(numbers) > 1 else ("line", "it")
    if numbers:
        yield Sentence(f"Not understood, and not part of the plan: {several} {join(numbers)}. Ask what answers {them}.")


def _proof_sentence(plan: Plan, rules: RuleBook) -> Sentence:
    order = {"steps": "fewer steps", "time": "fewer weeks", "money": "less money"}[plan.question.prefer]
    if plan.proved:
        return Sentence(f"Proved: no plan within your limits takes {order}, and none that ties is better otherwise.")
    bound = plan.bound
    least = {
        "steps": count_words(bound.steps, "step"),
        "time": count_words(bound.weeks, "week"),
        "money": money(bound.money, rules),
    }[plan.question.prefer]
    return Sentence(f"Not proved: the time ran out. This is the best plan found; every plan takes at least {least}.")


@explain.register
def _(answer: Impossible, rules: RuleBook) -> tuple[Sentence, ...]:
    role = answer.question.role
    if not answer.proved:
        return (Sentence(f"Not proved: the time ran out before any plan for {role.label} was found.", (role.id,)),)
    said = [Sentence(f"There is no plan for {role.label} under these rules and limits.", (role.id,))]
    said += [_reason(reason, answer, rules) for reason in answer.reasons]
    return tuple(said)


def _reason(reason: Reason, answer: Impossible, rules: RuleBook) -> Sentence:
    if reason.line is not None:
        lacking = join((fact_words(fact, rules) for fact in reason.lacking), "or")
        return Sentence(
            f"Nothing in the rules leads to this line: {reason.line.text}. No step or transfer brings {lacking}.",
            tuple(fact.skill for fact in reason.lacking),
            1,
        )
    words = [limit_words(name, answer, rules) for name in reason.limits]
    alone = "this limit leaves" if len(words) == 1 else "these limits together leave"
    cites = tuple(name.split(":", 1)[1] for name in reason.limits if ":" in name)
    return Sentence(f"It is the limits: {alone} no plan: {join(words)}.", cites, 1)


def limit_words(name: str, answer: Impossible, rules: RuleBook) -> str:
    """Return a limit of the question as words."""
    limits = answer.question.limits
    kind, _, id = name.partition(":")
    if kind == "weeks":
        return f"at most {count_words(limits.weeks or 0, 'week')}"
    if kind == "budget":
        return f"at most {money(limits.budget or 0, rules)}"
    if kind == "must_earn":
        return "no full-time step without pay"
    if kind == "hours_per_week":
        return f"{count_words(spare_hours(limits, rules.policy), 'spare hour')} a week"
    verb = "avoiding" if kind == "avoid" else "insisting on"
    return f"{verb} {rules.all_steps[id].label}"
