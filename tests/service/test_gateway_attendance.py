"""An agent whose browser falls silent: the borrower hears it in time, and is next in the queue."""

from datetime import timedelta

import pytest

from gateway.conversation import open_conversation
from gateway.holder import hand_to_person
from tests.gateway import house_in

ALEX, SAM = ("a1", "Alex Rivera"), ("s1", "Sam Okoro")
PROMISED_SECONDS, LOOK_SECONDS = 30, 3


@pytest.fixture
def house(tmp_path):
    with house_in(tmp_path, started=False) as house:
        yield house


def waits(house):
    """Somebody who asked for a person and still waits."""
    with house.database.begin() as session:
        conversation = open_conversation(house.gateway.parts, session, language="en")
        hand_to_person(house.gateway.parts, session, conversation, reason="borrower_request")
        return conversation.id


def talking(house, agent=ALEX):
    """A conversation that the agent has taken at the desk."""
    name = waits(house)
    assert house.gateway.take(name, *agent)
    with house.database.begin() as session:
        assert house.cases.take(session, house.cases.case_for(session, name).reference, agent_id=agent[0])
    return name


def pass_time(house, seconds, heard=()):
    """Lets time pass as the gateway lives it: a look every few seconds, signs of those who are there."""
    for _ in range(seconds // LOOK_SECONDS):
        house.later(seconds=LOOK_SECONDS)
        for agent in heard:
            house.gateway.here(agent[0])
        house.gateway.attendance.look()


def said(house, name):
    return [entry.body.get("response") for entry in house.gateway.entries(name) if entry.kind == "message"]


def test_the_borrower_hears_of_it_within_thirty_seconds_and_is_next(house):
    waits(house)
    house.later(minutes=1)
    name = talking(house)
    house.gateway.here(ALEX[0])
    pass_time(house, PROMISED_SECONDS)
    assert said(house, name)[-1] == "utter_agent_lost"
    assert house.gateway.conversation(name).holder == "queue"
    last = [entry for entry in house.gateway.entries(name) if entry.kind == "message"][-1]
    assert "Alex Rivera lost the connection" in last.body["text"]
    assert "You are first in line." in last.body["text"]
    with house.database.read() as session:
        assert house.cases.place_in_line(session, conversation_id=name) == 1
        assert house.cases.events(session, name)[-1].kind == "desk.case.let_go"


def test_an_agent_who_is_heard_keeps_the_line_and_a_gone_one_loses_only_their_own(house):
    kept, lost = talking(house, SAM), talking(house, ALEX)
    for agent in (ALEX, SAM):
        house.gateway.here(agent[0])
    pass_time(house, 120, heard=[SAM])
    assert house.gateway.conversation(kept).holder == "agent:s1"
    assert house.gateway.conversation(lost).holder == "queue"


def test_who_was_never_heard_counts_as_there(house):
    name = talking(house)
    pass_time(house, 300)
    assert house.gateway.conversation(name).holder == "agent:a1"


def test_a_gateway_that_slept_itself_waits_for_the_agents_to_be_heard_again(house):
    name = talking(house)
    house.gateway.here(ALEX[0])
    house.gateway.attendance.look()
    house.later(minutes=5)
    house.gateway.attendance.look()
    assert house.gateway.conversation(name).holder == "agent:a1"
    pass_time(house, PROMISED_SECONDS)
    assert house.gateway.conversation(name).holder == "queue"


def test_the_next_agent_takes_it_and_the_one_who_comes_back_can_only_read(house):
    name = talking(house)
    house.gateway.here(ALEX[0])
    pass_time(house, PROMISED_SECONDS)
    assert house.gateway.take(name, *SAM)
    assert not house.gateway.take(name, *ALEX)


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_wall_clock_that_is_set_anew_neither_keeps_who_is_gone_nor_drops_who_is_there(house, hours):
    name, other = talking(house), talking(house, SAM)
    house.gateway.here(ALEX[0])
    house.gateway.here(SAM[0])
    house.clock.moment += timedelta(hours=hours)
    pass_time(house, PROMISED_SECONDS, heard=[SAM])
    assert house.gateway.conversation(name).holder == "queue"
    assert house.gateway.conversation(other).holder == "agent:s1"
