"""What was on the page survives a reload: kept in the browser's tab, on this machine, never on the server."""

import streamlit as st

_memory = st.components.v2.component(
    "pivot_memory",
    js="""
export default function (component) {
  const { data, setStateValue, parentElement } = component;
  const host = parentElement.host ?? parentElement;
  host.style.display = 'none';
  const name = 'pivot-planner';
  try {
    if (data.asked) setStateValue('found', sessionStorage.getItem(name) ?? '');
    if (data.forget) sessionStorage.removeItem(name);
    else if (data.text) sessionStorage.setItem(name, data.text);
  } catch (error) { /* a browser may forbid it; then nothing is kept */ }
}
""",
)


def memory(text: str, *, asked: bool, forget: bool = False) -> str:
    """Keep ``text`` in this browser tab; when ``asked``, return what an earlier visit left there."""
    data = {"text": text, "asked": asked, "forget": forget}
    found = _memory(key="memory", data=data, default={"found": ""}, on_found_change=lambda: None)
    return str(found.found or "")
