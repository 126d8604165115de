"""What a servicer owes a bill of the escrow account."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.domain.escrow_duty import advance_needed, force_placement, pay_by, payment_duty, tax_basis

D = Decimal
ON = date(2026, 11, 16)


# 12 CFR 1024.17(d)(2)(i)(A): on or before the earlier of the deadline for discounts and that to avoid a penalty.
def test_a_bill_is_paid_by_the_end_of_its_discount_or_before_its_penalty():
    assert pay_by(discount_until=date(2026, 11, 30), penalty_free_until=date(2027, 3, 31)) == date(2026, 11, 30)
    assert pay_by(penalty_free_until=date(2026, 12, 10)) == date(2026, 12, 10)
    with pytest.raises(ValueError, match="discount"):
        pay_by()


# 12 CFR 1024.17(k)(3)-(4).
def test_a_tax_is_paid_in_installments_unless_that_costs_something_or_is_agreed():
    assert tax_basis(annual_discount=False, installment_fee=False) == "installments"
    assert tax_basis(annual_discount=True, installment_fee=False) == "either"
    assert tax_basis(annual_discount=False, installment_fee=True) == "either"
    assert tax_basis(annual_discount=False, installment_fee=False, agreed="annual") == "annual"


def test_an_advance_is_what_the_account_does_not_hold():
    assert advance_needed(balance=D("1000.00"), amount=D("2310.00")) == D("1310.00")
    assert advance_needed(balance=D("-429.00"), amount=D("2040.00")) == D("2040.00")
    assert advance_needed(balance=D("2310.00"), amount=D("2310.00")) == 0


# 12 CFR 1024.17(k)(1)-(2), (k)(5): up to 30 days overdue every bill; beyond, hazard insurance, which flood insurance
# is too (1024.31).
@pytest.mark.parametrize(
    ("kind", "overdue", "balance", "duty"),
    [
        ("property_tax", 0, "2310.00", "pay"),
        ("property_tax", 30, "0.00", "advance"),
        ("property_tax", 31, "5000.00", "not_required"),
        ("hazard_insurance", 31, "2310.00", "pay_hazard"),
        ("hazard_insurance", 199, "-429.00", "advance_hazard"),
        ("flood_insurance", 31, "0.00", "advance_hazard"),
    ],
)
def test_a_bill_is_paid_and_advanced_according_to_how_overdue_the_borrower_is(kind, overdue, balance, duty):
    found = payment_duty(kind=kind, amount=D("2310.00"), balance=D(balance), days_overdue=overdue, on=ON)
    assert found == duty


# 12 CFR 1024.17(k)(5)(i)-(iii).
def test_insurance_is_not_force_placed_for_want_of_money():
    assert force_placement(days_overdue=46, on=ON) == "not_allowed"
    assert force_placement(days_overdue=30, on=ON) == "outside_this_rule"
    assert force_placement(days_overdue=46, on=ON, vacant=True) == "unable_to_pay"
    assert force_placement(days_overdue=46, on=ON, cancelled_otherwise=True) == "unable_to_pay"


def test_a_small_servicer_may_force_place_what_costs_the_borrower_less():
    cheaper = {"placed_cost": D("899.99"), "needed": D("900.00")}
    small = {"days_overdue": 46, "on": ON, "small_servicer": True}
    assert force_placement(**small, **cheaper) == "small_servicer"
    assert force_placement(**small, placed_cost=D("900.00"), needed=D("900.00")) == "not_allowed"
    assert force_placement(days_overdue=46, on=ON, **cheaper) == "not_allowed"
