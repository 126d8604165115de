"""What a borrower hears about a time without a payment, and when the document cannot be made."""

import pytest

from actions.payment_history import ActionOfferStatementCopy, ActionShowPaymentHistory
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import document, fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer, history, said

LANGUAGES = ("en", "es")
BILLS_ONLY = history(
    ("1", "payment", "2025-12-30", "2026-01-01", "1607.26"),
    ("2", "escrow_disbursement", "2026-04-10", "", "-1810.00"),
)
SUMS = (*BILLS_ONLY.facts, *money(year_received="0.00"))
TOLD = {
    "payments": Answer(SUMS, None, None, BILLS_ONLY.table),
    "payment_history": Answer((), document("Payment history")),
    "terms": answer(fact("originated_on", "date", "2024-11-20")),
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_year_without_a_payment_says_so_and_still_attaches_the_history(language):
    heard = await hear(ActionShowPaymentHistory(), turn(language=language), FakePayments(told=TOLD))
    assert heard.message["response"] == "utter_payment_history_none_in_year"
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_month_without_a_payment_is_named_by_its_days(language):
    phrases = said("in May", ("date", "May"))
    heard = await hear(ActionShowPaymentHistory(), turn(language=language, **phrases), FakePayments(told=TOLD))
    assert heard.message["response"] == "utter_payment_history_none_in_days"
    assert {"en": "May 1, 2026 to May 31, 2026", "es": "1 de mayo de 2026 al 31 de mayo"}[language] in heard.text


@pytest.mark.parametrize(
    ("language", "action", "told"),
    [
        (language, action, TOLD | {"payment_history": Refusal("rule_not_known")})
        for language in LANGUAGES
        for action in (ActionShowPaymentHistory, ActionOfferStatementCopy)
    ],
)
async def test_without_the_document_a_person_is_offered(language, action, told):
    heard = await hear(action(), turn(language=language), FakePayments(told=told))
    assert (heard.message["response"], heard.outcome) == ("utter_person_answers", "refused")


async def test_a_day_in_no_calendar_shows_no_payments():
    phrases = said("since February 30", ("date", "February 30"))
    heard = await hear(ActionShowPaymentHistory(), turn(**phrases), FakePayments(told=TOLD))
    assert heard.message["response"] == "utter_payment_no_such_day"
