"""Gives each reading of a message its sentence vector."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.nlu.component import READINGS, Component, tongue_of
from bot.nlu.encoder import encoder_identity, shared_encoder
from bot.nlu.glosses import shadow

ORIGIN: Final = "sentence_vector"


def vectors_of(message: Message) -> np.ndarray | None:
    """The sentence vectors of a message, one row a reading and the whole first; None when it has none."""
    return next((np.asarray(each.features) for each in message.features if each.origin == ORIGIN), None)


def _encodable(message: Message) -> list[str]:
    """The readings in the encoder's language."""
    texts = message.get(READINGS)
    return texts if tongue_of(message) == "en" else [shadow(text) for text in texts]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(Component):
    """Adds dense sentence features: one row for each reading, the whole message first."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the readings."""
        return [Tokenizer]

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> Self:
        """The component, with the encoder in memory, so that the first borrower does not wait for it."""
        shared_encoder()
        return super().load(*args, **kwargs)

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str | None:
        """Another encoder gives other vectors."""
        return f"{Component.fingerprint_addon(config)} {encoder_identity()}"

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors; all readings of all messages are encoded together."""
        read = [message for message in messages if message.get(READINGS)]
        vectors = shared_encoder().encode([text for message in read for text in _encodable(message)])
        start = 0
        for message in read:
            end = start + len(message.get(READINGS))
            message.add_features(Features(vectors[start:end], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
            start = end
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors of the examples."""
        self.process(training_data.training_examples)
        return training_data
