"""Proves every balance from the ledger: `python -m servicing.reconcile`; code 1 when a cent is out."""

import sys

from servicing.domain.reconciliation import PROOFS
from servicing.progress import Progress
from servicing.settings import read_settings
from servicing.store.reconciliation import Difference, loan_ids, prove
from storage import open_database

# So many differences are printed; the rest is counted.
MOST_SHOWN = 20
INTERRUPTED = 130


def main() -> None:
    """The command: reads only, and may run while the service answers."""
    settings = read_settings()
    database = open_database(settings.database_url)
    ids = loan_ids(database)
    database.close()
    entries = 0
    differences: list[Difference] = []
    try:
        with Progress("proven", len(ids)) as proven:
            for batch in prove(settings.database_url, ids):
                entries += batch.entries
                differences += batch.differences
                proven.advance(batch.loans)
    except KeyboardInterrupt:
        _say("stopped before every loan was proven")
        sys.exit(INTERRUPTED)
    for found in differences[:MOST_SHOWN]:
        _say(_line(found))
    if more := len(differences[MOST_SHOWN:]):
        _say(f"and {more:,} more")
    if differences:
        _say(f"{len({found.loan_id for found in differences}):,} of {len(ids):,} loans do not prove")
        sys.exit(1)
    _say(f"{len(ids):,} loans with {entries:,} ledger entries prove to the cent")


def _line(found: Difference) -> str:
    where = f" (entry {found.wrong.number})" if found.wrong.number else ""
    return f"loan {found.loan_id}{where} fails: {PROOFS[found.wrong.proof]}"


def _say(line: str) -> None:
    sys.stdout.write(f"servicing: {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
