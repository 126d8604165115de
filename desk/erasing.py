"""What the desk keeps of a conversation beside its record, and forgets when the conversation is erased."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk.notes import PREFIX
from desk.oversight.sample import NOTES
from desk.oversight.store import SampleRow, TalkRow
from desk.store import CaseEventRow, CaseRow
from kernel.clock import Clock
from records.client import Records

ERASED = "desk.case.erased"


def open_references(session: Session, conversation_id: str) -> list[str]:
    """The conversation's cases that are not closed: as long as there is one, its record is needed."""
    found = select(CaseRow.reference).where(CaseRow.conversation_id == conversation_id, CaseRow.status != "closed")
    return list(session.scalars(found.order_by(CaseRow.reference)))


def has_loan(session: Session, conversation_id: str) -> bool:
    """Whether one of its cases is about a loan."""
    listed = session.scalars(select(CaseRow.loan_last4s).where(CaseRow.conversation_id == conversation_id))
    return any(listed)


def records_beside(records: Records, session: Session, conversation_id: str) -> list[str]:
    """The records of its cases: notes, their files, letters, and what reviewers wrote."""
    references = session.scalars(select(CaseRow.reference).where(CaseRow.conversation_id == conversation_id)).all()
    samples = session.scalars(select(SampleRow.id).where(SampleRow.conversation_id == conversation_id)).all()
    names = [PREFIX + reference for reference in references]
    found = [each for name in names for each in records.below(session, name)]
    return [*found, *(each for sample in samples for each in records.below(session, NOTES + sample))]


def forget(session: Session, conversation_id: str, *, who: str, clock: Clock) -> None:
    """Takes the person out of its cases and drops its numbers; the trails stay, which hold codes alone."""
    cases = select(CaseRow.reference).where(CaseRow.conversation_id == conversation_id)
    now = clock.now()
    session.add_all(
        CaseEventRow(reference=reference, conversation_id=conversation_id, kind=ERASED, who=who, at=now, details=None)
        for reference in session.scalars(cases).all()
    )
    session.execute(
        update(CaseRow)
        .where(CaseRow.conversation_id == conversation_id)
        .values(party_name=None, loan_last4s=[], facts=None)
    )
    session.execute(delete(TalkRow).where(TalkRow.conversation_id == conversation_id))
