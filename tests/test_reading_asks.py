"""What a posting asks for now: not what it teaches, not what it rules out, and softly what one may still get."""

from __future__ import annotations

import pytest

from planner import Have, Profile, explain, judge, posting_report, read_posting


def read(line, rules):
    """Return what became of a line among requirements: why it asks for nothing, or what it asks for."""
    reports = posting_report(f"Analyst\nRequirements:\n- Tableau\n- {line}", rules).lines[3:]
    return [one.why or [(found.kind, found.needs.data()) for found in one.lines] for one in reports]


@pytest.mark.parametrize(
    "line",
    [
        "You will learn SQL",
        "We will teach you SQL",
        "We'll teach you SQL and Python",
        "SQL (we will train you)",
        "Training provided in SQL",
        "SQL training is provided",
        "SQL and Python training provided",
        "Training in SQL will be provided",
        "You'll gain hands-on experience with SQL",
        "You will have the opportunity to learn SQL",
    ],
)
def test_what_the_employer_teaches_is_not_asked(shipped, line):
    assert read(line, shipped) == ["offered"]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("You will learn SQL and have strong Python skills", [("core", {"python": 4})]),
        ("Python required, training provided in SQL", [("core", {"python": 3})]),
        ("You will learn SQL, Python required", [("core", {"python": 3})]),
        ("You will learn SQL and must be able to juggle", [("core", {})]),
        ("SQL training provided to staff", [("core", {"sql": 3})]),
        ("We will train you for your driver's license", [("gate", {})]),
        ("Teach SQL to staff", [("core", {"sql": 3})]),
    ],
)
def test_what_is_asked_beside_it_is_and_a_licence_is_never_passed_over(shipped, line, asked):
    assert read(line, shipped) == [asked]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Eager to learn Python", [("wish", {"python": 1})]),
        ("Must be willing to learn Python", [("wish", {"python": 1})]),
        ("Keen to learn SQL and Python", [("wish", {"python": 1, "sql": 1})]),
        ("You are eager to learn new tools such as Python", [("wish", {"python": 1})]),
        ("Strong SQL skills and a willingness to learn Python", [("core", {"sql": 4}), ("wish", {"python": 1})]),
        ("Ability to quickly learn SQL", [("wish", {"sql": 1})]),
        ("Interest in learning SQL or Python", [("wish", {"any_of": [{"python": 1}, {"sql": 1}]})]),
        ("Willing to learn Python and use SQL daily", [("core", {"sql": 3}), ("wish", {"python": 1})]),
        ("Willing to learn Python, SQL required", [("core", {"sql": 3}), ("wish", {"python": 1})]),
        ("Eager to learn Python, and must know SQL", [("core", {"sql": 3}), ("wish", {"python": 1})]),
        ("Eager to learn, SQL", [("core", {"sql": 3})]),
        ("A willingness to learn and SQL", [("core", {"sql": 3})]),
        ("Ability to learn and apply SQL", [("core", {"sql": 3})]),
        ("Eager to work with SQL", [("core", {"sql": 3})]),
    ],
)
def test_what_one_need_only_be_ready_to_learn_is_no_must(shipped, line, asked):
    assert read(line, shipped) == [asked]


def test_a_section_on_what_one_will_learn_asks_for_nothing(shipped):
    role = posting_report("Analyst\nRequirements\n- SQL\nWhat you'll learn\n- Tableau\n- Python", shipped).role
    assert [line.needs.data() for line in role.lines] == [{"sql": 3}]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Python, but not R", {"python": 3}),
        ("Python (not R)", {"python": 3}),
        ("Not R but Python", {"python": 3}),
        ("Python, but not R or SQL", {"python": 3}),
        ("Python, no R required", {"python": 3}),
        ("Python is a must, no R or SAS", {"python": 3}),
        ("not only SQL but also Python", {"python": 3, "sql": 3}),
        ("Not just SQL or Python", {"any_of": [{"python": 3}, {"sql": 3}]}),
        ("Not afraid of SQL", {"sql": 3}),
    ],
)
def test_what_is_ruled_out_is_not_asked(shipped, line, asked):
    assert read(line, shipped) == [[("core", asked)]]


@pytest.mark.parametrize("line", ["No R required", "No R or SQL required"])
def test_a_line_that_only_rules_out_asks_for_nothing(shipped, line):
    assert read(line, shipped) == ["not-asked"]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("CPA or willingness to obtain it", [("wish", {"cpa-licence": 1})]),
        ("Must have CPA or be willing to get it within a year", [("wish", {"cpa-licence": 1})]),
        ("Driver's license or willingness to obtain one", [("wish", {"driving-licence": 1})]),
        ("CPA or PMP, or willingness to earn either", [("wish", {"any_of": [{"cpa-licence": 1}, {"pmp": 1}]})]),
        ("SQL and Python or willingness to learn", [("core", {"sql": 3}), ("wish", {"python": 3})]),
        ("SQL and Python, or a willingness to learn them", [("wish", {"python": 3, "sql": 3})]),
        ("CPA or willingness to obtain it, and SQL", [("core", {"sql": 3}), ("wish", {"cpa-licence": 1})]),
        ("SQL and a willingness to learn", [("core", {"sql": 3})]),
        ("Bilingual or willing to travel", [("core", {"second-language": 3})]),
        ("A licensed skydiver or willing to become one", [("gate", {})]),
    ],
)
def test_what_one_may_still_get_is_no_hard_ask(shipped, line, asked):
    assert read(line, shipped) == [asked]


