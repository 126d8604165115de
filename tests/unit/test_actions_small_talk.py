"""In which language the conversation goes on."""

import pytest

from actions.small_talk import ActionSwitchLanguage, wanted_language
from tests.unit.actions_stage import hear, turn


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("español por favor", "es"),
        ("can we do this in SPANISH", "es"),
        ("hablemos en castellano", "es"),
        ("no hablo inglés", "es"),
        ("I don’t speak English very well", "es"),
        ("mi inglés no es bueno, español", "es"),
        ("my english is not good", "es"),
        ("English please", "en"),
        ("prefiero inglés", "en"),
        ("I don't understand Spanish", "en"),
        ("not Spanish, English", "en"),
        ("do you speak Mandarin", None),
        ("habla usted mi idioma", None),
    ],
)
def test_a_message_asks_for_a_language(text, language):
    assert wanted_language(text) == language


async def test_a_switch_to_spanish_is_said_in_spanish_and_told_to_the_gateway():
    heard = await hear(ActionSwitchLanguage(), turn("en español"))
    assert heard.text == "Desde ahora le respondo en español. Continúe, por favor."
    assert heard.custom["language"] == "es"


async def test_a_switch_to_english_is_said_in_english():
    heard = await hear(ActionSwitchLanguage(), turn("in English please", language="es"))
    assert heard.text.startswith("From now on I'll answer in English.")
    assert heard.custom["language"] == "en"


async def test_another_language_is_answered_with_a_person():
    heard = await hear(ActionSwitchLanguage(), turn("do you speak Mandarin"))
    assert "interpreter" in heard.text
    assert "language" not in heard.custom


async def test_an_open_question_waits_for_the_next_turn_in_the_new_language():
    heard = await hear(ActionSwitchLanguage(), turn("en español", form="payoff_form"))
    assert heard.names("active_loop") == ["payoff_form"]
    assert heard.names("followup") == ["action_listen"]
