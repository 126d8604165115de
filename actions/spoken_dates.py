"""Which day, or which tax year, a borrower means by the words they used, in English, Spanish or a mix of both.

Pure: the phrase and today are all there is. A phrase that leaves the day open ("next month", "soon") has
no answer; nothing is guessed. Where two readings are common, the docstring of the rule says which is taken, and the
answer the borrower gets repeats the date in full, so that they can correct it.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.calendar import business_days_after, end_of_month, months_after


@dataclass(frozen=True)
class NoSuchDay:
    """The phrase names a day that is not in the calendar, such as February 30."""

    phrase: str


Found = date | NoSuchDay | None
Meaning = Callable[[re.Match[str], date], Found]

MONTHS = {
    "january": 1, "jan": 1, "enero": 1, "ene": 1, "february": 2, "feb": 2, "febrero": 2, "march": 3, "mar": 3,
    "marzo": 3, "april": 4, "apr": 4, "abril": 4, "abr": 4, "may": 5, "mayo": 5, "june": 6, "jun": 6, "junio": 6,
    "july": 7, "jul": 7, "julio": 7, "august": 8, "aug": 8, "agosto": 8, "ago": 8, "september": 9, "sept": 9, "sep": 9,
    "septiembre": 9, "setiembre": 9, "october": 10, "oct": 10, "octubre": 10, "november": 11, "nov": 11,
    "noviembre": 11, "december": 12, "dec": 12, "diciembre": 12, "dic": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "mon": 0, "lunes": 0, "tuesday": 1, "tue": 1, "tues": 1, "martes": 1, "wednesday": 2, "wed": 2,
    "miercoles": 2, "thursday": 3, "thu": 3, "thur": 3, "thurs": 3, "jueves": 3, "friday": 4, "fri": 4, "viernes": 4,
    "saturday": 5, "sat": 5, "sabado": 5, "sunday": 6, "sun": 6, "domingo": 6,
}  # fmt: skip
_UNITS_EN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_UNITS_ES = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve treinta"
)
_ORDINALS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
NUMBERS = {
    **{word: number for words in (_UNITS_EN, _UNITS_ES, _ORDINALS_EN) for number, word in enumerate(words.split(), 1)},
    "thirty": 30, "thirtieth": 30, "un": 1, "una": 1, "primero": 1, "primer": 1, "couple": 2, "par": 2,
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?:\s+(?:of\s+|de\s+|del\s+ano\s+|del\s+)?(?P<year>(?:19|20)\d\d))?"
_WEEKDAY = rf"(?P<weekday>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|ro|do|er|o)?"


def spoken_date(phrase: str, today: date, *, near: date | None = None) -> Found:
    """The day the phrase means, `NoSuchDay` when the calendar lacks it, None when it is not clear.

    A day without a year is the next one on or after `today`; a day of a year that is named may lie in the past. A day
    without a month ("the 20th") belongs to the month of `near`, the day spoken of just before, unless that is past.
    """
    text = plain(phrase)
    if near is not None and (alone := _DAY_ALONE.search(text)):
        same_month = _day_of(near.year, near.month, int(alone["day"]))
        if isinstance(same_month, date) and same_month >= today:
            return same_month
    for pattern, meaning in _RULES:
        match = pattern.search(text)
        if match:
            found = meaning(match, today)
            return NoSuchDay(phrase) if isinstance(found, NoSuchDay) else found
    return None


def spoken_year(phrase: str, today: date, *, near: int | None = None) -> int | None:
    """The calendar year the phrase means, None when it is not clear. Two digits are a year of this century.

    "The year before" is the one before `near`, the year spoken of just before.
    """
    text = plain(phrase)
    if near is not None and re.search(_YEAR_BEFORE, text):
        return near - 1
    if full := re.search(r"\b((?:19|20)\d\d)\b", text):
        return int(full.group(1))
    for pattern, years_back in _YEARS_BACK:
        if re.search(pattern, text):
            return today.year - years_back
    if ago := re.search(r"\b(\d{1,2}) years? ago\b|\bhace (\d{1,2}) anos?\b", text):
        return today.year - int(ago.group(1) or ago.group(2))
    if short := re.fullmatch(r"\D*\b(\d\d)\D*", text):
        return 2000 + int(short.group(1))
    return None


_YEAR_BEFORE = r"\b(?:year before(?! last)|(?:previous|prior) year|ano anterior)\b"
_YEARS_BACK = (
    (r"\byear before last\b|\bantepasado\b|\bante pasado\b", 2),
    (r"\b(last|previous|prior|past) (tax |calendar )?year\b|\b(ano|ejercicio) (fiscal )?(pasado|anterior)\b", 1),
    (r"\b(this|current) (tax |calendar )?year\b|\b(este|presente) ano\b|\bano (actual|en curso)\b", 0),
)


def plain(phrase: str) -> str:
    """Lower case without accents, marks and endings, number words as digits, month names spelled as in the tables."""
    text = "".join(mark for mark in unicodedata.normalize("NFKD", phrase.lower()) if not unicodedata.combining(mark))
    text = re.sub(r"[’'`]", "", text)
    text = re.sub(r"(?<![0-9])[.]|[.](?![0-9])|[,;:!?¿¡()\"]", " ", text)
    text = re.sub(r"\b(twenty|thirty)[ -](\w+)", _tens, text)
    text = re.sub(r"\btreinta y un[oa]?\b", "31", text)
    text = re.sub(r"\ban? (?=(day|week|month)s? )|(?<=in )an? (?=(day|week|month))", "1 ", text)
    words = (str(NUMBERS[word]) if word in NUMBERS else _spelled(word) for word in text.split())
    return " ".join(words)


def _tens(match: re.Match[str]) -> str:
    units = NUMBERS.get(match.group(2), 0)
    tens = NUMBERS[match.group(1)]
    return str(tens + units) if 0 < units < 10 else match.group()


def _spelled(word: str) -> str:
    """A month or weekday with a slip of the pen set right; any other word as it is."""
    if len(word) < 6 or word in MONTHS or word in WEEKDAYS:
        return word
    close = difflib.get_close_matches(word, [name for name in (*MONTHS, *WEEKDAYS) if len(name) > 5], 1, 0.84)
    return close[0] if close else word


def _day_of(year: int, month: int, day: int) -> date | NoSuchDay:
    try:
        return date(year, month, day)
    except ValueError:
        return NoSuchDay("")


def _months_later(today: date, months: int, day: int) -> date | NoSuchDay:
    total = today.year * 12 + today.month - 1 + months
    return _day_of(total // 12, total % 12 + 1, day)


def _written(match: re.Match[str], today: date) -> Found:
    return _day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _numbers(match: re.Match[str], today: date) -> Found:
    """Month before day, as in the United States; the other way round when only that is a date."""
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if first > 12 >= second else (first, second)
    if not match["year"]:
        return _next(month, day, today)
    year = int(match["year"])
    return _day_of(year + 2000 if year < 100 else year, month, day)


def _named(match: re.Match[str], today: date) -> Found:
    month, day = MONTHS[match["month"]], int(match["day"])
    return _day_of(int(match["year"]), month, day) if match["year"] else _next(month, day, today)


def _next(month: int, day: int, today: date) -> Found:
    days = [_day_of(year, month, day) for year in (today.year, today.year + 1)]
    return next((found for found in days if isinstance(found, date) and found >= today), NoSuchDay(""))


def _day_of_this_month(match: re.Match[str], today: date) -> Found:
    return _months_later(today, 0, int(match["day"]))


def _day_of_next_month(match: re.Match[str], today: date) -> Found:
    return _months_later(today, 1, int(match["day"]))


def _day_of_month(match: re.Match[str], today: date) -> Found:
    """The next such day on or after today: "the 31st" skips the months that have none."""
    day = int(match["day"])
    upcoming = (_months_later(today, months, day) for months in range(13))
    return next((found for found in upcoming if isinstance(found, date) and found >= today), NoSuchDay(""))


def _in_days(match: re.Match[str], today: date) -> Found:
    return today + timedelta(days=int(match["count"]))


def _in_weeks(match: re.Match[str], today: date) -> Found:
    return today + timedelta(weeks=int(match["count"]))


def _in_months(match: re.Match[str], today: date) -> Found:
    """The same day of a later month, or that month's last day when it is shorter."""
    return months_after(today, int(match["count"]))


