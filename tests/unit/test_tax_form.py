"""Form 1098 by the day the money came."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.domain.ledger import Entry, Legs
from servicing.domain.tax_form import (
    form_1098,
    furnished_on,
    interest_by_year,
    interest_year,
    is_corrected,
    tax_form_refusal,
)

ORIGINATED = date(2024, 10, 18)
AMOUNT = Decimal("205000.00")


def interest(amount, *, received, due, posted=None, kind="payment", late="0.00"):
    legs = Legs(principal=Decimal("200.00"), interest=Decimal(amount), late_charge=Decimal(late))
    return Entry(kind, received, max(received, due), posted or received, legs, due)


def form(entries, year=2025, **others):
    return form_1098(year=year, entries=entries, originated_on=ORIGINATED, original_amount=AMOUNT, **others)


def boxes_of(entries, **others):
    return form([Entry("origination", ORIGINATED, ORIGINATED, ORIGINATED, Legs(principal=-AMOUNT)), *entries], **others)


def test_interest_counts_in_the_year_it_was_received():
    paid = interest("1045.48", received=date(2025, 12, 30), due=date(2026, 1, 1))
    assert boxes_of([paid]).box1_interest == Decimal("1045.48")
    assert boxes_of([paid], year=2026).box1_interest == Decimal("0.00")


# Instructions for Form 1098, box 1, prepaid interest (checked 2026-11).
@pytest.mark.parametrize(
    ("received", "accrued_through", "year"),
    [
        (date(2025, 12, 30), date(2025, 12, 31), 2025),
        (date(2025, 12, 30), date(2026, 1, 15), 2025),
        (date(2025, 12, 30), date(2026, 1, 16), 2026),
        (date(2025, 12, 30), date(2026, 1, 31), 2026),
        (date(2026, 1, 2), date(2025, 12, 31), 2026),
        (date(2025, 11, 1), date(2027, 2, 28), 2027),
    ],
)
def test_prepaid_interest_counts_when_it_accrues_by_january_15(received, accrued_through, year):
    assert interest_year(received=received, accrued_through=accrued_through) == year


def test_late_charges_paid_are_part_of_box_1():
    paid = interest("1000.00", received=date(2025, 3, 20), due=date(2025, 3, 1), late="63.95")
    found = boxes_of([paid])
    assert (found.interest, found.late_charges) == (Decimal("1000.00"), Decimal("63.95"))
    assert found.box1_interest == Decimal("1063.95")


def test_box_2_is_the_principal_on_january_1():
    before = interest("900.00", received=date(2024, 12, 3), due=date(2024, 12, 1))
    early = interest("900.00", received=date(2024, 12, 30), due=date(2025, 1, 1))
    assert boxes_of([before, early]).box2_principal == Decimal("204800.00")


def test_box_2_is_the_loan_itself_in_the_year_it_was_made():
    first = interest("900.00", received=date(2024, 12, 3), due=date(2024, 12, 1))
    assert boxes_of([first], year=2024).box2_principal == AMOUNT


# Public Law 119-21 (checked 2026-11): premiums are reported again from tax year 2026, from 600 dollars.
@pytest.mark.parametrize(
    ("year", "premiums", "box5"),
    [
        (2025, "1187.52", None),
        (2026, "1187.52", Decimal("1187.52")),
        (2026, "599.99", None),
        (2026, "600.00", Decimal("600.00")),
    ],
)
def test_mortgage_insurance_is_reported_from_2026_on(year, premiums, box5):
    assert boxes_of([], year=year, mortgage_insurance=Decimal(premiums)).box5_mip == box5


def test_each_servicer_reports_what_it_received_itself():
    old = interest("900.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    own = interest("901.00", received=date(2025, 4, 2), due=date(2025, 4, 1), late="50.00")
    found = boxes_of([old, own], serviced_from=date(2025, 3, 15))
    assert found.box1_interest == Decimal("951.00")


def test_a_payment_found_to_be_received_earlier_corrects_the_form():
    usual = interest("12640.15", received=date(2025, 6, 2), due=date(2025, 6, 1))
    wrong = interest("1045.48", received=date(2026, 1, 5), due=date(2026, 1, 1))
    undone = Entry(
        "reversal", wrong.received, wrong.effective, date(2026, 3, 10), wrong.legs.negated(), wrong.installment_due
    )
    right = interest("1045.48", received=date(2025, 12, 30), due=date(2026, 1, 1), posted=date(2026, 3, 10))
    story = {"year": 2025, "originated_on": ORIGINATED, "original_amount": AMOUNT}
    assert not is_corrected(entries=[usual, wrong], **story)
    assert is_corrected(entries=[usual, wrong, undone, right], **story)
    assert interest_by_year([usual, wrong, undone, right]) == {2025: Decimal("13685.63"), 2026: Decimal("0.00")}


def test_the_form_is_furnished_on_january_31_or_the_next_business_day():
    assert furnished_on(2026) == date(2027, 2, 1)
    assert furnished_on(2024) == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("year", "today", "reported", "code"),
    [
        (2026, date(2026, 11, 16), "100.00", "year_not_ready"),
        (2027, date(2026, 11, 16), "0.00", "year_in_future"),
        (2021, date(2026, 11, 16), "0.00", "year_before_origination"),
        (2025, date(2026, 1, 20), "100.00", "year_not_ready"),
        (2025, date(2026, 2, 2), "100.00", None),
        (2025, date(2026, 11, 16), "0.00", "no_interest"),
    ],
)
def test_a_form_is_refused_for_a_reason(year, today, reported, code):
    assert tax_form_refusal(year=year, today=today, first_year=2022, reported=Decimal(reported)) == code
