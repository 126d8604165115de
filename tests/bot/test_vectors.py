"""Sentence vectors come in the order of their texts, however the two encoders share the work."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.vectors import encoded

TEXTS = [
    "what do i owe", "send me the payoff letter please", "cuando vence mi pago", "the roof leaks",
    "my tax bill came twice",
    "quiero hablar con una persona", "who owns my loan",
]  # fmt: skip


@pytest.mark.parametrize("count", range(1, len(TEXTS) + 1))
def test_each_text_has_its_own_vector_whoever_reads_it(count: int) -> None:
    together = encoded(TEXTS[:count], 1.0, 1.0)
    alone = np.vstack([encoded([text], 1.0, 1.0) for text in TEXTS[:count]])
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    # A product in whole numbers depends a little on its company, in either half.
    for half in (slice(0, 384), slice(384, None)):
        assert ((together[:, half] * alone[:, half]).sum(axis=1) > 0.49).all()
        assert (together[:, half] @ alone[:, half].T).argmax(axis=1).tolist() == list(range(count))
