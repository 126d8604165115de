"""What a borrower hears about the next payment whose loan is like none of the portfolio's personas."""

import pytest

from actions.payment_due import ActionExplainPaymentChange, ActionQuoteReinstatement, ActionReportPaymentDue
from kernel.facts import Fact
from servicing.client import Refusal
from tests.unit.actions_stage import AS_OF, fact, hear, money, turn
from tests.unit.payment_stage import FakePayments, answer

LANGUAGES = ("en", "es")
TERMS = (
    *money(monthly_payment="2000.00", principal_and_interest="1500.00", escrow_payment="500.00"),
    fact("current_rate", "rate", "6.75"),
)
ANALYSIS = (
    *money(old_monthly_payment="2000.00", new_monthly_payment="1990.00"),
    *money(old_escrow_payment="500.00", new_escrow_payment="490.00"),
    fact("escrow_analysed_on", "date", "2026-04-10"),
    fact("escrow_effective_on", "date", "2026-06-01"),
)


def changed(on: str, reason: str) -> Fact:
    return Fact("payment_changed_on", "date", on, f"payment_change.{reason}", AS_OF)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_lower_escrow_part_is_the_reason_of_a_change(language):
    told = {"terms": answer(*TERMS), "escrow/analysis": answer(*ANALYSIS)}
    heard = await hear(ActionExplainPaymentChange(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_change_escrow"
    assert heard.text.startswith("$1,990.00 ")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_change_of_rate_after_the_analysis_is_the_reason(language):
    terms = answer(*TERMS, changed("2026-08-01", "rate_adjustment"))
    told = {"terms": terms, "escrow/analysis": answer(*ANALYSIS)}
    heard = await hear(ActionExplainPaymentChange(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_change_rate"
    assert "6.75 %" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_another_change_on_file_is_told_with_its_date(language):
    told = {"terms": answer(*TERMS, changed("2025-08-01", "escrow_analysis"))}
    heard = await hear(ActionExplainPaymentChange(), turn(language=language), FakePayments(told=told))
    assert heard.message["response"] == "utter_payment_change_on_file"
    assert "2025" in heard.text


@pytest.mark.parametrize("action", [ActionQuoteReinstatement(), ActionReportPaymentDue()])
async def test_a_refusal_without_words_of_its_own_offers_a_person(action):
    servicing = FakePayments(told={"delinquency": Refusal("rule_not_known")}, status="past_due")
    heard = await hear(action, turn(), servicing)
    assert (heard.message["response"], heard.outcome) == ("utter_person_answers", "refused")
