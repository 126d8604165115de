"""Who was named in a note, and whether they have looked since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desk.client import Case, Cases
from desk.store import MentionRow

MENTIONED = "desk.note.mentioned"
# How many mentions a page lists; the older ones stand on their cases.
MOST_LISTED = 50


@dataclass(frozen=True)
class Mention:
    """One person named in one note.

    Attributes:
        at: when the note was written.
        read_at: when the person first opened the case since; None until then.
    """

    reference: str
    conversation_id: str
    member_id: str
    by: str
    at: datetime
    read_at: datetime | None


def mention(cases: Cases, session: Session, case: Case, member_ids: Iterable[str], *, by: str, at: datetime) -> None:
    """Keeps that a note on the case names these people; the trail says who named whom."""
    for member_id in member_ids:
        session.add(
            MentionRow(
                reference=case.reference,
                conversation_id=case.conversation_id,
                member_id=member_id,
                by=by,
                at=at,
                read_at=None,
            )
        )
        cases.note(session, case, kind=MENTIONED, who=by, details={"member": member_id})


def mark_read(session: Session, conversation_id: str, member_id: str, *, at: datetime) -> None:
    """Keeps that the person has seen what names them in this conversation."""
    session.execute(
        update(MentionRow)
        .where(
            MentionRow.conversation_id == conversation_id,
            MentionRow.member_id == member_id,
            MentionRow.read_at.is_(None),
        )
        .values(read_at=at)
    )


def mentions_of(session: Session, member_id: str) -> list[Mention]:
    """What names this person: first what they have not read, and of that and the rest the newest first."""
    query = select(MentionRow).where(MentionRow.member_id == member_id)
    rows = session.scalars(query.order_by(MentionRow.read_at.is_not(None), MentionRow.id.desc()).limit(MOST_LISTED))
    return [_mention(row) for row in rows]


def mentions_on(session: Session, conversation_id: str) -> Sequence[Mention]:
    """Who is named in the notes on a conversation's cases, earliest first."""
    query = select(MentionRow).where(MentionRow.conversation_id == conversation_id).order_by(MentionRow.id)
    return [_mention(row) for row in session.scalars(query)]


def _mention(row: MentionRow) -> Mention:
    return Mention(row.reference, row.conversation_id, row.member_id, row.by, row.at, row.read_at)
