"""What an edit of the rules does: verdicts, plans and lines that change, and those that do not."""

import json

import pytest
from books import profile

from planner import Candidate, Impossible, explain, impact, load_rules

RULES = """
skills: {a: {name: A}, b: {name: B}}
steps:
  course-a: {title: Course A, gives: {a: 1}, weeks: 4, hours_per_week: 6, cost: 100}
  book-a: {title: Book A, gives: {a: 1}, hours: 64, cost: 20}
  course-b: {title: Course B, gives: {b: 1}, weeks: 2, hours_per_week: 2}
roles:
  baker: {title: Baker, lines: [{text: Does a, needs: {a: 1}}]}
  cook: {title: Cook, lines: [{text: Does b, needs: {b: 1}}]}
"""
CASES = """
journeys:
  ada: {title: Ada bakes, person: {name: Ada}, role: baker, expect: {answer: plan}}
  bob: {title: Bob cooks, person: {name: Bob}, role: cook, prefer: money, expect: {answer: plan}}
"""


def book(tmp_path, text=RULES, name="old"):
    (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / name / "rules.yaml").write_text(text, encoding="utf-8")
    return load_rules(tmp_path / name)


def moved(tmp_path, old, new, role="baker", person=None):
    before, after = book(tmp_path), book(tmp_path, RULES.replace(old, new), "new")
    (found,) = impact(before, after, [Candidate("Ada", profile(person or {}), role)])
    return found, [str(sentence) for sentence in explain(found, after if found.after else before)]


def test_rules_that_stay_the_same_change_nothing(tmp_path):
    found, said = moved(tmp_path, "", "")
    assert not found.changed
    assert said == ["Ada to Baker: nothing changes."]


def test_an_edit_somewhere_else_changes_nothing(tmp_path):
    assert not moved(tmp_path, "weeks: 2", "weeks: 9")[0].changed


def test_another_plan_is_shown_beside_the_one_before(tmp_path):
    found, said = moved(tmp_path, "weeks: 4, hours_per_week: 6", "weeks: 9, hours_per_week: 6")
    assert (found.plan_changed, found.verdict_changed, found.lines) == (True, False, ())
    assert said == [
        "Ada to Baker:",
        "  1 step, 8 weeks and USD 20, against 1 step, 4 weeks and USD 100: 4 weeks longer and USD 80 cheaper.",
        "    “Book A” instead of “Course A”.",
    ]


def test_the_same_steps_at_another_price_are_a_change(tmp_path):
    said = moved(tmp_path, "cost: 100", "cost: 300")[1]
    assert said[1].endswith(": USD 200 dearer.")
    assert said[2] == "    The same steps."


def test_a_plan_that_is_lost_is_told_with_what_it_was(tmp_path):
    found, said = moved(tmp_path, "needs: {a: 1}}", "needs: {a: 2}}")
    assert isinstance(found.after, Impossible)
    assert found.comparison is None
    assert said == [
        "Ada to Baker:",
        "  Verdict: not yet before, out of reach now.",
        "  Lines that differ: 1 (Does a).",
        "  Before: 1 step, 4 weeks and USD 100 with “Course A”.",
        "  Now: no plan.",
    ]


def test_a_line_met_another_way_is_a_change(tmp_path):
    easier = "baker: {title: Baker, lines: [{text: Does a, needs: {any_of: [{a: 1}, {b: 1}]}}]}"
    found, said = moved(
        tmp_path, "baker: {title: Baker, lines: [{text: Does a, needs: {a: 1}}]}", easier, person={"have": {"b": 1}}
    )
    assert found.verdict_changed
    assert found.lines == (1,)
    assert said[1] == "  Verdict: not yet before, ready now."


def test_a_line_added_is_a_line_that_differs(tmp_path):
    found, said = moved(tmp_path, "needs: {a: 1}}", "needs: {a: 1}}, {text: Does b, needs: {b: 1}}")
    assert (found.lines, found.new, found.gone) == ((2,), (2,), ())
    assert "  Lines that are new: 2 (Does b)." in said
    assert not any("differ" in sentence for sentence in said)


THREE = "{text: Does a, needs: {a: 1}}, {text: Does b, needs: {b: 1}}, {text: Does both, needs: {a: 1, b: 1}}"


def lines_moved(tmp_path, new, old=THREE):
    before, after = (
        book(tmp_path, RULES.replace("{text: Does a, needs: {a: 1}}", t), n) for t, n in ((old, "old"), (new, "new"))
    )
    (found,) = impact(before, after, [Candidate("Ada", profile({}), "baker")])
    return found, [str(sentence) for sentence in explain(found, after)]


def test_a_line_that_is_gone_moves_no_line_after_it(tmp_path):
    found, said = lines_moved(tmp_path, THREE.partition(", {")[2].join(("{", "")))
    assert (found.lines, found.new, found.gone, found.changed) == ((), (), (1,), True)
    assert said[1:] == ["  Lines that are gone: 1 (Does a)."]


def test_lines_in_another_order_are_the_same_lines(tmp_path):
    first, _, rest = THREE.partition(", {")
    assert not lines_moved(tmp_path, f"{{{rest}, {first}")[0].changed


def test_of_lines_with_the_same_text_the_first_is_the_first(tmp_path):
    twice = "{text: Does it, needs: {a: 1}}, {text: Does it, needs: {b: 1}}"
    found, said = lines_moved(tmp_path, twice.replace("b: 1", "b: 2"), twice)
    assert (found.lines, found.new, found.gone) == ((2,), (), ())
    assert "  Lines that differ: 2 (Does it)." in said
    found, _ = lines_moved(tmp_path, "{text: Does it, needs: {a: 1}}", twice)
    assert (found.lines, found.new, found.gone) == ((), (), (2,))


