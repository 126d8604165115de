"""A conversation follows the borrower's language and does not flicker."""

import pytest

from gateway.language import language_after, language_in


@pytest.mark.parametrize(
    "text",
    ["what's my balance", "How much do I owe?", "hello", "pay off my loan on December 15", "send me my 1098 form",
     "I want to talk to a person", "thanks"],
)  # fmt: skip
def test_english_is_seen(text):
    assert language_in(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["¿cuál es mi saldo?", "hola", "cuanto debo", "quiero liquidar mi préstamo el 15 de diciembre", "gracias", "sí",
     "mándeme mi formulario 1098 por favor", "quiero hablar con una persona"],
)  # fmt: skip
def test_spanish_is_seen(text):
    assert language_in(text) == "es"


@pytest.mark.parametrize(
    "text", ["", "1098", "12/15/2026", "ok", "no", "0018", "😀", "total", "Dana Whitfield", "xyzzy"]
)
def test_too_little_to_go_by_changes_nothing(text):
    assert language_after(text, "es") == "es"
    assert language_after(text, "en") == "en"


def test_a_message_in_both_languages_changes_nothing():
    text = "hola, hello, quiero my balance"
    assert (language_after(text, "en"), language_after(text, "es")) == ("en", "es")
