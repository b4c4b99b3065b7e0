"""What one visit remembers: the rule book, the person, and what was asked. No other visit sees it.

The person and the question stand in the session under plain names; widgets only show and change them, so that
values survive page switches. Answers are cached for the session, by the content of rules, person and question.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

import planner
from planner import Answered, Fact, Impossible, Limits, Plan, Profile, Role, RuleBook, RulesError, load_rules
from planner.exchange import names
from planner.exchange.person import months, with_job, with_levels, without_job
from planner.exchange.series import Moment, moments
from planner.exchange.texts import Posting
from planner.reasoning.graph import skills_graph
from planner.rulebook.book import with_roles
from planner.rulebook.source import SHIPPED, layer_path, read_layer, rules_files
from planner.rulebook.tree import Source

PAGES = Path(__file__).parent / "views"
IN_ADDRESS = ("role", "hours", "budget", "months", "earn", "prefer", "aim")
"""The widgets of the start page whose values stand in its address."""


@dataclass(frozen=True)
class Shown(Answered):
    """Everything the pages show about one question."""

    graph: Any
    moments: tuple[Moment, ...]
    rules: RuleBook

    @cached_property
    def proved(self) -> Plan | Impossible:
        """The answer, a plan with its proof; worked out when it is first asked for, in a run of a page or not."""
        return planner.prove(self.answer, self.rules) if isinstance(self.answer, Plan) else self.answer


def places() -> tuple[str, ...]:
    """Return the rules folders this program was started with, in layers."""
    return tuple(part for part in os.environ.get("PIVOT_RULES", "").split(os.pathsep) if part) or (SHIPPED,)


def refresh() -> None:
    """Read the rules again where a file has changed; raises :class:`RulesError` where they are broken.

    The job of a posting is one role more in the book of this visit alone.
    """
    found = _load(places(), _fingerprint(places()))
    if isinstance(found, RulesError):
        raise found
    job = posting()
    st.session_state["book"] = found if job is None else _with_posting(found[0], job.model_dump_json(), found[1], job)
    st.session_state["rules"] = found[1]


@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _with_posting(key: str, text: str, _book: RuleBook, _job: Posting) -> tuple[str, RuleBook]:
    return hashlib.sha256(f"{key}\0{text}".encode()).hexdigest(), with_roles(_book, [_job.role])


def rules() -> RuleBook:
    """Return the rule book of this run, the job of a posting among its roles."""
    return st.session_state["book"][1]


def rules_as_written() -> RuleBook:
    """Return the rule book as its files say it, without the job of a posting."""
    return st.session_state["rules"]


def role_names() -> dict[str, str]:
    """Return what the lists of jobs show, by what is chosen in them."""
    return _role_names(rules_id(), rules_as_written())


@st.cache_resource(max_entries=4, show_spinner=False)
def _role_names(key: str, _rules: RuleBook) -> dict[str, str]:
    return names.role_names(_rules.roles)


def posting() -> Posting | None:
    """Return the job of a posting that this visit looks at, where it does."""
    return st.session_state.get("posting")


def rules_id() -> str:
    """Return what names the content of the rule book."""
    return st.session_state["book"][0]


def _fingerprint(where: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    found = []
    for place in where:
        path = layer_path(place)
        for file in rules_files(path) if path.is_dir() else [path]:
            if file.exists():
                stat = file.stat()
                found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


@st.cache_resource(max_entries=4, show_spinner=False)
def _load(where: tuple[str, ...], fingerprint: tuple[tuple[str, int, int], ...]) -> tuple[str, RuleBook] | RulesError:
    try:
        book = load_rules(*where)
    except RulesError as error:
        return error
    texts = [source.text for place in where for source in read_layer(place)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest(), book


def layers() -> list[list[Source]]:
    """Return the files of the rule book as they stand, by layer."""
    return _layers(places(), _fingerprint(places()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _layers(where: tuple[str, ...], fingerprint: tuple[tuple[str, int, int], ...]) -> list[list[Source]]:
    return [read_layer(place) for place in where]


def person() -> Profile | None:
    """Return the person of this visit, or None where nothing was told yet."""
    return st.session_state.get("person")


def role_id() -> str | None:
    """Return the role asked for, where the rules have it."""
    wanted = st.session_state.get("asked", {}).get("role")
    return wanted if wanted in rules().roles else None


def prefer() -> Any:
    return st.session_state.get("asked", {}).get("prefer", "steps")


def aim() -> Any:
    return st.session_state.get("asked", {}).get("aim", "all")


def remember(profile: Profile | None, **asked: Any) -> None:
    """Keep the person and what was asked for the other pages."""
    st.session_state["person"] = profile
    st.session_state["asked"] = {**st.session_state.get("asked", {}), **asked}


def answered(profile: Profile, role: str) -> Shown:
    """Return the answer to the question of this visit."""
    return answer(profile, role, prefer(), aim(), profile.limits)


def answer(profile: Profile, role: Role | str, prefer: str, aim: str, limits: Limits) -> Shown:
    """Return the answer to a question, from the cache where it was asked before in this visit."""
    named = role if isinstance(role, str) else role.model_dump_json()
    key = key_of(profile, named, prefer, aim, limits.model_dump_json())
    return _answer(key, profile, role, prefer, aim, limits, rules())


def key_of(profile: Profile, *asked: str) -> str:
    """Return what names a question: the content of rules, person and wishes."""
    text = "\0".join((rules_id(), profile.model_dump_json(), *asked))
    return hashlib.sha256(text.encode()).hexdigest()


@st.cache_resource(scope="session", max_entries=100, show_spinner="Looking for the shortest road …")
def _answer(
    key: str, _profile: Profile, _role: Role | str, _prefer: Any, _aim: Any, _limits: Limits, _rules: RuleBook
) -> Shown:
    told = planner.answered(_profile, _role, _rules, prefer=_prefer, aim=_aim, limits=_limits)
    audit, reply = told.audit, told.answer
    steps = [item.step for item in reply.steps] if isinstance(reply, Plan) else []
    curve = moments(reply, audit, _rules) if isinstance(reply, Plan) else ()
    return Shown(audit, told.verdict, reply, skills_graph(audit, steps, _rules), curve, _rules)


def ask(profile: Profile, role: str | None, prefer: str, aim: str) -> None:
    """Make this the person and question of the visit; the start page's widgets show it when they are drawn next."""
    remember(profile, role=role, prefer=prefer, aim=aim)
    st.session_state["fresh"] = "asked"


