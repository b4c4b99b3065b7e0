"""What a person is told first about a role: the audit, the verdict, and the plan or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model import Limits, Profile, Role
from planner.planning.plan import Impossible, Plan, answer
from planner.planning.question import TIME_LIMIT, Aim, Prefer, ask, deadline_in
from planner.reasoning.audit import Audit, audit_from, closure_of
from planner.reasoning.background import background
from planner.reasoning.verdict import Verdict, judge_audit
from planner.rulebook.book import RuleBook


@dataclass(frozen=True)
class Answered:
    """One question, answered."""

    audit: Audit
    verdict: Verdict
    answer: Plan | Impossible


def answered(
    profile: Profile,
    role: Role | str,
    rules: RuleBook,
    *,
    prefer: Prefer = "steps",
    aim: Aim = "all",
    limits: Limits | None = None,
    time_limit: float = TIME_LIMIT,
) -> Answered:
    """Return what :func:`audit`, :func:`judge` and :func:`find_plan` say, with these ``limits`` for all of them."""
    deadline = deadline_in(time_limit)
    question = ask(profile, role, rules, prefer=prefer, aim=aim, limits=limits)
    start = background(profile, rules)
    closure = closure_of(start, rules)
    found = audit_from(start, closure, question.role)
    verdict = judge_audit(found, profile.model_copy(update={"limits": question.limits}), rules)
    return Answered(found, verdict, answer(question, rules, closure, deadline))
