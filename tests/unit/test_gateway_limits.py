"""What is taken of a message, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.limits import Limiter, Rate, Refused, readable

NOON = datetime(2026, 11, 16, 17, tzinfo=UTC)
RATE = Rate(burst=3, pause=timedelta(seconds=2))


def test_a_burst_passes_and_then_one_more_after_each_pause():
    limiter = Limiter()
    assert [limiter.allows("messages", "c", RATE, NOON) for _ in range(4)] == [True, True, True, False]
    assert not limiter.allows("messages", "c", RATE, NOON + timedelta(seconds=1))
    assert limiter.allows("messages", "c", RATE, NOON + timedelta(seconds=2))
    assert not limiter.allows("messages", "c", RATE, NOON + timedelta(seconds=2))


def test_one_conversation_s_flood_does_not_slow_another():
    limiter = Limiter()
    for _ in range(9):
        limiter.allows("messages", "flood", RATE, NOON)
    assert limiter.allows("messages", "calm", RATE, NOON)


def test_a_clock_that_steps_back_does_not_open_the_gate():
    limiter = Limiter()
    for _ in range(3):
        limiter.allows("messages", "c", RATE, NOON)
    assert not limiter.allows("messages", "c", RATE, NOON - timedelta(hours=1))


@given(st.text(max_size=200))
def test_what_is_taken_has_no_control_characters_and_is_taken_again_unchanged(text):
    clean = readable(f"a{text}", to_person=False)
    assert not any(ord(character) < 32 and character not in "\n\t" for character in clean)
    assert readable(clean, to_person=False) == clean


def test_a_pile_of_accents_is_cut_down_to_what_a_letter_can_carry():
    assert len(readable("a" + "\u0301" * 500, to_person=False)) == 5


@pytest.mark.parametrize(("to_person", "limit"), [(False, "2,000"), (True, "10,000")])
def test_the_limit_is_told(to_person, limit):
    with pytest.raises(Refused) as refused:
        readable("x" * 10_001, to_person=to_person)
    assert refused.value.values == {"limit": limit}
