"""The tables of supervision: what agents can take, conversations in numbers, samples and reviews."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment, keep_append_only


class Base(DeclarativeBase):
    """The tables of supervision, all prefixed `desk_`."""


class AgentSettingRow(Base):
    """What somebody can take from a moment on: the newest row counts, the others are the trail. `why` is a code."""

    __tablename__ = "desk_agent_setting"
    __table_args__ = (Index("desk_agent_setting_by_member", "member_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    member_id: Mapped[str] = mapped_column(String(64))
    capacity: Mapped[int] = mapped_column(Integer)
    languages: Mapped[list[str]] = mapped_column(JSON)
    teams: Mapped[list[str]] = mapped_column(JSON)
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(Moment)
    why: Mapped[str] = mapped_column(String(32))


class TalkRow(Base):
    """A conversation in numbers, as of a place in its record: a cache, which can be emptied at any time.

    `edition` says which reckoning made it; nothing that anybody wrote is in it.
    """

    __tablename__ = "desk_talk"

    conversation_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(Moment, index=True)
    seq: Mapped[int] = mapped_column(Integer)
    edition: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(2))
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)


class SampleRow(Base):
    """One case or conversation that was drawn for review; `place` is its place in the sample, `population` the
    whole."""

    __tablename__ = "desk_sample"
    __table_args__ = (UniqueConstraint("week", "language", "subject", "place", name="desk_sample_place"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    week: Mapped[date] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(64))
    conversation_id: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    place: Mapped[int] = mapped_column(Integer)
    population: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(40))
    drawn_by: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime] = mapped_column(Moment)


class ReviewRow(Base):
    """One reading of what was drawn: answers as codes; notes stand encrypted on the record. The second is the last."""

    __tablename__ = "desk_review"
    __table_args__ = (
        UniqueConstraint("sample_id", "reading", name="desk_review_reading"),
        UniqueConstraint("sample_id", "reviewer", name="desk_review_reader"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    sample_id: Mapped[str] = mapped_column(String(32))
    reading: Mapped[int] = mapped_column(Integer)
    reviewer: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    percent: Mapped[int | None] = mapped_column(Integer)
    failed: Mapped[list[str]] = mapped_column(JSON)
    found_case: Mapped[str | None] = mapped_column(String(16))


APPEND_ONLY = {
    "desk_agent_setting": (("id",),),
    "desk_sample": (("id",), ("week", "language", "subject", "place")),
    "desk_review": (("id",), ("sample_id", "reading"), ("sample_id", "reviewer")),
}
keep_append_only(Base.metadata, APPEND_ONLY)
