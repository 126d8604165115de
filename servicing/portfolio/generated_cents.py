"""Integer arithmetic for many loans: amounts in cents, rates in thousandths of a per cent, months counted from year 0.

Every figure is the one that `servicing.domain` reckons in decimals, rounded half up once; whole numbers only make it
quick enough for a hundred thousand histories.
"""

import calendar
from datetime import date
from decimal import Decimal
from functools import cache

from kernel.money import from_cents, to_cents
from servicing.domain import amortisation

# A rate is kept in thousandths of a per cent a year, so one twelfth of it is this part of the balance.
_MONTHS = 12 * 100_000
_DAYS = 365 * 100_000


def month_interest(balance: int, rate: int) -> int:
    """Thirty days' interest on a balance."""
    return (balance * rate + _MONTHS // 2) // _MONTHS


def payoff_interest(balance: int, rate: int, *, full_months: int, odd_days: int) -> int:
    """Whole months at a twelfth of the rate and odd days actual/365, each rounded by itself."""
    months = (balance * rate * full_months + _MONTHS // 2) // _MONTHS
    return months + (balance * rate * odd_days + _DAYS // 2) // _DAYS


def share(amount: int, per_cent: int) -> int:
    """So many whole per cent of an amount."""
    return (amount * per_cent + 50) // 100


def level_payment(amount: int, rate: int, months: int) -> int:
    """The equal monthly payment that repays the amount."""
    return to_cents(amortisation.level_payment(principal=from_cents(amount), annual_rate=per_cent(rate), months=months))


def per_cent(rate: int) -> Decimal:
    """A rate as the note writes it: 6125 is 6.125."""
    return Decimal(rate).scaleb(-3).normalize()


def month_of(day: date) -> int:
    """The day's month as a count, so that months can be added."""
    return day.year * 12 + day.month - 1


@cache
def days_of(month: int) -> tuple[str, ...]:
    """The days of a counted month in ISO form, each under its number; place 0 repeats the first."""
    year, number = divmod(month, 12)
    last = calendar.monthrange(year, number + 1)[1]
    days = [f"{year:04d}-{number + 1:02d}-{day:02d}" for day in range(1, last + 1)]
    return (days[0], *days)
