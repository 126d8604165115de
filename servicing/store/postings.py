"""Writing to a ledger that exists: the next lines, when nobody else has written since."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import insert
from sqlalchemy.orm import Session

from servicing.domain.ledger import Entry
from servicing.store.rows import entry_row
from servicing.store.tables import LedgerEntry


def append_entries(session: Session, *, loan_id: str, version: int, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries as written: numbered from `version` + 1 on.

    Raises:
        sqlalchemy.exc.IntegrityError: when somebody else wrote the next line first.
    """
    written = tuple(replace(entry, number=number) for number, entry in enumerate(entries, start=version + 1))
    session.execute(insert(LedgerEntry), [entry_row(loan_id, entry) for entry in written])
    return written
