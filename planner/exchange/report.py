"""A report to keep, send or print: verdict, audit, plan, proof and sources, as one HTML page or as Markdown.

The report is first a list of plain parts and then written out, so the two forms say the same. Sentences are
passed in; all of them, and everything that comes from rules or people, is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from planner.exchange.drawing import STYLE, drawing
from planner.exchange.series import lane
from planner.model import Step
from planner.planning.plan import Impossible, Plan
from planner.planning.spending import given_up
from planner.reasoning.audit import Audit
from planner.reasoning.graph import skills_graph
from planner.rulebook.book import RuleBook


@dataclass(frozen=True)
class Words:
    """The sentences of an answer: of the verdict, each line, each step, the whole answer, and its proof."""

    verdict: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    steps: tuple[tuple[str, ...], ...]
    answer: tuple[str, ...]
    proof: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section of a report: a heading, paragraphs, and perhaps a table, a list or a picture (SVG text)."""

    heading: str
    said: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    points: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Report:
    """A title and its parts, in order."""

    title: str
    parts: tuple[Part, ...]


def weeks(first: int, last: int) -> str:
    """Return the weeks from the ``first`` to the ``last``: "3–24", and "3" where it is one."""
    return f"{first}–{last}" if first < last else str(first)


def make_report(answer: Plan | Impossible, audit: Audit, rules: RuleBook, words: Words) -> Report:
    """Return the report of an answer."""
    steps = answer.steps if isinstance(answer, Plan) else ()
    name = answer.question.profile.name
    audit_rows = tuple(
        (str(line.number), line.line.text, line.line.kind, line.status, " ".join(said))
        for line, said in zip(audit.lines, words.lines, strict=True)
    )
    currency = rules.policy.currency
    gives_up = any(map(given_up, steps))  # a second column of money only where one has something to tell
    costs = (f"{currency} to pay", f"{currency} of pay given up") if gives_up else (currency,)
    step_rows = tuple(
        (
            str(n),
            item.step.label,
            item.step.kind,
            weeks(item.start_week + 1, item.end_week),
            lane(item),
            f"{item.cost - given_up(item):,}",
            *((f"{given_up(item):,}",) if gives_up else ()),
            " ".join(said),
        )
        for n, (item, said) in enumerate(zip(steps, words.steps, strict=True), 1)
    )
    picture = drawing(skills_graph(audit, [item.step for item in steps], rules))
    parts = (
        Part("Verdict", words.verdict),
        Part("Line by line", header=("", "Line", "Kind", "Status", "What answers it"), rows=audit_rows),
        Part("The plan", words.answer, ("", "Step", "Kind", "Weeks", "Takes", *costs, "What it brings"), step_rows),
        Part("Why nothing shorter exists", points=words.proof),
        Part("From what you have to what the job asks for", picture=picture),
        Part("Sources", points=tuple(sources(audit, [item.step for item in steps], rules))),
    )
    title = f"{name}: {answer.question.role.label}" if name else answer.question.role.label
    return Report(title, tuple(part for part in parts if part.said or part.rows or part.points or part.picture))


def sources(audit: Audit, steps: Iterable[Step], rules: RuleBook) -> Iterable[str]:
    """Yield where the figures and rules behind an answer come from, each once."""
    used = dict.fromkeys(id for line in audit.lines for id in line.via)
    role = audit.role
    cited = [(role.label, role.source), (role.label, role.pay_source)]
    cited += [(rules.transfers[id].label, rules.transfers[id].source) for id in used if id in rules.transfers]
    cited += [(s.label, f"{s.source} ({s.as_of})" if s.as_of else s.source) for s in steps if s.source]
    yield from dict.fromkeys(f"{label}: {source}" for label, source in cited if source)


def report_html(report: Report) -> str:
    """Return the report as one page that needs nothing else, light and dark, and that prints well."""
    body = "".join(_part_html(part) for part in report.parts)
    title = escape(report.title)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{PAGE}{STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )


PAGE = """
:root{color-scheme:light dark;--ink:light-dark(#1f2430,#e8eaf0);--paper:light-dark(#fff,#14171f);
--rule:light-dark(#d9dce3,#3a4050);--face:system-ui,sans-serif;--blue:light-dark(#2458b8,#8db4ff);
--green:light-dark(#17714f,#67cfa5);--orange:light-dark(#9c4a12,#f0a668);--violet:light-dark(#6641bd,#b9a0ff)}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 var(--face)}
main{max-width:70rem;margin:auto;padding:1.5rem}h1{line-height:1.2}h2{margin:2rem 0 .5rem}
p{max-width:46rem;margin:.4rem 0}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--rule)}
.picture{overflow-x:auto}.picture svg{max-width:100%;height:auto;min-width:44rem}
@media(max-width:40rem){main{padding:1rem}table{display:block;overflow-x:auto}}
@media print{:root{color-scheme:light}main{max-width:none;padding:0}tr,.picture{break-inside:avoid}h2{break-after:avoid}
.picture svg{min-width:0}}
"""


def _part_html(part: Part) -> str:
    said = "".join(f"<p>{escape(text)}</p>" for text in part.said)
    head = "".join(f"<th>{escape(cell)}</th>" for cell in part.header)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in part.rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" if part.rows else ""
    points = "".join(f"<li>{escape(text)}</li>" for text in part.points)
    listed = f"<ul>{points}</ul>" if points else ""
    picture = f'<div class="picture">{part.picture}</div>' if part.picture else ""
    return f"<section><h2>{escape(part.heading)}</h2>{said}{table}{listed}{picture}</section>"


def report_markdown(report: Report) -> str:
    """Return the report as Markdown; the picture is left out."""
    blocks = [f"# {literal(report.title)}"]
    for part in report.parts:
        if not (part.said or part.rows or part.points):
            continue
        blocks.append(f"## {literal(part.heading)}")
        blocks += [literal(text) for text in part.said]
        if part.rows:
            ruler = _row(["---"] * len(part.header), raw=True)
            blocks.append("\n".join([_row(part.header), ruler, *map(_row, part.rows)]))
        if part.points:
            blocks.append("\n".join(f"- {literal(text)}" for text in part.points))
    return "\n\n".join(blocks) + "\n"


def _row(cells: Sequence[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cell if raw else literal(cell) for cell in cells)} |"


def literal(text: str) -> str:
    """Return text that Markdown shows as it is: no links, no HTML, no emphasis, on one line.

    >>> literal("[here](http://x) <b>")
    '\\\\[here\\\\](http\\\\://x) \\\\<b\\\\>'
    """
    escaped = re.sub(r"([\\`*_{}\[\]<>#|$~]|:(?=\S))", r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+]|\d+(?=\.))", r"\\\1", escaped)
