"""How many people will want a person on each of the next days, with the interval the count will lie in.

A day's expectation is the rate of its weekday times the factors of its seasons, both as `staffing` measures them. The
interval is for the count of that one day and not for the rate: it holds the randomness of a day, that days differ more
than chance alone explains, and that the rate is only estimated.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, lgamma, log

from desk.domain.staffing import SEASONS, Load, load_of
from kernel.clock import SERVICER_ZONE

# Half of what lies outside an interval of 95 per cent.
TAIL = 0.025
# The prior of Jeffreys for a rate: half an event, so that a weekday on which nobody came yet is not taken for
# impossible.
PRIOR = 0.5
# A spread is measured on so many days, and taken for that of chance until then.
LEAST_SPREAD_DAYS = 28


@dataclass(frozen=True)
class Forecast:
    """What is expected of a day, and between which counts it lies with 95 per cent."""

    day: date
    expected: float
    low: int
    high: int


def forecast(wishes: Sequence[datetime], days: Collection[date], *, first: date, count: int) -> list[Forecast]:
    """The next days, from what the whole days of the past show; empty without a past."""
    if not days:
        return []
    load = load_of(wishes, days)
    per_day = daily(wishes, days)
    spread = spread_of(per_day, load)
    ahead = [first + timedelta(days=number) for number in range(count)]
    return [_forecast(day, per_day, load, spread) for day in ahead]


def daily(wishes: Sequence[datetime], days: Collection[date]) -> dict[date, int]:
    """How many wishes each of the days had, in the servicer's zone, in order."""
    counted = Counter(wish.astimezone(SERVICER_ZONE).date() for wish in wishes)
    return {day: counted[day] for day in sorted(days)}


def spread_of(per_day: dict[date, int], load: Load) -> float:
    """How many times the variance of chance the days vary about what is expected of them; at least 1.

    Pearson's statistic by its degrees of freedom (McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, p.
    127), of the days on which anybody is expected.
    """
    told = [(count, expected) for day, count in per_day.items() if (expected := expected_on(day, load)) > 0]
    freedom = len(told) - len({day.weekday() for day in per_day})
    if len(told) < LEAST_SPREAD_DAYS or freedom < 1:
        return 1.0
    return max(1.0, sum((count - expected) ** 2 / expected for count, expected in told) / freedom)


def expected_on(day: date, load: Load) -> float:
    """The expectation of a whole day."""
    return sum(load.at(day, hour).expected for hour in range(24))


def count_interval(mean: float, variance: float) -> tuple[int, int]:
    """The counts between which 95 per cent lie, of a count with this mean and a variance above it.

    Of the negative binomial distribution with that mean and variance; of Poisson's where the variance is no larger.
    """
    if mean <= 0:
        return 0, 0
    total, low, count = 0.0, -1, 0
    while True:
        total += exp(_log_chance(count, mean, variance))
        if low < 0 and total >= TAIL:
            low = count
        if total >= 1 - TAIL:
            return low, count
        count += 1


def _forecast(day: date, per_day: dict[date, int], load: Load, spread: float) -> Forecast:
    alike = [each for each in per_day if each.weekday() == day.weekday()]
    seen = sum(per_day[each] for each in alike)
    weight = sum(_factor(each, load) for each in alike)
    if not alike:
        return Forecast(day, 0.0, 0, 0)
    factor = _factor(day, load)
    mean = (seen + PRIOR) / weight * factor
    # What chance and the spread of days add, and what the rate, resting on `seen` events, may be off.
    variance = spread * mean + spread * mean**2 / (seen + PRIOR)
    low, high = count_interval(mean, variance)
    return Forecast(day, seen / weight * factor, low, high)


def _factor(day: date, load: Load) -> float:
    found = 1.0
    for season, holds in SEASONS.items():
        found *= load.factors[season].value if holds(day) else 1.0
    return found


def _log_chance(count: int, mean: float, variance: float) -> float:
    over = variance - mean
    # So close to Poisson that the other formula would lose its digits.
    if over <= mean * 1e-9:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean**2 / over
    chance = size / (size + mean)
    return lgamma(count + size) - lgamma(size) - lgamma(count + 1) + size * log(chance) + count * log(1 - chance)
