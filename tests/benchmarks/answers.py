"""What is said around plans, over pairs of roles of the shipped book: proofs, trade-offs, changes, exploring.

    python tests/benchmarks/answers.py [--sample N] [--orders steps time money] [--parts PART ...] [--seed S]
    python tests/benchmarks/answers.py --sample 0 --skip N --orders steps --parts proofs --workers 2

The person has held the first role for three years, earns its pay and wants the second. Printed are: how often a
single bill, cases or only a search shows that nothing is better, whether `check_proof` accepts each proof and its
argument shows no unit more, the longest bill; how long the trade-off front takes, and the least changes where a
plan's own weeks are halved; and how long it takes to look over all roles.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from multiprocessing import Pool

from find_plan import row, timed
from people import person, shipped

from planner import (
    Alternatives,
    Impossible,
    Limits,
    Plan,
    explore,
    find_alternatives,
    find_changes,
    find_plan,
    prove,
)
from planner.planning.proof import lines_of, shows
from planner.planning.question import TIME_LIMIT

ORDERS = ("steps", "time", "money")
PARTS = ("proofs", "alternatives", "changes", "explore")
MANY = 20
Shown = tuple[float, str, int, bool]


def proved(task: tuple[str, Sequence[str], str]) -> list[Shown]:
    """Return for the plans of one person how long the proof takes to make, its kind and lines, and if it is right.

    A proof that was made has been accepted by `check_proof`; it is right if the argument does not show one unit more.
    """
    start, goals, order = task
    rules, who, found = shipped(), person(start), []
    many = {it.role.id: it.answer for it in explore(who, rules, prefer=order).prospects} if len(goals) > MANY else {}
    for goal in goals:
        plan = many[goal] if goal in many and many[goal].proved else find_plan(who, goal, rules, prefer=order)
        if not isinstance(plan, Plan):
            found.append((0.0, "no plan", 0, True))
            continue
        took, shown = timed(prove, plan, rules)
        if shown.proof is None:
            found.append((took, "none", 0, False))
            continue
        measure = shown.proof.measure
        right = not shows(shown.proof.argument, measure, plan.totals.of(measure) + 1, plan.question, rules)
        found.append((took, shown.proof.how, lines_of(shown.proof.argument), right))
    return found


def proofs(pairs: Sequence[tuple[str, str]], order: str, workers: int, skip: int) -> str:
    """Return how the plans of one order are proved, and how long the proofs take to make.

    The first ``skip`` people are left out: all pairs can be gone through in several runs.
    """
    goals: dict[str, list[str]] = {}
    for start, goal in pairs:
        goals.setdefault(start, []).append(goal)
    goals = dict(list(goals.items())[skip:])
    found: list[Shown] = []
    with Pool(workers) as pool:
        for number, shown in enumerate(pool.imap_unordered(proved, [(*it, order) for it in goals.items()]), 1):
            found += shown
            wrong = sum(not right for *_, right in found)
            print(f"{number} of {len(goals)} people, {len(found)} proofs, wrong {wrong}", end="\r", file=sys.stderr)
    how = Counter(kind for _, kind, _, _ in found)
    shares = ", ".join(f"{kind} {how[kind] / len(found):.1%}" for kind in sorted(how))
    wrong, longest = sum(not right for *_, right in found), max(lines for _, _, lines, _ in found)
    return row(f"prove, {order}", [took for took, *_ in found], f"{shares}; wrong {wrong}; longest {longest} lines")


def fronts(pairs: Sequence[tuple[str, str]], limit: float) -> str:
    """Return how long equal plans and the trade-off front take, and how much of it is known where that is cut short."""
    found = [timed(find_alternatives, person(start), goal, shipped(), time_limit=limit) for start, goal in pairs]
    all_ = [front for _, front in found if isinstance(front, Alternatives)]
    whole, longest = sum(front.front_complete for front in all_), max(len(front.front) for front in all_)
    further = Counter(it.front_steps - it.best.totals.steps for it in all_ if it.front_steps is not None)
    cut = "".join(f", {further[more]} up to {more} steps more than the best" for more in sorted(further))
    return row("alternatives", [took for took, _ in found], f"whole {whole}/{len(all_)}{cut}; longest {longest}")


def changes(pairs: Sequence[tuple[str, str]]) -> str:
    """Return how long the least changes take where half of the weeks a plan takes are allowed."""
    rules, seconds, none = shipped(), [0.0], 0
    for start, goal in pairs:
        plan = find_plan(person(start), goal, rules, prefer="money")
        if isinstance(plan, Plan) and plan.totals.weeks:
            refused = find_plan(person(start), goal, rules, limits=Limits(weeks=plan.totals.weeks // 2))
            if isinstance(refused, Impossible):
                took, offered = timed(find_changes, refused, rules)
                seconds.append(took)
                none += not offered
    return row("least changes", seconds[1:] or seconds, f"without any {none}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="pairs; 0 takes all")
    parser.add_argument("--orders", nargs="+", choices=ORDERS, default=ORDERS, metavar="ORDER")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="people, for the proofs")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="for the proofs")
    parser.add_argument("--limit", type=float, default=TIME_LIMIT, metavar="S", help="seconds for alternatives")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the drawing")
    chosen = parser.parse_args()

    rules = shipped()
    pairs = list(permutations(sorted(rules.roles), 2))
    draw = random.Random(chosen.seed)
    if chosen.sample:
        pairs = draw.sample(pairs, min(chosen.sample, len(pairs)))
    print(
        f"{len(rules.skills)} skills, {len(rules.transfers)} transfers, {len(rules.all_steps)} steps, "
        f"{len(rules.roles)} roles; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; seconds"
    )
    print(f"{'':<28}{'runs':>6}{'median':>9}{'95 %':>9}{'worst':>9}")
    if "proofs" in chosen.parts:
        for order in chosen.orders:
            print(proofs(pairs, order, chosen.workers, chosen.skip), flush=True)
    if "alternatives" in chosen.parts:
        print(fronts(pairs, chosen.limit), flush=True)
    if "changes" in chosen.parts:
        print(changes(pairs), flush=True)
    if "explore" in chosen.parts:
        people = [person(role) for role in draw.sample(sorted(rules.roles), min(10, len(rules.roles)))]
        print(row("explore", [timed(explore, who, rules)[0] for who in people]))


if __name__ == "__main__":
    main()
