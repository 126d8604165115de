"""Days late, grace, and the late charge."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.domain.delinquency import days_delinquent, installments_due, is_late, last_day_of_grace, late_charge


# 12 CFR 1024, supplement I, comment 31 (Delinquency)-1 and -2 (checked 2026-11).
@pytest.mark.parametrize(
    ("oldest", "today", "days"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), 30),
        (date(2025, 2, 1), date(2025, 2, 4), 3),
        (date(2025, 1, 1), date(2025, 4, 1), 90),
        (date(2026, 12, 1), date(2026, 11, 16), 0),
        (None, date(2026, 11, 16), 0),
    ],
)
def test_days_count_from_the_oldest_unpaid_due_date(oldest, today, days):
    assert days_delinquent(oldest_unpaid_due=oldest, today=today) == days


def test_every_month_since_then_is_due():
    assert installments_due(oldest_unpaid_due=date(2026, 8, 1), today=date(2026, 11, 16)) == 4
    assert installments_due(oldest_unpaid_due=date(2026, 12, 1), today=date(2026, 11, 30)) == 0
    assert installments_due(oldest_unpaid_due=None, today=date(2026, 11, 30)) == 0


def test_the_fifteen_days_of_grace_come_after_the_due_date():
    due = date(2026, 11, 1)
    assert last_day_of_grace(due=due, grace_days=15) == date(2026, 11, 16)
    assert not is_late(due=due, received=date(2026, 11, 16), grace_days=15)
    assert is_late(due=due, received=date(2026, 11, 17), grace_days=15)


# Conventional notes: 5 per cent of principal and interest; FHA at most 4, 24 CFR 203.25 (checked 2026-11).
@pytest.mark.parametrize(
    ("payment", "per_cent", "charge"), [("1432.86", "5", "71.64"), ("1432.86", "4", "57.31"), ("1521.67", "5", "76.08")]
)
def test_a_late_charge_is_a_part_of_principal_and_interest(payment, per_cent, charge):
    assert late_charge(principal_and_interest=Decimal(payment), per_cent=Decimal(per_cent)) == Decimal(charge)
