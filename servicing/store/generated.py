"""Writing the generated portfolio: made on several processors, written by one, in the caller's transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Column, text
from sqlalchemy.orm import Session

from servicing.parallel import in_order
from servicing.portfolio.generated import MOST_LOANS, RANDOM_SEED, generated_loan, loan_id
from servicing.portfolio.generated_people import party_id
from servicing.store.generated_rows import COLUMNS, Row, Rows, rows_of
from servicing.store.tables import Base

# So many loans are made and written at a time: some ten thousand entries.
CHUNK = 200
WORKERS = 2
# Fewer are made sooner than another process starts.
ALONE_BELOW = 2_000
# Pages of SQLite's cache in KiB (negative means KiB): enough that a growing table is not read back from the disk.
SQLITE_CACHE = -131_072
SQLITE_USUAL_CACHE = -2_000
# Rows that may be there from before, because an issued document names them.
KEPT = ("party", "loan")


@dataclass(frozen=True)
class Generation:
    """How many loans are generated beside the personas', and from which random seed."""

    loans: int = 0
    random_seed: int = RANDOM_SEED


@dataclass(frozen=True)
class Written:
    """What was written."""

    loans: int
    entries: int


def write_generated(
    session: Session,
    given: Generation,
    *,
    as_of: date,
    advance: Callable[[int], None] = lambda _count: None,
    workers: int = WORKERS,
) -> Written:
    """Writes the generated loans for a day; those of an earlier day must have been cleared, parties and loans may stay.

    Call it while the ledger is unlocked: a trigger that looks at every new entry would cost more than the writing.
    """
    spans = [(first, min(first + CHUNK, given.loans + 1)) for first in range(1, given.loans + 1, CHUNK)]
    make = partial(_made, random_seed=given.random_seed, as_of=as_of)
    entries = 0
    with _writer(session, many=given.loans >= ALONE_BELOW) as write:
        for (first, stop), rows in zip(
            spans, in_order(make, spans, workers=workers if given.loans >= ALONE_BELOW else 1), strict=True
        ):
            for table, found in rows.items():
                write(table, found)
            entries += len(rows["ledger_entry"])
            advance(stop - first)
    return Written(given.loans, entries)


def drop_surplus(session: Session, loans: int) -> None:
    """Deletes what an earlier generation left beyond so many loans, and parties who are on none of them.

    A row that another table still names stays: an issued document outlives its loan's place in the portfolio.
    """
    bounds = {
        "loan": (loan_id(loans + 1), loan_id(MOST_LOANS + 1)),
        "party": (party_id(1, 1), party_id(MOST_LOANS + 1, 1)),
    }
    for table, (first, stop) in bounds.items():
        unnamed = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {key.table} WHERE {key.table}.{key.name} = {table}.id)"  # noqa: S608 - own names
            for key in _keys_to(table)
        )
        statement = f"DELETE FROM {table} WHERE id >= :first AND id < :stop AND {unnamed}"  # noqa: S608 - own names
        session.execute(text(statement), {"first": first, "stop": stop})


def _keys_to(table: str) -> list[Column[Any]]:
    """The columns that name rows of a table; first those of `party_loan`, which settle it for nearly every row."""
    keys = [
        key.parent
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table.name == table
    ]
    return sorted(keys, key=lambda column: column.table.name != "party_loan")


def _made(span: tuple[int, int], *, random_seed: int, as_of: date) -> Rows:
    return rows_of(generated_loan(number, random_seed=random_seed, as_of=as_of) for number in range(*span))


@contextmanager
def _writer(session: Session, *, many: bool) -> Iterator[Callable[[str, list[Row]], None]]:
    """What writes rows of a table, past the ORM: by COPY on PostgreSQL, by `executemany` on SQLite.

    On SQLite an index of many new rows is made quicker at the end, sorted, than row by row; on PostgreSQL dropping it
    would keep every reader out until the end of the transaction.
    """
    session.flush()
    connection = session.connection()
    on_sqlite = connection.dialect.name == "sqlite"
    indexes = Base.metadata.tables["ledger_entry"].indexes if many and on_sqlite else set()
    for index in indexes:
        index.drop(connection)
    cursor = connection.connection.cursor()
    if not on_sqlite:
        for table in KEPT:
            cursor.execute(f"CREATE TEMPORARY TABLE new_{table} (LIKE {table} INCLUDING DEFAULTS) ON COMMIT DROP")
        yield partial(_copy, cursor)
    else:
        cursor.execute(f"PRAGMA cache_size = {SQLITE_CACHE}")
        yield partial(_execute_many, cursor)
        cursor.execute(f"PRAGMA cache_size = {SQLITE_USUAL_CACHE}")
    cursor.close()
    for index in indexes:
        index.create(connection)


def _upsert(table: str) -> str:
    changed = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS[table] if column != "id")
    return f"ON CONFLICT (id) DO UPDATE SET {changed}"


def _execute_many(cursor: Any, table: str, rows: list[Row]) -> None:
    names, places = ", ".join(COLUMNS[table]), ", ".join("?" for _ in COLUMNS[table])
    kept = _upsert(table) if table in KEPT else ""
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places}) {kept}", rows)  # noqa: S608 - own names


def _copy(cursor: Any, table: str, rows: list[Row]) -> None:
    names = ", ".join(COLUMNS[table])
    target = f"new_{table}" if table in KEPT else table
    with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    if table in KEPT:
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} {_upsert(table)}")  # noqa: S608
        cursor.execute(f"TRUNCATE {target}")
