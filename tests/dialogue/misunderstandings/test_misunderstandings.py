"""What is not understood: once other words are asked for, the second time in a row a person is offered."""

from __future__ import annotations

import pytest

FALLBACK = "/nlu_fallback"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_second_misunderstanding_in_a_row_offers_a_person(borrower, language):
    somebody = borrower(language=language)
    assert somebody.says(FALLBACK).responses == ["utter_default"]
    assert somebody.says(FALLBACK).responses == ["utter_misunderstood_twice"]


@pytest.mark.parametrize(
    ("language", "yes"), [("en", "yes please"), ("en", "ok"), ("es", "sí, por favor"), ("es", "claro")]
)
def test_yes_to_that_offer_calls_a_person(borrower, language, yes):
    somebody = borrower(language=language)
    somebody.says(FALLBACK)
    somebody.says(FALLBACK)
    assert somebody.says(yes).handoff == "misunderstood"


def test_an_answer_in_between_starts_the_count_anew(borrower):
    somebody = borrower()
    somebody.says(FALLBACK)
    somebody.says("what's my balance")
    assert somebody.says(FALLBACK).responses == ["utter_default"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("opening", "question"),
    [
        ("/payoff_estimate_inquiry", "utter_ask_payoff_form_payoff_date"),
        ("/tax_form_1098_request", "utter_ask_tax_form_form_tax_year"),
    ],
)
def test_inside_a_form_the_question_comes_again_and_then_a_person(borrower, language, opening, question):
    somebody = borrower(language=language)
    somebody.says(opening)
    assert somebody.says(FALLBACK).responses == ["utter_not_understood_in_question", question]
    assert somebody.says(FALLBACK).responses == ["utter_misunderstood_twice"]
    assert somebody.says("/affirm").handoff == "misunderstood"


def test_the_question_can_still_be_answered_after_the_offer(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    somebody.says(FALLBACK)
    somebody.says(FALLBACK)
    assert somebody.says("12/15").responses == ["utter_payoff_answer"]


@pytest.mark.parametrize("noise", ["blorp fizzle wug", "zxqv wjkp qqhh", "wubba lubba zog"])
def test_noise_gets_no_answer_about_a_loan(borrower, noise):
    assert borrower().says(noise).responses in (["utter_default"], ["utter_out_of_scope"])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "can you order me a pizza"),
        ("en", "I'd like a loan for a new car"),
        ("es", "escríbame un poema"),
    ],
)
def test_what_we_do_not_do_is_said_and_a_person_offered(borrower, language, said):
    somebody = borrower(language=language)
    heard = somebody.says(said)
    assert heard.responses == ["utter_out_of_scope"]
    assert somebody.says("/affirm").handoff == "borrower_request"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I can't log in to the website"),
        ("es", "no puedo entrar a mi cuenta en la página de internet"),
        ("es", "mándeme el estado de cuenta"),
    ],
)
def test_what_only_a_person_answers_is_understood_and_a_person_offered(borrower, language, said):
    somebody = borrower(language=language)
    heard = somebody.says(said)
    assert heard.responses == ["utter_person_answers"]
    assert somebody.says("/affirm").handoff == "borrower_request"


@pytest.mark.parametrize(
    ("language", "said", "reason"),
    [
        ("en", "I'm on active duty and being deployed next month", "scra_benefits_request"),
        ("en", "can you waive the late fee just this once", "late_fee_waiver_request"),
        ("es", "murió mi papá y yo vivo en la casa", "deceased_borrower_notice"),
    ],
)
def test_what_only_a_person_may_do_calls_one_and_says_what_for(borrower, language, said, reason):
    assert borrower(language=language).says(said).handoff == reason
