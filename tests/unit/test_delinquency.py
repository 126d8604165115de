"""How late a loan is, counted from its oldest unpaid installment."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.domain.delinquency import days_delinquent, installments_due, shown_on_statement


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


# Comment 31 (Delinquency)-3 (checked 2026-11): a servicer may overlook a small shortfall.
def test_a_shortfall_within_the_tolerance_is_no_delinquency():
    story = {"oldest_unpaid_due": date(2025, 1, 1), "today": date(2025, 1, 31), "short_by": Decimal("25.00")}
    assert days_delinquent(**story) == 30
    assert days_delinquent(**story, tolerance=Decimal("50.00")) == 0


# 12 CFR 1026.41(d)(8) (checked 2026-11).
def test_a_statement_tells_of_more_than_forty_five_days():
    assert not shown_on_statement(45)
    assert shown_on_statement(46)
