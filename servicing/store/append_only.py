"""The triggers that keep the ledger append-only, and the one way around them: remaking the mock portfolio."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from storage import append_only_ddl

_LEDGER = {"ledger_entry": (("loan_id", "number"),)}
_TRIGGERS = {
    "sqlite": ("ledger_entry_no_update", "ledger_entry_no_delete", "ledger_entry_no_replace"),
    "postgresql": ("ledger_entry_no_change", "ledger_entry_no_truncate"),
}


def statements(dialect: str) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    return append_only_ddl(dialect, _LEDGER)


@contextmanager
def ledger_unlocked(session: Session) -> Iterator[None]:
    """Lets entries be deleted inside this transaction; for remaking the fictional portfolio and nothing else."""
    dialect = session.get_bind().dialect.name
    on = "" if dialect == "sqlite" else " ON ledger_entry"
    for name in _TRIGGERS[dialect]:
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    yield
    session.flush()
    for statement in statements(dialect):
        session.execute(text(statement))
