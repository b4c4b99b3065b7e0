"""Where a text stops being YAML, in plain words: the parser's own are for people who write parsers."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

_INDENT = "the indentation of this line fits nothing above it", "indent it like the lines it belongs to"
_QUOTE = "the quote that opens here is never closed", "close the quote"
_SLASH = "a backslash in double quotes stands for something else", "use single quotes, or write the backslash twice"
_SAYINGS: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed": (
        "a colon stands here where no key can be",
        "put text that holds a colon in quotes, and check the indentation of this line and the one above",
    ),
    "',' or '}'": ("inside braces, a comma or '}' is missing here", "close the braces, or put odd text in quotes"),
    "',' or ']'": ("inside brackets, a comma or ']' is missing here", "close the brackets, or put odd text in quotes"),
    "expected ':'": ("this line is neither 'key: value' nor an item of a list", "add the colon, or indent the text"),
    "cannot start any token": ("no value can begin with this sign", "put text in quotes; indent with spaces, not tabs"),
    "tab character": ("a tab stands here", "indent with spaces, not tabs"),
    "unexpected end of stream": _QUOTE,
    "unexpected document": _QUOTE,
    "escape": _SLASH,
    "hexdecimal": _SLASH,
    "alphabetic or numeric": ("no value can begin with '*', '&' or '!'", "put the text in quotes"),
    "document start": ("the text goes on where it should have ended", "indent it, or check quotes and brackets above"),
    "sequence entries": ("a list item cannot stand here", "begin the list on the line below its key"),
    "indentation": _INDENT,
    "expected key": _INDENT,
    "block end": _INDENT,
    "'-' indicator": _INDENT,
}


def broken(error: yaml.MarkedYAMLError) -> tuple[tuple[int, int, int], str, str, str, str]:
    """Return what a YAML error means: place, id, what, why, hint."""
    said = f"{error.problem or ''} {error.context or ''}"
    what, hint = next(
        (words for sign, words in _SAYINGS.items() if sign in said),
        ("this cannot be read", "look at the indentation, colons, brackets and quotes of this line and the one above"),
    )
    opened = "unexpected" in said and error.context_mark is not None
    at = error.context_mark if opened else error.problem_mark or error.context_mark
    spot = (at.line + 1, at.column + 1, 1) if at else (1, 1, 1)
    return spot, "broken-yaml", what, "the text stops being YAML here; what follows cannot be read", hint
