"""How far an account falls short at its lowest month, in published examples."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.escrow import aggregate_analysis
from servicing.domain.escrow_bills import EscrowBill, EscrowItem, bills_of_year, every_month
from servicing.domain.escrow_difference import disposition_of, new_payment
from servicing.domain.escrow_low_point import projected_low_point

D = Decimal
BEGINS = date(2026, 7, 1)
ANALYSED = date(2026, 6, 20)
TAXES = [
    EscrowItem("taxes", "property_tax", D(500), ((7, 25),)),
    EscrowItem("taxes", "property_tax", D(700), ((12, 10),)),
    EscrowItem("hazard insurance", "hazard_insurance", D(360), ((9, 20),)),
]


def appendix_e(balance):
    return aggregate_analysis(
        bills=bills_of_year(items=TAXES, begins=BEGINS), begins=BEGINS, projected_start=D(balance)
    )


# A consumer's guide to aggregate accounting with the account of appendix E (silvermortgage.blogspot.com/2009/04,
# "Existing Aggregate Accounts"): required 1,040; with 1,076 a surplus of 36 that lowers the payment to 127, with 1,090
# one of 50 that is refunded, with 940 a shortage of 100 within 30 days or over a year, with 800 one of 240 over a year.
@pytest.mark.parametrize(
    ("balance", "difference", "courses"),
    [
        ("1076", "36", ("refund", "credit")),
        ("1090", "50", ("refund",)),
        ("940", "-100", ("nothing", "at_once", "monthly")),
        ("800", "-240", ("nothing", "monthly")),
    ],
)
def test_a_published_guide_to_existing_accounts_comes_out(balance, difference, courses):
    found = disposition_of(appendix_e(balance), on=ANALYSED, current=True)
    assert found.surplus - found.shortage == D(difference)
    assert found.surplus_codes + found.shortage_codes == courses


def test_a_credited_surplus_of_36_lowers_the_payment_of_130_to_127():
    found = new_payment(principal_and_interest=D(0), base=D(130), on=ANALYSED, credit=D(36))
    assert (found.credit_part, found.escrow) == (3, 127)


# A servicer's help page (homeusaa.com, "Escrow Shortage & Surplus"): with a minimum of 600 a lowest balance of 350 is a
# shortage of 250, one of 800 a surplus of 200.
@pytest.mark.parametrize(("lowest", "shortage", "surplus"), [("350", "250", "0"), ("800", "0", "200")])
def test_the_lowest_balance_is_compared_with_the_minimum(lowest, shortage, surplus):
    bills = [EscrowBill("taxes", "property_tax", date(2026, 12, 10), D(3600))]
    # Five payments come before the month of the bill and one in it: 1,800 less 3,600 is the lowest of the trial.
    analysis = aggregate_analysis(bills=bills, begins=BEGINS, projected_start=D(lowest) + 1800)
    found = projected_low_point(analysis)
    assert (found.balance, found.on, found.required) == (D(lowest), date(2026, 12, 1), 600)
    assert (found.shortage, found.surplus, found.deficiency) == (D(shortage), D(surplus), 0)
    assert (analysis.shortage, analysis.surplus) == (D(shortage), D(surplus))


# A bank's statement of 2008-04-10 (luutrulinhtinh.blogspot.com/2008/11) that names the lowest balance, -348.64 in
# September, and asks for it as a shortage; its bills and its start of 224.76.
def test_a_printed_lowest_balance_below_zero_is_a_shortage_or_a_deficiency_by_convention():
    begins = date(2008, 5, 1)
    items = [
        EscrowItem("county taxes", "property_tax", D(550), ((9, 15),)),
        EscrowItem("homeowner's insurance", "hazard_insurance", D(433), ((8, 15),)),
        EscrowItem("PMI", "mortgage_insurance", D("65.67"), every_month(1)),
    ]
    analysis = aggregate_analysis(
        bills=bills_of_year(items=items, begins=begins), begins=begins, projected_start=D("224.76"), cushion=D(0)
    )
    found = projected_low_point(analysis, separate_deficiency=False)
    assert (found.balance, found.on) == (D("-348.64"), date(2008, 9, 1))
    assert (found.shortage, found.deficiency) == (D("348.64"), 0) == (analysis.shortage, analysis.deficiency)
    apart = projected_low_point(analysis)
    assert (apart.shortage, apart.deficiency) == (0, D("348.64"))


def test_the_start_itself_may_be_the_lowest():
    found = projected_low_point(aggregate_analysis(bills=[], begins=BEGINS, projected_start=D("-5.00")))
    assert (found.balance, found.on, found.deficiency, found.shortage) == (D("-5.00"), None, D("5.00"), 0)


@given(
    days=st.lists(st.tuples(st.integers(0, 364), st.integers(0, 500_000)), max_size=8),
    start=st.integers(-500_000, 500_000),
    separate=st.booleans(),
)
def test_measured_at_the_low_or_at_the_start_the_difference_is_the_same(days, start, separate):
    bills = [EscrowBill("tax", "property_tax", BEGINS + timedelta(days=day), D(cents) / 100) for day, cents in days]
    analysis = aggregate_analysis(bills=bills, begins=BEGINS, projected_start=D(start) / 100)
    found = projected_low_point(analysis, separate_deficiency=separate)
    assert found.surplus - found.shortage - found.deficiency == analysis.difference
    assert min(found.surplus, found.shortage + found.deficiency) == 0 <= min(found.shortage, found.deficiency)
