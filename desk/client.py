"""The desk's door for other rooms: opening a case, finding one, and every change a case can go through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.domain.case import REFERENCE_PREFIX, Case, Status, priority_of
from desk.domain.clocks import Clock as DueDate
from desk.domain.duties import due_dates
from desk.domain.waiting import next_first
from desk.store import CaseEventRow, CaseRow
from kernel.clock import Clock
from kernel.references import new_reference
from storage import Database

__all__ = ["Case", "CaseEvent", "Cases"]

# How many open cases the desk lists; beyond that a queue page helps nobody.
MOST_LISTED = 200


@dataclass(frozen=True)
class CaseEvent:
    """One line of a case's trail: what happened, who did it (a staff id or a room), and when."""

    reference: str
    kind: str
    who: str
    at: datetime


class Cases:
    """The cases. Every function takes the caller's session, so that a change stands or falls with the caller's own.

    Args:
        database: the app database, for callers that want a transaction of the desk's own.
        clock: the time that waiting is counted by.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self._clock = clock

    def open_case(
        self,
        session: Session,
        *,
        conversation_id: str,
        kind: str,
        reason: str,
        language: str,
        party_name: str | None,
        loan_last4s: Sequence[str],
        summary: dict[str, Any],
    ) -> Case:
        """The case of this kind that the conversation has open, opened now when there is none.

        One that somebody had taken or answered is opened again under its reference: the borrower waits anew, for
        while an agent holds the conversation nobody asks here.
        """
        row = _open_row(session, conversation_id, kind)
        if row is not None:
            return self._reopened(session, row, reason=reason, summary=summary)
        now = self._clock.now()
        row = CaseRow(
            reference=new_reference(REFERENCE_PREFIX),
            conversation_id=conversation_id,
            kind=kind,
            reason=reason,
            priority=priority_of(reason),
            status="open",
            language=language,
            party_name=party_name,
            loan_last4s=list(loan_last4s),
            opened_at=now,
            waiting_since=now,
            summary=summary,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            # Another transaction opened it in between; theirs is the case.
            found = _open_row(session, conversation_id, kind)
            if found is None:
                raise
            return _case(found)
        self._note(session, row, "desk.case.opened", "gateway")
        return _case(row)

    def _reopened(self, session: Session, row: CaseRow, *, reason: str, summary: dict[str, Any]) -> Case:
        if row.status != "open":
            row.status, row.reason, row.summary = "open", reason, summary
            row.priority = min(row.priority, priority_of(reason))
            row.waiting_since = self._clock.now()
            self._note(session, row, "desk.case.reopened", "gateway")
        return _case(row)

    def is_open(self, session: Session, *, conversation_id: str, kind: str) -> bool:
        """Whether the conversation has a case of this kind that is not closed."""
        return _open_row(session, conversation_id, kind) is not None

    def note_document(self, session: Session, *, conversation_id: str) -> list[str]:
        """Notes on each open case of the conversation that a document came; their references, the newest first."""
        cases = [case for case in self.cases_of(session, conversation_id) if case.is_open]
        for case in cases:
            self.note(session, case, kind="desk.document.received", who="gateway")
        return [case.reference for case in cases]

    def due_dates(self, *, kind: str, category: str | None, received: date) -> tuple[DueDate, ...]:
        """What the law wants done by when in a case of this kind whose message came on that day."""
        return due_dates(kind, category=category, received=received)

    def case_for(self, session: Session, conversation_id: str, kind: str | None = None) -> Case | None:
        """The conversation's newest open case, or else its newest one; of one kind when that is named."""
        query = select(CaseRow).where(CaseRow.conversation_id == conversation_id)
        if kind is not None:
            query = query.where(CaseRow.kind == kind)
        rows = session.scalars(query.order_by(CaseRow.opened_at.desc())).all()
        newest = next((row for row in rows if row.status != "closed"), rows[0] if rows else None)
        return _case(newest) if newest else None

    def cases_of(self, session: Session, *conversation_ids: str) -> list[Case]:
        """All cases of the conversations, the newest first."""
        query = select(CaseRow).where(CaseRow.conversation_id.in_(conversation_ids))
        return [_case(row) for row in session.scalars(query.order_by(CaseRow.opened_at.desc(), CaseRow.reference))]

    def case(self, session: Session, reference: str) -> Case | None:
        """The case of this reference."""
        row = session.get(CaseRow, reference)
        return _case(row) if row else None

    def listed(self, session: Session) -> list[Case]:
        """The cases that are not closed, the one that is next first; at most `MOST_LISTED`."""
        rows = session.scalars(
            select(CaseRow)
            .where(CaseRow.status != "closed")
            .order_by(CaseRow.priority, CaseRow.waiting_since)
            .limit(MOST_LISTED)
        )
        return next_first(_case(row) for row in rows)

    def take(self, session: Session, reference: str, *, agent_id: str, holds_line: bool = False) -> bool:
        """Gives the case to the agent; False when a colleague has it or it is closed. Taking twice is harmless.

        An agent who `holds_line` was given the conversation by the gateway, whose word counts: the case follows,
        also when a crash left it with a colleague.
        """
        takable: ColumnElement[bool] = CaseRow.status.in_(("open", "answered"))
        if holds_line:
            takable = or_(takable, (CaseRow.status == "taken") & (CaseRow.taken_by != agent_id))
        taken = session.scalar(
            update(CaseRow)
            .where(CaseRow.reference == reference, takable)
            .values(status="taken", taken_by=agent_id)
            .returning(CaseRow.reference)
        )
        row = session.get(CaseRow, reference, populate_existing=True)
        if taken is not None and row is not None:
            self._note(session, row, "desk.case.taken", agent_id)
        return row is not None and row.status == "taken" and row.taken_by == agent_id

    def hand_back(self, session: Session, reference: str, *, agent_id: str, answered: bool) -> bool:
        """Notes that the agent gave the conversation back: answered, or else open for follow-up."""
        return self._leave(session, reference, agent_id, "answered" if answered else "open", "desk.case.handed_back")

    def close(self, session: Session, reference: str, *, agent_id: str) -> bool:
        """Closes the case; False when a colleague has it, or it was closed before."""
        return self._leave(session, reference, agent_id, "closed", "desk.case.closed")

    def _leave(self, session: Session, reference: str, agent_id: str, status: Status, event: str) -> bool:
        mine_or_nobodys = or_(CaseRow.status.in_(("open", "answered")), CaseRow.taken_by == agent_id)
        changed = session.scalar(
            update(CaseRow)
            .where(CaseRow.reference == reference, CaseRow.status != "closed", mine_or_nobodys)
            .values(status=status, closed_at=self._clock.now() if status == "closed" else None)
            .returning(CaseRow.reference)
        )
        if changed is None:
            return False
        self._note(session, session.get_one(CaseRow, reference), event, agent_id)
        return True

    def note(self, session: Session, case: Case, *, kind: str, who: str) -> None:
        """Adds a line to the trail without changing the case: a view, a reply, a download."""
        session.add(
            CaseEventRow(
                reference=case.reference,
                conversation_id=case.conversation_id,
                kind=kind,
                who=who,
                at=self._clock.now(),
            )
        )

    def events(self, session: Session, conversation_id: str) -> list[CaseEvent]:
        """The trail of the conversation's cases, earliest first."""
        rows = session.scalars(
            select(CaseEventRow).where(CaseEventRow.conversation_id == conversation_id).order_by(CaseEventRow.id)
        )
        return [CaseEvent(row.reference, row.kind, row.who, row.at) for row in rows]

    def _note(self, session: Session, row: CaseRow, kind: str, who: str) -> None:
        self.note(session, _case(row), kind=kind, who=who)


def _open_row(session: Session, conversation_id: str, kind: str) -> CaseRow | None:
    return session.scalar(
        select(CaseRow).where(
            CaseRow.conversation_id == conversation_id, CaseRow.kind == kind, CaseRow.status != "closed"
        )
    )


def _case(row: CaseRow) -> Case:
    return Case(
        reference=row.reference,
        conversation_id=row.conversation_id,
        kind=row.kind,
        reason=row.reason,
        priority=row.priority,
        status=cast(Status, row.status),
        language=row.language,
        party_name=row.party_name,
        loan_last4s=tuple(row.loan_last4s),
        opened_at=row.opened_at,
        waiting_since=row.waiting_since,
        taken_by=row.taken_by,
        closed_at=row.closed_at,
        summary=row.summary,
    )
