"""The skills graph: what a person has, what carries over, what is learned, and the lines it leads to."""

import networkx as nx
import pytest

from planner import Profile, audit, find_plan
from planner.reasoning.graph import COLUMNS, skills_graph

TEACHER = {"have": {"teaching": {"level": 4, "evidence": ["Taught"]}}}


def graph_of(rules, person, steps=(), role="dream"):
    found = audit(Profile.model_validate(person), role, rules)
    return skills_graph(found, [rules.all_steps[id] for id in steps], rules)


def nodes(graph):
    return {node: (data["column"], data["level"], data["state"]) for node, data in graph.nodes(data=True)}


def edges(graph):
    return {(start, end): (data["kind"], data["by"]) for start, end, data in graph.edges(data=True)}


def test_it_leads_from_what_one_has_over_what_carries_over_and_is_learned_to_the_lines(rules):
    """
    skills: {teaching: {name: Teaching}, talking: {}, sql: {}, charts: {}, driving: {}}
    transfers: {teaching-to-talking: {from: teaching, to: talking, minus: 1, because: x}}
    steps:
      sql-course: {gives: {sql: 2}, hours: 9}
      charts-course: {needs: {sql: 2, talking: 1}, gives: {charts: 2}, hours: 9}
    roles:
      dream: {lines: [{text: Talks, needs: {talking: 3}}, {text: Draws, needs: {charts: 2}}]}
    """
    graph = graph_of(rules, TEACHER, ["sql-course", "charts-course"])
    assert nodes(graph) == {
        "teaching": ("have", 4, "have"),
        "talking": ("carries over", 3, "carries over"),
        "sql": ("learned first", 2, "learned"),
        "charts": ("learned next", 2, "learned"),
        "line:1": ("asked for", 0, "met through transfer"),
        "line:2": ("asked for", 0, "missing"),
    }
    assert edges(graph) == {
        ("teaching", "talking"): ("transfer", "teaching-to-talking"),
        ("talking", "line:1"): ("asks", "dream"),
        ("sql", "charts"): ("step", "charts-course"),
        ("talking", "charts"): ("step", "charts-course"),
        ("charts", "line:2"): ("asks", "dream"),
    }
    assert [graph.nodes[node]["label"] for node in ("teaching", "line:2")] == ["Teaching", "Draws"]


def test_what_leads_to_no_line_is_left_out(rules):
    """
    skills: {teaching: {}, driving: {}, sql: {}}
    steps: {sql-course: {gives: {sql: 2, driving: 1}, hours: 9}}
    roles: {dream: {lines: [{text: Reports, needs: {sql: 2}}]}}
    """
    assert set(graph_of(rules, TEACHER, ["sql-course"])) == {"sql", "line:1"}
    assert set(graph_of(rules, {})) == {"line:1"}


def test_what_follows_from_a_step_by_transfer_is_learned_too(rules):
    """
    skills: {sql: {}, data: {}}
    transfers: {sql-to-data: {from: sql, to: data, because: x}}
    steps: {sql-course: {gives: {sql: 2}, hours: 9}}
    roles: {dream: {lines: [{text: Reports, needs: {data: 2}}]}}
    """
    graph = graph_of(rules, {}, ["sql-course"])
    assert nodes(graph)["data"] == ("learned next", 2, "learned")
    assert edges(graph)["sql", "data"] == ("transfer", "sql-to-data")


def test_a_skill_asked_for_at_two_levels_is_shown_where_the_higher_one_comes_from(rules):
    """
    skills: {sql: {}}
    steps: {sql-course: {gives: {sql: 4}, hours: 9}}
    roles: {dream: {lines: [{text: Reads, needs: {sql: 2}}, {text: Writes, needs: {sql: 4}}]}}
    """
    graph = graph_of(rules, {"have": {"sql": 2}}, ["sql-course"])
    assert nodes(graph)["sql"] == ("learned first", 4, "learned")
    assert set(graph.successors("sql")) == {"line:1", "line:2"}


def test_of_an_open_line_what_is_there_at_the_level_asked_is_shown(rules):
    """
    skills: {sql: {}, charts: {}}
    roles: {dream: {lines: [{text: Reports, needs: {sql: 2, charts: 2}}]}}
    """
    assert edges(graph_of(rules, {"have": {"sql": 3, "charts": 1}})) == {("sql", "line:1"): ("asks", "dream")}


