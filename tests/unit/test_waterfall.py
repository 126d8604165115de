"""Which part of a debt is paid first, instrument by instrument."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.waterfall import (
    CONVENTIONAL_1999,
    FHA,
    PRE_1999,
    UNIFORM_2021,
    VA,
    WATERFALLS,
    allocate,
    allocate_installments,
    waterfall,
)

DUES = {"interest": "1126.80", "principal": "394.87", "escrow": "427.67", "late_charge": "76.08"}


def money(values):
    return {bucket: Decimal(value) for bucket, value in values.items()}


# Fannie Mae Servicing Guide F-1-09; uniform instrument 07/2021, section 2(b); 24 CFR 203.24 (checked 2026-11).
@pytest.mark.parametrize(
    ("found", "order"),
    [
        (UNIFORM_2021, ["interest", "principal", "escrow", "late_charge"]),
        (CONVENTIONAL_1999, ["interest", "principal", "escrow", "late_charge"]),
        (PRE_1999, ["escrow", "service_charge", "interest", "principal", "late_charge"]),
        (FHA, ["mip", "escrow", "interest", "principal", "late_charge"]),
        (VA, ["interest", "principal", "escrow", "late_charge"]),
    ],
)
def test_each_instrument_has_its_order(found, order):
    assert [bucket for bucket in found.order if bucket != "fee"] == order


@pytest.mark.parametrize("name", WATERFALLS)
def test_a_waterfall_is_found_by_its_name_and_ends_with_charges(name):
    found = waterfall(name)
    assert found.citation
    assert set(found.order[-2:]) & {"late_charge"}


def test_an_unknown_name_is_refused():
    with pytest.raises(LookupError, match="no waterfall is named fha_2030"):
        waterfall("fha_2030")


@pytest.mark.parametrize(
    ("amount", "order", "paid"),
    [
        ("1000.00", UNIFORM_2021, {"interest": "1000.00"}),
        ("1600.00", UNIFORM_2021, {"interest": "1126.80", "principal": "394.87", "escrow": "78.33"}),
        ("1000.00", PRE_1999, {"escrow": "427.67", "interest": "572.33"}),
        ("2100.00", UNIFORM_2021, {**DUES, "remainder": "74.58"}),
    ],
)
def test_an_amount_fills_the_buckets_in_order(amount, order, paid):
    got = allocate(amount=Decimal(amount), dues=money(DUES), order=order.order)
    assert {bucket: value for bucket, value in got.items() if value} == money(paid)


def test_interest_takes_its_part_of_a_round_payment_first():
    # 2,000.00 on 1,625.00 of accrued interest leaves 375.00 for principal.
    got = allocate(amount=Decimal(2000), dues=money({"interest": "1625", "principal": "300000"}))
    assert got["principal"] == Decimal(375)


def test_an_unnamed_bucket_gets_nothing():
    assert allocate(amount=Decimal(10), dues=money({"mip": "5"})) == {"remainder": Decimal(10)}


@pytest.mark.parametrize(("amount", "due"), [("-1", "5"), ("1", "-5")])
def test_negative_money_is_refused(amount, due):
    with pytest.raises(ValueError, match="not negative"):
        allocate(amount=Decimal(amount), dues=money({"interest": due}))


def test_the_oldest_installment_is_filled_before_the_next():
    months = [money({"interest": "100", "principal": "50"})] * 2
    paid, left = allocate_installments(amount=Decimal(200), installments=months)
    assert paid == [money({"interest": "100", "principal": "50"}), money({"interest": "50", "principal": "0"})]
    assert left == 0


def test_all_interest_may_come_before_all_principal():
    months = [money({"interest": "100", "principal": "50"})] * 2
    paid, left = allocate_installments(amount=Decimal(310), installments=months, across="bucket")
    assert paid == [money({"interest": "100", "principal": "50"}), money({"interest": "100", "principal": "50"})]
    assert left == 10


@given(
    cents=st.integers(0, 500_000),
    dues=st.dictionaries(st.sampled_from(UNIFORM_2021.order), st.integers(0, 100_000), max_size=5),
)
def test_the_parts_sum_to_the_amount_and_no_bucket_gets_more_than_its_due(cents, dues):
    amount, owed = Decimal(cents).scaleb(-2), {bucket: Decimal(due).scaleb(-2) for bucket, due in dues.items()}
    got = allocate(amount=amount, dues=owed)
    assert sum(got.values()) == amount
    assert all(got[bucket] <= due for bucket, due in owed.items())
    short = next(
        (place for place, bucket in enumerate(UNIFORM_2021.order) if got.get(bucket, 0) < owed.get(bucket, 0)), 9
    )
    assert not any(got.get(bucket) for bucket in UNIFORM_2021.order[short + 1 :])
