"""Gives each reading of a message its sentence vector."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from typing_extensions import Self

from bot.nlu.component import READINGS, Component
from bot.nlu.encoder import encoder_identity, english_encoder, multilingual_encoder
from bot.nlu.words import is_letter

ORIGIN: Final = "sentence_vector"
AT_ONCE: Final = 2
# Of many pieces the English encoder reads this part while the multilingual one reads all of them and then the rest.
_OWN_SHARE: Final = 2 / 3
_beside: Final = ThreadPoolExecutor(AT_ONCE, "encoder")


def vectors_of(message: Message) -> np.ndarray | None:
    """The sentence vectors of a message, one row a reading and the whole first; None when it has none."""
    return next((np.asarray(each.features) for each in message.features if each.origin == ORIGIN), None)


def encoded(texts: list[str], english: float, multilingual: float) -> np.ndarray:
    """Vectors of length one in which either encoder has its weight; products are weighted means of both closenesses."""
    # Both leave Python while they work. The English one takes three times as long: whoever is done first helps it.
    cut = math.ceil(len(texts) * _OWN_SHARE)
    rest = _beside.submit(_both, texts, texts[cut:])
    first = english_encoder().encode(texts[:cut])
    others, second = rest.result()
    english_vectors = np.vstack([first, second]) if len(second) else first
    both = np.hstack([english_vectors * english, others * multilingual])
    return (both / np.hypot(english, multilingual)).astype(np.float32)


def _both(texts: list[str], english: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The multilingual vectors of some texts, and the English ones of others."""
    return multilingual_encoder().encode(texts), english_encoder().encode(english)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(Component):
    """Adds dense sentence features: one row for each reading, the whole message first."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the readings."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """How much the English encoder and the multilingual one count."""
        return {"english": 1.0, "multilingual": 1.0}

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> Self:
        """The component, with the encoders in memory, so that the first borrower does not wait for them."""
        english_encoder(), multilingual_encoder()
        return super().load(*args, **kwargs)

    @staticmethod
    def fingerprint_addon(config: dict[str, Any]) -> str | None:
        """Another encoder gives other vectors."""
        return f"{Component.fingerprint_addon(config)} {encoder_identity()}"

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vectors.

        The whole message is encoded alone and its pieces together, so that a message gets the same vectors whatever
        others are read with it: a product in whole numbers depends a little on its company. A letter as a whole is the
        mean of its pieces, for no encoder was taught texts so long.
        """
        for message in messages:
            if texts := message.get(READINGS):
                message.add_features(Features(self._rows(texts), FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
        return messages

    def _rows(self, texts: list[str]) -> np.ndarray:
        whole, *pieces = texts
        if not pieces or not is_letter(whole):
            return np.vstack([encoded(part, **self._weights) for part in ([whole], pieces) if part])
        parts = encoded(pieces, **self._weights)
        mean = parts.mean(axis=0, keepdims=True)
        return np.vstack([mean / np.linalg.norm(mean), parts])

    @property
    def _weights(self) -> dict[str, float]:
        return {name: float(self.config[name]) for name in ("english", "multilingual")}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors of the examples, several at a time: the encoders leave Python while they work."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda example: self.process([example]), training_data.training_examples))
        return training_data
