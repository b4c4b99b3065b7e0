"""Languages: which ones a text says are spoken, and how well."""

from __future__ import annotations

import pytest

from planner import background_report, explain, posting_report


@pytest.mark.parametrize(
    ("line", "level", "assumed"),
    [
        ("Languages: English, Spanish", 2, True),
        ("Spanish (native), English (fluent)", 5, False),
        ("Languages: English (native), Spanish (basic)", 1, False),
        ("Languages\nEnglish - C1\nGerman: B2\nFrench A2", 3, False),
        ("Mother tongue: Polish", 5, False),
        ("Fluent in English, French and German", 4, False),
        ("Conversational Spanish", 2, False),
        ("Spanish: full professional proficiency", 4, False),
        ("I speak Spanish at home", 2, True),
        ("Spanish, fluent in French", 4, False),
    ],
)
def test_a_language_that_is_spoken_is_had_at_the_level_that_is_said(shipped, line, level, assumed):
    report = background_report(f"Ana Ruiz\nCook, Hill Diner, 2015 - 2020\n{line}\n", shipped)
    assert report.profile.have["second-language"].level == level
    assert ("second-language" in report.assumed) is assumed
    assert report.profile.have["second-language"].last_used is None


def test_of_several_languages_the_words_that_set_the_level_are_quoted(shipped):
    report = background_report("Languages: Spanish (native), German (B2)", shipped)
    assert explain(report, shipped)[0].text == "Working in a second language 5 (expert): the text says “native”."


@pytest.mark.parametrize(
    "line",
    [
        "Languages: English (native)",
        "Languages: Python, SQL",
        "Basic French cooking",
        "Served Spanish speakers",
        "Polished floors; president of the French Club",
        "Advanced Spanish literature seminar",
        "Learning Spanish",
        "No Spanish",
        "My mother speaks Spanish",
        "English (fluent), Italian cuisine",
    ],
)
def test_the_language_of_the_workplace_and_the_mere_name_of_one_are_none(shipped, line):
    report = background_report(f"Ana Ruiz\nCook, Hill Diner, 2015 - 2020\n{line}\n", shipped)
    assert "second-language" not in report.profile.have


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Fluent in Spanish", [("core", {"second-language": 3})]),
        ("Conversational Spanish preferred", [("wish", {"second-language": 2})]),
        ("Spanish is a plus", [("wish", {"second-language": 3})]),
        ("Bilingual in English and Spanish", [("core", {"second-language": 3})]),
        ("Fluency in English or French", [("core", {})]),
        ("Must speak English", [("core", {})]),
    ],
)
def test_a_posting_asks_for_a_language_beside_that_of_the_workplace(shipped, line, asked):
    report = posting_report(f"Analyst\nRequirements:\n- Tableau\n- {line}", shipped)
    assert [(one.kind, one.needs.data()) for one in report.role.lines[1:]] == asked
