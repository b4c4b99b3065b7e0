"""What a background is credited with: what the person did, and not what stands beside them, ahead of them or sold."""

from __future__ import annotations

import pytest

from planner import Need, background_report, explain, posting_report, read_background


def levels(text, rules):
    return {skill: had.level for skill, had in background_report(text, rules).profile.have.items()}


@pytest.mark.parametrize(
    "text",
    [
        "My team used SQL daily",
        "Our team used SQL daily",
        "The team used SQL",
        "My company uses SQL; sales came to me",
        "My students learned SQL",
        "Colleagues wrote SQL",
        "Our analysts wrote SQL",
    ],
)
def test_what_others_did_is_not_had_and_said_to_be_theirs(shipped, text):
    report = background_report(f"{text}\nSkills: Tableau", shipped)
    assert set(report.profile.have) == {"tableau"}
    (said,) = [str(line) for line in explain(report, shipped) if str(line).startswith("Not counted")]
    assert said.startswith("Not counted, said of somebody or something else: ")


@pytest.mark.parametrize(
    "text",
    [
        "My team and I used SQL daily",
        "The team I led used SQL",
        "In my team I used SQL",
        "With my team, built SQL reports",
        "My team sold cars. I used SQL",
        "Team lead: SQL",
    ],
)
def test_what_the_person_did_with_others_is_had(shipped, text):
    assert "sql" in levels(text, shipped)


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("Sold licenses for Tableau", set()),
        ("sold licenses for tableau", set()),
        ("Sold Tableau licenses", set()),
        ("Resold Tableau to hospitals", set()),
        ("Selling Tableau, SAS and Power BI to banks", set()),
        ("Sold licenses for Tableau, tracked in Excel", {"spreadsheets"}),
        ("Sold Tableau. Excel, SQL", {"spreadsheets", "sql"}),
        ("Strengths: Selling, Excel", {"spreadsheets"}),
        ("Sold cars with Excel", {"spreadsheets"}),
        ("Sold life insurance", {"insurance-knowledge"}),
    ],
)
def test_what_was_sold_was_not_used(shipped, text, had):
    assert set(levels(text, shipped)) == had


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("SQL (planned)", set()),
        ("SQL - planned", set()),
        ("Skills: SQL planned", set()),
        ("SQL (planned for May 2027)", set()),
        ("Skills: SQL (planned), Excel", {"spreadsheets"}),
        ("Excel, planned fairs for a town", {"spreadsheets"}),
        ("Excel\nGoal: a fair for the town", {"spreadsheets"}),
    ],
)
def test_what_is_planned_is_not_had(shipped, text, had):
    report = background_report(text, shipped)
    assert set(report.profile.have) == had
    assert {mention.finding.standing for mention in report.mentions if not mention.counts} <= {"wished"}


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("Willingness to learn Python", set()),
        ("A desire to learn Python and SQL", set()),
        ("Able to learn Python quickly", set()),
        ("Tableau; quick to learn Python", {"tableau"}),
        ("Passion for learning Python", set()),
        ("Quick to learn, SQL, Tableau", {"sql", "tableau"}),
        ("Ability to learn and use SQL", {"sql"}),
        ("Willing to be trained in Python and use SQL daily", {"sql"}),
    ],
)
def test_what_one_is_ready_to_learn_is_not_had(shipped, text, had):
    report = background_report(text, shipped)
    assert set(report.profile.have) == had
    assert {mention.finding.standing for mention in report.mentions if not mention.counts} <= {"wished"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Worked at Baker & Cook for five years", []),
        ("Worked at Baker & Cook, 2015 - 2019", []),
        ("Baker & Cook LLP, 2015 - 2019\nSecretary", []),
        ("Carpenter Brothers, 2015 - 2019\nSecretary", []),
        ("Accountant\nBaker & Cook, 2015 - 2019", ["accountant"]),
        ("Baker & Cook, Accountant, 2015 - 2019", ["accountant"]),
        ("Editor at Baker & Cook, 2015 - 2019", ["editor"]),
        ("Editor & Accountant, Hill Hardware, 2015 - 2019", ["editor"]),
        ("Baker & cook, Hill Hotel, 2015 - 2019", ["baker"]),
    ],
)
def test_the_name_of_an_employer_is_no_title(shipped, text, roles):
    assert [held.role for held in background_report(text, shipped).profile.roles_held] == roles


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("Worked at Excel Staffing", set()),
        ("Volunteered at Hill Photography Ltd", set()),
        ("Worked at Hill Staffing, in Excel", {"spreadsheets"}),
        ("Photographed my sons", {"photography-skills"}),
    ],
)
def test_the_name_of_an_employer_is_no_skill(shipped, text, had):
    assert set(levels(text, shipped)) == had


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("3 days of SQL", {"sql": 1}),
        ("a few days of SQL and Tableau", {"sql": 1, "tableau": 1}),
        ("Skills: SQL (2 weeks), Tableau", {"sql": 1, "tableau": 2}),
        ("Used SQL for two weeks", {"sql": 1}),
        ("Spent 3 days learning SQL", {"sql": 1}),
        ("3 days' experience with SQL", {"sql": 1}),
        ("Completed a 3-day SQL course", {"sql": 1}),
        ("5 years of SQL, 3 days of Tableau", {"sql": 3, "tableau": 1}),
        ("3 days of SQL. Led SQL projects.", {"sql": 4}),
        ("3 weeks of SQL", {"sql": 1}),
        ("4 weeks of SQL", {"sql": 2}),
        ("1 month of SQL", {"sql": 2}),
        ("12-week bootcamp in SQL", {"sql": 2}),
        ("0 days of SQL", {}),
    ],
)
def test_days_and_weeks_of_something_are_a_little(shipped, text, had):
    report = background_report(text, shipped)
    assert {skill: found.level for skill, found in report.profile.have.items()} == had
    assert "sql" not in report.assumed


