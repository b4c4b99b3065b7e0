"""A plan that is being followed: what became of its steps, and the plans it has replaced."""

from dataclasses import dataclass, replace

import state
import streamlit as st

from planner import Plan, Profile
from planner.exchange.person import Kept, Marked, keep


@dataclass(frozen=True)
class Journey:
    """The present plan with its marks and the weeks gone; earlier plans with theirs; ``asked`` names its question."""

    plan: Plan
    asked: str
    marks: tuple[Marked, ...] = ()
    week: int = 0
    earlier: tuple[tuple[Plan, tuple[Marked, ...]], ...] = ()

    @property
    def turn(self) -> int:
        """How many plans have been replaced."""
        return len(self.earlier)

    @property
    def settled(self) -> bool:
        """Whether anything is marked that changes the plan."""
        return any(mark.mark != "doing" for mark in self.marks)

    def mark_of(self, step: str) -> Marked | None:
        return next((mark for mark in self.marks if mark.step == step), None)

    def kept(self) -> Kept:
        return keep(self.plan, self.marks, self.week)


def journey(profile: Profile, role: str) -> Journey | None:
    """Return the journey of this visit; begin one with the present plan where none is under way."""
    asked = state.key_of(profile, role, state.prefer(), state.aim())
    known = st.session_state.get("journey")
    if known is not None and (known.asked == asked or known.marks or known.earlier):
        return known
    answer = state.answered(profile, role).answer
    if not isinstance(answer, Plan):
        return None
    begun = Journey(answer, asked)
    kept = st.session_state.pop("kept", None)
    if kept is not None and kept.plan == answer.ids:
        begun = replace(begun, marks=kept.marks, week=kept.week)
    st.session_state["journey"] = begun
    return begun


def stale(known: Journey, profile: Profile, role: str) -> bool:
    """Say whether the question has changed since the journey began."""
    return known.asked != state.key_of(profile, role, state.prefer(), state.aim())


def remember(known: Journey) -> None:
    st.session_state["journey"] = known


def go_on(known: Journey, after: Plan) -> None:
    """Take ``after`` as the present plan; the one before is kept with its marks."""
    doing = tuple(mark for mark in known.marks if mark.mark == "doing" and mark.step in after.ids)
    remember(Journey(after, known.asked, doing, 0, (*known.earlier, (known.plan, known.marks))))


def begin_again() -> None:
    st.session_state.pop("journey", None)
