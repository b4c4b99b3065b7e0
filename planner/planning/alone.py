"""Which actions bring about, each by itself, all that is still wanted: what can be the last of a plan.

For each atom the actions after one of which it follows, with what is known already, are found for all actions at once:
those that give it, and for each clause those that bring about all of its body. What matters for that are the atoms
from which clauses lead to it, most often a handful, so the same answer serves wherever these are known alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from planner.planning.bitset import bits, union

Ways = Sequence[Sequence[tuple[tuple[int, ...], int]]]
"""For each atom its rules: what they need, and the action, or -1 for a clause."""


class Alone:
    """What the actions of a task, so many, bring about by themselves; ``ways`` are the rules of its atoms."""

    def __init__(self, ways: Ways, actions: int) -> None:
        self.all_actions = (1 << actions) - 1
        self.bodies: list[list[tuple[int, ...]]] = []
        self.givers: list[int] = []
        for rules in ways:
            bodies, givers = [], 0
            for body, action in rules:
                if action < 0:
                    bodies.append(body)
                else:
                    givers |= 1 << action
            self.bodies.append(bodies)
            self.givers.append(givers)
        self._behind: dict[int, tuple[tuple[int, ...], int]] = {}
        self._found: dict[tuple[int, int], int] = {}

    def bring(self, wanted: int, known: int) -> int:
        """Return the actions each of which, whatever it needs itself, alone brings about all of ``wanted``.

        ``known`` is all that follows from what is known.
        """
        able = self.all_actions
        for place in bits(wanted & ~known):
            if not able:
                break
            atoms, behind = self.behind(place)
            here = known & behind
            if (place, here) not in self._found:
                self._found[place, here] = self._spread([atom for atom in atoms if not here >> atom & 1])[place]
            able &= self._found[place, here]
        return able

    def behind(self, place: int) -> tuple[tuple[int, ...], int]:
        """Return the atoms from which clauses lead to an atom, and itself: in a row, far ones first, and as a set."""
        if place not in self._behind:
            seen, agenda = {place: None}, [place]
            while agenda:
                for body in self.bodies[agenda.pop()]:
                    agenda += [other for other in body if other not in seen]
                    seen.update(dict.fromkeys(body))
            self._behind[place] = tuple(reversed(seen)), union(1 << other for other in seen)
        return self._behind[place]

    def _spread(self, atoms: Sequence[int]) -> dict[int, int]:
        """Return the actions that alone bring about each of some atoms, where all others in their clauses are known."""
        found = {atom: self.givers[atom] for atom in atoms}
        changed = True
        while changed:
            changed = False
            for atom in atoms:
                more = found[atom]
                for body in self.bodies[atom]:
                    able = -1
                    for other in body:
                        able &= found.get(other, -1)
                    more |= able
                if more != found[atom]:
                    found[atom], changed = more, True
        return found
