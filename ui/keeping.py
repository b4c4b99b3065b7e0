"""What outlives a visit: the file one comes back with, what the browser's tab keeps, the address, the examples."""

from typing import Any

import postings
import state
import streamlit as st

from planner import Impossible, Limits, Plan, RuleBook
from planner.exchange.followed import begun, beside
from planner.exchange.kept import Kept, keep, kept_text
from planner.exchange.person import example_people, months
from planner.exchange.texts import POSTING

TOLD = ("person", "asked", "posting", "posting_left", "posting_loved", "postings_before")  # by the person
DONE = ("journey", "background", "claimed", "kept")  # what came of it


def load(kept: Kept) -> None:
    """Make a kept file the person and question of this visit, and let every widget show it.

    What was told before can come back, an example that nobody changed apart.
    """
    if state.person() not in (None, st.session_state.pop("example", None)):
        told = {name: st.session_state[name] for name in (*TOLD, *DONE) if name in st.session_state}
        st.session_state.setdefault("replaced", []).append(told)
    loved = max(kept.person.love, key=lambda id: kept.person.love[id], default=None)
    postings.look_at(kept.posting, left=kept.posting_left, before=kept.posting_before)
    state.ask(kept.person, kept.role or loved, kept.prefer, kept.aim)
    for name in DONE:
        st.session_state.pop(name, None)
    st.session_state["kept"] = begun(kept)


def look_at_example(kept: Kept) -> None:
    """Load an example; as long as it is not changed, nothing is lost where another takes its place."""
    load(kept)
    st.session_state["example"] = kept.person


def replaced() -> bool:
    """Say whether something that was told gave way to an example or a file."""
    return bool(st.session_state.get("replaced"))


def bring_back() -> None:
    """Let what was told last before an example or a file was loaded be the person and question of this visit again."""
    for name in (*TOLD, *DONE, "example"):
        st.session_state.pop(name, None)
    st.session_state.update(st.session_state["replaced"].pop())
    state.refresh()
    state.ask(state.person(), state.role_id(), state.prefer(), state.aim())


def keepsake() -> str:
    """Return the text that the browser's tab keeps of this visit, empty while nothing was told."""
    profile = state.person()
    if profile is None:
        return ""
    kept = Kept(person=profile, role=state.role_id() or "", prefer=state.prefer(), aim=state.aim())
    undone = {"posting_left": postings.left(), "posting_before": postings.before()}
    return kept_text(with_posting(with_plan(kept)).model_copy(update=undone), state.rules())


def kept(found: state.Shown) -> Kept:
    """Return what a file or the browser's tab keeps of this visit."""
    if isinstance(found.answer, Plan):
        return with_posting(with_plan(keep(found.answer)))
    asked = found.answer.question
    return with_posting(with_plan(Kept(person=asked.profile, role=asked.role.id, prefer=asked.prefer, aim=asked.aim)))


def with_plan(kept: Kept) -> Kept:
    """Return what is told and asked with the plan that is being followed beside it, where one is under way."""
    progress, loaded = st.session_state.get("journey"), st.session_state.get("kept")
    if progress is not None and progress.under_way:
        return progress.beside(kept)
    if loaded is not None and (loaded.marks or loaded.week or loaded.earlier):  # nobody has looked at it yet
        return beside(kept, loaded)
    return kept


def another_plan(answer: Plan | Impossible) -> Plan | None:
    """Return the plan that is being followed to the role of an answer, where it is another than the answer."""
    progress = st.session_state.get("journey")
    if progress is None or not _leads_to(answer.question.role.id, progress):
        return None
    return None if isinstance(answer, Plan) and answer.ids == progress.plan.ids else progress.plan


def _leads_to(role: str, progress: Any) -> bool:
    return bool(progress.under_way and progress.plan.question.role.id == role)


def with_posting(kept: Kept) -> Kept:
    return kept.model_copy(update={"posting": state.posting()})


def address() -> dict[str, str]:
    """Return the query of this page's address: role, limits and wishes, nothing about the person."""
    role, limits = state.role_id(), state.person().limits if state.person() else Limits()
    role = None if role == POSTING else role  # what a posting says stays here
    weeks = None if limits.weeks is None else f"{months(limits.weeks):g}"
    return {
        "role": state.rules().roles[role].label if role else "",
        "hours": text(limits.hours_per_week),
        "budget": text(limits.budget),
        "months": weeks or "",
        "earn": "true" if limits.must_earn else "",
    }


def text(value: object) -> str:
    return "" if value is None else str(value)


def examples() -> dict[str, Kept]:
    """Return the example people that come with the program and fit the rules, by name."""
    return _examples(state.rules_id(), state.rules())


def with_examples() -> dict[str, Kept]:
    """Return the person of this visit, with what they ask for, before the example people; by name."""
    me = state.person()
    if me is None:
        return examples()
    name = me.name or "You"
    mine = Kept(person=me, role=state.role_id() or "", prefer=state.prefer(), aim=state.aim())
    return {name: mine} | {other: kept for other, kept in examples().items() if other != name}


@st.cache_resource(max_entries=4, show_spinner=False)
def _examples(key: str, _rules: RuleBook) -> dict[str, Kept]:
    return {person.name or file.stem: Kept(person=person) for file, person in example_people(_rules)}
