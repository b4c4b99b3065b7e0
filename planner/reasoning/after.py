"""What is known after some steps, for many sets of steps from one start."""

from __future__ import annotations

from collections.abc import Iterable

from planner.model import Step
from planner.reasoning.closure import Closure, grow, transfers_of
from planner.rulebook.book import RuleBook


class After:
    """What follows from ``start`` and some steps: its levels, and so the needs it meets, are those of :func:`reached`.

    What sets have in common is followed once. The reasons may be others: they depend on what was asked before.
    """

    def __init__(self, start: Closure, rules: RuleBook) -> None:
        self.transfers = transfers_of(rules)
        self._known: dict[tuple[str, ...], Closure] = {(): start}

    def steps(self, steps: Iterable[Step]) -> Closure:
        """Return what is known after those of ``steps`` that can be taken at all."""
        waiting = sorted(steps, key=lambda step: step.id)
        taken: list[Step] = []
        while True:
            known = self._all(taken)
            able = [step for step in waiting if known.meets(step.needs)]
            if not able:
                return known
            waiting = [step for step in waiting if not known.meets(step.needs)]
            taken = sorted([*taken, *able], key=lambda step: step.id)

    def _all(self, taken: list[Step]) -> Closure:
        """Return what follows from all of some steps, which are sorted by id."""
        key = tuple(step.id for step in taken)
        if key not in self._known:
            self._known[key] = grow(self._all(taken[:-1]), taken[-1].gives, self.transfers)
        return self._known[key]
