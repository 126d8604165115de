"""Form 1098 by the day the money came."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.ledger import Charge, Entry, Legs, assessment
from servicing.domain.tax_correction import correction
from servicing.domain.tax_form import (
    filed_by,
    form_1098,
    furnished_on,
    interest_by_accrual,
    interest_by_year,
    interest_year,
    tax_form_refusal,
)
from servicing.domain.tax_year import boxes, reported_insurance

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
    assert correction(entries=[usual, wrong], **story) is None
    assert correction(entries=[usual, wrong, undone, right], **story) is not None
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


# Instructions for Form 1098, prepaid interest (checked 2026-11): "received on December 20 ... accrues by December 31
# but is not due until" a later day is of the year; of "December 20 through January 20" only the part to December 31.
@pytest.mark.parametrize(
    ("accrues_from", "accrued_through", "years"),
    [
        (date(2026, 12, 1), date(2026, 12, 31), {2026: "320.00"}),
        (date(2026, 12, 16), date(2027, 1, 15), {2026: "320.00"}),
        (date(2026, 12, 20), date(2027, 1, 20), {2026: "120.00", 2027: "200.00"}),
        (date(2027, 1, 1), date(2027, 1, 31), {2027: "320.00"}),
    ],
)
def test_prepaid_interest_is_divided_when_a_part_accrues_after_january_15(accrues_from, accrued_through, years):
    found = interest_by_accrual(
        amount=Decimal("320.00"),
        received=date(2026, 12, 20),
        accrues_from=accrues_from,
        accrued_through=accrued_through,
    )
    assert found == {year: Decimal(part) for year, part in years.items()}


def test_without_the_january_option_interest_counts_as_it_accrues():
    found = interest_by_accrual(
        amount=Decimal("310.00"),
        received=date(2026, 12, 20),
        accrues_from=date(2026, 12, 16),
        accrued_through=date(2027, 1, 15),
        january_option=False,
    )
    assert found == {2026: Decimal("160.00"), 2027: Decimal("150.00")}


@given(
    cents=st.integers(-500_000, 500_000),
    received=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    start=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    days=st.integers(0, 800),
)
def test_divided_interest_sums_to_the_payment(cents, received, start, days):
    amount, through = Decimal(cents).scaleb(-2), start + timedelta(days=days)
    found = interest_by_accrual(amount=amount, received=received, accrues_from=start, accrued_through=through)
    assert sum(found.values()) == amount
    assert min(found) >= received.year


def test_an_installment_due_on_the_20th_of_january_paid_in_december_is_of_two_years():
    paid = interest("310.00", received=date(2025, 12, 28), due=date(2026, 1, 20))
    assert interest_by_year([paid]) == {2025: Decimal("120.00"), 2026: Decimal("190.00")}


def test_an_assessment_or_a_waiver_of_a_late_charge_is_not_received():
    charge = Charge("late_charge:2025-03-01", "late_charge", date(2025, 3, 17), Decimal("63.95"), date(2025, 3, 1))
    made = assessment(charge)
    waived = replace(made, kind="waiver", legs=made.legs.negated())
    assert boxes_of([made, waived]).late_charges == 0
    paid = Entry("charge_payment", *[date(2025, 4, 2)] * 3, Legs(late_charge=Decimal("63.95")), charge_key=charge.key)
    assert boxes_of([made, paid]).late_charges == Decimal("63.95")


def test_a_late_charge_taken_from_held_money_is_received():
    taken = Entry("charge_payment", *[date(2025, 4, 2)] * 3, Legs(late_charge=Decimal(50), suspense=Decimal(-50)))
    assert boxes_of([taken]).late_charges == Decimal(50)


def test_a_prepayment_penalty_is_interest_and_another_fee_is_not():
    day = [date(2025, 4, 2)] * 3
    penalty = Entry("charge_payment", *day, Legs(fee=Decimal("900.00")), charge_key="prepayment_penalty:2025-04-02")
    fee = Entry("charge_payment", *day, Legs(fee=Decimal("25.00")), charge_key="nsf_fee:2025-04-02")
    found = boxes_of([penalty, fee])
    assert (found.prepayment_penalties, found.box1_interest) == (Decimal("900.00"), Decimal("900.00"))


def test_what_the_government_or_the_seller_paid_is_left_out():
    # 26 CFR 1.6050H-1(e)(3) (checked 2026-11).
    paid = interest("1000.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    assert boxes_of([paid], subsidies=Decimal("250.00")).box1_interest == Decimal("750.00")


def refund(amount, *, received, due=None, effective=None):
    return Entry("refund", received, effective or received, received, Legs(interest=-Decimal(amount)), due)


# 26 CFR 1.6050H-2(a)(2)(iv): 600 or more; less only beside 600 of interest received in the year (checked 2026-11).
@pytest.mark.parametrize(
    ("refunded", "interest_2026", "box4", "required"),
    [
        ("600.00", "0.00", Decimal("600.00"), True),
        ("599.99", "0.00", None, False),
        ("599.99", "599.99", None, False),
        ("22.42", "600.00", Decimal("22.42"), True),
    ],
)
def test_a_refund_for_an_earlier_year_is_box_4_and_changes_no_interest(refunded, interest_2026, box4, required):
    overpaid = interest("5000.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    paid = interest(interest_2026, received=date(2026, 3, 2), due=date(2026, 3, 1))
    back = refund(refunded, received=date(2026, 5, 4), due=date(2025, 3, 1))
    found = boxes_of([overpaid, paid, back], year=2026)
    assert (found.box4_refund, found.required) == (box4, required)
    assert found.box1_interest == Decimal(interest_2026)
    assert boxes_of([overpaid, paid, back]).box1_interest == Decimal("5000.00")


def test_interest_overpaid_and_refunded_in_one_year_is_in_neither_box():
    paid = interest("1000.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    back = refund("200.00", received=date(2025, 6, 1), due=date(2025, 3, 1))
    found = boxes_of([paid, back])
    assert (found.box1_interest, found.box4_refund) == (Decimal("800.00"), None)


def test_a_refund_that_was_stopped_is_in_no_box():
    paid = interest("1000.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    back = replace(refund("700.00", received=date(2026, 6, 1), effective=date(2025, 3, 2)), number=8)
    stopped = replace(back, kind="reversal", legs=back.legs.negated(), number=9, reversal_of=8)
    assert boxes_of([paid, back], year=2026).box4_refund == Decimal("700.00")
    found = boxes_of([paid, back, stopped], year=2026)
    assert (found.box1_interest, found.box4_refund) == (Decimal(0), None)


# 26 USC 163(h)(3)(E)(iii): insurance issued before 2007 does not count; the deduction stood from 2007 to 2021.
@pytest.mark.parametrize(
    ("year", "issued_on", "box5"),
    [
        (2021, date(2020, 3, 1), Decimal("1000.00")),
        (2022, date(2020, 3, 1), None),
        (2025, date(2020, 3, 1), None),
        (2026, date(2006, 12, 31), None),
        (2026, date(2007, 1, 1), Decimal("1000.00")),
        (2026, None, Decimal("1000.00")),
        (2006, None, None),
    ],
)
def test_premiums_are_reported_in_years_with_the_deduction_for_insurance_since_2007(year, issued_on, box5):
    assert reported_insurance(year=year, premiums=Decimal("1000.00"), issued_on=issued_on) == box5


def test_points_are_reported_in_the_year_of_origination_only():
    assert boxes_of([], year=2024, points=Decimal("2050.00")).box6_points == Decimal("2050.00")
    assert boxes_of([], year=2025, points=Decimal("2050.00")).box6_points is None


def test_a_loan_taken_over_shows_the_day_and_the_principal_of_that_day():
    before = interest("900.00", received=date(2025, 3, 2), due=date(2025, 3, 1))
    after = interest("899.00", received=date(2025, 4, 2), due=date(2025, 4, 1))
    found = boxes_of([before, after], serviced_from=date(2025, 3, 15))
    assert (found.box2_principal, found.box11_acquired) == (Decimal("204800.00"), date(2025, 3, 15))
    later = boxes_of([before, after], year=2026, serviced_from=date(2025, 3, 15))
    assert (later.box2_principal, later.box11_acquired) == (Decimal("204600.00"), None)


def test_the_property_is_named_once_and_counted_when_there_are_several():
    same = boxes_of([], same_address=True, property_address="20 Main St")
    assert (same.box7_same_address, same.box8_property, same.box9_properties) == (True, None, None)
    apart = boxes_of([], same_address=False, property_address="20 Main St", properties=2)
    assert (apart.box8_property, apart.box9_properties) == ("20 Main St", 2)


def test_taxes_paid_from_escrow_may_stand_in_box_10():
    assert boxes_of([], other={"real_estate_taxes": Decimal("3440.00")}).box10_other == (
        ("real_estate_taxes", Decimal("3440.00")),
    )


PROPERTY = "Address or description of property securing mortgage"
PROPERTIES = "Number of properties securing the mortgage"


# Forms 1098 of 2016 to 2019 (checked 2026-11).
@pytest.mark.parametrize(
    ("year", "count", "eighth", "ninth"),
    [
        (2015, 0, None, None),
        (2017, 10, "Address of property securing mortgage", "Description of property without an address"),
        (
            2018,
            10,
            "Address or description of property securing mortgage",
            "Number of properties securing the mortgage",
        ),
        (
            2019,
            11,
            "Address or description of property securing mortgage",
            "Number of properties securing the mortgage",
        ),
    ],
)
def test_the_boxes_are_those_of_the_year_s_form(year, count, eighth, ninth):
    found = {box.number: box.label for box in boxes(year)}
    assert (len(found), found.get(8), found.get(9)) == (count, eighth, ninth)
    assert list(found) == sorted(found)


# General instructions for information returns: February 28 in leap years too, the next business day at weekends.
@pytest.mark.parametrize(
    ("year", "electronically", "day"),
    [
        (2011, False, date(2012, 2, 28)),
        (2011, True, date(2012, 4, 2)),
        (2025, False, date(2026, 3, 2)),
        (2025, True, date(2026, 3, 31)),
    ],
)
def test_the_irs_has_the_form_by_the_end_of_february_or_march(year, electronically, day):
    assert filed_by(year, electronically=electronically) == day


def test_a_form_below_600_dollars_is_the_servicer_s_choice():
    small = interest("599.99", received=date(2025, 3, 2), due=date(2025, 3, 1))
    assert not boxes_of([small]).required
    assert boxes_of([interest("600.00", received=date(2025, 3, 2), due=date(2025, 3, 1))]).required
