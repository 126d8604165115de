"""Opening a database and its transactions; every room's store goes through here."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import QueuePool

# How long a writer waits for another before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 10_000
# How long a server may take to answer a new connection, and how long closing waits for what still runs, in seconds.
CONNECT_TIMEOUT = 10
LAST_WAIT = 10.0


class Database:
    """An engine with its sessions. Calls block: from async code, run them in a worker thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(engine.execution_options(**_reading(engine)), expire_on_commit=False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on an exception."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads: one state of the whole database, without waiting for a writer."""
        with self._readers() as session:
            yield session

    def close(self) -> None:
        """Closes every connection; transactions that still run may end first, within `LAST_WAIT`."""
        pool, until = self.engine.pool, time.monotonic() + LAST_WAIT
        while isinstance(pool, QueuePool) and pool.checkedout() and time.monotonic() < until:
            time.sleep(0.01)
        self.engine.dispose()


def _reading(engine: Engine) -> dict[str, Any]:
    """What makes a transaction one that reads; SQLite's `BEGIN` is chosen in `open_database`."""
    if engine.dialect.name == "sqlite":
        return {"doorstep_read": True}
    # PostgreSQL's usual isolation would let a figure mix what two statements saw before and after a payment.
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def open_database(url: str) -> Database:
    """The database at an SQLAlchemy URL; `sqlite:///path` creates the file and its folder when absent."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(
            create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"connect_timeout": CONNECT_TIMEOUT},
            )
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # SQLAlchemy's own BEGIN below replaces the driver's, so that a transaction takes the write lock
        # at its start and two writers queue instead of failing half-way.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("doorstep_read", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return Database(engine)
