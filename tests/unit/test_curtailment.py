"""Extra principal saves months and interest, moves no due date, and lowers the payment only by a recast."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.rules import NoRule
from servicing.domain.amortisation import level_payment
from servicing.domain.curtailment import biweekly, recast, saved_by_extra_principal

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


def test_the_least_lump_sum_and_the_fee_are_the_policy_s_unless_others_are_agreed():
    loan = {"balance": D("306237.11"), "annual_rate": D("6.125"), "payment": D("1944.35"), "months_left": 320}
    assert recast(**loan, curtailment=D("5000.00")).fee == D("250.00")
    assert recast(**loan, curtailment=D("100.00"), minimum=D("100.00"), fee=D("0.00")).fee == D("0.00")
    with pytest.raises(NoRule):
        recast(**loan, curtailment=D("5000.00"), on=date(1999, 12, 31))


# The tests of the Consumer Financial Protection Bureau's package `amortize`: 200 more a month on 180,000 at 4.25 % over
# thirty years saves 109 months and, unrounded, 47,047.19.
def test_two_hundred_more_a_month_saves_nine_years():
    payment = level_payment(principal=D(180000), annual_rate=D("4.25"), months=360)
    found = saved_by_extra_principal(
        balance=D("180000.00"), annual_rate=D("4.25"), payment=payment, next_due=date(2026, 1, 1), months_left=360,
        monthly=D("200.00"),
    )  # fmt: skip
    assert found.months == 109
    assert abs(found.interest - D("47047.19")) < D("1.00")


def test_extra_principal_with_some_payments_counts_once_each():
    some = saved_by_extra_principal(**WHITFIELD, by_number={1: D("5000.00"), 13: D("5000.00")})
    once = saved_by_extra_principal(**WHITFIELD, once=D("10000.00"))
    assert 0 < some.interest < once.interest
    assert some.months <= once.months
    with_both = saved_by_extra_principal(**WHITFIELD, monthly=D("100.00"), by_number={1: D("5000.00")})
    assert with_both.interest > saved_by_extra_principal(**WHITFIELD, monthly=D("100.00")).interest
    with pytest.raises(ValueError, match="extra principal"):
        saved_by_extra_principal(**WHITFIELD, by_number={1: D(-1)})


def test_the_lines_of_what_is_saved_sum_to_it():
    found = saved_by_extra_principal(**WHITFIELD, once=D("10000.00"))
    assert [line.label for line in found.lines] == ["interest_before", "interest_after"]
    assert sum(line.value for line in found.lines) == found.interest
    relief = recast(
        balance=D("306237.11"), annual_rate=D("6.125"), payment=D("1944.35"), months_left=320, curtailment=D("56237.11")
    )
    assert sum(line.value for line in relief.lines) == relief.lower_by == D("357.05")


def test_half_a_payment_every_two_weeks_ends_a_loan_years_earlier():
    loan = {"balance": D("200000.00"), "annual_rate": D("6.5"), "payment": D("1264.14"), "months_left": 360}
    plan, held = biweekly(**loan), biweekly(**loan, interest="monthly")
    assert (plan.payment, plan.payments, plan.months_saved) == (D("632.07"), 628, 70)
    assert (held.payment, held.months_saved) == (D("632.07"), 68)
    assert plan.interest_saved > held.interest_saved > 0


def test_a_held_biweekly_plan_is_a_thirteenth_payment_on_principal():
    loan = {"annual_rate": D("6.125"), "payment": D("1944.35"), "months_left": 320}
    held = biweekly(balance=D("306237.11"), **loan, interest="monthly")
    yearly = saved_by_extra_principal(**WHITFIELD, by_number=dict.fromkeys(range(12, 321, 12), D("1944.35")))
    assert (held.months_saved, held.interest_saved) == (yearly.months, yearly.interest)


@given(st.decimals("0", "200000", places=2), st.decimals("0", "2000", places=2))
def test_more_extra_never_saves_less(once, monthly):
    some = saved_by_extra_principal(**WHITFIELD, once=once, monthly=monthly)
    more = saved_by_extra_principal(**WHITFIELD, once=once + D("1000.00"), monthly=monthly)
    assert more.months >= some.months
    assert more.interest >= some.interest >= 0
