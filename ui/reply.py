"""The answer on the start page: the plan, the audit, and the skills graph."""

from collections.abc import Callable
from typing import Any

import answers
import charts
import keeping
import show
import state
import streamlit as st
import trying
from components.skills_graph import skills_graph

from planner import Fact, Impossible, Plan
from planner.exchange.texts import POSTING
from planner.explanation import (
    WISHES,
    away_words,
    fact_words,
    node_words,
    pay_words,
    plan_words,
    proof_words,
    wish_words,
)
from planner.reasoning.graph import COLUMNS


@st.fragment
def audit_part(found: state.Shown) -> None:
    rules = state.rules()
    st.header("Line by line", anchor="line-by-line")
    with st.container(key="filter"):
        there = [status for status in show.MARKS if any(line.status == status for line in found.audit.lines)]
        shown = st.pills(
            "Show only",
            there,
            selection_mode="multi",
            key="status",
            bind="query-params",
            format_func=lambda status: f"{show.MARKS[status]} {status}",
        )
    show.audit_table(found.audit, rules, shown, asks="asks" if found.audit.role.id == POSTING else "")


def claimed_part() -> None:
    """Offer to take back what was claimed at a line."""
    mine = state.claimed()
    if not mine:
        return
    with st.container(horizontal=True, key="claimed", vertical_alignment="center"):
        st.caption("On your word:", width="content")
        for fact in mine:
            st.button(
                f"Take back {show.literal(fact_words(fact, state.rules()))}",
                key=f"unclaim_{fact.skill}",
                on_click=state.take_back,
                args=(fact.skill,),
                icon=":material/undo:",
                type="tertiary",
            )


def claim(words: str) -> None:
    skill, level = words.split()
    state.claim(Fact(skill, int(level)))


def plan_part(found: state.Shown) -> Callable[[], None]:
    """Show the plan; return what shows beside it what takes longer to find, once the rest of the page stands."""
    rules = state.rules()
    st.header("The plan", anchor="plan")
    answer = found.answer
    followed_part(answer)
    if isinstance(answer, Impossible):
        show.impossible(answer, rules)
        return within(st.container(), lambda: trying.offers_to_ask(answer, rules))
    if not answer.steps:
        show.sentences(plan_words(answer, rules))
        return lambda: None
    beside = st.container(key="wishes")
    show.totals(answer, rules)
    show.sentences([*plan_words(answer, rules), *pay_words(answer.question.profile, rules)])
    show.cards(answer, rules)
    st.markdown("**Calendar**")
    charts.calendar(answer, rules, "calendar")
    charts.curves(found.moments, rules, "curves")
    with st.expander("The same as tables"):
        charts.plan_table(answer, rules)
        charts.curve_table(found.moments, rules)
    part = st.expander("Why nothing shorter exists", key="why_part", on_change="rerun")
    if part.open:
        with part:
            with st.spinner("Writing the bill …"):
                said = proof_words(found.proved, rules)
            show.sentences(said)
    return within(beside, lambda: wishes_part(answer))


def followed_part(answer: Plan | Impossible) -> None:
    """Say where the plan that is being followed is another than the one shown here."""
    followed = keeping.another_plan(answer)
    if followed is not None:
        away = show.literal(away_words(followed, state.rules()))
        stands = f"The plan you follow is another one: {away}." if followed.steps else "The plan you follow is done."
        st.info(f"This is the answer to what is asked here. {stands}")
        st.page_link(state.PAGES / "progress.py", label="To the plan you follow", icon=":material/arrow_forward:")


def within(place: Any, draw: Callable[[], None]) -> Callable[[], None]:
    def later() -> None:
        with place:
            draw()

    return later


def wishes_part(plan: Plan) -> None:
    """Show what the best plan for each wish takes, so that one sees what one trades; a click asks for another."""
    rules = state.rules()
    found = answers.by_wish(plan)
    if len(found) == 1:
        show.sentences(wish_words(found))
        return
    for column, (wishes, best) in zip(st.columns(len(found)), found, strict=True):
        name = ", ".join(WISHES[wish] for wish in wishes)
        mine = plan.question.prefer in wishes
        with column, st.container(key="shown_wish" if mine else f"other_wish_{wishes[0]}"):
            st.button(
                f"**{name}**{', shown here' if mine else ''}  \n{show.literal(away_words(best, rules))}",
                key=f"wish_{wishes[0]}",
                on_click=wish_for,
                args=(wishes[0],),
                width="stretch",
                wrap=True,
            )


def wish_for(wish: str) -> None:
    state.ask(state.person(), state.role_id(), wish, state.aim())


@st.fragment
def graph_part(found: state.Shown) -> None:
    st.header("From what you have to what the job asks for", anchor="graph")
    st.caption(
        "Choose a box to see why it is there. Arrow keys move, Enter opens, Escape closes. Dashed: yet to be learned."
    )
    chosen = skills_graph(found.graph, COLUMNS, title="Skills graph", key="graph")
    if chosen in found.graph:
        explain_node(chosen, found)


def explain_node(node: str, found: state.Shown) -> None:
    rules = state.rules()
    data = found.graph.nodes[node]
    with st.container(border=True):
        st.markdown(f"**{show.literal(data['label'])}** · {data['state']}")
        show.sentences(node_words(node, found.graph, found.audit, found.answer, rules))
