"""A plain editor for rules files: a real text area with line numbers, marks at problems and light colours."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from planner import Problem

HERE = Path(__file__).parent
_editor = st.components.v2.component(
    "pivot_editor",
    css=(HERE / "editor.css").read_text(encoding="utf-8"),
    js=(HERE / "editor.js").read_text(encoding="utf-8"),
)


def edited(draft: str, text: str) -> str:
    """Return what stands in the editor: ``text``, or the ``draft`` of this name, typed in its place on this visit."""
    return st.session_state.get("drafts", {}).get(draft, text)


def take_back(draft: str) -> None:
    """Forget what was typed; the editor shows it no more once it is filled anew."""
    st.session_state.get("drafts", {}).pop(draft, None)


def editor(
    text: str, *, draft: str, turn: int, label: str, problems: Iterable[Problem] = (), line: int = 0, key: str
) -> None:
    """Show ``text`` to be edited, marked where ``problems`` stand; read what is typed with :func:`edited`.

    The text area is filled anew only where ``draft`` or ``turn`` changes, and stays as it is where it holds the text
    already, as after saving it. With a new ``turn`` the cursor goes to ``line``, unless that is 0.
    """
    marks = [{"line": found.line, "severity": found.severity, "what": found.what} for found in problems]
    data = {"text": text, "version": [draft, turn], "label": label, "marks": marks, "line": line}
    _editor(key=key, data=data, default={"edit": {}}, on_edit_change=lambda: _typed(key))


def _typed(key: str) -> None:
    """Keep what was typed: the component forgets it with the page."""
    edit = st.session_state[key]["edit"]
    st.session_state.setdefault("drafts", {})[edit["draft"]] = str(edit["text"])
