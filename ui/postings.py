"""The job of a posting on this visit: looked at, left for a job of the list, and come back to."""

import state
import streamlit as st

from planner.exchange.texts import POSTING, Posting


def look_at(job: Posting | None, *, left: Posting | None = None, before: tuple[Posting, ...] = ()) -> None:
    """Let the job of a posting be one of the roles of this visit, or none where there is none.

    One that is ``left`` can be come back to. ``before`` is what the job was before its lines were changed by hand.
    """
    me = state.person()
    if me is not None:
        loved = {id: stars for id, stars in me.love.items() if id != POSTING}
        st.session_state["person"] = me.model_copy(update={"love": loved})
    st.session_state.update(posting=job, posting_left=left, postings_before=before)
    st.session_state.pop("posting_loved", None)
    state.refresh()


def left() -> Posting | None:
    """Return the job of a posting that was left for one of the list, if it can be come back to."""
    return st.session_state.get("posting_left")


def before() -> tuple[Posting, ...]:
    """Return what the job of the posting was before each change made by hand, oldest first."""
    return st.session_state.get("postings_before", ())


def leave() -> None:
    """Leave the posting for the list of jobs."""
    me = state.person()
    loved = me.love.get(POSTING) if me else None
    look_at(None, left=state.posting(), before=before())
    st.session_state["posting_loved"] = loved
    st.session_state.pop("role", None)
    state.remember(state.person(), role=None)


def come_back() -> None:
    """Look at the posting again that was left, as it was left."""
    loved = st.session_state.get("posting_loved")
    look_at(left(), before=before())
    me = state.person()
    if me is not None and loved:
        st.session_state["person"] = me.model_copy(update={"love": {**me.love, POSTING: loved}})
    state.ask_role(POSTING)
