"""Minimum qualifications with their alternatives: "Either I ... Or II ...", as public employers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planner.model import Line, Need, all_of
from planner.reading.along import Along
from planner.reading.lines import Alternative, LineReading
from planner.reading.needs import any_need
from planner.reading.scene import ALTERNATIVE, Scene

Labelled = tuple[int, int, str]  # where an alternative begins and ends, and its label
LONGEST_LINE = 2000
_OR = re.compile(r"or", re.I)
_ENDS_IN_OR = re.compile(r"(?:^|[\s,;.])or[,:]?$", re.I)


def labelled(scene: Scene) -> Along[Labelled]:
    """Return the alternatives of a posting: each lasts until the next one or the next section."""
    marks = list(ALTERNATIVE.finditer(scene.clean))
    if not any(_begins(mark[0].strip(" #\t")) for mark in marks):
        marks = [mark for mark in marks if not _OR.fullmatch(mark[0].strip(" #\t:"))]  # an "or" between two paragraphs
    sections = [piece for piece in scene.pieces if piece.named and not scene.has("inner", piece)]
    heads = Along(sections, lambda piece: piece.start)
    found = []
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(scene.clean)
        end = next((piece.start for piece in heads.between(mark.end(), end)), end)
        last = number + 1 == len(marks) or _begins(marks[number + 1][0].strip(" #\t"))
        end = _label_of_another(scene, mark.end(), end) if last else end
        found.append((mark.start(), end, " ".join(mark[0].strip(" #.:)").split())))
    numbered = Along(found, lambda told: told[0])
    return Along([*found, *(way for way in _joined(scene) if not label_at(numbered, way[0]))], lambda told: told[0])


def _label_of_another(scene: Scene, start: int, end: int) -> int:
    """Return where a label opens something else than an alternative, as "KNOWLEDGE OF:" does, else ``end``."""
    for label in scene.signs.outer.finditer(scene.clean, start, end):
        inner = scene.first("inner", label.start("label"), label.end("label")) is not None
        if not inner and not ALTERNATIVE.match(label["label"]):
            return label.start()
    return end


def _joined(scene: Scene) -> Iterator[Labelled]:
    """Yield the paragraphs that an "or" joins, at the end of one or on a line of its own, and lists of which one is
    enough: "one of the following:"."""
    units = list(_units(scene))
    run: list[tuple[int, int]] = []
    open_list = joined = False
    spaced = ended = 0  # lines between the first two of a list, and where the paragraph before ended
    for number, (first, last) in enumerate(units):
        start, end = scene.pieces[first].start, scene.pieces[last].end
        text = scene.clean[start:end].rstrip()
        heading, bullet = scene.pieces[first].heading, scene.pieces[first].bullet
        alone = bool(run) and _OR.fullmatch(text.strip(" ,#*_:")) is not None
        if alone:
            joined = True
            continue
        apart = scene.clean.count("\n", ended, start)
        spaced = apart if len(run) == 1 else spaced
        ended = end
        listed = open_list and bullet and (len(run) < 2 or apart <= spaced)
        if not (joined or listed) or (heading and not bullet):
            yield from _ways(run)
            run, open_list = [], False
        joined = _ENDS_IN_OR.search(text) is not None
        opens = scene.first("any_of", start, end) is not None and text.endswith(":")
        if opens and not run:
            open_list = True
            continue
        open_list = open_list and bullet
        asks = not heading and scene.pieces[first].part in ("requirements", "wishes", "")
        following = units[number + 1] if number + 1 < len(units) else None
        before_or = following is not None and _OR.fullmatch(
            scene.clean[scene.pieces[following[0]].body : scene.pieces[following[1]].end].strip(" ,#*_:")
        )
        if run or (asks and (joined or open_list or before_or)):
            run.append((start, end))
    yield from _ways(run)


def _units(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a posting, as the numbers of their first and last piece."""
    first = 0
    for index in range(1, len(scene.pieces) + 1):
        if index == len(scene.pieces) or not scene.pieces[index].follows:
            yield first, index - 1
            first = index


def _ways(run: Sequence[tuple[int, int]]) -> Iterator[Labelled]:
    if len(run) > 1:
        for number, (start, end) in enumerate(run, 1):
            yield start, end, f"{'Or' if number > 1 else 'Either'} {number}"


def label_at(ways: Along[Labelled], place: int) -> str:
    """Return the label of the alternative that ``place`` stands in, or ""."""
    told = ways.last_before(place)
    return told[2] if told and place < told[1] else ""


def groups(scene: Scene, ways: Along[Labelled]) -> Iterator[tuple[Alternative, ...]]:
    """Yield the minimum qualifications: each group must be met, any of its alternatives meets it."""
    waiting: tuple[Alternative, ...] = ()
    for group in _groups(scene, ways):
        if waiting and group[0].label and not _begins(group[0].label) and waiting[-1].label:
            waiting += group  # a heading stood between two ways
            continue
        if waiting:
            yield waiting
        waiting = group
    if waiting:
        yield waiting


def _groups(scene: Scene, ways: Along[Labelled]) -> Iterator[tuple[Alternative, ...]]:
    sections = list(_sections(scene))
    if not sections:
        sections = [(ways.things[0][0], max(end for _, end, _ in ways.things))] if ways.things else []
    for start, end in sections:
        inside = ways.between(start, end)
        before = inside[0][0] if inside else end
        if scene.clean[start:before].strip():
            yield (_alternative(scene, start, before, ""),)
        group: list[Alternative] = []
        reached = before
        for way in inside:
            if _begins(way[2]) and group:
                yield tuple(group)
                group = []
            if way[0] > reached and scene.clean[reached : way[0]].strip() and not group:
                yield (_alternative(scene, reached, way[0], ""),)
            group.append(_alternative(scene, *way))
            reached = way[1]
        if group:
            yield tuple(group)
        if inside and reached < end and re.search(r"\w{3}", scene.clean[reached:end]):
            yield (_alternative(scene, reached, end, ""),)


def _begins(label: str) -> bool:
    return label.casefold().startswith("either")


def _sections(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield the stretches under headings that speak of minimum qualifications, subheadings apart."""
    inside, start = False, -1
    for piece in scene.pieces:
        minimum = scene.has("minimum", piece)
        inner = bool(ALTERNATIVE.search(scene.clean, piece.start, piece.end)) or scene.has("inner", piece)
        lead_in = not piece.named and scene.clean[piece.start] != "#"
        if not piece.heading or lead_in or (inner and not minimum):
            start = piece.start if inside and start < 0 else start
            continue
        if inside and start >= 0:
            yield start, piece.start
        start = -1
        inside = minimum if piece.named else inside
    if inside and start >= 0:
        yield start, len(scene.clean)


def _alternative(scene: Scene, start: int, end: int, label: str) -> Alternative:
    start += len(scene.clean[start:end]) - len(scene.clean[start:end].lstrip())
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
    known = [lines for lines in ways.values() if any(line.needs != Need() for line in lines)]
    gate = bool(known) and all(all(line.gate for line in lines) for lines in known)
    wish = bool(known) and all(all(line.wish for line in lines) for lines in known)
    return Line(text=text[:LONGEST_LINE], needs=need, gate=gate, wish=wish)
