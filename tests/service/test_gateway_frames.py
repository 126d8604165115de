"""Bad input gets a clear answer, is not stored, and costs nobody else anything."""

import json
import uuid
from datetime import timedelta

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.gateway import ORIGIN, Socket, house_in

ID = "7b0c2d5e-3c51-4a0f-9a57-0f1c2d3e4f50"
MESSAGE = {"type": "message", "id": ID, "text": "hi"}

BAD_FRAMES = {
    "broken JSON": ("{", "bad_json"),
    "no JSON": ("hello", "bad_json"),
    "half a character": ('{"type":"message","id":"' + ID + '","text":"\\ud800"}', "bad_json"),
    "nothing": ("", "bad_json"),
    "null": ("null", "unknown_type"),
    "a list": ("[1]", "unknown_type"),
    "a number": ("7", "unknown_type"),
    "no type": ("{}", "unknown_type"),
    "an unknown type": ('{"type":"inform"}', "unknown_type"),
    "a type that is no text": ('{"type":["message"]}', "unknown_type"),
    "an unknown field": (json.dumps({**MESSAGE, "metadata": {"verified": True}}), "unknown_field"),
    "a client's own conversation": (json.dumps({**MESSAGE, "conversation": "x"}), "unknown_field"),
    "text that is no text": (json.dumps({**MESSAGE, "text": 5}), "invalid_field"),
    "text that is null": (json.dumps({**MESSAGE, "text": None}), "invalid_field"),
    "no text": (json.dumps({"type": "message", "id": ID}), "invalid_field"),
    "no id": (json.dumps({"type": "message", "text": "hi"}), "invalid_field"),
    "an id that is none": (json.dumps({**MESSAGE, "id": "1"}), "invalid_field"),
    "an id derived from a name": (
        json.dumps({**MESSAGE, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, "x"))}),
        "invalid_field",
    ),
    "an unknown language": (json.dumps({**MESSAGE, "language": "fr"}), "invalid_field"),
    "a negative place": (json.dumps({"type": "choice", "id": ID, "seq": -1, "index": 0}), "invalid_field"),
    "a place that is text": (json.dumps({"type": "choice", "id": ID, "seq": "1", "index": 0}), "invalid_field"),
    "five last digits": (json.dumps({"type": "identify", "id": ID, "last4": "00001", "zip": "43001"}), "invalid_field"),
    "last digits in another script": (
        json.dumps({"type": "identify", "id": ID, "last4": "٠٠٠١", "zip": "43001"}),
        "invalid_field",
    ),
    **{
        f"{value!r} for the {field}": (
            json.dumps({"type": "identify", "id": ID, "last4": "0001", "zip": "43001", field: value}),
            "invalid_field",
        )
        for field, values in {"last4": ["", "12", "-001", "abcd"], "zip": ["", "4300", "430011", "ABCDE"]}.items()
        for value in values
    },
    **{
        f"{value!r} for the code": (json.dumps({"type": "code", "id": ID, "code": value}), "invalid_field")
        for value in ["", "12345", "1234567", "-12345"]
    },
    "a code with letters": (json.dumps({"type": "code", "id": ID, "code": "12345x"}), "invalid_field"),
    "a frame of 40 KB": (json.dumps({**MESSAGE, "text": "x" * 40_000}), "frame_too_large"),
    "deep nesting": ("[" * 10_000, "bad_json"),
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with house_in(tmp_path_factory.mktemp("frames")) as house:
        yield house


@pytest.fixture
def house(shared):
    """One house for all, in which time passes between two tests: new sessions from one address are rationed."""
    shared.later(seconds=30)
    return shared


@pytest.mark.parametrize(("raw", "code"), BAD_FRAMES.values(), ids=BAD_FRAMES.keys())
def test_a_frame_that_cannot_be_read_is_refused_by_both_transports(house, raw, code):
    visitor = house.open()
    with visitor.socket() as socket:
        socket.line.send(raw)
        over_socket = socket.next("error")
        socket.send(**MESSAGE | {"id": str(uuid.uuid4()), "text": "still here"})
        socket.next("ack")
    headers = {**visitor.headers, "Content-Type": "application/json"}
    over_http = house.browser.post("/chat/frames", content=raw.encode(), headers=headers)
    assert over_socket["code"] == code
    assert over_http.json()["code"] == code
    assert over_http.status_code in (400, 413)
    assert visitor.texts("borrower") == ["still here"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "message_empty"),
        (" \n\t ", "message_empty"),
        ("\u200b\u200d\u2060", "message_empty"),
        ("\x00\x01\x1f", "message_empty"),
        ("x" * 2_001, "message_too_long"),
        ("x" * 10_000, "message_too_long"),
    ],
    ids=["empty", "spaces", "invisible", "control characters", "2,001", "10,000"],
)
def test_a_message_that_cannot_be_taken_is_refused_in_words_and_not_stored(house, text, code):
    visitor = house.open(language="es")
    identifier = str(uuid.uuid4())
    [answer] = visitor.send(type="message", id=identifier, text=text)
    assert (answer["type"], answer["code"], answer["id"]) == ("error", code, identifier)
    assert "mensaje" in answer["message"]
    assert visitor.texts("borrower") == []


def test_the_refusal_of_a_long_message_names_the_limit(house):
    [answer] = house.open().send(**MESSAGE | {"id": str(uuid.uuid4()), "text": "x" * 2_001})
    assert "2,000" in answer["message"]


