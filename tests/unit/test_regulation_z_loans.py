"""Loans that the commentary of Regulation Z works out come out: step rates, discounts, payment caps, balloons.

The commentary rounds its amounts to dollars from exact values, so a posting in cents agrees to the dollar.
"""

from decimal import Decimal as D

import pytest

from kernel.money import CENTS, UNROUNDED
from servicing.domain.amortisation import level_payment
from servicing.domain.amortisation_figures import balance_after, total_of_payments
from servicing.domain.amortisation_table import amortisation_table
from servicing.domain.rate import rate_history

LOAN = {"amount": D(200000), "months": 360}
EXACT = {"rounding": UNROUNDED, "payment_rounding": UNROUNDED}


def table(rate, periods, **given):
    return list(amortisation_table(principal=D(200000), annual_rate=rate, periods=periods, **given))


def history(rates, months_between, **given):
    rates = [D(rate) for rate in rates]
    return list(rate_history(**LOAN | {"rates": rates, "months_between": months_between} | EXACT | given))


def dollars(*values):
    return [round(value) for value in values]


# Comments 43(c)(5)(i)-5, 43(c)(5)(ii)(B)-2 and (C)-3, 43(d)(5)(i)-5 to -10, 43(e)(2)(iv)-7 (checked 2026-11).
@pytest.mark.parametrize(
    ("rate", "months", "amount", "payment"),
    [
        ("7", 360, 200000, 1331), ("6", 360, 200000, 1199), ("7.5", 360, 200000, 1398), ("9", 360, 200000, 1609),
        ("8", 360, 200000, 1468), ("7", 300, 200000, 1414), ("7.5", 300, 200000, 1478), ("7", 336, 200000, 1359),
        ("9", 312, 188218, 1564), ("8", 300, 186109, 1436), ("7.5", 300, 187868, 1388), ("7.5", 336, 193948, 1383),
        ("8", 333, 229251, 1716), ("7.5", 324, 207662, 1497), ("8", 300, 229219, 1769),
    ],
)  # fmt: skip
def test_payments_that_repay_an_amount(rate, months, amount, payment):
    assert dollars(level_payment(principal=D(amount), annual_rate=D(rate), months=months)) == [payment]


# Comments 43(c)(5)(ii)(A)-4 and -5, 43(f)(1)(ii)-1: the balloon falls due with the last payment.
@pytest.mark.parametrize(
    ("rate", "years", "balloon"), [("6", 3, 193367), ("6", 6, 183995), ("6", 5, 187308), ("7", 10, 172955)]
)
def test_a_balloon_is_the_balance_with_its_last_payment(rate, years, balloon):
    payment = level_payment(principal=D(200000), annual_rate=D(rate), months=360, rounding=UNROUNDED)
    rows = table(D(rate), years * 12, payment=payment, rounding=UNROUNDED)
    assert dollars(rows[-1].payment) == [balloon]


# Comments 43(c)(5)(i)-5.iii and 43(e)(2)(iv)-7: 6.5 per cent for two years, 7 for three, then 7.5.
def test_a_step_rate_loan():
    years = history(["6.5", "7", "7.5"], [24, 36, 300])
    assert dollars(*(year.payment for year in years)) == [1264, 1328, 1388]
    assert dollars(years[1].balance) == [187868]
    rows = table([D("6.5")] * 24 + [D(7)] * 36 + [D("7.5")], 360)
    assert dollars(rows[0].payment, rows[24].payment, rows[60].payment) == [1264, 1328, 1388]
    assert rows[-1].balance == 0


# Comments 43(d)(5)(i)-5 and 43(e)(2)(iv)-7.ii: 5 per cent at first, up by at most 2 points a year to at most 9.
def test_an_adjustable_loan_that_goes_up_as_fast_as_it_may():
    years = history(["5", "7", "9"], [36, 12, 312])
    assert dollars(years[1].balance, years[2].payment) == [188218, 1564]
    discounted = level_payment(principal=D(200000), annual_rate=D(5), months=360, rounding=UNROUNDED)
    assert dollars(balance_after(principal=D(200000), annual_rate=D(5), payment=discounted, payments=24)) == [193948]


