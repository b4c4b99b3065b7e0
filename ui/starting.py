"""How one starts: with an example, a file, or what this browser tab held; what was told before can come back."""

from collections.abc import Mapping

import keeping
import show
import state
import streamlit as st

from planner import Profile, RulesError
from planner.exchange.kept import Kept, read_kept, read_told


def bring_back() -> None:
    """Offer what was told before an example or a file took its place."""
    if keeping.replaced():
        st.button(
            "Bring back what I typed",
            key="bring_back",
            on_click=keeping.bring_back,
            icon=":material/undo:",
            type="tertiary",
        )


def files(titles: Mapping[str, str]) -> None:
    """Offer the examples, and to load a saved person; ``titles`` are what jobs are called."""
    with st.expander("Start from an example or a file", key="start_part", on_change="rerun"):
        for name, kept in keeping.examples().items():
            st.button(
                example_label(name, kept.person, titles),
                key=f"example_{name}",
                on_click=keeping.look_at_example,
                args=(kept,),
                width="stretch",
            )
        st.file_uploader(
            "A saved person (.yaml)", type=["yaml", "yml"], key="upload", on_change=file_given, max_upload_size=5
        )
        show.problems(st.session_state.get("refused", ()))


def file_given() -> None:
    given = st.session_state["upload"]
    st.session_state["refused"] = ()
    if given is None:
        return
    try:
        keeping.load(read_told(given.getvalue(), state.rules(), name=given.name))
    except RulesError as error:
        st.session_state["refused"] = error.problems


def example_label(name: str, person: Profile, titles: Mapping[str, str]) -> str:
    held = titles[person.roles_held[0].role].lower() if person.roles_held else ""
    return show.literal(f"{name}, {held}")


def nothing_yet(known: Profile | None, role: str | None, titles: Mapping[str, str]) -> None:
    """Say what to do where there is no question yet, and what the job asks for where one is chosen."""
    show.html(
        '<section class="verdict hello"><h2 class="headline">From what you do now to the job you\'d love</h2>'
        "<p>Choose what you do now and what you'd love. Each line of the job is held against your experience, and what "
        "is still open becomes the shortest list of steps.</p></section>"
    )
    if known is not None:
        st.page_link(
            state.PAGES / "explore.py", label="Not sure yet? See how far away every job is", icon=":material/explore:"
        )
    st.markdown("**Or look at someone else first**")
    places = (column for _ in keeping.examples() for column in st.columns(2))
    for (name, kept), place in zip(keeping.examples().items(), places, strict=False):
        loves = ", ".join(titles[id] for id in sorted(kept.person.love, key=lambda id: -kept.person.love[id]))
        place.button(
            f"**{example_label(name, kept.person, titles)}**  \nwould love: {show.literal(loves)}",
            key=f"try_{name}",
            on_click=keeping.look_at_example,
            args=(kept,),
            width="stretch",
            wrap=True,
        )
    if role:
        job = state.rules().roles[role]
        st.markdown(f"**What {show.literal(job.label)} asks for**")
        show.table(("line", "kind"), [(line.text, show.KINDS[line.kind]) for line in job.lines])


def left_off() -> None:
    """Offer what this browser tab held before it was loaded again, until one goes on with it or is forgotten."""
    text = st.session_state.get("memory", {}).get("found")
    if not text or st.session_state.get("left_behind"):
        return
    try:
        kept = read_kept(text, state.rules())
    except RulesError:
        return
    st.button(
        "Go on where you left off",
        type="primary" if state.person() is None else "secondary",
        icon=":material/history:",
        key="go_on",
        on_click=go_on,
        args=(kept,),
    )


def go_on(kept: Kept) -> None:
    """Load what this browser tab held; what was told since can be brought back."""
    keeping.load(kept)
    st.session_state["left_behind"] = True


def pivot_first(*, job_alone: bool = False) -> None:
    """Say what is needed before another page has something to show: what one does, and what one would love.

    What the tab held before it was loaded again can be gone on with right there.
    """
    left_off()
    needed = "what you do now" if job_alone else "what you do now and what you'd love"
    st.info(f"Say on the Pivot page {needed}; then there is something to show here.")
    st.page_link(state.PAGES / "pivot.py", label="To the Pivot page", icon=":material/arrow_forward:")
