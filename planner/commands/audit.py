"""``pivot audit``: what in a person's experience relates to each line of a role or posting."""

from __future__ import annotations

import sys

import click

from planner.commands.inputs import one_standard_input, one_target, person_of, target_of
from planner.commands.options import JSON, POSTING, RULES
from planner.commands.output import print_json, say, sentences, table
from planner.exchange.answer import SCHEMA_VERSION, audit_data, verdict_data
from planner.explanation import explain, verdict_words
from planner.reasoning.audit import Audit
from planner.reasoning.audit import audit as audit_of
from planner.reasoning.verdict import judge_audit
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules


@click.command()
@click.argument("person")
@click.argument("role", required=False)
@POSTING
@RULES
@JSON
def audit(person: str, role: str | None, posting: str | None, rules: tuple[str, ...], as_json: bool) -> None:
    """Go through ROLE, or a posting, line by line: what in PERSON's experience relates to it?"""
    one_target(role, posting)
    one_standard_input(person, posting, *rules)
    book = load_rules(*rules)
    profile = person_of(person, book)
    found = audit_of(profile, target_of(role, posting, book), book)
    verdict = judge_audit(found, profile, book)
    if as_json:
        print_json(
            {
                "schema_version": SCHEMA_VERSION,
                "role": found.role.id,
                "audit": audit_data(found),
                "verdict": verdict_data(verdict, verdict_words(verdict, book)),
            }
        )
        return
    say(sentences(verdict, book))
    show_audit(found, book)


def show_audit(found: Audit, book: RuleBook) -> None:
    """Print the audit as a table on a terminal, as plain lines in a pipe."""
    if not sys.stdout.isatty():
        say(sentences(found, book))
        return

    marks = {"met": "●", "met through transfer": "◆", "partly": "◐", "missing": "○", "unknown": "?"}
    shown, console = table("", "Line", "Kind", "Status", "What answers it", lines=True)
    for line in found.lines:
        said = " ".join(sentence.text for sentence in explain(line, book))
        shown.add_row(str(line.number), line.line.text, line.line.kind, f"{marks[line.status]} {line.status}", said)
    console.print(shown)
