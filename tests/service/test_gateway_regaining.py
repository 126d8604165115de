"""A right code whose answer is lost on the line: the same code from the same session brings the token again."""

import uuid
from datetime import timedelta

import pytest

from gateway.conversation import VERIFIED_LIFE, locked
from kernel.clock import StoppedClock
from tests.databases import BACKENDS
from tests.gateway import NOON, host_token, house_in, said


class RunningClock(StoppedClock):
    """A clock that never shows one moment twice, as the machine's does not."""

    def now(self):
        self.moment += timedelta(microseconds=1)
        return super().now()


@pytest.fixture(params=BACKENDS)
def house(request, tmp_path):
    with house_in(tmp_path, backend=request.param, clock=RunningClock(NOON)) as house:
        yield house


def with_lost_answer(house):
    """A visitor who gave the right code and still holds the token from before; the code, and the frame's id."""
    visitor = house.open()
    visitor.identify()
    code, identifier, before = house.code(), str(uuid.uuid4()), visitor.token
    visitor.send(type="code", id=identifier, code=code)
    assert visitor.token != before
    lost, visitor.token = visitor.token, before
    return visitor, code, identifier, lost


def status_of(house, token, frame):
    answer = house.browser.post("/chat/frames", json=frame, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


def code_frame(code, identifier=None):
    return {"type": "code", "id": identifier or str(uuid.uuid4()), "code": code}


@pytest.mark.parametrize("same_frame", [True, False], ids=["the same frame", "typed once more"])
def test_the_same_code_from_the_same_session_opens_the_verified_conversation(house, same_frame):
    visitor, code, identifier, lost = with_lost_answer(house)
    frames = visitor.send(**code_frame(code, identifier if same_frame else None))
    assert [frame["type"] for frame in frames] == ["token", "ack"]
    assert visitor.token not in ("", lost)
    visitor.say("what is my balance")
    assert visitor.view.level == "verified"
    assert visitor.responses().count("utter_identity_verified") == 1


def test_a_code_typed_as_a_message_is_taken_again_too(house):
    visitor = house.open()
    visitor.identify()
    code, before = house.code(), visitor.token
    frame = {"type": "message", "id": str(uuid.uuid4()), "text": f"it's {code}"}
    visitor.send(**frame)
    visitor.token = before
    visitor.send(**frame)
    assert visitor.view.level == "verified"
    assert visitor.token != before


def test_the_answer_may_be_lost_twice_and_the_lost_token_ends(house):
    visitor, code, _identifier, lost = with_lost_answer(house)
    before = visitor.token
    visitor.send(**code_frame(code))
    again, visitor.token = visitor.token, before
    visitor.send(**code_frame(code))
    for ended in (lost, again):
        assert status_of(house, ended, {"type": "person", "id": str(uuid.uuid4())}) == 401


def test_the_waiting_question_is_answered_once(house):
    needed = said("Who are you?", form="identity", result={"outcome": "identity_needed"})
    told = said("Here it is.")
    house.bot.answer = lambda turn: told if turn["metadata"]["level"] == "verified" else needed
    visitor = house.open()
    visitor.say("what is my balance")
    visitor.wait_for("Who are you?")
    visitor.identify()
    before, code = visitor.token, house.code()
    visitor.enter(code)
    visitor.wait_for("Here it is.")
    visitor.token = before
    visitor.enter(code)
    visitor.settled()
    assert visitor.texts("bot").count("Here it is.") == 1


def test_no_other_session_gets_in_with_the_code(house):
    visitor, code, identifier, lost = with_lost_answer(house)
    stranger = house.open()
    stranger.send(**code_frame(code, identifier))
    assert stranger.view.level == "none"
    house.later(seconds=1)
    visitor.send(**code_frame(code))
    for token in (lost, "no-such-token"):
        assert status_of(house, token, code_frame(code, identifier)) == 401


def test_a_code_brings_nothing_once_the_sign_in_has_proven_the_borrower(house):
    visitor = house.open()
    visitor.identify()
    code, before = house.code(), visitor.token
    visitor.send(type="host_token", token=host_token())
    assert visitor.view.level == "verified"
    assert status_of(house, before, code_frame(code)) == 401


def test_the_old_token_opens_nothing_else_and_a_wrong_code_opens_nothing(house):
    visitor, code, identifier, _lost = with_lost_answer(house)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for frame in (
        code_frame(wrong),
        {"type": "message", "id": str(uuid.uuid4()), "text": "what is my balance"},
        {"type": "hello", "token": visitor.token, "cursor": 0},
        {"type": "person", "id": identifier},
    ):
        assert status_of(house, visitor.token, frame) == 401
    headers = {"Authorization": f"Bearer {visitor.token}"}
    assert house.browser.get("/chat/frames", headers=headers).status_code == 401


def test_wrong_codes_use_up_the_tries(house):
    visitor, code, _identifier, _lost = with_lost_answer(house)
    for offset in range(1, 6):
        assert status_of(house, visitor.token, code_frame(f"{(int(code) + offset) % 10**6:06d}")) == 401
    assert status_of(house, visitor.token, code_frame(code)) == 401


def test_the_code_brings_nothing_after_its_life(house):
    visitor, code, _identifier, _lost = with_lost_answer(house)
    house.later(minutes=10)
    assert status_of(house, visitor.token, code_frame(code)) == 401


def test_a_proof_that_has_lapsed_is_not_brought_back(house):
    visitor, code, _identifier, _lost = with_lost_answer(house)
    with house.database.begin() as session:
        locked(session, visitor.conversation).verified_at -= VERIFIED_LIFE + timedelta(seconds=1)
    assert status_of(house, visitor.token, code_frame(code)) == 401
