"""Least changes: made, they give a plan; one unit less, they do not."""

import time
from collections import Counter
from dataclasses import replace

import pytest
from books import TARGET, profile, question, rule_book

from planner import Fact, Impossible, Limits, Plan, explain, find_changes, find_plan, load_rules
from planner.exchange.answer import change_data
from planner.explanation import offer_words, waived_words
from planner.planning.changes import offer_changes, waived_lines

RULES = """
skills: {a: {name: A}, b: {name: B}, c: {name: C}}
steps:
  cheap-a: {title: Cheap A, gives: {a: 1}, hours: 40, cost: 10}
  quick-a: {title: Quick A, gives: {a: 1}, weeks: 2, full_time: true, cost: 300}
  learn-b: {title: Learn B, gives: {b: 1}, weeks: 6, hours_per_week: 6, cost: 50}
roles:
  both: {title: Both, lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}]}
  more: {title: More, lines: [{text: Does a, needs: {a: 1}}, {text: Does c, needs: {c: 1}}]}
"""


@pytest.fixture
def rules(tmp_path):
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path)


def said(rules, role, limits):
    answer = find_plan(profile({}), role, rules, limits=limits)
    return [str(s) for change in find_changes(answer, rules) for s in explain(change, rules)]


def test_a_short_calendar_is_answered_with_the_weeks_or_hours_it_takes(rules):
    assert said(rules, "both", Limits(weeks=5, hours_per_week=8)) == [
        "With 6 weeks in all: then there is a plan of 2 steps, 6 weeks and USD 350.",
        "If this line were waived: Does b: then there is a plan of 1 step, 2 weeks and USD 300.",
    ]


def test_too_few_hours_are_answered_with_the_hours_a_timetable_asks_for(rules):
    first = said(rules, "both", Limits(hours_per_week=5))[0]
    assert first.startswith("With 6 hours a week: ")


def test_a_small_budget_is_answered_with_the_money_the_cheapest_plan_takes(rules):
    assert said(rules, "both", Limits(budget=59))[0].startswith("With USD 60 in all: ")


def test_a_line_nothing_leads_to_asks_for_a_step_the_rules_lack_or_a_waiver(rules):
    answer = find_plan(profile({}), "more", rules)
    changes = find_changes(answer, rules)
    assert [[part.kind for part in change.parts] for change in changes] == [["waive"], ["new-step"]]
    assert changes[1].parts[0].facts == (Fact("c", 1),)
    assert str(explain(changes[1], rules)[0]).startswith("If the rules had a step that gives C 1 (aware): ")


def test_a_gate_is_waived_only_where_nothing_leads_to_it(tmp_path):
    rules = rules_of(
        tmp_path,
        """
skills: {a: {}, licence: {kind: credential}, clearance: {kind: credential}}
steps: {sa: {gives: {a: 1}, hours: 8}, exam: {gives: {licence: held}, weeks: 10, hours_per_week: 2, cost: 100}}
roles:
  r: {lines: [{text: Does a, needs: {a: 1}}, {text: The law, needs: {licence: held}, gate: true}]}
  s: {lines: [{text: Does a, needs: {a: 1}}, {text: Cleared, needs: {clearance: held}, gate: true}]}
""",
    )
    offered = parts(rules, limits=Limits(weeks=10, budget=99))
    assert [("weeks", 11), ("budget", 100)] in offered
    assert not any(("waive", "2") in change for change in offered)
    refused = find_plan(profile({}), "s", rules)
    assert [change.parts[0].kind for change in find_changes(refused, rules)] == ["waive", "new-step"]


