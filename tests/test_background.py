"""Where a person starts: what their words, roles and finished steps support, and nothing else."""

import pytest

from planner import Need, Profile, WrongUse
from planner.reasoning.background import background
from planner.rulebook.book import find_role


def start(rules, **person):
    return background(Profile.model_validate(person), rules)


def quotes(found, skill):
    return [(item.origin, item.quote) for item in found.evidence.get(skill, ())]


def choice(*ways, count=1):
    return Need.of({"at_least": {count: list(ways)}}).choices[0]


def test_an_empty_person_starts_with_nothing(rules):
    """
    skills: {sql: {}}
    """
    found = start(rules)
    assert (found.facts, found.evidence, found.choices, found.faded) == ((), {}, (), {})


def test_words_bring_their_level_and_their_evidence(rules):
    """
    skills: {sql: {}, python: {}}
    """
    shown = {"level": 4, "evidence": ["Wrote reports", "Taught two colleagues"]}
    found = start(rules, have={"sql": shown, "python": 2})
    assert found.levels == {"python": 2, "sql": 4}
    assert quotes(found, "sql") == [("words", "Wrote reports"), ("words", "Taught two colleagues")]
    assert quotes(found, "python") == []


def test_a_role_held_brings_what_it_requires_and_teaches_and_no_wish(rules):
    """
    skills: {sql: {}, charts: {}, cloud: {}, licence: {kind: credential}}
    roles:
      analyst:
        title: Data analyst
        lines:
          - {text: Writes SQL, needs: {sql: 3}}
          - {text: Is licensed, needs: {licence: held}, gate: true}
          - {text: Knows the cloud, needs: {cloud: 2}, wish: true}
        teaches: {sql: 4, charts: 3}
    """
    found = start(rules, roles_held=[{"role": "analyst", "years": "2.50"}])
    assert found.levels == {"charts": 3, "licence": 1, "sql": 4}
    assert quotes(found, "sql") == [("role", "Data analyst, 2.5 years")]


@pytest.mark.parametrize(
    ("years", "levels"),
    [
        ("0.5", {"licence": 1, "sql": 2}),
        (1, {"licence": 1, "sql": 3, "charts": 1}),
        (5, {"licence": 1, "sql": 4, "charts": 2}),
    ],
)
def test_the_policy_says_what_the_years_in_a_role_bring(rules, years, levels):
    """
    skills: {sql: {}, charts: {}, licence: {kind: credential}}
    roles:
      analyst:
        lines: [{text: Writes SQL, needs: {sql: 3}}, {text: Is licensed, needs: {licence: held}}]
        teaches: {sql: 4, charts: 2}
    policy:
      held_roles:
        - {from_years: 0, requires_minus: 1, teaches_minus: 5}
        - {from_years: 1, requires_minus: 0, teaches_minus: 1}
        - {from_years: 3, requires_minus: 0, teaches_minus: 0}
    """
    assert start(rules, roles_held=[{"role": "analyst", "years": years}]).levels == levels


def test_a_time_in_a_role_that_no_rule_of_the_policy_covers_brings_nothing_not_even_a_licence(rules):
    """
    skills: {sql: {}, licence: {kind: credential}, permit: {kind: credential}}
    roles:
      analyst:
        lines:
          - {text: Writes SQL, needs: {sql: 3}}
          - {text: Is licensed, needs: {licence: held, any_of: [{permit: held}, {sql: 1}]}, gate: true}
        teaches: {sql: 4}
    policy: {held_roles: [{from_years: 2, requires_minus: 0, teaches_minus: 0}]}
    """
    found = start(rules, roles_held=[{"role": "analyst", "years": 1}])
    assert (found.facts, found.evidence, found.choices) == ((), {}, ())


def test_an_either_or_line_of_a_role_held_is_known_without_its_halves(rules):
    """
    skills: {tableau: {}, looker: {}, sql: {}}
    roles:
      analyst:
        title: Data analyst
        lines: [{text: Charts, needs: {sql: 2, any_of: [{tableau: 3}, {looker: 3}]}}]
    """
    found = start(rules, roles_held=[{"role": "analyst", "years": 3}])
    assert found.levels == {"sql": 2}
    assert found.choices == (choice({"tableau": 3}, {"looker": 3}),)
    assert [item.quote for item in found.held[found.choices[0]]] == ["Data analyst, 3 years"]
    lowered = start(rules, roles_held=[{"role": "analyst", "years": "0.5"}])
    assert lowered.choices == (choice({"tableau": 2}, {"looker": 2}),)


def test_a_role_held_does_not_bring_what_the_person_lacks_and_a_step_done_does(rules):
    """
    skills: {sql: {}, licence: {kind: credential}, permit: {kind: credential}, tableau: {}, looker: {}}
    steps: {renewal: {gives: {licence: held}, hours: 20}}
    roles:
      analyst:
        lines:
          - {text: Is licensed, needs: {licence: held, sql: 2}, gate: true}
          - {text: Has a permit, needs: {any_of: [{permit: held}, {licence: held}]}}
          - {text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3, sql: 2}]}}
        teaches: {sql: 4}
    """
    job = [{"role": "analyst", "years": 3}]
    charts = choice({"tableau": 3}, {"looker": 3, "sql": 2})
    found = start(rules, roles_held=job, lacks=["licence"])
    assert found.levels == {"sql": 4}
    assert found.choices == (charts,)
    assert start(rules, roles_held=job, lacks=["licence"], done=["renewal"]).levels == {"licence": 1, "sql": 4}
    without = start(rules, roles_held=job, lacks=["sql"])
    assert without.levels == {"licence": 1}
    assert choice({"tableau": 3}, {"looker": 3}) in without.choices
    assert start(rules, roles_held=job, lacks=["looker", "sql"]).choices == (choice({"permit": 1}, {"licence": 1}),)


