"""What is tried out on the What if page, and changes that would make a plan, offered wherever there is none."""

from collections.abc import Callable, Sequence

import answers
import show
import state
import streamlit as st

from planner import Change, Impossible, Limits, Role, RuleBook, explain
from planner.exchange.person import months
from planner.exchange.texts import POSTING
from planner.explanation import offer_words, waived_words
from planner.planning.changes import Offer, waived_lines
from planner.rulebook.policy import spare_hours

BUDGET, MONTHS = 10_000, 24.0
"""Where the sliders of a limit stand that is not set: what they begin with once it is."""


def asked() -> tuple[Limits, str, str, Role | None]:
    """Return the limits, wishes and role that the Pivot page asks with."""
    me = state.person()
    return me.limits if me else Limits(), state.prefer(), state.aim(), state.rules().roles.get(state.role_id())


def begin(limits: Limits, prefer: str, aim: str, role: Role | None) -> None:
    """Let the What if page ask with these limits and wishes, for a role of which lines may be waived."""
    st.session_state.update(
        w_asked=asked(),
        w_role=role,
        w_hours=spare_hours(limits, state.rules().policy),
        w_no_budget=limits.budget is None,
        w_budget=BUDGET if limits.budget is None else limits.budget,
        w_no_months=limits.weeks is None,
        w_months=MONTHS if limits.weeks is None else months(limits.weeks),
        w_earn=limits.must_earn,
        w_avoid=list(limits.avoid),
        w_require=list(limits.require),
        w_prefer=prefer,
        w_aim=aim,
    )


def begin_afresh() -> None:
    """Let the controls show what the Pivot page asks with, where they do not know it yet."""
    if "w_hours" not in st.session_state or st.session_state.get("w_asked") != asked():
        begin(*asked())


def try_out(change: Change) -> None:
    """Let the controls of the What if page ask what a change asks."""
    question = change.question
    begin(question.limits, question.prefer, question.aim, question.role)


def keep(limits: Limits, prefer: str, aim: str) -> None:
    """Let the Pivot page ask with these limits and wishes; a line that is waived stays so here, and here alone."""
    me = state.person()
    state.ask(me.model_copy(update={"limits": limits}), state.role_id(), prefer, aim)
    st.session_state["w_asked"] = asked()


def waived_part() -> None:
    """Name the lines that are waived on the What if page, and say that this is not kept."""
    role = asked()[3]
    lines = waived_lines(role, st.session_state["w_role"])
    if not lines:
        return
    with st.container(border=True, key="waived"):
        show.sentences(waived_words(lines))
        said = "Tried out on this page only: “Keep these limits” does not keep it, and the Pivot page goes on asking."
        change = " There, a line of a posting can be made nice to have, or left out."
        st.caption(said + (change if role.id == POSTING else ""))
        st.button("Waive nothing", key="unwaive", on_click=ask_all)


def ask_all() -> None:
    st.session_state["w_role"] = asked()[3]


def ask(change: Change) -> None:
    """Ask with a change made from here on."""
    question = change.question
    state.ask(
        state.person().model_copy(update={"limits": question.limits}), question.role.id, question.prefer, question.aim
    )


Press = Callable[[Change], tuple[Callable[..., None], Sequence[object]] | None]


def offers(answer: Impossible, found: Offer, rules: RuleBook, press: Press, *, label: str = "") -> None:
    """Show the changes that would make a plan, as buttons where ``press`` says what pressing one does.

    A button shows the change itself, or a ``label`` under it.
    """
    for number, change in enumerate(found.changes):
        said, pressed = explain(change, rules), press(change)
        if pressed is None or label:
            show.sentences(said)
        if pressed is not None:
            st.button(
                label or show.literal(said[0].text),
                key=f"change_{number}",
                on_click=pressed[0],
                args=pressed[1],
                width="content" if label else "stretch",
                wrap=True,
            )
    show.sentences(offer_words(answer, found))


def least_changes(answer: Impossible, rules: RuleBook, press: Press) -> None:
    """Offer the least changes that would make a plan."""
    found = answers.changes(answer)
    if found.changes:
        st.markdown("**The least that would have to change**")
    offers(answer, found, rules, press)
    if not found.complete:
        look_longer(answers.question_key(answer.question))


def look_longer(key: str) -> None:
    """Offer to wait longer for what ``key`` names, unless that was taken up."""
    if answers.patience(key) == answers.PATIENCE:
        st.button("Look longer", key="look_longer", on_click=answers.be_patient, args=(key,))


def offers_to_ask(answer: Impossible, rules: RuleBook) -> None:
    """Offer to ask with a change made; the page on which more can be tried, a line waived too, is linked."""
    least_changes(answer, rules, lambda change: (ask, (change,)) if change.in_limits else None)
    what_if_link()


def what_if_link() -> None:
    st.page_link(state.PAGES / "what_if.py", label="Try changes out on the What if page", icon=":material/tune:")
