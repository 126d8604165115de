"""What the gateway tells of its own record: cases, by when answers come, a booked call, and its last words."""

import pytest

from tests.databases import BACKENDS
from tests.gateway import fact, host_token, house_in, said

ALEX = ("a1", "Alex Rivera")
LANGUAGES = ["en", "es"]


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def telling(wish, **custom):
    """A reply with which the bot asks the gateway to tell something."""
    reply = said("", response=None, tell=wish, result={"action": "action_x", "outcome": "answered"}, **custom)
    return lambda turn: reply


def ask(house, visitor, wish, text="x"):
    house.bot.answer = telling(wish)
    visitor.say(text)
    visitor.settled()
    return visitor.texts("bot", "system")[-1]


def open_error(house, visitor):
    house.bot.answer = lambda turn: said("It is being looked at.", signals=[("notice_of_error", "b5")])
    visitor.say("me cobraron un cargo que no debo" if visitor.view.language == "es" else "I do not owe this fee")
    visitor.settled()
    with house.database.read() as session:
        return house.cases.case_for(session, visitor.conversation, "notice_of_error")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("your report of an error", "November 16, 2026", "December 30, 2026")),
        ("es", ("su aviso de un error", "16 de noviembre de 2026", "30 de diciembre de 2026")),
    ],
)
def test_a_case_is_told_with_its_reference_its_day_and_its_deadline(house, language, words):
    visitor = house.open(language=language)
    case = open_error(house, visitor)
    told = ask(house, visitor, "case_status")
    assert case.reference in told
    for each in words:
        assert each in told
    facts = visitor.messages("bot")[-1].body["facts"]
    assert {"reference_1", "opened_on_1", "answer_by_1"} == {each["name"] for each in facts}


def test_whether_something_has_come_in_is_told_from_the_same_cases(house):
    visitor = house.open()
    case = open_error(house, visitor)
    told = ask(house, visitor, "request_receipt")
    assert told.startswith("Yes, it is here.")
    assert case.reference in told


def test_what_happens_next_is_told_from_the_cases_that_are_open(house):
    visitor = house.open()
    case = open_error(house, visitor)
    told = ask(house, visitor, "next_steps")
    assert told.startswith("This is open with us")
    assert case.reference in told
    with house.database.begin() as session:
        house.cases.close(session, case.reference, agent_id="a1")
    ask(house, visitor, "next_steps", "and now")
    assert visitor.responses()[-1] == "utter_next_steps_none"


@pytest.mark.parametrize(
    ("wish", "response"),
    [
        ("case_status", "utter_case_none"),
        ("request_receipt", "utter_request_none"),
        ("next_steps", "utter_next_steps_none"),
    ],
)
def test_without_a_case_it_says_so_and_offers_a_person(house, wish, response):
    visitor = house.open()
    ask(house, visitor, wish)
    assert visitor.responses()[-1] == response
    assert "/agent_request" in [each["payload"] for each in visitor.messages("bot")[-1].body["buttons"]]


def test_a_case_that_was_answered_and_one_that_was_closed_can_be_taken_up_again(house):
    visitor = house.open(host_token=host_token())
    case = open_error(house, visitor)
    house.gateway.take(visitor.conversation, *ALEX)
    with house.database.begin() as session:
        assert house.cases.take(session, case.reference, agent_id="a1")
        assert house.cases.hand_back(session, case.reference, agent_id="a1", answered=True)
    house.gateway.hand_back(visitor.conversation, "a1")
    assert "write what is missing" in ask(house, visitor, "case_status")
    with house.database.begin() as session:
        assert house.cases.close(session, case.reference, agent_id="a1")
    told = ask(house, visitor, "case_status", "y")
    assert "was closed on November 16, 2026" in told
    assert "still wrong" in told


def test_a_case_of_an_earlier_conversation_is_told_to_its_borrower_and_to_nobody_else(house):
    first = house.open(host_token=host_token())
    case = open_error(house, first)
    house.later(days=2)
    again = house.open(host_token=host_token(now=house.clock.now()))
    assert case.reference in ask(house, again, "case_status")
    assert "November 16, 2026" in again.texts("bot")[-1]
    other = house.open(host_token=host_token("rosa@example.com", now=house.clock.now()))
    assert case.reference not in ask(house, other, "case_status")
    stranger = house.open()
    assert case.reference not in ask(house, stranger, "case_status")
    house.later(hours=9)
    assert case.reference not in ask(house, again, "case_status", "and now?")


