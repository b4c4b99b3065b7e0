"""How answers are printed: sentences, headings, tables for a terminal, JSON; and progress on standard error."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from typing import Any

import click

from planner.explanation import explain
from planner.rulebook.book import RuleBook


def sentences(answer: Any, book: RuleBook) -> list[str]:
    """Return an answer in words, a sentence to a line."""
    return [str(sentence) for sentence in explain(answer, book)]


def say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def heading(text: str) -> None:
    click.echo(f"\n{click.style(text, bold=True)}")


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def table(*columns: str, lines: bool = False) -> tuple[Any, Any]:
    """Return an empty table for a terminal, and the console to print it on."""
    from rich.console import Console
    from rich.table import Table

    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(color_system=None if plain else "auto", markup=False, emoji=False, highlight=False)
    return Table(*columns, show_lines=lines), console


class Progress:
    """Says on standard error how far a long piece of work has got, every second after the first."""

    def __init__(self, what: str) -> None:
        self.what, self.said = what, time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.said >= 1:
            self.said = now
            click.echo(f"pivot: {done} of {of} {self.what}", err=True)
