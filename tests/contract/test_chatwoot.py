"""What only a Chatwoot can do to a handoff: be down, lose answers, stammer, come late, be forged, know too much."""

import json
import re
from datetime import timedelta

import pytest

from tests.contract.chatwoot_stand_in import SECRET
from tests.contract.handoff_sides import chatwoot, speaks_figures
from tests.contract.test_handoff import asks_for_person, case_of
from tests.gateway import host_token, said

NO_PERSON = re.compile(r"\(The borrower asked for a person\.\)")


@pytest.fixture
def side(tmp_path):
    with chatwoot(tmp_path) as side:
        yield side


def later(side, **span):
    side.house.later(**span)
    side.settle()


def test_a_borrower_without_a_name_is_told_of_by_case_alone(side):
    visitor = side.house.open(host_token=host_token())
    visitor.ask_for_person()
    side.settle()
    contact = next(iter(side.chatwoot.contacts.values()))
    assert contact["name"] == f"Borrower {case_of(side, visitor).reference}"
    assert "Dana" not in json.dumps(contact)
    assert "Dana" not in side.told(visitor)
    assert "0001" not in side.told(visitor)
    assert NO_PERSON.search(side.chatwoot.heard()[0])


@pytest.mark.parametrize(
    ("shares", "told", "untold"),
    [
        ((), "[an answer with figures: balance answer]", "306,237.11"),
        (("figures",), "306,237.11", "Dana"),
        (("name",), "Name: Dana Whitfield", "ending in"),
        (("loan",), "Loans ending in: 0001", "Name:"),
    ],
)
def test_only_what_the_setting_allows_is_told(tmp_path, shares, told, untold):
    with chatwoot(tmp_path, shares=frozenset(shares)) as side:
        speaks_figures(side.house)
        visitor = side.house.open(host_token=host_token())
        visitor.say("what is my balance")
        visitor.settled()
        visitor.ask_for_person()
        side.settle()
        assert told in side.told(visitor)
        assert untold not in side.told(visitor)


def test_while_it_is_down_words_are_kept_and_arrive_once_in_order_when_it_is_back(side):
    side.chatwoot.broken = 10_000
    visitor = asks_for_person(side)
    visitor.say("first")
    side.settle()
    visitor.say("second")
    later(side, minutes=10)
    assert visitor.responses().count("utter_people_delayed") == 1
    assert (case_of(side, visitor).status, visitor.view.holder) == ("open", "queue")
    side.chatwoot.broken = 0
    later(side, minutes=10)
    later(side, minutes=10)
    assert side.chatwoot.heard() == ["can I talk to somebody", "first", "second"]


def test_a_chatwoot_that_is_down_is_asked_less_and_less_often(side):
    side.chatwoot.broken = 10_000
    asks_for_person(side)
    for _ in range(300):
        later(side, seconds=5)
    # Pauses of 5, 10, 20 … seconds up to five minutes, over 25 minutes.
    assert 8 <= len(side.chatwoot.calls) <= 14


def test_our_own_desk_can_take_the_case_meanwhile_and_nothing_is_said_twice(side):
    side.chatwoot.broken = 10_000
    visitor = asks_for_person(side)
    assert side.house.gateway.take(visitor.conversation, "a1", "Alex Rivera")
    side.chatwoot.broken = 0
    later(side, minutes=10)
    side.chatwoot.agent_writes("I can help.")
    assert visitor.texts("agent") == []
    later(side, minutes=10)
    assert any("an agent in Doorstep answers this borrower" in note for note in side.chatwoot.notes())


@pytest.mark.parametrize("lost", range(1, 6))
def test_a_message_that_arrived_though_its_answer_was_lost_is_not_sent_again(side, lost):
    side.chatwoot.swallowed = lost
    visitor = asks_for_person(side)
    side.house.bot.answer = lambda turn: said("What?", response="utter_default", intent="nlu_fallback")
    for words in ("yes", "yes", "no"):
        visitor.say(words)
    for _ in range(8):
        later(side, minutes=6)
    assert side.chatwoot.heard() == ["can I talk to somebody", "yes", "yes", "no"]
    assert len(side.chatwoot.notes()) == len(set(side.chatwoot.notes()))


def test_after_a_crash_the_work_goes_on_where_it_was(side):
    side.chatwoot.swallowed = 1
    visitor = asks_for_person(side)
    visitor.say("are you there")
    side.house.build()
    later(side, minutes=10)
    assert side.chatwoot.heard() == ["can I talk to somebody", "are you there"]
    assert len(side.chatwoot.contacts) == len(side.chatwoot.talks) == 1
    assert len(side.chatwoot.notes()) == len(set(side.chatwoot.notes())) == 2


def test_what_no_webhook_brought_is_fetched_once(side):
    visitor = asks_for_person(side)
    message = side.chatwoot.agent_writes("I am here.", quietly=True)
    later(side, minutes=2)
    assert visitor.texts("agent") == ["I am here."]
    side.chatwoot.call_message(message)
    later(side, minutes=2)
    assert visitor.texts("agent") == ["I am here."]


def test_a_private_note_and_the_borrower_s_own_words_never_come_back(side):
    visitor = asks_for_person(side)
    side.chatwoot.agent_writes("Careful with this one.", private=True)
    visitor.say("hello")
    side.settle()
    for message in side.chatwoot.talk.messages:
        side.chatwoot.call_message(message)
    later(side, minutes=2)
    assert visitor.texts("agent") == []


