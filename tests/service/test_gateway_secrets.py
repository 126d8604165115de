"""Secrets typed into the chat reach neither the bot, the trainer, the log nor the record."""

import logging

import pytest
import structlog

from tests.gateway import house_in, said

SECRETS = {
    "my ssn is 123-45-6789 what is my balance on the loan": "123-45-6789",
    "please charge my card 4111 1111 1111 1111 for the payment": "4111 1111 1111 1111",
    "mi tarjeta es ４１１１-１１１１-１１１１-１１１１ y quiero pagar": "１１１１-１１１１",
    "my routing number is 021000021 how do I pay with it": "021000021",
    "cobre de mi cuenta bancaria 123456789012 el pago por favor": "123456789012",
}


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


@pytest.mark.parametrize(("text", "secret"), SECRETS.items())
def test_a_secret_reaches_nobody_and_the_borrower_is_told(house, text, secret):
    house.bot.answer = lambda turn: said("Sorry?", intent="nlu_fallback", confidence=0.2, response="utter_default")
    visitor = house.open()
    with structlog.testing.capture_logs() as logged:
        visitor.say(text)
        visitor.settled()
    digits = "".join(character for character in secret if character.isdecimal())
    everything = [visitor.texts("borrower"), house.bot.turns, house.trainer.offers, logged]
    for copy in everything:
        assert secret not in str(copy)
        assert digits not in str(copy)
    assert "utter_secret_masked" in visitor.responses()
    assert len(house.bot.turns) == 1


def test_a_message_that_is_only_a_secret_is_answered_at_the_door(house):
    visitor = house.open()
    visitor.say("4111 1111 1111 1111")
    visitor.settled()
    assert visitor.texts("borrower") == ["[card number]"]
    assert visitor.responses()[-1] == "utter_secret_masked"
    assert house.bot.turns == []


def test_a_number_split_over_two_messages_is_masked_in_the_second(house):
    visitor = house.open()
    visitor.say("4111 1111")
    visitor.say("1111 1111")
    visitor.settled()
    assert visitor.texts("borrower")[1] == "[card number]"
    assert "1111 1111" not in str(house.bot.turns[1:])


def test_a_loan_number_stays_in_the_record_and_is_masked_for_the_bot(house):
    visitor = house.open()
    visitor.say("what is the balance of loan 4400100001")
    visitor.settled()
    assert visitor.texts("borrower") == ["what is the balance of loan 4400100001"]
    assert house.bot.texts == ["what is the balance of loan [number]"]


def test_what_an_agent_types_is_masked_too(house):
    visitor = house.open()
    house.gateway.take(visitor.conversation, "a1", "Alex")
    house.gateway.say_as_agent(visitor.conversation, "a1", "Alex", "Is 123-45-6789 yours?", "m1")
    assert visitor.texts("agent") == ["Is [Social Security number] yours?"]


def test_no_message_text_is_logged_when_turns_fail(house, caplog):
    caplog.set_level(logging.DEBUG)
    house.bot.answer = lambda turn: (500, {})
    visitor = house.open()
    with structlog.testing.capture_logs() as logged:
        visitor.say("a very private question of mine")
        visitor.wait_for_response("utter_turn_failed")
        visitor.settled()
    assert any(line["event"] == "turn failed" for line in logged)
    assert "private question" not in str(logged) + caplog.text
