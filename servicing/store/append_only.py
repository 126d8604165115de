"""The triggers that keep the ledger append-only, and the one way around them: remaking the mock portfolio."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

_SQLITE = (
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry"
    " BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END",
    "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry"
    " BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'ledger entries are never changed or deleted'; END $$",
    "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry"
    " FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
    "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry"
    " FOR EACH ROW EXECUTE FUNCTION ledger_entry_refuse()",
)
_NAMES = ("ledger_entry_no_update", "ledger_entry_no_delete")


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


@contextmanager
def ledger_unlocked(session: Session) -> Iterator[None]:
    """Lets entries be deleted inside this transaction; for remaking the fictional portfolio and nothing else."""
    dialect = session.get_bind().dialect.name
    on = "" if dialect == "sqlite" else " ON ledger_entry"
    for name in _NAMES:
        session.execute(text(f"DROP TRIGGER {name}{on}"))
    yield
    session.flush()
    for statement in statements(dialect):
        session.execute(text(statement))
