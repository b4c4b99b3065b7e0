"""How well and how fast texts are read, beside a plain phrase search.

    python tests/benchmarks/reading.py DATA          (the folder of reference tables)

Rules: every ESCO skill, its labels as names and aliases. Labelled sentences ("house", "tech"): a finding is right
where its skill is among the labels of the sentence ("label"), or where it stands on something the annotators marked
("span"; they marked many skills that ESCO has no label for). "judged" leaves out what stands on a stretch the
annotators found no label for, right or wrong alike. Sentences with marked stretches ("spans"): a finding is
right where it stands on a stretch. "bare" is the share of sentences without any mark in which something is found.
Each is measured for find_skills on sentences alone, and for whole postings read line by line where they are given.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planner import RuleBook, Skill, background_report, find_skills, load_rules, posting_report
from planner.reading.matching import Matcher, Reader
from planner.reading.skills import lexicon

Found = list[tuple[int, int, str]]  # where a finding begins and ends, and the name of its skill
Search = Callable[[str], Found]
UNLABELLED = {"LABEL NOT PRESENT", "UNDERSPECIFIED", ""}


def esco(data: Path) -> RuleBook:
    """Return a book of all ESCO skills."""
    shipped = load_rules()
    (package,) = (data / "esco").glob("*en - csv.zip")
    with zipfile.ZipFile(package) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("skills_en.csv"))
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))
    skills = {}
    for number, row in enumerate(rows):
        aliases = dict.fromkeys(alias.strip() for alias in row["altLabels"].split("\n") if alias.strip())
        skills[f"e{number}"] = Skill(id=f"e{number}", name=row["preferredLabel"].strip(), aliases=tuple(aliases))
    return RuleBook(skills, {}, {}, {}, shipped.policy, {}, shipped.cues)


def phrase_search(rules: RuleBook) -> Search:
    """Return a search for the labels as they are, case folded: the longest from the left, at word boundaries."""
    index: dict[str, tuple[int, str]] = {}
    for skill in rules.skills.values():
        for rank, phrase in enumerate((skill.name, *skill.aliases)):
            entry = (min(rank, 1), skill.name)
            index[phrase.casefold()] = min(index.get(phrase.casefold(), entry), entry)
    longest = max(len(phrase.split()) for phrase in index)

    def search(text: str) -> Found:
        folded, found, at = text.casefold(), [], 0
        places = [match.span() for match in re.finditer(r"\w+|[^\w\s]", folded)]
        while at < len(places):
            for stop in range(min(len(places), at + longest), at, -1):
                entry = index.get(folded[places[at][0] : places[stop - 1][1]])
                if entry:
                    found.append((places[at][0], places[stop - 1][1], entry[1]))
                    at = stop
                    break
            else:
                at += 1
        return found

    return search


def our_search(rules: RuleBook) -> Search:
    """Return what the planner finds in a sentence, wishes, denials and job titles apart."""

    def search(text: str) -> Found:
        found = (finding for finding in find_skills(text, rules) if finding.standing == "had")
        return [(finding.start, finding.end, rules.skills[finding.skill].name) for finding in found]

    return search


@dataclass(frozen=True)
class Score:
    """Precision and recall by label (where there are labels) and by place, and the share of bare sentences hit."""

    findings: int
    span_precision: float
    span_recall: float
    bare: float | None = None
    label_precision: float | None = None
    label_recall: float | None = None
    judged_precision: float | None = None

    def __str__(self) -> str:
        shown = {
            "span P": self.span_precision,
            "span R": self.span_recall,
            "label P": self.label_precision,
            "label R": self.label_recall,
            "judged P": self.judged_precision,
            "bare": self.bare,
        }
        return f"{self.findings:5} findings  " + "  ".join(f"{k} {v:.3f}" for k, v in shown.items() if v is not None)


def labelled(data: Path, name: str) -> dict[str, list[tuple[str, str]]]:
    """Return the sentences of a labelled set, each with its marked stretches and their labels."""
    sentences: dict[str, list[tuple[str, str]]] = {}
    with open(data / "skill_extraction_dev" / f"{name}_validation_annotations.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sentences.setdefault(row["sentence"], []).append((row["span"], row["label"].strip()))
    return sentences


def score_labels(sentences: dict[str, list[tuple[str, str]]], search: Search) -> Score:
    right = wrong = judged = missed = placed = findings = marks = met = 0
    for text, rows in sentences.items():
        found = search(text)
        wanted, named = {label for _, label in rows} - UNLABELLED, {name for _, _, name in found}
        right, wrong, missed = right + len(wanted & named), wrong + len(named - wanted), missed + len(wanted - named)
        bare = [
            (at, at + len(span))
            for span, label in rows
            if span and label in UNLABELLED and (at := text.find(span)) >= 0
        ]
        judged += len(
            {
                name
                for start, end, name in found
                if name not in wanted and not any(a < end and start < b for a, b in bare)
            }
        )
        spans = {(at, at + len(span)) for span, _ in rows if span and (at := text.find(span)) >= 0}
        findings, marks = findings + len(found), marks + len(spans)
        placed += sum(any(a < end and start < b for a, b in spans) for start, end, _ in found)
        met += sum(any(a < end and start < b for start, end, _ in found) for a, b in spans)
    return Score(
        findings,
        placed / findings,
        met / marks,
        None,
        right / (right + wrong),
        right / (right + missed),
        right / (right + judged),
    )


def marked(data: Path) -> Iterator[list[tuple[str, list[tuple[int, int]]]]]:
    """Yield the postings of the marked set: sentences with marked stretches."""
    postings: dict[tuple[str, int], list[tuple[str, list[tuple[int, int]]]]] = {}
    with open(data / "skill_extraction_dev" / "skillspan_dev.json", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text, spans, open_span = "", [], False
            for token, skill, knowledge in zip(row["tokens"], row["tags_skill"], row["tags_knowledge"], strict=True):
                text += " " if text else ""
                begin, text = len(text), text + token
                inside = skill != "O" or knowledge != "O"
                if inside and open_span and "B" not in (skill, knowledge):
                    spans[-1] = (spans[-1][0], len(text))
                elif inside:
                    spans.append((begin, len(text)))
                open_span = inside
            postings.setdefault((row["source"], row["idx"]), []).append((text, spans))
    yield from postings.values()


def score_marks(data: Path, search: Callable[[list[str]], list[Found]]) -> Score:
    findings = placed = marks = met = bare = hit = 0
    for sentences in marked(data):
        for (_, spans), found in zip(sentences, search([text for text, _ in sentences]), strict=True):
            findings, marks = findings + len(found), marks + len(spans)
            placed += sum(any(a < end and start < b for a, b in spans) for start, end, _ in found)
            met += sum(any(a < end and start < b for start, end, _ in found) for a, b in spans)
            if not spans:
                bare, hit = bare + 1, hit + bool(found)
    return Score(findings, placed / findings, met / marks, hit / bare)


def read_whole(rules: RuleBook) -> Callable[[list[str]], list[Found]]:
    """Return what a posting, read line by line, asks for in each of its sentences."""

    def search(sentences: list[str]) -> list[Found]:
        found: list[Found] = [[] for _ in sentences]
        ends = []
        for sentence in sentences:
            ends.append((ends[-1] + 1 if ends else 0) + len(sentence))
        for line in posting_report("\n".join(sentences), rules).of_kind("understood"):
            for finding in line.findings:
                if finding.standing == "had":
                    at = next(number for number, end in enumerate(ends) if finding.start < end)
                    begin = ends[at] - len(sentences[at])
                    found[at].append((finding.start - begin, finding.end - begin, rules.skills[finding.skill].name))
        return found

    return search


def timed(action: Callable[[], object], times: int = 5) -> float:
    """Return the least processor time of several runs, in seconds; a busy machine does not count."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def speed(rules: RuleBook) -> Iterator[str]:
    reader = Reader(rules.cues.words)
    names = [(phrase, skill.id, 0) for skill in rules.skills.values() for phrase in (skill.name, *skill.aliases)]
    names = names[:100_000]
    yield f"{len(names):,} aliases: built in {timed(lambda: Matcher(names, Reader(rules.cues.words)), 3):.2f} s"
    matcher = Matcher(names, reader)
    words = [word for phrase, _, _ in random.Random(1).sample(names, 400) for word in phrase.split()][:800]
    page = " ".join(f"{word}." if number % 17 == 0 else word for number, word in enumerate(words))
    yield f"a page of 800 words: {timed(lambda: matcher.find(reader.view(page))) * 1000:.1f} ms to match"
    shipped = load_rules()
    for name, read in (("background", background_report), ("posting", posting_report)):
        read(page, shipped)
        yield f"a page of 800 words: {timed(lambda read=read: read(page, shipped)) * 1000:.1f} ms as a {name}"  # type: ignore[misc]


def main() -> None:
    data = Path(sys.argv[1])
    rules = esco(data)
    lexicon(rules)
    plain, ours = phrase_search(rules), our_search(rules)
    for line in speed(rules):
        print(line)
    for name in ("house", "tech"):
        sentences = labelled(data, name)
        print(f"{name:6} plain  {score_labels(sentences, plain)}")
        print(f"{name:6} ours   {score_labels(sentences, ours)}")
    for way, search in (("plain", plain), ("ours", ours)):
        print(f"marked {way:6} {score_marks(data, lambda texts, search=search: [search(t) for t in texts])}")  # type: ignore[misc]
    print(f"marked whole  {score_marks(data, read_whole(rules))}")


if __name__ == "__main__":
    main()
