"""Editing a rules file by hand: what is wrong with it as it stands, whom it would move, and how it is kept.

Nothing is written where the program itself is installed, and never without keeping the version before.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from planner.exchange.kept import Kept
from planner.model import Profile
from planner.planning.impact import Candidate, Moved
from planner.planning.impact import impact as impact_on
from planner.rulebook.book import RuleBook
from planner.rulebook.lint import check_layers
from planner.rulebook.load import uncollected
from planner.rulebook.problem import Problem, WrongUse
from planner.rulebook.tree import Source, parse

Layers = Sequence[Sequence[Source]]


def check_edit(layers: Layers, name: str, text: str) -> tuple[tuple[Problem, ...], RuleBook | None]:
    """Return the problems with ``text`` in place of the file ``name``, and the book where none of them is an error.

    They are the errors and warnings that ``pivot rules check`` would report.
    """
    with uncollected():
        edited = [[parse(name, text) if source.name == name else source for source in layer] for layer in layers]
        problems, book = check_layers(edited)
    return problems, None if any(found.severity == "error" for found in problems) else book


def impact(
    before: RuleBook,
    after: RuleBook,
    people: Mapping[str, Kept],
    *,
    time_limit: float = 20.0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Moved, ...]:
    """Return what the change does to the role that each of ``people`` asks for, and to every other one they love.

    ``progress`` hears of each one done.
    """
    known = {*before.roles, *after.roles}  # a posting, which somebody may ask for or love, stands in no book
    asked = [it for name, kept in people.items() for it in _wanted_by(name, kept) if it.role in known]
    return impact_on(before, after, asked, time_limit=time_limit, progress=progress)


def _wanted_by(name: str, kept: Kept) -> Iterator[Candidate]:
    if kept.role:
        yield Candidate(name, kept.person, kept.role, kept.prefer, kept.aim)
    yield from (it for it in loved_roles([(name, kept.person)]) if it.role != kept.role)


def loved_roles(people: Iterable[tuple[str, Profile]]) -> list[Candidate]:
    """Return each person, by a name, with every role they love."""
    return [Candidate(name, person, role) for name, person in people for role in person.love]


def may_write(folder: str | Path) -> bool:
    """Say whether rules may be saved in this folder: it is there, writable, and not part of the installed program."""
    path = Path(folder).resolve()
    program = Path(__file__).resolve().parents[1]
    return path.is_dir() and os.access(path, os.W_OK) and program != path and program not in path.parents


def save_rules(folder: str | Path, name: str, text: str) -> Path:
    """Write a rules file below ``folder`` at once and whole; return where its version before is kept beside it.

    Raises :class:`WrongUse` for a folder that may not be written in, and for a name that leads out of it.
    """
    root = Path(folder).resolve()
    file = (root / name).resolve()
    if not may_write(root):
        raise WrongUse(f"rules cannot be saved in {folder}; start the program with --rules and a folder of your own")
    if root not in file.parents or file.suffix.lower() not in (".yaml", ".yml"):
        raise WrongUse(f"{name!r} is no .yaml file below the rules folder")
    file.parent.mkdir(parents=True, exist_ok=True)
    previous = file.with_name(f"{file.name}.previous")
    if file.exists():
        _replace(previous, file.read_bytes())
    _replace(file, text.encode())
    return previous


def _replace(file: Path, content: bytes) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, never half of one."""
    handle, path = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            os.chmod(path, file.stat().st_mode & 0o777)
        else:
            os.chmod(path, 0o644)
        os.replace(path, file)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise


def entry_text(text: str, line: int) -> str:
    """Return the entry whose key stands in this line (from 1), as it is written, without its indentation."""
    lines = text.splitlines()
    first = lines[line - 1]
    indent = len(first) - len(first.lstrip())
    taken = [first]
    for following in lines[line:]:
        if following.strip() and len(following) - len(following.lstrip()) <= indent:
            break
        taken.append(following)
    return "\n".join(row[indent:] for row in taken).rstrip()
