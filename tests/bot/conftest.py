"""One small trained assistant for all tests of the bot room."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.environment import apply_environment

apply_environment()

from rasa.core.agent import Agent  # noqa: E402

from bot.train import train  # noqa: E402 - the environment comes before Rasa
from tests.bot.stage import PROJECT, FakeActionServer, agent_with  # noqa: E402


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project's model, trained once."""
    return train(PROJECT, tmp_path_factory.mktemp("models"))


@pytest.fixture
def actions() -> FakeActionServer:
    """A working action server."""
    return FakeActionServer()


@pytest.fixture
def agent(model: Path, actions: FakeActionServer) -> Agent:
    """The small assistant, with an in-memory dialogue store."""
    return agent_with(model, actions)
