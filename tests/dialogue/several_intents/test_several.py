"""Two questions in one breath are both answered; a question beside a right is answered and the right noticed."""

from __future__ import annotations

import pytest

BALANCE, DUE = "utter_balance_answer", "utter_payment_due_answer"


@pytest.mark.parametrize(
    ("language", "said", "responses"),
    [
        ("en", "what's my balance and when is my next payment due", {BALANCE, DUE}),
        ("es", "cuál es mi saldo y cuándo vence mi próximo pago", {BALANCE, DUE}),
        ("en", "who owns my loan, and what is my rate?", {"utter_loan_owner_answer", "utter_rate_terms_fixed"}),
    ],
)
def test_both_questions_are_answered(borrower, language, said, responses):
    assert responses <= set(borrower("P01", language).says(said).responses)


@pytest.mark.parametrize(
    ("said", "response", "signal"),
    [
        ("I want to complain about how I was treated. When is my payment due?", DUE, "complaint"),
        ("I lost my job and can't pay. What is my balance?", BALANCE, "hardship"),
    ],
)
def test_a_question_beside_a_right_is_answered_and_the_right_noticed(borrower, said, response, signal):
    heard = borrower("P01").says(said)
    assert signal in heard.signals
    assert response in heard.responses or heard.handoff


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "you charged me a late fee and you lost my October payment"),
        ("en", "my payoff is wrong and you added a fee I don't owe"),
        ("es", "me cobraron un cargo por atraso y perdieron mi pago de octubre"),
    ],
)
def test_two_errors_in_one_sentence_are_both_seen(borrower, language, said):
    assert borrower("P01", language).says(said).signals.count("notice_of_error") == 2


@pytest.mark.parametrize(
    "said",
    [
        "I paid on time and you charged me a late fee",
        "I paid in October and it was never credited",
        "I mailed it on the 3rd and you posted it on the 20th",
    ],
)
def test_one_error_told_in_two_clauses_is_one(borrower, said):
    assert borrower("P01").says(said).signals.count("notice_of_error") == 1
