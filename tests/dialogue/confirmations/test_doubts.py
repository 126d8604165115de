"""Whoever asks whether that is certain has not agreed to anything: the question that was open stays so."""

from __future__ import annotations

import pytest

DOUBTS = [("en", "are you sure?"), ("en", "is that for sure?"), ("es", "¿está seguro?"), ("es", "¿y eso es seguro?")]


@pytest.mark.parametrize(("language", "said"), DOUBTS)
def test_a_doubt_accepts_no_offer_and_the_offer_is_made_again(borrower, language, said):
    gwen = borrower("P05", language)
    assert gwen.says("payoff for tomorrow").responses == ["utter_payoff_needs_specialist"]
    doubted = gwen.says(said)
    assert doubted.handoff is None
    assert doubted.responses[-1] == "utter_certainty_offer"
    assert gwen.says("yes" if language == "en" else "sí").handoff is not None


@pytest.mark.parametrize(("language", "said"), DOUBTS)
def test_the_day_and_the_record_behind_a_figure_are_named(borrower, language, said):
    dana = borrower("P01", language)
    dana.says("/balance_inquiry")
    doubted = dana.says(said)
    assert doubted.responses == ["utter_certainty_figures"]
    assert {"en": "November 16, 2026", "es": "16 de noviembre de 2026"}[language] in doubted.text


def test_a_form_asks_again_after_a_doubt(borrower):
    dana = borrower("P01")
    question = dana.says("/payoff_estimate_inquiry").responses
    assert dana.says("are you sure").responses[1:] == question
    assert dana.says("December 15").responses == ["utter_payoff_answer"]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "email that to me"), ("en", "can you mail it"), ("es", "mándemelo por correo")]
)
def test_a_verified_borrower_gets_the_document_again_and_is_asked_for_no_proof(borrower, language, said):
    dana = borrower("P01", language)
    first = dana.says('/tax_form_1098_request{"tax_year": "2025"}').messages[0]["custom"]["documents"]
    again = dana.says(said)
    assert again.responses == ["utter_documents_delivery_again"]
    assert again.messages[0]["custom"]["documents"] == first
    assert dana.says("yes").handoff is None


@pytest.mark.parametrize(("level", "response"), [("verified", "utter_records_transcript"),
                                                 ("none", "utter_records_transcript_unverified")])  # fmt: skip
def test_only_a_stranger_is_told_to_show_who_they_are_before_a_download(borrower, level, response):
    assert borrower("P01", level=level).says("/chat_transcript_request").responses == [response]
