"""Every intent a borrower can have is understood and answered, in both languages."""

from __future__ import annotations

import pytest

from tests.dialogue.happy.every_intent import HANDOFF, INTENTS, TOLD, WITHDRAWN


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_is_understood_and_answered(borrower, intent, language):
    said = INTENTS[intent]
    heard = borrower("P01", language).says(getattr(said, language))
    assert heard.intent == intent
    assert "unavailable" not in heard.outcomes
    if said.answer == HANDOFF:
        assert heard.handoff
    elif said.answer == TOLD:
        assert any("tell" in message["custom"] for message in heard.messages)
    elif said.answer == WITHDRAWN:
        assert heard.outcomes == ["person_withdrawn"]
    else:
        assert said.answer in heard.responses
