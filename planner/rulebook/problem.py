"""Problems in what people write: where, what, why and a hint, as values, and how they are printed."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

MAX_GUESSED = 100


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a text. Line and column count from 1."""

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
        kind = "warning: " if self.severity == "warning" else ""
        lines = [f"{self.file}:{self.line}:{self.column}: {kind}{self.id}: {self.what}"]
        if self.excerpt:
            text, start = _window(self.excerpt, self.column - 1)
            marks = "^" * max(1, min(self.length, len(text) - start))
            lines += [f"{self.line:>6} | {text}", f"       | {' ' * start}{marks}"]
        lines += [f"  {name:<5} {text}" for name, text in (("why", self.why), ("hint", self.hint)) if text]
        return "\n".join(lines)


def _window(text: str, start: int, width: int = 100) -> tuple[str, int]:
    left = max(0, start - width // 2) if len(text) > width else 0
    shown = "".join(char if char.isprintable() else " " for char in text[left : left + width])
    return shown, start - left


def shorten(value: object, width: int = 60) -> str:
    """Return a value as messages quote it: in quotes, on one line, never long.

    >>> shorten("sql"), shorten("x" * 100, 10)
    ("'sql'", "'xxxxxx...'")
    """
    text = str(value)
    text = text if len(text) <= width else text[: width - 4] + "..."
    return f"'{text if text.isprintable() else ''.join(char if char.isprintable() else ' ' for char in text)}'"


def format_problems(problems: Iterable[Problem]) -> str:
    """Return the problems, sorted by place, as text a person can act on, with a count at the end."""
    ordered = sorted(problems)
    errors = sum(problem.severity == "error" for problem in ordered)
    counts = [(errors, "error"), (len(ordered) - errors, "warning")]
    total = ", ".join(counted(count, word) for count, word in counts if count)
    return "\n\n".join([*map(str, ordered), total]) if ordered else "no problems"


def counted(count: int, word: str) -> str:
    """Return how many there are of something: "no step", "1 step", "2 steps"."""
    return f"{count or 'no'} {word}{'s' if count > 1 else ''}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest known word, or nothing where none is near.

    >>> did_you_mean("sqll", ["sql", "python"])
    "did you mean 'sql'?"
    """
    near = nearest(word, known)
    return f"did you mean {near[0]!r}?" if near else ""


def nearest(word: str, known: Iterable[str], count: int = 1) -> Sequence[str]:
    """Return up to ``count`` known words that a typing slip may have turned into ``word``, nearest first."""
    return _nearest(word, tuple(sorted(known)), count) if len(word) <= MAX_GUESSED else ()


@lru_cache(maxsize=1000)  # the same slip is often made again and again
def _nearest(word: str, known: tuple[str, ...], count: int) -> Sequence[str]:
    return difflib.get_close_matches(word, known, n=count, cutoff=0.6)


class Guesses:
    """Did-you-mean for many words in a row: after ``limit`` comparisons it stops, for it would take long."""

    def __init__(self, limit: int = 200_000) -> None:
        self.left = limit

    def __call__(self, word: str, known: Collection[str]) -> str:
        self.left -= len(known)
        return did_you_mean(word, known) if self.left >= 0 else ""


class RulesError(Exception):
    """A text that cannot be used as it stands. ``problems`` says all that is wrong, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(format_problems(self.problems))


class WrongUse(ValueError):
    """A call that names something the rule book does not have, or an option that makes no sense."""


def expect(value: object, *kinds: str, for_: str) -> None:
    """Raise :class:`WrongUse` where a value is of none of the classes that are called so.

    >>> expect(3, "Role", "str", for_="the role")
    Traceback (most recent call last):
    planner.rulebook.problem.WrongUse: the role should be a Role or str, not int
    """
    if not {kind.__name__ for kind in type(value).__mro__} & set(kinds):
        article = "an" if kinds[0][0] in "AEIOUaeiou" else "a"
        raise WrongUse(f"{for_} should be {article} {' or '.join(kinds)}, not {type(value).__name__}")


class Unreadable(WrongUse):
    """A file that no text could be read from; the message says why and what to do instead."""
