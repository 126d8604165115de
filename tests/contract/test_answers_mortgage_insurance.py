"""Mortgage insurance as the personas of the portfolio hear it."""

import pytest

from actions.mortgage_insurance import ActionReportMortgageInsurance

LANGUAGES = ["en", "es"]


@pytest.mark.parametrize(("language", "ends"), [("en", "June 1, 2027"), ("es", "1 de junio de 2027")])
async def test_olivia_hears_that_she_may_ask_and_when_her_insurance_ends_by_itself(answers, language, ends):
    heard = await answers(ActionReportMortgageInsurance(), "P08", language=language)
    assert heard.message["response"] == "utter_mortgage_insurance_may_ask"
    assert heard.text.startswith("$198,024.59")
    assert [part for part in ("79.21 %", "$250,000.00", "$98.96", ends) if part not in heard.text] == []
    assert "cancelled" not in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_andre_hears_that_the_premium_of_the_fha_stays(answers, language):
    heard = await answers(ActionReportMortgageInsurance(), "P16", language=language)
    assert heard.message["response"] == "utter_mortgage_insurance_fha_for_life"
    assert heard.text.startswith("$172.38")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("persona", "response"), [("P01", "utter_mortgage_insurance_none"), ("P17", "utter_mortgage_insurance_paid_off")]
)
async def test_where_there_is_no_insurance_it_is_said_why(answers, persona, response, language):
    heard = await answers(ActionReportMortgageInsurance(), persona, language=language)
    assert heard.message["response"] == response
    assert heard.outcome == "refused"
    assert f"00{persona[1:]}" in heard.text


async def test_daniel_is_asked_which_of_his_two_loans_and_then_answered(answers):
    asked = await answers(ActionReportMortgageInsurance(), "P18")
    assert asked.message["response"] == "utter_ask_which_loan"
    heard = await answers(ActionReportMortgageInsurance(), "P18", slots={"loan_last4": "0018"})
    assert heard.message["response"] == "utter_mortgage_insurance_none"


async def test_a_stranger_hears_nothing_about_insurance(answers):
    heard = await answers(ActionReportMortgageInsurance(), "P08", level="none")
    assert heard.message["response"] == "utter_identity_needed"
    assert heard.custom["facts"] == []
