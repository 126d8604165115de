"""Tables that others have published come out, whatever their periods and roundings, and parts always sum."""

from decimal import ROUND_HALF_EVEN
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import CENT, CENTS, UNROUNDED, WHOLE_DOLLARS, Rounding
from servicing.domain.amortisation import level_payment
from servicing.domain.amortisation_table import (
    PaymentTooSmall,
    amortisation_table,
    balance_after,
    number_of_payments,
    paid_between,
    total_interest_percentage,
    total_of_payments,
)


def table(principal, rate, periods, **given):
    return list(amortisation_table(principal=D(principal), annual_rate=D(rate), periods=periods, **given))


def cents(value):
    return value.quantize(CENT)


# The worked example in the documentation of numpy-financial's ppmt and ipmt: 2,500 at 8.24 % over a year.
def test_the_loan_of_2500_dollars_divides_as_numpy_financial_prints_it():
    rows = table("2500", "8.24", 12, rounding=UNROUNDED, payment_rounding=UNROUNDED)
    printed = [
        ("200.58", "17.17", "2299.42"), ("201.96", "15.79", "2097.46"), ("203.35", "14.40", "1894.11"),
        ("204.74", "13.01", "1689.37"), ("206.15", "11.60", "1483.22"), ("207.56", "10.18", "1275.66"),
        ("208.99", "8.76", "1066.67"), ("210.42", "7.32", "856.25"), ("211.87", "5.88", "644.38"),
        ("213.32", "4.42", "431.05"), ("214.79", "2.96", "216.26"), ("216.26", "1.49", "0.00"),
    ]  # fmt: skip
    assert [(cents(row.principal), cents(row.interest), cents(row.balance)) for row in rows] == [
        tuple(map(D, line)) for line in printed
    ]
    assert cents(sum(row.interest for row in rows)) == D("112.98")


# Microsoft's documentation of CUMIPMT and CUMPRINC: 125,000 at 9 % over 30 years, payments 13 to 24 and the first.
def test_what_a_spreadsheet_accumulates_comes_out():
    loan = {"principal": D(125000), "annual_rate": D(9), "periods": 360, "rounding": UNROUNDED}
    second_year, first = paid_between(**loan, first=13, last=24), paid_between(**loan, first=1, last=1)
    assert round(second_year.interest, 5) == D("11135.23213")
    assert round(second_year.principal, 4) == D("934.1071")
    assert (round(first.interest, 2), round(first.principal, 5)) == (D("937.50"), D("68.27827"))


# Microsoft's documentation of PMT: 10,000 at 8 % in ten payments, at the end and at the start of the month.
def test_payments_at_the_start_of_a_period_are_smaller():
    loan = {"principal": D(10000), "annual_rate": D(8), "months": 10}
    assert level_payment(**loan) == D("1037.03")
    assert level_payment(**loan, due="start") == D("1030.16")


# numpy-financial's documentation of pmt and nper.
def test_unrounded_payments_and_counts_agree_to_the_last_printed_digit():
    exact = level_payment(principal=D(200000), annual_rate=D("7.5"), months=180, rounding=UNROUNDED)
    assert round(exact, 8) == D("1854.02472001")
    count = number_of_payments(principal=D(8000), annual_rate=D(7), payment=D(150), whole=False)
    assert round(count, 8) == D("64.07334877")
    assert number_of_payments(principal=D(8000), annual_rate=D(7), payment=D(150)) == 65


# The package `amortization` publishes this schedule of 150,000 at 10 % over 36 months.
def test_the_last_payment_takes_what_rounding_left():
    rows = table("150000", "10", 36)
    assert (rows[0].payment, rows[-1].payment, rows[-1].balance) == (D("4840.08"), D("4839.99"), D("0.00"))
    level = table("150000", "10", 36, last="level")
    assert (level[-1].payment, level[-1].balance) == (D("4840.08"), D("-0.09"))


# Closing Disclosure sample H-25(B) of Regulation Z: 162,000 at 3.875 % over 30 years (checked 2026-11).
def test_the_sample_closing_disclosure_s_payment_and_interest_percentage_come_out():
    assert level_payment(principal=D(162000), annual_rate=D("3.875"), months=360) == D("761.78")
    percentage = total_interest_percentage(
        principal=D(162000), total_interest=D("761.78") * 360 - 162000, prepaid_interest=D("279.04"), places=2
    )
    assert percentage == D("69.46")
    assert [D("761.78") + D("206.13") + insurance for insurance in (D("82.35"), D(0))] == [D("1050.26"), D("967.91")]


def test_interest_only_periods_pay_no_principal_and_the_rest_repays_it():
    rows = table("100000", "6", 360, interest_only=120)
    assert {row.payment for row in rows[:120]} == {D("500.00")}
    assert rows[119].balance == D("100000.00")
    assert rows[120].payment == level_payment(principal=D(100000), annual_rate=D(6), months=240)
    assert (len(rows), rows[-1].balance) == (360, D("0.00"))


