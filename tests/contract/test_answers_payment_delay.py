"""Whether a payment has come in, as the personas of the portfolio hear it."""

import pytest

from actions.payment_delay import ActionReportPaymentStatus, ActionShowPaymentPostedLate, ActionTraceMissingPayment
from tests.unit.payment_stage import said

LANGUAGES = ("en", "es")
OCTOBER = said("my October payment", ("date", "October"))


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


@pytest.mark.parametrize(
    ("language", "days"),
    [("en", ("October 14, 2026", "October 20, 2026")), ("es", ("14 de octubre de 2026", "20 de octubre de 2026"))],
)
async def test_a_named_payment_is_told_with_its_days(answers, language, days):
    heard = await answers(ActionReportPaymentStatus(), "P11", language=language, **OCTOBER)
    assert heard.message["response"] == "utter_payment_delay_on_file"
    for day in days:
        assert day in heard.text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_that_is_not_on_file_is_told_so_with_the_newest(answers, language):
    phrases = said("the one from November 10", ("date", "November 10"))
    heard = await answers(ActionReportPaymentStatus(), "P01", language=language, **phrases)
    assert heard.message["response"] == "utter_payment_application_not_that_day"


async def test_of_several_payments_the_borrower_says_which_one(answers):
    phrases = said("the $2,458.35", ("amount", "$2,458.35"))
    heard = await answers(ActionReportPaymentStatus(), "P01", **phrases)
    assert heard.message["response"] == "utter_ask_which_payment"
    assert heard.payloads[0].startswith('/payment_status_inquiry{"payment": ')


@pytest.mark.parametrize(
    ("persona", "response", "figures"),
    [
        ("P01", "utter_payment_missing_newest", {"en": "November 3, 2026", "es": "3 de noviembre de 2026"}),
        ("P09", "utter_payment_missing_newest", {"en": "November 2, 2026", "es": "2 de noviembre de 2026"}),
        ("P12", "utter_payment_missing_transferred", {"en": "December 13, 2026", "es": "13 de diciembre de 2026"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_misses_a_payment_hears_what_is_on_file_before_the_person_comes(
    answers, language, persona, response, figures
):
    heard = await answers(ActionTraceMissingPayment(), persona, language=language)
    assert heard.message["response"] == response
    assert figures[language] in heard.text
    assert heard.custom["handoff"] == {"reason": "payment_missing_report"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_payment_that_is_missed_but_on_file_is_shown(answers, language):
    heard = await answers(ActionTraceMissingPayment(), "P11", language=language, **OCTOBER)
    assert heard.message["response"] == "utter_payment_missing_on_file"
    assert heard.text.startswith("$2,400.21 ")
    assert heard.custom["handoff"] == {"reason": "payment_missing_report"}


@pytest.mark.parametrize("named", [{}, OCTOBER], ids=["not named", "named"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_grant_hears_which_days_his_late_posted_payment_has(answers, language, named):
    heard = await answers(ActionShowPaymentPostedLate(), "P11", language=language, **named)
    assert heard.message["response"] == "utter_payment_posted_late"
    days = {"en": ("October 14, 2026", "October 20, 2026"), "es": ("14 de octubre de 2026", "20 de octubre de 2026")}
    for day in days[language]:
        assert day in heard.text
    assert heard.custom["handoff"] == {"reason": "payment_posted_late_dispute"}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_no_payment_was_posted_later_the_newest_is_shown(answers, language):
    heard = await answers(ActionShowPaymentPostedLate(), "P10", language=language)
    assert {"en": "November 8, 2026", "es": "8 de noviembre de 2026"}[language] in heard.text


@pytest.mark.parametrize(
    ("action", "response"),
    [
        (ActionTraceMissingPayment, "utter_payment_missing_general"),
        (ActionShowPaymentPostedLate, "utter_payment_posted_late_general"),
    ],
)
@pytest.mark.parametrize(("persona", "level"), [("P01", "none"), ("P18", "verified")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_one_clear_loan_general_words_come_before_the_person(
    answers, language, persona, level, action, response
):
    heard = await answers(action(), persona, language=language, level=level)
    assert heard.message["response"] == response
    assert heard.custom["handoff"] == {"reason": action.question}
