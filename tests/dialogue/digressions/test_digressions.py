"""A borrower asks something else while a form is asking: it is answered, and then the form asks again."""

from __future__ import annotations

import pytest

FORMS = {
    "payoff": ("/payoff_estimate_inquiry", "utter_ask_payoff_form_payoff_date", "12/15", "utter_payoff_answer"),
    "tax_form": ("/tax_form_1098_request", "utter_ask_tax_form_form_tax_year", "2025", "utter_tax_form_answer"),
}
DIGRESSIONS = [
    ("en", "what's my balance", "utter_balance_answer"),
    ("en", "hello", "utter_greeting"),
    ("en", "thanks a lot", "utter_thanks"),
    ("en", "are you a bot", "utter_bot_identity"),
    ("en", "what can you do", "utter_capabilities"),
    ("en", "what's the weather like", "utter_out_of_scope"),
    ("en", "did you pay my property taxes on December 10", "utter_escrow_paid"),
    ("en", "how much is in my escrow for 2025", "utter_escrow_balance"),
    ("en", "/confirm_signal", "utter_signal_confirmed"),
    ("en", '/withdraw_signal{"signal": "complaint"}', "utter_signal_withdrawn"),
    ("en", "yes", "utter_question_open"),
    ("en", "verify my identity", "utter_identity_already_verified"),
    ("es", "cuál es mi saldo", "utter_balance_answer"),
    ("es", "buenos días", "utter_greeting"),
    ("es", "es usted un robot", "utter_bot_identity"),
    ("es", "qué tiempo hace hoy", "utter_out_of_scope"),
    ("es", "pagaron mis impuestos de la propiedad el 10 de diciembre", "utter_escrow_paid"),
    ("es", "sí", "utter_question_open"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "said", "response"), DIGRESSIONS)
def test_a_digression_is_answered_and_the_form_asks_again(borrower, form, language, said, response):
    opening, question, answer, outcome = FORMS[form]
    somebody = borrower("P01", language)
    assert somebody.says(opening).responses == [question]
    assert somebody.says(said).responses == [response, question]
    assert somebody.says(answer).responses == [outcome]


def test_the_question_repeated_without_a_date_says_why_one_is_needed(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    heard = somebody.says("just tell me what it takes to pay it all off")
    assert heard.responses == ["utter_payoff_date_needed", "utter_ask_payoff_form_payoff_date"]


def test_another_form_takes_over_and_nothing_of_the_first_is_left(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    assert somebody.says("send me the 1098 for 2024 first").responses == ["utter_tax_form_answer"]
    assert somebody.says("/payoff_estimate_inquiry").responses == ["utter_ask_payoff_form_payoff_date"]


def test_a_payoff_asked_for_while_the_year_is_asked_is_answered(borrower):
    somebody = borrower()
    somebody.says("/tax_form_1098_request")
    assert somebody.says("how much to pay off my loan on December 15").responses == ["utter_payoff_answer"]
    assert somebody.says("/tax_form_1098_request").responses == ["utter_ask_tax_form_form_tax_year"]


def test_the_answer_to_one_payoff_does_not_fill_in_the_next(borrower):
    somebody = borrower()
    somebody.says("payoff for December 15")
    assert somebody.says("/payoff_estimate_inquiry").responses == ["utter_ask_payoff_form_payoff_date"]


def test_a_balance_for_one_of_two_loans_is_answered_in_the_middle_of_a_form(borrower):
    daniel = borrower("daniel")
    daniel.says("/payoff_estimate_inquiry")
    assert daniel.says("what's my balance").responses == ["utter_ask_which_loan"]
    assert daniel.taps("•••0118 · 118 Rental Rd").responses == [
        "utter_balance_answer",
        "utter_ask_payoff_form_payoff_date",
    ]
    assert "ending in 0118" in daniel.says("12/15").text


def test_a_change_of_language_leaves_the_question_open(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    assert somebody.says("en español por favor").responses == ["utter_language_spanish"]
    somebody.language = "es"
    assert somebody.says("el 15 de diciembre").responses == ["utter_payoff_answer"]


def test_an_outage_in_the_middle_of_a_form_is_said_once(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    somebody.name = "outage"
    assert somebody.says("what's my balance").responses == ["utter_servicing_unavailable"]
    somebody.name = "dana"
    assert somebody.says("12/15").responses == ["utter_payoff_answer"]


@pytest.mark.parametrize("form", FORMS)
def test_what_only_a_person_may_do_closes_the_form(borrower, form):
    somebody = borrower()
    somebody.says(FORMS[form][0])
    assert somebody.says("/late_fee_waiver_request").handoff == "late_fee_waiver_request"
    assert somebody.says("/thanks").responses == ["utter_thanks"]


@pytest.mark.parametrize(
    ("language", "both"),
    [
        ("en", "what's my balance and send me my 2025 1098"),
        ("es", "cuál es mi saldo y mándeme mi 1098 del 2025"),
    ],
)
def test_two_questions_in_one_message_are_both_answered(borrower, language, both):
    heard = borrower(language=language).says(both)
    assert sorted(heard.responses) == ["utter_balance_answer", "utter_tax_form_answer"]


def test_two_questions_of_somebody_unknown_ask_for_proof_once(borrower):
    heard = borrower("nobody", level="none").says("what's my balance and send me my 2025 1098")
    assert heard.responses == ["utter_identity_needed"]
