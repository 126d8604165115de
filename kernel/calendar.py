"""Which days count: months, legal public holidays and business days under Regulation X."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from kernel.rules import rows

SATURDAY = 5


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later (or earlier), or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = end_of_month(date(year, month, 1))
        return last - timedelta(days=(last.weekday() - weekday) % 7 - 7 * (nth + 1))
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


@cache
def legal_public_holidays(year: int) -> frozenset[date]:
    """The federal holidays of 5 USC 6103(a) on their actual dates, from `kernel/rules/holidays.toml`.

    Observed days (a Friday for a Saturday holiday) are left out on purpose: Regulation X is silent on
    them, and counting them as ordinary days makes every deadline earlier, never later.
    """
    days = (_falls_on(row, year) for row in rows("holidays", "holiday"))
    return frozenset(day for day, since in days if day >= since)


def _falls_on(row: Mapping[str, Any], year: int) -> tuple[date, date]:
    if "day" in row:
        return date(year, row["month"], row["day"]), row["effective_from"]
    return _nth_weekday(year, row["month"], row["weekday"], row["nth"]), row["effective_from"]


def is_business_day(day: date) -> bool:
    """Whether Regulation X counts the day: not a legal public holiday, Saturday or Sunday (12 CFR 1024.35(d))."""
    return day.weekday() < SATURDAY and day not in legal_public_holidays(day.year)


def business_days_after(start: date, days: int) -> date:
    """The date that is `days` business days after `start`; the next countable day is day 1."""
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day
