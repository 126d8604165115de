"""What borrowers say in passing, short or in a mix, and once was taken for something else."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "said", "answer"),
    [
        ("en", "i sent 900", "utter_payment_delay_held"),
        ("en", "so did u get my 900 or what", "utter_payment_delay_held"),
        ("es", "ya les mandé los 900", "utter_payment_delay_held"),
        ("en", "why dont you just apply the 900", "utter_partial_payment_held"),
    ],
)
def test_money_that_was_sent_is_looked_up(borrower, language, said, answer):
    assert answer in borrower("P09", language=language).says(said).responses


@pytest.mark.parametrize(
    ("persona", "language", "said", "figure"),
    [
        ("P06", "es", "me muero de hambre, cuál es mi tasa", "4.25 %"),
        ("P07", "en", "when do i get the refund?", "$436.18"),
        ("P06", "es", "tengo que pagar ese faltante todo junto?", "$761.40"),
        ("P02", "en", "whats the worst my rate can get", "7.125 %"),
        ("P02", "es", "cuanto va a ser mi pago nuevo", "$2,605.84"),
        ("P12", "es", "yo le pagaba a otro banco, que paso", "13 de diciembre de 2026"),
        ("P01", "en", "You charged me twice in October. What is my balance now?", "$306,237.11"),
    ],
)
def test_a_question_in_plain_words_gets_its_figure(borrower, persona, language, said, figure):
    assert figure in borrower(persona, language=language).says(said).text


@pytest.mark.parametrize(
    ("language", "said", "term"),
    [
        ("en", "what's per diem", "utter_term_per_diem"),
        ("en", "whats margin mean", "utter_term_index_margin"),
        ("es", "¿me puede decir más despacio qué es el escrow?", "utter_term_escrow"),
    ],
)
def test_a_word_that_is_asked_about_is_explained(borrower, language, said, term):
    assert borrower("P02", language=language).says(said).responses == [term]


def test_fine_is_no_wish_for_a_person(borrower):
    samuel = borrower("P09")
    samuel.says("how much more do I need to send to complete my payment")
    samuel.says("show me how you got that")
    assert samuel.says("fine").handoff is None


def test_a_question_about_another_loan_is_no_mere_choice_of_it(borrower):
    daniel = borrower("P18")
    daniel.says("balance on the rental")
    assert "utter_escrow_balance" in daniel.says("escrow on the 0018").responses


@pytest.mark.parametrize(("language", "other"), [("en", "and the other one"), ("es", "y el otro")])
def test_of_two_loans_the_other_one_is_answered(borrower, language, other):
    daniel = borrower("P18", language=language)
    daniel.says('/choose_loan{"loan_last4": "0118"}')
    assert "$232,957.11" in daniel.says("/balance_inquiry").text
    assert "$309,759.15" in daniel.says(other).text