# Comment 43(c)(5)(ii)(B)-2: interest alone for five years, at one rate and at a discounted and rising one.
def test_interest_only_loans():
    rows = table(D(7), 360, interest_only=60)
    assert dollars(rows[0].payment, rows[60].payment) == [1167, 1414]
    rows = table([D(5)] * 36 + [D(7)] * 12 + [D("7.5")], 360, interest_only=60)
    assert dollars(*(rows[number].payment for number in (0, 36, 48, 60))) == [833, 1167, 1250, 1478]


# Comments 43(b)(7)-3.ii and 43(c)(5)(ii)(C)-3.ii: 943 dollars a month, up by 12.5 per cent in each of four years.
def test_a_graduated_payment_loan_owes_most_after_three_years():
    payments = [CENTS(943 * D("1.125") ** year) for year in range(4)]
    rows = table(D("7.5"), 48, payment=[each for each in payments for _ in range(12)], may_grow=True, last="level")
    assert dollars(*payments[:3]) == [943, 1061, 1193]
    most = max(rows, key=lambda row: row.balance)
    assert (most.number, round(most.balance)) == (36, 207662)


# Comments 43(b)(7)-3.i and 43(c)(5)(ii)(C)-3.i: 690 dollars a month, up by at most 7.5 per cent a year, while interest
# runs at 1.5 per cent in the first month and 10.5 after; the debt may grow to 115 per cent.
def test_a_payment_option_loan_reaches_its_limit_on_the_27th_payment():
    payments = [CENTS(690 * D("1.075") ** year) for year in range(3)]
    rows = table(
        [D("1.5"), D("10.5")], 36, payment=[each for each in payments for _ in range(12)], may_grow=True, last="level"
    )
    assert dollars(rows[26].balance) == [229251]
    # The cap is reached when another such payment would leave more than 115 per cent.
    assert rows[26].balance <= D(230000) < rows[27].balance


# Comment 17(c)(1)-10.v (checked 2026-11): 100,000 dollars, 9 per cent in the first year and 12 per cent after.
def test_a_discounted_loan_has_two_levels_of_payments():
    years = list(rate_history(amount=D(100000), months=360, rates=[D(9), D(12)], months_between=[12, 348]))
    assert [year.payment for year in years] == [D("804.62"), D("1025.31")]
    rows = list(amortisation_table(principal=D(100000), annual_rate=[D(9)] * 12 + [D(12)], periods=360, last="level"))
    assert total_of_payments(rows) == D("366463.32")


def test_a_cap_on_the_rate_makes_three_levels_of_payments():
    rates = [D(9)] * 12 + [D(11)] * 12 + [D(12)]
    rows = list(amortisation_table(principal=D(100000), annual_rate=rates, periods=360, last="level"))
    assert [rows[number].payment for number in (0, 12, 24)] == [D("804.62"), D("950.09"), D("1024.34")]
    assert total_of_payments(rows) == D("365234.76")


def test_a_cap_on_the_payment_makes_five_levels_and_lets_the_debt_grow():
    years = list(
        rate_history(
            amount=D(100000), months=360, rates=[D(9)] + [D(12)] * 29, payment_cap_percent=D("7.5"),
            recast="when_the_rate_changes",
        )
    )  # fmt: skip
    payments = [year.payment for year in years]
    assert payments[:4] == [D("804.62"), D("864.97"), D("929.84"), D("999.58")]
    assert set(payments[4:]) == {D("1070.04")}
    assert sum(payments) * 12 == D("377040.60")
    assert years[3].balance > years[0].balance
    assert (years[1].full_payment, years[4].full_payment) == (D("1025.31"), D("1070.04"))
