"""The payments of a year, month or other days with the year's sums, as the personas of the portfolio hear them."""

from decimal import Decimal

import pytest

from actions.payment_history import ActionOfferStatementCopy, ActionShowPaymentHistory
from tests.unit.payment_stage import said

LANGUAGES = ("en", "es")


async def test_dana_hears_the_sums_of_the_year_and_its_payments_newest_first(answers):
    heard = await answers(ActionShowPaymentHistory(), "P01")
    first, heading, *rows, last = heard.text.splitlines()
    assert first.startswith("$27,041.85 is what we received in 2026 on your loan ending in 0001")
    assert "$4,068.27 went to principal, $17,319.58 to interest and $5,654.00 to escrow" in first
    assert heading.endswith("(day received · amount):")
    assert len(rows) == 11
    assert rows[0] == "November 3, 2026 · $2,458.35"
    assert rows[-1] == "January 3, 2026 · $2,458.35"
    assert heard.custom["documents"][0]["title"] in last


async def test_dana_hears_the_same_in_spanish(answers):
    heard = await answers(ActionShowPaymentHistory(), "P01", language="es")
    assert heard.text.startswith("$27,041.85 es lo que recibimos en 2026 para su préstamo terminado en 0001")
    assert "3 de noviembre de 2026 · $2,458.35" in heard.text


@pytest.mark.parametrize(("text", "phrase"), [("my 2025 payments", "2025"), ("los pagos del año pasado", "año pasado")])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_the_sums_of_another_year(answers, language, text, phrase):
    heard = await answers(ActionShowPaymentHistory(), "P01", language=language, **said(text, ("tax_year", phrase)))
    assert heard.message["response"] == "utter_payment_history_answer"
    for figure in ("$29,500.20", "2025", "$4,185.83", "$19,146.37"):
        assert figure in heard.text
    assert heard.text.count("$2,458.35") == 12


@pytest.mark.parametrize("language", LANGUAGES)
async def test_dana_hears_the_payments_from_one_month_to_another(answers, language):
    phrases = said("from March to May", ("date", "March"), ("date", "May"))
    heard = await answers(ActionShowPaymentHistory(), "P01", language=language, **phrases)
    assert heard.message["response"] == "utter_payment_history_days"
    assert heard.text.startswith("$27,041.85 ")
    assert heard.text.count("$2,458.35") == 3
    assert {"en": "March 1, 2026 to May 31, 2026", "es": "1 de marzo de 2026 al 31 de mayo"}[language] in heard.text
    assert len(heard.custom["documents"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_more_payments_than_fit_are_told_as_the_newest_of_them(answers, language):
    phrases = said("since August 2023", ("date", "August 2023"))
    heard = await answers(ActionShowPaymentHistory(), "P01", language=language, **phrases)
    assert heard.message["response"] == "utter_payment_history_newest"
    assert heard.text.count("$2,458.35") == 24


@pytest.mark.parametrize(
    ("year", "response", "words"),
    [
        ("2028", "utter_payment_history_ahead", {"en": "January 1, 2028", "es": "1 de enero de 2028"}),
        ("2020", "utter_payment_history_before_loan", {"en": "June 14, 2023", "es": "14 de junio de 2023"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_year_in_which_nothing_can_have_been_paid_is_told_as_that(answers, language, year, response, words):
    heard = await answers(ActionShowPaymentHistory(), "P01", language=language, **said(year, ("tax_year", year)))
    assert (heard.message["response"], heard.outcome) == (response, "refused")
    assert words[language] in heard.text
    assert heard.custom["documents"] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_days_without_a_payment_are_named(answers, language):
    heard = await answers(ActionShowPaymentHistory(), "P01", language=language, **said("10/14", ("date", "10/14")))
    assert heard.message["response"] == "utter_payment_history_none_in_days"
    assert {"en": "October 14, 2026", "es": "14 de octubre de 2026"}[language] in heard.text


@pytest.mark.parametrize("year", ["2026", "2025"])
@pytest.mark.parametrize("persona", ["P01", "P09", "P14", "P17", "P20"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_payments_that_are_shown_sum_to_what_was_received(answers, language, persona, year):
    phrases = said(year, ("tax_year", year))
    heard = await answers(ActionShowPaymentHistory(), persona, language=language, **phrases)
    facts = {fact["name"]: fact["value"] for fact in heard.custom["facts"]}
    shown = [value for name, value in facts.items() if name.startswith("payment_history_") and "amount" in name]
    assert sum(map(Decimal, shown)) == Decimal(facts["year_received"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_history_of_a_named_loan_of_two(answers, language):
    heard = await answers(ActionShowPaymentHistory(), "P18", "payments on the rental", language=language)
    assert heard.text.startswith("$18,009.42 ")


async def test_with_two_loans_the_year_is_remembered_while_the_borrower_chooses_one(answers):
    heard = await answers(ActionShowPaymentHistory(), "P18", **said("2025", ("tax_year", "2025")))
    assert heard.message["response"] == "utter_ask_which_loan"
    assert heard.slot("last_question") == "payment_history 2025-01-01/2025-12-31"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_asks_for_a_statement_gets_the_history_now_and_the_copy_from_a_person(answers, language):
    heard = await answers(ActionOfferStatementCopy(), "P01", language=language)
    assert heard.message["response"] == "utter_statement_copy"
    assert heard.custom["documents"][0]["title"] in heard.text


@pytest.mark.parametrize("action", [ActionShowPaymentHistory, ActionOfferStatementCopy])
async def test_identity_comes_first(answers, action):
    heard = await answers(action(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
