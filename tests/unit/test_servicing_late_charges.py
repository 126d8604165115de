"""How a charge on file is shown: a late charge with the rule that gives its amount, when one does."""

from datetime import date
from decimal import Decimal

import pytest

from servicing.api import late_charge
from servicing.domain.late_charge import LateChargeDue, LateChargeLimit
from servicing.domain.ledger import Charge

OCTOBER = date(2026, 10, 1)
BASE = Decimal("1500.00")
NOTE = LateChargeLimit("note", Decimal(5), BASE, Decimal("75.00"))
STATE = LateChargeLimit("NY", Decimal(2), BASE, Decimal("30.00"), "a law")
ONE = LateChargeDue(Decimal("30.00"), "NY", date(2026, 10, 17), "a law", (NOTE, STATE))


def charge(kind="late_charge", amount="30.00", due=OCTOBER):
    return Charge(f"{kind}:1", kind, date(2026, 10, 17), Decimal(amount), due)


@pytest.fixture(autouse=True)
def _one(monkeypatch):
    monkeypatch.setattr(late_charge, "one_late_charge", lambda record, due: ONE)


def test_a_late_charge_is_shown_with_its_last_day_and_the_rule_that_decided():
    assert late_charge.charge_row(None, charge())[-3:] == (date(2026, 10, 16), Decimal(2), BASE)


def test_a_late_charge_of_another_amount_is_shown_without_a_rule():
    assert late_charge.charge_row(None, charge(amount="45.00"))[-3:] == (date(2026, 10, 16), None, None)


@pytest.mark.parametrize("other", [charge(kind="nsf_fee"), charge(due=None)], ids=["a fee", "no installment"])
def test_what_is_no_late_charge_of_an_installment_has_no_last_day(other):
    assert late_charge.charge_row(None, other)[-3:] == (None, None, None)
