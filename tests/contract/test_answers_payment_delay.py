"""Whether a payment has come in, as the personas of the portfolio hear it."""

import pytest

from actions.payment_delay import ActionReportPaymentStatus

LANGUAGES = ("en", "es")


async def test_dana_hears_when_her_payment_came_and_was_posted(answers):
    heard = await answers(ActionReportPaymentStatus(), "P01")
    assert heard.text.startswith(
        "$2,458.35 is the latest payment on your loan ending in 0001, as of November 16, 2026. We received it on "
        "November 3, 2026 and posted it on November 3, 2026, for the payment due November 1, 2026."
    )


async def test_dana_hears_the_same_in_spanish(answers):
    heard = await answers(ActionReportPaymentStatus(), "P01", language="es")
    assert "Lo recibimos el 3 de noviembre de 2026 y lo registramos el 3 de noviembre de 2026" in heard.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It reached us on November 12, 2026 and counts as paid on November 2, 2026"),
        ("es", "Nos llegó el 12 de noviembre de 2026 y cuenta como pagado el 2 de noviembre de 2026"),
    ],
)
async def test_joannas_payment_counts_from_the_day_it_reached_the_old_servicer(answers, language, words):
    heard = await answers(ActionReportPaymentStatus(), "P12", language=language)
    assert heard.message["response"] == "utter_payment_delay_counted_earlier"
    assert words in heard.text


@pytest.mark.parametrize(
    ("persona", "response", "amount"),
    [("P09", "utter_payment_delay_held", "$900.00"), ("P17", "utter_payment_delay_payoff", "$33,292.78")],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_money_that_was_no_monthly_payment_is_told_for_what_it_was(answers, language, persona, response, amount):
    heard = await answers(ActionReportPaymentStatus(), persona, language=language)
    assert heard.message["response"] == response
    assert heard.text.startswith(f"{amount} ")


async def test_with_two_loans_the_borrower_is_asked_which_one(answers):
    heard = await answers(ActionReportPaymentStatus(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"


async def test_identity_comes_first(answers):
    heard = await answers(ActionReportPaymentStatus(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
