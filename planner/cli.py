"""``pivot``: the planner from a shell.

Answers go to standard output, messages to standard error. Exit codes: 0 answered, 1 the answer is no,
2 wrong use, 3 input that cannot be read. What takes long to import is imported by the command that needs it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.rulebook.problem import RulesError, Unreadable, WrongUse, format_problems

if TYPE_CHECKING:
    from planner.model import Limits, Profile, Role
    from planner.planning.explore import Exploration
    from planner.planning.impact import Candidate
    from planner.reading.background import BackgroundReport
    from planner.reasoning.audit import Audit
    from planner.rulebook.book import RuleBook

RULES = click.option(
    "--rules", "rules", multiple=True, metavar="DIR", help="Rules folder, file, 'shipped' or '-'; repeat to layer."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
POSTING = click.option(
    "--posting", metavar="FILE", help="A job posting (text, PDF or DOCX; - for standard input) in place of ROLE."
)
READER_GONE = 141  # what shells report of a program that wrote into a closed pipe


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pivot-planner", prog_name="pivot")
def pivot() -> None:
    """Plan a career pivot: what carries over, what is missing, and the shortest road there."""


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


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that stand for limits, as they override those of the person."""
    for option in reversed(
        [
            click.option("--budget", type=click.IntRange(0), metavar="N", help="At most this much money."),
            click.option("--weeks", type=click.IntRange(0), metavar="N", help="At most this many weeks."),
            click.option("--hours-per-week", type=click.IntRange(0, 80), metavar="N", help="Spare hours a week."),
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
            click.option("--time-limit", type=click.FloatRange(0), default=60.0, metavar="S", show_default=True,
                         help="Seconds after which the best plan so far is the answer."),
        ]
    ):
        command = option(command)
    return command


@pivot.command()
@RULES
def demo(rules: tuple[str, ...]) -> None:
    """Show the audit, verdict and plan of an example person."""
    from planner.rulebook.load import load_profile, load_rules

    book = load_rules(*rules)
    file = Path(str(files("planner"))) / "examples" / "maya.yaml"
    person = load_profile(file, book)
    click.echo("Maya has taught biology for nine years and would love to be an instructional designer.")
    click.echo("This is her file; write your own like it and run 'pivot plan PERSON ROLE'.\n")
    click.echo("".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if line[0] != "#"), nl=False)
    _show_plan(person, "instructional-designer", book, person.limits, "steps", "all", 60.0, as_json=False)


@pivot.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@plan_options
@person_options
@click.option("--alternatives", type=click.IntRange(0, 100), default=0, metavar="N",
              help="Also show up to N plans that are just as good, and what one can trade.")
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
    from planner.rulebook.load import load_profile, load_rules

    _one_target(role, posting)
    _one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    target = _target(role, posting, book, whole=False)
    return _show_plan(
        profile,
        target,
        book,
        _limits(profile, given),
        prefer,
        aim,
        time_limit,
        as_json=as_json,
        alternatives=alternatives,
        why_not=why_not,
        margins=margins,
    )


@pivot.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@JSON
def audit(person: str, role: str | None, posting: str | None, rules: tuple[str, ...], as_json: bool) -> None:
    """Go through ROLE, or a posting, line by line: what in PERSON's experience relates to it?"""
    from planner.exchange.answer import SCHEMA_VERSION, audit_data, verdict_data
    from planner.explanation import verdict_words
    from planner.reasoning.audit import audit as audit_of
    from planner.reasoning.verdict import judge_audit
    from planner.rulebook.load import load_profile, load_rules

    _one_target(role, posting)
    _one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    found = audit_of(profile, _target(role, posting, book), book)
    verdict = judge_audit(found, profile, book)
    if as_json:
        _json({"schema_version": SCHEMA_VERSION, "role": found.role.id, "audit": audit_data(found),
               "verdict": verdict_data(verdict, verdict_words(verdict, book))})
        return
    _say(_sentences(verdict, book))
    _show_audit(found, book)


