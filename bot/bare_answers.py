"""An answer that is nothing but what the open question asks for, whatever the classifier makes of two or three words.

"October 1" alone may be anything; after "For which date?" it is the date, and after an answer about a payment it is
another payment that is meant.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

# What the last answer about a loan was to, such as `payment_application 2026-10-14/2026-10-14`.
LAST_QUESTION = "last_question"

_WORD = re.compile(r"[^\W_]+")
# What people put around an answer without changing it.
_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "about actually again and around but by change do does for from hey how i if in instead it is just let"
        " like make maybe mean meant nah no nope of oh ok okay on one oops or paid pay please pls probably rather"
        " say send sent so sometime somewhere sorry s thanks that the then think thx to try um uh wait was well"
        " what whoops yes yeah a al alrededor ay como con creo de decir del digamos digo el en entonces era este"
        " favor la lo mejor o pago para perdon por pues que queria quise quizas quiza seria si sea tal vez unos y",
    )
)
_NAMED = frozenset({"amount", "date", "tax_year"})
# The topics that go on when the borrower names another day, year or amount: the intent of each, and what it takes.
_GO_ON = {
    "late_charge": ("late_fee_inquiry", _NAMED),
    "grace_period": ("grace_period_inquiry", frozenset({"date"})),
    "partial_payment": ("suspense_funds_inquiry", frozenset({"date", "amount"})),
    "payment_application": ("payment_application_inquiry", _NAMED),
    "payment_delay": ("payment_status_inquiry", _NAMED),
    "payment_history": ("payment_history_request", _NAMED),
    "payoff": ("payoff_estimate_inquiry", frozenset({"date"})),
    "reinstatement": ("payment_reinstatement_request", frozenset({"date"})),
    "tax_form": ("tax_form_1098_request", frozenset({"tax_year"})),
}
# A payoff lies ahead: the day of a payment that was made is none for it.
_AHEAD = "payoff"
_PAST = frozenset({"paid", "sent", "pagué", "pague", "mandé", "mande"})


def bare_entities(parse: dict[str, Any]) -> set[str]:
    """The kinds of phrase that a message is the whole of, but for words that say nothing."""
    text = str(parse.get("text") or "")

    def rest(entity: dict[str, Any]) -> str:
        return f"{text[: entity.get('start') or 0]} {text[entity.get('end') or 0 :]}".lower()

    return {
        str(entity["entity"])
        for entity in parse.get("entities") or []
        if entity.get("end") and _FILLERS.issuperset(_WORD.findall(rest(entity)))
    }


def as_answer(parse: dict[str, Any], tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """The parse with the intent of the form that asks for just this phrase, or of the topic that goes on with it.

    A form's is the first intent in the mapping of the slot that is asked for: a topic names its own question first.
    Unchanged when the phrase answers neither.
    """
    form, asked = tracker.active_loop_name, tracker.get_slot(REQUESTED_SLOT)
    bare = bare_entities(parse)
    if form is None:
        topic = str(tracker.get_slot(LAST_QUESTION) or "").partition(" ")[0]
        intent, taken = _GO_ON.get(topic, ("", frozenset()))
        if topic == _AHEAD and not _PAST.isdisjoint(_WORD.findall(str(parse.get("text") or "").lower())):
            return parse
        return meaning(parse, intent) if bare & taken else parse
    if asked is None:
        return parse
    for mapping in next((slot.mappings for slot in domain.slots if slot.name == asked), []):
        intents = mapping.get("intent") or []
        if mapping.get("entity") in bare and intents and parse["intent"].get("name") not in intents:
            return meaning(parse, intents[0] if isinstance(intents, list) else intents)
    return parse


def meaning(parse: dict[str, Any], intent: str) -> dict[str, Any]:
    """The parse of a message that means this and nothing beside it."""
    return {**parse, "intent": {**parse["intent"], "name": intent}, "also": []}
