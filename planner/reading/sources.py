"""Where a text comes from: it is given, or it stands in a file."""

from __future__ import annotations

from pathlib import Path

from planner.reading.files import read_text
from planner.rulebook.problem import expect

ENDINGS = (".txt", ".md", ".pdf", ".docx")


def text_of(source: str | Path) -> str:
    """Return the text that ``source`` is, or that the file at that path holds.

    A string is a path only where it is one short line that ends as such files do and names one that exists. Raises
    :class:`Unreadable` for a file that cannot be read.
    """
    if isinstance(source, Path):
        return read_text(source)
    expect(source, "str", "Path", for_="a text")
    if len(source) <= 1000 and source.lower().endswith(ENDINGS) and not set(source) & {"\n", "\r", "\0"}:
        try:
            named = Path(source).is_file()
        except (OSError, ValueError):
            named = False
        if named:
            return read_text(Path(source))
    return source
