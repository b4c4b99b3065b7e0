"""The nodes of the skills graph as sentences."""

from __future__ import annotations

from typing import Any

from planner.explanation.audit import evidence_words
from planner.explanation.words import Sentence, explain, fact_words, join
from planner.model import Fact
from planner.planning.plan import Impossible, Plan
from planner.reasoning.audit import Audit
from planner.rulebook.book import RuleBook


def node_words(node: str, graph: Any, audit: Audit, answer: Plan | Impossible, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return why a node of the skills graph is there: what shows it, what it carries over from, what teaches it."""
    steps = answer.steps if isinstance(answer, Plan) else ()
    if node.startswith("line:"):
        line = audit.lines[int(node.removeprefix("line:")) - 1]
        opening = [item.step for item in steps if line.number in item.for_lines]
        said = list(explain(line, rules))
        if opening:
            names = join(step.label for step in opening)
            said.append(Sentence(f"The plan opens it with {names}.", tuple(step.id for step in opening)))
        return tuple(said)
    data = graph.nodes[node]
    words = fact_words(Fact(node, data["level"]), rules)
    said = []
    if data["state"] == "have":
        said.append(Sentence(f"You have {words}.", (node,)))
        said += evidence_words(audit.background.shows(node, audit.background.levels.get(node, 0)))
    taught: set[str] = set()
    for source, _, edge in sorted(graph.in_edges(node, data=True)):
        start = fact_words(Fact(source, graph.nodes[source]["level"]), rules)
        if edge["kind"] == "transfer":
            rule = rules.transfers.get(edge["by"])
            why = f" {rule.because}" if rule else ""
            said.append(Sentence(f"{start} carries over to {words}.{why}", (edge["by"], source, node)))
        else:
            taught.add(edge["by"])
    for item in steps:
        if item.step.id in taught or (data["state"] == "learned" and any(fact.skill == node for fact in item.gives)):
            said.append(Sentence(f"{item.step.label} brings it.", (item.step.id, node)))
    return tuple(said)
