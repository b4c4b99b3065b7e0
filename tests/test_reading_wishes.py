"""What a posting only prefers, and what it asks for: the words behind a skill, the section, what one may still get."""

from __future__ import annotations

import pytest

from planner import posting_report


def asked(line, rules, heading="Requirements"):
    """Return the kinds and needs of what a line under a heading asks for."""
    report = posting_report(f"Analyst\n{heading}\n- Looker\n- {line}", rules)
    return [(one.kind, one.needs.data()) for one in report.role.lines[1:]]


@pytest.mark.parametrize(
    "said",
    [
        "Tableau (preferred)",
        "Tableau (nice to have)",
        "Tableau (nice-to-have)",
        "Tableau (highly desirable)",
        "Tableau (bonus)",
        "Tableau (a plus)",
        "Tableau [optional]",
        "Tableau (preferred but not required)",
        "Tableau, preferred but not required",
        "Tableau, preferred.",
        "Tableau, desirable",
        "Tableau - good to have",
        "Tableau - a big plus!",
    ],
)
def test_a_wish_word_by_itself_is_said_of_what_stands_before_it(shipped, said):
    assert asked(said, shipped) == [("wish", {"tableau": 3})]


@pytest.mark.parametrize(
    ("line", "core", "wish"),
    [
        ("SQL, Python (preferred)", {"sql": 3}, {"python": 3}),
        ("SQL and Python (preferred)", {"sql": 3}, {"python": 3}),
        ("Python (preferred), SQL", {"sql": 3}, {"python": 3}),
        ("SQL (required), Python (preferred)", {"sql": 3}, {"python": 3}),
        ("SQL (must have), Python (nice to have)", {"sql": 3}, {"python": 3}),
        ("SQL required, Python, preferred", {"sql": 3}, {"python": 3}),
        ("SQL (Python preferred), Tableau", {"sql": 3, "tableau": 3}, {"python": 3}),
        ("SQL (Python a plus), R (ideally Tableau too)", {"r-programming": 3, "sql": 3}, {"python": 3, "tableau": 3}),
        ("SQL is a must, Tableau preferred (ideally Python)", {"sql": 3}, {"python": 3, "tableau": 3}),
        ("Bachelor's degree in accounting (Master's preferred)", {"bachelors-degree": 1}, {"masters-degree": 1}),
        ("CPA or PMP (preferred)", None, {"any_of": [{"cpa-licence": 1}, {"pmp": 1}]}),
        ("Python, R or SQL, preferred", None, {"any_of": [{"python": 3}, {"r-programming": 3}, {"sql": 3}]}),
        ("Bachelor's degree in accounting and finance (preferred)", None, {"bachelors-degree": 1}),
        ("Driver's license (preferred)", None, {"driving-licence": 1}),
        ("Tableau, ideally with SQL", {"tableau": 3}, {"sql": 3}),
        ("Two years of SQL, preferably in a hospital", {"sql": 3}, None),
        ("SQL (ideally in a hospital)", {"sql": 3}, None),
    ],
)
def test_it_is_said_of_no_more_than_stands_next_to_it(shipped, line, core, wish):
    expected = [(kind, need) for kind, need in (("core", core), ("wish", wish)) if need]
    assert asked(line, shipped) == expected


@pytest.mark.parametrize(
    ("title", "line", "need"),
    [
        ("Nursing assistant", "CNA certificate required.", {"cna-certificate": 1}),
        ("Paralegal", "Must hold a paralegal certificate.", {"paralegal-certificate": 1}),
        ("Paralegal", "Paralegal certificate required", {"paralegal-certificate": 1}),
        (
            "PARALEGAL",
            "Bachelor's degree or paralegal certificate required.",
            {"any_of": [{"bachelors-degree": 1}, {"paralegal-certificate": 1}]},
        ),
        ("Project coordinator", "Minimum 3 years project manager experience", {}),
    ],
)
def test_a_line_that_demands_is_no_title_though_it_names_a_job(shipped, title, line, need):
    report = posting_report(f"{title}\n{line}\nTableau", shipped)
    assert report.role.title == title
    assert [(one.kind, one.needs.data()) for one in report.role.lines] == [("core", need), ("core", {"tableau": 3})]


