"""What was read of a text, in sentences: :mod:`planner.explanation` for the reports of :mod:`planner.reading`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planner.explanation.words import Sentence, count_words, explain, fact_words, join, need_words
from planner.model import Fact, HeldRole, Line, Need
from planner.reading.background import BackgroundReport
from planner.reading.highlights import Highlight
from planner.reading.lines import LineReading, PostingReport
from planner.reasoning.background import years_words
from planner.rulebook.book import RuleBook

DID_NOT_RUN = (
    "The check did not run: nothing in this text was understood as a requirement. That does not mean there are no gaps."
)
WHYS = {
    "heading": "a heading",
    "title": "the title of the job",
    "perk": "what the employer offers",
    "company": "about the employer",
    "pay": "the pay",
    "place": "the place",
    "equal-opportunity": "an equal-opportunity statement",
    "apply": "how to apply",
    "facts": "a fact about the posting",
    "offered": "something the employer pays for or provides",
    "introduction": "an introduction that asks for nothing",
    "not-asked": "something that is not asked for",
    "unnamed": "duties that are not named",
}
UNCOUNTED = {
    "lacked": "said to be lacking",
    "wished": "a wish, not yet had",
    "others": "said of somebody or something else",
}
QUESTIONS = {
    "what-answers-it": "This line was not understood. What in your experience answers it?",
    "which-licence": "This line may be a gate of law, licence or clearance that the rules do not know. Do you meet it?",
    "counts-instead": "Something else may count instead here, such as experience. If you lack it, what would you name?",
}


@explain.register
def _(report: PostingReport, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_posting(report, rules))


def _posting(report: PostingReport, rules: RuleBook) -> Iterator[Sentence]:
    if not report.ran:
        yield Sentence(DID_NOT_RUN)
    asked, unread = report.of_kind("understood"), report.of_kind("not-understood")
    rest = len(report.lines) - len(asked) - len(unread)
    counts = f"{len(asked)} understood, {rest} not a requirement, {len(unread)} not understood"
    yield Sentence(f"{count_words(len(report.lines), 'line')}: {counts}.")
    if report.known_role:
        label = rules.roles[report.known_role].label
        yield Sentence(
            f"It names a role of the rules, {label}, whose own lines can be looked at beside these.",
            (report.known_role,),
        )
    for line in report.lines:
        yield from explain(line, rules)
    for group in report.alternatives:
        if len(group) > 1:
            ways = join((f"{way.label} ({_years(way.years)})" for way in group), "or")
            yield Sentence(f"One of these is enough: {ways}.")
    for pay in report.pay:
        yield Sentence(f"Pay: {pay.quote}.")
    for place in report.places:
        yield Sentence(f"Place: {place}.")


def _years(years: tuple[Decimal, ...]) -> str:
    if not years:
        return "no years named"
    *others, last = years
    return join([*(f"{other.normalize():f}" for other in others), years_words(last)])


@explain.register
def _(line: LineReading, rules: RuleBook) -> tuple[Sentence, ...]:
    quote = " ".join(line.quote.split())
    if line.kind == "not-a-requirement":
        return (Sentence(f"“{quote}”: not a requirement ({WHYS[line.why]})."),)
    said = []
    for found in line.lines:
        kind = "" if found.kind == "core" else f" [{found.kind}]"
        told = f": {need_words(found.needs, rules)}." if found.needs != Need() else ""
        cites = tuple(dict.fromkeys(fact.skill for fact in found.needs.walk()))
        said.append(Sentence(f"“{quote}”{kind}{told}", cites))
    said = list(dict.fromkeys(said))
    if line.assumed:
        names = join(rules.skills[skill].label for skill in line.assumed)
        said.append(Sentence(f"The line names no level; assumed for {names}.", line.assumed, 1))
    if line.question:
        said.append(Sentence(QUESTIONS[line.question], depth=1))
    return tuple(said)


def asks_words(line: Line, report: PostingReport, rules: RuleBook) -> Sentence:
    """Return what a line of the job of a posting asks for; of one that was not understood, what has to be asked."""
    if line.needs != Need():
        return Sentence(need_words(line.needs, rules))
    question = next((reading.question for reading in report.lines if line in reading.lines), "")
    return Sentence(QUESTIONS[question or "what-answers-it"])


@explain.register
def _(report: BackgroundReport, rules: RuleBook) -> tuple[Sentence, ...]:
    return tuple(_background(report, rules))


def _background(report: BackgroundReport, rules: RuleBook) -> Iterator[Sentence]:
    if not report.ran:
        yield Sentence("Nothing was found in this text that the rules know. What can you do, and where did you do it?")
        return
    for held in report.profile.roles_held:
        yield job_words(held, rules)
    if report.total_years:
        fields = join(f"{years.normalize():f} in {name or 'other work'}" for name, years in report.field_years.items())
        yield Sentence(f"Years of work in all: {report.total_years.normalize():f}{f'; {fields}' if fields else ''}.")
    for skill in report.profile.have:
        yield from found_words(report, skill, rules)
    yield from uncounted_words(report)


def job_words(held: HeldRole, rules: RuleBook) -> Sentence:
    """Return a job that was found, as a sentence."""
    until = f", until {held.until}" if held.until else ""
    return Sentence(f"{rules.roles[held.role].label}: {years_words(held.years)}{until}.", (held.role,))


def found_words(report: BackgroundReport, skill: str, rules: RuleBook) -> Iterator[Sentence]:
    """Yield a skill that was found, with why it has its level and the lines that say so."""
    had = report.profile.have[skill]
    fact = fact_words(Fact(skill, had.level), rules)
    if skill in report.corrections:
        why = "your own correction"
    elif skill in report.assumed:
        why = "assumed: nothing in the text says how well"
    else:
        stated = [m for m in report.mentions if m.counts and m.said and m.finding.skill == skill]
        best = max(stated, key=lambda mention: mention.level, default=None)
        why = f"the text says “{best.said if best else ''}”"
    yield Sentence(f"{fact}: {why}.", (skill,))
    for quote in had.evidence:
        yield Sentence(f"“{quote}”", (skill,), 1)


def uncounted_words(report: BackgroundReport) -> Iterator[Sentence]:
    """Yield what is named but not had, and why it does not count."""
    for mention in report.mentions:
        why = UNCOUNTED.get(mention.finding.standing)
        if why:
            yield Sentence(f"Not counted, {why}: “{mention.line}”", (mention.finding.skill,))


@explain.register
def _(item: Highlight, rules: RuleBook) -> tuple[Sentence, ...]:
    proves = join(fact_words(fact, rules) for fact in item.proves)
    via = " through a transfer" if item.via else ""
    cites = (*(fact.skill for fact in item.proves), *item.via)
    return (Sentence(f"{item.number}. {item.asked}"), Sentence(f"“{item.quote}” shows {proves}{via}.", cites, 1))
