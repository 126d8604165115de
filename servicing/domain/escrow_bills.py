"""Which bills an escrow account pays: when they fall due, how much they come to, and what next year's will be."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.money import CENT, ZERO, Rounding, money

MONTHS_A_YEAR = 12

# Down, so that the parts before the last never come to more than the whole.
CENTS_DOWN = Rounding(CENT, ROUND_DOWN)

type DayOfYear = tuple[int, int]


@dataclass(frozen=True)
class EscrowItem:
    """One thing that is paid from the account, such as a county's tax, and the days of the year on which it is billed.

    An item billed in installments stays one item (12 CFR 1024.17(b), "escrow account item").

    Attributes:
        item: its name for the borrower, such as `county tax`.
        kind: what it is, such as `property_tax`, `hazard_insurance`, `flood_insurance` or `mortgage_insurance`.
        amount: of each bill; with `whole_year`, of a year's bills together, divided by `spread`.
        on: the days as (month, day), such as `((4, 10), (12, 10))`; a day the month lacks is its last day.
        every_years: 1, or 3 for a premium paid for three years at once, counted from `first_year`.
    """

    item: str
    kind: str
    amount: Decimal
    on: tuple[DayOfYear, ...]
    whole_year: bool = False
    every_years: int = 1
    first_year: int = 1


@dataclass(frozen=True)
class EscrowBill:
    """One payment out of the account, on a day."""

    item: str
    kind: str
    on: date
    amount: Decimal


def spread(amount: Decimal, months: int = MONTHS_A_YEAR, *, rounding: Rounding = CENTS_DOWN) -> tuple[Decimal, ...]:
    """The amount in `months` parts, equal but for the last, which takes the residue: they sum to it exactly.

    Rounded down by default, so that the last part is the largest. A convention of rounding up can leave the last part
    smaller, and is refused where it would leave it negative.

    Raises:
        ValueError: for a negative amount, for no months, or when the last part would be negative.
    """
    whole = money(amount)
    if months < 1 or whole < ZERO:
        raise ValueError("an amount of zero or more is spread over one month or more")
    part = rounding(whole / months)
    last = whole - part * (months - 1)
    if last < ZERO:
        raise ValueError("rounded up, the parts before the last come to more than the whole")
    return (*[part] * (months - 1), last)


def every_month(day: int) -> tuple[DayOfYear, ...]:
    """The same day of every month, for a premium paid monthly."""
    return times_a_year(month=1, day=day, times=MONTHS_A_YEAR)


def times_a_year(*, month: int, day: int, times: int) -> tuple[DayOfYear, ...]:
    """Days evenly spaced over the year, one of them in `month`: 2 for half-yearly bills, 4 for quarterly ones.

    Raises:
        ValueError: when `times` does not divide twelve.
    """
    if times < 1 or MONTHS_A_YEAR % times:
        raise ValueError("bills come 1, 2, 3, 4, 6 or 12 times a year")
    step = MONTHS_A_YEAR // times
    return tuple(sorted(((month - 1 + step * k) % MONTHS_A_YEAR + 1, day) for k in range(times)))


def _bills_of_item(item: EscrowItem, years: range) -> Iterator[EscrowBill]:
    days = sorted(item.on)
    amounts = spread(item.amount, len(days)) if item.whole_year else (item.amount,) * len(days)
    for year in years:
        if (year - item.first_year) % item.every_years:
            continue
        for (month, day), amount in zip(days, amounts, strict=True):
            last = calendar.monthrange(year, month)[1]
            yield EscrowBill(item.item, item.kind, date(year, month, min(day, last)), amount)


def bills_between(*, items: Sequence[EscrowItem], since: date, until: date) -> tuple[EscrowBill, ...]:
    """Every bill from `since` until the day before `until`, in order of days and then of items."""
    years = range(since.year, until.year + 1)
    bills = [bill for item in items for bill in _bills_of_item(item, years) if since <= bill.on < until]
    return tuple(sorted(bills, key=lambda bill: bill.on))


def bills_of_year(*, items: Sequence[EscrowItem], begins: date, years: int = 1) -> tuple[EscrowBill, ...]:
    """The bills of a computation year, or of a cycle of several.

    A year's amount in installments sums exactly: each day of the year comes once in any twelve months.
    """
    return bills_between(items=items, since=begins, until=months_after(begins, MONTHS_A_YEAR * years))


def coming_bills(*, items: Sequence[EscrowItem], today: date, months: int) -> tuple[EscrowBill, ...]:
    """The bills from today on that fall within the next so many months."""
    return bills_between(items=items, since=today, until=months_after(today, months))


@dataclass(frozen=True)
class BillEstimate:
    """What a bill of the next year is taken to be, and on what ground.

    Attributes:
        basis: `known`, `last_year`, `last_year_with_cpi` or `comparable`.
    """

    amount: Decimal
    basis: Literal["known", "last_year", "last_year_with_cpi", "comparable"]


def estimated_bill(
    *,
    known: Decimal | None = None,
    last_year: Decimal | None = None,
    cpi_change: Decimal | None = None,
    comparable: Decimal | None = None,
    rounding: Rounding = CENTS_DOWN,
) -> BillEstimate:
    """The amount that may be projected for a bill (12 CFR 1024.17(c)(7)), from the best ground there is.

    The charge itself when it is known; else last year's, or last year's with the most recent yearly change of the
    CPI-U (all items), in per cent; for new construction not yet assessed, the assessment of comparable property. The
    law caps the change, so it is rounded down by default.

    Raises:
        ValueError: when nothing is given to estimate from.
    """
    if known is not None:
        return BillEstimate(money(known), "known")
    if last_year is not None and cpi_change is not None:
        return BillEstimate(rounding(last_year * (100 + cpi_change) / 100), "last_year_with_cpi")
    if last_year is not None:
        return BillEstimate(money(last_year), "last_year")
    if comparable is not None:
        return BillEstimate(money(comparable), "comparable")
    raise ValueError("an estimate needs the charge, last year's charge or a comparable assessment")
