"""A borrower's message is recorded once and answered once, whatever happens on the way to the bot."""

import uuid

import pytest

from tests.gateway import house_in


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


def test_a_message_is_recorded_then_answered_by_the_bot(house):
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.wait_for("You said: what is my balance")
    assert visitor.texts("borrower") == ["what is my balance"]


def test_the_same_message_sent_again_is_stored_once_and_answered_once(house):
    visitor = house.open()
    frame = {"type": "message", "id": str(uuid.uuid4()), "text": "what is my balance"}
    first, second = visitor.send(**frame), visitor.send(**frame)
    visitor.settled()
    assert first == second
    assert visitor.texts("borrower") == ["what is my balance"]
    assert len(house.bot.turns) == 1