@pytest.mark.parametrize(
    ("language", "days"),
    [("en", ("November 23, 2026", "December 30, 2026")), ("es", ("23 de noviembre", "30 de diciembre"))],
)
def test_how_long_an_answer_takes_is_told_in_dates(house, language, days):
    visitor = house.open(language=language)
    told = ask(house, visitor, "response_time")
    for day in days:
        assert day in told
    assert all("1024.35" in each["source"] for each in visitor.messages("bot")[-1].body["facts"])


def test_a_call_is_booked_for_the_next_day_the_office_is_open_and_once(house):
    visitor = house.open(host_token=host_token())
    told = ask(house, visitor, "callback")
    with house.database.read() as session:
        case = house.cases.case_for(session, visitor.conversation, "callback")
    assert case.reference in told
    assert "November 17, 2026" in told
    assert case.answer_by.isoformat() == "2026-11-17"
    assert case.summary["message_seq"] == visitor.messages("borrower")[-1].seq
    assert visitor.view.holder == "bot"
    assert case.reference in ask(house, visitor, "callback", "call me please")


@pytest.mark.parametrize(("days", "call_on"), [(4, "November 23, 2026"), (9, "November 27, 2026")])
def test_a_call_is_never_promised_for_a_weekend_or_a_holiday(house, days, call_on):
    """From Friday November 20 it is Monday; from Wednesday the 25th the Friday after Thanksgiving."""
    house.later(days=days)
    visitor = house.open(host_token=host_token(now=house.clock.now()))
    assert call_on in ask(house, visitor, "callback")


def test_the_last_words_are_said_once_more_as_they_stand_on_the_record(house):
    house.bot.answer = lambda turn: said(
        "You owe $5.00.",
        response="utter_balance_answer",
        facts=[fact("unpaid_principal", "money", "5.00")],
        buttons=[{"title": "Talk to a person", "payload": "/agent_request"}],
    )
    visitor = house.open()
    visitor.say("what do I owe")
    visitor.settled()
    first = visitor.messages("bot")[-1]
    assert ask(house, visitor, "last_words", "what was that") == "You owe $5.00."
    repeated = visitor.messages("bot")[-1]
    assert repeated.body == first.body
    assert repeated.seq > first.seq
    assert visitor.responses()[-2] == "utter_repeated"


def test_asked_before_anything_was_answered_it_says_the_welcome_again(house):
    visitor = house.open()
    ask(house, visitor, "last_words")
    assert visitor.responses() == ["utter_welcome", "utter_repeated", "utter_welcome"]