@pytest.mark.parametrize(
    ("text", "skill", "level"),
    [
        ("Used SQL 3 days a week", "sql", 2),
        ("3 days of bookkeeping a week", "bookkeeping", 2),
        ("Cut the reporting by 3 days using SQL", "sql", 2),
        ("Closed the books 3 days faster using Excel", "spreadsheets", 2),
        ("Delivered reports in 3 days with Excel", "spreadsheets", 3),
        ("Ran 2-week sprints with SQL", "sql", 3),
        ("Taught a 3-day SQL course", "sql", 3),
        ("Excel, 2 weeks vacation", "spreadsheets", 2),
    ],
)
def test_days_that_measure_something_else_take_nothing_away(shipped, text, skill, level):
    assert levels(text, shipped)[skill] == level


@pytest.mark.parametrize("text", ["Tableau, not SQL", "Tableau, no SQL or Python", "Not SQL nor Python, but Tableau"])
def test_what_is_denied_beside_what_is_had_is_not_had(shipped, text):
    assert set(levels(text, shipped)) == {"tableau"}


@pytest.mark.parametrize(
    "text",
    [
        "I no longer have a CDL.",
        "I no longer have SQL skills",
        "I hope to have my CDL by June",
        "I would like to have a CDL",
        "I plan to soon have a CDL",
        "I have never led a team",
        "CDL has expired",
    ],
)
def test_a_verb_behind_what_denies_or_wishes_claims_nothing(shipped, text):
    assert not levels(text, shipped)


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("No experience in Tableau but have SQL", {"sql"}),
        ("I hope to move on and have a CDL", {"commercial-driving-licence"}),
        ("I no longer have a CDL, but I have SQL", {"sql"}),
        ("I have a CDL", {"commercial-driving-licence"}),
    ],
)
def test_a_verb_further_on_claims_what_follows(shipped, text, had):
    assert set(levels(text, shipped)) == had


@pytest.mark.parametrize(
    "text",
    [
        "Surrendered my RN license",
        "I gave up my Ohio RN license",
        "Let my CPA lapse",
        "Former CDL holder",
        "Former licensed CPA",
        "I used to hold a CDL",
        "MBA dropout",
        "MBA program dropout turned chef",
        "Passed 2 of 4 CPA exams",
        "Passed two out of the four parts of the CPA exam",
        "CPA exam: failed twice",
        "CPA exam: failed",
        "CPA exam: failed twice; never passed",
        "2 years towards a bachelor's degree",
        "60 credits toward a bachelor's degree",
        "RN-to-BSN bridge program, started 2025",
        "MBA (started in May 2025)",
        "CNA certificate, valid through 2024",
        "CNA certificate (valid until June 30, 2024)",
        "CDL, expires 06/2025",
        "B.A. History, 2027",
        "B.A. History (May 2027)",
        "MBA 2027",
        "Bachelor's degree in history, 2023 - 2027",
        "Eligible for security clearance",
        "Able to obtain a security clearance",
        "Reported to the CFO (CPA, MBA)",
        "Graduating in 2027 with a B.A.",
        "I will graduate in May 2027 with a bachelor's degree",
        "Expected graduation 2027, Bachelor of Arts",
        "RN license expired 2020, never renewed",
        "RN license expired in 2020 and can be renewed",
        "CNA certificate expired; renewed my passport",
    ],
)
def test_a_credential_given_up_run_out_or_not_got_yet_is_not_held(shipped, text):
    assert not levels(text, shipped)


