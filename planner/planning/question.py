"""What is asked of the planner, checked against the rules, and the same as a task for the solver."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Literal

from planner.model import Limits, Profile, Role
from planner.planning.task import Task, make_task, target
from planner.planning.totals import ORDERS
from planner.planning.under_way import with_waits
from planner.reasoning.audit import closure_of
from planner.reasoning.background import background
from planner.reasoning.closure import Closure
from planner.rulebook.book import RuleBook, find_role, find_step
from planner.rulebook.problem import WrongUse, expect

Prefer = Literal["steps", "time", "money"]
Aim = Literal["all", "hireable"]
TIME_LIMIT = 60.0


@dataclass(frozen=True)
class Question:
    """What was asked: who, for which role, with which wishes and limits.

    Steps ``under_way``, which the limits require, have begun: what does not fit beside one waits until it ends.
    """

    profile: Profile
    role: Role
    prefer: Prefer
    aim: Aim
    limits: Limits
    under_way: tuple[str, ...] = ()


def ask(
    profile: Profile,
    role: Role | str,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
) -> Question:
    """Return the checked question; raises :class:`WrongUse` for what ``rules`` do not know."""
    check_wishes(prefer, aim)
    expect(profile, "Profile", for_="the person")
    limits = profile.limits if limits is None else limits
    expect(limits, "Limits", for_="limits")
    for id in (*limits.avoid, *limits.require):
        find_step(id, rules)
    return Question(profile, find_role(role, rules), prefer, aim, limits)


def check_wishes(prefer: object, aim: object) -> None:
    """Raise :class:`WrongUse` for an order of wishes, or an aim, that there is not."""
    if prefer not in list(ORDERS):
        raise WrongUse(f"prefer is one of {', '.join(ORDERS)}, not {prefer!r}")
    if aim not in ["all", "hireable"]:
        raise WrongUse(f"aim is 'all' or 'hireable', not {aim!r}")


def deadline_in(seconds: float) -> float:
    """Return the moment so many seconds from now, now for less than none; :class:`WrongUse` for what is no number."""
    expect(seconds, "int", "float", for_="a time limit")
    if math.isnan(seconds):
        raise WrongUse("a time limit should be a number of seconds, not nan")
    return time.monotonic() + max(0.0, seconds)


def starting_closure(profile: Profile, rules: RuleBook) -> Closure:
    """Return everything that follows from what the person has; raises :class:`WrongUse` for unknown ids."""
    return closure_of(background(profile, rules), rules)


def task_of(question: Question, rules: RuleBook, start: Closure) -> Task:
    """Return the question as the solver's task, nothing reduced yet."""
    return with_waits(task_without_waits(question, rules, start), question.under_way)


def task_without_waits(question: Question, rules: RuleBook, start: Closure) -> Task:
    """Return the question's task as if nothing waited for what is under way."""
    goal = target(question.role, question.aim, rules.policy)
    return make_task(rules, goal, start, question.limits, question.profile.current_pay)
