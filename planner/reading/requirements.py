"""What a line of a posting asks for: skills at levels, joined as the line joins them, required or preferred."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from planner.model import Fact, Line, Need, all_of
from planner.reading.matching import Match
from planner.reading.needs import AND, Asked, Some, chosen, need_of, spelled_out
from planner.reading.pieces import Piece
from planner.reading.scene import Scene
from planner.reading.sorting import demands
from planner.reading.study import DEGREE, Study
from planner.reading.text import tidy

ENDS = " .;,"  # what ends a line in its posting and is no part of it where it stands in a sentence
_LIST = re.compile(r"\s*[:(]\s*")
_MARKS = (";", ",", " but ", "(")
_ALSO = re.compile(r"[\s,]*(?:but|and|though|although)?\s*")
_CLOSES = re.compile(r"[\s.!*_]*[)\]]")
_ENDED = re.compile(r"[\s.,;!*_]*")
_APART = re.compile(r"[;()\[\]]|\bbut\b")


def requirement_lines(scene: Scene, piece: Piece) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the requirement lines a piece holds, and the skills whose level is assumed.

    At most one each of what law asks, what is required and what is preferred.

    There is always one: where nothing was understood its need is empty.
    """
    text = tidy(scene.clean[piece.body : piece.end]).rstrip(ENDS) or "(signs)"
    asked, wished, assumed, parted = _asked(scene, piece)
    roles = _roles_asked(scene, piece)
    some, alike = _enough(scene, piece), _alike(scene, piece, asked)
    gate = scene.has("gate", piece) and (piece.part != "duties" or demands(scene, piece))
    needs = [
        (
            spelled_out(
                need_of([*asked, *roles], scene.clean, some, alike, parted),
                {role.fact: need for role, need in roles.items()},
            ),
            False,
        ),
        (need_of(wished, scene.clean, some, alike, parted), True),
    ]
    lines = []
    for need, wish in needs:
        if need != Need():
            for part, held in _parted(scene, need) if gate and not wish else ((need, False),):
                lines.append(Line(text=text, needs=part, gate=held, wish=wish))
    if not lines:
        wish = _is_wish(scene, piece, piece.body, piece.end, scene.places("wish", piece))
        lines.append(Line(text=text, needs=Need(), gate=gate and not wish, wish=wish))
    return tuple(lines), assumed


def _enough(scene: Scene, piece: Piece) -> Some | None:
    """Return where some of what is named are enough: "two of the following", "at least one tool (Tableau, Looker)"."""
    several = scene.signs.several.search(scene.clean, piece.body, piece.end)
    if several:
        said = several[1].casefold()
        return Some(several.end(), piece.end, int(said) if said.isdecimal() else scene.cues.words.numbers[said])
    kind = scene.signs.one_kind.search(scene.clean, piece.body, piece.end)
    if kind:
        closed = scene.clean.find(")", kind.end(), piece.end) if kind[0].endswith("(") else -1
        return Some(kind.end(), closed if closed >= 0 else piece.end)
    marks = [scene.first(sign, piece.body, piece.end) for sign in ("examples", "any_of")]
    first = min((mark for mark in marks if mark is not None), default=None)
    return None if first is None else Some(first, piece.end)


def _alike(scene: Scene, piece: Piece, asked: list[Asked]) -> list[int]:
    """Return where "or similar" stands in a piece; what is like the subject of a degree makes no choice of a list."""

    def after_degree(place: int) -> bool:
        before = [item for item in asked if item.end <= place]
        return bool(before) and max(before, key=lambda item: item.end).fact.skill in scene.signs.degrees

    return [place for place in scene.places("alike", piece) if not after_degree(place)]


def _parted(scene: Scene, need: Need) -> Iterator[tuple[Need, bool]]:
    """Yield what a line of law asks for, licences apart from the rest, each with whether it is a gate."""

    def held(part: Need) -> bool:
        return all(scene.rules.skills[fact.skill].kind == "credential" for fact in part.walk())

    if held(need):
        yield need, True
        return
    single = [Need((fact,)) for fact in need.facts] + [Need(choices=(choice,)) for choice in need.choices]
    for kind in (True, False):
        parts = [
            part
            for part in single
            if kind == (held(part) and not any(fact.skill in scene.signs.degrees for fact in part.walk()))
        ]
        if parts:
            yield all_of(parts), kind