@pytest.mark.parametrize("text", ["Know nothing about SQL", "I'm unable to use Excel", "He knows nothing of SQL"])
def test_what_one_knows_nothing_of_is_not_had(shipped, text):
    assert not levels(text, shipped)


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("Former teacher with SQL experience", "sql"),
        ("Former teacher with a CDL", "commercial-driving-licence"),
        ("Former nurse, RN license active", "rn-licence"),
        ("I used to lead a team", "team-leadership"),
        ("Gave up my seat to earn an MBA", "masters-degree"),
        ("Never let my RN license lapse", "rn-licence"),
        ("RN license suspended in 2015, reinstated in 2016", "rn-licence"),
        ("RN license, expired 2020, renewed 2023", "rn-licence"),
        ("My RN license expired but I renewed it", "rn-licence"),
        ("RN license expired 2019. CDL renewed 2023", "commercial-driving-licence"),
        ("CPA exam: failed twice, passed in 2019", "cpa-licence"),
        ("Passed 4 of 4 CPA exams", "cpa-licence"),
        ("Led 2 of 5 teams, CPA", "cpa-licence"),
        ("CPA, cut student dropout rates", "cpa-licence"),
        ("MBA, started 2015, finished 2017", "masters-degree"),
        ("RN license, started as a nurse in 2010", "rn-licence"),
        ("CNA certificate, valid through 2026", "cna-certificate"),
        ("CNA certificate, CPR card valid through 2024", "cna-certificate"),
        ("RN license, 2027", "rn-licence"),
        ("Graduated 2024, B.A. History", "bachelors-degree"),
        ("B.A. History, 2022 - 2026", "bachelors-degree"),
        ("Bachelor's degree, 2012, CDL valid until 2028", "bachelors-degree"),
        ("Bachelor's degree in history, CDL valid until 2028", "bachelors-degree"),
        ("CPA. Reported to the CFO (New York)", "cpa-licence"),
        ("Reported to the CFO (using SQL)", "sql"),
    ],
)
def test_what_is_held_beside_such_words_stays(shipped, text, had):
    assert had in levels(text, shipped)


def test_candidates_one_worked_with_do_not_take_the_credential_away(shipped):
    assert "cpa-licence" in read_background("CPA, recruited candidates", shipped).have
    assert read_background("CPA candidate", shipped).lacks == ("cpa-licence",)
    (line,) = posting_report("Accountant\nRequirements\n- CPA candidate preferred", shipped).role.lines
    assert line.kind == "wish"
    assert line.needs == Need()


@pytest.mark.parametrize(
    "text",
    [
        "Recruited registered nurses and LPNs",
        "In the process of getting my real estate license",
        "Getting my teaching license in May",
        "Verified RN licenses for a hospital's HR team",
        "Filed insurance license renewals for 40 agents",
        "Maintained the security clearance records of 200 staff",
        "Prepared students for the Praxis exam",
        "Assisted professional engineers with drawings",
        "Handled recruit training and onboarding for 40 sales staff",
        "Full-stack web development boot camp graduate",
        "Receptionist at a nursing school, 2015-2019",
        "Contractor to the US Army on logistics software, 2015-2019",
        "Managed construction of three LEED certified buildings",
        "Managed post-certification surveillance audits",
        "Applied Lean Six Sigma methods to cut scrap by 12%",
    ],
)
def test_a_credential_of_others_or_not_yet_got_is_not_held(shipped, text):
    have = read_background(text, shipped).have
    assert not [skill for skill in have if shipped.skills[skill].kind == "credential"]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Helped patients as a certified nursing assistant", "cna-certificate"),
        ("Trained in first aid and CPR", "first-aid-certificate"),
        ("Managed crews under my CDL", "commercial-driving-licence"),
        ("Drove and supervised; CDL class B, clean record", "commercial-driving-licence"),
        ("Associate of Arts, Miami Dade College, 1999", "associates-degree"),
        ("Earned Lean Six Sigma Green Belt in 2019", "six-sigma-green-belt"),
        ("RN license renewal due 2028", "rn-licence"),
    ],
)
def test_a_credential_that_is_ones_own_is_held(shipped, text, held):
    assert held in read_background(text, shipped).have
