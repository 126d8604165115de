"""Proves every balance from the ledger: `python -m servicing.reconcile`; code 1 when a cent is out."""

import sys

from kernel.money import from_cents
from servicing.domain.reconciliation import PROOFS
from servicing.progress import INTERRUPTED, Progress, print_line
from servicing.settings import read_settings
from servicing.store.reconciliation import Difference, Totals, loan_ids, prove
from storage import open_database

ACCOUNTS = ("principal", "interest", "escrow", "late_charge", "fee", "suspense", "charge_income")


def main() -> None:
    """The command: reads only, and may run while the service answers."""
    settings = read_settings()
    database = open_database(settings.database_url)
    ids = loan_ids(database)
    database.close()
    entries, totals = 0, Totals()
    differences: list[Difference] = []
    try:
        with Progress("proven", len(ids)) as proven:
            for batch in prove(settings.database_url, ids):
                entries += batch.entries
                totals += batch.totals
                differences += batch.differences
                proven.advance(batch.loans)
    except KeyboardInterrupt:
        print_line("stopped before every loan was proven")
        sys.exit(INTERRUPTED)
    for name, figure in table(loans=len(ids), entries=entries, totals=totals):
        print_line(f"{name:<16}{figure:>22}")
    for found in differences:
        print_line(_line(found))
    if differences:
        print_line(f"{len({found.loan_id for found in differences}):,} of {len(ids):,} loans do not prove")
    if differences or totals.difference:
        sys.exit(1)
    print_line(f"{len(ids):,} loans with {entries:,} ledger entries prove to the cent")


def table(*, loans: int, entries: int, totals: Totals) -> list[tuple[str, str]]:
    """The trial balance: cash in and out, every account as credits less debits, and what is left over."""
    amounts = {"cash in": totals.cash_in, "cash out": totals.cash_out}
    amounts |= {name.replace("_", " "): getattr(totals, name) for name in ACCOUNTS}
    amounts["difference"] = totals.difference
    counts = [("loans", f"{loans:,}"), ("entries", f"{entries:,}")]
    return [*counts, *((name, f"{from_cents(amount):,}") for name, amount in amounts.items())]


def _line(found: Difference) -> str:
    where = f" (entry {found.wrong.number})" if found.wrong.number else ""
    return f"loan {found.loan_id}{where} fails: {PROOFS[found.wrong.proof]}"


if __name__ == "__main__":
    main()
