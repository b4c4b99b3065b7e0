"""``pivot read``: a résumé as a person file, a posting line by line, or quotes from the one that answer the other."""

from __future__ import annotations

import click

from planner.commands.inputs import one_standard_input, target_of, text_of
from planner.commands.options import RULES
from planner.commands.output import say, sentences
from planner.exchange.person import person_text
from planner.reading.background import BackgroundReport, background_report
from planner.reading.highlights import highlights
from planner.reading.posting import posting_report
from planner.reading.redact import redact as without
from planner.reading.redact import redacted
from planner.rulebook.book import RuleBook
from planner.rulebook.load import load_rules
from planner.rulebook.problem import WrongUse


@click.command()
@click.argument("file")
@RULES
@click.option("--redact", is_flag=True, help="Leave out names, mails, phone numbers and addresses.")
@click.option("--as-posting", is_flag=True, help="FILE is a job posting: say what became of each of its lines.")
@click.option("--for", "posting", metavar="POSTING", help="Quote what in FILE answers a posting, in its order.")
def read(file: str, rules: tuple[str, ...], redact: bool, as_posting: bool, posting: str | None) -> int:
    """Read a résumé (text, PDF or DOCX; - for standard input) into a person file with evidence, ready to edit."""
    one_standard_input(file, posting, *rules)
    if as_posting and (redact or posting):
        raise WrongUse("--as-posting reads a posting; --redact and --for are about a person's background")
    book = load_rules(*rules)
    if as_posting:
        return _read_posting(file, book)
    report = background_report(text_of(file), book)
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
    report = posting_report(text_of(file), book)
    say(sentences(report, book))
    return 0 if report.ran else 3


def _show_highlights(report: BackgroundReport, posting: str, redact: bool, book: RuleBook) -> int:
    """Quote what answers a posting; 1 where nothing does."""
    target = target_of(None, posting, book)
    found = highlights(report, target, book)
    names = (report.profile.name,) if report.profile.name else ()
    lines: list[str] = []
    for number, item in enumerate(found):
        same = number > 0 and found[number - 1].number == item.number
        lines += sentences(item, book)[same:]
    say(without(line, book, names=names) if redact else line for line in lines)
    if not found:
        click.echo("pivot: nothing in this background answers a line of the posting", err=True)
    return 0 if found else 1
