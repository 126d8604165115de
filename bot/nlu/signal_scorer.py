"""How strongly a reading of a message shows each signal: one linear decision a signal, and the nearest examples."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from bot.nlu.nearness import Examples

_FAR: Final = -9.0


@dataclass(frozen=True)
class Lessons:
    """What there is to learn from, one row an example.

    `shows` is examples × signals: 1 shown, 0 not shown, -1 not known; `own` tells the examples written for signals from
    those of intents.
    """

    grams: csr_matrix
    vectors: np.ndarray
    shows: np.ndarray
    own: np.ndarray


class SignalScorer:
    """Scores signals independently of each other: a sentence may show several, or none."""

    def __init__(
        self,
        *,
        terms: np.ndarray,
        meanings: np.ndarray,
        bias: np.ndarray,
        basis: np.ndarray,
        rows: np.ndarray,
        shows: np.ndarray,
        neighbours: float,
    ) -> None:
        """`terms` and `meanings` are features × signals; `basis` and `rows` are the `Examples`, `shows` what they
        show."""
        self.terms, self.meanings, self.bias = terms, meanings, bias
        self.examples, self.shows = Examples(basis, rows), shows
        self._neighbours = np.float32(neighbours)
        # Added to closeness, these leave only the examples that show a signal, or only those that do not.
        self._with = np.where(shows.T == 1, 0.0, _FAR).astype(np.float32)
        self._without = np.where(shows.T == 0, 0.0, _FAR).astype(np.float32)

    @classmethod
    def taught(cls, lessons: Lessons, settings: Mapping[str, float]) -> SignalScorer:
        """Fits one line a signal on the examples known to show it or not (squared hinge loss).

        A signal that no example shows never scores.
        """
        vector_weight = np.float32(settings["vector_weight"])
        rows = hstack([lessons.grams, csr_matrix(lessons.vectors * vector_weight)], format="csr")
        emphasis = np.where(lessons.own, settings["emphasis"], 1.0)

        def line(shown: np.ndarray) -> np.ndarray:
            known = shown >= 0
            if len(np.unique(shown[known])) < 2:
                return np.append(np.zeros(rows.shape[1]), -np.inf)
            model = LinearSVC(C=settings["strength"], tol=1e-2, random_state=int(settings["random_seed"]))
            model.fit(rows[known], shown[known], sample_weight=emphasis[known])
            return np.append(model.coef_[0], model.intercept_[0])

        with ThreadPoolExecutor() as pool:
            lines = np.ascontiguousarray(np.array(list(pool.map(line, lessons.shows.T)), dtype=np.float32).T)
        width = lessons.grams.shape[1]
        examples = Examples.of(lessons.vectors, lessons.vectors[lessons.own])
        return cls(
            terms=lines[:width],
            meanings=lines[width:-1] * vector_weight,
            bias=lines[-1],
            basis=examples.basis,
            rows=examples.rows,
            shows=lessons.shows[lessons.own],
            neighbours=settings["neighbours"],
        )

    def __call__(self, grams: csr_matrix, vectors: np.ndarray) -> np.ndarray:
        """The score of each signal for each reading; above 0 it rather shows the signal than not."""
        linear = np.asarray(grams @ self.terms) + vectors @ self.meanings + self.bias
        products = self.examples.products(vectors)[:, None]
        nearer = (products + self._with).max(axis=2) - (products + self._without).max(axis=2)
        return linear + self._neighbours * nearer

    def arrays(self) -> dict[str, np.ndarray]:
        """What was learnt, by the names the constructor has for it."""
        parts = {name: getattr(self, name) for name in ("terms", "meanings", "bias", "shows")}
        return parts | {"basis": self.examples.basis, "rows": self.examples.rows}
