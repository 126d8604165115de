"""Weighted grams are those of scikit-learn, faster."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.grams import ORIGIN, View, _Grams

TEXTS = ["how much do i owe", "how much is my escrow and how much is my loan", "cuanto debo de mi prestamo", "1098"]
NEW = ["how much how much do i owe", "never met", "", "loan loan escrow 1098"]


@pytest.mark.parametrize(
    ("view", "of_library"),
    [
        ("words", {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"}),
        ("pieces", {"analyzer": "char_wb", "ngram_range": (2, 5)}),
    ],
)
def test_the_rows_are_those_of_the_library(view: str, of_library: dict[str, Any]) -> None:
    library = TfidfVectorizer(**of_library, sublinear_tf=True, lowercase=False).fit(TEXTS)
    ours = View.taught(view, TEXTS)
    for _ in range(2):
        np.testing.assert_allclose(ours.rows(NEW).toarray(), library.transform(NEW).toarray(), rtol=1e-5)


def test_texts_without_a_known_term_are_empty_rows() -> None:
    rows = View.taught("pieces", TEXTS).rows(["", "zzzz"])
    assert rows.shape[0] == 2
    assert rows.nnz == 0


def test_grams_are_told_apart_by_their_fingerprint() -> None:
    view = View.taught("words", TEXTS)
    prints = [_Grams(view.rows([text]), FEATURE_TYPE_SENTENCE, TEXT, ORIGIN).fingerprint() for text in TEXTS]
    again = [_Grams(view.rows([text]), FEATURE_TYPE_SENTENCE, TEXT, ORIGIN).fingerprint() for text in TEXTS]
    assert prints == again
    assert len(set(prints)) == len(TEXTS)
