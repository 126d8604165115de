"""What a supervisor chose to see: which days are counted, for which week to plan, and how fast people are answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desk.history import Period

# Shown when no period is chosen; and the longest that is reckoned in one go.
USUAL_DAYS, MOST_DAYS = 30, 366
EARLIEST, LATEST = date(2001, 1, 1), date(2099, 12, 31)
# The usual aim: 80 of 100 people are answered within a minute.
USUAL_SHARE, LEAST_SHARE, MOST_SHARE = 80, 50, 99
USUAL_SECONDS, LEAST_SECONDS, MOST_SECONDS = 60, 5, 3600


class UnusableChoice(ValueError):
    """What was chosen cannot be shown; the message says why, for the reader."""


@dataclass(frozen=True)
class Choice:
    """What to show.

    Attributes:
        week: the first of the seven days to plan for.
        share: of 100 people, how many are to be answered in time.
        seconds: what "in time" is.
    """

    period: Period
    week: date
    share: int
    seconds: int


def choice_of(query: Mapping[str, str], today: date) -> Choice:
    """The choice that an address names; the last thirty days, the week from tomorrow and the usual aim by default.

    Raises:
        UnusableChoice: for what is no date or number, an end before the start, or more than a year.
    """
    last = _day(query, "to", "last day") or today
    first = _day(query, "from", "first day") or last - timedelta(days=USUAL_DAYS - 1)
    period = Period(first, last)
    if first > last:
        raise UnusableChoice("The first day comes after the last one.")
    if period.days > MOST_DAYS:
        raise UnusableChoice(f"That is {period.days} days: choose at most {MOST_DAYS}.")
    return Choice(
        period,
        _day(query, "week", "first day to plan for") or today + timedelta(days=1),
        _number(query, "share", "share of people", USUAL_SHARE, (LEAST_SHARE, MOST_SHARE)),
        _number(query, "seconds", "time to answer", USUAL_SECONDS, (LEAST_SECONDS, MOST_SECONDS)),
    )


def _day(query: Mapping[str, str], name: str, words: str) -> date | None:
    text = query.get(name)
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        raise UnusableChoice(f"The {words} is not a date: write it like 2026-11-16.") from None
    if found is not None and not EARLIEST <= found <= LATEST:
        raise UnusableChoice(f"The {words} is not in this century.")
    return found


def _number(query: Mapping[str, str], name: str, words: str, usual: int, limits: tuple[int, int]) -> int:
    text = query.get(name) or str(usual)
    least, most = limits
    if len(text) <= len(str(most)) and text.isascii() and text.isdecimal() and least <= int(text) <= most:
        return int(text)
    raise UnusableChoice(f"The {words} is a whole number from {least} to {most}.")
