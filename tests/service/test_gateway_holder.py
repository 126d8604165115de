"""One holder at a time: the bot, the queue or one agent; the bot is silent while a person has the line."""

import asyncio
import threading
import uuid

import pytest
from sqlalchemy import inspect, text

from gateway.client import MessageRefused, NotHolder, UnknownConversation
from tests.databases import BACKENDS
from tests.gateway import fact, host_token, house_in, said, wait_until

ALEX, SAM = ("a1", "Alex Rivera"), ("s1", "Sam Okoro")


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param) as house:
        yield house


def test_asking_for_a_person_opens_a_case_and_says_its_reference_even_when_the_bot_is_down(house):
    house.bot.down = 10_000
    visitor = house.open()
    visitor.ask_for_person()
    assert visitor.view.holder == "queue"
    with house.database.read() as session:
        case = house.cases.case_for(session, visitor.conversation)
    said_last = visitor.messages("system")[-1]
    assert case.reason == "borrower_request"
    assert case.reference in said_last.body["text"]
    assert said_last.body["facts"][0]["value"] == case.reference
    assert house.bot.asked == 0


def test_the_same_request_for_a_person_sent_again_opens_nothing_more(house):
    visitor = house.open()
    frame = {"type": "person", "id": str(uuid.uuid4())}
    assert visitor.send(**frame) == visitor.send(**frame)
    assert visitor.responses().count("utter_handoff_opened") == 1


def test_the_bot_s_wish_for_a_person_moves_the_conversation_to_the_queue(house):
    wish = {"response": None, "text": None, "buttons": [], "custom": {"handoff": {"reason": "misunderstood"}}}
    house.bot.answer = lambda turn: {"messages": [wish], "failed_actions": []}
    visitor = house.open()
    visitor.say("let me talk to somebody")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.view.holder == "queue"
    assert "utter_turn_failed" not in visitor.responses()


def test_what_is_explained_with_the_wish_for_a_person_is_said_before_the_case(house):
    wish = {"reason": "communication_history_request"}
    house.bot.answer = lambda turn: said("Write the day here.", response="utter_records_history", handoff=wish)
    visitor = house.open()
    visitor.say("call recordings")
    visitor.wait_for_response("utter_handoff_opened")
    assert visitor.responses()[1:] == ["utter_records_history", "utter_handoff_opened"]


def test_the_button_for_a_person_works_when_the_bot_is_down(house):
    house.bot.answer = lambda turn: (500, {})
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.wait_for_response("utter_turn_failed")
    apology = visitor.messages("bot")[-1]
    visitor.send(type="choice", id=str(uuid.uuid4()), seq=apology.seq, index=0)
    assert visitor.view.holder == "queue"


def test_while_a_person_is_awaited_the_bot_answers_and_what_it_cannot_is_kept_in_ever_other_words(house):
    visitor = house.open()
    visitor.ask_for_person()
    visitor.say("what is my balance")
    visitor.wait_for("You said: what is my balance")
    house.bot.answer = lambda turn: said("What?", response="utter_default", intent="nlu_fallback")
    for words in ("he was rude", "the blue one", "and the other"):
        visitor.say(words)
        visitor.settled()
    house.bot.answer = lambda turn: said("Hello!", response="utter_greeting", intent="greeting")
    visitor.say("hello?")
    visitor.settled()
    opened = visitor.responses().index("utter_handoff_opened")
    assert visitor.responses()[opened + 1 :] == [
        "utter_free",
        "utter_handoff_waiting",
        "utter_handoff_kept",
        "utter_handoff_waiting",
        "utter_handoff_kept",
    ]
    assert visitor.view.holder == "queue"
    assert visitor.messages("borrower")[-1].body["waiting"]


def test_a_call_booked_while_a_person_is_awaited_is_promised(house):
    visitor = house.open()
    visitor.verify()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: said("", tell="callback", signals=["person_request"], intent="callback_request")
    visitor.say("call me tomorrow please")
    visitor.wait_for_response("utter_callback_booked")
    visitor.settled()
    assert "utter_handoff_waiting" not in visitor.responses()
    assert any("a person calls you on" in text for text in visitor.texts("bot", "system"))


