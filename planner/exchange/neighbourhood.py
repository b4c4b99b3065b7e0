"""What stands around one entry of a rule book: where it comes from and what it leads to, as a small graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from planner.model import Entry, Need, Role, Skill, Step, TransferRule
from planner.rulebook.book import RuleBook

AROUND = ("comes from", "this", "leads to")
MOST = 14


def neighbourhood(id: str, rules: RuleBook, *, most: int = MOST) -> Any:
    """Return a graph in the columns :data:`AROUND`, at most ``most`` entries on each side, by label.

    Nodes have ``label``, ``column`` and ``state`` (skill, transfer, step or role). An entry that is both before and
    after is shown before. The graph's ``left_off`` counts the entries that are too many.
    """
    graph: Any = nx.DiGraph()
    graph.add_node(id, label=entry_label(_entry(id, rules), rules), column="this", state=_state(_entry(id, rules)))

    def by_label(other: str) -> tuple[str, str]:
        return entry_label(_entry(other, rules), rules), other

    before = sorted({*_before(id, rules)} - {id}, key=by_label)
    after = sorted({*_after(id, rules)} - {id, *before[:most]}, key=by_label)
    for others, column in ((before, "comes from"), (after, "leads to")):
        for other in others[:most]:
            entry = _entry(other, rules)
            graph.add_node(other, label=entry_label(entry, rules), column=column, state=_state(entry))
            ends = (other, id) if column == "comes from" else (id, other)
            graph.add_edge(*ends)
    graph.graph["left_off"] = len({id, *before, *after}) - len(graph)
    return graph


def entry_label(entry: Entry, rules: RuleBook) -> str:
    """Return how an entry is called where it stands among others; a transfer by the skills at its two ends."""
    if not isinstance(entry, TransferRule):
        return entry.label
    ends = (dict.fromkeys(skills) for skills in (_asks(entry), _gives(entry)))
    names = [", ".join(rules.skills[id].label if id in rules.skills else id for id in end) for end in ends]
    return " → ".join(names)


def _entry(id: str, rules: RuleBook) -> Entry:
    for section in (rules.skills, rules.transfers, rules.steps, rules.roles):
        if id in section:
            return section[id]
    raise KeyError(id)


def _state(entry: Entry) -> str:
    names = {Skill: "skill", TransferRule: "transfer", Step: "step", Role: "role"}
    return names[type(entry)]


def _needs(entry: Entry) -> Iterator[Need]:
    if isinstance(entry, TransferRule):
        yield from (needs for needs, _ in entry.parts())
    elif isinstance(entry, Step):
        yield entry.needs
    elif isinstance(entry, Role):
        yield from (line.needs for line in entry.lines)


def _gives(entry: Entry) -> Iterator[str]:
    if isinstance(entry, TransferRule):
        yield from (fact.skill for _, gives in entry.parts() for fact in gives)
    elif isinstance(entry, Step):
        yield from (fact.skill for fact in entry.gives)
    elif isinstance(entry, Role) and entry.interim:
        yield from (fact.skill for fact in entry.teaches)


def _asks(entry: Entry) -> Iterator[str]:
    yield from (fact.skill for need in _needs(entry) for fact in need.walk())


def _others(rules: RuleBook) -> Iterator[Entry]:
    for section in (rules.transfers, rules.steps, rules.roles):
        yield from section.values()


def _before(id: str, rules: RuleBook) -> Iterator[str]:
    entry = _entry(id, rules)
    yield from _asks(entry)
    if isinstance(entry, Skill):
        yield from (other.id for other in _others(rules) if id in _gives(other))


def _after(id: str, rules: RuleBook) -> Iterator[str]:
    entry = _entry(id, rules)
    yield from _gives(entry)
    if isinstance(entry, Skill):
        yield from (other.id for other in _others(rules) if id in _asks(other))
