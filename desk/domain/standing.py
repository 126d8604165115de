"""How a case stands with its dates: which were met, which were missed, which still run. Judged by events alone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from desk.domain.case import Case, Due
from kernel.clock import SERVICER_ZONE

Standing = Literal["met", "missed", "running"]
# An answer given in the time of the acknowledgment makes that one needless: 12 CFR 1024.35(f)(1)(i), 1024.36(e).
_ANSWERED_BY = {"noe.ack": "noe.response", "rfi.ack": "rfi.response"}


def days_gone(case: Case, *, until: datetime) -> int:
    """Calendar days from the day the message was received to a moment, in the servicer's zone.

    Days passed since the opening are counted, not dates compared, because the business's clock may be set to a day of
    its own; a case that was opened days after its message, as after an outage, is older by those.
    """
    opened, then = (moment.astimezone(SERVICER_ZONE).date() for moment in (case.opened_at, until))
    return max(0, (then - opened).days) + case.opened_late


def days_given(case: Case, due: Due) -> int:
    """Calendar days from the day the message was received to the day something is due."""
    received = case.received_on or case.opened_at.astimezone(SERVICER_ZONE).date()
    return (due.day - received).days


def met_at(case: Case, due: Due, done: Mapping[str, datetime]) -> datetime | None:
    """When one of the case's dates was met; None as long as it is not, in time or late."""
    answered = done.get(_ANSWERED_BY.get(due.name, ""))
    in_time = answered is not None and days_gone(case, until=answered) <= days_given(case, due)
    return done.get(due.name) or (answered if in_time else None) or case.closed_at


def standing(case: Case, due: Due, *, now: datetime, done: Mapping[str, datetime]) -> Standing:
    """How the case stands with one of its dates at a moment: closing it does what was left to do."""
    met = met_at(case, due, done)
    if days_gone(case, until=met or now) > days_given(case, due):
        return "missed"
    return "met" if met is not None else "running"


def unmet(case: Case, done: Mapping[str, datetime]) -> list[Due]:
    """The dates by which we still have to act, the earliest first."""
    return [due for due in case.next_due if met_at(case, due, done) is None]


def by_due_date(cases: Iterable[Case], done: Mapping[str, Mapping[str, datetime]]) -> list[Case]:
    """The cases with the nearest date first; those with nothing left to do by a date last, the more urgent first.

    Args:
        done: of each case, the clocks that were met.
    """

    def nearest(case: Case) -> date:
        return min((due.day for due in unmet(case, done.get(case.reference, {}))), default=date.max)

    return sorted(cases, key=lambda case: (nearest(case), case.priority, case.opened_at))
