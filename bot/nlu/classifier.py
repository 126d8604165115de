"""Which intent a message has: a linear model on grams and sentence vectors, and the nearest examples beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
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
from scipy.sparse import csr_matrix, hstack, vstack
from scipy.special import log_softmax, softmax
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.svm import LinearSVC

from bot.nlu.component import READINGS, Component, read_arrays, read_json, spoken_examples, write_arrays, write_json
from bot.nlu.grams import GramFeaturizer, grams_of
from bot.nlu.nearness import Examples
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
_SET_ASIDE: Final = 0.2
_FEWEST: Final = 2
_SCALES: Final = (0.1, 40.0)
_NEIGHBOURS: Final = 5
# How much each clue to a stranger counts, found on the validation part of CLINC150.
_CLUES: Final = np.array([1.0, 0.5, 1.0, 0.5]) / 3


class Scorer:
    """The linear model and the examples it was taught: scores intents, and knows how near the nearest examples are."""

    def __init__(
        self,
        *,
        terms: np.ndarray,
        meanings: np.ndarray,
        bias: np.ndarray,
        basis: np.ndarray,
        rows: np.ndarray,
        starts: np.ndarray,
        neighbours: float,
    ) -> None:
        """`terms` and `meanings` say how much each gram and each place of a vector counts for each class (features ×
        classes); `basis` and `rows` are the `Examples`, sorted by class, which begin at `starts`."""
        self.terms, self.meanings, self.bias = terms, meanings, bias
        self.examples, self.starts = Examples(basis, rows), starts
        self._neighbours = np.float32(neighbours)

    @classmethod
    def taught(cls, grams: csr_matrix, vectors: np.ndarray, labels: np.ndarray, settings: dict[str, float]) -> Scorer:
        """Fits one line a class against all others (squared hinge loss); the same input gives the same model."""
        rows = hstack([grams, csr_matrix(vectors * np.float32(settings["vector_weight"]))], format="csr")
        model = LinearSVC(C=settings["strength"], tol=1e-2, random_state=int(settings["random_seed"]))
        model.fit(rows, labels)
        weights, bias = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
        if len(bias) == 1:
            weights, bias = np.vstack([-weights, weights]), np.hstack([-bias, bias])
        order = np.argsort(labels, kind="stable")
        starts = np.searchsorted(labels[order], np.arange(len(bias)))
        examples = Examples.of(vectors, vectors[order])
        # Row by row, as scipy multiplies: any other order in memory is copied anew for every message.
        terms = np.ascontiguousarray(weights[:, : grams.shape[1]].T)
        meanings = np.ascontiguousarray(weights[:, grams.shape[1] :].T) * np.float32(settings["vector_weight"])
        return cls(
            terms=terms,
            meanings=meanings,
            bias=bias,
            basis=examples.basis,
            rows=examples.rows,
            starts=starts,
            neighbours=settings["neighbours"],
        )

    def __call__(self, grams: csr_matrix, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The score of each class for each row, and how close each row is to its nearest examples (mean of five)."""
        linear = np.asarray(grams @ self.terms) + vectors @ self.meanings + self.bias
        products = self.examples.products(vectors)
        nearest = np.maximum.reduceat(products, self.starts, axis=1)
        count = min(_NEIGHBOURS, products.shape[1])
        closeness = np.partition(products, -count, axis=1)[:, -count:].mean(axis=1)
        return linear + self._neighbours * nearest, closeness

    def arrays(self) -> dict[str, np.ndarray]:
        """What was learnt, by the names the constructor has for it."""
        parts = {name: getattr(self, name) for name in ("terms", "meanings", "bias", "starts")}
        return parts | {"basis": self.examples.basis, "rows": self.examples.rows}


