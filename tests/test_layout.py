"""The layout of layered graphs: nothing overlaps, few lines cross, and the same graph gives the same picture."""

import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import audit, find_plan, load_profile
from planner.exchange.drawing import drawing
from planner.exchange.layout import lay_out, name_sides, wrap
from planner.exchange.neighbourhood import AROUND, neighbourhood
from planner.reasoning.graph import COLUMNS, skills_graph

MAYA = Path(__file__).parent.parent / "planner" / "examples" / "maya.yaml"
SVG = "{http://www.w3.org/2000/svg}"


def graph_of(columns: dict[str, str], edges: list[tuple[str, str]]) -> nx.DiGraph:
    graph = nx.DiGraph()
    for node, column in columns.items():
        graph.add_node(node, label=node, column=column, state="have")
    graph.add_edges_from(edges)
    return graph


def test_columns_stand_from_left_to_right_and_empty_ones_are_left_out():
    graph = graph_of({"a": "have", "b": "learned next"}, [("a", "b")])
    layout = lay_out(graph, COLUMNS)
    assert [name for name, _ in layout.columns] == ["have", "learned next"]
    a, b = layout.boxes
    assert a.x + a.width < b.x


def test_a_crossing_that_can_be_avoided_is_avoided():
    graph = graph_of({"a": "have", "b": "have", "x": "asked for", "y": "asked for"}, [("a", "y"), ("b", "x")])
    assert lay_out(graph, COLUMNS).crossings == 0


def test_a_crossing_that_cannot_be_avoided_is_counted():
    both = [(left, right) for left in "ab" for right in "xy"]
    graph = graph_of({"a": "have", "b": "have", "x": "asked for", "y": "asked for"}, both)
    assert lay_out(graph, COLUMNS).crossings == 1


def test_an_edge_over_a_column_runs_between_its_boxes():
    columns = {"a": "have", "m": "carries over", "n": "carries over", "z": "asked for"}
    layout = lay_out(graph_of(columns, [("a", "z"), ("a", "m"), ("a", "n"), ("m", "z"), ("n", "z")]), COLUMNS)
    through = next(curve for curve in layout.curves if (curve.source, curve.target) == ("a", "z"))
    (_, y) = through.points[1]
    assert all(not box.y <= y <= box.y + box.height for box in layout.boxes if box.id in "mn")


def test_an_edge_within_a_column_leaves_and_enters_at_its_right_side():
    layout = lay_out(graph_of({"a": "have", "b": "have"}, [("a", "b")]), COLUMNS)
    (start, end) = layout.curves[0].points
    assert start[0] == end[0] == layout.boxes[0].x + layout.boxes[0].width


def test_an_empty_graph_is_an_empty_picture():
    layout = lay_out(nx.DiGraph(), COLUMNS)
    assert (layout.boxes, layout.curves, layout.crossings) == ((), (), 0)


@st.composite
def layered(draw):
    sizes = draw(st.lists(st.integers(0, 6), min_size=5, max_size=5))
    columns = {f"n{c}{i}": name for c, (name, size) in enumerate(zip(COLUMNS, sizes, strict=True)) for i in range(size)}
    names = list(columns)
    some = st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=30) if names else st.just([])
    graph = graph_of(columns, [(a, b) for a, b in draw(some) if a != b])
    for node in names:
        graph.nodes[node]["label"] = draw(st.text(min_size=0, max_size=90))
    return graph


@given(layered())
@settings(max_examples=150, deadline=None)
def test_boxes_never_overlap_and_nothing_leaves_the_picture(graph):
    layout = lay_out(graph, COLUMNS)
    for a, b in itertools.combinations(layout.boxes, 2):
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, (a, b)
    assert {box.id for box in layout.boxes} == set(graph)
    assert {(curve.source, curve.target) for curve in layout.curves} == set(graph.edges)
    assert all(box.y >= 0 and box.y + box.height <= layout.height for box in layout.boxes)


@given(layered())
@settings(max_examples=50, deadline=None)
def test_the_order_of_edges_changes_nothing(graph):
    turned = nx.DiGraph()
    turned.add_nodes_from(graph.nodes(data=True))
    turned.add_edges_from(reversed(list(graph.edges)))
    assert lay_out(graph, COLUMNS) == lay_out(turned, COLUMNS)


@given(st.text(max_size=300))
def test_a_label_takes_at_most_three_lines(label):
    lines = wrap(label)
    assert 1 <= len(lines) <= 3
    assert all(len(line) <= 27 for line in lines)


def test_the_graph_of_an_example_reads_well(shipped):
    person = load_profile(MAYA, shipped)
    plan = find_plan(person, "data-analyst", shipped)
    graph = skills_graph(audit(person, "data-analyst", shipped), [item.step for item in plan.steps], shipped)
    assert lay_out(graph, COLUMNS).crossings <= 40


def test_the_drawing_is_well_formed_and_names_every_node_and_edge(shipped):
    graph = neighbourhood("sql", shipped)
    root = ET.fromstring(drawing(graph, columns=AROUND))
    nodes = {group.get("data-id") for group in root.iter(f"{SVG}g") if group.get("data-id")}
    ends = {(group.get("data-from"), group.get("data-to")) for group in root.iter(f"{SVG}g") if group.get("data-from")}
    assert nodes == set(graph)
    assert ends == set(graph.edges)


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", '" onload="alert(1)', "]]>", "&lt;b&gt;", "a & b"])
def test_labels_are_text_in_the_drawing_whatever_they_hold(label):
    graph = graph_of({"a": "have"}, [])
    graph.nodes["a"]["label"] = label
    root = ET.fromstring(drawing(graph))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "title", "rect", "path", "text", "tspan"}
    assert next(root.iter(f"{SVG}title")).text == f"{label}, have"
    assert not any(name.startswith("on") for element in root.iter() for name in element.attrib)


def test_a_name_stands_where_it_covers_nothing_or_nowhere():
    alone = ("a name", 100.0, 50.0)
    right, left = ("x", 130.0, 50.0), ("x", 70.0, 50.0)
    assert name_sides([alone], 200)[0] == "right"
    assert name_sides([alone, right], 200)[0] == "left"
    assert name_sides([alone, right, left], 200)[0] == ""
    assert name_sides([alone, right, left], 200, always=1)[0] == "right"
    assert name_sides([alone, ("another", 101.0, 60.0)], 200) == ["right", "left"]
    assert name_sides([("at the edge", 190.0, 50.0)], 200) == ["left"]
    assert name_sides([("too long to stand on either side of it", 100.0, 50.0)], 200) == [""]
