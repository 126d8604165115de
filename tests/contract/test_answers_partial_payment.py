"""Money that is held and parts of a payment, as the personas of the portfolio hear it."""

import pytest

from actions.partial_payment import ActionExplainPartialPayment, ActionReportSuspense

LANGUAGES = ("en", "es")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "$723.89 more completes that payment. If the rest reaches us by November 16, 2026"),
        ("es", "Con $723.89 más se completa ese pago. Si el resto nos llega a más tardar el 16 de noviembre de 2026"),
    ],
)
async def test_samuel_hears_what_is_held_and_what_completes_his_payment(answers, language, words):
    heard = await answers(ActionReportSuspense(), "P09", language=language)
    assert heard.message["response"] == "utter_partial_payment_held"
    assert heard.text.startswith("$900.00 ")
    assert "$1,623.89" in heard.text
    assert words in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_after_the_last_day_nothing_is_said_of_a_late_charge_that_could_be_spared(answers, language):
    heard = await answers(ActionReportSuspense(), "P09", language=language, today="2026-11-17")
    assert heard.message["response"] == "utter_partial_payment_held_late"
    assert "$723.89" in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_that_nothing_is_held(answers, language):
    heard = await answers(ActionReportSuspense(), "P01", language=language)
    assert heard.message["response"] == "utter_partial_payment_nothing_held"
    assert heard.text.startswith("$0.00 ")


@pytest.mark.parametrize(
    ("persona", "response", "figure"),
    [
        ("P01", "utter_partial_payment_policy", "$2,458.35"),
        ("P09", "utter_partial_payment_policy", "$723.89"),
        ("P03", "utter_partial_payment_policy_late", "$1,949.34"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_part_of_a_payment_is_held_until_the_rest_comes(answers, language, persona, response, figure):
    heard = await answers(ActionExplainPartialPayment(), persona, language=language)
    assert heard.message["response"] == response
    assert figure in heard.text


@pytest.mark.parametrize("persona", ["P05", "P13"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_in_a_foreclosure_or_a_bankruptcy_a_person_says_what_can_be_paid(answers, language, persona):
    heard = await answers(ActionExplainPartialPayment(), persona, language=language)
    assert heard.message["response"] == "utter_partial_payment_policy_person"


@pytest.mark.parametrize("action", [ActionReportSuspense, ActionExplainPartialPayment])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_loan_that_is_paid_off_needs_no_part_of_a_payment(answers, language, action):
    heard = await answers(action(), "P17", language=language)
    assert (heard.message["response"], heard.outcome) == ("utter_partial_payment_paid_off", "refused")


@pytest.mark.parametrize("action", [ActionReportSuspense, ActionExplainPartialPayment])
async def test_with_two_loans_the_borrower_is_asked_which_one(answers, action):
    heard = await answers(action(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"


@pytest.mark.parametrize("action", [ActionReportSuspense, ActionExplainPartialPayment])
async def test_identity_comes_first(answers, action):
    heard = await answers(action(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