@pivot.command()
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
    from planner.exchange.exploration import exploration_csv, exploration_data
    from planner.planning.explore import explore as explore_all
    from planner.rulebook.load import load_profile, load_rules

    if as_json and as_csv:
        raise WrongUse("--json and --csv exclude each other")
    _one_standard_input(person, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    found = explore_all(profile, book, prefer=prefer, aim=aim, limits=_limits(profile, given), time_limit=time_limit,
                        progress=_Progress("roles"))
    if as_json:
        _json(exploration_data(found))
    elif as_csv:
        click.echo(exploration_csv(found), nl=False)
    else:
        _show_exploration(found, book)


@pivot.command()
@click.argument("person")
@click.argument("role")
@RULES
@plan_options
@person_options
@click.option("--done", multiple=True, metavar="ID", help="This step is finished; repeatable.")
@click.option("--failed", multiple=True, metavar="ID", help="This step did not work out; repeatable.")
@click.option("--late", multiple=True, metavar="ID=N", help="This step is under way, N weeks late; repeatable.")
@click.option("--week", type=click.IntRange(0, 5200), default=0, metavar="N", help="Weeks gone since the plan began.")
@JSON
def replan(
    person: str,
    role: str,
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
    """Plan again from where PERSON has got to on the way to ROLE, and show what that changes.

    PERSON is the file as it was when the plan began.
    """
    from planner.exchange.differences import replan_data
    from planner.planning.plan import Impossible, Plan, find_plan
    from planner.planning.replan import replan as plan_from_here
    from planner.rulebook.load import load_profile, load_rules

    weeks_late = dict(_weeks_late(said) for said in late)
    _one_standard_input(person, *rules)
    book = load_rules(*rules)
    profile = load_profile(person, book)
    limits = _limits(profile, given)
    before = find_plan(profile, role, book, prefer=prefer, aim=aim, limits=limits, time_limit=time_limit)
    if isinstance(before, Impossible):
        _say(_sentences(before, book))
        return 1
    answer = plan_from_here(before, book, done=done, failed=failed, late=weeks_late, week=week, time_limit=time_limit)
    if as_json:
        _json(replan_data(answer, _sentences(answer, book)))
    else:
        _heading("What that changes")
        _say(_sentences(answer, book))
        if isinstance(answer.after, Plan):
            _heading("The plan from here")
            _say(_sentences(answer.after, book))
    return 0 if isinstance(answer.after, Plan) else 1


def _weeks_late(said: str) -> tuple[str, int]:
    id, _, weeks = said.partition("=")
    if not weeks.isdecimal() or len(weeks) > 4:
        raise WrongUse(f"--late is a step and its weeks, such as sql-course=3, not {said!r}")
    return id, int(weeks)


@pivot.command()
@RULES
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def ui(rules: tuple[str, ...], port: int, host: str, no_browser: bool) -> int:
    """Open the planner in the browser. Rules in a folder given with --rules can be edited there."""
    import gc
    import runpy
    from importlib.util import find_spec

    from planner.rulebook.load import load_rules

    if find_spec("streamlit") is None:
        raise WrongUse("the browser page needs the extra 'ui': pip install \"pivot-planner[ui]\"")
    if "-" in rules:
        raise WrongUse("the browser page reads rules again when they change; give --rules a folder or file")
    load_rules(*rules)
    gc.enable()
    os.environ["PIVOT_RULES"] = os.pathsep.join(rules)
    asked = {"address": host, "port": port, "headless": str(no_browser).lower(), "fileWatcherType": "none",
             "showEmailPrompt": "false"}
    options = [f"--server.{name}={value}" for name, value in asked.items()]
    sys.argv = ["streamlit", "run", str(_ui_folder() / "app.py"), *options]
    try:
        runpy.run_module("streamlit", run_name="__main__")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return 0


def _ui_folder() -> Path:
    """Return the folder of the browser page: the installed copy, else that of a checkout."""
    package = Path(str(files("planner")))
    for folder in (package / "_ui", package.parent / "ui"):
        if (folder / "app.py").is_file():
            return folder
    raise FileNotFoundError("the browser page that comes with the program is missing; install it again")


@pivot.group("rules")
def rules_group() -> None:
    """Check and try out rules folders."""


@rules_group.command("check")
@click.argument("where", nargs=-1, metavar="[DIR]...")
@RULES
@JSON
def rules_check(where: tuple[str, ...], rules: tuple[str, ...], as_json: bool) -> int:
    """Report every error and warning of the rules (the shipped ones, or DIR), with file, line and column."""
    from dataclasses import asdict

    from planner.rulebook.lint import check

    _one_standard_input(*rules, *where)
    problems = sorted(check(*(*rules, *where)))
    if as_json:
        _json({"schema_version": 1, "problems": [asdict(problem) for problem in problems]})
    else:
        click.echo(format_problems(problems))
    if any(problem.id in ("no-rules", "unreadable") for problem in problems):
        return 3
    return 1 if any(problem.severity == "error" for problem in problems) else 0


@rules_group.command("schema")
@click.option("--person", is_flag=True, help="The schema of a person file instead of a rules file.")
def rules_schema(person: bool) -> None:
    """Print the JSON Schema that gives editors completion."""
    from planner.rulebook.schema import person_schema, schema

    _json(person_schema() if person else schema())


@rules_group.command("test")
@click.argument("cases", type=click.Path())
@RULES
@JSON
def rules_test(cases: str, rules: tuple[str, ...], as_json: bool) -> int:
    """Run the journeys in CASES (a folder or file): a person, a role, and what must hold in the answer."""
    from planner.journeys import load_journeys, run_journey
    from planner.rulebook.load import load_rules

    _one_standard_input(cases, *rules)
    book = load_rules(*rules)
    journeys = load_journeys(cases, book)
    results = [(place, journey, run_journey(journey, book)) for place, journey in journeys]
    failed = sum(bool(faults) for _, _, faults in results)
    if as_json:
        _json({"schema_version": 1, "journeys": [
            {"file": place.file, "title": journey.title, "passed": not faults, "faults": list(faults)}
            for place, journey, faults in results]})
    else:
        for place, journey, faults in results:
            click.echo(f"{'FAILED' if faults else 'ok    '} {journey.title}  ({place.file}:{place.line})")
            for fault in faults:
                click.echo(f"         {fault}")
        click.echo(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


@rules_group.command("impact")
@click.argument("old")
@click.argument("new")
@click.argument("cases", type=click.Path(), required=False)
@click.option("--time-limit", type=click.FloatRange(0), default=60.0, metavar="S", show_default=True,
              help="Seconds for each plan.")
@JSON
def rules_impact(old: str, new: str, cases: str | None, time_limit: float, as_json: bool) -> None:
    """Show whose verdicts and plans change from the rules OLD to the rules NEW, and how.

    CASES are journeys (a folder or file); without them, the example people and the roles they love are looked at.
    """
    from planner.exchange.differences import moved_data
    from planner.planning.impact import impact
    from planner.rulebook.load import load_rules

    _one_standard_input(old, new, cases)
    before, after = load_rules(old), load_rules(new)
    asked = _journey_candidates(cases, before, after) if cases else _example_candidates(before, after)
    moved = impact(before, after, asked, time_limit=time_limit, progress=_Progress("journeys"))
    changed = sum(item.changed for item in moved)
    books = [after if item.after is not None else before for item in moved]
    if as_json:
        found = [moved_data(item, _sentences(item, book)) for item, book in zip(moved, books, strict=True)]
        _json({"schema_version": 1, "changed": changed, "journeys": found})
        return
    for item, book in zip(moved, books, strict=True):
        if item.changed:
            _say(_sentences(item, book))
    click.echo(f"{changed} of {len(moved)} journeys change")


def _journey_candidates(where: str, before: RuleBook, after: RuleBook) -> list[Candidate]:
    """Return journeys as candidates; what they name may be in either of the rule books."""
    from planner.journeys import load_journeys
    from planner.planning.impact import Candidate

    try:
        journeys = load_journeys(where, before)
    except RulesError:
        journeys = load_journeys(where, after)
    return [Candidate(j.title, j.person, j.role, j.prefer, j.aim) for _, j in journeys]


def _example_candidates(before: RuleBook, after: RuleBook) -> list[Candidate]:
    """Return each example person with each role they love, as far as one of the rule books knows them."""
    from planner.planning.impact import Candidate
    from planner.rulebook.load import load_profile

    cases = []
    for file in sorted((Path(str(files("planner"))) / "examples").glob("*.yaml")):
        for book in (before, after):
            try:
                person = load_profile(file, book)
            except RulesError:
                continue
            cases += [Candidate(person.name or file.stem, person, role) for role in person.love]
            break
    if not cases:
        raise WrongUse("the example people do not fit these rules; name a folder or file of journeys as CASES")
    return cases


@pivot.command()
@click.argument("file")
@RULES
@click.option("--redact", is_flag=True, help="Leave out names, mails, phone numbers and addresses.")
@click.option("--as-posting", is_flag=True, help="FILE is a job posting: say what became of each of its lines.")
@click.option("--for", "posting", metavar="POSTING", help="Quote what in FILE answers a posting, in its order.")
def read(file: str, rules: tuple[str, ...], redact: bool, as_posting: bool, posting: str | None) -> int:
    """Read a résumé (text, PDF or DOCX; - for standard input) into a person file with evidence, ready to edit."""
    from planner.exchange.person import person_text
    from planner.reading.background import background_report
    from planner.reading.redact import redacted
    from planner.rulebook.load import load_rules

    _one_standard_input(file, posting, *rules)
    if as_posting and (redact or posting):
        raise WrongUse("--as-posting reads a posting; --redact and --for are about a person's background")
    book = load_rules(*rules)
    if as_posting:
        return _read_posting(file, book)
    report = background_report(_text(file), book)
    if posting:
        return _show_highlights(report, posting, redact, book)
    profile = redacted(report.profile, book) if redact else report.profile
    click.echo(person_text(profile, book), nl=False)
    if not report.ran:
        click.echo("pivot: nothing was found in this text that the rules know", err=True)
        return 1
    if report.assumed:
        names = ", ".join(report.assumed)
        said = "the text does not say how well; these levels are assumed, please correct them"
        click.echo(f"pivot: {said}: {names}", err=True)
    return 0


def _read_posting(file: str, book: RuleBook) -> int:
    """Say what became of each line of a posting; 3 where nothing was understood, for then nothing was checked."""
    from planner.reading.posting import posting_report

    report = posting_report(_text(file), book)
    _say(_sentences(report, book))
    return 0 if report.ran else 3


def _show_highlights(report: BackgroundReport, posting: str, redact: bool, book: RuleBook) -> int:
    """Quote what answers a posting; 1 where nothing does."""
    from planner.reading.highlights import highlights
    from planner.reading.redact import redact as without

    target = _target(None, posting, book)
    found = highlights(report, target, book)
    names = (report.profile.name,) if report.profile.name else ()
    lines: list[str] = []
    for number, item in enumerate(found):
        same = number > 0 and found[number - 1].number == item.number
        lines += _sentences(item, book)[same:]
    _say(without(line, book, names=names) if redact else line for line in lines)
    if not found:
        click.echo("pivot: nothing in this background answers a line of the posting", err=True)
    return 0 if found else 1


def _one_standard_input(*places: str | None) -> None:
    """Raise :class:`WrongUse` where more than one thing is to be read from standard input."""
    if places.count("-") > 1:
        raise WrongUse("standard input can be read once; give the others as files")


def _one_target(role: str | None, posting: str | None) -> None:
    if (role is None) == (posting is None):
        raise WrongUse("name a ROLE or give --posting FILE, one of the two")


def _text(file: str) -> str:
    """Return the text of a file or of standard input; a file that cannot be read is an input fault."""
    from planner.reading.files import MAX_BYTES, read_text, text_from

    if file == "-":
        return text_from(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    return read_text(Path(file))


def _target(role: str | None, posting: str | None, book: RuleBook, *, whole: bool = True) -> Role | str:
    """Return the role asked about: a known one, or the one a posting describes (``whole``, or what was understood)."""
    if role is not None:
        return role
    from planner.explanation_reading import DID_NOT_RUN
    from planner.reading.posting import posting_report

    report = posting_report(_text(posting or ""), book)
    if report.understood is None:
        raise Unreadable(DID_NOT_RUN)
    unread = len(report.of_kind("not-understood"))
    if unread and not whole:
        lines = "1 line of the posting was" if unread == 1 else f"{unread} lines of the posting were"
        click.echo(f"pivot: {lines} not understood and not part of the plan; 'pivot audit' asks about each", err=True)
    if report.known_role:
        own = f"'pivot audit PERSON {report.known_role}' goes through that role's own lines beside these"
        click.echo(f"pivot: the posting names a role of the rules: {report.known_role}; {own}", err=True)
    return report.role if whole else report.understood


def _limits(profile: Profile, given: dict[str, Any]) -> Limits:
    """Return the person's limits with those given on the command line in their place or added."""
    limits = profile.limits
    said = {name: given[name] for name in ("budget", "weeks", "hours_per_week") if given[name] is not None}
    return limits.model_copy(
        update={
            **said,
            "must_earn": limits.must_earn or given["must_earn"],
            "avoid": (*limits.avoid, *given["avoid"]),
            "require": (*limits.require, *given["require"]),
        }
    )


def _show_plan(
    profile: Profile,
    role: Role | str,
    book: RuleBook,
    limits: Limits,
    prefer: Any,
    aim: Any,
    seconds: float,
    *,
    as_json: bool,
    alternatives: int = 0,
    why_not: str | None = None,
    margins: bool = False,
) -> int:
    from planner.exchange.answer import alternatives_data, answer_data, change_data
    from planner.exchange.differences import margins_data, why_not_data
    from planner.explanation import verdict_words
    from planner.planning.alternatives import Alternatives, find_alternatives
    from planner.planning.bill import prove
    from planner.planning.changes import Change, find_changes
    from planner.planning.compare import WhyNot
    from planner.planning.compare import why_not as ask_why_not
    from planner.planning.margins import Margin
    from planner.planning.margins import margins as find_margins
    from planner.planning.plan import Impossible, Plan, find_plan
    from planner.reasoning.audit import audit as audit_of
    from planner.reasoning.verdict import judge_audit
    from planner.rulebook.book import find_role, find_step

    if why_not is not None:
        find_step(why_not, book)
    found = audit_of(profile, find_role(role, book), book)
    verdict = judge_audit(found, profile.model_copy(update={"limits": limits}), book)
    answer = find_plan(profile, found.role, book, prefer=prefer, aim=aim, limits=limits, time_limit=seconds)
    changes: tuple[Change, ...] = ()
    others: Alternatives | Impossible | None = None
    other_choice: WhyNot | None = None
    figures: tuple[Margin, ...] = ()
    if isinstance(answer, Plan):
        answer = prove(answer, book)
        if alternatives:
            others = find_alternatives(profile, found.role, book, prefer=prefer, aim=aim, limits=limits,
                                       count=alternatives + 1, time_limit=seconds)
        if why_not is not None:
            other_choice = ask_why_not(answer, why_not, book, time_limit=seconds)
        figures = find_margins(answer, book, time_limit=seconds) if margins else ()
    elif answer.proved:
        changes = find_changes(answer, book, time_limit=seconds)
    if as_json:
        words = verdict_words(verdict, book)
        data = answer_data(answer, found, verdict, book, verdict_words=words, explanation=_sentences(answer, book))
        if isinstance(answer, Impossible):
            data["changes"] = [change_data(change, " ".join(_sentences(change, book))) for change in changes]
        if isinstance(others, Alternatives):
            data["alternatives"] = alternatives_data(others)
        if other_choice is not None:
            data["why_not"] = why_not_data(other_choice, _sentences(other_choice, book))
        if margins:
            data["margins"] = margins_data(figures)
        _json(data)
    else:
        _heading(f"Verdict: {found.role.label}")
        _say(_sentences(verdict, book))
        _heading("Line by line")
        _show_audit(found, book)
        _heading("The plan")
        _say(_sentences(answer, book))
        if changes:
            _heading("What would make a plan")
            _say(line for change in changes for line in _sentences(change, book))
        if isinstance(others, Alternatives):
            _heading("Alternatives")
            _say(_sentences(others, book))
        if other_choice is not None:
            _heading("Why not")
            _say(_sentences(other_choice, book))
        if figures:
            _heading("Figures to check")
            _say(line for figure in figures for line in _sentences(figure, book))
    return 0 if isinstance(answer, Plan) else 1


def _sentences(answer: Any, book: RuleBook) -> list[str]:
    from planner.explanation import explain

    return [str(sentence) for sentence in explain(answer, book)]


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _heading(text: str) -> None:
    click.echo(f"\n{click.style(text, bold=True)}")


class _Progress:
    """Says on standard error how far a long piece of work has got, every second after the first."""

    def __init__(self, what: str) -> None:
        self.what, self.said = what, time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.said >= 1:
            self.said = now
            click.echo(f"pivot: {done} of {of} {self.what}", err=True)


def _table(*columns: str, lines: bool = False) -> tuple[Any, Any]:
    """Return an empty table for a terminal, and the console to print it on."""
    from rich.console import Console
    from rich.table import Table

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(color_system=None if plain else "auto", markup=False, emoji=False, highlight=False)
    return Table(*columns, show_lines=lines), console


def _show_exploration(found: Exploration, book: RuleBook) -> None:
    """Print every role as a table on a terminal, as plain lines in a pipe."""
    if not sys.stdout.isatty():
        _say(_sentences(found, book))
        return
    from planner.explanation import money, qualified_words

    table, console = _table("Role", "Standing", "Lines met", "Steps", "Weeks", "Money", "Pay", "Fit")
    for item in found.nearest:
        totals = item.totals
        away = [str(totals.steps), str(totals.weeks), money(totals.money, book)] if totals else ["no plan", "", ""]
        pay = "" if item.role.pay is None else money(item.role.pay, book)
        fit = "" if item.fit is None else f"{int(item.fit * 100)} %"
        met = f"{item.met} of {item.lines}"
        proved = "" if item.answer.proved else " (not proved)"
        table.add_row(item.role.label, qualified_words(item.verdict) + proved, met, *away, pay, fit)
    console.print(table)
    _say(line for first in found.first for line in _sentences(first, book))


def _show_audit(found: Audit, book: RuleBook) -> None:
    """Print the audit as a table on a terminal, as plain lines in a pipe."""
    if not sys.stdout.isatty():
        _say(_sentences(found, book))
        return
    from planner.explanation import explain

    marks = {"met": "●", "met through transfer": "◆", "partly": "◐", "missing": "○", "unknown": "?"}
    table, console = _table("", "Line", "Kind", "Status", "What answers it", lines=True)
    for line in found.lines:
        said = " ".join(sentence.text for sentence in explain(line, book))
        table.add_row(str(line.number), line.line.text, line.line.kind, f"{marks[line.status]} {line.status}", said)
    console.print(table)


def _json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
