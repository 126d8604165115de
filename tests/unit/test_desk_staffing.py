"""The load that a history shows, and the agents that it takes."""

import random
from datetime import UTC, date, datetime, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.domain.staffing import (
    DEFAULT_FACTORS,
    DEFAULT_HANDLING,
    agents_needed,
    is_tax_season,
    is_turn_of_month,
    load_of,
    rate_of,
    service_level,
    waiting_probability,
    wishes_and_handling,
)
from kernel.clock import SERVICER_ZONE

YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]
TUESDAY = 1
MINUTE = timedelta(minutes=1)


# 100 calls in half an hour of three minutes each, 14 agents, an answer within 20 seconds: the worked example of
# pyworkforce 0.1.0. Two and three agents follow from the closed forms A^2/(2+A) and by hand: with A = 1 and two
# agents 1/3, with A = 2 and three agents 4/9. One agent is busy as often as the load says.
@pytest.mark.parametrize(
    ("load", "agents", "expected"),
    [(10, 14, 0.1741319335950498), (1, 2, 1 / 3), (2, 3, 4 / 9), (0.4, 1, 0.4), (3, 3, 1.0), (0, 1, 0.0)],
)
def test_the_chance_of_waiting_is_that_of_published_values(load, agents, expected):
    assert isclose(waiting_probability(load, agents), expected, abs_tol=1e-12)


def test_the_service_level_is_that_of_the_published_example():
    found = service_level(10, 14, within=timedelta(seconds=20), handling=3 * MINUTE)
    assert isclose(found, 0.8883500191794669, abs_tol=1e-12)
    assert agents_needed(200, handling=3 * MINUTE, share=0.8, within=timedelta(seconds=20)) == 14


def test_nobody_is_needed_where_nobody_comes_and_one_where_anybody_does():
    assert agents_needed(0, handling=MINUTE, share=0.8, within=MINUTE) == 0
    assert agents_needed(0.01, handling=MINUTE, share=0.8, within=MINUTE) == 1


@given(st.floats(0.1, 300), st.floats(1, 1.5), st.sampled_from([0.5, 0.8, 0.95]))
def test_more_people_never_need_fewer_agents_and_the_agents_are_just_enough(per_hour, more, share):
    needed = agents_needed(per_hour, handling=10 * MINUTE, share=share, within=MINUTE)
    assert agents_needed(per_hour * more, handling=10 * MINUTE, share=share, within=MINUTE) >= needed
    load = per_hour / 6
    assert service_level(load, needed, within=MINUTE, handling=10 * MINUTE) >= share
    assert service_level(load, needed - 1, within=MINUTE, handling=10 * MINUTE) < share


# Exact Poisson limits of 95 %: 0 events up to 3.69, 10 from 4.80 to 18.39, 100 from 81.36 to 121.63 (Garwood,
# Biometrika 28, 1936).
@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.69), (10, 4.80, 18.39), (100, 81.36, 121.63)])
def test_the_interval_of_a_count_is_close_to_the_exact_one(count, low, high):
    found = rate_of(count, 1)
    assert isclose(found.low, low, abs_tol=0.02)
    assert isclose(found.high, high, rel_tol=0.02)


@pytest.mark.parametrize(
    ("day", "turn", "tax"),
    [
        (date(2026, 1, 14), False, False),
        (date(2026, 1, 15), False, True),
        (date(2026, 2, 25), False, True),
        (date(2026, 2, 26), True, True),
        (date(2026, 4, 15), False, True),
        (date(2026, 4, 16), False, False),
        (date(2026, 6, 3), True, False),
        (date(2026, 6, 4), False, False),
    ],
)
def test_the_seasons_have_their_first_and_last_days(day, turn, tax):
    assert (is_turn_of_month(day), is_tax_season(day)) == (turn, tax)


