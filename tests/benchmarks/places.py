"""A place for each step: a person, a goal and a preference whose best plan has it.

    python tests/benchmarks/places.py [--keep FILE] [--people N] [--rivals N] [--workers N] [STEP ...]

Looked at are people who have held one role for three years, one who has done nothing, and those of the journeys, the
nearest to what the step asks first, and the roles of which its gifts meet most lines for them. Preferences are the
order of wishes, spare hours, having to earn, limits on weeks and money: a plan than which none is better in steps,
weeks and money at once is best for whoever has no more to spend. The last people asked lack for a role nothing but
what the step gives. With ``--rivals``, up to so many steps that give the
same may be ruled out as well, as by somebody who has no such school in town. Questions that are not answered quickly
count for nothing.

``--keep FILE`` stores each place and looks there again first.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from people import BUT, NOBODY, person, roles_for, shipped, told, travellers

from planner import Closure, Limits, Need, close
from planner.planning.explore import shared_task
from planner.planning.few import has_few, solve_few
from planner.planning.ground import Ground
from planner.planning.question import ask, starting_closure
from planner.planning.task import Task
from planner.planning.totals import ORDERS, Solution, Totals

GOALS, LAST, AFTER = 4, 6, 6
SECONDS = 0.3
SPARE = (20, 10, 5)


@cache
def known_to(start: str) -> Closure:
    return starting_closure(person(start), shipped())


@dataclass(frozen=True)
class Setting:
    """What all roles share for one person with some limits: a task, its ground, and the goals by role."""

    task: Task
    ground: Ground
    goals: Mapping[str, tuple[int, ...]]


def setting(start: str, limits: Limits) -> Setting:
    rules = shipped()
    questions = [ask(person(start), role, rules, limits=limits) for role in roles_for(start)]
    goals, task = shared_task(questions, rules, known_to(start))
    return Setting(task, Ground(task), goals)


def lacking(needs: Need, known: Closure) -> int:
    """Return how many parts of ``needs`` are not known."""
    parts = [*(Need((fact,)) for fact in needs.facts), *(Need(choices=(choice,)) for choice in needs.choices)]
    return sum(not known.meets(part) for part in parts)


@cache
def rarity() -> Mapping[Need, float]:
    """Return for each line of a role, by what it needs, one by the number of steps that meet it alone."""
    rules = shipped()
    lines = {line.needs for role in rules.roles.values() for line in role.lines}
    transfers = tuple(rules.transfers.values())
    givers = Counter[Need]()
    for step in rules.all_steps.values():
        known = close(step.gives, transfers)
        givers.update(needs for needs in lines if known.meets(needs))
    return {needs: 1 / max(1, givers[needs]) for needs in lines}


@cache
def open_lines(start: str) -> Mapping[str, Sequence[Need]]:
    """Return for each other role what one who has held ``start`` lacks for it."""
    known = known_to(start)
    lines = {id: [line.needs for line in role.must()] for id, role in shipped().roles.items() if id != start}
    return {id: [needs for needs in all_ if not known.meets(needs)] for id, all_ in lines.items()}


def goals_for(step: str, start: str) -> list[str]:
    """Return roles for which ``step`` gives one who has held ``start`` what is missing, what few steps give first."""
    rules = shipped()
    after = close([*told(start), *rules.all_steps[step].gives], tuple(rules.transfers.values()))
    ranked = []
    for role, lines in open_lines(start).items():
        met = sum(rarity()[needs] for needs in lines if after.meets(needs))
        if met:
            ranked.append((-met / len(lines) ** 0.5, role))
    return [role for _, role in sorted(ranked)[:GOALS]]


def unbeaten(task: Task, ground: Ground, totals: Totals) -> bool:
    """Say whether no plan takes less steps, weeks or money, and no more of the other two."""
    for steps, weeks, money in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        if totals.weeks >= weeks and totals.money >= money:
            capped = replace(task, weeks=totals.weeks - weeks, budget=totals.money - money)
            if has_few(capped, ground, steps=totals.steps - steps, deadline=time.monotonic() + SECONDS) is not False:
                return False
    return True


def quick(task: Task, order: str, ground: Ground) -> Solution | None:
    """Return the best plan by an order of wishes, if it is found quickly."""
    found = solve_few(task, ORDERS[order], ground, deadline=time.monotonic() + SECONDS, ties=False)
    return found if found.proved and found.actions is not None else None


def best_with(step: str, goal: tuple[int, ...], where: Setting) -> list[str] | None:
    """Return a plan with ``step`` than which none is better in steps, weeks and money at once, if one is found.

    Not looked further into is a step that makes the plan with fewest steps longer by more than itself.
    """
    whole = replace(where.task, goal=goal)
    forced = replace(whole, needed=frozenset({step}))
    best, first = quick(whole, "steps", where.ground), quick(forced, "steps", where.ground)
    if best is None or first is None or first.totals.steps > best.totals.steps + 1:
        return None
    for order in ORDERS:
        found = first if order == "steps" else quick(forced, order, where.ground)
        if found is not None and unbeaten(whole, where.ground, found.totals):
            return list(found.ids)
    return None


def alike(step: str, others: Iterable[str]) -> list[str]:
    """Return those of some steps that give something ``step`` gives as well."""
    all_steps = shipped().all_steps
    gives = {fact.skill for fact in all_steps[step].gives}
    return [other for other in others if other != step and gives & {fact.skill for fact in all_steps[other].gives}]


def without_rivals(step: str, goal: tuple[int, ...], where: Setting, most: int) -> tuple[list[str], list[str]] | None:
    """Return such a plan and the rivals, ``most`` at most, that are ruled out for it."""
    avoided: list[str] = []
    while len(avoided) < most:
        best = quick(replace(where.task, goal=goal), "steps", where.ground)
        rivals = [] if best is None else alike(step, best.ids)
        if not rivals:
            return None
        avoided += rivals[:1]
        actions = tuple(option for option in where.task.actions if option.id not in avoided)
        task = replace(where.task, goal=goal, actions=actions)
        where = replace(where, task=task, ground=Ground(task))
        plan = best_with(step, goal, where)
        if plan is not None:
            return plan, avoided
    return None


def last_gaps(step: str) -> Iterator[str]:
    """Yield who lacks nothing for some role but what ``step`` gives, or that and what one step after it gives."""
    rules = shipped()
    transfers, given = tuple(rules.transfers.values()), {fact.skill for fact in rules.all_steps[step].gives}
    after = [id for id, other in rules.steps.items() if any(fact.skill in given for fact in other.needs.walk())]
    after.sort(key=lambda id: (len(list(rules.steps[id].needs.walk())), id))
    for steps in ((step,), *((step, id) for id in after[:AFTER])):
        known = close([fact for id in steps for fact in rules.all_steps[id].gives], transfers)
        ranked = []
        for id, role in rules.roles.items():
            met = sum(rarity()[line.needs] for line in role.lines if known.meets(line.needs))
            if met or any(fact.skill in known.levels for line in role.lines for fact in line.needs.walk()):
                ranked.append((-met, BUT.join((id, *steps))))
        yield from (start for _, start in sorted(ranked)[:LAST])


def at_last(task: tuple[str, int]) -> dict[str, Any] | None:
    """Return a place of a step with somebody who lacks nothing else, if one is found."""
    step, rivals = task
    for start in last_gaps(step):
        role = start.split(BUT)[0]
        for limits in wishes(step):
            where = setting(start, limits)
            if step in {option.id for option in where.task.actions} and where.goals.get(role):
                place = place_in(where, step, (start, role), limits, rivals)
                if place is not None:
                    return place
    return None


def wishes(step: str) -> Iterator[Limits]:
    """Yield limits under which ``step`` may be the thing to do."""
    found = shipped().all_steps[step]
    hours = 0 if found.full_time else found.hours_per_week or 0
    yield from (Limits(hours_per_week=spare) for spare in dict.fromkeys((*SPARE, hours)) if spare >= hours)
    if found.pay > 0 or not found.full_time:
        yield Limits(hours_per_week=max(SPARE[0], hours), must_earn=True)


def people_for(step: str, people: Sequence[str], most: int) -> list[str]:
    """Return ``most`` people, those who lack least of what the step asks first."""
    drawn = random.Random(step).sample(people, len(people))
    needs = shipped().all_steps[step].needs
    return sorted(drawn, key=lambda start: lacking(needs, known_to(start)))[:most]


def place_in(where: Setting, step: str, pair: tuple[str, str], limits: Limits, rivals: int) -> dict[str, Any] | None:
    """Return the place of a step for one person and role, if it has one there."""
    plan, avoided = best_with(step, where.goals[pair[1]], where), list[str]()
    if plan is None and rivals:
        plan, avoided = without_rivals(step, where.goals[pair[1]], where, rivals) or (None, [])
    if plan is None:
        return None
    said = limits.model_copy(update={"avoid": tuple(avoided)}).model_dump(exclude_defaults=True)
    return {"step": step, "pair": list(pair), "limits": said, "plan": plan}


def places_for(task: tuple[str, Limits, Sequence[str], int]) -> list[dict[str, Any]]:
    """Return the places found for some steps with one person and some limits."""
    start, limits, steps, rivals = task
    where, found = setting(start, limits), []
    able = {option.id for option in where.task.actions}
    for step in able.intersection(steps):
        for role in goals_for(step, start):
            if role not in where.goals or not where.goals[role]:
                continue
            place = place_in(where, step, (start, role), limits, rivals)
            if place is not None:
                found.append(place)
                break
    return found


def places(steps: Sequence[str], *, people: int, rivals: int, workers: int) -> Iterator[dict[str, Any]]:
    """Yield a place for each step for which one is found, the likeliest people and wishes first."""
    starts = [NOBODY, *sorted(shipped().roles), *travellers()]
    left = dict.fromkeys(steps)
    asked = {step: people_for(step, starts, people) for step in steps}
    for turn in range(people):
        wanted: dict[tuple[str, str], tuple[Limits, list[str]]] = {}
        for step in left:
            limits = list(wishes(step))
            chosen = limits[turn % len(limits)]
            key = asked[step][turn], chosen.model_dump_json()
            wanted.setdefault(key, (chosen, []))[1].append(step)
        jobs = [(start, limits, ids, rivals) for (start, _), (limits, ids) in sorted(wanted.items())]
        with Pool(workers) as pool:
            for found in pool.imap_unordered(places_for, jobs):
                for place in found:
                    del left[place["step"]]
                    yield place
    with Pool(workers) as pool:
        yield from filter(None, pool.imap_unordered(at_last, [(step, rivals) for step in left]))


def still_there(task: tuple[str, str, Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return those of some kept places, all of one person with the same limits, that are places still."""
    start, limits, kept = task
    where = setting(start, Limits.model_validate_json(limits))
    able = {option.id for option in where.task.actions}
    return [
        place | {"plan": plan}
        for place in kept
        if place["step"] in able and where.goals.get(place["pair"][1])
        if (plan := best_with(place["step"], where.goals[place["pair"][1]], where)) is not None
    ]


