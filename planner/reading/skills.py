"""Which skills a text mentions, where, and whether as something had, lacked or wished for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from planner.reading.colleagues import Colleagues
from planner.reading.languages import Languages
from planner.reading.matching import Match, Matcher, Reader, View
from planner.reading.people import with_people
from planner.reading.shared import shared
from planner.reading.standing import Standing, Standings
from planner.reading.text import SOFT, STOP, WRAPPED, Page, page
from planner.rulebook.book import RuleBook
from planner.rulebook.cues import Cues
from planner.rulebook.problem import expect

_LINKED = re.compile(r"\.(?:com|org|net|io|edu|gov|co|uk|de|dev|me)\b|@[\w-]+\.\w|://")
_SITE = re.compile(r"(?:://|www\.|\.(?:com|org|net|io|edu|gov|co|dev|me)/|\w@)\S*$")
_BOTH = re.compile(r"([A-Z][\w+#.]*) or ([A-Z][\w+#.]*)")  # a name that is two: "Java or C#"
NEAR = 8  # words within which a neighbour makes an ambiguous name clear


@dataclass(frozen=True, order=True)
class Finding:
    """A mention of a skill: ``quote`` stands at ``start`` to ``end`` of the text that was given."""

    start: int
    end: int
    skill: str
    quote: str
    standing: Standing = "had"


class Lexicon:
    """Everything of a rule book that texts are searched for, indexed once."""

    def __init__(self, rules: RuleBook) -> None:
        cues = rules.cues
        self.cues, self.rules = cues, rules
        self.reader = Reader(cues.words)
        self.roles = self.index(
            (name, role.id, min(place, 1))
            for role in rules.roles.values()
            for place, name in enumerate((role.label, *role.aliases, *cues.titles.did.get(role.id, ())))
        )
        noun = self.reader.forms.noun
        self.everyday = frozenset(
            key for word in cues.words.everyday for key in [self.reader.key(self.reader.nouns(word))]
        )
        self.misread = frozenset(" ".join(self.reader.nouns(phrase)) for phrase in cues.words.misread)
        self.skills = Matcher(_names(rules), self.reader, without=self.everyday)
        self.ambiguous = {noun(name): rule for name, rule in cues.ambiguous.items()}
        self.near = {name: self.phrases(n=[*_neighbours(rule.near, cues)]) for name, rule in self.ambiguous.items()}
        standing = cues.standing
        self.before = self.phrases(lacked=standing.negated, wished=standing.wished, neither=standing.neither)
        self.after = self.phrases(lacked=standing.negated_after, wished=standing.wished_after, neither=standing.neither)
        self.learning = self.phrases(learning=standing.learning)
        self.taught = self.labelled(
            {"before": standing.taught, "after": standing.taught_after, "neither": standing.neither}
        )
        self.strong = self.phrases(strong=cues.signs.strong)
        self.ends = self.phrases(end=standing.ends)
        self.leads = self.phrases(lead=standing.leads)
        held = standing.holding
        self.lost = self.phrases(lost=standing.lost, regained=held.regained, renewed=held.renewed)
        self.given_up = self.phrases(given_up=held.given_up, kept=(*held.kept, *standing.neither))
        self.until = self.phrases(until=held.until)
        self.awards = frozenset(map(noun, held.awards))
        self.others = self.phrases(others=standing.others)
        about = standing.colleagues
        self.colleagues = self.labelled({"begin": about.begin, "over": about.over, "beside": about.beside})
        self.duty = frozenset(self.reader.forms.verb(word) for word in cues.signs.duty if " " not in word)
        self.sold = self.phrases(sold=standing.sold)
        self.unheld = self.phrases(unheld=cues.titles.unheld)
        self.speaker = self.labelled(
            {"theirs": cues.standing.theirs, "asked": (*cues.signs.requirement, *cues.signs.wish)}
        )
        self.near_title = {noun(title): self.phrases(n=near) for title, near in cues.titles.near.items()}
        self.jobs = frozenset(noun(word) for word in cues.titles.nouns)
        self.pronouns = frozenset(cues.words.pronouns)
        self.groups = frozenset(noun(word) for word in cues.titles.groups)
        self.firms = frozenset(noun(word) for word in cues.titles.firms)
        self.employers = self.phrases(employer=cues.titles.employers)
        told = cues.people
        self.people = self.phrases(people=(*told.called, *cues.titles.nouns))
        self.people_opens = frozenset(noun(word) for word in told.opens)
        self.people_verbs = {
            self.reader.forms.verb(verb): skill
            for skill, verbs in sorted(told.skills.items())
            for verb in verbs
            if skill in rules.skills
        }
        self.languages = Languages(cues, self.reader, rules.skills)
        self.bodies = self.phrases(body=cues.titles.bodies)

    def index(self, entries: Iterable[tuple[str, str, int]]) -> Matcher:
        """Return a matcher that shares this lexicon's word forms."""
        return Matcher(entries, self.reader)

    def phrases(self, **several: Iterable[str]) -> Matcher:
        """Return a matcher that names each phrase by the list it stands in."""
        entries = ((phrase, name, 0) for name, phrases in several.items() for phrase in phrases)
        return Matcher(entries, self.reader, loose=False)

    def labelled(self, several: Mapping[str, Iterable[str]]) -> Matcher:
        """Return a matcher that names each phrase by all the lists it stands in, joined by blanks."""
        lists: dict[str, set[str]] = {}
        written: dict[str, str] = {}
        for name, phrases in several.items():
            for phrase in phrases:
                key = self.reader.key(self.reader.nouns(phrase))
                lists.setdefault(key, set()).add(name)
                written.setdefault(key, phrase)
        entries = ((written[key], " ".join(sorted(names)), 0) for key, names in sorted(lists.items()))
        return Matcher(entries, self.reader, loose=False)


