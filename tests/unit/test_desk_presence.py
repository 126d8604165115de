"""Who else has a conversation open: for seconds, and never oneself."""

from datetime import timedelta

import pytest

from desk.presence import READING_LIFE, WRITING_LIFE, Colleague, Presence
from kernel.clock import StoppedClock
from tests.desk import CONVERSATION, MORNING


@pytest.fixture
def clock():
    return StoppedClock(MORNING)


@pytest.fixture
def presence(clock):
    return Presence(clock.now)


def others(presence, who="alex"):
    return presence.others(CONVERSATION, who)


def test_whoever_reads_is_seen_by_others_and_not_by_themselves(presence):
    presence.reads(CONVERSATION, "sam", "Sam Rivera")
    assert others(presence) == (Colleague("Sam Rivera", "reading"),)
    assert others(presence, "sam") == ()
    assert presence.others("elsewhere", "alex") == ()


@pytest.mark.parametrize("what", ["note", "reply"])
def test_writing_says_more_than_reading_until_it_stops(presence, what):
    presence.reads(CONVERSATION, "sam", "Sam Rivera")
    presence.writes(CONVERSATION, "sam", "Sam Rivera", what, True)
    assert others(presence) == (Colleague("Sam Rivera", what),)
    presence.writes(CONVERSATION, "sam", "Sam Rivera", what, False)
    assert others(presence) == (Colleague("Sam Rivera", "reading"),)


def test_a_page_that_is_closed_is_gone_within_seconds_and_nothing_is_kept(presence, clock):
    presence.reads(CONVERSATION, "sam", "Sam Rivera")
    presence.writes(CONVERSATION, "sam", "Sam Rivera", "note", True)
    clock.moment += max(READING_LIFE, WRITING_LIFE)
    assert others(presence) == ()
    assert presence._seen == {}
    assert max(READING_LIFE, WRITING_LIFE) < timedelta(seconds=20)


def test_two_colleagues_stand_in_the_order_of_their_names(presence):
    for member_id, name in (("1", "Sue Park"), ("2", "Kim Doe")):
        presence.reads(CONVERSATION, member_id, name)
    assert [each.name for each in others(presence)] == ["Kim Doe", "Sue Park"]
