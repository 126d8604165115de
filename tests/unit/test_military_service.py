"""Interest above six per cent is forgiven during service and a year after, and the payment falls by as much."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.military_service import (
    cap_ends,
    first_capped_due,
    foreclosure_protection_ends,
    interest_split,
    is_protected,
    notice_deadline,
)

TODAY = date(2026, 11, 16)


# 50 USC 3937(a)(1) to (3) (checked 2026-11).
def test_the_excess_is_forgiven_and_the_payment_falls():
    found = interest_split(balance=D("281277.02"), annual_rate=D("7.125"), payment=D("1940.31"), on=TODAY)
    assert (found.full, found.charged, found.forgiven) == (D("1670.08"), D("1406.39"), D("263.69"))
    assert found.payment == D("1676.62")


def test_the_lines_of_the_reduced_payment_sum_to_it():
    found = interest_split(balance=D("281277.02"), annual_rate=D("7.125"), payment=D("1940.31"), on=TODAY)
    assert [(line.label, line.value) for line in found.lines] == [
        ("principal_and_interest", D("1940.31")), ("forgiven", D("-263.69")),
    ]  # fmt: skip
    assert sum(line.value for line in found.lines) == found.payment


def test_charges_count_as_interest_and_a_cap_may_be_another():
    loan = {"balance": D("120000.00"), "payment": D("800.00"), "on": TODAY}
    found = interest_split(annual_rate=D(6), charges=D("25.00"), **loan)
    assert (found.full, found.charged, found.forgiven, found.payment) == (
        D("625.00"), D("600.00"), D("25.00"), D("800.00"),
    )  # fmt: skip
    assert [line.value for line in found.lines] == [D("800.00"), D("25.00"), D("-25.00")]
    below = interest_split(annual_rate=D(5), charges=D("25.00"), **loan)
    assert (below.forgiven, below.payment) == (D("0.00"), D("825.00"))
    assert interest_split(annual_rate=D(6), cap=D(4), **loan).charged == D("400.00")


# 50 USC 3937(b)(2), from memory: from the day of the call on; interest is paid in arrears.
@pytest.mark.parametrize(
    ("active_from", "due"),
    [
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 3, 15), date(2026, 4, 1)),
        (date(2024, 1, 1), date(2024, 9, 1)),
    ],
)
def test_the_first_installment_under_the_cap_is_the_next_one_due(active_from, due):
    assert first_capped_due(active_from=active_from, first_due=date(2024, 9, 1)) == due


def test_a_rate_below_the_cap_is_left_alone():
    found = interest_split(balance=D("100000.00"), annual_rate=D("5.5"), payment=D("567.79"), on=TODAY)
    assert (found.forgiven, found.payment) == (D("0.00"), D("567.79"))


def test_protection_lasts_a_year_after_service_and_notice_may_wait_half_of_it():
    end = date(2027, 3, 1)
    assert cap_ends(end) == foreclosure_protection_ends(end) == date(2028, 3, 1)
    assert notice_deadline(end) == date(2027, 8, 28)


@pytest.mark.parametrize(
    ("originated", "until", "today", "protected"),
    [
        (date(2024, 7, 5), None, TODAY, True),
        (date(2026, 3, 1), None, TODAY, False),
        (date(2024, 7, 5), None, date(2026, 2, 28), False),
        (date(2024, 7, 5), date(2026, 6, 1), date(2027, 6, 1), True),
        (date(2024, 7, 5), date(2026, 6, 1), date(2027, 6, 2), False),
    ],
)
def test_only_a_debt_older_than_the_service_is_protected(originated, until, today, protected):
    story = {"active_from": date(2026, 3, 1), "active_until": until, "originated_on": originated, "today": today}
    assert is_protected(**story) is protected


@given(st.decimals("1000", "900000", places=2), st.integers(0, 120).map(lambda eighths: D(eighths) / 8))
def test_what_is_charged_and_forgiven_is_all_the_interest(balance, rate):
    found = interest_split(balance=balance, annual_rate=rate, payment=D("5000.00"), on=TODAY)
    assert found.charged + found.forgiven == found.full
    assert found.payment + found.forgiven == D("5000.00")
    assert found.forgiven >= 0
