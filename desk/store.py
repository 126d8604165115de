"""The desk's tables: cases, and the trail of what happened to each, which is only ever added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment, keep_append_only


class Base(DeclarativeBase):
    """The desk's tables, all prefixed `desk_`."""


class CaseRow(Base):
    """A case. The index lets one conversation have one case of a kind and category that is not closed.

    `summary` holds codes, places and dates in clear, for lists and clocks; `facts` what was known of the borrower,
    sealed by whoever opened the case.
    """

    __tablename__ = "desk_case"
    __table_args__ = (
        Index(
            "desk_case_one_open",
            "conversation_id",
            "kind",
            "category",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("desk_case_by_status", "status", "waiting_since"),
        Index(
            "desk_case_taken_by",
            "taken_by",
            sqlite_where=text("status = 'taken'"),
            postgresql_where=text("status = 'taken'"),
        ),
        Index(
            "desk_case_next_in_line",
            "kind",
            "priority",
            "waiting_since",
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        Index(
            "desk_case_next_first",
            "priority",
            "waiting_since",
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
    )

    reference: Mapped[str] = mapped_column(String(16), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(48))
    category: Mapped[str] = mapped_column(String(16), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(48))
    priority: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    party_name: Mapped[str | None] = mapped_column(String(200))
    loan_last4s: Mapped[list[str]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    waiting_since: Mapped[datetime] = mapped_column(Moment)
    taken_by: Mapped[str | None] = mapped_column(String(64))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    facts: Mapped[bytes | None] = mapped_column(LargeBinary)
    tier: Mapped[int] = mapped_column(Integer, default=1)
    team: Mapped[str] = mapped_column(String(32), default="first_line")
    passes: Mapped[int] = mapped_column(Integer, default=0)


class CaseEventRow(Base):
    """One line of a case's trail. `who` is a staff id, or the room that did it; `details` holds codes, never words."""

    __tablename__ = "desk_case_event"
    __table_args__ = (
        Index("desk_case_event_by_conversation", "conversation_id", "id"),
        Index("desk_case_event_by_reference", "reference", "kind"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(48))
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    details: Mapped[dict[str, str] | None] = mapped_column(JSON)


class AsideRow(Base):
    """A case that was put aside; the row goes when somebody brings it back by hand."""

    __tablename__ = "desk_aside"

    reference: Mapped[str] = mapped_column(String(16), primary_key=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    after_seq: Mapped[int] = mapped_column(Integer)
    passes: Mapped[int] = mapped_column(Integer)
    taken_by: Mapped[str | None] = mapped_column(String(64))


class LabelRow(Base):
    """A label that supervisors made. Rows stay, so that an old case keeps its words."""

    __tablename__ = "desk_label"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    words: Mapped[str] = mapped_column(String(32))
    tint: Mapped[str] = mapped_column(String(16))
    made_by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class CaseLabelRow(Base):
    """That a case has a label now; who put it there and who took it off stands on the trail."""

    __tablename__ = "desk_case_label"

    reference: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)


class MentionRow(Base):
    """That a note on a case names somebody, and when they first opened the case since."""

    __tablename__ = "desk_mention"
    __table_args__ = (Index("desk_mention_by_member", "member_id", "read_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    member_id: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class PresentRow(Base):
    """When somebody's page of the desk was last heard."""

    __tablename__ = "desk_present"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class OfferRow(Base):
    """That somebody was asked to take a case. The index lets a case be offered to one person at a time."""

    __tablename__ = "desk_offer"
    __table_args__ = (
        Index(
            "desk_offer_one_at_a_time",
            "reference",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(16), index=True)
    member_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class PreferenceRow(Base):
    """How somebody likes their desk; who has no row likes it quiet, with shortcuts."""

    __tablename__ = "desk_preference"

    member_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    shortcuts: Mapped[bool] = mapped_column(Boolean)
    sound: Mapped[bool] = mapped_column(Boolean)
    notices: Mapped[bool] = mapped_column(Boolean)
    teams: Mapped[list[str]] = mapped_column(JSON)


# The audit trail.
APPEND_ONLY = {"desk_case_event": (("id",),)}
keep_append_only(Base.metadata, APPEND_ONLY)
