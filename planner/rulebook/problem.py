"""Problems in what people write: where, what, why and a hint, as values, and how they are printed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a text. Line and column count from 1; line 0 speaks of the whole file."""

    file: str
    line: int
    column: int
    id: str
    what: str
    why: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    excerpt: str = ""
    length: int = 1

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        kind = "warning: " if self.severity == "warning" else ""
        lines = [f"{place}: {kind}{self.id}: {self.what}"]
        if self.excerpt:
            text, start = _window(self.excerpt, self.column - 1)
            marks = "^" * max(1, min(self.length, len(text) - start))
            lines += [f"{self.line:>6} | {text}", f"       | {' ' * start}{marks}"]
        lines += [f"  {name:<5} {text}" for name, text in (("why", self.why), ("hint", self.hint)) if text]
        return "\n".join(lines)


def _window(text: str, start: int, width: int = 100) -> tuple[str, int]:
    text = "".join(char if char.isprintable() else " " for char in text)
    left = max(0, start - width // 2) if len(text) > width else 0
    return text[left : left + width], start - left


def format_problems(problems: Iterable[Problem]) -> str:
    """Return the problems, sorted by place, as text a person can act on, with a count at the end."""
    ordered = sorted(problems)
    errors = sum(problem.severity == "error" for problem in ordered)
    counts = [(errors, "error"), (len(ordered) - errors, "warning")]
    total = ", ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counts if count)
    return "\n\n".join([*map(str, ordered), total]) if ordered else "no problems"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest known word, or nothing where none is near.

    >>> did_you_mean("sqll", ["sql", "python"])
    "did you mean 'sql'?"
    """
    near = nearest(word, known)
    return f"did you mean {near[0]!r}?" if near else ""


def nearest(word: str, known: Iterable[str], count: int = 1) -> Sequence[str]:
    """Return up to ``count`` known words that a typing slip may have turned into ``word``, nearest first."""
    return difflib.get_close_matches(word, sorted(known), n=count, cutoff=0.6)


class RulesError(Exception):
    """A text that cannot be used as it stands. ``problems`` says all that is wrong, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(format_problems(self.problems))


class WrongUse(ValueError):
    """A call that names something the rule book does not have, or an option that makes no sense."""
