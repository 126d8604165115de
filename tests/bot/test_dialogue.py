"""A trimmed dialogue goes on exactly as an untrimmed one, and survives a restart."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import keep_store_failures_visible, run_turn
from bot.dialogue import current_session, trimmed
from bot.tracker_store import DialogueStore, DialogueUnavailable
from tests.bot.stage import FakeActionServer, agent_with, run, turn

# Every turn that means something different inside the form and outside it.
SAYINGS = (
    "hello",
    "how much to pay off my loan",
    "what is my mortgage balance",
    "I want a human",
    "zzyx qwpo purple umbrella fandango",
    "no thanks",
    "payoff amount please",
    "on December 15",
    "yes please",
    "/payoff_estimate_inquiry",
    '/payoff_estimate_inquiry{"date": "tomorrow"}',
)


def script(length: int, seed: int) -> list[str]:
    """A long talk in which every saying follows upon every other sooner or later."""
    steps = itertools.cycle((1, 4, 2, 7, 3, 5, 9))
    place, talk = seed, []
    for _ in range(length):
        place = (place + next(steps)) % len(SAYINGS)
        talk.append(SAYINGS[place])
    return talk


def store_at(path: Path, **limits: int) -> DialogueStore:
    return DialogueStore(Domain.empty(), f"sqlite:///{path}", **limits)


async def talk(model: Path, store: TrackerStore, sayings: list[str]) -> list[dict[str, Any]]:
    agent = agent_with(model, FakeActionServer(), store)
    keep_store_failures_visible(agent)
    return [await run_turn(agent, turn(saying)) for saying in sayings]


@pytest.mark.parametrize("seed", range(3))
def test_a_trimmed_dialogue_goes_on_as_if_it_had_been_kept_whole(model: Path, tmp_path: Path, seed: int) -> None:
    sayings = script(60, seed)
    whole = run(talk(model, InMemoryTrackerStore(Domain.empty()), sayings))
    small = run(talk(model, store_at(tmp_path / "t.db", most_events=30, kept_turns=2), sayings))
    assert small == whole


def test_a_form_that_outlasts_the_kept_turns_is_still_open(model: Path, tmp_path: Path) -> None:
    sayings = ["how much to pay off my loan", *["what is my mortgage balance"] * 20, "on December 15"]
    answers = run(talk(model, store_at(tmp_path / "t.db", most_events=30, kept_turns=2), sayings))
    assert answers[-1]["messages"][-1]["text"] == "It takes $1,098.00."


def test_a_stored_dialogue_stops_growing(model: Path, tmp_path: Path) -> None:
    store = store_at(tmp_path / "t.db", most_events=60, kept_turns=4)

    async def lengths() -> list[int]:
        agent = agent_with(model, FakeActionServer(), store)
        found = []
        for saying in script(50, 1):
            await run_turn(agent, turn(saying))
            tracker = await store.retrieve("conversation-1")
            found.append(len(tracker.events) if tracker else 0)
        return found

    assert max(run(lengths())) <= 60


def test_a_dialogue_survives_a_restart_in_the_middle_of_a_form(model: Path, tmp_path: Path) -> None:
    before = run(talk(model, store_at(tmp_path / "t.db"), ["how much to pay off my loan"]))
    after = run(talk(model, store_at(tmp_path / "t.db"), ["on December 15"]))
    assert before[0]["messages"][0]["response"] == "utter_ask_payoff_form_payoff_date"
    assert after[0]["messages"][0]["text"] == "It takes $1,098.00."


def test_conversations_do_not_share_a_dialogue(model: Path, tmp_path: Path) -> None:
    store = store_at(tmp_path / "t.db")

    async def two() -> list[str]:
        agent = agent_with(model, FakeActionServer(), store)
        await run_turn(agent, turn("how much to pay off my loan", conversation="conversation-1"))
        answer = await run_turn(agent, turn("on December 15", conversation="conversation-2"))
        return [each["text"] for each in answer["messages"]]

    assert "It takes $1,098.00." not in run(two())


def test_no_capability_and_no_token_list_lies_in_the_database(model: Path, tmp_path: Path) -> None:
    run(talk(model, store_at(tmp_path / "t.db"), list(SAYINGS)))
    with sa.create_engine(f"sqlite:///{tmp_path / 't.db'}").connect() as connection:
        [(events,)] = connection.execute(sa.text("SELECT events FROM bot_dialogue")).fetchall()
    assert "token-for-this-turn-only" not in events
    assert "text_tokens" not in events
    users = [each for each in json.loads(events) if each["event"] == "user"]
    assert users[-1]["metadata"]["language"] == "en"


def test_only_the_last_session_is_kept() -> None:
    old, new = UserUttered("old"), UserUttered("new")
    kept = current_session([SessionStarted(), old, SlotSet("a", 1), SessionStarted(), new])
    assert kept == [SessionStarted(), new]


def test_a_short_dialogue_is_kept_word_for_word() -> None:
    events = [SessionStarted(), UserUttered("hello"), SlotSet("a", 1)]
    assert trimmed(events, []) == events


def test_a_database_that_fails_fails_the_turn_and_runs_no_action(model: Path, tmp_path: Path) -> None:
    store, actions = store_at(tmp_path / "t.db"), FakeActionServer()
    agent = agent_with(model, actions, store)
    keep_store_failures_visible(agent)
    with store._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE bot_dialogue"))
    with pytest.raises(DialogueUnavailable):
        run(run_turn(agent, turn("what is my mortgage balance")))
    assert actions.called == []


def test_a_dialogue_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    store = store_at(tmp_path / "t.db")

    async def spoil() -> None:
        await store.save(DialogueStateTracker.from_events("conversation-1", [SessionStarted()]))
        with store._engine.begin() as connection:
            connection.execute(sa.text("UPDATE bot_dialogue SET events = '[{'"))
        await store.retrieve("conversation-1")

    with pytest.raises(DialogueUnavailable):
        run(spoil())


def test_a_failing_database_does_not_quote_the_dialogue(tmp_path: Path) -> None:
    store = store_at(tmp_path / "t.db")
    with store._engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE bot_dialogue"))
    spoken = DialogueStateTracker.from_events("conversation-1", [UserUttered("my secret is 4711")])
    with pytest.raises(DialogueUnavailable) as failure:
        run(store.save(spoken))
    assert "4711" not in f"{failure.value} {failure.value.__cause__}"


def test_the_ids_of_all_conversations_are_known(tmp_path: Path) -> None:
    store = store_at(tmp_path / "t.db")

    async def two() -> list[str]:
        for conversation in ("conversation-1", "conversation-2", "conversation-1"):
            await store.save(DialogueStateTracker.from_events(conversation, [SessionStarted()]))
        return sorted(await store.keys())

    assert run(two()) == ["conversation-1", "conversation-2"]
