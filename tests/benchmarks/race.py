"""A race on made books: the pipeline, one plain CP-SAT model, clingo and Fast Downward on the same task.

    python tests/benchmarks/race.py [--families career,chain] [--sizes 100,300,1000] [--seeds 5] [--limit 60]
    python tests/benchmarks/race.py shipped [--sample 60]     find_plan against the plain model on the shipped book

``+clingo`` is the pipeline with its extra ``clingo``, ``pipeline`` without. Every contestant runs in a process of its
own, one after the other, and gets the task as the planner reduces it; its clock starts after that and after its
imports, so the columns compare solving with solving. ``steps`` asks for the number of steps alone, ``all`` for steps,
weeks and money one after the other, weeks as a plain sum (each step is given the working week, whose calendar is a
sum); ties, which the planner breaks by id, are nobody's task here. Values are compared: two contestants that prove
different values are an error. ``closure`` is one pass over all rules and steps, which no exact answer can undercut.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import yaml
from made_books import FAMILIES, TARGET, make_book
from peers import PEERS, Said

from planner import load_rules
from planner.planning import choose
from planner.planning.question import ask, starting_closure, task_of
from planner.planning.solve import solve_for
from planner.planning.task import Task, compile_book, follow, reduce
from planner.planning.totals import ORDERS

OURS = ("pipeline", "+clingo")
CONTESTANTS = (*OURS, *PEERS)
CLOSE = 0.2


def as_sums(task: Task) -> Task:
    """Return the task with weeks as plain sums: every step takes the working week."""
    return replace(task, actions=tuple(option._replace(slot=True, hours=0) for option in task.actions))


def pipeline(task: Task, order: tuple[str, ...], limit: float, **_: Any) -> Said:
    begin = time.perf_counter()
    found = solve_for(task, order, deadline=time.monotonic() + limit)
    spent = time.perf_counter() - begin
    if found.actions is None and found.proved:
        return Said(missing="no plan")
    proved = []
    for measure in order:
        if found.actions is None or found.bound.of(measure) < found.totals.of(measure):
            break
        proved.append(found.totals.of(measure))
    if found.proved:
        return Said(proved, [spent] * len(order))
    return Said([], [], found.bound.of(order[0]), found.totals.of(order[0]) if found.actions else None)


def memory() -> int:
    """Return the peak of resident memory of this process or a child of it, in MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024


