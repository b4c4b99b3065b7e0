"""Plans are exact: they equal what going through every subset of the steps and every calendar finds."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
import yaml
from books import SHAPES, TARGET, Question, profile, question, rule_book, varied
from oracle import ORDERS, Task, carry_over, choices, facts, highest, replay

from planner import (
    Fact,
    Impossible,
    Limits,
    Plan,
    WrongUse,
    audit,
    check_proof,
    explain,
    explore,
    find_changes,
    find_plan,
    judge,
    load_rules,
    prove,
    replan,
)
from planner.exchange.series import moments
from planner.planning import solve
from planner.rulebook.person import read_profile

RULES = Path(__file__).parent.parent / "rules"


def ask(asked, prefer="steps", **options):
    return find_plan(profile(asked.person), TARGET, rule_book(asked.book), prefer=prefer, aim=asked.aim, **options)


def task(asked):
    return Task(asked.book, asked.person, TARGET, asked.aim)


@cache
def numbered(seed):
    return task(question(seed))


def answer(found, prefer):
    """Return the totals in the order of wishes, and the ids; None where there is no plan."""
    if isinstance(found, Impossible):
        return None
    return {name: getattr(found.totals, name) for name in ORDERS[prefer]}, found.ids


def check(asked, slow):
    """Compare the planner's answers in all three orders with the slow way's, and replay them."""
    rules, who = rule_book(asked.book), profile(asked.person)
    for prefer in ORDERS:
        found = find_plan(who, TARGET, rules, prefer=prefer, aim=asked.aim)
        assert answer(found, prefer) == slow.best(prefer), f"prefer={prefer}\n{asked}"
        assert found.proved, f"prefer={prefer}\n{asked}"
        if isinstance(found, Plan):
            assert replay(slow, found) == [], f"prefer={prefer}\n{asked}"
            assert found.bound == found.totals, f"prefer={prefer}\n{asked}"


@pytest.mark.parametrize("block", range(30))
def test_plans_equal_brute_force_in_all_three_orders(block):
    for seed in range(50 * block, 50 * block + 50):
        check(question(seed), numbered(seed))


@pytest.mark.parametrize("block", range(6))
def test_plans_with_all_that_books_and_people_may_say_equal_brute_force_too(block):
    for seed in range(50_000 + 30 * block, 50_030 + 30 * block):
        asked = varied(seed)
        check(asked, task(asked))


@pytest.mark.parametrize("block", range(8))
def test_plans_that_are_too_far_to_be_tried_equal_brute_force_too(block, untried):
    for seed in range(30_000 + 40 * block, 30_040 + 40 * block):
        check(question(seed), numbered(seed))


@pytest.mark.parametrize("block", range(4))
def test_what_follows_whichever_half_of_an_either_or_is_true_is_seen_at_every_point_of_a_plan(block):
    for seed in veterans(40_000 + 300 * block, 40_300 + 300 * block):
        check(question(seed), numbered(seed))


def veterans(first, end):
    """Return the numbers of the questions of those who held roles with an either/or."""
    return [seed for seed in range(first, end) if SHAPES[seed % len(SHAPES)] == "veteran"]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_plans_of_larger_books_equal_brute_force_in_all_three_orders(block):
    for seed in range(10_000 + 20 * block, 10_020 + 20 * block):
        asked = question(seed, more=2)
        check(asked, task(asked))


@pytest.mark.parametrize("block", range(4))
def test_what_spares_large_books_the_exact_model_is_exact_on_small_ones(block, untried, monkeypatch):
    monkeypatch.setattr(solve, "PLAIN", -1)
    for seed in range(20_000 + 30 * block, 20_030 + 30 * block):
        check(question(seed), numbered(seed))


def test_no_plan_names_the_lines_nothing_can_meet_or_a_smallest_set_of_clashing_limits():
    kinds = Counter()
    for seed in range(180):
        asked, found = question(seed), ask(question(seed))
        if isinstance(found, Impossible):
            kinds[found.reasons[0].kind] += 1
            if found.reasons[0].kind == "line":
                assert [reason.line.text for reason in found.reasons] == lines_beyond_reach(asked), str(asked)
            else:
                (reason,) = found.reasons
                assert reason.limits in smallest_clashes(asked), str(asked)
    assert min(kinds["line"], kinds["limits"]) >= 10


def without_limits(asked):
    return replace(asked, person={**asked.person, "limits": {"hours_per_week": 80}})


def lines_beyond_reach(asked):
    free = task(without_limits(asked))
    done = free.reached(free.steps)
    return [line["text"] for line in free.role["lines"] if not line.get("wish") and not free.knows(done, line["needs"])]


def smallest_clashes(asked):
    """Return every set of limits that leaves no plan, of the smallest size there is."""
    given = asked.person["limits"]
    named = [name for name in ("weeks", "budget", "must_earn") if name in given]
    named += [f"{kind}:{id}" for kind in ("require", "avoid") for id in given.get(kind, ())]
    named += ["hours_per_week"]
    for size in range(len(named) + 1):
        clashes = []
        for group in combinations(named, size):
            limits = {name: given[name] for name in group if name in given}
            for kind in ("require", "avoid"):
                limits[kind] = [name.split(":")[1] for name in group if name.startswith(kind)]
            if "hours_per_week" not in group:
                limits["hours_per_week"] = 80
            if task(replace(asked, person={**asked.person, "limits": limits})).best() is None:
                clashes.append(group)
        if clashes:
            return clashes
    return []


# The generator and the slow way themselves


def test_the_random_questions_are_deep_and_tangled_and_tied_and_impossible_often_enough():
    seen = Counter()
    seeds = range(500)
    for seed in seeds:
        asked, slow = question(seed), numbered(seed)
        seen.update(asked.book["skills"].keys() & {"licence"} or ["no licence"])
        seen["circle of transfers"] += circular(transfer_ends(asked.book))
        seen["circle of steps"] += circular(step_ends(slow))
        seen["either/or or count"] += any(choices(line["needs"]) for line in slow.role["lines"])
        seen["count above one"] += any(n > 1 for line in slow.role["lines"] for n, _ in choices(line["needs"]))
        seen["either/or held"] += bool(slow.start[1])
        seen["either/or held that counts"] += bool(slow.start[1]) and slow.best() != without_splits(asked).best()
        later = bool(slow.start[1]) and slow.plans != with_cases_of_the_start(asked).plans
        seen["either/or held that counts once a step is taken"] += later
        seen.update(of_best(slow) if slow.best() else ["impossible", nothing_helps(asked)])
    least = {
        "deep": 0.06, "no steps": 0.05, "tied": 0.08, "tied in other steps": 0.05, "tempting circle": 0.08,
        "circle of transfers": 0.4, "circle of steps": 0.4, "either/or or count": 0.5, "count above one": 0.2,
        "either/or held": 0.2, "either/or held that counts": 0.04,
        "either/or held that counts once a step is taken": 0.015,
        "impossible": 0.2, "beyond reach": 0.05, "clash of limits": 0.15, "side by side": 0.1,
        "full time": 0.25, "timetable": 0.25, "self-paced": 0.2, "entry role": 0.06, "licence": 0.3,
    }  # fmt: skip
    assert {name: seen[name] / len(seeds) for name in least if seen[name] < least[name] * len(seeds)} == {}


def test_the_varied_questions_have_often_enough_what_the_others_leave_out():
    seen = Counter()
    for seed in range(50_000, 50_180):
        asked = varied(seed)
        slow = task(asked)
        unfaded = {**asked.book, "policy": {**asked.book["policy"], "fade": {"after_years": 1, "minus": 0}}}
        lines = [line for role in asked.book["roles"].values() for line in role["lines"]]
        seen["faded"] += slow.start != Task(unfaded, asked.person, TARGET, asked.aim).start
        seen["insisted on two"] += len(slow.limits.get("require", ())) > 1
        seen["not understood"] += any(not line["needs"] for line in lines)
        seen["any share"] += asked.aim == "hireable" and asked.book["policy"]["hireable_at"] in (0, 1)
        seen["too short a time"] += any(
            job["years"] < asked.book["policy"]["held_roles"][0]["from_years"]
            for job in asked.person.get("roles_held", ())
        )
        seen["advanced"] += any(
            value in (4, 5) for step in asked.book["steps"].values() for value in step["gives"].values()
        )
    assert min(seen.values()) >= 5, seen


def test_often_enough_another_plan_is_the_best_because_cases_are_gone_through_after_a_step_too():
    asked = [question(seed) for seed in veterans(0, 1500)]
    assert sum(numbered(one.seed).best() != with_cases_of_the_start(one).best() for one in asked) >= 20


def of_best(slow):
    """Yield what is remarkable about the best plan of a question."""
    totals, ids = slow.best()
    equal = [other for other in slow.plans if len(other) == len(ids) and slow.totals(other) == totals]
    entries = [slow.all_steps[id] for id in ids]
    yield "deep" if len(ids) >= 4 else "no steps" if not ids else "short"
    if len(equal) > 1:
        yield "tied"
    if len({tuple(sorted(str(slow.all_steps[id]) for id in other)) for other in equal}) > 1:
        yield "tied in other steps"
    if totals["weeks"] < sum(slow.steps[id][0] for id in ids):
        yield "side by side"
    if any(holds_itself_up(slow, fewer) for size in range(len(ids)) for fewer in combinations(slow.steps, size)):
        yield "tempting circle"
    yield from {"full time" for entry in entries if entry.get("full_time")}
    yield from {"timetable" for entry in entries if entry.get("hours_per_week")}
    yield from {"self-paced" for entry in entries if entry.get("hours")}
    yield from {"entry role" for id in ids if id in slow.book["roles"]}


def holds_itself_up(slow, chosen):
    """Say whether ``chosen`` would do if steps could rest on each other in a circle."""
    required = set(slow.limits.get("require", ()))
    everything = frozenset(chosen)
    needs = [slow.goal, *(slow.all_steps[id].get("needs", {}) for id in chosen)]
    return required <= everything and all(slow.knows(everything, need) for need in needs) and not slow.works(chosen)


def without_splits(asked):
    """Return the task of one whose roles held prove no either/or."""
    slow = task(asked)
    slow.start = (slow.start[0], ())
    return slow


def with_cases_of_the_start(asked):
    """Return the task of one for whom no case of an either/or held is gone through again once a step is taken."""
    slow = task(asked)
    levels, splits = slow.known(frozenset())

    def known(done):
        after = highest(levels, *(slow.all_steps[id]["gives"] for id in done))
        return carry_over(slow.transfers, after, splits), splits

    slow.known = known
    return slow


def nothing_helps(asked):
    return "beyond reach" if lines_beyond_reach(asked) and asked.aim == "all" else "clash of limits"


def circular(ends):
    return not nx.is_directed_acyclic_graph(nx.DiGraph([(a, b) for a, b in ends if a != b]))


def transfer_ends(book):
    for rule in book["transfers"].values():
        if "from" in rule:
            yield rule["from"], rule["to"]
        else:
            yield from ((a, b) for a in named_in(rule["needs"]) for b in rule["gives"])


def step_ends(slow):
    for step in slow.all_steps.values():
        yield from ((a, b) for a in named_in(step["needs"]) for b in step["gives"])


def named_in(need):
    yield from facts(need)
    for _, alternatives in choices(need):
        for alternative in alternatives:
            yield from named_in(alternative)


def test_calendars_that_wait_in_any_week_are_never_shorter():
    tried = 0
    for seed in range(0, 300, 3):
        slow = numbered(seed)
        for chosen in [some for some in slow.plans if 2 <= len(some) <= 4][:2]:
            assert slow.weeks(chosen) == slow.weeks(chosen, every_week=True), str(question(seed))
            tried += 1
    assert tried >= 50


def test_replay_notices_what_is_wrong_with_a_plan():
    asked = question(next(seed for seed in range(100) if (best := numbered(seed).best()) and len(best[1]) >= 3))
    plan, slow = ask(asked), task(asked)
    first, *rest = plan.steps
    late = replace(first, start_week=first.start_week + 40, end_week=first.end_week + 40)
    assert replay(slow, plan) == []
    assert replay(slow, replace(plan, steps=tuple(rest)))
    assert replay(slow, replace(plan, steps=(late, *rest)))
    assert replay(slow, replace(plan, steps=(replace(first, end_week=first.end_week + 1), *rest)))
    assert replay(slow, replace(plan, steps=(replace(first, cost=first.cost + 1), *rest)))
    assert replay(slow, replace(plan, totals=replace(plan.totals, money=plan.totals.money + 1)))
    assert replay(slow, replace(plan, totals=replace(plan.totals, weeks=plan.totals.weeks - 1)))
    assert replay(slow, replace(plan, earned=plan.earned + 1))


# What must not make a difference


def test_dropping_a_step_that_is_not_used_changes_nothing():
    for seed in range(72):
        asked, prefer = question(seed), list(ORDERS)[seed % 3]
        found = ask(asked, prefer)
        if isinstance(found, Impossible):
            continue
        limits, done = asked.person["limits"], asked.person.get("done", [])
        named = {*limits.get("avoid", ()), *limits.get("require", ()), *done}
        for id in asked.book["steps"].keys() - named - set(found.ids):
            steps = {other: step for other, step in asked.book["steps"].items() if other != id}
            fewer = replace(asked, book={**asked.book, "steps": steps})
            assert summary(ask(fewer, prefer)) == summary(found), f"without {id}\n{asked}"


def test_dropping_a_requirement_never_costs_more():
    for seed in range(90):
        asked, prefer = replace(question(seed), aim="all"), list(ORDERS)[seed % 3]
        found = ask(asked, prefer)
        role = asked.book["roles"][TARGET]
        for number in range(len(role["lines"])) if isinstance(found, Plan) else ():
            lines = role["lines"][:number] + role["lines"][number + 1 :]
            roles = {**asked.book["roles"], TARGET: {**role, "lines": lines}}
            easier = ask(replace(asked, book={**asked.book, "roles": roles}), prefer)
            assert key(easier.totals, prefer) <= key(found.totals, prefer), f"without line {number}\n{asked}"


def key(totals, prefer):
    return tuple(getattr(totals, name) for name in ORDERS[prefer])


def summary(found):
    """Return an answer as text: all that is said of a plan or of there being none."""
    if isinstance(found, Impossible):
        return f"none: {[(r.kind, r.line.text if r.line else '', r.lacking, r.limits) for r in found.reasons]}"
    steps = [(s.step.id, s.start_week, s.end_week, s.cost, s.gives, s.for_lines, s.needed_by) for s in found.steps]
    return f"{found.totals} {found.earned} {found.curve} {steps}"


def summaries(seeds):
    return "\n".join(summary(ask(question(seed), prefer)) for seed in seeds for prefer in ORDERS)


def test_the_hash_seed_makes_no_difference():
    script = "from test_find_plan import summaries; print(summaries(range(18)))"
    here = str(Path(__file__).parent)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=here,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([here, str(RULES.parent)]), "PYTHONHASHSEED": hash_seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for hash_seed in ("1", "4711")
    ]
    said = {run.communicate()[0].strip() for run in runs}
    assert said == {summaries(range(18))}


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 7, 12])
def test_the_order_of_files_and_entries_makes_no_difference(seed, tmp_path):
    asked = question(seed)
    answers = set()
    for turn in range(3):
        folder = tmp_path / str(turn)
        scatter(asked.book, folder, random.Random(turn))
        rules = load_rules(folder)
        person = read_profile(yaml.safe_dump(held(asked.person, asked.book), sort_keys=turn == 0), rules)
        found = [find_plan(person, TARGET, rules, prefer=prefer, aim=asked.aim) for prefer in ORDERS]
        answers.add("\n".join(map(summary, found)))
    assert answers == {summaries([seed])}


def scatter(book, folder, chance):
    """Write a book entry by entry, in any order, into files of any name."""
    entries = [(section, id, entry) for section in book if section != "policy" for id, entry in book[section].items()]
    chance.shuffle(entries)
    files = [{"policy": book["policy"]}, {}, {}]
    for section, id, entry in entries:
        chance.choice(files).setdefault(section, {})[id] = held(entry, book)
    for number, content in enumerate(files):
        path = folder / chance.choice(["", "a", "b/c"]) / f"{chance.random()}-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False))


def held(entry, book):
    """Return an entry with the levels of credentials written the way files have them."""
    if isinstance(entry, dict):
        return {k: "held" if k == "licence" and k in book["skills"] else held(v, book) for k, v in entry.items()}
    return [held(item, book) for item in entry] if isinstance(entry, list) else entry


@pytest.mark.parametrize("prefer", ORDERS)
def test_a_plan_cut_short_is_a_plan_with_an_honest_bound(prefer):
    for seed in range(0, 200, 4):
        for limit in (0, 0.002, 0.01):
            asked, best = question(seed), numbered(seed).best(prefer)
            found = ask(asked, prefer, time_limit=limit)
            if isinstance(found, Plan):
                assert replay(numbered(seed), found) == []
                assert key(found.bound, prefer) <= tuple(best[0].values()) <= key(found.totals, prefer), str(asked)
                assert not found.proved or answer(found, prefer) == best, str(asked)
            else:
                assert not found.proved or best is None, str(asked)


def test_without_any_time_the_answer_is_the_same_every_time():
    for seed in range(0, 200, 4):
        once, again = (ask(question(seed), "steps", time_limit=0) for _ in range(2))
        assert once == again


def test_no_time_at_all_gives_first_plans_at_once_most_of_them_not_proved():
    proved = []
    for seed in [seed for seed in range(200) if (best := numbered(seed).best()) and len(best[1]) >= 3][:20]:
        asked, began = question(seed), time.thread_time()
        found = ask(replace(asked, person={**asked.person, "limits": {}}), time_limit=0)
        assert isinstance(found, Plan)
        assert time.thread_time() - began < 1
        proved.append(found.proved)
    assert len(proved) == 20
    assert sum(proved) < 10


@pytest.mark.slow
@pytest.mark.parametrize("prefer", ORDERS)
def test_plans_between_roles_of_the_shipped_rules_replay(prefer, shipped):
    book = {}
    for path in sorted(RULES.rglob("*.yaml")):
        for section, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            book.setdefault(section, {}).update(entries)
    pairs = random.Random(prefer).sample([(a, b) for a in shipped.roles for b in shipped.roles if a != b], 3)
    for one, other in pairs:
        person = {"roles_held": [{"role": one, "years": 3}], "current_pay": 52_001}
        found = find_plan(profile(person), other, shipped, prefer=prefer, time_limit=10)
        slow = Task(book, person, other)
        if isinstance(found, Plan):
            assert replay(slow, found) == [], f"from {one} to {other}"
        else:
            assert not slow.knows(slow.reached(slow.steps), slow.goal), f"from {one} to {other}"


# What single promises mean, one example each


@pytest.fixture
def told(request):
    """The question that stands in the docstring of the test."""
    data = yaml.safe_load(request.function.__doc__)
    person = {"have": {}, "limits": {}, **data.pop("person", {})}
    roles = {TARGET: {"lines": [{"text": "all of it", "needs": data.pop("wanted")}]}, **data.pop("roles", {})}
    policy = {"hours_per_week": 10, "hireable_at": 0.5}
    book = {"skills": {}, "transfers": {}, "steps": {}, "roles": roles, "policy": policy, **data}
    return Question(0, "told", book, person)


def calendar(found):
    return {item.step.id: (item.start_week, item.end_week) for item in found.steps}


def test_who_has_everything_needs_no_steps(told):
    """
    wanted: {sql: 2}
    person: {have: {python: 3}}
    transfers: {t: {from: python, to: sql, minus: 1, because: same habits}}
    steps: {course: {gives: {sql: 3}, hours: 10}}
    """
    found = ask(told)
    assert (found.ids, key(found.totals, "steps"), found.proved, found.curve) == ((), (0, 0, 0), True, ())


def test_a_step_begins_when_what_it_needs_has_ended(told):
    """
    wanted: {sql: 3}
    steps:
      basics: {gives: {sql: 2}, weeks: 3, full_time: true}
      course: {needs: {sql: 2}, gives: {sql: 3}, weeks: 2, hours_per_week: 5}
    """
    assert calendar(ask(told)) == {"basics": (0, 3), "course": (3, 5)}


def test_full_time_steps_take_turns_and_spare_hours_are_there_beside_them(told):
    """
    wanted: {sql: 3, python: 3, r: 3}
    steps:
      academy: {gives: {sql: 3}, weeks: 3, full_time: true}
      bootcamp: {gives: {python: 3}, weeks: 2, full_time: true}
      reading: {gives: {r: 3}, hours: 41}
    """
    assert calendar(ask(told)) == {"academy": (0, 3), "bootcamp": (3, 5), "reading": (0, 5)}


def test_courses_beside_a_job_share_the_spare_hours(told):
    """
    wanted: {sql: 3, python: 3, r: 3}
    steps:
      evening: {gives: {sql: 3}, weeks: 2, hours_per_week: 6}
      night: {gives: {python: 3}, weeks: 2, hours_per_week: 4}
      weekend: {gives: {r: 3}, weeks: 1, hours_per_week: 5}
    """
    assert calendar(ask(told)) == {"evening": (0, 2), "night": (0, 2), "weekend": (2, 3)}


def test_the_pay_given_up_is_rounded_to_the_even_unit_step_by_step(told):
    """
    wanted: {a: 1, b: 1, c: 1}
    person: {current_pay: 26}
    steps:
      half: {gives: {a: 1}, weeks: 1, full_time: true}
      one-and-a-half: {gives: {b: 1}, weeks: 3, full_time: true, cost: 10}
      paid: {gives: {c: 1}, weeks: 3, full_time: true, pay: 7}
    """
    found = ask(told)
    assert {item.step.id: item.cost for item in found.steps} == {"half": 0, "one-and-a-half": 12, "paid": 0}
    assert (found.totals.money, found.earned) == (12, 21)


def test_who_must_earn_takes_no_unpaid_full_time_step(told):
    """
    wanted: {sql: 3}
    person: {limits: {must_earn: true}}
    steps:
      bootcamp: {gives: {sql: 3}, weeks: 2, full_time: true}
      internship: {gives: {sql: 3}, weeks: 20, full_time: true, pay: 1}
    """
    assert ask(told).ids == ("internship",)


def test_an_entry_level_role_serves_as_a_step_with_its_gates_and_core_lines(told):
    """
    wanted: {sql: 3}
    person: {current_pay: 5200}
    steps: {course: {gives: {excel: 2}, weeks: 1, hours_per_week: 5}}
    roles:
      clerk:
        lines: [{text: Keeps the tables, needs: {excel: 2}}, {text: Speaks Latin, needs: {latin: 3}, wish: true}]
        teaches: {sql: 3}
        interim: {weeks: 52}
        pay: 4160
    """
    found = ask(told)
    assert calendar(found) == {"course": (0, 1), "clerk": (1, 53)}
    assert (found.totals.money, found.earned) == (5200 - 4160, 4160)


def test_hireable_takes_the_gates_and_a_share_of_the_core_lines(told):
    """
    wanted: {sql: 3}
    roles:
      dream:
        lines:
          - {text: licensed, needs: {licence: held}, gate: true}
          - {text: queries, needs: {sql: 3}}
          - {text: charts, needs: {charts: 3}}
          - {text: talks, needs: {talks: 3}}
    steps:
      exam: {gives: {licence: held}, hours: 10}
      sql: {gives: {sql: 3}, hours: 40}
      charts: {gives: {charts: 3}, hours: 30}
      talks: {gives: {talks: 3}, hours: 20}
    """
    assert ask(replace(told, aim="hireable")).ids == ("charts", "exam", "talks")


def test_a_limit_of_weeks_still_prefers_the_fewest_steps_to_the_shortest_calendar(told):
    """
    wanted: {sql: 3, python: 3}
    person: {limits: {weeks: 40}}
    steps:
      degree: {gives: {sql: 3, python: 3}, weeks: 40, full_time: true}
      sql: {gives: {sql: 3}, hours: 10}
      python: {gives: {python: 3}, hours: 10}
    """
    assert ask(told).ids == ("degree",)
    assert ask(told, "time").ids == ("python", "sql")


def test_a_limit_no_plan_keeps_is_an_answer_and_not_an_endless_search(told):
    """
    wanted: {sql: 3, python: 3}
    person: {limits: {weeks: 3}}
    steps:
      sql: {gives: {sql: 3}, weeks: 2, full_time: true}
      python: {gives: {python: 3}, weeks: 2, full_time: true}
    """
    for prefer in ORDERS:
        found = ask(told, prefer, time_limit=20)
        assert (found.proved, [reason.limits for reason in found.reasons]) == (True, [("weeks",)])


def test_a_step_that_could_be_left_out_is_kept_where_it_makes_the_calendar_shorter(told):
    """
    wanted: {sql: 2, python: 2}
    steps:
      degree: {gives: {sql: 1, python: 2}, weeks: 20, full_time: true}
      course: {gives: {sql: 1}, weeks: 1, hours_per_week: 5}
      lab: {needs: {sql: 1}, gives: {sql: 2}, weeks: 20, hours_per_week: 5}
    """
    assert (ask(told).ids, ask(told).totals.weeks) == (("degree", "lab"), 40)
    assert (ask(told, "time").ids, ask(told, "time").totals.weeks) == (("course", "degree", "lab"), 21)


def test_a_step_that_gives_what_it_needs_does_not_hold_itself_up(told):
    """
    wanted: {sql: 3}
    steps:
      basics: {gives: {sql: 2}, hours: 10}
      course: {needs: {sql: 2}, gives: {sql: 3}, hours: 10}
    """
    assert ask(told).ids == ("basics", "course")


def test_transfers_in_a_circle_do_not_hold_themselves_up(told):
    """
    wanted: {python: 2, r: 2}
    transfers:
      one: {from: python, to: r, because: same habits}
      other: {from: r, to: python, because: same habits}
    steps:
      last: {gives: {r: 2}, hours: 10}
    """
    assert ask(told).ids == ("last",)


def test_a_role_held_proves_its_own_either_or_without_saying_which_half(told):
    """
    wanted: {any_of: [{any_of: [{spss: 2}, {r: 2}]}, {python: 2, pandas: 2}], sql: 2}
    person: {roles_held: [{role: analyst, years: 3}]}
    policy:
      hours_per_week: 10
      hireable_at: 0.5
      held_roles: [{from_years: 0, requires_minus: 0, teaches_minus: 5}]
    roles:
      analyst:
        lines: [{text: Computes, needs: {any_of: [{any_of: [{spss: 2}, {r: 2}]}, {python: 2, pandas: 2}]}}]
    steps:
      r: {gives: {r: 2}, hours: 10}
      sql: {gives: {sql: 2}, hours: 10}
    """
    assert ask(told).ids == ("sql",)


def test_a_step_may_bring_what_an_either_or_of_a_role_held_then_leads_on_from_in_every_case(told):
    """
    wanted: {c: 1}
    person: {roles_held: [{role: old, years: 3}]}
    policy:
      hours_per_week: 10
      hireable_at: 0.5
      held_roles: [{from_years: 0, requires_minus: 0, teaches_minus: 5}]
    transfers:
      t1: {needs: {a: 2, d: 1}, gives: {c: 1}, because: x}
      t2: {needs: {b: 2, d: 1}, gives: {c: 1}, because: y}
    steps:
      sd: {title: Learn D, gives: {d: 1}, hours: 8}
      z1: {gives: {e: 1}, hours: 8, cost: 900}
      z2: {needs: {e: 1}, gives: {c: 1}, hours: 8, cost: 900}
    roles:
      old: {lines: [{text: A or B, needs: {any_of: [{a: 2}, {b: 2}]}}]}
    """
    check(told, task(told))
    check_all_agree(told, ("sd",))
    without = {id: step for id, step in told.book["steps"].items() if id == "sd"}
    check_all_agree(replace(told, book={**told.book, "steps": without}), ("sd",))


def check_all_agree(asked, ids):
    """Check that ``ids`` are the plan asked for, and that whatever else speaks of it agrees."""
    rules, person = rule_book(asked.book), profile(asked.person)
    plan = prove(ask(asked), rules)
    assert plan.ids == ids
    assert check_proof(plan, rules)
    assert [(item.for_lines, item.gives) for item in plan.steps] == [((1,), (Fact("d", 1),))]
    assert "It opens: all of it." in [sentence.text for sentence in explain(plan, rules)]
    there = replan(plan, rules, done=ids)
    assert there.after.ids == ()
    met = audit(there.profile, TARGET, rules).lines[0]
    assert (met.status, met.via) == ("met through transfer", ("t1", "t2"))
    assert [item.quote for item in met.evidence] == ["Learn D", "old, 3 years"]
    said = [sentence.text for sentence in explain(met, rules)]
    assert said[0] == "Whichever you have, a 2 (beginner) or b 2 (beginner), with d 1 (aware): c 1 (aware) follows. x y"
    before = audit(person, TARGET, rules)
    assert [moment.met for moment in moments(plan, before, rules)] == [0, 1]
    assert judge(person, TARGET, rules).blocked == ()
    (prospect,) = [found for found in explore(person, rules).prospects if found.role.id == TARGET]
    assert prospect.answer.ids == ids
    stuck = ask(asked, limits=Limits(avoid=tuple(asked.book["steps"])))
    assert [part.id for part in find_changes(stuck, rules)[0].parts] == ["sd"]


def test_a_line_half_proved_by_a_role_and_half_within_reach_is_no_reason_for_no_plan(told):
    """
    wanted: {latin: 3}
    person: {roles_held: [{role: analyst, years: 3}]}
    policy:
      hours_per_week: 10
      hireable_at: 0.5
      held_roles: [{from_years: 0, requires_minus: 0, teaches_minus: 5}]
    roles:
      analyst: {lines: [{text: Computes, needs: {any_of: [{python: 2}, {r: 2}]}}]}
      dream:
        lines:
          - {text: Speaks Latin, needs: {latin: 3}}
          - {text: Computes and queries, needs: {any_of: [{python: 2}, {r: 2}], sql: 2}}
    steps: {sql: {gives: {sql: 2}, hours: 10}}
    """
    assert [reason.line.text for reason in ask(told).reasons] == ["Speaks Latin"]


def test_of_equal_plans_the_one_whose_ids_come_first_is_taken(told):
    """
    wanted: {sql: 3, python: 3}
    steps:
      d: {gives: {sql: 3}, hours: 10}
      c: {gives: {python: 3}, hours: 10}
      b: {gives: {python: 3}, hours: 10}
      a: {gives: {python: 2}, hours: 10}
    """
    assert all(ask(told, prefer).ids == ("b", "d") for prefer in ORDERS)


def test_a_required_step_is_taken_even_where_it_helps_nothing_together_with_what_it_needs(told):
    """
    wanted: {sql: 3}
    person: {have: {sql: 3}, limits: {require: [thesis]}}
    steps:
      latin: {gives: {latin: 2}, hours: 10}
      thesis: {needs: {latin: 2}, gives: {sql: 1}, hours: 10}
    """
    assert ask(told).ids == ("latin", "thesis")


def test_two_steps_that_only_together_make_what_is_required_quicker_are_found(told):
    """
    wanted: {sql: 1}
    person: {limits: {require: [evening-school, thesis]}}
    steps:
      evening-school: {gives: {sql: 1}, weeks: 6, hours_per_week: 2}
      thesis: {needs: {any_of: [{sql: 1}, {latin: 2}]}, gives: {latin: 1}, weeks: 4, hours_per_week: 2}
      grammar: {gives: {greek: 1}, weeks: 1, hours_per_week: 2}
      reading: {needs: {greek: 1}, gives: {latin: 2}, weeks: 1, hours_per_week: 2}
    """
    assert (ask(told).ids, ask(told).totals.weeks) == (("evening-school", "thesis"), 10)
    quickest = ask(told, "time")
    assert (quickest.ids, quickest.totals.weeks) == (("evening-school", "grammar", "reading", "thesis"), 6)
    hurried = Limits(require=("evening-school", "thesis"), weeks=6)
    assert ask(told, limits=hurried).ids == quickest.ids


def test_a_required_step_that_cannot_begin_clashes_with_everything(told):
    """
    wanted: {sql: 3}
    person: {have: {sql: 3}, limits: {require: [thesis], budget: 500}}
    steps: {thesis: {needs: {latin: 2}, gives: {sql: 3}, hours: 10}}
    """
    found = ask(told)
    assert [(reason.kind, reason.limits) for reason in found.reasons] == [("limits", ("require:thesis",))]


def test_without_spare_hours_only_the_working_week_is_left(told):
    """
    wanted: {sql: 3}
    person: {limits: {hours_per_week: 0}}
    steps:
      evening: {gives: {sql: 3}, weeks: 1, hours_per_week: 1}
      reading: {gives: {sql: 3}, hours: 1}
      school: {gives: {sql: 3}, weeks: 99, full_time: true}
    """
    assert ask(told).ids == ("school",)
    reasons = ask(replace(told, person={"limits": {"hours_per_week": 0, "must_earn": True}})).reasons
    assert [reason.limits for reason in reasons] == [("must_earn", "hours_per_week")]


def test_what_the_rules_do_not_know_is_wrong_use(told):
    """
    wanted: {sql: 3}
    person: {limits: {avoid: [bootcmp]}}
    steps: {bootcamp: {gives: {sql: 3}, weeks: 2, full_time: true}}
    """
    with pytest.raises(WrongUse, match="no step 'bootcmp' in these rules; did you mean 'bootcamp'"):
        ask(told)
    with pytest.raises(WrongUse, match="prefer is one of steps, time, money, not 'joy'"):
        ask(replace(told, person={}), "joy")


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.02])
def test_when_the_clock_strikes_no_bound_is_above_the_plan_shown_or_the_least_of_the_first_wish(
    seconds, untried, monkeypatch
):
    monkeypatch.setattr(solve, "PLAIN", -1)
    open_ = 0
    for seed in range(60):
        for prefer in ORDERS:
            found, best = ask(question(seed), prefer, time_limit=seconds), numbered(seed).best(prefer)
            if isinstance(found, Plan):
                open_ += not found.proved
                (first, least), *_ = best[0].items()
                assert getattr(found.bound, first) <= least, (seed, prefer)
                for name in ORDERS[prefer]:
                    assert getattr(found.bound, name) <= getattr(found.totals, name), (seed, prefer)
    assert open_ > 10 or seconds
