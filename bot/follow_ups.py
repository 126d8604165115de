"""A question without a subject, which only what was just answered gives one: "why so much", "what will it be then".

The classifier sees a few words that fit any topic. Here they are read together with the topic of the last answer about
a loan, and become the question which that topic has an answer to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from rasa.shared.core.trackers import DialogueStateTracker

from bot.bare_answers import LAST_QUESTION, meaning
from bot.nlu.words import folded

# A longer message names what it is about.
_MOST_WORDS: Final = 14
# What stands before and behind such a question without changing it.
_BEFORE: Final = (
    r"[¿¡ ]*(?:(?:ok(?:ay)?|so|and|but|well|then|hm+|wait|no|yeah|alright|oh|ugh|um|uh"
    r"|y|e|pero|bueno|entonces|pues|ah|ay)\b[,. ]*)*"
)
_BEHIND: Final = r"(?:[,. ]*\b(?:then|now|please|pls|plz|though|tho|exactly|entonces|ahora|por favor))*[ ?!.]*"


def _phrase(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{words}){_BEHIND}")


_IT: Final = (
    r"(?:it|that|this|they|the (?:new )?(?:payment|rate|bill|amount)|my (?:new )?(?:monthly|payment|mortgage|bill|rate)"
    r"(?: payment)?)"
)
_IF_SO: Final = (
    r"(?:if|when) i (?:do|did|pay|paid) (?:that|it|so|this)(?: all)?(?: at once| off| now| in full| today)?|after that"
)
_ASKED: Final[Mapping[str, re.Pattern[str]]] = {
    "why": _phrase(
        r"why|why so (?:much|high|many|big|low)|how come|how come so (?:much|high)|what for|for what"
        rf"|why(?: is|'?s| was) {_IT}(?: so (?:much|high|big|low))?(?: going up| up| more)?"
        rf"|why did {_IT} (?:go up|change|rise|jump|increase)(?: so much)?|why is it so expensive|why that much"
        r"|(?:eso )?(?:por (?:que|ke)|porque|[xp](?:q|k|que|ke))"
        r"(?: (?:tanto|eso|ese (?:monto|pago)|esa cantidad|es asi))?"
        r"|por que tan (?:alt[oa]|car[oa])|y eso(?: por que)?|a que se debe|como asi"
        r"|por que (?:subio|cambio|aumento|sube)(?: tanto)?|por que es tan (?:alt[oa]|car[oa])"
    ),
    "what then": _phrase(
        rf"(?:{_IF_SO})?[, ]*(?:what|how much|what how much) (?:will|would|'?ll) {_IT}"
        rf"(?: be| go to| become| come to| go up to| change to| drop to)?(?: {_IF_SO})?"
        r"(?: per month| a month| monthly)?"
        rf"|(?:{_IF_SO}),? (?:what|how much) (?:(?:will|would) i pay|is {_IT})"
        r"|what(?:'ll| would| will) i (?:be paying|pay)"
        r"|(?:y )?(?:en )?cuanto (?:va a ser|sera|seria|me queda(?:ria)?|quedaria|voy a pagar|pagaria)"
        r"(?: (?:al|por) mes)?"
        r"|(?:y )?a cuanto (?:sube|baja|cambia|queda)|y si hago eso cuanto (?:me queda|pagaria|seria)"
    ),
    "if paid": _phrase(
        r"si (?:no )?l[oa] (?:pago|pagara|liquido|cubro)(?: \w+){0,7}"
        r"|(?:what )?if i (?:don't |dont |just )?(?:pay|paid) it(?: \w+){0,5}"
    ),
    "per day": _phrase(
        r"(?:de )?cuanto (?:es|seria|sale|aumenta|sube|cobran|me cobran|mas es) (?:por|x|al|cada|el) (?:dia|diario)"
        r"|(?:y )?(?:el |cuanto es el )?(?:per diem|interes (?:diario|por dia))"
        r"|(?:and )?how much (?:is (?:it|that) )?(?:per|a|each) day|what(?:'?s| is) the per diem"
    ),
    "escrow in it": _phrase(
        r"(?:ese (?:numero|monto)|eso|esa cantidad|ahi|con eso)? ?(?:ya )?(?:incluye|trae|viene|va|cuenta)"
        r"(?: \w+){0,3} escrow(?: \w+){0,3}"
        r"|(?:me |lo del )?(?:devuelven|regresan|dan|escrow)(?: \w+){0,4} (?:escrow|devuelven|regresan)"
        r"|does (?:that|it|this) include (?:the |my )?escrow|do i get (?:the |my )?escrow(?: money)? back"
    ),
    "how much more": _phrase(
        r"how much (?:more|else)(?: (?:do i (?:need|have|owe)|is (?:it|left|missing)|to (?:send|pay|go)))*"
        r"|how much (?:is )?(?:left|missing|short)"
        r"|how much do i (?:still )?(?:need|owe|send)(?: to send| to pay| more)?"
        r"|what(?:'?s| is) (?:left|missing|the rest)|cuanto (?:mas|falta|me falta|queda)(?: por pagar)?|y cuanto mas"
    ),
    "when": _phrase(
        r"when|since when|by when|when(?: is|'?s| will| does| would) (?:that|it)(?: be| happen| start)?|cuando"
        r"|para cuando|desde cuando|cuando (?:es|sera|seria|empieza)(?: eso)?"
    ),
    "when over": _phrase(
        r"when (?:does|will|is) (?:it|this|that)(?: loan| one)? (?:end|over|done|finish|be (?:over|done|paid off))"
        r"|when am i done(?: paying)?|how long (?:is it|do i have|till it ends|left)"
        r"|how (?:many years|long) (?:are )?left"
        r"|cuando (?:se )?(?:termina|acaba)|cuando termino(?: de pagar)?|cuanto tiempo me queda"
    ),
}
# What is said to an answer that was not understood, whatever it was about.
_NOT_UNDERSTOOD: Final = re.compile(r"[?¿ ]*(?:(?:huh|what|wut|so|and|eh|hm+|que|como|y|wdym)[?! .]*)?")
_SIMPLER: Final = "simpler_words_request"
_ESCROW_WHY: Final = "escrow_analysis_inquiry"
_PAYOFF: Final = "payoff_estimate_inquiry"
_ANSWERS: Final[Mapping[str, Mapping[str, str]]] = {
    "why": {
        "balance": "calculation_request",
        "curtailment": "calculation_request",
        "escrow_analysis": "calculation_request",
        "escrow_balance": _ESCROW_WHY,
        "escrow_bills": _ESCROW_WHY,
        "escrow_cushion": _ESCROW_WHY,
        "escrow_shortage": _ESCROW_WHY,
        "escrow_surplus": _ESCROW_WHY,
        "grace_period": "late_fee_inquiry",
        "late_charge": "late_fee_inquiry",
        "partial_payment": "partial_payment_policy_inquiry",
        "payment_application": "payment_order_inquiry",
        "payment_due": "payment_amount_change_inquiry",
        "payoff": "calculation_request",
        "rate_change": "arm_adjustment_inquiry",
        "reinstatement": "calculation_request",
    },
    "what then": {
        "escrow_analysis": "payment_amount_change_inquiry",
        "escrow_shortage": "escrow_shortage_options_inquiry",
        "escrow_surplus": "payment_amount_change_inquiry",
        "loan_terms": "arm_adjustment_inquiry",
        "payment_change": "payment_amount_change_inquiry",
        "rate_change": "arm_adjustment_inquiry",
    },
    "if paid": {
        "escrow_analysis": "escrow_shortage_options_inquiry",
        "escrow_shortage": "escrow_shortage_options_inquiry",
        "payment_change": "escrow_shortage_options_inquiry",
        "reinstatement": "payment_reinstatement_request",
    },
    "per day": {"payoff": _PAYOFF},
    "escrow in it": {"payoff": "escrow_refund_after_payoff_inquiry"},
    "how much more": {
        "partial_payment": "suspense_funds_inquiry",
        "partial_payment_policy": "suspense_funds_inquiry",
        "payment_delay": "payment_reinstatement_request",
        "payment_due": "payment_reinstatement_request",
        "payment_missing_report": "suspense_funds_inquiry",
        "reinstatement": "payment_reinstatement_request",
    },
    "when": {
        "escrow_analysis": "payment_amount_change_inquiry",
        "escrow_bills": "escrow_disbursement_inquiry",
        "escrow_shortage": "escrow_shortage_options_inquiry",
        "escrow_surplus": "escrow_surplus_refund_inquiry",
        "grace_period": "grace_period_inquiry",
        "late_charge": "grace_period_inquiry",
        "mortgage_insurance": "pmi_removal_inquiry",
        "payment_change": "payment_amount_change_inquiry",
        "payment_due": "payment_next_due_inquiry",
        "rate_change": "arm_adjustment_inquiry",
    },
    "when over": dict.fromkeys(
        ("balance", "loan_owner", "loan_terms", "payment_due", "payoff", "rate_change"), "loan_terms_inquiry"
    ),
}
# Where the payment changed because of the rate, the reason lies there and not in the escrow account.
_BY_RATE: Final = "rate"
_CHANGE: Final = "payment_change"


def asked_without_subject(text: str) -> str | None:
    """Which of the questions without a subject a message is, if it is nothing else."""
    plain = folded(text)
    if len(plain.split()) > _MOST_WORDS:
        return None
    if "?" in plain and _NOT_UNDERSTOOD.fullmatch(plain):
        return _SIMPLER
    return next((kind for kind, phrase in _ASKED.items() if phrase.fullmatch(plain)), None)


def as_follow_up(parse: dict[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
    """The parse with the question that the topic of the last answer makes of a message without a subject.

    Unchanged when the message has a subject, or the topic no such question.
    """
    kind = asked_without_subject(str(parse.get("text") or ""))
    if kind is None:
        return parse
    if kind == _SIMPLER:
        return meaning(parse, _SIMPLER)
    topic, _, asked = str(tracker.get_slot(LAST_QUESTION) or "").partition(" ")
    if kind == "why" and topic == _CHANGE:
        intent: str | None = "arm_adjustment_inquiry" if _BY_RATE in _last_response(tracker) else _ESCROW_WHY
    else:
        intent = _ANSWERS[kind].get(topic)
    if intent is None:
        return parse
    # The amount of a day is said with the payoff itself, so that of the day before is said once more.
    entities = [{"entity": "date", "value": asked}] if intent == _PAYOFF and asked else parse.get("entities")
    return {**meaning(parse, intent), "entities": entities}


def _last_response(tracker: DialogueStateTracker) -> str:
    """The name of what the assistant said last."""
    said = (event.as_dict() for event in reversed(tracker.events) if event.type_name == "bot")
    return next((str((event.get("metadata") or {}).get("utter_action") or "") for event in said), "")
