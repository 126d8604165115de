"""How a message is cleaned and cut into readings."""

from __future__ import annotations

import pytest

from bot.nlu.figures import found_in
from bot.nlu.language import spoken_in
from bot.nlu.spelling import Speller, real_words, without_slips
from bot.nlu.words import (
    LONG_MESSAGE,
    MOST_PIECES,
    aligned,
    clauses,
    folded,
    is_letter,
    is_long,
    readings,
    sentences,
    without_dropped,
)


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


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("actually never mind the payoff. did my payment go through", "did my payment go through"),
        ("forget it, i want a person please", "i want a person please"),
        ("olvidelo, mejor digame mi saldo por favor", "mejor digame mi saldo por favor"),
        ("nevermind, thanks", "nevermind, thanks"),
        ("don't forget the escrow, it was wrong", "don't forget the escrow, it was wrong"),
        ("i forgot my password, can you help me please", "i forgot my password, can you help me please"),
    ],
)
def test_what_a_message_drops_before_it_asks_for_something_else_is_not_read(message: str, left: str) -> None:
    assert without_dropped(message) == left


def test_a_short_message_of_one_clause_has_one_reading() -> None:
    assert readings("What is my balance?") == ["what is my balance?"]


@pytest.mark.parametrize("ending", ["", ".", "...", " .", "…"])
def test_a_full_stop_at_the_end_says_nothing(ending: str) -> None:
    assert readings(f"My balance please{ending}") == ["my balance please"]


def test_full_stops_alone_are_still_read() -> None:
    assert readings("...") == ["..."]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("what's my balance and when is my payment due", ["what's my balance", "when is my payment due"]),
        ("cuanto debo y cuando vence mi pago", ["cuanto debo", "cuando vence mi pago"]),
        ("send me my 1098, and also the payoff letter", ["send me my 1098", "the payoff letter"]),
        (
            "oiga cuánto debo cuándo vence el pago por qué subió",
            ["oiga cuanto debo", "cuando vence el pago", "por que subio"],
        ),
        ("cuanto debo xq me subieron el pago", ["cuanto debo", "xq me subieron el pago"]),
        ("que dia vence mi pago que papeles mando", ["que dia vence mi pago", "que papeles mando"]),
        ("no se cuando es cuanto es", []),
        ("principal and interest", []),
        ("what is my balance", []),
    ],
)
def test_a_short_message_is_cut_where_a_second_wish_may_begin(message: str, parts: list[str]) -> None:
    assert clauses(folded(message)) == parts


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("whats my balance when is my payment due", ["whats my balance", "when is my payment due"]),
        ("dígame cuál es mi saldo cuánto hay en escrow", ["digame cual es mi saldo", "cuanto hay en escrow"]),
        ("do you know when is my payment due", []),
    ],
)
def test_questions_without_a_sign_between_them_are_cut_where_the_next_begins(message: str, parts: list[str]) -> None:
    assert readings(message)[1:] == parts


def test_sentences_end_where_they_end_and_not_after_a_title_or_in_an_amount() -> None:
    text = "Mr. Diaz called. I paid $1,949.34!\nWhy is it late? Gracias ¿quién es?"
    expected = ["Mr. Diaz called.", "I paid $1,949.34!", "Why is it late?", "Gracias", "¿quién es?"]
    assert list(sentences(text)) == expected


def test_a_long_message_is_also_read_sentence_by_sentence() -> None:
    text = (
        "I sent a payment last week and nobody told me a thing. My wife called twice about it. What is my balance? "
        "The weather is awful by the way, and the kids are home from school until the middle of next week."
    )
    whole, *pieces = readings(text)
    assert f"{whole}." == folded(text)
    assert "what is my balance?" in pieces


def test_a_word_without_end_is_cut() -> None:
    assert max(len(word) for part in sentences("!" * 2_000) for word in part.split()) <= 100
    assert list(sentences("One. " + "a" * 100)) == ["One.", "a" * 100]


def test_a_short_message_of_several_sentences_is_read_sentence_by_sentence_too() -> None:
    text = "We have lived here since 2009. My wife likes it. What is my balance? Thank you."
    whole, *pieces = readings(text)
    assert is_long(whole)
    assert not is_letter(whole)
    assert pieces == ["we have lived here since 2009", "my wife likes it", "what is my balance?", "thank you"]
    assert not is_long(folded("Hi. So. My balance? Thanks."))


def test_a_long_message_without_a_full_stop_is_read_through_windows() -> None:
    words = [f"word{number}" for number in range(60)]
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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("cuanto debo de mi hipoteca", "es"),
        ("what is the total balance on my account, no rush", "en"),
        ("¿1098?", "es"),
        ("gracias", "es"),
        ("thanks", "en"),
        ("1098 ???", None),
        ("ok", None),
        ("Dana", None),
        ("", None),
    ],
)
def test_a_language_is_named_only_on_evidence(text: str, language: str | None) -> None:
    assert spoken_in(text) == language


def test_a_mixed_message_is_in_the_language_of_most_of_its_telling_words() -> None:
    assert spoken_in("quiero saber cuanto es el payoff de mi loan") == "es"
    assert spoken_in("can you tell me what my saldo is please") == "en"


def test_half_of_a_character_is_left_out() -> None:
    assert readings("my \udd01\udd01 balance")[0] == "my balance"
    assert sentences("my \udd01balance. Thanks") == ("my balance.", "Thanks")


def test_a_ruled_line_is_one_sign_and_figures_after_the_hundredth_are_not_looked_for() -> None:
    assert sentences("Thanks" + "-" * 500) == ("Thanks-",)
    found = found_in("pay $5 now and " * 130, "en")
    assert 100 <= len(found) < 110
