"""A text as it came and as it is read: repaired, cut into tokens, and every place traceable to the original.

People paste what a converter left behind: mojibake, ligatures, soft hyphens, words broken at line ends, letters set
apart. We read a repaired copy, but answer only with places in the text that was given, so that a quote is always there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_REPLACED = {
    "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "′": "'", "`": "'", "“": '"', "”": '"', "„": '"',
    "–": "-", "—": "-", "‒": "-", "−": "-", "‐": "-", "‑": "-", "―": "-", "●": "•", "▪": "•", "◦": "•", "■": "•",
    "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
}  # fmt: skip
_OFTEN_BROKEN = (
    "‘’“”–—…•·®™©°é è ê ë á à â ä ã å í ì î ï ó ò ô ö õ ú ù û ü ñ ç ø æ ß É È Ä Ö Ü Ñ Ç ● ▪ \u00a0 \ufeff ﬁ ﬂ £ €"
)


def _mojibake() -> dict[str, str]:
    """Return what UTF-8 looks like when read as a Western code page, with what was meant."""
    broken: dict[str, str] = {}
    for char in _OFTEN_BROKEN.replace(" ", ""):
        raw = char.encode("utf-8")
        seen = [raw.decode("latin-1"), "".join(_western(byte) for byte in raw)]
        broken |= dict.fromkeys(seen, char)
    return broken


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_BROKEN = _mojibake()
BREAK = "\u00ad"  # in the repaired text: a word was broken here at the end of a line
_FAULT = re.compile(
    "|".join(
        [
            *sorted(map(re.escape, _BROKEN), key=len, reverse=True),
            r"(?<=[a-z])[-‐][ \t]*\r?\n[ \t]*(?=[a-z])",
            r"(?<![^\W\d_])(?:[A-Z] ){3,}[A-Z](?![^\W\d_])",
            r"[A-Za-z][\u0300-\u036f]+",
            r"[^\x00-\x7f]",
            r"`",
        ]
    )
)


@dataclass(frozen=True)
class Page:
    """A text as given (``raw``), as read (``clean``), and how places in one lead to the other."""

    raw: str
    clean: str
    _cuts: tuple[int, ...]  # where in ``clean`` each run begins
    _runs: tuple[tuple[int, int, bool], ...]  # its begin and end in ``raw``, and whether it was replaced

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the given text ``clean[start:end]`` stands."""
        return self._at(start, False), self._at(end - 1, True)

    def _at(self, index: int, last: bool) -> int:
        run = bisect_right(self._cuts, index) - 1
        begin, end, replaced = self._runs[run]
        if replaced:
            return end if last else begin
        return begin + index - self._cuts[run] + last


def page(text: str) -> Page:
    """Return ``text`` with what converters break in it repaired, place by place.

    >>> given = "re\u00adpaired â€“ so deve-\\nloped"
    >>> read = page(given)
    >>> read.clean.replace(BREAK, "")
    'repaired - so developed'
    >>> begin, end = read.place(read.clean.index("so"), len(read.clean))
    >>> given[begin:end]
    'so deve-\\nloped'
    """
    parts: list[str] = []
    cuts, runs = [], []
    length = done = 0

    def add(part: str, begin: int, end: int, replaced: bool) -> None:
        nonlocal length
        if part:
            cuts.append(length)
            runs.append((begin, end, replaced))
            parts.append(part)
            length += len(part)

    for fault in _FAULT.finditer(text):
        repaired = _repair(fault[0])
        if repaired != fault[0]:
            add(text[done : fault.start()], done, fault.start(), False)
            add(repaired, fault.start(), fault.end(), True)
            done = fault.end()
    add(text[done:], done, len(text), False)
    return Page(text, "".join(parts), tuple(cuts), tuple(runs))


@lru_cache(maxsize=4096)
def _repair(fault: str) -> str:
    if fault in _BROKEN:
        return _REPLACED.get(_BROKEN[fault], unicodedata.normalize("NFKC", _BROKEN[fault]))
    if fault in _REPLACED:
        return _REPLACED[fault]
    if "\n" in fault:
        return BREAK
    if fault.isascii():
        return fault.replace(" ", "")
    return unicodedata.normalize("NFKC", fault)


TOKEN = re.compile(r"(?<![^\W_])\.net\b|[^\W_]+(?:['\u00ad][^\W_]+)*(?:\+\+|#(?!\w)|(?<=\b[^\W_])\+(?!\w))?", re.I)
_SOFT = re.compile(r"[ \t\xa0*_]+|[ \t]*[-/&][ \t]*|\.|[ \t]?[*_]*[ \t]?")
_WRAP = re.compile(r"[ \t\r]*\n[ \t]*")
_STOP = re.compile(r"[.!?;][\"')\]]*(?:\s|$)|\n[^\S\n]*\n|\n\s*[^\w\s]|[•|\f]")
SOFT, WRAPPED, HARD, STOP = 0, 1, 2, 3  # nothing, a line's end, punctuation, a sentence's end: what parts two words


class Tokens(NamedTuple):
    """The words of a text: how each is written, where it stands, and how firmly it hangs on the one before."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]


def tokens(clean: str, start: int = 0, end: int | None = None) -> Tokens:
    """Return the words of ``clean[start:end]``, with their places in ``clean``.

    >>> tokens("C++, C# and node.js on .NET: bachelor's").words
    ['C++', 'C#', 'and', 'node', 'js', 'on', '.NET', "bachelor's"]
    """
    words, starts, ends, gaps = [], [], [], []
    before = start
    for match in TOKEN.finditer(clean, start, len(clean) if end is None else end):
        begin, stop = match.span()
        gap = clean[before:begin]
        gaps.append(SOFT if gap == " " else _parting(gap))
        words.append(match[0])
        starts.append(begin)
        ends.append(stop)
        before = stop
    return Tokens(words, starts, ends, gaps)


def _parting(gap: str) -> int:
    if _SOFT.fullmatch(gap):
        return SOFT
    if _WRAP.fullmatch(gap):
        return WRAPPED
    return STOP if _STOP.search(gap) else HARD


def tidy(text: str) -> str:
    """Return ``text`` on one line, with what no file can hold replaced."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
