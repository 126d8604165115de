"""Whoever has not shown who they are hears no figure of a loan, and not whether there is one."""

from __future__ import annotations

import pytest

from tests.dialogue.happy.every_intent import INTENTS


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("intent", INTENTS)
def test_no_question_gets_a_figure_of_a_loan(borrower, intent, language):
    heard = borrower("nobody", language, level="none").says(getattr(INTENTS[intent], language))
    facts = [fact for message in heard.messages for fact in message["custom"].get("facts", ())]
    assert facts == []
    # The one amount in general words is an example of what may be asked.
    assert "$" not in heard.text.replace("$500", "")
    assert "unavailable" not in heard.outcomes


@pytest.mark.parametrize("said", ["my sister has a loan with you, is she behind", "is 001 Main St paid off yet"])
def test_a_question_about_somebody_else_tells_nothing(borrower, said):
    heard = borrower("nobody", level="none").says(said)
    assert "$" not in heard.text
