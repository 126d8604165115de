"""Every date of the law that still runs, the broken and the nearest first, with how its days were counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from desk.domain.case import Case, Due
from desk.domain.duties import due_dates
from desk.domain.extensions import EXTENSION_OF, Extension, extension_of
from desk.domain.standing import days_given, days_gone, standing, unmet
from kernel.calendar import SATURDAY
from kernel.clock import SERVICER_ZONE
from kernel.rules import rule

State = Literal["breached", "near", "running"]
STATES: tuple[State, ...] = ("breached", "near", "running")


@dataclass(frozen=True)
class Counting:
    """How the days from a message to a date were counted.

    Attributes:
        unit: what is counted, as the rule says it; None for a date whose rule is not known any more.
        counted: how many days of that unit lie between.
        weekend_days: Saturdays and Sundays that were left out.
        holidays: the holidays that were left out, those on a weekend not named again.
    """

    start: date
    due: date
    unit: str | None
    counted: int
    weekend_days: int = 0
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True)
class Running:
    """One date of an open case by which we have to act.

    Attributes:
        state: breached, near (a specialist's share of the days is gone) or running.
        gone, given: calendar days since the message, and in all.
        extension: how the case stands with putting this answer off; None for any other date.
    """

    case: Case
    due: Due
    state: State
    gone: int
    given: int
    counting: Counting
    extension: Extension | None = None


@dataclass(frozen=True)
class Filter:
    """Which rows to show; None for all."""

    kind: str | None = None
    team: str | None = None
    language: str | None = None
    state: str | None = None

    def takes(self, row: Running) -> bool:
        """Whether the row is one of them."""
        found = (row.case.kind, row.case.team, row.case.language, row.state)
        wanted = (self.kind, self.team, self.language, self.state)
        return all(want in (None, have) for want, have in zip(wanted, found, strict=True))


def clock_board(
    cases: Iterable[Case], *, now: datetime, today: date, done: Mapping[str, Mapping[str, datetime]]
) -> list[Running]:
    """The dates that are left to meet: breached first, then those that are near, each by due date.

    Args:
        today: the day of the business.
        done: of each case, the clocks that were met.
    """
    rows = [
        _row(case, due, now, today, done.get(case.reference, {}))
        for case in cases
        if case.is_open
        for due in unmet(case, done.get(case.reference, {}))
    ]
    return sorted(rows, key=lambda row: (STATES.index(row.state), row.due.day, row.case.priority, row.case.reference))


def counting_of(case: Case, due: Due) -> Counting:
    """How the days to a date were counted: by its rule as it stood on the day the message came."""
    start = due.start or case.opened_at.astimezone(SERVICER_ZONE).date()
    category = case.summary.get("category")
    rules = due_dates(case.kind, received=start, category=category if isinstance(category, str) else None)
    found = next((clock for clock in rules if clock.name == due.name and clock.due == due.day), None)
    if found is None and due.told_on is None:
        return Counting(start, due.day, None, (due.day - start).days)
    # The days to a day that was put off were written down when it was.
    unit, skipped = (found.unit, found.skipped) if found else (due.unit, due.skipped)
    return Counting(
        start,
        due.day,
        unit,
        (due.day - start).days - len(skipped),
        sum(day.weekday() >= SATURDAY for day in skipped),
        tuple(day for day in skipped if day.weekday() < SATURDAY),
    )


def _row(case: Case, due: Due, now: datetime, today: date, done: Mapping[str, datetime]) -> Running:
    gone, given = days_gone(case, until=now), days_given(case, due)
    state: State = "running"
    if standing(case, due, now=now, done=done) == "missed":
        state = "breached"
    elif gone * 100 >= given * _near_percent(case):
        state = "near"
    extension = extension_of(case, today=today, done=done) if due.name in EXTENSION_OF else None
    return Running(case, due, state, gone, given, counting_of(case, due), extension)


def _near_percent(case: Case) -> int:
    day = case.opened_at.astimezone(SERVICER_ZONE).date()
    return rule("escalation", "specialist_at_clock_percent", on=day).count
