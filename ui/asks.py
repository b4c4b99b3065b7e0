"""What a line of a posting asks for, said by hand: where the line was not understood, or not rightly."""

from collections.abc import Sequence

import postings
import show
import state
import streamlit as st

from planner import Line, Need, PostingReport, RuleBook
from planner.exchange.texts import (
    Posting,
    as_list,
    asked_after_all,
    asked_for,
    passed_over,
    with_line,
    with_need,
    without_line,
)
from planner.explanation import need_words

UNDONE = 20  # changes that can be undone; the browser's tab keeps them all
WAYS = {False: "all of these", True: "any one of these"}


def review_part(report: PostingReport, rules: RuleBook) -> None:
    """Let the person say what a line asks for while a posting is looked through, one that was passed over too."""
    part = opening()
    if part.open:
        with part:
            lines, passed = report.role.lines, passed_over(report)
            number = which(lines, passed)
            line = (*lines, *passed)[number]
            need = wanted(line, rules)
            st.button(
                "It asks for this",
                key="asks_save",
                type="primary",
                on_click=said_in_review,
                args=(report, number, need),
                disabled=need == line.needs,
            )


def said_in_review(report: PostingReport, number: int, need: Need) -> None:
    asked = len(report.role.lines)
    if number < asked:
        report = with_need(report, number, need)
    else:
        report = asked_after_all(report, number - asked, need)
        st.session_state.update({"asks_line": asked, f"line_{asked}": "core"})
    st.session_state["review"] = ("job", report)


def posting_part() -> None:
    """Let the person say what a line of the job of a posting asks for, or leave it out; the answer follows at once."""
    job = state.posting()
    show.anchor("asks")
    part = opening()
    if not part.open:
        return
    with part:
        number = which(job.lines)
        line = job.lines[number]
        need = wanted(line, state.rules())
        kind = st.selectbox("It is", list(show.KINDS), format_func=show.KINDS.get, key="asks_kind")
        changed, left = with_line(job, number, need, kind), without_line(job, number)
        with st.container(horizontal=True):
            st.button(
                "It asks for this",
                key="asks_save",
                type="primary",
                on_click=change,
                args=(changed,),
                disabled=changed == job,
            )
            st.button(
                "Leave this line out",
                key="asks_drop",
                on_click=leave_out,
                args=(left,),
                disabled=left is None,
                help="No other line asks for anything." if left is None else None,
            )
            if postings.before():
                st.button("Undo", key="asks_undo", on_click=undo, icon=":material/undo:", type="tertiary")


def change(job: Posting) -> None:
    """Let the job of the posting be as the person says it is; what it was before can come back."""
    st.session_state.update(posting=job, postings_before=(*postings.before(), state.posting())[-UNDONE:])


def leave_out(left: Posting) -> None:
    """Go on without a line; the box, which else still shows its words, goes on to another."""
    change(left)
    st.session_state["asks_line"] = None


def undo() -> None:
    """Let the job of the posting be as it was before the last change, and the part show the line that comes back."""
    *before, last = postings.before()
    now = state.posting().lines
    back = next((n for n, line in enumerate(last.lines) if line not in now[n : n + 1]), None)
    st.session_state.update(posting=last, postings_before=tuple(before), asks_line=back)


def opening():
    return st.expander("A line not understood, or wrongly? Say what it asks", key="asks_part", on_change="rerun")


def choose(number: str) -> None:
    """Open the part with the line of this number, from 1."""
    st.session_state.update(asks_part=True, asks_line=int(number) - 1)


def forget() -> None:
    """Close the part; the next job has other lines."""
    st.session_state.update(asks_part=False, asks_line=None)


def which(lines: Sequence[Line], passed: Sequence[Line] = ()) -> int:
    """Ask for a line, those that were ``passed`` over last; at first it is the first that was not understood."""
    names = [f"{number}. {line.text}" for number, line in enumerate(lines, 1)]
    names += [f"Not a requirement: {line.text}" for line in passed]
    if st.session_state.get("asks_line") not in range(len(names)):
        st.session_state["asks_line"] = next((n for n, line in enumerate(lines) if line.needs == Need()), 0)
    return st.selectbox("The line", range(len(names)), format_func=names.__getitem__, key="asks_line")


def wanted(line: Line, rules: RuleBook) -> Need:
    """Ask for what a line asks for; where nothing is chosen that is what it asked for before."""
    listed = as_list(line.needs)
    if st.session_state.get("asks_shown") != line or "asks_skills" not in st.session_state:
        levels, any_one = listed or ({}, False)
        begun = {f"asks_level_{skill}": level for skill, level in levels.items()}
        st.session_state.update(
            asks_shown=line, asks_skills=list(levels), asks_ways=any_one, asks_kind=line.kind, **begun
        )
    if listed is None:
        st.caption(f"Now: {show.literal(need_words(line.needs, rules))}. What you choose here takes its place.")
    skills = show.several_of(
        "It asks for",
        list(rules.skills),
        lambda skill: rules.skills[skill].label,
        key="asks_skills",
        placeholder="Choose a skill, or several",
    )
    for skill in skills:
        st.session_state.setdefault(f"asks_level_{skill}", rules.cues.levels.asked)
    levels = {skill: show.level_box(skill, None, rules, key=f"asks_level_{skill}", least=1) for skill in skills}
    any_one = False
    if len(skills) > 1:
        st.session_state["asks_ways"] = bool(st.session_state.get("asks_ways"))
        any_one = st.segmented_control("How many", list(WAYS), format_func=WAYS.get, required=True, key="asks_ways")
    return asked_for(levels, any_one=any_one) if levels else line.needs
