"""How long plans take: every pair of roles in each order of wishes, in one process, and the command from a shell.

    python tests/benchmarks/find_plan.py [--sample N] [--seed S] [--time-limit S]

The person has held the first role for three years, earns its pay and wants the second.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from people import person

from planner import Impossible, RuleBook, find_plan, load_rules

ORDERS = ("steps", "time", "money")


def timed(action, *arguments, **options):
    start = time.perf_counter()
    result = action(*arguments, **options)
    return time.perf_counter() - start, result


def row(name: str, seconds: Sequence[float], said: str = "") -> str:
    ranked = sorted(seconds)
    shown = [statistics.median(ranked), ranked[math.ceil(0.95 * len(ranked)) - 1], ranked[-1]]
    return f"{name:<28}{len(ranked):>6}" + "".join(f"{value:>9.3f}" for value in shown) + f"  {said}"


def plans(pairs: Sequence[tuple[str, str]], prefer: str, rules: RuleBook, limit: float) -> tuple[str, list[str]]:
    """Return the row of one order, and what stands out: the slowest pairs, and those that were not proved."""
    found = [
        (*timed(find_plan, person(start), goal, rules, prefer=prefer, time_limit=limit), start, goal)
        for start, goal in pairs
    ]
    proved = sum(answer.proved for _, answer, _, _ in found)
    slowest = sorted(found, key=lambda entry: -entry[0])[:3]
    noted = [f"  {seconds:.2f} s  {start} -> {goal}" for seconds, _, start, goal in slowest]
    noted += [f"  not proved  {start} -> {goal}" for _, answer, start, goal in found if not answer.proved]
    noted += [f"  no plan  {start} -> {goal}" for _, answer, start, goal in found if isinstance(answer, Impossible)]
    return row(f"find_plan, prefer={prefer}", [entry[0] for entry in found], f"{proved}/{len(found)}"), noted


def shell_times(runs: int, start: str, goal: str) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        person = Path(folder, "person.yaml")
        person.write_text(f"roles_held: [{{role: {start}, years: 3}}]\n", encoding="utf-8")
        command = [sys.executable, "-m", "planner.cli", "plan", str(person), goal]
        return [timed(subprocess.run, command, stdout=subprocess.DEVNULL, check=True)[0] for _ in range(runs)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N pairs, drawn at random")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the drawing")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S", help="seconds for each plan")
    parser.add_argument("--orders", nargs="+", choices=ORDERS, default=ORDERS, metavar="ORDER")
    chosen = parser.parse_args()

    loads = [timed(load_rules)[0] for _ in range(5)]
    rules = load_rules()
    pairs = list(permutations(sorted(rules.roles), 2))
    if chosen.sample:
        pairs = random.Random(chosen.seed).sample(pairs, min(chosen.sample, len(pairs)))
    find_plan(person(pairs[0][0]), pairs[0][1], rules)  # the solver is imported on first use

    print(
        f"{len(rules.skills)} skills, {len(rules.transfers)} transfers, {len(rules.all_steps)} steps, "
        f"{len(rules.roles)} roles; {len(pairs)} pairs"
    )
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; times in seconds")
    print(f"{'':<28}{'runs':>6}{'median':>9}{'95 %':>9}{'worst':>9}{'proved':>10}")
    print(row("load_rules", loads), flush=True)
    notes = []
    for prefer in chosen.orders:
        line, noted = plans(pairs, prefer, rules, chosen.time_limit)
        notes += [prefer, *noted]
        print(line, flush=True)
    print(row("pivot plan, from a shell", shell_times(5, *pairs[0])), flush=True)
    print("\nslowest, and what was not proved or impossible", *notes, sep="\n")


if __name__ == "__main__":
    main()
