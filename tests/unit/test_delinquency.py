"""How late a loan is, counted from its oldest unpaid installment."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import months_after
from servicing.domain.delinquency import days_delinquent, installments_due, oldest_unpaid, shown_on_statement


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


# Comment 31 (Delinquency)-2; 12 CFR 1026, supplement I, comment 41(d)(8)-2 (checked 2026-11).
def test_a_payment_goes_to_the_oldest_installment_and_advances_the_delinquency():
    story = {"dues": [date(2025, 1, 1), date(2025, 2, 1)], "paid_on": [date(2025, 2, 3)]}
    assert oldest_unpaid(**story, today=date(2025, 2, 2)) == date(2025, 1, 1)
    today = date(2025, 2, 4)
    since = oldest_unpaid(**story, today=today)
    assert since == date(2025, 2, 1)
    assert days_delinquent(oldest_unpaid_due=since, today=today) == 3
    assert oldest_unpaid(dues=story["dues"], paid_on=[today, today], today=today) is None


# P03: October and November 2026 unpaid, and one installment paid at eleven in the evening of November 16.
def test_one_payment_leaves_the_second_installment_behind():
    dues = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]
    story = {"dues": dues, "today": date(2026, 11, 16)}
    assert days_delinquent(oldest_unpaid_due=oldest_unpaid(**story, paid_on=[]), today=story["today"]) == 46
    paid = oldest_unpaid(**story, paid_on=[date(2026, 11, 16)])
    assert days_delinquent(oldest_unpaid_due=paid, today=story["today"]) == 15
    assert oldest_unpaid(**story, paid_on=[date(2026, 11, 16)] * 2) is None


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 900))
def test_a_borrower_who_pays_more_is_never_more_delinquent(paid, more, days):
    dues = [months_after(date(2025, 1, 1), month) for month in range(60)]
    today = date.fromordinal(date(2025, 1, 1).toordinal() + days)
    unpaid = [
        days_delinquent(oldest_unpaid_due=oldest_unpaid(dues=dues, paid_on=[today] * count, today=today), today=today)
        for count in (paid, paid + more)
    ]
    assert unpaid[1] <= unpaid[0] <= days


# Comment 31 (Delinquency)-3 (checked 2026-11): a servicer may overlook a small shortfall.
def test_a_shortfall_within_the_tolerance_is_no_delinquency():
    story = {"oldest_unpaid_due": date(2025, 1, 1), "today": date(2025, 1, 31), "short_by": Decimal("25.00")}
    assert days_delinquent(**story) == 30
    assert days_delinquent(**story, tolerance=Decimal("50.00")) == 0


# 12 CFR 1026.41(d)(8) (checked 2026-11).
def test_a_statement_tells_of_more_than_forty_five_days():
    assert not shown_on_statement(45)
    assert shown_on_statement(46)
    assert shown_on_statement(46, on=date(2026, 11, 16))
