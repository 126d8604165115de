"""When the loan records cannot be reached, that is what is said, whatever was asked, and a person is a word away."""

from __future__ import annotations

import pytest

QUESTIONS = [
    ("en", "what's my balance"),
    ("es", "cuánto debo todavía de la casa"),
    ("en", "how much to pay it off on December 15"),
    ("es", "necesito mi formulario 1098 de 2025"),
    ("en", "when is my next payment due"),
    ("es", "cuánto hay en mi cuenta de escrow"),
    ("en", "why was I charged a late fee"),
]


@pytest.mark.parametrize(("language", "question"), QUESTIONS)
def test_an_outage_is_said_and_no_figure_is(borrower, language, question):
    somebody = borrower("outage", language)
    heard = somebody.says(question)
    assert heard.responses[0] == "utter_servicing_unavailable"
    assert "$" not in heard.text
    assert "/agent_request" in heard.buttons.values()
    assert somebody.says("/affirm").handoff == "outage"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "I filed for chapter 13 last month"), ("es", "murió mi papá y yo vivo en la casa")]
)
def test_an_outage_never_keeps_a_person_away(borrower, language, said):
    assert borrower("outage", language).says(said).handoff


def test_what_needs_no_record_is_answered_all_the_same(borrower):
    assert borrower("outage").says("what are your office hours").responses == ["utter_contact_hours"]
