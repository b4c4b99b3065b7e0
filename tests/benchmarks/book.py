"""What the shipped book is good for: every pair of roles in each order of wishes.

    python tests/benchmarks/book.py [--sample N] [--orders steps time money] [--keep FILE] [--data FOLDER]

The person has held the first role for three years, earns its pay and looks at all roles at once (``explore``); so does
somebody who has done nothing yet. Printed are: how long that took, pairs without a plan or proof, the steps that stand
in no best plan (one that ties with the plan shown counts as well) and the transfers that fire for nobody. With
``--data``, how near each role is to those O*NET calls related, against all others: the share of (related, other)
couples in which the related one takes fewer weeks, ties counted half (AUC): towards the role, from it, and from it
with weeks as a share of what the goal takes from anywhere.

``--keep FILE`` stores each pair's plan and goes on from there; ``--ties N`` looks, for each step in no plan shown, for
a plan with it that is best for a person with other wishes or limits (:func:`as_good`), on N pairs at most.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import os
import random
import statistics
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from planner import Closure, HeldRole, Limits, Plan, Profile, RuleBook, close, explore, load_rules
from planner.planning.few import has_few, solve_few
from planner.planning.ground import Ground
from planner.planning.plan import ask, starting_closure, task_of
from planner.planning.task import Task, reduce
from planner.planning.totals import ORDERS as ALL_ORDERS
from planner.planning.totals import Totals

ORDERS = ("steps", "time", "money")
MANY_HOURS = 20
NOBODY = ""


@cache
def shipped() -> RuleBook:
    return load_rules()


def person(start: str) -> Profile:
    """Return who has held ``start`` for three years, or someone who has done nothing yet."""
    if start == NOBODY:
        return Profile()
    return Profile(roles_held=(HeldRole(role=start, years=3),), current_pay=shipped().roles[start].pay or 0)


def answers_from(task: tuple[str, str, float]) -> list[dict[str, Any]]:
    """Return what the planner says of every role to one person, and how long that took."""
    start, prefer, limit = task
    began = time.perf_counter()
    found = explore(person(start), shipped(), prefer=prefer, time_limit=limit)
    took = round(time.perf_counter() - began, 4)
    rows = []
    for prospect in found.prospects:
        row: dict[str, Any] = {"pair": [start, prospect.role.id, prefer], "seconds": took}
        row["proved"] = prospect.answer.proved
        if isinstance(prospect.answer, Plan):
            totals = prospect.answer.totals
            row |= {"totals": [totals.steps, totals.weeks, totals.money], "steps": list(prospect.answer.ids)}
        rows += [row] * (start != prospect.role.id)
    return rows


def answers(asked: Sequence[tuple[str, str, float]], keep: Path | None, workers: int) -> list[dict[str, Any]]:
    """Return the answer to every pair, those kept from an earlier run as they are."""
    rows = [json.loads(line) for line in keep.read_text("utf-8").splitlines()] if keep and keep.exists() else []
    known = {(row["pair"][0], row["pair"][2]) for row in rows}
    wanted = {task[:2] for task in asked}
    rows = [row for row in rows if (row["pair"][0], row["pair"][2]) in wanted]
    with Pool(workers) as pool:
        for several in pool.imap(answers_from, [task for task in asked if task[:2] not in known]):
            rows += several
            if keep:
                with keep.open("a", encoding="utf-8") as file:
                    file.writelines(json.dumps(row) + "\n" for row in several)
    return rows


def closures(rows: Sequence[dict[str, Any]]) -> Iterator[Closure]:
    """Yield what is known to each person of ``rows`` at the start, and after the steps of each plan."""
    from planner.reasoning.background import background  # the public `close` takes facts, not people

    rules = shipped()
    transfers, seen = tuple(rules.transfers.values()), set[tuple[str, frozenset[str]]]()
    for start in dict.fromkeys(row["pair"][0] for row in rows):
        told = background(person(start), rules).facts
        for steps in ((), *(row.get("steps", ()) for row in rows if row["pair"][0] == start)):
            if (start, frozenset(steps)) not in seen:
                seen.add((start, frozenset(steps)))
                yield close([*told, *(fact for step in steps for fact in rules.all_steps[step].gives)], transfers)


def silent(rows: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Return the transfers whose needs nobody meets, and those that are nowhere the reason shown."""
    transfers = shipped().transfers
    waiting, shown = dict(transfers), set[str]()
    for known in closures(rows):
        for id in [id for id, rule in waiting.items() if any(known.meets(needs) for needs, _ in rule.parts())]:
            del waiting[id]
        for reason in known.reasons.values():
            shown.update(filter(None, (reason.by, *reason.through)))
    return list(waiting), [id for id in transfers if id not in shown]


