"""Questions to the planner that take their time, each asked once per visit for the same rules, person and wishes."""

from typing import Any

import state
import streamlit as st

import planner
from planner import (
    Alternatives,
    Impossible,
    Plan,
    Profile,
    RuleBook,
    alternatives_to,
)
from planner.exchange.kept import Marked
from planner.planning.alternatives import with_known
from planner.planning.changes import Offer, offer_changes
from planner.planning.question import TIME_LIMIT
from planner.planning.replan import offer_from_here
from planner.planning.wishes import Wishes, best_by_wish

PATIENCE = 8.0  # seconds that a page waits for what is only offered beside an answer, and for all roles
SHORT = 3.0  # and for the best plan of each other wish
LONG = 20.0  # and for all rivals, which stand last on their page


def alternatives(plan: Plan) -> Alternatives:
    """Return the plan with its equals and rivals, the best for other wishes among them."""
    found = _alternatives(question_key(plan.question), plan, state.rules())
    return found if found.front_complete else with_known(found, (best for _, best in by_wish(plan)))


@st.cache_resource(scope="session", max_entries=100, show_spinner="Looking at every plan …")
def _alternatives(key: str, _plan: Plan, _rules: Any) -> Any:
    return alternatives_to(_plan, _rules, time_limit=LONG)


def by_wish(plan: Plan) -> tuple[tuple[Wishes, Plan], ...]:
    """Return the best plan for each wish, as far as they are found while somebody waits."""
    return _by_wish(question_key(plan.question), plan, state.rules())


@st.cache_resource(scope="session", max_entries=100, show_spinner="Looking at other wishes …")
def _by_wish(key: str, _plan: Plan, _rules: Any) -> Any:
    return best_by_wish(_plan, _rules, time_limit=SHORT)


def patience(key: str) -> float:
    """Return the seconds that a page waits for what ``key`` names: as many as for an answer once that was asked for."""
    return TIME_LIMIT if key in st.session_state.get("at_length", ()) else PATIENCE


def be_patient(key: str) -> None:
    """Wait for what ``key`` names as long as for an answer."""
    st.session_state["at_length"] = {*st.session_state.get("at_length", ()), key}


def changes(answer: Impossible) -> Offer:
    """Return the least changes that would free a plan, as far as they are found while somebody waits."""
    key = question_key(answer.question)
    return _changes(key, patience(key), answer, state.rules())


@st.cache_resource(scope="session", max_entries=50, show_spinner="Looking for the least change …")
def _changes(key: str, seconds: float, _answer: Impossible, _rules: Any) -> Any:
    return offer_changes(_answer, _rules, time_limit=seconds)


def why_not_step(plan: Plan, id: str) -> Any:
    """Return what the plan would be with the other choice about a step."""
    return _why_not(question_key(plan.question), id, plan, state.rules())


@st.cache_resource(scope="session", max_entries=100, show_spinner="Planning with the other choice …")
def _why_not(key: str, id: str, _plan: Plan, _rules: Any) -> Any:
    return planner.why_not(_plan, id, _rules)


def differences(left: Plan, right: Plan) -> tuple[Any, ...]:
    """Return in sentences what the right plan has that the left has not, and the other way round."""
    return planner.explain(planner.compare(left, right), state.rules())


def question_key(question: Any) -> str:
    return state.key_of(
        question.profile,
        question.role.model_dump_json(),
        question.prefer,
        question.aim,
        question.limits.model_dump_json(),
        *question.under_way,
    )


def explored(profile: Profile) -> Any:
    """Return how far away every role is, with a bar while that is worked out; at length once that was asked for."""
    seconds = patience(explored_key(profile))
    key = explored_key(profile), seconds
    known = st.session_state.setdefault("explored", {})
    if key not in known:
        bar = st.progress(0.0, "Planning the way to every role …")
        found = planner.explore(
            profile,
            state.rules(),
            prefer=state.prefer(),
            aim=state.aim(),
            time_limit=seconds,
            progress=lambda done, of: bar.progress(min(1.0, done / of), "Planning the way to every role …"),
        )
        bar.empty()
        known.clear()
        known[key] = found
    return known[key]


def explored_key(profile: Profile) -> str:
    """Name what is asked of all roles."""
    return state.key_of(profile, state.prefer(), state.aim())


def replanned(plan: Plan, marks: tuple[Marked, ...], week: int, rules: RuleBook) -> Any:
    """Return the plan from here on, and the least changes if there is none; ``rules`` are those the plan rests on."""
    key = replanned_key(plan, marks, week)
    return _replanned(key, patience(key), plan, marks, week, rules)


def replanned_key(plan: Plan, marks: tuple[Marked, ...], week: int) -> str:
    """Name what is asked of a plan that has begun."""
    marked = "".join(mark.model_dump_json() for mark in marks)
    return f"{question_key(plan.question)} {marked} {plan.totals} {' '.join(plan.ids)} {week}"


@st.cache_resource(scope="session", max_entries=50, show_spinner="Planning from here …")
def _replanned(key: str, seconds: float, _plan: Plan, _marks: tuple[Marked, ...], _week: int, _rules: RuleBook) -> Any:
    by = {kind: tuple(mark.step for mark in _marks if mark.mark == kind) for kind in ("done", "failed")}
    under_way = {mark.step: mark.weeks for mark in _marks if mark.mark in ("doing", "late")}
    found = planner.replan(_plan, _rules, done=by["done"], failed=by["failed"], late=under_way, week=_week)
    return found, offer_from_here(found, time_limit=seconds)
