"""The planner's promises, spelled out the slow way: every subset of the steps, every calendar.

Reads rules and people as plain mappings, as they stand in YAML with numbers as numbers, and takes nothing from
``planner``; of a plan it reads the public fields only. It knows what DESIGN says and no trick: knowledge is closed by
trying every rule until nothing changes, and a calendar is found by walking through the weeks.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, partial
from itertools import combinations, product
from math import ceil

ORDERS = {
    "steps": ("steps", "weeks", "money"),
    "time": ("weeks", "steps", "money"),
    "money": ("money", "steps", "weeks"),
}


def level(value):
    return 1 if value == "held" else int(value)


def choices(need):
    """Return the either/or parts of a need as (count, alternatives)."""
    parts = [(1, need["any_of"])] if "any_of" in need else []
    return parts + [(int(count), alternatives) for count, alternatives in need.get("at_least", {}).items()]


def facts(need):
    return {skill: level(value) for skill, value in need.items() if skill not in ("any_of", "at_least")}


def met(need, levels, splits=()):
    """Say whether ``levels`` meet ``need``; an either/or is met too where each case of one split meets it."""
    return all(levels.get(skill, 0) >= least for skill, least in facts(need).items()) and all(
        sum(met(alternative, levels, splits) for alternative in alternatives) >= count
        or any(all(sum(met(a, case) for a in alternatives) >= count for case in split) for split in splits)
        for count, alternatives in choices(need)
    )


def carry_over(transfers, levels, splits=()):
    """Return ``levels`` with everything that follows for free."""
    levels, before = dict(levels), None
    while levels != before:
        before = dict(levels)
        for rule in transfers.values():
            if "from" in rule:
                carried = min(levels.get(rule["from"], 0) - rule.get("minus", 0), rule.get("up_to", 5))
                gives = {rule["to"]: carried}
            else:
                gives = facts(rule["gives"]) if met(rule["needs"], levels, splits) else {}
            add(levels, gives)
    return levels


def add(levels, gives):
    for skill, value in gives.items():
        if level(value) > levels.get(skill, 0):
            levels[skill] = level(value)


def ways(need):
    """Return every way in which ``need`` can be true, as levels."""
    found = [facts(need)]
    for count, alternatives in choices(need):
        groups = [inner for group in combinations(alternatives, count) for inner in product(*map(ways, group))]
        found = [highest(way, *inner) for way in found for inner in groups]
    return found


def highest(*several):
    levels = {}
    for gives in several:
        add(levels, gives)
    return levels


def common(split):
    """Return what holds in every case."""
    return {skill: min(case.get(skill, 0) for case in split) for skill in split[0]}


def lowered(need, minus, faded, credentials):
    """Return what a role held proves of one of its needs, each level less ``minus``: facts, and either/ors."""
    levels = {skill: value if skill in credentials else value - minus for skill, value in facts(need).items()}
    either = []
    for count, alternatives in choices(need):
        inner = [shape(*lowered(alternative, minus, faded, credentials)) for alternative in alternatives]
        if all(inner):
            either.append((count, inner))
    return {skill: faded(skill, value) for skill, value in levels.items() if value >= 1}, either


def shape(levels, either):
    return {**levels, **all_of([{"at_least": {count: alternatives}} for count, alternatives in either])}


def all_of(needs):
    needs = [need for need in needs if need]
    return {"at_least": {len(needs): needs}} if needs else {}


class Task:
    """One question: a book, a person (whose limits hold), the id of a role, and the aim."""

    def __init__(self, book, person, role, aim="all"):
        self.book, self.person, self.role, self.aim = book, person, book["roles"][role], aim
        self.limits = person.get("limits", {})
        self.transfers = book.get("transfers", {})
        self.hours = self.limits.get("hours_per_week", book["policy"]["hours_per_week"])
        self._known, self._ready, self._weeks = {}, {}, {}  # answers given before

    @cached_property
    def all_steps(self):
        """Every step by id, the roles that serve as one among them; pay is per week."""
        steps = dict(self.book.get("steps", {}))
        for id, role in self.book["roles"].items():
            if "interim" in role:
                must = [line["needs"] for line in role["lines"] if not line.get("wish")]
                steps[id] = {
                    "needs": all_of(must),
                    "gives": role.get("teaches", {}),
                    "weeks": role["interim"]["weeks"],
                    "full_time": True,
                    "pay": Fraction(role.get("pay", 0), 52),
                }
        return steps

    @cached_property
    def steps(self):
        """The steps this person may take, each as (weeks, hours a week or None for the working week, money)."""
        able = {}
        for id, step in self.all_steps.items():
            if id in self.limits.get("avoid", ()):
                continue
            if step.get("full_time"):
                if step.get("pay", 0) or not self.limits.get("must_earn"):
                    given_up = Fraction(self.person.get("current_pay", 0), 52) - step.get("pay", 0)
                    money = step.get("cost", 0) + step["weeks"] * max(given_up, 0)
                    able[id] = (step["weeks"], None, round(money))
            elif "weeks" in step:
                if step["hours_per_week"] <= self.hours:
                    able[id] = (step["weeks"], step["hours_per_week"], step.get("cost", 0))
            elif self.hours:
                able[id] = (ceil(Fraction(step["hours"], self.hours)), self.hours, step.get("cost", 0))
        return able

    @cached_property
    def goal(self):
        """What a plan has to bring about, as one need."""
        lines = self.role["lines"]
        gates = [line["needs"] for line in lines if line.get("gate")]
        core = [line["needs"] for line in lines if line["needs"] and not line.get("gate") and not line.get("wish")]
        share = Fraction(str(self.book["policy"]["hireable_at"])) if self.aim == "hireable" else 1
        return all_of([*gates, {"at_least": {ceil(share * len(core)): core}} if core and share else {}])

    @cached_property
    def start(self):
        """What the person is given, and the either/ors that roles held prove."""
        levels, held = {}, []
        for skill, had in self.person.get("have", {}).items():
            had = had if isinstance(had, dict) else {"level": had}
            add(levels, {skill: self.faded(skill, level(had["level"]), had.get("last_used"))})
        for id in self.person.get("done", ()):
            add(levels, self.all_steps[id]["gives"])
        for job in self.person.get("roles_held", ()):
            rules = [rule for rule in self.book["policy"]["held_roles"] if rule["from_years"] <= job["years"]]
            if not rules:
                continue
            rule = max(rules, key=lambda rule: rule["from_years"])
            role = self.book["roles"][job["role"]]
            faded = partial(self.faded, last_used=job.get("until"))
            for line in role["lines"]:
                if not line.get("wish"):
                    sure, either = lowered(line["needs"], rule["requires_minus"], faded, self.credentials)
                    add(levels, sure)
                    held += [{"at_least": {count: alternatives}} for count, alternatives in either]
            taught = {skill: level(value) - rule["teaches_minus"] for skill, value in role.get("teaches", {}).items()}
            add(levels, {skill: faded(skill, value) for skill, value in taught.items() if value >= 1})
        return levels, held

    @cached_property
    def credentials(self):
        return {id for id, skill in self.book["skills"].items() if skill.get("kind") == "credential"}

    def faded(self, skill, value, last_used):
        """Return what is left of a level that was last used in that year."""
        policy = self.book["policy"]
        if last_used is None or skill in self.credentials or policy["year"] - last_used < policy["fade"]["after_years"]:
            return value
        return max(1, value - policy["fade"]["minus"])

    def known(self, done):
        """Return all that is known once ``done`` are finished, and what holds in each case of each either/or held."""
        if done not in self._known:
            given, held = self.start
            given = highest(given, *(self.all_steps[id]["gives"] for id in done))
            levels, before, splits = carry_over(self.transfers, given), None, []
            while held and levels != before:
                before = levels
                splits = [[carry_over(self.transfers, highest(levels, way)) for way in ways(either)] for either in held]
                sure = highest(levels, *map(common, splits))
                levels = carry_over(self.transfers, sure, splits)
            self._known[done] = levels, splits
        return self._known[done]

    def knows(self, done, need):
        """Say whether ``need`` is met once the steps ``done`` are finished."""
        levels, splits = self.known(done)
        return met(need, levels, splits)

    def ready(self, done, among):
        """Return those of ``among`` that may begin once ``done`` are finished."""
        if done not in self._ready:
            self._ready[done] = {id for id in self.all_steps if self.knows(done, self.all_steps[id].get("needs", {}))}
        return [id for id in among if id not in done and id in self._ready[done]]

    def reached(self, chosen):
        """Return those of ``chosen`` that can be taken at all when there are no others."""
        done = frozenset()
        while fresh := self.ready(done, chosen):
            done = done.union(fresh)
        return done

    def works(self, chosen):
        """Say whether ``chosen`` can all be taken in some order and reach the goal, whatever the calendar."""
        return self.knows(frozenset(chosen), self.goal) and len(self.reached(chosen)) == len(chosen)

    def money(self, chosen):
        return sum(self.steps[id][2] for id in chosen)

    def weeks(self, chosen, *, every_week=False):
        """Return the length of the shortest calendar of ``chosen``, which must work.

        Goes through all calendars in which a step begins at week 0 or when another one ends. No shorter one is
        missed: take a shortest calendar and move single steps to earlier weeks for as long as one can be moved. A
        step that is left needs something that is not finished, or room that is not free, the week before it
        begins; so in the week it begins something ends. ``every_week`` takes no such shortcut and considers
        beginning, or waiting, in each week (used to check the argument).
        """
        arrivals, seen = {0: {(frozenset(), ())}}, set()
        while True:
            week = min(arrivals)
            front = arrivals.pop(week) - seen
            seen |= front
            for done, running in front:
                if len(done) == len(chosen):
                    return week
                for begun in self._beginnings(chosen, done, running):
                    after = [*running, *((id, self.steps[id][0]) for id in begun)]
                    if not after and not every_week:
                        continue
                    span = 1 if every_week else min(left for _, left in after)
                    ended = [id for id, left in after if left == span]
                    rest = tuple(sorted((id, left - span) for id, left in after if left > span))
                    arrivals.setdefault(week + span, set()).add((done.union(ended), rest))

    def _beginnings(self, chosen, done, running):
        """Yield every group of steps that may begin now, the empty one included."""
        busy = {id for id, _ in running}
        able = [id for id in self.ready(done, chosen) if id not in busy]
        for size in range(len(able) + 1):
            for group in combinations(able, size):
                if self.fits([*busy, *group]):
                    yield group

    def fits(self, together):
        """Say whether these steps may run in the same week."""
        demands = [self.steps[id][1] for id in together]
        return demands.count(None) <= 1 and sum(hours for hours in demands if hours is not None) <= self.hours

    def totals(self, chosen):
        if chosen not in self._weeks:
            self._weeks[chosen] = self.weeks(chosen)
        return {"steps": len(chosen), "weeks": self._weeks[chosen], "money": self.money(chosen)}

    @cached_property
    def plans(self):
        """Every set of steps that works and keeps the limits, the length of its calendar aside; ids sorted."""
        budget, required = self.limits.get("budget"), set(self.limits.get("require", ()))
        sets = (chosen for size in range(len(self.steps) + 1) for chosen in combinations(sorted(self.steps), size))
        return [
            chosen
            for chosen in sets
            if required <= set(chosen) and (budget is None or self.money(chosen) <= budget) and self.works(chosen)
        ]

    def best(self, prefer="steps"):
        """Return the best totals in the order of wishes, and the ids that come first among equals; or None."""
        order, best = ORDERS[prefer], None
        for chosen in self.plans:
            least = {"steps": len(chosen), "weeks": self._at_least(chosen), "money": self.money(chosen)}
            if best is not None and tuple(least[measure] for measure in order) > best[0]:
                continue
            totals = self.totals(chosen)
            if totals["weeks"] > self.limits.get("weeks", totals["weeks"]):
                continue
            found = (tuple(totals[measure] for measure in order), chosen)
            best = found if best is None else min(best, found)
        return best and (dict(zip(order, best[0], strict=True)), best[1])

    def _at_least(self, chosen):
        """Return weeks no calendar can undercut: the working week takes one step at a time, the spare hours are few."""
        spans = [self.steps[id] for id in chosen]
        hours = sum(weeks * hours for weeks, hours, _ in spans if hours is not None)
        slot = sum(weeks for weeks, hours, _ in spans if hours is None)
        return max(slot, ceil(Fraction(hours, self.hours)) if hours else 0, *(weeks for weeks, _, _ in spans), 0)


def replay(task, plan):
    """Walk through a plan week by week; return what is wrong with it, as a list of sentences."""
    wrong = []
    begins = {item.step.id: item.start_week for item in plan.steps}
    ends = {item.step.id: item.end_week for item in plan.steps}
    if len(begins) < len(plan.steps):
        wrong.append("a step is taken twice")
    for item in plan.steps:
        id = item.step.id
        if id not in task.steps:
            wrong.append(f"{id} is ruled out by the limits")
            continue
        weeks, _, money = task.steps[id]
        done = frozenset(other for other, end in ends.items() if end <= item.start_week)
        if item.start_week < 0 or item.end_week - item.start_week != weeks:
            wrong.append(f"{id} does not take its {weeks} weeks")
        if not task.ready(done, [id]):
            wrong.append(f"{id} begins before its needs are known")
        if item.cost != money:
            wrong.append(f"{id} costs {money}, not {item.cost}")
    if wrong:
        return wrong
    last = max(ends.values(), default=0)
    for week in range(last):
        running = [id for id in begins if begins[id] <= week < ends[id]]
        if not task.fits(running):
            wrong.append(f"week {week} has too much in it: {running}")
    said = (plan.totals.steps, plan.totals.weeks, plan.totals.money)
    if said != (len(begins), last, task.money(begins)):
        wrong.append(f"the totals do not add up: {said}")
    if not task.knows(frozenset(begins), task.goal):
        wrong.append("the goal is not met")
    limits = task.limits
    if said[2] > limits.get("budget", said[2]) or last > limits.get("weeks", last):
        wrong.append("a limit is broken")
    if missing := set(limits.get("require", ())) - set(begins):
        wrong.append(f"{sorted(missing)} is required and missing")
    return wrong + wrong_money(task, plan, begins, ends) + wrong_reasons(task, plan, ends)


def wrong_money(task, plan, begins, ends):
    """Return what is wrong with the pay earned and the money in hand week by week."""
    present, hand, curve = Fraction(task.person.get("current_pay", 0), 52), Fraction(0), []
    steps = task.all_steps
    for week in range(max(ends.values(), default=0)):
        running = [id for id in begins if begins[id] <= week < ends[id]]
        hand += sum(steps[id].get("pay", 0) for id in running)
        hand += 0 if any(steps[id].get("full_time") for id in running) else present
        hand -= sum(steps[id].get("cost", 0) for id in running if begins[id] == week)
        curve.append(round(hand))
    earned = round(sum(steps[id].get("pay", 0) * (ends[id] - begins[id]) for id in begins) + Fraction(0))
    wrong = [] if plan.earned == earned else [f"{earned} is earned, not {plan.earned}"]
    return wrong if plan.curve == tuple(curve) else [*wrong, f"the money in hand is {curve}, not {plan.curve}"]


def wrong_reasons(task, plan, ends):
    """Return what is wrong with what the steps are said to be for."""
    wrong = []
    lines = [(number, line["needs"]) for number, line in enumerate(task.role["lines"], 1) if not line.get("wish")]
    for item in plan.steps:
        id = item.step.id
        before = frozenset(other for other, end in ends.items() if end <= item.start_week)
        after = task.reached(ends)
        without = task.reached(ends.keys() - {id})
        new = {skill: level(value) for skill, value in task.all_steps[id]["gives"].items()}
        new = {skill: value for skill, value in new.items() if not task.knows(before, {skill: value})}
        opened = tuple(n for n, need in lines if task.knows(after, need) and not task.knows(without, need))
        if dict(item.gives) != new:
            wrong.append(f"{id} brings {new}, not {item.gives}")
        if item.for_lines != opened:
            wrong.append(f"{id} is for lines {opened}, not {item.for_lines}")
        if item.needed_by != tuple(sorted(ends.keys() - without - {id})):
            wrong.append(f"{id} is needed by {sorted(ends.keys() - without - {id})}, not {item.needed_by}")
    return wrong
