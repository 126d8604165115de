"""The desk's tables: cases, and the trail of what happened to each, which is only ever added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Index, Integer, MetaData, String, event, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import Moment


class Base(DeclarativeBase):
    """The desk's tables, all prefixed `desk_`."""


class CaseRow(Base):
    """A case. The index lets one conversation have one case of a kind that is not closed."""

    __tablename__ = "desk_case"
    __table_args__ = (
        Index(
            "desk_case_one_open",
            "conversation_id",
            "kind",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("desk_case_by_status", "status", "waiting_since"),
    )

    reference: Mapped[str] = mapped_column(String(16), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(48))
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


class CaseEventRow(Base):
    """One line of a case's trail. `who` is a staff id, or the room that did it."""

    __tablename__ = "desk_case_event"
    __table_args__ = (Index("desk_case_event_by_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(48))
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


def append_only_ddl(dialect: str) -> list[str]:
    """The statements that keep the trail append-only, for the migration that creates it; `create_all` runs them too.

    Raises:
        ValueError: for a database other than `sqlite` and `postgresql`, where the trail would be unprotected.
    """
    table = CaseEventRow.__tablename__
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            for verb in ("UPDATE", "DELETE")
        ]
    if dialect == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION desk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse_change()",
        ]
    raise ValueError(f"no append-only triggers are written for {dialect}")


@event.listens_for(Base.metadata, "after_create")
def _protect(_metadata: MetaData, connection: Connection, **_arguments: Any) -> None:
    for statement in append_only_ddl(connection.dialect.name):
        connection.execute(text(statement))
