"""How a verdict, a line, a plan, a problem look. Pages share these; nothing here decides or explains anything.

What comes from rules, people and files is escaped here and nowhere else: ``h`` for HTML, ``literal`` for Markdown.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from planner import Audit, Impossible, LineAudit, Need, Plan, PlannedStep, Problem, RuleBook, Verdict, explain
from planner.exchange import report
from planner.explanation import (
    WISHES,
    Sentence,
    cost_words,
    count_words,
    effort_words,
    fact_words,
    money,
    qualified_words,
    spending_words,
    step_words,
    verdict_words,
)
from planner.model import HELD
from planner.reasoning.audit import claims

MARKS = {"met": "●", "met through transfer": "◆", "partly": "◐", "missing": "○", "unknown": "?"}
STANDING = {"ready": "●", "stretch": "◐", "not-yet": "○", "out-of-reach": "✕"}
HERE = Path(__file__).parent
KINDS = {"core": "core: a must", "gate": "gate: law or licence", "wish": "wish: nice to have"}
AIM = {"all": "every line", "hireable": "enough to be hired"}


def style() -> None:
    """Bring in the looks of our own pieces."""
    st.html(f"<style>{(HERE / 'style.css').read_text(encoding='utf-8')}</style>")


def h(text: object) -> str:
    """Return text as HTML shows it: nothing in it is markup."""
    return escape(str(text))


def literal(text: str) -> str:
    """Return text as Streamlit's Markdown shows it: as it is, with no link even where it holds an address."""
    return re.sub(r"(?<=[hH][tT][tT][pP])(?=s?\\?:)|(?<=[wW]{3})(?=\.)|(?=@)", "\u2060", report.literal(text))


def html(body: str) -> None:
    st.html(f'<div class="pp">{body}</div>')


def verdict(found: Verdict, rules: RuleBook) -> None:
    words = verdict_words(found, rules)
    notes = "".join(f'<p class="quiet">{h(note)}</p>' for note in words["notes"])
    why = f"<p>{h(words['why'])}</p>" if words["why"] else ""
    html(
        f'<section id="answer" class="verdict {h(found.qualified)}" aria-label="Verdict">'
        f'<p class="stand">{STANDING[found.qualified]} {h(qualified_words(found))}</p>'
        f'<h2 class="headline">{h(words["headline"])}</h2>{why}<p>{h(words["advice"])}</p>'
        f'<p class="next">{h(words["next"])}</p>{notes}</section>'
    )


def contents(parts: Iterable[tuple[str, str]], label: str, *, on_phone: bool = False) -> None:
    """Show links to the parts of a page: each with its anchor and what stands there; or only where it is narrow."""
    html(
        f'<nav class="jump{" on-phone" if on_phone else ""}" aria-label="{h(label)}">'
        + "".join(f'<a href="#{h(anchor)}">{h(words)}</a>' for anchor, words in parts)
        + "</nav>"
    )


def answer_link(to: str = "answer", label: str = "To the answer") -> None:
    """Show a link past what is asked to the answer, where the page is so narrow that one stands below the other."""
    contents(((to, label),), "Below", on_phone=True)


def anchor(name: str) -> None:
    """Let links lead here."""
    html(f'<div id="{h(name)}"></div>')


def status(line_status: str) -> str:
    """Return a status as shape, word and colour."""
    kinds = {"met": "met", "met through transfer": "carry", "partly": "part", "missing": "missing", "unknown": "ask"}
    return f'<span class="status s-{kinds[line_status]}">{MARKS[line_status]} {h(line_status)}</span>'


