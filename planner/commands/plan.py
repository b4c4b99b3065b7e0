"""``pivot plan``: the shortest road from a person to a role, and what can be asked about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import click

from planner.commands.audit import show_audit
from planner.commands.changes import changes_data, show_changes
from planner.commands.inputs import limits_of, one_standard_input, one_target, target_of
from planner.commands.options import JSON, POSTING, RULES, person_options, plan_options
from planner.commands.output import heading, print_json, say, sentences
from planner.exchange.answer import alternatives_data, answer_data
from planner.exchange.differences import margins_data, why_not_data
from planner.explanation import other_wish_words, verdict_words
from planner.model import Limits, Profile, Role
from planner.planning.alternatives import Alternatives, alternatives_to
from planner.planning.answered import Answered, answered
from planner.planning.bill import PROOF_LIMIT, prove
from planner.planning.changes import Change, find_changes
from planner.planning.compare import WhyNot
from planner.planning.compare import why_not as other_choice
from planner.planning.margins import Margin
from planner.planning.margins import margins as margins_of
from planner.planning.plan import Impossible, Plan
from planner.planning.question import TIME_LIMIT
from planner.planning.wishes import Wishes, best_by_wish
from planner.rulebook.book import RuleBook, find_step
from planner.rulebook.load import load_rules
from planner.rulebook.person import load_profile

WISH_LIMIT = 3.0
"""Seconds for the best plan of another wish; what takes longer is asked for with ``--prefer``."""


class Told(NamedTuple):
    """Everything a plan is shown with; what was not asked for is None."""

    first: Answered
    changes: tuple[Change, ...]
    wishes: tuple[tuple[Wishes, Plan], ...]
    alternatives: Alternatives | None
    why_not: WhyNot | None
    margins: tuple[Margin, ...] | None


@click.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@plan_options
@person_options
@click.option(
    "--alternatives",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="Also show up to N plans that are just as good, and what one can trade.",
)
@click.option("--why-not", metavar="ID", help="Also show the best plan with this step, or without it if it has it.")
@click.option("--margins", is_flag=True, help="Also show how much each figure may grow until another plan is better.")
@JSON
def plan(
    person: str,
    role: str | None,
    posting: str | None,
    rules: tuple[str, ...],
    prefer: str,
    aim: str,
    time_limit: float,
    alternatives: int,
    why_not: str | None,
    margins: bool,
    as_json: bool,
    **given: Any,
) -> int:
    """Show the shortest road from PERSON (a YAML file, or -) to ROLE (an id or title), or to the job of a posting."""

    one_target(role, posting)
    one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    target = target_of(role, posting, book)
    found = tell(
        profile,
        target,
        book,
        limits_of(profile, given),
        prefer=prefer,
        aim=aim,
        time_limit=time_limit,
        alternatives=alternatives,
        why_not=why_not,
        margins=margins,
        wishes=not as_json,
    )
    if as_json:
        print_json(_data(found, book))
    else:
        show(found, book)
    if isinstance(found.first.answer, Plan):
        return 0
    left_out = ["--alternatives"] * bool(alternatives) + ["--why-not"] * bool(why_not) + ["--margins"] * margins
    if left_out:
        click.echo(f"pivot: there is no plan to ask more about: {', '.join(left_out)} left out", err=True)
    return 1


def tell(
    profile: Profile,
    role: Role | str,
    book: RuleBook,
    limits: Limits,
    *,
    prefer: Any = "steps",
    aim: Any = "all",
    time_limit: float = TIME_LIMIT,
    alternatives: int = 0,
    why_not: str | None = None,
    margins: bool = False,
    wishes: bool = True,
) -> Told:
    """Return the audit, verdict and plan for a role; the least changes where there is none, and what else is asked."""
    if why_not is not None:
        find_step(why_not, book)
    first = answered(profile, role, book, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(first.answer, Impossible):
        return Told(first, find_changes(first.answer, book, time_limit=time_limit), (), None, None, None)
    plan = prove(first.answer, book, time_limit=min(PROOF_LIMIT, time_limit))
    return Told(
        replace(first, answer=plan),
        (),
        best_by_wish(plan, book, time_limit=min(WISH_LIMIT, time_limit)) if wishes else (),
        alternatives_to(plan, book, count=alternatives + 1, time_limit=time_limit) if alternatives else None,
        other_choice(plan, why_not, book, time_limit=time_limit) if why_not is not None else None,
        margins_of(plan, book, time_limit=time_limit) if margins else None,
    )


def _data(found: Told, book: RuleBook) -> dict[str, Any]:
    """Return what is found as one object of plain data, keys in a fixed order."""
    audit, verdict, answer = found.first.audit, found.first.verdict, found.first.answer
    words, said = verdict_words(verdict, book), sentences(answer, book)
    data = answer_data(answer, audit, verdict, book, verdict_words=words, explanation=said)
    if isinstance(answer, Impossible):
        data["changes"] = changes_data(found.changes, book)
    if found.alternatives is not None:
        data["alternatives"] = alternatives_data(found.alternatives)
    if found.why_not is not None:
        data["why_not"] = why_not_data(found.why_not, sentences(found.why_not, book))
    if found.margins is not None:
        data["margins"] = margins_data(found.margins)
    return data


def show(found: Told, book: RuleBook) -> None:
    """Print what is found in words, a heading to each part."""
    heading(f"Verdict: {found.first.audit.role.label}")
    say(sentences(found.first.verdict, book))
    heading("Line by line")
    show_audit(found.first.audit, book)
    heading("The plan")
    say(sentences(found.first.answer, book))
    show_changes(found.changes, book)
    if isinstance(found.first.answer, Plan):
        proved = [(wishes, best) for wishes, best in found.wishes if best.proved]
        if others := other_wish_words(proved, found.first.answer, book):
            heading("Other wishes")
            say(map(str, others))
    if found.alternatives is not None:
        heading("Alternatives")
        say(sentences(found.alternatives, book))
    if found.why_not is not None:
        heading("Why not")
        say(sentences(found.why_not, book))
    if found.margins:
        heading("Figures to check")
        say(line for figure in found.margins for line in sentences(figure, book))
