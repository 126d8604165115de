"""Tables that only grow: triggers that refuse to change or remove a row, whoever asks the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, MetaData, event, text

# A table's name with the column sets that each name one of its rows.
Tables = Mapping[str, tuple[tuple[str, ...], ...]]

_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def append_only_ddl(dialect: str, tables: Tables) -> list[str]:
    """The statements that make the tables append-only on `sqlite` or `postgresql`; they may be run again.

    For the migration that creates the tables. A later migration that rebuilds one of them must run them again.

    Raises:
        ValueError: for another database, because there the tables would be unprotected.
    """
    if dialect == "sqlite":
        return [statement for table, keys in tables.items() for statement in _sqlite_triggers(table, keys)]
    if dialect == "postgresql":
        return [_POSTGRESQL_REFUSAL, *(statement for table in tables for statement in _postgresql_triggers(table))]
    raise ValueError(f"no append-only triggers are written for {dialect}")


def keep_append_only(metadata: MetaData, tables: Tables) -> None:
    """Makes `metadata.create_all` protect the tables too."""

    @event.listens_for(metadata, "after_create")
    def _protect(_metadata: MetaData, connection: Connection, **_arguments: Any) -> None:
        for statement in append_only_ddl(connection.dialect.name, tables):
            connection.execute(text(statement))


def _sqlite_triggers(table: str, keys: tuple[tuple[str, ...], ...]) -> list[str]:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    # An `INSERT OR REPLACE` removes the old row without asking any trigger on DELETE.
    taken = " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys)
    present = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 - names from the rooms' own constants
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} WHEN {present} {refusal}",
    ]


def _postgresql_triggers(table: str) -> list[str]:
    refuse = "EXECUTE FUNCTION refuse_change()"
    return [
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]
