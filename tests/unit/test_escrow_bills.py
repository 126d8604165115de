"""When the bills of an escrow account fall due, and what they come to."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import CENT, CENTS, NotMoney, Rounding
from servicing.domain.escrow_bills import (
    EscrowItem,
    bills_between,
    bills_of_year,
    coming_bills,
    estimated_bill,
    every_month,
    spread,
    times_a_year,
)

D = Decimal
TAX = EscrowItem("county tax", "property_tax", D(2310), ((4, 10), (12, 10)))
HAZARD = EscrowItem("hazard insurance", "hazard_insurance", D(2196), ((9, 1),))


def test_a_spread_leaves_the_residue_to_the_last_month():
    assert spread(D("761.40")) == (D("63.45"),) * 12
    assert spread(D("761.41")) == (*[D("63.45")] * 11, D("63.46"))
    assert spread(D("100.00"), 3) == (D("33.33"), D("33.33"), D("33.34"))
    assert spread(D("0.05")) == (*[D("0.00")] * 11, D("0.05"))
    assert spread(D("0.00"), 1) == (D("0.00"),)


def test_a_spread_may_be_rounded_another_way_as_long_as_no_part_is_negative():
    assert spread(D("348.64"), rounding=CENTS) == (*[D("29.05")] * 11, D("29.09"))
    up = Rounding(CENT, ROUND_CEILING)
    assert spread(D("348.64"), rounding=up) == (*[D("29.06")] * 11, D("28.98"))
    with pytest.raises(ValueError, match="more than the whole"):
        spread(D("0.06"), rounding=up)


@pytest.mark.parametrize(("amount", "months"), [(D("-0.01"), 12), (D("1.00"), 0)])
def test_a_spread_needs_an_amount_and_a_month(amount, months):
    with pytest.raises(ValueError, match="zero or more"):
        spread(amount, months)


def test_a_fraction_of_a_cent_is_not_spread():
    with pytest.raises(NotMoney):
        spread(D("0.005"))


@given(cents=st.integers(0, 10_000_000), months=st.integers(1, 60))
def test_a_spread_sums_and_its_last_part_is_the_largest(cents, months):
    parts = spread(D(cents) / 100, months)
    assert sum(parts) == D(cents) / 100
    assert len(parts) == months
    assert set(parts[:-1]) <= {parts[0]}
    assert 0 <= parts[-1] - parts[0] < D(months) / 100


def test_bills_come_in_the_order_of_their_days_from_the_first_month_on():
    found = bills_of_year(items=[TAX, HAZARD], begins=date(2027, 5, 1))
    assert [(bill.item, bill.on, bill.amount) for bill in found] == [
        ("hazard insurance", date(2027, 9, 1), 2196),
        ("county tax", date(2027, 12, 10), 2310),
        ("county tax", date(2028, 4, 10), 2310),
    ]


def test_monthly_quarterly_and_half_yearly_bills_spread_over_the_year():
    assert times_a_year(month=11, day=5, times=4) == ((2, 5), (5, 5), (8, 5), (11, 5))
    assert times_a_year(month=10, day=1, times=2) == ((4, 1), (10, 1))
    assert every_month(31)[1] == (2, 31)
    premium = EscrowItem("PMI", "mortgage_insurance", D("98.96"), every_month(31))
    found = bills_of_year(items=[premium], begins=date(2027, 3, 1))
    assert [bill.on.day for bill in found] == [31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29]
    with pytest.raises(ValueError, match="12 times"):
        times_a_year(month=1, day=1, times=5)


def test_installments_of_a_years_amount_sum_to_it_in_any_year():
    item = EscrowItem("town tax", "property_tax", D("100.00"), times_a_year(month=2, day=15, times=3), whole_year=True)
    for month in range(1, 13):
        found = bills_of_year(items=[item], begins=date(2027, month, 1))
        assert sorted(bill.amount for bill in found) == [D("33.33"), D("33.33"), D("33.34")]
        assert next(bill for bill in found if bill.amount == D("33.34")).on.month == 10


def test_a_bill_of_every_third_year_comes_in_its_years_only():
    item = EscrowItem("flood", "flood_insurance", D(360), ((3, 1),), every_years=3, first_year=2026)
    found = bills_between(items=[item], since=date(2020, 1, 1), until=date(2030, 1, 1))
    assert [bill.on.year for bill in found] == [2020, 2023, 2026, 2029]


def test_coming_bills_include_todays_and_end_before_the_day_months_later():
    assert [bill.on for bill in coming_bills(items=[TAX, HAZARD], today=date(2026, 12, 10), months=4)] == [
        date(2026, 12, 10)
    ]
    assert len(coming_bills(items=[TAX, HAZARD], today=date(2026, 12, 9), months=5)) == 2


# 12 CFR 1024.17(c)(7): the charge if known; else last year's, or that with the CPI-U's change at most; for new
# construction a comparable assessment.
def test_an_estimate_names_the_best_ground_there_is():
    known = estimated_bill(known=D("2310.00"), last_year=D("2196.00"), cpi_change=D("3.0"))
    assert (known.amount, known.basis) == (D("2310.00"), "known")
    assert estimated_bill(last_year=D("2196.00")).basis == "last_year"
    grown = estimated_bill(last_year=D("2196.00"), cpi_change=D("2.95"))
    assert (grown.amount, grown.basis) == (D("2260.78"), "last_year_with_cpi")
    assert estimated_bill(comparable=D("1800.00")).basis == "comparable"
    with pytest.raises(ValueError, match="needs the charge"):
        estimated_bill()


@given(cents=st.integers(1, 5_000_000), change=st.integers(0, 2000).map(lambda bps: D(bps) / 100))
def test_an_estimate_never_exceeds_the_cpi_change(cents, change):
    last = D(cents) / 100
    assert last <= estimated_bill(last_year=last, cpi_change=change).amount <= last * (1 + change / 100)
