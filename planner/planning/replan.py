"""Plan again from where a plan has got to: what is done is held, what failed is avoided, what is under way goes on.

Time gone by and money spent count against the limits. A step under way needs no needs and no price any more, only
the weeks that are left, and it has to be in the plan: so it stands in the rule book that is planned on. Steps that
could not run beside it wait for it (:mod:`planner.planning.under_way`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from planner.model import Limits, Need, Profile, Step
from planner.planning.changes import Change, Offer, offer_changes, relaxed
from planner.planning.compare import Comparison, compare, forced_in, forced_out
from planner.planning.plan import Impossible, Plan, PlannedStep, plan_again
from planner.planning.question import TIME_LIMIT
from planner.planning.task import price
from planner.rulebook.book import RuleBook, find_step, with_steps
from planner.rulebook.policy import spare_hours
from planner.rulebook.problem import WrongUse, expect

MOST_WEEKS = 9999


@dataclass(frozen=True)
class Replan:
    """The plan ``before``, what has happened to its steps since, and the best plan ``after``, its weeks from now.

    ``profile`` is the person as they stand: steps done, and limits less what is gone. ``spent`` is the money gone
    so far. ``rules`` is the book that ``after`` rests on, in which the ``late`` steps are what is left of them.
    ``comparison`` is ``None`` where there is no plan any more.
    """

    before: Plan
    after: Plan | Impossible
    comparison: Comparison | None
    profile: Profile
    rules: RuleBook
    done: tuple[str, ...]
    failed: tuple[str, ...]
    late: Mapping[str, int]
    week: int
    spent: int


def replan(
    plan: Plan,
    rules: RuleBook,
    *,
    done: Iterable[str] = (),
    failed: Iterable[str] = (),
    late: Mapping[str, int] | None = None,
    week: int = 0,
    time_limit: float = TIME_LIMIT,
) -> Replan:
    """Return the best plan from ``week`` of ``plan`` on, given what became of its steps, and what that changes.

    ``done`` steps are held and ``failed`` ones avoided; they need not be of the plan. ``late`` steps are under way
    and take so many weeks more than planned (0: as planned); they stay in the plan. What is not named has not
    begun. A step that is done is paid for in full, unless it was done before the plan began; one that failed or is
    under way has cost its price and the pay given up so far, if it has begun. A part-time step under way may be put
    off for others; no other can be.

    Raises :class:`WrongUse` for unknown ids, a step named twice, a late step that is not in the plan, and weeks that
    are no whole numbers from 0.
    """
    expect(plan, "Plan", for_="what is planned again")
    for ids in (done, failed):
        if isinstance(ids, str) or not isinstance(ids, Iterable):
            raise WrongUse(f"done and failed are lists of ids, not {ids!r} alone")
    done, failed = list(done), list(failed)
    if not isinstance(late or {}, Mapping):
        raise WrongUse(f"late says of steps by how many weeks, such as {{'some-step': 3}}, not {late!r}")
    for id in (*done, *failed, *(late or ())):
        expect(id, "str", for_="the id of a step")
    _check_weeks("weeks gone by", week)
    finished, dropped, slow = tuple(sorted({*done})), tuple(sorted({*failed})), dict(sorted((late or {}).items()))
    planned = {item.step.id: item for item in plan.steps}
    _check(finished, dropped, slow, planned, rules)
    asked, pay = plan.question, plan.question.profile.current_pay
    spent = sum(planned[id].cost for id in finished if id in planned)
    beside = [id for id in finished if id not in planned and id not in asked.profile.done]
    spent += sum(price(rules.all_steps[id], pay) for id in beside)
    spent += sum(_spent(planned[id], week, pay) for id in dropped if id in planned)
    hours = spare_hours(asked.limits, rules.policy)
    under_way = [_rest(planned[id], week, more, hours) for id, more in slow.items()]
    spent += sum(_spent_beside(rest, planned[rest.id], week, pay) for rest in under_way)
    limits = _remaining(forced_out(forced_in(asked.limits, *slow), *dropped), finished, week, spent)
    book = with_steps(rules, under_way) if under_way else rules
    profile = asked.profile.model_copy(update={"done": tuple(sorted({*asked.profile.done, *finished}))})
    question = replace(asked, profile=profile, limits=limits, under_way=tuple(slow))
    after = plan_again(question, book, time_limit=time_limit)
    wishes = tuple(id for id in limits.require if id not in slow or id in asked.limits.require)
    profile = profile.model_copy(update={"limits": limits.model_copy(update={"require": wishes})})
    comparison = compare(plan, after) if isinstance(after, Plan) else None
    return Replan(plan, after, comparison, profile, book, finished, dropped, slow, week, spent)


def changes_from_here(answer: Replan, *, time_limit: float = TIME_LIMIT) -> tuple[Change, ...]:
    """Return the least changes after which there is a plan again (see :func:`find_changes`); none where there is one.

    Their weeks and money count from the beginning of the plan before, as its limits do.
    """
    return offer_from_here(answer, time_limit=time_limit).changes


def offer_from_here(answer: Replan, *, time_limit: float = TIME_LIMIT) -> Offer:
    """Return what :func:`changes_from_here` does, and whether the time was enough."""
    expect(answer, "Replan", for_="what changes are looked for")
    if isinstance(answer.after, Plan):
        return Offer((), True)
    gone = {"weeks": answer.week, "budget": answer.spent}

    def counted(change: Change) -> Change:
        parts = (replace(part, amount=part.amount + gone.get(part.kind, 0)) for part in change.parts)
        return replace(change, parts=tuple(parts))

    found = offer_changes(answer.after, answer.rules, time_limit=time_limit)
    return replace(found, changes=tuple(map(counted, found.changes)))


def eased(answer: Replan, change: Change) -> Plan | None:
    """Return the plan before with a change made that was offered from here: made again as it was, it goes on.

    ``None`` where other limits are not enough: a line is waived, the rules lack a step, one that failed is allowed
    again, or there are more hours for one that is under way, of which nobody knows how many it took so far.
    """
    planned = {item.step.id: item.step for item in answer.before.steps}
    at_own_pace = any(planned[id].hours is not None for id in answer.late)
    for part in change.parts:
        again = part.kind == "avoid" and part.id in answer.failed
        if again or not change.in_limits or (part.kind == "hours_per_week" and at_own_pace):
            return None
    asked = answer.before.question
    limits, aim = asked.limits, asked.aim
    for part in change.parts:
        if part.kind in ("weeks", "budget", "hours_per_week"):
            limits = limits.model_copy(update={part.kind: part.amount})
        limits, aim = relaxed(limits, part), "hireable" if part.kind == "aim" else aim
    return replace(answer.before, question=replace(asked, limits=limits, aim=aim))


def _check(
    done: Collection[str], failed: Collection[str], late: Mapping[str, int], planned: Collection[str], rules: RuleBook
) -> None:
    for id in (*done, *failed, *late):
        find_step(id, rules)
        if (id in done) + (id in failed) + (id in late) > 1:
            raise WrongUse(f"step {id!r} is said to be more than one of done, failed and late")
    for id, more in late.items():
        if id not in planned:
            raise WrongUse(f"step {id!r} cannot be late: it is not in the plan")
        _check_weeks(f"the weeks by which step {id!r} is late", more)


def _check_weeks(what: str, weeks: int) -> None:
    if isinstance(weeks, bool) or not isinstance(weeks, int) or weeks < 0:
        raise WrongUse(f"{what} should be a whole number from 0, not {weeks!r}")
    if weeks > MOST_WEEKS:
        raise WrongUse(f"{what} should be {MOST_WEEKS} at most, not {weeks}")


def _spent(item: PlannedStep, week: int, pay: int) -> int:
    """Return what a step that failed has cost by ``week``: nothing if it was to begin later."""
    gone = min(week, item.end_week) - item.start_week
    if gone <= 0:
        return 0
    return price(item.step.model_copy(update={"weeks": gone}) if item.step.full_time else item.step, pay)


def _spent_beside(rest: Step, item: PlannedStep, week: int, pay: int) -> int:
    """Return what a step under way has cost by ``week``: all that it costs but what its ``rest`` will."""
    gone = week - item.start_week
    if gone <= 0:
        return 0
    whole = item.step
    if whole.full_time:
        assert rest.weeks is not None
        whole = whole.model_copy(update={"weeks": gone + rest.weeks})
    return price(whole, pay) - price(rest, pay)


def _remaining(limits: Limits, done: Collection[str], week: int, spent: int) -> Limits:
    return limits.model_copy(
        update={
            "weeks": None if limits.weeks is None else max(0, limits.weeks - week),
            "budget": None if limits.budget is None else max(0, limits.budget - spent),
            "require": tuple(id for id in limits.require if id not in done),
        }
    )


def _rest(item: PlannedStep, week: int, more: int, hours: int) -> Step:
    """Return what is left in ``week`` of a step under way that takes ``more`` weeks than planned."""
    weeks = max(1, item.end_week + more - max(week, item.start_week))
    length = {"hours": weeks * max(1, hours)} if item.step.hours is not None else {"weeks": weeks}
    paid = {"cost": 0} if item.start_week < week else {}
    return item.step.model_copy(update={"needs": Need(), **length, **paid})
