"""The subjects of a degree in a line, and where they end: "a degree in finance or a related field and SQL"."""

from __future__ import annotations

import re
from bisect import bisect_left

from planner.reading.needs import AND
from planner.reading.scene import Scene

DEGREE = "degree"
STUDY = 60  # characters within which a degree's subject is named
_OPENS = re.compile(r"\b(?:in|of)\b\s*(?:an?\s+|the\s+)?", re.I)
_BESIDE = re.compile(r"\.?\s*[(-]?\s*")
_WITH = re.compile(r"\bwith\b(?!.*\b(?:major|minor|concentration|emphasis|focus|specialization|coursework)\b)", re.I)
_OR = re.compile(r"\bor\b|/", re.I)


class Study:
    """A degree in a line, the text from ``begin`` to ``end``, with the subjects read so far."""

    def __init__(self, begin: int, end: int) -> None:
        self.begin, self.end, self.reached = begin, end, end

    def reach(self, end: int) -> None:
        """Take what ends at ``end`` for one of the subjects."""
        self.reached = end

    def has_subject(self, scene: Scene, begin: int, end: int) -> bool:
        """Say whether a mention only names a subject of the degree: "a degree in finance".

        No subject is what stands behind "or a related field", and behind the first subject what is written as names
        of tools are, in capitals, where a subject is not: "in finance, Excel and SQL".
        """
        between = scene.clean[self.reached : begin].removeprefix(".")  # the last one of "B.S."
        if len(between) > STUDY or any(mark in between for mark in (". ", "; ", ":")) or _WITH.search(between):
            return False
        if any(scene.first(sign, self.reached, begin) is not None for sign in ("requirement", "alike", "equivalent")):
            return False
        if scene.years.between(self.reached, begin):
            return False
        first = self._first_subject(scene, begin)
        if first is None or first >= begin:
            return first is not None
        joint = self._joint(between)
        named = scene.clean[begin].isupper() and scene.clean[first].islower()
        spelled = scene.clean[begin:end].isupper() and not scene.clean[first : first + 2].isupper()
        return joint is not AND or not (named or spelled)

    def ends_before(self, scene: Scene, begin: int) -> bool:
        """Say whether the degree is asked besides what begins at ``begin``, not instead: subjects end before it, and no
        "or" joins it."""
        if self._first_subject(scene, begin) is None:
            return False
        places = scene.at.get("alike", [])
        closed = places[bisect_left(places, self.reached) : bisect_left(places, begin)]
        start = closed[-1] + 2 if closed else self.reached  # behind the "or" of "or a related field"
        return self._joint(scene.clean[start:begin]) is not _OR

    def _first_subject(self, scene: Scene, before: int) -> int | None:
        """Return where the first subject begins, or None where none is named: "a degree, SQL"."""
        opened = _OPENS.search(scene.clean, self.begin, before)
        if opened:
            return opened.end()
        return before if _BESIDE.fullmatch(scene.clean, self.reached, before) or self.reached > self.end else None

    def _joint(self, between: str) -> re.Pattern[str] | None:
        """Return how the last joint of a stretch joins: AND for a comma too, None where there is none."""
        last = max((match.start() for match in re.finditer(f"{AND.pattern}|,", between, re.I)), default=-1)
        either = max((match.start() for match in _OR.finditer(between)), default=-1)
        return None if last == either else AND if last > either else _OR
