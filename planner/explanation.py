"""Results to sentences. This is the only place where prose about answers is made.

Every sentence carries the ids it cites, so that a page can link them without searching the text. A
conclusion that several lines rest on is spelled out once, numbered, and cited after that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from planner.model import Fact, Need
from planner.planning.plan import Impossible, Plan, PlannedStep, Reason
from planner.reasoning.audit import Audit, LineAudit
from planner.reasoning.background import Evidence
from planner.reasoning.closure import Derivation
from planner.reasoning.verdict import Verdict
from planner.rulebook.book import RuleBook


@dataclass(frozen=True)
class Sentence:
    """One line of explanation, the ids it cites, and how far it is indented under the line above."""

    text: str
    cites: tuple[str, ...] = ()
    depth: int = 0

    def __str__(self) -> str:
        return "  " * self.depth + self.text


@singledispatch
def explain(answer: object, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return an answer of the planner in sentences: an audit, a verdict, a plan, or why there is none.

    Raises :class:`TypeError` for anything else.
    """
    raise TypeError(f"there is no explanation for {type(answer).__name__}")


def money(amount: int, rules: RuleBook) -> str:
    """Return an amount in the currency of the policy.

    >>> from planner import load_rules
    >>> money(2300, load_rules())
    'USD 2,300'
    """
    return f"{rules.policy.currency} {amount:,}"


def fact_words(fact: Fact, rules: RuleBook) -> str:
    """Return a fact as words: the name of the skill, and the level by number and name."""
    skill = rules.skills.get(fact.skill)
    name = skill.label if skill else fact.skill
    if skill is not None and skill.kind == "credential":
        return f"{name} (held)"
    return f"{name} {fact.level} ({rules.policy.levels[str(fact.level)].name})"  # type: ignore[index]


def need_words(need: Need, rules: RuleBook) -> str:
    """Return a need as words, alternatives joined by "or"."""
    parts = [fact_words(fact, rules) for fact in need.facts]
    for choice in need.choices:
        inner = [need_words(alternative, rules) for alternative in choice.of]
        joined = " or ".join(inner) if choice.count == 1 else f"{choice.count} of: {'; '.join(inner)}"
        parts.append(f"({joined})" if len(need.choices) + len(need.facts) > 1 else joined)
    return " and ".join(parts)


