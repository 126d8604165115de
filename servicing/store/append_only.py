"""The triggers that keep the ledger append-only, and the one way around them: remaking the mock portfolio."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import append_only_ddl

_LEDGER = {"ledger_entry": (("loan_id", "number"),)}
_SQLITE_TRIGGERS = ("ledger_entry_no_update", "ledger_entry_no_delete", "ledger_entry_no_replace")


def statements(dialect: str) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    return append_only_ddl(dialect, _LEDGER)


@contextmanager
def ledger_unlocked(session: Session) -> Iterator[None]:
    """Lets entries be deleted inside this transaction; for remaking the fictional portfolio and nothing else."""
    if session.get_bind().dialect.name == "postgresql":
        # Dropping the triggers would keep every reader out until the end of the transaction.
        session.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER USER"))
        yield
        session.flush()
        session.execute(text("ALTER TABLE ledger_entry ENABLE TRIGGER USER"))
        return
    for name in _SQLITE_TRIGGERS:
        session.execute(text(f"DROP TRIGGER {name}"))
    yield
    session.flush()
    for statement in statements("sqlite"):
        session.execute(text(statement))
