"""What a borrower hears about late charges whose loan is like none of the portfolio's personas."""

import pytest

from actions.late_charge import ActionExplainLateCharge
from servicing.client import Table
from tests.unit.actions_stage import fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer

LANGUAGES = ("en", "es")
COLUMNS = (
    ("kind", "text"),
    ("installment_due", "date"),
    ("assessed_on", "date"),
    ("due", "money"),
)
SETTLED = ("late_charge", "2026-03-01", "2026-03-17", "0.00")
OTHER_FEE = ("nsf", None, "2026-05-02", "25.00")
FACTS = (
    *money(late_charge="60.00", late_charge_base="1500.00", charges_due="25.00"),
    fact("late_charge_percent", "rate", "5"),
    fact("installment_due", "date", "2026-12-01"),
    fact("late_charge_made_on", "date", "2026-12-17"),
    fact("late_charges_stopped_by", "text", "nothing"),
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_settled_late_charge_and_another_fee_are_no_unpaid_late_charge(language):
    told = {"late-charges": answer(*FACTS, table=Table("charges", COLUMNS, (SETTLED, OTHER_FEE)))}
    heard = await hear(ActionExplainLateCharge(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_late_charge_none"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_charge_that_the_law_limits_is_not_told_as_the_notes_per_cent(language):
    limited = (*FACTS, *money(late_charge_limit="60.00"))
    told = {"late-charges": answer(*limited, table=Table("charges", COLUMNS, ()))}
    heard = await hear(ActionExplainLateCharge(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_late_charge_none_limited"
    assert "$60.00" in heard.text
    assert "5 %" not in heard.text


async def test_unpaid_late_charges_are_shown_newest_first():
    rows = (("late_charge", "2026-09-01", "2026-09-17", "60.00"), ("late_charge", "2026-10-01", "2026-10-17", "60.00"))
    told = {"late-charges": answer(*FACTS, table=Table("charges", COLUMNS, rows))}
    heard = await hear(ActionExplainLateCharge(), turn(), FakePayments(told=told))
    assert heard.text.index("October 17, 2026") < heard.text.index("September 17, 2026")