def written(folder, letters):
    skills, lines = ", ".join(f"{c}: {{}}" for c in letters), "".join(f"{{needs: {{{c}: 1}}}}, " for c in letters)
    steps = "".join(f"  s{c}: {{gives: {{{c}: 1}}, weeks: 2, hours_per_week: 2}}\n" for c in letters)
    text = f"skills: {{{skills}}}\nsteps:\n{steps}roles: {{r: {{title: R, lines: [{lines}]}}}}\n"
    (folder / "rules.yaml").write_text(text.replace("{needs", "{text: A line, needs"), encoding="utf-8")
    return load_rules(folder)


def test_where_more_than_three_changes_are_needed_one_set_is_offered_of_which_none_is_idle(tmp_path):
    rules = written(tmp_path, "abcde")
    answer = find_plan(profile({}), "r", rules, limits=Limits(avoid=("sa", "sb", "sc", "sd")))
    (change,) = find_changes(answer, rules)
    assert [(part.kind, part.id) for part in change.parts] == [("avoid", f"s{c}") for c in "abcd"]
    assert change.plan.ids == ("sa", "sb", "sc", "sd", "se")


def parts(rules, **more):
    changes = find_changes(find_plan(profile({}), "r", rules, **more), rules)
    return [[(part.kind, part.id or part.amount or part.facts) for part in change.parts] for change in changes]


def rules_of(folder, text):
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    return load_rules(folder)


def test_a_line_nothing_leads_to_and_a_limit_are_waived_and_raised_together(tmp_path):
    rules = rules_of(
        tmp_path,
        """
skills: {a: {}, e: {}}
steps: {sa: {gives: {a: 1}, weeks: 10, hours_per_week: 5, cost: 100}}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}, {text: Does e, needs: {e: 1}}]}}
""",
    )
    assert parts(rules, limits=Limits(budget=0)) == [[("budget", 100), ("waive", "2")]]


def test_where_lines_are_out_of_reach_and_limits_clash_all_the_smallest_sets_are_offered(tmp_path):
    """Nothing leads to e or to f; what leads to the rest takes more time, or a second time for what one insists on."""
    skills = ", ".join(f"{c}: {{}}" for c in "aefx")
    lines = ", ".join(f"{{text: {c}, needs: {{{c}: 1}}}}" for c in "aef")
    rules = rules_of(
        tmp_path,
        f"""
skills: {{{skills}}}
steps:
  sa: {{gives: {{a: 1}}, weeks: 10, full_time: true}}
  sx: {{gives: {{x: 1}}, weeks: 5, full_time: true}}
roles: {{r: {{title: R, lines: [{lines}]}}}}
policy: {{hireable_at: 0.3}}
""",
    )
    found = parts(rules, limits=Limits(weeks=10, require=("sx",)))
    assert found == [[("weeks", 15), ("aim", ())], [("require", "sx"), ("aim", ())]]


def test_more_weeks_may_free_a_plan_together_with_fewer_lines(tmp_path):
    skills = ", ".join(f"{c}: {{}}" for c in "abcde")
    steps = "".join(f"  s{c}: {{gives: {{{c}: 1}}, weeks: 10, full_time: true, cost: 100}}\n" for c in "abcde")
    lines = ", ".join(f"{{text: {c}, needs: {{{c}: 1}}}}" for c in "abcde")
    rules = rules_of(tmp_path, f"skills: {{{skills}}}\nsteps:\n{steps}roles: {{r: {{title: R, lines: [{lines}]}}}}\n")
    found = parts(rules, limits=Limits(weeks=30, budget=400))
    assert [("weeks", 50), ("budget", 500)] in found
    assert [("weeks", 40), ("aim", ())] in found


def test_what_a_change_waives_is_told_and_what_was_a_wish_before_is_not(tmp_path):
    text = RULES.replace("{text: Does b, needs: {b: 1}}", "{text: Does b, needs: {b: 1}, wish: true}")
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    rules = load_rules(tmp_path)
    answer = find_plan(profile({}), "more", rules, limits=Limits(avoid=("learn-b",)))
    waived = next(change for change in find_changes(answer, rules) if change.parts[0].kind == "waive")
    lines = waived_lines(rules.roles["more"], waived.question.role)
    assert [str(sentence) for sentence in waived_words(lines)] == ["As if this line were waived: “Does c”."]
    assert waived_lines(rules.roles["both"], rules.roles["both"]) == ()


