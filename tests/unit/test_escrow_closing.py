"""What a closing collects for escrow."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.escrow_bills import EscrowItem, bills_of_year
from servicing.domain.escrow_closing import ItemizedDeposit, initial_escrow_payment, itemized_deposits
from servicing.domain.escrow_single_item import single_item_analysis

D = Decimal


# 12 CFR 1026, appendix H, sample H-25(B), section G: two months of insurance at 100.83 and of taxes at 105.30, and an
# adjustment of one cent (checked 2026-11; the cent and the total from memory of the printed form).
def test_the_sample_closing_disclosure_comes_out():
    deposits = [
        ItemizedDeposit("homeowner's insurance", D("100.83"), 2),
        ItemizedDeposit("property taxes", D("105.30"), 2),
    ]
    found = initial_escrow_payment(deposits=deposits, required_start=D("412.25"))
    assert [(line.code, line.amount) for line in found.lines] == [
        ("deposit", D("201.66")),
        ("deposit", D("210.60")),
        ("aggregate_adjustment", D("-0.01")),
    ]
    assert (found.itemized, found.total) == (D("412.26"), D("412.25"))


# 12 CFR 1024, appendix E: starts of 800 and 330 for the items, of 1,040 for the account.
def test_appendix_e_is_eight_months_of_one_tax_and_eleven_of_the_other():
    begins = date(2026, 7, 1)
    items = [
        EscrowItem("county taxes", "property_tax", D(500), ((7, 25),)),
        EscrowItem("county taxes", "property_tax", D(700), ((12, 10),)),
        EscrowItem("school taxes", "property_tax", D(360), ((9, 20),)),
    ]
    analysis = single_item_analysis(bills=bills_of_year(items=items, begins=begins), begins=begins)
    deposits = itemized_deposits(analysis)
    assert [(one.item, one.monthly, one.months) for one in deposits] == [
        ("county taxes", 100, 8),
        ("school taxes", 30, 11),
    ]
    found = initial_escrow_payment(deposits=deposits, required_start=analysis.aggregate.required_start)
    assert (found.adjustment, found.total) == (-90, 1040)


# A title agent's worked closing of April 30, 2007 (titleinsurancetalk.blogspot.com/2007/04): without a cushion 2 months
# of local taxes, 9 of school taxes and 1 of hazard insurance, 1,670.87 in all.
def test_a_published_worked_closing_collects_these_months():
    begins = date(2007, 6, 1)
    items = [
        EscrowItem("local and county tax", "property_tax", D(800), ((3, 30),)),
        EscrowItem("school tax", "property_tax", D(2000), ((8, 30),)),
        EscrowItem("hazard insurance", "hazard_insurance", D(450), ((4, 30),)),
    ]
    bills = bills_of_year(items=items, begins=begins)
    deposits = itemized_deposits(single_item_analysis(bills=bills, begins=begins, cushion_months=0))
    assert {one.item: (one.months, one.amount) for one in deposits} == {
        "local and county tax": (2, D("133.34")),
        "school tax": (9, D("1500.03")),
        "hazard insurance": (1, D("37.50")),
    }
    assert sum(one.amount for one in deposits) == D("1670.87")


def test_an_item_without_bills_needs_no_deposit():
    begins = date(2026, 1, 1)
    nothing = EscrowItem("water", "other", D(0), ((5, 1),))
    found = single_item_analysis(bills=bills_of_year(items=[nothing], begins=begins), begins=begins)
    assert itemized_deposits(found) == ()


def test_items_that_bring_too_little_are_refused():
    with pytest.raises(ValueError, match="less than the 500"):
        initial_escrow_payment(deposits=[ItemizedDeposit("tax", D("100.00"), 4)], required_start=D("500.00"))


@given(
    deposits=st.lists(
        st.builds(
            ItemizedDeposit,
            item=st.sampled_from(["tax", "insurance"]),
            monthly=st.integers(0, 99_999).map(lambda cents: D(cents) / 100),
            months=st.integers(0, 14),
        ),
        max_size=5,
    ),
    cents=st.integers(0, 500_000),
)
def test_the_lines_of_a_closing_sum_to_what_is_required(deposits, cents):
    required = min(D(cents) / 100, sum((one.amount for one in deposits), D(0)))
    found = initial_escrow_payment(deposits=deposits, required_start=required)
    assert sum(line.amount for line in found.lines) == found.total == required
    assert found.adjustment <= 0
