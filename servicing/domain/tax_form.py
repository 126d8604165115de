"""What Form 1098 of a calendar year says: interest by the day it was received, and the boxes beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import is_business_day
from kernel.money import ZERO
from servicing.domain.ledger import Entry, known_by, principal_at_start_of

# Mortgage insurance premiums are reported from tax year 2026 on (Public Law 119-21); the deduction had lapsed
# for 2022 to 2025. Reported from 600 dollars a year. Instructions for Form 1098 (checked 2026-11).
MIP_REPORTED_FROM = 2026
MIP_THRESHOLD = Decimal("600.00")


@dataclass(frozen=True)
class Form1098:
    """The boxes of one loan for one year.

    Attributes:
        interest: mortgage interest received in the year.
        late_charges: late charges received in the year, which box 1 includes.
        box2_principal: principal outstanding on January 1, or at origination in the year of origination.
        box5_mip: mortgage insurance premiums, or None when the year or the amount is not reported.
    """

    year: int
    interest: Decimal
    late_charges: Decimal
    box2_principal: Decimal
    box3_origination: date
    box5_mip: Decimal | None

    @property
    def box1_interest(self) -> Decimal:
        """Interest received, late charges included."""
        return self.interest + self.late_charges


def interest_year(*, received: date, accrued_through: date) -> int:
    """The year to which interest belongs: the year it was received, unless it was prepaid too far ahead.

    Prepaid interest counts in the year of receipt only when it has accrued in full by January 15 of the next
    year (instructions for Form 1098, box 1, checked 2026-11); otherwise in the year in which it accrues.
    """
    year = received.year
    while accrued_through > date(year + 1, 1, 15):
        year += 1
    return year


def interest_by_year(entries: Iterable[Entry], *, serviced_from: date | None = None) -> dict[int, Decimal]:
    """The interest of each calendar year, late charges left out; only what this servicer received itself."""
    years: dict[int, Decimal] = {}
    for entry in entries:
        if entry.legs.interest == ZERO or (serviced_from is not None and entry.received < serviced_from):
            continue
        end = entry.installment_due or entry.effective
        year = interest_year(received=entry.received, accrued_through=end - timedelta(days=1))
        years[year] = years.get(year, ZERO) + entry.legs.interest
    return years


def form_1098(
    *,
    year: int,
    entries: Iterable[Entry],
    originated_on: date,
    original_amount: Decimal,
    serviced_from: date | None = None,
    mortgage_insurance: Decimal = ZERO,
) -> Form1098:
    """The form for a year, from ledger entries as far as they are known.

    Each servicer reports what it received: entries before `serviced_from` belong to the previous one.
    `mortgage_insurance` is the premiums paid out of escrow in the year.
    """
    entries = list(entries)
    late = sum(
        (
            entry.legs.late_charge
            for entry in entries
            if entry.received.year == year and (serviced_from is None or entry.received >= serviced_from)
        ),
        ZERO,
    )
    reported = year >= MIP_REPORTED_FROM and mortgage_insurance >= MIP_THRESHOLD
    return Form1098(
        year=year,
        interest=interest_by_year(entries, serviced_from=serviced_from).get(year, ZERO),
        late_charges=late,
        box2_principal=(
            original_amount if originated_on.year == year else principal_at_start_of(entries, date(year, 1, 1))
        ),
        box3_origination=originated_on,
        box5_mip=mortgage_insurance if reported else None,
    )


def furnished_on(year: int) -> date:
    """The day by which a year's form is furnished: January 31 of the next, or the next business day."""
    day = date(year + 1, 1, 31)
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def is_corrected(
    *,
    year: int,
    entries: Iterable[Entry],
    originated_on: date,
    original_amount: Decimal,
    serviced_from: date | None = None,
) -> bool:
    """Whether the ledger now says other figures than it said when the year's form was furnished."""

    def boxes(known: Iterable[Entry]) -> tuple[Decimal, Decimal]:
        form = form_1098(
            year=year,
            entries=known,
            originated_on=originated_on,
            original_amount=original_amount,
            serviced_from=serviced_from,
        )
        return form.box1_interest, form.box2_principal

    entries = list(entries)
    return boxes(known_by(entries, furnished_on(year))) != boxes(entries)


def tax_form_refusal(*, year: int, today: date, first_year: int | None, reported: Decimal) -> str | None:
    """Why there is no form for the year, as a code, or None when there is one.

    `first_year` is the year in which the loan's first interest was received, `reported` the year's box 1.
    """
    if year > today.year:
        return "year_in_future"
    if first_year is not None and year < first_year:
        return "year_before_origination"
    if today < furnished_on(year):
        return "year_not_ready"
    if reported <= ZERO:
        return "no_interest"
    return None
