"""The tables of who works here: people, their sessions, and what happened at the door."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment


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


def append_only_ddl(dialect: str) -> list[str]:
    """The statements that keep the trail append-only, for the migration that creates it; `create_all` runs them too.

    Raises:
        ValueError: for a database other than `sqlite` and `postgresql`, where the trail would be unprotected.
    """
    table = DoorEvent.__tablename__
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            for verb in ("UPDATE", "DELETE")
        ]
    if dialect == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION staff_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION staff_refuse_change()",
        ]
    raise ValueError(f"no append-only triggers are written for {dialect}")


@event.listens_for(Base.metadata, "after_create")
def _protect(_metadata: MetaData, connection: Connection, **_arguments: Any) -> None:
    for statement in append_only_ddl(connection.dialect.name):
        connection.execute(text(statement))
