"""``pivot demo``: what there is to see, with an example person."""

from __future__ import annotations

import click

from planner.commands.inputs import examples
from planner.commands.options import RULES
from planner.commands.plan import ask, show


@click.command()
@RULES
def demo(rules: tuple[str, ...]) -> None:
    """Show the audit, verdict and plan of an example person."""
    from planner.rulebook.load import load_profile, load_rules

    book = load_rules(*rules)
    file = examples() / "maya.yaml"
    person = load_profile(file, book)
    click.echo("Maya has taught biology for nine years and would love to be an instructional designer.")
    click.echo("This is her file; write your own like it and run 'pivot plan PERSON ROLE'.\n")
    click.echo("".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if line[0] != "#"), nl=False)
    show(ask(person, "instructional-designer", book, person.limits), book)