@lru_cache(maxsize=8)
def lexicon(rules: RuleBook) -> Lexicon:
    """Return the lexicon of a rule book; made once, kept for the few books in use."""
    expect(rules, "RuleBook", for_="the rules")
    return Lexicon(rules)


def _names(rules: RuleBook) -> Iterable[tuple[str, str, int]]:
    for skill in rules.skills.values():
        yield skill.label, skill.id, 0
        both = _BOTH.fullmatch(skill.label)
        if both:
            yield from ((part, skill.id, 0) for part in both.groups())
        kinds = sum(" " not in alias.split(" (")[0] for alias in skill.aliases) >= rules.cues.words.kinds_from
        for alias in skill.aliases:
            if not kinds or " " in alias:
                yield alias, skill.id, 1
    for degree in rules.cues.degrees.values():
        if degree.skill in rules.skills:
            for said in degree.said:
                yield said, degree.skill, 2


def _neighbours(near: Iterable[str], cues: Cues) -> Iterable[str]:
    for name in near:
        yield from cues.neighbours.get(name, (name,))


def find_skills(text: str | Page, rules: RuleBook) -> tuple[Finding, ...]:
    """Return every mention of a skill of ``rules`` in ``text``, in order; lacked and wished ones are marked.

    Each finding quotes text that stands at its place. Names that are also everyday words count only where the
    cues of the rules make them clear.

    >>> from planner import load_rules
    >>> [(f.skill, f.quote, f.standing) for f in find_skills("SQL, no experience with Tableau", load_rules())]
    [('sql', 'SQL', 'had'), ('tableau', 'Tableau', 'lacked')]
    """
    expect(text, "str", "Page", for_="a text")
    given = page(text) if isinstance(text, str) else text
    known = lexicon(rules)
    view = known.reader.view(given.clean)
    return tuple(finding for _, finding in mentions(given, view, known))


