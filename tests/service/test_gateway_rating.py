"""The borrower is asked once how the help was, can skip it, and is never asked after a grave conversation."""

import uuid

import pytest

from tests.gateway import house_in, said
from tests.service.test_gateway_waiting import events_of, last_said, press

ALEX = ("a1", "Alex Rivera")


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


def helped(house, visitor, words="Your payment is there."):
    """A person takes the conversation, says something and gives it back."""
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    house.gateway.say_as_agent(visitor.conversation, *ALEX, words, str(uuid.uuid4()))
    house.gateway.hand_back(visitor.conversation, ALEX[0])


@pytest.mark.parametrize(
    ("language", "title", "thanks"),
    [("en", "4, helpful", "Thank you, I noted that."), ("es", "4, útil", "Gracias, ya lo anoté.")],
)
def test_the_borrower_is_asked_in_their_language_and_the_score_stands_on_the_case(house, language, title, thanks):
    visitor = house.open(language=language)
    helped(house, visitor)
    assert len(visitor.messages("system")[-1].body["buttons"]) == 6
    press(visitor, title)
    assert thanks in last_said(visitor)
    assert ("desk.rating.given", {"score": "4"}) in events_of(house, visitor)


def test_it_is_asked_once_a_case(house):
    visitor = house.open()
    helped(house, visitor)
    helped(house, visitor, "Anything else?")
    house.gateway.ask_rating(visitor.conversation)
    assert visitor.responses().count("utter_rating_ask") == 1


def test_nobody_is_asked_to_whom_nobody_spoke(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    house.gateway.hand_back(visitor.conversation, ALEX[0])
    assert "utter_rating_ask" not in visitor.responses()


def test_it_can_be_skipped_and_the_first_answer_stands(house):
    visitor = house.open()
    helped(house, visitor)
    press(visitor, "Skip")
    assert visitor.responses()[-1] == "utter_rating_skipped"
    press(visitor, "1, not helpful at all")
    kinds = [kind for kind, _ in events_of(house, visitor)]
    assert ("desk.rating.skipped" in kinds, "desk.rating.given" in kinds) == (True, False)


@pytest.mark.parametrize("danger", ["crisis", "abuse", "death"])
def test_nobody_is_asked_after_a_danger(house, danger):
    house.bot.answer = lambda turn: said("I hear you.", signals=[danger])
    visitor = house.open()
    visitor.say("words of danger")
    visitor.wait_for_response("utter_handoff_opened" if danger == "death" else "utter_handoff_opened_danger")
    house.gateway.take(visitor.conversation, *ALEX)
    house.gateway.say_as_agent(visitor.conversation, *ALEX, "I am here.", str(uuid.uuid4()))
    house.gateway.hand_back(visitor.conversation, ALEX[0])
    house.gateway.ask_rating(visitor.conversation)
    assert "utter_rating_ask" not in visitor.responses()


def test_the_words_beside_the_score_are_masked_kept_and_thanked_for_instead_of_answered(house):
    visitor = house.open()
    helped(house, visitor)
    press(visitor, "5, very helpful")
    press(visitor, "Add a few words")
    visitor.say("Alex was kind, my social is 219-09-9999 if you need it")
    visitor.wait_for_response("utter_rating_noted")
    comment = visitor.messages("borrower")[-1]
    assert "219-09-9999" not in comment.body["text"]
    assert ("desk.rating.commented", {"seq": str(comment.seq)}) in events_of(house, visitor)
    assert not any(text.startswith("You said:") for text in visitor.texts("bot"))


def test_a_danger_in_the_comment_is_met_as_anywhere(house):
    visitor = house.open()
    helped(house, visitor)
    press(visitor, "1, not helpful at all")
    press(visitor, "Add a few words")
    house.bot.answer = lambda turn: said("I hear you.", signals=["crisis"])
    visitor.say("nobody helps me and I do not want to live")
    visitor.wait_for_response("utter_signal_crisis")
    visitor.wait_for_response("utter_handoff_opened", times=1)
    assert "utter_rating_noted" not in visitor.responses()
    assert visitor.view.holder == "queue"


def test_what_is_written_after_the_comment_is_a_question_again(house):
    visitor = house.open()
    helped(house, visitor)
    press(visitor, "3, somewhat helpful")
    press(visitor, "Add a few words")
    visitor.say("fine")
    visitor.wait_for_response("utter_rating_noted")
    visitor.say("what is my balance")
    visitor.wait_for("You said: what is my balance")
