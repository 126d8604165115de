"""Questions about a loan, asked in borrowers' words, are answered by the system of record for the personas."""

from __future__ import annotations

import pytest

ASKED = [
    ("P01", "en", "when is my next payment due", "utter_payment_due_answer"),
    ("P01", "es", "cuánto tengo que pagar este mes y cuándo", "utter_payment_due_answer"),
    ("P01", "en", "where did my last payment go, how much went to principal", "utter_payment_application_answer"),
    ("P01", "es", "cómo se aplicó mi último pago", "utter_payment_application_answer"),
    ("P01", "en", "did you get my payment", "utter_payment_delay_received"),
    ("P01", "en", "show me my payment history", "utter_payment_history_answer"),
    ("P01", "es", "quiero ver mi historial de pagos", "utter_payment_history_answer"),
    ("P01", "en", "how many days do I have before there's a late charge", "utter_late_charge_grace"),
    ("P01", "en", "can I make a partial payment", "utter_partial_payment_policy"),
    ("P01", "en", "how much is in my escrow account", "utter_escrow_balance"),
    ("P01", "es", "cuánto hay en mi cuenta de escrow", "utter_escrow_balance"),
    ("P01", "en", "what is my interest rate", "utter_rate_terms_fixed"),
    ("P01", "es", "quién es el dueño de mi préstamo", "utter_loan_owner_answer"),
    ("P01", "en", "who owns my mortgage", "utter_loan_owner_answer"),
    ("P01", "en", "when will my adjustable rate change", "utter_rate_fixed"),
    ("P01", "en", "what are your office hours", "utter_contact_hours"),
    ("P01", "en", "how much would paying extra principal save me", "utter_curtailment_explained"),
    ("P01", "en", "is autopay on", "utter_autopay_on"),
]


@pytest.mark.parametrize(("persona", "language", "question", "response"), ASKED)
def test_a_question_in_words_gets_the_answer_of_its_topic(borrower, persona, language, question, response):
    heard = borrower(persona, language).says(question)
    assert response in heard.responses
    assert "unavailable" not in heard.outcomes


def test_the_next_question_about_the_chosen_one_of_two_loans_needs_no_second_choice(borrower):
    daniel = borrower("P18")
    assert daniel.says("how much is in my escrow").responses == ["utter_ask_which_loan"]
    chosen = daniel.says('/choose_loan{"loan_last4": "0018"}')
    assert "0018" in chosen.text
    assert "0018" in daniel.says("when is the next payment due").text