def _asked(scene: Scene, piece: Piece) -> tuple[list[Asked], list[Asked], tuple[str, ...], list[int]]:
    """Return what a piece requires and what it prefers, the skills whose level is assumed, and where something is
    asked for besides a degree and its subjects."""
    parted: list[int] = []
    named: list[Asked] = []
    learned: set[Asked] = set()
    assumed: dict[str, None] = {}
    study: Study | None = None
    own = piece.body
    for match, finding in scene.found.between(piece.body, piece.end):
        if _names_kind(scene, piece, match):
            continue
        begin, stop = scene.view.starts[match.first], scene.view.ends[match.last - 1]
        credential = scene.rules.skills[finding.skill].kind == "credential"
        if finding.standing == "colleague":
            own = stop  # years said before it are a colleague's
        if finding.standing in ("lacked", "taught", "colleague") or (credential and finding.standing == "title"):
            continue
        of_degree = finding.skill in scene.signs.degrees
        if study is not None and not of_degree:
            if study.has_subject(scene, begin, stop):
                study.reach(stop)
                continue
            if study.ends_before(scene, begin):
                parted.append(begin)
            study = None
        level = 1
        eager = finding.standing == "eager"
        if not credential and not eager:
            rated = scene.rater.rate(match, own, piece.end)
            level = max(1, rated.level) if rated else scene.cues.levels.asked
            if rated is None:
                assumed[finding.skill] = None
        if of_degree or (credential and DEGREE in scene.view.nouns[match.first : match.last]):
            study = Study(begin, stop)
        named.append(Asked(begin, stop, Fact(finding.skill, level)))
        if eager:
            learned.add(named[-1])
    softened, wishes = _softened(scene, piece, named)
    nearly = _nearly(scene, piece)
    asked: list[Asked] = []
    wished: list[Asked] = []
    for item in named:
        wish = item in learned or item in softened or item.fact.skill in nearly
        wish = wish or _may_be_got(scene, piece, item, named)
        wish = wish or _is_wish(scene, piece, *_clause(scene, piece, item.start, wishes, named), wishes)
        (wished if wish else asked).append(item)
    return asked, wished, tuple(assumed), parted


def _names_kind(scene: Scene, piece: Piece, match: Match) -> bool:
    """Say whether a mention only says of what kind those are that follow: "one scripting language: Python, R".

    Of mere examples ("such as R") the kind is what is asked.
    """
    end = scene.view.ends[match.last - 1]
    if scene.view.nouns[match.last - 1] not in scene.signs.kinds or not scene.found.between(end, piece.end):
        return False
    opened = _LIST.match(scene.clean, end, piece.end)
    return opened is not None and scene.first("examples", end, opened.end() + 1) is None


def _softened(scene: Scene, piece: Piece, named: list[Asked]) -> tuple[set[Asked], list[int]]:
    """Return what a wish word by itself behind it makes a wish, and the places of all other wish words of a piece.

    In brackets that is said of what stands next to it and what an "or" joins to that: "SQL, Python (preferred)". At
    the end, behind a mark, of all before it up to what is set apart: "SQL required, Python or R, preferred".
    """
    softened: set[Asked] = set()
    others: list[int] = []
    told = 0  # up to here the words of a wish have been read
    for wish in scene.places("wish", piece):
        if wish < told:
            continue
        gap = scene.before(wish)
        bracket = "(" in gap or "[" in gap
        end = _all_said(scene, wish, piece.end)
        closed = (_CLOSES.match if bracket else _ENDED.fullmatch)(scene.clean, end, piece.end)
        before = [item for item in named if item.end <= wish]
        if not (before and closed and (bracket or any(mark in gap for mark in ",;-"))):
            others.append(wish)
            continue
        told = end
        softened.update(_next_to(scene, before, alone=bracket))
    return softened, others


def _all_said(scene: Scene, wish: int, stop: int) -> int:
    """Return where a wish word ends, with those that follow it: "preferred but not required"."""
    end = scene.ends[wish]
    while (after := scene.first("wish", end, stop)) is not None and _ALSO.fullmatch(scene.clean, end, after):
        end = scene.ends[after]
    return end


def _nearly(scene: Scene, piece: Piece) -> set[str]:
    """Return the credentials that one need not have yet: "CPA or CPA candidate", "CPA-eligible"."""
    found = set()
    for match, finding in scene.found.between(piece.body, piece.end):
        end = scene.view.ends[match.last - 1]
        nearly = scene.first("nearly", end, piece.end)
        behind = nearly is not None and re.fullmatch(r"[\s-]*", scene.clean[end:nearly])
        if behind and scene.rules.skills[finding.skill].kind == "credential":
            found.add(finding.skill)
    return found


