"""A planning question as integers: facts and either/ors become atoms, rules become Horn clauses.

Every level of a skill is an atom of its own, and so is every ``any_of`` or ``at_least``: an either/or becomes
one clause for each alternative, a count a small grid of clauses ("j of the first i hold"). After that there is
only one kind of thing: clauses that are free, and actions that cost. The book is compiled once; a question adds
its goal and its person, and what either/ors proved by roles held bring (:mod:`planner.planning.ways`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil
from typing import NamedTuple

from planner.model import Choice, Fact, Limits, Need, Role, Step, all_of
from planner.planning.ways import Atom, Clause, Network, way_clauses
from planner.reasoning.closure import Closure
from planner.rulebook.book import RuleBook
from planner.rulebook.policy import Policy, may_take, spare_hours


class Action(NamedTuple):
    """A step for one person: ``weeks`` long, taking the working week (``slot``) or ``hours`` of the spare ones."""

    id: str
    pre: tuple[int, ...]
    add: tuple[int, ...]
    weeks: int
    slot: bool
    hours: int
    money: int

    @property
    def working_weeks(self) -> int:
        """The weeks of the working week it takes."""
        return self.weeks if self.slot else 0

    @property
    def hours_in_all(self) -> int:
        """The spare hours it takes in all."""
        return self.weeks * self.hours


@dataclass(frozen=True)
class Task:
    """What is known (``init``), wanted (``goal``), follows for free (``clauses``) and can be done (``actions``, by id).

    ``needed`` are ids every plan must use; ``capacity`` the spare hours a week; ``budget`` and ``weeks`` limits.
    """

    atoms: tuple[Atom, ...]
    init: frozenset[int]
    goal: tuple[int, ...]
    clauses: tuple[Clause, ...]
    actions: tuple[Action, ...]
    capacity: int
    needed: frozenset[str] = frozenset()
    budget: int | None = None
    weeks: int | None = None

    @cached_property
    def serial(self) -> bool:
        """Whether every action takes the working week: then they take turns, and a calendar is the sum of weeks."""
        return all(option.slot for option in self.actions)

    @cached_property
    def watched(self) -> Watched:
        """The clauses and actions by the atoms they wait for (see :func:`follow`)."""
        bodies = [body for body, _ in self.clauses] + [option.pre for option in self.actions]
        waiting: dict[int, list[int]] = defaultdict(list)
        for rule, body in enumerate(bodies):
            for atom in body:
                waiting[atom].append(rule)
        heads = [(head,) for _, head in self.clauses] + [option.add for option in self.actions]
        place = {option.id: len(self.clauses) + number for number, option in enumerate(self.actions)}
        free = [rule for rule, body in enumerate(bodies) if not body]
        return Watched(waiting, [len(body) for body in bodies], heads, place, free)


@dataclass(frozen=True)
class Watched:
    """Rules by number, the clauses first: who waits for an atom, for how many, what follows, and who waits for none."""

    waiting: Mapping[int, list[int]]
    missing: list[int]
    heads: list[tuple[int, ...]]
    place: Mapping[str, int]
    free: list[int]


class _Table:
    """Atoms by what they mean, and the clauses that either/ors bring along."""

    def __init__(self) -> None:
        self.index: dict[Atom, int] = {}
        self.clauses: list[Clause] = []

    def atom(self, meaning: Atom) -> int:
        return self.index.setdefault(meaning, len(self.index))

    def body(self, need: Need) -> tuple[int, ...]:
        """Return the atoms that together mean ``need``."""
        return tuple(dict.fromkeys([*(self.atom(fact) for fact in need.facts), *map(self.choice, need.choices)]))

    def choice(self, choice: Choice) -> int:
        if choice in self.index:
            return self.index[choice]
        head = self.atom(choice)
        bodies = [self.body(alternative) for alternative in choice.of]
        if choice.count == 1:
            self.clauses += [(body, head) for body in bodies]
            return head
        last = len(bodies)
        for i, body in enumerate(bodies, 1):
            for j in range(max(1, choice.count - (last - i)), min(i, choice.count) + 1):
                here = head if (i, j) == (last, choice.count) else self.atom((choice, i, j))
                if j <= i - 1:
                    self.clauses.append(((self.atom((choice, i - 1, j)),), here))
                before = (self.atom((choice, i - 1, j - 1)),) if j > 1 else ()
                self.clauses.append(((*before, *body), here))
        return head

    def added(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Return the atoms of ``facts`` and of every lower level."""
        return tuple(
            sorted({self.atom(Fact(fact.skill, level)) for fact in facts for level in range(1, fact.level + 1)})
        )