def test_a_line_in_other_words_is_a_line_gone_and_a_line_new(tmp_path):
    found, said = lines_moved(tmp_path, THREE.replace("Does b,", "Does it all,"))
    assert (found.lines, found.new, found.gone) == ((2,), (2,), (2,))
    assert said[1:] == ["  Lines that are new: 2 (Does it all).", "  Lines that are gone: 2 (Does b)."]


def test_a_role_that_is_gone_is_said_to_be(tmp_path):
    found, said = moved(tmp_path, "baker: {title: Baker", "grocer: {title: Grocer")
    assert found.after is None
    assert said[0] == "Ada to Baker:"
    assert said[1].startswith("  The new rules cannot be asked: no role 'baker' in these rules")


def test_a_role_in_neither_book_is_said_to_be_in_none(tmp_path):
    rules = book(tmp_path)
    (found,) = impact(rules, rules, [Candidate("Ada", profile({}), "smith")])
    (sentence,) = explain(found, rules)
    assert sentence.text.startswith("Ada to smith: neither the old nor the new rules can be asked: no role 'smith'")


def test_progress_is_told_of_every_candidate(tmp_path):
    rules, heard = book(tmp_path), []
    several = [Candidate("Ada", profile({}), "baker"), Candidate("Bob", profile({}), "cook")]
    impact(rules, rules, several, progress=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 2), (2, 2)]


# The command


@pytest.fixture
def rules_impact(tmp_path, pivot):
    """Runs ``pivot rules impact old new ...`` with a new book in which course-a is longer."""
    book(tmp_path)
    book(tmp_path, RULES.replace("weeks: 4", "weeks: 9"), "new")
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")

    def run(*arguments, old=str(tmp_path / "old"), new=str(tmp_path / "new")):
        return pivot("rules", "impact", old, new, *arguments)

    return run


def test_the_command_prints_the_journeys_that_change(rules_impact, tmp_path):
    code, out, _ = rules_impact(str(tmp_path / "cases.yaml"))
    assert code == 0
    assert out.splitlines()[0] == "Ada bakes to Baker:"
    assert out.splitlines()[-1] == "1 of 2 journeys change"


def test_one_journey_may_lead_to_a_role_that_is_gone_and_another_to_one_that_is_new(rules_impact, tmp_path):
    book(tmp_path, RULES.replace("baker: {title: Baker", "grocer: {title: Grocer"), "renamed")
    cases = "journeys:\n" + "".join(
        f"  {role}: {{title: To {role}, person: {{}}, role: {role}, expect: {{}}}}\n" for role in ("baker", "grocer")
    )
    (tmp_path / "both.yaml").write_text(cases, encoding="utf-8")
    code, out, _ = rules_impact(str(tmp_path / "both.yaml"), new=str(tmp_path / "renamed"))
    assert code == 0
    assert "The new rules cannot be asked: no role 'baker'" in out
    assert "The old rules cannot be asked: no role 'grocer'" in out
    assert out.splitlines()[-1] == "2 of 2 journeys change"


def test_a_time_that_is_no_number_is_wrong_use_here_too(rules_impact):
    code, _, err = rules_impact("--time-limit", "nan")
    assert code == 2
    assert "nan is no number of seconds" in err


def test_as_json_every_journey_is_there(rules_impact, tmp_path):
    code, out, _ = rules_impact(str(tmp_path / "cases.yaml"), "--json")
    data = json.loads(out)
    assert (code, data["changed"]) == (0, 1)
    ada, bob = data["journeys"]
    assert (ada["changed"], ada["difference"]["weeks"], bob["changed"]) == (True, 4, False)
    assert ada["plan"]["after"]["steps"] == [{"id": "book-a", "start_week": 0, "end_week": 8}]


def test_without_journeys_the_example_people_are_asked(rules_impact):
    code, out, _ = rules_impact("--time-limit", "5", old="shipped", new="shipped")
    assert code == 0
    assert out.startswith("0 of ")


def test_rules_the_example_people_do_not_fit_ask_for_journeys(rules_impact):
    code, _, err = rules_impact()
    assert code == 2
    assert err == "pivot: the example people do not fit these rules; name a folder or file of journeys as CASES\n"


LAYER = """
skills: {brewing: {name: Brewing}}
steps: {kit: {title: Brewing kit, gives: {brewing: 1}, weeks: 1, hours_per_week: 1}}
roles: {brewer: {title: Brewer, lines: [{text: Brews, needs: {brewing: 1}}]}}
"""


def test_old_and_new_can_be_layers_over_the_same_rules_or_those_rules_alone(rules_impact, tmp_path):
    (tmp_path / "mine.yaml").write_text(LAYER, encoding="utf-8")
    (tmp_path / "faster.yaml").write_text(LAYER.replace("weeks: 1", "weeks: 3"), encoding="utf-8")
    (tmp_path / "brewer.yaml").write_text(
        "journeys: {cy: {title: Cy brews, person: {name: Cy}, role: brewer, expect: {answer: plan}}}", encoding="utf-8"
    )
    under, layer = str(tmp_path / "old"), str(tmp_path / "mine.yaml")
    asked = (str(tmp_path / "brewer.yaml"), "--rules", under, "--json")
    code, out, err = rules_impact(*asked, old=layer, new=str(tmp_path / "faster.yaml"))
    assert (code, err) == (0, "")
    assert json.loads(out)["journeys"][0]["difference"]["weeks"] == 2
    for alone in (under, f"{under}/", str(tmp_path / "new" / ".." / "old")):
        code, out, _ = rules_impact(*asked, old=alone, new=layer)
        (journey,) = json.loads(out)["journeys"]
        assert (code, journey["plan"]["before"], journey["plan"]["after"]["totals"]["weeks"]) == (0, None, 1)