def _next_to(scene: Scene, before: list[Asked], *, alone: bool) -> list[Asked]:
    """Return the last of what was named, and what is of one list with it; ``alone``: only what an "or" joins to it."""
    joints = [scene.clean[one.end : other.start] for one, other in pairwise(before)]
    found = [before[-1]]
    for index in range(len(joints) - 1, -1, -1):
        one, other = before[index], before[index + 1]
        apart = any(scene.first(sign, one.end, other.start) is not None for sign in ("strong", "wish"))
        if apart or _APART.search(joints[index]) or (alone and not chosen(joints[index:])):
            break
        found.append(one)
    return found


def _is_wish(scene: Scene, piece: Piece, start: int, end: int, wishes: list[int]) -> bool:
    """Say whether a clause prefers rather than requires: by one of the words ``wishes``, else by its section."""
    if any(start <= wish < end for wish in wishes):
        return True
    if piece.part != "wishes" or (scene.has("gate", piece) and scene.has("denied", piece)):
        return False
    firm = set(scene.places("strong", piece)) - set(scene.places("mild", piece))
    return not (any(start <= place < end for place in firm) and demands(scene, piece))


def _may_be_got(scene: Scene, piece: Piece, item: Asked, named: list[Asked]) -> bool:
    """Say whether it is enough to be willing to get what is named: "CPA or willingness to obtain it".

    Behind a comma that is said of all before it, else of what stands next to it and what an "or" joins to that. Where
    nothing is named before it, of what follows: "hold or be able to obtain a CPA".
    """
    willing = scene.first("willing", item.end, piece.end)
    if willing is not None:
        between = scene.clean[item.end : willing].rstrip()
        return between.endswith((",", "(")) or AND.search(between) is None
    willing = scene.first("willing", piece.body, item.start)
    if willing is None or named[0].start < willing:
        return False
    between = scene.clean[scene.ends[willing] : item.start]
    return AND.search(between) is None and not _APART.search(between)


def _clause(scene: Scene, piece: Piece, place: int, wishes: list[int], named: list[Asked]) -> tuple[int, int]:
    """Return the clause around ``place`` where the piece both demands and prefers, else the whole piece.

    Brackets that name what is preferred are a clause of their own: "SQL (Python preferred), Excel".
    """
    brackets = _brackets(scene, piece, wishes, named)
    edges = [piece.body, *(edge for bracket in brackets for edge in bracket), piece.end]
    begin, stop = next((begin, end) for begin, end in pairwise(edges) if place < end)
    wish = next((wish for wish in wishes if begin <= wish < stop), None)
    if wish is None or (begin, stop) in brackets:
        return begin, stop
    cut = _cut_before(scene, begin, wish)
    if scene.first("strong", begin, stop) is None and scene.clean.count(";", begin, stop) == 0:
        if cut is None:
            return begin, stop
        return (begin, cut) if place < cut else (cut, stop)
    start = max(scene.clean.rfind(mark, begin, place) for mark in _MARKS)
    ends = [at for mark in (*_MARKS, ")") if (at := scene.clean.find(mark, place, stop)) >= 0]
    return max(start, begin), min(ends, default=stop)


def _brackets(scene: Scene, piece: Piece, wishes: list[int], named: list[Asked]) -> list[tuple[int, int]]:
    """Return where brackets are that prefer something they name."""
    found = []
    for bracket in re.finditer(r"\([^()]*\)", scene.clean[piece.body : piece.end]):
        begin, end = piece.body + bracket.start(), piece.body + bracket.end()
        preferring = any(begin < wish < end for wish in wishes)
        if preferring and any(begin < item.start < end for item in named):
            found.append((begin, end))
    return found


def _cut_before(scene: Scene, begin: int, wish: int) -> int | None:
    """Return where the part that prefers begins, if a wish word opens it: "Tableau, ideally with Looker"."""
    before = scene.clean[begin:wish].rstrip(" (")
    if before.endswith((",", ";", "-")) or scene.clean[wish - 1 : wish] == "(":
        return begin + len(before)
    return None


def _roles_asked(scene: Scene, piece: Piece) -> dict[Asked, Need]:
    """Return the roles that the piece asks to have held, with what they require: "two years as a bookkeeper"."""
    asked = {}
    for match in scene.roles.between(piece.body, piece.end):
        near = range(match.first - 2, match.first + 1)
        told = any(end in scene.held_ends and scene.view.starts[max(end - 1, 0)] >= piece.body for end in near)
        if told and bisect_left(scene.view.starts, piece.body) < match.first:
            role = scene.rules.roles[match.names]
            begin, stop = scene.view.starts[match.first], scene.view.ends[match.last - 1]
            held = Asked(begin, stop, Fact(f"role {role.id}", 1))
            asked[held] = all_of(line.needs for line in role.lines if line.kind == "core")
    return asked
