"""A posting laid out for reading: its pieces, and where skills, roles, years and tell-tale words stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from planner.reading.along import Along
from planner.reading.amounts import Span, find_years
from planner.reading.levels import Rater, level_words, levels_spoken
from planner.reading.matching import Match
from planner.reading.pieces import Piece, headings, pieces, run_in
from planner.reading.skills import Finding, Lexicon, lexicon, mentions
from planner.reading.text import Page
from planner.rulebook.book import RuleBook

ALTERNATIVE = re.compile(
    r"(?:###?[ \t]*)?"
    r"(?:\b(?:Either|Or)[ \t]+(?:[IVX]{1,4}(?=[A-Z][a-z]|[a-z]{3}|[\s.:)]|$)|[1-9A-F]\b)[.:)]?"
    r"|^[ \t#]*(?:Either|OR|Or|or)[ \t]*:?[ \t]*$)",
    re.M,
)

TITLE_AREA = 3000  # characters from the top in which a posting names its job
TOP = 4  # a title stands among the first pieces
TITLE_WORDS = 12  # the longest a title behind its label is
NEAR = 40  # characters within which a role follows what speaks of hiring for it


class Signs:
    """The matchers of what lines are recognized by, indexed once per book."""

    def __init__(self, known: Lexicon) -> None:
        cues = known.cues
        parts = (cues.signs, cues.joining)
        lists = {name: getattr(part, name) for part in parts for name in type(part).model_fields if name != "openers"}
        self.matcher = known.labelled(lists)
        self.words = known.phrases(**level_words(cues.levels.asked_words))
        self.held = known.phrases(held=cues.titles.held)
        self.duty = known.duty
        self.openers = (*(word for word in cues.signs.duty if " " not in word), *cues.signs.openers)
        words = [re.escape(word) for word, number in cues.words.numbers.items() if 1 < number <= 10]
        number = "|".join(["[2-9]", *words])
        self.several = re.compile(rf"\b({number})[ \t]+(?:or more[ \t]+)?of\b(?!\s+(?:your|our|their)\b)", re.I)
        kinds = "|".join(re.escape(word) for word in cues.joining.kinds) or r"(?!)"
        labels = "|".join(re.escape(label) for label in sorted(cues.titles.labels, key=len, reverse=True)) or r"(?!)"
        self.titled = re.compile(rf"(?im)^[^\w\n]*(?:{labels})[ \t*_]*:[ \t*_]*\n?[ \t*_]*(?=\w)")
        outer = "|".join(re.escape(label) for label in sorted(cues.joining.outer, key=len, reverse=True)) or r"(?!)"
        upper = r"[A-Z][A-Z/&(),' -]{3,60}"
        self.outer = re.compile(rf"(?m)^[^\w\n]*(?P<label>(?i:{outer})|{upper})[ \t*_]*:")
        self.kinds = frozenset(map(known.reader.forms.noun, cues.joining.kinds))
        one = r"(?:at[ \t]+least[ \t]+one|one[ \t]+or[ \t]+more|any)[ \t]+(?!year|month|week)"
        self.one_kind = re.compile(rf"\b{one}(?:[\w/+#-]+[ \t]+){{0,3}}?(?:{kinds})s?[ \t]*[(:]", re.I)
        self.degrees = frozenset(degree.skill for degree in cues.degrees.values())


@lru_cache(maxsize=8)
def signs_of(known: Lexicon) -> Signs:
    """Return the signs of a lexicon; made once."""
    return Signs(known)


class Scene:
    """One posting, laid out. Places are those of the repaired text, ``clean``."""

    def __init__(self, given: Page, rules: RuleBook) -> None:
        self.given, self.rules, self.clean = given, rules, given.clean
        self.known = lexicon(rules)
        self.signs = signs_of(self.known)
        self.cues = self.known.cues
        self.pieces = pieces(self.clean, headings(tuple(self.cues.posting.items()), self.signs.openers))
        view = self.view = self.known.reader.view(self.clean, cuts=run_in(self.pieces))
        self.found: Along[tuple[Match, Finding]] = Along(
            mentions(given, view, self.known, hiring=True), lambda found: view.starts[found[0].first]
        )
        self.roles: Along[Match] = Along(self.known.roles.find(view), lambda match: view.starts[match.first])
        years = list(find_years(ALTERNATIVE.sub(_blank, self.clean), self.cues.words.numbers))
        self.years: Along[Span] = Along(years, lambda span: span.start)
        spoken = levels_spoken(self.known.languages.find(view, self.clean, hiring=True), self.cues.levels.asked)
        self.rater = Rater(
            view, self.signs.words, years, self.cues.levels, self.clean, spoken, self.known.reader.joints
        )
        self.held_ends = {match.last for match in self.signs.held.find(view)}
        self.at: dict[str, list[int]] = {}
        self.ends: dict[int, int] = {}  # where the sign ends that begins at a place
        for match in self.signs.matcher.find(view):
            self.ends[view.starts[match.first]] = view.ends[match.last - 1]
            for sign in match.names.split():
                self.at.setdefault(sign, []).append(view.starts[match.first])
        headed = [piece.start for piece in self.pieces if piece.heading and piece.part]
        self.headed, self.first_heading = bool(headed), min(headed, default=len(self.clean))

        self.titled = self._behind_label()

    def _behind_label(self) -> tuple[int, int] | None:
        """Return where the title of the job stands behind a label that says so: "Job title: Food safety inspector".

        What stands behind a label like "Position" may be no title: "Position: full-time", "Role: you will cook".
        """
        for label in self.signs.titled.finditer(self.clean, 0, TITLE_AREA):
            start = label.end()
            said = re.split(r"[|\n]|  ", self.clean[start : start + 200], maxsplit=1)[0].rstrip(" *_#")
            end = start + len(said)
            if said.endswith((".", ":", ",")) or len(said.split()) > TITLE_WORDS or not re.search(r"[^\W\d_]{3}", said):
                continue
            if any(True for _ in self.roles.between(start, end)):
                return start, end
            index = bisect_left(self.view.starts, start)
            acts = self.view.verbs[index] in self.signs.duty
            acts = acts or self.view.words[index].casefold() in self.cues.titles.joints
            told = any(self.first(sign, start, end) is not None for sign in ("facts", "place", "requirement", "pay"))
            if not (acts or told or self._titled_above(label.start())):
                return start, end
        return None

    def _titled_above(self, place: int) -> bool:
        """Say whether one of the first lines names a role, above ``place``: that is the title then."""
        above = [piece for piece in self.pieces[:TOP] if piece.end <= place and not piece.heading]
        return any(len(self.clean[one.body : one.end].split()) <= TITLE_WORDS and self.role_in(one) for one in above)

    def first(self, sign: str, start: int, end: int) -> int | None:
        """Return where in a stretch a sign first stands."""
        starts = self.at.get(sign, [])
        index = bisect_left(starts, start)
        return starts[index] if index < len(starts) and starts[index] < end else None

    def has(self, sign: str, piece: Piece) -> bool:
        """Say whether a sign stands in a piece."""
        return self.first(sign, piece.body, piece.end) is not None

    def places(self, sign: str, piece: Piece) -> list[int]:
        """Return where a sign stands in a piece."""
        starts = self.at.get(sign, [])
        return starts[bisect_left(starts, piece.body) : bisect_left(starts, piece.end)]

    def before(self, place: int) -> str:
        """Return what stands between a word and the one before it; articles are no words."""
        index = bisect_left(self.view.starts, place)
        return self.clean[self.view.ends[index - 1] if index else 0 : place]

    def count(self, sign: str, piece: Piece) -> int:
        """Return how many different words of a sign stand in a piece."""
        return len({self.view.nouns[bisect_left(self.view.starts, start)] for start in self.places(sign, piece)})

    def role_in(self, piece: Piece) -> str:
        """Return the id of the first role of the rules that a piece names, or ""."""
        return next((match.names for match in self.roles.between(piece.body, piece.end) if not self._owned(match)), "")

    def _owned(self, match: Match) -> bool:
        """Say whether a role is named as the owner of something: "Teachers' Retirement System"."""
        end = self.view.ends[match.last - 1]
        return self.clean[end : end + 1] == "'" or self.clean[end - 2 : end] == "'s"

    def hires(self, piece: Piece) -> bool:
        """Say whether the first role a piece names is to be filled: it opens the piece, or hiring is spoken of."""
        match = next(iter(self.roles.between(piece.body, piece.end)), None)
        if match is None:
            return False
        place = self.view.starts[match.first]
        if self.clean[piece.body : place].casefold().strip() in ("", "the", "a", "an", "as a", "as our"):
            return True
        said = self.first("hiring", max(piece.body, place - NEAR), place)
        return said is not None

    def begins_bare(self, piece: Piece) -> bool:
        """Say whether a piece begins with a bare "no"."""
        index = bisect_left(self.view.starts, piece.body)
        inside = index < len(self.view) and self.view.starts[index] < piece.end
        return inside and self.view.words[index].casefold() in self.cues.standing.bare

    def acts(self, piece: Piece) -> bool:
        """Say whether a piece begins like a duty: with what somebody does."""
        index = bisect_left(self.view.starts, piece.body)
        inside = index < len(self.view) and self.view.starts[index] < piece.end
        return inside and self.view.verbs[index] in self.signs.duty


def _blank(match: re.Match[str]) -> str:
    """Return blanks as wide as a label, so that a number run into it is seen."""
    return " " * len(match[0])
