"""Plans by asking for too little and saying what is missing, until nothing is.

CP-SAT is asked for the least set of actions that hits the landmarks known so far. Where such a set is no plan, the
landmarks it misses are told (an *implicit hitting set*; Moreno-Centeno and Karp 2013; in planning Haslum, Slaney and
Thiébaux 2012). Where weeks are capped, an action that such a set asks for gets a place in the calendar, and one that
begins before its needs are known gets told which others have to end before it (logic-based Benders decomposition;
Hooker and Ottosson 2003). The model never holds more than plans near the best one need.

The solver is imported when first used, since it takes half a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.planning.bitset import bits, union
from planner.planning.calendar import best_calendar
from planner.planning.known import PLAN, Known, Row
from planner.planning.totals import GaveUp, Measure, amount, round_up

RIVALS = 100
EFFORT = 300
EXACT = 2**53
"""Whole numbers up to here are exact as floating-point numbers, in which the solver tells its objective."""


@dataclass(frozen=True)
class Found:
    """A plan by the numbers of its actions, what it takes, and, in a calendar, when they begin and all is over."""

    numbers: tuple[int, ...]
    value: int
    starts: Mapping[int, int] | None = None
    end: int | None = None


class Model:
    """The plans of a task that take no more than ``caps`` and only actions ``able``, as far as they are known.

    ``landmarks`` are sets of which each of these plans, though maybe not every plan, has an action.

    Where weeks are capped, and not all actions take turns, it has a calendar.
    """

    def __init__(
        self, known: Known, caps: Mapping[Measure, int], able: int = -1, landmarks: Iterable[int] = ()
    ) -> None:
        from ortools.sat.python import cp_model

        self.cp: Any = cp_model
        self.known, self.options, self.caps = known, known.options, caps
        self.model: Any = cp_model.CpModel()
        in_turns = all(option.slot for number, option in enumerate(self.options) if able >> number & 1)
        self.end = None if in_turns else caps.get("weeks")
        self.take = {
            number: self.model.new_bool_var("")
            for number, option in enumerate(self.options)
            if able >> number & 1 and option.money <= caps.get("money", option.money) and self.fits(number)
        }
        self.able = union(1 << number for number in self.take)
        self.starts: dict[int, Any] = {}
        self.spans: dict[int, Any] = {}
        self.order: dict[tuple[int, int], Any] = {}
        self.windows: set[tuple[bool, int, int]] = set()
        self.bound = 0
        self.finish: Any = None
        if self.end is not None:
            self.finish = self.model.new_int_var(min(known.soon, self.end), self.end, "")
            for number, take in self.take.items():
                passed = known.heads[number] + self.options[number].weeks + known.tails[number]
                self.model.add(self.finish >= passed * take)
        for measure, cap in caps.items():
            if measure != "weeks" or self.end is None:
                self.model.add(self.sum(measure) <= cap)
        for number in known.needed:
            self.model.add_bool_or([self.take[number]] if number in self.take else [])
        if self.end is not None:
            self.limit(slot=True, head=0, tail=0)
            self.limit(slot=False, head=0, tail=0)
            for number in known.placed:
                self.place(number)
        for row in known.rows:
            self.tell(row)
        for landmark in landmarks:
            self.tell(Row(PLAN, landmark))

    def find(
        self,
        measure: Measure | None,
        deadline: float,
        offer: Callable[[Sequence[int]], object] | None = None,
        *,
        then: Sequence[Measure] = ("steps",),
    ) -> Found | None:
        """Return the plan that takes the least of ``measure``, or any; ``None`` where the caps leave none.

        Of several it is one that takes the least of what comes ``then``.

        Raises :class:`GaveUp` where the time is not enough; ``bound`` then has what any plan of the model takes at
        least. Plans met on the way that may take more are given to ``offer``.
        """
        order = () if measure is None else tuple(dict.fromkeys((measure, *then)))
        while True:
            found = self.ask(order, deadline)
            if found is None:
                return None
            self.bound = max(self.bound, found.value)
            chosen = found.numbers
            rows = self.known.unmet(chosen)
            if rows:
                rows.append(self.known.avoided(chosen, self.able, self.weights(measure)))
                if offer and (plan := self.known.completed(chosen, self.able)):
                    offer(plan)
            full = False
            end = found.end if "weeks" in order else self.end
            for slot, head, tail in self.overfull(chosen, end) if end is not None else ():
                full |= self.limit(slot=slot, head=head, tail=tail)
            if not rows and not full:
                if end is None:
                    return found
                fresh = [number for number in chosen if number not in self.starts]
                starts = self.calendar(chosen, end) if fresh else found.starts
                if starts is not None and not (rows := self.known.hasty(starts)):
                    return replace(found, starts=starts)
                self.place_all(fresh, chosen)
            for row in rows:
                if row not in self.known.rows:
                    self.known.rows[row] = None
                    self.tell(row)

    def ask(self, order: Sequence[Measure], deadline: float) -> Found | None:
        """Return actions that hit all rows told so far and take the least by ``order``; ``None``: there are none."""
        model = self.model.clone()
        if self.spans:
            turns = [span for number, span in self.spans.items() if self.options[number].slot]
            beside = [number for number in self.spans if self.options[number].hours and not self.options[number].slot]
            hours = [self.options[number].hours for number in beside]
            model.add_no_overlap(turns)
            model.add_cumulative([self.spans[number] for number in beside], hours, self.known.task.capacity)
        if order:
            model.add(self.value(order[0]) >= self.bound)
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.max_presolve_iterations = 1
        for measures in self.at_once(order):
            share, room, wish = 1, 1, 0
            for measure in reversed(measures):
                share, room = room, room * (self.most(measure) + 1)
                wish += share * self.value(measure)
            if measures:
                model.minimize(wish)
            if time.monotonic() > deadline:
                raise GaveUp
            solver.parameters.max_time_in_seconds = max(0.01, deadline - time.monotonic())
            status = solver.solve(model)
            if status == self.cp.INFEASIBLE:
                return None
            if status != self.cp.OPTIMAL:
                if measures and measures[0] == order[0]:
                    self.bound = max(self.bound, round_up(solver.best_objective_bound) // share)
                raise GaveUp
            if measures:
                model.add(wish <= solver.value(wish))
        chosen = tuple(number for number, take in self.take.items() if solver.boolean_value(take))
        starts = {number: solver.value(self.starts[number]) for number in chosen if number in self.starts}
        value = solver.value(self.value(order[0])) if order else 0
        if self.end is None:
            return Found(chosen, value)
        return Found(chosen, value, starts, solver.value(self.finish))

    def at_once(self, order: Sequence[Measure]) -> list[Sequence[Measure]]:
        """Return the measures of ``order`` in as few parts as can be told in one number each that is still exact."""
        parts: list[Sequence[Measure]] = [()]
        room = 1
        for measure in order:
            room *= self.most(measure) + 1
            if room > EXACT and parts[-1]:
                parts.append(())
                room = self.most(measure) + 1
            parts[-1] = (*parts[-1], measure)
        return parts

    def value(self, measure: Measure) -> Any:
        """Return what a plan takes."""
        return self.finish if measure == "weeks" and self.end is not None else self.sum(measure)

    def most(self, measure: Measure) -> int:
        """Return what no plan takes more than."""
        most = sum(amount(self.options[number], measure) for number in self.take)
        return min(most, self.caps.get(measure, most))

    def sum(self, measure: Measure) -> Any:
        """Return what the actions taken add up to."""
        amounts = [amount(self.options[number], measure) for number in self.take]
        return self.cp.LinearExpr.weighted_sum(list(self.take.values()), amounts)

    def weights(self, measure: Measure | None) -> list[int]:
        """Return how dear each action is: a landmark of dear ones says most."""
        if measure in ("money", "weeks"):
            return [amount(option, measure) for option in self.options]
        capacity = self.known.task.capacity
        return [option.working_weeks * capacity + option.hours_in_all for option in self.options]

    def fits(self, number: int, then: int | None = None) -> bool:
        """Say whether an action, and another after it, can be in time."""
        known, weeks = self.known, self.options[number].weeks
        if then is not None:
            weeks += self.options[then].weeks
        tail = known.tails[number if then is None else then]
        return self.end is None or known.heads[number] + weeks + tail <= self.end

    def tell(self, row: Row) -> None:
        """Add a row to the model."""
        if row.action == PLAN:
            self.model.add_bool_or([self.take[number] for number in bits(row.makers & self.able)])
        elif row.action in self.take:
            makers = [number for number in bits(row.makers & self.able) if self.fits(number, row.action)]
            before = [self.before(number, row.action) for number in makers]
            self.model.add_bool_or([self.take[row.action].negated(), *before])

    def before(self, first: int, then: int) -> Any:
        """Return the literal that an action is taken, and that it ends before another begins if both have a place."""
        if first not in self.starts or then not in self.starts:
            return self.take[first]
        if (first, then) not in self.order:
            literal = self.order[first, then] = self.model.new_bool_var("")
            self.model.add_implication(literal, self.take[first])
            self.model.add(self.starts[first] + self.options[first].weeks <= self.starts[then]).only_enforce_if(literal)
        return self.order[first, then]

    def place(self, number: int) -> None:
        """Give an action a place in the calendar."""
        if number in self.take and number not in self.starts:
            assert self.end is not None
            weeks, head, tail = self.options[number].weeks, self.known.heads[number], self.known.tails[number]
            start = self.starts[number] = self.model.new_int_var(head, self.end - tail - weeks, "")
            span = self.model.new_optional_fixed_size_interval_var(start, weeks, self.take[number], "")
            self.model.add(start + weeks + tail <= self.finish).only_enforce_if(self.take[number])
            self.spans[number] = span

    def place_all(self, fresh: Sequence[int], chosen: Sequence[int]) -> None:
        """Give actions a place, and the first of those that could stand in for them as well."""
        asked = [row.makers & self.able for row in self.known.rows if row.action in {PLAN, *chosen}]
        rivals: dict[int, None] = dict.fromkeys(fresh)
        for number in fresh:
            if rows := [makers for makers in asked if makers >> number & 1]:
                several = min(rows, key=lambda makers: (makers.bit_count(), makers))
                rivals.update(dict.fromkeys(list(bits(several))[:RIVALS]))
        new = [number for number in rivals if number not in self.starts]
        for number in new:
            self.known.placed[number] = None
            self.place(number)
        among = union(1 << number for number in new)
        for row in self.known.rows:
            if row.action in self.starts and (among >> row.action & 1 or row.makers & among):
                self.tell(row)

    def limit(self, *, slot: bool, head: int, tail: int) -> bool:
        """Hold what begins no sooner than ``head`` and is followed by ``tail`` weeks to the weeks between.

        Returns whether that is new.
        """
        if (slot, head, tail) in self.windows:
            return False
        self.windows.add((slot, head, tail))
        inside = [n for n in self.take if self.known.heads[n] >= head and self.known.tails[n] >= tail]
        load = sum(self.load(number, slot=slot) * self.take[number] for number in inside)
        held = self.model.add(load <= (self.finish - head - tail) * (1 if slot else self.known.task.capacity))
        if head + tail > self.known.soon:
            used = self.model.new_bool_var("")
            held.only_enforce_if(used)  # a plan that does nothing there may be over before
            for number in inside:
                self.model.add_implication(self.take[number], used)
        return True

    def load(self, number: int, *, slot: bool) -> int:
        """Return what an action takes of the working week, or of the spare hours."""
        return self.options[number].working_weeks if slot else self.options[number].hours_in_all

    def overfull(self, chosen: Sequence[int], end: int) -> Iterator[tuple[bool, int, int]]:
        """Yield heads and tails between which the weeks do not hold what of ``chosen`` has to be done there."""
        heads, tails = self.known.heads, self.known.tails
        for slot in (True, False):
            loads = {number: self.load(number, slot=slot) for number in chosen}
            some = [number for number in chosen if loads[number]]
            capacity = 1 if slot else self.known.task.capacity
            for head in sorted({heads[number] for number in some}):
                for tail in sorted({tails[number] for number in some}):
                    inside = sum(loads[n] for n in some if heads[n] >= head and tails[n] >= tail)
                    if inside and inside > (end - head - tail) * capacity:
                        yield slot, head, tail

    def calendar(self, chosen: Sequence[int], end: int) -> Mapping[int, int] | None:
        """Return when ``chosen`` begin in a calendar that ends in time, if one is quickly found."""
        options = [self.options[number] for number in chosen]
        starts, _ = best_calendar(self.known.task, options, at_most=end, effort=EFFORT)
        return None if starts is None else {self.known.number[id]: week for id, week in starts.items()}

    def forbid(self, numbers: Iterable[int]) -> None:
        """Ask for a plan that leaves out one of these actions."""
        self.model.add_bool_or([self.take[number].negated() for number in numbers])

    def forbid_before(self, numbers: Iterable[int]) -> None:
        """Ask for a plan of as many actions whose ids come before these."""
        cases, chosen = [], sorted(numbers, key=lambda number: self.options[number].id)
        ids = {number: self.options[number].id for number in self.take}
        for place, last in enumerate(chosen):
            after = self.options[chosen[place - 1]].id if place else ""
            earlier = [self.take[number] for number, id in ids.items() if after < id < self.options[last].id]
            if earlier:
                case = self.model.new_bool_var("")
                cases.append(case)
                for number in chosen[:place]:
                    self.model.add_implication(case, self.take[number])
                self.model.add_bool_or([*earlier, case.negated()])
        self.model.add_bool_or(cases)
