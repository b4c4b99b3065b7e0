"""``pivot``: the planner from a shell.

Answers go to standard output, messages to standard error. Exit codes: 0 answered, 1 the answer is no,
2 wrong use, 3 input that cannot be read, 74 an answer that cannot be written. What each command does stands in
:mod:`planner.commands`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from errno import EDQUOT, EFBIG, EIO, ENOSPC

import click

from planner.commands.audit import audit
from planner.commands.demo import demo
from planner.commands.explore import explore
from planner.commands.plan import plan
from planner.commands.read import read
from planner.commands.replan import replan
from planner.commands.rules import rules_group
from planner.commands.ui import ui
from planner.rulebook.problem import RulesError, Unreadable, WrongUse, format_problems

READER_GONE = 141  # what shells report of a program that wrote into a closed pipe
UNWRITTEN = 74  # what many programs leave with where writing fails


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pivot-planner", prog_name="pivot")
def pivot() -> None:
    """Plan a career pivot: what carries over, what is missing, and the shortest road there."""


for command in (demo, plan, audit, explore, replan, read, rules_group, ui):
    pivot.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback reaches the user."""
    from planner.rulebook.load import uncollected

    _prepare_streams()
    plain = False if os.environ.get("NO_COLOR") else None
    try:
        with uncollected():  # a tenth of the time of a short command goes into searching for garbage
            code = pivot.main(args=arguments, prog_name="pivot", standalone_mode=False, color=plain)
    except RulesError as error:
        click.echo(format_problems(error.problems), err=True)
        code = 3
    except WrongUse as error:
        click.echo(f"pivot: {error}", err=True)
        code = 3 if isinstance(error, Unreadable) else 2
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("pivot: stopped", err=True)
        code = 130
    except SystemExit:  # how click leaves when whoever reads the answer, such as `head`, has gone
        code = READER_GONE
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT, EFBIG, EIO):
            click.echo(f"pivot: the answer could not be written: {error.strerror or error}", err=True)
            sys.exit(UNWRITTEN)
        what = f"{type(error).__name__}: {error}"
        click.echo(f"pivot: a fault in the program itself ({what}); please report it", err=True)
        code = 70
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_streams() -> None:
    """Let a stream that was closed stand for an empty one, and letters a terminal cannot show for a question mark."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
