"""Figures in the shipped roles against the tables they come from: O*NET 29.3 and OEWS May 2024.

Runs with ``--data=FOLDER``, a folder with ``onet/db_29_3_text.zip`` and ``oews/national_M2024_dl.xlsx``.
"""

import csv
import io
import math
import zipfile
from collections import defaultdict

import openpyxl
import pytest

PLAIN = "BLS OEWS May 2024, national median"
LETTERS = ["", "R", "I", "A", "S", "E", "C"]  # the code of an interest high-point
WORK_VALUES = {
    "achievement": "Achievement",
    "independence": "Independence",
    "recognition": "Recognition",
    "relationships": "Relationships",
    "support": "Support",
    "conditions": "Working Conditions",
}
PAY_STARS = [35_000, 50_000, 75_000, 110_000]  # from here on a pay is worth 2, 3, 4, 5


class Onet:
    """Interests and work values of each occupation."""

    def __init__(self, archive):
        self.titles = {row["O*NET-SOC Code"]: row["Title"] for row in rows(archive, "Occupation Data")}
        self.high_points, self.interests, self.values = defaultdict(dict), defaultdict(dict), defaultdict(dict)
        for row in rows(archive, "Interests"):
            if row["Scale ID"] == "IH":
                self.high_points[row["O*NET-SOC Code"]][row["Element ID"]] = int(float(row["Data Value"]))
            elif row["Scale ID"] == "OI":
                self.interests[row["O*NET-SOC Code"]][row["Element Name"]] = float(row["Data Value"])
        for row in rows(archive, "Work Values"):
            if row["Scale ID"] == "EX":
                self.values[row["O*NET-SOC Code"]][row["Element Name"]] = float(row["Data Value"])


def rows(archive, table):
    with archive.open(f"db_29_3_text/{table}.txt") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)


@pytest.fixture(scope="module")
def onet(data):
    with zipfile.ZipFile(data / "onet" / "db_29_3_text.zip") as archive:
        return Onet(archive)


@pytest.fixture(scope="module")
def medians(data):
    """Annual median by occupation code of detailed and broad occupations, ``*`` and ``#`` where there is none."""
    book = openpyxl.load_workbook(data / "oews" / "national_M2024_dl.xlsx", read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    header = next(lines)
    code, group, median = (header.index(name) for name in ("OCC_CODE", "O_GROUP", "A_MEDIAN"))
    found = {}
    for line in lines:
        if line[group] in ("detailed", "broad"):
            found.setdefault(line[code], line[median])
    book.close()
    return found


def median_of(role, medians):
    """Return the published median of a role's occupation, or of its broad group; None where there is none."""
    figure = medians.get(role.soc[:7], medians.get(role.soc[:6] + "0"))
    return figure if isinstance(figure, (int, float)) else None


def stars(extent):
    """Return an extent from 1 to 7 as stars from 0 to 5."""
    return math.floor((extent - 1) / 6 * 5 + 0.5)


def expected_values(role, onet, median):
    """Return what a job offers, from 0 to 5: purpose is the mean of the value relationships and the interest social."""
    interests, values = onet.interests.get(role.soc), onet.values.get(role.soc)
    if not interests:
        return {}
    social = interests["Social"]
    found = {"purpose": stars((values["Relationships"] + social) / 2 if values else social)}
    if median is not None:
        found["pay"] = 1 + sum(median >= bound for bound in PAY_STARS)
    return found | {name: stars(values[element]) for name, element in WORK_VALUES.items() if values}


def test_every_role_has_the_code_of_an_occupation(shipped, onet):
    assert {role.id: role.soc for role in shipped.roles.values() if role.soc not in onet.titles} == {}


def test_every_pay_is_the_published_median_or_says_where_else_it_is_from(shipped, medians):
    wrong = []
    for role in shipped.roles.values():
        median = median_of(role, medians)
        if median is not None and (role.pay != median or not role.pay_source.startswith(PLAIN)):
            wrong.append((role.id, role.pay, median, role.pay_source))
        if median is None and (not role.pay_source or role.pay_source.startswith(PLAIN)):
            wrong.append((role.id, role.pay, "no median is published", role.pay_source))
    assert wrong == []


def test_every_interest_is_a_high_point_of_the_occupation(shipped, onet):
    wrong = []
    for role in shipped.roles.values():
        letters = "".join(LETTERS[number] for _, number in sorted(onet.high_points[role.soc].items()))
        if letters and role.interests != letters:
            wrong.append((role.id, role.interests, letters))
    assert wrong == []


def test_every_value_follows_from_the_work_values_and_the_pay(shipped, onet, medians):
    wrong = []
    for role in shipped.roles.values():
        expected = expected_values(role, onet, median_of(role, medians))
        if expected and role.values != expected:
            wrong.append((role.id, role.values, expected))
    assert wrong == []


def test_the_tables_say_something_of_nearly_every_role(shipped, onet, medians):
    roles = shipped.roles.values()
    assert sum(median_of(role, medians) is not None for role in roles) >= 0.9 * len(roles)
    assert sum(bool(onet.interests.get(role.soc)) for role in roles) >= 0.9 * len(roles)
