"""Planning again: what is done is held, what failed is avoided, what is under way goes on, and limits shrink."""

import json
from collections import Counter
from copy import deepcopy

import pytest
from books import TARGET, profile, question, rule_book
from oracle import ORDERS, Task

from planner import (
    Impossible,
    Limits,
    Plan,
    WrongUse,
    alternatives_to,
    changes_from_here,
    check_proof,
    explain,
    find_changes,
    find_plan,
    load_rules,
    margins,
    prove,
    replan,
    why_not,
)
from planner.exchange.followed import made_for, taken_up
from planner.exchange.kept import Kept, kept_text, read_kept
from planner.planning.replan import eased

RULES = """
skills: {a: {name: A}, b: {name: B}, c: {name: C}}
steps:
  course-a: {title: Course A, gives: {a: 1}, weeks: 4, hours_per_week: 6, cost: 100}
  book-a: {title: Book A, gives: {a: 1}, hours: 64, cost: 20}
  school-b: {title: School B, needs: {a: 1}, gives: {b: 1}, weeks: 10, full_time: true, cost: 500}
  night-b: {title: Night school B, needs: {a: 1}, gives: {b: 1}, weeks: 20, hours_per_week: 4, cost: 300}
  course-c: {title: Course C, gives: {c: 1}, weeks: 3, full_time: true, cost: 50}
roles:
  job: {title: Job, lines: [{text: Does b, needs: {b: 1}}, {text: Does c, needs: {c: 1}}]}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


@pytest.fixture
def plan(rules):
    """course-a (weeks 0 to 4), course-c (0 to 3), school-b (4 to 14)."""
    return find_plan(profile({"name": "Ada"}), "job", rules, limits=Limits(weeks=40, budget=1000))


def calendar(answer):
    assert isinstance(answer.after, Plan)
    return {item.step.id: (item.start_week, item.end_week) for item in answer.after.steps}


def said(answer, rules):
    return [str(sentence) for sentence in explain(answer, rules)]


def test_a_done_step_is_held_and_what_is_left_begins_now(plan, rules):
    answer = replan(plan, rules, done=["course-a", "course-c"], week=4)
    assert calendar(answer) == {"school-b": (0, 10)}
    assert answer.profile.done == ("course-a", "course-c")


def test_time_gone_by_and_money_spent_count_against_the_limits(plan, rules):
    answer = replan(plan, rules, done=["course-a", "course-c"], week=4)
    assert (answer.spent, answer.profile.limits.weeks, answer.profile.limits.budget) == (150, 36, 850)


def test_a_failed_step_is_avoided_and_paid_for_if_it_had_begun(plan, rules):
    answer = replan(plan, rules, done=["course-c"], failed=["course-a"], week=3)
    assert calendar(answer) == {"book-a": (0, 8), "school-b": (8, 18)}
    assert answer.profile.limits.avoid == ("course-a",)
    assert answer.spent == 150
    assert replan(plan, rules, failed=["school-b"], week=3).spent == 0


def test_a_late_step_keeps_its_place_with_what_is_left_of_it(plan, rules):
    answer = replan(plan, rules, done=["course-c"], late={"course-a": 2}, week=3)
    assert calendar(answer) == {"course-a": (0, 3), "school-b": (3, 13)}
    assert [item.cost for item in answer.after.steps] == [0, 500]


def test_a_step_under_way_as_planned_is_late_by_nothing(plan, rules):
    assert calendar(replan(plan, rules, done=["course-c"], late={"course-a": 0}, week=3))["course-a"] == (0, 1)


def test_a_step_that_should_have_ended_takes_a_week_at_least(plan, rules):
    assert calendar(replan(plan, rules, late={"course-c": 0}, week=9))["course-c"] == (0, 1)


def test_full_time_steps_wait_for_the_one_under_way(plan, rules):
    answer = replan(plan, rules, done=["course-a"], late={"course-c": 5}, week=2)
    assert calendar(answer) == {"course-c": (0, 6), "school-b": (6, 16)}


def test_what_is_not_named_has_not_begun(plan, rules):
    assert calendar(replan(plan, rules, week=6)) == {"course-a": (0, 4), "course-c": (0, 3), "school-b": (4, 14)}


def test_a_plan_made_again_can_be_made_again(plan, rules):
    once = replan(plan, rules, done=["course-c"], late={"course-a": 4}, week=3)
    twice = replan(once.after, rules, done=["course-a"], week=5)
    assert calendar(twice) == {"school-b": (0, 10)}
    assert (twice.profile.limits.weeks, twice.profile.limits.budget) == (32, 850)


def test_nothing_of_the_plan_before_is_lost(plan, rules):
    answer = replan(plan, rules, done=["course-c"], failed=["course-a"], late={"school-b": 1}, week=5)
    assert answer.before is plan
    assert (answer.done, answer.failed, answer.late, answer.week) == (("course-c",), ("course-a",), {"school-b": 1}, 5)


def test_the_proof_of_the_new_plan_is_accepted_on_the_rules_it_rests_on(plan, rules):
    answer = replan(plan, rules, done=["course-c"], late={"course-a": 2}, week=3)
    assert check_proof(prove(answer.after, answer.rules), answer.rules)


def test_the_difference_in_words(plan, rules):
    answer = replan(plan, rules, done=["course-c"], failed=["course-a"], week=3)
    assert said(answer, rules) == [
        "Done: “Course C”.",
        "Failed, and left out from here on: “Course A”.",
        "Behind you: 3 weeks and USD 150.",
        "From here: 2 steps, 18 weeks and USD 520.",
        "Against the plan as it was, in all: 7 weeks longer and USD 20 dearer.",
        "  New in the plan: “Book A”.",
    ]
    answer = replan(plan, rules, done=["course-c"], late={"course-a": 2}, week=3)
    assert said(answer, rules)[1] == "Under way, 2 weeks late, 3 weeks left: “Course A”."
    assert said(answer, rules)[-1] == "  What is left of it stays."
    assert "  It is under way." in [str(sentence) for sentence in explain(answer.after, rules)]


def test_where_no_plan_is_left_the_limits_that_clash_are_named(plan, rules):
    """night-b would take 1 + 20 weeks, and school-b USD 500."""
    answer = replan(plan, rules, done=["course-c"], failed=["school-b"], late={"course-a": 0}, week=22)
    assert isinstance(answer.after, Impossible)
    assert answer.comparison is None
    assert said(answer, rules)[-3:] == [
        "Left of your limits: 18 of 40 weeks and USD 350 of USD 1,000.",
        "From here there is no plan any more.",
        "  It is the limits: these limits together leave no plan: at most 18 weeks and at most USD 350.",
    ]


WAIT = """
skills: {a: {name: A}, b: {name: B}, c: {name: C}}
steps:
  school-a: {title: School A, gives: {a: 1}, weeks: 10, full_time: true, cost: 10}
  school-b: {title: School B, gives: {b: 1}, weeks: 10, full_time: true, cost: 10}
  night-c: {title: Night school C, needs: {b: 1}, gives: {c: 1}, weeks: 12, hours_per_week: 4, cost: 10}
  dear-c: {title: Dear school C, gives: {c: 1}, weeks: 2, full_time: true, cost: 900}
