"""Why there is no plan: lines that nothing in the rules can meet, or limits that clash."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice
from typing import Literal

from planner.model import MOST_HOURS, Fact, Limits, Line, Need
from planner.planning.feasible import has_plan
from planner.planning.question import Question, task_of
from planner.planning.task import reduce, target
from planner.reasoning.closure import Closure, reached, transfers_of
from planner.rulebook.book import RuleBook
from planner.rulebook.policy import spare_hours

GROUPS = 500


@dataclass(frozen=True)
class Reason:
    """Why there is no plan: a ``line`` nothing can meet, ``limits`` that clash, or the ``time`` that ran out.

    ``lacking`` are the facts no step or rule can bring about; ``limits`` names the limits, as in
    ``("budget", "avoid:sql-bootcamp")``, that together leave no plan while any fewer of them would.
    """

    kind: Literal["line", "limits", "time"]
    line: Line | None = None
    lacking: tuple[Fact, ...] = ()
    limits: tuple[str, ...] = ()


def explain_failure(question: Question, rules: RuleBook, start: Closure, deadline: float) -> tuple[Reason, ...]:
    """Return the lines nothing in the rules can meet; where there are none, a smallest set of clashing limits."""
    blocked = blocked_lines(question, furthest(rules, start), rules)
    if blocked:
        return blocked
    return (Reason("limits", limits=clashing(question, rules, start, deadline)),)


def clashing(question: Question, rules: RuleBook, start: Closure, deadline: float) -> tuple[str, ...]:
    """Return the names of a smallest set of limits that leaves no plan.

    Where the time or :data:`GROUPS` are not enough to find a smallest one, the set is one of which no limit can be
    left out, as far as the time allows.
    """

    going = [f"require:{id}" for id in question.under_way]

    def clash(names: Sequence[str]) -> bool:
        kept = with_limits(question.limits, (*names, *going), rules)
        return time.monotonic() < deadline and not feasible(question, kept, rules, start, deadline)

    names = tuple(name for name in limit_names(question.limits) if name not in going)
    core = names
    for name in names:
        rest = tuple(other for other in core if other != name)
        core = rest if clash(rest) else core
    smaller = chain.from_iterable(combinations(names, size) for size in range(1, len(core) + 1))
    return next((group for group in islice(smaller, GROUPS) if clash(group)), core)


def furthest(rules: RuleBook, start: Closure) -> Closure:
    """Return what is known after all the steps of the book, whatever they cost."""
    return reached(rules.all_steps.values(), start, transfers_of(rules))


def blocked_lines(question: Question, final: Closure, rules: RuleBook) -> tuple[Reason, ...]:
    """Return the lines that ``final`` does not meet, if it does not meet what a plan must bring about."""
    if final.meets(target(question.role, question.aim, rules.policy)):
        return ()
    blocked = [line for line in question.role.must() if line.needs != Need() and not final.meets(line.needs)]
    return tuple(Reason("line", line, unreachable_facts(line.needs, final)) for line in blocked)


def unreachable_facts(need: Need, final: Closure) -> tuple[Fact, ...]:
    """Return the facts of ``need`` that are not in ``final``; of a choice, those of every alternative that fails."""
    facts = [fact for fact in need.facts if fact not in final]
    for choice in need.choices:
        if not final.meets(Need(choices=(choice,))):
            facts += [fact for alternative in choice.of for fact in unreachable_facts(alternative, final)]
    return tuple(dict.fromkeys(facts))


def limit_names(limits: Limits) -> tuple[str, ...]:
    """Return the limits that are set, by name: ``budget``, ``avoid:ID`` and so on; spare hours always are."""
    names = [name for name in ("weeks", "budget") if getattr(limits, name) is not None]
    names += ["must_earn"] * limits.must_earn
    names += [f"require:{id}" for id in sorted(set(limits.require))]
    names += [f"avoid:{id}" for id in sorted(set(limits.avoid))]
    return (*names, "hours_per_week")


def with_limits(limits: Limits, names: Sequence[str], rules: RuleBook) -> Limits:
    """Return ``limits`` with only the named ones in force; unlimited spare hours are :data:`MOST_HOURS`."""
    return Limits(
        hours_per_week=spare_hours(limits, rules.policy) if "hours_per_week" in names else MOST_HOURS,
        budget=limits.budget if "budget" in names else None,
        weeks=limits.weeks if "weeks" in names else None,
        must_earn="must_earn" in names,
        avoid=tuple(id for id in limits.avoid if f"avoid:{id}" in names),
        require=tuple(id for id in limits.require if f"require:{id}" in names),
    )


def feasible(question: Question, limits: Limits, rules: RuleBook, start: Closure, deadline: float) -> bool:
    """Say whether any plan keeps ``limits``; where the time runs out first, assume so."""
    small = reduce(task_of(replace(question, limits=limits), rules, start))
    return small is not None and has_plan(small, deadline)