def test_a_message_of_exactly_the_limit_is_taken_whole(house):
    visitor = house.open()
    visitor.say("word " * 400)
    visitor.settled()
    assert visitor.texts("borrower") == [("word " * 400).strip()]


def test_nul_and_direction_marks_are_taken_out_of_a_message(house):
    visitor = house.open()
    visitor.say("my \x00bal\u202eance\x07")
    visitor.settled()
    assert visitor.texts("borrower") == ["my balance"]


@pytest.mark.parametrize("text", ["😀", "👍🏽👍🏽", "🏠💵❓", "!!!", "…", "❤️"])
def test_a_message_without_words_is_recorded_and_answered_at_the_door(house, text):
    visitor = house.open()
    visitor.say(text)
    visitor.settled()
    assert visitor.responses()[-1] == "utter_message_unreadable"
    assert visitor.texts("borrower") == [text]


def test_a_bare_question_mark_is_a_message_for_the_bot(house):
    visitor = house.open()
    visitor.say("??")
    visitor.wait_for("You said: ??")


def test_too_many_messages_are_refused_in_clear_words_until_some_time_has_passed(house):
    visitor = house.open()
    for number in range(20):
        visitor.say(f"question {number}")
    [answer] = visitor.send(type="message", id=str(uuid.uuid4()), text="one more")
    assert answer["code"] == "rate_limited"
    house.later(seconds=4)
    [answer] = visitor.send(type="message", id=str(uuid.uuid4()), text="one more")
    assert answer["type"] == "ack"


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_wall_clock_that_is_set_anew_neither_shuts_anybody_out_nor_lets_a_flood_through(house, hours):
    calm, flood = house.open(), house.open()
    calm.say("hello")
    for number in range(20):
        flood.say(f"question {number}")
    house.clock.moment += timedelta(hours=hours)
    [answer] = calm.send(type="message", id=str(uuid.uuid4()), text="still here")
    assert answer["type"] == "ack"
    [answer] = flood.send(type="message", id=str(uuid.uuid4()), text="one more")
    assert answer["code"] == "rate_limited"


def test_a_socket_from_another_site_is_refused(house):
    for origin in ("https://evil.example", "null", f"{ORIGIN}.evil.example"):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{house.port}/chat/ws", origin=origin)
        assert refused.value.response.status_code == 403


def test_a_socket_from_the_servicer_s_site_is_served(house):
    with house.open().socket(origin=ORIGIN) as socket:
        assert socket.seen[0]["type"] == "ready"


def test_calls_from_another_site_are_refused_and_those_from_the_servicer_s_are_let_through(house):
    evil = house.browser.post("/chat/sessions", json={}, headers={"Origin": "https://evil.example"})
    good = house.browser.post("/chat/sessions", json={}, headers={"Origin": ORIGIN})
    asked = house.browser.options("/chat/frames", headers={"Origin": ORIGIN})
    assert evil.status_code == 403
    assert "access-control-allow-origin" not in evil.headers
    assert (good.status_code, good.headers["access-control-allow-origin"]) == (201, ORIGIN)
    assert "access-control-allow-credentials" not in good.headers
    assert "authorization" in asked.headers["access-control-allow-headers"].lower()


def test_a_body_that_needs_no_preflight_is_refused(house):
    answer = house.browser.post("/chat/sessions", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"conversation":"mine"}', b'{"language":"fr"}', b'{"host_token":5}'])
def test_a_wish_for_a_session_that_cannot_be_read_is_refused(house, body):
    answer = house.browser.post("/chat/sessions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "first",
    [
        '{"type":"hello","token":"wrong"}',
        '{"type":"message","id":"' + ID + '","text":"hi"}',
        "{",
        '{"type":"hello","token":"x","cursor":-1}',
    ],
)
def test_a_socket_that_does_not_begin_with_a_good_hello_is_told_why_and_closed(house, first):
    with connect(f"ws://127.0.0.1:{house.port}/chat/ws") as line:
        line.send(first)
        socket = Socket(line)
        assert socket.next("error")["code"] in ("session_ended", "hello_first", "bad_json", "invalid_field")
        with pytest.raises(ConnectionClosed) as closed:
            line.recv(timeout=10)
    assert closed.value.rcvd.code in (4400, 4401)


def test_binary_frames_are_read_like_text_or_refused(house):
    with house.open().socket() as socket:
        socket.line.send(b"\xff\xfe\x00")
        assert socket.next("error")["code"] == "bad_json"


@pytest.mark.parametrize("cursor", ["-1", "x", "1e3", "٣", "9" * 30])
def test_a_cursor_that_is_no_number_is_refused(house, cursor):
    answer = house.browser.get("/chat/frames", params={"cursor": cursor}, headers=house.open().headers)
    assert answer.status_code == 400


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer"}, {"Authorization": "Basic x"}])
def test_every_route_of_a_conversation_wants_its_token(house, header):
    json_header = {**header, "Content-Type": "application/json"}
    for answer in (
        house.browser.get("/chat/frames", headers=header),
        house.browser.post("/chat/frames", content=b"{}", headers=json_header),
        house.browser.get("/chat/transcript", headers=header),
        house.browser.post("/chat/documents/d/link", headers=header),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
