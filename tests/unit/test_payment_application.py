"""Where a payment goes: whole installments, then charges, and the rest is held."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.amortisation import level_payment
from servicing.domain.ledger import Charge
from servicing.domain.loan import Terms
from servicing.domain.payment_application import apply_payment

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
RAMAN = Terms(
    original_amount=Decimal("268000.00"),
    annual_rate=Decimal("5.5"),
    months=360,
    first_due=date(2021, 5, 1),
    payment=level_payment(principal=Decimal("268000.00"), annual_rate=Decimal("5.5"), months=360),
    escrow_payment=Decimal("427.67"),
)
LATE_OCTOBER = Charge("oct", "late_charge", date(2026, 10, 17), Decimal("76.08"), OCTOBER)
LATE_NOVEMBER = Charge("nov", "late_charge", date(2026, 11, 17), Decimal("76.08"), NOVEMBER)


def raman_pays(amount, on=date(2026, 11, 16), charges=(LATE_OCTOBER,), suspense="0.00"):
    return apply_payment(
        terms=RAMAN,
        balance=Decimal("245847.26"),
        next_due=OCTOBER,
        suspense=Decimal(suspense),
        amount=Decimal(amount),
        effective=on,
        charges=charges,
    )


# Uniform instrument 07/2021, section 2, and 12 CFR 1026.36(c) (checked 2026-11).
@pytest.mark.parametrize(
    ("amount", "on", "charges", "installments", "paid", "held"),
    [
        ("500.00", date(2026, 11, 16), (LATE_OCTOBER,), 0, "0", "500.00"),
        ("1949.34", date(2026, 11, 16), (LATE_OCTOBER,), 1, "0", "0.00"),
        ("2025.42", date(2026, 11, 16), (LATE_OCTOBER,), 1, "76.08", "0.00"),
        ("3974.76", date(2026, 11, 16), (LATE_OCTOBER,), 2, "76.08", "0.00"),
        ("3974.76", date(2026, 11, 17), (LATE_OCTOBER, LATE_NOVEMBER), 2, "76.08", "0.00"),
        ("4050.84", date(2026, 11, 17), (LATE_OCTOBER, LATE_NOVEMBER), 2, "152.16", "0.00"),
        ("2100.00", date(2026, 11, 16), (LATE_OCTOBER,), 1, "0", "150.66"),
    ],
)
def test_a_payment_goes_where_the_note_says(amount, on, charges, installments, paid, held):
    applied = raman_pays(amount, on, charges)
    assert len(applied.installments) == installments
    assert sum(charge.amount for charge in applied.charges) == Decimal(paid)
    assert applied.suspense_change == Decimal(held)


def test_the_oldest_charge_is_paid_first():
    assert [
        charge.key for charge in raman_pays("3974.76", date(2026, 11, 17), (LATE_NOVEMBER, LATE_OCTOBER)).charges
    ] == ["oct"]


def test_a_part_of_a_payment_never_pays_a_fee():
    applied = raman_pays("76.08")
    assert applied.charges == ()
    assert applied.suspense_change == Decimal("76.08")


def test_held_money_that_reaches_a_full_payment_is_used_for_the_oldest():
    # 12 CFR 1026.36(c)(1)(ii)(B) (checked 2026-11).
    applied = raman_pays("1149.34", suspense="800.00")
    assert [part.due for part in applied.installments] == [OCTOBER]
    assert applied.suspense_change == Decimal("-800.00")


def test_three_partial_payments_complete_the_oldest_installment():
    # 12 CFR 1026, supplement I, comment 41(d)(3)-1 (checked 2026-11): 600, 300, 400 against payments of 1,000.
    january = date(2026, 1, 1)
    note = Terms(Decimal("12000.00"), Decimal(0), 12, january, Decimal("1000.00"))
    held, unapplied, paid = Decimal("0.00"), [], []
    for amount, day in [("600", january), ("300", date(2026, 2, 1)), ("400", date(2026, 3, 1))]:
        applied = apply_payment(
            terms=note,
            balance=Decimal("12000.00"),
            next_due=january,
            suspense=held,
            amount=Decimal(amount),
            effective=day,
        )
        held += applied.suspense_change
        unapplied.append(held)
        paid += [part.due for part in applied.installments]
    assert unapplied == [Decimal("600"), Decimal("900"), Decimal("300")]
    assert paid == [january]


def test_nothing_is_paid_ahead_of_its_due_date():
    applied = raman_pays("9999.99", charges=())
    assert [part.due for part in applied.installments] == [OCTOBER, NOVEMBER]
    assert applied.suspense_change == Decimal("6101.31")


@given(
    cents=st.integers(1, 2_000_000),
    held=st.integers(0, 194_933),
    charges=st.sampled_from([(), (LATE_OCTOBER,), (LATE_OCTOBER, LATE_NOVEMBER)]),
)
def test_every_cent_goes_somewhere(cents, held, charges):
    amount, suspense = Decimal(cents).scaleb(-2), Decimal(held).scaleb(-2)
    applied = raman_pays(amount, charges=charges, suspense=suspense)
    whole = sum((part.total for part in applied.installments), Decimal(0))
    fees = sum((charge.amount for charge in applied.charges), Decimal(0))
    assert whole + fees + applied.suspense_change == amount
    assert suspense + applied.suspense_change >= 0
