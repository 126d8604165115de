"""One trained assistant and one action server for all conversations."""

from __future__ import annotations

import pytest

from bot.environment import apply_environment, quieten

apply_environment()
quieten()

from tests.dialogue.stage import Assistant, Borrower, action_server, trained_model  # noqa: E402


@pytest.fixture(scope="session")
def assistant():
    model = trained_model()
    with action_server() as webhook:
        loaded = Assistant(model, webhook)
        yield loaded
        loaded.close()


@pytest.fixture
def borrower(assistant):
    """Makes a borrower who talks in a conversation of their own."""

    def make(name="dana", language="en", level="verified"):
        return Borrower(assistant.talk, name, language, level)

    return make
