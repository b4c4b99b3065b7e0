"""What a rule book says and most likely does not mean: found by looking at all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from planner.model import Entry, Fact, Need, Role, Skill, Step
from planner.rulebook.book import RuleBook
from planner.rulebook.dominance import advantages, implies
from planner.rulebook.inflation import inflating_chains
from planner.rulebook.load import assemble, uncollected
from planner.rulebook.problem import Problem
from planner.rulebook.references import met
from planner.rulebook.source import SHIPPED, read_layer
from planner.rulebook.tree import Path_, Source

Rule = tuple[Need, tuple[Fact, ...]]


def check(*where: str | Path) -> list[Problem]:
    """Return every error and warning of the given layers (as for :func:`load_rules`), sorted by place."""
    with uncollected():
        problems, _ = check_layers([read_layer(place) for place in (where or (SHIPPED,))])
    return list(problems)


def check_layers(layers: Sequence[Sequence[Source]]) -> tuple[tuple[Problem, ...], RuleBook | None]:
    """Return every error and warning of parsed layers, sorted by place, and the book of what is sound.

    Where entries are faulty, nothing is said of what the rest lacks: it may stand in the faulty ones.
    """
    draft, book = assemble(layers)
    found = lint(book, (source for layer in layers for source in layer), whole=not draft.problems) if book else []
    return tuple(sorted([*draft.problems, *found])), book


def lint(book: RuleBook, sources: Iterable[Source], *, whole: bool = True) -> list[Problem]:
    """Return what is doubtful in a book that was made of ``sources``, sorted by place.

    Transfers that inflate are errors, all else are warnings. With ``whole=False`` parts of the book are missing,
    and only what no further entry could mend is said.
    """
    pages = _Pages(book, {source.name: source for source in sources})
    always: list[Callable[[_Pages], Iterator[Problem]]] = [_inflating, _dominated, _twice]
    looks = [*always, _unreachable, _unused, _idle] if whole else always
    return sorted(problem for look in looks for problem in look(pages))


class _Pages:
    """The book, and the texts it stands in."""

    def __init__(self, book: RuleBook, sources: Mapping[str, Source]) -> None:
        self.book, self.sources = book, sources
        self.sections = {id: name for name in ("skills", "transfers", "steps", "roles") for id in getattr(book, name)}

    def problem(
        self,
        entry: str,
        path: Path_,
        id: str,
        what: str,
        why: str,
        hint: str,
        severity: Literal["error", "warning"] = "warning",
    ) -> Problem:
        """Return a problem at the key that ``path`` leads to inside an entry."""
        file = self.book.places[entry].file
        source = self.sources.get(file) or Source(file, "")
        mark = source.find((self.sections[entry], entry, *path), key=True)
        return source.problem(mark, id, what, why=why, hint=hint, severity=severity)

    def fact(self, fact: Fact) -> str:
        """Return a fact as a rules file writes it."""
        skill = self.book.skills.get(fact.skill)
        return f"{fact.skill} {'held' if skill and skill.kind == 'credential' else fact.level}"


def _inflating(pages: _Pages) -> Iterator[Problem]:
    for chain in inflating_chains(pages.book.transfers.values()):
        start, end = chain[0].needs, chain[-1].gives
        links = "; ".join(f"{pages.fact(one)} leads to {pages.fact(other)} by {by!r}" for one, by, other in chain)
        yield pages.problem(
            chain[-1].by,
            (),
            "inflating-transfers",
            f"transfers lead from {pages.fact(start)} back to {pages.fact(end)}",
            f"nobody gets better by going round in a circle: {links}",
            "raise 'minus', or lower 'up_to' or the level given, in one of them",
            severity="error",
        )


def _unreachable(pages: _Pages) -> Iterator[Problem]:
    """Yield the lines that nobody can meet who starts from nothing and takes every step there is."""
    levels = _reach(_steps(pages.book) + _transfers(pages.book), {})
    for role in pages.book.roles.values():
        for number, line in enumerate(role.lines):
            if met(line.needs, levels):
                continue
            missing = [fact for fact in line.needs.facts if levels.get(fact.skill, 0) < fact.level]
            shown = missing or sorted({fact for fact in line.needs.walk() if levels.get(fact.skill, 0) < fact.level})
            path: Path_ = ("lines", number, "needs", *([missing[0].skill] if len(missing) == 1 else []))
            reached = ", ".join(pages.fact(Fact(f.skill, levels[f.skill])) for f in shown if f.skill in levels)
            yield pages.problem(
                role.id,
                path,
                "unreachable-line",
                f"nothing leads to what this line of role {role.id!r} asks for: {', '.join(map(pages.fact, shown))}",
                "from nothing, all steps, interim roles and transfers together reach "
                + (f"only {reached}" if reached else "nothing of it"),
                "add a step or transfer that gives it, or ask for less",
            )


def _unused(pages: _Pages) -> Iterator[Problem]:
    book = pages.book
    needs = [line.needs for role in book.roles.values() for line in role.lines]
    needs += [step.needs for step in book.steps.values()]
    needs += [part for rule in book.transfers.values() for part, _ in rule.parts()]
    used = {fact.skill for need in needs for fact in need.walk()}
    for id in book.skills:
        if id not in used:
            yield pages.problem(
                id,
                (),
                "unused-skill",
                f"nothing asks for skill {id!r}",
                "a skill counts where a line, a step or a transfer needs it",
                "let something ask for it, or remove it",
            )


def _dominated(pages: _Pages) -> Iterator[Problem]:
    giving: dict[str, list[Step]] = {}
    for rival in pages.book.all_steps.values():
        for fact in rival.gives:
            giving.setdefault(fact.skill, []).append(rival)
    for step in pages.book.steps.values():
        rivals = min((giving[fact.skill] for fact in step.gives), key=len, default=[])
        best = next(((rival, gains) for rival in rivals if (gains := advantages(rival, step))), None)
        if best is not None:
            rival, gains = best
            yield pages.problem(
                step.id,
                (),
                "dominated-step",
                f"step {step.id!r} is never the better choice beside {rival.id!r}",
                f"{rival.id!r} is behind in nothing, and it {_and(gains)}",
                "correct the figures or remove it; leave it where it offers something figures do not show",
            )


def _idle(pages: _Pages) -> Iterator[Problem]:
    """Yield transfers and steps that give nothing new, or need more than anything asks for, gives or brings."""
    book = pages.book
    roles = [(Need(), fact) for role in book.roles.values() for fact in _brings(role)]
    given = {fact.skill for _, gives in _steps(book) + _transfers(book) + roles for fact in gives}
    brought = {skill: 5 for skill in book.skills if skill not in given}  # only people themselves can bring these
    levels = _reach(_steps(book) + _transfers(book) + roles, brought)
    rules = [("transfer", rule.id, rule.parts()) for rule in book.transfers.values()]
    rules += [("step", step.id, ((step.needs, step.gives),)) for step in book.steps.values()]
    for kind, id, parts in rules:
        if all(implies(needs, Need(gives)) for needs, gives in parts):
            what, why = f"{kind} {id!r} gives nothing new", "whoever meets its needs has what it gives already"
            hint = "give something else, or remove it"
        elif not any(met(needs, levels) for needs, _ in parts):
            asked = ", ".join(map(pages.fact, sorted(set(parts[0][0].walk()))))
            what = f"{kind} {id!r} never comes into play: nothing leads to {asked}"
            why = "not even someone who has held every role and taken every step meets its needs"
            hint = "ask for less, or remove it"
        else:
            continue
        yield pages.problem(id, (), f"idle-{kind}", what, why, hint)


def _twice(pages: _Pages) -> Iterator[Problem]:
    for entries in (pages.book.skills, pages.book.roles):
        claims: dict[str, Entry] = {}
        for entry in sorted(entries.values(), key=lambda entry: _place(pages.book, entry)):
            for path, words in _names(entry):
                first = claims.setdefault(_folded(words), entry)
                if first is not entry:
                    kind = "skill" if isinstance(entry, Skill) else "role"
                    file, line, _ = _place(pages.book, first)
                    yield pages.problem(
                        entry.id,
                        path,
                        "alias-twice",
                        f"{kind} {entry.id!r} is called {words!r}, and so is {kind} {first.id!r}",
                        f"a text that says it could mean either; {first.id!r} stands in {file}:{line}",
                        "leave the words to the one they fit best",
                    )


def _names(entry: Entry) -> Iterator[tuple[Path_, str]]:
    """Yield the name and aliases of an entry with the path to each, each once."""
    field = "title" if isinstance(entry, Role) else "name"
    named: list[tuple[Path_, str]] = [((field,), entry.label)]
    if isinstance(entry, (Skill, Role)):
        named += [(("aliases", number), alias) for number, alias in enumerate(entry.aliases)]
    yield from {_folded(words): (path, words) for path, words in reversed(named)}.values()


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _place(book: RuleBook, entry: Entry) -> tuple[str, int, int]:
    place = book.places[entry.id]
    return place.file, place.line, place.column


def _steps(book: RuleBook) -> list[Rule]:
    return [(step.needs, step.gives) for step in book.all_steps.values()]


def _transfers(book: RuleBook) -> list[Rule]:
    return [part for rule in book.transfers.values() for part in rule.parts()]


def _brings(role: Role) -> Iterator[tuple[Fact, ...]]:
    """Yield what somebody who has held a role may have: all that it asks for, and what it teaches."""
    yield role.teaches
    yield from (tuple(line.needs.walk()) for line in role.lines)


def _reach(rules: Iterable[Rule], start: Mapping[str, int]) -> dict[str, int]:
    """Return the best level of each skill when all rules are used as often as they apply."""
    levels, waiting, growing = dict(start), list(rules), True
    while growing:
        used = [rule for rule in waiting if met(rule[0], levels)]
        waiting = [rule for rule in waiting if not met(rule[0], levels)]
        growing = bool(used)
        for _, gives in used:
            for skill, level in gives:
                levels[skill] = max(level, levels.get(skill, 0))
    return levels


def _and(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
