"""What else a message asks: "what's my balance, and send me my 2025 1098" has two answers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import CONFIDENCES, LABELS
from bot.nlu.component import READINGS, Component
from bot.nlu.fallback import FALLBACK_INTENT
from bot.nlu.words import folded, is_long

ALSO: Final = "also"
_MOST: Final = 3
# Said in passing beside a wish ("I lost my job, what do I do"), or an answer to a question: not a wish of its own.
_NEVER_ALSO: Final = frozenset(
    {
        "affirm", "agent_request", "approval_guarantee_request", "bot_identity_inquiry", "capabilities_inquiry",
        "choose_loan", "conversation_end", "deny", "greeting", "identity_verification_start",
        "language_preference_request", "next_steps_inquiry", "out_of_scope", "thanks",
    }
)  # fmt: skip

# What the answer to an intent shows already: "what about my escrow, did you pay the taxes" lists the bills once.
_SAID_WITH: Final = {"escrow_disbursement_inquiry": ("escrow_balance_inquiry",)}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SeveralIntents(Component, IntentClassifier):
    """Adds the intents that other clauses or sentences of a message have beside its main one, in order, at most three.

    Each tells whether it was asked before the main one. Where the message as a whole is too doubtful to act upon but
    one of its clauses is sure, the intent of that clause becomes the main one.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How sure a clause or a sentence must be; for a clause also among how many best guesses of the whole message
        its intent must stand, for each clause beside the first; and under which confidence the whole is so doubtful
        that its clauses count whatever it says."""
        return {"confidence": 0.9, "among": 3, "doubtful": 0.6}

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds what else each message asks, with the figures named in the same clause."""
        for message in messages:
            if message.get(CONFIDENCES) is None:
                continue
            sure = self._sure(message)
            if (message.get(INTENT) or {}).get("name") == FALLBACK_INTENT and any(sure):
                _act_upon(message, next(name for name in sure if name))
            intent = (message.get(INTENT) or {}).get("name")
            if intent != FALLBACK_INTENT:
                message.set(ALSO, self._others(message, intent, sure), add_to_output=True)
        return messages

    def _sure(self, message: Message) -> list[str]:
        """The intent of each clause that is sure of a wish of its own; an empty name for the others."""
        whole, *pieces = message.get(READINGS)
        confidences, labels = message.get(CONFIDENCES), message.get(LABELS)
        among = self.config["among"] * max(1, len(pieces) - 1)
        everything = is_long(whole) or confidences[0].max() < self.config["doubtful"]
        likely = np.argsort(-confidences[0])[: None if everything else among]
        names = [(labels[int(row.argmax())], row) for row in confidences[1:]]
        return [
            name
            if name not in _NEVER_ALSO and row.max() >= self.config["confidence"] and int(row.argmax()) in likely
            else ""
            for name, row in names
        ]

    def _others(self, message: Message, intent: str, sure: list[str]) -> list[dict[str, Any]]:
        confidences, labels = message.get(CONFIDENCES), message.get(LABELS)
        # The main wish must be a clause's own as well, else the clauses are one wish in two breaths.
        best_of = [labels[int(row.argmax())] for row in confidences[1:]]
        if intent not in best_of and confidences[0].max() >= self.config["doubtful"]:
            return []
        main = best_of.index(intent) if intent in best_of else 0
        known = {"", intent, *_SAID_WITH.get(intent, ())}
        found: list[dict[str, Any]] = []
        for place, (piece, name) in enumerate(zip(message.get(READINGS)[1:], sure, strict=True)):
            if name not in known:
                known.add(name)
                found.append({"name": name, "entities": _named_in(piece, message), "before": place < main})
        return found[:_MOST]


def _act_upon(message: Message, name: str) -> None:
    """Puts a doubted intent in front of the ranking, and the doubt away."""
    guesses = [each for each in message.get(INTENT_RANKING_KEY) if each["name"] != FALLBACK_INTENT]
    ranking = sorted(guesses, key=lambda each: each["name"] != name)
    message.set(INTENT, dict(ranking[0]), add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _named_in(piece: str, message: Message) -> list[dict[str, Any]]:
    """The message's figures that this piece of it names; that every loan is meant holds for all that is asked."""
    return [
        each
        for each in message.get(ENTITIES) or []
        if each.get("entity") == "every_loan" or folded(str(each.get("value"))) in piece
    ]
