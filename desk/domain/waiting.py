"""How long somebody has been waiting, and who is next."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from desk.domain.case import Case

# When a wait deserves a colleague's attention, and when it is too long. House rules, not law: the clocks of
# Regulation X run in days and on other events.
LONG_WAIT = timedelta(minutes=2)
TOO_LONG_WAIT = timedelta(minutes=5)
# What is told of waits rests on the last four weeks, and on no fewer than so many that were measured.
MEASURED_FOR, LEAST_MEASURED = timedelta(days=28), 10
# Of five people, so many waited no longer than what is told.
SHARE, OF = 4, 5
WAITS_FROM = frozenset({"desk.case.opened", "desk.case.reopened"})
TAKEN = "desk.case.taken"


def waited(since: datetime, *, now: datetime) -> timedelta:
    """The time waited; never negative, though two machines' clocks may differ."""
    return max(timedelta(0), now - since)


def in_words(duration: timedelta) -> str:
    """`under 1 min`, `4 min`, `1 h 5 min`, `2 days`."""
    minutes = int(duration.total_seconds()) // 60
    if minutes < 1:
        return "under 1 min"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = hours // 24
    return "1 day" if days == 1 else f"{days} days"


def strain(duration: timedelta) -> str:
    """`ok`, `long` or `too-long`: how the wait is to be shown."""
    if duration < LONG_WAIT:
        return "ok"
    return "long" if duration < TOO_LONG_WAIT else "too-long"


def next_first(cases: Iterable[Case]) -> list[Case]:
    """The cases in the order they deserve: the more urgent first, and of equals the one that waits longest."""
    return sorted(cases, key=lambda case: (case.priority, case.waiting_since, case.reference))


def waits(trail: Sequence[tuple[str, str, datetime]], *, counts: Callable[[datetime], bool]) -> list[timedelta]:
    """How long each wish for a person waited until an agent took it.

    Args:
        trail: lines of cases, earliest first: the case's reference, what happened, when.
        counts: whether a wish of that moment is counted: one of the night says nothing about a wait by day.
    """
    since: dict[str, datetime] = {}
    found = []
    for reference, kind, at in trail:
        if kind in WAITS_FROM:
            since.setdefault(reference, at)
        elif kind == TAKEN and (began := since.pop(reference, None)) is not None and counts(began):
            found.append(waited(began, now=at))
    return found


def usual_wait(measured: Sequence[timedelta]) -> timedelta | None:
    """How long four of five people waited at most; None while too few were measured to say."""
    if len(measured) < LEAST_MEASURED:
        return None
    return sorted(measured)[-(-len(measured) * SHARE // OF) - 1]
