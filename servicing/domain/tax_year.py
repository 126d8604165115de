"""What the rules of a tax year say about Form 1098: its boxes, its deadlines, and which premiums it reports."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import is_business_day
from kernel.rules import NoRule, rows_in_force, rule

# Section 6050H was made in 1984; a year before it is read by the first rules.
FIRST_YEAR = 1985


def last_day(year: int) -> date:
    """The day on which the rules of a tax year are read."""
    return date(max(year, FIRST_YEAR), 12, 31)


def deadline(name: str, year: int) -> date:
    """The month and day that a rule sets, in the year after the tax year."""
    month, day = str(rule("tax_form", name, on=last_day(year)).value).split("-")
    return date(year + 1, int(month), int(day))


def or_next_business_day(day: date) -> date:
    """The day, or the next that is no Saturday, Sunday or legal holiday (26 USC 7503)."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Box:
    """One box of the form as it is printed for a year."""

    number: int
    label: str


def boxes(year: int) -> tuple[Box, ...]:
    """The boxes of a year's form in order; none for years before 2016, whose forms numbered them otherwise."""
    return tuple(Box(row["number"], row["label"]) for row in rows_in_force("tax_form", "box", on=date(year, 12, 31)))


def reported_insurance(
    *, year: int, premiums: Decimal, issued_on: date | None = None, threshold: Decimal | None = None
) -> Decimal | None:
    """Box 5: the year's mortgage insurance premiums, or None when the year or the amount is not reported.

    Reported in years for which the deduction stands (not 2022 to 2025, again from 2026), from the threshold on
    (default: the rule of the year), for insurance issued after 2006; an unknown day of issue counts as later.
    """
    try:
        least = rule("tax_form", "insurance_threshold", on=last_day(year)).exact if threshold is None else threshold
        first = date.fromisoformat(str(rule("tax_form", "insurance_issued_from", on=last_day(year)).value))
    except NoRule:
        return None
    if premiums < least or (issued_on is not None and issued_on < first):
        return None
    return premiums