@pytest.mark.parametrize("target", ["data-analyst", "Bookkeeper\nSalary: $90,000 a year\nRequirements: SQL"])
@pytest.mark.parametrize("earned", [30_000, 200_000])
def test_what_is_said_of_pay_is_true_of_a_role_and_of_a_posting(shipped, target, earned):
    """The pay of a role in the book is a median, that of a posting the middle of what it offers."""
    role = target if target in shipped.roles else read_posting(target, shipped)
    verdict = judge(Profile(current_pay=earned, have={"sql": Have(level=3)}), role, shipped)
    assert {"pays-more", "pays-less"} & set(verdict.notes)
    said = " ".join(sentence.text for sentence in explain(verdict, shipped))
    assert "The pay given for this job is USD" in said
    assert "median" not in said


@pytest.mark.parametrize(
    ("line", "became"),
    [
        ("No experience necessary; we will train", ["not-asked", "offered"]),
        ("No experience needed - full training given", ["not-asked"]),
        ("No prior experience necessary", ["not-asked"]),
        ("We will train the right person", ["offered"]),
        ("No experience required, but you must be able to juggle", [[("core", {})]]),
        ("We will train you for your driver's license", [[("gate", {})]]),
        ("EXAM WEIGHTS: written test 60%, oral interview 40%", ["facts"]),
        ("Must pass a written test", [[("core", {})]]),
        ("Writing tests and rubrics for science classes", [[("core", {"assessment-design": 3})]]),
    ],
)
def test_a_line_that_says_that_nothing_is_asked_leaves_no_line_open(shipped, line, became):
    assert read(line, shipped) == became


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("At least one scripting language: Python, R", {"any_of": [{"python": 3}, {"r-programming": 3}]}),
        (
            "Two of the following scripting languages: Python, R, SQL",
            {"at_least": {2: [{"python": 3}, {"r-programming": 3}, {"sql": 3}]}},
        ),
        ("Scripting languages (Python and SQL)", {"python": 3, "sql": 3}),
        ("Scripting languages", {"programming": 3}),
    ],
)
def test_the_kind_that_a_list_is_of_is_not_asked_beside_the_list(shipped, line, asked):
    ((_, need),) = read(line, shipped)[0]
    assert need == asked


@pytest.mark.parametrize(
    "line", ["To apply, send your resume to jobs@x.org", "Apply at our store", "Send a letter to us"]
)
def test_how_to_apply_is_no_perk_wherever_it_stands(shipped, line):
    lines = posting_report(f"Analyst\nRequirements:\n- SQL\nBenefits:\n- Dental plan\n- {line}", shipped).lines
    assert [one.why for one in lines[-2:]] == ["perk", "apply"]


@pytest.mark.parametrize(
    ("line", "period", "yearly"),
    [
        ("Pay: $2,104.00 - $2,557.00 biweekly", "two weeks", None),
        ("Pay: $12,500 every two weeks", "two weeks", None),
        ("Pay: $950 weekly", "week", None),
        ("Pay: $15,000 per project", "project", None),
        ("Pay: $60,000 yearly", "year", 60_000),
        ("Pay: $60,000 - $70,000", "", 65_000),
    ],
)
def test_pay_is_for_the_period_that_the_posting_names(shipped, line, period, yearly):
    report = posting_report(f"Analyst\n{line}\nRequirements: SQL", shipped)
    assert ([pay.period for pay in report.pay], report.role.pay) == ([period], yearly)


@pytest.mark.parametrize(
    ("top", "title"),
    [
        (
            "CITY OF MARLOW — HUMAN RESOURCES DEPARTMENT\nCLASS TITLE: FOOD SAFETY INSPECTOR I/II",
            "FOOD SAFETY INSPECTOR I/II",
        ),
        ("Hill Foods\nPosition: Full-time\nRole: Cook", "Cook"),
        ("ACME Corp\n**Job Title:**\nSenior Accountant", "Senior Accountant"),
        ("Hill Bank\nJob title: Data Analyst | Location: Rome", "Data Analyst"),
        ("Hill Bank\nRole: You will write SQL every day.", "Hill Bank"),
        ("Widget Whisperer\nRole: responsible for the till", "Widget Whisperer"),
        ("Widget Whisperer\nRole: To look after widgets", "Widget Whisperer"),
        ("Data analyst\nRole: Customer insight", "Data analyst"),
    ],
)
def test_the_title_is_what_a_label_calls_the_title(shipped, top, title):
    assert posting_report(f"{top}\n\nRequirements:\n- SQL", shipped).role.title == title


