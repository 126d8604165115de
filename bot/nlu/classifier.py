"""Which intent a message has, by how near it lies to the examples of each."""

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
from scipy.optimize import minimize_scalar
from scipy.sparse import vstack
from scipy.special import log_softmax, softmax

from bot.nlu.component import READINGS, Component, read_arrays, read_json, spoken_examples, write_arrays, write_json
from bot.nlu.denials import denied_intents
from bot.nlu.grams import GramFeaturizer, grams_of
from bot.nlu.kernel import NEARNESS, KernelRidge, Nearness, taught
from bot.nlu.vectors import SentenceVectorFeaturizer, vectors_of
from bot.nlu.words import is_long

# Under this name a message carries how unlike it is to the messages the model was taught: 0 for an average one, in
# standard deviations, larger for a stranger.
STRANGENESS: Final = "strangeness"
# Under these names the confidence in each intent for each reading (readings × intents), and the intents' names.
CONFIDENCES: Final = "reading_confidences"
LABELS: Final = "labels"
_LABELS_FILE: Final = "labels.json"
_WEIGHTS_FILE: Final = "weights.safetensors"
# So many examples are asked about, as if each had not been learnt, to know how sure a score makes.
_DOUBTED: Final = 2_000
_FEWEST: Final = 2
_SCALES: Final = (0.1, 40.0)
# The score of an intent that is named only to deny it.
_NEVER: Final = -9.0
# How much each clue to a stranger counts, found on the validation part of CLINC150.
_CLUES: Final = np.array([1.0, 0.5, 1.0, 0.5]) / 3


def calibrating_scale(scores: np.ndarray, labels: np.ndarray) -> float:
    """The factor on scores that makes their softmax the likeliest account of what the examples really were."""

    def surprise(scale: float) -> float:
        return float(-log_softmax(scores * scale, axis=1)[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class KernelIntentClassifier(Component, IntentClassifier):
    """Ranks all intents; in a long message an intent counts by the sentence that speaks most for it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs both kinds of features."""
        return [GramFeaturizer, SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`sharpness`, `words` and `ridge` as in `bot.nlu.kernel.Nearness`; `unknown`: the intent whose examples are
        strangers to all."""
        return {**NEARNESS, "unknown": "out_of_scope"}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._labels: list[str] = []
        self._parts: dict[str, np.ndarray] = {}
        self._model: KernelRidge | None = None
        self._scale = 1.0
        # What the clues to a stranger are like in messages that belong to an intent: mean and spread of each.
        self._usual = np.array([[0.0] * len(_CLUES), [1.0] * len(_CLUES)])

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the examples, how sure a score makes, and what scores to expect of a message that belongs to an
        intent."""
        examples = spoken_examples(training_data)
        self._labels = sorted({example.get(INTENT) for example in examples})
        if len(self._labels) < 2:
            return self.keep()
        grams = vstack([grams_of(example)[0] for example in examples], format="csr")
        vectors = np.vstack([vectors_of(example)[:1] for example in examples])
        labels = np.searchsorted(self._labels, [example.get(INTENT) for example in examples])
        doubted = np.arange(0, len(labels), max(1, len(labels) // _DOUBTED))
        targets = np.eye(len(self._labels), dtype=np.float32)[labels]
        self._parts, left_out = taught(Nearness.of(self.config), grams, vectors, targets, doubted)
        if np.bincount(labels).min() >= _FEWEST:
            self._scale = calibrating_scale(left_out.scores, labels[doubted])
            known = labels[doubted] != self._unknown
            clues = self._clues(left_out.scores[known], left_out.closeness[known])
            self._usual = np.array([clues.mean(axis=0), np.maximum(clues.std(axis=0), 1e-6)])
        return self.keep()

    @property
    def _unknown(self) -> int:
        """The place of the intent for what is out of scope, or -1."""
        return self._labels.index(self.config["unknown"]) if self.config["unknown"] in self._labels else -1

    def _clues(self, scores: np.ndarray, closeness: np.ndarray) -> np.ndarray:
        """For each row how high the best score of an intent in scope is, how far ahead of the second, how close the
        nearest examples are, and how little it looks like the examples of what is out of scope."""
        inside = np.delete(scores, self._unknown, axis=1) if self._unknown >= 0 and scores.shape[1] > 2 else scores
        outside = scores[:, self._unknown] if self._unknown >= 0 else np.zeros(len(scores))
        ranked = np.sort(inside, axis=1)
        return np.column_stack([ranked[:, -1], ranked[:, -1] - ranked[:, -2], closeness, -outside])

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent, the ranking of all intents, the strangeness, and the confidences of each reading."""
        for message in messages:
            grams, vectors = grams_of(message), vectors_of(message)
            if grams is None or vectors is None or self._model is None:
                continue
            scores, closeness = self._model(grams, vectors)
            denied = denied_intents(message.get(READINGS)[0])
            scores[:, [name in denied for name in self._labels]] = _NEVER
            piecewise = self._unknown >= 0 and len(scores) > 1 and is_long(message.get(READINGS)[0])
            pieces = slice(1, None) if piecewise else slice(1)
            confidences = softmax(self._voted(scores[pieces]) * self._scale)
            ranking = [
                {"name": self._labels[index], "confidence": float(confidences[index])}
                for index in np.argsort(-confidences, kind="stable")
            ]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(STRANGENESS, self._strangeness(scores[pieces], closeness[pieces]))
            message.set(CONFIDENCES, softmax(scores * self._scale, axis=1))
            message.set(LABELS, self._labels)
        return messages

    def _voted(self, scores: np.ndarray) -> np.ndarray:
        """One score an intent for all pieces: the most by which it is ahead of what is out of scope in any of them.

        A sentence about the porch is out of scope, and whatever intent comes second there says nothing. Who never
        learnt what is out of scope reads no pieces.
        """
        outside = scores[:, [self._unknown]] if len(scores) > 1 else 0.0
        return (scores - outside).max(axis=0)

    def _strangeness(self, scores: np.ndarray, closeness: np.ndarray) -> float:
        """How far the least strange reading is from what messages that belong to an intent are like."""
        mean, spread = self._usual
        return float(-(((self._clues(scores, closeness) - mean) / spread) @ _CLUES).max())

    def persist(self, folder: Path) -> None:
        """Writes labels, measures and what was learnt."""
        write_json(folder / _LABELS_FILE, {"labels": self._labels, "scale": self._scale, "usual": self._usual.tolist()})
        if self._parts:
            write_arrays(folder / _WEIGHTS_FILE, self._parts)

    def restore(self, folder: Path) -> None:
        """Reads what was written."""
        kept = read_json(folder / _LABELS_FILE)
        self._labels, self._scale, self._usual = kept["labels"], kept["scale"], np.array(kept["usual"])
        if len(self._labels) >= 2:
            self._model = KernelRidge(Nearness.of(self.config), **read_arrays(folder / _WEIGHTS_FILE))
