"""The start page: what I do now, what I would love, and the answer."""

import asks
import exports
import postings
import reply
import show
import starting
import state
import streamlit as st
import texts
from components.claims import claims

from planner import Limits, Profile
from planner.exchange.names import named_role
from planner.exchange.person import months, now, weeks_in, with_levels
from planner.exchange.texts import POSTING
from planner.explanation import away_words, pay_words
from planner.model import HeldRole
from planner.reasoning.background import background

rules = state.rules()
unit = show.literal(rules.policy.currency)
known_roles = state.rules_as_written().roles
titles = {id: role.label for id, role in sorted(known_roles.items(), key=lambda pair: pair[1].label)}
names = state.role_names()


def title_of(id: str) -> str:
    return titles[id]


def settled(key: str) -> str | None:
    """Return the role that was chosen in a list, and let the list show its title where it was found by another name."""
    chosen = st.session_state[key]
    if chosen:
        st.session_state[key] = named_role(chosen)
    return st.session_state[key]


def preset(key: str, value: object) -> None:
    """Let a widget show what is known already, unless the visitor or the link has said otherwise."""
    if key not in st.session_state and value is not None:
        st.session_state[key] = value


def job_chosen() -> None:
    job = settled("job")
    if job:
        state.work_as(job, st.session_state.get("years", 1))
    else:
        state.stop_work()


def no_job() -> None:
    """Open the part in which one tells what one has done, whatever the job is called."""
    st.session_state["background_part"] = True


def present(known: Profile | None) -> HeldRole | None:
    """Return the job that a person does now; what they held stands among their other jobs."""
    return None if known is None or st.session_state.get("jobless") else now(known)


def where_i_am() -> Profile | None:
    st.header("Where I am", anchor=False)
    known = state.person()
    held = present(known)
    preset("job", held.role if held else None)
    preset("years", float(held.years) if held else 3.0)
    st.selectbox(
        "What I do now",
        list(names),
        index=None,
        format_func=names.get,
        key="job",
        on_change=job_chosen,
        placeholder="Choose a job",
        persist_state="session",
    )
    if not st.session_state["job"]:
        st.button(
            "My job is not here",
            key="no_job",
            type="tertiary",
            on_click=no_job,
            help="Tell what you have done instead: what you can do is read from it.",
        )
    years = st.number_input(
        "For how many years", 0.0, 80.0, step=1.0, format="%g", key="years", persist_state="session"
    )
    parted = st.container()
    texts.ask("background", "Read it from my résumé", "Paste your résumé, or tell what you have done", rules)
    known = state.person()
    if known is None:
        return None
    held = present(known)
    if held is not None and st.session_state["job"] and float(held.years) != years:
        first = HeldRole(role=held.role, years=years)
        known = known.model_copy(update={"roles_held": (first, *known.roles_held[1:])})
    with st.expander("More about me", key="more_part", on_change="rerun"):
        preset("pay", known.current_pay)
        preset("person_name", known.name)
        name = st.text_input("My name", key="person_name", max_chars=80, persist_state="session")
        pay = st.number_input(
            f"What I earn a year ({unit})", 0, 100_000_000, step=1000, key="pay", persist_state="session"
        )
        known = known.model_copy(update={"name": name, "current_pay": pay})
        for sentence in pay_words(known, rules):
            st.caption(show.literal(sentence.text))
        known = other_jobs(known)
    known = skills(known)
    if st.session_state["job"] and present(known) is None:
        parted.caption(
            "One of your skills stands lower than this job brings. So all of them now stand one by one under "
            "My skills, and other years here change none of them."
        )
    return known


def other_jobs(known: Profile) -> Profile:
    count = 0 if present(known) is None else 1
    first, rest = known.roles_held[:count], known.roles_held[count:]
    preset("other_jobs", [held.role for held in rest] or None)
    taken = {held.role for held in first}
    chosen = show.several_of(
        "Other jobs I have held",
        [id for id in titles if id not in taken],
        title_of,
        key="other_jobs",
        persist_state="session",
    )
    before = {held.role: held for held in rest}
    jobs = []
    for id in chosen:
        preset(f"other_{id}", float(before[id].years) if id in before else 1.0)
        years = st.number_input(
            f"Years as {show.literal(titles[id])}",
            0.0,
            80.0,
            step=1.0,
            format="%g",
            key=f"other_{id}",
            persist_state="session",
        )
        jobs.append(HeldRole(role=id, years=years, until=before[id].until if id in before else None))
    return known.model_copy(update={"roles_held": (*first, *jobs)})


def skills(known: Profile) -> Profile:
    """Show what the person can do, to be adjusted; changes are kept beside the person until the next start."""
    changed = st.session_state.setdefault("skills", {})
    start = background(known, rules).levels
    levels = {**start, **changed}
    part = st.expander("My skills", key="skills_part", on_change="rerun")
    if not part.open:
        return with_levels(known, changed, rules)
    with part:
        st.caption(
            f"{sum(1 for level in levels.values() if level)} in all. Adjust what does not fit; add what is missing."
        )
        new = st.selectbox(
            "Add a skill",
            [id for id in rules.skills if id not in levels],
            index=None,
            format_func=lambda id: rules.skills[id].label,
            placeholder="Choose a skill",
            key="new_skill",
        )
        for id in sorted({*levels, *([new] if new else [])}, key=lambda id: rules.skills[id].label):
            level = show.level_box(id, levels.get(id, 1), rules, key=f"level_{id}_{levels.get(id, 1)}")
            if level != levels.get(id, 0):
                changed[id] = level
                st.rerun()
    return with_levels(known, changed, rules)


