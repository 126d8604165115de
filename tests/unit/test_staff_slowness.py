from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from staff.slowness import ONE_ACCOUNT_FROM_ONE_ADDRESS, Failures, Patience, wait_left

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
PATIENCE = Patience(free=3, longest=timedelta(minutes=15))


def test_the_first_two_failures_cost_no_wait():
    assert [PATIENCE.wait_after(failures) for failures in (0, 1, 2)] == [timedelta(0)] * 3


def test_the_wait_doubles_from_the_third_failure_on():
    assert [PATIENCE.wait_after(failures).total_seconds() for failures in (3, 4, 5, 6)] == [2, 4, 8, 16]


@given(st.integers(min_value=0, max_value=10**9))
def test_the_wait_never_exceeds_the_longest_nor_shrinks(failures):
    assert PATIENCE.wait_after(failures) <= PATIENCE.wait_after(failures + 1) <= timedelta(minutes=15)


def test_the_wait_runs_from_the_last_failure_and_ends():
    failures = Failures(count=5, last_at=NOW - timedelta(seconds=3))
    assert wait_left(PATIENCE, failures, now=NOW) == timedelta(seconds=5)
    assert wait_left(PATIENCE, failures, now=NOW + timedelta(seconds=5)) == timedelta(0)


def test_guessing_codes_of_one_account_from_one_address_stays_below_a_hundred_tries_a_day():
    moment, tries = NOW, 0
    while moment < NOW + timedelta(days=1):
        tries += 1
        moment += ONE_ACCOUNT_FROM_ONE_ADDRESS.wait_after(tries) + timedelta(milliseconds=1)
    assert tries <= 110
