"""A second solver before the first, where it is installed: what it proves in a moment need not be searched for.

CP-SAT and answer set programming fail on different books. Where nothing can be ruled out before (many steps that
are as good as each other), clingo's unsatisfiable cores often close in from below at once while CP-SAT counts; in
deep chains and set covers it is the other way round. clingo is the extra ``clingo``; without it this module does
nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from typing import Any

from planner.planning.task import Task


@cache
def installed() -> bool:
    return importlib.util.find_spec("clingo") is not None


def can_count(costs: Sequence[int], caps: Sequence[tuple[Sequence[int], int]]) -> bool:
    """Say whether clingo, which adds up in 32 bits, can add all of these up."""
    return all(amount < 2**31 for amount in (sum(costs), *(max(sum(amounts), cap) for amounts, cap in caps)))


class Second:
    """clingo at work on one measure, until it has a proof or is stopped."""

    def __init__(self, task: Task, costs: Sequence[int], caps: Sequence[tuple[Sequence[int], int]]) -> None:
        """Begin; ``caps`` are costs and what they may add up to."""
        import clingo

        self.task = task
        self.best: tuple[int, ...] = ()
        self.value: int | None = None
        self.control: Any = clingo.Control(["--opt-strategy=usc", "--warn=none"])
        self.control.add("base", [], "\n".join(_programme(task, costs, caps)))
        self.control.ground([("base", [])])
        self.handle: Any = self.control.solve(on_model=self._found, async_=True)

    def _found(self, model: Any) -> None:
        self.best = tuple(symbol.arguments[0].number for symbol in model.symbols(shown=True))
        self.value = model.cost[0] if model.cost else 0

    def proves(self, seconds: float) -> bool:
        """Say whether it has a proof within so many seconds; then it is told to stop."""
        self.handle.wait(seconds)
        self.handle.cancel()
        result = self.handle.get()
        return bool(result.exhausted) and not result.interrupted


def _programme(task: Task, costs: Sequence[int], caps: Sequence[tuple[Sequence[int], int]]) -> list[str]:
    """Return the task as a logic programme; its stable models are founded by nature."""
    lines = ["#show take/1."]
    lines += [
        f"{'' if option.id in task.needed else '{'}take({number}){'' if option.id in task.needed else '}'}."
        for number, option in enumerate(task.actions)
    ]
    for body, head in task.clauses:
        lines.append(f"t({head}) :- {_all(body)}." if body else f"t({head}).")
    for number, option in enumerate(task.actions):
        lines += [f"t({atom}) :- {_all(option.pre, f'take({number})')}." for atom in option.add]
        lines += [f":- take({number}), not t({atom})." for atom in option.pre]
    lines += [f":- not t({atom})." for atom in task.goal]
    for amounts, limit in caps:
        lines.append(f":- #sum {{ {_terms(amounts)} }} > {limit}.")
    lines.append(f"#minimize {{ {_terms(costs)} }}.")
    return lines


def _all(atoms: Sequence[int], *also: str) -> str:
    return ", ".join([*also, *(f"t({atom})" for atom in atoms)])


def _terms(amounts: Sequence[int]) -> str:
    return "; ".join(f"{amount},{number}: take({number})" for number, amount in enumerate(amounts) if amount)
