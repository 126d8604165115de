"""What payments come to agrees with what spreadsheets and other libraries print, and parts add up."""

from decimal import Decimal as D
from decimal import localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import UNROUNDED
from servicing.domain.amortisation import level_payment
from servicing.domain.amortisation_figures import (
    balance_after,
    number_of_payments,
    paid_between,
    total_interest,
    total_interest_percentage,
    total_of_payments,
)
from servicing.domain.amortisation_table import PaymentTooSmall, amortisation_table


def table(principal, rate, periods, **given):
    return list(amortisation_table(principal=D(principal), annual_rate=D(rate), periods=periods, **given))


LOANS = st.tuples(
    st.decimals("1000", "2000000", places=2), st.integers(0, 160).map(lambda n: D(n) / 8), st.integers(1, 480)
)


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


# Closing Disclosure sample H-25(B) of Regulation Z: 162,000 at 3.875 % over 30 years (checked 2026-11).
def test_the_sample_closing_disclosure_s_payment_and_interest_percentage_come_out():
    rows = table("162000", "3.875", 360, last="level")
    assert total_of_payments(rows) == D("274240.80")
    # Escrow of 206.13 a month, with insurance of 82.35 in the first seven years.
    assert [rows[0].payment + rest for rest in (D("288.48"), D("206.13"))] == [D("1050.26"), D("967.91")]
    shown = {
        "principal": D(162000), "total_interest": total_of_payments(rows) - 162000,
        "prepaid_interest": D("279.04"),
    }  # fmt: skip
    assert total_interest_percentage(**shown, places=2) == D("69.46")
    assert total_interest_percentage(**shown) == D("69.457")


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


# The tests of formulajs: CUMIPMT and CUMPRINC of 100,000 at 10 % over 30 years, at the end and at the start of a month.
@pytest.mark.parametrize(
    ("first", "last", "due", "interest", "principal"),
    [
        (13, 24, "end", "9916.77251395708", "614.0863271085"),
        (13, 24, "start", "9834.81571632107", "609.0112334960"),
        (1, 24, "end", "19891.75277875957", "1169.9649033716"),
        (1, 24, "start", "18900.91184670371", "1986.7420529305"),
    ],
)
def test_what_a_spreadsheet_accumulates_comes_out_for_either_end_of_a_period(first, last, due, interest, principal):
    found = paid_between(
        principal=D(100000), annual_rate=D(10), periods=360, first=first, last=last, due=due, rounding=UNROUNDED
    )
    assert (round(found.interest, 11), round(found.principal, 10)) == (D(interest), D(principal))


# The tests of the package `mortgage`: 200,000 at 6 % over 30 years, unrounded on the way.
@pytest.mark.parametrize(
    ("number", "interest", "principal", "total", "balance"),
    [
        (1, "1000.00", "199.10", "1000.00", "199800.90"),
        (5, "995.99", "203.11", "4990.00", "198994.49"),
        (10, "990.86", "208.24", "9954.60", "197963.59"),
        (360, "5.97", "1193.14", "231676.38", "0.00"),
    ],
)
def test_one_payment_and_all_before_it_come_out(number, interest, principal, total, balance):
    loan = {"principal": D(200000), "annual_rate": D(6)}
    one = paid_between(**loan, periods=360, first=number, last=number, rounding=UNROUNDED)
    all_before = paid_between(**loan, periods=360, first=1, last=number, rounding=UNROUNDED)
    payment = level_payment(**loan, months=360, rounding=UNROUNDED)
    assert (round(one.interest, 2), round(one.principal, 2)) == (D(interest), D(principal))
    assert round(all_before.interest, 2) == D(total)
    assert balance_after(**loan, payment=payment, payments=number) == D(balance)


# The tests of the Consumer Financial Protection Bureau's package `amortize`: 180,000 over 30 years, unrounded.
def test_the_first_five_years_come_out_as_the_bureau_reckons_them():
    loan = {"principal": D(180000), "annual_rate": D("4.25"), "periods": 360, "first": 1, "last": 60}
    found = paid_between(**loan, rounding=UNROUNDED)
    # Printed as 36583.362108097754, whose last digits are those of a binary fraction.
    assert round(found.interest, 9) == D("36583.362108098")
    assert round(found.principal, 2) == D("16546.15")
    assert round(paid_between(**loan | {"annual_rate": D("4.375")}, rounding=UNROUNDED).interest, 2) == D("37694.10")


def test_a_payment_of_one_s_own_is_divided_too():
    found = paid_between(
        principal=D("306237.11"), annual_rate=D("6.125"), periods=320, first=1, last=1, payment=D("2000.00")
    )
    assert (found.interest, found.principal) == (D("1563.09"), D("436.91"))


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 361)])
def test_payments_that_a_loan_does_not_have_are_refused(first, last):
    with pytest.raises(ValueError, match="not among"):
        paid_between(principal=D(1000), annual_rate=D(5), periods=360, first=first, last=last)


# The tests of formulajs and numpy-financial: NPER to a future value and for payments at the start of a period.
def test_payments_are_counted_down_to_a_balloon_and_for_either_end_of_a_period():
    loan = {"principal": D(200000), "annual_rate": D(6)}
    payment = level_payment(**loan, months=84, balloon=D(150000), rounding=UNROUNDED)
    assert number_of_payments(**loan, payment=payment, balloon=D(150000), whole=False) == 84
    early = level_payment(**loan, months=84, due="start", rounding=UNROUNDED)
    assert number_of_payments(**loan, payment=early, due="start") == 84
    assert number_of_payments(principal=D(1000), annual_rate=D(0), payment=D(100), balloon=D(100)) == 9
    with pytest.raises(PaymentTooSmall):
        number_of_payments(principal=D(100000), annual_rate=D(6), payment=D(500))


def test_a_balance_at_the_start_of_a_period_is_what_the_table_says():
    rows = table("10000", "8", 10, due="start")
    found = balance_after(principal=D(10000), annual_rate=D(8), payment=rows[0].payment, payments=4, due="start")
    assert abs(found - rows[3].balance) <= D("0.02")
    assert balance_after(principal=D(10000), annual_rate=D(8), payment=D(1), payments=0, due="start") == D("10000.00")


@given(LOANS, st.integers(1, 480))
def test_an_unrounded_balance_is_right_to_its_last_digits(loan, payments):
    principal, rate, periods = loan
    payment = level_payment(principal=principal, annual_rate=rate, months=periods, rounding=UNROUNDED)
    found = balance_after(
        principal=principal, annual_rate=rate, payment=payment, payments=min(payments, periods), rounding=UNROUNDED
    )
    with localcontext(prec=90):
        balance = principal
        for _ in range(min(payments, periods)):
            balance += balance * rate / 1200 - payment
        assert abs(found - balance) <= principal.scaleb(-25)


@given(LOANS)
def test_interest_and_principal_are_all_that_is_paid(loan):
    principal, rate, periods = loan
    rows = table(principal, rate, periods)
    assert total_of_payments(rows) == principal + total_interest(rows)
