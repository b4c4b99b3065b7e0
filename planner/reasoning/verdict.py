"""Loved x qualified: the sentence a coach would say, chosen by the ordered rules of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.model import Limits, Line, Need, Profile, Role
from planner.reasoning.audit import Audit, audit
from planner.reasoning.closure import Closure, reached, transfers_of
from planner.rulebook.book import RuleBook
from planner.rulebook.policy import Loved, NoteKind, NotYet, Qualified, may_take, spare_hours


@dataclass(frozen=True)
class Verdict:
    """Where a person stands with a role.

    ``headline``, ``advice`` and ``next`` are the policy's sentences; :func:`explain` fills the ``numbers`` in.
    ``reason`` says why "not yet" (``None`` also where nothing but questions is open); ``numbers`` are what the
    sentences quote; ``notes`` are warnings and good news that never change the verdict (competition among them);
    ``blocked`` are lines nothing can meet.
    """

    loved: Loved
    qualified: Qualified
    headline: str
    advice: str
    next: str
    reason: NotYet | None
    notes: tuple[NoteKind, ...]
    numbers: Mapping[str, int | str]
    blocked: tuple[Line, ...] = ()


def judge(profile: Profile, role: Role | str, rules: RuleBook) -> Verdict:
    """Return the verdict on ``role``, from the ordered rules of the policy.

    "Ready" takes every gate and ``hireable_at`` of the core lines, "stretch" ``stretch_at`` of them and every
    gate, "out of reach" means that the steps the person may take leave a gate or core line unmet.
    Competition is a note beside the verdict and never part of it.

    >>> from planner import HeldRole, Profile, judge, load_rules
    >>> rules = load_rules()
    >>> cook = Profile(roles_held=(HeldRole(role="cook", years=6),))
    >>> [judge(cook, role, rules).qualified for role in ("baker", "electrician-apprentice")]
    ['ready', 'not-yet']
    """
    return judge_audit(audit(profile, role, rules), profile, rules)


def judge_audit(audit: Audit, profile: Profile, rules: RuleBook, *, reach: Closure | None = None) -> Verdict:
    """Return the verdict on a role that is audited already (see :func:`judge`); ``reach`` spares work if known."""
    policy, role = rules.policy, audit.role
    stars = profile.love.get(role.id)
    loved: Loved = "unsure"
    if stars is not None:
        loved = "loved" if stars >= policy.loved_at else "unsure" if stars >= policy.unsure_at else "not-loved"
    blocked = unreachable_lines(audit, profile, rules, reach) if audit.gaps else ()
    qualified: Qualified = "not-yet"
    if not audit.closed_gates and audit.share >= Fraction(policy.hireable_at):
        qualified = "ready"
    elif blocked:
        qualified = "out-of-reach"
    elif not audit.closed_gates and audit.share >= Fraction(policy.stretch_at):
        qualified = "stretch"
    reason = _reason(audit, rules) if qualified in ("not-yet", "out-of-reach") else None
    fitting = [
        rule
        for rule in policy.verdicts
        if (not rule.loved or loved in rule.loved) and (not rule.qualified or qualified in rule.qualified)
    ]
    rule = fitting[0] if fitting else policy.verdicts[-1]
    numbers = _numbers(audit, profile, rules, blocked)
    return Verdict(
        loved, qualified, rule.headline, rule.advice, rule.next, reason, _notes(audit, profile, rules), numbers, blocked
    )


def _reason(audit: Audit, rules: RuleBook) -> NotYet | None:
    policy = rules.policy
    if not audit.count("partly", "missing"):
        return None  # all that is open are questions
    if audit.role.competition == "high" and audit.share >= Fraction(policy.stretch_at):
        return "competition"
    too_far = audit.count("missing") >= Fraction(policy.too_far_at) * len(audit.must)
    return "background" if too_far else "carry-over"


def unreachable_lines(
    audit: Audit, profile: Profile, rules: RuleBook, reach: Closure | None = None
) -> tuple[Line, ...]:
    """Return the gates and core lines that all the steps the person may take together leave unmet.

    ``reach`` is what :func:`within_reach` returns, where it is known.
    """
    final = within_reach(audit.closure, profile.limits, rules) if reach is None else reach
    return tuple(gap.line for gap in audit.gaps if gap.line.needs != Need() and not final.meets(gap.line.needs))


def within_reach(start: Closure, limits: Limits, rules: RuleBook) -> Closure:
    """Return what is known after all the steps that ``limits`` on their kind allow, from ``start``."""
    hours = spare_hours(limits, rules.policy)
    steps = [step for step in rules.all_steps.values() if may_take(step, limits, hours)]
    return reached(steps, start, transfers_of(rules))


def fit(profile: Profile, values: Mapping[str, int]) -> Fraction | None:
    """Return how far a job's ``values`` (0 to 5) serve what the person weighs (0 to 5), from 0 to 1.

    The weighted mean of the job's values over 5; ``None`` where the person weighs nothing the job speaks of.
    """
    weights = {name: weight for name, weight in profile.values.items() if weight and name in values}
    if not weights:
        return None
    return Fraction(sum(weight * values[name] for name, weight in weights.items()), 5 * sum(weights.values()))


def _notes(audit: Audit, profile: Profile, rules: RuleBook) -> tuple[NoteKind, ...]:
    role, notes = audit.role, list[NoteKind]()
    if audit.count("unknown"):
        notes.append("unknown-lines")
    if role.competition == "high":
        notes.append("competition")
    if profile.current_pay and role.pay is not None and role.pay != profile.current_pay:
        purpose = profile.values.get("purpose", 0) > profile.values.get("pay", 0)
        less: NoteKind = "pays-less-for-purpose" if purpose else "pays-less"
        notes.append(less if role.pay < profile.current_pay else "pays-more")
    fitting = fit(profile, role.values)
    if fitting is not None and fitting < Fraction(rules.policy.values_apart_at):
        notes.append("values-apart")
    return tuple(notes)


def _numbers(audit: Audit, profile: Profile, rules: RuleBook, blocked: tuple[Line, ...]) -> dict[str, int | str]:
    role, must = audit.role, audit.must
    pay, now, fitting = role.pay or 0, profile.current_pay, fit(profile, role.values)
    return {
        "name": profile.name or "you",
        "role": role.label,
        "met": len(must) - len(audit.gaps),
        "lines": len(must),
        "partly": audit.count("partly"),
        "missing": audit.count("missing"),
        "unknown": audit.count("unknown"),
        "gaps": len(audit.gaps),
        "through": audit.count("met through transfer"),
        "skills": len(audit.background.levels),
        "share": int(audit.share * 100),
        "hireable": int(rules.policy.hireable_at * 100),
        "pay": pay,
        "current_pay": now,
        "difference": abs(pay - now),
        "fit": int(fitting * 100) if fitting is not None else "",
        "gate": audit.closed_gates[0].line.text if audit.closed_gates else "",
        "first_gap": audit.gaps[0].line.text if audit.gaps else "",
        "blocked": blocked[0].text if blocked else "",
    }
