"""The rules: look around in them, change a file, and see whom the change would move before it is kept."""

import hashlib
from pathlib import Path

import keeping
import show
import state
import streamlit as st
from components.claims import places
from components.editor import edited, editor, take_back
from components.skills_graph import skills_graph

from planner import WrongUse, explain
from planner.exchange.edit import check_edit, entry_text, impact, may_write, save_rules
from planner.exchange.neighbourhood import AROUND, MOST, entry_label, neighbourhood
from planner.explanation import count_words
from planner.rulebook.source import SHIPPED

rules = state.rules_as_written()
SECTIONS = {"skills": rules.skills, "transfers": rules.transfers, "steps": rules.steps, "roles": rules.roles}
PAGE = 25


def section_of(id: str) -> str:
    return next(name for name, entries in SECTIONS.items() if id in entries)


def matches(section: str, words: str) -> list[str]:
    """Return the ids of the entries that hold every one of ``words``, by label."""
    wanted = words.casefold().split()
    entries = SECTIONS[section]
    found = [id for id, entry in entries.items() if all(word in text_of(entry) for word in wanted)]
    return sorted(found, key=lambda id: entry_label(entries[id], rules).casefold())


def text_of(entry) -> str:
    more = (*getattr(entry, "aliases", ()), getattr(entry, "about", ""), getattr(entry, "because", ""))
    return " ".join((entry.id, entry_label(entry, rules), *more)).casefold()


def open_entry(id: str) -> None:
    st.session_state["entry"] = id
    st.session_state["section"] = section_of(id)


