"""What was on the page survives a reload: kept in the browser's tab, on this machine, never on the server.

The same piece keeps the address in line with role and limits where they were set from code, which widget
binding alone does not (streamlit issue 14670). And it lets the browser's way back lead to the page before: each bound
widget adds a step of its own to it, eight on coming to the start page, so what changes the query alone adds none.
"""

from collections.abc import Mapping

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
    if (data.forget) sessionStorage.removeItem(name);
    else if (data.text) sessionStorage.setItem(name, data.text);
    else if (!host.asked && sessionStorage.getItem(name)) setStateValue('found', sessionStorage.getItem(name));
    host.asked = true;
  } catch (error) { /* a browser may forbid it; then nothing is kept */ }
  if (!window.pivotPushes) {
    const push = (window.pivotPushes = history.pushState.bind(history));
    history.pushState = (state, unused, url) => {
      const here = url && new URL(url, location.href).pathname === location.pathname;
      (here ? history.replaceState.bind(history) : push)(state, unused, url);
    };
  }
  if (!data.address) return;
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(data.address)) value ? query.set(key, value) : query.delete(key);
  const search = query.size ? '?' + query : '';
  if (search !== location.search) history.replaceState(history.state, '', location.pathname + search + location.hash);
}
""",
)


def memory(text: str, address: Mapping[str, str] | None, *, forget: bool = False) -> str:
    """Keep ``text`` in this browser tab; while it is empty, return what was kept there before the last reload."""
    data = {"text": text, "address": dict(address) if address is not None else None, "forget": forget}
    found = _memory(key="memory", data=data, default={"found": ""}, on_found_change=lambda: None)
    return str(found.found or "")
