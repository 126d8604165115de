"""When an installment is late and what that costs: by the note, and at most by product and state."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.late_charge import (
    is_late,
    last_day_in_time,
    last_day_of_grace,
    late_charge,
    late_charge_due,
    newest_is_paid_first,
)

NOVEMBER, TODAY = date(2026, 11, 1), date(2026, 11, 17)
RAMAN = {
    "due": NOVEMBER, "principal_and_interest": D("1521.67"), "escrow": D("427.67"), "per_cent": D(5), "grace_days": 15,
    "received": None, "today": TODAY,
}  # fmt: skip


def test_grace_days_come_after_the_due_date():
    assert last_day_of_grace(due=NOVEMBER, grace_days=15) == date(2026, 11, 16)
    assert not is_late(due=NOVEMBER, received=date(2026, 11, 16), grace_days=15)
    assert is_late(due=NOVEMBER, received=date(2026, 11, 17), grace_days=15)


@pytest.mark.parametrize(
    ("base", "per_cent", "charge"),
    [("1432.86", 5, "71.64"), ("1432.86", 4, "57.31"), ("1521.67", 5, "76.08"), ("1265.89", 5, "63.29")],
)
def test_a_late_charge_is_per_cent_of_principal_and_interest_half_up(base, per_cent, charge):
    assert late_charge(principal_and_interest=D(base), per_cent=D(per_cent)) == D(charge)


def test_a_note_may_set_a_least_and_a_most():
    assert late_charge(principal_and_interest=D("100.00"), per_cent=D(5), minimum=D("15.00")) == D("15.00")
    assert late_charge(principal_and_interest=D("9000.00"), per_cent=D(5), maximum=D("100.00")) == D("100.00")


def test_an_unpaid_installment_is_charged_the_day_after_the_last_day_of_grace():
    found = late_charge_due(**RAMAN)
    assert (found.amount, found.limit, found.made_on) == (D("76.08"), "note", TODAY)
    assert late_charge_due(**RAMAN | {"today": date(2026, 11, 16)}) is None


# 12 CFR 1026.36(c)(2), 16 CFR 444.4 (checked 2026-11).
def test_a_full_payment_in_time_is_never_charged_whatever_else_is_unpaid():
    assert late_charge_due(**RAMAN | {"received": date(2026, 11, 16)}) is None
    assert late_charge_due(**RAMAN | {"received": date(2026, 11, 17)}).amount == D("76.08")
    assert late_charge_due(**RAMAN | {"received": date(2026, 11, 2), "paid_in_full": False}).amount == D("76.08")


def test_none_is_made_after_acceleration():
    assert late_charge_due(**RAMAN, accelerated_on=date(2026, 11, 17)) is None
    assert late_charge_due(**RAMAN, accelerated_on=date(2026, 11, 18)) is not None


# 12 CFR 1024.33(c)(1) (checked 2026-11).
def test_none_is_made_for_what_reached_the_old_servicer_in_time():
    transfer = {"protected_through": date(2026, 12, 13), "received": date(2026, 11, 20)}
    assert late_charge_due(**RAMAN | transfer, received_by_old_servicer=date(2026, 11, 16)) is None
    assert late_charge_due(**RAMAN | transfer, received_by_old_servicer=date(2026, 11, 17)) is not None
    assert late_charge_due(**RAMAN | transfer) is not None


# 24 CFR 203.25; New York Real Property Law 254-b; California Civil Code 2954.4; Mississippi Code 75-17-27; North
# Carolina General Statutes 24-10.1; Code of Virginia 6.2-400 (checked 2026-11). New York and Virginia leave insured and
# guaranteed loans to federal rules.
@pytest.mark.parametrize(
    ("where", "per_cent", "amount", "limit"),
    [
        ({"product": "fha"}, 6, "77.97", "fha"),
        ({"product": "va"}, 6, "77.97", "va"),
        ({"state": "NY"}, 5, "38.98", "NY"),
        ({"state": "MS"}, 5, "76.08", "note"),
        ({"state": "MS"}, 6, "77.97", "MS"),
        ({"state": "NC"}, 6, "77.97", "NC"),
        ({"state": "VA"}, 7, "97.46", "VA"),
        ({"state": "CA"}, 7, "91.30", "CA"),
        ({"state": "CA"}, 5, "76.08", "note"),
        ({"state": "OH"}, 5, "76.08", "note"),
        ({"product": "fha", "state": "NY"}, 6, "77.97", "fha"),
        ({"product": "fha", "state": "NC"}, 4, "60.87", "note"),
        ({"state": "NY", "owner_occupied": False}, 5, "76.08", "note"),
    ],
)
def test_the_lowest_of_note_product_and_state_holds(where, per_cent, amount, limit):
    found = late_charge_due(**RAMAN | {"per_cent": D(per_cent), "today": date(2026, 12, 1)}, **where)
    assert (found.amount, found.limit) == (D(amount), limit)
    assert (found.citation is None) is (limit == "note")


def test_a_cap_is_never_exceeded_by_a_part_of_a_cent():
    # Two per cent of 1,949.34 are 38.9868.
    found = late_charge_due(**RAMAN, state="NY")
    assert found.amount <= D("1949.34") * 2 / 100 < found.amount + D("0.01")


@pytest.mark.parametrize(
    ("note", "amount", "limit"),
    [
        ({"base": "installment"}, "97.47", "note"),
        ({"base": "interest", "interest": D("1000.00")}, "50.00", "note"),
        ({"base": "overdue_principal_and_interest", "part_paid": D("1021.67")}, "25.00", "note"),
        ({"base": "overdue_installment", "part_paid": D("949.34")}, "50.00", "note"),
        ({"minimum": D("80.00")}, "80.00", "note_minimum"),
        ({"maximum": D("50.00")}, "50.00", "note_maximum"),
    ],
)
def test_a_note_may_name_another_base_a_least_and_a_most(note, amount, limit):
    found = late_charge_due(**RAMAN | note)
    assert (found.amount, found.limit) == (D(amount), limit)


def test_every_limit_is_told_and_the_lowest_holds():
    found = late_charge_due(**RAMAN | {"per_cent": D(6)}, product="fha", state="NC")
    assert [(line.name, line.per_cent, line.base, line.amount) for line in found.lines] == [
        ("note", D(6), D("1521.67"), D("91.30")),
        ("fha", D(4), D("1949.34"), D("77.97")),
        ("NC", D(4), D("1949.34"), D("77.97")),
    ]
    assert (found.amount, found.limit, found.citation) == (D("77.97"), "fha", "24 CFR 203.25")


# California Civil Code 2954.4(b) (checked 2026-11).
def test_california_counts_a_payment_for_the_newest_installment():
    assert newest_is_paid_first(due=NOVEMBER, state="CA")
    assert not newest_is_paid_first(due=NOVEMBER, state="CA", owner_occupied=False)
    assert not newest_is_paid_first(due=NOVEMBER, state="NC")


def test_a_per_cent_of_the_interest_needs_the_interest():
    with pytest.raises(ValueError, match="needs the interest"):
        late_charge_due(**RAMAN, base="interest")


# North Carolina General Statutes 24-10.1(b)(1)c: of the payment past due; Mississippi Code 75-17-27: of the
# delinquency, or five dollars if that is more (checked 2026-11).
def test_two_states_look_at_the_unpaid_part():
    part = {"received": date(2026, 11, 2), "paid_in_full": False, "part_paid": D("1449.34")}
    assert late_charge_due(**RAMAN | part, state="NC").amount == D("20.00")
    assert late_charge_due(**RAMAN | part).amount == D("76.08")
    assert late_charge_due(**RAMAN | part, state="MS").amount == D("20.00")
    assert late_charge_due(**RAMAN | part | {"part_paid": D("1900.00")}, state="MS").amount == D("5.00")


# P09: the same payment a day apart.
def test_one_day_decides_over_the_charge():
    note = {"principal_and_interest": D("1265.89"), "escrow": D("0.00"), "today": date(2026, 11, 30)}
    assert late_charge_due(**RAMAN | note | {"received": date(2026, 11, 16)}) is None
    assert late_charge_due(**RAMAN | note | {"received": date(2026, 11, 17)}).amount == D("63.29")


@given(
    st.decimals("0", "20000", places=2),
    st.decimals("0", "5000", places=2),
    st.sampled_from([None, "fha", "va"]),
    st.sampled_from([None, "CA", "MS", "NC", "NY", "VA"]),
)
def test_a_cap_only_ever_lowers_the_charge(payment, escrow, product, state):
    note = RAMAN | {"principal_and_interest": payment, "escrow": escrow, "per_cent": D(10)}
    free = late_charge_due(**note)
    assert D(0) <= late_charge_due(**note, product=product, state=state).amount <= free.amount


def test_a_state_s_longer_grace_holds():
    assert last_day_in_time(due=NOVEMBER, grace_days=10) == date(2026, 11, 11)
    assert last_day_in_time(due=NOVEMBER, grace_days=10, state="NY") == date(2026, 11, 16)
    story = RAMAN | {"grace_days": 10}
    assert late_charge_due(**story | {"today": date(2026, 11, 12)}).made_on == date(2026, 11, 12)
    assert late_charge_due(**story | {"today": date(2026, 11, 16)}, state="NY") is None
    assert late_charge_due(**story, state="NY").made_on == date(2026, 11, 17)