@pytest.mark.parametrize("line", ["Must have two years as a truck driver.", "Two years as a truck driver"])
def test_years_in_a_job_are_asked_below_the_title(shipped, line):
    report = posting_report(f"Need a driver.\n{line}\nTableau", shipped)
    assert [one.why for one in report.lines] == ["title", "", ""]
    assert report.role.lines[0].needs.data()["heavy-truck-driving"] == 3


@pytest.mark.parametrize(
    "title", ["Need a CDL driver.", "Senior accountant (5+ years)", "Experienced bookkeeper needed"]
)
def test_a_title_is_one_though_it_speaks_of_need_or_years(shipped, title):
    assert posting_report(f"{title}\nSQL required.", shipped).lines[0].why == "title"


@pytest.mark.parametrize("heading", ["Nice to have", "Preferred qualifications"])
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("You have experience with Tableau", "wish"),
        ("You have used Tableau", "wish"),
        ("You hold a certificate in Tableau", "wish"),
        ("At least one project in Tableau", "wish"),
        ("You know Tableau", "wish"),
        ("You must have Tableau", "core"),
        ("You have Tableau, which is required", "core"),
    ],
)
def test_what_stands_under_wishes_is_one_unless_it_is_demanded(shipped, heading, line, kind):
    assert asked(line, shipped, heading) == [(kind, {"tableau": 3})]


@pytest.mark.parametrize(
    "line",
    [
        "CPA or ability to obtain within 6 months",
        "CPA or the ability to obtain it",
        "CPA or CPA candidate",
        "CPA or CPA-eligible required",
        "CPA license or actively pursuing",
        "CPA (or in the process of obtaining it)",
        "Must have a CPA, or be able to get it within 60 days",
        "Currently hold or be able to obtain a CPA",
        "Must possess, or be willing to obtain, a CPA license",
    ],
)
def test_what_one_may_be_able_to_get_or_be_getting_is_a_wish(shipped, line):
    assert asked(line, shipped) == [("wish", {"cpa-licence": 1})]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("CPA or ability to obtain one, and SQL", [("core", {"sql": 3}), ("wish", {"cpa-licence": 1})]),
        ("Hold or be able to obtain a CPA, and know SQL", [("core", {"sql": 3}), ("wish", {"cpa-licence": 1})]),
        ("Hold or be able to obtain a CPA or PMP", [("wish", {"any_of": [{"cpa-licence": 1}, {"pmp": 1}]})]),
        ("CPA, eligible candidates only", [("core", {"cpa-licence": 1})]),
        ("CDL or ability to drive a van", [("core", {"commercial-driving-licence": 1})]),
        ("Able to obtain a CPA", [("core", {"cpa-licence": 1})]),
    ],
)
def test_what_stands_beside_that_is_asked(shipped, line, found):
    assert asked(line, shipped) == found


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("We don't require Python", "not-asked"),
        ("This job does not require SQL or Python", "not-asked"),
        ("We do not require experience", "not-asked"),
        ("No experience with SQL, Python, or Excel required", "not-asked"),
        ("Will train on Tableau", "offered"),
        ("Forklift certification (we will certify you)", "offered"),
    ],
)
def test_what_is_not_required_or_will_be_taught_is_not_asked(shipped, line, why):
    assert posting_report(f"Analyst\nRequirements\n- Looker\n- {line}", shipped).lines[-1].why == why


@pytest.mark.parametrize(
    "line",
    [
        "You don't need a degree, you need SQL",
        "We do not require a degree, but you must know SQL",
        "You don't need to know Python, you must know SQL",
        "This job doesn't require Python, SQL required",
        "No Python, SQL is a must",
        "You need SQL",
    ],
)
def test_what_is_needed_instead_is_asked(shipped, line):
    assert asked(line, shipped) == [("core", {"sql": 3})]
