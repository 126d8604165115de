"""Gives each reading of a message its weighted words, word pairs and pieces of words."""

from __future__ import annotations

import functools
import hashlib
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.component import READINGS, Component, read_arrays, read_json, spoken_examples, write_arrays, write_json

ORIGIN: Final = "weighted_grams"
_TERMS_FILE: Final = "terms.json"
_WEIGHTS_FILE: Final = "weights.safetensors"
_WORDS_KEPT: Final = 20_000
# Two views of the same words: what is said, and how it is spelt.
_VIEWS: Final[dict[str, dict[str, Any]]] = {
    "words": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "pieces": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}


class View:
    """The terms of one view and how telling each is (its inverse document frequency).

    Weighs as scikit-learn's TfidfVectorizer does, without the millisecond its transform takes to begin.
    """

    def __init__(self, name: str, terms: list[str], weights: np.ndarray) -> None:
        self.terms, self.weights = terms, weights.astype(np.float32)
        self._places = {term: place for place, term in enumerate(terms)}
        self._analyze = _vectorizer(name).build_analyzer()
        # Pieces do not reach beyond a word, and most words come again.
        self._of_word = functools.lru_cache(_WORDS_KEPT)(self._found) if name == "pieces" else None

    @classmethod
    def taught(cls, name: str, texts: list[str]) -> View:
        """Learns the terms of the texts."""
        fitted = _vectorizer(name).fit(texts)
        return cls(name, fitted.get_feature_names_out().tolist(), fitted.idf_)

    def rows(self, texts: list[str]) -> csr_matrix:
        """The weighted terms of each text, one row of length one each; terms never met are left out."""
        places: list[int] = []
        counts: list[int] = []
        ends = [0]
        for text in texts:
            found = Counter(self._found(text) if self._of_word is None else chain(*map(self._of_word, text.split())))
            places += sorted(found)
            counts += (found[place] for place in sorted(found))
            ends.append(len(places))
        weighted = (np.log(np.array(counts, dtype=np.float32)) + 1) * self.weights[places]
        squares = np.concatenate([[0.0], np.cumsum(weighted.astype(np.float64) ** 2)])
        lengths = np.sqrt(np.diff(squares[ends]))
        weighted = (weighted / np.repeat(np.maximum(lengths, 1e-12), np.diff(ends))).astype(np.float32)
        return csr_matrix((weighted, places, ends), shape=(len(texts), len(self.terms)))

    def _found(self, text: str) -> tuple[int, ...]:
        return tuple(self._places[term] for term in self._analyze(text) if term in self._places)


def _vectorizer(name: str) -> TfidfVectorizer:
    return TfidfVectorizer(**_VIEWS[name], sublinear_tf=True, dtype=np.float32, lowercase=False)


class _Grams(Features):
    """Sparse features whose fingerprint is taken of their bytes; Rasa's would write out every number first."""

    def fingerprint(self) -> str:
        """A text that other grams do not have."""
        digest = hashlib.sha256(repr((self.features.shape, self.type, self.origin, self.attribute)).encode())
        for part in (self.features.indptr, self.features.indices, self.features.data):
            digest.update(part.tobytes())
        return digest.hexdigest()


def grams_of(message: Message) -> csr_matrix | None:
    """The weighted grams of a message, one row a reading and the whole first; None when it has none."""
    return next((csr_matrix(each.features) for each in message.features if each.origin == ORIGIN), None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class GramFeaturizer(Component):
    """Adds sparse sentence features: TF-IDF of words 1-2 and pieces of words 2-5, one row for each reading."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Needs the readings."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Packages whose version decides the features."""
        return ["sklearn"]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._views: dict[str, View] = {}

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the terms of the examples and how telling each is."""
        texts = [example.get(READINGS)[0] for example in spoken_examples(training_data)]
        if texts:
            self._views = {name: View.taught(name, texts) for name in _VIEWS}
        return self.keep()

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the features of every reading of every message."""
        read = [message for message in messages if message.get(READINGS)]
        if not read or not self._views:
            return messages
        texts = [reading for message in read for reading in message.get(READINGS)]
        rows = hstack([view.rows(texts) for view in self._views.values()], format="csr", dtype=np.float32)
        start = 0
        for message in read:
            end = start + len(message.get(READINGS))
            message.add_features(_Grams(rows[start:end], FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))
            start = end
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the features of the examples."""
        self.process(training_data.training_examples)
        return training_data

    def persist(self, folder: Path) -> None:
        """Writes terms and weights."""
        if self._views:
            write_json(folder / _TERMS_FILE, {name: view.terms for name, view in self._views.items()})
            write_arrays(folder / _WEIGHTS_FILE, {name: view.weights for name, view in self._views.items()})

    def restore(self, folder: Path) -> None:
        """Reads terms and weights."""
        terms, weights = read_json(folder / _TERMS_FILE), read_arrays(folder / _WEIGHTS_FILE)
        self._views = {name: View(name, terms[name], weights[name]) for name in _VIEWS}