def test_what_a_person_said_is_not_said_again_in_the_assistant_s_name(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.gateway.take(visitor.conversation, *ALEX)
    house.gateway.say_as_agent(visitor.conversation, *ALEX, "Your payoff is $123,456.78.", "m-1")
    house.gateway.hand_back(visitor.conversation, ALEX[0])
    ask(house, visitor, "last_words", "what was that")
    assert not any("$123,456.78" in text for text in visitor.texts("bot"))
    assert visitor.messages("bot")


def test_after_a_new_answer_nothing_is_said_of_what_was_left_out(house):
    note = said("A note.", response="utter_note")["messages"]
    visitor = house.open()
    for new in ("First.", "Second."):
        answer = said(new, response=f"utter_{new}")
        answer["messages"] += note
        house.bot.answer = lambda turn, answer=answer: answer
        visitor.say("x")
        visitor.settled()
    assert visitor.texts("bot")[-1] == "Second."


def test_the_question_who_one_is_is_put_again_whenever_it_is_needed(house):
    custom = {"form": "identity", "result": {"action": "a", "outcome": "identity_needed"}}
    house.bot.answer = lambda turn: said("Please sign in.", response="utter_payoff_identity_needed", **custom)
    visitor = house.open()
    for text in ("payoff", "payoff please"):
        visitor.say(text)
        visitor.settled()
    assert visitor.texts("bot")[-2:] == ["Please sign in.", "Please sign in."]


@pytest.mark.parametrize("wish", ["no_such_wish", 7, {"a": 1}])
def test_a_wish_nobody_knows_is_an_empty_answer(house, wish):
    visitor = house.open()
    ask(house, visitor, wish)
    assert visitor.responses()[-2:] == ["utter_turn_failed", "utter_failure_noted"]


def balance(turn):
    return said("You owe $5.00.", response="utter_balance_answer", facts=[fact("b", "money", "5.00")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_answer_is_not_given_twice_in_the_same_words_and_the_third_time_a_person_is_offered(house, language):
    house.bot.answer = balance
    visitor = house.open(language=language)
    for text in ("what do I owe", "how much do I owe you", "tell me what I owe"):
        visitor.say(text)
        visitor.settled()
    first, second, third = visitor.texts("bot")[-3:]
    assert first == "You owe $5.00."
    assert first in second
    assert second != first
    assert "$" not in third
    for entry in visitor.messages("bot")[-2:]:
        assert "/agent_request" in [each["payload"] for each in entry.body["buttons"]]
    house.bot.answer = lambda turn: said("?", intent="affirm")
    visitor.say("yes")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.view.holder == "queue"


def test_fixed_words_are_not_said_twice_running(house):
    house.bot.answer = lambda turn: said("We are open from 8 to 8.", response="utter_contact_hours")
    visitor = house.open()
    for text in ("hours?", "when are you open"):
        visitor.say(text)
        visitor.settled()
    assert visitor.responses()[-1] == "utter_answer_unchanged"


def test_the_same_answer_after_another_one_is_plainly_given(house):
    visitor = house.open()
    for answer in (balance, lambda turn: said("Something else."), balance):
        house.bot.answer = answer
        visitor.say("x")
        visitor.settled()
    assert visitor.texts("bot")[-1] == "You owe $5.00."


@pytest.mark.parametrize(
    ("response", "custom"),
    [
        ("utter_thanks", {}),
        ("utter_ask_payoff_form_payoff_date", {}),
        ("utter_ask_which_loan", {"result": {"action": "a", "outcome": "asked"}}),
    ],
)
def test_small_talk_and_questions_may_be_repeated(house, response, custom):
    house.bot.answer = lambda turn: said("The same.", response=response, **custom)
    visitor = house.open()
    for text in ("x", "y"):
        visitor.say(text)
        visitor.settled()
    assert visitor.texts("bot")[-2:] == ["The same.", "The same."]


def test_a_wrong_figure_is_withheld_the_second_time_as_well(house):
    house.bot.answer = lambda turn: said("You owe $6.00.", facts=[fact("b", "money", "5.00")])
    visitor = house.open()
    for text in ("x", "y"):
        visitor.say(text)
        visitor.settled()
    assert visitor.responses()[-2:] == ["utter_figure_withheld", "utter_figure_withheld"]
    assert not any("$6.00" in text for text in visitor.texts("bot"))


def test_cb_12_out_of_hours_a_case_is_opened_with_the_time_it_came_and_the_call_is_for_the_next_open_day(house):
    house.later(days=4, hours=15)  # Saturday, November 21, 3 a.m. in New York
    visitor = house.open(host_token=host_token(now=house.clock.now()))
    case = open_error(house, visitor)
    assert case.opened_at == house.clock.now()
    assert [clock["due"] for clock in case.summary["clocks"]][:2] == ["2026-11-30", "2027-01-06"]
    assert "November 23, 2026" in ask(house, visitor, "callback")
    assert visitor.ask_for_person()[0]["type"] == "ack"
    assert visitor.view.holder == "queue"


def test_the_question_of_an_open_form_stands_behind_what_is_told(house):
    visitor = house.open()
    told = said("", response=None, tell="response_time", result={"action": "action_x", "outcome": "answered"})
    question = said("For which date?", response="utter_ask_payoff_form_payoff_date")
    told["messages"] += question["messages"]
    house.bot.answer = lambda turn: told
    visitor.say("how long does it take")
    visitor.settled()
    assert visitor.responses()[-2:] == ["utter_response_time", "utter_ask_payoff_form_payoff_date"]
