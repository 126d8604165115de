"""Which dates of the open cases were missed: all of them judged at once, from their events, whenever somebody asks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.domain.case import Due
from desk.domain.standing import standing, unmet


@dataclass(frozen=True)
class Breach:
    """A date by which something had to be done for a case, and was not."""

    case: Case
    due: Due


def breaches(cases: Cases, session: Session, *, now: datetime) -> list[Breach]:
    """The dates that were missed and are still to be met, the earliest first.

    Nothing watches the clocks meanwhile: the verdict follows from when the message came, what was done and `now`.
    """
    still_open = [case for case in cases.every_open(session) if case.next_due]
    done = cases.clocks_met(session, [case.reference for case in still_open])
    found = [
        Breach(case, due)
        for case in still_open
        for due in unmet(case, done[case.reference])
        if standing(case, due, now=now, done=done[case.reference]) == "missed"
    ]
    return sorted(found, key=lambda breach: (breach.due.day, breach.case.priority, breach.case.reference))
