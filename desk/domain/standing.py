"""How a case stands with its dates: which were met, which were missed, which still run. Judged by events alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from desk.domain.case import Case, Due
from kernel.clock import SERVICER_ZONE

Standing = Literal["met", "missed", "running"]


def days_gone(case: Case, *, until: datetime) -> int:
    """Calendar days from the message that opened the case to a moment, in the servicer's zone.

    Days passed are counted, not dates compared, because the business's clock may be set to a day of its own.
    """
    opened, then = (moment.astimezone(SERVICER_ZONE).date() for moment in (case.received_at, until))
    return max(0, (then - opened).days)


def days_given(case: Case, due: Due) -> int:
    """Calendar days from the day the message was received to the day something is due."""
    received = due.start or case.opened_at.astimezone(SERVICER_ZONE).date()
    return (due.day - received).days


def standing(case: Case, due: Due, *, now: datetime, done: Mapping[str, datetime]) -> Standing:
    """How the case stands with one of its dates at a moment: closing it does what was left to do."""
    met_at = done.get(due.name) or case.closed_at
    if days_gone(case, until=met_at or now) > days_given(case, due):
        return "missed"
    return "met" if met_at is not None else "running"


def unmet(case: Case, done: Mapping[str, datetime]) -> list[Due]:
    """The dates by which we still have to act, the earliest first."""
    return [due for due in case.next_due if due.name not in done]


def by_due_date(cases: Iterable[Case], done: Mapping[str, Mapping[str, datetime]]) -> list[Case]:
    """The cases with the nearest date first; those with nothing left to do by a date last, the more urgent first.

    Args:
        done: of each case, the clocks that were met.
    """

    def nearest(case: Case) -> date:
        return min((due.day for due in unmet(case, done.get(case.reference, {}))), default=date.max)

    return sorted(cases, key=lambda case: (nearest(case), case.priority, case.opened_at))
