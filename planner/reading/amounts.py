"""Numbers in texts: years of something, days and weeks, amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True)
class Span:
    """A number of years said at ``start`` to ``end`` of a text; ``none`` where it says that there are none."""

    start: int
    end: int
    years: Decimal
    none: bool = False


MONTHS = {"month": 1, "decade": 120}


@lru_cache(maxsize=8)
def _pattern(numbers: tuple[tuple[str, int], ...]) -> re.Pattern[str]:
    tens = "|".join(re.escape(word) for word, number in numbers if number >= 20 and not number % 10) or "(?!)"
    ones = "|".join(re.escape(word) for word, number in numbers if 0 < number < 10) or "(?!)"
    words = [re.escape(word) for word, _ in numbers]
    number = "|".join(["\\d{1,2}(?:\\.\\d)?", rf"(?:{tens})[- ](?:{ones})\b", *words])
    return re.compile(
        rf"(?<![\w.$])(?:(?P<number>{number})(?:\s*\(\d{{1,2}}\))?"
        rf"(?P<more>(?:\s*(?:\+|plus|or more|full)|\s*(?:-|to|or)\s*(?:{number}))*\s*\+?)[\s-]*"
        r"(?:(?:year|yr)s?\b(?:(?:\s*,)?(?:\s+and)?\s+(?P<months>[1-9]|1[01])\s+mo(?:nth)?s?\b)?"
        r"|(?P<unit>month|decade)s?\b)|an?\s+(?P<one>decade)\b)",
        re.I,
    )


def find_years(clean: str, numbers: Mapping[str, int], start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the stretches of time a text speaks of; of a range the lower end counts.

    >>> [str(span.years) for span in find_years("3-5 years, at least two (2) years, 18 months", {"two": 2})]
    ['3', '2', '1.5']
    >>> [str(span.years) for span in find_years("twenty-five years, 6 yrs 4 mos, a decade", {"twenty": 20, "five": 5})]
    ['25', '6.3', '10']
    >>> [span.none for span in find_years("0 years of SQL, 0-1 years of Python", {})]
    [True, False]
    """
    numbers = {word.casefold(): number for word, number in numbers.items()}
    for match in _pattern(tuple(numbers.items())).finditer(clean, start, len(clean) if end is None else end):
        said = (match["number"] or "1").casefold()
        parts = [said] if said in numbers else re.split("[- ]", said)
        amount = sum((Decimal(numbers.get(part, part)) for part in parts), Decimal(0))
        unit = (match["unit"] or match["one"] or "").casefold()
        months = amount * MONTHS.get(unit, 12) + int(match["months"] or 0)
        years = (months / 12).quantize(Decimal("0.1")) if months % 12 else Decimal(months) / 12
        if years <= 60:
            yield Span(match.start(), match.end(), years, none=not months and not (match["more"] or "").strip(" +"))


@lru_cache(maxsize=8)
def _days_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    number = "|".join(["\\d{1,3}", *map(re.escape, words)])
    some = r"(?:a[ ]+)?(?:few|couple(?:[ ]+of)?)|several"
    return re.compile(
        rf"(?<![\w.$])(?:({number})(?:\s*(?:\+|-|to|or)\s*(?:{number}))?|({some})|a|an)[\s-]+?(day|week|wk)s?\b'?", re.I
    )


_RATE = r"(?:a|an|per|each|every|/)\s*(?:day|week|month|year)\b|(?:daily|weekly|monthly|yearly)\b"
_RATED = re.compile(rf"[\s,]*(?:{_RATE})", re.I)
_RATES = re.compile(r"(?:days?|times?|hours?|once|twice|every|each|per)\s*$", re.I)
SOME = 3  # what "a few" comes to


def find_days(clean: str, numbers: Mapping[str, int]) -> Iterator[Span]:
    """Yield the amounts of days and weeks of a text, in years, and not what is said of every week.

    >>> [str(span.years) for span in find_days("3 days, a few weeks, 5 days a week, every two weeks", {"two": 2})]
    ['0.008', '0.058']
    """
    numbers = {word.casefold(): number for word, number in numbers.items()}
    for match in _days_pattern(tuple(numbers)).finditer(clean):
        if is_rate(clean, match.end()) or _RATES.search(clean, max(0, match.start() - 8), match.start()):
            continue
        said = (match[1] or "").casefold()
        amount = SOME if match[2] else numbers[said] if said in numbers else int(said or 1)
        days = amount * (1 if match[3].casefold() == "day" else 7)
        yield Span(match.start(), match.end(), (Decimal(days) / 365).quantize(Decimal("0.001")), none=not amount)


