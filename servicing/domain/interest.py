"""How many days' interest there is between two days, by the count of days that a note or a rule names."""

import calendar
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kernel.money import CENTS, Rounding

# 30/360: every month has 30 days, as US brokers count (NASD). 30/360-bond: the same without their rule for the end of
# February (ISDA 2006, section 4.16(f)). 30e/360: the European form (4.16(g)). actual/actual: the days of each calendar
# year over 365 or 366 (4.16(b)).
DayCount = Literal["30/360", "30/360-bond", "30e/360", "actual/360", "actual/365", "actual/366", "actual/actual"]


def days_30_360(start: date, end: date, *, european: bool = False, february_is_full: bool = True) -> int:
    """Days between two days when every month has thirty.

    The US form (NASD) moves a 31st end to the 30th only when the start is on the 30th or 31st, and takes the last of
    February at the start for the 30th unless `february_is_full` is False; the European form moves every 31st to the
    30th.
    """
    first, last = start.day, end.day
    if european:
        first, last = min(first, 30), min(last, 30)
    else:
        if february_is_full and _ends_february(start):
            if _ends_february(end):
                last = 30
            first = 30
        if last == 31 and first >= 30:
            last = 30
        first = min(first, 30)
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == calendar.monthrange(day.year, 2)[1]


def year_fraction(start: date, end: date, *, day_count: DayCount = "30/360") -> Fraction:
    """The part of a year between two days, exactly; the last day is not counted.

    Raises:
        ValueError: when the end is before the start, or for an unknown count.
    """
    if end < start:
        raise ValueError("the end lies before the start")
    days = (end - start).days
    if day_count == "30/360":
        return Fraction(days_30_360(start, end), 360)
    if day_count == "30/360-bond":
        return Fraction(days_30_360(start, end, february_is_full=False), 360)
    if day_count == "30e/360":
        return Fraction(days_30_360(start, end, european=True), 360)
    if day_count == "actual/360":
        return Fraction(days, 360)
    if day_count == "actual/365":
        return Fraction(days, 365)
    if day_count == "actual/366":
        return Fraction(days, 366)
    if day_count == "actual/actual":
        return _by_calendar_years(start, end)
    raise ValueError(f"unknown count of days {day_count!r}")


def _by_calendar_years(start: date, end: date) -> Fraction:
    total = Fraction(0)
    while start < end:
        new_year = date(start.year + 1, 1, 1)
        until = min(end, new_year)
        total += Fraction((until - start).days, 366 if calendar.isleap(start.year) else 365)
        start = until
    return total


def accrued_interest(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    start: date,
    end: date,
    day_count: DayCount = "30/360",
    rounding: Rounding = CENTS,
) -> Decimal:
    """Simple interest from `start` up to but not including `end`; the rate in per cent a year."""
    part = year_fraction(start, end, day_count=day_count)
    return rounding(balance * annual_rate * part.numerator / (100 * part.denominator))


def per_diem(*, balance: Decimal, annual_rate: Decimal, days_a_year: int = 365, rounding: Rounding = CENTS) -> Decimal:
    """One day's interest. Payoffs use 365 days (Fannie Mae F-1-09), closings usually 360."""
    return rounding(balance * annual_rate / (100 * days_a_year))


def prepaid_interest(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    start: date,
    end: date,
    days_a_year: int = 360,
    round_per_diem: bool = True,
    rounding: Rounding = CENTS,
) -> Decimal:
    """Interest paid at closing from the closing day up to but not including the first of a month.

    The Closing Disclosure of Regulation Z (sample H-25(B)) rounds the per diem first and multiplies it by the days;
    `round_per_diem=False` rounds the product alone, as sample H-13 does (16 days on 44,900 at 14.75 per cent: 294.34).

    Raises:
        ValueError: when the end is before the start.
    """
    days = (end - start).days
    if days < 0:
        raise ValueError("the end lies before the start")
    if round_per_diem:
        daily = per_diem(balance=balance, annual_rate=annual_rate, days_a_year=days_a_year, rounding=rounding)
        return rounding(daily * days)
    return rounding(balance * annual_rate * days / (100 * days_a_year))
