"""Balances are sums of entries, corrections are entries too, and a past day can be read as it was."""

from datetime import date
from decimal import Decimal

from servicing.domain.ledger import (
    Charge,
    Entry,
    Legs,
    account,
    assessment,
    charges,
    known_by,
    next_due,
    numbered,
    principal_at_start_of,
    waiver,
)

LOAN = Entry("origination", date(2026, 1, 9), date(2026, 1, 9), date(2026, 1, 9), Legs(principal=Decimal("-1000.00")))


def payment(due, *, received=None, effective=None, posted=None, sign=1, kind="payment"):
    received = received or due
    legs = Legs(principal=Decimal("90.00"), interest=Decimal("10.00"), escrow=Decimal("25.00"))
    return Entry(kind, received, effective or received, posted or received, legs if sign > 0 else legs.negated(), due)


MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def test_the_cash_of_an_entry_is_the_sum_of_its_legs():
    assert payment(MARCH).legs.total == Decimal("125.00")


def test_balances_are_sums_of_entries():
    found = account([LOAN, payment(MARCH), payment(APRIL)])
    assert found.unpaid_principal == Decimal("820.00")
    assert found.escrow_balance == Decimal("50.00")
    assert found.last_paid_installment == APRIL
    assert not found.paid_off


def test_a_reversed_payment_leaves_its_installment_unpaid():
    reversal = payment(APRIL, sign=-1, kind="reversal")
    found = account([LOAN, payment(MARCH), payment(APRIL), reversal])
    assert found.unpaid_principal == Decimal("910.00")
    assert found.last_paid_installment == MARCH


def test_held_money_is_suspense_until_it_completes_an_installment():
    held = Entry("partial_payment", MARCH, MARCH, MARCH, Legs(suspense=Decimal("60.00")))
    used = Entry("payment", APRIL, APRIL, APRIL, Legs(principal=Decimal("100.00"), suspense=Decimal("-60.00")), MARCH)
    assert account([LOAN, held]).suspense == Decimal("60.00")
    assert account([LOAN, held, used]).suspense == Decimal("0.00")
    assert used.legs.total == Decimal("40.00")


def test_the_ledger_reads_as_it_stood_on_a_day():
    late = payment(MARCH, posted=date(2026, 3, 20))
    assert known_by([LOAN, late], date(2026, 3, 19)) == [LOAN]
    assert known_by([LOAN, late], date(2026, 3, 20)) == [LOAN, late]


def test_principal_at_the_start_of_a_day_leaves_out_what_is_credited_that_day():
    entries = [LOAN, payment(MARCH)]
    assert principal_at_start_of(entries, MARCH) == Decimal("1000.00")
    assert principal_at_start_of(entries, date(2026, 3, 2)) == Decimal("910.00")


LATE = Charge("late_charge:2026-03-01", "late_charge", date(2026, 3, 17), Decimal("5.00"), MARCH)


def charge_entry(kind, on, **legs):
    return Entry(kind, on, on, on, Legs(**{name: Decimal(amount) for name, amount in legs.items()}), None, LATE.key)


def test_a_charge_is_assessed_without_cash_and_due_until_the_ledger_pays_it():
    made = assessment(LATE)
    assert made.amount == Decimal("0.00")
    assert charges([made]) == (LATE,)
    assert account([LOAN, made]).charges_due == Decimal("5.00")
    paid = charge_entry("charge_payment", APRIL, late_charge="3.00")
    assert charges([made, paid])[0].due == Decimal("2.00")
    assert account([LOAN, made, paid]).charges_due == Decimal("2.00")


def test_a_waived_or_reversed_charge_is_no_charge():
    waived = waiver(LATE, posted=APRIL)
    assert waived.amount == Decimal("0.00")
    assert charges([assessment(LATE), waived]) == ()
    assert account([LOAN, assessment(LATE), waived]).charges_due == Decimal("0.00")
    reversal = Entry("reversal", APRIL, APRIL, APRIL, assessment(LATE).legs.negated(), MARCH, LATE.key)
    assert charges([assessment(LATE), reversal]) == ()


def test_entries_are_numbered_as_they_were_posted_and_a_reversal_names_what_it_undoes():
    entries = [payment(APRIL), payment(MARCH), payment(APRIL, posted=date(2026, 4, 9), sign=-1, kind="reversal"), LOAN]
    found = numbered(entries)
    assert [(entry.number, entry.kind, entry.reversal_of) for entry in found] == [
        (1, "origination", None),
        (2, "payment", None),
        (3, "payment", None),
        (4, "reversal", 3),
    ]


def test_the_next_payment_is_due_a_month_after_the_last_paid():
    assert next_due(first_due=MARCH, last_paid=None, paid_off=False) == MARCH
    assert next_due(first_due=MARCH, last_paid=APRIL, paid_off=False) == date(2026, 5, 1)
    assert next_due(first_due=MARCH, last_paid=APRIL, paid_off=True) is None