@dataclass(frozen=True, eq=False)
class Compiled:
    """A rule book as atoms and clauses, and each step's needs and gifts in them."""

    index: Mapping[Atom, int]
    clauses: tuple[Clause, ...]
    steps: tuple[tuple[Step, tuple[int, ...], tuple[int, ...]], ...]

    @cached_property
    def network(self) -> Network:
        """The clauses by the atoms they use and bring about."""
        return Network(self.clauses)


@lru_cache(maxsize=8)
def compile_book(rules: RuleBook) -> Compiled:
    """Return the part of every question that only the rule book decides."""
    table = _Table()
    for skill in rules.skills:
        table.added([Fact(skill, 5)])
    for rule in rules.transfers.values():
        for needs, gives in rule.parts():
            body = table.body(needs)
            # a short form's parts for lower levels follow from the same skill, so each gives its own level alone
            heads = table.added(gives) if rule.from_ is None else map(table.atom, gives)
            table.clauses += [(body, head) for head in heads if head not in body]
    steps = tuple((step, table.body(step.needs), table.added(step.gives)) for step in rules.all_steps.values())
    return Compiled(table.index, tuple(table.clauses), steps)


def target(role: Role, aim: str, policy: Policy) -> Need:
    """Return what a plan for ``role`` has to bring about.

    ``aim="all"``: every gate and core line; ``aim="hireable"``: the gates and the policy's share of the core
    lines, rounded up. Lines that were not understood (an empty need) ask for nothing here.
    """
    gates = [line.needs for line in role.lines if line.kind == "gate"]
    core = [line.needs for line in role.lines if line.kind == "core" and line.needs != Need()]
    enough = ceil(Fraction(policy.hireable_at) * len(core)) if aim == "hireable" else len(core)
    parts = core if enough == len(core) else [Need(choices=(Choice(enough, tuple(core)),))] if enough else []
    return all_of([*gates, *parts])


def price(step: Step, current_pay: int) -> int:
    """Return what a step costs a person whose present pay is ``current_pay`` a year, in whole units.

    Its price, and for a full-time step the pay given up: weeks x max(0, present weekly pay - the step's).
    """
    if not step.full_time or not step.weeks:
        return max(0, step.cost)
    lost = step.weeks * max(Fraction(0), Fraction(current_pay, 52) - step.pay)
    return max(0, round(step.cost + lost))


