"""Every role of the book on one map: how far away it is, what it pays, and the first step that serves most."""

import math
from typing import Any

import altair as alt
import answers
import charts
import pandas as pd
import show
import starting
import state
import streamlit as st
import trying

from planner import Profile
from planner.exchange.layout import BESIDE, name_sides
from planner.exchange.person import months
from planner.explanation import INTERESTS, QUALIFIED, field_words, join, money, qualified_words, verdict_words

rules = state.rules()
unit = show.literal(rules.policy.currency)
WIDTH, HEIGHT, MARGIN = 900, 340, 12
"""How wide the map is at least where names are drawn on it, how high between its points, and its margin."""
SHAPES = {"ready": "circle", "stretch": "triangle-up", "not-yet": "square", "out-of-reach": "cross"}


def filters(found: Any) -> list[Any]:
    prospects = found.nearest
    fields = sorted({item.role.field for item in prospects if item.role.field})
    letters = [letter for letter in INTERESTS if any(letter in item.role.interests for item in prospects)]
    with st.container(key="filters"):
        one, two, three = st.columns(3)
        with one:
            field = show.several_of(
                "Field", fields, field_words, key="x_field", placeholder="every field", persist_state="session"
            )
        with two:
            interests = show.several_of(
                "Interests",
                letters,
                INTERESTS.__getitem__,
                key="x_interests",
                placeholder="any",
                persist_state="session",
            )
        purpose = three.slider("Purpose at least", 0, 5, 0, key="x_purpose", persist_state="session")
        one, two, three = st.columns(3)
        pay = one.number_input(
            f"Pay at least ({unit} a year)",
            0,
            step=5000,
            value=None,
            key="x_pay",
            placeholder="any",
            persist_state="session",
        )
        most_months = two.number_input(
            "Months at most",
            0.0,
            step=1.0,
            value=None,
            key="x_months",
            format="%g",
            placeholder="any",
            persist_state="session",
        )
        cost = three.number_input(
            f"Cost at most ({unit})", 0, step=500, value=None, key="x_cost", placeholder="any", persist_state="session"
        )

    def fits(item: Any) -> bool:
        role, totals = item.role, item.totals
        return (
            (not field or role.field in field)
            and (not interests or bool(set(interests) & set(role.interests)))
            and role.values.get("purpose", 0) >= purpose
            and (pay is None or (role.pay or 0) >= pay)
            and (most_months is None or (totals is not None and months(totals.weeks, digits=1) <= most_months))
            and (cost is None or (totals is not None and totals.money <= cost))
        )

    return [item for item in prospects if fits(item)]


def row(item: Any) -> dict[str, object]:
    totals = item.totals
    return {
        "id": item.role.id,
        "role": item.role.label,
        "field": field_words(item.role.field),
        "standing": qualified_words(item.verdict),
        "lines met": f"{item.met} of {item.lines}",
        "met": item.met / item.lines if item.lines else 1.0,
        "months": months(totals.weeks, digits=1) if totals else None,
        "steps": totals.steps if totals else None,
        "cost": totals.money if totals else None,
        "pay": item.role.pay,
        "fit": None if item.fit is None else round(float(item.fit), 2),
        "competition": item.role.competition,
    }


def chart(frame: pd.DataFrame) -> str | None:
    """Show the roles that have a plan and a pay; return the one that was clicked."""
    drawn = frame.dropna(subset=["months", "pay"])
    if drawn.empty:
        return None
    drawn = with_names(drawn)
    colours, standings = charts.palette(), [QUALIFIED[name] for name in SHAPES]
    pick = alt.selection_point(name="pick", fields=["id"], on="click", empty=False)
    base = alt.Chart(drawn).encode(
        x=alt.X(
            "months:Q",
            title="months to get there (none at the left edge)",
            scale=alt.Scale(type="symlog", domainMin=0, domainMax=max(1.0, drawn["months"].max())),
            axis=alt.Axis(values=[0, 1, 2, 3, 6, 12, 24, 36, 48, 72, 120], format="d"),
        ),
        y=alt.Y(
            "pay:Q",
            title=f"pay a year ({rules.policy.currency})",
            stack=None,
            scale=alt.Scale(zero=False, nice=False, padding=MARGIN),
            axis=alt.Axis(format="~s"),
        ),
        tooltip=[
            "role",
            "standing",
            "lines met",
            "months",
            alt.Tooltip("cost", format=",d", title=f"cost ({rules.policy.currency})"),
            alt.Tooltip("pay", format=",d", title=f"pay a year ({rules.policy.currency})"),
        ],
    )
    points = (
        base.mark_point(filled=True, size=150, opacity=0.85)
        .encode(
            shape=alt.Shape(
                "standing:N",
                title="standing",
                legend=alt.Legend(orient="top", columns=2, labelColor=charts.ink()),
                scale=alt.Scale(domain=standings, range=list(SHAPES.values())),
            ),
            color=alt.Color(
                "standing:N",
                title="standing",
                scale=alt.Scale(
                    domain=standings,
                    range=[colours["good"], colours["spare hours"], colours["working week"], colours["quiet"]],
                ),
            ),
        )
        .add_params(pick)
    )
    # on a phone the names are in the table; drawn, they take its width
    wide = base.transform_filter(f"width >= {WIDTH}")
    right, left = (
        wide.transform_filter(alt.datum.side == side)
        .mark_text(align=align, dx=dx, fontSize=11, color=charts.ink())
        .encode(text="role:N")
        for side, align, dx in (("right", "left", BESIDE), ("left", "right", -BESIDE))
    )
    chosen = st.altair_chart(
        (points + right + left).properties(height=520),
        key="map",
        on_select="rerun",
        selection_mode="pick",
        alt="Roles by months to get there and pay; the shape says how one stands",
    )
    picked = chosen.selection.get("pick") if chosen and chosen.selection else None
    return picked[0].get("id") if picked else None


