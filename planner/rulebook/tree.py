"""Strict YAML: a text to a tree that knows the line and column of every key and item.

PyYAML's loaders lose positions, take the last of two equal keys in silence, turn ``no`` into False and
expand anchors without bound. Its event stream has none of these faults, so we build the tree from
events: every scalar stays text, and whatever a rules file has no use for is refused where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import yaml

from planner.rulebook.broken import broken
from planner.rulebook.problem import Problem, shorten

MAX_DEPTH = 40
MAX_PROBLEMS = 200
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[Any, ...]
Spot = tuple[int, int, int]
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # those of YAML 1.1, so that lines count as its parsers do
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LOST_KEY = re.compile(r"""^\s*["']?([\w.+-]+)["']?\s*:\s*(?:\{.*)?(?:\#.*)?$""")


class Map(dict[str, Any]):
    """A mapping that knows where its keys and values stand."""

    __slots__ = ("keys_at", "values_at")

    def __init__(self) -> None:
        self.keys_at: dict[str, Spot] = {}
        self.values_at: dict[str, Spot] = {}


class Seq(list[Any]):
    """A list that knows where its items stand."""

    __slots__ = ("values_at",)

    def __init__(self) -> None:
        self.values_at: list[Spot] = []


@dataclass
class Source:
    """One text: its name for messages, its tree, what was wrong with it as YAML, and keys that were lost by that."""

    name: str
    text: str
    tree: Any = None
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text as YAML counts them."""
        return _BREAK.split(self.text)

    def problem(
        self,
        mark: Spot,
        id: str,
        what: str,
        *,
        why: str = "",
        hint: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> Problem:
        """Return a problem at ``mark`` in this text, with its line as excerpt."""
        line, column, length = mark
        if line > len(self.lines):
            line, column, length = spot_after(self.text)
        return Problem(self.name, line, column, id, what, why, hint, severity, self.lines[line - 1], length)

    def find(self, path: Path_, *, key: bool = False) -> Spot:
        """Return where the value at ``path`` stands (or its key), or the nearest thing around it.

        A value that fills the lines below its key is shown by its key.
        """
        tree, mark = self.tree, (1, 1, 1)
        for depth, part in enumerate(path):
            if isinstance(tree, Map) and part in tree:
                key_at, value_at = tree.keys_at[part], tree.values_at[part]
                below = isinstance(tree[part], (Map, Seq)) and value_at[0] > key_at[0]
                mark = key_at if below or (key and depth == len(path) - 1) else value_at
            elif isinstance(tree, Seq) and isinstance(part, int) and part < len(tree):
                mark = tree.values_at[part]
            else:
                return self.find(path[:depth], key=True) if isinstance(tree, (Map, Seq)) and depth else mark
            tree = tree[part]
        return mark

    def value(self, path: Path_) -> Any:
        """Return what is written at ``path``, or None where nothing is."""
        tree = self.tree
        for part in path:
            if not (isinstance(tree, Map) and part in tree) and not (
                isinstance(tree, Seq) and isinstance(part, int) and part < len(tree)
            ):
                return None
            tree = tree[part]
        return tree


def parse(name: str, text: str) -> Source:
    """Return the tree of a YAML text; what is wrong with it stands in ``problems``, nothing is raised.

    A text that breaks off keeps the entries that were complete before the break.
    """
    source = Source(name, text.removeprefix("\ufeff"))
    if (odd := _NO_TEXT.search(source.text)) is not None:
        mark = spot_after(source.text[: odd.start()])
        what = f"the character U+{ord(odd.group()):04X} stands here, which has no place in a text"
        why, hint = "rules and people are plain text files", "remove it, or save the file as UTF-8 text"
        source.problems.append(source.problem(mark, "not-text", what, why=why, hint=hint))
        note_lost_keys(source)
    else:
        _Builder(source).run()
    return source


def spot_after(text: str) -> Spot:
    """Return the place of what follows ``text``."""
    lines = _BREAK.split(text)
    return (len(lines), len(lines[-1]) + 1, 1)


def note_lost_keys(source: Source) -> None:
    """Note the keys that stand in the lines of a text without a tree, so that nobody calls them unknown."""
    source.lost |= {found[1] for line in source.lines if len(line) < 200 and (found := _LOST_KEY.match(line))}


class _Builder:
    """Makes a source's tree. Per open container: itself, the key put last, and the place of a key without value yet."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[Map | Seq] = []
        self.keys: list[str | None] = []
        self.waiting: list[Spot | None] = []
        self.spoiled: list[tuple[Map, str]] = []
        self.documents = 0

    def run(self) -> None:
        try:
            for event in yaml.parse(self.source.text, Loader=LOADER):
                if not self.take(event):
                    self.break_off()
                    break
        except yaml.MarkedYAMLError as error:
            too_deep = "nesting depth" in (error.problem or "")  # newer parsers give up on it by themselves
            self.report(*(self.too_deep(error.problem_mark) if too_deep else broken(error)))
            self.break_off()
        for parent, key in self.spoiled:
            self.source.lost.add(key)
            parent.pop(key, None)

    def too_deep(self, mark: Any) -> tuple[Spot, str, str, str, str]:
        what = f"this is nested more than {MAX_DEPTH} deep"
        spot = (mark.line + 1, mark.column + 1, 1)
        return spot, "too-deep", what, "no rule needs that; what follows was not read", "unnest it"

    def take(self, event: Any) -> bool:
        """Take one event in; False stops the reading."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag:
                self.refuse(event)
            self.put(event.value if event.value or event.style else None, event)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor or event.tag:
                self.refuse(event)
            if len(self.stack) >= MAX_DEPTH:
                self.report(*self.too_deep(event.start_mark))
                return False
            child = Map() if kind is yaml.MappingStartEvent else Seq()
            self.put(child, event)
            self.stack.append(child)
            self.keys.append(None)
            self.waiting.append(None)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.stack.pop()
            self.keys.pop()
            self.waiting.pop()
        elif kind is yaml.AliasEvent:
            self.refuse(event)
            self.put(None, event)
            self.spoil()
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.report(
                    _spot(event),
                    "second-document",
                    "a second document begins here",
                    "a file holds one document; what follows was not read",
                    "remove the line '---', or put what follows into a file of its own",
                )
                return False
        return len(self.source.problems) < MAX_PROBLEMS or self.too_many(event)

    def put(self, value: Any, event: Any) -> None:
        """Put a value where it belongs: as a key that now waits for its value, as a value, or as an item."""
        start, end = event.start_mark, event.end_mark
        line = start.line
        mark = (line + 1, start.column + 1, end.column - start.column if end.line == line else 1)
        if not self.stack:
            self.source.tree = value
            return
        parent: Any = self.stack[-1]
        if type(parent) is Seq:
            parent.append(value)
            parent.values_at.append(mark)
            return
        key_mark = self.waiting[-1]
        if key_mark is None:
            self.keys[-1] = self.checked_key(value, mark, parent)
            self.waiting[-1] = mark
            return
        self.waiting[-1] = None
        key = self.keys[-1]
        if key is not None:
            parent[key] = value
            parent.keys_at[key], parent.values_at[key] = key_mark, mark

    def checked_key(self, value: Any, mark: Spot, parent: Any) -> str | None:
        if not isinstance(value, str):
            self.report(
                mark,
                "key",
                "here should be a key, and there is none that is a word",
                "a mapping has plain words as keys",
                "write a word before the colon",
            )
            return None
        if value in parent:
            self.report(
                mark,
                "repeated-key",
                f"{shorten(value)} stands here a second time",
                f"the first is in line {parent.keys_at[value][0]}; only one of them could count",
                "remove or rename one of the two",
            )
            return None
        return value

    def refuse(self, event: Any) -> None:
        if event.anchor:
            sign = "*" if type(event) is yaml.AliasEvent else "&"
            what = f"{shorten(sign + event.anchor)}: anchors and aliases are not read here"
            line, column, _ = _spot(event)
            self.report(
                (line, column, len(event.anchor) + 1),
                "anchor",
                what,
                "a rule says all it means where it stands",
                "write the value out; text that begins with this sign goes in quotes",
            )
        else:
            self.report(
                _spot(event),
                "tag",
                f"the tag {shorten(event.tag)} is not read here",
                "a value gets its type from the field it stands in",
                "remove the tag; text that begins with '!' goes in quotes",
            )

    def report(self, mark: Spot, id: str, what: str, why: str, hint: str) -> None:
        self.source.problems.append(self.source.problem(mark, id, what, why=why, hint=hint))

    def too_many(self, event: Any) -> bool:
        self.report(
            _spot(event),
            "too-many",
            f"more than {MAX_PROBLEMS} things are wrong before this place",
            "what follows was not read",
            "correct those first",
        )
        return False

    def break_off(self) -> None:
        """Stop in the middle of the text: the unfinished entry goes, and what follows it is noted as lost."""
        if len(self.stack) > 2:
            self.spoil()
        note_lost_keys(self.source)

    def spoil(self) -> None:
        """Note the entry that is being read as one that cannot be used."""
        for depth in (1, 0):
            if len(self.stack) > depth:
                parent, key = self.stack[depth], self.keys[depth]
                if isinstance(parent, Map) and key is not None:
                    if depth == 1 or not isinstance(parent.get(key), Map):
                        self.spoiled.append((parent, key))
                    return


def _spot(event: Any) -> Spot:
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.column - start.column if end.line == start.line else 1)
