"""What a borrower invokes or shows is noticed whatever they ask, and nothing is noticed where nothing is shown."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "text", "signal"),
    [
        ("en", "I filed chapter 13 in May", "bankruptcy"),
        ("es", "Me declaré en bancarrota", "bankruptcy"),
        ("en", "my late husband handled all this", "death"),
        ("es", "mi mamá falleció en marzo", "death"),
        ("en", "They are going to sell my house at auction", "foreclosure"),
        ("es", "me van a quitar la casa", "foreclosure"),
        ("en", "I don't want to live anymore", "crisis"),
        ("es", "ya no quiero vivir", "crisis"),
        ("en", "my son took my checkbook and won't let me see the mail", "abuse"),
        ("en", "stop calling me", "cease_contact"),
        ("es", "no me llamen más", "cease_contact"),
        ("en", "I can't afford the payment, they cut my hours", "hardship"),
        ("es", "perdí mi trabajo y no puedo pagar", "hardship"),
        ("en", "I'm being deployed next month", "military"),
        ("en", "the county says my taxes were never paid by you", "notice_of_error"),
        ("en", "let me talk to a person", "person_request"),
        ("es", "quiero hablar con una persona", "person_request"),
    ],
)
def test_a_signal_is_noticed(borrower, language, text, signal):
    assert signal in borrower(language=language).says(text).signals


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what is my balance"),
        ("en", "when is my next payment due"),
        ("en", "how do I set up autopay"),
        ("en", "my phone died, what's my balance"),
        ("en", "I am not in bankruptcy"),
        ("en", "your letter says bankruptcy, is that standard"),
        ("en", "what does foreclosure mean"),
        ("en", "I was never in the military"),
        ("es", "cuál es mi saldo"),
        ("es", "cuándo vence mi próximo pago"),
        ("es", "no estoy en bancarrota"),
    ],
)
def test_nothing_is_noticed_where_nothing_is_shown(borrower, language, text):
    assert borrower(language=language).says(text).signals == []
