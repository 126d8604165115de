"""What a question without a subject means: "and why?" after an answer about a payment asks why that payment changed.

The classifier sees the words alone; what was answered last tells the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.nlu.words import folded

_LEAD: Final = r"[¿\s]*(?:(?:and|but|so|ok|y|e|pero|oiga|oye|entonces|pues|no)[\s,]+)*"
_END: Final = r"[\s?!.]*"
_WHY: Final = re.compile(
    rf"{_LEAD}(?:(?:eso )?(?:por (?:que|ke)|porque|[xp](?:q|k|que|ke))(?: (?:eso|tanto|es|pues|asi))*"
    rf"|(?:why|how come)(?: (?:so|that|is|it|much|this))*){_END}"
)
_PAID: Final = re.compile(
    rf"{_LEAD}(?:si (?:no )?l[oa] (?:pago|pagara|liquido|cubro)\b.*"
    r"|(?:what )?if i (?:don't |dont |just )?(?:pay|paid) it\b.*)"
)
_SHORTAGE: Final = "escrow_shortage_options_inquiry"
_REASONS: Final[Mapping[str, str]] = {
    "payment_due": "payment_amount_change_inquiry",
    "payment_change": "escrow_analysis_inquiry",
    "escrow_analysis": "calculation_request",
    "escrow_bills": "escrow_analysis_inquiry",
    "escrow_shortage": "escrow_analysis_inquiry",
    "late_charge": "late_fee_inquiry",
    "grace_period": "late_fee_inquiry",
    "rate_change": "arm_adjustment_inquiry",
    "payoff": "calculation_request",
    "reinstatement": "calculation_request",
}
_PAYING: Final[Mapping[str, str]] = {
    "payment_change": _SHORTAGE,
    "escrow_analysis": _SHORTAGE,
    "escrow_shortage": _SHORTAGE,
}
_QUESTIONS: Final = ((_WHY, _REASONS), (_PAID, _PAYING))


def asked_after(text: str, topic: str) -> str | None:
    """The intent of a message that only goes on with what was answered last; None when it says more, or nothing fits.

    Args:
        topic: what was answered last about a loan, as the actions name it; empty for nothing.
    """
    said = folded(text)
    meanings = (intents.get(topic) for question, intents in _QUESTIONS if question.fullmatch(said))
    return next((intent for intent in meanings if intent), None)
