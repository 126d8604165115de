"""Whether payments are automatic, as the personas of the portfolio hear it."""

import pytest

from actions.payment_method import ActionReportAutopay


@pytest.mark.parametrize(
    ("persona", "language", "words"),
    [
        ("P01", "en", "Automatic payments are on for your loan ending in 0001."),
        ("P01", "es", "Los pagos automáticos están activados para su préstamo terminado en 0001."),
        ("P02", "en", "Automatic payments are off for your loan ending in 0002."),
        ("P02", "es", "Los pagos automáticos no están activados para su préstamo terminado en 0002."),
    ],
)
async def test_whether_payments_are_automatic_is_said(answers, persona, language, words):
    heard = await answers(ActionReportAutopay(), persona, language=language)
    assert heard.text.startswith(words)


async def test_nobody_unproven_hears_it(answers):
    assert (await answers(ActionReportAutopay(), "P01", level="none")).outcome == "identity_needed"
