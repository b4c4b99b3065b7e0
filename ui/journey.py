"""A plan that is being followed: what became of its steps, and the plans it has replaced."""

from dataclasses import dataclass, replace
from typing import Any

import state
import streamlit as st

from planner import Plan, Profile, RuleBook
from planner.exchange.followed import asks_the_same, beside, made_for, taken_up
from planner.exchange.kept import Kept, Marked, Past, past


@dataclass(frozen=True)
class Journey:
    """The present plan with its marks and the weeks gone; earlier plans with theirs.

    ``asked`` names the question it began with, ``rules`` are the book the plan rests on, ``before`` is the journey
    it took the place of on this visit, which can be gone back to.
    """

    plan: Plan
    asked: str
    rules: RuleBook
    marks: tuple[Marked, ...] = ()
    week: int = 0
    earlier: tuple[tuple[Past, ...], ...] = ()
    before: "Journey | None" = None

    @property
    def turn(self) -> int:
        """How many plans have been replaced."""
        return len(self.earlier)

    @property
    def settled(self) -> bool:
        """Whether anything is marked, or time has gone by."""
        return bool(self.marks or self.week)

    @property
    def under_way(self) -> bool:
        """Whether there is anything that a new plan would lose."""
        return self.settled or bool(self.earlier)

    def mark_of(self, step: str) -> Marked | None:
        return next((mark for mark in self.marks if mark.step == step), None)

    def beside(self, kept: Kept) -> Kept:
        """Return what is told and asked with this plan under way beside it."""
        stale = self.asked != state.key_of(kept.person, kept.role, kept.prefer, kept.aim)
        going = Kept(
            person=kept.person,
            plan=self.plan.ids,
            marks=self.marks,
            week=self.week,
            earlier=self.earlier,
            made_for=made_for(self.plan, self.rules, stale=stale),
        )
        return beside(kept, going)


def journey(profile: Profile, role: str) -> Journey | None:
    """Return the journey of this visit; begin one with the present plan where none is under way."""
    asked = state.key_of(profile, role, state.prefer(), state.aim())
    known = st.session_state.get("journey")
    if known is not None and (known.asked == asked or known.under_way):
        return known
    kept = st.session_state.get("kept")
    again = None if kept is None else taken_up(kept, state.rules())
    if again is not None:
        now = Kept(person=profile, role=role, prefer=state.prefer(), aim=state.aim())
        changed = kept.made_for.stale or not (kept.earlier or asks_the_same(kept.made_for, now))
        begun = Journey(again[0], "" if changed else asked, again[1])
    else:
        answer = state.answered(profile, role).answer
        if not isinstance(answer, Plan):
            return None
        begun = Journey(answer, asked, state.rules())
    st.session_state.pop("kept", None)
    if kept is not None:
        marks = tuple(mark for mark in kept.marks if mark.step in begun.plan.ids)
        begun = replace(begun, marks=marks, week=kept.week, earlier=kept.earlier)
    if known is not None:  # nothing of it is lost but what came before it
        begun = replace(begun, before=known.before)
    st.session_state["journey"] = begun
    return begun


def stale(known: Journey, profile: Profile, role: str) -> bool:
    """Say whether the question has changed since the journey began."""
    return known.asked != state.key_of(profile, role, state.prefer(), state.aim())


def remember(known: Journey) -> None:
    st.session_state["journey"] = known


def go_on(known: Journey, found: Any) -> None:
    """Take the plan that was made from here on as the present one; the one before is kept with its marks."""
    going = tuple(Marked(step=id, mark="doing") for id in found.late if id in found.after.ids)
    earlier = (*known.earlier, past(known.plan, known.marks))
    remember(Journey(found.after, known.asked, found.rules, going, 0, earlier, before=known))


def begin_again(known: Journey, profile: Profile, role: str) -> None:
    """Follow the plan that answers what is asked now; what is done stays done, and one can go back."""
    st.session_state.pop("journey")
    begun = journey(profile, role)
    if begun is not None:
        done = {*known.plan.question.profile.done, *(mark.step for mark in known.marks if mark.mark == "done")}
        marks = tuple(Marked(step=id, mark="done") for id in begun.plan.ids if id in done)
        take_up(replace(begun, marks=marks, before=known))


def take_up(known: Journey) -> None:
    """Go on with another journey, of which the widgets show the marks and the weeks."""
    for key in [key for key in st.session_state if str(key).startswith(("mark_", "late_", "week_"))]:
        del st.session_state[key]
    remember(known)