def test_no_more_lines_are_waived_and_no_more_is_asked_of_a_new_step_than_is_needed(tmp_path):
    names = "abcdefgxyz"
    skills = ", ".join(f"{c}: {{}}" for c in names)
    lines = ", ".join(f"{{text: {c}, needs: {{{c}: 1}}}}" for c in names)
    rules = rules_of(
        tmp_path,
        f"""
skills: {{{skills}}}
steps: {{all: {{gives: {{{", ".join(f"{c}: 1" for c in names[:7])}}}, weeks: 1, hours_per_week: 1}}}}
roles: {{r: {{title: R, lines: [{lines}]}}}}
policy: {{hireable_at: 0.8}}
""",
    )
    found = parts(rules, aim="hireable")
    assert [len(kinds) for kinds in found] == [1, 2]
    (new,), waived = found
    assert (new[0], len(new[1])) == ("new-step", 1)
    assert {kind for kind, _ in waived} == {"waive"}


def test_a_new_step_gives_all_that_a_line_lacks(tmp_path):
    rules = rules_of(
        tmp_path,
        """
skills: {x: {}, y: {}}
roles: {r: {title: R, lines: [{text: Does both, needs: {x: 3, y: 3}}]}}
""",
    )
    assert parts(rules) == [[("waive", "1")], [("new-step", (Fact("x", 3), Fact("y", 3)))]]


def test_a_new_step_may_lack_many_skills_of_long_names_and_never_takes_the_place_of_another(tmp_path):
    names = [letter * 40 for letter in "abcde"]
    rules = rules_of(
        tmp_path,
        f"""
skills: {{x: {{}}, {", ".join(f"{name}: {{}}" for name in names)}}}
steps: {{a-step-the-rules-lack: {{gives: {{x: 1}}, weeks: 1, full_time: true}}}}
roles: {{r: {{title: R, lines: [{{text: All, needs: {{x: 1, {", ".join(f"{name}: 1" for name in names)}}}}}]}}}}
""",
    )
    answer = find_plan(profile({}), "r", rules)
    waived, new = find_changes(answer, rules)
    assert [part.kind for part in (*waived.parts, *new.parts)] == ["waive", "new-step"]
    assert len(new.plan.ids) == 2
    data = change_data(new, "", rules)
    assert data["parts"] == [{"kind": "new-step", "amount": 0, "id": "", "gives": dict.fromkeys(names, 1)}]


def test_several_lines_are_not_waived_where_limits_would_do(tmp_path):
    rules = rules_of(
        tmp_path,
        """
skills: {a: {}, b: {}}
steps:
  sa: {gives: {a: 1}, weeks: 20, full_time: true, cost: 4000}
  sb: {gives: {b: 1}, weeks: 20, full_time: true, cost: 4000}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}]}}
""",
    )
    found = parts(rules, limits=Limits(must_earn=True, budget=5000, weeks=15))
    offered = [[kind for kind, _ in kinds] for kinds in found]
    assert ["weeks", "budget", "must_earn"] in offered
    assert max(kinds.count("waive") for kinds in offered) == 1


def test_many_limits_that_clash_are_told_without_going_through_all_sets_of_them(tmp_path):
    rules = written(tmp_path, "abcdefghijklmnop")
    avoid = tuple(f"s{c}" for c in "bcdefghijklmnop")
    began = time.thread_time()
    answer = find_plan(profile({}), "r", rules, limits=Limits(avoid=avoid, weeks=1, budget=0), time_limit=5)
    assert answer.reasons[0].limits in [(f"avoid:{id}",) for id in avoid] + [("weeks",)]
    assert time.thread_time() - began < 3


