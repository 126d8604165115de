"""A year of payments on time gives the interest that other people's tables give."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

import pytest

from servicing.domain.amortisation import level_payment, schedule
from servicing.domain.ledger import Entry, Legs
from servicing.domain.loan import Terms
from servicing.domain.tax_form import form_1098


def cumulative_interest(*, rate, months, principal, first, last):
    """What a spreadsheet's CUMIPMT says, unrounded: interest of the payments numbered `first` to `last`."""
    payment = principal * rate / (1 - (1 + rate) ** -months)
    total, balance = Decimal(0), principal
    for number in range(1, last + 1):
        interest = balance * rate
        total += interest if number >= first else 0
        balance -= payment - interest
    return total


def year_on_time(amount, per_cent, months, year):
    """Box 1 of a calendar year of a loan whose first installment was due on February 1, 2024, each paid on its day."""
    first = date(2024, 2, 1)
    payment = level_payment(principal=amount, annual_rate=per_cent, months=months)
    terms = Terms(amount, per_cent, months, first, payment)
    paid = [
        Entry("payment", *[part.due] * 3, Legs(principal=part.principal, interest=part.interest), part.due)
        for part in islice(schedule(terms), 30)
    ]
    origin = first - timedelta(days=40)
    return form_1098(year=year, entries=paid, originated_on=origin, original_amount=amount).box1_interest


# Microsoft's documentation of CUMIPMT: 125,000 at 9 % over 30 years pays 11,135.23213 in payments 13 to 24.
def test_the_spreadsheet_s_example_is_met_by_the_reference():
    found = cumulative_interest(rate=Decimal("0.0075"), months=360, principal=Decimal(125000), first=13, last=24)
    assert round(found, 5) == Decimal("11135.23213")


@pytest.mark.parametrize(
    ("amount", "per_cent", "months"),
    [("125000", "9", 360), ("268000", "5.5", 360), ("205000", "6.375", 360), ("120000", "4", 180)],
)
def test_a_year_on_time_is_the_cumulative_interest_to_within_half_a_cent_a_month(amount, per_cent, months):
    principal, rate = Decimal(amount), Decimal(per_cent) / 1200
    found = year_on_time(principal, Decimal(per_cent), months, 2025)
    expected = cumulative_interest(rate=rate, months=months, principal=principal, first=12, last=23)
    assert abs(found - expected) <= Decimal("0.12")


def test_the_first_year_of_a_published_table_is_met_to_the_cent():
    # github.com/jbmohler/mortgage, README: 150,000 at 4 % over 180 months, 1,109.54 a month; 7,450.10 of principal
    # in the first twelve. The rest of twelve payments is interest.
    first = date(2024, 1, 1)
    terms = Terms(Decimal(150000), Decimal(4), 180, first, Decimal("1109.54"))
    paid = [
        Entry("payment", *[part.due] * 3, Legs(principal=part.principal, interest=part.interest), part.due)
        for part in islice(schedule(terms), 12)
    ]
    found = form_1098(year=2024, entries=paid, originated_on=date(2023, 11, 20), original_amount=Decimal(150000))
    assert found.box1_interest == 12 * Decimal("1109.54") - Decimal("7450.10")
