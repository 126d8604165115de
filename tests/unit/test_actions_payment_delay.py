"""What a borrower hears who asks for a payment when none is on file."""

import pytest

from actions.payment_delay import ActionReportPaymentStatus, ActionShowPaymentPostedLate, ActionTraceMissingPayment
from servicing.client import ServicingUnavailable
from tests.unit.actions_stage import fact, hear, turn
from tests.unit.payment_stage import FakePayments, answer, history, said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I see no payment on your loan ending in 0001 as of November 16, 2026."),
        ("es", "No veo ningún pago en su préstamo terminado en 0001 al 16 de noviembre de 2026."),
    ],
)
async def test_a_loan_without_a_payment_says_so(language, words):
    heard = await hear(ActionReportPaymentStatus(), turn(language=language), FakePayments())
    assert heard.text.startswith(words)


async def test_a_day_that_is_in_no_calendar_is_said():
    phrases = said("on February 30", ("date", "February 30"))
    heard = await hear(ActionReportPaymentStatus(), turn(**phrases), FakePayments())
    assert heard.message["response"] == "utter_payment_no_such_day"


@pytest.mark.parametrize(
    ("action", "response"),
    [
        (ActionTraceMissingPayment, "utter_payment_missing_general"),
        (ActionShowPaymentPostedLate, "utter_payment_posted_late_general"),
    ],
)
@pytest.mark.parametrize(
    "servicing",
    [FakePayments(told={"payments": history()}), FakePayments(failure=ServicingUnavailable())],
    ids=["no payment", "no answer"],
)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_an_objection_gets_its_person_without_a_payment_to_show(language, servicing, action, response):
    heard = await hear(action(), turn(language=language), servicing)
    assert heard.message["response"] == response
    assert heard.custom["handoff"] == {"reason": action.question}


@pytest.mark.parametrize("language", ["en", "es"])
async def test_after_the_protection_of_a_transfer_only_the_newest_payment_is_told(language):
    over = answer(fact("protected_through", "date", "2026-06-01"), fact("protected", "text", "no"))
    told = {"payments": history(("1", "payment", "2026-09-03", "2026-09-01", "1500.00")), "transfer": over}
    heard = await hear(ActionTraceMissingPayment(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_missing_newest"
