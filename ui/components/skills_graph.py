"""The skills graph that can be clicked, tabbed through and read aloud. The picture itself is drawn in planner."""

from pathlib import Path
from typing import Any

import streamlit as st

from planner.exchange.drawing import STYLE, drawing

HERE = Path(__file__).parent
_graph = st.components.v2.component(
    "pivot_skills_graph",
    css=STYLE + (HERE / "skills_graph.css").read_text(encoding="utf-8"),
    js=(HERE / "skills_graph.js").read_text(encoding="utf-8"),
)


def skills_graph(graph: Any, columns: tuple[str, ...], *, title: str, key: str) -> str:
    """Show a graph and return the id of the node that was chosen, or an empty text."""
    svg = drawing(graph, columns=columns, title=title)
    chosen = _graph(key=key, data={"svg": svg}, default={"selected": ""}, on_selected_change=lambda: None)
    return str(chosen.selected or "")
