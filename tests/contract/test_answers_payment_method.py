"""How to pay, whether payments are automatic, and returned payments, as the personas of the portfolio hear it."""

import pytest

from actions.payment_method import ActionExplainReturnedPayment, ActionExplainWaysToPay, ActionReportAutopay

LANGUAGES = ("en", "es")
ADDRESS = "Harborline Home Servicing, 100 Harbor Way, Exampleville, OH 44000"


@pytest.mark.parametrize(
    ("persona", "language", "words"),
    [
        ("P01", "en", "Automatic payments are on for your loan ending in 0001."),
        ("P01", "es", "Los pagos automáticos están activados para su préstamo terminado en 0001."),
        ("P02", "en", "Automatic payments are off for your loan ending in 0002."),
        ("P02", "es", "Los pagos automáticos no están activados para su préstamo terminado en 0002."),
    ],
)
async def test_whether_payments_are_automatic_is_said(answers, persona, language, words):
    heard = await answers(ActionReportAutopay(), persona, language=language)
    assert heard.text.startswith(words)


async def test_nobody_unproven_hears_it(answers):
    assert (await answers(ActionReportAutopay(), "P01", level="none")).outcome == "identity_needed"


@pytest.mark.parametrize(
    ("persona", "response"),
    [("P01", "utter_payment_method_ways_autopay"), ("P02", "utter_payment_method_ways_no_autopay")],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_ways_to_pay_come_with_the_address_and_whether_payments_are_automatic(
    answers, language, persona, response
):
    heard = await answers(ActionExplainWaysToPay(), persona, language=language)
    assert heard.message["response"] == response
    assert ADDRESS in heard.text


@pytest.mark.parametrize(("persona", "level"), [("P01", "none"), ("P18", "verified")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_ways_to_pay_need_no_proof_and_no_choice_of_a_loan(answers, language, persona, level):
    heard = await answers(ActionExplainWaysToPay(), persona, language=language, level=level)
    assert (heard.message["response"], heard.outcome) == ("utter_payment_method_ways", "answered")
    assert ADDRESS in heard.text


@pytest.mark.parametrize(
    ("persona", "response"),
    [
        ("P05", "utter_payment_method_person"),
        ("P13", "utter_payment_method_person"),
        ("P17", "utter_payment_due_paid_off"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_the_usual_ways_may_not_hold_nobody_is_told_to_send_money(answers, language, persona, response):
    heard = await answers(ActionExplainWaysToPay(), persona, language=language)
    assert heard.message["response"] == response
    assert ADDRESS not in heard.text


@pytest.mark.parametrize(("language", "day"), [("en", "November 16, 2026"), ("es", "16 de noviembre de 2026")])
async def test_a_loan_without_a_returned_payment_gets_general_words(answers, language, day):
    heard = await answers(ActionExplainReturnedPayment(), "P01", language=language)
    assert heard.message["response"] == "utter_payment_returned_none"
    assert day in heard.text


async def test_a_payment_that_was_only_posted_on_the_wrong_day_at_first_did_not_come_back(answers):
    heard = await answers(ActionExplainReturnedPayment(), "P20")
    assert heard.message["response"] == "utter_payment_returned_none"


async def test_a_returned_payment_is_told_only_to_who_is_proven(answers):
    heard = await answers(ActionExplainReturnedPayment(), "P01", level="none")
    assert heard.outcome == "identity_needed"
