"""What the gateway's door accepts, and the shape of what it gives back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent

from bot.channel import NoModel, run_turn
from bot.turn import LONGEST_TEXT, BadTurn, read_turn
from tests.bot.stage import FakeActionServer, agent_with, reported, run, turn

METADATA = {"capability": "c", "language": "es", "today": "2026-11-23", "message_id": "m-1", "level": "verified"}
BODY = {"conversation": "abcdefgh", "text": "hola", "message_id": "m-1", "metadata": METADATA}


def test_a_turn_as_the_gateway_sends_it_is_accepted() -> None:
    accepted = read_turn(BODY)
    assert (accepted.conversation, accepted.text, accepted.metadata) == ("abcdefgh", "hola", METADATA)


@pytest.mark.parametrize(
    "change",
    [
        {"conversation": "short"},
        {"conversation": "a" * 65},
        {"conversation": "abcdefgh\n"},
        {"conversation": "abc\0defgh"},
        {"conversation": "abcdéfgh"},
        {"conversation": None},
        {"text": "a" * (LONGEST_TEXT + 1)},
        {"text": "a\0b"},
        {"text": "half \ud83d"},
        {"text": "  \n "},
        {"text": ["hola"]},
        {"text": None},
        {"message_id": ""},
        {"message_id": 7},
        {"metadata": None},
        {"metadata": {**METADATA, "verified": True}},
        {"metadata": {**METADATA, "language": "fr"}},
        {"metadata": {**METADATA, "today": "2026-02-30"}},
        {"metadata": {**METADATA, "today": "tomorrow"}},
        {"metadata": {**METADATA, "level": "owner"}},
        {"metadata": {**METADATA, "capability": "a" * 5_000}},
        {"input_channel": "rest"},
    ],
)
def test_a_malformed_turn_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadTurn):
        read_turn({**BODY, **change})


@pytest.mark.parametrize("body", [None, [], "hola", 1, {}, {"conversation": "abcdefgh"}])
def test_what_is_no_turn_at_all_is_refused(body: Any) -> None:
    with pytest.raises(BadTurn):
        read_turn(body)


def test_a_refusal_never_quotes_what_it_refuses() -> None:
    with pytest.raises(BadTurn) as refusal:
        read_turn({**BODY, "metadata": {**METADATA, "language": "my-secret"}, "123-45-6789": 1})
    assert "secret" not in str(refusal.value)
    assert "6789" not in str(refusal.value)


def test_an_answer_tells_what_was_said_and_from_which_response(agent: Agent) -> None:
    answer = run(run_turn(agent, turn("hello")))
    assert answer["messages"] == [
        {
            "response": "utter_welcome",
            "text": "Welcome.",
            "buttons": [{"title": "Yes", "payload": "/affirm"}],
            "custom": {},
        }
    ]
    assert answer["failed_actions"] == []


def test_an_answer_tells_what_was_understood_best_guess_first(agent: Agent) -> None:
    heard = run(run_turn(agent, turn("what is my mortgage balance")))["understood"]
    assert heard["intent"] == heard["ranking"][0]["intent"] == "balance_inquiry"
    assert len(heard["ranking"]) == 5
    assert [each["confidence"] for each in heard["ranking"]] == sorted(
        (each["confidence"] for each in heard["ranking"]), reverse=True
    )


def test_the_ranking_of_a_message_not_understood_still_begins_with_the_best_guess(agent: Agent) -> None:
    heard = run(run_turn(agent, turn("zzyx qwpo purple umbrella fandango")))["understood"]
    assert heard["intent"] == "nlu_fallback"
    assert "nlu_fallback" not in {each["intent"] for each in heard["ranking"]}
    assert len(heard["ranking"]) == 5


def test_a_payload_is_taken_as_it_stands_with_its_entities(agent: Agent, actions: FakeActionServer) -> None:
    answer = run(run_turn(agent, turn('/payoff_estimate_inquiry{"date": "December 15"}')))
    assert answer["understood"]["intent"] == "payoff_estimate_inquiry"
    assert answer["understood"]["entities"] == ["date"]
    assert [each["text"] for each in answer["messages"]] == ["It takes $1,098.00."]


def test_a_message_without_words_but_with_facts_is_passed_on_whole(agent: Agent) -> None:
    [message] = run(run_turn(agent, turn("I want a human")))["messages"]
    assert message["text"] == ""
    assert message["response"] is None
    assert message["custom"]["result"] == {"action": "action_request_person", "outcome": "answered"}


def test_an_action_that_crashes_is_named(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("action_tell_balance")
    answer = run(run_turn(agent, turn("what is my mortgage balance")))
    assert answer["failed_actions"] == ["action_tell_balance"]
    assert answer["messages"] == []


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"events": [{"event": "no such event"}], "responses": []},
        {"events": [], "responses": []},
        reported("another_action", text="It is known."),
        reported("action_tell_balance", response="utter_nobody_wrote_this"),
        {"events": [], "responses": [{"text": "It is known."}]},
    ],
)
def test_an_action_that_does_not_report_its_result_is_named(
    agent: Agent, actions: FakeActionServer, answer: Any
) -> None:
    actions.answers["action_tell_balance"] = lambda call: answer
    assert run(run_turn(agent, turn("what is my mortgage balance")))["failed_actions"] == ["action_tell_balance"]


def test_a_form_validator_that_crashes_is_named(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("validate_payoff_form")
    answer = run(run_turn(agent, turn("how much to pay off my loan")))
    assert "validate_payoff_form" in answer["failed_actions"]


def test_a_failure_is_not_blamed_on_the_next_turn(agent: Agent, actions: FakeActionServer) -> None:
    actions.break_down("action_tell_balance")
    run(run_turn(agent, turn("what is my mortgage balance")))
    assert run(run_turn(agent, turn("hello")))["failed_actions"] == []


def test_without_a_model_there_is_no_turn(model: Path, actions: FakeActionServer) -> None:
    agent = agent_with(model, actions)
    agent.processor = None
    with pytest.raises(NoModel):
        run(run_turn(agent, turn("hello")))
