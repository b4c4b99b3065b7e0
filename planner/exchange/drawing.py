"""A laid-out graph as SVG text: one drawing for the browser, where it can be clicked, and for printed reports.

All text is escaped; colours come from CSS classes, so that each page brings its own light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from planner.exchange.layout import LINE, MARK, Box, Curve, lay_out
from planner.reasoning.graph import COLUMNS

HEADINGS: Mapping[str, str] = {
    "have": "What you have",
    "carries over": "Carries over to",
    "learned first": "Learned first",
    "learned next": "Learned next",
    "asked for": "What the job asks for",
    "comes from": "Comes from",
    "this": "This",
    "leads to": "Leads to",
}
KINDS: Mapping[str, str] = {
    "have": "have",
    "carries over": "carry",
    "learned": "learn",
    "met": "met",
    "met through transfer": "met",
    "partly": "open",
    "missing": "open",
    "unknown": "open",
    "skill": "have",
    "transfer": "carry",
    "step": "learn",
    "role": "met",
}
SQUARE, DIAMOND, TRIANGLE = "M-4.5 -4.5H4.5V4.5H-4.5Z", "M0 -5.5L5.5 0L0 5.5L-5.5 0Z", "M0 -5L5.5 4.5H-5.5Z"
CIRCLE = "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1 -5 0Z"
SHAPES: Mapping[str, str] = {
    "have": SQUARE,
    "carries over": DIAMOND,
    "learned": TRIANGLE,
    "met": CIRCLE,
    "met through transfer": DIAMOND,
    "partly": f"{CIRCLE}M0 -5V5",
    "missing": CIRCLE,
    "unknown": CIRCLE,
    "skill": SQUARE,
    "transfer": DIAMOND,
    "step": TRIANGLE,
    "role": CIRCLE,
}
HOLLOW = ("partly", "missing", "unknown")
TO_COME = ("learned", "partly", "missing", "unknown")
STYLE = """
.node rect{fill:color-mix(in oklab,var(--hue) 13%,var(--paper));stroke:var(--hue);stroke-width:1.4}
.node path{fill:var(--hue);stroke:var(--hue);stroke-width:1.4}.node path.hollow{fill:none}
.node text,.heading{fill:var(--ink);font:12px/1.25 var(--face)}.heading{font-weight:600;font-size:13px}
.have{--hue:var(--blue)}.carry{--hue:var(--green)}.learn{--hue:var(--orange)}
.met{--hue:var(--violet)}.open{--hue:var(--violet)}
.edge{fill:none;stroke:color-mix(in oklab,var(--ink) 45%,var(--paper));stroke-width:1.2}
.edge.coming,.coming rect{stroke-dasharray:5 3}
.tip{fill:color-mix(in oklab,var(--ink) 55%,var(--paper))}
"""


def drawing(graph: Any, *, columns: tuple[str, ...] = COLUMNS, title: str = "Skills graph") -> str:
    """Return a graph as made by :func:`planner.reasoning.graph.skills_graph` as one ``<svg>`` element.

    Each node is a group with its id in ``data-id`` and a label for screen readers; each edge names its ends in
    ``data-from`` and ``data-to``. Dashed is what is yet to be learned.
    """
    layout = lay_out(graph, columns)
    width, height = layout.width + 24, layout.height + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" viewBox="-8 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" role="group" aria-label="{escape(title)}">'
    ]
    parts += [_heading(name, x) for name, x in layout.columns]
    parts += [_edge(curve, graph) for curve in layout.curves]
    parts += [_node(box, graph.nodes[box.id]) for box in layout.boxes]
    return "".join([*parts, "</svg>"])


def _heading(name: str, x: float) -> str:
    return f'<text class="heading" x="{x:.1f}" y="18">{escape(HEADINGS.get(name, name))}</text>'


def _edge(curve: Curve, graph: Any) -> str:
    done = not any(graph.nodes[end]["state"] in TO_COME for end in (curve.source, curve.target))
    (x, y), *rest = curve.points
    path = [f"M{x:.1f} {y:.1f}"]
    for number, (to_x, to_y) in enumerate(rest):
        if number % 2 == 1 and to_y == y:
            path.append(f"H{to_x:.1f}")
        elif to_x <= x:
            out = max(x, to_x) + 40
            path.append(f"C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
        else:
            middle = (x + to_x) / 2
            path.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    side = -1 if len(curve.points) > 1 and curve.points[-1][0] > curve.points[0][0] else 1
    tip = f"M{x:.1f} {y:.1f}l{7 * side} -3.5v7Z"
    ends = f'data-from="{escape(curve.source)}" data-to="{escape(curve.target)}"'
    return (
        f'<g class="link" {ends}><path class="edge{"" if done else " coming"}" d="{"".join(path)}"/>'
        f'<path class="tip" d="{tip}"/></g>'
    )


def _node(box: Box, data: Mapping[str, Any]) -> str:
    state = data["state"]
    middle = box.y + box.height / 2
    first = middle - (len(box.lines) - 1) * LINE / 2 + 4
    lines = "".join(
        f'<tspan x="{box.x + MARK:.1f}" y="{first + n * LINE:.1f}">{escape(line)} </tspan>'
        for n, line in enumerate(box.lines)
    )
    shape, at = SHAPES[state], f"translate({box.x + MARK / 2:.1f} {middle:.1f})"
    hollow = ' class="hollow"' if state in HOLLOW else ""
    words = f"{data['label']}, {state}"
    kind = KINDS[state] + (" coming" if state in TO_COME else "")
    return (
        f'<g class="node {kind}" data-id="{escape(box.id)}" data-column="{box.column}"'
        f' role="button" tabindex="-1" aria-label="{escape(words)}"><title>{escape(words)}</title>'
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="6"/>'
        f'<path{hollow} transform="{at}" d="{shape}"/>'
        f'<text aria-hidden="true">{lines}</text></g>'
    )
