"""What a borrower hears about a year without a payment."""

import pytest

from actions.payment_history import ActionShowPaymentHistory
from servicing.client import Answer, Refusal, Table
from tests.unit.actions_stage import document, fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer

YEAR = (fact("year", "count", "2026"), *money(year_received="0.00"))
BILLS_ONLY = Table(
    "payment_history",
    (("received", "date"), ("kind", "text"), ("amount", "money")),
    (("2026-04-10", "escrow_disbursement", "-1810.00"), ("2025-12-30", "payment", "1607.26")),
)


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_year_without_a_payment_says_so_and_still_attaches_the_history(language):
    whole = Answer((), document("Payment history"))
    told = {"payments": answer(*YEAR, table=BILLS_ONLY), "payment_history": whole}
    heard = await hear(ActionShowPaymentHistory(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_history_none_this_year"
    assert len(heard.custom["documents"]) == 1


async def test_without_the_document_a_person_is_offered():
    told = {"payments": answer(*YEAR), "payment_history": Refusal("rule_not_known")}
    heard = await hear(ActionShowPaymentHistory(), turn(), FakePayments(told=told))
    assert (heard.message["response"], heard.outcome) == ("utter_person_answers", "refused")
