"""Learns from examples by how near they lie to each other, in meaning and in words: kernel ridge regression.

How near two messages are is exp(sharpness × (cosine of their sentence vectors − 1)) + words × (product of their grams).
With K the nearness of each example to each, and a column a target in Y, the coefficients are (K + ridge × I)⁻¹ Y; a
message's score is the sum of the coefficients, each times its nearness to that example (Saunders, Gammerman and Vovk
1998). What a model of all other examples would say of one of them comes out of the same solution: its target less its
coefficient over its place in the diagonal of the inverse (Rifkin and Lippert 2007).

Where the examples are few, they choose how much the words count: the smallest squared error of scores of those left out
(Allen 1974) out of a few choices.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.nlu.graphs import in_whole_numbers, kernel_graph, runner

# Of the 896 directions of a sentence vector these hold 92 % of what tells the examples apart.
DIRECTIONS: Final = 384
NEAREST: Final = 5
# How components tell nearness unless they are told otherwise.
NEARNESS: Final = {"sharpness": 2.0, "words": 0.15, "ridge": 0.05}
THREADS: Final = 2
# No more examples than these choose a share of the weight of words: few do not say how telling a word is.
FEW: Final = 2_000
_WORDS: Final = (1.0, 2 / 3, 1 / 3)
# A gram in more than so large a part of the examples is multiplied as one of a full matrix, which is quicker.
_COMMON: Final = 0.05
_BLOCK: Final = 1_024


@dataclass(frozen=True)
class Nearness:
    """How nearness is told: `sharpness` of its fall with distance in meaning, the weight of `words`, and the `ridge`
    that says how far to trust one example."""

    sharpness: float
    words: float
    ridge: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Nearness:
        """As a component is configured."""
        return cls(*(float(config[name]) for name in NEARNESS))


@dataclass(frozen=True)
class LeftOut:
    """What a model taught without them says of some examples: their scores, and how close their nearest are."""

    scores: np.ndarray
    closeness: np.ndarray


class KernelRidge:
    """Scores targets, and knows how close the nearest examples are."""

    def __init__(self, nearness: Nearness, *, terms: np.ndarray, **weights: np.ndarray) -> None:
        """`terms` says how much each gram counts for each target (grams × targets); `basis`, `rows`, `worth` and
        `coefficients` are as `bot.nlu.graphs.kernel_graph` has them."""
        self._terms = terms
        self._session = runner(kernel_graph(weights, nearness.sharpness, NEAREST), THREADS)

    def __call__(self, grams: csr_matrix, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The score of each target for each reading, and how close each reading is to its nearest examples (mean)."""
        scores, closeness = self._session.run(["scores", "closeness"], {"vectors": vectors})
        return scores + np.asarray(grams @ self._terms), closeness


def taught(
    nearness: Nearness,
    grams: csr_matrix,
    vectors: np.ndarray,
    targets: np.ndarray,
    doubted: np.ndarray | None = None,
) -> tuple[dict[str, np.ndarray], LeftOut]:
    """Learns from examples, one a row; gives what `KernelRidge` is made of, and what is said of the `doubted` ones when
    each is left out (their places; none by default).

    Takes 4 bytes of memory for each pair of examples, and time by the third power of their number.
    """
    nearness = fitting(nearness, grams, vectors, targets)
    doubted = np.zeros(0, dtype=np.int64) if doubted is None else doubted
    # The doubted ones come last, so that their places in the inverse lie in the last corner of the factor alone.
    order = np.concatenate([np.setdiff1d(np.arange(len(vectors)), doubted), doubted])
    grams, vectors, targets = grams[order], vectors[order], targets[order].astype(np.float32)
    doubted = np.arange(len(order) - len(doubted), len(order))
    _, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    basis = np.ascontiguousarray(directions[:, -DIRECTIONS:], dtype=np.float32)
    # Who learns from the rounded rows learns from what will be compared.
    whole, worth = in_whole_numbers(vectors @ basis)
    rows = whole * worth[:, None]
    with threadpool_limits(os.cpu_count()):
        # The upper triangle of the transpose is the lower one: solved in place, without a copy in Fortran's order.
        factor = cho_factor(_kernel(nearness, grams, rows).T, overwrite_a=True, check_finite=False)
        coefficients = cho_solve(factor, targets, check_finite=False)
        corner = factor[0][len(order) - len(doubted) :, len(order) - len(doubted) :]
        # SciPy refuses to solve nothing.
        halves = solve_triangular(corner, np.eye(len(doubted), dtype=np.float32), trans="T") if len(doubted) else corner
    scores = targets[doubted] - coefficients[doubted] / (halves**2).sum(axis=0)[:, None]
    products = rows[doubted] @ rows.T
    products[np.arange(len(doubted)), doubted] = -1
    count = min(NEAREST, len(rows) - 1)
    closeness = np.partition(products, -count, axis=1)[:, -count:].mean(axis=1)
    parts = {
        "basis": basis,
        "rows": whole,
        "worth": worth,
        "coefficients": np.ascontiguousarray(coefficients),
        "terms": np.ascontiguousarray(nearness.words * (grams.T @ coefficients), dtype=np.float32),
    }
    return parts, LeftOut(scores, closeness)


def fitting(nearness: Nearness, grams: csr_matrix, vectors: np.ndarray, targets: np.ndarray) -> Nearness:
    """The nearness under which examples left out are scored best; more than a few leave it as it is."""
    if len(vectors) > FEW:
        return nearness
    tried = [replace(nearness, words=nearness.words * share) for share in _WORDS]
    return min(tried, key=lambda each: _error_left_out(each, grams, vectors, targets))


def _error_left_out(nearness: Nearness, grams: csr_matrix, rows: np.ndarray, targets: np.ndarray) -> float:
    """The squared error of the scores of all examples, each by a model of all others."""
    with threadpool_limits(os.cpu_count()):
        factor = cho_factor(_kernel(nearness, grams, rows).astype(np.float64), lower=True)
        inverse = cho_solve(factor, np.eye(len(rows)))
        return float((((inverse @ targets) / np.diag(inverse)[:, None]) ** 2).sum())


def _kernel(nearness: Nearness, grams: csr_matrix, rows: np.ndarray) -> np.ndarray:
    """How near each example is to each one up to itself, with the ridge on the diagonal; the upper triangle is not
    filled."""
    kernel = np.zeros((len(rows), len(rows)), dtype=np.float32)
    common = np.bincount(grams.indices, minlength=grams.shape[1]) > _COMMON * len(rows)
    usual, rare = grams[:, common].toarray(), grams[:, ~common]
    for start in range(0, len(rows), _BLOCK):
        end = min(start + _BLOCK, len(rows))
        part = kernel[start:end, :end]
        np.matmul(rows[start:end], rows[:end].T, out=part)
        part -= 1
        part *= nearness.sharpness
        np.exp(part, out=part)
        words = usual[start:end] @ usual[:end].T + (rare[start:end] @ rare[:end].T).toarray()
        part += nearness.words * words
    kernel[np.diag_indices(len(rows))] += nearness.ridge
    return kernel