def as_good(task: tuple[tuple[str, str], Sequence[str], Sequence[str]]) -> dict[str, str]:
    """Return those of some steps that a pair's best plan has under some preference, and under which.

    Preferences are the order of wishes, limits on weeks and money, more spare hours than usual (some steps ask for
    that), having to earn, and ruling out the one step of the plan shown that gives the same: a plan than which none is
    better in steps, weeks and money at once is best for whoever has no more to spend. Questions that are not quickly
    answered count for nothing.
    """
    (start, goal), shown, steps = task
    found: dict[str, str] = {}
    for name, limits in (
        ("other wishes or limits", Limits()),
        (f"{MANY_HOURS} spare hours", Limits(hours_per_week=MANY_HOURS)),
        ("having to earn", Limits(must_earn=True)),
    ):
        open_ = [step for step in steps if step not in found]
        found.update(dict.fromkeys(best_with(start, goal, limits, open_), name))
    for step in [step for step in steps if step not in found]:
        for rival in same_gift(step, shown):
            if step not in found and best_with(start, goal, Limits(avoid=(rival,)), [step]):
                found[step] = "ruling out a rival"
    return found


def best_with(start: str, goal: str, limits: Limits, steps: Sequence[str]) -> set[str]:
    """Return those of ``steps`` that are in a plan than which none is better in steps, weeks and money at once."""
    question = ask(person(start), goal, shipped(), limits=limits)
    whole = reduce(task_of(question, shipped(), starting_closure(question.profile, shipped())), whole=True)
    if whole is None or not steps:
        return set()
    found: set[str] = set()
    ground, able = Ground(whole), {option.id for option in whole.actions}
    for step in able.intersection(steps):
        forced = replace(whole, needed=frozenset({step}))
        for order in ALL_ORDERS.values():
            until = time.monotonic() + 1.0
            best = solve_few(forced, order, ground, deadline=until)
            if step not in found and best.proved and best.actions is not None:
                found.update({step} if unbeaten(whole, ground, best.totals, until) else ())
    return found


def same_gift(step: str, others: Iterable[str]) -> list[str]:
    """Return those of some steps that give something ``step`` gives as well."""
    all_steps = shipped().all_steps
    gives = {fact.skill for fact in all_steps[step].gives}
    return [other for other in others if gives & {fact.skill for fact in all_steps[other].gives}]


def unbeaten(task: Task, ground: Ground, totals: Totals, deadline: float) -> bool:
    """Say whether no plan takes less steps, weeks or money, and no more of the other two."""
    less = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    return all(
        has_few(
            replace(task, weeks=totals.weeks - weeks, budget=totals.money - money),
            ground,
            steps=totals.steps - steps,
            deadline=deadline,
        )
        is False
        for steps, weeks, money in less
        if totals.weeks >= weeks and totals.money >= money
    )


