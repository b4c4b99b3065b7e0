"""Texts read: skills found and not made up, levels, jobs, and the lines of postings told apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from planner import (
    Need,
    audit,
    background_report,
    explain,
    find_skills,
    highlights,
    posting_report,
    read_background,
    read_posting,
    redact,
    redacted,
)
from planner.explanation.reading import job_words
from planner.model import HeldRole, Profile
from planner.reading.background import correct
from planner.reading.lines import Alternative, PostingReport
from planner.reasoning.audit import closure_of
from planner.reasoning.background import background


def had(text, rules):
    return {finding.skill for finding in find_skills(text, rules) if finding.standing == "had"}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Managed budgets of two stores", "budgeting"),
        ("budget management for a charity", "budgeting"),
        ("planned several lessons", "lesson-planning"),
        ("Excel, with PIVOT TABLES", "spreadsheets"),
        ("statistical analyses in Python", "python"),
        ("Statistics in R, Python and SQL", "r-programming"),
        ("project\nmanagement of a move", "project-delivery"),
        ("bachelor’s degree", "bachelors-degree"),
        ("bachelorâ€™s degree in history", "bachelors-degree"),
        ("data visu\u00adali\u00adsation", "data-visualization"),
        ("data visuali-\nzation", "data-visualization"),
        ("A/B testing of mails", "experiment-analysis"),
        ("ﬁle: recruiting", "recruiting"),
        ("written and verbal communication", "written-communication"),
        ("Lead and motivate teams", "team-leadership"),
        ("Supervised 12 staff in Excel", "spreadsheets"),
        ("REQUIRED: EXCEL SKILLS", "spreadsheets"),
        ("I have a master's in history", "masters-degree"),
        ("Used Excel to develop reports in Tableau", "tableau"),
    ],
)
def test_a_skill_is_found_in_the_forms_texts_use(shipped, text, skill):
    assert skill in had(text, shipped)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("I will go there and r u ready", "r-programming"),
        ("R. Smith led the group", "r-programming"),
        ("excel at what you do", "spreadsheets"),
        ("the platform for teachers", "programming"),
        ("sqlite3x", "sql"),
        ("No experience with SQL", "sql"),
        ("eager to learn Tableau", "tableau"),
        ("I'd love to get into instructional design", "instructional-design"),
        ("github.com/ana and ana@sql.example.org", "version-control"),
        ("see www.tableau.com", "tableau"),
        ("this is required as it supports a contract", "it-troubleshooting"),
        ("Cleaned data in spreadsheets", "cleaning-and-sanitising"),
        ("Secret clearance (inactive since 2019)", "security-clearance"),
        ("Department of Bookkeeping", "bookkeeping"),
        ("supervised the LPNs", "lpn-licence"),
        ("SQL is not required", "sql"),
        ("I have never used Power BI", "power-bi"),
        ("Never supervised staff", "team-leadership"),
        ("Tableau certification in progress", "tableau"),
        ("market stalls and plans", "market-research"),
        ("No driving licence", "driving-licence"),
        ("Driving licence: no", "driving-licence"),
        ("Driver's license revoked in 2019", "driving-licence"),
        ("Bachelor's degree (not completed)", "bachelors-degree"),
        ("Dropped out of a bachelor's degree", "bachelors-degree"),
        ("I have no bachelor's degree", "bachelors-degree"),
        ("Tableau; no SQL", "sql"),
        ("Python: none", "python"),
        ("My colleague wrote Java", "java"),
        ("You don't need Python", "python"),
        ("Forklift driver, trained new ppl", "private-pilot-certificate"),
    ],
)
def test_nothing_is_found_that_the_text_does_not_claim(shipped, text, skill):
    assert skill not in had(text, shipped)


def test_a_denial_ends_where_the_sentence_turns(shipped):
    found = {f.skill: f.standing for f in find_skills("No experience with SQL or Tableau, but strong Python.", shipped)}
    assert found == {"sql": "lacked", "tableau": "lacked", "python": "had"}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Balanced the till with no cash handling errors", "cash-handling"),
        ("no-nonsense Excel user", "spreadsheets"),
        ("My colleague and I wrote Java", "java"),
        ("Passed the CPA exam on the first attempt, no retakes", "cpa-licence"),
        ("Python, no R", "python"),
        ("B.A. in English", "bachelors-degree"),
        ("BA in History, Ohio State University", "bachelors-degree"),
        ("M.S. Computer Science", "masters-degree"),
    ],
)
def test_what_is_claimed_is_found_beside_words_that_deny_something_else(shipped, text, skill):
    assert skill in had(text, shipped)


def test_not_only_denies_nothing(shipped):
    assert {"sql", "python"} <= had("not only SQL but also Python", shipped)


def test_names_with_signs_are_whole_words(shipped):
    from planner.model import Skill
    from planner.rulebook.book import RuleBook

    skills = {
        id: Skill(id=id, name=name)
        for id, name in {"cpp": "C++", "cs": "C#", "net": ".NET", "node": "Node.js", "c": "C", "go": "Go"}.items()
    }
    rules = RuleBook(skills, {}, {}, {}, shipped.policy, {}, shipped.cues)
    assert had("C++, C# and .NET, then Node.js.", rules) == {"cpp", "cs", "net", "node"}
    assert had("Programming in C, Go and Python", rules) == {"c", "go"}
    assert not had("Ready, set, go! Plan C is to go by net.", rules)


@pytest.mark.parametrize(
    ("text", "skill", "level"),
    [
        ("nine years of classroom teaching", "classroom-teaching", 4),
        ("3 years of bookkeeping", "bookkeeping", 3),
        ("one year of bookkeeping", "bookkeeping", 2),
        ("Led staff training", "training-others", 4),
        ("assisted with bookkeeping", "bookkeeping", 2),
        ("Tableau: expert\nAssisted with bookkeeping", "bookkeeping", 2),
        ("familiar with Tableau", "tableau", 2),
        ("SQL (advanced)", "sql", 4),
        ("Teaching license", "teaching-licence", 1),
    ],
)
def test_words_say_the_level(shipped, text, skill, level):
    report = background_report(text, shipped)
    assert report.profile.have[skill].level == level
    assert skill not in report.assumed


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("SQL (8 years), Tableau (1 year)", {"sql": 4, "tableau": 2}),
        ("SQL (1 year), Tableau (8 years)", {"sql": 2, "tableau": 4}),
        ("SQL - 8 yrs, Python - 1 yr", {"sql": 4, "python": 2}),
        ("SQL: 8 years; Python", {"sql": 4, "python": 2}),
        ("Worked with SQL for 8 years; Tableau (1 year)", {"sql": 4, "tableau": 2}),
        ("8 years of SQL and Python", {"sql": 4, "python": 4}),
        ("0-1 years of SQL", {"sql": 2}),
        ("0 years of SQL", {}),
        ("SQL: 0 years; Python: 4 years", {"python": 3}),
        ("SQL (0 months)", {}),
        ("Zero years of experience with SQL", {}),
        ("No years of SQL", {}),
    ],
)
def test_years_belong_to_the_skill_they_stand_with_and_none_are_none(shipped, text, levels):
    found = background_report(text, shipped).profile.have
    assert {skill: had.level for skill, had in found.items()} == levels


@pytest.mark.parametrize(
    "text",
    [
        "I have 0 years as a registered nurse.",
        "Would like a job as a registered nurse",
        "I want a position as a lawyer",
        "Hoping for a job as an accountant",
        "I need a job as a data analyst",
        "I do not hold a driving license",
        "I don't own a CDL",
        "Driving license applied for",
        "Lost my registered nurse license in 2018",
        "I did not complete my bachelor's degree",
        "I never got my master's degree",
        "Studying for my CPA exam",
        "CPA candidate",
        "Registered for the PMP exam",
        "SQL: 0",
        "0+ years of Python",
        "Zero knowledge of SQL",
        "I do not use SQL",
        "Never touched Power BI",
        "SQL is not among my skills",
        "Still need to learn SQL",
        "My gaps: SQL, Python",
        "No SQL whatsoever",
    ],
)
def test_what_is_wished_planned_lost_or_denied_is_not_had(shipped, text):
    assert not background_report(text, shipped).ran


def test_what_is_had_beside_such_words_stays(shipped):
    text = "I got my bachelor's degree in 2010 and have worked in SQL. Lost no time. My team used Tableau daily."
    assert {"bachelors-degree", "sql"} <= {*background_report(text, shipped).profile.have}


@pytest.mark.parametrize(
    ("text", "skill", "level"),
    [
        ("Excel at an advanced level", "spreadsheets", 4),
        ("SQL at expert level", "sql", 5),
        ("Excel and SQL at an advanced level", "spreadsheets", 4),
        ("Excel, Tableau and SQL at an advanced level", "tableau", 4),
        ("Used SQL at a basic level, Excel at an advanced level", "sql", 2),
        ("Managed Excel at an advanced level", "spreadsheets", 4),
        ("Spanish at a basic level", "second-language", 1),
    ],
)
def test_a_level_something_stands_at_is_its_own(shipped, text, skill, level):
    report = background_report(text, shipped)
    assert report.profile.have[skill].level == level
    assert skill not in report.assumed


@pytest.mark.parametrize("text", ["Ate Spanish at a good restaurant", "Taught Spanish history at a basic level"])
def test_a_language_is_not_spoken_where_something_else_is_good(shipped, text):
    assert "second-language" not in background_report(text, shipped).profile.have


def test_what_stands_at_something_advanced_has_no_level_of_it(shipped):
    assert background_report("Used SQL at an advanced laboratory", shipped).assumed == ("sql",)


def test_a_level_right_behind_a_name_is_its_own(shipped):
    found = background_report("SQL: basic, Python: expert", shipped).profile.have
    assert (found["sql"].level, found["python"].level) == (2, 5)


@pytest.mark.parametrize(
    "asked", ["CPA or 5 years of experience as an accountant", "Either a CPA or five years as an accountant"]
)
def test_years_in_a_job_may_stand_in_for_what_is_asked_beside_them(shipped, asked):
    (line,) = posting_report(f"Reporting analyst\nRequirements:\n- {asked}", shipped).role.lines
    assert line.needs.facts == ()
    (choice,) = line.needs.choices
    assert (choice.count, len(choice.of)) == (1, 2)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Accountant for twenty-five years", "25"),
        ("I was an accountant for thirty two years", "32"),
        ("Accountant for over a decade", "10"),
        ("Accountant for two decades", "20"),
        ("Accountant (6 years 4 months)", "6.3"),
        ("Accountant, 6 yrs 4 mos", "6.3"),
        ("I was an accountant for 12 years and 6 months", "12.5"),
        ("Accountant for two to five years", "2"),
    ],
)
def test_years_in_words_and_with_months_are_told_in_full(shipped, text, years):
    assert str(background_report(text, shipped).profile.roles_held[0].years) == years


def test_a_job_of_no_years_was_not_held(shipped):
    assert background_report("I have 2 years as a registered nurse.", shipped).profile.roles_held != ()


def test_a_level_nothing_speaks_of_is_the_cautious_default_and_marked(shipped):
    report = background_report("Skills: Tableau, SQL", shipped)
    assert {id: have.level for id, have in report.profile.have.items()} == {"sql": 2, "tableau": 2}
    assert report.assumed == ("sql", "tableau")


def test_a_correction_is_kept_apart_from_the_text(shipped):
    read = background_report("Skills: Tableau, SQL", shipped)
    mended = correct(read, {"sql": 4, "tableau": None, "python": 3})
    assert {id: have.level for id, have in mended.profile.have.items()} == {"sql": 4, "python": 3}
    assert mended.mentions == read.mentions
    assert read.profile.have["sql"].level == 2


@pytest.mark.parametrize("told", ["RN license lapsed in 2016.", "No longer hold an RN license."])
def test_a_licence_that_the_text_denies_is_not_brought_by_the_job_held_once(told, shipped):
    report = background_report(f"Rosa Delgado\nRegistered nurse, Valley Hospital, 2005-2015\n{told}", shipped)
    assert [held.role for held in report.profile.roles_held] == ["registered-nurse"]
    assert "rn-licence" in report.profile.lacks
    lines = audit(report.profile, "registered-nurse", shipped).lines
    assert {line.status for line in lines if {fact.skill for fact in line.line.needs.walk()} == {"rn-licence"}} == {
        "missing"
    }


def test_a_skill_that_seems_to_be_denied_is_still_brought_by_the_job(shipped):
    told = "Accountant, Hill Hardware, 2010-2020\nInvestigated failed loans using Excel"
    report = background_report(told, shipped)
    assert report.profile.lacks == ()
    assert "spreadsheets" in background(report.profile, shipped).levels


def test_what_a_person_says_is_not_so_is_not_brought_by_a_job_either_and_can_be_said_again(shipped):
    report = background_report("Registered nurse, Valley Hospital, 2005-2015", shipped)
    corrected = correct(report, {"rn-licence": None})
    assert corrected.profile.lacks == ("rn-licence",)
    assert "rn-licence" not in background(corrected.profile, shipped).levels
    again = correct(corrected, {"rn-licence": "held"})
    assert again.profile.lacks == ()
    assert again.profile.have["rn-licence"].level == 1


RESUME = """\
Ana Ruiz
12 Oak Street, Salem, OR 97301 | ana.ruiz@example.org | 503-555-0188

