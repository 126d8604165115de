"""What a borrower hears when the money held is enough for a payment."""

import pytest

from actions.partial_payment import ActionReportSuspense
from tests.unit.actions_stage import fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer

ENOUGH = (
    *money(suspense="1650.00", periodic_payment="1623.89", missing="0.00"),
    fact("installment_due", "date", "2026-11-01"),
    fact("on_time_through", "date", "2026-11-16"),
)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_money_that_is_enough_for_a_payment_is_to_be_used_as_one(language):
    servicing = FakePayments(told={"suspense": answer(*ENOUGH)})
    heard = await hear(ActionReportSuspense(), turn(language=language), servicing)
    assert heard.message["response"] == "utter_partial_payment_complete"
    assert heard.text.startswith("$1,650.00 ")
