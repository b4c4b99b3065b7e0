"""Where the boxes and lines of a layered graph go: columns from left to right, few crossings, no overlap.

Edges that pass over a column get a narrow virtual node in it, so that they run between the boxes and not
across them; edges of one source share theirs and run as one until they part. Each column is ordered by the
medians of its neighbours, to and fro, and the order with the fewest crossings is kept; then heights are evened
out by isotonic regression, which moves boxes towards their neighbours without changing the order.
Everything is plain arithmetic on sorted input: the same graph, the same picture.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

CHARACTER, LINE, PADDING, MARK = 5.5, 15.0, 7.0, 22.0
POINT, BESIDE = 7.0, 9.0  # half the size of a point on a map, and how far from its middle its name begins
BREADTHS = {letter: wide for letters, wide in (
    ("ijl.,:;'|", 4.1), ("frtI()[]/!- ", 5.1), ("mwMW%@&", 12.0), ("ABCDEFGHJKLNOPQRSTUVXYZ", 9.3),
) for letter in letters}  # fmt: skip
USUAL, UNKNOWN, BEYOND_LATIN = 7.7, 12.0, 0x250  # of all other letters, Latin ones and those beyond
WRAP, MOST_LINES = 27, 3
GAP, COLUMN_GAP, TOP = 9.0, 58.0, 34.0
SWEEPS = 12
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A node: its left upper corner and size, its column, and its label in lines."""

    id: str
    column: int
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """An edge as the points it passes through, from the source's side to the target's."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Layout:
    """Boxes and curves with the size of the picture; ``columns`` are the names in use, each with its left edge."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    columns: tuple[tuple[str, float], ...]
    width: float
    height: float
    crossings: int


@dataclass
class _Item:
    """A real or virtual node while it is being placed."""

    id: str
    column: int
    height: float
    y: float = 0.0


def lay_out(graph: Any, columns: Sequence[str]) -> Layout:
    """Return the places of the nodes and edges of a networkx ``DiGraph``.

    Every node has the attributes ``label`` and ``column``, one of ``columns``; columns without a node are left
    out. Boxes never overlap.
    """
    used = [name for name in columns if any(graph.nodes[node]["column"] == name for node in graph)]
    place = {node: used.index(graph.nodes[node]["column"]) for node in graph}
    lines = {node: wrap(graph.nodes[node]["label"]) for node in graph}
    heights = {node: len(lines[node]) * LINE + 2 * PADDING - 3 for node in graph}
    layers: list[list[_Item]] = [[] for _ in used]
    items = {node: _Item(node, place[node], heights[node]) for node in graph}
    for node in graph:
        layers[place[node]].append(items[node])
    chains: dict[tuple[str, str], list[_Item]] = {}
    passing: dict[tuple[str, int], _Item] = {}
    for source, target in sorted(graph.edges):
        over = range(place[source] + 1, place[target])
        for column in over:
            if (source, column) not in passing:
                passing[source, column] = _Item("", column, 4.0)
                layers[column].append(passing[source, column])
        chains[source, target] = [items[source], *(passing[source, column] for column in over), items[target]]
    links = _links(chains.values())
    between = [[(a, b) for a, b in links if a.column == left and b.column == left + 1] for left in range(len(used))]
    layers, crossings = _ordered(layers, between)
    _even_out(layers, links)
    widths = [
        max((breadth(line) for item in layer for line in lines.get(item.id, ())), default=0) + MARK + PADDING
        for layer in layers
    ]
    lefts = [sum(widths[:n]) + n * COLUMN_GAP for n in range(len(used))]
    top = min((item.y for layer in layers for item in layer), default=0.0) - TOP
    boxes = tuple(
        Box(node, place[node], lefts[place[node]], items[node].y - top, widths[place[node]], heights[node], lines[node])
        for node in graph
    )
    curves = tuple(
        Curve(source, target, _points(chain, lefts, widths, top)) for (source, target), chain in chains.items()
    )
    bottom = max((box.y + box.height for box in boxes), default=TOP)
    right = max((box.x + box.width for box in boxes), default=0.0)
    return Layout(boxes, curves, tuple(zip(used, lefts, strict=True)), right, bottom, crossings)


def wrap(label: str) -> tuple[str, ...]:
    """Return a label in lines that fit a box; one that is longer than three ends in an ellipsis."""
    text = " ".join(label.split()) or "–"
    return tuple(textwrap.wrap(text, WRAP, max_lines=MOST_LINES, placeholder=" …", break_on_hyphens=False))


def breadth(text: str) -> float:
    """Return how wide a label is at most: it is measured in the widest of the usual typefaces, at 12 pixels.

    A report is read with the typefaces of another machine, and no label may run out of its box there.
    """
    return sum(BREADTHS.get(letter, USUAL if ord(letter) < BEYOND_LATIN else UNKNOWN) for letter in text)


