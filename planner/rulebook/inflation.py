"""Proof that transfers do not inflate: no chain of them leads from a skill at a level back to a higher level of it.

Take every needed fact, alternatives included, to lead to every given fact, and every level to the next lower one.
Chains that are no real derivation may show up that way, real ones cannot be missed. A higher level leads back down
to the lower one, so a chain upwards closes a circle: a skill can only grow where two of its levels lie in one
strongly connected component, and there is nothing else to search.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import networkx as nx

from planner.model import Fact, TransferRule


class Link(NamedTuple):
    """One use of a transfer: the fact it needs that counts here, the transfer's id, and what it gives."""

    needs: Fact
    by: str
    gives: Fact


def inflating_chains(rules: Iterable[TransferRule]) -> list[tuple[Link, ...]]:
    """Return for each set of transfers that lifts a skill above itself a shortest chain that shows it.

    >>> rule = TransferRule(id="up", needs={"sql": 2}, gives={"sql": 3}, because="an example of what must not be")
    >>> [link.by for link in inflating_chains([rule])[0]]
    ['up']
    """
    graph = _graph(rules)
    chains: dict[frozenset[str], tuple[Link, ...]] = {}
    for skill, start, circle in sorted(_rising(graph)):
        chain = _shortest(graph, Fact(skill, start), circle)
        chains.setdefault(frozenset(link.by for link in chain), chain)
    return sorted(chains.values())


def _graph(rules: Iterable[TransferRule]) -> nx.DiGraph[Fact]:
    graph: nx.DiGraph[Fact] = nx.DiGraph()
    for rule in sorted(rules, key=lambda rule: rule.id, reverse=True):  # of several rules, the first id stays
        for needs, gives in rule.parts():
            graph.add_edges_from((needed, given, {"by": rule.id}) for needed in needs.walk() for given in gives)
    for fact in list(graph):
        lower = max((level for level in range(1, fact.level) if Fact(fact.skill, level) in graph), default=0)
        if lower:
            graph.add_edge(fact, Fact(fact.skill, lower), by="")
    return graph


def _rising(graph: nx.DiGraph[Fact]) -> Iterator[tuple[str, int, list[Fact]]]:
    """Yield skill, lowest level and component for each skill that has several levels in one component."""
    for component in nx.strongly_connected_components(graph):
        circle = sorted(component)
        for lower, higher in pairwise(circle):
            if lower.skill == higher.skill:
                yield lower.skill, lower.level, circle


def _shortest(graph: nx.DiGraph[Fact], start: Fact, circle: Iterable[Fact]) -> tuple[Link, ...]:
    """Return the shortest chain inside ``circle`` from ``start`` to a higher level of its skill."""
    inside = set(circle)
    came: dict[Fact, Fact] = {start: start}
    waiting = deque([start])
    while waiting:
        fact = waiting.popleft()
        if fact.skill == start.skill and fact.level > start.level:
            return tuple(_links(graph, came, start, fact))
        for following in sorted(graph.successors(fact)):
            if following in inside and following not in came:
                came[following] = fact
                waiting.append(following)
    raise ValueError("a component joins all that lies in it")


def _links(graph: nx.DiGraph[Fact], came: dict[Fact, Fact], start: Fact, end: Fact) -> list[Link]:
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    path.reverse()
    return [Link(one, by, other) for one, other in pairwise(path) if (by := graph.edges[one, other]["by"])]
