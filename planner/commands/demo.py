"""``pivot demo``: what there is to see, with an example person."""

from __future__ import annotations

import click

from planner.commands.options import RULES
from planner.commands.plan import show, tell
from planner.exchange.person import example_people
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse

FIRST = "maya"


@click.command()
@RULES
def demo(rules: tuple[str, ...]) -> None:
    """Show the audit, verdict and plan of an example person."""
    book = load_rules(*rules)
    people = [(file, person) for file, person in example_people(book) if person.love]
    if not people:
        raise WrongUse("none of the example people fits these rules; 'pivot plan PERSON ROLE' takes a person of yours")
    file, person = next((one for one in people if one[0].stem == FIRST), people[0])
    role = max(person.love, key=lambda id: person.love[id])
    click.echo(f"{person.name or 'Somebody'} would love to be: {book.roles[role].label}.")
    click.echo("This is the file; write your own like it and run 'pivot plan PERSON ROLE'.\n")
    click.echo("".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if line[0] != "#"), nl=False)
    show(tell(person, role, book, person.limits), book)