roles:
  job: {title: Job, lines: [{text: Does it all, needs: {a: 1, b: 1, c: 1}}]}
"""


@pytest.fixture
def school_under_way(tmp_path):
    """School A has 20 weeks left, School B waits for it, and Night school C (12 weeks) for that."""
    (tmp_path / "rules.yaml").write_text(WAIT, encoding="utf-8")
    rules = load_rules(tmp_path)
    plan = find_plan(profile({}), "job", rules, prefer="money", limits=Limits(weeks=60, budget=1000))
    assert {item.step.id: item.start_week for item in plan.steps} == {"school-b": 0, "school-a": 10, "night-c": 10}
    return plan, rules


def test_what_is_asked_of_a_plan_made_again_knows_that_other_steps_wait_for_those_under_way(school_under_way):
    plan, rules = school_under_way
    answer = replan(plan, rules, late={"school-a": 10})
    assert calendar(answer) == {"school-a": (0, 20), "school-b": (20, 30), "night-c": (30, 42)}
    other = why_not(answer.after, "dear-c", answer.rules).other
    assert {item.step.id: item.start_week for item in other.steps}["school-a"] == 0
    (figure,) = [figure for figure in margins(answer.after, answer.rules) if figure.id == "night-c"]
    assert figure.weeks == 60 - 42


def test_a_plan_made_again_is_the_same_after_it_was_kept_and_read(school_under_way):
    plan, rules = school_under_way
    answer = replan(plan, rules, late={"school-a": 10})
    kept = Kept(person=profile({}), role="job", plan=answer.after.ids, made_for=made_for(answer.after, answer.rules))
    back = read_kept(kept_text(kept, rules), rules)
    assert back == kept
    again, book = taken_up(back, rules)
    assert (again.steps, again.totals) == (answer.after.steps, answer.after.totals)
    assert again.question.under_way == ("school-a",)
    once_more = replan(again, book, week=5, late={"school-a": 0})
    assert calendar(once_more) == {"school-a": (0, 15), "school-b": (15, 25), "night-c": (25, 37)}


def test_a_plan_whose_question_no_longer_has_one_is_not_taken_up(school_under_way):
    plan, rules = school_under_way
    hurried = made_for(plan, rules).model_copy(update={"person": profile({"limits": {"weeks": 3}})})
    assert taken_up(Kept(person=profile({})), rules) is None
    assert taken_up(Kept(person=profile({}), made_for=hurried), rules) is None
    gone = hurried.model_copy(update={"role": "no-such-job"})
    assert taken_up(Kept(person=profile({}), made_for=gone), rules) is None


@pytest.mark.parametrize(("week", "gone", "left"), [(2, 2, 8), (4, 4, 6), (8, 8, 2)])
def test_pay_given_up_counts_week_by_week_past_the_planned_end_of_a_late_step(tmp_path, week, gone, left):
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}}
steps: {school: {gives: {a: 3}, weeks: 4, full_time: true}}
roles: {job: {title: Job, lines: [{text: Does a, needs: {a: 3}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    plan = find_plan(profile({"current_pay": 52_000}), "job", rules)
    answer = replan(plan, rules, late={"school": 6}, week=week)
    assert (answer.spent, answer.after.totals.money) == (gone * 1000, left * 1000)
    assert said(answer, answer.rules)[-2].endswith("6 weeks longer and USD 6,000 dearer.")


@pytest.mark.parametrize("pay", [1000, 1274, 1287, 58_020])
def test_a_full_time_step_that_goes_as_planned_costs_what_was_planned_however_the_weeks_are_rounded(tmp_path, pay):
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}}
steps: {school: {gives: {a: 3}, weeks: 3, full_time: true}}
roles: {job: {title: Job, lines: [{text: Does a, needs: {a: 3}}]}}
""",
        encoding="utf-8",
    )
    rules = load_rules(tmp_path)
    free = find_plan(profile({"current_pay": pay}), "job", rules)
    just_enough = Limits(budget=free.totals.money)
    plan = find_plan(profile({"current_pay": pay}), "job", rules, limits=just_enough)
    for week in range(3):
        answer = replan(plan, rules, late={"school": 0}, week=week)
        assert answer.spent + answer.after.totals.money == plan.totals.money
        assert any("no difference in weeks or money" in text for text in said(answer, answer.rules))


