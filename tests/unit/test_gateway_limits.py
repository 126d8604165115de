"""What is taken of a message, and how often."""

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import limits
from gateway.limits import Limiter, Rate, Refused, address_key, readable

RATE = Rate(burst=3, pause=timedelta(seconds=2))


class Seconds:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds():
    return Seconds()


def test_a_burst_passes_and_then_one_more_after_each_pause(seconds):
    limiter = Limiter(seconds)
    assert [limiter.allows("messages", "c", RATE) for _ in range(4)] == [True, True, True, False]
    seconds.at += 1
    assert not limiter.allows("messages", "c", RATE)
    seconds.at += 1
    assert limiter.allows("messages", "c", RATE)
    assert not limiter.allows("messages", "c", RATE)


def test_one_conversation_s_flood_does_not_slow_another(seconds):
    limiter = Limiter(seconds)
    for _ in range(9):
        limiter.allows("messages", "flood", RATE)
    assert limiter.allows("messages", "calm", RATE)


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_wall_clock_that_is_set_anew_neither_opens_the_gate_nor_shuts_it(monkeypatch, step):
    limiter = Limiter()
    assert [limiter.allows("messages", "c", RATE) for _ in range(4)] == [True, True, True, False]
    assert limiter.allows("messages", "other", RATE)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + step.total_seconds())
    assert not limiter.allows("messages", "c", RATE)
    assert limiter.allows("messages", "other", RATE)


def test_a_flood_of_new_keys_is_swept_once_and_not_at_each_key(seconds, monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 100)
    limiter = Limiter(seconds)
    begun = time.process_time()
    for number in range(20_000):
        limiter.allows("address", str(number), RATE)
    # Sweeping at every key took 20,000 x 20,000 looks: some seconds of a core.
    assert time.process_time() - begun < 1
    seconds.at += 60
    for number in range(20_000):
        limiter.allows("again", str(number), RATE)
    assert len(limiter._free_at) < 40_000


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("unknown", "unknown", True),
    ],
)
def test_the_addresses_of_one_ipv6_network_count_as_one(one, other, same):
    assert (address_key(one) == address_key(other)) is same


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