def made_up_history(days, *, base=3.0, peak=9.0, turn=1.8, tax=1.5):
    """Wishes at random from nine to five, most of all on Tuesdays from ten to eleven, more in the seasons."""
    chance = random.Random(20261116)
    for day in days:
        factor = (turn if is_turn_of_month(day) else 1) * (tax if is_tax_season(day) else 1)
        for hour in range(9, 17):
            expected = factor * (peak if (day.weekday(), hour) == (TUESDAY, 10) else base)
            start = datetime(day.year, day.month, day.day, hour, tzinfo=SERVICER_ZONE)
            at = chance.expovariate(expected)
            while at < 1:
                yield (start + timedelta(hours=at)).astimezone(UTC)
                at += chance.expovariate(expected)


def test_the_known_peak_of_a_history_is_found_with_its_height_and_its_seasons():
    load = load_of(list(made_up_history(YEAR)), frozenset(YEAR))
    assert load.peak == (TUESDAY, 10)
    assert load.rates[TUESDAY, 10].low < 9 < load.rates[TUESDAY, 10].high
    assert load.rates[0, 9].low < 3 < load.rates[0, 9].high
    assert load.rates[0, 3].expected == 0
    turn, tax = load.factors["turn_of_month"], load.factors["tax_season"]
    assert turn.is_measured
    assert tax.is_measured
    assert isclose(turn.value, 1.8, rel_tol=0.1)
    assert isclose(tax.value, 1.5, rel_tol=0.1)


def test_a_tuesday_at_the_turn_of_a_month_in_tax_season_needs_the_most_agents():
    load = load_of(list(made_up_history(YEAR)), frozenset(YEAR))

    def needed(day):
        return agents_needed(load.at(day, 10).expected, handling=10 * MINUTE, share=0.8, within=MINUTE)

    plain, turn, both = date(2026, 6, 9), date(2026, 6, 30), date(2026, 3, 31)
    assert {day.weekday() for day in (plain, turn, both)} == {TUESDAY}
    assert needed(plain) < needed(turn) < needed(both)


def test_with_too_little_history_the_documented_defaults_stand_in():
    week = frozenset(date(2026, 11, 9) + timedelta(days=number) for number in range(7))
    load = load_of([datetime(2026, 11, 10, 15, 30, tzinfo=UTC)], week)
    assert {season: factor.value for season, factor in load.factors.items()} == DEFAULT_FACTORS
    assert not any(factor.is_measured for factor in load.factors.values())
    assert load.peak == (TUESDAY, 10)
    assert load.rates[TUESDAY, 10].low < 1 < load.rates[TUESDAY, 10].high


def test_without_history_there_is_no_load():
    load = load_of([], frozenset())
    assert (load.days, load.peak, load.at(date(2026, 11, 17), 10).expected) == (0, None, 0)


def test_a_wish_counts_in_the_hour_of_the_servicer_s_zone_through_the_change_of_clocks():
    days = frozenset([date(2026, 10, 27), date(2026, 11, 3)])
    wishes = [datetime(2026, 10, 27, 14, 30, tzinfo=UTC), datetime(2026, 11, 3, 15, 30, tzinfo=UTC)]
    load = load_of(wishes, days)
    assert [cell for cell, rate in load.rates.items() if rate.expected] == [(TUESDAY, 10)]


def trail(*lines):
    start = datetime(2026, 11, 16, 15, tzinfo=UTC)
    return [(reference, f"desk.case.{what}", start + minute * MINUTE) for reference, what, minute in lines]


def test_an_agent_is_busy_from_taking_a_case_to_leaving_it():
    lines = [
        line
        for number in range(20)
        for line in trail(
            (f"HB-{number}", "opened", 0),
            (f"HB-{number}", "taken", 2),
            (f"HB-{number}", "passed_on", 4),
            (f"HB-{number}", "taken", 5),
            (f"HB-{number}", "closed", 11),
        )
    ]
    wishes, handling = wishes_and_handling(lines)
    assert len(wishes) == 20
    assert (handling.mean, handling.timed, handling.is_measured) == (4 * MINUTE, 40, True)


def test_until_enough_conversations_were_timed_the_default_stands_in():
    _, handling = wishes_and_handling(trail(("HB-1", "opened", 0), ("HB-1", "taken", 1), ("HB-1", "closed", 99)))
    assert (handling.mean, handling.timed, handling.is_measured) == (DEFAULT_HANDLING, 1, False)
