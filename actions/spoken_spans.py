"""Which days behind us a borrower means: a day, a month, a year, the last few months, or from one day to another.

Pure, like `spoken_dates`: the phrases and today are all there is. A day or month without a year is the latest that is
not ahead; the answer repeats what was understood in full.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from actions.spoken_dates import MONTHS, NoSuchDay, plain, spoken_date, spoken_year
from kernel.calendar import end_of_month, months_after

_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b(?:.*?\b(?P<year>(?:19|20)\d\d)\b)?"
)
_LAST_MONTHS = re.compile(
    r"\b(?:last|past|previous|ultimos|pasados)\s+(?P<count>\d{1,2})\s+(?:months|meses)\b"
    r"|\b(?P<spanish>\d{1,2})\s+(?:ultimos\s+)?meses\s+(?:pasados|anteriores)\b"
)
_WHOLE = (
    (
        re.compile(r"\b(?:last|past|previous|prior) month\b|\bmonth before(?! last)\b|\bmes (?:pasado|anterior)\b"),
        "month",
        1,
    ),
    (re.compile(r"\bthis month\b|\beste mes\b"), "month", 0),
    (re.compile(r"\b(?:last|past|previous) week\b|\bsemana (?:pasada|anterior)\b"), "week", 1),
    (re.compile(r"\bthis week\b|\besta semana\b"), "week", 0),
)
# At the end of what is said, counted from the days that were answered just before or named before it; "last month" and
# "the year before last" are counted from today.
_BEFORE = re.compile(
    r"\b(?:(?P<what>year|month|week) before|(?:previous|prior) (?P<former>year|month|week)"
    r"|(?P<spanish>ano|mes|semana) anterior)"
    r"(?: (?:that|this|it|too|also|please|then|as well|a ese|tambien|por favor))*$"
)
_BETWEEN = re.compile(
    r"\s*(?:to|through|thru|until|till|and|hasta|al?|y|e|[-–—])\s*(?:the|el|la|fines de)?\s*",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|ever since|starting(?: in| on)?|desde|a partir del?)\s*(?:the|el)?\s*$", re.IGNORECASE)


class Span(NamedTuple):
    """The days from one to another, both included."""

    since: date
    until: date


def span_said(
    message: Mapping[str, Any], phrases: Sequence[Mapping[str, Any]], today: date, *, near: Span | None = None
) -> Span | NoSuchDay | None:
    """What the message means with the phrases of days and years it names; None when that is not clear.

    Args:
        message: with its text.
        phrases: the entities, each with its kind, value and place, in order.
        near: the days that were answered just before: "the month before" is the one before them.
    """
    text = str(message.get("text") or "")
    before = _BEFORE.search(plain(text))
    if before is not None:
        what = before["what"] or before["former"] or before["spanish"]
        named = [
            _span_of(phrase, today) for phrase in phrases if not _BEFORE.search(plain(str(phrase.get("value") or "")))
        ]
        if len(named) == 1 and isinstance(named[0], Span):
            return Span(_whole_before(named[0].since, what).since, named[0].until)
        if near is not None and not named:
            return _whole_before(near.since, what)
    read = [(phrase, _span_of(phrase, today)) for phrase in phrases]
    wrong = next((span for _, span in read if isinstance(span, NoSuchDay)), None)
    clear = [(phrase, span) for phrase, span in read if isinstance(span, Span)]
    if not clear:
        return wrong or last_months(text, today)
    phrase, last = clear[-1]
    if len(clear) > 1 and _BETWEEN.fullmatch(text[clear[-2][0].get("end") or 0 : phrase.get("start") or 0]):
        return _joined(clear[-2][1], last)
    if _SINCE.search(text[: phrase.get("start") or 0]) and last.since <= today:
        return Span(last.since, today)
    return last


def last_months(text: str, today: date) -> Span | None:
    """The last so many months up to today, when a text speaks of them."""
    said = _LAST_MONTHS.search(plain(text))
    if said is None:
        return None
    return Span(months_after(today, -int(said["count"] or said["spanish"])), today)


def _whole_before(day: date, what: str) -> Span:
    """The whole year, month or week before the one a day is in."""
    if what in ("year", "ano"):
        return Span(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))
    if what in ("month", "mes"):
        first = months_after(day.replace(day=1), -1)
        return Span(first, end_of_month(first))
    monday = day - timedelta(days=day.weekday() + 7)
    return Span(monday, monday + timedelta(days=6))


def _joined(first: Span, last: Span) -> Span:
    """From the one to the other: "November to February" begins in the year before."""
    since = first.since if first.since <= last.until else months_after(first.since, -12)
    return Span(since, last.until)


def _span_of(phrase: Mapping[str, Any], today: date) -> Span | NoSuchDay | None:
    said = str(phrase.get("value") or "")
    if phrase.get("entity") == "tax_year":
        year = spoken_year(said, today, near=today.year)
        return None if year is None else Span(date(year, 1, 1), date(year, 12, 31))
    return _whole(plain(said), today) or _month(plain(said), today) or _day(said, today)


def _whole(text: str, today: date) -> Span | None:
    for pattern, what, back in _WHOLE:
        if pattern.search(text) and what == "month":
            first = months_after(today.replace(day=1), -back)
            return Span(first, end_of_month(first))
        if pattern.search(text):
            monday = today - timedelta(days=today.weekday() + 7 * back)
            return Span(monday, monday + timedelta(days=6))
    return None


def _month(text: str, today: date) -> Span | None:
    """A month that is named without a day in it; "late March" is March."""
    said = _MONTH.search(text)
    if said is None or re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", text)):
        return None
    month = MONTHS[said["month"]]
    first = date(int(said["year"]) if said["year"] else today.year - (month > today.month), month, 1)
    return Span(first, end_of_month(first))


def _day(said: str, today: date) -> Span | NoSuchDay | None:
    """The latest such day that is not ahead. One counted from today ("in two weeks") lies ahead and is none."""
    soon = spoken_date(said, today)
    if soon is None or isinstance(soon, NoSuchDay):
        return soon
    # A weekday comes once in a week, a day of the month in a month, and any day in a year.
    backs = (today - timedelta(days=7), months_after(today, -1), months_after(today, -12))
    starts = [back + timedelta(days=1) for back in backs]
    readings = [(start, found) for start in starts if isinstance(found := spoken_date(said, start), date)]
    if soon <= today or all(found == soon for _, found in readings):
        return Span(soon, soon)
    if all(found - start == soon - today for start, found in readings):
        return None
    return next((Span(found, found) for _, found in readings if found <= today), None)
