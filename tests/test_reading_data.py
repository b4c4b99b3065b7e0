"""Reading measured on labelled sentences and real class specifications (``--data``), beside a plain phrase search."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from planner import audit, posting_report, read_background

spec = importlib.util.spec_from_file_location("reading_bench", Path(__file__).parent / "benchmarks" / "reading.py")
bench = importlib.util.module_from_spec(spec)
sys.modules["reading_bench"] = bench
spec.loader.exec_module(bench)


@pytest.fixture(scope="module")
def rules(request):
    folder = request.config.getoption("--data")
    if folder is None:
        pytest.skip("needs --data, the folder of reference tables")
    return bench.esco(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["house", "tech"])
def test_labels_are_found_better_than_by_a_plain_phrase_search(data, rules, name):
    sentences = bench.labelled(data, name)
    plain = bench.score_labels(sentences, bench.phrase_search(rules))
    ours = bench.score_labels(sentences, bench.our_search(rules))
    assert ours.label_precision > plain.label_precision + 0.15
    assert ours.label_recall > plain.label_recall
    assert ours.span_precision > max(plain.span_precision, 0.75)


@pytest.mark.slow
def test_sentences_that_name_no_skill_stay_bare_when_a_posting_is_read_whole(data, rules):
    read = bench.score_marks(data, bench.read_whole(rules))
    assert read.bare < 0.05
    assert read.span_precision > 0.7


def specifications(folder):
    return sorted((folder / "job_specs_calhr").glob("[0-9]*.txt"))


def test_every_line_of_the_specifications_counts_once(data, shipped):
    files = specifications(data)
    assert len(files) == 40
    for file in files:
        text = file.read_text(encoding="utf-8")
        report = posting_report(text, shipped)
        assert re.sub(r"\s", "", "".join(line.quote for line in report.lines)) == re.sub(r"\s", "", text)
        assert all(text[line.start : line.end] == line.quote for line in report.lines)
        assert audit(read_background("", shipped), report.role, shipped).gaps


def test_minimum_qualifications_are_alternatives_with_their_years(data, shipped):
    for file in specifications(data):
        text = file.read_text(encoding="utf-8")
        ways = [way for group in posting_report(text, shipped).alternatives for way in group]
        assert ways, file.name
        for word in ("Either", "Or"):
            labels = [way for way in ways if re.match(rf"{word} [IVX]", way.label)]
            assert len(labels) == len(re.findall(rf"\b{word} [IVX]+", text)), file.name
        for way in ways:
            named = re.findall(r"(?i)(?<![a-z])(one|two|three|four|five|six|seven|eight) years? of\b", way.quote)
            assert len(way.years) >= len(named), (file.name, way.label)


def test_numbered_ways_that_an_or_joins_are_alternatives_too(data, shipped):
    text = (data / "job_specs_calhr" / "9570.txt").read_text(encoding="utf-8")
    _, first, education = posting_report(text, shipped).alternatives
    assert [[int(years) for years in way.years] for way in first] == [[2], [2, 2], [2, 2], [2], [4]]
    assert education[0].quote.startswith("Education: Equivalent to graduation")