def test_hours_no_plan_could_do_without_are_asked_for_up_to_the_most_there_are(tmp_path):
    (tmp_path / "rules.yaml").write_text(
        """
skills: {a: {}}
steps: {s: {gives: {a: 1}, weeks: 10, hours_per_week: 70}}
roles: {r: {title: R, lines: [{text: Does a, needs: {a: 1}}]}}
""",
        encoding="utf-8",
    )
    assert said(load_rules(tmp_path), "r", Limits(hours_per_week=6))[0].startswith("With 70 hours a week: ")


LOWER = ("weeks", "budget", "hours_per_week")


def check(seed, counts):
    asked = question(seed)
    rules, person = rule_book(asked.book), profile(asked.person)
    answer = find_plan(person, TARGET, rules, aim=asked.aim)
    if not isinstance(answer, Impossible):
        return
    for change in find_changes(answer, rules):
        asking = change.question
        options = {"aim": asking.aim, "limits": asking.limits}
        if change.parts[0].kind != "new-step":
            assert isinstance(find_plan(person, asking.role, rules, **options), Plan), (seed, change.parts)
        for part in change.parts:
            counts[part.kind] += 1
            if part.kind in LOWER and len(change.parts) == 1:
                less = asking.limits.model_copy(update={part.kind: part.amount - 1})
                worse = find_plan(person, asking.role, rules, aim=asking.aim, limits=less)
                assert isinstance(worse, Impossible), (seed, part)


@pytest.mark.parametrize("block", range(4))
def test_changes_of_random_books_free_a_plan_and_one_unit_less_does_not(block):
    counts = Counter()
    for seed in range(40 * block, 40 * block + 40):
        check(seed, counts)
    assert counts


def test_nothing_is_offered_twice_and_no_part_is_idle(rules):
    answer = find_plan(profile({}), "both", rules, limits=Limits(weeks=1, budget=20, must_earn=True))
    changes = find_changes(answer, rules)
    assert len(changes) == len({change.parts for change in changes})
    for change in changes:
        for part in change.parts:
            if part.kind in ("weeks", "budget"):
                before = getattr(answer.question.limits, part.kind)
                undone = change.question.limits.model_copy(update={part.kind: before})
                again = find_plan(profile({}), change.question.role, rules, limits=undone)
                assert isinstance(again, Impossible)


def test_changes_keep_to_their_time(rules):
    answer = find_plan(profile({}), "both", rules, limits=Limits(weeks=1))
    assert find_changes(answer, rules, time_limit=0) == ()


def test_a_question_with_the_change_made_can_be_asked_again(rules):
    answer = find_plan(profile({}), "both", rules, limits=Limits(budget=1))
    change = find_changes(answer, rules)[0]
    asking = change.question
    plan = find_plan(asking.profile, asking.role, rules, prefer=asking.prefer, aim=asking.aim, limits=asking.limits)
    assert replace(plan, proof=None) == replace(change.plan, proof=None)


def test_an_offer_says_whether_there_was_time_for_every_change(rules):
    answer = find_plan(profile({}), "both", rules, limits=Limits(weeks=5, hours_per_week=8))
    whole, cut = offer_changes(answer, rules), offer_changes(answer, rules, time_limit=0)
    assert whole.changes == find_changes(answer, rules)
    assert (whole.complete, cut.complete, cut.changes) == (True, False, ())
    assert offer_words(answer, whole) == ()
    assert [str(said) for said in offer_words(answer, replace(whole, complete=False))] == [
        "The time ran out before every change was tried; there may be others."
    ]
    assert [str(said) for said in offer_words(answer, cut)] == [
        "The time ran out before a change was found that frees a plan; there may be one."
    ]
    assert [str(said) for said in offer_words(answer, replace(cut, complete=True))] == [
        "No change that was tried frees a plan."
    ]
    assert offer_words(replace(answer, proved=False), cut) == ()
