"""Options that several commands take."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import click

from planner.planning.question import TIME_LIMIT

RULES = click.option(
    "--rules", "rules", multiple=True, metavar="DIR", help="Rules folder, file, 'shipped' or '-'; repeat to layer."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
POSTING = click.option(
    "--posting", metavar="FILE", help="A job posting (text, PDF or DOCX; - for standard input) in place of ROLE."
)


class Whole(click.IntRange):
    """A whole number in a range."""

    name = "whole number"


class Seconds(click.FloatRange):
    """Seconds in a range."""

    name = "number of seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse nan, which is in every range, too."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail("nan is no number of seconds.", param, ctx)
        return seconds


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that stand for limits, as they override those of the person."""
    for option in reversed(
        [
            click.option("--budget", type=Whole(0), metavar="N", help="At most this much money."),
            click.option("--weeks", type=Whole(0), metavar="N", help="At most this many weeks."),
            click.option("--hours-per-week", type=Whole(0, 80), metavar="N", help="Spare hours a week."),
            click.option("--must-earn", is_flag=True, help="No full-time step without pay."),
            click.option("--avoid", multiple=True, metavar="ID", help="Never take this step; repeatable."),
            click.option("--require", multiple=True, metavar="ID", help="Take this step; repeatable."),
        ]
    ):
        command = option(command)
    return command


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a best plan is."""
    for option in reversed(
        [
            click.option("--prefer", type=click.Choice(["steps", "time", "money"]), default="steps", show_default=True),
            click.option("--aim", type=click.Choice(["all", "hireable"]), default="all", show_default=True),
            click.option(
                "--time-limit",
                type=Seconds(0),
                default=TIME_LIMIT,
                metavar="S",
                show_default=True,
                help="Seconds after which the best plan so far is the answer.",
            ),
        ]
    ):
        command = option(command)
    return command
