"""Where texts come from: a rules folder, one file, standard input, or the book that comes with the program."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from planner.rulebook.tree import Source, note_lost_keys, parse, spot_after

MAX_BYTES = 5_000_000
SHIPPED = "shipped"
STDIN = "<stdin>"


def shipped_rules() -> Path:
    """Return the folder of the rule book that comes with the program.

    Raises :class:`FileNotFoundError` where neither an installed copy nor a checkout has one.
    """
    installed = Path(str(files("planner"))) / "_rules"
    beside = Path(str(files("planner"))).parent / "rules"
    for folder in (installed, beside):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the rule book that comes with the program is missing; install it again")


def layer_path(where: str | Path) -> Path:
    """Return where the rules that are called so are kept."""
    return shipped_rules() if str(where) == SHIPPED else Path(where)


def read_layer(where: str | Path, *, naming: str = "", kind: str = "rules") -> list[Source]:
    """Return the parsed files of a rules folder, one file, standard input (``-``), or the ``shipped`` book.

    With ``naming``, only files in which that word stands are parsed. ``kind`` is what the files should hold.
    """
    if str(where) == "-":
        return [read_file(where)]
    path = layer_path(where)
    if not str(where):
        nothing = "an empty name is no file or folder"
    elif path.is_dir():
        found = rules_files(path)
        if naming:
            found = [file for file in found if naming.encode() in file.read_bytes()]
        if found or naming:
            return [read_file(file) for file in found]
        nothing = "there is no .yaml file in this folder or below"
    elif path.exists():
        return [read_file(path)]
    else:
        nothing = "there is no such file or folder"
    return [_unread(_name(where), f"no-{kind}", nothing, f"{kind} are read from .yaml files", "check the path")]


def read_file(path: str | Path) -> Source:
    """Return the parsed file; a file that cannot be read is a source with a problem and no tree."""
    if str(path) == "-":
        return from_bytes(STDIN, sys.stdin.buffer.read(MAX_BYTES + 1))
    name = _name(path)
    try:
        with open(path, "rb") as file:
            return from_bytes(name, file.read(MAX_BYTES + 1))
    except OSError as error:
        reason = (error.strerror or "it is not there").lower() if str(path) else "an empty name is no file"
    except ValueError:
        reason = "no file can have this name"
    what = f"the file cannot be read: {reason}"
    return _unread(name, "unreadable", what, "it has to be there and open to you", "check the path and its permissions")


def from_bytes(name: str, content: bytes) -> Source:
    """Return the parsed text of these bytes; what is not UTF-8 text is a source with a problem and no tree."""
    if len(content) > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 1_000_000} MB"
        return _unread(name, "too-large", what, "no file a person edits is that long", "split it into several files")
    content = content.removeprefix(BOM_UTF8)
    try:
        return parse(name, content.decode())
    except UnicodeDecodeError as error:
        mark = spot_after(content[: error.start].decode())
    source = Source(name, content.decode(errors="replace"))
    source.problems.append(
        source.problem(
            mark,
            "not-text",
            "the file is not UTF-8 text from here on",
            why="rules and people are plain text files",
            hint="save the file as UTF-8; PDF and Word files cannot be read here",
        )
    )
    note_lost_keys(source)
    return source


def _unread(name: str, id: str, what: str, why: str, hint: str) -> Source:
    source = Source(name, "")
    source.problems.append(source.problem((1, 1, 1), id, what, why=why, hint=hint))
    return source


def rules_files(folder: Path) -> list[Path]:
    """Return the files of a rules folder, sorted, those behind links among them."""
    return sorted(_yaml_files(folder))


def _yaml_files(folder: Path) -> Iterator[Path]:
    seen: set[str] = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        if real not in seen:
            yield from (Path(root, n) for n in names if n.lower().endswith((".yaml", ".yml")) and n[0] != ".")
        seen.add(real)


def _name(where: str | Path) -> str:
    return shown(layer_path(where)) if str(where) else "''"


def shown(path: Path) -> str:
    """Return the path relative to where the command runs, where it lies below that."""
    full = os.path.abspath(path)
    try:
        return str(Path(full).relative_to(Path.cwd()))
    except ValueError:
        return str(path)
