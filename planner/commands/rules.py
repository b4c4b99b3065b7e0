"""``pivot rules``: check rules, run journeys against them, and see what an edit of them changes."""

from __future__ import annotations

from dataclasses import asdict

import click

from planner.commands.inputs import one_standard_input
from planner.commands.options import JSON, RULES, Seconds
from planner.commands.output import Progress, print_json, say, sentences
from planner.exchange.differences import moved_data
from planner.exchange.edit import loved_roles
from planner.exchange.person import example_people
from planner.journeys import load_journeys, run_journey
from planner.planning.impact import Candidate, impact
from planner.planning.question import TIME_LIMIT
from planner.rulebook.book import RuleBook
from planner.rulebook.lint import check
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse, format_problems
from planner.rulebook.schema import person_schema, schema
from planner.rulebook.source import layer_path


@click.group("rules")
def rules_group() -> None:
    """Check and try out rules folders."""


@rules_group.command("check")
@click.argument("where", nargs=-1, metavar="[DIR]...")
@RULES
@JSON
def rules_check(where: tuple[str, ...], rules: tuple[str, ...], as_json: bool) -> int:
    """Report every error and warning of the rules (the shipped ones, or DIR), with file, line and column."""
    one_standard_input(*rules, *where)
    problems = sorted(check(*(*rules, *where)))
    if as_json:
        print_json({"schema_version": 1, "problems": [asdict(problem) for problem in problems]})
    else:
        click.echo(format_problems(problems))
    if any(problem.id in ("no-rules", "unreadable") for problem in problems):
        return 3
    return 1 if any(problem.severity == "error" for problem in problems) else 0


@rules_group.command("schema")
@click.option("--person", is_flag=True, help="The schema of a person file instead of a rules file.")
def rules_schema(person: bool) -> None:
    """Print the JSON Schema that gives editors completion."""
    print_json(person_schema() if person else schema())


@rules_group.command("test")
@click.argument("cases", type=click.Path())
@RULES
@JSON
def rules_test(cases: str, rules: tuple[str, ...], as_json: bool) -> int:
    """Run the journeys in CASES (a folder or file): a person, a role, and what must hold in the answer."""
    one_standard_input(cases, *rules)
    book = load_rules(*rules)
    journeys = load_journeys(cases, book)
    results = [(place, journey, run_journey(journey, book)) for place, journey in journeys]
    failed = sum(bool(faults) for _, _, faults in results)
    if as_json:
        print_json(
            {
                "schema_version": 1,
                "journeys": [
                    {"file": place.file, "title": journey.title, "passed": not faults, "faults": list(faults)}
                    for place, journey, faults in results
                ],
            }
        )
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
@click.option(
    "--rules",
    "under",
    multiple=True,
    metavar="DIR",
    help="Rules under both, such as 'shipped'; OLD and NEW are layers over them. Repeat to layer.",
)
@click.option(
    "--time-limit",
    type=Seconds(0),
    default=TIME_LIMIT,
    metavar="S",
    show_default=True,
    help="Seconds for each plan.",
)
@JSON
def rules_impact(
    old: str, new: str, cases: str | None, under: tuple[str, ...], time_limit: float, as_json: bool
) -> None:
    """Show whose verdicts and plans change from the rules OLD to the rules NEW, and how.

    CASES are journeys (a folder or file); without them, the example people and the roles they love are looked at.
    What a layer of one's own adds to the shipped rules: pivot rules impact shipped mine --rules shipped
    """

    one_standard_input(old, new, cases, *under)
    known = {layer_path(layer).resolve() for layer in under}
    before, after = (
        load_rules(*under) if layer_path(side).resolve() in known else load_rules(*under, side) for side in (old, new)
    )
    asked = _journey_candidates(cases, before, after) if cases else _example_candidates(before, after)
    moved = impact(before, after, asked, time_limit=time_limit, progress=Progress("journeys"))
    changed = sum(item.changed for item in moved)
    books = [after if item.after is not None else before for item in moved]
    if as_json:
        found = [moved_data(item, sentences(item, book)) for item, book in zip(moved, books, strict=True)]
        print_json({"schema_version": 1, "changed": changed, "journeys": found})
        return
    for item, book in zip(moved, books, strict=True):
        if item.changed:
            say(sentences(item, book))
    click.echo(f"{changed} of {len(moved)} journeys change")


def _journey_candidates(where: str, before: RuleBook, after: RuleBook) -> list[Candidate]:
    """Return journeys as candidates; what they name may be in either of the rule books."""
    journeys = load_journeys(where, before, after)
    return [Candidate(j.title, j.person, j.role, j.prefer, j.aim) for _, j in journeys]


def _example_candidates(before: RuleBook, after: RuleBook) -> list[Candidate]:
    """Return each example person with each role they love, as far as one of the rule books knows them."""
    cases = loved_roles((person.name or file.stem, person) for file, person in example_people(before, after))
    if not cases:
        raise WrongUse("the example people do not fit these rules; name a folder or file of journeys as CASES")
    return cases