def test_a_label_of_its_own_ends_the_alternatives(shipped):
    posting = """Food safety inspector
Minimum Qualifications
Either I
EDUCATION: A degree in biology.
Or II
EXPERIENCE: Three years in a commercial kitchen and a driver's license.
KNOWLEDGE OF: food safety rules; SQL
Ability to: handle complaints
"""
    report = posting_report(posting, shipped)
    told = [(one.alternative, one.quote.split(":")[0]) for one in report.lines if one.kind == "understood"]
    assert told == [
        ("Either I", "A degree in biology."),
        ("Or II", "Three years in a commercial kitchen and a driver's license."),
        ("", "KNOWLEDGE OF"),
        ("", "SQL"),
        ("", "Ability to"),
    ]
    assert [line.needs.data() for line in report.role.lines] == [
        {"any_of": [{"biology-knowledge": 3}, {"driving-licence": 1}]},
        {"food-safety": 3},
        {"sql": 3},
        {"conflict-resolution": 3},
    ]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Degree in accounting, finance or a related field and SQL", {"accounting-coursework": 1, "sql": 3}),
        ("Bachelor's degree in accounting, finance or a related field, and SQL", {"bachelors-degree": 1, "sql": 3}),
        (
            "Bachelor's degree in finance or a related field, SQL or Tableau",
            {"bachelors-degree": 1, "any_of": [{"sql": 3}, {"tableau": 3}]},
        ),
        ("Bachelor's degree in finance, Excel and SQL", {"bachelors-degree": 1, "spreadsheets": 3, "sql": 3}),
        ("Bachelor's degree in Computer Science and SQL", {"bachelors-degree": 1, "sql": 3}),
        ("Bachelor's degree in business, with SQL", {"bachelors-degree": 1, "sql": 3}),
        ("Bachelor's degree, SQL", {"bachelors-degree": 1, "sql": 3}),
        ("Bachelor's degree in statistics and bookkeeping", {"bachelors-degree": 1}),
        ("Bachelor's degree in Statistics, Bookkeeping, or Finance", {"bachelors-degree": 1}),
        ("Bachelor's degree with a major in statistics", {"bachelors-degree": 1}),
        ("B.S. Statistics", {"bachelors-degree": 1}),
        ("Bachelor's degree or 5 years of SQL", {"any_of": [{"bachelors-degree": 1}, {"sql": 3}]}),
        (
            "Bachelor's degree in statistics or equivalent experience with SQL",
            {"any_of": [{"bachelors-degree": 1}, {"sql": 3}]},
        ),
    ],
)
def test_what_is_asked_besides_a_degree_is_none_of_its_subjects(shipped, line, asked):
    assert read(line, shipped) == [[("core", asked)]]


@pytest.mark.parametrize(
    "line",
    [
        "You will report to the Director, who has 15 years of Tableau and SQL.",
        "Your manager has 10 years of experience in SQL.",
        "Our team has deep expertise in Python and SQL.",
        "You will work alongside engineers whose expertise is Python",
        "Reports to the CFO, a CPA with 20 years of audit experience",
        "You'll be mentored by a senior analyst with 10 years of SQL",
    ],
)
def test_what_those_can_do_whom_one_works_with_is_not_asked(shipped, line):
    assert read(line, shipped) == ["company"]
    report = posting_report(f"Analyst\n\n{line}\n\nRequirements:\n- Tableau", shipped)
    assert [one.why for one in report.lines if one.quote.strip() == line] == ["company"]


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("You will report to the Director, who has 15 years of SQL, and prepare dashboards in Tableau", {"tableau": 3}),
        ("You will report to the owner, who bakes, and you will use SQL", {"sql": 3}),
        ("Report to the Director with weekly SQL dashboards", {"sql": 3}),
        ("We are looking for a person who has strong Tableau skills", {"tableau": 4}),
        ("Candidates who have SQL experience", {"sql": 3}),
        ("Our team is looking for someone with SQL", {"sql": 3}),
        ("Our team has an opening for a person with SQL", {"sql": 3}),
        ("Work with clients who have dementia", {"dementia-care": 3}),
        ("The team has to deliver dashboards in Tableau", {"tableau": 3}),
        ("Join our team of engineers with experience in SQL", {"sql": 3}),
        ("Report to the manager with expertise in SQL", {"sql": 4}),
        ("Part of a team, who loves SQL", {"sql": 3}),
        ("Reporting to the CEO, a Data Analyst builds Tableau dashboards", {"tableau": 3}),
        ("Work closely with engineers to build Python services", {"python": 3}),
        ("You will report to the Director, who has at least 15 years of SQL", {}),
    ],
)
def test_what_the_candidate_does_beside_them_is(shipped, line, asked):
    assert [need for _, need in read(line, shipped)[0]] == [asked]
