"""``pivot explore``: every role, how far away it is, and the first step that serves most of the roles loved."""

from __future__ import annotations

import sys
from typing import Any

import click

from planner.commands.inputs import limits_of, one_standard_input, person_of
from planner.commands.options import JSON, RULES, person_options, plan_options
from planner.commands.output import Progress, print_json, say, sentences, table
from planner.exchange.exploration import exploration_csv, exploration_data
from planner.explanation import away_words, money, qualified_words
from planner.planning.explore import Exploration
from planner.planning.explore import explore as explore_all
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse


@click.command()
@click.argument("person")
@RULES
@plan_options
@person_options
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
def explore(
    person: str,
    rules: tuple[str, ...],
    prefer: Any,
    aim: Any,
    time_limit: float,
    as_json: bool,
    as_csv: bool,
    **given: Any,
) -> None:
    """Show every role for PERSON: how far away it is, and the first step that serves most of the roles loved."""
    if as_json and as_csv:
        raise WrongUse("--json and --csv exclude each other")
    one_standard_input(person, *rules)
    book = load_rules(*rules)
    if not book.roles:
        click.echo("pivot: these rules have no role to explore", err=True)
    profile = person_of(person, book)
    found = explore_all(
        profile,
        book,
        prefer=prefer,
        aim=aim,
        limits=limits_of(profile, given),
        time_limit=time_limit,
        progress=Progress("roles"),
    )
    if as_json:
        print_json(exploration_data(found))
    elif as_csv:
        click.echo(exploration_csv(found), nl=False)
    else:
        _show(found, book)


def _show(found: Exploration, book: RuleBook) -> None:
    """Print every role as a table on a terminal, as plain lines in a pipe."""
    if not sys.stdout.isatty():
        say(sentences(found, book))
        return

    shown, console = table("Role", "Standing", "Lines met", "Steps", "Weeks", "Money", "Pay", "Fit")
    for item in found.nearest:
        totals = item.totals
        away = (
            [str(totals.steps), str(totals.weeks), money(totals.money, book)]
            if totals
            else [away_words(item.answer, book), "", ""]
        )
        pay = "" if item.role.pay is None else money(item.role.pay, book)
        fit = "" if item.fit is None else f"{int(item.fit * 100)} %"
        met = f"{item.met} of {item.lines}"
        proved = "" if item.answer.proved else " (not proved)"
        shown.add_row(item.role.label, qualified_words(item.verdict) + proved, met, *away, pay, fit)
    console.print(shown)
    say(line for first in found.first for line in sentences(first, book))
