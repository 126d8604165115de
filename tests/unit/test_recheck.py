"""A figure that does not stand up to being reckoned again is not served."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.facts import Fact, Line
from servicing.domain.amortisation import level_payment, month_interest
from servicing.domain.payoff import payoff_interest
from servicing.domain.recheck import FigureWrong, cents, half_up, recheck

AT = datetime(2026, 11, 16, 15, 30, tzinfo=UTC)
PAYOFF = {
    "payoff_principal": "306237.11",
    "payoff_rate": "6.125",
    "payoff_full_months": "1",
    "payoff_odd_days": "14",
    "payoff_full_month_interest": "1563.09",
    "payoff_odd_day_interest": "719.45",
    "per_diem": "51.39",
}
KINDS = {"payoff_rate": "rate", "payoff_full_months": "count", "payoff_odd_days": "count"}


def stated(**changes):
    return [Fact(name, KINDS.get(name, "money"), value, "s", AT) for name, value in (PAYOFF | changes).items()]


def test_right_figures_pass_unchanged():
    facts = stated()
    assert recheck(facts) == tuple(facts)


@pytest.mark.parametrize("name", ["payoff_full_month_interest", "payoff_odd_day_interest", "per_diem"])
def test_a_figure_that_is_a_cent_out_is_withheld_by_name(name):
    wrong = str(Decimal(PAYOFF[name]) + Decimal("0.01"))
    with pytest.raises(FigureWrong, match=name) as refused:
        recheck(stated(**{name: wrong}))
    assert wrong not in str(refused.value)


# A dollar at 6.12 per cent: 0.51 of a cent a month, so that the second month adds no cent, and thirty days are none.
def test_odd_days_of_a_tiny_balance_cost_no_more_than_their_month():
    found = payoff_interest(
        balance=Decimal("1.00"), annual_rate=Decimal("6.12"), interest_paid_to=date(2026, 11, 1),
        funds_received=date(2026, 12, 31),
    )  # fmt: skip
    assert (found.odd_days, found.odd_day_interest) == (30, Decimal("0.00"))
    facts = stated(
        payoff_principal="1.00", payoff_rate="6.12", payoff_full_months=str(found.full_months),
        payoff_odd_days=str(found.odd_days), payoff_full_month_interest=str(found.full_month_interest),
        payoff_odd_day_interest=str(found.odd_day_interest), per_diem=str(found.per_diem),
    )  # fmt: skip
    assert recheck(facts) == tuple(facts)


def test_lines_that_do_not_sum_are_found_without_the_fact_s_own_check():
    fact = Fact("total", "money", "3.00", "s", AT, (Line("a", Decimal("1.00"), "s"), Line("b", Decimal("2.00"), "s")))
    object.__setattr__(fact, "value", "3.01")
    with pytest.raises(FigureWrong, match="total"):
        recheck([fact])


@pytest.mark.parametrize("text", ["1", "1.0", "1.000", "1e2", "", "١.٠٠", "--1.00"])
def test_an_amount_that_is_not_in_cents_is_refused(text):
    with pytest.raises(FigureWrong):
        cents(text)


def test_half_a_cent_goes_up_and_away_from_nothing():
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3, -1, -3)] == [1, 1, 2, -1, -2]


BALANCES = st.decimals("1000.00", "2000000.00", places=2)
RATES = st.integers(0, 200).map(lambda eighths: Decimal(eighths) / 8)


@given(BALANCES, RATES, st.integers(1, 60))
def test_the_second_way_agrees_with_the_engine_on_payoffs(balance, rate, days):
    from datetime import date, timedelta

    start = date(2026, 11, 1)
    found = payoff_interest(
        balance=balance, annual_rate=rate, interest_paid_to=start, funds_received=start + timedelta(days=days)
    )
    recheck(
        stated(
            payoff_principal=str(balance),
            payoff_rate=f"{rate.normalize():f}",
            payoff_full_months=str(found.full_months),
            payoff_odd_days=str(found.odd_days),
            payoff_full_month_interest=str(found.full_month_interest),
            payoff_odd_day_interest=str(found.odd_day_interest),
            per_diem=str(found.per_diem),
        )
    )


@given(BALANCES, RATES, st.integers(1, 360))
def test_the_second_way_agrees_with_the_engine_on_payments(balance, rate, months):
    text = f"{rate.normalize():f}"
    recheck(
        [
            Fact("expected_principal", "money", str(balance), "s", AT),
            Fact("estimated_rate", "rate", text, "s", AT),
            Fact("remaining_months", "count", str(months), "s", AT),
            Fact("estimated_payment", "money", str(level_payment(principal=balance, annual_rate=rate, months=months)),
                 "s", AT),
            Fact("unpaid_principal", "money", str(balance), "s", AT),
            Fact("current_rate", "rate", text, "s", AT),
            Fact("next_interest", "money", str(month_interest(balance=balance, annual_rate=rate)), "s", AT),
        ]
    )  # fmt: skip
