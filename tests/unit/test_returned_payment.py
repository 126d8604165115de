"""A payment that comes back is undone by new entries, and the old due dates stand again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.late_charge import late_charge_due
from servicing.domain.ledger import Charge, Entry, Legs, account, assessment, charges, next_due, numbered
from servicing.domain.loan import Terms
from servicing.domain.payment_application import apply_payment
from servicing.domain.payment_entries import payment_entries
from servicing.domain.returned_payment import returned_payment, reversal_entries
from servicing.domain.tax_form import interest_by_year

ORIGINATED, FIRST_DUE = date(2026, 7, 20), date(2026, 9, 1)
NOTE = Terms(Decimal("12000.00"), Decimal(6), 12, FIRST_DUE, Decimal("1032.80"), escrow_payment=Decimal("100.00"))
LOAN = Entry("origination", ORIGINATED, ORIGINATED, ORIGINATED, Legs(principal=Decimal("-12000.00")))
LATE = Charge("late_charge:2026-09-01", "late_charge", date(2026, 9, 17), Decimal("51.64"), FIRST_DUE)
BANK_SAYS_NO = date(2026, 10, 20)


def paying(amount, ledger, on=date(2026, 10, 5), **others):
    """The ledger with a payment applied to it."""
    sums = account(ledger)
    due = next_due(first_due=FIRST_DUE, last_paid=sums.last_paid_installment, paid_off=sums.paid_off)
    applied = apply_payment(
        terms=NOTE,
        balance=sums.unpaid_principal,
        next_due=due,
        suspense=sums.suspense,
        amount=Decimal(amount),
        effective=on,
        charges=charges(ledger),
        **others,
    )
    return numbered([*ledger, *payment_entries(applied, received=on, effective=on, posted=on)])


def returned(ledger, since, **others):
    """What follows when all entries from a number on come back."""
    numbers = {entry.number for entry in ledger if entry.number >= since}
    return returned_payment(entries=ledger, numbers=numbers, returned_on=BANK_SAYS_NO, **others)


BEFORE = numbered([LOAN, assessment(LATE)])


def test_the_entries_of_a_payment_sum_to_it():
    entries = paying("1500.00", BEFORE)[len(BEFORE) :]
    assert sum(entry.amount for entry in entries) == Decimal("1500.00")
    assert [entry.kind for entry in entries] == ["payment", "partial_payment"]


def test_money_out_of_suspense_stands_with_the_installment_it_completes():
    held = paying("700.00", BEFORE, on=date(2026, 9, 5))
    [done] = paying("432.80", held)[len(held) :]
    assert (done.amount, done.legs.suspense, done.installment_due) == (
        Decimal("432.80"),
        Decimal("-700.00"),
        FIRST_DUE,
    )


def test_a_returned_payment_leaves_the_installment_due_from_its_old_date():
    ledger = paying("1132.80", BEFORE)
    found = returned(ledger, since=3)
    assert found.unpaid_again == (FIRST_DUE,)
    assert found.account == account(BEFORE)
    assert [(entry.kind, entry.posted, entry.reversal_of) for entry in found.entries] == [("reversal", BANK_SAYS_NO, 3)]


def test_the_reversal_keeps_the_days_of_receipt_so_that_no_year_keeps_the_interest():
    ledger = paying("1132.80", BEFORE)
    found = returned(ledger, since=3)
    assert found.entries[0].received == date(2026, 10, 5)
    assert interest_by_year([*ledger, *found.entries]) == {2026: Decimal("0.00")}


def test_a_returned_item_costs_only_what_is_allowed():
    ledger = paying("1132.80", BEFORE)
    assert returned(ledger, since=3).account.charges_due == Decimal("51.64")
    allowed = returned(ledger, since=3, nsf_fee=Decimal("25.00"))
    assert allowed.account.charges_due == Decimal("76.64")
    assert [entry.charge_key for entry in allowed.entries if entry.kind == "assessment"] == ["nsf_fee:2026-10-20"]


def test_the_late_charge_follows_from_the_restored_status_once():
    on_time = numbered([LOAN])
    ledger = paying("1132.80", on_time, on=date(2026, 9, 10))
    found = returned(ledger, since=2, late_charge=Decimal("51.64"))
    assert found.late_again == (FIRST_DUE,)
    [charge] = charges([*ledger, *found.entries])
    assert (charge.key, charge.assessed_on, charge.due) == (LATE.key, BANK_SAYS_NO, Decimal("51.64"))
    again = returned(paying("1132.80", BEFORE), since=3, late_charge=Decimal("51.64"))
    assert again.account.charges_due == Decimal("51.64")


def test_an_installment_still_in_grace_is_not_late_again():
    ledger = paying("1132.80", numbered([LOAN]), on=date(2026, 9, 10))
    numbers = {entry.number for entry in ledger if entry.number > 1}
    found = returned_payment(
        entries=ledger, numbers=numbers, returned_on=date(2026, 9, 16), late_charge=Decimal("51.64")
    )
    assert (found.unpaid_again, found.late_again) == ((FIRST_DUE,), ())
    assert [entry.kind for entry in found.entries] == ["reversal"]


# New York Real Property Law 254-b (checked 2026-11): two per cent of the installment, after fifteen days.
def test_each_installment_gets_its_own_late_charge_on_its_own_day():
    ledger = paying("1132.80", numbered([LOAN]), on=date(2026, 9, 10))
    own = late_charge_due(
        due=FIRST_DUE, principal_and_interest=Decimal("1032.80"), escrow=Decimal("100.00"), per_cent=Decimal(5),
        grace_days=10, received=None, today=date.max, state="NY",
    )  # fmt: skip
    for day, made in ((date(2026, 9, 16), Decimal("0.00")), (date(2026, 9, 17), Decimal("22.65"))):
        numbers = {entry.number for entry in ledger if entry.number > 1}
        found = returned_payment(
            entries=ledger, numbers=numbers, returned_on=day, late_charge={FIRST_DUE: own}, grace_days=10
        )
        assert found.account.charges_due == made
        assert found.late_again == ((FIRST_DUE,) if made else ())


def test_a_charge_the_payment_had_paid_is_due_again():
    ledger = paying("2317.24", BEFORE)
    assert account(ledger).charges_due == 0
    assert returned(ledger, since=3).account.charges_due == Decimal("51.64")


def test_a_payment_is_returned_once():
    ledger = paying("1132.80", BEFORE)
    found = returned(ledger, since=3)
    with pytest.raises(ValueError, match="already"):
        returned_payment(entries=numbered([*ledger, *found.entries]), numbers={3}, returned_on=BANK_SAYS_NO)


@pytest.mark.parametrize(
    ("entry", "posted"),
    [
        (Entry("reversal", FIRST_DUE, FIRST_DUE, FIRST_DUE, Legs()), BANK_SAYS_NO),
        (Entry("payment", FIRST_DUE, FIRST_DUE, BANK_SAYS_NO, Legs()), FIRST_DUE),
    ],
)
def test_what_cannot_be_undone_is_refused(entry, posted):
    with pytest.raises(ValueError, match="not reversed"):
        reversal_entries([entry], posted=posted)


def test_an_entry_that_is_not_there_is_refused():
    with pytest.raises(LookupError, match="no entry"):
        returned_payment(entries=BEFORE, numbers={99}, returned_on=BANK_SAYS_NO)


@given(
    earlier=st.integers(0, 300_000),
    cents=st.integers(1, 600_000),
    policy=st.sampled_from(["hold", "credit"]),
    designated=st.sets(st.sampled_from(["next_payment", "principal", "charges"])),
)
def test_a_payment_applied_and_returned_restores_every_balance(earlier, cents, policy, designated):
    before = paying(str(Decimal(earlier).scaleb(-2)), BEFORE, on=date(2026, 9, 20))
    after = paying(str(Decimal(cents).scaleb(-2)), before, credit_partial=policy, designated=designated)
    payment = after[len(before) :]
    assert sum(entry.amount for entry in payment) == Decimal(cents).scaleb(-2)
    found = returned_payment(entries=after, numbers={entry.number for entry in payment}, returned_on=BANK_SAYS_NO)
    whole = [*after, *found.entries]
    assert account(whole) == account(before) == found.account
    assert charges(whole) == charges(before)
    assert sum(entry.legs.interest for entry in whole) == sum(entry.legs.interest for entry in before)