def test_a_step_done_before_the_plan_began_costs_nothing_again(rules):
    plan = find_plan(profile({"done": ["book-a"]}), "job", rules)
    assert replan(plan, rules, done=["book-a"]).spent == 0


def test_alternatives_to_a_plan_made_again_wait_for_what_is_under_way_too(school_under_way):
    plan, rules = school_under_way
    answer = replan(plan, rules, late={"school-a": 10})
    found = alternatives_to(answer.after, answer.rules)
    assert found.best is answer.after
    calendars = [{item.step.id: item.start_week for item in rival.steps} for rival in found.front]
    assert calendars == [{"school-a": 0, "dear-c": 20, "school-b": 22}, {"school-a": 0, "school-b": 20, "night-c": 30}]


def test_the_least_changes_for_a_plan_made_again_count_the_waiting_too(school_under_way):
    _, rules = school_under_way
    plan = find_plan(profile({}), "job", rules, prefer="money", limits=Limits(weeks=40))
    answer = replan(plan, rules, late={"school-a": 10}, failed=["dear-c"])
    assert isinstance(answer.after, Impossible)
    changes = find_changes(answer.after, answer.rules)
    assert said(changes[0], answer.rules) == [
        "With 42 weeks in all: then there is a plan of 3 steps, 42 weeks and USD 30."
    ]
    kinds = [part.kind for change in changes for part in change.parts]
    assert kinds == ["weeks", "avoid", "waive"]


