"""What all explanations share: sentences with the ids they cite, and facts, needs and money as words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch

from planner.model import Fact, Need
from planner.rulebook.book import RuleBook

INTERESTS = {
    "R": "hands-on (realistic)",
    "I": "finding out (investigative)",
    "A": "making (artistic)",
    "S": "helping (social)",
    "E": "leading (enterprising)",
    "C": "ordering (conventional)",
}  # Holland's six letters, in his order


@dataclass(frozen=True)
class Sentence:
    """One line of explanation, the ids it cites, and how far it is indented under the line above."""

    text: str
    cites: tuple[str, ...] = ()
    depth: int = 0

    def __str__(self) -> str:
        return "  " * self.depth + self.text


@singledispatch
def explain(answer: object, rules: RuleBook) -> tuple[Sentence, ...]:
    """Return an answer of the planner in sentences.

    An answer is an audit or a line of it, a verdict, a plan, one of its steps or why there is none, a proof, a change,
    alternatives, a comparison, a why-not, a margin, a plan made again, an exploration or a part of it, what moved
    between two rule books, or what was read of a text. Raises :class:`TypeError` for anything else.

    >>> from planner import Profile, explain, find_plan, load_rules
    >>> rules = load_rules()
    >>> print(*explain(find_plan(Profile(roles_held=[{"role": "accountant", "years": 3}]), "bookkeeper", rules), rules))
    No step is needed: you are there already for Bookkeeper.
    """
    raise TypeError(f"there is no explanation for {type(answer).__name__}")


def money(amount: int, rules: RuleBook) -> str:
    """Return an amount in the currency of the policy.

    >>> from planner import load_rules
    >>> money(2300, load_rules())
    'USD 2,300'
    """
    return f"{rules.policy.currency} {amount:,}"


def fact_words(fact: Fact, rules: RuleBook) -> str:
    """Return a fact as words: the name of the skill, and the level by number and name."""
    skill = rules.skills.get(fact.skill)
    name = skill.label if skill else fact.skill
    if skill is not None and skill.kind == "credential":
        return f"{name} (held)"
    return f"{name} {fact.level} ({rules.policy.levels[str(fact.level)].name})"  # type: ignore[index]


def need_words(need: Need, rules: RuleBook) -> str:
    """Return a need as words, alternatives joined by "or"."""
    parts = [fact_words(fact, rules) for fact in need.facts]
    for choice in need.choices:
        inner = [need_words(alternative, rules) for alternative in choice.of]
        joined = " or ".join(inner) if choice.count == 1 else f"{choice.count} of: {'; '.join(inner)}"
        parts.append(f"({joined})" if len(need.choices) + len(need.facts) > 1 else joined)
    return " and ".join(parts)


def field_words(field: str) -> str:
    """Return a field of work as words.

    >>> field_words("human-resources")
    'Human resources'
    """
    return field.replace("-", " ").capitalize()


def join(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in prose.

    >>> join(["a", "b", "c"])
    'a, b and c'
    """
    several = list(words)
    return f"{', '.join(several[:-1])} {last} {several[-1]}" if len(several) > 1 else "".join(several)


def count_words(count: int, word: str) -> str:
    """Return a count with its word, in the plural where it is not one."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
