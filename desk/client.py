"""The desk's door for other rooms: opening a case, finding one, and every change a case can go through."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy import case as sql_case
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.domain.case import HANDOFF, REFERENCE_PREFIX, Case, Status, priority_of, reason_in_words
from desk.domain.clocks import Clock as DueDate
from desk.domain.duties import due_dates
from desk.domain.tiers import tier_of_team
from desk.domain.waiting import next_first
from desk.line import MOST_ASKED_AT_ONCE, Line
from desk.rows import as_case
from desk.store import CaseEventRow, CaseRow
from kernel.clock import Clock
from kernel.office import OfficeHours
from kernel.references import new_reference
from storage import Database

__all__ = ["Case", "CaseEvent", "Cases", "reason_in_words"]

# How many open cases the desk lists; beyond that a queue page helps nobody.
MOST_LISTED = 200
PASSED_ON, CLOCK_MET, CLOCK_UNMET = "desk.case.passed_on", "desk.clock.met", "desk.clock.unmet"
# Of a thousand million references one in twenty thousand is taken once there are fifty thousand cases.
MOST_REFERENCES_TRIED = 5


@dataclass(frozen=True)
class CaseEvent:
    """One line of a case's trail: what happened, who did it (a staff id or a room), and when; details are codes."""

    reference: str
    kind: str
    who: str
    at: datetime
    details: Mapping[str, str] = field(default_factory=dict)


