"""Every word the assistant can say is reachable, supplied and there in both languages."""

import importlib
import pkgutil

import pytest
from rasa_sdk import Action, FormValidationAction

import actions
from tests.hygiene.conversation import (
    LANGUAGES,
    RASA_INTENTS,
    listed,
    merged,
    placeholders,
    python_names,
    steps,
    variation,
)

DEFAULT_ACTIONS = {
    "action_listen",
    "action_restart",
    "action_session_start",
    "action_default_fallback",
    "action_deactivate_loop",
    "action_back",
    "action_extract_slots",
}
SPEAKING_ROOMS = ("actions", "gateway", "desk", "bot")
# Where Rasa writes which response was said.
RASA_KEYS = {"utter_action"}


def registered_actions():
    for module in pkgutil.walk_packages(actions.__path__, "actions."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, waiting = set(), [Action]
    while waiting:
        for subclass in waiting.pop().__subclasses__():
            waiting.append(subclass)
            if subclass.__module__.startswith("actions.") and not getattr(subclass, "__abstractmethods__", None):
                found.add(subclass().name())
    return found - {FormValidationAction.__name__}


def asked_by_forms():
    names = set()
    for form, content in merged("forms").items():
        for slot in content.get("required_slots", []):
            names |= {f"utter_ask_{form}_{slot}", f"utter_ask_{slot}"}
    return names


def test_domain_actions_are_the_registered_actions():
    declared = {name for name in listed("actions") if not name.startswith("utter_")} - DEFAULT_ACTIONS
    assert declared == registered_actions()


def test_every_response_is_said_by_somebody():
    in_rules = {step["action"] for step in steps() if "action" in step}
    dead = set(merged("responses")) - in_rules - asked_by_forms() - set(python_names(*SPEAKING_ROOMS))
    assert dead == set()


def test_every_response_that_is_said_exists():
    in_rules = {step["action"] for step in steps() if step.get("action", "").startswith("utter_")}
    in_code = {text for text in python_names(*SPEAKING_ROOMS) if text.startswith("utter_") and text.isidentifier()}
    in_code = {name for name in in_code if not name.endswith("_")} - RASA_KEYS
    assert (in_rules | in_code) - set(merged("responses")) == set()


def test_every_intent_leads_somewhere():
    used = {step["intent"] for step in steps() if "intent" in step} - RASA_INTENTS
    assert set(listed("intents")) - used - RASA_INTENTS == set()


@pytest.mark.parametrize("name", sorted(merged("responses")))
def test_a_response_is_there_once_in_each_language(name):
    response = merged("responses")[name]
    assert len(response) == len(LANGUAGES)
    english, spanish = variation(response, "en"), variation(response, "es")
    assert english is not None
    assert spanish is not None
    assert english["text"] != spanish["text"]
    assert placeholders(english["text"]) == placeholders(spanish["text"])
    assert [b["payload"] for b in english.get("buttons", [])] == [b["payload"] for b in spanish.get("buttons", [])]


def test_every_placeholder_is_supplied_under_that_name():
    supplied = python_names("actions", "gateway", "servicing", "desk")
    missing = {
        (name, placeholder)
        for name, response in merged("responses").items()
        for candidate in response
        for placeholder in placeholders(candidate["text"])
        if placeholder not in supplied
    }
    assert missing == set()


def test_every_button_leads_to_an_intent():
    payloads = {
        button["payload"]
        for response in merged("responses").values()
        for candidate in response
        for button in candidate.get("buttons", [])
    }
    names = {payload.removeprefix("/").split("{")[0] for payload in payloads if payload.startswith("/")}
    assert names - set(listed("intents")) == set()


def test_no_slot_is_any_and_none_takes_the_whole_message():
    for name, slot in merged("slots").items():
        assert slot["type"] != "any", name
        assert "from_text" not in {mapping["type"] for mapping in slot.get("mappings", [])}, name
