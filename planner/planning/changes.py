"""When there is no plan: the least changes that would make one, each made and planned again before it is offered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Literal, TypeVar

from planner.model import MOST_HOURS, Fact, Limits, Line, Role, Step
from planner.planning.plan import Impossible, Plan, best_solution, to_plan
from planner.planning.question import TIME_LIMIT, Prefer, Question, deadline_in, starting_closure
from planner.reasoning.after import After
from planner.rulebook.book import RuleBook, with_steps
from planner.rulebook.policy import spare_hours
from planner.rulebook.problem import expect

ChangeKind = Literal["weeks", "hours_per_week", "budget", "must_earn", "avoid", "require", "aim", "waive", "new-step"]
TOGETHER = 3
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """One change: ``amount`` is the new value of a limit, ``id`` the step or the number of the line it speaks of.

    ``facts`` are what a step the rules lack would have to give.
    """

    kind: ChangeKind
    amount: int = 0
    id: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Change:
    """A smallest set of changes, the question with them made, and the plan that then exists.

    For a limit the amount is the least that frees a plan. A ``new-step`` is one the book lacks; the plan shown
    takes it for free and in a week, since nobody knows yet what it will take.
    """

    parts: tuple[Part, ...]
    question: Question
    plan: Plan

    @property
    def in_book(self) -> bool:
        """Whether it can be asked with the rules as they are: no step is called for that they lack."""
        return all(part.kind != "new-step" for part in self.parts)

    @property
    def in_limits(self) -> bool:
        """Whether limits and wishes are all that changes: the role keeps its lines too."""
        return all(part.kind not in ("new-step", "waive") for part in self.parts)


@dataclass(frozen=True)
class Offer:
    """The least changes that were found, and whether there was time for all that can be tried."""

    changes: tuple[Change, ...]
    complete: bool


def find_changes(answer: Impossible, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> tuple[Change, ...]:
    """Return the least changes that free a plan: every single one that does, or else the smallest sets together.

    Of two or three together one at most asks less of the person: a line waived, or ``aim``. A gate is waived only where
    nothing leads to it. Where more than three are needed, one set of which none can be left out. Each was made and
    planned again. Nothing is offered that could not be verified within ``time_limit`` seconds, or where it is not
    proved that there is none.

    >>> from planner import HeldRole, Limits, Profile, explain, find_changes, find_plan, load_rules
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> hurried = find_plan(cook, "electrician-apprentice", rules, limits=Limits(weeks=10))
    >>> print(explain(find_changes(hurried, rules)[0], rules)[0])
    With 21 weeks in all: then there is a plan of 3 steps, 21 weeks and USD 1,030.
    """
    return offer_changes(answer, rules, time_limit=time_limit).changes


def offer_changes(answer: Impossible, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> Offer:
    """Return what :func:`find_changes` does, and whether the time was enough; it is not where none was tried."""
    expect(answer, "Impossible", for_="what changes are looked for")
    if not answer.proved:
        return Offer((), False)
    deadline = deadline_in(time_limit)
    changes, complete = _least_changes(answer, rules, deadline)
    return Offer(changes, complete and time.monotonic() <= deadline)


def _least_changes(answer: Impossible, rules: RuleBook, deadline: float) -> tuple[tuple[Change, ...], bool]:
    """Return the changes found, and False where one of those that were tried would have taken more time.

    None gets more than half of the time that is left, so that it leaves some to the others.
    """
    question, candidates = answer.question, list(_candidates(answer))
    conflict = {name for reason in answer.reasons for name in reason.limits}
    stuck = [part for part in candidates if part.kind == "waive"]
    offered, complete = list[Change](), True
    for size in range(1, TOGETHER + 1):
        for group in combinations(candidates, size):
            if not _worth_trying(group, conflict):
                continue
            now = time.monotonic()
            if now > deadline:
                return tuple(offered), False
            until = now + (deadline - now) / 2
            change = _try(question, group, rules, until)
            complete = complete and (change is not None or time.monotonic() <= until)
            offered += [change] if change is not None else []
        if size == 1 and not conflict:
            offered += _new_step(answer, rules, deadline)
        if offered:
            break
    if not conflict and len(stuck) > 1:
        offered += [change for change in _many(question, stuck, rules, deadline) if len(change.parts) > 1]
    if not offered:
        offered = _many(question, [*_limit_parts(question), *stuck], rules, deadline)
        if offered and not conflict:
            offered = _beside(question, candidates, len(offered[0].parts), rules, deadline) or offered
    return tuple(offered), complete


def _beside(
    question: Question, candidates: Sequence[Part], most: int, rules: RuleBook, deadline: float
) -> list[Change]:
    """Return the smallest sets of one candidate and limits beside it, ``most`` parts at most; none if out of time."""
    limits = list(_limit_parts(question))
    for size in range(1, min(TOGETHER, most)):
        offered: list[Change] = []
        for group, part in product(combinations(limits, size), candidates):
            if time.monotonic() > deadline:
                return []
            change = _try(question, (*group, part), rules, deadline)
            offered += [change] if change is not None else []
        if offered:
            return offered
    return []


def _new_step(answer: Impossible, rules: RuleBook, deadline: float) -> list[Change]:
    """Return a step the rules lack, with as few gifts as will do, that frees a plan; none if no such step would."""
    lacking = [reason.lacking for reason in answer.reasons if reason.lacking]

    def make(facts: Sequence[Fact]) -> Change | None:
        return _try(answer.question, (Part("new-step", facts=tuple(facts)),), rules, deadline)

    for facts in ([some[0] for some in lacking], [fact for some in lacking for fact in some]):
        gifts = list(dict.fromkeys(facts))
        if gifts and (change := _least(gifts, gifts, make, deadline)) is not None:
            return [change]
    return []


def _many(question: Question, parts: Sequence[Part], rules: RuleBook, deadline: float) -> list[Change]:
    """Return one set of changes of which none can be left out; a line is waived where no limit will do."""
    likeliest = sorted(parts, key=lambda part: part.kind != "waive")
    change = _least(parts, likeliest, lambda group: _try(question, tuple(group), rules, deadline), deadline)
    return [] if change is None else [change]


def _least(
    items: Sequence[T], order: Sequence[T], make: Callable[[Sequence[T]], Change | None], deadline: float
) -> Change | None:
    """Return the change made of the items when one after the other, in ``order``, is left out that can be.

    ``None`` where all of them make none, or the time ran out.
    """
    change = make(items)
    for item in order:
        if change is not None and len(items) > 1 and time.monotonic() < deadline:
            rest = [other for other in items if other != item]
            less = make(rest)
            items, change = (items, change) if less is None else (rest, less)
    return change if time.monotonic() < deadline else None


def _worth_trying(group: Sequence[Part], conflict: set[str]) -> bool:
    """Say whether changes made together bear on limits that clash and ask less of the person once at most."""
    kinds = [part.kind for part in group]
    return kinds.count("waive") + ("aim" in kinds) <= 1 and any(_touches(part, conflict) for part in group)


def _touches(part: Part, conflict: set[str]) -> bool:
    """Say whether a change bears on limits that clash; whatever frees a plan has to."""
    free = ("waive", "aim")
    return not conflict or part.kind in free or part.kind in conflict or f"{part.kind}:{part.id}" in conflict


def _candidates(answer: Impossible) -> Iterator[Part]:
    question = answer.question
    blocked = [reason.line for reason in answer.reasons if reason.kind == "line" and reason.line is not None]
    if not blocked:
        yield from _limit_parts(question)
    if question.aim == "all":
        yield Part("aim")
    stuck = [number for number, line in enumerate(question.role.lines, 1) if line in blocked]
    core = [number for number, line in enumerate(question.role.lines, 1) if line.kind == "core"]
    yield from (Part("waive", id=str(number)) for number in stuck or core)


def _limit_parts(question: Question) -> Iterator[Part]:
    """Yield the limits that could give way; what is under way goes on."""
    limits = question.limits
    yield from (Part("weeks"),) if limits.weeks is not None else ()
    yield Part("hours_per_week")
    yield from (Part("budget"),) if limits.budget is not None else ()
    yield from (Part("must_earn"),) if limits.must_earn else ()
    yield from (Part("avoid", id=id) for id in sorted(set(limits.avoid)))
    yield from (Part("require", id=id) for id in sorted({*limits.require} - {*question.under_way}))


def _try(question: Question, parts: tuple[Part, ...], rules: RuleBook, deadline: float) -> Change | None:
    """Return the change with the least amounts that free a plan, or None if it frees none."""
    book = _with_new_steps(rules, parts)
    freed = _apply(question, parts)
    kinds = [part.kind for part in parts]
    hours = spare_hours(question.limits, rules.policy)
    if "hours_per_week" in kinds:
        least = _least_hours(freed, book, hours, deadline)
        if least is None:
            return None
        hours = least
        freed = replace(freed, limits=freed.limits.model_copy(update={"hours_per_week": hours}))
    order: Prefer = "time" if "weeks" in kinds else "money" if "budget" in kinds else freed.prefer
    plan = _plan(freed, book, order, deadline)
    if plan is None or not plan.proved:
        return None
    limits = freed.limits
    if "weeks" in kinds:
        limits = limits.model_copy(update={"weeks": plan.totals.weeks})
    if "weeks" in kinds and "budget" in kinds:
        cheapest = _plan(replace(freed, limits=limits), book, "money", deadline)
        if cheapest is None or not cheapest.proved:
            return None
        plan = cheapest
    if "budget" in kinds:
        limits = limits.model_copy(update={"budget": plan.totals.money})
    final = replace(freed, limits=limits)
    made = _plan(final, book, final.prefer, deadline)
    if made is None:
        return None
    amounts = {"weeks": limits.weeks or 0, "budget": limits.budget or 0, "hours_per_week": hours}
    return Change(tuple(replace(part, amount=amounts.get(part.kind, 0)) for part in parts), final, made)


def _plan(question: Question, rules: RuleBook, order: Prefer, deadline: float) -> Plan | None:
    start = starting_closure(question.profile, rules)
    solution = best_solution(replace(question, prefer=order), rules, start, deadline)
    if solution is None or solution.actions is None:
        return None
    return to_plan(question, solution, rules, After(start, rules))


def _least_hours(question: Question, rules: RuleBook, hours: int, deadline: float) -> int | None:
    """Return the fewest hours a week above ``hours`` with which there is a plan: more hours never hurt."""
    order: Prefer = "time" if question.limits.weeks is not None else "money"

    def enough(number: int) -> bool:
        limits = question.limits.model_copy(update={"hours_per_week": number})
        return _plan(replace(question, limits=limits), rules, order, deadline) is not None

    low, high = hours, MOST_HOURS
    if low >= high or not enough(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _apply(question: Question, parts: tuple[Part, ...]) -> Question:
    """Return the question with the changes made, weeks and money unlimited where they are among them."""
    limits, role, aim = question.limits, question.role, question.aim
    for part in parts:
        limits = limits.model_copy(update={part.kind: None}) if part.kind in ("weeks", "budget") else limits
        limits, role = relaxed(limits, part), _waived(role, part)
        aim = "hireable" if part.kind == "aim" else aim
    return replace(question, limits=limits, role=role, aim=aim)


def relaxed(limits: Limits, part: Part) -> Limits:
    """Return the limits without a wish that gives way; an amount is set beside."""
    if part.kind == "must_earn":
        return limits.model_copy(update={"must_earn": False})
    if part.kind in ("avoid", "require"):
        return limits.model_copy(update={part.kind: tuple(id for id in getattr(limits, part.kind) if id != part.id)})
    return limits


def _waived(role: Role, part: Part) -> Role:
    if part.kind != "waive":
        return role
    lines = list(role.lines)
    number = int(part.id) - 1
    lines[number] = lines[number].model_copy(update={"gate": False, "wish": True})
    return role.model_copy(update={"lines": tuple(lines)})


def waived_lines(role: Role, changed: Role) -> tuple[Line, ...]:
    """Return the lines of a role that a change waived in it: there they are only wished for."""
    pairs = zip(role.lines, changed.lines, strict=True)
    return tuple(line for line, now in pairs if now.kind == "wish" != line.kind)


def _with_new_steps(rules: RuleBook, parts: tuple[Part, ...]) -> RuleBook:
    """Return the book with the step that the changes call for."""
    id = "a-step-the-rules-lack"
    while id in rules.all_steps:
        id += "-too"
    new = [
        Step(
            id=id,
            title="A step the rules lack so far",
            kind="training",
            gives=part.facts,
            weeks=1,
            full_time=False,
            hours_per_week=1,
        )
        for part in parts
        if part.kind == "new-step"
    ]
    return with_steps(rules, new) if new else rules
