"""How much pays the loan in full, to the cent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import UNROUNDED
from servicing.domain.ledger import Charge
from servicing.domain.payoff import (
    after_payoff,
    fha_interest_end,
    latest_good_through,
    payoff_interest,
    payoff_quote,
    payoff_refusal,
    statement_due,
)

TODAY = date(2026, 11, 16)
WHITFIELD = {
    "balance": Decimal("306237.11"),
    "annual_rate": Decimal("6.125"),
    "interest_paid_to": date(2026, 11, 1),
}


# Fannie Mae F-1-09, Calculating Interest on a Payoff (checked 2026-11): full months 30/360, odd days actual/365,
# up to but not including the day the funds are received.
@pytest.mark.parametrize(
    ("balance", "rate", "received", "months", "days", "whole", "odd", "total", "per_diem"),
    [
        ("200000", "6.0", "2026-12-15", 1, 14, "1000.00", "460.27", "1460.27", "32.88"),
        ("250000", "6.5", "2026-11-20", 0, 19, "0.00", "845.89", "845.89", "44.52"),
        ("300000", "4.0", "2026-12-01", 1, 0, "1000.00", "0.00", "1000.00", "32.88"),
    ],
)
def test_interest_is_full_months_and_odd_days(balance, rate, received, months, days, whole, odd, total, per_diem):
    interest = payoff_interest(
        balance=Decimal(balance),
        annual_rate=Decimal(rate),
        interest_paid_to=date(2026, 11, 1),
        funds_received=date.fromisoformat(received),
    )
    assert (interest.full_months, interest.odd_days) == (months, days)
    assert (interest.full_month_interest, interest.odd_day_interest) == (Decimal(whole), Decimal(odd))
    assert (interest.total, interest.per_diem) == (Decimal(total), Decimal(per_diem))


@pytest.mark.parametrize(
    ("received", "months", "days", "interest", "payoff"),
    [
        ("2026-11-16", 0, 15, "770.84", "307042.95"),
        ("2026-11-30", 0, 29, "1490.28", "307762.39"),
        ("2026-12-01", 1, 0, "1563.09", "307835.20"),
        ("2026-12-15", 1, 14, "2282.54", "308554.65"),
        ("2026-12-20", 1, 19, "2539.48", "308811.59"),
        ("2026-12-31", 1, 30, "3104.76", "309376.87"),
        ("2027-01-04", 2, 3, "3280.34", "309552.45"),
    ],
)
def test_the_grid_of_dates_comes_out_to_the_cent(received, months, days, interest, payoff):
    quote = payoff_quote(
        **WHITFIELD,
        good_through=date.fromisoformat(received),
        quoted_on=TODAY,
        recording_fee=Decimal("35.00"),
        escrow_balance=Decimal("2838.00"),
    )
    assert (quote.interest.full_months, quote.interest.odd_days) == (months, days)
    assert quote.interest.total == Decimal(interest)
    assert quote.total == Decimal(payoff)


def test_odd_days_are_exact_and_not_rounded_days_added_up():
    interest = payoff_interest(**WHITFIELD, funds_received=date(2026, 12, 15))
    assert interest.per_diem == Decimal("51.39")
    assert interest.per_diem * 14 == Decimal("719.46")
    assert interest.odd_day_interest == Decimal("719.45")


def test_the_day_the_funds_arrive_is_not_charged():
    assert payoff_interest(**WHITFIELD, funds_received=date(2026, 11, 1)).total == Decimal("0.00")
    assert payoff_interest(**WHITFIELD, funds_received=date(2026, 11, 2)).odd_days == 1


def test_a_leap_year_has_365_days_too():
    interest = payoff_interest(
        balance=Decimal("365000.00"),
        annual_rate=Decimal("10"),
        interest_paid_to=date(2028, 2, 1),
        funds_received=date(2028, 2, 29),
    )
    assert (interest.odd_days, interest.per_diem) == (28, Decimal("100.00"))


def test_interest_paid_beyond_the_day_is_not_charged_twice():
    interest = payoff_interest(**WHITFIELD, funds_received=date(2026, 10, 20))
    assert (interest.full_months, interest.odd_days, interest.total) == (0, 0, Decimal("0.00"))


def test_charges_an_escrow_advance_and_held_money_are_lines_and_the_lines_sum():
    quote = payoff_quote(
        **WHITFIELD,
        good_through=date(2026, 12, 15),
        quoted_on=TODAY,
        charges=[
            Charge("a", "late_charge", date(2026, 10, 17), Decimal("97.22"), date(2026, 10, 1)),
            Charge("b", "late_charge", date(2026, 9, 17), Decimal("97.22"), date(2026, 9, 1), paid=Decimal("97.22")),
            Charge("c", "property_inspections", date(2026, 10, 20), Decimal("60.00")),
        ],
        recording_fee=Decimal("35.00"),
        escrow_balance=Decimal("-429.00"),
        suspense=Decimal("900.00"),
    )
    assert [(line.code, line.amount) for line in quote.lines] == [
        ("principal", Decimal("306237.11")),
        ("interest", Decimal("2282.54")),
        ("late_charge", Decimal("97.22")),
        ("property_inspections", Decimal("60.00")),
        ("recording_fee", Decimal("35.00")),
        ("escrow_advance", Decimal("429.00")),
        ("suspense_credit", Decimal("-900.00")),
    ]
    assert quote.total == sum(line.amount for line in quote.lines)
    assert quote.fee_total == Decimal("192.22")


def test_escrow_held_is_refunded_and_not_set_off():
    # 12 CFR 1024.34(b) (checked 2026-11).
    quote = payoff_quote(
        **WHITFIELD, good_through=date(2026, 12, 15), quoted_on=TODAY, escrow_balance=Decimal("2838.00")
    )
    assert quote.escrow_refund == Decimal("2838.00")
    assert quote.total == Decimal("308519.65")


@pytest.mark.parametrize(
    ("good_through", "paid_off", "special", "code"),
    [
        (date(2026, 11, 15), False, False, "date_in_past"),
        (date(2026, 11, 16), False, False, None),
        (date(2027, 1, 15), False, False, None),
        (date(2027, 1, 16), False, False, "date_too_far"),
        (date(2026, 12, 15), True, False, "paid_off"),
        (date(2026, 12, 15), False, True, "needs_specialist"),
        (date(2020, 1, 1), False, True, "needs_specialist"),
    ],
)
def test_a_quote_is_refused_for_a_reason(good_through, paid_off, special, code):
    assert payoff_refusal(today=TODAY, good_through=good_through, paid_off=paid_off, needs_specialist=special) == code


def test_the_latest_date_is_sixty_days_ahead():
    assert latest_good_through(TODAY) == date(2027, 1, 15)


def test_a_statement_is_due_seven_business_days_after_the_request():
    # 12 CFR 1026.36(c)(3) (checked 2026-11).
    assert statement_due(TODAY) == date(2026, 11, 25)
    assert statement_due(date(2026, 11, 20)) == date(2026, 12, 2)


# Every loan, from a few dollars on, whatever day of the month its interest is paid to.
LOANS = st.fixed_dictionaries(
    {
        "balance": st.integers(100, 80_000_000).map(lambda cents: Decimal(cents).scaleb(-2)),
        "annual_rate": st.integers(0, 12_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3)),
        "interest_paid_to": st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    }
)


@given(
    loan=LOANS,
    days=st.integers(-5, 100),
    odd_days=st.sampled_from(["exact", "per_diem"]),
    days_a_year=st.sampled_from([360, 365]),
    interest_end=st.sampled_from(["day_of_receipt", "end_of_month"]),
    charge_day_of_receipt=st.booleans(),
    each_month_rounded=st.booleans(),
)
def test_a_payoff_never_falls_as_days_pass(loan, days, **conventions):
    received = loan["interest_paid_to"] + timedelta(days=days)
    today = payoff_interest(**loan, funds_received=received, **conventions)
    tomorrow = payoff_interest(**loan, funds_received=received + timedelta(days=1), **conventions)
    assert tomorrow.total >= today.total


@pytest.mark.parametrize(
    ("last_day", "on_the_first"), [((2027, 2, 28), "1041.67"), ((2028, 2, 29), "1041.67"), ((2026, 4, 30), "1041.67")]
)
def test_the_first_of_a_month_costs_more_than_the_last_day_before(last_day, on_the_first):
    loan = {"balance": Decimal("250000.00"), "annual_rate": Decimal(5)}
    last = date(*last_day)
    before, after = (
        payoff_interest(**loan, interest_paid_to=last.replace(day=1), funds_received=last + timedelta(days=more))
        for more in (0, 1)
    )
    assert before.odd_days == last.day - 1
    assert before.total < after.total == Decimal(on_the_first)


@pytest.mark.parametrize(
    ("balance", "rate", "paid_to", "days", "conventions", "unguarded"),
    [
        # Thirty days of 365 are less than a twelfth of a year, but not always after rounding, on a few dollars.
        ("32.74", "2.108", date(2028, 11, 1), 92, {}, "-0.01"),
        # A rounded per diem is up to half a cent a day too much.
        ("148213.23", "4.298", date(2028, 7, 1), 31, {"odd_days": "per_diem", "days_a_year": 360}, "-0.15"),
    ],
)
def test_odd_days_never_cost_more_than_their_month(balance, rate, paid_to, days, conventions, unguarded):
    def step(**more):
        last, first = (
            payoff_interest(
                balance=Decimal(balance), annual_rate=Decimal(rate), interest_paid_to=paid_to,
                funds_received=paid_to + timedelta(days=day), **conventions, **more,
            ).total
            for day in (days - 1, days)
        )  # fmt: skip
        return first - last

    assert step(at_most_a_month=False) == Decimal(unguarded)
    assert step() == 0


def test_conventions_of_the_odd_days_are_named():
    loan = {
        "balance": Decimal("200000.00"), "annual_rate": Decimal(6), "interest_paid_to": date(2026, 11, 1),
        "funds_received": date(2026, 11, 15),
    }  # fmt: skip
    assert payoff_interest(**loan).total == Decimal("460.27")
    assert payoff_interest(**loan, odd_days="per_diem").total == Decimal("460.32")
    assert payoff_interest(**loan, days_a_year=360).total == Decimal("466.67")
    assert payoff_interest(**loan, charge_day_of_receipt=True).odd_days == 15
    assert payoff_interest(**loan, rounding=UNROUNDED).total * 365 == 200000 * 6 * 14 / Decimal(100)


def test_a_daily_simple_interest_loan_counts_every_day():
    found = payoff_interest(**WHITFIELD, funds_received=date(2026, 12, 15), full_months="actual")
    assert (found.full_months, found.odd_days, found.total) == (0, 44, Decimal("2261.12"))
    by_day = payoff_interest(**WHITFIELD, funds_received=date(2026, 12, 15), full_months="actual", odd_days="per_diem")
    assert by_day.total == 44 * Decimal("51.39")


def test_months_are_rounded_together_or_one_by_one():
    loan = WHITFIELD | {"balance": Decimal("306236.76"), "funds_received": date(2027, 1, 1)}
    assert payoff_interest(**loan).total == Decimal("3126.17")
    assert payoff_interest(**loan, each_month_rounded=True).total == Decimal("3126.16")


# A half cent of a month's interest at 7 per cent goes up: 1,566.00 bear exactly 9.135.
def test_a_half_cent_of_a_full_month_goes_up():
    found = payoff_interest(
        balance=Decimal("1566.00"), annual_rate=Decimal(7), interest_paid_to=date(2026, 11, 1),
        funds_received=date(2026, 12, 1),
    )  # fmt: skip
    assert found.total == Decimal("9.14")


def test_the_lines_of_the_interest_sum_to_it():
    found = payoff_interest(**WHITFIELD, funds_received=date(2026, 12, 15))
    assert [(line.code, line.amount) for line in found.lines] == [
        ("full_months", Decimal("1563.09")), ("odd_days", Decimal("719.45")),
    ]  # fmt: skip
    assert sum(line.amount for line in found.lines) == found.total


def test_a_quote_takes_interest_by_another_convention():
    interest = payoff_interest(**WHITFIELD, funds_received=date(2026, 12, 15), odd_days="per_diem")
    quote = payoff_quote(**WHITFIELD, good_through=date(2026, 12, 15), quoted_on=TODAY, interest=interest)
    assert quote.total == Decimal("306237.11") + Decimal("1563.09") + Decimal("719.46")


# A loan of 120,000 at 4 per cent over fifteen years, paid off on October 30, 2026 after its October installment.
def test_a_loan_paid_off_in_its_twelfth_year_comes_out():
    quote = payoff_quote(
        balance=Decimal("33187.31"), annual_rate=Decimal(4), interest_paid_to=date(2026, 10, 1),
        good_through=date(2026, 10, 30), quoted_on=date(2026, 10, 20), recording_fee=Decimal("35.00"),
    )  # fmt: skip
    assert (quote.interest.odd_days, quote.interest.total) == (29, Decimal("105.47"))
    assert quote.total == Decimal("33327.78")


# 24 CFR 203.558 (checked 2026-11).
def test_an_older_fha_loan_pays_interest_to_the_end_of_the_month():
    assert fha_interest_end(closed_on=date(2015, 1, 20)) == "end_of_month"
    assert fha_interest_end(closed_on=date(2015, 1, 21)) == "day_of_receipt"
    found = payoff_interest(
        balance=Decimal("200000.00"), annual_rate=Decimal(6), interest_paid_to=date(2026, 11, 1),
        funds_received=date(2026, 11, 9), interest_end="end_of_month",
    )  # fmt: skip
    assert (found.full_months, found.odd_days, found.total) == (1, 0, Decimal("1000.00"))


# 24 CFR 203.558 as it stood (79 FR 50835): only a payoff on another day than an installment's due date was charged so.
@pytest.mark.parametrize(
    ("received", "months"), [(date(2026, 11, 30), 1), (date(2026, 12, 1), 1), (date(2026, 12, 2), 2)]
)
def test_an_older_fha_loan_paid_off_on_the_first_pays_nothing_for_the_month_that_begins(received, months):
    found = payoff_interest(
        balance=Decimal("200000.00"), annual_rate=Decimal(6), interest_paid_to=date(2026, 11, 1),
        funds_received=received, interest_end="end_of_month",
    )  # fmt: skip
    assert (found.full_months, found.odd_days) == (months, 0)


# 12 CFR 1024.34(b)(1), 1024.17(i)(4)(iii), 1024.35(g)(1)(iii) (checked 2026-11).
def test_the_days_that_follow_a_payoff():
    found = after_payoff(date(2026, 10, 30))
    assert found.escrow_refund_by == date(2026, 12, 1)
    assert found.short_year_statement_by == date(2026, 12, 29)
    assert found.notices_until == date(2027, 10, 30)