def browse() -> None:
    show.answer_link(label="To the entry chosen")
    left, right = st.columns([1, 2], gap="large")
    with left:
        words = st.text_input(
            "Search", key="search", placeholder="a word in name, alias or reason", persist_state="session"
        )
        hits = {name: matches(name, words) for name in SECTIONS}
        kinds = {name: f"{name} ({len(hits[name])})" for name in SECTIONS}
        section = show.one_of("Kind", kinds, "skills", key="section", persist_state="session")
        found = hits[section]
        if not found:
            st.info("Nothing here holds these words. Try fewer, or another kind.")
        pages = max(1, -(-len(found) // PAGE))
        number = st.pagination(pages, key=f"page_{section}_{words}") if pages > 1 else 1
        with st.container(key="entries", gap=None):
            for id in found[(number - 1) * PAGE : number * PAGE]:
                st.button(
                    show.literal(entry_label(SECTIONS[section][id], rules)),
                    key=f"open_{id}",
                    type="tertiary",
                    on_click=open_entry,
                    args=(id,),
                )
    with right:
        show.anchor("answer")
        id = st.session_state.get("entry")
        if id is None or not any(id in entries for entries in SECTIONS.values()):
            st.info("Choose an entry to see what it says and what stands around it.")
            return
        entry_part(id)


def entry_part(id: str) -> None:
    entry = SECTIONS[section_of(id)][id]
    place = rules.places[id]
    st.header(show.literal(entry_label(entry, rules)), anchor=False)
    source = file_named(place.file)
    show.source(entry_text(source.text, place.line))
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(show.literal(f"{place.file}, line {place.line}"))
    right.button("Edit this file", key="edit_this", on_click=edit_file, args=(place.file, place.line), width="stretch")
    st.markdown("**Around it**")
    graph = neighbourhood(id, rules)
    left_off = graph.graph["left_off"]
    if left_off and st.toggle(f"Show {left_off} more", key=f"all_{id}"):
        graph = neighbourhood(id, rules, most=MOST + left_off)
    chosen = skills_graph(graph, AROUND, title="Neighbours of this entry", key=f"around_{id}")
    if chosen and chosen != id:
        open_entry_from_graph(chosen)


def open_entry_from_graph(id: str) -> None:
    st.session_state["entry"] = id
    st.rerun()


def file_named(name: str):
    return next(source for layer in state.layers() for source in layer if source.name == name)


def draft_of(source) -> str:
    """Return what names the text of a file as it stands: what is typed in its place belongs to no other."""
    return f"{source.name} {hashlib.sha256(source.text.encode()).hexdigest()}"


def drop_draft(draft: str) -> None:
    """Let the editor show the file as it stands."""
    take_back(draft)
    show_again(0)


def show_again(line: int) -> None:
    """Let the editor be filled anew, and the cursor be set to a line; 0 leaves it where it is in view."""
    st.session_state["at_line"] = line
    st.session_state["opened"] = st.session_state.get("opened", 0) + 1


def edit_file(name: str, line: int) -> None:
    st.session_state["part"] = "Edit"
    st.session_state["file"] = name
    show_again(line)


def own_folder() -> str | None:
    """Return the rules folder the program was started with, where rules may be saved."""
    folders = [place for place in state.places() if place != SHIPPED]
    return next((folder for folder in reversed(folders) if may_write(folder)), None)


def checked(name: str, text: str):
    """Return the problems with a text in place of a file of the rules, and the book, if any; looked for once."""
    layers = state.layers()
    names = tuple(source.name for layer in layers for source in layer)
    return _checked(state.rules_id(), names, name, text, layers)


@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _checked(key: str, names: tuple[str, ...], name: str, text: str, _layers):
    return check_edit(_layers, name, text)


def counted(problems) -> str:
    """Return how many errors and warnings there are, in words."""
    errors = sum(problem.severity == "error" for problem in problems)
    if not errors:
        return count_words(len(problems), "warning")
    mistakes, all_ = count_words(errors, "error"), count_words(len(problems), "problem")
    return mistakes if errors == len(problems) else f"{all_}, {mistakes} among them"


def edit() -> None:
    names = [source.name for layer in state.layers() for source in layer]
    if st.session_state.get("file") not in names:
        st.session_state["file"] = names[0]
    name = st.selectbox("File", names, key="file", persist_state="session", on_change=show_again, args=(1,))
    source = file_named(name)
    draft = draft_of(source)
    text = edited(draft, source.text)
    problems, book = checked(name, text)
    here = [problem for problem in problems if problem.file == name]
    editor(
        text,
        draft=draft,
        turn=st.session_state.get("opened", 0),
        label=f"Text of {name}",
        problems=here,
        key="editor",
        line=st.session_state.get("at_line", 0),
    )
    if problems:
        st.markdown(f"**{counted(problems)}**")
        show.problems(problems, names)
    elif text == source.text:
        st.caption("No problems. Change something above: it is checked as you type.")
    else:
        st.success("No problems.", icon=":material/check:")
    if text != source.text:
        st.button("Take my changes back", key="take_back", on_click=drop_draft, args=(draft,), icon=":material/undo:")
    keep_part(name, source.text, text, book)
    places(edit_file)


def keep_part(name: str, before: str, text: str, book) -> None:
    changed = text != before
    one, two, three = st.columns(3)
    if one.button("Whom would it move?", disabled=not changed or book is None, width="stretch", key="preview"):
        bar = st.progress(0.0, "Planning with the rules before and after …")
        moved = impact(rules, book, keeping.with_examples(), progress=lambda done, of: bar.progress(done / of))
        bar.empty()
        st.session_state["moved"] = (text, moved, book)
    two.download_button(
        "Download the file",
        text,
        file_name=Path(name).name,
        mime="application/yaml",
        width="stretch",
        key="download_rules",
        on_click="ignore",
    )
    folder = own_folder()
    if folder is None:
        st.caption("To save here, start the program with a folder of your own: pivot ui --rules FOLDER")
    elif (Path.cwd() / name).resolve().is_relative_to(Path(folder).resolve()):
        if three.button("Save", type="primary", disabled=not changed or book is None, width="stretch", key="save"):
            save(folder, name, text)
    else:
        st.caption("This file belongs to another rules folder and can only be downloaded.")
    if st.session_state.get("saved_as"):
        st.success(show.literal(st.session_state.pop("saved_as")), icon=":material/check:")
    remembered = st.session_state.get("moved")
    if remembered and changed and remembered[0] == text:
        impact_part(remembered[1], remembered[2])


def save(folder: str, name: str, text: str) -> None:
    try:
        inside = (Path.cwd() / name).resolve().relative_to(Path(folder).resolve())
        previous = save_rules(folder, str(inside), text)
    except (OSError, WrongUse) as error:
        st.error(show.literal(str(error)))
        return
    st.session_state["saved_as"] = f"Saved. The version before is kept as {previous.name}."
    st.rerun()


def impact_part(moved, book) -> None:
    different = [case for case in moved if case.changed]
    st.header(f"{len(different)} of {len(moved)} journeys change", anchor=False)
    for case in different:
        title, *said = explain(case, book)
        with st.expander(show.literal(title.text.rstrip(":")), expanded=len(different) < 4):
            show.sentences(said)


st.title("Rules", anchor=False)
part = show.one_of(
    "Part",
    {"Browse": "Browse", "Edit": "Edit"},
    "Browse",
    key="part",
    label_visibility="collapsed",
    persist_state="session",
)
if part == "Browse":
    browse()
else:
    edit()
