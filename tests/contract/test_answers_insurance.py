"""Homeowners insurance as the personas of the portfolio hear it."""

import pytest

from actions.insurance import ActionAnswerForcePlacedInsurance, ActionExplainInsuranceUpdate

LANGUAGES = ["en", "es"]
ADDRESS = "100 Harbor Way, Exampleville, OH 44000"


@pytest.mark.parametrize(("language", "due"), [("en", "August 15, 2027"), ("es", "15 de agosto de 2027")])
async def test_dana_hears_the_next_premium_and_where_a_new_policy_goes(answers, language, due):
    heard = await answers(ActionExplainInsuranceUpdate(), "P01", language=language)
    assert heard.message["response"] == "utter_insurance_update_escrow"
    assert heard.text.startswith("$1,788.00 ")
    assert due in heard.text
    assert ADDRESS in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("persona", "slots", "response"),
    [
        ("P18", {"loan_last4": "0118"}, "utter_insurance_update_own"),
        ("P17", {}, "utter_insurance_update_paid_off"),
    ],
)
async def test_who_pays_the_premium_depends_on_the_loan(answers, persona, slots, response, language):
    heard = await answers(ActionExplainInsuranceUpdate(), persona, language=language, slots=slots)
    assert (heard.message["response"], heard.outcome) == (response, "answered")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_anybody_hears_where_a_policy_goes_and_nothing_of_a_loan(answers, language):
    heard = await answers(ActionExplainInsuranceUpdate(), "P01", language=language, level="none")
    assert heard.message["response"] == "utter_insurance_update_general"
    assert ADDRESS in heard.text
    assert heard.custom["facts"] == []


async def test_of_two_loans_the_borrower_says_which_first(answers):
    heard = await answers(ActionExplainInsuranceUpdate(), "P18")
    assert (heard.message["response"], heard.slot("last_question")) == ("utter_ask_which_loan", "insurance_update")


@pytest.mark.parametrize("level", ["none", "verified"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("45 days", "15 days", "refund")), ("es", ("45 días", "15 días", "reembolsar"))],
)
async def test_insurance_that_was_bought_for_somebody_is_explained_and_goes_to_a_person(
    answers, level, language, words
):
    heard = await answers(ActionAnswerForcePlacedInsurance(), "P01", language=language, level=level)
    assert [word for word in words if word not in heard.text] == []
    assert heard.custom["handoff"] == {"reason": "insurance_force_placed_inquiry"}