def test_the_least_changes_from_here_count_weeks_and_money_from_the_beginning(plan, rules):
    """night-b would take 1 + 20 weeks after the 22 gone, and school-b USD 500 after the 150 spent."""
    answer = replan(plan, rules, done=["course-c"], failed=["school-b"], late={"course-a": 0}, week=22)
    offered = {part.kind: part.amount for change in changes_from_here(answer) for part in change.parts}
    assert offered["weeks"] == 22 + 1 + 20
    again = find_plan(profile({}), "job", rules, limits=Limits(weeks=43, budget=1000))
    better = replan(again, rules, done=["course-c"], failed=["school-b"], late={"course-a": 0}, week=22)
    assert isinstance(better.after, Plan)
    assert changes_from_here(better) == ()


def test_money_counts_from_the_beginning_too(rules):
    """course-c and book-a cost 70 and night-b, which failed after it had begun, 300; school-b takes 500 more."""
    happened = {"done": ["course-c", "book-a"], "failed": ["night-b"], "week": 10}
    for budget, plan_left in ((600, False), (869, False), (870, True)):
        plan = find_plan(profile({}), "job", rules, limits=Limits(weeks=40, budget=budget), prefer="money")
        answer = replan(plan, rules, **happened)
        assert isinstance(answer.after, Plan) == plan_left
        if not plan_left:
            offered = {part.kind: part.amount for change in changes_from_here(answer) for part in change.parts}
            assert offered["budget"] == 870


def test_a_plan_eased_by_an_offered_change_goes_on(plan, rules):
    answer = replan(plan, rules, done=["course-c"], failed=["school-b"], late={"course-a": 0}, week=22)
    offered = {change.parts[0].kind: eased(answer, change) for change in changes_from_here(answer)}
    assert offered["weeks"].question.limits.weeks == 43
    again = replan(offered["weeks"], rules, done=["course-c"], failed=["school-b"], late={"course-a": 0}, week=22)
    assert isinstance(again.after, Plan)
    assert offered["waive"] is None


def test_how_far_a_step_may_grow_counts_what_waits_for_it_as_it_grows(tmp_path):
    """Two courses of 4 hours run side by side; the third waits for whichever ends first."""
    steps = [
        f"  s{id}: {{title: S{id}, gives: {{{id}: 1}}, weeks: {weeks}, hours_per_week: 4}}"
        for id, weeks in (("a", 10), ("b", 5), ("c", 5))
    ]
    role = "  r: {title: R, lines: [{text: Does it all, needs: {a: 1, b: 1, c: 1}}]}"
    book = ["skills: {a: {name: A}, b: {name: B}, c: {name: C}}", "steps:", *steps, "roles:", role]
    (tmp_path / "rules.yaml").write_text("\n".join(book), encoding="utf-8")
    rules = load_rules(tmp_path)
    plan = find_plan(profile({}), "r", rules, limits=Limits(weeks=15, hours_per_week=8))
    answer = replan(plan, rules, late={"sa": 0, "sb": 0})
    (figure,) = [figure for figure in margins(answer.after, answer.rules) if figure.id == "sb"]
    assert figure.weeks == 10
    assert isinstance(replan(plan, rules, late={"sa": 0, "sb": 10}).after, Plan)
    assert isinstance(replan(plan, rules, late={"sa": 0, "sb": 11}).after, Impossible)


