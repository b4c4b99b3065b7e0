"""A job posting read line by line: every line is understood, is no requirement, or is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from planner.model import Line, Need, Role
from planner.reading.amounts import Pay, find_pay
from planner.reading.lines import Kind, LineReading, PostingReport, Question, Why
from planner.reading.pieces import Piece
from planner.reading.qualifications import groups, label_at, labelled, role_lines
from planner.reading.requirements import requirement_lines
from planner.reading.scene import TITLE_AREA, TOP, Scene
from planner.reading.sorting import leaves_open, says_little, speaks_of_others, teaches, waives, why_not
from planner.reading.sources import text_of
from planner.reading.text import page, tidy
from planner.rulebook.book import RuleBook

NAMELESS = "The job in this posting"
YEARLY_FROM = 10_000  # an amount from here on without a period is meant per year


def read_posting(source: str | Path, rules: RuleBook) -> Role:
    """Return the role that a posting describes; ``source`` is its text, or the path of a file that holds it.

    Lines that were not understood are lines of the role with an empty need: an audit calls them unknown and asks.
    Raises :class:`Unreadable` for a file that cannot be read.

    >>> from planner import load_rules
    >>> role = read_posting("Requirements: SQL or Python; a steady hand", load_rules())
    >>> [line.needs.data() for line in role.lines]
    [{'any_of': [{'python': 3}, {'sql': 3}]}, {}]
    """
    return posting_report(source, rules).role


def posting_report(source: str | Path, rules: RuleBook) -> PostingReport:
    """Return a posting read as :func:`read_posting` does, with what became of every line and what else it says."""
    scene = Scene(page(text_of(source)), rules)
    ways = labelled(scene)
    readings = tuple(_read(scene, index, piece, label_at(ways, piece.body)) for index, piece in enumerate(scene.pieces))
    known_role, title = _title(scene, readings)
    paid = [
        piece
        for piece, reading in zip(scene.pieces, readings, strict=True)
        if reading.why == "pay"
        or (reading.why in ("perk", "facts", "place", "company", "title") and scene.has("pay", piece))
        or (reading.why in ("facts", "company", "title") and any(p.period for _, _, p in _pays(scene, piece)))
    ]
    pay = tuple(found for piece in paid for _, _, found in find_pay(scene.clean, piece.start, piece.end))
    pay = tuple(found for found in pay if found.high)
    amount = _per_year(pay)
    nothing = Line(text=tidy(scene.given.raw)[:200] or "(an empty text)", needs=Need())
    role = Role(
        id=_id(title),
        title=title,
        field=rules.roles[known_role].field if known_role else "",
        pay=amount,
        pay_source="the posting" if amount is not None else "",
        lines=tuple(role_lines(readings)) or (nothing,),
    )
    places = tuple(tidy(reading.quote) for reading in readings if reading.why == "place")
    return PostingReport(role, readings, known_role, pay, places, tuple(groups(scene, ways)))


def _read(scene: Scene, index: int, piece: Piece, label: str) -> LineReading:
    """Return one piece, read."""
    start, end = scene.given.place(piece.start, piece.end)
    quote = scene.given.raw[start:end]
    findings = tuple(finding for _, finding in scene.found.between(piece.body, piece.end))
    years = tuple(span.years for span in scene.years.between(piece.body, piece.end))
    why: Why = why_not(scene, index, piece) or _passed_over(scene, piece)
    if why:
        return LineReading(start, end, quote, "not-a-requirement", piece.part, why, (), findings, (), years, "", label)
    lines, assumed = requirement_lines(scene, piece)
    instead = scene.has("equivalent", piece) or scene.has("substitution", piece)
    understood = any(line.needs != Need() for line in lines)
    question: Question = "which-licence" if lines[0].gate else "what-answers-it"
    if understood:
        question = "counts-instead" if instead else ""
    kind: Kind = "understood" if understood else "not-understood"
    return LineReading(
        start, end, quote, kind, piece.part, "", lines, findings, assumed, years, question, label, instead
    )


def _passed_over(scene: Scene, piece: Piece) -> Why:
    """Return why what a piece names is not asked: it is not needed, the employer teaches it, or nothing is named."""
    if leaves_open(scene, piece):
        return "unnamed"
    if speaks_of_others(scene, piece):
        return "company"
    little = says_little(scene, piece)
    if little:
        return little
    return "not-asked" if waives(scene, piece) else "offered" if teaches(scene, piece) else ""


def _pays(scene: Scene, piece: Piece) -> list[tuple[int, int, Pay]]:
    return list(find_pay(scene.clean, piece.start, piece.end))


def _title(scene: Scene, readings: Sequence[LineReading]) -> tuple[str, str]:
    """Return the id of the known role the posting names, and its title.

    A label says which is the title ("Class title:"), else the title names the job, or a heading, or a sentence that
    speaks of hiring for it; a role that is only spoken of is not what the posting is for.
    """
    if scene.titled:
        start, end = scene.titled
        known = next((match.names for match in scene.roles.between(start, end)), "")
        begin, stop = scene.given.place(start, end)
        return known, _short(scene.given.raw[begin:stop])
    titles = [(index, reading) for index, reading in enumerate(readings[:TOP]) if reading.why == "title"]
    led_up_to = [reading for index, reading in titles if index and readings[index - 1].why == "heading"]
    title = next((_short(reading.quote) for reading in (*led_up_to, *(one for _, one in titles))), "")
    for piece, reading in zip(scene.pieces, readings, strict=True):
        if piece.start > TITLE_AREA:
            break
        named = scene.role_in(piece)
        if named and (reading.why == "title" or (piece.heading and not piece.named) or scene.hires(piece)):
            return named, title or scene.rules.roles[named].label
    if title:
        return "", title
    first = next((reading.quote for reading in readings[:1] if reading.why == "heading"), "")
    return "", _short(first) if first else NAMELESS


def _per_year(pay: Sequence[Pay]) -> int | None:
    """Return the middle of the first amount that is meant per year."""
    yearly = [found for found in pay if found.period == "year" or (not found.period and found.low >= YEARLY_FROM)]
    return min((yearly[0].low + yearly[0].high) // 2, 100_000_000) if yearly else None


def _id(title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold().encode("ascii", "ignore").decode()).strip("-")
    return f"posting-{words}"[:80].strip("-")


def _short(quote: str) -> str:
    return tidy(quote).strip("#*_ :|-")[:120] or NAMELESS
