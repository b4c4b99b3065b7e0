"""Calendar, readiness and money of a plan as charts, and as the tables that say the same.

Altair and pandas take most of a second to import, so the first page of a visit waits for them only where it draws.
"""

from collections.abc import Sequence
from typing import Any

import show
import streamlit as st

from planner import Plan, RuleBook
from planner.exchange.series import Moment, lane
from planner.explanation import money

NARROW = 500  # a calendar this wide or less has its prices in a column
LANES = ("working week", "spare hours")


def ink() -> str:
    return "#e8e9ed" if st.context.theme.type == "dark" else "#22262e"


def palette() -> dict[str, str]:
    """Return the colours of charts that pass on the present background."""
    dark = st.context.theme.type == "dark"
    return {
        "spare hours": "#7fa8f5" if dark else "#2a55a8",
        "working week": "#f0a668" if dark else "#a8560c",
        "good": "#67cfa5" if dark else "#17714f",
        "quiet": "#9aa1ad" if dark else "#777d88",
    }


def calendar(plan: Plan, rules: RuleBook, key: str) -> None:
    """Show when each step runs, in a lane for the working week and one for spare hours."""
    rows = []
    for name in LANES:
        steps = [(n, item) for n, item in enumerate(plan.steps, 1) if lane(item) == name]
        if steps:
            rows.append((name, name.capitalize(), "", None, None, name, "", ""))
        rows += [
            (
                item.step.id,
                f"{n}  {item.step.label} · {show.price(item, rules)}",
                f"{n}  {item.step.label}",
                item.start_week,
                item.end_week,
                name,
                show.price(item, rules),
                show.weeks(item),
            )
            for n, item in steps
        ]
    chart(
        _calendar(tuple(rows), ink(), tuple(palette().items())),
        key,
        "Calendar of the plan: which step runs in which weeks, and in which lane",
    )


def chart(spec: dict[str, Any], key: str, words: str) -> None:
    """Show a chart that is worked out already, with ``words`` for those who do not see it."""
    st.vega_lite_chart(spec=spec, key=key, alt=words)


Colours = tuple[tuple[str, str], ...]


@st.cache_data(max_entries=200, scope="session", show_spinner=False)
def _calendar(rows: tuple[tuple[Any, ...], ...], ink: str, colours: Colours) -> dict[str, Any]:
    import altair as alt
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["row", "step", "name", "from", "to", "takes", "price", "weeks"])
    base = alt.Chart(frame).encode(y=alt.Y("row:N", sort=list(frame["row"]), title=None, axis=None))
    bars = base.mark_bar(cornerRadius=4, height=12, yOffset=8).encode(
        x=alt.X("from:Q", title="week", axis=alt.Axis(tickMinStep=1, labelColor=ink, titleColor=ink)),
        x2="to:Q",
        color=alt.Color(
            "takes:N", legend=None, scale=alt.Scale(domain=list(LANES), range=[dict(colours)[name] for name in LANES])
        ),
        tooltip=["step", "weeks", "takes", "price"],
    )
    # A name that is longer, as on a phone, is cut: drawn whole it takes the width of the bars. Its price never is.
    narrow, size = f"width <= {NARROW}", f"(width <= {NARROW} ? 11.5 : 12.5)"
    words = {"align": "left", "color": ink, "fontSize": alt.ExprRef(size)}
    steps = base.transform_filter("isValid(datum.from)").encode(x=alt.value(2))
    names = steps.mark_text(
        dy=-8,
        text=alt.ExprRef(f"{narrow} ? datum.name : datum.step"),
        limit=alt.ExprRef(f"{narrow} ? width - 6 - 0.48 * {size} * length(datum.price) : width - 4"),
        **words,
    )
    prices = steps.mark_text(dy=-8, text=alt.ExprRef(f"{narrow} ? datum.price : ''"), **words | {"align": "right"})
    heads = (
        base.transform_filter("!isValid(datum.from)")
        .mark_text(fontWeight="bold", dy=8, limit=alt.ExprRef("width - 4"), **words)
        .encode(x=alt.value(2), text="step:N")
    )
    return (bars + names + prices.encode(x=alt.value("width")) + heads).properties(height=alt.Step(38)).to_dict()


def curves(moments: Sequence[Moment], rules: RuleBook, key: str) -> None:
    """Show readiness and money week by week, as two charts beside each other."""
    rows = tuple((moment.week, moment.met, moment.money) for moment in moments)
    met, hand = _curves(rows, moments[0].lines, rules.policy.currency, ink(), tuple(palette().items()))
    left, right = st.columns(2)
    with left:
        st.markdown("**Lines met**")
        chart(met, f"{key}-met", "Lines met week by week")
    with right:
        st.markdown("**Money in hand, before living costs**")
        chart(hand, f"{key}-money", "Money in hand week by week, before living costs")


@st.cache_data(max_entries=200, scope="session", show_spinner=False)
def _curves(
    rows: tuple[tuple[int, ...], ...], lines: int, currency: str, ink: str, colours: Colours
) -> tuple[dict[str, Any], dict[str, Any]]:
    import altair as alt
    import pandas as pd

    base = alt.Chart(pd.DataFrame(rows, columns=["week", "met", "money"])).encode(
        x=alt.X("week:Q", title="week", axis=alt.Axis(tickMinStep=1))
    )
    met = base.mark_line(interpolate="step-after", color=dict(colours)["good"]).encode(
        y=alt.Y("met:Q", title=f"of {lines}", scale=alt.Scale(domain=[0, lines]), axis=alt.Axis(tickMinStep=1)),
        tooltip=["week", "met"],
    )
    hand = base.mark_line(interpolate="step-after", color=dict(colours)["spare hours"]).encode(
        y=alt.Y("money:Q", title=currency, stack=None, axis=alt.Axis(format="~s")),
        tooltip=["week", "money"],
    )
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=ink, strokeDash=[4, 3]).encode(y="y:Q")
    return met.properties(height=180).to_dict(), (zero + hand).properties(height=180).to_dict()


def plan_table(plan: Plan, rules: RuleBook) -> None:
    """Show the calendar as a table."""
    rows = [(item.step.label, show.weeks(item), lane(item), show.price(item, rules)) for item in plan.steps]
    show.table(("step", "weeks", "takes", "price"), rows, numbers=(1, 3))


def curve_table(moments: Sequence[Moment], rules: RuleBook) -> None:
    """Show readiness and money as a table, a row wherever readiness changes."""
    turns = [m for n, m in enumerate(moments) if not n or n == len(moments) - 1 or m.met != moments[n - 1].met]
    show.table(
        ("end of week", "met", "money in hand, before living costs"),
        [(m.week, f"{m.met} of {m.lines}", money(m.money, rules)) for m in turns],
        numbers=(0, 1, 2),
    )