EXPERIENCE
Staff Accountant, Corner & Co.
Mar 2018 - present
• Reconciled accounts in QuickBooks every month
Retail Sales Associate, Mill Store, 2014-2018
• Cashiering
Education
Bachelor's degree in accounting, 2014-2018
Goals
Learn Python
"""


def test_dated_titles_become_roles_held(shipped):
    report = background_report(RESUME, shipped)
    held = {held.role: (held.years, held.until) for held in report.profile.roles_held}
    assert held == {"accountant": (Decimal("7.8"), None), "retail-sales-associate": (Decimal("4.0"), 2018)}
    assert report.total_years == Decimal("11.8")  # March 2018 is not counted twice, study not at all
    assert report.field_years == {"finance": Decimal("7.8"), "retail": Decimal("4.0")}
    assert report.profile.name == "Ana Ruiz"
    assert "python" not in report.profile.have
    assert report.profile.have["point-of-sale"].last_used == 2018


@pytest.mark.parametrize(
    ("dates", "years", "until"),
    [
        ("2020 - 2099", "6.0", None),
        ("2020 - present", "6.0", None),
        ("Jan 2020 - Dec 2025", "6.0", 2025),
        ("Jan 2020 - Dec 2026", "7.0", 2026),
    ],
)
def test_a_job_that_is_to_end_lasts_until_today(shipped, dates, years, until):
    assert shipped.policy.year == 2026
    (held,) = read_background(f"Staff Accountant, {dates}", shipped).roles_held
    assert (held.years, held.until) == (Decimal(years), until)


@pytest.mark.parametrize("text", ["Reported to the Nurse Manager, 2015-2019", "Assistant to the accountant, 2015-2019"])
def test_a_title_inside_another_is_not_held(shipped, text):
    assert not read_background(text, shipped).roles_held


@pytest.mark.parametrize(
    "text",
    [
        "Applied for a job as Registered nurse in 2020",
        "Barista, Cafe, 2015-2019\nApplied for a job as Data Analyst in 2020",
        "Offered a job as Data Analyst in 2020 but declined",
        "My father was a Data Analyst from 1990 to 2010",
    ],
)
def test_a_job_somebody_else_had_or_nobody_took_is_not_held(shipped, text):
    report = background_report(text, shipped)
    assert not report.profile.roles_held
    assert report.total_years <= 4


@pytest.mark.parametrize(
    ("text", "role", "years"),
    [
        ("I've been waiting tables since 2016.", "restaurant-server", 10),
        ("Built dashboards; waited tables in college (2 years).", "restaurant-server", 2),
        ("I sold cars for five years.", "retail-sales-associate", 5),
        ("I worked the front desk at a hotel for 3 years.", "hotel-front-desk-clerk", 3),
    ],
)
def test_a_job_may_be_told_by_what_one_did(shipped, text, role, years):
    assert [(held.role, held.years) for held in read_background(text, shipped).roles_held] == [(role, years)]


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to keep waiting tables after 6 years.",
        "My brother waited tables for five years.",
        "Sold cloud software to carmakers for 5 years.",
    ],
)
def test_a_job_told_by_what_one_did_not_is_not_held(shipped, text):
    assert not read_background(text, shipped).roles_held


def test_a_job_that_may_be_told_by_what_one_did_comes_with_no_licence(shipped):
    told = shipped.cues.titles.did
    assert told.keys() <= shipped.roles.keys()
    for role in told:
        held = closure_of(background(Profile(roles_held=[HeldRole(role=role, years=3)]), shipped), shipped)
        shown = {fact.skill for fact in held.reasons if shipped.skills[fact.skill].kind == "credential"}
        assert shown <= {"high-school-diploma"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Chef, Le Jardin, 2015-2019", "chef"),
        ("Chef de partie, Le Jardin, 2015-2019", "cook"),
        ("Plumber, Acme Co, 2015-2019", "plumber"),
        ("Plumber apprentice, Acme Co, 2015-2019", "plumbers-helper"),
        ("Soldier, US Army, 2015-2019", "junior-enlisted-soldier"),
        ("PTA, Lakeside Rehab, 2015-2019", "physical-therapist-assistant"),
    ],
)
def test_a_plain_title_is_that_of_the_job_it_says(shipped, text, role):
    assert [held.role for held in read_background(text, shipped).roles_held] == [role]


@pytest.mark.parametrize(
    "text", ["PTA treasurer for 5 years: budgets, fundraisers", "Volunteer, school PTA, 2015-2019"]
)
def test_what_parents_do_for_a_school_is_no_job_in_physical_therapy(shipped, text):
    assert not read_background(text, shipped).roles_held


def test_aws_is_a_cloud_but_where_welders_speak_of_it(shipped):
    welder = read_background("Certified welder (AWS D1.1), 7 years", shipped).have
    assert "aws-welder-qualification" in welder
    assert "cloud-services" not in welder
    assert set(read_background("AWS certification, 2021", shipped).have) == {"cloud-services"}


@pytest.mark.parametrize("said", ["a little SQL", "some SQL", "a bit of SQL"])
def test_a_little_of_something_takes_nothing_of_the_years_of_what_stands_before_it(shipped, said):
    have = read_background(f"Excel daily for 6 years, {said}.", shipped).have
    assert (have["spreadsheets"].level, have["sql"].level) == (4, 2)


@pytest.mark.parametrize("bullet", ["•", "○", "▪\ufe0e", "▸", "◦", "✔\ufe0f", "\u25fc"])
def test_evidence_stands_without_its_bullet(shipped, bullet):
    have = read_background(f"{bullet} Wrote SQL reports\n{bullet} Kept the books", shipped).have
    assert have["sql"].evidence == ("Wrote SQL reports",)


def test_evidence_is_a_line_of_the_text(shipped):
    lines = [line.strip("• ") for line in RESUME.splitlines()]
    for have in read_background(RESUME, shipped).have.values():
        assert set(have.evidence) <= set(lines)


POSTING = """\
Accountant
About us
We are a family firm founded in 1950 and we love Excel.
What you'll do
• Reconcile accounts and close the books
Who you are
- 2+ years of bookkeeping
- Bachelor's degree in accounting or finance, or equivalent experience
- Excel or Google Sheets
- Must be authorized to work in the United States without sponsorship
- Nerves of wool
Nice to have
- QuickBooks
Perks
Dental plan and free Python training
Pay: $60,000 - $70,000 a year
We are an equal opportunity employer and provide reasonable accommodation.
"""


def kinds(report):
    return {" ".join(line.quote.split()).strip("•- "): line.why or line.kind for line in report.lines}


def test_every_line_of_a_posting_has_one_kind(shipped):
    assert kinds(posting_report(POSTING, shipped)) == {
        "Accountant": "title",
        "About us": "heading",
        "We are a family firm founded in 1950 and we love Excel.": "company",
        "What you'll do": "heading",
        "Reconcile accounts and close the books": "understood",
        "Who you are": "heading",
        "2+ years of bookkeeping": "understood",
        "Bachelor's degree in accounting or finance, or equivalent experience": "understood",
        "Excel or Google Sheets": "understood",
        "Must be authorized to work in the United States without sponsorship": "not-understood",
        "Nerves of wool": "not-understood",
        "Nice to have": "heading",
        "QuickBooks": "understood",
        "Perks": "heading",
        "Dental plan and free Python training": "perk",
        "Pay:": "heading",
        "$60,000 - $70,000 a year": "pay",
        "We are an equal opportunity employer and provide reasonable accommodation.": "equal-opportunity",
    }


def test_a_posting_is_a_role_and_what_was_not_understood_is_unknown(shipped):
    role = read_posting(POSTING, shipped)
    assert [line.kind for line in role.lines] == ["core", "core", "core", "core", "gate", "core", "wish"]
    found = audit(read_background("", shipped), role, shipped)
    assert {line.line.text: line.status for line in found.lines}["Nerves of wool"] == "unknown"
    assert role.pay == 65_000
    assert posting_report(POSTING, shipped).known_role == "accountant"


def need(line, rules):
    return read_posting(f"Requirements\n- {line}", rules).lines[0].needs.data()


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("SQL and Python", {"sql": 3, "python": 3}),
        ("SQL or Python", {"any_of": [{"python": 3}, {"sql": 3}]}),
        ("SQL, Python, or Tableau", {"any_of": [{"python": 3}, {"sql": 3}, {"tableau": 3}]}),
        ("SQL and either Tableau or Power BI", {"sql": 3, "any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("a dashboard tool such as Tableau, Power BI", {"any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("one of the following: Tableau, Power BI", {"any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("at least six years of SQL", {"sql": 4}),
        ("familiarity with SQL", {"sql": 2}),
        ("Bachelor's degree in statistics or economics", {"bachelors-degree": 1}),
        ("at least two of: SQL, Python, R", {"at_least": {2: [{"python": 3}, {"r-programming": 3}, {"sql": 3}]}}),
        ("Any two of SQL and Python", {"python": 3, "sql": 3}),
        ("Either SQL, or both Python and R", {"any_of": [{"python": 3, "r-programming": 3}, {"sql": 3}]}),
        ("Bachelor's or Master's degree", {"any_of": [{"bachelors-degree": 1}, {"masters-degree": 1}]}),
        ("Power BI, Tableau or similar", {"any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("SQL and Power BI, Tableau, or a similar tool", {"sql": 3, "any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("SQL, Power BI and Tableau or similar", {"sql": 3, "power-bi": 3, "tableau": 3}),
        ("SQL, a bachelor's degree in statistics or related field", {"sql": 3, "bachelors-degree": 1}),
        ("At least one BI tool (Power BI, Tableau) and SQL", {"sql": 3, "any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("Any BI platform: Power BI, Tableau", {"any_of": [{"power-bi": 3}, {"tableau": 3}]}),
        ("At least one year with a tool (SQL, Python)", {"sql": 2, "python": 2}),
        (
            "1+ years in community outreach, customer service or related field",
            {"any_of": [{"community-outreach": 2}, {"customer-service": 2}]},
        ),
    ],
)
def test_a_line_asks_as_its_words_join(shipped, line, asked):
    assert need(line, shipped) == asked


def test_what_is_preferred_and_what_is_required_in_one_line_are_two(shipped):
    lines = read_posting("Requirements\n- Bachelor's degree preferred, high school diploma required", shipped).lines
    found = [(line.kind, line.needs.data()) for line in lines]
    assert found == [("core", {"high-school-diploma": 1}), ("wish", {"bachelors-degree": 1})]


def test_a_wish_inside_a_list_makes_no_wishes_of_what_follows(shipped):
    lines = read_posting("Requirements:\n- SQL\n- Nice to have: R\n- Python\n", shipped).lines
    found = [(line.kind, line.needs.data()) for line in lines]
    assert found == [("core", {"sql": 3}), ("wish", {"r-programming": 3}), ("core", {"python": 3})]


def test_a_certificate_that_is_named_like_a_job_is_had(shipped):
    cv = "Head baker, 2004 - 2020\n- ServSafe Food Manager certified (renewed 2024)"
    assert "servsafe-manager" in background_report(cv, shipped).profile.have


def test_a_line_stands_without_the_marks_that_end_it(shipped):
    job = read_posting("Analyst\nRequirements\n- Writes SQL; knows Excel.", shipped)
    assert [line.text for line in job.lines] == ["Writes SQL", "knows Excel"]


@pytest.mark.parametrize("line", ["Other duties as assigned", "Performs other related duties as required."])
def test_duties_that_are_not_named_are_no_open_line(shipped, line):
    assert [said.why for said in posting_report(f"Duties\n- Writes SQL\n- {line}", shipped).lines][1:] == [
        "",
        "unnamed",
    ]


@pytest.mark.parametrize(
    "line",
    ["No driver license required", "No degree required", "You don't need Python", "No prior SQL experience required"],
)
def test_what_is_said_not_to_be_needed_is_no_requirement(shipped, line):
    report = posting_report(f"Requirements\n- Tableau\n- {line}", shipped)
    assert [(reading.kind, reading.why) for reading in report.lines[2:]] == [("not-a-requirement", "not-asked")]


@pytest.mark.parametrize("line", ["Security clearance", "Background check"])
def test_a_line_of_law_in_a_list_is_no_heading(shipped, line):
    gates = [one for one in read_posting(f"Requirements:\n- SQL\n- {line}\n", shipped).lines if one.gate]
    assert len(gates) == 1


def test_a_posting_without_requirements_is_no_clean_bill(shipped):
    report = posting_report("Come and see us. We are lovely.", shipped)
    assert not report.ran
    assert "did not run" in str(explain(report, shipped)[0])
    assert audit(read_background("", shipped), report.role, shipped).gaps
    assert [line.needs for line in read_posting("", shipped).lines] == [Need()]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("We do not offer visa sponsorship.", "not-understood"),
        ("Active secret clearance required.", "understood"),
        ("Valid driver's license.", "understood"),
        ("Dental plan, pension and a bonus", "perk"),
        ("We reimburse your licence renewal.", "offered"),
    ],
)
def test_gates_are_never_dropped_as_boilerplate_and_perks_never_asked(shipped, line, why):
    assert list(kinds(posting_report(f"Benefits\n{line}", shipped)).values())[1] == why


def test_either_or_by_roman_numbers_is_one_line_that_any_way_meets(shipped):
    text = """\
