"""Kernel ridge regression over sentence vectors and grams does what its formula says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random

from bot.nlu.kernel import DIRECTIONS, FEW, NEAREST, KernelRidge, Nearness, fitting, taught

NEARNESS = Nearness(sharpness=2.0, words=0.3, ridge=0.1)
# A message is compared in whole numbers of eight bits.
ROUNDING = 0.01


def examples(count: int) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(3)
    vectors = chance.normal(size=(count, 40)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # Grams of which some are common and most are rare.
    grams = random(count, 300, 0.03, format="csr", dtype=np.float32, random_state=3)
    grams = csr_matrix(grams.toarray() + (chance.random((count, 300)) < 0.2) * (np.arange(300) < 20), dtype=np.float32)
    targets = np.column_stack([vectors[:, 0] > 0, vectors[:, 1] > 0.1]).astype(np.float32)
    return grams, vectors, targets


def by_the_formula(
    grams: csr_matrix, vectors: np.ndarray, targets: np.ndarray, seen: np.ndarray, chosen: Nearness
) -> np.ndarray:
    words = grams.toarray().astype(np.float64)
    near = np.exp(chosen.sharpness * (vectors.astype(np.float64) @ vectors.T - 1)) + chosen.words * words @ words.T
    inside = near[np.ix_(seen, seen)] + chosen.ridge * np.eye(len(seen))
    return near[:, seen] @ np.linalg.solve(inside, targets[seen])


def kept(parts: dict[str, np.ndarray]) -> np.ndarray:
    """The vectors of the examples as a model keeps them."""
    assert parts["rows"].dtype == np.int8
    return (parts["rows"] * parts["worth"][:, None]) @ parts["basis"].T


def test_scores_are_those_of_the_formula_over_the_kept_examples() -> None:
    grams, vectors, targets = examples(200)
    assert vectors.shape[1] < DIRECTIONS
    seen = np.arange(150)
    parts, _ = taught(NEARNESS, grams[seen], vectors[seen], targets[seen])
    compared = np.vstack([kept(parts), vectors[150:]])
    scores, closeness = KernelRidge(NEARNESS, **parts)(grams, compared)
    chosen = fitting(NEARNESS, grams[seen], vectors[seen], targets[seen])
    np.testing.assert_allclose(scores, by_the_formula(grams, compared, targets, seen, chosen), atol=ROUNDING)
    products = np.sort(compared @ compared[seen].T, axis=1)
    np.testing.assert_allclose(closeness, products[:, -NEAREST:].mean(axis=1), atol=ROUNDING)


def test_the_coefficients_are_those_of_the_kept_examples() -> None:
    grams, vectors, targets = examples(150)
    parts, _ = taught(NEARNESS, grams, vectors, targets)
    near = by_the_formula(grams, kept(parts), targets, np.arange(150), fitting(NEARNESS, grams, vectors, targets))
    ridge = NEARNESS.ridge * parts["coefficients"]
    np.testing.assert_allclose(near, targets - ridge, atol=2e-4)


def test_examples_are_kept_in_whole_numbers_close_to_what_they_were() -> None:
    grams, vectors, targets = examples(150)
    parts, _ = taught(NEARNESS, grams, vectors, targets)
    off = np.abs(kept(parts) - vectors).max()
    assert 0 < off < ROUNDING


@pytest.mark.parametrize("row", [0, 1, 2])
def test_an_example_left_out_is_judged_by_a_model_of_all_others(row: int) -> None:
    grams, vectors, targets = examples(120)
    doubted = np.array([0, 7, 119])
    _, left_out = taught(NEARNESS, grams, vectors, targets, doubted)
    vectors_kept = kept(taught(NEARNESS, grams, vectors, targets)[0])
    example = doubted[row]
    others = np.delete(np.arange(120), example)
    chosen = fitting(NEARNESS, grams, vectors, targets)
    expected = by_the_formula(grams, vectors_kept, targets, others, chosen)[example]
    np.testing.assert_allclose(left_out.scores[row], expected, atol=2e-4)
    nearest = np.sort(vectors_kept[others] @ vectors_kept[example])[-NEAREST:].mean()
    np.testing.assert_allclose(left_out.closeness[row], nearest, atol=1e-5)


def test_the_same_examples_give_the_same_model_and_few_are_enough() -> None:
    once, again = (taught(NEARNESS, *examples(60))[0] for _ in range(2))
    assert all(np.array_equal(once[name], again[name]) for name in once)
    grams, vectors, targets = examples(3)
    parts, _ = taught(NEARNESS, grams, vectors, targets)
    scores, closeness = KernelRidge(NEARNESS, **parts)(grams, vectors)
    assert scores.shape == (3, 2)
    assert closeness.shape == (3,)


def test_few_examples_choose_how_much_words_count_by_those_left_out() -> None:
    grams, vectors, targets = examples(150)
    errors = {}
    for share in (1, 2 / 3, 1 / 3):
        tried = Nearness(NEARNESS.sharpness, NEARNESS.words * share, NEARNESS.ridge)
        left_out = [
            by_the_formula(grams, vectors, targets, np.delete(np.arange(150), row), tried)[row] for row in range(150)
        ]
        errors[tried] = ((targets - left_out) ** 2).sum()
    assert fitting(NEARNESS, grams, vectors, targets) == min(errors, key=errors.__getitem__)


def test_more_than_few_examples_keep_the_weight_of_words() -> None:
    grams, vectors, targets = examples(FEW + 1)
    assert fitting(NEARNESS, grams, vectors, targets) == NEARNESS
