"""What a borrower hears who asks for a payment when none is on file."""

import pytest

from actions.payment_delay import ActionReportPaymentStatus
from tests.unit.actions_stage import hear, turn
from tests.unit.payment_stage import FakePayments


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "I see no payment on your loan ending in 0001 as of November 16, 2026."),
        ("es", "No veo ningún pago en su préstamo terminado en 0001 al 16 de noviembre de 2026."),
    ],
)
async def test_a_loan_without_a_payment_says_so(language, words):
    heard = await hear(ActionReportPaymentStatus(), turn(language=language), FakePayments())
    assert heard.text.startswith(words)
