"""Minimum qualifications with their alternatives: "Either I ... Or II ...", as public employers write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.model import Line, all_of
from planner.reading.along import Along
from planner.reading.lines import Alternative, LineReading
from planner.reading.needs import any_need
from planner.reading.scene import ALTERNATIVE, Scene

Labelled = tuple[int, int, str]  # where an alternative begins and ends, and its label
LONGEST_LINE = 2000


def labelled(scene: Scene) -> Along[Labelled]:
    """Return the alternatives of a posting: each lasts until the next one or the next section."""
    marks = list(ALTERNATIVE.finditer(scene.clean))
    sections = [piece for piece in scene.pieces if piece.named and not scene.has("inner", piece)]
    heads = Along(sections, lambda piece: piece.start)
    found = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(scene.clean)
        end = next((piece.start for piece in heads.between(mark.end(), end)), end)
        found.append((mark.start(), end, " ".join(mark[0].strip(" #.:)").split())))
    return Along(found, lambda told: told[0])


def label_at(ways: Along[Labelled], place: int) -> str:
    """Return the label of the alternative that ``place`` stands in, or ""."""
    told = ways.last_before(place)
    return told[2] if told and place < told[1] else ""


def groups(scene: Scene, ways: Along[Labelled]) -> Iterator[tuple[Alternative, ...]]:
    """Yield the minimum qualifications: each group must be met, any of its alternatives meets it."""
    sections = list(_sections(scene))
    if not sections and ways.things:
        yield tuple(_alternative(scene, *way) for way in ways.things)
    for start, end in sections:
        inside = ways.between(start, end)
        before = inside[0][0] if inside else end
        if scene.clean[start:before].strip():
            yield (_alternative(scene, start, before, ""),)
        group: list[Alternative] = []
        for way in inside:
            if _begins(way[2]) and group:
                yield tuple(group)
                group = []
            group.append(_alternative(scene, *way))
        if group:
            yield tuple(group)


def _begins(label: str) -> bool:
    return label.casefold().startswith("either")


def _sections(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the stretches under headings that speak of minimum qualifications, subheadings apart."""
    inside, start = False, -1
    for piece in scene.pieces:
        minimum = scene.has("minimum", piece)
        inner = bool(ALTERNATIVE.search(scene.clean, piece.start, piece.end)) or scene.has("inner", piece)
        if not piece.heading or (inner and not minimum):
            start = piece.start if inside and start < 0 else start
            continue
        if inside and start >= 0:
            yield start, piece.start
        start = -1
        inside = minimum if piece.named else inside
    if inside and start >= 0:
        yield start, len(scene.clean)


def _alternative(scene: Scene, start: int, end: int, label: str) -> Alternative:
    first, last = scene.given.place(start, max(end, start + 1))
    quote = scene.given.raw[first:last].rstrip()
    years = tuple(span.years for span in scene.years.between(start, end))
    return Alternative(label, first, first + len(quote), quote, years)


def role_lines(readings: Sequence[LineReading]) -> Iterator[Line]:
    """Yield the lines of the role a posting describes: those of an either/or as one line that any of its ways meets."""
    waiting: list[LineReading] = []
    for reading in readings:
        if reading.alternative and reading.kind != "not-a-requirement":
            if waiting and _begins(reading.alternative) and not _begins(waiting[-1].alternative):
                yield _either(waiting)
                waiting = []
            waiting.append(reading)
            continue
        if waiting and reading.why != "heading":
            yield _either(waiting)
            waiting = []
        yield from reading.lines
    if waiting:
        yield _either(waiting)


def _either(readings: Sequence[LineReading]) -> Line:
    """Return several alternatives as one line; it is understood where at least one of its ways is."""
    ways: dict[str, list[Line]] = {}
    for reading in readings:
        ways.setdefault(reading.alternative, []).extend(reading.lines)
    text = " ".join(f"{label} {' '.join(line.text for line in lines)}" for label, lines in ways.items())
    need = any_need(all_of(line.needs for line in lines) for lines in ways.values())
    return Line(text=text[:LONGEST_LINE], needs=need)
