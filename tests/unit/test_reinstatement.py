"""What brings a loan current is every unpaid installment and charge, less what is held, and its lines sum."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from servicing.domain.late_charge import late_charge_due
from servicing.domain.reinstatement import reinstatement

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
RAMAN = {
    "installments": [(OCTOBER, D("1949.34")), (NOVEMBER, D("1949.34"))],
    "charges": [("late_charge", D("76.08"), OCTOBER)],
    "suspense": D("0.00"), "late_charge": D("76.08"), "grace_days": 15,
}  # fmt: skip


def test_two_installments_and_a_late_charge():
    found = reinstatement(**RAMAN, good_through=date(2026, 11, 16))
    assert found.total == D("3974.76")
    assert [line.code for line in found.lines] == ["installment", "installment", "late_charge"]


def test_a_day_later_the_next_late_charge_is_there():
    assert reinstatement(**RAMAN, good_through=date(2026, 11, 17)).total == D("4050.84")
    assert reinstatement(**RAMAN, good_through=date(2026, 11, 17), late_charges_stopped=True).total == D("3974.76")


def test_a_foreclosure_adds_its_fees_and_no_more_late_charges():
    dues = [(date(2026, month, 1), D("2484.93")) for month in range(5, 12)]
    late = [("late_charge", D("99.20"), day) for day, _ in dues[:4]]
    fees = [("foreclosure_attorney", D("2350.00"), None), ("property_inspections", D("60.00"), None)]
    found = reinstatement(
        installments=dues, charges=[*late, *fees], suspense=D("0.00"), good_through=date(2026, 11, 16),
        late_charge=D("99.20"), grace_days=15, late_charges_stopped=True,
    )  # fmt: skip
    assert found.total == D("20201.31")


def test_what_is_held_is_taken_off_and_never_more_than_is_due():
    held = RAMAN | {"suspense": D("900.00")}
    assert reinstatement(**held, good_through=date(2026, 11, 16)).total == D("3074.76")
    much = RAMAN | {"suspense": D("9000.00")}
    assert reinstatement(**much, good_through=date(2026, 11, 16)).total == D("0.00")


def test_an_installment_that_is_not_due_yet_does_not_count():
    assert reinstatement(**RAMAN, good_through=date(2026, 10, 31)).total == D("2025.42")


def test_a_late_charge_that_was_paid_or_waived_is_not_made_again():
    waived = RAMAN | {"charges": [("late_charge", D("0.00"), OCTOBER)]}
    found = reinstatement(**waived, good_through=date(2026, 11, 16))
    assert found.total == D("3898.68")
    assert [line.code for line in found.lines] == ["installment", "installment"]


# The payment rose on November 1, and New York leaves fifteen days where the note leaves ten (Real Property Law 254-b).
def test_each_installment_gets_its_own_late_charge_on_its_own_day():
    def to_come(due, principal_and_interest):
        return late_charge_due(
            due=due, principal_and_interest=principal_and_interest, escrow=D("0.00"), per_cent=D(2), grace_days=10,
            received=None, today=date.max, state="NY",
        )  # fmt: skip

    own = {OCTOBER: to_come(OCTOBER, D("1500.00")), NOVEMBER: to_come(NOVEMBER, D("1600.00"))}
    story = RAMAN | {"charges": [], "late_charge": own, "grace_days": 10}
    assert reinstatement(**story, good_through=date(2026, 11, 16)).total == D("3928.68")
    assert reinstatement(**story, good_through=date(2026, 11, 17)).total == D("3960.68")
    alone = story | {"late_charge": {OCTOBER: own[OCTOBER]}}
    assert reinstatement(**alone, good_through=date(2026, 11, 17)).total == D("3928.68")


@given(st.integers(0, 60))
def test_the_amount_never_falls_as_days_pass(days):
    day = date(2026, 11, 16) + timedelta(days=days)
    later = reinstatement(**RAMAN, good_through=day + timedelta(days=1)).total
    assert reinstatement(**RAMAN, good_through=day).total <= later
