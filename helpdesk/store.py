"""What has to be done at the help desk, and how far it is: one row a conversation, the record being the outbox."""

from datetime import datetime

from sqlalchemy import JSON, Index, Integer, String, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from helpdesk.brief import is_briefed
from storage import Moment

OPEN, ENDED = "open", "ended"


class Base(DeclarativeBase):
    """The room's tables, all prefixed `helpdesk_`."""


class LineRow(Base):
    """One conversation at the help desk.

    What was sent is said by the place of the last entry and the part of it, so that nothing is copied that has to be
    sent yet. `sending_*` is written before a message goes out: after a crash or a broken connection in between it is
    first looked for there.
    """

    __tablename__ = "helpdesk_line"
    __table_args__ = (Index("helpdesk_line_remote", "remote_id", unique=True),)

    conversation_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(8), default=OPEN, index=True)
    wanted_seq: Mapped[int] = mapped_column(Integer)
    brief_from: Mapped[int] = mapped_column(Integer, default=0)
    reopen: Mapped[bool] = mapped_column(default=False)
    contact_id: Mapped[int | None] = mapped_column(Integer)
    source_id: Mapped[str | None] = mapped_column(String(200))
    remote_id: Mapped[int | None] = mapped_column(Integer)
    sent_seq: Mapped[int] = mapped_column(Integer, default=0)
    sent_part: Mapped[int] = mapped_column(Integer, default=0)
    sending_seq: Mapped[int] = mapped_column(Integer, default=0)
    sending_part: Mapped[int] = mapped_column(Integer, default=0)
    last_own_id: Mapped[int] = mapped_column(Integer, default=0)
    heard_id: Mapped[int] = mapped_column(Integer, default=0)
    heard_at: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    delayed_told: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[list[str]] = mapped_column(JSON, default=list)


def want(session: Session, conversation_id: str, *, seq: int) -> None:
    """Notes that a person is wanted from this place of the record on; again for one that had ended."""
    row = session.get(LineRow, conversation_id, with_for_update=True)
    if row is None:
        session.add(LineRow(conversation_id=conversation_id, state=OPEN, wanted_seq=seq, notes=[]))
        return
    row.reopen = row.reopen or row.remote_id is not None
    if is_briefed(row):
        row.brief_from = row.sent_seq
    row.state, row.wanted_seq, row.tries, row.next_try_at = OPEN, seq, 0, None


def due(session: Session, now: datetime) -> list[str]:
    """The conversations that may have something to do by now, the longest wanted first."""
    rows = select(LineRow.conversation_id).where(
        LineRow.state == OPEN, LineRow.next_try_at.is_(None) | (LineRow.next_try_at <= now)
    )
    return list(session.scalars(rows.order_by(LineRow.conversation_id)))


def line_at(session: Session, remote_id: int) -> LineRow | None:
    """The conversation that has this number at the help desk."""
    return session.scalar(select(LineRow).where(LineRow.remote_id == remote_id))


def owe_note(session: Session, conversation_id: str, text: str) -> None:
    """Notes something for the people at the help desk; the same words once until they are sent."""
    row = session.get(LineRow, conversation_id, with_for_update=True)
    if row is not None and text not in row.notes:
        row.notes = [*row.notes, text]
        row.state = OPEN


def forget(session: Session, conversation_id: str) -> int | None:
    """Ends an erased conversation's line for good; its number at the help desk, where it has to be deleted by hand."""
    row = session.get(LineRow, conversation_id, with_for_update=True)
    if row is None:
        return None
    row.state, row.notes, row.reopen = ENDED, [], False
    return row.remote_id


class WantedAgain(Exception):
    """A person was wanted anew since it was looked at."""


def end(session: Session, conversation_id: str, *, wanted_seq: int) -> None:
    """Ends a conversation's work at the help desk.

    Raises:
        WantedAgain: when a person was wanted since that place; then nothing is ended.
    """
    ended = session.scalar(
        update(LineRow)
        .where(LineRow.conversation_id == conversation_id, LineRow.wanted_seq == wanted_seq)
        .values(state=ENDED, next_try_at=None, tries=0)
        .returning(LineRow.conversation_id)
    )
    if ended is None:
        raise WantedAgain(conversation_id)


def change(session: Session, conversation_id: str, **values: object) -> None:
    """Sets fields of a conversation's row."""
    session.execute(update(LineRow).where(LineRow.conversation_id == conversation_id).values(**values))
