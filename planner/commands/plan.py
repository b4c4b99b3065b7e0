"""``pivot plan``: the shortest road from a person to a role, and what can be asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import click

from planner.commands.audit import show_audit
from planner.commands.changes import show_changes
from planner.commands.inputs import limits_of, one_standard_input, one_target, person_of, target_of
from planner.commands.options import JSON, POSTING, RULES, Whole, person_options, plan_options
from planner.commands.output import heading, print_json, say, sentences
from planner.exchange.answer import alternatives_data
from planner.exchange.differences import margins_data, why_not_data
from planner.explanation import other_wish_words, told_data
from planner.model import Limits, Profile, Role
from planner.planning.alternatives import alternatives_to
from planner.planning.answered import Answered, answered
from planner.planning.bill import PROOF_LIMIT, prove
from planner.planning.changes import offer_changes
from planner.planning.compare import why_not as other_choice
from planner.planning.margins import margins as margins_of
from planner.planning.plan import Impossible, Plan
from planner.planning.question import TIME_LIMIT
from planner.planning.wishes import best_by_wish
from planner.rulebook.book import RuleBook, find_step
from planner.rulebook.load import load_rules

WISH_LIMIT = 3.0
"""Seconds for the best plan of another wish; what takes longer is asked for with ``--prefer``."""


class Part(NamedTuple):
    """What was asked beside the answer: a heading and its sentences, or a key and plain data."""

    heading: str
    words: list[str]
    key: str
    data: Any


@click.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@plan_options
@person_options
@click.option(
    "--alternatives",
    type=Whole(0, 100),
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
    profile = person_of(person, book)
    target = target_of(role, posting, book)
    limits = limits_of(profile, given)
    if why_not is not None:
        find_step(why_not, book)
    first = tell(profile, target, book, limits, prefer=prefer, aim=aim, time_limit=time_limit)
    parts: Iterable[Part] = ()
    if isinstance(first.answer, Plan):
        parts = beside(
            first.answer, book, alternatives=alternatives, why_not=why_not, margins=margins, time_limit=time_limit
        )
    if as_json:
        answer = first.answer
        offer = offer_changes(answer, book, time_limit=time_limit) if isinstance(answer, Impossible) else None
        print_json(told_data(first, book, offer=offer) | {part.key: part.data for part in parts})
    else:
        show(first, book, time_limit=time_limit)
        for part in parts:
            if part.words:
                heading(part.heading)
                say(part.words)
    if isinstance(first.answer, Plan):
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
) -> Answered:
    """Return the audit, verdict and plan for a role, the plan with its proof."""
    first = answered(profile, role, book, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(first.answer, Impossible):
        return first
    return replace(first, answer=prove(first.answer, book, time_limit=min(PROOF_LIMIT, time_limit)))


def beside(
    plan: Plan, book: RuleBook, *, alternatives: int, why_not: str | None, margins: bool, time_limit: float
) -> Iterator[Part]:
    """Yield what is asked beside a plan, each part as soon as it is found."""
    if alternatives:
        others = alternatives_to(plan, book, count=alternatives + 1, time_limit=time_limit)
        yield Part("Alternatives", sentences(others, book), "alternatives", alternatives_data(others))
    if why_not is not None:
        choice = other_choice(plan, why_not, book, time_limit=time_limit)
        words = sentences(choice, book)
        yield Part("Why not", words, "why_not", why_not_data(choice, words))
    if margins:
        figures = margins_of(plan, book, time_limit=time_limit)
        words = [line for figure in figures for line in sentences(figure, book)]
        yield Part("Figures to check", words, "margins", margins_data(figures))


def show(found: Answered, book: RuleBook, *, time_limit: float = TIME_LIMIT) -> None:
    """Print an answer in words, a heading to each part: beside a plan what other wishes gain, else what would help."""
    heading(f"Verdict: {found.audit.role.label}")
    say(sentences(found.verdict, book))
    heading("Line by line")
    show_audit(found.audit, book)
    heading("The plan")
    say(sentences(found.answer, book))
    if isinstance(found.answer, Impossible):
        show_changes(found.answer, offer_changes(found.answer, book, time_limit=time_limit), book)
        return
    found_by_wish = best_by_wish(found.answer, book, time_limit=min(WISH_LIMIT, time_limit))
    proved = [(wishes, best) for wishes, best in found_by_wish if best.proved]
    if others := other_wish_words(proved, found.answer, book):
        heading("Other wishes")
        say(map(str, others))
