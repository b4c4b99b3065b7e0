"""Held choices as clauses: what may depend on the way one is true has a copy in each way, and all copies bring it.

In a way of a held choice the same clauses hold as outside, on more facts. So the clauses that these facts may help to
fire are copied, with the atoms that depend on the way, and an atom whose copies all come true is true. What holds in a
way today needs no copy there, and what leads to no atom that may come true in every way is left out.

As in :func:`planner.reasoning.closure.close`, held choices are gone through one at a time: an either/or that only
another one proves does not count within a way. So either/ors always have copies of their own there, and the parts of
a count are not brought together, while a fact that the way does not help is the same inside as outside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.model import Choice, Fact, Need
from planner.reasoning.closure import Closure, meets

Clause = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class InWay:
    """The atom of number ``atom`` in one ``way`` of the held choice of number ``held``."""

    atom: int
    held: int
    way: int


Atom = Fact | Choice | tuple[Choice, int, int] | InWay


class Network:
    """Clauses, with those that use an atom and those that bring it about by the atom; they may build on other ones."""

    def __init__(self, clauses: Iterable[Clause], base: Network | None = None) -> None:
        self.base = base
        self.users: dict[int, list[Clause]] = {}
        self.makers: dict[int, list[Clause]] = {}
        for clause in clauses:
            body, head = clause
            self.makers.setdefault(head, []).append(clause)
            for atom in body:
                self.users.setdefault(atom, []).append(clause)

    def using(self, atom: int) -> Iterator[Clause]:
        if self.base is not None:
            yield from self.base.using(atom)
        yield from self.users.get(atom, ())

    def making(self, atom: int) -> Iterator[Clause]:
        if self.base is not None:
            yield from self.base.making(atom)
        yield from self.makers.get(atom, ())


def way_clauses(index: dict[Atom, int], network: Network, known: Closure, init: Collection[int]) -> list[Clause]:
    """Return the clauses by which the held choices of ``known`` count from now on, their copies added to ``index``.

    ``init`` are the atoms that are true today.
    """
    atoms, clauses, known = tuple(index), list[Clause](), known.undecided
    for held, split in enumerate(known.cases):
        ways = [_Way(held, way, case, known.levels, atoms, index, network) for way, case in enumerate(split)]
        common = set.intersection(*(set(way.touched) for way in ways)).difference(init)
        joined = sorted(atom for atom in common if isinstance(atoms[atom], (Fact, Choice)))
        for way in ways:
            clauses += way.clauses(joined)
        clauses += [(tuple(way.copy(atom) for way in ways if not way.touched[atom]), atom) for atom in joined]
    return clauses


@dataclass(frozen=True)
class _Way:
    """One way of a held choice, by number: ``levels`` hold in it today, ``sure`` in every way."""

    held: int
    way: int
    levels: Mapping[str, int]
    sure: Mapping[str, int]
    atoms: Sequence[Atom]
    index: dict[Atom, int]
    network: Network

    @cached_property
    def touched(self) -> dict[int, bool]:
        """The atoms that what holds in this way alone makes true or may help to, and whether they are true today."""
        more = [(skill, range(self.sure.get(skill, 0) + 1, level + 1)) for skill, level in self.levels.items()]
        facts = [Fact(skill, level) for skill, levels in more for level in levels]
        agenda = [self.index[fact] for fact in facts if fact in self.index]
        found = dict.fromkeys(agenda, True)
        for atom in agenda:
            for _, head in self.network.using(atom):
                if head not in found and not _true(self.atoms[head], self.sure):
                    found[head] = _true(self.atoms[head], self.levels)
                    agenda.append(head)
        return found

    def copy(self, atom: int) -> int:
        """Return the atom that stands for ``atom`` in this way."""
        return self.index.setdefault(InWay(atom, self.held, self.way), len(self.index))

    def clauses(self, wanted: Iterable[int]) -> Iterator[Clause]:
        """Yield the clauses that bring about the copies of ``wanted`` and of what they rest on."""
        agenda = [atom for atom in wanted if not self.touched[atom]]
        seen = set(agenda)
        for atom in agenda:
            fact = isinstance(self.atoms[atom], Fact)
            if fact:
                yield (atom,), self.copy(atom)
            for body, _ in self.network.making(atom):
                if fact and self.touched.keys().isdisjoint(body):
                    continue
                open_ = [part for part in body if not _true(self.atoms[part], self.levels)]
                own = [part for part in open_ if part in self.touched or not isinstance(self.atoms[part], Fact)]
                yield tuple(self.copy(part) if part in own else part for part in open_), self.copy(atom)
                agenda += [part for part in own if part not in seen]
                seen.update(own)


def _true(atom: Atom, levels: Mapping[str, int]) -> bool:
    """Say whether an atom is true on ``levels`` alone."""
    if isinstance(atom, Fact):
        return levels.get(atom.skill, 0) >= atom.level
    if isinstance(atom, Choice):
        return meets(Need(choices=(atom,)), levels)
    assert not isinstance(atom, InWay)
    choice, first, count = atom
    return sum(meets(alternative, levels) for alternative in choice.of[:first]) >= count
