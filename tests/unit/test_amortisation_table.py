"""Tables that others have published come out, whatever their periods and roundings, and parts always sum."""

from datetime import date
from decimal import ROUND_HALF_EVEN
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import CENT, CENTS, UNROUNDED, WHOLE_DOLLARS, Rounding
from servicing.domain.amortisation import level_payment
from servicing.domain.amortisation_figures import balance_after, number_of_payments, total_of_payments
from servicing.domain.amortisation_table import PaymentTooSmall, amortisation_table, nth_due


def table(principal, rate, periods, **given):
    if not isinstance(rate, list):
        rate = D(rate)
    return list(amortisation_table(principal=D(principal), annual_rate=rate, periods=periods, **given))


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


# The package `amortization` publishes this schedule of 150,000 at 10 % over 36 months.
def test_the_last_payment_takes_what_rounding_left():
    rows = table("150000", "10", 36)
    assert (rows[0].payment, rows[-1].payment, rows[-1].balance) == (D("4840.08"), D("4839.99"), D("0.00"))
    level = table("150000", "10", 36, last="level")
    assert (level[-1].payment, level[-1].overpaid, level[-1].balance) == (D("4840.08"), D("0.09"), D("0.00"))
    assert total_of_payments(level) == D("4840.08") * 36


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


def test_a_level_payment_that_falls_short_leaves_a_balance():
    rows = table("320000", "6.125", 360, payment=D("1944.00"), last="level")
    assert (len(rows), rows[-1].payment, rows[-1].overpaid) == (360, D("1944.00"), D("0.00"))
    assert rows[-1].balance > 0


def test_a_payment_larger_than_what_is_owed_ends_the_loan_even_when_it_is_to_stay_level():
    rows = table("1000", "0", 10, payment=D("400.00"), last="level")
    assert [(row.payment, row.balance) for row in rows] == [
        (D("400.00"), D("600.00")), (D("400.00"), D("200.00")), (D("200.00"), D("0.00")),
    ]  # fmt: skip


# Microsoft's documentation of PMT: 10,000 at 8 % in ten payments at the start of each month are 1,030.16.
def test_the_first_payment_at_the_start_of_a_period_is_all_principal():
    rows = table("10000", "8", 10, due="start")
    assert (rows[0].payment, rows[0].interest, rows[0].principal) == (D("1030.16"), D("0.00"), D("1030.16"))
    assert rows[1].interest == D("59.80")
    assert abs(rows[-1].payment - D("1030.16")) < D("0.10")


# The tests of the Bureau's package `amortize`: 180,000 at 4.25 % over 30 years, the same principal every month.
def test_equal_principal_is_repaid_under_a_falling_payment():
    exact = {"repayment": "equal_principal", "rounding": UNROUNDED, "payment_rounding": UNROUNDED}
    rows = table("180000", "4.25", 360, **exact)
    assert {row.principal for row in rows} == {D(500)}
    assert (sum(row.interest for row in rows[:60]), rows[59].balance) == (D("35115.625"), D(150000))
    assert 360 - len(table("180000", "4.25", 360, extra=D(200), **exact)) == 102
    posted = table("1000", "6", 3, repayment="equal_principal")
    assert [row.principal for row in posted] == [D("333.33"), D("333.33"), D("333.34")]


def test_two_hundred_more_a_month_saves_what_the_bureau_says():
    usual, faster = (
        table("180000", "4.25", 360, extra=more, rounding=UNROUNDED, payment_rounding=UNROUNDED)
        for more in (D(0), D(200))
    )
    saved = sum(row.interest for row in usual) - sum(row.interest for row in faster)
    assert (cents(saved), 360 - len(faster)) == (D("47047.19"), 109)


def test_a_half_month_at_the_start_comes_out_as_the_bureau_reckons_it():
    level = level_payment(principal=D(180000), annual_rate=D("4.25"), months=360, rounding=UNROUNDED)
    rows = table("180000", [D("2.125"), D("4.25")], 360, payment=[level / 2, level], rounding=UNROUNDED)[:60]
    assert cents(sum(row.interest for row in rows)) == D("36293.37")
    assert cents(rows[-1].balance) == D("163606.61")


