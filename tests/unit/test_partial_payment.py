"""What is held, what completes the oldest installment, and what the statement says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.ledger import Entry, Legs
from servicing.domain.loan import Terms
from servicing.domain.partial_payment import fha_return_reason, held_money, unapplied
from servicing.domain.payment_application import apply_payment

NOVEMBER = date(2026, 11, 1)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NOTE = Terms(Decimal("12000.00"), Decimal(0), 12, JANUARY, Decimal("1000.00"))


def okafor(today=date(2026, 11, 16), suspense="900.00"):
    return held_money(
        suspense=Decimal(suspense), periodic_payment=Decimal("1623.89"), oldest_unpaid=NOVEMBER, today=today
    )


def test_the_missing_part_completes_the_oldest_installment_until_the_16th():
    found = okafor()
    assert (found.missing, found.installment_due) == (Decimal("723.89"), NOVEMBER)
    assert (found.in_time_through, found.in_time) == (date(2026, 11, 16), True)
    assert not okafor(date(2026, 11, 17)).in_time


# 12 CFR 1026.41(d)(3) and (5); 12 CFR 1026.36(c)(1)(ii)(B) (checked 2026-11).
@pytest.mark.parametrize(
    ("suspense", "codes"),
    [
        ("0.00", []),
        ("900.00", ["unapplied_funds", "what_applies_the_funds"]),
        ("1623.88", ["unapplied_funds", "what_applies_the_funds"]),
        ("1623.89", ["used_as_periodic_payment"]),
    ],
)
def test_the_statement_says_what_is_held_and_what_applies_it(suspense, codes):
    found = okafor(suspense=suspense)
    assert [item.code for item in found.statement] == codes
    assert found.completes is (codes == ["used_as_periodic_payment"])


def _received(amounts):
    """The entries of money received on a loan of 1,000.00 a month, applied as it comes."""
    held, due, balance, entries = Decimal("0.00"), JANUARY, Decimal("12000.00"), []
    for amount, day in amounts:
        applied = apply_payment(
            terms=NOTE, balance=balance, next_due=due, suspense=held, amount=Decimal(amount), effective=day
        )
        held += applied.suspense_change
        principal = sum((part.principal for part in applied.installments), Decimal("0.00"))
        balance -= principal
        due = date(2026, due.month + len(applied.installments), 1)
        legs = Legs(principal=principal, suspense=applied.suspense_change)
        entries.append(Entry("payment" if principal else "partial_payment", day, day, day, legs))
    return entries


# 12 CFR 1026, supplement I, comment 41(d)(3)-1 (checked 2026-11).
@pytest.mark.parametrize(
    ("last_statement", "through", "since", "year_to_date", "installments"),
    [
        (date(2025, 12, 31), JANUARY, "600", "600", 0),
        (JANUARY, FEBRUARY, "300", "900", 0),
        (FEBRUARY, MARCH, "300", "300", 1),
    ],
)
def test_three_statements_show_what_is_unapplied(last_statement, through, since, year_to_date, installments):
    entries = _received([("600", JANUARY), ("300", FEBRUARY), ("400", MARCH)])
    found = unapplied(entries, last_statement=last_statement, through=through)
    assert (found.since_last_statement, found.year_to_date) == (Decimal(since), Decimal(year_to_date))
    paid = sum(entry.legs.principal for entry in entries if entry.posted <= through) // 1000
    assert paid == installments


def test_old_money_that_stays_held_is_not_new():
    entries = _received([("300", JANUARY), ("1000", FEBRUARY)])
    found = unapplied(entries, last_statement=JANUARY, through=FEBRUARY)
    assert (found.since_last_statement, found.year_to_date) == (Decimal(0), Decimal(300))


def test_a_returned_part_is_no_longer_held():
    entries = _received([("600", JANUARY)])
    back = Entry("reversal", JANUARY, JANUARY, FEBRUARY, Legs(suspense=Decimal(-600)))
    assert unapplied([*entries, back], last_statement=JANUARY, through=FEBRUARY).year_to_date == 0


@given(amounts=st.lists(st.integers(1, 250_000), max_size=5))
def test_what_came_since_is_never_more_than_what_is_held(amounts):
    days = [date(2026, month, 1) for month in range(1, 6)]
    entries = _received([(Decimal(cents).scaleb(-2), day) for cents, day in zip(amounts, days, strict=False)])
    found = unapplied(entries, last_statement=FEBRUARY, through=date(2026, 5, 1))
    assert 0 <= found.since_last_statement <= found.year_to_date
    assert found.year_to_date == sum(entry.legs.suspense for entry in entries)


# 24 CFR 203.556(a)-(d) (checked 2026-11).
@pytest.mark.parametrize(
    ("tendered", "in_default", "others", "code"),
    [
        ("3000.00", True, {"foreclosure_commenced": True}, None),
        ("1000.00", False, {}, "not_in_default"),
        ("1499.99", True, {}, "below_share_of_amount_due"),
        ("1500.00", True, {}, None),
        ("1500.00", True, {"below_per_cent": Decimal(60)}, "below_share_of_amount_due"),
        ("1500.00", True, {"agreed_amount": Decimal("1600.00")}, "below_agreed_amount"),
        ("1600.00", True, {"agreed_amount": Decimal("1600.00")}, None),
        ("1500.00", True, {"rents_withheld": True}, "rents_withheld"),
        ("1500.00", True, {"foreclosure_commenced": True}, "foreclosure_commenced"),
    ],
)
def test_an_fha_partial_payment_is_sent_back_only_for_a_reason(tendered, in_default, others, code):
    found = fha_return_reason(
        tendered=Decimal(tendered),
        amount_due=Decimal("3000.00"),
        in_default=in_default,
        on=date(2026, 11, 16),
        **others,
    )
    assert found == code