def run_one(name: str, family: str, size: int, seed: int, limit: float, calendar: bool) -> dict[str, Any]:
    """Return what one contestant does on one book: seconds to load, compile, ask, ask again and so on."""
    made = make_book(family, size, seed)
    told: dict[str, Any] = {}
    if name == "pipeline":
        choose.installed = lambda: False
        text = yaml.dump(dict(made.book), Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
        folder = Path(os.environ["RACE_FOLDER"])
        for old in folder.glob("*.yaml"):
            old.unlink()
        (folder / "book.yaml").write_text(text, encoding="utf-8")
        del text
        told["load"] = timed(lambda: load_rules(folder))[0] if size <= 1000 else None
    rules = made.rules()
    question = ask(made.profile(), TARGET, rules)
    start = starting_closure(question.profile, rules)
    told["compile"] = timed(lambda: compile_book(rules))[0]
    task = task_of(question, rules, start)
    follow(task, task.init, task.actions)
    told["closure"] = min(timed(lambda: follow(task, task.init, task.actions))[0] for _ in range(5))
    told["reduce"], small = timed(lambda: reduce(task))
    if small is None:
        told["unreachable"] = told["reduce"] / told["closure"]
        told["steps"] = told["all"] = {"seconds": told["reduce"], "values": "no plan"}
        return {**told, "memory": memory()}
    small = small if calendar else as_sums(small)
    importlib.import_module("ortools.sat.python.cp_model")
    if name == "+clingo":
        if importlib.util.find_spec("clingo") is None:
            return {**told, "missing": "clingo is not installed"}
        importlib.import_module("clingo")
    act = pipeline if name in OURS else PEERS[name]
    warm = make_book("career", 100, 1)
    asked, known = ask(warm.profile(), TARGET, warm.rules()), starting_closure(warm.profile(), warm.rules())
    other = reduce(task_of(asked, warm.rules(), known))
    assert other is not None
    options = {"calendar": True} if calendar and name == "cpsat" else {}
    if calendar and name in ("clingo", "downward"):
        return {**told, "missing": "no calendar"}
    act(as_sums(other), ("steps",), 10.0)  # imports
    if name in OURS:
        told["first"], quick = timed(lambda: solve_for(small, ("steps",), deadline=time.monotonic() + 2.0))
        told["first_has_plan"] = quick.actions is not None
    for key, order in (("steps", ("steps",)), ("all", ORDERS["steps"])):
        cpu = time.process_time() + sum(os.times()[2:4])
        spent, said = timed(lambda order=order: act(small, order, limit, **options))
        told[key] = {
            "seconds": spent,
            "cpu": time.process_time() + sum(os.times()[2:4]) - cpu,
            "bound": said.bound,
            "have": said.have,
            "values": said.values if len(said.values) == len(order) else None,
        }
        if said.missing:
            told["missing"] = said.missing
            break
    if name in OURS and told["all"]["values"]:
        plan = solve_for(small, ORDERS["steps"], deadline=time.monotonic() + limit)
        avoid = plan.actions[0].id if plan.actions else ""
        spent, _ = timed(lambda: what_if(task, avoid, calendar, limit))
        told["what_if"] = spent
    return {**told, "memory": memory()}


def what_if(task: Task, avoid: str, calendar: bool, limit: float) -> None:
    """Ask again without one step of the best plan, from the task on."""
    small = reduce(replace(task, actions=tuple(option for option in task.actions if option.id != avoid)))
    if small is not None:
        solve_for(small if calendar else as_sums(small), ORDERS["steps"], deadline=time.monotonic() + limit)


def timed(action: Any) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = action()
    return time.perf_counter() - begin, result


def run_all(chosen: argparse.Namespace, log: Any) -> list[dict[str, Any]]:
    """Run every contestant on every book; whoever missed a whole group of one size is spared the larger ones."""
    import tempfile

    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RACE_FOLDER": folder}
        for family in chosen.families.split(","):
            for size in map(int, chosen.sizes.split(",")):
                for seed in range(1, chosen.seeds + 1):
                    for name in chosen.contestants.split(","):
                        command = [
                            sys.executable,
                            __file__,
                            "--one",
                            name,
                            "--families",
                            family,
                            "--sizes",
                            str(size),
                            "--seeds",
                            str(seed),
                            "--limit",
                            str(chosen.limit),
                        ]
                        command += ["--calendar"] if chosen.calendar else []
                        try:
                            run = subprocess.run(
                                command,
                                capture_output=True,
                                text=True,
                                check=False,
                                env=environment,
                                timeout=4 * chosen.limit + 120,
                            )
                            found = json.loads(run.stdout) if run.returncode == 0 else {"missing": run.stderr[-300:]}
                        except subprocess.TimeoutExpired:
                            found = {"missing": "did not come back"}
                        rows.append({"family": family, "size": size, "seed": seed, "name": name, **found})
                        print(json.dumps(rows[-1]), file=log, flush=True)
    return rows


def disagreements(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the books on which two contestants prove different values."""
    proved: dict[tuple[Any, ...], dict[str, str]] = defaultdict(dict)
    for row in rows:
        for key in ("steps", "all"):
            if row.get(key, {}).get("values"):
                proved[row["family"], row["size"], row["seed"], key][str(row[key]["values"])] = row["name"]
    return [f"{book}: {values}" for book, values in proved.items() if len(values) > 1]


def table(rows: Sequence[dict[str, Any]], limit: float) -> list[str]:
    """Return a line for each family, size and contestant: seconds to proof at the median, share proved, gap, memory."""
    lines = [f"{'':<18}{'contestant':<10}{'steps':>9}{'proved':>8}{'all':>9}{'proved':>8}{'gap':>9}{'MB':>6}"]
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["family"], row["size"], row["name"]].append(row)
    for (family, size, name), several in groups.items():
        able = [row for row in several if "steps" in row and "all" in row]
        if not able:
            why = next((row["missing"] for row in several if "missing" in row), "")
            lines.append(f"{family:<10}{size:>7} {name:<10}  {why.strip().splitlines()[-1] if why.strip() else ''}")
            continue
        cells = []
        for key in ("steps", "all"):
            done = [row for row in able if row[key]["values"]]
            seconds = statistics.median([row[key]["seconds"] if row[key]["values"] else limit for row in able])
            shown = f">{limit:.0f}" if seconds >= limit else f"{seconds:.2f}"
            cells += [f"{shown:>9}", f"{f'{len(done)}/{len(several)}':>8}"]
        gaps = [
            f"{row['all']['bound']}..{row['all']['have'] if row['all']['have'] is not None else '?'}"
            for row in able
            if not row["steps"]["values"] and row["all"].get("bound") is not None
        ]
        cells.append(f"{gaps[0] if gaps else '':>9}")
        cells.append(f"{max(row['memory'] for row in able):>6}")
        lines.append(f"{family:<10}{size:>7} {name:<10}" + "".join(cells))
    heads = "".join(f"{head:>9}" for head in ("closure", "load", "compile", "reduce", "what-if", "plan 2 s"))
    lines += ["", f"{'the pipeline apart':<18}{heads}"]
    for (family, size, name), several in groups.items():
        if name == "pipeline":
            cells = [
                middle([row.get(key) for row in several]) for key in ("closure", "load", "compile", "reduce", "what_if")
            ]
            quick = [row for row in several if "first" in row]
            have = f"{sum(row['first_has_plan'] for row in quick)}/{len(quick)}" if quick else ""
            lines.append(f"{family:<10}{size:>7} " + "".join(f"{cell:>9}" for cell in cells) + f"{have:>9}")
    reached = [row["unreachable"] for row in rows if "unreachable" in row and row["name"] == "pipeline"]
    if reached:
        lines.append(
            f"no plan is seen in {statistics.median(reached):.1f} closure passes at the median, "
            f"{max(reached):.1f} at worst"
        )
    return lines


def middle(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{statistics.median(known):.4f}" if known else ""


def verdicts(rows: Sequence[dict[str, Any]], limit: float) -> list[str]:
    """Return how the pipeline stands to the best single peer of each family and size, at the median."""
    lines = []
    for family, size in dict.fromkeys((row["family"], row["size"]) for row in rows):
        for key in ("steps", "all"):
            medians = {}
            for name in dict.fromkeys(row["name"] for row in rows):
                several = [row for row in rows if (row["family"], row["size"], row["name"]) == (family, size, name)]
                able = [row for row in several if key in row]
                if able:
                    medians[name] = statistics.median(
                        [row[key]["seconds"] if row[key]["values"] else limit for row in able]
                    )
            peers = {name: value for name, value in medians.items() if name not in OURS}
            for own in [own for own in OURS if own in medians and peers]:
                name = min(peers, key=lambda name: peers[name])
                ours = medians[own]
                slower = " MORE THAN TWICE SLOWER" if ours > 2 * peers[name] and ours - peers[name] > CLOSE else ""
                times = f"best peer {name:<9}{peers[name]:>8.2f}  {own:<9}{ours:>8.2f}"
                ratio = peers[name] / max(ours, 1e-9)
                lines.append(f"{family:<10}{size:>7} {key:<6} {times}  {ratio:>6.1f} x{slower}")
    return lines


def shipped(sample: int, seed: int, limit: float) -> None:
    """Race find_plan against the plain model with a calendar on the shipped book; the same reduced task for both."""
    from find_plan import veteran

    rules = load_rules()
    pairs = Random(seed).sample(list(permutations(sorted(rules.roles), 2)), sample)
    ratios, ours, theirs, mismatch = [], [], [], 0
    for number, (one, other) in enumerate([pairs[0], *pairs]):
        question = ask(veteran(one, rules), other, rules)
        start = starting_closure(question.profile, rules)
        spent, small = timed(lambda question=question, start=start: reduce(task_of(question, rules, start)))
        assert small is not None
        quick, found = timed(lambda small=small: solve_for(small, ORDERS["steps"], deadline=time.monotonic() + limit))
        slow, said = timed(lambda small=small: PEERS["cpsat"](small, ORDERS["steps"], limit, calendar=True))
        if not number:
            continue  # imports
        if len(said.values) == 3:
            mismatch += said.values != [found.totals.of(measure) for measure in ORDERS["steps"]]
        ours.append(spent + quick)
        theirs.append(spent + slow)
        ratios.append(theirs[-1] / ours[-1])
    middles = statistics.median(ours), statistics.median(theirs)
    print(
        f"{len(pairs)} pairs, steps first: pipeline {middles[0]:.3f} s, plain CP-SAT {middles[1]:.3f} s at the "
        f"median, {middles[1] / middles[0]:.1f} x; "
        f"median of the ratios {statistics.median(ratios):.1f} x; {mismatch} disagreements"
    )
    if mismatch:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("made", "shipped"), default="made")
    parser.add_argument("--families", default=",".join(FAMILIES))
    parser.add_argument("--sizes", default="100,300,1000")
    parser.add_argument("--seeds", type=int, default=5, help="1 to this")
    parser.add_argument("--limit", type=float, default=60.0, metavar="S", help="seconds for each question")
    parser.add_argument("--contestants", default=",".join(CONTESTANTS))
    parser.add_argument("--calendar", action="store_true", help="weeks as the planner's calendar, not as a sum")
    parser.add_argument("--sample", type=int, default=60, help="pairs of the shipped book")
    parser.add_argument("--log", metavar="FILE", help="where each run is written as a line of JSON")
    parser.add_argument("--read", metavar="FILE", help="only print the table of an earlier log")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        told = run_one(chosen.one, chosen.families, int(chosen.sizes), chosen.seeds, chosen.limit, chosen.calendar)
        print(json.dumps(told))
        return
    if chosen.what == "shipped":
        shipped(chosen.sample, 1, chosen.limit)
        return
    if chosen.read:
        rows = [json.loads(line) for line in Path(chosen.read).read_text(encoding="utf-8").splitlines()]
    else:
        peers = [
            name
            for name, module in (("clingo", "clingo"), ("downward", "up_fast_downward"))
            if importlib.util.find_spec(module) is None
        ]
        print(
            f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; seconds, {chosen.seeds} seeds"
            + (f"; not installed: {', '.join(peers)}" if peers else "")
        )
        with open(chosen.log or os.devnull, "w", encoding="utf-8") as log:
            rows = run_all(chosen, log)
    print(*table(rows, chosen.limit), "", *verdicts(rows, chosen.limit), sep="\n")
    if wrong := disagreements(rows):
        sys.exit("\n".join(["contestants disagree:", *wrong]))


if __name__ == "__main__":
    main()
