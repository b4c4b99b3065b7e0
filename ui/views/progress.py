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

from planner import Change, Plan, Replan, explain
from planner.exchange.kept import Marked
from planner.planning.replan import eased

rules = state.rules()
MARKS = {"": "not started", "doing": "doing", "done": "done", "failed": "failed", "late": "late"}


def checklist(journey: following.Journey) -> following.Journey:
    """Show the steps of the present plan with what became of them; return the journey as it is marked now."""
    week = st.columns(3)[0].number_input(
        "Weeks gone since the start of this plan", 0, 5200, value=journey.week, key=f"week_{journey.turn}"
    )
    marks = []
    for number, item in enumerate(journey.plan.steps, 1):
        before = journey.mark_of(item.step.id)
        with st.container(border=True):
            left, right = st.columns([2, 2.2], vertical_alignment="center")
            left.markdown(
                f"**{number}  {show.literal(item.step.label)}**  \n"
                f"{item.step.kind} · week {show.weeks(item)} · {show.literal(show.price(item, rules))}"
            )
            with right:
                mark = show.one_of(
                    f"What became of {show.literal(item.step.label)}",
                    MARKS,
                    before.mark if before else "",
                    key=f"mark_{journey.turn}_{item.step.id}",
                    label_visibility="collapsed",
                )
            more = 0
            if mark == "late":
                more = right.number_input(
                    "Weeks more",
                    1,
                    520,
                    value=max(1, before.weeks if before else 1),
                    key=f"late_{journey.turn}_{item.step.id}",
                )
            if mark:
                marks.append(Marked(step=item.step.id, mark=mark, weeks=more))
    return replace(journey, marks=tuple(marks), week=week)


def change_part(journey: following.Journey) -> None:
    """Show what the marks change, and offer to go on from there."""
    st.header("What that changes", anchor=False)
    if not journey.settled:
        st.info("Say what became of a step, and the plan is made again from there.")
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
        show.totals(found.after, found.rules)
        charts.calendar(found.after, found.rules, f"after_{journey.turn}")
        with st.expander("The same as a table"):
            charts.plan_table(found.after, found.rules)
    as_it_was = not journey.week and (found.after.ids, found.after.totals) == (journey.plan.ids, journey.plan.totals)
    st.button(
        "Go on with this plan",
        type="primary",
        key="follow",
        disabled=as_it_was,
        help="The plan is as it was." if as_it_was else None,
        on_click=following.go_on,
        args=(journey, found),
    )


def press(journey: following.Journey, found: Replan, change: Change):
    """Return what pressing an offered change does: the plan is made again with other limits, where these will do."""
    plan = eased(found, change)
    return None if plan is None else (following.remember, (replace(journey, plan=plan),))


def earlier_part(journey: following.Journey) -> None:
    names = journey.rules.all_steps
    for number, plan in enumerate(journey.earlier, 1):
        with st.expander(f"Plan {number}, as it was"):
            show.table(
                ("step", "weeks", "what became of it"),
                [
                    (
                        names[item.step].label if item.step in names else item.step,
                        f"{item.first}–{item.last}",
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
        if following.stale(journey, me, role):
            st.warning("The question on the Pivot page has changed since this plan was begun.")
            st.button("Begin again with the plan shown there", key="begin_again", on_click=following.begin_again)
        if not journey.plan.steps:
            st.success("Nothing is left to do: you are there.", icon=":material/check:")
        else:
            journey = checklist(journey)
            following.remember(journey)
            change_part(journey)
        earlier_part(journey)
    with st.columns([1, 2])[0]:
        exports.save(state.answered(me, role), rules, "Save person, plan and progress (.yaml)")
