"""The volume of the days to come, and the interval their counts lie in."""

import random
from datetime import UTC, date, datetime, time, timedelta
from math import isclose, sqrt

import pytest

from desk.domain.forecast import count_interval, forecast, spread_of
from desk.domain.staffing import DEFAULT_FACTORS, load_of
from desk.web.oversight.chart import volume_chart

# June and July: no tax season; the turns of the months are among the days.
FIRST = date(2026, 6, 1)
NOON = time(17, 0, tzinfo=UTC)


def wishes_of(per_day):
    return [datetime.combine(day, NOON) + timedelta(seconds=number) for day, count in per_day.items()
            for number in range(count)]  # fmt: skip


# Tables of the Poisson distribution (Pearson and Hartley, Biometrika Tables, table 39): of a mean of 10 no more than
# 2.5 per cent lie below 4 or above 17; of 1, none below 0 and 1.9 per cent above 3.
@pytest.mark.parametrize(("mean", "low", "high"), [(10, 4, 17), (1, 0, 3), (0, 0, 0)])
def test_without_more_spread_than_chance_the_interval_is_poissons(mean, low, high):
    assert count_interval(mean, mean) == (low, high)


def test_with_the_variance_of_a_geometric_count_the_interval_is_its_own():
    # A mean of 1 and a variance of 2: the chance of n is 1/2^(n+1); up to 4 lie 31/32, up to 5 63/64.
    assert count_interval(1, 2) == (0, 5)


def test_a_weekday_is_expected_as_it_was_and_a_turn_of_month_by_its_factor():
    days = [FIRST + timedelta(days=number) for number in range(3, 24)]
    per_day = {day: 4 if day.weekday() == 0 else 2 for day in days}
    ahead = forecast(wishes_of(per_day), set(days), first=date(2026, 6, 25), count=8)
    told = {each.day: each.expected for each in ahead}
    assert isclose(told[date(2026, 6, 25)], 2)
    # The 28th is a Sunday and the 29th a Monday at the turn of the month, whose factor is the default so far.
    assert isclose(told[date(2026, 6, 28)], 2 * DEFAULT_FACTORS["turn_of_month"])
    assert isclose(told[date(2026, 6, 29)], 4 * DEFAULT_FACTORS["turn_of_month"])


def test_the_spread_is_that_of_chance_until_it_can_be_measured_and_grows_with_the_days():
    short = {FIRST + timedelta(days=number): number % 7 for number in range(3, 17)}
    assert spread_of(short, load_of(wishes_of(short), set(short))) == 1.0
    # Four weeks of 2 and 18 in turn, about 10 on every weekday: 28 days are each 8 off, 28 * 64 / 10 by 21 left: 8.5.
    wild = {date(2026, 6, 4) + timedelta(days=number): 18 if number // 7 % 2 else 2 for number in range(28)}
    load = load_of(wishes_of(wild), set(wild))
    assert 6 < spread_of(wild, load) < 11


def test_95_of_100_days_lie_within_their_interval():
    # Days with a random rate of their own, so that chance alone is too narrow; 0.95 +- 4 standard errors.
    rng = random.Random(20261116)

    def count(day):
        return _poisson(rng, rng.gammavariate(4, (9 if day.weekday() < 5 else 3) / 4))

    hits = total = 0
    for _ in range(40):
        days = [date(2026, 6, 4) + timedelta(days=number) for number in range(84)]
        per_day = {day: count(day) for day in days}
        ahead = forecast(wishes_of(per_day), set(days), first=days[-1] + timedelta(days=10), count=14)
        plain = [each for each in ahead if 4 <= each.day.day <= 27]
        for each in plain:
            hits += each.low <= count(each.day) <= each.high
            total += 1
    share = hits / total
    assert abs(share - 0.95) < 4 * sqrt(0.95 * 0.05 / total) + 0.02


def _poisson(rng, rate):
    total, count = rng.expovariate(1), 0
    while total < rate:
        total, count = total + rng.expovariate(1), count + 1
    return count


def test_without_a_past_nothing_is_expected_and_nothing_drawn():
    assert forecast([], (), first=FIRST, count=7) == []
    chart = volume_chart([], (), today=FIRST)
    assert (chart.ahead, list(chart.table.rows)) == ("", [])


def test_the_plot_and_its_table_hold_the_same_days():
    days = [FIRST + timedelta(days=number) for number in range(40)]
    per_day = {day: 3 + day.weekday() for day in days}
    today = days[-1] + timedelta(days=1)
    chart = volume_chart(wishes_of(per_day), set(days), today=today)
    assert len(chart.past) == 40
    assert len(chart.ahead.split()) == len(chart.table.rows) == 28
    assert len(chart.band.split()) == 56
    assert chart.table.rows[0][0] == f"{today:%a %b %-d}"
    top = min(bar.y for bar in chart.past)
    assert all(0 <= bar.y <= chart.bottom and isclose(bar.y + bar.height, chart.bottom) for bar in chart.past)
    assert top < chart.bottom
    assert "In the next 28 days" in chart.words