def _in_business_days(match: re.Match[str], today: date) -> Found:
    return business_days_after(today, int(match["count"]))


def _end_of_year(match: re.Match[str], today: date) -> Found:
    return date(today.year, 12, 31)


def _end_of_named_month(match: re.Match[str], today: date) -> Found:
    month = MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    return end_of_month(date(year, month, 1))


def _weekday(match: re.Match[str], today: date) -> Found:
    """The first such day on or after today."""
    return today + timedelta(days=(WEEKDAYS[match["weekday"]] - today.weekday()) % 7)


def _upcoming_weekday(match: re.Match[str], today: date) -> Found:
    """The first such day after today."""
    return today + timedelta(days=(WEEKDAYS[match["weekday"]] - today.weekday() - 1) % 7 + 1)


def _weekday_of_next_week(match: re.Match[str], today: date) -> Found:
    """That day of the week that begins next Monday: said on a Monday, "next Friday" is not this week's."""
    return today + timedelta(days=7 - today.weekday() + WEEKDAYS[match["weekday"]])


def _shifted(days: int) -> Meaning:
    return lambda match, today: today + timedelta(days=days)


def _end_of_month(months: int) -> Meaning:
    return lambda match, today: end_of_month(months_after(today, months))


_DAY_ALONE = re.compile(rf"(?:^|\b(?:the|el|dia|on)\s+){_DAY}$")
_NEXT_MONTH = r"(?:next month|following month|proximo mes|mes (?:que viene|proximo|entrante|siguiente))"
_THIS_MONTH = r"(?:this month|current month|este mes|mes (?:en curso|actual|corriente))"
_NEXT_WEEK = r"(?:next week|proxima semana|semana (?:que viene|proxima|entrante))"
_END = r"\b(?:end|last day|close|fin(?:al(?:es)?)?|ultimo dia)\s+"
_OF = r"(?:(?:of|de|del)\s+)?(?:(?:the|el)\s+)?"
_AHEAD = r"\b(?:in|within|dentro de|en)\s+(?:(?:a|about|unos|unas|1)\s+)?(?P<count>\d{1,3})\s+(?:(?:of|de)\s+)?"
_FROM_NOW = r"\s+(?:from (?:now|today)|out|away|later|a partir de (?:hoy|ahora)|mas tarde)\b"
_SPANS = (
    (r"(?:business|working) days?|dias? (?:habil(?:es)?|laborables?)", _in_business_days),
    ("(?:calendar )?days?|dias?(?: calendario)?", _in_days),
    ("weeks?|wks?|semanas?", _in_weeks),
    ("months?|mes(?:es)?", _in_months),
)