def test_an_either_or_of_which_one_half_is_lowered_to_nothing_says_nothing(rules):
    """
    skills: {tableau: {}, looker: {}}
    roles: {analyst: {lines: [{text: Charts, needs: {any_of: [{tableau: 1}, {looker: 3}]}}]}}
    """
    assert start(rules, roles_held=[{"role": "analyst", "years": "0.5"}]).choices == ()


@pytest.mark.parametrize(("last_used", "level"), [(2020, 4), (2016, 4), (2015, 2), (1990, 2), (None, 4)])
def test_a_skill_fades_where_its_last_use_is_long_ago(rules, last_used, level):
    """
    skills: {sql: {}}
    policy: {year: 2020, fade: {after_years: 5, minus: 2}}
    """
    found = start(rules, have={"sql": {"level": 4, "last_used": last_used}})
    assert found.levels == {"sql": level}
    assert found.faded == ({} if level == 4 else {"sql": 4})


def test_nothing_fades_below_aware_and_a_credential_not_at_all(rules):
    """
    skills: {sql: {}, licence: {kind: credential}}
    policy: {year: 2020, fade: {after_years: 5, minus: 4}}
    """
    old = {"sql": {"level": 3, "last_used": 1999}, "licence": {"level": "held", "last_used": 1999}}
    assert start(rules, have=old).levels == {"licence": 1, "sql": 1}


def test_what_a_role_brought_fades_from_the_year_it_ended_its_either_or_too(rules):
    """
    skills: {sql: {}, tableau: {}, looker: {}, licence: {kind: credential}}
    roles:
      analyst:
        lines:
          - {text: Writes SQL, needs: {sql: 3}}
          - {text: Charts, needs: {any_of: [{tableau: 3}, {looker: 2, licence: held}]}}
    policy: {year: 2020, fade: {after_years: 5, minus: 1}}
    """
    found = start(rules, roles_held=[{"role": "analyst", "years": 4, "until": 2010}])
    assert found.levels == {"sql": 2}
    assert found.choices == (choice({"tableau": 2}, {"looker": 1, "licence": 1}),)
    assert start(rules, roles_held=[{"role": "analyst", "years": 4, "until": 2018}]).levels == {"sql": 3}


def test_the_best_of_several_sources_counts_and_all_of_them_are_evidence(rules):
    """
    skills: {sql: {}}
    steps: {sql-course: {title: SQL course, gives: {sql: 3}, hours: 20}}
    roles: {analyst: {lines: [{text: Writes SQL, needs: {sql: 2}}]}}
    policy: {year: 2020, fade: {after_years: 5, minus: 3}}
    """
    found = start(
        rules,
        have={"sql": {"level": 5, "evidence": ["Long ago"], "last_used": 2000}},
        roles_held=[{"role": "analyst", "years": 1}],
        done=["sql-course"],
    )
    assert found.levels == {"sql": 3}
    assert found.faded == {}
    assert quotes(found, "sql") == [("words", "Long ago"), ("role", "analyst, 1 year"), ("step", "SQL course")]


def test_an_interim_role_can_be_a_step_that_is_done(rules):
    """
    skills: {sql: {}, care: {}}
    roles: {helper: {lines: [{text: Helps, needs: {care: 1}}], teaches: {care: 2}, interim: {weeks: 52}}}
    """
    assert start(rules, done=["helper"]).levels == {"care": 2}


@pytest.mark.parametrize(
    ("person", "message"),
    [
        (
            {"roles_held": [{"role": "analist", "years": 1}]},
            "no role 'analist' in these rules; did you mean 'analyst'?",
        ),
        ({"done": ["sql-curse"]}, "no step 'sql-curse' in these rules; did you mean 'sql-course'?"),
    ],
)
def test_a_person_made_by_hand_can_only_name_what_the_rules_know(rules, person, message):
    """
    skills: {sql: {}}
    steps: {sql-course: {gives: {sql: 3}, hours: 20}}
    roles: {analyst: {lines: [{text: Writes SQL, needs: {sql: 2}}]}}
    """
    with pytest.raises(WrongUse) as caught:
        start(rules, **person)
    assert str(caught.value) == message


def test_a_name_of_several_roles_asks_for_an_id(rules):
    """
    skills: {a: {}}
    roles:
      one: {title: Analyst, lines: [{text: a, needs: {a: 1}}]}
      two: {title: Analyst, lines: [{text: a, needs: {a: 1}}]}
      three: {title: Three, aliases: [analyst], lines: [{text: a, needs: {a: 1}}]}
    """
    with pytest.raises(WrongUse, match="'Analyst' names several roles of these rules; say which by its id: one, two"):
        find_role("Analyst", rules)
    assert find_role("three", rules).id == "three"


def test_a_role_held_may_be_named_by_its_title(rules):
    """
    skills: {sql: {}}
    roles: {analyst: {title: Data Analyst, aliases: [number cruncher], lines: [{text: Writes SQL, needs: {sql: 2}}]}}
    """
    for name in ("analyst", "data analyst", "Number Cruncher"):
        assert start(rules, roles_held=[{"role": name, "years": 1}]).levels == {"sql": 2}