def test_a_right_named_while_a_person_is_awaited_is_read_and_its_clock_started(house):
    visitor = house.open()
    visitor.ask_for_person()
    error = ("notice_of_error", "b5")
    house.bot.answer = lambda turn: said("What?", response="utter_default", intent="nlu_fallback", signals=[error])
    visitor.say("you charged me a late fee i do not owe")
    visitor.wait_for_response("utter_signal_notice_of_error")
    visitor.settled()
    assert "utter_handoff_waiting" not in visitor.responses()
    with house.database.read() as session:
        assert house.cases.case_for(session, visitor.conversation, "notice_of_error").is_open


def test_a_danger_read_while_a_person_is_awaited_makes_the_case_urgent_and_the_bot_silent(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: said("Your balance is high.", signals=["crisis"])
    visitor.say("words of danger")
    visitor.wait_for_response("utter_signal_crisis")
    visitor.settled()
    with house.database.read() as session:
        case = house.cases.case_for(session, visitor.conversation, "handoff")
    assert (case.reason, case.priority) == ("crisis", 1)
    asked = house.bot.asked
    visitor.say("nobody cares")
    visitor.settled()
    assert house.bot.asked == asked
    assert visitor.responses()[-2:] == ["utter_handoff_waiting", "utter_handoff_kept"]
    assert "Your balance is high." not in visitor.texts("bot")


def test_after_a_danger_nothing_that_was_asked_beside_it_is_answered(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: said(
        "It is high.", signals=["crisis"] if turn["text"] == "words of danger" else [], intent="balance_inquiry"
    )
    house.bot.held = True
    visitor.say("words of danger")
    visitor.say("what is my balance")
    house.bot.held = False
    visitor.wait_for_response("utter_signal_crisis")
    visitor.settled()
    assert "It is high." not in visitor.texts("bot")


def test_what_cannot_be_answered_here_is_kept_for_the_person_who_is_awaited(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: said("I can't.", response="utter_out_of_scope", intent="out_of_scope")
    visitor.say("i have three kids")
    visitor.wait_for_response("utter_handoff_waiting")
    assert "I can't." not in visitor.texts("bot")


def test_what_was_asked_before_the_button_for_a_person_is_answered_all_the_same(house):
    house.bot.held = True
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.ask_for_person()
    house.bot.held = False
    visitor.wait_for("You said: what is my balance")
    assert visitor.view.holder == "queue"


def test_a_bot_that_is_down_while_a_person_is_awaited_is_no_failure_of_the_borrowers(house):
    visitor = house.open()
    visitor.ask_for_person()
    house.bot.answer = lambda turn: (500, {})
    visitor.say("what is my balance")
    visitor.wait_for_response("utter_handoff_waiting")
    assert "utter_turn_failed" not in visitor.responses()


def test_agent_and_borrower_talk_while_the_bot_is_silent_and_after_the_hand_back_it_answers_again(house):
    visitor = house.open()
    visitor.ask_for_person()
    assert house.gateway.take(visitor.conversation, *ALEX)
    visitor.say("my escrow looks wrong")
    house.gateway.say_as_agent(visitor.conversation, *ALEX, "Let me look.", str(uuid.uuid4()))
    assert house.gateway.hand_back(visitor.conversation, ALEX[0])
    assert house.bot.turns == []
    visitor.say("what is my balance")
    visitor.wait_for("You said: what is my balance")
    assert house.bot.texts == ["what is my balance"]
    assert visitor.texts("agent") == ["Let me look."]
    assert visitor.responses()[-4:-1] == ["utter_agent_joined", "utter_agent_left", "utter_rating_ask"]
    assert visitor.view.holder == "bot"


def test_only_one_of_two_agents_gets_the_line(house):
    visitor = house.open()
    visitor.ask_for_person()
    results = []
    grabs = [
        threading.Thread(target=lambda who=who: results.append(house.gateway.take(visitor.conversation, *who)))
        for who in (ALEX, SAM)
    ]
    for grab in grabs:
        grab.start()
    for grab in grabs:
        grab.join()
    assert sorted(results) == [False, True]
    assert visitor.responses().count("utter_agent_joined") == 1


def test_taking_twice_is_harmless_and_a_stranger_can_neither_speak_nor_hand_back(house):
    visitor = house.open()
    assert house.gateway.take(visitor.conversation, *ALEX)
    assert house.gateway.take(visitor.conversation, *ALEX)
    assert not house.gateway.hand_back(visitor.conversation, SAM[0])
    with pytest.raises(NotHolder):
        house.gateway.say_as_agent(visitor.conversation, *SAM, "Hello", str(uuid.uuid4()))
    assert visitor.texts("agent") == []


def test_an_agent_s_message_sent_again_is_stored_once(house):
    visitor = house.open()
    house.gateway.take(visitor.conversation, *ALEX)
    identifier = str(uuid.uuid4())
    first = house.gateway.say_as_agent(visitor.conversation, *ALEX, "Hello", identifier)
    second = house.gateway.say_as_agent(visitor.conversation, *ALEX, "Hello", identifier)
    assert (first.seq, first.appended, second.seq, second.appended) == (first.seq, True, first.seq, False)


@pytest.mark.parametrize(("text", "reason"), [(" \x00 ", "message_empty"), ("x" * 10_001, "message_too_long")])
def test_an_agent_s_message_that_cannot_be_sent_is_refused(house, text, reason):
    visitor = house.open()
    house.gateway.take(visitor.conversation, *ALEX)
    with pytest.raises(MessageRefused) as refusal:
        house.gateway.say_as_agent(visitor.conversation, *ALEX, text, str(uuid.uuid4()))
    assert refusal.value.reason == reason


def test_a_reply_that_comes_after_an_agent_took_over_is_not_said(house):
    house.bot.held = True
    visitor = house.open()
    visitor.say("what is my balance")
    wait_until(lambda: house.bot.turns)
    assert house.gateway.take(visitor.conversation, *ALEX)
    house.bot.held = False
    visitor.settled()
    house.gateway.hand_back(visitor.conversation, ALEX[0])
    visitor.say("thanks")
    visitor.wait_for("You said: thanks")
    assert not any("what is my balance" in text for text in visitor.texts("bot"))


def test_a_restart_answers_nothing_that_was_written_to_a_person(tmp_path):
    with house_in(tmp_path, started=False) as house:
        with house.serving():
            visitor = house.open()
            visitor.ask_for_person()
            house.gateway.take(visitor.conversation, *ALEX)
            visitor.say("are you there")
        house.build()
        with house.serving():
            visitor.settled()
        house.gateway.hand_back(visitor.conversation, ALEX[0])
        house.build()
        with house.serving():
            visitor.settled()
        assert house.bot.turns == []


def test_a_longer_letter_is_taken_while_a_person_reads(house):
    visitor = house.open()
    visitor.ask_for_person()
    letter = "I dispute this. " * 500
    visitor.say(letter)
    assert visitor.texts("borrower") == [letter.strip()]


def test_the_case_s_summary_is_made_of_facts(house):
    house.bot.answer = lambda turn: said(
        "Your balance is $306,237.11.",
        response="utter_balance",
        facts=[fact("unpaid_principal", "money", "306237.11")],
        documents=[{"document_id": "doc-1", "title": "Statement", "media_type": "application/pdf"}],
    )
    visitor = house.open(host_token=host_token())
    visitor.say("what is my balance, please")
    visitor.wait_for("306,237.11")
    visitor.ask_for_person()
    with house.database.read() as session:
        case = house.cases.case_for(session, visitor.conversation)
    summary = house.gateway.outside.facts(visitor.conversation, case.facts)
    assert (summary["level"], summary["method"], summary["reason"]) == ("verified", "host", "borrower_request")
    assert summary["loan_last4s"] == ["0001"]
    assert [asked["intent"] for asked in summary["asked"]] == ["balance_inquiry"]
    assert summary["figures"] == [{"name": "unpaid_principal", "value": "306237.11"}]
    assert summary["documents"] == [{"document_id": "doc-1", "title": "Statement"}]
    assert "please" not in str(summary)


def test_no_figure_that_was_given_lies_beside_the_record_in_clear(house):
    house.bot.answer = lambda turn: said("$306,237.11.", facts=[fact("unpaid_principal", "money", "306237.11")])
    visitor = house.open(host_token=host_token())
    visitor.say("what is my balance")
    visitor.wait_for("306,237.11")
    visitor.ask_for_person()
    with house.database.read() as session:
        names = inspect(session.connection()).get_table_names()
        rows = [str(session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names]
    assert "desk_case" in names
    assert not [name for name, row in zip(names, rows, strict=True) if "306237" in row or "306,237" in row]


def test_an_agent_is_warned_of_figures_that_nothing_has_vouched_for(house):
    house.bot.answer = lambda turn: said("$306,237.11.", facts=[fact("unpaid_principal", "money", "306237.11")])
    visitor = house.open(host_token=host_token())
    visitor.say("what is my balance")
    visitor.wait_for("306,237.11")
    warnings = house.gateway.figure_warnings(visitor.conversation, "You owe $306,237.11, and $12.00 on 12/15/2026.")
    assert warnings == ["$12.00", "12/15/2026"]


def test_no_person_is_called_into_a_conversation_that_is_closed(house):
    visitor = house.open()
    house.gateway.close(visitor.conversation)
    [answer] = visitor.ask_for_person()
    assert answer["code"] == "conversation_closed"
    assert house.gateway.conversation(visitor.conversation).holder == "bot"
    with house.database.read() as session:
        assert house.cases.cases_of(session, visitor.conversation) == []


def test_a_conversation_nobody_has_opened_is_unknown(house):
    with pytest.raises(UnknownConversation):
        house.gateway.conversation("no-such-conversation")


async def test_watchers_of_all_hear_of_every_conversation_and_watchers_of_one_only_of_theirs(tmp_path):
    with house_in(tmp_path, started=False) as house:
        every, one = house.gateway.watch(None), house.gateway.watch("second")
        heard_all, heard_one = asyncio.create_task(anext(every)), asyncio.create_task(anext(one))
        await asyncio.sleep(0)
        await asyncio.to_thread(house.gateway.parts.hub.publish, "first")
        assert await heard_all == "first"
        await asyncio.to_thread(house.gateway.parts.hub.publish, "second")
        assert await heard_one == "second"
        await every.aclose()
        await one.aclose()
        await house.gateway.stop()


async def test_who_shows_no_typing_is_woken_by_words_alone(house):
    visitor = await asyncio.to_thread(house.open)
    assert house.gateway.take(visitor.conversation, "alex", "Alex")
    words, everything = (house.gateway.watch(None, typing=shown) for shown in (False, True))
    heard = [asyncio.create_task(anext(each)) for each in (words, everything)]
    await asyncio.sleep(0)
    await asyncio.to_thread(house.gateway.typing, visitor.conversation, "Alex", True)
    await asyncio.to_thread(house.gateway.presence.borrower_types, visitor.conversation, True)
    assert await heard[1] == visitor.conversation
    assert not heard[0].done()
    said = (visitor.conversation, "alex", "Alex", "I am here.", uuid.uuid4().hex)
    await asyncio.to_thread(house.gateway.say_as_agent, *said)
    assert await heard[0] == visitor.conversation
    await words.aclose()
    await everything.aclose()


def test_a_reply_that_was_changed_after_it_was_sent_is_neither_lost_nor_taken_for_the_first(house):
    visitor = house.open()
    house.gateway.take(visitor.conversation, "a1", "Alex Rivera")
    first = house.gateway.say_as_agent(visitor.conversation, "a1", "Alex Rivera", "First words.", "m-1")
    again = house.gateway.say_as_agent(visitor.conversation, "a1", "Alex Rivera", "First words.", "m-1")
    assert again.seq == first.seq
    with pytest.raises(MessageRefused) as refused:
        house.gateway.say_as_agent(visitor.conversation, "a1", "Alex Rivera", "First words. And more.", "m-1")
    assert refused.value.reason == "message_changed"
    assert visitor.texts("agent") == ["First words."]
