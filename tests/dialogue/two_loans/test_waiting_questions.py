"""What is asked before a loan is chosen is asked about once and then answered in full; "both" means both."""

from __future__ import annotations

import pytest

BALANCE, DUE, ESCROW = "utter_balance_answer", "utter_payment_due_answer_without_escrow", "utter_escrow_none"


@pytest.mark.parametrize(
    ("language", "said", "chosen"),
    [
        ("en", "what's my balance, when is my payment due and how much is in escrow", "the rental"),
        ("en", "whats my balance when is my payment due how much is in escrow", "the rental"),
        ("es", "cuál es mi saldo, cuándo vence mi pago y cuánto hay en escrow", "la propiedad de alquiler"),
        ("es", "cual es mi saldo cuando vence mi pago cuanto hay en escrow", "la propiedad de alquiler"),
    ],
)
def test_three_questions_ask_once_for_the_loan_and_are_then_all_answered(borrower, language, said, chosen):
    daniel = borrower("P18", language)
    assert daniel.says(said).responses == ["utter_ask_which_loan"]
    assert set(daniel.says(chosen).responses) == {BALANCE, DUE, ESCROW}


def test_questions_that_follow_while_the_loan_is_open_are_answered_in_their_order(borrower):
    daniel = borrower("P18")
    assert daniel.says("/balance_inquiry").responses == ["utter_ask_which_loan"]
    assert daniel.says("when is my payment due").responses == ["utter_ask_which_loan_too"]
    assert daniel.says("how much is in escrow").responses == ["utter_ask_which_loan_too"]
    chosen = daniel.says('/choose_loan{"loan_last4": "0118"}')
    assert chosen.responses == [BALANCE, DUE, ESCROW]
    assert "0018" not in chosen.text


def test_what_was_answered_waits_no_longer(borrower):
    daniel = borrower("P18")
    daniel.says("/balance_inquiry")
    daniel.says('/choose_loan{"loan_last4": "0118"}')
    assert daniel.says('/choose_loan{"loan_last4": "0018"}').responses == [BALANCE]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "the 1098 for both loans"), ("es", "el 1098 de los dos préstamos"), ("en", "my 1098 on each mortgage")],
)
def test_the_form_for_both_loans_comes_twice_also_after_the_year_was_asked(borrower, language, said):
    daniel = borrower("P18", language)
    assert daniel.says(said).responses == ["utter_ask_tax_form_form_tax_year"]
    both = daniel.says("2025")
    assert both.responses == ["utter_tax_form_answer"] * 2
    assert len({message["custom"]["documents"][0]["document_id"] for message in both.messages}) == 2


@pytest.mark.parametrize(("language", "said"), [("en", "both"), ("es", "los dos"), ("en", "both of them please")])
def test_both_answers_for_both_what_was_asked(borrower, language, said):
    daniel = borrower("P18", language)
    daniel.says("/balance_inquiry")
    both = daniel.says(said)
    assert both.responses == [BALANCE] * 2
    assert "0018" in both.text
    assert "0118" in both.text


def test_both_holds_for_one_question_alone(borrower):
    daniel = borrower("P18")
    daniel.says("/balance_inquiry")
    daniel.says("both")
    assert daniel.says("/grace_period_inquiry").responses == ["utter_ask_which_loan"]


def test_a_borrower_with_one_loan_may_say_both_and_hears_of_the_one(borrower):
    assert borrower("P01").says("the balance of both loans").responses == [BALANCE]
