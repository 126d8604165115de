"""How a message is cleaned and cut into readings."""

from __future__ import annotations

import pytest

from bot.nlu.glosses import glosses, looks_spanish, shadow
from bot.nlu.spelling import Speller, real_words, without_slips
from bot.nlu.words import LONG_MESSAGE, MOST_PIECES, aligned, folded, readings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("WHAT'S MY BALANCE??", "what's my balance??"),
        ("  how \t much\n\n do I owe ", "how much do i owe"),
        ("¿Cuánto debo, señor?", "¿cuanto debo, senor?"),
        ("payоff", "payoff"),  # the o is Cyrillic
        ("ｐａｙｏｆｆ　②", "payoff 2"),
        ("pay\u200boff", "payoff"),
        ("it’s “mine”", 'it\'s "mine"'),
        ("balance 😀👍🏽 please", "balance please"),
        ("pleeeease", "please"),
        ("$1,098.00 on 12/15", "$1,098.00 on 12/15"),
    ],
)
def test_there_is_one_way_of_writing_a_word(written: str, read: str) -> None:
    assert folded(written) == read


def test_cleaning_twice_changes_nothing() -> None:
    once = folded("¡¡HOLAAAA!! ｑué  tal… 😀 «saldo» ½ ﬁn")
    assert folded(once) == once


@pytest.mark.parametrize("text", ["Decembеr 15", "５００ dólares", "mañana 😀 ½", "İstanbul ﬁn", "e\u0301l 15"])
def test_for_figures_every_character_keeps_its_place(text: str) -> None:
    assert len(aligned(text)) == len(text)


def test_a_short_message_has_one_reading() -> None:
    assert readings("What is my balance? And my payoff?") == ["what is my balance? and my payoff?"]


def test_a_long_message_is_also_read_sentence_by_sentence() -> None:
    text = (
        "I sent a payment last week and nobody told me a thing. My wife called twice about it. What is my balance? "
        "The weather is awful by the way."
    )
    whole, *pieces = readings(text)
    assert whole == folded(text)
    assert "what is my balance?" in pieces


def test_a_long_message_without_a_full_stop_is_read_through_windows() -> None:
    words = [f"word{number}" for number in range(40)]
    _, *pieces = readings(" ".join(words))
    assert {word for piece in pieces for word in piece.split()} == set(words)
    assert all(len(piece.split()) <= 15 for piece in pieces)


def test_no_message_has_more_readings_than_are_affordable() -> None:
    assert len(readings("so what? " * 500)) <= MOST_PIECES + 1
    assert len(readings("word " * 400)) <= MOST_PIECES + 1
    assert len(readings("word " * LONG_MESSAGE)) == 1


def test_misspelt_words_are_mended_towards_the_vocabulary() -> None:
    speller = Speller({"balance": 9, "amount": 5, "about": 50, "payoff": 7}, frozenset())
    assert speller.mended_text("whats my balnce") == "whats my balance"
    assert speller.mended_text("payof amout") == "payoff amount"


def test_real_and_short_words_and_numbers_are_left_alone() -> None:
    speller = Speller({"balance": 9, "loan": 5, "owe": 5}, real_words())
    text = "the lance of a lawn, ow 1098 ab12 $1,098"
    assert speller.mended_text(text) == text


def test_a_slip_in_an_example_does_not_become_a_word() -> None:
    assert without_slips({"statement": 9, "statment": 1, "harborline": 1}) == {"statement": 9, "harborline": 1}


def test_spanish_gets_an_english_shadow_and_unknown_words_stay() -> None:
    assert shadow("cual es mi saldo en harborline") == "what is my balance in harborline"


def test_spanish_is_noticed_and_english_is_not_mistaken_for_it() -> None:
    assert looks_spanish("cuanto debo de mi hipoteca")
    assert not looks_spanish("what is the total balance on my account, no rush")
    assert not looks_spanish("1098 ???")


def test_every_gloss_is_written_as_messages_are_read() -> None:
    assert {form for form in glosses() if form != folded(form)} == set()