def is_rate(clean: str, place: int) -> bool:
    """Say whether what ends at ``place`` is said of every week or the like: "5 days a week"."""
    return bool(_RATED.match(clean, place))


@dataclass(frozen=True)
class Pay:
    """An amount of money, or a range, and the period it is for, in the text's words where it is none of the usual ones
    ("" where the text does not say)."""

    low: int
    high: int
    period: str
    quote: str


_MONEY = re.compile(
    r"(?:USD|US\$|EUR|GBP|CAD|AUD|[$€£])\s*(\d[\d,]*(?:\.\d+)?)\s*([kK])?"
    r"(?:(?i:/(?:yr|hr|year|hour|mo|month))?\s*(?:-|to|and)\s*(?:USD|US\$|EUR|GBP|[$€£])?\s*(\d[\d,]*(?:\.\d+)?)\s*([kK])?)?"
    r"(?i:\s*(?:/|per|a|an|every|each)?\s*(hour|hr|year|yr|annum|month|week|day|annually|yearly|hourly|monthly|weekly|daily"
    r"|bi-?weekly|fortnight(?:ly)?|(?:two|2)\s+weeks|other\s+week|(?:semi-?|bi-?)monthly|twice\s+a\s+month|pay\s+period)\b"
    r"|\s*(?:/|\bper\b)\s*([a-z]+)\b)?",
)
_BARE = re.compile(  # without a currency: thousands written short, with a comma, or for an hour
    r"(?<![\w.,$€£-])(?:(\d{2,3})\s?[kK]?\s*(?:-|to)\s*(\d{2,3})\s?([kK])\b"
    r"|(\d{2,3},\d{3})\s*(?:-|to|and)\s*(\d{2,3},\d{3})(?!,?\d)"
    r"|(\d{1,3}(?:\.\d\d)?)(?:\s*(?:-|to)\s*(\d{1,3}(?:\.\d\d)?))?\s*(?:/|per|an)\s*(?:hour|hr)\b)"
)
_PERIOD = {
    "hr": "hour", "hourly": "hour", "yr": "year", "annum": "year", "annually": "year", "yearly": "year",
    "monthly": "month", "weekly": "week", "daily": "day", "biweekly": "two weeks", "fortnight": "two weeks",
    "fortnightly": "two weeks", "2 weeks": "two weeks", "other week": "two weeks", "semimonthly": "half month",
    "twice a month": "half month", "bimonthly": "half month",
}  # fmt: skip


def find_pay(clean: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, Pay]]:
    """Yield amounts of money, each with its place: those with a currency, then ranges that can be nothing else.

    >>> [(pay.low, pay.high, pay.period) for _, _, pay in find_pay("$62k - $70k a year or $31.50/hour")]
    [(62000, 70000, 'year'), (32, 32, 'hour')]
    >>> [pay.period for _, _, pay in find_pay("$2,104 biweekly, $900 every two weeks, $12,000 per project")]
    ['two weeks', 'two weeks', 'project']
    """
    for match in _MONEY.finditer(clean, start, len(clean) if end is None else end):
        thousands = match[2] or match[4]
        low = _amount(match[1], match[2] or (thousands if match[3] else None))
        high = _amount(match[3], thousands) if match[3] else low
        period = " ".join((match[5] or match[6] or "").casefold().replace("-", "").split())
        yield match.start(), match.end(), Pay(low, max(low, high), _PERIOD.get(period, period), match[0].strip())
    for match in _BARE.finditer(clean, start, len(clean) if end is None else end):
        thousands, hourly = match[3], match[6]
        low = _amount(match[1] or match[4] or match[6], thousands)
        high = _amount(match[2] or match[5] or match[7] or match[6], thousands)
        yield match.start(), match.end(), Pay(low, max(low, high), "hour" if hourly else "", match[0].strip())


def _amount(digits: str, thousands: str | None) -> int:
    value = Decimal(digits.replace(",", "")) * (1000 if thousands else 1)
    return int(value.to_integral_value(rounding="ROUND_HALF_UP"))
