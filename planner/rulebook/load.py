"""Rules folders to a :class:`RuleBook`, person files to a :class:`Profile`: all problems in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.model import HELD, Entry, Fact, Need, Profile, Role, Skill, Step, TransferRule
from planner.rulebook.book import Place, RuleBook
from planner.rulebook.policy import Policy
from planner.rulebook.problem import Problem, RulesError, did_you_mean
from planner.rulebook.source import SHIPPED, Map, Mark, Source, parse, read_file, read_layer
from planner.rulebook.wording import describe

SECTIONS: Mapping[str, type[Entry]] = {"skills": Skill, "transfers": TransferRule, "steps": Step, "roles": Role}
Path_ = tuple[Any, ...]


@dataclass
class Draft:
    """A book in the making: checked entries, where each stands, and the problems so far."""

    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {name: {} for name in SECTIONS})
    stands: dict[str, tuple[Source, str]] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)
    policy_sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    broken: list[tuple[Source, str, str, Any]] = field(default_factory=list)

    def report(self, entry: str, path: Path_, id: str, what: str, *, key: bool = False, **words: str) -> None:
        """Add a problem at ``path`` inside an entry."""
        source, section = self.stands[entry]
        self.problems.append(source.problem(source.find((section, entry, *path), key=key), id, what, **words))


def load_rules(*where: str | Path) -> RuleBook:
    """Return the rule book of the given folders or files, layered in this order; without any, the shipped one.

    ``"shipped"`` names the book that comes with the program, ``"-"`` standard input. A later layer adds
    entries, and replaces one only where it says ``replaces: true``.
    Raises :class:`RulesError` with every problem of every file.
    """
    return build([read_layer(place) for place in (where or (SHIPPED,))])


def build(layers: Sequence[Sequence[Source]]) -> RuleBook:
    """Return the rule book of parsed layers; raises :class:`RulesError` with all problems."""
    draft, book = assemble(layers)
    if draft.problems or book is None:
        raise RulesError(draft.problems)
    return book


def assemble(layers: Sequence[Sequence[Source]]) -> tuple[Draft, RuleBook | None]:
    """Return the draft with its problems, and the book, or None where the policy is beyond use."""
    draft = Draft()
    for layer in layers:
        _add_layer(draft, layer)
    _check_references(draft)
    policy = _policy(draft)
    if policy is None:
        return draft, None
    by_id = {name: dict(sorted(entries.items())) for name, entries in draft.entries.items()}
    places = {
        entry: Place(source.name, *source.find((section, entry), key=True)[:2])
        for entry, (source, section) in sorted(draft.stands.items())
    }
    book: Any = RuleBook(**by_id, policy=policy, places=places)  # type: ignore[arg-type]
    _check_examples(draft)
    return draft, book


def _add_layer(draft: Draft, layer: Sequence[Source]) -> None:
    earlier = set(draft.stands)
    for source in sorted(layer, key=lambda source: source.name):
        draft.problems += source.problems
        if source.problems:
            draft.lost |= {line.strip()[:-1] for line in source.text.splitlines() if line.strip().endswith(":")}
        if source.tree is None:
            continue
        if not isinstance(source.tree, Map):
            _say(draft, source, (), "not-a-rules-file", "a rules file is a mapping of sections",
                 why=f"the sections are {', '.join([*SECTIONS, 'policy'])}",
                 hint="begin with a line such as 'skills:'")
            continue
        for section, entries in source.tree.items():
            if section == "policy":
                _add_policy(draft, source, entries)
            elif section not in SECTIONS:
                _say(draft, source, (section,), "unknown-section", f"there is no section {section!r}", key=True,
                     why=f"the sections are {', '.join([*SECTIONS, 'policy'])}",
                     hint=did_you_mean(section, [*SECTIONS, "policy"]))
            elif isinstance(entries, Map):
                for id, content in entries.items():
                    _add_entry(draft, source, section, id, content, earlier)
            elif entries is not None:
                _say(draft, source, (section,), "not-a-section", f"{section!r} is a mapping of ids to entries",
                     why="each entry stands under its id", hint=f"write '{section}:' and below it '  some-id:'")


def _say(draft: Draft, source: Source, path: Path_, id: str, what: str, *, key: bool = False, **words: str) -> None:
    draft.problems.append(source.problem(source.find(path, key=key), id, what, **words))


def _add_entry(draft: Draft, source: Source, section: str, id: str, content: Any, earlier: set[str]) -> None:
    name = section[:-1]
    if not isinstance(content, Mapping):
        _say(draft, source, (section, id), "not-an-entry", f"{name} {id!r} is a mapping of fields", key=True,
             why=f"a {name} has fields such as {_first_fields(section)}", hint="indent its fields below it")
        draft.lost.add(id)
        return
    if "id" in content:
        _say(draft, source, (section, id, "id"), "unknown-key", f"{name} {id!r} has no field 'id'", key=True,
             why="the id is the key the entry stands under", hint="remove this line")
    try:
        model = SECTIONS[section]
        entry = model.model_validate({**{key: v for key, v in content.items() if key != "id"}, "id": id})
    except ValidationError as error:
        draft.lost.add(id)
        draft.broken.append((source, section, id, content))
        faults = error.errors(include_url=False)
        for fault in faults:
            if fault["type"] == "too_short" and any(len(other["loc"]) > len(fault["loc"]) for other in faults):
                continue
            described = describe(fault, f"{name} {id!r}", model)
            _say(draft, source, (section, id, *described.path), described.id, described.what, key=described.key,
                 why=described.why, hint=described.hint)
        return
    if id in draft.stands:
        other, other_section = draft.stands[id]
        line = other.find((other_section, id), key=True)[0]
        if not (id in earlier and entry.replaces and other_section == section):
            layered = id in earlier and other_section == section
            _say(draft, source, (section, id), "repeated-id", f"{name} {id!r} is there already", key=True,
                 why=f"{other_section[:-1]} {id!r} stands in {other.name}:{line}; ids are unique across the whole book",
                 hint="say 'replaces: true' to take its place" if layered else "rename one of the two")
            return
    elif entry.replaces:
        _say(draft, source, (section, id, "replaces"), "nothing-to-replace", f"{name} {id!r} replaces nothing",
             why="'replaces: true' speaks of an entry in an earlier layer",
             hint=did_you_mean(id, earlier) or "remove 'replaces'")
    draft.entries[section][id] = entry
    draft.stands[id] = (source, section)


def _first_fields(section: str) -> str:
    return {"skills": "name and kind", "transfers": "from, to and because", "steps": "title, gives and weeks",
            "roles": "title and lines"}[section]


def _add_policy(draft: Draft, source: Source, content: Any) -> None:
    if not isinstance(content, Map):
        if content is not None:
            _say(draft, source, ("policy",), "not-a-section", "'policy' is a mapping", why="it holds named numbers",
                 hint="write 'policy:' and below it '  hireable_at: 0.8'")
        return
    draft.policy = _merge(draft.policy, content)
    draft.policy_sources.append(source)


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        nested = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = _merge(below, value) if nested else value  # type: ignore[arg-type]
    return merged


def _policy(draft: Draft) -> Policy | None:
    base: dict[str, Any] = {}
    for source in read_layer(SHIPPED):
        if isinstance(source.tree, Map) and isinstance(source.tree.get("policy"), Map):
            base = _merge(base, source.tree["policy"])
    try:
        return Policy.model_validate(_merge(base, draft.policy))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            described = describe(fault, "policy", Policy)
            for source in reversed(draft.policy_sources):
                mark = source.find(("policy", *described.path), key=described.key)
                if mark != source.find(("policy",), key=True) or source is draft.policy_sources[0]:
                    words = {"why": described.why, "hint": described.hint}
                    draft.problems.append(source.problem(mark, described.id, described.what, **words))
                    break
        return None


def needs_in(entry: Entry) -> Iterator[tuple[Path_, Need]]:
    """Yield every need of an entry with the path of fields that leads to it."""
    if isinstance(entry, (TransferRule, Step)):
        yield ("needs",), entry.needs
    elif isinstance(entry, Role):
        for number, line in enumerate(entry.lines):
            yield ("lines", number, "needs"), line.needs


def facts_in(entry: Entry) -> Iterator[tuple[Path_, Fact]]:
    """Yield every fact an entry names, with the path of fields that leads to it."""
    for path, need in needs_in(entry):
        yield from _facts_of(need, path)
    if isinstance(entry, (TransferRule, Step)):
        yield from ((("gives", fact.skill), fact) for fact in entry.gives)
    if isinstance(entry, Role):
        yield from ((("teaches", fact.skill), fact) for fact in entry.teaches)
    if isinstance(entry, TransferRule) and entry.example:
        yield from ((("example", "have", fact.skill), fact) for fact in entry.example.have)
        yield from ((("example", "so", fact.skill), fact) for fact in entry.example.so)


def _facts_of(need: Need, path: Path_) -> Iterator[tuple[Path_, Fact]]:
    """Yield the facts of a need; where several paths fit a choice, the finder takes the nearest."""
    yield from (((*path, fact.skill), fact) for fact in need.facts)
    for choice in need.choices:
        for number, alternative in enumerate(choice.of):
            inner = ("any_of", number) if choice.count == 1 else ("at_least", str(choice.count), number)
            yield from _facts_of(alternative, (*path, *inner))


def _facts_as_written(content: Any) -> Iterator[tuple[Path_, Fact]]:
    """Yield the facts of an entry that does not fit its model, as far as they can be made out."""
    fields = ("needs", "gives", "teaches")
    for name in fields:
        if isinstance(content.get(name), Mapping):
            yield from _facts_of(Need.lenient(content[name]), (name,))
    lines = content.get("lines")
    for number, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, Mapping) and isinstance(line.get("needs"), Mapping):
            yield from _facts_of(Need.lenient(line["needs"]), ("lines", number, "needs"))


def _check_references(draft: Draft) -> None:
    skills: dict[str, Any] = draft.entries["skills"]
    for source, section, id, content in draft.broken:
        for path, fact in _facts_as_written(content):
            if fact.skill not in skills and fact.skill not in draft.lost:
                _unknown_skill(draft, source, (section, id, *path), f"{section[:-1]} {id!r}", fact.skill, skills)
    for id, (_, section) in sorted(draft.stands.items()):
        entry = draft.entries[section][id]
        name = f"{section[:-1]} {id!r}"
        for path, fact in facts_in(entry):
            _check_fact(draft, id, name, path, fact, skills)
        if isinstance(entry, TransferRule):
            _check_short_form(draft, id, entry, skills)
        for path, need in needs_in(entry):
            if section == "roles" and need == Need():
                draft.report(id, path, "empty-line", f"{name} has a line that asks for nothing",
                             why="every line of a job description asks for a skill at a level",
                             hint="name one, such as 'needs: {sql: 3}'")


def _check_fact(draft: Draft, id: str, name: str, path: Path_, fact: Fact, skills: Mapping[str, Skill]) -> None:
    skill = skills.get(fact.skill)
    if skill is None:
        if fact.skill not in draft.lost:
            source, section = draft.stands[id]
            _unknown_skill(draft, source, (section, id, *path), name, fact.skill, skills)
        return
    source, section = draft.stands[id]
    written = _written(source, (section, id, *path))
    if written is None or (skill.kind == "credential") == (written == HELD):
        return
    if written == HELD:
        draft.report(id, path, "level", f"{name} says {fact.skill!r} is held, but it is a {skill.kind}",
                     why="a skill or knowledge has a level from 1 to 5; only a credential is held",
                     hint="write a level, such as 3")
    else:
        draft.report(id, path, "level", f"{name} gives the credential {fact.skill!r} a level",
                     why="a credential is held or not", hint="write 'held'")


def _unknown_skill(
    draft: Draft, source: Source, path: Path_, name: str, skill: str, skills: Iterable[str]
) -> None:
    verb = {"gives": "gives", "teaches": "teaches", "from": "goes from", "to": "goes to"}.get(path[2], "asks for")
    new = "If it is a new skill, add it to a 'skills' section first"
    _say(draft, source, path, "unknown-skill", f"{name} {verb} {skill!r}, which is no skill here",
         key=path[2] not in ("from", "to"), why="every skill a rule names stands in a 'skills' section",
         hint=" ".join(filter(None, [did_you_mean(skill, {*skills, *draft.lost}), new])))


def _written(source: Source, path: Path_) -> Any:
    tree = source.tree
    for part in path:
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def _check_short_form(draft: Draft, id: str, rule: TransferRule, skills: Mapping[str, Skill]) -> None:
    for end, skill in (("from", rule.from_), ("to", rule.to)):
        if skill is None:
            continue
        if skill not in skills:
            if skill not in draft.lost:
                source, section = draft.stands[id]
                _unknown_skill(draft, source, (section, id, end), f"transfer {id!r}", skill, skills)
        elif skills[skill].kind == "credential":
            draft.report(id, (end,), "credential-transfer", f"transfer {id!r} goes {end} the credential {skill!r}",
                         why="the short form carries levels over; a credential has none",
                         hint="use needs and gives, with the credential as 'held'")


def _check_examples(draft: Draft) -> None:
    for id, rule in sorted(draft.entries["transfers"].items()):
        if not isinstance(rule, TransferRule) or rule.example is None:
            continue
        have = {fact.skill: fact.level for fact in rule.example.have}
        after = apply_once(rule, have)
        for fact in rule.example.so:
            if after.get(fact.skill, 0) != fact.level:
                got = after.get(fact.skill)
                draft.report(id, ("example", "so", fact.skill), "failing-example",
                             f"the example of transfer {id!r} says {fact.skill} {fact.level}, "
                             f"the rule gives {got if got else 'nothing'}",
                             why="an example is the smallest test of its rule and is checked at every load",
                             hint="correct the rule or the example, whichever is wrong")


def apply_once(rule: TransferRule, have: Mapping[str, int]) -> dict[str, int]:
    """Return the best level of each skill after one use of ``rule`` on ``have``."""
    after = dict(have)
    for needs, gives in rule.parts():
        if met(needs, have):
            for skill, level in gives:
                after[skill] = max(level, after.get(skill, 0))
    return after


def met(need: Need, levels: Mapping[str, int]) -> bool:
    """Say whether the levels of ``levels`` meet ``need``."""
    return all(levels.get(fact.skill, 0) >= fact.level for fact in need.facts) and all(
        sum(met(alternative, levels) for alternative in choice.of) >= choice.count for choice in need.choices
    )


def load_profile(where: str | Path, rules: RuleBook) -> Profile:
    """Return the person a YAML file (or ``-``, standard input) describes, checked against ``rules``.

    Raises :class:`RulesError` with every problem of the file.
    """
    return profile_of(read_file(where), rules)


def read_profile(text: str, rules: RuleBook, *, name: str = "person.yaml") -> Profile:
    """Return the person a YAML text describes, as :func:`load_profile` does for a file."""
    return profile_of(parse(name, text), rules)


def profile_of(source: Source, rules: RuleBook) -> Profile:
    """Return the person of a parsed text; raises :class:`RulesError` with all its problems."""
    problems = list(source.problems)
    tree = source.tree if source.tree is not None or problems else Map()
    profile = None
    if isinstance(tree, Map):
        try:
            profile = Profile.model_validate(tree)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                d = describe(fault, "the person", Profile)
                problems.append(source.problem(source.find(d.path, key=d.key), d.id, d.what, why=d.why, hint=d.hint))
    elif not problems:
        problems.append(source.problem(Mark((1, 1, 1)), "not-a-person", "a person is a mapping of fields",
                                       why="such as name, have and love", hint="begin with 'have:'"))
    if profile is not None:
        problems += _check_person(source, profile, rules)
    if problems or profile is None:
        raise RulesError(problems)
    return profile


def _check_person(source: Source, profile: Profile, rules: RuleBook) -> Iterable[Problem]:
    steps, roles = rules.all_steps, rules.roles
    named: list[tuple[Path_, str, str, Mapping[str, Any]]] = [(("have", id), id, "skill", rules.skills) for id in profile.have]
    named += [(("love", id), id, "role", roles) for id in profile.love]
    named += [(("roles_held", n, "role"), held.role, "role", roles) for n, held in enumerate(profile.roles_held)]
    named += [(("done", n), id, "step", steps) for n, id in enumerate(profile.done)]
    named += [(("limits", "avoid", n), id, "step", steps) for n, id in enumerate(profile.limits.avoid)]
    named += [(("limits", "require", n), id, "step", steps) for n, id in enumerate(profile.limits.require)]
    for path, id, kind, known in named:
        if id not in known:
            hint = did_you_mean(id, known) or f"'pivot rules check' names the rules; {len(known)} {kind}s are known"
            yield source.problem(source.find(path, key=True), f"unknown-{kind}", f"{id!r} is no {kind} here",
                                 why=f"a person can only name what the rules know as a {kind}", hint=hint)
    for id in profile.have:
        skill = rules.skills.get(id)
        written = _written(source, ("have", id))
        written = written.get("level") if isinstance(written, Map) else written
        if skill is not None and written is not None and (skill.kind == "credential") != (written == HELD):
            credential = skill.kind == "credential"
            yield source.problem(
                source.find(("have", id)),
                "level",
                f"{id!r} is a credential: held or not" if credential else f"{id!r} has a level from 1 to 5",
                why="only credentials are held",
                hint="write 'held'" if credential else "write a level, such as 3",
            )
