"""The figure gate: no amount, date, rate or long number is shown that nobody vouches for.

A figure may stand in an answer when it equals, as a value, one of the facts that came with the answer, or when the
approved wording of that answer says it itself ("Form 1098"). Values are compared, not strings, so that English and
Spanish ways of writing the same amount or day are the same figure.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.facts import Fact
from kernel.spoken import MONTHS

FigureKind = Literal["money", "date", "rate", "number"]
FIGURE_KINDS: tuple[FigureKind, ...] = ("money", "date", "rate", "number")
Value = Decimal | tuple[int | None, int, int | None] | str

LONG_NUMBER = 4

_MONTH_NUMBERS = {name.lower(): place for names in MONTHS.values() for place, name in enumerate(names, 1)}
_MONTH_NUMBERS |= {name[:3]: place for name, place in _MONTH_NUMBERS.items()} | {"sept": 9, "setiembre": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[89]|2[01])\d\d)\b"
# Read from its first digit or not at all: a long row of digits is not tried again from each of them.
_NUMBER = r"(?<!\d)(?<!\d[.,])\d+(?:[.,]\d+)*"

_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<m>\d{2})-(?P<day>\d{2})\b",
        r"\b(?P<m>\d{1,2})[/.](?P<day>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?:de\s+|del\s+)?{_YEAR})?",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|º|ro)?\s+(?:de\s+|of\s+)?{_MONTH}(?:,?\s+(?:de\s+|del\s+|of\s+)?{_YEAR})?",
        rf"\b{_MONTH}\s+(?:de\s+|del\s+|of\s+)?{_YEAR}",
    )
)
_RATES = re.compile(rf"(?P<number>{_NUMBER})\s*(?:%|per\s?cent\b|por\s+ciento\b)", re.IGNORECASE)
_MONEY = re.compile(
    rf"(?:\$\s?(?P<after>{_NUMBER}))|(?P<before>{_NUMBER})\s?(?:dollars?|d[oó]lares?|usd)\b", re.IGNORECASE
)
_PERIODS = re.compile(
    rf"(?P<number>{_NUMBER})[\s-](?:(?:business|calendar|odd)\s)?"
    r"(?:days?|months?|years?|weeks?|d[ií]as?|mes(?:es)?|años?|semanas?)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(rf"(?P<number>{_NUMBER})")


@dataclass(frozen=True)
class Figure:
    """A figure as it stands in a text, and every value a reader could take it for."""

    kind: FigureKind
    text: str
    values: frozenset[Value]


def figures_in(text: str) -> list[Figure]:
    """The figures in a text: dates, rates, amounts, spans of time and numbers that are long or not whole."""
    found: list[tuple[int, Figure]] = []
    rest = text
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            values = _days(match)
            if values:
                found.append((match.start(), Figure("date", match.group(), values)))
                rest = _blank(rest, match)
    for kind, pattern in (("rate", _RATES), ("money", _MONEY), ("number", _PERIODS), ("number", _NUMBERS)):
        for match in pattern.finditer(rest):
            number = next(part for part in match.groups() if part)
            if pattern is not _NUMBERS or _is_long(number):
                figure_kind: FigureKind = "rate" if kind == "rate" else "money" if kind == "money" else "number"
                found.append((match.start(), Figure(figure_kind, match.group().strip(), _numbers(number))))
            rest = _blank(rest, match)
    return [figure for _, figure in sorted(found, key=lambda item: item[0])]


def unsupported(
    text: str,
    *,
    facts: Iterable[Fact],
    approved: Sequence[str] = (),
    known: Iterable[str] = (),
    kinds: Collection[FigureKind] = FIGURE_KINDS,
) -> list[str]:
    """The figures of the text that neither a fact nor the approved wording vouches for, as they stand there.

    Args:
        text: what is about to be shown.
        facts: the facts that came with it; the lines of a fact count as well.
        approved: the approved texts of the response, without their placeholders.
        known: identifiers the borrower may see anyway, such as the last four digits of their loans.
        kinds: which kinds of figures are looked at.
    """
    figures = [figure for figure in figures_in(text) if figure.kind in kinds]
    if not figures:
        return []
    vouched = _vouched(facts)
    vouched["number"] |= set(known)
    for template in approved:
        for figure in figures_in(template):
            vouched[figure.kind] |= figure.values
    return [figure.text for figure in figures if not _supported(figure, vouched)]


def _supported(figure: Figure, vouched: dict[FigureKind, set[Value]]) -> bool:
    if figure.kind == "date":
        return any(_same_day(value, day) for value in figure.values for day in vouched["date"])
    if figure.values & vouched[figure.kind]:
        return True
    # A number without a sign may be an amount or a rate; an amount may never be a mere number.
    return figure.kind == "number" and bool(figure.values & (vouched["money"] | vouched["rate"]))


def _same_day(value: Value, day: Value) -> bool:
    """Whether the day has all the parts that the writing names."""
    if not isinstance(value, tuple) or not isinstance(day, tuple):
        return False
    return all(said is None or said == meant for said, meant in zip(value, day, strict=True))


def _vouched(facts: Iterable[Fact]) -> dict[FigureKind, set[Value]]:
    vouched: dict[FigureKind, set[Value]] = {"money": set(), "date": set(), "rate": set(), "number": set()}
    for fact in facts:
        value = fact.read()
        if fact.kind == "money":
            vouched["money"] |= {abs(fact.amount), *(abs(line.value) for line in fact.lines)}
        elif isinstance(value, date):
            vouched["date"].add((value.year, value.month, value.day))
        elif fact.kind == "rate":
            vouched["rate"].add(Decimal(fact.value))
        elif fact.kind == "count":
            vouched["number"].add(Decimal(fact.value))
        else:
            vouched["number"] |= set(re.findall(r"\d+", " ".join((fact.value, *fact.words.values()))))
    return vouched


def _is_long(number: str) -> bool:
    return len(number) >= LONG_NUMBER or not number.isdecimal()


def _blank(text: str, match: re.Match[str]) -> str:
    """The text with the match taken out, so that it is read once, and everything else left in its place."""
    return text[: match.start()] + "\0" * (match.end() - match.start()) + text[match.end() :]


def _days(match: re.Match[str]) -> frozenset[Value]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    day = int(parts["day"]) if parts.get("day") else None
    if parts.get("month"):
        return frozenset({(year, _MONTH_NUMBERS[parts["month"].lower()], day)})
    first = int(parts["m"])
    # A day written in figures alone reads month first in English and day first in Spanish.
    readings = (
        [(first, day), (day, first)]
        if len(parts["year"]) < 4 or match.start("m") < match.start("year")
        else [(first, day)]
    )
    return frozenset((year, month, of_month) for month, of_month in readings if month and of_month and month <= 12)


def _numbers(text: str) -> frozenset[Value]:
    """The values a written number can have: 1,234.50 and 1.234,50 are one value, 6,125 may be two."""
    readings: set[Value] = {text} if text.isdecimal() else set()
    for thousands, decimal in ((",", "."), (".", ",")):
        whole, separator, cents = text.partition(decimal)
        groups = whole.split(thousands)
        well_grouped = len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
        if well_grouped and (not separator or cents.isdecimal()):
            readings.add(Decimal("".join(groups) + (f".{cents}" if cents else "")))
    return frozenset(readings)