class Cases(Line):
    """The cases. Every function takes the caller's session, so that a change stands or falls with the caller's own.

    Args:
        database: the app database, for callers that want a transaction of the desk's own.
        clock: the time that waiting is counted by.
        office: when our people are there; the usual hours when not given.
    """

    def __init__(self, database: Database, clock: Clock, office: OfficeHours | None = None) -> None:
        self.database = database
        self._clock = clock
        self.office = office or OfficeHours()

    def open_case(
        self,
        session: Session,
        *,
        conversation_id: str,
        kind: str,
        category: str | None = None,
        reason: str,
        language: str,
        party_name: str | None,
        loan_last4s: Sequence[str],
        summary: dict[str, Any],
        facts: bytes | None = None,
    ) -> Case:
        """The case of this kind and category that the conversation has open, opened now when there is none.

        One that somebody had taken or answered is opened again under its reference: the borrower waits anew, for
        while an agent holds the conversation nobody asks here. One that waits already becomes as urgent as the new
        reason, and keeps the moment since when it waits.

        Args:
            summary: codes and dates: it stands in clear.
            facts: what else is known, sealed.
        """
        # Held, so that it is not closed between the look and the change.
        row = _open_row(session, conversation_id, kind, category or "", holds=True)
        if row is not None:
            return self._reopened(session, row, reason=reason, summary=summary, facts=facts)
        now = self._clock.now()
        for _ in range(MOST_REFERENCES_TRIED):
            row = CaseRow(
                reference=new_reference(REFERENCE_PREFIX),
                conversation_id=conversation_id,
                kind=kind,
                category=category or "",
                reason=reason,
                priority=priority_of(reason),
                status="open",
                language=language,
                party_name=party_name,
                loan_last4s=list(loan_last4s),
                opened_at=now,
                waiting_since=now,
                summary=summary,
                facts=facts,
            )
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                # Another transaction opened it in between, and theirs is the case; or the reference is another case's.
                found = _open_row(session, conversation_id, kind, category or "")
                if found is not None:
                    return as_case(found)
            else:
                self._note(session, row, "desk.case.opened", "gateway")
                return as_case(row)
        raise RuntimeError("no reference was free")

    def _reopened(
        self, session: Session, row: CaseRow, *, reason: str, summary: dict[str, Any], facts: bytes | None
    ) -> Case:
        if row.status != "open":
            row.status, row.reason, row.summary, row.facts = "open", reason, summary, facts
            row.priority = min(row.priority, priority_of(reason))
            row.waiting_since = self._clock.now()
            self._note(session, row, "desk.case.reopened", "gateway")
        elif priority_of(reason) < row.priority:
            row.reason, row.priority, row.summary, row.facts = reason, priority_of(reason), summary, facts
            self._note(session, row, "desk.case.raised", "gateway")
        return as_case(row)

    def is_open(self, session: Session, *, conversation_id: str, kind: str, category: str | None = None) -> bool:
        """Whether the conversation has a case of this kind that is not closed; of one category when that is named."""
        return _open_row(session, conversation_id, kind, category) is not None

    def note_document(self, session: Session, *, conversation_id: str) -> list[str]:
        """Notes on each open case of the conversation that a document came; their references, the newest first."""
        cases = [case for case in self.cases_of(session, conversation_id) if case.is_open]
        for case in cases:
            self.note(session, case, kind="desk.document.received", who="gateway")
        return [case.reference for case in cases]

    def due_dates(self, *, kind: str, category: str | None, received: date) -> tuple[DueDate, ...]:
        """What the law wants done by when in a case of this kind whose message came on that day."""
        return due_dates(kind, category=category, received=received, office=self.office.days)

    def case_for(self, session: Session, conversation_id: str, kind: str | None = None) -> Case | None:
        """The conversation's newest open case, or else its newest one; of one kind when that is named."""
        query = select(CaseRow).where(CaseRow.conversation_id == conversation_id)
        if kind is not None:
            query = query.where(CaseRow.kind == kind)
        rows = session.scalars(query.order_by(CaseRow.opened_at.desc())).all()
        newest = next((row for row in rows if row.status != "closed"), rows[0] if rows else None)
        return as_case(newest) if newest else None

    def cases_of(self, session: Session, *conversation_ids: str) -> list[Case]:
        """All cases of the conversations, the newest first."""
        query = select(CaseRow).where(CaseRow.conversation_id.in_(conversation_ids))
        return [as_case(row) for row in session.scalars(query.order_by(CaseRow.opened_at.desc(), CaseRow.reference))]

    def opened_between(self, session: Session, since: datetime, until: datetime) -> list[Case]:
        """The cases that were opened from one moment until before another, the earliest first."""
        query = select(CaseRow).where(CaseRow.opened_at >= since, CaseRow.opened_at < until)
        return [as_case(row) for row in session.scalars(query.order_by(CaseRow.opened_at, CaseRow.reference))]

    def case(self, session: Session, reference: str) -> Case | None:
        """The case of this reference."""
        row = session.get(CaseRow, reference)
        return as_case(row) if row else None

    def locked(self, session: Session, reference: str) -> Case | None:
        """The case of this reference, for a change: others who change it wait until the transaction ends."""
        row = session.get(CaseRow, reference, with_for_update=True, populate_existing=True)
        return as_case(row) if row else None

    def listed(self, session: Session, *, taken_by: str | None = None) -> list[Case]:
        """The cases that are not closed, the one that is next first: at most `MOST_LISTED` of borrowers who want a
        person, as many others, lest letters hide somebody who waits in the chat, and all `taken_by` this person."""
        still_open = select(CaseRow).where(CaseRow.status != "closed").order_by(CaseRow.priority, CaseRow.waiting_since)
        waiting = session.scalars(still_open.where(CaseRow.kind == HANDOFF).limit(MOST_LISTED)).all()
        others = session.scalars(still_open.where(CaseRow.kind != HANDOFF).limit(MOST_LISTED)).all()
        own = select(CaseRow).where(CaseRow.status == "taken", CaseRow.taken_by == taken_by) if taken_by else None
        rows = (*waiting, *others, *(session.scalars(own) if own is not None else ()))
        return next_first(as_case(row) for row in {row.reference: row for row in rows}.values())

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

    def pass_on(
        self, session: Session, reference: str, *, agent_id: str, team: str, reason: str, passes_seen: int
    ) -> bool:
        """Passes the case to a team, or a supervisor; False when a colleague has it, or was quicker, or it is closed.

        Its clocks run on, and so does the wait of a borrower whom nobody has answered yet.

        Args:
            passes_seen: how often it had been passed on when the agent decided: of two agents who pass it on at once,
                one does.

        Raises:
            KeyError: for a team that does not exist.
        """
        tier = tier_of_team(team)
        before = session.get(CaseRow, reference, populate_existing=True)
        if before is None:
            return False
        came_from = before.team
        waiting_since = sql_case((CaseRow.status == "answered", self._clock.now()), else_=CaseRow.waiting_since)
        passed = session.scalar(
            update(CaseRow)
            .where(
                CaseRow.reference == reference,
                CaseRow.status != "closed",
                CaseRow.passes == passes_seen,
                CaseRow.team != team,
                _mine_or_nobodys(agent_id),
            )
            .values(
                team=team,
                tier=tier,
                passes=passes_seen + 1,
                status="open",
                taken_by=None,
                waiting_since=waiting_since,
            )
            .returning(CaseRow.reference)
            .execution_options(synchronize_session=False)
        )
        if passed is None:
            return False
        row = session.get_one(CaseRow, reference, populate_existing=True)
        details = {"from": came_from, "to": team, "reason": reason}
        self.note(session, as_case(row), kind=PASSED_ON, who=agent_id, details=details)
        return True

    def meet(self, session: Session, reference: str, *, agent_id: str, clock: str) -> bool:
        """Notes that what a clock of the case wants was done; False when there is nothing of that name left to do."""
        row = session.get(CaseRow, reference, with_for_update=True, populate_existing=True)
        if row is None or row.status == "closed":
            return False
        left = {due.name for due in as_case(row).next_due} - self.clocks_met(session, [reference])[reference].keys()
        if clock not in left:
            return False
        self.note(session, as_case(row), kind=CLOCK_MET, who=agent_id, details={"clock": clock})
        return True

    def clocks_met(self, session: Session, references: Collection[str]) -> dict[str, dict[str, datetime]]:
        """Of each case, the clocks that were met and not taken back, with the moment."""
        found: dict[str, dict[str, datetime]] = {reference: {} for reference in references}
        told = (CLOCK_MET, CLOCK_UNMET)
        for some in batched(found, MOST_ASKED_AT_ONCE):
            lines = select(CaseEventRow).where(CaseEventRow.reference.in_(some), CaseEventRow.kind.in_(told))
            for line in session.scalars(lines.order_by(CaseEventRow.id)):
                clock = (line.details or {}).get("clock", "")
                if line.kind == CLOCK_MET:
                    found[line.reference].setdefault(clock, line.at)
                else:
                    found[line.reference].pop(clock, None)
        return found

    def close(self, session: Session, reference: str, *, agent_id: str) -> bool:
        """Closes the case; False when a colleague has it, or it was closed before."""
        return self._leave(session, reference, agent_id, "closed", "desk.case.closed")

    def _leave(self, session: Session, reference: str, agent_id: str, status: Status, event: str) -> bool:
        changed = session.scalar(
            update(CaseRow)
            .where(CaseRow.reference == reference, CaseRow.status != "closed", _mine_or_nobodys(agent_id))
            .values(status=status, closed_at=self._clock.now() if status == "closed" else None)
            .returning(CaseRow.reference)
        )
        if changed is None:
            return False
        self._note(session, session.get_one(CaseRow, reference), event, agent_id)
        return True

    def note(
        self, session: Session, case: Case, *, kind: str, who: str, details: Mapping[str, str] | None = None
    ) -> None:
        """Adds a line to the trail without changing the case: a view, a reply, a download."""
        session.add(
            CaseEventRow(
                reference=case.reference,
                conversation_id=case.conversation_id,
                kind=kind,
                who=who,
                at=self._clock.now(),
                details=dict(details) if details else None,
            )
        )

    def events(self, session: Session, conversation_id: str) -> list[CaseEvent]:
        """The trail of the conversation's cases, earliest first."""
        rows = session.scalars(
            select(CaseEventRow).where(CaseEventRow.conversation_id == conversation_id).order_by(CaseEventRow.id)
        )
        return [_event(row) for row in rows]

    def trail_of(self, session: Session, kind: str, since: datetime, until: datetime) -> list[CaseEvent]:
        """What happened to all cases of a kind from one moment until before another, earliest first."""
        of_kind = select(CaseRow.reference).where(CaseRow.kind == kind)
        lines = select(CaseEventRow).where(
            CaseEventRow.at >= since, CaseEventRow.at < until, CaseEventRow.reference.in_(of_kind)
        )
        return [_event(row) for row in session.scalars(lines.order_by(CaseEventRow.id))]

    def _note(self, session: Session, row: CaseRow, kind: str, who: str) -> None:
        self.note(session, as_case(row), kind=kind, who=who)


def _open_row(
    session: Session, conversation_id: str, kind: str, category: str | None, *, holds: bool = False
) -> CaseRow | None:
    rows = select(CaseRow).where(
        CaseRow.conversation_id == conversation_id, CaseRow.kind == kind, CaseRow.status != "closed"
    )
    rows = rows if category is None else rows.where(CaseRow.category == category)
    rows = rows.with_for_update().execution_options(populate_existing=True) if holds else rows
    return session.scalars(rows).first()


def _mine_or_nobodys(agent_id: str) -> ColumnElement[bool]:
    return or_(CaseRow.status.in_(("open", "answered")), CaseRow.taken_by == agent_id)


def _event(row: CaseEventRow) -> CaseEvent:
    return CaseEvent(row.reference, row.kind, row.who, row.at, row.details or {})
