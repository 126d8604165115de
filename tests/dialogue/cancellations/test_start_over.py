"""A question that was begun can be dropped: from the beginning, or back to the one before."""

from __future__ import annotations

import pytest

OPENINGS = ("I want to pay off my loan", "I need my 1098")


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(
    ("language", "said"), [("en", "forget all that, let's begin again"), ("es", "olvide todo eso y empecemos de cero")]
)
def test_starting_over_drops_the_question_that_is_open(borrower, opening, language, said):
    dana = borrower(language=language)
    dana.says(opening)
    assert dana.says(said).responses == ["utter_started_over"]
    assert dana.says("/thanks").responses == ["utter_thanks"]


def test_starting_over_forgets_which_of_two_loans_was_meant(borrower):
    daniel = borrower("daniel")
    daniel.says("what's my balance")
    daniel.says('/choose_loan{"loan_last4": "0118"}')
    daniel.says("start over please")
    assert daniel.says("what's my balance").responses == ["utter_ask_which_loan"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "can we go back to the thing before"), ("es", "volvamos a lo que le pregunté antes")],
)
def test_going_back_answers_the_question_before(borrower, language, said):
    dana = borrower("P01", language)
    dana.says("/balance_inquiry")
    dana.says("/payment_next_due_inquiry")
    assert "utter_balance_answer" in dana.says(said).responses


def test_going_back_out_of_a_form_leaves_it(borrower):
    dana = borrower("P01")
    dana.says("/balance_inquiry")
    dana.says("/payoff_estimate_inquiry")
    assert "utter_balance_answer" in dana.says("/go_back_request").responses
    assert dana.says("/thanks").responses == ["utter_thanks"]
