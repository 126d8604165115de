"""A person who is not wanted any more: the line goes back to the bot, and only what nobody else asks for is closed."""

import pytest

from tests.databases import BACKENDS
from tests.gateway import house_in, said


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def takes_it_back(house, visitor, *, signals=()):
    """The borrower says that they want no person, and the bot understands it."""
    withdrawn = {"action": "action_withdraw_person", "outcome": "person_withdrawn"}
    house.bot.answer = lambda turn: said(
        "", response=None, intent="agent_withdrawal_request", signals=signals, result=withdrawn
    )
    visitor.say("no wait, I don't want a person")
    visitor.settled()
    return visitor.responses()[-1]


def case_of(house, visitor):
    with house.database.read() as session:
        return house.cases.case_for(session, visitor.conversation, "handoff")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_wish_that_is_taken_back_closes_its_case_and_the_bot_answers_again(house, language):
    visitor = house.open(language=language)
    visitor.ask_for_person()
    assert takes_it_back(house, visitor, signals=["person_request"]) == "utter_person_called_off"
    case = case_of(house, visitor)
    assert (visitor.view.holder, case.status) == ("bot", "closed")
    assert case.reference in visitor.texts("bot")[-1]
    house.bot.answer = lambda turn: said("Your balance is low.")
    visitor.say("what is my balance")
    visitor.wait_for("Your balance is low.")
    with house.database.read() as session:
        kinds = [event.kind for event in house.cases.events(session, visitor.conversation)]
    assert kinds == ["desk.case.opened", "desk.case.withdrawn", "desk.case.closed"]


def test_a_case_that_a_danger_opened_stays_open_though_nobody_is_awaited(house):
    visitor = house.open()
    house.bot.answer = lambda turn: said("The sale is on file.", signals=["foreclosure"], intent="foreclosure_inquiry")
    visitor.say("they are selling my house")
    visitor.wait_for_response("utter_handoff_opened")
    assert takes_it_back(house, visitor) == "utter_person_still_looks"
    assert visitor.view.holder == "bot"
    assert case_of(house, visitor).is_open


def test_where_nobody_was_called_it_says_so_and_opens_nothing(house):
    visitor = house.open()
    assert takes_it_back(house, visitor, signals=["person_request"]) == "utter_person_not_called"
    assert visitor.view.holder == "bot"
    assert case_of(house, visitor) is None


def test_a_danger_named_with_it_calls_a_person_all_the_same(house):
    visitor = house.open()
    takes_it_back(house, visitor, signals=["bankruptcy"])
    assert visitor.view.holder == "queue"


def test_whoever_takes_it_back_can_ask_for_a_person_again(house):
    visitor = house.open()
    visitor.ask_for_person()
    takes_it_back(house, visitor)
    visitor.ask_for_person()
    assert visitor.view.holder == "queue"
    assert visitor.responses()[-1] == "utter_handoff_opened"
