"""A borrower does not want to go on: the form closes kindly, and nothing of it is left."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("opening", "stopped"),
    [
        ("/payoff_estimate_inquiry", "utter_payoff_stopped"),
        ("/payoff_statement_request", "utter_payoff_stopped"),
        ("/tax_form_1098_request", "utter_tax_form_stopped"),
    ],
)
@pytest.mark.parametrize(
    ("language", "no"),
    [
        ("en", "never mind"),
        ("en", "no thanks"),
        ("en", "cancel that please"),
        ("en", "I changed my mind, forget it"),
        ("es", "olvídelo"),
        ("es", "ya no quiero"),
        ("es", "no, gracias"),
    ],
)
def test_a_refusal_closes_the_form(borrower, opening, stopped, language, no):
    somebody = borrower(language=language)
    somebody.says(opening)
    assert somebody.says(no).responses == [stopped]
    assert somebody.says("/affirm").responses == ["utter_ask_how_to_help"]


@pytest.mark.parametrize("opening", ["/payoff_estimate_inquiry", "/tax_form_1098_request"])
@pytest.mark.parametrize(("language", "bye"), [("en", "goodbye"), ("es", "adiós")])
def test_goodbye_closes_the_form_too(borrower, opening, language, bye):
    somebody = borrower(language=language)
    somebody.says(opening)
    assert somebody.says(bye).responses == ["utter_goodbye"]
    assert somebody.says("/thanks").responses == ["utter_thanks"]


def test_no_with_no_question_open_is_taken_kindly(borrower):
    assert borrower().says("no").responses == ["utter_deny_received"]


def test_a_refusal_that_names_a_date_is_still_a_refusal(borrower):
    somebody = borrower()
    somebody.says("/payoff_estimate_inquiry")
    assert somebody.says('/deny{"date": "December 15"}').responses == ["utter_payoff_stopped"]


def test_whoever_declines_the_specialist_is_left_in_peace(borrower):
    ruth = borrower("ruth")
    ruth.says("payoff amount for tomorrow")
    assert ruth.taps("Not now").responses == ["utter_deny_received"]
