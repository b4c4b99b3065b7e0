"""``pivot replan``: the plan again from where a person has got to, and what that changes."""

from __future__ import annotations

from typing import Any

import click

from planner.commands.changes import show_changes
from planner.commands.inputs import limits_of, one_standard_input, one_target, person_of, target_of
from planner.commands.options import JSON, POSTING, RULES, Whole, person_options, plan_options
from planner.commands.output import heading, print_json, say, sentences
from planner.exchange.differences import never_planned_data, replan_data
from planner.explanation.answer import offer_data
from planner.planning.changes import offer_changes
from planner.planning.plan import Impossible, Plan, find_plan
from planner.planning.replan import offer_from_here
from planner.planning.replan import replan as plan_from_here
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse


@click.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@plan_options
@person_options
@click.option("--done", multiple=True, metavar="ID", help="This step is finished; repeatable.")
@click.option("--failed", multiple=True, metavar="ID", help="This step did not work out; repeatable.")
@click.option("--late", multiple=True, metavar="ID=N", help="This step is under way, N weeks late; repeatable.")
@click.option("--week", type=Whole(0, 5200), default=0, metavar="N", help="Weeks gone since the plan began.")
@JSON
def replan(
    person: str,
    role: str | None,
    posting: str | None,
    rules: tuple[str, ...],
    prefer: Any,
    aim: Any,
    time_limit: float,
    done: tuple[str, ...],
    failed: tuple[str, ...],
    late: tuple[str, ...],
    week: int,
    as_json: bool,
    **given: Any,
) -> int:
    """Plan again from where PERSON has got to on the way to ROLE or the job of a posting, and show what that changes.

    PERSON is the file as it was when the plan began.
    """
    weeks_late = dict(map(_weeks_late, late))
    if len(weeks_late) < len(late):
        raise WrongUse("each step is late once: give --late ID=N one time for it")
    one_target(role, posting)
    one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = person_of(person, book)
    target = target_of(role, posting, book)
    limits = limits_of(profile, given)
    before = find_plan(profile, target, book, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(before, Impossible):
        offer = offer_changes(before, book, time_limit=time_limit)
        if as_json:
            print_json(never_planned_data(before, sentences(before, book)) | offer_data(offer, book))
        else:
            say(sentences(before, book))
            show_changes(before, offer, book)
        return 1
    answer = plan_from_here(before, book, done=done, failed=failed, late=weeks_late, week=week, time_limit=time_limit)
    offer = offer_from_here(answer, time_limit=time_limit)
    if as_json:
        data = replan_data(answer, sentences(answer, book))
        print_json(data | offer_data(offer, answer.rules) if isinstance(answer.after, Impossible) else data)
    else:
        heading("What that changes")
        say(sentences(answer, book))
        if isinstance(answer.after, Plan):
            heading("The plan from here")
            say(sentences(answer.after, book))
        else:
            show_changes(answer.after, offer, answer.rules)
    return 0 if isinstance(answer.after, Plan) else 1


def _weeks_late(said: str) -> tuple[str, int]:
    id, _, weeks = said.partition("=")
    if not (weeks.isascii() and weeks.isdecimal()) or len(weeks) > 4:
        raise WrongUse(f"--late is a step and its weeks, such as sql-course=3, not {said!r}")
    return id, int(weeks)