def audit_table(found: Audit, rules: RuleBook, statuses: Sequence[str] = (), *, asks: str = "") -> None:
    """Show the lines with one of ``statuses`` (all, where none is given) as a table.

    Open lines have buttons for what would answer them, and all a link to the part of the page where one says what
    they ask for, if there is an anchor ``asks`` to it; :mod:`components.claims` hears both.
    """
    shown = [line for line in found.lines if not statuses or line.status in statuses]
    rows = "".join(_line(line, found, rules, asks) for line in shown)
    st.html(
        '<table class="pp lines"><caption class="quiet" style="text-align:left">'
        f"{len(shown)} of {len(found.lines)} lines</caption><thead><tr><th>#</th><th>The job asks</th><th>Status</th>"
        f"<th>What answers it</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _line(line: LineAudit, found: Audit, rules: RuleBook, asks: str) -> str:
    tag = "" if line.line.kind == "core" else f'<span class="tag">{h(KINDS[line.line.kind])}</span>'
    said = "".join(f"<p>{h(sentence.text)}</p>" for sentence in explain(line, rules))
    offered = "".join(
        f'<button type="button" class="claim" data-claim="{h(fact.skill)} {fact.level}">'
        f"I have this: {h(fact_words(fact, rules))}</button>"
        for fact in claims(line, found.closure)
    )
    if asks:
        understood = line.line.needs != Need()
        words = "It asks something else" if understood else "Say what it asks, or leave it out"
        offered += (
            f'<a href="#{h(asks)}" class="{"aside" if understood else "claim"}" data-line="{line.number}" '
            f'aria-label="{words}: line {line.number}">{words}</a>'
        )
    return (
        f"<tr><td class=nr>{line.number}</td><td>{h(line.line.text)}{tag}</td>"
        f"<td>{status(line.status)}</td><td>{said}{offered}</td></tr>"
    )


def sentences(said: Iterable[Sentence | str]) -> None:
    """Show sentences as paragraphs, indented as far as they say."""
    rows = [(s.text, s.depth) if isinstance(s, Sentence) else (s, 0) for s in said]
    html("".join(f'<p style="margin-left:{depth * 1.2}rem">{h(text)}</p>' for text, depth in rows))


def quoted(said: Iterable[Sentence]) -> None:
    """Show what was found in bold, and the quotes under it small."""
    html("".join(f"<p class=quiet>{h(s.text)}</p>" if s.depth else f"<p><b>{h(s.text)}</b></p>" for s in said))


def level_box(skill: str, level: int | None, rules: RuleBook, *, key: str, least: int = 0, **more: Any) -> int:
    """Ask how well somebody can do something; 0 is not at all. Without a ``level`` the session has it."""
    held = rules.skills[skill].kind == "credential"
    choices = list(range(least, 2 if held else 6))

    def words(level: int) -> str:
        if not level:
            return "not at all"
        return HELD if held else f"{level} · {rules.policy.levels[str(level)].name}"

    return st.selectbox(
        literal(rules.skills[skill].label),
        choices,
        index=choices.index(level or least),
        key=key,
        format_func=words,
        **more,
    )


def one_of(label: str, words: Mapping[str, str], default: str, *, key: str, **more: Any) -> str:
    """Ask for exactly one of several; where a run was cut short and left nothing chosen, that is the default."""
    if st.session_state.get(key) is None:
        st.session_state.pop(key, None)
        more["default"] = default
    return (
        st.segmented_control(label, list(words), format_func=words.get, required=True, key=key, wrap=True, **more)
        or default
    )


def several_of(label: str, options: Sequence[str], words: Callable[[str], str], *, key: str, **more: Any) -> list[str]:
    """Ask for any number of many; what is typed finds those that hold it, and Enter takes the first of them alone."""
    return st.multiselect(label, options, format_func=words, key=key, filter_mode="contains", select_all=False, **more)


def wishes(prefer: str, aim: str, *, before: str = "", **more: Any) -> tuple[str, str]:
    """Ask which plan is best and what it should meet; ``before`` begins the keys of the widgets."""
    return (
        one_of("The best plan is the one with", WISHES, prefer, key=f"{before}prefer", **more),
        one_of("It should meet", AIM, aim, key=f"{before}aim", **more),
    )


def totals(plan: Plan, rules: RuleBook, *, counted_from: str = "in all") -> None:
    counted = [count_words(plan.totals.steps, "step").split(), count_words(plan.totals.weeks, "week").split()]
    words = [*counted, (money(plan.totals.money, rules), counted_from)]
    html(
        f'<div class="totals">{"".join(f"<div><b>{h(n)}</b><span>{h(word)}</span></div>" for n, word in words)}</div>'
        + "".join(f"<p class=quiet>{h(sentence.text)}</p>" for sentence in spending_words(plan, rules))
    )


def weeks(item: PlannedStep) -> str:
    return report.weeks(item.start_week + 1, item.end_week)


def price(item: PlannedStep, rules: RuleBook) -> str:
    return money(item.cost, rules) if item.cost else "free"


def cards(plan: Plan, rules: RuleBook) -> None:
    """Show each step as a card: when, how, at what price, and what it is for; each line of the job stands on one."""
    shown = []
    for number, (item, words) in enumerate(zip(plan.steps, step_words(plan, rules), strict=True), 1):
        chips = [item.step.kind, f"week {weeks(item)}", effort_words(item), cost_words(item, rules)]
        if item.step.pay:
            chips.append(f"pays {money(round(item.step.pay), rules)} a week")
        purposes = "".join(f"<li>{h(sentence.text)}</li>" for sentence in words)
        facts = "".join(f"<span>{h(chip)}</span>" for chip in chips)
        shown.append(
            f'<article class="card"><h3><span class="num">{number}</span> {h(item.step.label)}</h3>'
            f'<div class="facts">{facts}</div><ul>{purposes}</ul></article>'
        )
    html(f'<div class="cards">{"".join(shown)}</div>')


def table(header: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: Sequence[int] = ()) -> None:
    """Show rows as a real HTML table; columns named in ``numbers`` stand to the right."""

    def cells(row: Sequence[object], tag: str) -> str:
        kinds = [" class=num" if n in numbers else "" for n in range(len(row))]
        return "".join(f"<{tag}{kind}>{h(cell)}</{tag}>" for kind, cell in zip(kinds, row, strict=True))

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    st.html(f'<table class="pp"><thead><tr>{cells(header, "th")}</tr></thead><tbody>{body}</tbody></table>')


def points(said: Iterable[str]) -> None:
    html(f"<ul>{''.join(f'<li>{h(text)}</li>' for text in said)}</ul>")


def impossible(answer: Impossible, rules: RuleBook) -> None:
    st.warning("No plan", icon=":material/block:")
    sentences(explain(answer, rules))


def source(text: str) -> None:
    """Show rules as they are written."""
    st.html(f'<pre class="pp source">{h(text)}</pre>')


def problems(found: Iterable[Problem], files: Collection[str] = ()) -> None:
    """Show what is wrong in a text: place, what, why and a hint.

    The place is a button where it is in one of ``files``, which can be opened; :mod:`components.claims` hears it.
    """
    for item in sorted(found):
        place = f"<code>{h(item.file)}:{item.line}:{item.column}</code>"
        if item.file in files:
            words = f"Go to line {item.line} of {item.file}"
            place = (
                f'<button type="button" class="place" data-place="{h(item.file)}:{item.line}" title="{h(words)}">'
                f"{place}</button>"
            )
        hint = "".join(f'<p class="quiet">{h(text)}</p>' for text in (item.why, item.hint) if text)
        html(f'<div class="problem {h(item.severity)}"><p>{place} {h(item.what)}</p>{hint}</div>')
