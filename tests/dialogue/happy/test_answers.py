"""A verified borrower asks and is answered, in both languages."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [
        ("en", "what's my balance", "$300,001.11 is the unpaid principal on your loan ending in 0001"),
        ("es", "cuál es mi saldo", "$300,001.11 es el saldo de capital de su préstamo terminado en 0001"),
        ("en", "how much to pay it off on December 15", "$308,029.65 pays off your loan ending in 0001"),
        ("es", "cuánto cuesta liquidar el préstamo el 15 de diciembre", "$308,029.65 liquida su préstamo"),
        ("en", "send me my 2025 1098", "$12,025.37 is Box 1"),
        ("es", "mándeme el 1098 del 2025", "$12,025.37 es la casilla 1"),
    ],
)
def test_one_question_gets_one_answer(borrower, language, question, words):
    heard = borrower(language=language).says(question)
    assert heard.text.startswith(words)
    assert heard.outcomes == ["answered"]


@pytest.mark.parametrize(
    ("language", "question", "date"),
    [("en", "I want to pay my mortgage off", "the 15th"), ("es", "quiero liquidar mi préstamo", "el 15")],
)
def test_the_payoff_date_is_asked_for_when_none_is_named(borrower, language, question, date):
    somebody = borrower(language=language)
    assert somebody.says(question).responses == ["utter_ask_payoff_form_payoff_date"]
    assert somebody.says(date).responses == ["utter_payoff_answer"]


@pytest.mark.parametrize(
    ("language", "button", "day"),
    [
        ("en", "Today", "November 16, 2026"),
        ("en", "In two weeks", "November 30, 2026"),
        ("es", "Hoy", "16 de noviembre de 2026"),
        ("es", "Fin de este mes", "30 de noviembre de 2026"),
    ],
)
def test_a_date_can_be_tapped(borrower, language, button, day):
    somebody = borrower(language=language)
    somebody.says("/payoff_estimate_inquiry")
    assert day in somebody.taps(button).text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tax_year_is_asked_for_with_the_years_there_are(borrower, language):
    somebody = borrower(language=language)
    asked = somebody.says("1098")
    assert list(asked.buttons) == ["2025", "2024", "2023"]
    assert "$12,024.37" in somebody.taps("2024").text


def test_a_corrected_form_is_called_corrected(borrower):
    assert "formulario corregido" in borrower("rosa", "es").says("necesito mi 1098 de 2025").text


def test_a_payoff_letter_is_the_statement_with_the_figures(borrower):
    somebody = borrower()
    assert somebody.says("my title company needs an official payoff letter").responses == [
        "utter_ask_payoff_form_payoff_date"
    ]
    assert "“Payoff statement”" in somebody.says("December 20").text


def test_with_two_loans_the_chosen_one_is_answered_and_the_other_can_follow(borrower):
    daniel = borrower("daniel")
    asked = daniel.says("how much to pay it off on December 15")
    assert asked.responses == ["utter_ask_which_loan"]
    assert "ending in 0118" in daniel.taps("•••0118 · 118 Rental Rd").text
    answer = daniel.says("the other one please")
    assert "ending in 0018" in answer.text
    assert "December 15, 2026" in answer.text


def test_a_loan_can_be_chosen_in_words(borrower):
    daniel = borrower("daniel", "es")
    daniel.says("cuánto debo")
    assert "terminado en 0118" in daniel.says("el que termina en 0118").text
    daniel.language = "en"
    assert "ending in 0118" in daniel.says("what do I owe on the rental property").text


@pytest.mark.parametrize(
    ("question", "first", "again"),
    [
        ("how much to pay it off on December 15", "utter_payoff_identity_needed", "utter_payoff_answer"),
        ("send me my 2025 1098", "utter_identity_needed", "utter_tax_form_answer"),
    ],
)
def test_whoever_is_not_verified_proves_it_first_and_is_then_answered_in_full(borrower, question, first, again):
    somebody = borrower(level="none")
    needed = somebody.says(question)
    assert needed.responses == [first]
    assert needed.messages[0]["custom"]["form"] == "identity"
    somebody.level = "verified"
    assert somebody.says(question).responses == [again]


@pytest.mark.parametrize(
    ("question", "response"),
    [
        ("I want to pay off my loan", "utter_payoff_identity_needed"),
        ("my 1098 please", "utter_identity_needed"),
        ("quiero liquidar mi préstamo", "utter_payoff_identity_needed"),
    ],
)
def test_whoever_is_not_verified_is_not_questioned_about_dates_and_years(borrower, question, response):
    assert borrower(level="none").says(question).responses == [response]


def test_a_loan_that_is_paid_in_full_is_said_to_be(borrower):
    patricia = borrower("patricia")
    assert "paid in full" in patricia.says("what do I still owe").text
    assert "paid in full" in patricia.says("payoff amount for tomorrow").text


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("good morning", "utter_greeting"),
        ("thank you so much", "utter_thanks"),
        ("ok bye now", "utter_goodbye"),
        ("are you a real human or a bot", "utter_bot_identity"),
        ("what can you do for me", "utter_capabilities"),
        ("do you speak Vietnamese", "utter_language_other"),
        ("buenas tardes", "utter_greeting"),
        ("muchísimas gracias", "utter_thanks"),
        ("usted es una máquina", "utter_bot_identity"),
    ],
)
def test_small_talk_gets_its_answer(borrower, said, response):
    assert borrower().says(said).responses == [response]


def test_the_language_changes_on_request(borrower):
    heard = borrower().says("en español por favor")
    assert heard.text.startswith("Desde ahora le respondo en español")
    assert heard.messages[0]["custom"]["language"] == "es"


@pytest.mark.parametrize(
    ("language", "said", "response"),
    [
        ("en", "I can't log in to the website", "utter_contact_portal"),
        ("es", "no puedo entrar a mi cuenta en la página de internet", "utter_contact_portal"),
        ("en", "large print please", "utter_contact_accessibility"),
        ("en", "I moved, update my mailing address", "utter_contact_update"),
        ("en", "I'm going to the CFPB", "utter_handoff_regulator"),
        ("en", "can I deduct this", "utter_legal_no_advice"),
        ("en", "will I be approved", "utter_legal_no_promise"),
    ],
)
def test_what_holds_for_everybody_is_answered_without_a_proof(borrower, language, said, response):
    assert response in borrower("nobody", language, "none").says(said).responses


@pytest.mark.parametrize(
    ("intent", "response"),
    [
        ("communication_preference_change", "utter_contact_preference"),
        ("communication_history_request", "utter_records_history"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_person_does_is_explained_before_one_comes(borrower, language, intent, response):
    heard = borrower(language=language).says(f"/{intent}")
    assert heard.responses == [response]
    assert heard.handoff == intent
