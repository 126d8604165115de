"""Rights and dangers are noticed by their words, and not where the words are denied, quoted or only asked about."""

from __future__ import annotations

import pytest

from bot.nlu.signal_phrases import errors, phrases
from bot.nlu.signals import INTENTS_OF, category_of, in_words
from bot.nlu.words import folded


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("I filed chapter 13 in May", "bankruptcy"),
        ("Me declaré en bancarrota", "bankruptcy"),
        ("my late husband handled all this", "death"),
        ("mi mamá falleció en marzo", "death"),
        ("They are going to sell my house at auction", "foreclosure"),
        ("me van a quitar la casa", "foreclosure"),
        ("I don't want to live anymore", "crisis"),
        ("ya no quiero vivir", "crisis"),
        ("my son took my checkbook and won't let me see the mail", "abuse"),
        ("me obliga a firmar", "abuse"),
        ("stop calling me", "cease_contact"),
        ("no me llamen más", "cease_contact"),
        ("I can't afford the payment, they cut my hours", "hardship"),
        ("perdí mi trabajo y no puedo pagar", "hardship"),
        ("I'm being deployed next month", "military"),
        ("let me talk to a person", "person_request"),
        ("quiero hablar con una persona", "person_request"),
    ],
)
def test_a_signal_is_noticed_by_its_words(sentence: str, signal: str) -> None:
    assert signal in in_words(folded(sentence))[0]


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("I am not in bankruptcy", "bankruptcy"),
        ("no estoy en bancarrota", "bankruptcy"),
        ("your letter says bankruptcy, is that standard", "bankruptcy"),
        ('it reads "if you are in bankruptcy"', "bankruptcy"),
        ("what does foreclosure mean", "foreclosure"),
        ("I was never in the military", "military"),
    ],
)
def test_words_that_are_denied_quoted_or_asked_about_are_no_signal(sentence: str, signal: str) -> None:
    said, unsaid = in_words(folded(sentence))
    assert signal not in said
    assert signal in unsaid


def test_where_a_life_may_be_at_stake_a_denial_does_not_count() -> None:
    assert "crisis" in in_words("i'm not suicidal or anything but what's the point")[0]


@pytest.mark.parametrize(
    ("sentence", "intent", "category"),
    [
        ("the payoff you gave me is wrong", "payoff_error_dispute", "b6"),
        ("the county says my taxes were never paid", "escrow_disbursement_inquiry", "b4"),
        ("you sent my payment back to me", "payment_missing_report", "b1"),
        ("you applied my extra payment to escrow", "payment_misapplied_dispute", "b2"),
        ("this late fee is bogus", "late_fee_dispute", "b5"),
        ("my payment was posted six days late", "payment_posted_late_dispute", "b3"),
        ("box 1 is wrong", "tax_form_1098_correction_request", "b11"),
        ("something is wrong", "greeting", "b11"),
    ],
)
def test_an_error_has_its_category(sentence: str, intent: str, category: str) -> None:
    assert category_of(sentence, intent) == category


def test_every_signal_has_words_and_intents() -> None:
    assert phrases().keys() == INTENTS_OF.keys()
    assert {category for category, _ in errors()} <= {f"b{number}" for number in range(1, 12)}
