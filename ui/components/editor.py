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


def edited(key: str, version: str, text: str) -> str:
    """Return what stands in the editor: ``text``, or what was typed since ``version`` of it was shown."""
    typed = (st.session_state.get(key) or {}).get("edit") or {}
    return str(typed["text"]) if typed.get("version") == version else text


def editor(text: str, *, version: str, label: str, problems: Iterable[Problem] = (), line: int = 0, key: str) -> None:
    """Show ``text``, marked where ``problems`` stand; read what is typed with :func:`edited`.

    The text area is filled anew only where ``version`` changes. ``line`` is scrolled to when it does.
    """
    marks = [{"line": found.line, "severity": found.severity, "what": found.what} for found in problems]
    data = {"text": text, "version": version, "label": label, "marks": marks, "line": line}
    _editor(key=key, data=data, default={"edit": {}}, on_edit_change=lambda: None)
