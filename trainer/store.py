"""The trainer's tables: messages to look at, labels, trainings, and the trail of who did what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment, keep_append_only


class Base(DeclarativeBase):
    """The trainer's tables, all prefixed `trainer_`."""


class MessageRow(Base):
    """A masked message the assistant was unsure of.

    Nothing leads back to who wrote it: no conversation, no moment, only the days of the first and the last time.
    """

    __tablename__ = "trainer_message"
    __table_args__ = (
        UniqueConstraint("language", "digest", name="trainer_message_once"),
        Index("trainer_message_by_worth", "state", "worth"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    digest: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    intent: Mapped[str] = mapped_column(String(80))
    confidence: Mapped[float] = mapped_column(Float)
    ranking: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(48))
    count: Mapped[int] = mapped_column(Integer)
    worth: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(String(16))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)


class LabelRow(Base):
    """An example a person added, where it stands, and how far it has come: added, trained, promoted or undone."""

    __tablename__ = "trainer_label"
    __table_args__ = (Index("trainer_label_by_state", "state", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("trainer_message.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    intent: Mapped[str] = mapped_column(String(80))
    topic: Mapped[str] = mapped_column(String(80))
    file: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    run_id: Mapped[str | None] = mapped_column(String(32))


class RunRow(Base):
    """One training and its comparison. The index lets one run at a time."""

    __tablename__ = "trainer_run"
    __table_args__ = (
        Index(
            "trainer_run_one_at_a_time",
            "state",
            unique=True,
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(200))
    owner: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Moment, index=True)
    heard_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    label_ids: Mapped[list[int]] = mapped_column(JSON)
    old_model: Mapped[str | None] = mapped_column(String(160))
    model: Mapped[str | None] = mapped_column(String(160), index=True)
    words: Mapped[str] = mapped_column(String(500))
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class BotRow(Base):
    """A model the running assistant has said it uses: since when, and when it last said so."""

    __tablename__ = "trainer_bot_model"

    etag: Mapped[str] = mapped_column(String(80), primary_key=True)
    model: Mapped[str] = mapped_column(String(160))
    since: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)


class EventRow(Base):
    """One line of the trail, only ever added. `subject` is a label, a run or a model."""

    __tablename__ = "trainer_event"
    __table_args__ = (Index("trainer_event_by_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(160))
    by_id: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


# The audit trail.
APPEND_ONLY = {"trainer_event": (("id",),)}
keep_append_only(Base.metadata, APPEND_ONLY)
