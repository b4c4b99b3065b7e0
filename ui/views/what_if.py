"""Change a limit or a wish and see the plan change; plans side by side; why not this step; what would free a plan."""

import altair as alt
import answers
import charts
import pandas as pd
import show
import starting
import state
import streamlit as st
import trying

from planner import Impossible, Limits, Plan, explain
from planner.exchange.person import months, weeks_in
from planner.explanation import incomplete_words, money, plan_names

rules = state.rules()
unit = show.literal(rules.policy.currency)
steps = {id: step.label for id, step in sorted(rules.all_steps.items(), key=lambda pair: pair[1].label)}


def controls(base: Limits) -> tuple[Limits, str, str]:
    hours = st.slider("Hours a week", 0, 80, key="w_hours", persist_state="session")
    no_budget = st.toggle("No limit on money", key="w_no_budget", persist_state="session")
    most = max(20_000, base.budget or 0, st.session_state["w_budget"])
    budget = st.slider(
        f"Budget ({unit})", 0, most, step=100, key="w_budget", disabled=no_budget, persist_state="session"
    )
    no_months = st.toggle("No limit on time", key="w_no_months", persist_state="session")
    longest = max(60.0, months(base.weeks or 0), st.session_state["w_months"])
    time = st.slider(
        "Months", 0.0, longest, step=0.5, key="w_months", disabled=no_months, format="%g", persist_state="session"
    )
    earn = st.toggle("I must keep earning", key="w_earn", persist_state="session")
    prefer, aim = show.wishes(state.prefer(), state.aim(), before="w_", persist_state="session")
    avoid = show.several_of(
        "Leave out",
        list(steps),
        steps.__getitem__,
        key="w_avoid",
        persist_state="session",
        placeholder="steps I do not want",
    )
    require = show.several_of(
        "Insist on",
        list(steps),
        steps.__getitem__,
        key="w_require",
        persist_state="session",
        placeholder="steps I do want",
    )
    limits = Limits(
        hours_per_week=hours,
        budget=None if no_budget else budget,
        must_earn=earn,
        weeks=None if no_months else weeks_in(time),
        avoid=tuple(avoid),
        require=tuple(require),
    )
    return limits, prefer, aim


def impossible_part(answer: Impossible) -> None:
    show.impossible(answer, rules)
    trying.least_changes(answer, rules, lambda change: (trying.try_out, (change,)) if change.in_book else None)


def difference_part(before: Plan | Impossible, after: Plan) -> None:
    if not isinstance(before, Plan) or before.ids == after.ids:
        return
    with st.container(border=True):
        st.markdown("**Against the plan on the Pivot page**")
        show.sentences(answers.differences(before, after))


def trade_off(named: list[tuple[str, Plan]], chosen: list[str]) -> None:
    frame = pd.DataFrame(
        [
            {
                "plan": name,
                "weeks": plan.totals.weeks,
                "money": plan.totals.money,
                "steps": plan.totals.steps,
                "shown": "side by side below" if name in chosen else "not shown",
            }
            for name, plan in sorted(named, key=lambda plan: plan[0] in chosen)  # those shown are drawn over the others
        ]
    )
    colours = charts.palette()
    points = alt.Chart(frame).encode(
        x=alt.X("weeks:Q", title="weeks", scale=alt.Scale(zero=False, padding=24), axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("money:Q", title=rules.policy.currency, stack=None, scale=alt.Scale(zero=True)),
        tooltip=["plan", "weeks", "money", "steps"],
    )
    shown = alt.datum.shown == "side by side below"
    marks = points.mark_point(filled=True, opacity=0.85).encode(
        size=alt.Size(
            "steps:Q",
            title="steps",
            scale=alt.Scale(range=[80, 500]),
            legend=alt.Legend(
                orient="bottom",
                labelColor=charts.ink(),
                symbolFillColor=colours["quiet"],
                values=sorted(set(frame["steps"])),
                format="d",
            ),
        ),
        shape=alt.Shape("shown:N", title=None, legend=alt.Legend(orient="bottom", labelColor=charts.ink())),
        color=alt.Color(
            "shown:N",
            title=None,
            scale=alt.Scale(
                domain=["side by side below", "not shown"], range=[colours["working week"], colours["spare hours"]]
            ),
        ),
    )
    names = points.transform_filter(shown).mark_text(dy=-16, color=charts.ink()).encode(text="plan:N")
    st.altair_chart(
        (marks + names).properties(height=300),
        key="trade_off",
        alt="Plans by weeks and money; the size of a point is the number of steps",
    )
    with st.expander("The same as a table"):
        show.table(
            ("plan", "steps", "weeks", "money"),
            [(name, p.totals.steps, p.totals.weeks, money(p.totals.money, rules)) for name, p in named],
            numbers=(1, 2, 3),
        )


def alternatives_part(plan: Plan) -> None:
    """Show the other plans; they come last, since they take the longest to find."""
    st.header("Rivals", anchor=False)
    found = answers.alternatives(plan)
    named = list(plan_names(found))
    show.sentences(incomplete_words(found))
    if len(named) == 1:
        if found.front_complete and found.equal_complete:
            st.info("No other plan is better in any wish, and none is equally good.")
        return
    names = [name for name, _ in named]
    chosen = st.pills(
        "Side by side",
        names,
        selection_mode="multi",
        default=names[: min(3, len(names))],
        wrap=True,
        key="side_" + answers.question_key(plan.question),
    )
    trade_off(named, chosen)
    shown = [(name, plan) for name, plan in named if name in chosen]
    for column, (name, plan) in zip(st.columns(max(1, len(shown))), shown, strict=False):
        with column, st.container(border=True):
            st.markdown(f"**{name}**")
            show.totals(plan, rules)
            show.points(item.step.label for item in plan.steps)
            if plan.ids != found.best.ids:
                st.caption("Against the best plan")
                show.sentences(answers.differences(found.best, plan))


def why_not_part(plan: Plan) -> None:
    st.header("Why not this step?", anchor=False)
    id = st.selectbox(
        "A step",
        list(steps),
        index=None,
        format_func=steps.get,
        key="why_not",
        placeholder="Choose any step of the book",
    )
    if id:
        show.sentences(explain(answers.why_not_step(plan, id), rules))


st.title("What if", anchor=False)
me, role = state.person(), state.role_id()
if me is None or role is None:
    starting.pivot_first()
else:
    trying.begin_afresh()
    show.answer_link()
    left, right = st.columns([1, 2.5], gap="large")
    with left, st.container(key="asking"):
        buttons = st.container()  # above what is chosen: below it they would move as a list closes under a click
        limits, prefer, aim = controls(me.limits)
        buttons.button("Back to my limits", key="reset", on_click=trying.begin, args=trying.asked(), width="stretch")
        buttons.button(
            "Keep these limits",
            key="keep",
            type="primary",
            on_click=trying.keep,
            args=(limits, prefer, aim),
            width="stretch",
        )
    with right:
        show.anchor("answer")
        trying.waived_part()
        job = st.session_state["w_role"]
        answer = state.answer(me, role if job == rules.roles[role] else job, prefer, aim, limits).answer
        if isinstance(answer, Impossible):
            impossible_part(answer)
        else:
            show.totals(answer, rules)
            show.points(item.step.label for item in answer.steps)
            difference_part(state.answered(me, role).answer, answer)
            if answer.steps:
                charts.calendar(answer, rules, "what_if_calendar")
                with st.expander("The calendar as a table"):
                    charts.plan_table(answer, rules)
            why_not_part(answer)
            alternatives_part(answer)
