"""Days between two days by every count that notes name, and the interest they make."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import CENT, Rounding
from servicing.domain.interest import accrued_interest, days_30_360, per_diem, prepaid_interest, year_fraction


# Published examples of the 30/360 rules (NASD) and the European form.
@pytest.mark.parametrize(
    ("start", "end", "us", "european"),
    [
        (date(2007, 1, 15), date(2007, 1, 30), 15, 15),
        (date(2007, 1, 15), date(2007, 2, 15), 30, 30),
        (date(2007, 1, 15), date(2007, 7, 15), 180, 180),
        (date(2007, 9, 30), date(2008, 3, 31), 180, 180),
        (date(2007, 9, 30), date(2007, 10, 31), 30, 30),
        (date(2007, 1, 15), date(2007, 1, 31), 16, 15),
        (date(2007, 1, 31), date(2007, 2, 28), 28, 28),
        (date(2007, 2, 26), date(2008, 2, 29), 363, 363),
        (date(2007, 2, 28), date(2007, 3, 31), 30, 32),
        (date(2008, 2, 29), date(2009, 2, 28), 360, 359),
    ],
)
def test_every_month_has_thirty_days(start, end, us, european):
    assert days_30_360(start, end) == us
    assert days_30_360(start, end, european=True) == european


# ISDA 2006, section 4.16(f) has no rule for the end of February.
@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2007, 2, 28), date(2007, 3, 31), 33),
        (date(2008, 2, 29), date(2009, 2, 28), 359),
        (date(2006, 8, 31), date(2007, 2, 28), 178),
        (date(2007, 9, 30), date(2008, 3, 31), 180),
    ],
)
def test_the_bond_basis_counts_february_as_it_is(start, end, days):
    assert year_fraction(start, end, day_count="30/360-bond") == Fraction(days, 360)


# The documentation and tests of DAYS360 in spreadsheets: a 31st is kept unless the start is on the 30th.
@pytest.mark.parametrize(
    ("start", "end", "us", "european"),
    [
        (date(1901, 1, 1), date(1901, 12, 31), 360, 359),
        (date(1901, 1, 30), date(1901, 12, 31), 330, 330),
        (date(1901, 1, 1), date(1902, 1, 1), 360, 360),
    ],
)
def test_spreadsheets_count_the_same(start, end, us, european):
    assert (days_30_360(start, end), days_30_360(start, end, european=True)) == (us, european)


# ISDA's memorandum on the actual/actual count (1998), ISDA method: November 1, 2003 to May 1, 2004.
def test_actual_over_actual_counts_the_days_of_each_calendar_year():
    assert year_fraction(date(2003, 11, 1), date(2004, 5, 1), day_count="actual/actual") == (
        Fraction(61, 365) + Fraction(121, 366)
    )


def test_fixed_denominators():
    day, later = date(2024, 1, 1), date(2024, 3, 1)
    assert year_fraction(day, later, day_count="actual/360") == Fraction(60, 360)
    assert year_fraction(day, later, day_count="actual/365") == Fraction(60, 365)
    assert year_fraction(day, later, day_count="actual/366") == Fraction(60, 366)
    assert year_fraction(day, later) == Fraction(60, 360)


def test_a_period_that_runs_backwards_or_an_unknown_count_is_refused():
    with pytest.raises(ValueError, match="before the start"):
        year_fraction(date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(ValueError, match="unknown count"):
        year_fraction(date(2026, 1, 1), date(2026, 2, 1), day_count="lunar")


# Closing Disclosure sample H-25(B) of Regulation Z: April 15 to May 1, 2013 on 162,000 at 3.875 % (checked 2026-11).
def test_prepaid_interest_of_the_sample_closing_disclosure():
    loan = {"balance": D(162000), "annual_rate": D("3.875")}
    assert per_diem(**loan, days_a_year=360) == D("17.44")
    days = {"start": date(2013, 4, 15), "end": date(2013, 5, 1)}
    assert prepaid_interest(**loan, **days) == D("279.04")
    assert prepaid_interest(**loan, **days, round_per_diem=False) == D("279.00")


# Samples H-13 and H-11 of Regulation Z, as its commentary on appendix H describes them (checked 2026-11).
@pytest.mark.parametrize(("balance", "rate", "total"), [("44900", "14.75", "294.34"), ("5000", "12", "26.67")])
def test_odd_days_at_the_start_of_a_loan_are_rounded_once(balance, rate, total):
    days = {"start": date(1981, 4, 15), "end": date(1981, 5, 1)}
    loan = {"balance": D(balance), "annual_rate": D(rate)}
    assert prepaid_interest(**loan, **days, round_per_diem=False) == D(total)
    assert accrued_interest(**loan, **days, day_count="actual/360") == D(total)


# Comment 37(o)(4)(i)(A)-1: 68.1254 a day is shown as 68.13 or 68.12.
@pytest.mark.parametrize(("mode", "shown"), [(ROUND_CEILING, "68.13"), (ROUND_DOWN, "68.12")])
def test_a_per_diem_is_rounded_as_the_creditor_chooses(mode, shown):
    found = per_diem(balance=D("681254"), annual_rate=D("3.65"), rounding=Rounding(CENT, mode))
    assert found == D(shown)


def test_prepaid_interest_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="before the start"):
        prepaid_interest(balance=D(1), annual_rate=D(1), start=date(2026, 2, 1), end=date(2026, 1, 31))


def test_a_month_of_thirty_days_is_a_twelfth_of_the_year_s_interest():
    found = accrued_interest(
        balance=D("306237.11"), annual_rate=D("6.125"), start=date(2026, 11, 1), end=date(2026, 12, 1)
    )
    assert found == D("1563.09")


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COUNTS = st.sampled_from(["actual/360", "actual/365", "actual/366", "actual/actual"])


@given(DAYS, DAYS, DAYS, COUNTS)
def test_actual_counts_add_up_over_any_day_between(first, second, third, count):
    first, second, third = sorted((first, second, third))
    whole = year_fraction(first, third, day_count=count)
    assert whole == year_fraction(first, second, day_count=count) + year_fraction(second, third, day_count=count)


@given(DAYS, DAYS)
def test_no_count_is_negative_and_years_of_thirty_day_months_are_whole(one, other):
    first, second = sorted((one, other))
    assert year_fraction(first, second, day_count="30e/360") >= 0
    assert days_30_360(first.replace(day=1), first.replace(day=1, year=first.year + 1)) == 360
