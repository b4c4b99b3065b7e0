"""Reading YAML strictly, with the line and column of every key and item.

PyYAML's loaders lose positions, take the last of two equal keys in silence, turn ``no`` into False and
expand anchors without bound. Its event stream has none of these faults, so we build the tree from
events: every scalar stays text, and whatever a rules file has no use for is refused where it stands.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from planner.rulebook.problem import Problem

MAX_BYTES = 5_000_000
MAX_DEPTH = 40
SHIPPED = "shipped"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(tuple[int, int, int]):
    """Line and column, both from 1, and how many characters the thing is long."""


class Map(dict[str, Any]):
    """A mapping that knows where its keys and values stand."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class Seq(list[Any]):
    """A list that knows where its items stand."""

    def __init__(self) -> None:
        super().__init__()
        self.values_at: list[Mark] = []


@dataclass
class Source:
    """One text: its name for messages, its tree, and what was wrong with it as YAML."""

    name: str
    text: str
    tree: Any = None
    problems: list[Problem] = field(default_factory=list)

    def problem(self, mark: Mark, id: str, what: str, *, why: str = "", hint: str = "") -> Problem:
        """Return a problem at ``mark`` in this text, with its line as excerpt."""
        line, column, length = mark
        lines = self.text.splitlines() if line else []
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        return Problem(self.name, line, column, id, what, why, hint, excerpt=excerpt, length=length)

    def find(self, path: tuple[Any, ...], *, key: bool = False) -> Mark:
        """Return where the value at ``path`` stands (or its key), or the nearest thing around it."""
        tree, mark = self.tree, Mark((1, 1, 1))
        for depth, part in enumerate(path):
            last = depth == len(path) - 1
            if isinstance(tree, Map) and part in tree:
                nested = isinstance(tree[part], (Map, Seq))
                mark = tree.keys_at[part] if (last and key) or (nested and last) else tree.values_at[part]
                tree = tree[part]
            elif isinstance(tree, Seq) and isinstance(part, int) and part < len(tree):
                mark, tree = tree.values_at[part], tree[part]
            else:
                if isinstance(tree, (Map, Seq)) and depth:
                    mark = self.find(path[:depth], key=True)
                break
        return mark


