"""The menu to save and take along: one file to come back with, and reports for people and programs."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import keeping
import state
import streamlit as st

from planner import Answered, Impossible, Plan, RuleBook, explain, redacted
from planner.exchange.kept import Kept, kept_text
from planner.exchange.report import Words, make_report, report_html, report_markdown
from planner.exchange.tables import audit_csv, calendar_file, plan_csv
from planner.explanation import pay_words, plan_words, proof_words, spending_words, step_words, told_data
from planner.planning.changes import offer_changes


def menu(found: state.Shown, rules: RuleBook) -> None:
    """Show the menu; each file is made when it is asked for."""
    with st.popover("Save and share", icon=":material/download:", key="exports"):
        st.caption(
            "Everything stays on this machine. The address of this page carries the role and the limits, "
            "and nothing about you."
        )
        if st.toggle("Leave out names and contact details", key="redact", persist_state="session"):
            st.caption("The files below name nobody.")
            found = state.answered(redacted(found.answer.question.profile, rules), found.answer.question.role.id)
        plan = found.answer if isinstance(found.answer, Plan) else None
        save(found, rules)
        offer("Report to print (.html)", "report.html", "text/html", lambda: report_html(report(found, rules)))
        offer("Report (.md)", "report.md", "text/markdown", lambda: report_markdown(report(found, rules)))
        offer("Audit (.csv)", "audit.csv", "text/csv", lambda: audit_csv(found.audit, audit_words(found, rules)))
        if plan and plan.steps:
            offer("Plan (.csv)", "plan.csv", "text/csv", lambda: plan_csv(plan))
        offer("For programs (.json)", "answer.json", "application/json", lambda: data(found, rules))
        if plan and plan.steps:
            calendar(plan, rules)


def forget() -> None:
    """Offer to forget everything, once more said."""
    with st.popover("Forget me here", icon=":material/delete:", key="forgetting", type="tertiary"):
        st.markdown(
            "This clears what you told here and what this browser tab keeps for a reload. A file you saved "
            "stays with you."
        )
        st.button("Yes, forget me", key="forget_me", type="primary", on_click=state.forget, width="stretch")


def save(found: state.Shown, rules: RuleBook, label: str = "This person and plan (.yaml)") -> None:
    """Offer the one file that brings person, question, plan and progress back."""
    whole = kept(found, rules)
    offer(label, "pivot.yaml", "application/yaml", lambda: kept_text(whole, rules))


def kept(found: state.Shown, rules: RuleBook) -> Kept:
    """Return what the file keeps, the person without particulars where that was asked for."""
    whole = keeping.kept(found)
    hidden = st.session_state.get("redact")
    if not hidden:
        return whole
    made = whole.made_for
    if made is not None:
        made = made.model_copy(update={"person": redacted(made.person, rules)})
    return whole.model_copy(update={"person": redacted(whole.person, rules), "made_for": made})


def calendar(plan: Plan, rules: RuleBook, label: str = "Calendar (.ics)", begins: str = "Week 1 begins on") -> None:
    """Offer the steps of a plan for a calendar program, from the day on which they begin."""
    monday = date.today() + timedelta(days=-date.today().weekday() % 7)
    start = st.date_input(begins, monday, key="begins")
    offer(
        label,
        "plan.ics",
        "text/calendar",
        lambda: calendar_file(plan, start, ["\n".join(said) for said in told_steps(plan, rules)]),
    )


def offer(label: str, name: str, mime: str, make: Callable[[], str | bytes]) -> None:
    """Offer a file, which ``make`` makes outside of any run of a page: it knows nothing of the session."""
    st.download_button(label, make, file_name=name, mime=mime, key=f"file_{name}", on_click="ignore", width="stretch")


def told_steps(plan: Plan, rules: RuleBook) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sentence.text for sentence in said) for said in step_words(plan, rules))


def audit_words(found: state.Shown, rules: RuleBook) -> list[str]:
    return [" ".join(sentence.text for sentence in explain(line, rules)) for line in found.audit.lines]


def report(found: state.Shown, rules: RuleBook):
    answer = found.proved
    whole, steps, proof = explain(answer, rules), (), ()
    if isinstance(answer, Plan):
        opening, *rest = plan_words(answer, rules)
        steps, proof = told_steps(answer, rules), proof_words(answer, rules)
        money = (*spending_words(answer, rules), *pay_words(answer.question.profile, rules))
        whole = (opening, *money, *rest, *proof[:1])
    words = Words(
        tuple(sentence.text for sentence in explain(found.verdict, rules)),
        tuple(tuple(sentence.text for sentence in explain(line, rules)) for line in found.audit.lines),
        steps,
        tuple(sentence.text for sentence in whole),
        tuple(sentence.text for sentence in proof),
    )
    return make_report(answer, found.audit, rules, words)


def data(found: state.Shown, rules: RuleBook) -> str:
    """Return what ``pivot plan --json`` prints, with the changes that are found in the time an answer may take."""
    answer = found.proved
    offer = offer_changes(answer, rules) if isinstance(answer, Impossible) else None
    told = told_data(Answered(found.audit, found.verdict, answer), rules, offer=offer)
    return json.dumps(told, indent=2, ensure_ascii=False)
