"""What can be taken back: a case that was closed a moment ago, a date that was marked as done."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.client import CLOCK_UNMET, Case, Cases
from desk.domain.case import HANDOFF
from desk.rows import as_case
from desk.store import CaseEventRow, CaseRow
from kernel.clock import Clock

CLOSED, UNCLOSED = "desk.case.closed", "desk.case.unclosed"
# Long enough to see that it was the wrong case. Whoever comes later opens a new one.
TIME_TO_REOPEN = timedelta(minutes=10)


def unclose(cases: Cases, session: Session, clock: Clock, reference: str, *, agent_id: str) -> bool:
    """Opens a case again for the agent who closed it; the line stays where it is.

    False when somebody else closed it, or too long ago, or the conversation has another open case of its kind.
    """
    row = session.get(CaseRow, reference, with_for_update=True, populate_existing=True)
    if row is None or not may_unclose(session, as_case(row), agent_id=agent_id, now=clock.now()):
        return False
    try:
        with session.begin_nested():
            # Of a wish for a person, "open" would say that somebody waits in the chat.
            row.status, row.closed_at = "answered" if row.kind == HANDOFF else "open", None
            session.flush()
    except IntegrityError:
        return False
    cases.note(session, as_case(row), kind=UNCLOSED, who=agent_id)
    return True


def may_unclose(session: Session, case: Case, *, agent_id: str, now: datetime) -> bool:
    """Whether this agent closed the case, and only a moment ago."""
    if case.closed_at is None or now - case.closed_at > TIME_TO_REOPEN:
        return False
    query = session.query(CaseEventRow.who).filter_by(reference=case.reference, kind=CLOSED)
    last = query.order_by(CaseEventRow.id.desc()).first()
    return last is not None and last[0] == agent_id


def unmeet(cases: Cases, session: Session, reference: str, *, agent_id: str, clock: str) -> bool:
    """Lets a date of an open case run again that was marked as done; False when it was not."""
    row = session.get(CaseRow, reference, with_for_update=True, populate_existing=True)
    if row is None or row.status == "closed" or clock not in cases.clocks_met(session, [reference])[reference]:
        return False
    cases.note(session, as_case(row), kind=CLOCK_UNMET, who=agent_id, details={"clock": clock})
    return True