@pytest.mark.parametrize(
    ("happened", "message"),
    [
        ({"done": ["corse-a"]}, "did you mean 'course-a'"),
        ({"done": ["course-a"], "failed": ["course-a"]}, "more than one of done, failed and late"),
        ({"late": {"night-b": 1}}, "not in the plan"),
        ({"late": {"course-a": -1}}, "by which step 'course-a' is late should be a whole number from 0, not -1"),
        ({"late": {"course-a": 1.5}}, "is late should be a whole number from 0, not 1.5"),
        ({"late": ["course-a"]}, "late says of steps by how many weeks, such as {'some-step': 3}, not"),
        ({"week": -5}, "weeks gone by should be a whole number from 0, not -5"),
        ({"week": 1.5}, "weeks gone by should be a whole number from 0, not 1.5"),
        ({"late": {"course-a": 10**30}}, "by which step 'course-a' is late should be 9999 at most, not 1000"),
        ({"done": "course-a"}, "done and failed are lists of ids, not 'course-a' alone"),
        ({"failed": None}, "done and failed are lists of ids, not None alone"),
        ({"done": ["course-a", None]}, "the id of a step should be a str, not NoneType"),
        ({"late": {"course-a": 1, None: 2}}, "the id of a step should be a str, not NoneType"),
    ],
)
def test_what_cannot_have_happened_is_wrong_use(plan, rules, happened, message):
    with pytest.raises(WrongUse, match=message):
        replan(plan, rules, **happened)


def told(pivot, arguments, code):
    """Run the command, which must end with this exit code; return what it prints and its messages."""
    answer = pivot(*arguments)
    assert answer.code == code
    return answer.out, answer.err


def test_the_command_plans_again_in_words_and_as_json(rules, tmp_path, pivot):
    (tmp_path / "ada.yaml").write_text("name: Ada\nlimits: {weeks: 40, budget: 1000}\n", encoding="utf-8")
    asked = [
        "replan",
        str(tmp_path / "ada.yaml"),
        "job",
        "--rules",
        str(tmp_path / "rules.yaml"),
        "--week",
        "3",
        "--done",
        "course-c",
        "--late",
        "course-a=2",
    ]
    out, _ = told(pivot, asked, 0)
    assert "Under way, 2 weeks late, 3 weeks left: “Course A”." in out
    assert "2 steps in 13 weeks for USD 500 to Job." in out
    found = json.loads(told(pivot, [*asked, "--json"], 0)[0])
    assert (found["spent"], found["late"], found["after"]["totals"]["weeks"]) == (150, {"course-a": 2}, 13)
    _, err = told(pivot, [*asked, "--late", "school-b"], 2)
    assert err == "pivot: --late is a step and its weeks, such as sql-course=3, not 'school-b'\n"
    _, err = told(pivot, [*asked, "--late", "course-a=5"], 2)
    assert err == "pivot: each step is late once: give --late ID=N one time for it\n"


def test_the_command_says_in_json_too_that_there_was_no_plan_to_begin_with(rules, tmp_path, pivot):
    (tmp_path / "ada.yaml").write_text("name: Ada\nlimits: {weeks: 1}\n", encoding="utf-8")
    asked = ["replan", str(tmp_path / "ada.yaml"), "job", "--rules", str(tmp_path / "rules.yaml"), "--json"]
    found = json.loads(told(pivot, asked, 1)[0])
    assert (found["role"], found["before"]["answer"], found["after"]) == ("job", "impossible", None)
    assert [part["amount"] for part in found["changes"][0]["parts"]] == [14]


def test_the_command_shows_what_would_make_a_plan_where_there_is_none_any_more(school_under_way, tmp_path, pivot):
    (tmp_path / "ada.yaml").write_text("name: Ada\nlimits: {weeks: 40}\n", encoding="utf-8")
    asked = [
        "replan",
        str(tmp_path / "ada.yaml"),
        "job",
        "--rules",
        str(tmp_path / "rules.yaml"),
        "--prefer",
        "money",
        "--late",
        "school-a=10",
        "--failed",
        "dear-c",
    ]
    assert "What would make a plan\nWith 42 weeks in all" in told(pivot, asked, 1)[0]
    assert json.loads(told(pivot, [*asked, "--json"], 1)[0])["changes"][0]["parts"][0]["amount"] == 42


