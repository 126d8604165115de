"""What a borrower hears about mortgage insurance that no persona of the portfolio has."""

import pytest

from actions.mortgage_insurance import ActionReportMortgageInsurance
from servicing.client import Answer, Refusal
from tests.unit.actions_stage import DANIELS_RENTAL, fact, hear, money, turn
from tests.unit.actions_topics import TopicServicing, loan_asked_about

LANGUAGES = ["en", "es"]
INSURED = (
    *money(insurance_monthly="98.96", original_value="250000.00", unpaid_principal="201000.00"),
    *money(balance_for_request="200000.00"),
    fact("as_of", "date", "2026-11-16"),
    fact("loan_to_original_value", "rate", "80.4"),
)
PRIVATE = (*INSURED, fact("insurance_kind", "text", "pmi"), fact("request_from", "date", "2027-01-01"))


def private(ends: str, obstacles: str) -> Answer:
    return Answer(
        (*PRIVATE, fact("insurance_terminates_on", "date", ends), fact("request_obstacles", "text", obstacles))
    )


async def heard_for(answer: Answer | Refusal, language: str = "en"):
    servicing = TopicServicing(answer=answer)
    return await hear(ActionReportMortgageInsurance(), turn(language=language), servicing)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("obstacles", "response", "figure"),
    [
        ("balance_too_high", "utter_mortgage_insurance_balance_too_high", "$200,000.00"),
        ("not_current payment_history", "utter_mortgage_insurance_not_current", "$98.96"),
        ("payment_history", "utter_mortgage_insurance_payment_history", "$201,000.00"),
    ],
)
async def test_what_stands_in_the_way_of_a_request_is_said(obstacles, response, figure, language):
    heard = await heard_for(private("2027-12-01", obstacles), language)
    assert heard.message["response"] == response
    assert figure in heard.text
    assert "2027" in heard.text


async def test_a_balance_too_high_goes_before_late_payments():
    heard = await heard_for(private("2027-12-01", "balance_too_high not_current payment_history"))
    assert heard.message["response"] == "utter_mortgage_insurance_balance_too_high"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_insurance_that_should_have_ended_is_checked_by_a_person(language):
    heard = await heard_for(private("2026-11-16", "nothing"), language)
    assert heard.message["response"] == "utter_mortgage_insurance_end_passed"
    assert heard.message["insurance_terminates_on"] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_premium_of_the_fha_that_ends_is_said_with_its_day(language):
    facts = (*INSURED, fact("insurance_kind", "text", "mip"), fact("insurance_terminates_on", "date", "2032-04-01"))
    heard = await heard_for(Answer(facts), language)
    assert heard.message["response"] == "utter_mortgage_insurance_fha_ends"
    assert heard.message["insurance_terminates_on"] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", [Refusal("rule_not_known"), Answer(PRIVATE)])
async def test_dates_that_are_not_known_are_looked_up_by_a_person(answer, language):
    heard = await heard_for(answer, language)
    assert heard.message["response"] == "utter_mortgage_insurance_needs_person"
    assert "0001" in heard.text


async def test_the_loan_that_is_chosen_is_the_one_the_question_goes_on_about():
    assert await loan_asked_about("mortgage_insurance") == DANIELS_RENTAL.loan_id
