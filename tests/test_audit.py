"""Every line of a role against what a person can show: each status, what answers it, and what is lacking."""

import pytest

from planner import Fact, Line, Need, Profile, Role, WrongUse, audit, explain, load_rules


def lines(rules, role="dream", **person):
    return audit(Profile.model_validate(person), role, rules).lines


def line(rules, **person):
    """Return the only line of the role."""
    (found,) = lines(rules, **person)
    return found


def quotes(found):
    return [item.quote for item in found.evidence]


def test_an_empty_profile_meets_nothing(shipped):
    for role in shipped.roles:
        found = audit(Profile(), role, shipped)
        assert {item.status for item in found.lines} == {"missing"}
        assert not any(item.evidence or item.trail or item.credited for item in found.lines)


def test_every_line_is_there_once_and_in_order(shipped):
    for role in shipped.roles.values():
        found = audit(Profile(), role, shipped)
        assert [(item.number, item.line) for item in found.lines] == list(enumerate(role.lines, 1))


def test_a_line_that_the_person_answers_is_met_and_their_words_are_quoted(rules):
    """
    skills: {sql: {}, charts: {}}
    roles: {dream: {lines: [{text: Reports, needs: {sql: 3, charts: 2}}]}}
    """
    found = line(rules, have={"sql": {"level": 4, "evidence": ["Wrote reports"]}, "charts": 2})
    assert found.status == "met"
    assert found.credited == (Fact("charts", 2), Fact("sql", 3))
    assert quotes(found) == ["Wrote reports"]
    assert found.unproven == ("charts",)
    assert (found.via, found.short, found.ask) == ((), (), ())


def test_a_line_met_through_a_chain_names_every_transfer_in_order_and_quotes_where_it_began(rules):
    """
    skills: {teaching: {}, talking: {}, presenting: {}}
    transfers:
      b-talking-to-presenting: {from: talking, to: presenting, minus: 1, because: x}
      c-teaching-to-talking: {from: teaching, to: talking, because: x}
    roles: {dream: {lines: [{text: Presents, needs: {presenting: 3}}]}}
    """
    found = line(rules, have={"teaching": {"level": 4, "evidence": ["Taught for nine years"]}})
    assert found.status == "met through transfer"
    assert found.via == ("c-teaching-to-talking", "b-talking-to-presenting")
    assert quotes(found) == ["Taught for nine years"]


def test_a_line_partly_met_says_which_level_is_missing_and_how_far_one_has_come_and_why(rules):
    """
    skills: {teaching: {}, presenting: {}, sql: {}}
    transfers: {t: {from: teaching, to: presenting, minus: 2, because: x}}
    roles: {dream: {lines: [{text: Presents numbers, needs: {presenting: 3, sql: 2}}]}}
    """
    found = line(rules, have={"teaching": {"level": 4, "evidence": ["Taught for nine years"]}})
    assert found.status == "partly"
    assert [(gap.fact, gap.has) for gap in found.short] == [(Fact("presenting", 3), 2), (Fact("sql", 2), 0)]
    assert found.via == ("t",)
    assert quotes(found) == ["Taught for nine years"]
    assert found.credited == ()


def test_a_line_nothing_relates_to_is_missing(rules):
    """
    skills: {sql: {}, teaching: {}}
    roles: {dream: {lines: [{text: Reports, needs: {sql: 1}}]}}
    """
    found = line(rules, have={"teaching": 5})
    assert (found.status, found.evidence, found.trail) == ("missing", (), ())
    assert [(gap.fact, gap.has) for gap in found.short] == [(Fact("sql", 1), 0)]


def test_of_several_ways_the_one_with_the_fewest_levels_to_gain_is_shown(rules):
    """
    skills: {a: {}, b: {}, c: {}}
    roles: {dream: {lines: [{text: Any, needs: {any_of: [{a: 5}, {b: 3, c: 2}, {c: 3}]}}]}}
    """
    assert [gap.fact for gap in line(rules, have={"b": 2, "c": 1}).short] == [Fact("b", 3), Fact("c", 2)]
    assert [gap.fact for gap in line(rules, have={"c": 2}).short] == [Fact("c", 3)]
    assert [gap.fact for gap in line(rules, have={"a": 4, "c": 1}).short] == [Fact("a", 5)]


