"""Pasted or uploaded texts on the start page: what was found in them is looked through before anything is planned.

A text stays in its box until what was found in it is accepted; then only the quotes and lines found in it stay, in
this visit alone.
"""

from typing import Any

import asks
import postings
import show
import state
import streamlit as st

from planner import BackgroundReport, Line, Need, PostingReport, RuleBook, WrongUse, explain, highlights
from planner.exchange.texts import accept_job, accept_levels, accept_person, given_text, read_job, read_person
from planner.explanation.reading import DID_NOT_RUN, asks_words, found_words, job_words, uncounted_words

READERS = {"background": read_person, "job": read_job}
KINDS = {**show.KINDS, "": "leave out"}
LONGEST = 1_000_000
LONG = 200_000  # characters or bytes that take more than a moment to read


def ask(kind: str, title: str, paste: str, rules: RuleBook) -> None:
    """Offer to paste or upload a text of a kind."""
    part = st.expander(title, key=f"{kind}_part", on_change="rerun")
    if kind == st.session_state.get("review", ("",))[0]:
        show.answer_link("review", "To what was found")
    if not part.open:
        return
    with part:
        st.text_area(
            paste,
            key=f"{kind}_text",
            max_chars=LONGEST,
            height=140,
            persist_state="session",
            on_change=came_last,
            args=(kind, "text"),
        )
        st.file_uploader(
            "or upload it (text, PDF or Word)",
            type=["txt", "md", "pdf", "docx"],
            key=f"{kind}_file",
            max_upload_size=5,
            on_change=came_last,
            args=(kind, "file"),
        )
        st.button("Read it", key=f"{kind}_read", on_click=read, args=(kind, rules), width="stretch")
        wrong(kind)


def came_last(kind: str, how: str) -> None:
    """Take note of how a text was given last: that is the one to read, and a file that was refused stands in no way."""
    st.session_state.setdefault("came_last", {})[kind] = how


def wrong(where: str) -> None:
    """Show what went wrong with a text, where it did."""
    said = st.session_state.get("unreadable", {}).get(where)
    if said:
        st.error(show.literal(said))


def read(kind: str, rules: RuleBook) -> None:
    """Read the text that was given; what was found waits to be looked through."""
    text, file = st.session_state.get(f"{kind}_text") or "", st.session_state.get(f"{kind}_file")
    if text.strip() and st.session_state.get("came_last", {}).get(kind) == "text":
        file = None
    st.session_state["unreadable"] = {}
    try:
        if file is None and not text.strip():
            raise WrongUse("Paste a text or choose a file first.")
        content = b"" if file is None else file.getvalue()
        if max(len(text), len(content)) > LONG:
            st.toast("A long text: reading it may take a while.", icon=":material/hourglass_empty:")
        given = given_text(text) if file is None else given_text("", content, file.name)
        report = READERS[kind](given, rules)
    except WrongUse as error:
        st.session_state["unreadable"] = {kind: str(error)}
        return
    asks.forget()
    st.session_state.update({"review": (kind, report), f"{kind}_part": False, **choices(report)})


def choices(report: BackgroundReport | PostingReport) -> dict[str, Any]:
    """Return what the boxes of a review show at first; what was chosen in an earlier one is forgotten."""
    if isinstance(report, PostingReport):
        return {f"line_{number}": line.kind for number, line in enumerate(report.role.lines)}
    found = {f"found_{skill}": had.level for skill, had in report.profile.have.items()}
    return found | {f"held_{held.role}": float(held.years) for held in report.profile.roles_held}


def drop() -> None:
    """Leave a review; its text is there to be read again."""
    kind, _ = st.session_state.pop("review", (None, None))
    st.session_state["unreadable"] = {}
    if kind is not None:
        st.session_state[f"{kind}_part"] = True


def accepted() -> None:
    """Leave a review and forget the text: what was found in it is told."""
    kind, _ = st.session_state.pop("review")
    asks.forget()
    st.session_state["unreadable"] = {}
    st.session_state[f"{kind}_text"] = ""


def review(rules: RuleBook) -> bool:
    """Show what was found in the text that was read last; return whether there is such a text."""
    kind, report = st.session_state.get("review", (None, None))
    for key, value in choices(report).items() if report is not None else ():
        st.session_state.setdefault(key, value)
    if kind == "background":
        review_background(report, rules)
    elif kind == "job":
        review_job(report, rules)
    return kind is not None


def buttons(accept: str, on_accept, *args) -> None:
    left, right = st.columns([2, 1])
    left.button(accept, type="primary", key="accept", on_click=on_accept, args=args, width="stretch")
    right.button("Throw it away", key="drop", on_click=drop, width="stretch")


