"""What is said around plans, over pairs of roles of the shipped book: proofs, trade-offs, changes, exploring.

    python tests/benchmarks/answers.py [--sample N] [--orders steps time money] [--seed S]

The person has held the first role for three years, earns its pay and wants the second. Printed are: how often a
single bill, cases or only a search shows that nothing is better, whether `check_proof` accepts each proof and refuses
it for one unit more, the longest bill; how long the trade-off front takes, and the least changes where a plan's own
weeks are cut by one; and how long it takes to look over all roles.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

from planner import (
    Alternatives,
    HeldRole,
    Impossible,
    Limits,
    Plan,
    Profile,
    RuleBook,
    check_proof,
    explore,
    find_alternatives,
    find_changes,
    find_plan,
    load_rules,
    prove,
)
from planner.planning.proof import lines_of

ORDERS = ("steps", "time", "money")


def timed(action: Any, *arguments: Any, **options: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = action(*arguments, **options)
    return time.perf_counter() - start, result


def row(name: str, seconds: Sequence[float], said: str = "") -> str:
    ranked = sorted(seconds)
    shown = [statistics.median(ranked), ranked[math.ceil(0.95 * len(ranked)) - 1], ranked[-1]]
    return f"{name:<26}{len(ranked):>6}" + "".join(f"{value:>9.3f}" for value in shown) + f"  {said}"


def veteran(role: str, rules: RuleBook) -> Profile:
    return Profile(roles_held=(HeldRole(role=role, years=3),), current_pay=rules.roles[role].pay or 0)


def proofs(plans: Sequence[Plan], order: str, rules: RuleBook) -> str:
    """Return how the plans of one order are proved, and how long the proofs take to make."""
    seconds, how, wrong, longest = [], Counter[str](), 0, 0
    for plan in plans:
        took, proved = timed(prove, plan, rules)
        seconds.append(took)
        if proved.proof is None:
            how["none"] += 1
            continue
        how[proved.proof.how] += 1
        longest = max(longest, lines_of(proved.proof.argument))
        more = replace(proved, proof=replace(proved.proof, value=proved.proof.value + 1))
        wrong += not check_proof(proved, rules)
        wrong += proved.proof.how != "search" and check_proof(more, rules)
    shares = ", ".join(f"{kind} {how[kind] / len(plans):.1%}" for kind in sorted(how))
    return row(f"prove, {order}", seconds, f"{shares}; wrong {wrong}; longest {longest} lines")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="pairs; 0 takes all")
    parser.add_argument("--orders", nargs="+", choices=ORDERS, default=ORDERS, metavar="ORDER")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the drawing")
    chosen = parser.parse_args()

    rules = load_rules()
    pairs = list(permutations(sorted(rules.roles), 2))
    draw = random.Random(chosen.seed)
    if chosen.sample:
        pairs = draw.sample(pairs, min(chosen.sample, len(pairs)))
    print(f"{len(rules.skills)} skills, {len(rules.transfers)} transfers, {len(rules.all_steps)} steps, "
          f"{len(rules.roles)} roles; {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; seconds")
    print(f"{'':<26}{'runs':>6}{'median':>9}{'95 %':>9}{'worst':>9}")
    plans: list[Plan] = []
    for order in chosen.orders:
        answers = [find_plan(veteran(start, rules), goal, rules, prefer=order) for start, goal in pairs]
        plans = [answer for answer in answers if isinstance(answer, Plan)]
        print(proofs(plans, order, rules), flush=True)

    found = [timed(find_alternatives, veteran(start, rules), goal, rules) for start, goal in pairs]
    fronts = [front for _, front in found if isinstance(front, Alternatives)]
    whole = sum(front.front_complete for front in fronts)
    longest = max(len(front.front) for front in fronts)
    said = f"complete {whole}/{len(fronts)}, longest front {longest}"
    print(row("alternatives", [took for took, _ in found], said), flush=True)

    seconds, none = [], 0
    for plan in plans:
        if plan.totals.weeks:
            tight = Limits(weeks=plan.totals.weeks // 2)
            refused = find_plan(plan.question.profile, plan.question.role, rules, limits=tight)
            if isinstance(refused, Impossible):
                took, changes = timed(find_changes, refused, rules)
                seconds.append(took)
                none += not changes
    if seconds:
        print(row("least changes", seconds, f"without any {none}"), flush=True)
    people = [veteran(role, rules) for role in draw.sample(sorted(rules.roles), min(10, len(rules.roles)))]
    print(row("explore", [timed(explore, person, rules)[0] for person in people]))


if __name__ == "__main__":
    main()
