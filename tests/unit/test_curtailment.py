"""Extra principal saves months and interest, moves no due date, and lowers the payment only by a recast."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.curtailment import recast, saved_by_extra_principal

WHITFIELD = {
    "balance": D("306237.11"), "annual_rate": D("6.125"), "payment": D("1944.35"), "next_due": date(2026, 12, 1),
    "months_left": 320,
}  # fmt: skip


def test_a_lump_sum_saves_its_interest_and_the_last_months():
    found = saved_by_extra_principal(**WHITFIELD, once=D("10000.00"))
    assert (found.months, found.last_due) == (24, date(2051, 7, 1))
    # Reckoned again in whole cents and fractions: 320 payments of 622,195.76 in all, or 296 of 574,213.88.
    assert found.interest == D("622195.76") - D("574213.88") - D("10000.00")


def test_nothing_extra_saves_nothing():
    found = saved_by_extra_principal(**WHITFIELD)
    assert (found.months, found.interest, found.last_due) == (0, D("0.00"), date(2053, 7, 1))


def test_the_whole_balance_at_once_saves_every_payment():
    found = saved_by_extra_principal(**WHITFIELD, once=D("306237.11"))
    assert found.months == 320


@pytest.mark.parametrize("wrong", [{"once": D("-1")}, {"monthly": D("-1")}, {"once": D("306237.12")}])
def test_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="extra principal"):
        saved_by_extra_principal(**WHITFIELD, **wrong)


def test_a_recast_repays_what_is_left_over_the_same_months():
    found = recast(
        balance=D("306237.11"), annual_rate=D("6.125"), payment=D("1944.35"), months_left=320, curtailment=D("56237.11")
    )
    assert (found.balance, found.payment, found.lower_by) == (D("250000.00"), D("1587.30"), D("357.05"))
    with pytest.raises(ValueError, match="lump sum"):
        recast(
            balance=D("306237.11"), annual_rate=D("6.125"), payment=D("1944.35"), months_left=320, curtailment=D("100")
        )


@given(st.decimals("0", "200000", places=2), st.decimals("0", "2000", places=2))
def test_more_extra_never_saves_less(once, monthly):
    some = saved_by_extra_principal(**WHITFIELD, once=once, monthly=monthly)
    more = saved_by_extra_principal(**WHITFIELD, once=once + D("1000.00"), monthly=monthly)
    assert more.months >= some.months
    assert more.interest >= some.interest >= 0