def test_a_late_word_that_it_was_resolved_does_not_end_what_was_asked_since(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "I am here.")
    side.finish(visitor)
    visitor.ask_for_person()
    side.settle()
    assert side.chatwoot.talk.status == "open"
    side.chatwoot.call_status()
    later(side, minutes=2)
    assert visitor.view.holder == "queue"


def test_a_second_person_there_takes_over_under_their_own_name(side):
    visitor = asks_for_person(side)
    side.chatwoot.agent_writes("I am here.")
    side.chatwoot.agent_writes("I take over.", name="Robin Diaz", number=8)
    assert [entry.author.name for entry in visitor.messages("agent")] == ["Morgan Lee", "Robin Diaz"]
    assert case_of(side, visitor).taken_by == "outside.chatwoot.8"


def test_a_file_comes_as_a_link_and_one_that_lies_elsewhere_is_refused_with_a_note(side):
    visitor = asks_for_person(side)
    address = f"{side.chatwoot.url}/rails/active_storage/blobs/redirect/abc/letter.pdf"
    side.chatwoot.agent_writes("Here it is.", files=[address, "https://elsewhere.example.com/x.exe"])
    assert visitor.texts("agent") == ["Here it is.", f"Morgan Lee sent a file: {address}"]
    later(side, minutes=2)
    assert any("whose address is elsewhere" in note for note in side.chatwoot.notes())


def test_what_is_too_long_is_not_cut_but_refused_with_a_note(side):
    visitor = asks_for_person(side)
    side.chatwoot.agent_writes("word " * 3000)
    later(side, minutes=2)
    assert visitor.texts("agent") == []
    assert any("longer than 10,000 characters" in note for note in side.chatwoot.notes())


def test_a_conversation_that_was_deleted_there_begins_anew_with_everything(side):
    visitor = asks_for_person(side)
    side.chatwoot.talks.clear()
    side.chatwoot.contacts.clear()
    visitor.say("still here")
    later(side, minutes=1)
    later(side, minutes=10)
    assert side.chatwoot.heard() == ["can I talk to somebody", "still here"]


def test_a_case_closed_at_our_desk_is_resolved_there(side):
    visitor = asks_for_person(side)
    with side.house.database.begin() as session:
        assert side.house.cases.close(session, case_of(side, visitor).reference, agent_id="s1")
    side.settle()
    assert side.chatwoot.talk.status == "resolved"


def test_what_the_assistant_answers_while_a_person_is_awaited_goes_over_as_a_note(side):
    visitor = asks_for_person(side)
    visitor.say("what is escrow")
    visitor.wait_for("You said: what is escrow")
    side.settle()
    assert side.chatwoot.heard()[-1] == "what is escrow"
    assert any("You said: what is escrow" in note for note in side.chatwoot.notes())


# Calls that are not Chatwoot's


@pytest.mark.parametrize(
    "how",
    [{"secret": "somebody else's secret"}, {"at": -timedelta(minutes=6)}, {"at": timedelta(minutes=6)}],
    ids=["another secret", "an old call", "a call of the future"],
)
def test_a_call_that_is_not_signed_now_with_our_secret_is_refused(side, how):
    visitor = asks_for_person(side)
    message = side.chatwoot.agent_writes("Send me your number.", quietly=True)
    if "at" in how:
        how = {"at": side.house.clock.now() + how["at"]}
    assert side.chatwoot.call_message(message, **how).status_code == 401
    assert visitor.texts("agent") == []


def test_a_signature_of_another_body_opens_nothing(side):
    asks_for_person(side)
    message = side.chatwoot.agent_writes("Hello.", quietly=True)
    sent = side.chatwoot.call_message(message).request
    forged = sent.content.replace(b"Hello.", b"Hello!")
    headers = {name: value for name, value in sent.headers.items() if name.startswith(("x-", "content-type"))}
    answer = side.house.browser.post("/helpdesk/chatwoot", content=forged, headers=headers)
    assert answer.status_code == 401
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b'{"event": "message_created"}',
        b'{"event": "message_created", "conversation": 3}',
        b"\xff",
    ],
)
def test_a_signed_call_of_another_shape_is_refused_in_words(side, raw):
    asks_for_person(side)
    answer = side.chatwoot._call({}, raw=raw)
    assert (answer.status_code, answer.json()["detail"]) == (400, "The call is no event of Chatwoot's.")


def test_another_inbox_and_a_conversation_nobody_knows_are_none_of_our_business(side):
    visitor = asks_for_person(side)
    message = side.chatwoot.agent_writes("Hello.", quietly=True)
    event = {
        **message,
        "event": "message_created",
        "message_type": "outgoing",
        "account": {"id": 3},
        "inbox": {"id": 12},
        "conversation": {"id": message["conversation_id"], "inbox_id": 12},
    }
    for change in ({"inbox": {"id": 13}}, {"account": {"id": 4}}, {"conversation": {"id": 999, "inbox_id": 12}}):
        assert side.chatwoot._call({**event, **change}).status_code == 200
    assert visitor.texts("agent") == []
    assert side.chatwoot._call(event).json() == {"detail": "Taken."}
    assert visitor.texts("agent") == ["Hello."]


def test_a_call_of_more_than_a_megabyte_is_not_read(side):
    assert side.chatwoot._call({}, raw=b"{" + b" " * (1024 * 1024)).status_code == 413


def test_nothing_was_asked_of_it_that_it_refuses(side):
    visitor = asks_for_person(side)
    side.answer(visitor, "I am here.")
    side.finish(visitor)
    visitor.ask_for_person()
    visitor.say("again")
    side.settle()
    assert side.chatwoot.refused == []