Minimum Qualifications
Either I
Two years of experience performing the duties of a Bookkeeper.
Or II
Four years of bookkeeping.
Knowledge and Abilities
Knowledge of: SQL
"""
    report = posting_report(text, shipped)
    (group,) = report.alternatives
    assert [(way.label, way.years) for way in group] == [("Either I", (Decimal(2),)), ("Or II", (Decimal(4),))]
    lines = report.role.lines
    assert len(lines) == 2
    assert lines[0].needs.choices[0].count == 1
    assert lines[1].needs.data() == {"sql": 3}


@pytest.mark.parametrize(
    ("years", "words"), [("1", "1 year"), ("1.0", "1 year"), ("2.5", "2.5 years"), ("0", "0 years")]
)
def test_a_job_that_was_found_is_told_with_its_years(years, words, shipped):
    held = HeldRole(role="accountant", years=years, until=2024)
    assert job_words(held, shipped).text == f"Accountant: {words}, until 2024."


def test_each_way_to_meet_a_posting_says_its_years(shipped):
    years = {"A": (Decimal(1),), "B": (Decimal(2), Decimal(4)), "C": ()}
    ways = tuple(Alternative(label, 0, 1, label, asked) for label, asked in years.items())
    said = explain(PostingReport(shipped.roles["cook"], (), alternatives=(ways,)), shipped)
    assert "One of these is enough: A (1 year), B (2 and 4 years) or C (no years named)." in map(str, said)


def test_highlights_are_quotes_in_the_order_of_the_requirements(shipped):
    report = background_report(RESUME, shipped)
    found = highlights(report, read_posting(POSTING, shipped), shipped)
    assert [item.number for item in found] == sorted(item.number for item in found)
    assert all(item.quote in " ".join(RESUME[item.start : item.end].split()) for item in found)
    assert any("Reconciled accounts" in item.quote for item in found if item.number == 1)


def test_redaction_takes_particulars_and_leaves_the_work(shipped):
    text = redact(RESUME, shipped, names=["Ana Ruiz"])
    for gone in ("Ana", "Ruiz", "Oak Street", "97301", "example.org", "0188"):
        assert gone not in text
    assert "Reconciled accounts in QuickBooks every month" in text
    assert "2014-2018" in text
    assert redacted(read_background(RESUME, shipped), shipped).name == ""


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("We can't sponsor visas at this time.", ""),
        ("All applicants will need a police check (paid for by us).", ""),
        ("Visa sponsorship and relocation support", "offered"),
        ("We E-Verify.", "equal-opportunity"),
        ("Pay is $31.50/HR", "pay"),
    ],
)
def test_what_the_employer_says_among_perks_is_told_apart(shipped, line, why):
    report = posting_report(f"Plumber\nRequirements\n- SQL\nWhat we offer\n- Dental plan\n- {line}", shipped)
    assert report.lines[-1].why == why
    assert report.lines[-1].kind == ("not-a-requirement" if why else "not-understood")


def parts(text, rules):
    lines = posting_report(text, rules).lines
    return {" ".join(line.quote.split()).strip("-* "): (line.part, line.why) for line in lines}


def test_a_label_speaks_for_its_own_line_only(shipped):
    text = "Clerk\nLocation: Leeds\nContract: Fixed term\nYou write minutes.\nRequirements: SQL\nExcel"
    found = parts(text, shipped)
    assert found["Leeds"] == ("place", "place")
    assert found["Fixed term"] == ("facts", "facts")
    assert found["You write minutes."][0] == ""
    assert found["Excel"] == ("requirements", "")


def test_a_heading_nobody_knows_over_a_list_ends_the_section_before(shipped):
    text = "Clerk\n\nNice to have\n- SQL\n\nThe small print\n- Excel every day\n\nWhy Acme?\n- Free lunch"
    found = parts(text, shipped)
    assert found["SQL"] == ("wishes", "")
    assert found["Excel every day"] == ("", "")
    assert found["Free lunch"] == ("perks", "perk")


def test_a_list_in_capitals_is_no_row_of_headings(shipped):
    found = parts("CLERK\nJOB REQUIREMENTS\n- FORKLIFT CERTIFICATION REQUIRED\n- MUST LIFT 50 LBS", shipped)
    assert found["FORKLIFT CERTIFICATION REQUIRED"] == ("requirements", "")
    assert found["MUST LIFT 50 LBS"] == ("requirements", "")


def test_a_list_without_its_bullets_is_cut_where_items_begin(shipped):
    text = (
        "Clerk\nQualifications Bachelor's degree in history or a related field Two years of bookkeeping "
        "Knowledge of the Dewey system Valid driver's license"
    )
    assert list(parts(text, shipped))[1:] == [
        "Qualifications", "Bachelor's degree in history or a related field", "Two years of bookkeeping",
        "Knowledge of the Dewey system", "Valid driver's license",
    ]  # fmt: skip


def test_equal_opportunity_may_be_asked_or_stated(shipped):
    found = parts(
        "Chief\nKnowledge and Abilities\nPromote equal opportunity in hiring\nWe are an equal opportunity employer",
        shipped,
    )
    assert found["Promote equal opportunity in hiring"] == ("requirements", "")
    assert found["We are an equal opportunity employer"] == ("requirements", "equal-opportunity")


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Bachelor's degree\nOR\nFive years of bookkeeping\nExcel", 2),
        ("Bachelor's degree, or\n\nFive years of bookkeeping\n\nExcel", 2),
        ("One of the following:\n- Bachelor's degree\n- Five years of bookkeeping\n\n- Excel", 2),
        ("1. Bachelor's degree. or\n\n2. Five years of bookkeeping.\n\nExcel", 2),
    ],
)
def test_ways_that_an_or_joins_are_one_line(shipped, text, needs):
    role = read_posting(f"Clerk\nRequirements\n{text}", shipped)
    ways, excel = [line.needs.data() for line in role.lines]
    assert ways == {"any_of": [{"bachelors-degree": 1}, {"bookkeeping": 3}]}
    assert excel == {"spreadsheets": 3}


def test_a_licence_among_tools_is_a_gate_of_its_own(shipped):
    role = read_posting("Requirements: you must have hand tools and a valid driver's license", shipped)
    assert [(line.kind, line.needs.data()) for line in role.lines] == [
        ("gate", {"driving-licence": 1}),
        ("core", {"hand-and-power-tools": 3}),
    ]


def test_the_posting_is_for_the_role_it_hires_and_not_for_one_it_speaks_of(shipped):
    coach = posting_report("Instructional Coach\nDuties\n- Help secondary school teachers to plan\n- SQL", shipped)
    assert (coach.known_role, coach.role.title) == ("", "Instructional Coach")
    lead = "CITY OF RIVERTON\ninvites applications for the position of:"
    city = posting_report(f"{lead}\nBookkeeper\nDuties\n- SQL", shipped)
    assert (city.known_role, city.role.title) == ("bookkeeper", "Bookkeeper")


def test_years_that_overlap_in_one_role_count_once(shipped):
    text = "Staff Nurse\nAugust 2016 to August 2020\nCharge nurse from 2018 to 2020, nights\n"
    assert sum(held.years for held in read_background(text, shipped).roles_held) == Decimal("4.1")


@pytest.mark.parametrize(
    "text", ["Maria Santos, RN\nSkills: SQL", "Name: Maria Santos\nSQL", "Curriculum Vitae\nMaria Santos | Leeds\nSQL"]
)
def test_a_name_is_read_behind_a_label_and_before_a_title(shipped, text):
    assert read_background(text, shipped).name == "Maria Santos"


@pytest.mark.parametrize(
    "particular",
    ["+44 7700 900123", "020 7946 0958", "937.555.0142", "12 Church Lane, Bath BA1 5AB", "PO Box 77, Dayton, OH 45402",
     "1600 Main St Apt 4B", "ana.ruiz+cv@mail.example.org", "linkedin.com/in/ana"],
)  # fmt: skip
def test_particulars_are_known_by_their_shape(shipped, particular):
    left = redact(f"Kept books, 2015 - 2019. {particular}; 12 years of Excel", shipped)
    assert left == "Kept books, 2015 - 2019. [removed]; 12 years of Excel"


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("call 5055550188", "", "call [removed]"),
        ("call +15055550188 or (505)5550188", "", "call [removed] or [removed]"),
        ("Ruiz trained 12 in Excel", "Ana Ruiz-Lopez", "[removed] trained 12 in Excel"),
        ("Ruiz-Lopez\u2019s team used SQL", "Ana Ruiz-Lopez", "[removed] team used SQL"),
        ("Jose Perez used SQL", "Jos\u00e9 P\u00e9rez", "[removed] used SQL"),
        ("Jos\u00e9 P\u00e9rez used SQL", "Jose Perez", "[removed] used SQL"),
        ("Jose\u0301 Pe\u0301rez used SQL", "Jos\u00e9 P\u00e9rez", "[removed] used SQL"),
        ("Soren used SQL", "S\u00f8ren Holm", "[removed] used SQL"),
        ("@anaruiz on Twitter, SQL", "Ana Ruiz", "[removed] on Twitter, SQL"),
        ("@datagirl88 on Twitter, SQL", "", "[removed] on Twitter, SQL"),
        ("GitHub: anaruiz, SQL", "Ana Ruiz", "GitHub: [removed], SQL"),
    ],
)
def test_particulars_go_however_they_are_written(shipped, text, name, left):
    assert redact(text, shipped, names=[name]) == left


@pytest.mark.parametrize(
    "text", ["Raised $1000000000", "2,000,000 rows in SQL", "Analyst @ Hill Hardware", "@angular/core"]
)
def test_amounts_and_employers_are_no_particulars(shipped, text):
    assert redact(text, shipped, names=["Ana Ruiz"]) == text
