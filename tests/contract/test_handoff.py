"""The contract of a handoff, held against our own desk and a Chatwoot: told in facts, heard once, given back."""

import pytest

from tests.contract.handoff_sides import chatwoot, own_desk, speaks_figures


@pytest.fixture(params=[own_desk, chatwoot], ids=["own desk", "chatwoot"])
def side(request, tmp_path):
    with request.param(tmp_path) as side:
        yield side


def asks_for_person(side, words="can I talk to somebody"):
    visitor = side.house.open()
    visitor.say(words)
    visitor.settled()
    visitor.ask_for_person()
    side.settle()
    return visitor


def case_of(side, visitor):
    with side.house.database.read() as session:
        return side.house.cases.case_for(session, visitor.conversation, "handoff")


def test_people_are_told_the_case_and_what_was_said_before(side):
    visitor = asks_for_person(side)
    told = side.told(visitor)
    assert case_of(side, visitor).reference in told
    assert "can I talk to somebody" in told
    assert "You said: can I talk to somebody" in told


def test_secrets_reach_nobody(side):
    visitor = asks_for_person(side, "my social is 219-09-9999, please call somebody")
    visitor.say("and again 219-09-9999")
    side.settle()
    assert "219-09-9999" not in side.told(visitor)
    assert "219-09-9999" not in "\n".join(side.heard(visitor))


def test_the_borrower_s_words_arrive_once_and_in_order(side):
    visitor = asks_for_person(side)
    for words in ("first", "second", "second", "third"):
        visitor.say(words)
    side.settle()
    side.settle()
    assert side.heard(visitor)[-4:] == ["first", "second", "second", "third"]


def test_a_person_s_answer_reaches_the_borrower_once_under_their_name(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "Your payment came in on Monday.", times=3)
    side.settle()
    assert visitor.texts("agent") == ["Your payment came in on Monday."]
    assert visitor.messages("agent")[0].author.name == "Morgan Lee"
    assert visitor.responses()[-1] == "utter_agent_joined"
    assert visitor.view.holder == f"agent:{side.agent}"


def test_what_a_person_writes_is_masked_as_well(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "Is 219-09-9999 your number?")
    assert "219-09-9999" not in visitor.texts("agent")[0]


def test_the_bot_is_silent_while_a_person_answers_and_speaks_after_they_are_done(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "I am here.")
    asked = side.house.bot.asked
    visitor.say("are you a person")
    side.settle()
    assert side.heard(visitor)[-1] == "are you a person"
    assert side.house.bot.asked == asked
    side.finish(visitor)
    assert visitor.view.holder == "bot"
    visitor.say("what is my balance")
    visitor.wait_for("You said: what is my balance")


def test_the_case_is_ours_from_the_wish_to_the_answer(side):
    visitor = asks_for_person(side)
    assert case_of(side, visitor).status == "open"
    side.answer(visitor, "I am here.")
    assert (case_of(side, visitor).status, case_of(side, visitor).taken_by) == ("taken", side.agent)
    side.finish(visitor)
    assert case_of(side, visitor).status == "answered"


def test_the_borrower_is_asked_once_how_it_was(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "I am here.")
    side.finish(visitor)
    side.settle()
    assert visitor.responses().count("utter_rating_ask") == 1


def test_a_borrower_who_asks_again_is_heard_again(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "I am here.")
    side.finish(visitor)
    visitor.ask_for_person()
    visitor.say("one more thing")
    side.settle()
    assert side.heard(visitor)[-1] == "one more thing"
    assert case_of(side, visitor).status == "open"
    side.answer(visitor, "Go on.")
    assert visitor.texts("agent") == ["I am here.", "Go on."]


def test_figures_the_bot_gave_are_on_our_record_whatever_is_told_elsewhere(side):
    speaks_figures(side.house)
    visitor = asks_for_person(side, "what is my balance")
    facts = side.house.gateway.outside.facts(visitor.conversation, case_of(side, visitor).facts)
    assert facts["figures"] == [{"name": "unpaid_principal", "value": "306237.11"}]
