"""A follow-up that names its own topic is answered there, whatever was spoken of before."""

from __future__ import annotations

import pytest

SURPLUS = "utter_escrow_surplus_refund"


@pytest.mark.parametrize(
    ("language", "before", "said", "response"),
    [
        ("es", '/payoff_estimate_inquiry{"date": "2026-12-15"}', "¿y cuándo llega el cheque del escrow?", SURPLUS),
        ("en", '/payoff_estimate_inquiry{"date": "2026-12-15"}', "and when does the escrow check come?", SURPLUS),
        ("en", "/escrow_balance_inquiry", "and the balance?", "utter_balance_answer"),
        ("es", "/balance_inquiry", "¿y el escrow?", "utter_escrow_balance"),
        ("en", '/tax_form_1098_request{"tax_year": "2025"}', "and the next payment?", "utter_payment_due_answer"),
        ("es", "/escrow_balance_inquiry", "¿y el próximo pago?", "utter_payment_due_answer"),
    ],
)
def test_the_topic_that_is_named_is_answered(borrower, language, before, said, response):
    mei = borrower("P07", language)
    mei.says(before)
    assert response in mei.says(said).responses


def test_the_refund_after_a_payoff_tells_first_of_the_surplus_that_is_due(borrower):
    heard = borrower("P07").says("/escrow_refund_after_payoff_inquiry")
    assert heard.responses == [SURPLUS, "utter_payoff_escrow_not_yet"]
