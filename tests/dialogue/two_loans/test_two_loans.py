"""Who has two loans is asked which one, keeps the choice, can change it, and never hears one figure for the other."""

from __future__ import annotations

import pytest

# Questions about a loan whose answers differ between the home (0018) and the rental (0118).
QUESTIONS = [
    "/balance_inquiry",
    "/payment_next_due_inquiry",
    "/payment_application_inquiry",
    "/payment_history_request",
    "/loan_terms_inquiry",
    "/grace_period_inquiry",
    "/escrow_balance_inquiry",
    "/assumption_inquiry",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_loan_is_asked_for_and_only_the_chosen_one_answered(borrower, question):
    daniel = borrower("P18")
    asked = daniel.says(question)
    assert asked.responses == ["utter_ask_which_loan"]
    assert "$" not in asked.text
    chosen = daniel.says('/choose_loan{"loan_last4": "0118"}')
    assert "0118" in chosen.text
    assert "0018" not in chosen.text


def test_a_choice_holds_until_another_loan_is_named(borrower):
    daniel = borrower("P18")
    daniel.says("what's my balance")
    assert "$232,957.11" in daniel.says("the rental").text
    assert "0118" in daniel.says("when is the next payment due").text
    other = daniel.says("and what about the balance of the one ending in 0018").text
    assert "$309,759.15" in other
    assert "$232,957.11" not in other


def test_a_month_that_was_named_outlives_the_choice(borrower):
    daniel = borrower("P18")
    assert daniel.says("how was my March payment applied").responses == ["utter_ask_which_loan"]
    chosen = daniel.says('/choose_loan{"loan_last4": "0118"}')
    assert "March 1, 2026" in chosen.text