def what_id_love(known: Profile | None) -> tuple[str | None, dict[str, int]]:
    st.header("What I'd love", anchor=False)
    preset("role", state.role_id())
    job = state.posting()
    if job is None:
        chosen = st.selectbox(
            "The job I'd love",
            list(names),
            index=None,
            format_func=names.get,
            key="role",
            placeholder="Choose a job",
            bind="query-params",
            on_change=settled,
            args=("role",),
        )
        role = named_role(chosen) if chosen else None
        if postings.left() is not None:
            st.button(
                f"Back to the posting: {show.literal(postings.left().title)}",
                key="back_to_posting",
                on_click=postings.come_back,
                icon=":material/undo:",
                type="tertiary",
            )
    else:
        role = job.role.id
        st.markdown(f"From a posting: **{show.literal(job.title)}**")
        st.button("Choose a job from the list instead", key="no_posting", on_click=postings.leave)
    texts.ask("job", "Read it from a job posting", "Paste the posting", rules)
    loves = dict(known.love) if known else {}
    if role:
        stars = st.slider(
            "How much I'd love it", 1, 5, value=loves.get(role, 5), key=f"stars_{role}", persist_state="session"
        )
        loves[role] = stars
    return role, loves


def what_matters(known: Profile | None) -> dict[str, int]:
    offered = sorted({name for role in rules.roles.values() for name in role.values})
    weights = {}
    with st.expander("Why: what matters to me", key="matters_part", on_change="rerun"):
        st.caption("0: does not matter. 5: matters most.")
        for name in offered:
            preset(f"value_{name}", known.values.get(name) if known else None)
            weights[name] = st.slider(
                show.literal(name.capitalize()), 0, 5, key=f"value_{name}", persist_state="session"
            )
    return {name: weight for name, weight in weights.items() if weight}


def my_limits(known: Profile | None) -> Limits:
    st.header("My limits", anchor=False)
    limits = known.limits if known else Limits()
    preset("hours", limits.hours_per_week)
    preset("budget", limits.budget)
    preset("months", None if limits.weeks is None else months(limits.weeks))
    preset("earn", limits.must_earn or None)
    left, right = st.columns(2)  # a row each, so that the keyboard goes through them as the eye does
    hours = left.number_input(
        "Hours a week",
        0,
        80,
        value=None,
        key="hours",
        bind="query-params",
        placeholder=str(rules.policy.hours_per_week),
    )
    budget = right.number_input(
        f"Budget ({unit})",
        0,
        100_000_000,
        value=None,
        step=100,
        key="budget",
        bind="query-params",
        placeholder="no limit",
    )
    left, right = st.columns(2, vertical_alignment="bottom")
    weeks = left.number_input(
        "Months",
        0.0,
        1200.0,
        value=None,
        step=1.0,
        format="%g",
        key="months",
        bind="query-params",
        placeholder="no limit",
    )
    earn = right.toggle("I must keep earning", key="earn", bind="query-params", wrap=True)
    for said, ids in (("Left out", limits.avoid), ("Insisted on", limits.require)):
        if ids:
            labels = "; ".join(show.literal(rules.all_steps[id].label) for id in ids)
            st.caption(f"{said}, which can be changed on the What if page: {labels}.")
    return limits.model_copy(
        update={
            "hours_per_week": hours,
            "budget": budget,
            "weeks": None if weeks is None else weeks_in(weeks),
            "must_earn": earn,
        }
    )


state.show_asked()
title, right = st.columns([3, 1], vertical_alignment="bottom")
title.title("Career pivot planner", anchor=False)
below = st.container()
asking, telling = st.columns([1, 2.5], gap="large")
with asking, st.container(key="asking"):
    starting.bring_back()
    starting.files(titles)
    me = where_i_am()
    role, loves = what_id_love(me)
    values = what_matters(me)
    limits = my_limits(me)
    prefer, aim = show.wishes(state.prefer(), state.aim(), bind="query-params")
    if me is not None:
        me = me.model_copy(update={"love": loves, "values": values, "limits": limits})
    state.remember(me, role=role, prefer=prefer, aim=aim)
    if me is not None:
        exports.forget()
with below:
    starting.left_off()
if "review" in st.session_state:
    with telling:
        show.anchor("review")
        texts.review(rules)
elif me is None or role is None:
    with telling:
        starting.nothing_yet(me, role, titles)
else:
    with below:
        show.answer_link()
    found = state.answered(me, role)
    with right, st.container(horizontal_alignment="right"):
        exports.menu(found, rules)
    with telling:
        show.verdict(found.verdict, rules)
        show.contents(
            (
                ("plan", f"The plan: {away_words(found.answer, rules)}"),
                ("line-by-line", "Line by line"),
                ("graph", "The skills graph"),
            ),
            "On this page",
        )
        show_rest = reply.plan_part(found)
        reply.audit_part(found)
        if role == POSTING:
            asks.posting_part()
        reply.claimed_part()
        texts.telling(role, rules)
    reply.graph_part(found)
    claims(reply.claim, asks.choose)
    show_rest()
