"""How many people will want a person, hour by hour, and how many agents that takes. All from one's own history.

The load of an hour is a rate for its weekday and hour, times a factor on the days around the turn of a month and in the
tax season. Both are measured; as long as there is too little history for a factor, a documented default stands in.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, sqrt

from kernel.calendar import end_of_month
from kernel.clock import SERVICER_ZONE

# How many days at either end of a month count as its turn: payments fall due on the first.
TURN_DAYS = 3
TAX_SEASON = (1, 15), (4, 15)
# What a season is taken to add until it can be measured: assumptions of the house, without a source.
DEFAULT_FACTORS = {"turn_of_month": 1.25, "tax_season": 1.3}
# A factor is measured once it rests on so many days and, by the other days, on so many expected wishes.
LEAST_DAYS, LEAST_WISHES = 6, 30
# The time an agent spends on a conversation until so many have been timed: an assumption of the house.
DEFAULT_HANDLING, LEAST_TIMED = timedelta(minutes=10), 20
# The normal deviate of a two-sided interval of 95 per cent.
Z_95 = 1.959964
HOUR_SECONDS = 3600.0

WANTED = frozenset({"desk.case.opened", "desk.case.reopened"})
TAKEN = "desk.case.taken"
LEFT = frozenset({"desk.case.handed_back", "desk.case.closed", "desk.case.passed_on"})


def is_turn_of_month(day: date) -> bool:
    """Whether the day is among the first or last three of its month."""
    return day.day <= TURN_DAYS or (end_of_month(day) - day).days < TURN_DAYS


def is_tax_season(day: date) -> bool:
    """Whether the day lies between January 15 and April 15, when people need Form 1098 and file."""
    return TAX_SEASON[0] <= (day.month, day.day) <= TAX_SEASON[1]


SEASONS: Mapping[str, Callable[[date], bool]] = {"turn_of_month": is_turn_of_month, "tax_season": is_tax_season}


@dataclass(frozen=True)
class Factor:
    """What a season multiplies the load by, and on how many of its days that rests; not measured, it is a default."""

    value: float
    days: int
    is_measured: bool


@dataclass(frozen=True)
class Rate:
    """Expected wishes for a person in an hour, with the interval of 95 per cent."""

    expected: float
    low: float
    high: float

    def times(self, factor: float) -> "Rate":
        """The rate on days of another load."""
        return Rate(self.expected * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Handling:
    """How long an agent is busy with one conversation, and how many were timed; not measured, it is the default."""

    mean: timedelta
    timed: int
    is_measured: bool


@dataclass(frozen=True)
class Load:
    """What history says.

    Attributes:
        days: how many days it covers.
        rates: by weekday (0 is Monday) and hour, for a day outside every season.
    """

    days: int
    rates: Mapping[tuple[int, int], Rate]
    factors: Mapping[str, Factor]

    def at(self, day: date, hour: int) -> Rate:
        """The load of an hour of a day, with the factors of its seasons."""
        plain = self.rates.get((day.weekday(), hour), Rate(0.0, 0.0, 0.0))
        return plain.times(_factor_on(day, self.factors))

    @property
    def peak(self) -> tuple[int, int] | None:
        """The weekday and hour with the highest load; None without any."""
        loaded = [cell for cell, rate in self.rates.items() if rate.expected > 0]
        return max(loaded, key=lambda cell: self.rates[cell].expected, default=None)


def wishes_and_handling(trail: Sequence[tuple[str, str, datetime]]) -> tuple[list[datetime], Handling]:
    """When people wanted a person, and how long agents were busy with each.

    Args:
        trail: lines of cases, earliest first: the case's reference, what happened, when.
    """
    wishes = [at for _, kind, at in trail if kind in WANTED]
    taken: dict[str, datetime] = {}
    timed = []
    for reference, kind, at in trail:
        if kind == TAKEN:
            taken[reference] = at
        elif kind in LEFT and reference in taken:
            timed.append(at - taken.pop(reference))
    if len(timed) < LEAST_TIMED:
        return wishes, Handling(DEFAULT_HANDLING, len(timed), is_measured=False)
    return wishes, Handling(sum(timed, timedelta()) / len(timed), len(timed), is_measured=True)


def load_of(wishes: Sequence[datetime], days: Collection[date]) -> Load:
    """The load that the wishes of these whole days show."""
    local = [wish.astimezone(SERVICER_ZONE) for wish in wishes]
    counted = [moment for moment in local if moment.date() in days]
    per_day = Counter(moment.date() for moment in counted)
    factors = {season: _factor(season, per_day, days) for season in SEASONS}
    exposure = {
        weekday: sum(_factor_on(day, factors) for day in days if day.weekday() == weekday)
        for weekday in {day.weekday() for day in days}
    }
    cells = Counter((moment.weekday(), moment.hour) for moment in counted)
    rates = {
        (weekday, hour): rate_of(cells[weekday, hour], exposure[weekday]) for weekday in exposure for hour in range(24)
    }
    return Load(len(days), rates, factors)


def rate_of(count: int, exposure: float) -> Rate:
    """The rate of a Poisson process that showed `count` events in `exposure` hours, with its interval.

    The interval is Byar's approximation (Breslow and Day, Statistical Methods in Cancer Research II, 1987, p. 69).
    """
    low = count * (1 - 1 / (9 * count) - Z_95 / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z_95 / (3 * sqrt(more))) ** 3
    return Rate(count / exposure, low / exposure, high / exposure)


def waiting_probability(load: float, agents: int) -> float:
    """The chance of having to wait for one of the agents, by Erlang's second formula (Erlang C).

    A. K. Erlang, Post Office Electrical Engineers' Journal 10, 1917; computed from the first formula's recursion
    (R. B. Cooper, Introduction to Queueing Theory, 2nd ed. 1981, ch. 3). Arrivals are taken to be random, and nobody
    to give up waiting; an agent has one conversation at a time.

    Args:
        load: arrivals in an hour times hours an agent is busy with each.
    """
    if agents <= load:
        return 1.0
    all_busy = 1.0
    for number in range(1, agents + 1):
        all_busy = load * all_busy / (number + load * all_busy)
    return agents * all_busy / (agents - load * (1 - all_busy))


def service_level(load: float, agents: int, *, within: timedelta, handling: timedelta) -> float:
    """The share of people who wait no longer than `within`."""
    if agents <= load:
        return 0.0
    return 1 - waiting_probability(load, agents) * exp(-(agents - load) * (within / handling))


def agents_needed(per_hour: float, *, handling: timedelta, share: float, within: timedelta) -> int:
    """The fewest agents with whom at least `share` (below 1) of the people wait no longer than `within`."""
    load = per_hour * handling.total_seconds() / HOUR_SECONDS
    agents = 0
    while load > 0 and service_level(load, agents, within=within, handling=handling) < share:
        agents += 1
    return agents


def _factor_on(day: date, factors: Mapping[str, Factor]) -> float:
    found = 1.0
    for season, factor in factors.items():
        found *= factor.value if SEASONS[season](day) else 1.0
    return found


def _factor(season: str, per_day: Mapping[date, int], days: Collection[date]) -> Factor:
    """The season's days that lie in no other season, against what the same weekdays bring outside all seasons."""
    alone = [day for day in days if [name for name, within in SEASONS.items() if within(day)] == [season]]
    plain = [day for day in days if not any(within(day) for within in SEASONS.values())]
    usual = {weekday: _mean([per_day.get(day, 0) for day in plain if day.weekday() == weekday]) for weekday in range(7)}
    expected = sum(usual[day.weekday()] for day in alone)
    if len(alone) < LEAST_DAYS or expected < LEAST_WISHES:
        return Factor(DEFAULT_FACTORS[season], len(alone), is_measured=False)
    # At least one, because days on which nobody ever comes would leave nothing to measure the others by.
    return Factor(max(1, sum(per_day.get(day, 0) for day in alone)) / expected, len(alone), is_measured=True)


def _mean(counts: Sequence[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0
