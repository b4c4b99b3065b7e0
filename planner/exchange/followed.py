"""A plan that is followed, kept and taken up again, with the question it answers and what is left of its steps."""

from __future__ import annotations

from dataclasses import replace

from planner.exchange.kept import Kept, MadeFor, Rest
from planner.model import Need
from planner.planning.plan import Plan, plan_again
from planner.planning.question import TIME_LIMIT, ask
from planner.rulebook.book import RuleBook, with_steps
from planner.rulebook.problem import WrongUse


def made_for(plan: Plan, rules: RuleBook, *, stale: bool = False) -> MadeFor:
    """Return the question that ``plan`` answers; ``rules`` are those it rests on."""
    asked = plan.question
    going = [rules.all_steps[id] for id in asked.under_way]
    return MadeFor(
        person=asked.profile.model_copy(update={"limits": asked.limits}),
        role=asked.role.id,
        prefer=asked.prefer,
        aim=asked.aim,
        under_way=tuple(Rest(step=step.id, weeks=step.weeks, hours=step.hours, cost=step.cost) for step in going),
        stale=stale,
    )


def begun(kept: Kept) -> Kept:
    """Return what a file holds with the question of its plan spelled out, so that another can be asked beside it."""
    if kept.made_for is not None or not kept.role:
        return kept
    made = MadeFor(person=kept.person, role=kept.role, prefer=kept.prefer, aim=kept.aim)
    return kept.model_copy(update={"made_for": made})


def beside(kept: Kept, going: Kept) -> Kept:
    """Return what is told and asked in one with the plan under way of another, and its question where that differs."""
    made = None if going.made_for is not None and asks_the_same(going.made_for, kept) else going.made_for
    under_way = {name: getattr(going, name) for name in ("plan", "marks", "week", "earlier")}
    return kept.model_copy(update=under_way | {"made_for": made})


def asks_the_same(made: MadeFor, kept: Kept) -> bool:
    """Say whether a plan under way answers just what is asked."""
    asked = (kept.person, kept.role, kept.prefer, kept.aim)
    return not made.under_way and (made.person, made.role, made.prefer, made.aim) == asked


def taken_up(kept: Kept, rules: RuleBook, *, time_limit: float = TIME_LIMIT) -> tuple[Plan, RuleBook] | None:
    """Return the plan under way of a kept file, made again for its own question, and the rules it rests on.

    ``None`` where the file has no such question, or it has no plan any more under ``rules``.
    """
    made = kept.made_for
    if made is None:
        return None
    rests = [
        rules.all_steps[rest.step].model_copy(
            update={"needs": Need(), "weeks": rest.weeks, "hours": rest.hours, "cost": rest.cost}
        )
        for rest in made.under_way
        if rest.step in rules.all_steps
    ]
    book = with_steps(rules, rests) if rests else rules
    try:
        question = ask(made.person, made.role, book, prefer=made.prefer, aim=made.aim)
    except WrongUse:
        return None
    going = tuple(step.id for step in rests)
    plan = plan_again(replace(question, under_way=going), book, time_limit=time_limit)
    return (plan, book) if isinstance(plan, Plan) else None
