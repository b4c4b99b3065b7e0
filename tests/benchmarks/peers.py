"""Other solvers on the planner's task: what the pipeline is measured against, and what its values must agree with.

All get the reduced task and share no other code with the pipeline. Values are tuples in the order of wishes, with
weeks and money as plain sums, or with a calendar where one is asked for (plain CP-SAT only). Each peer says of every
wish in turn what is proved.
"""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.planning.task import Task


@dataclass
class Said:
    """What a solver said: values proved in the order of wishes and when, a bound and a plan's value on the next."""

    values: list[int] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    bound: int | None = None
    have: int | None = None
    missing: str = ""


def costs(task: Task, calendar: bool = False) -> dict[str, list[int]]:
    """Return what each action adds to each measure; a calendar's weeks are no sum."""
    return {
        "steps": [1] * len(task.actions),
        "weeks": [] if calendar else [option.weeks for option in task.actions],
        "money": [option.money for option in task.actions],
    }


def circles(task: Task) -> dict[int, int]:
    """Return the number of the circle each atom is in, by Tarjan's algorithm without recursion."""
    after: dict[int, list[int]] = defaultdict(list)
    for body, head in task.clauses:
        for atom in body:
            after[atom].append(head)
    for option in task.actions:
        for atom in option.pre:
            after[atom] += option.add
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    circle: dict[int, int] = {}
    stack: list[int] = []
    for root in list(after):
        agenda = [] if root in index else [(root, iter(after[root]))]
        if agenda:
            index[root] = low[root] = len(index)
            stack.append(root)
        while agenda:
            atom, rest = agenda[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    agenda.append((other, iter(after.get(other, ()))))
                    break
                if other not in circle:
                    low[atom] = min(low[atom], index[other])
            else:
                agenda.pop()
                if agenda:
                    low[agenda[-1][0]] = min(low[agenda[-1][0]], low[atom])
                if low[atom] == index[atom]:
                    while True:
                        other = stack.pop()
                        circle[other] = index[atom]
                        if other == atom:
                            break
    return circle


def plain_cpsat(task: Task, order: tuple[str, ...], limit: float, *, calendar: bool = False, workers: int = 8) -> Said:
    """One CP-SAT model of everything: a Boolean for each step, atom and reason, ranks in circles; stage after stage."""
    from ortools.sat.python import cp_model

    begin, said, model = time.perf_counter(), Said(), cp_model.CpModel()
    take = [model.new_bool_var("") for _ in task.actions]
    heads = {head for _, head in task.clauses} | {atom for option in task.actions for atom in option.add}
    true = {atom: model.new_bool_var("") for atom in heads}
    circle = circles(task)
    rank = {atom: model.new_int_var(0, len(heads), "") for atom in heads if atom in circle}
    horizon = sum(option.weeks for option in task.actions)
    known: dict[int, Any] = {}
    starts: list[Any] = []
    end: Any = None
    if calendar:
        known = {atom: model.new_int_var(0, horizon, "") for atom in heads}
        starts = [model.new_int_var(0, horizon - option.weeks, "") for option in task.actions]
        end = model.new_int_var(0, horizon, "")
        spans = [
            model.new_optional_fixed_size_interval_var(start, option.weeks, taken, "")
            for start, option, taken in zip(starts, task.actions, take, strict=True)
        ]
        model.add_no_overlap([span for span, option in zip(spans, task.actions, strict=True) if option.slot])
        beside = [(span, option.hours) for span, option in zip(spans, task.actions, strict=True) if option.hours]
        model.add_cumulative([span for span, _ in beside], [hours for _, hours in beside], task.capacity)
        for start, option, taken in zip(starts, task.actions, take, strict=True):
            model.add(end >= start + option.weeks).only_enforce_if(taken)
    reasons: dict[int, list[Any]] = {atom: [] for atom in heads}

    def reason(atom: int, body: tuple[int, ...], also: Any = None, ends: Any = None) -> None:
        used = model.new_bool_var("")
        reasons[atom].append(used)
        if also is not None:
            model.add_implication(used, also)
        if ends is not None:
            model.add(known[atom] >= ends).only_enforce_if(used)
        for before in body:
            model.add_implication(used, true[before])
            if calendar and ends is None:
                model.add(known[atom] >= known[before]).only_enforce_if(used)
            if before in rank and circle[before] == circle.get(atom):
                model.add(rank[atom] > rank[before]).only_enforce_if(used)

    for body, head in task.clauses:
        reason(head, body)
    for number, option in enumerate(task.actions):
        for atom in option.pre:
            model.add_implication(take[number], true[atom])
            if calendar:
                model.add(starts[number] >= known[atom]).only_enforce_if(take[number])
        for atom in option.add:
            reason(atom, option.pre, take[number], starts[number] + option.weeks if calendar else None)
        if option.id in task.needed:
            model.add(take[number] == 1)
    for atom, several in reasons.items():
        model.add_bool_or([*several, ~true[atom]])
    for atom in task.goal:
        model.add(true[atom] == 1)
    price = costs(task, calendar)
    sums = {
        name: end if name == "weeks" and calendar else sum(c * x for c, x in zip(price[name], take, strict=True))
        for name in order
    }
    for name in order:
        model.clear_objective()
        model.minimize(sums[name])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = limit - (time.perf_counter() - begin)
        if solver.parameters.max_time_in_seconds <= 0:
            return said
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            said.missing = "no plan"
            return said
        said.bound = max(0, -int(-(solver.best_objective_bound - 1e-6) // 1))
        said.have = round(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
        if status != cp_model.OPTIMAL:
            return said
        said.values.append(round(solver.objective_value))
        said.times.append(time.perf_counter() - begin)
        model.add(sums[name] <= said.values[-1])
        model.clear_hints()
        for variable in [*take, *true.values()]:
            model.add_hint(variable, solver.value(variable))
    said.bound = said.have = None
    return said


def clingo_usc(task: Task, order: tuple[str, ...], limit: float) -> Said:
    """Answer set programming: stable models are founded by nature; unsatisfiable cores close in from below."""
    if importlib.util.find_spec("clingo") is None:
        return Said(missing="clingo is not installed")
    import clingo

    begin, said = time.perf_counter(), Said()
    lines = [f"{{take({number})}}." for number in range(len(task.actions))]
    for body, head in task.clauses:
        lines.append(f"t({head}) :- {', '.join(f't({atom})' for atom in body)}." if body else f"t({head}).")
    for number, option in enumerate(task.actions):
        needs = "".join(f", t({atom})" for atom in option.pre)
        lines += [f"t({atom}) :- take({number}){needs}." for atom in option.add]
        lines += [f":- take({number}), not t({atom})." for atom in option.pre]
        if option.id in task.needed:
            lines.append(f":- not take({number}).")
    lines += [f":- not t({atom})." for atom in task.goal]
    price = costs(task)
    for level, name in enumerate(reversed(order), 1):
        terms = [f"{cost}@{level},{number}: take({number})" for number, cost in enumerate(price[name]) if cost]
        lines.append(f"#minimize {{ {'; '.join(terms)} }}.")
    control = clingo.Control(["--opt-strategy=usc", "--warn=none"])
    control.add("base", [], "\n".join(lines))
    control.ground([("base", [])])
    best: list[int] = []
    lower: list[int] = []

    def note(model: Any) -> None:
        best[:] = model.cost

    def watch(bounds: Any) -> None:
        lower[:] = bounds

    with control.solve(on_model=note, on_unsat=watch, async_=True) as handle:
        done = handle.wait(max(0.01, limit - (time.perf_counter() - begin)))
        if not done:
            handle.cancel()
        result = handle.get()
    if done and result.unsatisfiable:
        said.missing = "no plan"
    elif done and result.exhausted:
        now = time.perf_counter() - begin
        left = iter(best)  # a wish that costs nothing is no level of its own
        said.values = [next(left) if any(price[name]) else 0 for name in order]
        said.times = [now] * len(order)
    else:
        said.bound = lower[0] if lower else 0
        said.have = best[0] if best else None
    return said


def fast_downward(task: Task, order: tuple[str, ...], limit: float) -> Said:
    """A* with LM-cut on the task written as SAS+; all wishes in one cost, where that fits its 32-bit costs."""
    spec = importlib.util.find_spec("up_fast_downward")
    if spec is None or spec.origin is None:
        return Said(missing="up-fast-downward is not installed")
    binary = Path(spec.origin).parent / "downward/builds/release/bin/downward"
    if not binary.exists():
        return Said(missing="up-fast-downward has no binary here")
    begin, said = time.perf_counter(), Said()
    price, weight, scale = costs(task), 1, {}
    for name in reversed(order):
        scale[name] = weight
        weight *= sum(sorted(price[name])[-40:]) + 1
    if weight >= 2**31:
        return Said(missing="costs beyond 32 bits")
    cost = [sum(scale[name] * price[name][n] for name in order) for n in range(len(task.actions))]
    atoms = sorted(
        {a for b, h in task.clauses for a in (*b, h)}
        | {a for o in task.actions for a in (*o.pre, *o.add)}
        | set(task.goal)
    )
    taken = {option.id: -1 - number for number, option in enumerate(task.actions) if option.id in task.needed}
    atoms += taken.values()  # to have taken a step that is asked for is a fact too
    goal = [*task.goal, *taken.values()]
    place = {atom: number for number, atom in enumerate(atoms)}
    lines = ["begin_version", "3", "end_version", "begin_metric", "1", "end_metric", str(len(atoms))]
    for number in range(len(atoms)):
        lines += ["begin_variable", f"v{number}", "-1", "2", f"Atom no{number}()", f"Atom a{number}()", "end_variable"]
    lines += ["0", "begin_state", *["0"] * len(atoms), "end_state", "begin_goal", str(len(goal))]
    lines += [f"{place[atom]} 1" for atom in goal] + ["end_goal"]
    operators = [(f"rule{n}", body, (head,), 0) for n, (body, head) in enumerate(task.clauses)]
    for number, option in enumerate(task.actions):
        mark = (taken[option.id],) if option.id in taken else ()
        operators.append((option.id, option.pre, (*option.add, *mark), cost[number]))
    lines.append(str(len(operators)))
    for name, pre, add, own in operators:
        new = [atom for atom in dict.fromkeys(add) if atom not in pre]
        lines += ["begin_operator", name, str(len(set(pre))), *[f"{place[atom]} 1" for atom in dict.fromkeys(pre)]]
        lines += [str(len(new)), *[f"0 {place[atom]} -1 1" for atom in new], str(own), "end_operator"]
    lines.append("0")
    with tempfile.TemporaryDirectory() as folder:
        command = [str(binary), "--search", "astar(lmcut())", "--internal-plan-file", f"{folder}/plan"]
        try:
            run = subprocess.run(
                command, input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return said
    for line in run.stdout.splitlines():
        if "Plan cost:" in line:
            total = int(line.split("Plan cost:")[1])
            for name in order:
                value, total = divmod(total, scale[name])
                said.values.append(value)
                said.times.append(time.perf_counter() - begin)
        if "no solution" in line or "unsolvable" in line:
            said.missing = "no plan"
    return said


PEERS = {"cpsat": plain_cpsat, "clingo": clingo_usc, "downward": fast_downward}
