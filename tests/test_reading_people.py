"""What is done with people in jobs, and for people with forms: skills that no name of a skill says."""

from __future__ import annotations

import pytest

from planner import background_report, posting_report


@pytest.mark.parametrize(
    ("line", "brought"),
    [
        ("Trained 6 new bakers", {"training-others": 3}),
        ("Closed the shop and trained new hires", {"training-others": 3}),
        ("Supervised 4 cashiers", {"team-leadership": 3}),
        ("Hired three drivers", {"hiring-and-interviewing": 2}),
        ("Helped people fill in SNAP forms", {"benefits-and-eligibility": 2}),
        ("Trained nurse", {}),
        ("Worked beside trained nurses", {}),
        ("Trained as a baker", {}),
        ("Was hired by three managers", {}),
        ("Interviewed three drivers for a story", {}),
        ("My manager trained 3 cashiers", {}),
        ("Would like to train cashiers", {}),
        ("Applied for SNAP", {}),
    ],
)
def test_what_one_did_with_people_in_jobs_is_had(shipped, line, brought):
    have = background_report(f"Ana Ruiz\nClerk, Hill Shop, 2018 - 2019\n- {line}\n", shipped).profile.have
    assert {skill: had.level for skill, had in have.items()} == brought


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Train new cashiers", {"training-others": 3}),
        ("You will supervise six cashiers", {"team-leadership": 3}),
        ("Work beside trained nurses", {}),
        ("You will be trained by our bakers", {}),
    ],
)
def test_a_posting_asks_for_it_too(shipped, line, asked):
    report = posting_report(f"Clerk\nRequirements:\n- Tableau\n- {line}", shipped)
    assert [one.needs.data() for one in report.role.lines[1:]] == [asked]
