"""The browser front end: configures and navigates. Started by ``pivot ui``."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

import keeping  # noqa: E402
import show  # noqa: E402
import state  # noqa: E402
from components.memory import memory  # noqa: E402

from planner import RulesError  # noqa: E402

st.set_page_config(page_title="Career pivot planner", page_icon="🧭", layout="wide")
show.style()
views = HERE / "views"
pages = [
    st.Page(views / "pivot.py", title="Pivot", default=True),
    st.Page(views / "what_if.py", title="What if", url_path="what-if"),
    st.Page(views / "explore.py", title="Explore", url_path="explore"),
    st.Page(views / "progress.py", title="Progress", url_path="progress"),
    st.Page(views / "rules.py", title="Rules", url_path="rules"),
]
page = st.navigation(pages, position="top")
try:
    state.refresh()
except RulesError as error:
    st.title("The rules cannot be read")
    show.problems(error.problems)
    st.stop()
state.arrive(page.url_path)
page.run()
kept, forget = keeping.keepsake(), st.session_state.pop("forget", False)
memory(kept, keeping.address() if page.url_path == "" and (kept or forget) else None, forget=forget)
state.shown()
