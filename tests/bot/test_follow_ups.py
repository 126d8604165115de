"""What a question without a subject goes on with."""

from __future__ import annotations

import pytest

from bot.follow_ups import asked_after


@pytest.mark.parametrize(
    "text", ["por que", "¿y por qué?", "xq", "pq tanto", "y eso por ke??", "pero porque", "why", "and why is that?"]
)
@pytest.mark.parametrize(
    ("topic", "intent"),
    [
        ("payment_due", "payment_amount_change_inquiry"),
        ("payment_change", "escrow_analysis_inquiry"),
        ("late_charge", "late_fee_inquiry"),
        ("payoff", "calculation_request"),
        ("tax_form", None),
        ("", None),
    ],
)
def test_a_bare_why_asks_for_the_reason_of_what_was_answered(text: str, topic: str, intent: str | None) -> None:
    assert asked_after(text, topic) == intent


@pytest.mark.parametrize(
    "text",
    ["y si lo pago todo de una vez cuanto me qda", "¿Y si no lo pago?", "what if I don't pay it", "si la cubro ya"],
)
def test_after_a_shortage_paying_it_is_paying_the_shortage(text: str) -> None:
    assert asked_after(text, "escrow_shortage") == "escrow_shortage_options_inquiry"
    assert asked_after(text, "balance") is None


@pytest.mark.parametrize("text", ["por que me cobraron un recargo", "why was I charged a late fee", "y", "no", "ok"])
def test_what_says_more_is_left_to_the_classifier(text: str) -> None:
    assert asked_after(text, "payment_due") is None
