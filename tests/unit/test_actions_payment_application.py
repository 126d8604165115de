"""What a borrower hears about a payment with unusual parts, and about none at all."""

import pytest

from actions.payment_application import ActionBreakDownPayment
from servicing.client import Answer, NotAuthorized
from tests.unit.actions_stage import document, fact, hear, money, turn
from tests.unit.payment_stage import FakePayments

LANGUAGES = ("en", "es")
WITH_A_FEE = (
    *money(payment_amount="2000.00", payment_principal="900.00", payment_interest="1065.00", payment_fee="35.00"),
    *money(principal_after="100000.00"),
    fact("payment_received", "date", "2026-11-03"),
)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_with_unusual_parts_is_told_by_its_total_and_the_document(language):
    told = {"payment_breakdown": Answer(WITH_A_FEE, document("Payment breakdown"))}
    heard = await hear(ActionBreakDownPayment(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_application_other"
    assert "Payment breakdown" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_without_a_payment_has_nothing_to_divide(language):
    heard = await hear(ActionBreakDownPayment(), turn(language=language), FakePayments())
    assert (heard.message["response"], heard.outcome) == ("utter_payment_application_none", "refused")


async def test_whoever_may_not_have_the_document_is_not_told_that_there_is_no_payment():
    heard = await hear(ActionBreakDownPayment(), turn(), FakePayments(failure=NotAuthorized("documents")))
    assert heard.message["response"] == "utter_loan_not_found"


async def test_the_same_message_sent_twice_asks_for_one_document():
    servicing = FakePayments(told={"payment_breakdown": Answer(WITH_A_FEE, document("Payment breakdown"))})
    await hear(ActionBreakDownPayment(), turn(), servicing)
    await hear(ActionBreakDownPayment(), turn(), servicing)
    assert servicing.asked[0] == servicing.asked[1]