def nothing_found(words: str) -> None:
    st.warning(words, icon=":material/search_off:")
    st.button("Back", key="drop", on_click=drop)


def review_background(report: BackgroundReport, rules: RuleBook) -> None:
    st.header("What your text says", anchor=False)
    if not report.ran:
        nothing_found(explain(report, rules)[0].text)
        return
    st.caption(
        "Nothing is planned before you accept it. Correct the years of a job, or a level; 0 years and “not at all” "
        "reject it."
    )
    for held in report.profile.roles_held:
        left, right = st.columns([3, 1.2])
        with left:
            show.sentences([job_words(held, rules)])
        right.number_input(
            f"Years as {show.literal(rules.roles[held.role].label)}",
            0.0,
            80.0,
            step=1.0,
            format="%g",
            key=f"held_{held.role}",
            label_visibility="collapsed",
            persist_state="session",
        )
    for skill in report.profile.have:
        left, right = st.columns([3, 1.2])
        with left:
            show.quoted(found_words(report, skill, rules))
        with right:
            show.level_box(
                skill, None, rules, key=f"found_{skill}", label_visibility="collapsed", persist_state="session"
            )
    passed = list(uncounted_words(report))
    if passed:
        st.markdown("**Named, but not counted**")
        show.sentences(passed)
    buttons("Accept what is left", accept_background, report, rules)


def accept_background(report: BackgroundReport, rules: RuleBook) -> None:
    given = st.session_state
    levels = {skill: given.get(f"found_{skill}", had.level) for skill, had in report.profile.have.items()}
    years = {held.role: given.get(f"held_{held.role}", held.years) for held in report.profile.roles_held}
    me = accept_person(report, levels, years, state.person(), rules)
    state.ask(me, state.role_id(), state.prefer(), state.aim())
    st.session_state["background"] = accept_levels(report, levels)
    accepted()


def review_job(report: PostingReport, rules: RuleBook) -> None:
    st.header(show.literal(report.role.label), anchor=False)
    if not report.ran:
        nothing_found(DID_NOT_RUN)
        return
    st.caption("Each line that was understood, with what it asks for. Nothing is planned before you accept it.")
    numbered = list(enumerate(report.role.lines))
    for number, line in numbered:
        if line.needs != Need():
            kind_box(number, line, report, rules)
    unknown = [(number, line) for number, line in numbered if line.needs == Need()]
    if unknown:
        st.markdown(f"**Not understood ({len(unknown)})**")
        st.caption("Leave such a line out, or say below what it asks for; both can be done later, too.")
    for number, line in unknown:
        kind_box(number, line, report, rules)
    buttons("Accept what is left", accept_posting, report)
    wrong("review")
    asks.review_part(report, rules)
    rest = report.of_kind("not-a-requirement")
    if rest:
        with st.expander(f"Not a requirement ({len(rest)})"):
            st.caption("If one of these is asked for after all, choose it above and say what it asks.")
            show.sentences(sentence for line in rest for sentence in explain(line, rules))
    if report.known_role:
        st.button(
            f"Take the lines of “{show.literal(rules.roles[report.known_role].label)}” from the rules instead",
            key="known",
            on_click=take_known,
            args=(report.known_role,),
            wrap=True,
        )


def kind_box(number: int, line: Line, report: PostingReport, rules: RuleBook) -> None:
    left, right = st.columns([3, 1.2])
    with left:
        show.html(f"<p>“{show.h(line.text)}”</p><p class=quiet>{show.h(asks_words(line, report, rules).text)}</p>")
    right.selectbox(
        f"Line {number + 1}",
        list(KINDS),
        key=f"line_{number}",
        format_func=KINDS.get,
        label_visibility="collapsed",
        persist_state="session",
    )


def accept_posting(report: PostingReport) -> None:
    kinds = {
        number: st.session_state.get(f"line_{number}", line.kind) or None
        for number, line in enumerate(report.role.lines)
    }
    job = accept_job(report, kinds)
    if job is None:
        said = "No line is left that asks for anything. Keep one, or throw it away."
        st.session_state["unreadable"] = {"review": said}
        return
    postings.look_at(job)
    state.ask_role(job.role.id)
    accepted()


def take_known(role: str) -> None:
    postings.look_at(None)
    state.ask_role(role)
    accepted()


def telling(role: str, rules: RuleBook) -> None:
    """Show the lines of the background that answer the job, as quotes."""
    report = st.session_state.get("background")
    if report is None:
        return
    found = highlights(report, rules.roles[role], rules)
    if found:
        with st.expander(f"Lines of my background that answer this job ({len(found)})"):
            st.caption("Quotes only: the raw material for a résumé.")
            show.sentences(sentence for item in found for sentence in explain(item, rules))
