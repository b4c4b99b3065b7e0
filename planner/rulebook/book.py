"""A rule book: everything that was loaded, in an order that no file decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from planner.model import Role, Skill, Step, TransferRule
from planner.rulebook.cues import Cues
from planner.rulebook.policy import Policy
from planner.rulebook.problem import WrongUse, did_you_mean, expect, nearest
from planner.rulebook.settings import shipped_cues

SHOWN = 20


@dataclass(frozen=True)
class Place:
    """Where something stands: file, line and column, both from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Skills, transfers, steps and roles by id (sorted), policy and cues, and where each entry stands.

    A book built by hand may borrow the policy of the shipped one; nothing checks what its entries say of each other.

    >>> from planner import Line, Need, Role, RuleBook, Skill, load_rules
    >>> need = Need.of({"sql": 2})
    >>> analyst = Role(id="analyst", lines=(Line(text="Writes SQL", needs=need),))
    >>> book = RuleBook({"sql": Skill(id="sql")}, {}, {}, {"analyst": analyst}, load_rules().policy)
    >>> list(book.roles)
    ['analyst']
    """

    skills: Mapping[str, Skill]
    transfers: Mapping[str, TransferRule]
    steps: Mapping[str, Step]
    roles: Mapping[str, Role]
    policy: Policy
    places: Mapping[str, Place] = field(default_factory=dict)
    cues: Cues = field(default_factory=shipped_cues)

    @cached_property
    def all_steps(self) -> Mapping[str, Step]:
        """All steps by id, the roles that can serve as one among them."""
        interim = {role.id: step for role in self.roles.values() if (step := role.as_step())}
        return dict(sorted({**self.steps, **interim}.items()))


def find_role(role: Role | str, rules: RuleBook) -> Role:
    """Return the role of that id, title or alias (case does not matter); a :class:`Role` is returned as it is.

    Raises :class:`WrongUse` where ``rules`` have no such role, naming the nearest, or several that are called so.
    """
    expect(role, "Role", "str", for_="a role")
    expect(rules, "RuleBook", for_="the rules")
    if isinstance(role, Role):
        return role
    if role in rules.roles:
        return rules.roles[role]
    wanted = role.casefold()
    titled = [found for found in rules.roles.values() if found.label.casefold() == wanted]
    called = titled or [
        found for found in rules.roles.values() if wanted in (alias.casefold() for alias in found.aliases)
    ]
    if len(called) > 1:
        several = ", ".join(found.id for found in called)
        raise WrongUse(f"{role!r} names several roles of these rules; say which by its id: {several}")
    if called:
        return called[0]
    said = {name.casefold(): id for id, known in rules.roles.items() for name in (id, known.label, *known.aliases)}
    near = [said[word] for word in nearest(wanted, said)]
    shown = ", ".join([*list(rules.roles)[:SHOWN], *["…"] * (len(rules.roles) > SHOWN)])
    hint = f"did you mean {near[0]!r}?" if near else f"there are {shown or 'none'}"
    raise WrongUse(f"no role {role!r} in these rules; {hint}")


def find_step(id: str, rules: RuleBook) -> Step:
    """Return the step (or interim role) of that id; raises :class:`WrongUse` naming the nearest where there is none."""
    expect(id, "str", for_="the id of a step")
    expect(rules, "RuleBook", for_="the rules")
    if id in rules.all_steps:
        return rules.all_steps[id]
    raise WrongUse(f"no step {id!r} in these rules; {did_you_mean(id, rules.all_steps)}".rstrip("; "))


def with_steps(rules: RuleBook, steps: Iterable[Step]) -> RuleBook:
    """Return the book with these steps added, or in place of its own; an interim role gives way to a step of its id."""
    new = {step.id: step for step in steps}
    roles = {id: role.model_copy(update={"interim": None}) if id in new else role for id, role in rules.roles.items()}
    return replace(rules, steps=dict(sorted({**rules.steps, **new}.items())), roles=roles)


def with_roles(rules: RuleBook, roles: Iterable[Role]) -> RuleBook:
    """Return the book with these roles added, or in place of its own."""
    return replace(rules, roles=dict(sorted({**rules.roles, **{role.id: role for role in roles}}.items())))