def action(
    step: Step, pre: tuple[int, ...], add: tuple[int, ...], limits: Limits, hours: int, pay: int
) -> Action | None:
    """Return the step as this person would take it, or ``None`` where their limits rule it out."""
    if not may_take(step, limits, hours):
        return None
    money = price(step, pay)
    if step.hours is not None:
        return Action(step.id, pre, add, -(-step.hours // hours), False, hours, money)
    assert step.weeks is not None
    demand = 0 if step.full_time else step.hours_per_week or 0
    return Action(step.id, pre, add, step.weeks, step.full_time, demand, money)


def make_task(rules: RuleBook, goal: Need, closure: Closure, limits: Limits, current_pay: int) -> Task:
    """Return the question: from what ``closure`` holds to ``goal``, within ``limits``."""
    compiled = compile_book(rules)
    table = _Table()
    table.index = dict(compiled.index)
    goal_atoms = table.body(goal)
    hours = spare_hours(limits, rules.policy)
    options = (action(step, pre, add, limits, hours, current_pay) for step, pre, add in compiled.steps)
    init = set()
    for meaning, index in table.index.items():
        if isinstance(meaning, Fact):
            if closure.levels.get(meaning.skill, 0) >= meaning.level:
                init.add(index)
        elif isinstance(meaning, Choice) and closure.cases and closure.meets(Need(choices=(meaning,))):
            init.add(index)
    if closure.cases:
        table.clauses += way_clauses(table.index, Network(table.clauses, compiled.network), closure, init)
    return Task(
        atoms=tuple(table.index),
        init=frozenset(init),
        goal=goal_atoms,
        clauses=(*compiled.clauses, *table.clauses),
        actions=tuple(option for option in options if option is not None),
        capacity=hours,
        needed=frozenset(limits.require),
        budget=limits.budget,
        weeks=limits.weeks,
    )


def follow(task: Task, facts: Iterable[int], actions: Iterable[Action]) -> set[int]:
    """Return every atom that can come true from ``facts`` with the clauses and the given actions of the task."""
    watched = task.watched
    waiting, heads, clauses = watched.waiting, watched.heads, len(task.clauses)
    missing = watched.missing.copy()
    usable = {watched.place[option.id] for option in actions}
    known: set[int] = set()
    agenda = list(facts)
    for rule in watched.free:
        if rule < clauses or rule in usable:
            agenda += heads[rule]
    while agenda:
        atom = agenda.pop()
        if atom in known:
            continue
        known.add(atom)
        for rule in waiting.get(atom, ()):
            missing[rule] -= 1
            if not missing[rule] and (rule < clauses or rule in usable):
                agenda += heads[rule]
    return known


def reduce(task: Task, *, whole: bool = False) -> Task | None:
    """Return the task without what cannot matter, or ``None`` where no plan exists whatever it costs.

    What follows for free is known, and struck out everywhere; what no step and no rule can bring about is dropped
    with all that needs it; what does not lead to the goal or to a needed step is dropped; and of two steps one of
    which is no worse in any respect the other goes (see :func:`dominated`), unless the ``whole`` task is asked
    for. No best plan is lost that the order of ids would choose.
    """
    known = frozenset(follow(task, task.init, ()))
    reachable = follow(task, known, task.actions)
    able = [option for option in task.actions if reachable.issuperset(option.pre)]
    if not reachable.issuperset(task.goal) or task.needed - {option.id for option in able}:
        return None
    clauses = [
        (tuple([atom for atom in body if atom not in known]), head)
        for body, head in task.clauses
        if head not in known and reachable.issuperset(body)
    ]
    able = [
        option._replace(
            pre=tuple([atom for atom in option.pre if atom not in known]),
            add=tuple([atom for atom in option.add if atom not in known and atom not in option.pre]),
        )
        for option in able
    ]
    goal = tuple(atom for atom in task.goal if atom not in known)
    clauses, able = relevant(goal, clauses, able, task.needed)
    kept = able if whole else dominated(able, task.needed)
    return replace(task, init=frozenset(), goal=goal, clauses=tuple(dict.fromkeys(clauses)), actions=tuple(kept))


def relevant(
    goal: Iterable[int], clauses: list[Clause], actions: list[Action], needed: frozenset[str]
) -> tuple[list[Clause], list[Action]]:
    """Return the clauses and actions from which a chain leads to the goal, their gifts cut to what matters."""
    makers: dict[int, list[tuple[int, ...]]] = {}
    for body, head in clauses:
        makers.setdefault(head, []).append(body)
    for option in actions:
        for atom in option.add:
            makers.setdefault(atom, []).append(option.pre)
    agenda = [*goal, *(atom for option in actions if option.id in needed for atom in option.pre)]
    wanted = set(agenda)
    while agenda:
        for body in makers.get(agenda.pop(), ()):
            for atom in body:
                if atom not in wanted:
                    wanted.add(atom)
                    agenda.append(atom)
    cut = [option._replace(add=tuple([atom for atom in option.add if atom in wanted])) for option in actions]
    return (
        [clause for clause in clauses if clause[1] in wanted and clause[1] not in clause[0]],
        [option for option in cut if option.add or option.id in needed],
    )


def dominated(actions: list[Action], needed: frozenset[str]) -> list[Action]:
    """Return ``actions`` without those that another one can always stand in for.

    A stand-in gives as much, needs no more, is no longer, dearer or more hungry for hours; it must be cheaper, or
    come first by id, so that the plan which ties are broken in favour of is never lost.
    """
    givers: dict[int, list[Action]] = {}
    for option in actions:
        for atom in option.add:
            givers.setdefault(atom, []).append(option)
    kept = []
    for option in actions:
        rivals = min((givers[atom] for atom in option.add), key=len, default=[])
        if option.id in needed or not any(_stands_in(rival, option) for rival in rivals):
            kept.append(option)
    return kept


def _stands_in(rival: Action, option: Action) -> bool:
    return (
        rival.id != option.id
        and rival.money <= option.money
        and (rival.money < option.money or rival.id < option.id)
        and rival.weeks <= option.weeks
        and rival.slot == option.slot
        and rival.hours <= option.hours
        and set(rival.pre) <= set(option.pre)
        and set(rival.add) >= set(option.add)
    )
