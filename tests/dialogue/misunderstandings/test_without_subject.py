"""What people write late: a question without a subject, a wish dropped in passing, a choice they leave open."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("name", "asked", "then", "part"),
    [
        ("P06", "can I pay the escrow shortage in full", "ok and if i do that what would my payment be", "$1,970.03"),
        ("P06", "why is my payment going up", "why so much??", "$6,816.00"),
        ("P02", "when does my rate change", "what will it be then", "6.75 %"),
        ("P09", "why is my $900 sitting there unapplied", "how much more then", "$723.89"),
        ("P01", "what's my balance", "when does it end", "July 1, 2053"),
        ("P01", "payoff for december 20", "no the 15th sorry", "$308,554.65"),
    ],
)
def test_a_question_without_a_subject_goes_on_with_the_last_answer(borrower, name, asked, then, part):
    somebody = borrower(name)
    somebody.says(asked)
    assert part in somebody.says(then).text


@pytest.mark.parametrize("said", ["??", "huh", "¿qué?"])
def test_a_bare_question_mark_gets_the_words_of_the_last_answer_explained(borrower, said):
    dana = borrower("P01")
    dana.says("how much to pay it off on December 15")
    assert dana.says(said).intent == "simpler_words_request"


def test_what_is_dropped_closes_its_question_and_what_follows_is_answered(borrower):
    daniel = borrower("P18")
    daniel.says("how much to pay off the rental")
    heard = daniel.says("actually never mind the payoff. did my november payment go through for both")
    assert "$1,938.76" in heard.text
    assert "$1,637.22" in heard.text
    assert "utter_ask_payoff_form_payoff_date" not in heard.responses


def test_whoever_does_not_mind_which_loan_hears_of_each(borrower):
    daniel = borrower("P18")
    daniel.says("balance")
    heard = daniel.says("whichever is bigger idk")
    assert "$309,759.15" in heard.text
    assert "$232,957.11" in heard.text


def test_three_questions_are_answered_in_the_order_in_which_they_were_asked(borrower):
    heard = borrower("P01").says("whats the balance and whens the next payment and who owns it")
    assert heard.responses == ["utter_balance_answer", "utter_payment_due_answer", "utter_loan_owner_answer"]


@pytest.mark.parametrize("said", ["is this a real person", "am i talking to a real person or a bot"])
def test_whether_a_person_is_there_is_answered_and_calls_nobody(borrower, said):
    heard = borrower("P01").says(said)
    assert heard.responses == ["utter_bot_identity"]
    assert "person_request" not in heard.signals


@pytest.mark.parametrize("said", ["i dont have a will", "at night", "i miss him", "i dont want to lose my house"])
def test_ordinary_sorrow_and_plain_fragments_are_no_crisis(borrower, said):
    assert "crisis" not in borrower("P01").says(said).signals
