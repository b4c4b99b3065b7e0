"""Names, addresses, phone numbers and mails taken out of what leaves the house."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from planner.model import Profile
from planner.rulebook.book import RuleBook
from planner.rulebook.problem import expect

GONE = "[removed]"
_MAIL = re.compile(r"[\w.+%-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s;,)]+|\b(?:linkedin|github|facebook|twitter|instagram)\.com/[^\s;,)]+", re.I
)
_PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,5}\)[\s.-]?)?\d{2,5}(?:[\s.-]\d{2,6}){1,4}(?!\w)(?:\s?(?:x|ext\.?)\s?\d{1,5})?"
)
_DIGITS = re.compile(r"(?<![\w/.$\u20ac\u00a3-])(?:\+?\d{10,13}|\(\d{2,5}\)\s?\d{5,8})(?![\w%])")
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z_]\w{2,29}(?![\w/(])")
_UNMARKED = str.maketrans(
    {"\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D", "\u0131": "i"}
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-.]\s?(?:19|20)?\d\d$|\d{1,3}(?: \d{3})+$")
_POSTCODE = re.compile(r"(?:,?[ \t]+[A-Z][\w'-]+){0,2},?[ \t]+[A-Z]{1,2}\d[A-Z\d]?[ \t]?\d[A-Z]{2}\b")
_BOX = re.compile(r"\bP\.?[ \t]?O\.?[ \t]Box[ \t]+\w+", re.I)
_STATE_ZIP = re.compile(r"(?:,?[ \t]+[A-Z][\w.'-]+){0,3},?[ \t]+[A-Z]{2}[ \t]+\d{5}(?:-\d{4})?\b")


@lru_cache(maxsize=8)
def _patterns(streets: tuple[str, ...], labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    street = "|".join(map(re.escape, sorted(streets, key=len, reverse=True)))
    label = "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
    address = (
        rf"\b\d{{1,6}}[A-Za-z]?[ \t]+(?:[NSEW]\.?[ \t]+)?(?:[A-Z0-9][\w.'-]*[ \t]+){{1,4}}(?i:{street})\b\.?"
        r"(?:(?:[ \t,]*(?i:apt|unit|suite|flat)\.?)?[ \t,]*#?[ \t]*\d{1,5}[A-Za-z]?\b)?"
    )
    return re.compile(address), re.compile(rf"(?im)^([ \t]*(?:{label})[ \t]*:[ \t]*)(\S.*)$")


def redact(text: str, rules: RuleBook, *, names: Iterable[str] = ()) -> str:
    """Return ``text`` without mails, links, handles, phone numbers, addresses, labelled particulars and ``names``.

    A name goes wherever it stands, with its accents or without, whole, in parts of three letters and more, or written
    as one word.

    >>> from planner import load_rules
    >>> redact("Maya Lee, 42 Elm Street, m@ex.org, (937) 555-0142: taught", load_rules(), names=["Maya Lee"])
    '[removed], [removed], [removed], [removed]: taught'
    """
    expect(text, "str", for_="a text")
    expect(rules, "RuleBook", for_="the rules")
    cues = rules.cues.redaction
    address, labelled = _patterns(cues.streets, cues.labels)
    text = labelled.sub(rf"\1{GONE}", text)
    text = _HANDLE.sub(GONE, _LINK.sub(GONE, _MAIL.sub(GONE, text)))
    text = _POSTCODE.sub(f" {GONE}", _STATE_ZIP.sub(f" {GONE}", address.sub(GONE, _BOX.sub(GONE, text))))
    text = _DIGITS.sub(GONE, _PHONE.sub(_phone, text))
    parts = {part for name in names for part in _parts(name)}
    if parts:
        text = _without(text, parts)
    return re.sub(rf"{re.escape(GONE)}(?:[ ]+{re.escape(GONE)})+", GONE, text)


def _parts(name: str) -> Iterator[str]:
    """Yield a name as it may stand in a text, without accents: whole, as one word, and each part of some length."""
    plain = _unmarked(name)[0].strip()
    words = re.split(r"[\s-]+", plain)
    if plain:
        yield plain
    if len(words) > 1:
        yield "".join(words)
    yield from (word for word in (*plain.split(), *words) if len(word.strip(".")) > 2)


def _without(text: str, parts: Iterable[str]) -> str:
    """Return ``text`` without ``parts``, whatever accents either has."""
    plain, places = _unmarked(text)
    several = "|".join(map(re.escape, sorted(parts, key=lambda part: (-len(part), part))))
    kept, done = [], 0
    for found in re.finditer(rf"(?i)(?<!\w)(?:{several})(?:['\u2019]s)?(?!\w)", plain):
        kept += [text[done : places[found.start()]], GONE]
        done = places[found.end()]
    return "".join([*kept, text[done:]])


def _unmarked(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without accents, and where in it each character stood, the end included."""
    chars, places = [], []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFD", char) if char > "\x7f" else char:
            if not unicodedata.combining(part):
                chars.append(part)
                places.append(place)
    return "".join(chars).translate(_UNMARKED), [*places, len(text)]


def _phone(match: re.Match[str]) -> str:
    """Return nothing of a phone number; years and amounts stay."""
    digits = sum(char.isdigit() for char in match[0])
    return match[0] if digits < 7 or digits > 15 or _YEARS.match(match[0]) else GONE


def redacted(profile: Profile, rules: RuleBook) -> Profile:
    """Return the person without a name, and with evidence that holds no particulars."""
    expect(profile, "Profile", for_="the person")
    names = (profile.name,) if profile.name else ()
    have = {
        skill: had.model_copy(update={"evidence": tuple(redact(quote, rules, names=names) for quote in had.evidence)})
        for skill, had in profile.have.items()
    }
    return profile.model_copy(update={"name": "", "have": have})
