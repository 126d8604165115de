"""Which intent a message has: a linear model on grams and sentence vectors, with honest confidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Union

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.nlu.component import Component, read_arrays, read_json, spoken_examples, write_arrays, write_json
from bot.nlu.grams import GramFeaturizer, grams_of
from bot.nlu.vectors import SentenceVectorFeaturizer, vectors_of

# Under this name a message carries how high its best score is, measured in the spread of scores of messages like those
# the model was trained on.
SCORE_STANDING: Final = "score_standing"
_LABELS_FILE: Final = "labels.json"
_WEIGHTS_FILE: Final = "weights.safetensors"
_FOLDS: Final = 5
_SCALES: Final = (0.02, 5.0)
# Beyond this, taking the examples apart costs more than it saves.
_MOST_COMPACT: Final = 4_000

Rows = Union[csr_matrix, np.ndarray]


def features_of(message: Message, vector_weight: float) -> csr_matrix | None:
    """What the linear model sees of a message, one row a reading; None for a message without features."""
    grams, vectors = grams_of(message), vectors_of(message)
    if grams is None or vectors is None:
        return None
    return hstack([grams, csr_matrix(vectors * np.float32(vector_weight))], format="csr")


def compact(rows: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    """The same examples in as many dimensions as there are examples, and the matrix that leads back.

    The penalty of the model depends on lengths and angles only, and these stay: weights found for the compact rows, led
    back, are the weights for the full ones. With a thousand examples and twenty thousand features that is ten times
    faster.
    """
    values, vectors = np.linalg.eigh(np.asarray((rows @ rows.T).todense(), dtype=np.float64))
    kept = values > values[-1] * 1e-10
    roots = np.sqrt(values[kept])
    return vectors[:, kept] * roots, np.asarray(rows.T @ (vectors[:, kept] / roots)).T


def fitted(rows: Rows, labels: np.ndarray, *, strength: float, seed: int, iterations: int) -> LogisticRegression:
    """A multinomial logistic regression; the same input gives the same model."""
    model = LogisticRegression(C=strength, multi_class="multinomial", max_iter=iterations, tol=1e-3, random_state=seed)
    return model.fit(rows, labels)


def held_out_scores(rows: Rows, labels: np.ndarray, count: int, **settings: Any) -> tuple[np.ndarray, np.ndarray]:
    """Scores of examples by models that never saw them, and those examples' labels."""
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=settings["seed"])
    scores, truths = [], []
    for seen, unseen in folds.split(rows, labels):
        model = fitted(rows[seen], labels[seen], **settings)
        part = np.full((len(unseen), count), -np.inf)
        decision = rows[unseen] @ model.coef_.T + model.intercept_
        if len(model.classes_) == 2:
            decision = np.hstack([-decision, decision])
        part[:, model.classes_] = decision
        scores.append(part)
        truths.append(labels[unseen])
    return np.vstack(scores), np.concatenate(truths)


def calibrating_scale(scores: np.ndarray, labels: np.ndarray) -> float:
    """The factor on scores that makes their softmax the likeliest account of what the examples really were."""

    def surprise(scale: float) -> float:
        finite = np.where(np.isfinite(scores), scores * scale, -1e9)
        return float(-log_softmax(finite, axis=1)[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(Component, IntentClassifier):
    """Ranks all intents; of a message with several readings each intent keeps the highest score any reading gave it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs both kinds of features."""
        return [GramFeaturizer, SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength`: inverse regularisation; `vector_weight`: of meaning beside words; `iterations`: at most."""
        return {"strength": 10.0, "vector_weight": 2.0, "iterations": 300, "random_seed": 11}

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._scale, self._mean, self._spread = 1.0, 0.0, 1.0

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model, its calibration, and what scores to expect of a message that belongs to an intent."""
        examples = spoken_examples(training_data)
        features = [features_of(example, self.config["vector_weight"]) for example in examples]
        self._labels = sorted({example.get(INTENT) for example in examples})
        if len(self._labels) < 2:
            return self.keep()
        rows = vstack(features, format="csr")
        labels = np.array([self._labels.index(example.get(INTENT)) for example in examples])
        settings = {
            "strength": float(self.config["strength"]),
            "seed": int(self.config["random_seed"]),
            "iterations": int(self.config["iterations"]),
        }
        full = rows
        way_back = None
        if full.shape[0] <= _MOST_COMPACT:
            rows, way_back = compact(full)
        model = fitted(rows, labels, **settings)
        weights, bias = model.coef_, model.intercept_
        if way_back is not None:
            weights = weights @ way_back
        if len(self._labels) == 2:
            weights, bias = np.vstack([-weights, weights]), np.hstack([-bias, bias])
        self._weights, self._bias = weights.astype(np.float32), bias.astype(np.float32)
        if np.bincount(labels).min() >= _FOLDS:
            self._calibrate(*held_out_scores(rows, labels, len(self._labels), **settings))
        return self.keep()

    def _calibrate(self, scores: np.ndarray, labels: np.ndarray) -> None:
        self._scale = calibrating_scale(scores, labels)
        best = scores.max(axis=1)
        self._mean, self._spread = float(best.mean()), float(best.std() or 1.0)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent, the ranking of all intents and the standing of the best score."""
        for message in messages:
            rows = features_of(message, self.config["vector_weight"])
            if rows is None or not len(self._weights):
                continue
            scores = np.asarray(rows @ self._weights.T + self._bias).max(axis=0)
            confidences = softmax(scores * self._scale)
            ranking = [
                {"name": self._labels[index], "confidence": float(confidences[index])}
                for index in np.argsort(-confidences, kind="stable")
            ]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(SCORE_STANDING, (float(scores.max()) - self._mean) / self._spread)
        return messages

    def persist(self, folder: Path) -> None:
        """Writes labels, calibration and weights."""
        measures = {"scale": self._scale, "mean": self._mean, "spread": self._spread}
        write_json(folder / _LABELS_FILE, {"labels": self._labels, **measures})
        write_arrays(folder / _WEIGHTS_FILE, {"weights": self._weights, "bias": self._bias})

    def restore(self, folder: Path) -> None:
        """Reads labels, calibration and weights."""
        kept, arrays = read_json(folder / _LABELS_FILE), read_arrays(folder / _WEIGHTS_FILE)
        self._labels, self._weights, self._bias = kept["labels"], arrays["weights"], arrays["bias"]
        self._scale, self._mean, self._spread = kept["scale"], kept["mean"], kept["spread"]