def parse(name: str, text: str) -> Source:
    """Return the tree of a YAML text; what is wrong with it stands in ``problems``, nothing is raised.

    A text that breaks off keeps the entries that were complete before the break.
    """
    source = Source(name, text)
    _Builder(source).run()
    return source


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[Map | Seq] = []
        self.keys: list[tuple[str | None, Mark] | None] = []  # per level: the key that waits for its value
        self.documents = 0

    def report(self, mark: Mark, id: str, what: str, why: str, hint: str = "") -> None:
        self.source.problems.append(self.source.problem(mark, id, what, why=why, hint=hint))

    def run(self) -> None:
        try:
            for event in yaml.parse(self.source.text, Loader=_LOADER):
                if not self.take(event):
                    break
        except yaml.MarkedYAMLError as error:
            at = error.problem_mark or error.context_mark
            mark = Mark((at.line + 1, at.column + 1, 1)) if at else Mark((1, 1, 1))
            self.report(
                mark,
                "broken-yaml",
                f"the text stops being YAML here: {_plain(error.problem or error.context or 'unreadable')}",
                "what comes after this place in the file cannot be read",
                "look at the indentation, colons, brackets and quotes of this line and the one above",
            )
            self.drop_unfinished()
        except yaml.YAMLError:
            self.report(
                Mark((1, 1, 1)),
                "not-text",
                "the file holds characters that no YAML text has",
                "rules and people are plain UTF-8 text",
                "save the file as UTF-8 text",
            )
            self.source.tree = None

    def take(self, event: yaml.Event) -> bool:
        """Take one event in; False stops the reading."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.report(
                    _mark(event),
                    "second-document",
                    "a second document begins here",
                    "a file holds one document",
                    "remove the line '---', or put what follows into a file of its own",
                )
                return False
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if not self.refuse(event):
                return False
            if len(self.stack) >= MAX_DEPTH:
                self.report(
                    _mark(event), "too-deep", f"nested more than {MAX_DEPTH} deep", "no rule needs that", "unnest it"
                )
                return False
            child = Map() if isinstance(event, yaml.MappingStartEvent) else Seq()
            self.put(child, _mark(event))
            self.stack.append(child)
            self.keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            return self.refuse(event)
        elif isinstance(event, yaml.ScalarEvent):
            if not self.refuse(event):
                return False
            empty = event.value == "" and event.style is None
            self.put(None if empty else event.value, _mark(event))
        return True

    def refuse(self, event: Any) -> bool:
        if getattr(event, "anchor", None):
            alias = isinstance(event, yaml.AliasEvent)
            self.report(
                _mark(event),
                "anchor",
                f"{'*' if alias else '&'}{event.anchor}: anchors and aliases are not read here",
                "a rule says all it means where it stands",
                "write the value out",
            )
            return False
        if getattr(event, "tag", None):
            self.report(
                _mark(event), "tag", f"the tag {event.tag} is not read here", "values get their type from their field",
                "remove the tag",
            )
            return False
        return True

    def put(self, value: Any, mark: Mark) -> None:
        if not self.stack:
            self.source.tree = value
            return
        parent = self.stack[-1]
        if isinstance(parent, Seq):
            parent.append(value)
            parent.values_at.append(mark)
            return
        waiting = self.keys[-1]
        if waiting is None:
            if not isinstance(value, str):
                self.report(mark, "key", "a key here is not a word", "keys are plain words", "give it a name")
                value = None
            elif value in parent:
                self.report(
                    mark,
                    "repeated-key",
                    f"{value!r} stands here a second time",
                    f"the first is in line {parent.keys_at[value][0]}; only one of them could count",
                    "remove or rename one of the two",
                )
                value = None
            self.keys[-1] = (value, mark)
            return
        self.keys[-1] = None
        key, key_mark = waiting
        if key is not None:
            parent[key] = value
            parent.keys_at[key], parent.values_at[key] = key_mark, mark

    def drop_unfinished(self) -> None:
        """Take the entry in which the text broke off out of its section."""
        if len(self.stack) >= 3:
            section, entry = self.stack[1], self.stack[2]
            if isinstance(section, Map):
                for key in [key for key, value in section.items() if value is entry]:
                    del section[key]


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Mark((start.line + 1, start.column + 1, max(1, length)))


def _plain(text: str) -> str:
    return " ".join(text.replace("could not find expected", "there should be a").split())


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


def read_layer(where: str | Path) -> list[Source]:
    """Return the parsed files of a rules folder, one file, standard input (``-``), or the ``shipped`` book."""
    if str(where) == "-":
        return [_from_bytes("<stdin>", sys.stdin.buffer.read(MAX_BYTES + 1))]
    path = shipped_rules() if str(where) == SHIPPED else Path(where)
    if path.is_dir():
        found = sorted(_yaml_files(path))
        if found:
            return [read_file(file) for file in found]
        nothing = "no .yaml file in this folder or below"
    elif path.exists():
        return [read_file(path)]
    else:
        nothing = "there is no such file or folder"
    empty = Source(shown(path), "")
    empty.problems.append(
        empty.problem(
            Mark((0, 0, 0)), "no-rules", nothing, why="rules are read from .yaml files", hint="check the path"
        )
    )
    return [empty]


def read_file(path: str | Path) -> Source:
    """Return the parsed file; a file that cannot be read is a source with a problem and no tree."""
    path = Path(path)
    if str(path) == "-":
        return _from_bytes("<stdin>", sys.stdin.buffer.read(MAX_BYTES + 1))
    try:
        with open(path, "rb") as file:
            return _from_bytes(shown(path), file.read(MAX_BYTES + 1))
    except OSError as error:
        source = Source(shown(path), "")
        source.problems.append(
            source.problem(
                Mark((0, 0, 0)),
                "unreadable",
                f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}",
                hint="check the path and its permissions",
            )
        )
        return source


def _from_bytes(name: str, content: bytes) -> Source:
    source = Source(name, "")
    if len(content) > MAX_BYTES:
        source.problems.append(
            source.problem(
                Mark((0, 0, 0)),
                "too-large",
                f"the file is larger than {MAX_BYTES // 1_000_000} MB",
                why="no rules file a person edits is that long",
                hint="split it into several files",
            )
        )
        return source
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        source.problems.append(
            source.problem(
                Mark((line, 1, 1)),
                "not-text",
                "the file is not UTF-8 text",
                why="rules and people are plain text files",
                hint="save the file as UTF-8; PDF and Word files cannot be read here",
            )
        )
        return source
    return parse(name, text)


def _yaml_files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in names if name.endswith((".yaml", ".yml")) and name[0] != ".")


def shown(path: Path) -> str:
    """Return the path relative to where the command runs, where it lies below that."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
