"""Buttons inside a table of ours: Streamlit's own cannot stand in one, and a table cut in pieces is none to a reader.

The table is drawn with ``<button data-claim="...">`` and ``<a data-line="...">`` in its cells, a problem of a file with
``<button data-place="...">``; this piece only hears them.
"""

from collections.abc import Callable

import streamlit as st

_claims = st.components.v2.component(
    "pivot_claims",
    js="""
export default function (component) {
  const host = component.parentElement.host ?? component.parentElement;
  host.style.display = 'none';
  const press = (event) => {
    const pressed = event.target.closest?.('[data-claim],[data-line],[data-place]');
    for (const [name, words] of Object.entries(pressed?.dataset ?? {})) component.setTriggerValue(name, words);
  };
  document.addEventListener('click', press);
  return () => document.removeEventListener('click', press);
}
""",
)


def claims(claimed: Callable[[str], None], line_chosen: Callable[[str], None]) -> None:
    """Tell what a pressed button claims, or the number of the line whose link was pressed."""
    _claims(
        key="claims",
        on_claim_change=lambda: claimed(st.session_state["claims"]["claim"]),
        on_line_change=lambda: line_chosen(st.session_state["claims"]["line"]),
    )


def places(chosen: Callable[[str, int], None]) -> None:
    """Tell the file and the line of a place that was pressed."""

    def pressed() -> None:
        file, line = st.session_state["places"]["place"].rsplit(":", 1)
        chosen(file, int(line))

    _claims(key="places", on_place_change=pressed)
