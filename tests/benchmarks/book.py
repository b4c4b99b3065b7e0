"""What the shipped book is good for: every pair of roles in each order of wishes.

    python tests/benchmarks/book.py [--sample N] [--orders steps time money] [--limited] [--keep FILE] [--data FOLDER]

The person has held the first role for three years, earns its pay and looks at all roles at once (``explore``); so does
somebody who has done nothing yet. With ``--limited`` they have the limits of the person in README. Printed are: how
long that took, pairs without a plan or proof, how many steps stand in no plan shown, and the transfers that fire for
nobody, the people of the journeys among them. With ``--data``, how near each role is to those O*NET calls related,
against all others: the share of (related, other) couples in which the related one takes fewer weeks, ties counted half
(AUC): towards the role, from it, and from it with weeks as a share of what the goal takes from anywhere.

``--keep FILE`` stores each pair's plan and goes on from there; ``--places FILE`` takes in the plans that ``places.py``
found for people with other wishes and limits.
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
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from people import NOBODY, person, shipped, told, travellers

from planner import Closure, Limits, Plan, close, explore

ORDERS = ("steps", "time", "money")
LIMITED = Limits(hours_per_week=10, budget=3000, weeks=78, must_earn=True)


def answers_from(task: tuple[str, str, float, Limits | None]) -> list[dict[str, Any]]:
    """Return what the planner says of every role to one person, and how long that took."""
    start, prefer, limit, limits = task
    began = time.perf_counter()
    found = explore(person(start), shipped(), prefer=prefer, time_limit=limit, limits=limits)
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


def answers(
    asked: Sequence[tuple[str, str, float, Limits | None]], keep: Path | None, workers: int
) -> list[dict[str, Any]]:
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


def closures(plans: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Closure]:
    """Yield what is known to each person of some plans, and of the journeys, at the start and after each plan."""
    rules = shipped()
    transfers, seen = tuple(rules.transfers.values()), set[tuple[str, frozenset[str]]]()
    for start in dict.fromkeys([*travellers(), *(start for start, _ in plans)]):
        for steps in ((), *(steps for other, steps in plans if other == start)):
            if (start, frozenset(steps)) not in seen:
                seen.add((start, frozenset(steps)))
                given = [fact for step in steps for fact in rules.all_steps[step].gives]
                yield close([*told(start), *given], transfers)


def silent(plans: Sequence[tuple[str, Sequence[str]]]) -> tuple[list[str], list[str]]:
    """Return the transfers whose needs nobody meets, and those that are nowhere the reason shown."""
    transfers = shipped().transfers
    waiting, shown = dict(transfers), set[str]()
    for known in closures(plans):
        for id in [id for id, rule in waiting.items() if any(known.meets(needs) for needs, _ in rule.parts())]:
            del waiting[id]
        for reason in known.reasons.values():
            shown.update(filter(None, (reason.by, *reason.through)))
    return list(waiting), [id for id in transfers if id not in shown]


def unused(plans: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the steps that are in none of these plans."""
    used = {step for _, steps in plans for step in steps}
    return [step for step in shipped().all_steps if step not in used]


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
    parser.add_argument("--limited", action="store_true", help="with limits on hours, money and weeks")
    parser.add_argument("--keep", type=Path, metavar="FILE", help="store answers here, and go on from them")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S", help="seconds for each person")
    parser.add_argument("--places", type=Path, metavar="FILE", help="what places.py kept")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="with onet/db_29_3_text.zip")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    chosen = parser.parse_args()

    rules = shipped()
    people = [NOBODY, *sorted(rules.roles)]
    if chosen.sample:
        people = random.Random(1).sample(people, min(chosen.sample, len(people)))
    print(
        f"{len(rules.skills)} skills, {len(rules.transfers)} transfers, {len(rules.all_steps)} steps, "
        f"{len(rules.roles)} roles; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}"
    )
    limits = LIMITED if chosen.limited else None
    asked = [(start, order, chosen.time_limit, limits) for start in people for order in chosen.orders]
    rows = answers(asked, chosen.keep, chosen.workers)
    print(f"{'':<8}{'pairs':>7}{'median':>9}{'95 %':>9}{'worst':>9}{'proved':>10}   (seconds for all roles at once)")
    for order in chosen.orders:
        print(f"{order:<8}" + quartiles([row for row in rows if row["pair"][2] == order]))
    unproved = [" -> ".join(row["pair"]) for row in rows if not row["proved"]]
    print(f"not proved: {len(unproved)}", *unproved[:20], sep="\n  ")
    without = [row["pair"] for row in rows if "totals" not in row]
    print("no plan:", len(without), *without[:20])
    plans = [(row["pair"][0], row.get("steps", ())) for row in rows]
    print(f"steps in no plan shown: {len(unused(plans))} of {len(rules.all_steps)}")
    if chosen.places:
        places = [json.loads(line) for line in chosen.places.read_text("utf-8").splitlines()]
        plans += [(place["pair"][0], place["plan"]) for place in places]
        print("steps without a place as well:", *unused(plans), sep="\n  ")
    unmet, unseen = silent(plans)
    print(
        f"transfers that fire for nobody: {len(unmet)} of {len(rules.transfers)}; nowhere the reason shown, since "
        f"another gives as much sooner: {len(unseen)}",
        *unmet,
        sep="\n  ",
    )
    if chosen.data:
        print(*distances(rows, chosen.data), sep="\n")


if __name__ == "__main__":
    main()
