"""The skills graph: from what a person has, over what carries over and what is learned, to what the role asks.

Nodes are skills and the lines of the role; edges are transfers, steps and "this line asks for it". The graph is
a plain :class:`networkx.DiGraph`, so everything networkx can do (paths, ancestors, drawing) works on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx

from planner.model import Fact, Need, Step
from planner.reasoning.audit import Audit
from planner.reasoning.closure import Closure, grow, support, transfers_of
from planner.rulebook.book import RuleBook

Column = Literal["have", "carries over", "learned first", "learned next", "asked for"]
COLUMNS: tuple[Column, ...] = ("have", "carries over", "learned first", "learned next", "asked for")
Graph = Any


def skills_graph(audit: Audit, steps: Sequence[Step], rules: RuleBook) -> Graph:
    """Return the graph of an audit and the steps of a plan, in the order they are taken.

    A node is a skill id, or ``line:3`` for the third line. Its attributes: ``label``, ``column`` (see
    :data:`COLUMNS`), ``level`` reached (lines: 0), ``state`` ("have", "carries over", "learned", or the status of
    the line). An edge has ``kind`` ("transfer", "step" or "asks") and ``by``, the id of the rule, step or role.
    Only what leads to a line of the role is in it. Its order follows from the answer alone.
    """
    graph: Graph = nx.DiGraph()
    final, learned = _play(audit.closure, steps, rules)
    asked = {line.number: _asked(line.line.needs, final) for line in audit.lines}
    origins = _origins([fact for facts in asked.values() for fact in facts], audit, final, learned)
    for line in audit.lines:
        node = f"line:{line.number}"
        graph.add_node(node, label=line.line.text, column="asked for", level=0, state=line.status)
        for fact in asked[line.number]:
            _add(graph, fact.skill, origins, rules)
            graph.add_edge(fact.skill, node, kind="asks", by=audit.role.id)
    return graph


def _asked(need: Need, final: Closure) -> tuple[Fact, ...]:
    """Return the facts by which ``need`` is met in the end, or those of it that are there."""
    wanted = support(need, final.levels) if final.meets(need) else ()
    return wanted or tuple(fact for fact in need.walk() if fact in final)


def _play(start: Closure, steps: Sequence[Step], rules: RuleBook) -> tuple[Closure, dict[Fact, Step]]:
    """Return what is known after the steps, and which step first brought each fact it gives."""
    known, learned = start, dict[Fact, Step]()
    for step in steps:
        for fact in step.gives:
            if fact not in known:
                learned.setdefault(fact, step)
        known = grow(known, step.gives, transfers_of(rules))
    return known, learned


@dataclass(frozen=True)
class _Origin:
    """Where a skill comes from at the highest level that is asked for anywhere."""

    level: int
    column: Column
    state: str
    needs: tuple[Fact, ...] = ()
    kind: str = ""
    by: tuple[str, ...] = ()


def _origins(asked: Sequence[Fact], audit: Audit, final: Closure, learned: Mapping[Fact, Step]) -> dict[str, _Origin]:
    """Return the origin of every skill that ``asked`` or their origins rest on."""
    origins: dict[str, _Origin] = {}
    wanted: dict[str, int] = {}
    agenda = list(asked)
    while agenda:
        fact = agenda.pop()
        if fact.level > wanted.get(fact.skill, 0):
            wanted[fact.skill] = fact.level
            origins[fact.skill] = _origin(fact, audit, final, learned)
            agenda += origins[fact.skill].needs
    return origins


def _origin(fact: Fact, audit: Audit, final: Closure, learned: Mapping[Fact, Step]) -> _Origin:
    held = audit.background.levels.get(fact.skill, 0)
    if held >= fact.level:
        return _Origin(held, "have", "have")
    brought = [(got.level, step) for got, step in sorted(learned.items()) if got.skill == fact.skill]
    level, step = next((found for found in brought if found[0] >= fact.level), (0, None))
    if fact in audit.closure or step is None:
        known = audit.closure if fact in audit.closure else final
        reason = known.why(fact)
        column: Column = "carries over" if known is audit.closure else "learned next"
        state = "carries over" if known is audit.closure else "learned"
        by = reason.through if reason.by is None else (reason.by,)
        return _Origin(reason.fact.level, column, state, reason.needs, "transfer", by)
    column = "learned first" if audit.closure.meets(step.needs) else "learned next"
    return _Origin(level, column, "learned", support(step.needs, final.levels), "step", (step.id,))


def _add(graph: Graph, skill: str, origins: Mapping[str, _Origin], rules: RuleBook) -> None:
    """Add a skill and everything it rests on."""
    if skill in graph:
        return
    origin = origins[skill]
    label = rules.skills[skill].label if skill in rules.skills else skill
    graph.add_node(skill, label=label, column=origin.column, level=origin.level, state=origin.state)
    for needed in origin.needs:
        if needed.skill != skill:
            _add(graph, needed.skill, origins, rules)
            graph.add_edge(needed.skill, skill, kind=origin.kind, by=_using(needed.skill, origin.by, rules))


def _using(skill: str, by: Sequence[str], rules: RuleBook) -> str:
    """Return the rule or step of ``by`` that uses ``skill``: of several transfers the first that names it."""
    for id in by if len(by) > 1 else ():
        if any(fact.skill == skill for needs, _ in rules.transfers[id].parts() for fact in needs.walk()):
            return id
    return by[0]
