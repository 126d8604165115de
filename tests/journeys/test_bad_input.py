"""Bad input gets a clear answer and loses nothing."""

import uuid

import httpx
import pytest

from tests.chat import DANA_LOGIN, open_chat, signed_in


@pytest.fixture(scope="module")
def verified(system):
    return signed_in(system.url, DANA_LOGIN)


def post(system, chat, content, media_type="application/json"):
    headers = {**chat.headers, "Content-Type": media_type}
    return httpx.post(f"{system.url}/chat/frames", content=content, headers=headers, trust_env=False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "message_empty"),
        ("   \n ", "message_empty"),
        ("\x00\x00", "message_empty"),
        ("x" * 10_001, "message_too_long"),
        ("x" * 10_000, "message_too_long"),
    ],
)
def test_a_message_nobody_could_read_is_refused_in_words(system, text, code):
    chat = open_chat(system.url)
    before = len(chat.entries)
    frames = chat.send("message", id=str(uuid.uuid4()), text=text)
    errors = [frame for frame in frames if frame["type"] == "error"]
    assert [error["code"] for error in errors] == [code]
    assert len(errors[0]["message"]) > 20
    chat.poll_now()
    assert len(chat.entries) == before


def test_emoji_alone_are_answered_in_words(verified):
    assert "word" in verified.ask("🙂🙃😀")


def test_a_nul_inside_a_message_is_dropped_and_the_rest_answered(verified):
    assert "306,237.11" in verified.ask("what's my\x00 balance")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{not json", "bad_json"),
        (b"[]", "unknown_type"),
        (b'"hello"', "unknown_type"),
        (b'{"type": "dance"}', "unknown_type"),
        (b'{"type": "message", "id": 5, "text": "hi"}', "invalid_field"),
        (b'{"type": "message", "text": "hi"}', "invalid_field"),
        (b'{"type": "message", "id": "not-a-uuid", "text": "hi"}', "invalid_field"),
        (
            b'{"type": "identify", "id": "7d9f3a52-6c1e-4b0a-9a53-0123456789ab", "last4": "12", "zip": "44001"}',
            "invalid_field",
        ),
        (
            b'{"type": "message", "id": "7d9f3a52-6c1e-4b0a-9a53-0123456789ab", "text": "hi", "admin": true}',
            "unknown_field",
        ),
    ],
)
def test_a_broken_frame_is_named(system, verified, content, code):
    answer = post(system, verified, content)
    assert answer.status_code == 400
    assert answer.json()["code"] == code
    assert answer.json()["detail"]


def test_a_huge_frame_and_a_foreign_body_are_refused(system, verified):
    assert post(system, verified, b'{"type": "message", "text": "' + b"x" * 100_000 + b'"}').status_code == 413
    assert post(system, verified, b"hello", "text/plain").status_code == 415
    assert httpx.post(f"{system.url}/chat/frames", json={"type": "typing"}, trust_env=False).status_code == 401


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("payoff for February 30", "no such day"),
        ("payoff amount for November 1, 2026", "passed"),
        ("how much to pay off my loan on December 15, 2031", "latest date"),
        ("send me my 2019 1098", "2023"),
        ("i need the 1098 for 2031", "2032"),
        ("send my 2026 form 1098", "2027"),
    ],
)
def test_a_date_or_year_that_cannot_be_is_explained(system, question, words):
    answer = signed_in(system.url, DANA_LOGIN).ask(question)
    assert words in answer
    assert "$" not in answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("cuánto cuesta liquidar el 30 de febrero", "no existe"),
        ("monto de liquidación para el 1 de noviembre de 2026", "pasó"),
        ("mándeme el 1098 de 2019", "2023"),
    ],
)
def test_the_same_is_explained_in_spanish(system, question, words):
    assert words in signed_in(system.url, DANA_LOGIN, "es").ask(question)