# The tests of the package `amortization`: 150,000 at 10 % in 36 half-months.
def test_half_months_are_twenty_four_a_year():
    rows = table("150000", "10", 36, periods_a_year=24, first_due=date(2026, 1, 1))
    assert rows[0].payment == D("4495.63")
    assert [row.due for row in rows[:3]] == [date(2026, 1, 1), date(2026, 1, 16), date(2026, 2, 1)]


@pytest.mark.parametrize(
    ("first", "a_year", "number", "due"),
    [
        (date(2023, 8, 1), 12, 360, date(2053, 7, 1)),
        (date(2026, 1, 31), 12, 2, date(2026, 2, 28)),
        (date(2026, 1, 31), 12, 3, date(2026, 3, 31)),
        (date(2026, 1, 1), 4, 2, date(2026, 4, 1)),
        (date(2026, 1, 1), 1, 3, date(2028, 1, 1)),
        (date(2026, 1, 2), 26, 3, date(2026, 1, 30)),
        (date(2026, 1, 2), 52, 3, date(2026, 1, 16)),
        (date(2026, 2, 15), 24, 2, date(2026, 2, 28)),
        (date(2026, 1, 20), 24, 2, date(2026, 2, 5)),
        (date(2026, 1, 20), 24, 3, date(2026, 2, 20)),
    ],
)
def test_each_payment_has_its_day(first, a_year, number, due):
    assert nth_due(first, number, periods_a_year=a_year) == due


def test_periods_without_a_calendar_are_refused():
    with pytest.raises(ValueError, match="no calendar"):
        nth_due(date(2026, 1, 1), 2, periods_a_year=13)


def test_a_loan_may_pay_interest_alone_to_its_balloon():
    rows = table("100000", "6", 60, interest_only=60, balloon=D("100000.00"))
    assert {(row.payment, row.balance) for row in rows} == {(D("500.00"), D("100000.00"))}
    assert table("100000", "6", 60, interest_only=60)[-1].payment == D("100500.00")


def test_extra_principal_brings_no_balloon_below_itself():
    rows = table("100000", "6", 60, balloon=D("80000.00"), extra=D("1000.00"))
    assert (len(rows), rows[-1].balance, rows[-1].payment) == (60, D("80000.00"), D("400.00"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal": "0"}, {"periods": 0}, {"balloon": D("1000.01")}, {"extra": D(-1)}, {"extra": {3: D(-1)}},
        {"rate": "-1"}, {"rate": [D(5), D(-1)]}, {"due": "start", "balloon": D(1)},
    ],
)  # fmt: skip
def test_nonsense_has_no_table(wrong):
    with pytest.raises(ValueError, match=r"table needs|not negative|0 or more"):
        table(**{"principal": "1000", "rate": "5", "periods": 12} | wrong)


@given(LOANS, st.data())
def test_a_table_of_any_shape_sums_and_never_owes_less_than_nothing(loan, data):
    principal, rate, periods = loan
    shape = {
        "interest_only": data.draw(st.integers(0, periods)),
        "balloon": data.draw(st.sampled_from([D("0.00"), (principal / 2).quantize(CENT)])),
        "extra": data.draw(st.one_of(st.just({}), st.decimals("0", "5000", places=2))),
        "last": data.draw(st.sampled_from(["exact", "level"])),
        "repayment": data.draw(st.sampled_from(["level", "equal_principal"])),
        "periods_a_year": data.draw(st.sampled_from([1, 4, 12, 24, 26, 52])),
        "rounding": data.draw(st.sampled_from([CENTS, Rounding(CENT, ROUND_HALF_EVEN), WHOLE_DOLLARS])),
    }
    # A debt at the level payment of a rounding so coarse as whole dollars may grow by its rounded interest.
    rows = table(principal, [rate, rate + 1], periods, may_grow=True, **shape)
    assert sum(row.principal + row.extra for row in rows) == principal - rows[-1].balance
    assert all(row.payment == row.interest + row.principal + row.overpaid for row in rows)
    assert min(row.balance for row in rows) >= shape["balloon"]
    if shape["last"] == "exact":
        assert rows[-1].balance == shape["balloon"]