def checked(kept: Sequence[dict[str, Any]], workers: int) -> list[dict[str, Any]]:
    """Return the kept places that are places still."""
    alike: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for place in kept:
        alike[place["pair"][0], Limits(**place["limits"]).model_dump_json()].append(place)
    with Pool(workers) as pool:
        jobs = [(*key, several) for key, several in alike.items()]
        return [place for found in pool.imap(still_there, jobs) for place in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", metavar="STEP", help="only these steps")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="store places here, and look there first")
    parser.add_argument("--people", type=int, default=8, metavar="N", help="people to try for each step")
    parser.add_argument("--rivals", type=int, default=0, metavar="N", help="rivals that may be ruled out")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    chosen = parser.parse_args()

    rarity()  # once, before there are several of us
    steps = [step for step in shipped().all_steps if not chosen.steps or step in chosen.steps]
    lines = chosen.keep.read_text("utf-8").splitlines() if chosen.keep and chosen.keep.exists() else []
    kept = [place for place in map(json.loads, lines) if place["step"] in steps and place["pair"][1] in shipped().roles]
    known = {place["step"]: place for place in checked(kept, chosen.workers)}
    open_ = [step for step in steps if step not in known]
    for place in places(open_, people=chosen.people, rivals=chosen.rivals, workers=chosen.workers):
        known[place["step"]] = place
        if chosen.keep:
            with chosen.keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps(place) + "\n")
    ruled_out = Counter(len(place["limits"].get("avoid", ())) for place in known.values())
    left = [step for step in steps if step not in known]
    print(
        f"{len(steps)} steps; with a place: {len(known)}, {sum(BUT in place['pair'][0] for place in known.values())} "
        "of them with somebody who lacks nothing else"
    )
    print(*(f"  {rivals} rivals ruled out: {number}" for rivals, number in sorted(ruled_out.items())), sep="\n")
    print(f"without: {len(left)}", *left, sep="\n  ")


if __name__ == "__main__":
    main()