def rivals(step: str, rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return rows whose best plan has a step that gives something this one gives too, the shortest plans first."""
    alike = set(same_gift(step, [other for other in shipped().all_steps if other != step]))
    found = [row for row in rows if alike.intersection(row.get("steps", ()))]
    random.Random(1).shuffle(found)
    found.sort(key=lambda row: len(row["steps"]))
    return found[:most]


def unused(rows: Sequence[dict[str, Any]], ties: int, workers: int) -> list[str]:
    """Return the lines on the steps that are in no best plan of these pairs."""
    used = {step for row in rows for step in row.get("steps", ())}
    open_ = [step for step in shipped().all_steps if step not in used]
    lines = [f"steps in no plan shown: {len(open_)} of {len(shipped().all_steps)}"]
    best: dict[str, str] = {}
    for number in range(ties):
        tried: dict[tuple[str, str], tuple[Sequence[str], list[str]]] = {}
        for step in open_:
            for row in rivals(step, rows, number + 1)[number:] if step not in best else ():
                tried.setdefault((row["pair"][0], row["pair"][1]), (row["steps"], []))[1].append(step)
        with Pool(workers) as pool:
            for found in pool.imap_unordered(as_good, [(pair, *entry) for pair, entry in sorted(tried.items())]):
                best.update(found)
    for why in sorted(set(best.values())):
        lines.append(f"  of them best by {why}: {sum(reason == why for reason in best.values())}")
    left = [step for step in open_ if step not in best]
    return [*lines, f"steps in no best plan: {len(left)}", *(f"  {step}" for step in left)]


def related(folder: Path) -> Mapping[str, set[str]]:
    """Return the occupations O*NET calls related to each, in all tiers."""
    found: dict[str, set[str]] = defaultdict(set)
    with (
        zipfile.ZipFile(folder / "onet" / "db_29_3_text.zip") as archive,
        archive.open("db_29_3_text/Related Occupations.txt") as file,
    ):
        text = io.TextIOWrapper(file, encoding="utf-8")
        for row in csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["O*NET-SOC Code"]].add(row["Related O*NET-SOC Code"])
    return found


def auc(near: Sequence[float], far: Sequence[float]) -> float:
    """Return the share of couples in which the first is less, ties counted half."""
    return sum((a < b) + (a == b) / 2 for a in near for b in far) / (len(near) * len(far))


def distances(rows: Sequence[dict[str, Any]], folder: Path) -> list[str]:
    """Return the report on how near related roles are, with the couples that are furthest from what one expects."""
    rules, table = shipped(), related(folder)
    soc = {role.id: role.soc for role in rules.roles.values()}
    weeks = {
        (row["pair"][0], row["pair"][1]): row["totals"][1] if "totals" in row else math.inf
        for row in rows
        if row["pair"][2] == "steps" and row["pair"][0] != NOBODY
    }
    relative = by_goal(weeks)
    lines = []
    for title, along, measure in (
        ("towards the role wanted, weeks", 1, weeks),
        ("from the role held, weeks", 0, weeks),
        ("from the role held, weeks by the median of all who want that goal", 0, relative),
    ):
        shares, far = {}, []
        for role in rules.roles:
            others = [pair for pair in weeks if pair[along] == role and soc[pair[1 - along]] != soc[role]]
            near = [pair for pair in others if soc[pair[1 - along]] in table[soc[role]]]
            rest = [pair for pair in others if soc[pair[1 - along]] not in table[soc[role]]]
            if near and rest:
                shares[role] = auc([measure[pair] for pair in near], [measure[pair] for pair in rest])
                rank = sorted(measure[pair] for pair in others)
                far += [(rank.index(measure[pair]) / len(rank), weeks[pair], pair) for pair in near]
        if shares:
            lines.append(f"AUC {title}: mean {statistics.mean(shares.values()):.3f} over {len(shares)} roles")
            worst = sorted(shares.items(), key=lambda item: (item[1], item[0]))[:10]
            lines.append("  lowest: " + ", ".join(f"{role} {share:.2f}" for role, share in worst))
            for place, took, (start, goal) in sorted(far, reverse=True)[:20]:
                lines.append(f"  related yet far: {start} -> {goal}: {took} weeks, further than {place:.0%}")
    return lines


def by_goal(weeks: Mapping[tuple[str, str], float]) -> Mapping[tuple[str, str], float]:
    """Return each distance as a share of the median over all starts that goal was asked for.

    From one role, weeks mostly tell how long a goal takes from anywhere (a doctorate is far for all); the share
    tells whether it is nearer from here than from elsewhere. A goal that takes half of its starts no time counts
    as one week.
    """
    of: dict[str, list[float]] = defaultdict(list)
    for (_, goal), took in weeks.items():
        of[goal].append(took)
    usual = {goal: max(1.0, statistics.median(all_)) for goal, all_ in of.items()}
    return {pair: 1.0 if took == usual[pair[1]] else took / usual[pair[1]] for pair, took in weeks.items()}


def quartiles(rows: Sequence[dict[str, Any]]) -> str:
    seconds = sorted({row["pair"][0]: row["seconds"] for row in rows}.values())
    at = [statistics.median(seconds), seconds[math.ceil(0.95 * len(seconds)) - 1], seconds[-1]]
    proved = sum(row["proved"] for row in rows)
    return f"{len(rows):>7}" + "".join(f"{value:>9.3f}" for value in at) + f"{proved:>9}/{len(rows)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N people")
    parser.add_argument("--orders", nargs="+", choices=ORDERS, default=ORDERS, metavar="ORDER")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="store answers here, and go on from them")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S", help="seconds for each person")
    parser.add_argument("--ties", type=int, default=0, metavar="N", help="pairs to try for each step in no plan shown")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="with onet/db_29_3_text.zip")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    chosen = parser.parse_args()

    rules = shipped()
    people = [NOBODY, *sorted(rules.roles)]
    if chosen.sample:
        people = random.Random(1).sample(people, min(chosen.sample, len(people)))
    print(f"{len(rules.skills)} skills, {len(rules.transfers)} transfers, {len(rules.all_steps)} steps, "
          f"{len(rules.roles)} roles; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")
    asked = [(start, order, chosen.time_limit) for start in people for order in chosen.orders]
    rows = answers(asked, chosen.keep, chosen.workers)
    print(f"{'':<8}{'pairs':>7}{'median':>9}{'95 %':>9}{'worst':>9}{'proved':>10}   (seconds for all roles at once)")
    for order in chosen.orders:
        print(f"{order:<8}" + quartiles([row for row in rows if row["pair"][2] == order]))
    unproved = [" -> ".join(row["pair"]) for row in rows if not row["proved"]]
    print(f"not proved: {len(unproved)}", *unproved[:20], sep="\n  ")
    without = [row["pair"] for row in rows if "totals" not in row]
    print("no plan:", len(without), *without[:20])
    print(*unused(rows, chosen.ties, chosen.workers), sep="\n")
    unmet, unseen = silent(rows)
    print(f"transfers that fire for nobody: {len(unmet)} of {len(rules.transfers)}; nowhere the reason shown, since "
          f"another gives as much sooner: {len(unseen)}", *unmet, sep="\n  ")
    if chosen.data:
        print(*distances(rows, chosen.data), sep="\n")


if __name__ == "__main__":
    main()