def test_a_balloon_is_what_is_left():
    rows = table("100000", "6", 60, balloon=D("80000.00"))
    assert rows[-1].balance == D("80000.00")
    assert sum(row.principal for row in rows) == D("20000.00")


def test_other_periods_divide_the_year_s_rate():
    biweekly = level_payment(principal=D(200000), annual_rate=D("6.5"), months=780, periods_a_year=26)
    rows = table("200000", "6.5", 780, periods_a_year=26)
    assert rows[0].payment == biweekly
    assert rows[0].interest == D("500.00")
    assert rows[-1].balance == D("0.00")


def test_half_of_a_monthly_payment_every_two_weeks_repays_a_loan_years_earlier():
    half = level_payment(principal=D(200000), annual_rate=D("6.5"), months=360) / 2
    rows = table("200000", "6.5", 780, periods_a_year=26, payment=CENTS(half))
    assert 600 < len(rows) < 650


def test_extra_principal_shortens_the_loan_and_leaves_payments_alone():
    rows = table("200000", "6", 360, extra=D("200.00"))
    assert {row.payment for row in rows[:-1]} == {D("1199.10")}
    assert len(rows) < 360
    once = table("200000", "6", 360, extra={1: D("20000.00")})
    assert (once[0].extra, once[0].balance) == (D("20000.00"), D("179800.90"))


def test_a_payment_below_the_interest_is_refused_unless_the_debt_may_grow():
    with pytest.raises(PaymentTooSmall):
        table("100000", "6", 360, payment=D("499.99"))
    rows = table("100000", "6", 12, payment=D("400.00"), may_grow=True, last="level")
    assert rows[0].balance == D("100100.00")
    with pytest.raises(PaymentTooSmall):
        number_of_payments(principal=D(100000), annual_rate=D(6), payment=D(500))


def test_graduated_payments_are_taken_in_turn():
    steps = [*[D("450.00")] * 12, *[D("550.00")] * 12, D("700.00")]
    rows = table("80000", "6", 360, payment=steps)
    assert (rows[11].payment, rows[12].payment, rows[24].payment) == (D("450.00"), D("550.00"), D("700.00"))
    assert rows[-1].balance == D("0.00")


def test_other_roundings_of_interest_are_named():
    even = Rounding(CENT, ROUND_HALF_EVEN)
    assert table("100", "6.06", 12)[0].interest == D("0.51")
    assert table("1001", "6", 12, rounding=even)[0].interest == D("5.00")
    assert table("1001", "6", 12)[0].interest == D("5.01")
    assert level_payment(principal=D(100000), annual_rate=D(6), months=360, rounding=WHOLE_DOLLARS) == D(600)


def test_a_loan_without_interest_is_divided():
    rows = table("1000", "0", 3)
    assert [row.payment for row in rows] == [D("333.33"), D("333.33"), D("333.34")]
    assert number_of_payments(principal=D(1000), annual_rate=D(0), payment=D(300)) == 4
    assert balance_after(principal=D(1000), annual_rate=D(0), payment=D(300), payments=2) == D("400.00")


LOANS = st.tuples(
    st.decimals("1000", "2000000", places=2), st.integers(0, 160).map(lambda n: D(n) / 8), st.integers(1, 480)
)


@given(LOANS)
def test_principal_parts_sum_to_the_loan_and_the_balance_only_falls(loan):
    principal, rate, periods = loan
    rows = table(principal, rate, periods)
    assert sum(row.principal for row in rows) == principal
    assert rows[-1].balance == 0
    balances = [principal, *(row.balance for row in rows)]
    assert all(later <= earlier for earlier, later in pairwise(balances))
    assert total_of_payments(rows) == principal + sum(row.interest for row in rows)


@given(LOANS, st.integers(0, 120))
def test_the_closed_form_is_within_cents_of_the_table(loan, payments):
    principal, rate, periods = loan
    payments = min(payments, periods - 1)
    rows = table(principal, rate, periods)
    if 0 < payments <= len(rows) - 1:
        closed = balance_after(principal=principal, annual_rate=rate, payment=rows[0].payment, payments=payments)
        # Each posting is off by at most half a cent, which grows with interest.
        growth = (1 + rate / 1200) ** payments
        assert abs(closed - rows[payments - 1].balance) <= D("0.005") * payments * growth + D("0.01")


@given(LOANS, st.data())
def test_interest_between_two_payments_adds_up(loan, data):
    principal, rate, periods = loan
    length = len(table(principal, rate, periods))
    middle = data.draw(st.integers(1, length))
    given_loan = {"principal": principal, "annual_rate": rate, "periods": periods}
    whole = paid_between(**given_loan, first=1, last=length)
    first = paid_between(**given_loan, first=1, last=middle)
    rest = paid_between(**given_loan, first=middle + 1, last=length).interest if middle < length else D(0)
    assert first.interest + rest == whole.interest
    assert whole.principal == principal
