"""Kernel ridge regression over sentence vectors and grams does what its formula says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random

from bot.nlu.kernel import DIRECTIONS, FEW, NEAREST, KernelRidge, LeftOut, Nearness, fitting, taught

NEARNESS = Nearness(sharpness=2.0, words=0.3, ridge=0.1)
# Examples are compared in whole numbers of seven bits, messages in those of eight.
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


def test_scores_are_those_of_the_formula() -> None:
    grams, vectors, targets = examples(200)
    assert vectors.shape[1] < DIRECTIONS
    seen = np.arange(150)
    parts, _ = taught(NEARNESS, grams[seen], vectors[seen], targets[seen])
    scores, closeness = KernelRidge(NEARNESS, **parts)(grams, vectors)
    chosen = fitting(NEARNESS, grams[seen], vectors[seen], targets[seen])
    np.testing.assert_allclose(scores, by_the_formula(grams, vectors, targets, seen, chosen), atol=ROUNDING)
    products = np.sort(vectors @ vectors[seen].T, axis=1)
    np.testing.assert_allclose(closeness, products[:, -NEAREST:].mean(axis=1), atol=ROUNDING)


def test_a_model_keeps_its_examples_in_whole_numbers() -> None:
    parts, _ = taught(NEARNESS, *examples(150))
    assert parts["rows"].dtype == np.int8
    kept = parts["rows"] * parts["worth"][:, None]
    exact = examples(150)[1] @ parts["basis"]
    assert 0 < np.abs(kept - exact).max() < ROUNDING


@pytest.fixture(scope="module")
def left_out() -> LeftOut:
    grams, vectors, targets = examples(120)
    return taught(NEARNESS, grams, vectors, targets, np.array([0, 7, 119]))[1]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_an_example_left_out_is_judged_by_a_model_of_all_others(left_out: LeftOut, row: int) -> None:
    grams, vectors, targets = examples(120)
    example = [0, 7, 119][row]
    others = np.delete(np.arange(120), example)
    chosen = fitting(NEARNESS, grams, vectors, targets)
    expected = by_the_formula(grams, vectors, targets, others, chosen)[example]
    np.testing.assert_allclose(left_out.scores[row], expected, atol=ROUNDING)
    nearest = np.sort(vectors[others] @ vectors[example])[-NEAREST:].mean()
    np.testing.assert_allclose(left_out.closeness[row], nearest, atol=ROUNDING)


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