def _table() -> Iterator[tuple[str, Meaning]]:
    """Patterns over plain words with their meaning; the first that fits counts, so the narrow stand before the wide."""
    yield r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b", _written
    yield r"\b(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?\b", _numbers
    yield rf"{_END}{_OF}{_NEXT_MONTH}", _end_of_month(1)
    yield rf"{_END}{_OF}(?:mes\s+de\s+)?{_MONTH}{_YEAR}\b", _end_of_named_month
    yield rf"{_END}{_OF}(?:(?:this|este)\s+)?(?:year|ano)\b|\beoy\b", _end_of_year
    yield rf"{_END}{_OF}(?:{_THIS_MONTH}|month|mes)\b|\bmonth end\b|\beom\b", _end_of_month(0)
    yield rf"\b{_DAY}\s+(?:(?:day|dia)\s+)?{_OF}{_NEXT_MONTH}", _day_of_next_month
    yield rf"\b{_NEXT_MONTH}\s+(?:on\s+)?(?:the\s+|el\s+)?(?:dia\s+)?{_DAY}\b", _day_of_next_month
    yield rf"\b{_DAY}\s+(?:(?:day|dia)\s+)?{_OF}{_THIS_MONTH}", _day_of_this_month
    yield rf"\b{_DAY}\s*(?:(?:day|dia)\s+)?{_OF}(?:mes\s+de\s+|-)?{_MONTH}{_YEAR}\b", _named
    yield rf"\b{_MONTH}\s*(?:the\s+|el\s+|-)?{_DAY}{_YEAR}\b", _named
    yield rf"\b{_DAY}\s+(?:of|de|del)\s+(?:(?:the|el)\s+)?(?:month|mes)\b", _day_of_month
    for span, meaning in _SPANS:
        yield rf"{_AHEAD}(?:{span})\b", meaning
        yield rf"\b(?P<count>\d{{1,3}})\s+(?:{span}){_FROM_NOW}", meaning
        yield rf"^(?P<count>\d{{1,3}})\s+(?:{span})$", meaning
    yield r"\bday after tomorrow\b|\bpasado manana\b", _shifted(2)
    yield r"\b(?:tomorrow|tomorow|tommorow|tmrw|tmr|manana)\b", _shifted(1)
    yield r"\b(?:yesterday|ayer)\b", _shifted(-1)
    yield r"\b(?:today|tonight|right now|hoy|ahora mismo)\b", _shifted(0)
    yield rf"\b{_NEXT_WEEK}\s+(?:on\s+|el\s+)?{_WEEKDAY}\b", _weekday_of_next_week
    yield rf"\b{_WEEKDAY}\s+(?:of\s+|de\s+)?(?:la\s+)?{_NEXT_WEEK}", _weekday_of_next_week
    yield rf"\bnext\s+{_WEEKDAY}\b", _weekday_of_next_week
    yield rf"\b(?:coming|proximo)\s+{_WEEKDAY}\b", _upcoming_weekday
    yield rf"\b{_WEEKDAY}\s+(?:que viene|proximo|entrante)\b", _upcoming_weekday
    yield rf"\b{_WEEKDAY}\b", _weekday
    yield _DAY_ALONE.pattern, _day_of_month


_RULES = tuple((re.compile(pattern), meaning) for pattern, meaning in _table())
