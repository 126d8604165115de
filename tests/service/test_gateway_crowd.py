"""How many chats one address and one conversation may have open, and how often they may call; nothing is lost."""

import contextlib
import threading

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from gateway.crowd import CALLS_IN_CONVERSATION, OPEN_IN_CONVERSATION, Allowance
from tests.gateway import house_in, wait_until

CALLS = 60


@pytest.fixture
def narrow(tmp_path):
    with house_in(tmp_path, allowance=Allowance(chats=3, calls=100_000)) as house:
        yield house


@pytest.fixture
def slow(tmp_path):
    with house_in(tmp_path, allowance=Allowance(chats=100, calls=CALLS)) as house:
        yield house


@pytest.fixture
def roomy(tmp_path):
    with house_in(tmp_path, allowance=Allowance(chats=100, calls=100_000)) as house:
        yield house


def poll(visitor, cursor=0):
    return visitor.house.browser.get("/chat/frames", params={"cursor": cursor}, headers=visitor.headers)


def hello(visitor):
    frame = {"type": "hello", "token": visitor.token, "cursor": 0}
    return visitor.house.browser.post("/chat/frames", json=frame, headers=visitor.headers)


def how_it_ends(visitor):
    """The code with which the gateway hangs up on one more socket."""
    with connect(f"ws://127.0.0.1:{visitor.house.port}/chat/ws") as line:
        with contextlib.suppress(ConnectionClosed):
            line.send(f'{{"type": "hello", "token": "{visitor.token}"}}')
            while True:
                line.recv(timeout=5)
        return line.protocol.close_code


def test_one_address_has_so_many_sockets_and_a_closed_one_makes_room(narrow):
    visitors = [narrow.open() for _ in range(4)]
    with contextlib.ExitStack() as open_sockets:
        for visitor in visitors[:3]:
            open_sockets.enter_context(visitor.socket())
        assert how_it_ends(visitors[3]) == 4429
        assert poll(visitors[3]).status_code == 429
    wait_until(lambda: poll(visitors[3]).status_code == 200)
    with visitors[3].socket() as socket:
        socket.send(type="message", id="8f14e45f-ceea-4e7a-9b2c-111111111111", text="hello")
        assert socket.next("ack")


def test_a_socket_that_says_nothing_takes_a_place_too(narrow):
    visitor = narrow.open()
    address = f"ws://127.0.0.1:{narrow.port}/chat/ws"
    with connect(address), connect(address), connect(address):
        assert how_it_ends(visitor) == 4429


def test_polls_that_wait_take_places(narrow):
    visitors = [narrow.open() for _ in range(4)]
    seen = [poll(visitor).json()["cursor"] for visitor in visitors]
    answers = []

    def wait(visitor, cursor):
        # The fourth may have been quicker for a moment.
        while (answer := poll(visitor, cursor)).status_code == 429:
            pass
        answers.append(answer.status_code)

    waiting = [threading.Thread(target=wait, args=pair) for pair in zip(visitors[:3], seen, strict=False)]
    for thread in waiting:
        thread.start()
    wait_until(lambda: poll(visitors[3]).status_code == 429)
    for visitor in visitors[:3]:
        visitor.say("hello")
    for thread in waiting:
        thread.join()
    assert answers == [200, 200, 200]
    assert poll(visitors[3]).status_code == 200


def test_one_conversation_has_so_many_windows(roomy):
    visitor, other = roomy.open(), roomy.open()
    with contextlib.ExitStack() as open_sockets:
        for _ in range(OPEN_IN_CONVERSATION):
            open_sockets.enter_context(visitor.socket())
        assert how_it_ends(visitor) == 4429
        assert poll(other).status_code == 200


def test_an_address_that_calls_too_often_is_told_when_to_come_back_and_let_in_then(slow):
    visitor = slow.open()
    answers = [hello(visitor) for _ in range(CALLS + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    refused = answers[-1]
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "20")
    assert refused.json()["code"] == "crowded"
    assert how_it_ends(visitor) == 4429
    slow.later(seconds=2)
    assert hello(visitor).status_code == 200


def test_tokens_that_open_nothing_are_counted_by_address(slow):
    headers = {"Authorization": "Bearer guessed"}
    answers = [slow.browser.get("/chat/frames", headers=headers).status_code for _ in range(CALLS + 1)]
    assert answers == [401] * CALLS + [429]


def test_one_conversation_that_polls_without_a_pause_leaves_the_others_alone(roomy):
    visitor, other = roomy.open(), roomy.open()
    answers = [hello(visitor).status_code for _ in range(CALLS_IN_CONVERSATION + 1)]
    assert answers == [200] * CALLS_IN_CONVERSATION + [429]
    assert hello(other).status_code == 200


def test_a_message_that_was_turned_away_is_taken_when_it_comes_again(slow):
    visitor = slow.open()
    for _ in range(CALLS):
        hello(visitor)
    frame = {"type": "message", "id": "8f14e45f-ceea-4e7a-9b2c-222222222222", "text": "my balance please"}
    assert slow.browser.post("/chat/frames", json=frame, headers=visitor.headers).status_code == 429
    slow.later(seconds=1)
    visitor.send(**frame)
    assert visitor.texts("borrower") == ["my balance please"]
