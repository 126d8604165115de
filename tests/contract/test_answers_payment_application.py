"""Where the newest payment went, as the personas of the portfolio hear it."""

import pytest

from actions.payment_application import ActionBreakDownPayment

LANGUAGES = ("en", "es")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_the_parts_of_her_november_payment(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P01", language=language)
    assert heard.message["response"] == "utter_payment_application_answer"
    assert heard.text.startswith("$2,458.35 ")
    for figure in ("$379.33", "$1,565.02", "$514.00", "$306,237.11"):
        assert figure in heard.text
    assert len(heard.custom["documents"]) == 1
    assert heard.custom["documents"][0]["title"] in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_without_escrow_has_two_parts(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P18", "the rental", language=language)
    assert heard.message["response"] == "utter_payment_application_answer_without_escrow"
    for figure in ("$1,637.22", "$228.39", "$1,408.83", "$232,957.11"):
        assert figure in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_samuels_partial_payment_is_held(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P09", language=language)
    assert heard.message["response"] == "utter_payment_application_held"
    assert heard.text.startswith("$900.00 ")
    assert "$202,501.19" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_two_loans_the_borrower_is_asked_which_one(answers, language):
    heard = await answers(ActionBreakDownPayment(), "P18", language=language)
    assert heard.message["response"] == "utter_ask_which_loan"


async def test_identity_comes_first(answers):
    heard = await answers(ActionBreakDownPayment(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