def name_sides(points: Sequence[tuple[str, float, float]], width: float, *, always: int = 0) -> list[str]:
    """Return on which side of its point each name can be written: "right", "left", or "" where there is no room.

    A name covers no other point and no name that comes before it, and stays within ``width``; the first ``always``
    names are written even so.

    >>> name_sides([("one", 0, 0), ("two", 30, 5), ("three", 10, 40)], 100)
    ['', 'right', 'right']
    """
    taken: list[tuple[float, float, float]] = []
    sides = []
    for number, (text, x, y) in enumerate(points):
        others = [(px, py) for other, (_, px, py) in enumerate(points) if other != number]
        length = len(text) * CHARACTER
        ways = {"right": (x + BESIDE, x + BESIDE + length), "left": (x - BESIDE - length, x - BESIDE)}
        room = [side for side, (left, end) in ways.items() if left >= 0 and end <= width]
        free = [side for side in room if _clear(*ways[side], y, others, taken)]
        side = next(iter([*free, *(["right"] if number < always else []), ""]))
        sides.append(side)
        if side:
            taken.append((*ways[side], y))
    return sides


def _clear(
    left: float,
    end: float,
    y: float,
    points: Iterable[tuple[float, float]],
    names: Iterable[tuple[float, float, float]],
) -> bool:
    """Say whether a name at this place touches no point and no other name."""
    touched = any(left < x + POINT and x - POINT < end and abs(y - at) < POINT + LINE / 2 for x, at in points)
    return not touched and all(end <= start or left >= stop or abs(y - at) >= LINE for start, stop, at in names)


def _links(chains: Iterable[list[_Item]]) -> list[tuple[_Item, _Item]]:
    """Return the pairs of neighbours on the chains, each once."""
    pairs = [pair for chain in chains for pair in pairwise(chain)]
    return list({(id(a), id(b)): (a, b) for a, b in pairs}.values())


def _ordered(layers: list[list[_Item]], between: list[list[tuple[_Item, _Item]]]) -> tuple[list[list[_Item]], int]:
    """Return the layers in the best order found, and its crossings."""
    before: dict[int, list[_Item]] = {}
    after: dict[int, list[_Item]] = {}
    for pairs in between:
        for a, b in pairs:
            after.setdefault(id(a), []).append(b)
            before.setdefault(id(b), []).append(a)
    best, fewest = [list(layer) for layer in layers], _crossings(layers, between)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        order = range(1, len(layers)) if forward else range(len(layers) - 2, -1, -1)
        for column in order:
            fixed = {id(item): n for n, item in enumerate(layers[column - 1 if forward else column + 1])}
            own = {id(item): n for n, item in enumerate(layers[column])}
            near = before if forward else after
            layers[column].sort(key=lambda item: _median(near.get(id(item), ()), fixed, own[id(item)]))
        crossings = _crossings(layers, between)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best, fewest


def _median(near: Sequence[_Item], fixed: Mapping[int, int], own: int) -> float:
    places = sorted(fixed[id(item)] for item in near if id(item) in fixed)
    if not places:
        return float(own)
    middle = len(places) // 2
    return float(places[middle]) if len(places) % 2 else (places[middle - 1] + places[middle]) / 2


def _crossings(layers: list[list[_Item]], between: list[list[tuple[_Item, _Item]]]) -> int:
    """Count the pairs of neighbouring-column links whose ends are in opposite order."""
    total = 0
    for column, pairs in enumerate(between[:-1] if between else ()):
        left = {id(item): n for n, item in enumerate(layers[column])}
        right = {id(item): n for n, item in enumerate(layers[column + 1])}
        seen: list[int] = []
        for _, end in sorted((left[id(a)], right[id(b)]) for a, b in pairs):
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total


def _even_out(layers: list[list[_Item]], links: list[tuple[_Item, _Item]]) -> None:
    """Give each item its height in the picture: near its neighbours, in order, never overlapping."""
    near: dict[int, list[_Item]] = {}
    for a, b in links:
        if a.column != b.column:
            near.setdefault(id(a), []).append(b)
            near.setdefault(id(b), []).append(a)
    for layer in layers:
        y = 0.0
        for item in layer:
            item.y, y = y, y + item.height + GAP
        for item in layer:
            item.y -= y / 2
    for sweep in range(2 * SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted = []
            for item in layer:
                around = near.get(id(item), [])
                middles = [other.y + other.height / 2 for other in around] or [item.y + item.height / 2]
                wanted.append(sum(middles) / len(middles) - item.height / 2)
            offsets = [0.0]
            for item in layer[:-1]:
                offsets.append(offsets[-1] + item.height + GAP)
            level = _rising([y - offset for y, offset in zip(wanted, offsets, strict=False)])
            for item, y, offset in zip(layer, level, offsets, strict=False):
                item.y = y + offset


def _rising(values: Sequence[float]) -> list[float]:
    """Return the non-decreasing values nearest to ``values`` (least squares, pooling adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            more, number = pools.pop()
            total, count = total + more, count + number
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


def _points(chain: list[_Item], lefts: list[float], widths: list[float], top: float) -> tuple[Point, ...]:
    """Return the points of an edge: out of the right side, through the virtual nodes, in at the left side.

    An edge inside a column leaves and enters at the right side.
    """
    first, last = chain[0], chain[-1]
    points = [(lefts[first.column] + widths[first.column], first.y + first.height / 2 - top)]
    for item in chain[1:-1]:
        y = item.y + item.height / 2 - top
        points += [(lefts[item.column], y), (lefts[item.column] + widths[item.column], y)]
    end = lefts[last.column] if last.column > first.column else lefts[last.column] + widths[last.column]
    return (*points, (end, last.y + last.height / 2 - top))
