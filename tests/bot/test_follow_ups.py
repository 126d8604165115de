"""A question without a subject gets the one of the answer before it, and no other message does."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.follow_ups import as_follow_up, asked_without_subject

UNSURE = {"name": "thanks", "confidence": 0.2}


def after(topic: str, *responses: str) -> DialogueStateTracker:
    said = [BotUttered("...", metadata={"utter_action": response}) for response in responses]
    events = [SlotSet("last_question", topic), *said]
    return DialogueStateTracker.from_events("c", events, slots=[TextSlot("last_question", [])])


def read(text: str) -> dict[str, Any]:
    return {"text": text, "intent": UNSURE, "entities": [], "also": [{"name": "thanks"}]}


@pytest.mark.parametrize(
    ("text", "topic", "intent"),
    [
        ("why", "payment_due", "payment_amount_change_inquiry"),
        ("but why so much??", "escrow_bills", "escrow_analysis_inquiry"),
        ("ok and if i do that what would my payment be", "escrow_shortage", "escrow_shortage_options_inquiry"),
        ("What will it be then?", "rate_change", "arm_adjustment_inquiry"),
        ("how much more then", "partial_payment", "suspense_funds_inquiry"),
        ("when does it end", "balance", "loan_terms_inquiry"),
        ("¿y por qué tanto?", "late_charge", "late_fee_inquiry"),
        ("y cuánto va a ser al mes", "payment_change", "payment_amount_change_inquiry"),
        ("cuánto me falta", "reinstatement", "payment_reinstatement_request"),
        ("why", "payoff 2026-12-15", "calculation_request"),
        ("xq", "payment_due", "payment_amount_change_inquiry"),
        ("y por ke tanto??", "escrow_bills", "escrow_analysis_inquiry"),
        ("pq ese monto", "late_charge", "late_fee_inquiry"),
        ("y si lo pago todo de una vez cuanto me qda", "escrow_shortage", "escrow_shortage_options_inquiry"),
        ("¿Y si no lo pago?", "escrow_analysis", "escrow_shortage_options_inquiry"),
        ("what if I don't pay it", "payment_change", "escrow_shortage_options_inquiry"),
        ("y si lo pago el lunes cuanto seria", "reinstatement", "payment_reinstatement_request"),
        ("y cuanto es x dia", "payoff 2027-01-04", "payoff_estimate_inquiry"),
        ("ese numero incluye el escrow?", "payoff 2027-01-04", "escrow_refund_after_payoff_inquiry"),
        ("me devuelven el escrow", "payoff 2027-01-04", "escrow_refund_after_payoff_inquiry"),
        ("when then", "mortgage_insurance", "pmi_removal_inquiry"),
        ("??", "balance", "simpler_words_request"),
        ("so?", "", "simpler_words_request"),
    ],
)
def test_a_question_without_a_subject_is_about_what_was_just_answered(text: str, topic: str, intent: str) -> None:
    understood = as_follow_up(read(text), after(topic))
    assert (understood["intent"]["name"], understood["also"]) == (intent, [])


@pytest.mark.parametrize(
    ("response", "intent"),
    [
        ("utter_payment_change_rate_ahead", "arm_adjustment_inquiry"),
        ("utter_payment_change_escrow_shortage", "escrow_analysis_inquiry"),
    ],
)
def test_why_a_payment_changed_is_asked_of_what_changed_it(response: str, intent: str) -> None:
    assert as_follow_up(read("why"), after("payment_change", response))["intent"]["name"] == intent


@pytest.mark.parametrize(
    "text",
    ["why was I charged a late fee", "what is my rate", "what's my balance", "how much do you charge", "thanks", ""],
)
def test_a_question_with_a_subject_is_left_as_it_was_read(text: str) -> None:
    assert asked_without_subject(text) is None
    assert as_follow_up(read(text), after("loan_terms"))["intent"] == UNSURE


def test_the_amount_of_a_day_is_that_of_the_payoff_answered_before() -> None:
    entities = as_follow_up(read("cuánto es por día"), after("payoff 2027-01-04"))["entities"]
    assert entities == [{"entity": "date", "value": "2027-01-04"}]


def test_where_nothing_was_answered_a_question_stays_without_a_subject() -> None:
    assert as_follow_up(read("why"), after(""))["intent"] == UNSURE
