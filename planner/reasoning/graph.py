"""The skills graph: from what a person has, over what carries over and what is learned, to what the role asks.

Nodes are skills and the lines of the role; edges are transfers, steps and "this line asks for it". The graph is
a plain :class:`networkx.DiGraph`, so everything networkx can do (paths, ancestors, drawing) works on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import networkx as nx

from planner.model import Fact, Step
from planner.reasoning.audit import Audit
from planner.reasoning.closure import Closure, close, support, transfers_of
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
    reached, learned = _play(audit.closure, steps, rules)
    final = reached[-1]
    for line in audit.lines:
        node = f"line:{line.number}"
        graph.add_node(node, label=line.line.text, column="asked for", level=0, state=line.status)
        wanted = support(line.line.needs, final.levels) if final.meets(line.line.needs) else ()
        for fact in wanted or tuple(f for f in line.line.needs.walk() if f in final):
            _trace(graph, fact, audit, final, learned, rules)
            graph.add_edge(fact.skill, node, kind="asks", by=audit.role.id)
    return graph


def _play(start: Closure, steps: Sequence[Step], rules: RuleBook) -> tuple[list[Closure], dict[Fact, tuple[int, Step]]]:
    """Return what is known after each step, and which step (and how manieth) first brought each fact it gives."""
    reached, learned = [start], dict[Fact, tuple[int, Step]]()
    for number, step in enumerate(steps, 1):
        known = reached[-1]
        for fact in step.gives:
            if fact not in known:
                learned.setdefault(fact, (number, step))
        facts = [*(Fact(skill, level) for skill, level in known.levels.items()), *step.gives]
        reached.append(close(facts, transfers_of(rules), cases=known.cases))
    return reached, learned


def _trace(
    graph: Graph, fact: Fact, audit: Audit, final: Closure, learned: dict[Fact, tuple[int, Step]], rules: RuleBook
) -> None:
    """Add the skill of ``fact`` and everything it was derived from."""
    skill = fact.skill
    if skill in graph:
        return
    label = rules.skills[skill].label if skill in rules.skills else skill
    held = audit.background.levels.get(skill, 0)
    if held >= fact.level:
        graph.add_node(skill, label=label, column="have", level=held, state="have")
        return
    source = next(((number, step, got) for got, (number, step) in sorted(learned.items()) if got.skill == skill
                   and got.level >= fact.level), None)
    if fact in audit.closure or source is None:
        known = audit.closure if fact in audit.closure else final
        reason = known.why(fact)
        column = "carries over" if known is audit.closure else "learned next"
        state = "carries over" if known is audit.closure else "learned"
        graph.add_node(skill, label=label, column=column, level=reason.fact.level, state=state)
        for needed in reason.needs:
            _trace(graph, needed, audit, final, learned, rules)
            graph.add_edge(needed.skill, skill, kind="transfer", by=reason.by)
        return
    number, step, got = source
    first = audit.closure.meets(step.needs)
    graph.add_node(skill, label=label, column="learned first" if first else "learned next", level=got.level,
                   state="learned")
    for needed in support(step.needs, final.levels):
        if needed.skill != skill:
            _trace(graph, needed, audit, final, learned, rules)
            graph.add_edge(needed.skill, skill, kind="step", by=step.id)
