"""Which days count: months, legal public holidays and business days under Regulation X."""

import calendar
from datetime import date, timedelta

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
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def legal_public_holidays(year: int) -> frozenset[date]:
    """The federal holidays of 5 USC 6103(a) on their actual dates (checked 2026-11).

    Observed days (a Friday for a Saturday holiday) are left out on purpose: Regulation X is silent on
    them, and counting them as ordinary days makes every deadline earlier, never later.
    """
    monday, thursday = 0, 3
    last_monday_of_may = _nth_weekday(year, 5, monday, 5)
    if last_monday_of_may.month != 5:
        last_monday_of_may -= timedelta(days=7)
    return frozenset(
        {
            date(year, 1, 1),
            _nth_weekday(year, 1, monday, 3),
            _nth_weekday(year, 2, monday, 3),
            last_monday_of_may,
            date(year, 6, 19),
            date(year, 7, 4),
            _nth_weekday(year, 9, monday, 1),
            _nth_weekday(year, 10, monday, 2),
            date(year, 11, 11),
            _nth_weekday(year, 11, thursday, 4),
            date(year, 12, 25),
        }
    )


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