def join(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in prose.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    several = list(words)
    return f"{', '.join(several[:-1])} {last} {several[-1]}" if len(several) > 1 else "".join(several)


def count_words(count: int, word: str) -> str:
    """Return a count with its word, in the plural where it is not one."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def fill(template: str, verdict: Verdict, rules: RuleBook) -> str:
    """Return a sentence of the policy with the verdict's numbers filled in."""
    amounts = ("pay", "current_pay", "difference")
    words = {
        key: money(value, rules) if key in amounts and isinstance(value, int) else value
        for key, value in verdict.numbers.items()
    }
    return template.format_map(words)


def verdict_words(verdict: Verdict, rules: RuleBook) -> dict[str, Any]:
    """Return the sentences of a verdict by what they are for: headline, why, advice, next, and a list of notes."""
    reason = rules.policy.reasons.get(verdict.reason, "") if verdict.reason else ""
    notes = [rules.policy.notes[note] for note in verdict.notes if note in rules.policy.notes]
    words = {"headline": verdict.headline, "why": reason, "advice": verdict.advice, "next": verdict.next}
    filled: dict[str, Any] = {name: fill(text, verdict, rules) for name, text in words.items()}
    return {**filled, "notes": [fill(note, verdict, rules) for note in notes]}


@explain.register
def _(verdict: Verdict, rules: RuleBook) -> tuple[Sentence, ...]:
    words = verdict_words(verdict, rules)
    said = [words["headline"], words["why"], words["advice"], words["next"], *words["notes"]]
    return tuple(Sentence(text) for text in said if text)


@explain.register
def _(audit: Audit, rules: RuleBook) -> tuple[Sentence, ...]:
    said = []
    numbers = _shared_conclusions(audit.lines)
    spelled: set[Fact] = set()
    for line in audit.lines:
        kind = "" if line.line.kind == "core" else f" [{line.line.kind}]"
        said.append(Sentence(f"{line.number}. {line.line.text}{kind}: {line.status}"))
        said += _line(line, rules, numbers, spelled)
    return tuple(said)


@explain.register
def _(line: LineAudit, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_line(line, rules, {}, set()))


def _shared_conclusions(lines: Iterable[LineAudit]) -> dict[Fact, int]:
    """Return a number for each conclusion of a transfer that more than one line rests on."""
    uses: dict[Fact, int] = {}
    for line in lines:
        for step in line.trail:
            if step.by is not None:
                uses[step.fact] = uses.get(step.fact, 0) + 1
    return {fact: number for number, fact in enumerate((f for f, count in uses.items() if count > 1), 1)}


def _line(line: LineAudit, rules: RuleBook, numbers: Mapping[Fact, int], spelled: set[Fact]) -> Iterator[Sentence]:
    if line.met:
        for step in line.trail:
            if step.by is None:
                continue
            if step.fact in spelled:
                yield Sentence(f"{fact_words(step.fact, rules)}: as in ({numbers[step.fact]}).", (step.by,), 1)
                continue
            mark = f"({numbers[step.fact]}) " if step.fact in numbers else ""
            if step.fact in numbers:
                spelled.add(step.fact)
            yield Sentence(mark + derivation_words(step, rules), (step.by, step.fact.skill), 1)
        if not line.trail and line.credited:
            words = join(fact_words(fact, rules) for fact in line.credited)
            yield Sentence(f"It asks for {words}, and you have it.", tuple(f.skill for f in line.credited), 1)
        yield from _evidence(line, rules)
    elif line.status == "unknown":
        yield from _question(line, rules)
    else:
        for gap in line.short:
            words = fact_words(gap.fact, rules)
            skill = rules.skills.get(gap.fact.skill)
            if gap.has and not (skill and skill.kind == "credential"):
                level = rules.policy.levels[str(gap.has)].name  # type: ignore[index]
                yield Sentence(f"Asked: {words}; you are at {gap.has} ({level}).", (gap.fact.skill,), 1)
            else:
                yield Sentence(f"Asked: {words}; nothing you have told shows it.", (gap.fact.skill,), 1)
        if line.line.needs.choices:
            yield Sentence(f"Any way to meet it counts: {need_words(line.line.needs, rules)}.", depth=1)


def _question(line: LineAudit, rules: RuleBook) -> Iterator[Sentence]:
    if line.ask:
        words = join((fact_words(fact, rules) for fact in line.ask), "or")
        yield Sentence(
            f"A role you held may have brought it. Do you have {words}?", tuple(fact.skill for fact in line.ask), 1
        )
    else:
        yield Sentence("This line was not understood. What in your experience answers it?", depth=1)


def _evidence_words(evidence: Iterable[Evidence]) -> Iterator[Sentence]:
    shows = {"words": "Shown by: “{}”", "role": "From your time as {}.", "step": "You finished: {}."}
    for item in evidence:
        yield Sentence(shows[item.origin].format(item.quote), (item.id,) if item.id else (), 1)


def _evidence(line: LineAudit, rules: RuleBook) -> Iterator[Sentence]:
    yield from _evidence_words(line.evidence)
    if line.unproven:
        names = join(rules.skills[skill].label if skill in rules.skills else skill for skill in line.unproven)
        yield Sentence(f"On your word alone, no evidence given yet: {names}.", line.unproven, 1)


def derivation_words(step: Derivation, rules: RuleBook) -> str:
    """Return why a fact holds, with the reason its transfer gives."""
    words = fact_words(step.fact, rules)
    if step.by is None:
        return f"{words} is what you have."
    rule = rules.transfers.get(step.by)
    why = f" {rule.because}" if rule else ""
    return f"{join(fact_words(need, rules) for need in step.needs)} carries over to {words}.{why}"


@explain.register
def _(plan: Plan, rules: RuleBook) -> tuple[Sentence, ...]:
    totals, role = plan.totals, plan.question.role.label
    if not plan.steps:
        return (Sentence(f"No step is needed: you are there already for {role}.", (plan.question.role.id,)),)
    said = [
        Sentence(
            f"{count_words(totals.steps, 'step')} in {count_words(totals.weeks, 'week')} for "
            f"{money(totals.money, rules)} to {role}.",
            (plan.question.role.id,),
        )
    ]
    for number, item in enumerate(plan.steps, 1):
        said += _planned(number, item, plan, rules)
    if plan.earned:
        said.append(Sentence(f"The steps pay {money(plan.earned, rules)} on the way, before tax."))
    if plan.curve and min(plan.curve) < 0:
        week = plan.curve.index(min(plan.curve)) + 1
        low = money(-min(plan.curve), rules)
        said.append(Sentence(f"Have {low} at hand: that is how far prices run ahead of pay by week {week}."))
    said += _left_open(plan, rules)
    said.append(_proof_sentence(plan, rules))
    return tuple(said)


@explain.register
def _(item: PlannedStep, rules: RuleBook) -> tuple[Sentence, ...]:
    step = item.step
    gives = join(fact_words(fact, rules) for fact in item.gives) or "nothing that was not there"
    said = [Sentence(f"It brings {gives}.", (step.id, *(fact.skill for fact in item.gives)))]
    if step.shows:
        said.append(Sentence(f"What it leaves to show: {step.shows}."))
    if step.source:
        said.append(Sentence(f"Source: {step.source}{f' ({step.as_of})' if step.as_of else ''}."))
    return tuple(said)


def effort_words(item: PlannedStep) -> str:
    """Return how a step takes its time."""
    step = item.step
    if step.full_time:
        return "full time"
    return f"{step.hours} hours at your own pace" if step.hours else f"{step.hours_per_week} hours a week"


def _planned(number: int, item: PlannedStep, plan: Plan, rules: RuleBook) -> Iterator[Sentence]:
    step = item.step
    when = f"week {item.start_week + 1}" + (f" to {item.end_week}" if item.end_week > item.start_week + 1 else "")
    cost = money(item.cost, rules) if item.cost else "free"
    pay = f", pays {money(round(step.pay), rules)} a week" if step.pay else ""
    yield Sentence(f"{number}. {step.label} ({step.kind}): {when}, {effort_words(item)}, {cost}{pay}.", (step.id,))
    for sentence in explain(item, rules):
        yield Sentence(sentence.text, sentence.cites, 1)
    titles = {line: plan.question.role.lines[line - 1].text for line in item.for_lines}
    if titles:
        yield Sentence(f"It opens: {'; '.join(titles.values())}.", (plan.question.role.id,), 1)
    followers = [other for other in plan.steps if other.step.id in item.needed_by]
    if followers:
        names = join(other.step.label for other in followers)
        yield Sentence(f"Without it you could not begin: {names}.", item.needed_by, 1)
    if step.id in plan.question.limits.require:
        yield Sentence("You asked for it to be in the plan.", (step.id,), 1)
    if why := _why_then(item, plan):
        yield Sentence(why, (step.id,), 1)


def _why_then(item: PlannedStep, plan: Plan) -> str:
    if not item.start_week:
        return ""
    before = [other for other in plan.steps if other.end_week == item.start_week]
    needed = [other.step.label for other in before if item.step.id in other.needed_by]
    if needed:
        return f"It begins when {join(needed)} is done, which it builds on."
    resource = "the working week is" if item.step.full_time else "your spare hours are"
    return f"It begins when {resource} free again."


def _left_open(plan: Plan, rules: RuleBook) -> Iterator[Sentence]:
    if plan.question.aim == "hireable":
        share = int(rules.policy.hireable_at * 100)
        yield Sentence(f"This plan aims at every gate and {share} per cent of the core lines; some may stay open.")


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
        hours = rules.policy.hours_per_week if limits.hours_per_week is None else limits.hours_per_week
        return f"{count_words(hours, 'spare hour')} a week"
    verb = "avoiding" if kind == "avoid" else "insisting on"
    return f"{verb} {rules.all_steps[id].label}"


def node_words(
    node: str, graph: Any, audit: Audit, answer: Plan | Impossible, rules: RuleBook
) -> tuple[Sentence, ...]:
    """Return why a node of the skills graph is there: what shows it, what it carries over from, what teaches it."""
    steps = answer.steps if isinstance(answer, Plan) else ()
    if node.startswith("line:"):
        line = audit.lines[int(node.removeprefix("line:")) - 1]
        opening = [item.step for item in steps if line.number in item.for_lines]
        said = list(explain(line, rules))
        if opening:
            names = join(step.label for step in opening)
            said.append(Sentence(f"The plan opens it with {names}.", tuple(step.id for step in opening)))
        return tuple(said)
    data = graph.nodes[node]
    words = fact_words(Fact(node, data["level"]), rules)
    said = []
    if data["state"] == "have":
        said.append(Sentence(f"You have {words}.", (node,)))
        said += _evidence_words(audit.background.evidence.get(node, ()))
    taught: set[str] = set()
    for source, _, edge in sorted(graph.in_edges(node, data=True)):
        start = fact_words(Fact(source, graph.nodes[source]["level"]), rules)
        if edge["kind"] == "transfer":
            rule = rules.transfers.get(edge["by"])
            why = f" {rule.because}" if rule else ""
            said.append(Sentence(f"{start} carries over to {words}.{why}", (edge["by"], source, node)))
        else:
            taught.add(edge["by"])
    for item in steps:
        if item.step.id in taught or (data["state"] == "learned" and any(fact.skill == node for fact in item.gives)):
            said.append(Sentence(f"{item.step.label} brings it.", (item.step.id, node)))
    return tuple(said)
