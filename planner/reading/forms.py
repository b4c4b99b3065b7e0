"""One form for the inflections of a word, by rules that rather miss a hit than invent one."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.rulebook.cues import Words

_VOWEL = re.compile(r"[aeiouy]")
_SPELLED = re.compile(r"is(e[drs]?|ing|ation|ations)$")


class Forms:
    """The forms of words under a book's word lists; each form is worked out once."""

    def __init__(self, words: Words) -> None:
        self.plain = frozenset(words.keep)
        self.spelling = dict(words.spelling)
        self.irregular = {form: base for base, forms in words.irregular.items() for form in forms}
        self.noun = lru_cache(maxsize=200_000)(self._noun)
        self.verb = lru_cache(maxsize=200_000)(self._verb)

    def _noun(self, word: str) -> str:
        """Return the singular of a word in lower case, in American spelling."""
        word = word.casefold().replace("\u00ad", "")
        if word.isdecimal() or len(word) < 4:
            return word
        word = word.removesuffix("'s").removesuffix("'").replace("'", "")
        if word in self.plain:
            return word
        word = _singular(word)
        word = self.spelling.get(word, word)
        return _SPELLED.sub(r"iz\1", word) if len(word) > 5 else word

    def _verb(self, word: str) -> str:
        """Return the stem that a verb's forms share: managing, managed, manages and manage alike."""
        word = self.noun(word)
        word = self.irregular.get(word, word)
        stem = word
        if word.endswith("ing") and len(word) > 5:
            stem = word[:-3]
        elif word.endswith("ied") and len(word) > 4:
            stem = word[:-3] + "y"
        elif word.endswith("ed") and len(word) > 4:
            stem = word[:-2]
        if not _VOWEL.search(stem):
            return word
        if stem != word and len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
            stem = stem[:-1]
        return stem.removesuffix("e") if len(stem) > 3 else stem


def _singular(word: str) -> str:
    if not word.endswith("s") or word.endswith(("ss", "us", "is", "ics", "ous")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]