def test_what_one_part_of_a_line_asks_for_anyway_counts_towards_the_others(rules):
    """
    skills: {a: {}, b: {}, c: {}}
    roles:
      dream:
        lines:
          - {text: Any, needs: {a: 2, any_of: [{b: 2}, {a: 3}]}}
          - {text: Two, needs: {at_least: {2: [{c: 3}, {a: 4}, {c: 3, b: 1}]}}}
    """
    either, two = lines(rules)
    assert [gap.fact for gap in either.short] == [Fact("a", 3)]
    assert [gap.fact for gap in two.short] == [Fact("c", 3), Fact("b", 1)]


def test_of_a_line_nothing_lacks_that_a_role_held_proves_whichever_half_is_true(rules):
    """
    skills: {tableau: {}, looker: {}, sql: {}}
    roles:
      analyst: {lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      dream: {lines: [{text: Draws and asks, needs: {sql: 2, any_of: [{tableau: 2}, {looker: 3}]}}]}
    """
    open_ = line(rules, roles_held=[{"role": "analyst", "years": 2}])
    assert (open_.status, [gap.fact for gap in open_.short]) == ("partly", [Fact("sql", 2)])


def test_of_a_choice_what_is_held_outright_is_credited_before_what_carries_over(rules):
    """
    skills: {a: {}, b: {}}
    transfers: {b-to-a: {from: b, to: a, because: x}}
    roles: {dream: {lines: [{text: Any, needs: {any_of: [{a: 2}, {b: 2}]}}]}}
    """
    found = line(rules, have={"b": {"level": 3, "evidence": ["Did b"]}})
    assert (found.status, found.credited, quotes(found)) == ("met", (Fact("b", 2),), ["Did b"])


def test_a_line_without_a_need_was_not_understood_and_is_asked_about(rules):
    """
    skills: {sql: {}}
    """
    role = Role(id="dream", lines=(Line(text="Has fun", needs=Need()), Line(text="Reports", needs=Need.of({"sql": 1}))))
    found = audit(Profile.model_validate({"have": {"sql": 5}}), role, rules)
    assert [item.status for item in found.lines] == ["unknown", "met"]
    assert found.gaps == found.lines[:1]


def test_a_role_held_answers_the_either_or_it_asked_for_and_is_named(rules):
    """
    skills: {tableau: {}, looker: {}, care: {}}
    roles:
      analyst: {title: Data analyst, lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      nurse: {title: Nurse, lines: [{text: Cares, needs: {care: 3}}]}
      dream: {lines: [{text: Dashboards, needs: {any_of: [{tableau: 3}, {looker: 2}]}}]}
    """
    held = [{"role": "nurse", "years": 9}, {"role": "analyst", "years": 2}]
    found = line(rules, roles_held=held)
    assert (found.status, quotes(found), found.unproven) == ("met", ["Data analyst, 2 years"], ())


def test_what_follows_from_a_role_held_by_cases_is_proved_by_the_role_and_not_on_ones_word(rules):
    """
    skills: {tableau: {}, looker: {}, charts: {}}
    transfers:
      tableau-to-charts: {from: tableau, to: charts, because: x}
      looker-to-charts: {from: looker, to: charts, because: x}
    roles:
      analyst: {title: Data analyst, lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      dream: {lines: [{text: Draws, needs: {charts: 3}}]}
    """
    found = line(rules, roles_held=[{"role": "analyst", "years": 2}])
    assert found.status == "met through transfer"
    assert found.via == ("looker-to-charts", "tableau-to-charts")
    assert (quotes(found), found.unproven) == (["Data analyst, 2 years"], ())


def test_a_line_that_only_one_half_of_a_held_either_or_would_meet_is_asked_about(rules):
    """
    skills: {tableau: {}, looker: {}, charts: {}}
    transfers: {tableau-to-charts: {from: tableau, to: charts, because: x}}
    roles:
      analyst: {lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      dream:
        lines:
          - {text: Uses Tableau, needs: {tableau: 3}}
          - {text: Uses Tableau well, needs: {tableau: 4}}
          - {text: Draws, needs: {charts: 2}}
    """
    found = lines(rules, roles_held=[{"role": "analyst", "years": 2}])
    assert [item.status for item in found] == ["unknown", "missing", "unknown"]
    assert [item.ask for item in found] == [(Fact("tableau", 3),), (), (Fact("charts", 2),)]


