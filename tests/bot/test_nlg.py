"""Which words are chosen for a response."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlg import LanguageNLG
from tests.bot.stage import run


def variation(text: str, language: str) -> dict[str, Any]:
    return {"text": text, "condition": [{"type": "slot", "name": "language", "value": language}]}


RESPONSES = {
    "utter_total": [variation("It takes {total}, {name}.", "en"), variation("Son {total}, {name}.", "es")],
    "utter_only_english": [variation("Only English.", "en")],
    "utter_two_ways": [variation("One way.", "en"), variation("Another way.", "en")],
}


def said(response: str, language: str | None, *events: Any, **values: Any) -> str | None:
    metadata = {} if language is None else {"language": language}
    spoken = UserUttered("hello", {"name": "greeting"}, metadata=metadata)
    slots = [TextSlot("language", []), TextSlot("name", [], initial_value="Ada")]
    tracker = DialogueStateTracker.from_events("one", [spoken, *events], slots)
    nlg = LanguageNLG(domain=Domain.from_dict({"responses": RESPONSES}))
    message = run(nlg.generate(response, tracker, "gateway", **values))
    return None if message is None else message["text"]


def test_the_language_of_the_turn_chooses_the_words() -> None:
    assert said("utter_total", "es", total="$5") == "Son $5, Ada."
    assert said("utter_total", "en", total="$5") == "It takes $5, Ada."


def test_a_turn_without_a_language_is_answered_in_english() -> None:
    assert said("utter_total", None, total="$5") == "It takes $5, Ada."


def test_the_stored_slot_does_not_overrule_the_turn() -> None:
    assert said("utter_total", "es", SlotSet("language", "en"), total="$5") == "Son $5, Ada."


def test_words_that_exist_in_english_only_are_said_in_english() -> None:
    assert said("utter_only_english", "es") == "Only English."


def test_a_response_nobody_has_written_is_nothing() -> None:
    assert said("utter_unknown", "en") is None


def test_several_wordings_take_turns_and_never_depend_on_chance() -> None:
    once = BotUttered("One way.", metadata={"utter_action": "utter_two_ways"})
    assert [said("utter_two_ways", "en") for _ in range(5)] == ["One way."] * 5
    assert said("utter_two_ways", "en", once) == "Another way."
