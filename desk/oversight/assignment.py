"""Whose a case is, when a supervisor says so: given to somebody else, taken over, given back; all on the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.client import Case, CaseEvent, Cases
from desk.domain.case import HANDOFF
from desk.store import CaseEventRow, CaseRow

REASSIGNED, TAKEN_OVER, GIVEN_BACK = "desk.case.reassigned", "desk.case.taken_over", "desk.case.given_back"
# That somebody has read what was done with their case.
NOTICE_READ = "desk.notice.read"
TOLD = (REASSIGNED, TAKEN_OVER, GIVEN_BACK)
# What gives a line to somebody else: after any of these a take-over is over.
MOVES = frozenset({*TOLD, "desk.case.taken", "desk.case.handed_back", "desk.case.passed_on", "desk.case.closed"})
REASON_WORDS = {
    "absence": "The agent is away",
    "load": "The agent has too much",
    "language": "Needs another language",
    "knowledge": "Needs other knowledge",
    "conflict": "The agent may not work on it",
    "complaint": "The borrower complains about the agent",
    "risk": "The borrower may lose the home or come to harm",
    "quality": "The conversation goes wrong",
    "date": "A date is near or was missed",
    "done": "What it was taken over for is done",
}


class Changed(Exception):
    """A case is not as it was when the supervisor decided; carries its reference."""


@dataclass(frozen=True)
class Seen:
    """A case as somebody saw it when they decided."""

    reference: str
    status: str
    taken_by: str | None

    @classmethod
    def of(cls, case: Case) -> "Seen":
        """The case as it stands."""
        return cls(case.reference, case.status, case.taken_by)

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.reference}:{self.status}:{self.taken_by or ''}"

    @classmethod
    def read(cls, value: str) -> "Seen | None":
        """What a form sent; None when it is no such thing."""
        parts = value.split(":")
        return cls(parts[0], parts[1], parts[2] or None) if len(parts) == 3 else None


@dataclass(frozen=True)
class Notice:
    """Something a supervisor did with somebody's case that they have not read yet.

    Attributes:
        gained: whether it is theirs now; otherwise it was.
    """

    event: CaseEvent
    conversation_id: str
    gained: bool


def reassign(cases: Cases, session: Session, seen: Sequence[Seen], *, to: str, by: str, reason: str) -> list[Case]:
    """Gives all of the cases to somebody, in the caller's transaction; their clocks and waits run on.

    Raises:
        Changed: when one was closed, or somebody took or left it, since it was seen; the caller then undoes all of it.
    """
    moved = []
    for each in sorted(seen, key=lambda one: one.reference):
        row = session.get(CaseRow, each.reference, with_for_update=True, populate_existing=True)
        if row is None or row.status == "closed" or (row.status, row.taken_by) != (each.status, each.taken_by):
            raise Changed(each.reference)
        former = row.taken_by if row.status == "taken" else None
        row.status, row.taken_by = "taken", to
        session.flush()
        moved.append(_noted(cases, session, each.reference, REASSIGNED, by=by, former=former, to=to, reason=reason))
    return moved


def move_live(
    cases: Cases, session: Session, conversation_id: str, kind: str, *, former: str, to: str, by: str, reason: str
) -> None:
    """Lets the case that the people in a live conversation talk about follow its line, and notes it on the trail.

    Without an open wish for a person, the newest case of the conversation carries the note.
    """
    rows = select(CaseRow).where(CaseRow.conversation_id == conversation_id, CaseRow.status != "closed")
    listed = session.scalars(rows.order_by(CaseRow.opened_at.desc()).with_for_update()).all()
    for row in listed:
        if row.kind == HANDOFF or row.taken_by == former:
            row.status, row.taken_by = "taken", to
    session.flush()
    found = cases.case_for(session, conversation_id, HANDOFF) or cases.case_for(session, conversation_id)
    if found is not None:
        _noted(cases, session, found.reference, kind, by=by, former=former, to=to, reason=reason)


def lent_by(events: Sequence[CaseEvent], holder: str) -> str | None:
    """Whom the supervisor who holds the line took it over from; None when they did not, or left it in between."""
    lines = [event for event in events if event.kind in MOVES]
    last = lines[-1] if lines else None
    return last.details.get("from") if last and last.kind == TAKEN_OVER and last.details.get("to") == holder else None


def notices_for(session: Session, member_id: str, *, since: datetime) -> list[Notice]:
    """What supervisors did with this person's cases since a moment and they have not read, the newest first."""
    lines = select(CaseEventRow).where(CaseEventRow.kind.in_((*TOLD, NOTICE_READ)), CaseEventRow.at >= since)
    rows = session.scalars(lines.order_by(CaseEventRow.id.desc())).all()
    read = {(row.details or {}).get("event") for row in rows if row.kind == NOTICE_READ and row.who == member_id}
    return [
        Notice(
            CaseEvent(row.reference, row.kind, row.who, row.at, {**(row.details or {}), "id": str(row.id)}),
            row.conversation_id,
            (row.details or {}).get("to") == member_id,
        )
        for row in rows
        if row.kind in TOLD
        and member_id in ((row.details or {}).get("from"), (row.details or {}).get("to"))
        and row.who != member_id
        and str(row.id) not in read
    ]


def read_notice(cases: Cases, session: Session, member_id: str, event_id: int) -> bool:
    """Notes that the person has read a notice; False when it is none of theirs."""
    row = session.get(CaseEventRow, event_id)
    told = (row.details or {}) if row is not None and row.kind in TOLD else {}
    case = cases.case(session, row.reference) if row is not None else None
    if case is None or member_id not in (told.get("from"), told.get("to")):
        return False
    cases.note(session, case, kind=NOTICE_READ, who=member_id, details={"event": str(event_id)})
    return True


def _noted(
    cases: Cases, session: Session, reference: str, kind: str, *, by: str, former: str | None, to: str, reason: str
) -> Case:
    case = cases.case(session, reference)
    if case is None:
        raise Changed(reference)
    details = {"to": to, "reason": reason} | ({"from": former} if former else {})
    cases.note(session, case, kind=kind, who=by, details=details)
    return case
