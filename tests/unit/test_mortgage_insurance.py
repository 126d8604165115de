"""Private mortgage insurance ends by the schedule or by request, and the FHA's by its own rule."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from kernel.rules import NoRule
from servicing.domain.amortisation import level_payment, schedule
from servicing.domain.loan import Terms
from servicing.domain.mortgage_insurance import (
    LatePayment,
    cancellation_date,
    fha_premium_ends,
    final_termination,
    good_payment_history,
    insurance_dates,
    last_premium,
    loan_to_value,
    notice_by,
    on_time_termination,
    refund_by,
    request_obstacles,
)


def terms(amount, rate, first_due, months=360):
    payment = level_payment(principal=D(amount), annual_rate=D(rate), months=months)
    return Terms(original_amount=D(amount), annual_rate=D(rate), months=months, first_due=first_due, payment=payment)


def dates(found, value):
    return insurance_dates(
        schedule=schedule(found),
        original_amount=found.original_amount,
        original_value=D(value),
        first_due=found.first_due,
        months=found.months,
    )


BRANDT = terms("237500.00", "4.625", date(2018, 3, 1))


# Homeowners Protection Act, 12 USC 4901 and 4902 (checked 2026-11).
def test_a_loan_of_95_per_cent_reaches_80_and_78_by_its_schedule():
    found = dates(BRANDT, "250000.00")
    assert (found.balance_for_request, found.request_from) == (D("200000.00"), date(2026, 7, 1))
    assert (found.balance_for_termination, found.terminates_on) == (D("195000.00"), date(2027, 6, 1))
    assert found.ends_at_latest == date(2033, 3, 1)


@pytest.mark.parametrize(
    ("number", "due", "balance", "ltv"),
    [
        (99, date(2026, 5, 1), "200735.07", "80.29"),
        (100, date(2026, 6, 1), "200287.66", "80.12"),
        (101, date(2026, 7, 1), "199838.52", "79.94"),
        (105, date(2026, 11, 1), "198024.59", "79.21"),
        (111, date(2027, 5, 1), "195250.83", "78.10"),
        (112, date(2027, 6, 1), "194782.28", "77.91"),
        (113, date(2027, 7, 1), "194311.92", "77.72"),
    ],
)
def test_each_installment_has_its_loan_to_value(number, due, balance, ltv):
    parts = list(schedule(BRANDT))[:number]
    left = BRANDT.original_amount - sum(part.principal for part in parts)
    assert (parts[-1].due, left) == (due, D(balance))
    assert loan_to_value(balance=left, value=D("250000.00")) == D(ltv)


# Closing Disclosure sample H-25(B) of Regulation Z: insurance in years 1 to 7 and none after (checked 2026-11).
def test_the_sample_closing_disclosure_ends_its_insurance_in_the_seventh_year():
    found = dates(terms("162000.00", "3.875", date(2013, 6, 1)), "180000.00")
    assert found.termination_payment == 80
    assert 73 <= found.termination_payment <= 84


def test_a_loan_that_starts_below_the_threshold_may_ask_at_once():
    found = dates(terms("150000.00", "4", date(2020, 1, 1)), "200000.00")
    assert found.request_from == found.terminates_on == date(2020, 1, 1)


def test_an_owner_may_ask_for_less_than_the_act_does():
    found = insurance_dates(
        schedule=schedule(BRANDT), original_amount=D("237500.00"), original_value=D("250000.00"),
        first_due=BRANDT.first_due, months=360, request_percent=D(75), termination_percent=D(78),
    )  # fmt: skip
    assert found.balance_for_request == D("187500.00")
    assert (found.terminates_on, found.request_from) == (date(2027, 6, 1), date(2028, 10, 1))


def test_a_balloon_loan_may_never_reach_the_percentages():
    short = dates(replace(BRANDT, months=60), "250000.00")
    assert short.request_from == date(2023, 2, 1)
    never = insurance_dates(
        schedule=list(schedule(BRANDT))[:60], original_amount=D("237500.00"), original_value=D("250000.00"),
        first_due=BRANDT.first_due, months=60,
    )  # fmt: skip
    assert (never.request_from, never.terminates_on, never.termination_payment) == (None, None, None)


# 12 USC 4901(2): scheduled or reached by payments, at the borrower's option (checked 2026-11).
@pytest.mark.parametrize(
    ("scheduled", "reached", "found"),
    [
        (date(2026, 7, 1), None, date(2026, 7, 1)),
        (date(2026, 7, 1), date(2025, 3, 14), date(2025, 3, 14)),
        (date(2026, 7, 1), date(2026, 9, 1), date(2026, 7, 1)),
        (None, None, None),
    ],
)
def test_the_borrower_may_ask_from_the_earlier_of_two_days(scheduled, reached, found):
    assert cancellation_date(scheduled=scheduled, reached_by_payments=reached) == found


def test_the_midpoint_of_fifteen_years_lies_after_ninety_payments():
    assert final_termination(first_due=date(2020, 1, 1), months=180) == date(2027, 7, 1)


def test_insurance_of_a_loan_that_is_behind_ends_the_month_after_it_is_current_again():
    due = date(2027, 6, 1)
    assert on_time_termination(terminates_on=due, current=True, current_again_on=None) == due
    assert on_time_termination(terminates_on=due, current=False, current_again_on=None) is None
    assert on_time_termination(terminates_on=due, current=False, current_again_on=date(2027, 8, 20)) == date(2027, 9, 1)


# 12 USC 4901(4) (checked 2026-11).
@pytest.mark.parametrize(
    ("late", "good"),
    [
        ([], True),
        ([LatePayment(date(2026, 5, 1), 29)], True),
        ([LatePayment(date(2026, 5, 1), 30)], False),
        ([LatePayment(date(2025, 5, 1), 45)], True),
        ([LatePayment(date(2025, 5, 1), 60)], False),
        ([LatePayment(date(2024, 11, 15), 90)], True),
        ([LatePayment(date(2024, 11, 16), 90)], False),
    ],
)
def test_a_good_payment_history_looks_two_years_back(late, good):
    assert good_payment_history(late, on=date(2026, 11, 16)) is good


def test_a_late_payment_may_count_by_the_day_it_was_made():
    late = [LatePayment(date(2024, 11, 15), 90)]
    assert good_payment_history(late, on=date(2026, 11, 16), counted_by="due")
    assert not good_payment_history(late, on=date(2026, 11, 16), counted_by="made")


def test_what_stands_in_the_way_of_a_request_is_named():
    fine = {
        "balance": D("199000.00"), "balance_for_request": D("200000.00"), "scheduled_reached": False,
        "current": True, "good_history": True,
    }  # fmt: skip
    assert request_obstacles(**fine) == ()
    assert request_obstacles(**fine | {"balance": D("201000.00")}) == ("balance_too_high",)
    assert request_obstacles(**fine | {"balance": D("201000.00"), "scheduled_reached": True}) == ()
    assert request_obstacles(**fine | {"current": False, "good_history": False}) == ("not_current", "payment_history")
    assert request_obstacles(**fine, value_declined=True, second_lien=True) == ("value_declined", "second_lien")


# 12 USC 4902(e) and (f), 4904(a) (checked 2026-11).
def test_premiums_stop_within_thirty_days_and_come_back_within_forty_five():
    assert last_premium(date(2027, 6, 1)) == date(2027, 7, 1)
    assert refund_by(date(2027, 6, 1)) == date(2027, 7, 16)
    assert notice_by(date(2027, 6, 1)) == date(2027, 7, 1)


def test_the_fha_premium_runs_for_life_above_ninety_per_cent_and_eleven_years_below():
    loan = {"first_due": date(2021, 4, 1), "originated_on": date(2021, 2, 12), "months": 360}
    high = fha_premium_ends(base_amount=D("289500.00"), original_value=D("300000.00"), **loan)
    low = fha_premium_ends(base_amount=D("270000.00"), original_value=D("300000.00"), **loan)
    assert (high, low) == (None, date(2032, 4, 1))
    just = fha_premium_ends(base_amount=D("270000.01"), original_value=D("300000.00"), **loan)
    short = fha_premium_ends(base_amount=D("100000.00"), original_value=D("300000.00"), **loan | {"months": 120})
    assert (just, short) == (None, None)
    with pytest.raises(NoRule):
        fha_premium_ends(base_amount=D("1.00"), original_value=D("2.00"), **loan | {"originated_on": date(2013, 6, 2)})
