"""A book in the making: entries as they come in from the layers, where each stands, and what is wrong so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from planner.model import Entry, Role, Skill, Step, TransferRule
from planner.rulebook.problem import Guesses, Problem
from planner.rulebook.tree import Path_, Source
from planner.rulebook.wording import Described

SECTIONS: Mapping[str, type[Entry]] = {"skills": Skill, "transfers": TransferRule, "steps": Step, "roles": Role}


class Standing(NamedTuple):
    """Where an entry stands: its text, its section, and the number of its layer."""

    source: Source
    section: str
    layer: int


@dataclass
class Draft:
    """Checked entries by section and id, where each id stands (fit or not), and the problems so far.

    ``settings`` are the texts (and their layers) that have such a section;
    ``lost`` are ids that stand in parts no parser could read, ``unfit`` entries that are written but cannot be used.
    """

    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in SECTIONS})
    stands: dict[str, Standing] = field(default_factory=dict)
    unfit: list[tuple[Source, str, str]] = field(default_factory=list)
    settings: dict[str, list[tuple[Source, int]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    guess: Guesses = field(default_factory=Guesses)

    def say(self, source: Source, path: Path_, id: str, what: str, *, key: bool = False, why: str, hint: str) -> None:
        """Add a problem at ``path`` of a text."""
        self.problems.append(source.problem(source.find(path, key=key), id, what, why=why, hint=hint))

    def tell(self, source: Source, path: Path_, fault: Described) -> None:
        """Add the problem of a fault in what stands at ``path``."""
        self.say(source, (*path, *fault.path), fault.id, fault.what, key=fault.key, why=fault.why, hint=fault.hint)

    def written(self) -> Iterator[tuple[Source, str, str]]:
        """Yield the text, section and id of every entry, those that cannot be used included."""
        for section, entries in self.entries.items():
            for id in sorted(entries):
                yield self.stands[id].source, section, id
        yield from self.unfit
