"""The language a conversation is held in: the one that is chosen, or the one that is written."""

import pytest

from tests.databases import BACKENDS
from tests.gateway import house_in


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def test_the_welcome_is_said_anew_in_the_language_that_is_chosen_before_anything_was_said(house):
    visitor = house.open(language="en")
    for language in ("es", "es", "en", "es"):
        visitor.send(type="language", language=language)
    assert visitor.responses() == ["utter_welcome"] * 3
    assert [entry.body["language"] for entry in visitor.messages("bot")] == ["en", "es", "en"]
    visitor.say("hola")
    visitor.settled()
    visitor.send(type="language", language="en")
    assert visitor.responses().count("utter_welcome") == 3


def test_the_language_follows_the_borrower_and_stays(house):
    visitor = house.open(language="en")
    visitor.say("¿Cuál es mi saldo?")
    visitor.say("1098")
    visitor.settled()
    assert [turn["metadata"]["language"] for turn in house.bot.turns] == ["es", "es"]
    visitor.send(type="language", language="en")
    visitor.say("1098")
    visitor.settled()
    assert house.bot.turns[-1]["metadata"]["language"] == "en"
