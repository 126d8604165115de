"""This year's payments with their sums, as the personas of the portfolio hear them."""

from decimal import Decimal

import pytest

from actions.payment_history import ActionShowPaymentHistory

LANGUAGES = ("en", "es")


async def test_dana_hears_the_sums_of_the_year_and_its_payments_newest_first(answers):
    heard = await answers(ActionShowPaymentHistory(), "P01")
    first, heading, *rows, last = heard.text.splitlines()
    assert first.startswith("$27,041.85 is what we received in 2026 on your loan ending in 0001.")
    assert "$4,068.27 went to principal, $17,319.58 to interest and $5,654.00 to escrow" in first
    assert heading.endswith("(day received · amount):")
    assert len(rows) == 11
    assert rows[0] == "November 3, 2026 · $2,458.35"
    assert rows[-1] == "January 3, 2026 · $2,458.35"
    assert heard.custom["documents"][0]["title"] in last


async def test_dana_hears_the_same_in_spanish(answers):
    heard = await answers(ActionShowPaymentHistory(), "P01", language="es")
    assert heard.text.startswith("$27,041.85 es lo que recibimos en 2026 para su préstamo terminado en 0001.")
    assert "3 de noviembre de 2026 · $2,458.35" in heard.text


@pytest.mark.parametrize("persona", ["P01", "P09", "P14", "P17", "P20"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_payments_that_are_shown_sum_to_what_was_received(answers, language, persona):
    heard = await answers(ActionShowPaymentHistory(), persona, language=language)
    facts = {fact["name"]: fact["value"] for fact in heard.custom["facts"]}
    shown = [value for name, value in facts.items() if name.startswith("payment_history_") and "amount" in name]
    assert sum(map(Decimal, shown)) == Decimal(facts["year_received"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_history_of_a_named_loan_of_two(answers, language):
    heard = await answers(ActionShowPaymentHistory(), "P18", "payments on the rental", language=language)
    assert heard.text.startswith("$18,009.42 ")


async def test_with_two_loans_the_borrower_is_asked_which_one(answers):
    heard = await answers(ActionShowPaymentHistory(), "P18")
    assert heard.message["response"] == "utter_ask_which_loan"


async def test_identity_comes_first(answers):
    heard = await answers(ActionShowPaymentHistory(), "P01", level="none")
    assert heard.message["response"] == "utter_identity_needed"
