from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import NotMoney, from_cents, money, round_cents, to_cents

AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)


@pytest.mark.parametrize("refused", [0.1, 1.0, True, "ten", "NaN", "Infinity", "1.005", Decimal("0.001")])
def test_money_refuses_what_cannot_be_exact(refused):
    with pytest.raises(NotMoney):
        money(refused)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("76.0835", "76.08"), ("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01")]
)
def test_rounding_is_half_up_to_the_cent(exact, rounded):
    assert round_cents(Decimal(exact)) == Decimal(rounded)


def test_rounding_refuses_a_float():
    with pytest.raises(NotMoney):
        round_cents(0.125)  # type: ignore[arg-type]


@given(AMOUNTS)
def test_cents_and_dollars_are_the_same_amount(cents):
    assert to_cents(from_cents(cents)) == cents
    assert from_cents(cents).as_tuple().exponent == -2
