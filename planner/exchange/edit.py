"""Editing a rules file by hand: what is wrong with it as it stands, whom it would move, and how it is kept.

Nothing is written where the program itself is installed, and never without keeping the version before.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.exchange.person import Kept
from planner.planning.plan import Impossible, Plan, find_plan
from planner.reasoning.audit import audit
from planner.rulebook.book import RuleBook
from planner.rulebook.load import assemble
from planner.rulebook.problem import Problem, WrongUse
from planner.rulebook.source import Source, parse

Layers = Sequence[Sequence[Source]]


def check_edit(layers: Layers, name: str, text: str) -> tuple[tuple[Problem, ...], RuleBook | None]:
    """Return the problems with ``text`` in place of the file ``name``, and the book where none of them is an error."""
    edited = [[parse(name, text) if source.name == name else source for source in layer] for layer in layers]
    draft, book = assemble(edited)
    problems = tuple(sorted(draft.problems))
    return problems, None if any(found.severity == "error" for found in problems) else book


@dataclass(frozen=True)
class Moved:
    """What a change of the rules does to one person's question; ``lines`` are those whose status differs."""

    person: str
    role: str
    before: Plan | Impossible
    after: Plan | Impossible | None
    lines: tuple[int, ...]

    @property
    def changed(self) -> bool:
        """Whether the plan or any line differs; ``after`` is None where the role is gone."""
        return bool(self.lines) or self.after is None or _shape(self.before) != _shape(self.after)


def impact(
    before: RuleBook,
    after: RuleBook,
    people: Mapping[str, Kept],
    *,
    time_limit: float = 20.0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Moved, ...]:
    """Return what the change does to every role that each of ``people`` loves; ``progress`` hears of each one done."""
    asked = [(name, kept, role) for name, kept in people.items() for role in kept.person.love if role in before.roles]
    moved = []
    for number, (name, kept, role) in enumerate(asked, 1):
        old = find_plan(kept.person, role, before, time_limit=time_limit)
        new: Plan | Impossible | None = None
        lines: tuple[int, ...] = ()
        if role in after.roles:
            try:
                new = find_plan(kept.person, role, after, time_limit=time_limit)
                lines = _differing(kept, role, before, after)
            except WrongUse:
                new = None
        moved.append(Moved(name, role, old, new, lines))
        if progress is not None:
            progress(number, len(asked))
    return tuple(moved)


def _differing(kept: Kept, role: str, before: RuleBook, after: RuleBook) -> tuple[int, ...]:
    old, new = (audit(kept.person, role, book).lines for book in (before, after))
    pairs = enumerate(zip(old, new, strict=False), 1)
    same = min(len(old), len(new))
    added = range(same + 1, max(len(old), len(new)) + 1)
    return (*(n for n, (a, b) in pairs if (a.line, a.status) != (b.line, b.status)), *added)


def _shape(answer: Plan | Impossible) -> object:
    if isinstance(answer, Plan):
        return answer.totals, tuple((item.step.id, item.start_week, item.end_week) for item in answer.steps)
    return answer.reasons


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
    if root not in file.parents or file.suffix not in (".yaml", ".yml"):
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