def mentions(given: Page, view: View, known: Lexicon, *, hiring: bool = False) -> list[tuple[Match, Finding]]:
    """Return the matches of skills in a view that count, each with its finding; ``hiring`` in a posting."""
    direct = known.skills.find(view)
    several = sorted([*direct, *shared(known.skills, view, direct, given.clean)])
    matches = [match for match in several if _counts(match, view, given, known)]
    covered = {(at, match.names) for match in matches for at in range(match.first, match.last)}
    of_people = with_people(view, known, hiring=hiring)
    matches = sorted([*matches, *(one for one in of_people if (one.first, one.names) not in covered)])
    if known.languages.skill:
        taken = {at for match in direct for at in range(match.first, match.last)}
        spoken = [one.match for one in known.languages.find(view, given.clean, hiring=hiring)]
        named = [Match(one.first, one.last, known.languages.skill) for one in spoken if one.first not in taken]
        matches = sorted([*matches, *named])
    colleagues = Colleagues(view, known, given.clean) if hiring else None
    firsts = [match.first for match in matches]
    standing = Standings(view, known, colleagues, clean=given.clean, mentioned=firsts, hiring=hiring)
    found = []
    for match in matches:
        start, end = given.place(view.starts[match.first], view.ends[match.last - 1])
        finding = Finding(start, end, match.names, given.raw[start:end], standing.of(match))
        found.append((match, finding))
    return found


def _counts(match: Match, view: View, given: Page, known: Lexicon) -> bool:
    """Say whether a name stands for the skill here, and not for the ordinary word it also is."""
    if _in_link(given.clean, view.starts[match.first], view.ends[match.last - 1]):
        return False
    if match.last - match.first > 1:
        misread = " ".join(view.nouns[match.first : match.last]) in known.misread
        return not misread and not _says_it(match, view, known)
    word, form = view.words[match.first], view.nouns[match.first]
    written = known.skills.written.get(form, set())
    rule = known.ambiguous.get(form)
    if rule is not None:
        cased = not rule.as_written or any(word in (_capital(name), name.upper()) for name in written)
        if rule.capital_is_enough and cased and word[:1].isupper() and _inside(match.first, view):
            return True
        if rule.alone_is_enough and cased and _alone(match.first, view):
            return True
        return cased and close_by(match, view, known.near[form])
    if form in known.everyday or len(form) == 1:
        if word.casefold().endswith("'s") and any("'s" in name for name in written):
            return True
        special = any(name[1:] != name[1:].lower() and name == word for name in written)
        return special and len(word) > 2 and not _shouting(match.first, view)
    return True


def _in_link(clean: str, start: int, end: int) -> bool:
    """Say whether a name is part of an address on the net: "github.com/ann", "sql@example.org"."""
    return bool(
        _LINKED.match(clean, end)
        or (start and clean[start - 1] in "@/" and _SITE.search(clean, max(0, start - 40), start))
    )


def _says_it(match: Match, view: View, known: Lexicon) -> bool:
    """Say whether a name begins with a word that is written in capitals in it and is an ordinary word here:
    "IT support" is not what "as it supports a contract" says."""
    word = view.words[match.first]
    if word.casefold() not in known.pronouns or not word.islower():
        return False
    return view.words[match.first + 1].casefold() != view.nouns[match.first + 1]


def _inside(at: int, view: View) -> bool:
    """Say whether a capital means something here: inside a sentence or a list, or on a word that stands alone."""
    after = view.gaps[at + 1] if at + 1 < len(view) else STOP
    begins = at == 0 or view.gaps[at] in (WRAPPED, STOP)
    return not _shouting(at, view) and (not begins or after != SOFT)


def _alone(at: int, view: View) -> bool:
    """Say whether a word is all there is between two marks, or on its line."""
    before = STOP if at == 0 else view.gaps[at]
    after = STOP if at + 1 >= len(view) else view.gaps[at + 1]
    return before != SOFT and after != SOFT


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def close_by(match: Match, view: View, near: Matcher) -> bool:
    """Say whether one of the neighbours that make a name clear stands close by."""
    low, high = max(0, match.first - NEAR), min(len(view), match.last + NEAR)
    window = View(*(part[low:high] for part in _parts(view)))
    own = match.first - low
    return any(not found.first <= own < found.last for found in near.find(window))


def _parts(view: View) -> tuple[list, ...]:  # type: ignore[type-arg]
    return view.words, view.starts, view.ends, view.gaps, view.nouns, view.verbs


def _shouting(at: int, view: View) -> bool:
    """Say whether a word and those around it are all in capitals, so that capitals mean nothing."""
    if not view.words[at].isupper():
        return False
    around = [w for i in (at - 2, at - 1, at + 1, at + 2) if 0 <= i < len(view) for w in [view.words[i]] if w.isalpha()]
    return bool(around) and all(word.isupper() for word in around)
