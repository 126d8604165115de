"""When not to believe the classifier: weak or divided confidence, or a message unlike anything it was taught."""

from __future__ import annotations

from typing import Any, Final

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.classifier import STRANGENESS
from bot.nlu.component import Component

FALLBACK_INTENT: Final = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DistanceFallback(Component, IntentClassifier):
    """Puts `nlu_fallback` in front of the ranking when the best guess should not be acted upon; the guesses stay."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The least confidence, margin to the second guess, and the most strangeness; and from which confidence on what
        is out of scope is known for what it is.

        Strangeness is the mean of how low the best score and the closeness to the nearest examples are, each in
        standard deviations from what the model's own examples get: 0 is an average message, 2 unlike nearly all.
        """
        return {"confidence": 0.15, "margin": 0.02, "strangeness": 1.7, "known": 0.7, "unknown": "out_of_scope"}

    def process(self, messages: list[Message]) -> list[Message]:
        """Replaces the intent of messages that should not be acted upon."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY)
            if ranking and self._is_doubtful(message, ranking):
                doubt = {"name": FALLBACK_INTENT, "confidence": 1.0 - ranking[0]["confidence"]}
                message.set(INTENT, doubt, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [doubt, *ranking], add_to_output=True)
        return messages

    def _is_doubtful(self, message: Message, ranking: list[dict[str, Any]]) -> bool:
        best = ranking[0]["confidence"]
        second = ranking[1]["confidence"] if len(ranking) > 1 else 0.0
        if best < self.config["confidence"] or best - second < self.config["margin"]:
            return True
        # A stranger that is known for what it is gets its answer.
        if ranking[0]["name"] == self.config["unknown"]:
            return bool(best < self.config["known"])
        return message.get(STRANGENESS, 0.0) > self.config["strangeness"]
