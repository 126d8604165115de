"""Which dates of the open cases were missed: all of them judged at once, from their events, whenever somebody asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.client import CLOCK_MET, CLOCK_UNMET
from desk.domain.case import Case, Due
from desk.domain.standing import days_given, days_gone, met_at
from desk.store import CaseEventRow, CaseRow

# Of a case's summary only what its dates need is read: with tens of thousands of cases the rest would take longer.
_COLUMNS = (CaseRow.reference, CaseRow.kind, CaseRow.priority, CaseRow.team, CaseRow.opened_at)
_CLOCKS = CaseRow.summary["clocks"].label("clocks")
_OPENED_ON = CaseRow.summary["opened_on"].as_string().label("opened_on")


@dataclass(frozen=True)
class Breach:
    """A date by which something had to be done for a case, and was not."""

    reference: str
    priority: int
    team: str
    due: Due


def breaches(session: Session, *, now: datetime) -> list[Breach]:
    """The dates that were missed and are still to be met, the earliest first.

    Nothing watches the clocks meanwhile: the verdict follows from when the message came, what was done and `now`.
    """
    done = _done(session)
    found = [
        Breach(case.reference, case.priority, case.team, due)
        for case in _with_dates(session)
        for due in _passed(case, now)
        if met_at(case, due, done.get(case.reference, {})) is None
    ]
    return sorted(found, key=lambda breach: (breach.due.day, breach.priority, breach.reference))


def _passed(case: Case, now: datetime) -> list[Due]:
    """The dates by which we had to act and that are over."""
    gone = days_gone(case, until=now)
    return [due for due in case.next_due if gone > days_given(case, due)]


def _done(session: Session) -> dict[str, dict[str, datetime]]:
    """Of each open case, the clocks that were met, with the moment."""
    still_open = select(CaseRow.reference).where(CaseRow.status != "closed")
    lines = select(CaseEventRow.reference, CaseEventRow.kind, CaseEventRow.details, CaseEventRow.at).where(
        CaseEventRow.kind.in_((CLOCK_MET, CLOCK_UNMET)), CaseEventRow.reference.in_(still_open)
    )
    found: dict[str, dict[str, datetime]] = {}
    for reference, kind, details, at in session.execute(lines.order_by(CaseEventRow.id)):
        clock = (details or {}).get("clock", "")
        if kind == CLOCK_MET:
            found.setdefault(reference, {}).setdefault(clock, at)
        else:
            found.get(reference, {}).pop(clock, None)
    return found


def _with_dates(session: Session) -> Iterator[Case]:
    """The open cases that have dates, with what decides about those and nothing else."""
    rows = select(*_COLUMNS, _CLOCKS, _OPENED_ON).where(CaseRow.status != "closed")
    for reference, kind, priority, team, opened_at, clocks, opened_on in session.execute(rows):
        if clocks:
            yield Case(
                reference=reference,
                conversation_id="",
                kind=kind,
                reason=kind,
                priority=priority,
                status="open",
                language="",
                party_name=None,
                loan_last4s=(),
                opened_at=opened_at,
                waiting_since=opened_at,
                taken_by=None,
                closed_at=None,
                summary={"clocks": clocks, "opened_on": opened_on},
                team=team,
            )