def ask_role(role: str) -> None:
    """Ask for another role; the person and the wishes stay."""
    if person() is None:
        remember(None, role=role)
        st.session_state["fresh"] = "asked"
    else:
        ask(person(), role, prefer(), aim())


def arrive(page: str) -> None:
    """Take note of the page one is on; the start page shows what was asked again when one comes back to it.

    The browser's own way back leads to an address that asks nothing, and in that run nothing else is shown by widgets
    that are bound to it. So there is another run.
    """
    before = st.session_state.get("stands_on", page)
    st.session_state["stands_on"] = page
    if page == "" != before and person() is not None:
        st.session_state.setdefault("fresh", "asked")
        st.rerun()


def show_asked() -> None:
    """Let the widgets of the start page show the person and the question, where these were changed from elsewhere.

    This is done on the page they stand on: what is set while they are not drawn gives way to the address. It is
    done again where the run was cut short, since the browser then still sends what the widgets showed before.
    """
    if "fresh" not in st.session_state:
        return
    st.session_state["fresh"] = "shown"
    if person() is not None:
        forget_widgets()
    limits = person().limits if person() else Limits()
    st.session_state.update(
        role=role_id(),
        prefer=prefer(),
        aim=aim(),
        hours=limits.hours_per_week,
        budget=limits.budget,
        months=None if limits.weeks is None else months(limits.weeks),
        earn=limits.must_earn,
    )


def shown() -> None:
    """Take note that a run has come to its end."""
    if st.session_state.get("fresh") == "shown":
        del st.session_state["fresh"]


def claim(fact: Fact) -> None:
    """Let the person have what a line asks for, on their word; what they said before of that skill can come back."""
    me = person()
    st.session_state.setdefault("claimed", {}).setdefault(fact.skill, me.have.get(fact.skill))
    _say(fact.skill, with_levels(me, {fact.skill: fact.level}, rules()))


def claimed() -> tuple[Fact, ...]:
    """Return what was claimed at the lines of a job on this visit and still stands."""
    have = person().have
    return tuple(Fact(skill, have[skill].level) for skill in st.session_state.get("claimed", {}) if skill in have)


def take_back(skill: str) -> None:
    """Let the person have of a skill what they said before they claimed it."""
    before = st.session_state["claimed"].pop(skill)
    have = {**person().have, skill: before}
    _say(skill, person().model_copy(update={"have": {skill: had for skill, had in have.items() if had is not None}}))


def _say(skill: str, profile: Profile) -> None:
    st.session_state.get("skills", {}).pop(skill, None)
    st.session_state["person"] = profile


def forget() -> None:
    """Forget the person and everything asked, here, in the address and in the browser's tab; the boxes are empty."""
    weights = [key for key in st.session_state if str(key).startswith("value_")]
    for key in [key for key in st.session_state if key not in ("book", "rules", *IN_ADDRESS)]:
        del st.session_state[key]  # what stands in the address would come back from there
    st.session_state.update(dict.fromkeys(weights, 0), job=None, forget=True, left_behind=True, fresh="asked")


def forget_widgets() -> None:
    """Let the widgets that show the person take their values from it again."""
    loose = ("value_", "other_", "stars_", "level_")
    keys = [key for key in st.session_state if str(key).startswith(loose)]
    for name in ["job", "jobless", "years", "pay", "person_name", *keys]:
        st.session_state.pop(name, None)
    st.session_state.pop("skills", None)


def work_as(job: str, years: float) -> None:
    """Let ``job`` be what the person does now; everything else they told stays."""
    working = not st.session_state.pop("jobless", False)
    me = with_job(person() or Profile(), job, years, rules(), working=working)
    st.session_state["years"] = float(me.roles_held[0].years)
    take_up(me)


def stop_work() -> None:
    """Let the person do nothing now; the other jobs they told of stay."""
    me = person()
    if me is not None:
        st.session_state["jobless"] = True
        take_up(without_job(me, rules()))


def take_up(me: Profile) -> None:
    """Go on with a person whose jobs are others than before."""
    st.session_state["person"] = me
    for name in ("pay", "other_jobs", *(key for key in st.session_state if str(key).startswith("other_"))):
        st.session_state.pop(name, None)
    st.session_state.pop("skills", None)
