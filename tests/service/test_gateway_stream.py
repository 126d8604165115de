"""What a browser is shown: in order, once, from where it left off, over a socket or by long polling."""

import threading
import uuid

import pytest

from tests.gateway import host_token, house_in, wait_until


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path) as house:
        yield house


def poll(visitor, cursor=0) -> list[dict]:
    answer = visitor.house.browser.get("/chat/frames", params={"cursor": cursor}, headers=visitor.headers, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["frames"]


def entries(frames) -> list[dict]:
    return [frame for frame in frames if frame["type"] == "entry"]


def test_a_socket_shows_the_conversation_so_far_and_then_what_happens(house):
    visitor = house.open()
    with visitor.socket() as socket:
        assert "automated assistant" in socket.next("entry")["text"]
        socket.send(type="message", id=str(uuid.uuid4()), text="what is my balance")
        socket.next("ack")
        answer = socket.entry("You said: what is my balance")
    assert answer["author"] == {"kind": "bot", "name": None}
    shown = entries(socket.seen)
    assert [frame["author"]["kind"] for frame in shown] == ["bot", "borrower", "bot"]


def test_the_greeting_says_how_things_stand(house):
    visitor = house.open(host_token=host_token())
    with visitor.socket() as socket:
        ready = socket.seen[0]
    assert ready["type"] == "ready"
    assert ready["conversation"] == visitor.conversation
    assert (ready["holder"], ready["language"], ready["level"]) == ("bot", "en", "verified")
    assert ready["cursor"] == visitor.view.last_seq


def test_buttons_are_shown_without_their_payloads(house):
    with house.open().socket() as socket:
        buttons = socket.next("entry")["buttons"]
    assert buttons
    assert all(set(button) == {"title"} for button in buttons)


def test_a_browser_that_comes_back_sees_what_it_missed_once_and_in_order(house):
    visitor = house.open()
    with visitor.socket() as socket:
        cursor = socket.next("entry")["seq"]
    for number in range(5):
        visitor.say(f"question {number}")
    visitor.settled()
    with visitor.socket(cursor) as socket:
        socket.entry("You said: question 4")
    seqs = [frame["seq"] for frame in entries(socket.seen)]
    assert seqs == sorted(set(seqs))
    assert min(seqs) > cursor
    assert len(seqs) == 10


def test_many_entries_written_while_a_socket_resumes_arrive_once_and_in_order(house):
    visitor = house.open()
    house.gateway.take(visitor.conversation, "a1", "Alex")

    def speak() -> None:
        for number in range(60):
            house.gateway.say_as_agent(visitor.conversation, "a1", "Alex", f"line {number}", str(uuid.uuid4()))

    speaking = threading.Thread(target=speak)
    speaking.start()
    seen, cursor = [], 0
    while len(seen) < 60:
        with visitor.socket(cursor) as socket:
            for _ in range(7):
                frame = socket.next("entry")
                cursor = frame["seq"]
                if frame["author"]["kind"] == "agent":
                    seen.append(frame["text"])
                if len(seen) == 60:
                    break
    speaking.join()
    assert seen == [f"line {number}" for number in range(60)]


def test_two_tabs_of_one_conversation_see_the_same(house):
    visitor = house.open()
    with visitor.socket() as first, visitor.socket() as second:
        first.send(type="message", id=str(uuid.uuid4()), text="hello there")
        assert first.entry("You said: hello there")["seq"] == second.entry("You said: hello there")["seq"]


def test_an_agent_s_words_and_the_change_of_holder_reach_the_borrower_without_the_agent_s_id(house):
    visitor = house.open()
    with visitor.socket() as socket:
        house.gateway.take(visitor.conversation, "staff-77", "Alex Rivera")
        house.gateway.say_as_agent(visitor.conversation, "staff-77", "Alex Rivera", "Good morning", "m1")
        assert socket.entry("Good morning")["author"] == {"kind": "agent", "name": "Alex Rivera"}
        house.gateway.hand_back(visitor.conversation, "staff-77")
        while socket.next("state")["holder"] != "bot":
            pass
    states = [frame for frame in socket.seen if frame["type"] == "state"]
    assert ("agent", "Alex Rivera") in [(state["holder"], state["name"]) for state in states]
    assert "staff-77" not in str(socket.seen)


def test_typing_is_shown_to_the_other_side(house):
    visitor = house.open()
    with visitor.socket() as socket:
        house.gateway.typing(visitor.conversation, "Alex Rivera", True)
        assert socket.next("typing") == {"type": "typing", "author": "Alex Rivera", "on": True}
        house.gateway.typing(visitor.conversation, "Alex Rivera", False)
        assert socket.next("typing")["on"] is False
        socket.send(type="typing")
        wait_until(lambda: house.gateway.borrower_typing(visitor.conversation))
    wait_until(lambda: not house.gateway.borrower_typing(visitor.conversation))


def test_another_conversation_s_token_reads_nothing_of_this_one(house):
    mine, other = house.open(), house.open()
    mine.say("my very own question")
    mine.settled()
    assert "very own" not in str(poll(other))
    with other.socket() as socket:
        socket.send(type="message", id=str(uuid.uuid4()), text="mine")
        socket.entry("You said: mine")
    assert "very own" not in str(socket.seen)


def test_long_polling_shows_the_same_as_a_socket(house):
    visitor = house.open()
    ready = visitor.send(type="hello", token=visitor.token, cursor=0)
    assert ready[0]["type"] == "ready"
    frames = poll(visitor)
    assert [frame["type"] for frame in frames] == ["entry", "state"]
    cursor = frames[0]["seq"]
    visitor.say("what is my balance")
    visitor.settled()
    later = entries(poll(visitor, cursor))
    assert [frame["text"] for frame in later] == ["what is my balance", "You said: what is my balance"]


def test_a_long_poll_waits_until_there_is_something_to_show(house):
    visitor = house.open()
    cursor = visitor.view.last_seq
    shown = []
    polling = threading.Thread(target=lambda: shown.extend(poll(visitor, cursor)))
    polling.start()
    house.gateway.take(visitor.conversation, "a1", "Alex")
    polling.join(timeout=30)
    assert any(frame["type"] == "entry" or frame.get("holder") == "agent" for frame in shown)