def test_a_line_of_which_either_half_of_a_held_either_or_is_a_part_is_partly_met(rules):
    """
    skills: {tableau: {}, looker: {}, charts: {}, sql: {}}
    transfers: {tableau-to-charts: {from: tableau, to: charts, because: x}}
    roles:
      analyst: {title: Analyst, lines: [{text: Charts, needs: {any_of: [{tableau: 3}, {looker: 3}]}}]}
      dream:
        lines:
          - {text: Draws well, needs: {any_of: [{tableau: 4}, {looker: 4}]}}
          - {text: Draws and asks, needs: {charts: 3, sql: 2}}
          - {text: Draws anywhere, needs: {charts: 1, looker: 4}}
    """
    both, half, carried = lines(rules, roles_held=[{"role": "analyst", "years": 2}])
    (held,) = both.either
    assert (both.status, quotes(both), both.credited, both.ask) == ("partly", ["Analyst, 2 years"], (), ())
    assert [str(sentence) for sentence in explain(both, rules)] == [
        "  Asked: tableau 4 (advanced).",
        "  You have tableau 3 (working) or looker 3 (working); either way more is asked.",
        "  Any way to meet it counts: tableau 4 (advanced) or looker 4 (advanced).",
        "  From your time as Analyst, 2 years.",
    ]
    assert (half.status, half.either) == ("missing", ())
    assert (carried.status, carried.either) == ("partly", (held,))


def test_an_either_or_that_can_be_true_in_too_many_ways_is_asked_about(tmp_path):
    several = ", ".join(f"{{a{number}: 3}}" for number in range(12))
    skills = ", ".join(f"a{number}: {{}}" for number in range(12))
    (tmp_path / "rules.yaml").write_text(
        f"""
skills: {{{skills}}}
roles:
  old: {{lines: [{{text: Two of them, needs: {{at_least: {{2: [{several}]}}}}}}]}}
  dream: {{lines: [{{text: Two of them, needs: {{at_least: {{2: [{several}]}}}}}}, {{text: One well, needs: {{a0: 4}}}}]}}
""",
        encoding="utf-8",
    )
    two, well = lines(load_rules(tmp_path), roles_held=[{"role": "old", "years": 2}])
    assert (two.status, len(two.ask)) == ("unknown", 12)
    assert well.status == "missing"


def test_gaps_are_the_gates_and_core_lines_that_are_open_and_the_share_is_of_core_lines(rules):
    """
    skills: {a: {}, b: {}, licence: {kind: credential}}
    roles:
      dream:
        lines:
          - {text: one, needs: {a: 1}}
          - {text: two, needs: {b: 1}}
          - {text: three, needs: {licence: held}, gate: true}
          - {text: four, needs: {b: 2}, wish: true}
    """
    found = audit(Profile.model_validate({"have": {"a": 1}}), "dream", rules)
    assert [item.line.text for item in found.must] == ["one", "two", "three"]
    assert [item.line.text for item in found.gaps] == ["two", "three"]
    assert [item.line.text for item in found.closed_gates] == ["three"]
    assert found.share * 2 == 1
    assert (found.count("missing"), found.count("met", "partly")) == (2, 1)


def test_a_role_is_found_by_id_title_or_alias_and_an_unknown_one_is_wrong_use(rules):
    """
    skills: {a: {}}
    roles: {dream: {title: Dream job, aliases: [best job], lines: [{text: one, needs: {a: 1}}]}}
    """
    for name in ("dream", "DREAM JOB", "Best job"):
        assert audit(Profile(), name, rules).role.id == "dream"
    with pytest.raises(WrongUse) as caught:
        audit(Profile(), "draem", rules)
    assert str(caught.value) == "no role 'draem' in these rules; did you mean 'dream'?"


def test_only_what_supports_the_level_asked_is_shown_as_evidence(rules):
    """
    skills: {a: {}}
    steps: {intro: {title: Intro to A, gives: {a: 1}, hours: 8}}
    roles:
      helper: {title: Helper, lines: [{text: A little, needs: {a: 1}}]}
      dream: {title: Dream, lines: [{text: A lot, needs: {a: 4}}, {text: A little, needs: {a: 1}}]}
    """
    told = {"have": {"a": 4}, "done": ["intro"], "roles_held": [{"role": "helper", "years": 20}]}
    much, little = audit(Profile.model_validate(told), "dream", rules).lines
    assert (much.evidence, much.unproven) == ((), ("a",))
    assert [item.origin for item in little.evidence] == ["role", "step"]
    assert little.unproven == ()
