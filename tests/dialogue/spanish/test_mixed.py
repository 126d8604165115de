"""Spanish as it is written here: without accents, mixed with English, formal or not; and a change of language."""

from __future__ import annotations

import pytest

MIXED = [
    ("cuanto debo", {"utter_balance_answer", "utter_payment_due_answer"}),
    ("cual es el balance de mi mortgage", {"utter_balance_answer"}),
    ("quiero hacer el payoff de mi casa el 15 de diciembre", {"utter_payoff_answer"}),
    ("oye mandame el 1098 del 2025", {"utter_tax_form_answer"}),
    ("cuando es mi next payment", {"utter_payment_due_answer"}),
    ("pa cuando se paga el escrow shortage", {"utter_escrow_even", "utter_escrow_shortage"}),
    ("como se aplico mi ultimo pago", {"utter_payment_application_answer"}),
    ("quien es el dueno de mi prestamo", {"utter_loan_owner_answer"}),
]


@pytest.mark.parametrize(("said", "responses"), MIXED)
def test_spanish_as_people_write_it_is_answered(borrower, said, responses):
    heard = borrower("P01", "es").says(said)
    assert responses & set(heard.responses)


@pytest.mark.parametrize("said", ["español por favor", "can you speak spanish", "hábleme en español"])
def test_one_sentence_changes_the_language_and_what_was_asked_stays_open(borrower, said):
    dana = borrower("P01")
    dana.says("I want to pay off my loan")
    assert "utter_language_spanish" in dana.says(said).responses
    dana.language = "es"
    assert "utter_payoff_answer" in dana.says("el 15 de diciembre").responses
