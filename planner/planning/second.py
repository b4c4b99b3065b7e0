"""A second solver beside the first, where it is installed: the first proof counts.

CP-SAT and answer set programming fail on different books. Where nothing can be ruled out before (many steps that
are as good as each other), clingo's unsatisfiable cores often close in from below at once while CP-SAT counts; in
deep chains it is the other way round. Both are exact, so who is first decides how long it takes and nothing else.
clingo is the extra ``clingo``; without it this module does nothing.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from planner.planning.task import Task


@cache
def installed() -> bool:
    return importlib.util.find_spec("clingo") is not None


class Second:
    """clingo at work on one measure in a thread of its own, until it has a proof or is stopped."""

    def __init__(
        self, task: Task, costs: Sequence[int], caps: Sequence[tuple[Sequence[int], int]]
    ) -> None:
        """Begin; ``caps`` are costs and what they may add up to."""
        import clingo

        self.task = task
        self.best: tuple[int, ...] = ()
        self.value: int | None = None
        self.proved = False
        self.control: Any = clingo.Control(["--opt-strategy=usc", "--warn=none"])
        self.control.add("base", [], "\n".join(_programme(task, costs, caps)))
        self.control.ground([("base", [])])
        self.handle: Any = self.control.solve(on_model=self._found, async_=True)

    def _found(self, model: Any) -> None:
        self.best = tuple(symbol.arguments[0].number for symbol in model.symbols(shown=True))
        self.value = model.cost[0] if model.cost else 0

    def wait(self, seconds: float) -> bool:
        """Say whether it has come to an end, after waiting so long for it."""
        self.proved = self.proved or bool(self.handle.wait(seconds))
        return self.proved

    def stop(self) -> None:
        """Let it end, and note whether it had a proof by itself."""
        self.handle.cancel()
        result = self.handle.get()
        self.proved = bool(result.exhausted) and not result.interrupted

    def beside(self, solve: Callable[[], Any], halt: Callable[[], None]) -> Any:
        """Return what ``solve`` says, told to ``halt`` when there is a proof here first."""
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                if self.wait(0.02):
                    halt()
                    over.wait(0.02)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            return solve()
        finally:
            over.set()
            watcher.join()


def _programme(task: Task, costs: Sequence[int], caps: Sequence[tuple[Sequence[int], int]]) -> list[str]:
    """Return the task as a logic programme; its stable models are founded by nature."""
    lines = ["#show take/1."]
    lines += [f"{'' if option.id in task.needed else '{'}take({number}){'' if option.id in task.needed else '}'}."
              for number, option in enumerate(task.actions)]
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
