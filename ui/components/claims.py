"""Buttons inside a table of ours: Streamlit's own cannot stand in one, and a table cut in pieces is none to a reader.

The table is drawn with ``<button data-claim="...">`` in its cells; this piece only hears them.
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
    const button = event.target.closest?.('button[data-claim]');
    if (button) component.setTriggerValue('claim', button.dataset.claim);
  };
  document.addEventListener('click', press);
  return () => document.removeEventListener('click', press);
}
""",
)


def claims(heard: Callable[[str], None]) -> None:
    """Tell ``heard`` what a pressed button claims."""
    _claims(key="claims", on_claim_change=lambda: heard(st.session_state["claims"]["claim"]))
