"""The dialogue store on the database of a production deployment."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.channel import keep_store_failures_visible, run_turn
from bot.tracker_store import DialogueStore
from tests.bot.stage import FakeActionServer, agent_with, run, turn
from tests.postgres import needs_postgres, new_database

pytestmark = needs_postgres

SAYINGS = ["hola", "cuánto cuesta liquidar mi préstamo", "what is my mortgage balance", "el 15 de diciembre"] * 10


@pytest.fixture(scope="module")
def url() -> str:
    return new_database()


def test_a_dialogue_on_postgresql_goes_on_as_one_in_memory(model: Path, url: str) -> None:
    async def talk(store: InMemoryTrackerStore | DialogueStore) -> list[dict[str, object]]:
        agent = agent_with(model, FakeActionServer(), store)
        keep_store_failures_visible(agent)
        return [await run_turn(agent, turn(saying, language="es")) for saying in SAYINGS]

    kept = DialogueStore(Domain.empty(), url, most_events=40, kept_turns=2)
    assert run(talk(kept)) == run(talk(InMemoryTrackerStore(Domain.empty())))
    kept.close()


def test_opening_the_store_again_finds_the_dialogues(url: str) -> None:
    again = DialogueStore(Domain.empty(), url)
    assert run(again.keys()) == ["conversation-1"]
    again.close()