def test_of_an_either_or_only_the_way_that_is_taken_is_shown(rules):
    """
    skills: {a: {}, b: {}}
    roles: {dream: {lines: [{text: Any, needs: {any_of: [{a: 1}, {b: 1}]}}]}}
    """
    assert set(graph_of(rules, {"have": {"b": 1}})) == {"b", "line:1"}


def test_what_a_held_either_or_proves_stands_without_an_origin(rules):
    """
    skills: {tableau: {}, looker: {}, charts: {}}
    transfers:
      tableau-to-charts: {from: tableau, to: charts, because: x}
      looker-to-charts: {from: looker, to: charts, because: x}
    roles:
      analyst: {lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      dream: {lines: [{text: Draws, needs: {charts: 3}}, {text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
    """
    graph = graph_of(rules, {"roles_held": [{"role": "analyst", "years": 3}]})
    assert nodes(graph)["charts"] == ("carries over", 3, "carries over")
    assert set(graph.predecessors("line:2")) == set()


def test_what_follows_in_every_case_once_a_step_is_taken_leads_from_the_step_to_the_line(rules):
    """
    skills: {a: {}, b: {}, c: {}, d: {}}
    transfers:
      t1: {needs: {a: 2, d: 1}, gives: {c: 1}, because: x}
      t2: {needs: {b: 2, d: 1}, gives: {c: 1}, because: y}
    steps: {sd: {gives: {d: 1}, hours: 8}}
    roles:
      old: {lines: [{text: A or B, needs: {any_of: [{a: 2}, {b: 2}]}}]}
      dream: {lines: [{text: C, needs: {c: 1}}, {text: Either, needs: {any_of: [{a: 2, d: 1}, {b: 2, d: 1}]}}]}
    """
    graph = graph_of(rules, {"roles_held": [{"role": "old", "years": 3}]}, ["sd"])
    assert nodes(graph) == {
        "d": ("learned first", 1, "learned"),
        "c": ("learned next", 1, "learned"),
        "line:1": ("asked for", 0, "missing"),
        "line:2": ("asked for", 0, "partly"),
    }
    assert edges(graph) == {
        ("d", "c"): ("transfer", "t1"),
        ("c", "line:1"): ("asks", "dream"),
        ("d", "line:2"): ("asks", "dream"),
    }


def test_what_followed_from_an_earlier_step_still_leads_from_it_after_a_later_one(rules):
    """
    skills: {sql: {}, data: {}, talking: {}}
    transfers: {sql-to-data: {from: sql, to: data, because: x}}
    steps: {sql-course: {gives: {sql: 2}, hours: 9}, talk: {gives: {talking: 1}, hours: 9}}
    roles: {dream: {lines: [{text: Reports, needs: {data: 2, talking: 1}}]}}
    """
    assert edges(graph_of(rules, {}, ["sql-course", "talk"]))["sql", "data"] == ("transfer", "sql-to-data")


@pytest.mark.parametrize("role", ["instructional-designer", "data-analyst"])
def test_the_graph_of_a_real_plan_is_whole(shipped, role):
    person = Profile.model_validate({"roles_held": [{"role": "secondary-school-teacher", "years": 9}]})
    found, plan = audit(person, role, shipped), find_plan(person, role, shipped)
    graph = skills_graph(found, [item.step for item in plan.steps], shipped)
    must = [f"line:{line.number}" for line in found.must]
    assert all(nx.ancestors(graph, node) for node in must)
    assert {data["column"] for _, data in graph.nodes(data=True)} <= set(COLUMNS)
    roots = [node for node in graph if graph.in_degree(node) == 0 and not node.startswith("line:")]
    assert {graph.nodes[node]["state"] for node in roots} <= {"have", "learned", "carries over"}
    known = {*shipped.transfers, *shipped.all_steps, role}
    assert {by for _, by in edges(graph).values()} <= known
    again = skills_graph(found, [item.step for item in plan.steps], shipped)
    assert (list(again.nodes), list(again.edges)) == (list(graph.nodes), list(graph.edges))
