"""The plan as a checklist: say what became of a step, see what that changes, and go on from there."""

from dataclasses import replace

import answers
import charts
import exports
import journey as following
import show
import starting
import state
import streamlit as st
import trying

from planner import Change, Plan, Replan, RuleBook, explain
from planner.exchange import report
from planner.exchange.kept import Marked
from planner.planning.replan import eased

rules = state.rules()
MARKS = {"": "not started", "doing": "doing", "done": "done", "failed": "failed", "late": "late"}


def checklist(journey: following.Journey) -> following.Journey:
    """Show the steps of the present plan with what became of them; return the journey as it is marked now."""
    gone = f"week_{journey.turn}"
    st.session_state.setdefault(gone, journey.week)
    week = st.number_input("Weeks gone since the start of this plan", 0, 5200, key=gone, width=420)
    marks = []
    for number, item in enumerate(journey.plan.steps, 1):
        before = journey.mark_of(item.step.id)
        with st.container(border=True):
            left, right = st.columns([2, 2.2], vertical_alignment="center")
            left.markdown(
                f"**{number}  {show.literal(item.step.label)}**  \n"
                f"{item.step.kind} · week {show.weeks(item)} · {show.literal(show.price(item, rules))}"
            )
            became, late = (f"{name}_{journey.turn}_{item.step.id}" for name in ("mark", "late"))
            st.session_state.setdefault(became, before.mark if before else "")
            with right:
                mark = show.one_of(
                    f"What became of {show.literal(item.step.label)}",
                    MARKS,
                    "",
                    key=became,
                    label_visibility="collapsed",
                )
            more = 0
            if mark == "late":
                st.session_state.setdefault(late, max(1, before.weeks if before else 1))
                more = right.number_input("Weeks more than planned", 1, 520, key=late)
            if mark:
                marks.append(Marked(step=item.step.id, mark=mark, weeks=more))
    return replace(journey, marks=tuple(marks), week=week)


def change_part(journey: following.Journey) -> None:
    """Show what the marks change, and offer to go on from there."""
    st.header("What that changes", anchor=False)
    if not journey.settled:
        st.info("Say what became of a step, and the plan is made again from there.")
        calendar_part(journey.plan, journey.rules)
        return
    found, offer = answers.replanned(journey.plan, journey.marks, journey.week, journey.rules)
    show.sentences(explain(found, found.rules))
    if not isinstance(found.after, Plan):
        st.header("What would make a plan", anchor=False)
        trying.offers(
            found.after, offer, found.rules, lambda change: press(journey, found, change), label="Plan on with this"
        )
        if not offer.complete:
            trying.look_longer(answers.replanned_key(journey.plan, journey.marks, journey.week))
        trying.what_if_link()
        return
    if found.after.steps:
        show.totals(found.after, found.rules, counted_from="from here")
        charts.calendar(found.after, found.rules, f"after_{journey.turn}")
        with st.expander("The same as a table"):
            charts.plan_table(found.after, found.rules)
    as_it_was = not journey.week and (found.after.ids, found.after.totals) == (journey.plan.ids, journey.plan.totals)
    st.button(
        "Go on with this plan",
        type="primary",
        key="follow",
        disabled=as_it_was,
        on_click=following.go_on,
        args=(journey, found),
    )
    if as_it_was:
        st.caption("The plan is as it was.")
    if found.after.steps:
        calendar_part(found.after, found.rules)


def calendar_part(left: Plan, book: RuleBook) -> None:
    """Offer what is left of the plan for a calendar program; loaded again, it moves what the calendar has already."""
    with st.columns([1, 2])[0]:
        exports.calendar(left, book, "Calendar of what is left (.ics)", "What is left begins on")


def press(journey: following.Journey, found: Replan, change: Change):
    """Return what pressing an offered change does: the plan is made again with other limits, where these will do."""
    plan = eased(found, change)
    return None if plan is None else (following.remember, (replace(journey, plan=plan),))


def stale_part(journey: following.Journey) -> None:
    """Say that another question is asked now, and offer the plan that answers it, where there is one."""
    changed = "The question on the Pivot page has changed since this plan was begun."
    answer = state.answered(me, role).answer
    if not isinstance(answer, Plan):
        st.warning(f"{changed} There is no plan for what is asked there now, so this one stays.")
        return
    st.warning(changed)
    st.button(
        "Begin again with the plan shown there",
        key="begin_again",
        on_click=following.begin_again,
        args=(journey, me, role),
    )


def earlier_part(journey: following.Journey) -> None:
    names = journey.rules.all_steps
    for number, plan in enumerate(journey.earlier, 1):
        with st.expander(f"Plan {number}, as it was"):
            show.table(
                ("step", "weeks", "what became of it"),
                [
                    (
                        names[item.step].label if item.step in names else item.step,
                        report.weeks(item.first, item.last),
                        MARKS[item.mark or ""],
                    )
                    for item in plan
                ],
            )


st.title("Progress", anchor=False)
me, role = state.person(), state.role_id()
if me is None or role is None:
    starting.pivot_first()
else:
    journey = following.journey(me, role)
    if journey is None:
        st.info("There is no plan to follow yet.")
        trying.offers_to_ask(state.answered(me, role).answer, rules)
    else:
        st.caption(show.literal(f"To {journey.plan.question.role.label}"))
        if journey.before is not None:
            st.button(
                "Back to the plan before this one",
                key="step_back",
                on_click=following.take_up,
                args=(journey.before,),
                icon=":material/undo:",
                type="tertiary",
            )
        if following.stale(journey, me, role):
            stale_part(journey)
        if not journey.plan.steps:
            st.success("Nothing is left to do: you are there.", icon=":material/check:")
        else:
            journey = checklist(journey)
            following.remember(journey)
            change_part(journey)
        earlier_part(journey)
    with st.columns([1, 2])[0]:
        exports.save(state.answered(me, role), rules, "Save person, plan and progress (.yaml)")
