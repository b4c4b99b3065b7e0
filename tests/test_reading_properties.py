"""Whatever is pasted: no crash, every quote is there, every line counts once, and nothing gets lost on the way."""

from __future__ import annotations

import gc
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import audit, background_report, explain, find_skills, load_rules, posting_report, redact
from planner.exchange.person import person_text
from planner.rulebook.person import read_profile

RULES = load_rules()
WORDS = [
    *(alias for skill in list(RULES.skills.values())[::9] for alias in (skill.label, *skill.aliases[:1])),
    *(role.label for role in list(RULES.roles.values())[::7]),
    *(f"{alias.upper()}s" for role in RULES.roles.values() for alias in role.aliases if len(alias) < 5),
    "no experience with", "eager to learn", "5+ years of", "Requirements:", "BENEFITS", "or", "and", ",", ".", ";",
    "\n", "\n\n", "• ", "2015 - 2019", "Jan 2020 – present", "must", "license", "$50k", "Either I", "Or II", "â€™",
    "\u00ad", "\t", "o ", "R", "Go", "(", "%",
]  # fmt: skip
JUNK = st.text(max_size=300)
BYTES = st.binary(max_size=300).map(lambda data: data.decode("latin-1"))
PROSE = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
TEXTS = st.one_of(JUNK, BYTES, PROSE, st.tuples(PROSE, JUNK, PROSE).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_quote_stands_in_the_text(text):
    for finding in find_skills(text, RULES):
        assert text[finding.start : finding.end] == finding.quote != ""
    report = background_report(text, RULES)
    for job in report.jobs:
        assert text[job.start : job.end] == job.quote
    for mention in report.mentions:
        words = text[mention.line_start : mention.line_end].encode("utf-8", "replace").decode().split()
        assert mention.line == " ".join(words)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_sign_of_a_posting_is_in_exactly_one_line(text):
    report = posting_report(text, RULES)
    assert all(text[line.start : line.end] == line.quote for line in report.lines)
    assert all(a.end <= b.start for a, b in zip(report.lines, report.lines[1:], strict=False))
    covered = "".join(line.quote for line in report.lines)
    dropped = r"[\s\u00ad\u200b-\u200d\u2060\ufeff\x1c-\x1f\x85]"
    assert re.sub(dropped, "", covered) == re.sub(dropped, "", text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_is_read_can_be_audited_said_and_written_to_a_file(text):
    report = background_report(text, RULES)
    posting = posting_report(text, RULES)
    found = audit(report.profile, posting.role, RULES)
    assert [line.line for line in found.lines] == list(posting.role.lines)
    for answer in (report, posting, found):
        assert all(str(sentence) for sentence in explain(answer, RULES))
    assert read_profile(person_text(report.profile, RULES), RULES) == report.profile


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(["\n", "\n\n", "\n• "]))
def test_two_texts_one_below_the_other_lose_no_finding(one, other, between):
    both = {(f.skill, f.start, f.end) for f in find_skills(one + between + other, RULES)}
    offset = len(one + between)
    assert {(f.skill, f.start, f.end) for f in find_skills(one, RULES)} <= both
    assert {(f.skill, f.start + offset, f.end + offset) for f in find_skills(other, RULES)} <= both


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_reading_twice_gives_the_same(text):
    assert posting_report(text, RULES) == posting_report(text, RULES)
    assert background_report(text, RULES) == background_report(text, RULES)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_redaction_takes_any_text(text):
    assert "x@example.org" not in redact(f"{text} x@example.org", RULES)


SAMPLES = [
    "a",
    "a-\n",
    "no sql ",
    "2015-2016 teacher ",
    "• Either I\n",
    "((",
    "\u00ad\ufb01 ",
    "5 years of sql; ",
    "a 3-day sql course ",
    "A B C D ",
    "(a; b; ",
    "- sql or\n",
    "Conduct a test Maintain b ",
    "lead, plan and ",
    "department of ",
    "we are ",
]


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_time_grows_with_the_length_and_no_faster(sample):
    """The time of this thread, without clearing up after other tests: the least of three."""

    def seconds(size):
        text = (sample * (size // len(sample) + 1))[:size]
        start = time.thread_time()
        posting_report(text, RULES)
        background_report(text, RULES)
        return time.thread_time() - start

    gc.collect()
    gc.disable()
    try:
        short, long = (min(seconds(size) for _ in range(3)) for size in (20_000, 80_000))
    finally:
        gc.enable()
    assert long < 4 * short * 2 + 0.5


@pytest.mark.slow
def test_a_paste_of_a_megabyte_is_read():
    text = "Managed budgets and taught Excel to staff of the shop, 2015 - 2019.\n" * 15_000
    assert len(text) > 1_000_000
    assert background_report(text[:1_000_000], RULES).profile.have["budgeting"].level == 3
