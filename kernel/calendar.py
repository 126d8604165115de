"""Which days count: months, legal public holidays, and business days by the three definitions of the law."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from kernel.rules import rows

SATURDAY, SUNDAY, WEEK = 5, 6, 7
_TO_OBSERVED = {SATURDAY: -1, SUNDAY: 1}


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


@cache
def observed_holidays(year: int) -> frozenset[date]:
    """The days of a year on which federal offices keep a holiday that falls on a weekend.

    The Friday before a Saturday (5 USC 6103(b)), the Monday after a Sunday (Executive Order 11582). New Year's Day on a
    Saturday is kept in the year before.
    """
    actual = (day for held in (year, year + 1) for day in legal_public_holidays(held))
    moved = (day + timedelta(days=_TO_OBSERVED[day.weekday()]) for day in actual if day.weekday() in _TO_OBSERVED)
    return frozenset(day for day in moved if day.year == year)


@dataclass(frozen=True)
class BusinessDays:
    """Which days a clock counts.

    Attributes:
        closed_weekdays: the days of every week that do not count; 0 is Monday.
        holidays: whether legal public holidays count: `skipped` on their actual dates, `skipped_as_observed` also on
            the Friday or Monday on which they are kept, or `counted`.
        closed_on: further days that do not count, such as those on which an office is shut.
    """

    closed_weekdays: frozenset[int]
    holidays: Literal["skipped", "skipped_as_observed", "counted"] = "skipped"
    closed_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.closed_weekdays) >= WEEK:
            raise ValueError("at least one day of the week must count")

    def count(self, day: date) -> bool:
        """Whether the day counts."""
        if day.weekday() in self.closed_weekdays or day in self.closed_on:
            return False
        if self.holidays == "counted":
            return True
        kept = self.holidays == "skipped_as_observed" and day in observed_holidays(day.year)
        return not kept and day not in legal_public_holidays(day.year)


# "Days (excluding legal public holidays, Saturdays, and Sundays)": 12 CFR 1024.35(d), 1024.36(c), 1024.41(b)(2)(i)(B).
REGULATION_X = BusinessDays(frozenset({SATURDAY, SUNDAY}))
# The precise rule of 12 CFR 1026.2(a)(6): Saturdays count, and so does the day on which a holiday is observed
# (comment 2(a)(6)-2).
REGULATION_Z_PRECISE = BusinessDays(frozenset({SUNDAY}))


def office_days(
    *,
    open_weekdays: Iterable[int] = range(SATURDAY),
    closed_on: Iterable[date] = (),
    holidays: Literal["skipped", "skipped_as_observed", "counted"] = "skipped_as_observed",
) -> BusinessDays:
    """The general rule of 12 CFR 1026.2(a)(6): days on which the offices do substantially all of their business.

    It depends on the office (comment 2(a)(6)-1): Monday to Friday, and not on a holiday as it is observed, unless told
    otherwise.
    """
    return BusinessDays(frozenset(range(WEEK)) - frozenset(open_weekdays), holidays, frozenset(closed_on))


def is_business_day(day: date, counted: BusinessDays = REGULATION_X) -> bool:
    """Whether the day counts; by default not a legal public holiday, Saturday or Sunday (12 CFR 1024.35(d))."""
    return counted.count(day)


def business_days_after(start: date, days: int, counted: BusinessDays = REGULATION_X) -> date:
    """The date that is `days` business days after `start`; the next countable day is day 1.

    Raises:
        ValueError: for a negative number.
    """
    return _business_days_off(start, days, counted, step=timedelta(days=1))


def business_days_before(end: date, days: int, counted: BusinessDays = REGULATION_X) -> date:
    """The date that is `days` business days before `end`; the countable day before it is day 1.

    Raises:
        ValueError: for a negative number.
    """
    return _business_days_off(end, days, counted, step=timedelta(days=-1))


def _business_days_off(day: date, days: int, counted: BusinessDays, *, step: timedelta) -> date:
    if days < 0:
        raise ValueError("days must not be negative")
    while days:
        day += step
        days -= counted.count(day)
    return day


def business_days_between(start: date, end: date, counted: BusinessDays = REGULATION_X) -> int:
    """How many business days there are after `start` and through `end`; 0 when it is not later."""
    return max(0, (end - start).days) - len(skipped_days(start, end, counted))


def skipped_days(start: date, end: date, counted: BusinessDays = REGULATION_X) -> tuple[date, ...]:
    """The days after `start` and through `end` that do not count, in order."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return tuple(day for day in days if not counted.count(day))