def calibrating_scale(scores: np.ndarray, labels: np.ndarray) -> float:
    """The factor on scores that makes their softmax the likeliest account of what the examples really were."""

    def surprise(scale: float) -> float:
        return float(-log_softmax(scores * scale, axis=1)[np.arange(len(labels)), labels].mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(Component, IntentClassifier):
    """Ranks all intents; of a long message each intent keeps the highest score that any of its pieces gave it."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs both kinds of features."""
        return [GramFeaturizer, SentenceVectorFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`strength`: inverse regularisation; `vector_weight`: of meaning beside words; `neighbours`: of the nearest
        example of each intent beside the linear score; `unknown`: the intent whose examples are strangers to all."""
        return {
            "strength": 0.3,
            "vector_weight": 2.25,
            "neighbours": 2.5,
            "random_seed": 11,
            "unknown": "out_of_scope",
        }

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._labels: list[str] = []
        self._scorer: Scorer | None = None
        self._scale = 1.0
        # What the clues to a stranger are like in messages that belong to an intent: mean and spread of each.
        self._usual = np.array([[0.0] * len(_CLUES), [1.0] * len(_CLUES)])

    @property
    def _settings(self) -> dict[str, float]:
        return {name: float(self.config[name]) for name in ("strength", "vector_weight", "neighbours", "random_seed")}

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model, its calibration, and what scores to expect of a message that belongs to an intent."""
        examples = spoken_examples(training_data)
        self._labels = sorted({example.get(INTENT) for example in examples})
        if len(self._labels) < 2:
            return self.keep()
        grams = vstack([grams_of(example)[0] for example in examples], format="csr")
        vectors = np.vstack([vectors_of(example)[:1] for example in examples])
        labels = np.searchsorted(self._labels, [example.get(INTENT) for example in examples])
        with ThreadPoolExecutor() as pool:
            full = pool.submit(Scorer.taught, grams, vectors, labels, self._settings)
            if np.bincount(labels).min() >= _FEWEST and len(labels) * _SET_ASIDE >= len(self._labels):
                self._calibrate(grams, vectors, labels)
            self._scorer = full.result()
        return self.keep()

    def _calibrate(self, grams: csr_matrix, vectors: np.ndarray, labels: np.ndarray) -> None:
        """Learns from a fifth of the examples, judged by a model of the others, how sure a score makes."""
        split = StratifiedShuffleSplit(1, test_size=_SET_ASIDE, random_state=int(self.config["random_seed"]))
        seen, unseen = next(split.split(labels, labels))
        scorer = Scorer.taught(grams[seen], vectors[seen], labels[seen], self._settings)
        scores, closeness = scorer(grams[unseen], vectors[unseen])
        self._scale = calibrating_scale(scores, labels[unseen])
        known = labels[unseen] != self._unknown
        clues = self._clues(scores[known], closeness[known])
        self._usual = np.array([clues.mean(axis=0), np.maximum(clues.std(axis=0), 1e-6)])

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
            if grams is None or vectors is None or self._scorer is None:
                continue
            scores, closeness = self._scorer(grams, vectors)
            voting = scores if is_long(message.get(READINGS)[0]) else scores[:1]
            confidences = softmax(voting.max(axis=0) * self._scale)
            ranking = [
                {"name": self._labels[index], "confidence": float(confidences[index])}
                for index in np.argsort(-confidences, kind="stable")
            ]
            message.set(INTENT, dict(ranking[0]), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            message.set(STRANGENESS, self._strangeness(voting, closeness[: len(voting)]))
            message.set(CONFIDENCES, softmax(scores * self._scale, axis=1))
            message.set(LABELS, self._labels)
        return messages

    def _strangeness(self, scores: np.ndarray, closeness: np.ndarray) -> float:
        """How far the least strange reading is from what messages that belong to an intent are like."""
        mean, spread = self._usual
        return float(-(((self._clues(scores, closeness) - mean) / spread) @ _CLUES).max())

    def persist(self, folder: Path) -> None:
        """Writes labels, measures, weights and examples."""
        write_json(folder / _LABELS_FILE, {"labels": self._labels, "scale": self._scale, "usual": self._usual.tolist()})
        if self._scorer is not None:
            write_arrays(folder / _WEIGHTS_FILE, self._scorer.arrays())

    def restore(self, folder: Path) -> None:
        """Reads what was written."""
        kept = read_json(folder / _LABELS_FILE)
        self._labels, self._scale, self._usual = kept["labels"], kept["scale"], np.array(kept["usual"])
        if len(self._labels) >= 2:
            self._scorer = Scorer(**read_arrays(folder / _WEIGHTS_FILE), neighbours=self._settings["neighbours"])
