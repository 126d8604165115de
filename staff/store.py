"""The tables of who works here: people, their sessions, what happened at the door, and who passed which lesson."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment, keep_append_only


class Base(DeclarativeBase):
    """The staff room's tables."""


class Member(Base):
    """A person who may sign in. Rows stay for good, so that old records keep the name of who did what."""

    __tablename__ = "staff_member"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_is_first: Mapped[bool] = mapped_column(Boolean)
    totp_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    # The newest time step whose code was accepted: a code is worth one sign-in, though it is shown for 30 seconds.
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    demo: Mapped[bool] = mapped_column(Boolean)
    added_at: Mapped[datetime] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)


class SignedIn(Base):
    """A session. The token itself is known to the browser alone; here stands its SHA-256."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("staff_member.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    address: Mapped[str] = mapped_column(String(64))


class DoorEvent(Base):
    """One line of the audit trail, only ever added. `account_key` is a keyed hash of the account name as typed."""

    __tablename__ = "staff_event"
    __table_args__ = (
        Index("staff_event_by_account", "account_key", "at"),
        Index("staff_event_by_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(48))
    member_id: Mapped[str | None] = mapped_column(String(32))
    account_key: Mapped[str | None] = mapped_column(String(32))
    address: Mapped[str | None] = mapped_column(String(64))


class LessonPassed(Base):
    """That a person passed an edition of a lesson on a day, the servicer's own date; once a day, only ever added."""

    __tablename__ = "staff_lesson_passed"

    member_id: Mapped[str] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    lesson: Mapped[str] = mapped_column(String(48), primary_key=True)
    edition: Mapped[date] = mapped_column(Date, primary_key=True)
    passed_on: Mapped[date] = mapped_column(Date, primary_key=True)
    passed_at: Mapped[datetime] = mapped_column(Moment)


# The audit trail, and the proof of who was taught what.
APPEND_ONLY = {
    "staff_event": (("id",),),
    "staff_lesson_passed": (("member_id", "lesson", "edition", "passed_on"),),
}
keep_append_only(Base.metadata, APPEND_ONLY)
