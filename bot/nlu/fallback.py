"""When not to believe the classifier: weak or divided confidence, or a message unlike anything it was taught."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import SCORE_STANDING
from bot.nlu.component import Component, read_arrays, spoken_examples, write_arrays
from bot.nlu.vectors import SentenceVectorFeaturizer, vectors_of

FALLBACK_INTENT: Final = "nlu_fallback"
_FILE: Final = "neighbours.safetensors"
_NEIGHBOURS: Final = 5


def closeness(vectors: np.ndarray, examples: np.ndarray, *, without_itself: bool = False) -> np.ndarray:
    """How close each vector is to its nearest examples: the mean product with the five nearest."""
    products = vectors @ examples.T
    if without_itself:
        np.fill_diagonal(products, -1.0)
    count = min(_NEIGHBOURS, products.shape[1] - int(without_itself))
    return np.sort(products, axis=1)[:, -count:].mean(axis=1)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DistanceFallback(Component, IntentClassifier):
    """Puts `nlu_fallback` in front of the ranking when the best guess should not be acted upon; the guesses stay."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs vectors; that a classifier ranks before it is up to the pipeline, as training does not run one."""
        return [SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The least confidence, margin to the second guess, and standing.

        Standing is the mean of how high the best score and the closeness to the examples are, each measured in standard
        deviations from what the model's own examples get: 0 is an average message, -2 is unlike nearly all of them.
        """
        return {"confidence": 0.3, "margin": 0.05, "standing": -1.45}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._examples = np.zeros((0, 0), dtype=np.float32)
        self._mean, self._spread = 0.0, 1.0

    def train(self, training_data: TrainingData) -> Resource:
        """Remembers the vectors of the examples and how close they lie to one another."""
        vectors = [vectors_of(example) for example in spoken_examples(training_data)]
        rows = [each[0] for each in vectors if each is not None]
        if len(rows) > 1:
            self._examples = np.unique(np.vstack(rows).astype(np.float32), axis=0)
        if len(self._examples) > 1:
            usual = closeness(self._examples, self._examples, without_itself=True)
            self._mean, self._spread = float(usual.mean()), float(usual.std() or 1.0)
        return self.keep()

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
        return self.standing(message) < self.config["standing"]

    def standing(self, message: Message) -> float:
        """How usual the message is: 0 for an average one, negative for one unlike the examples."""
        vectors = vectors_of(message)
        if vectors is None or not len(self._examples):
            return 0.0
        nearest = float(closeness(vectors, self._examples).max())
        return (message.get(SCORE_STANDING, 0.0) + (nearest - self._mean) / self._spread) / 2

    def persist(self, folder: Path) -> None:
        """Writes the vectors and their measures."""
        measures = np.array([self._mean, self._spread])
        write_arrays(folder / _FILE, {"examples": self._examples, "measures": measures})

    def restore(self, folder: Path) -> None:
        """Reads what was written."""
        arrays = read_arrays(folder / _FILE)
        self._examples = arrays["examples"]
        self._mean, self._spread = (float(each) for each in arrays["measures"])