def with_names(drawn: pd.DataFrame) -> pd.DataFrame:
    """Return the roles with the side on which their name can be written without touching others, those I love first."""
    loved = state.person().love
    ordered = drawn.assign(loved=[loved.get(id, 0) for id in drawn["id"]])
    ordered = ordered.sort_values(["loved", "pay"], ascending=False, kind="stable")
    across, up = [math.log1p(value) for value in ordered["months"]], list(ordered["pay"])
    wide, high = WIDTH / (max(across) or 1), HEIGHT / ((max(up) - min(up)) or 1)
    places = list(zip(ordered["role"], (x * wide for x in across), (y * high for y in up), strict=True))
    return ordered.assign(side=name_sides(places, WIDTH, always=int((ordered["loved"] > 0).sum())))


def open_role(me: Profile, role: str) -> None:
    state.ask(me, role, state.prefer(), state.aim())
    st.switch_page(state.PAGES / "pivot.py")


def open_part(me: Profile, found: Any) -> None:
    """Say which roles were cut short, and offer to look longer."""
    names = [item.role.label for item in found.prospects if not item.answer.proved]
    if not names:
        return
    several = [*names[:5], f"{len(names) - 5} more"] if len(names) > 6 else names
    st.info(
        f"Not settled in the time a page waits: {join(several)}. A plan shown for one of them may not be the best; "
        "where there is none, one may yet be found.",
        icon=":material/hourglass_empty:",
    )
    trying.look_longer(answers.explored_key(me))


def first_part(found: Any) -> None:
    st.header("The best first step", anchor=False)
    if not found.loved:
        st.info("Say on the Pivot page which roles you would love; the step that serves most of them shows here.")
        return
    if not found.first:
        st.info("None of the roles you would love most has a plan with a step that could begin now.")
        return
    several = f"the {len(found.loved)} roles" if len(found.loved) > 1 else "the role"
    st.caption(f"Across {several} you would love most")
    show.table(
        ("step", "kind", "serves"),
        [
            (item.step.label, item.step.kind, ", ".join(rules.roles[id].label for id in item.roles))
            for item in found.first[:5]
        ],
    )


def beside_part(me: Profile, found: Any) -> None:
    st.header("Side by side", anchor=False)
    by_id = {item.role.id: item for item in found.prospects}
    loved = [id for id in me.love if id in by_id]
    if st.session_state.get("x_loved") != loved:
        st.session_state.update(x_loved=loved, x_beside=loved[:4])
    chosen = show.several_of(
        "Up to four roles",
        list(by_id),
        lambda id: by_id[id].role.label,
        max_selections=4,
        key="x_beside",
        persist_state="session",
    )
    if not chosen:
        return
    rows = [row(by_id[id]) for id in chosen]
    facts = ("standing", "lines met", "steps", "months", "cost", "pay", "competition", "field")
    show.table(
        ("compared", *(item["role"] for item in rows)),
        [(fact, *(shown(fact, item[fact]) for item in rows)) for fact in facts]
        + [
            ("fit with what matters to me", *(shown("fit", item["fit"]) for item in rows)),
            ("in a sentence", *(verdict_words(by_id[id].verdict, rules)["headline"] for id in chosen)),
        ],
    )
    for column, id in zip(st.columns(len(chosen)), chosen, strict=True):
        label = f"Open {show.literal(by_id[id].role.label)}"
        if column.button(label, key=f"beside_{id}", width="stretch", wrap=True):
            open_role(me, id)


def shown(fact: str, value: object) -> str:
    if value is None:
        return "no plan" if fact in ("steps", "months", "cost") else "–"
    if fact in ("cost", "pay"):
        return money(int(value), rules)
    return f"{value:.0%}" if fact == "fit" else f"{value:g}" if isinstance(value, float) else str(value)


def table_part(me: Profile, frame: pd.DataFrame) -> None:
    st.caption("Click a heading to sort; choose a row to open that role.")
    columns = {
        "months": st.column_config.NumberColumn("months", format="%.1f"),
        "cost": st.column_config.NumberColumn(f"cost ({unit})", format="localized"),
        "pay": st.column_config.NumberColumn(f"pay a year ({unit})", format="localized"),
        "fit": st.column_config.NumberColumn("fit", format="percent"),
        "id": None,
        "met": None,
    }
    picked = st.dataframe(
        frame,
        hide_index=True,
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key="roles",
        placeholder="–",
        alt="All roles with standing, months, cost and pay",
    )
    if picked.selection.rows:
        open_role(me, frame.iloc[picked.selection.rows[0]]["id"])


st.title("Explore", anchor=False)
me = state.person()
if me is None:
    starting.pivot_first(job_alone=True)
else:
    found = answers.explored(me)
    kept = filters(found)
    if not kept:
        st.info("No role fits all of these. Loosen one of them.", icon=":material/filter_alt_off:")
    else:
        st.caption(f"{len(kept)} of {len(found.prospects)} roles")
        frame = pd.DataFrame([row(item) for item in kept])
        clicked = chart(frame)
        off = int(frame[["months", "pay"]].isna().any(axis=1).sum())
        if off:
            st.caption(
                f"{off} of them {'is' if off == 1 else 'are'} not on the map: no plan within your limits, or no "
                "known pay. The table has all."
            )
        if clicked:
            open_role(me, clicked)
        table_part(me, frame)
    open_part(me, found)
    first_part(found)
    beside_part(me, found)