# Against every plan there is


class Going(Task):
    """A question in which some steps are under way: they run from week 0, whatever else begins then."""

    going = frozenset()

    def _beginnings(self, chosen, done, running):
        for group in super()._beginnings(chosen, done, running):
            if done or running or self.going <= set(group):
                yield group


@pytest.mark.parametrize("prefer", ORDERS)
def test_planning_again_equals_brute_force(prefer):
    seen = Counter()
    for seed in range(140):
        asked = question(seed)
        rules = rule_book(asked.book)
        before = find_plan(profile(asked.person), TARGET, rules, prefer=prefer, aim=asked.aim)
        if not isinstance(before, Plan) or len(before.steps) < 2:
            continue
        happened = what_happened(before)
        answer = replan(before, rules, **happened)
        slow = from_here(asked, before, answer, happened)
        best = slow.best(prefer)
        part_time = any(slow.steps[id][1] not in (None, slow.hours) for id in slow.going & set(slow.steps))
        seen["plan" if best else "none", "part time" if part_time else "late" if slow.going else "not late"] += 1
        if best is None:
            assert part_time or isinstance(answer.after, Impossible), seed
            continue
        assert answer.after.proved, seed
        ours = tuple(answer.after.totals.of(name) for name in ORDERS[prefer])
        least = tuple(best[0].values())
        assert ours <= least if part_time else (ours, answer.after.ids) == (least, best[1]), seed
    assert min(seen["plan", "late"], seen["plan", "not late"], seen["plan", "part time"]) >= 2, seen


def what_happened(plan):
    """Let the first step be done, the second be late if it has begun by then and otherwise fail."""
    first, second, *_ = sorted(plan.steps, key=lambda item: (item.end_week, item.step.id))
    begun = second.start_week < first.end_week
    late, failed = ({second.step.id: 2}, []) if begun else ({}, [second.step.id])
    return {"done": [first.step.id], "failed": failed, "late": late, "week": first.end_week}


def money(step, book, person):
    """Return what a step takes of somebody's money."""
    with_it = {**book, "steps": {**book["steps"], "x": step}}
    return Task(with_it, {"current_pay": person["current_pay"]}, TARGET).steps["x"][2]


def from_here(asked, before, answer, happened):
    """Return the question as it stands now, spelled out as a book and a person."""
    book, person, limits = deepcopy(asked.book), deepcopy(asked.person), dict(asked.person["limits"])
    (done,), week = happened["done"], happened["week"]
    planned = {item.step.id: item for item in before.steps}
    spent = planned[done].cost
    for id, more in happened["late"].items():
        item, step = planned[id], Task(asked.book, asked.person, TARGET).all_steps[id]
        gone, weeks = week - item.start_week, item.end_week + more - week
        length = {"hours": weeks * Task(book, person, TARGET).hours} if "hours" in step else {"weeks": weeks}
        rest = {**step, "needs": {}, **length, "cost": 0}
        whole = {**step, "weeks": gone + weeks} if step.get("full_time") else step
        spent += money(whole, book, person) - money(rest, book, person) if gone else 0
        book["steps"][id] = rest
        book["roles"].get(id, {}).pop("interim", None)
    person["done"] = [*person.get("done", ()), done]
    limits["require"] = [
        *(id for id in limits.get("require", ()) if id not in (done, *happened["failed"])),
        *happened["late"],
    ]
    limits["avoid"] = [*limits.get("avoid", ()), *happened["failed"]]
    for name, gone in (("weeks", week), ("budget", spent)):
        if name in limits:
            limits[name] = max(0, limits[name] - gone)
    assert answer.spent == spent
    slow = Going(book, {**person, "limits": limits}, TARGET, asked.aim)
    slow.going = frozenset(happened["late"])
    return slow
