"""What happened on a loan, line by line, with the balances after each line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.ledger import Entry


@dataclass(frozen=True)
class HistoryLine:
    """One entry and what the loan owed and held after it."""

    entry: Entry
    unpaid_principal: Decimal
    escrow_balance: Decimal
    suspense: Decimal
    charges_due: Decimal


def payment_history(
    entries: Iterable[Entry], *, since: date | None = None, until: date | None = None
) -> list[HistoryLine]:
    """The lines posted from `since` to `until` (both included), in the order of posting.

    The balances run over the whole ledger, so that the first line shown continues what came before it.
    """
    lines: list[HistoryLine] = []
    principal = escrow = suspense = charges = ZERO
    for entry in entries:
        legs = entry.legs
        principal -= legs.principal
        escrow += legs.escrow
        suspense += legs.suspense
        charges -= legs.late_charge + legs.fee
        if (since is None or entry.posted >= since) and (until is None or entry.posted <= until):
            lines.append(HistoryLine(entry, principal, escrow, suspense, charges))
    return lines


@dataclass(frozen=True)
class YearTotals:
    """What was received in a calendar year, by the day of receipt, and where it went."""

    year: int
    principal: Decimal
    interest: Decimal
    escrow: Decimal
    charges: Decimal
    suspense: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.principal + self.interest + self.escrow + self.charges + self.suspense


# What a borrower's money makes, and what undoes it; loans paid out, bills and charges made are not receipts.
RECEIPTS = frozenset({"payment", "partial_payment", "curtailment", "charge_payment", "payoff", "reversal"})


def year_totals(entries: Iterable[Entry], year: int) -> YearTotals:
    """The receipts of a calendar year; a returned payment is taken out of the year in which it was received."""
    received = [entry for entry in entries if entry.kind in RECEIPTS and entry.received.year == year and entry.amount]
    return YearTotals(
        year=year,
        principal=sum((entry.legs.principal for entry in received), ZERO),
        interest=sum((entry.legs.interest for entry in received), ZERO),
        escrow=sum((entry.legs.escrow for entry in received), ZERO),
        charges=sum((entry.legs.late_charge + entry.legs.fee for entry in received), ZERO),
        suspense=sum((entry.legs.suspense for entry in received), ZERO),
    )


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that still stand: neither a reversal nor reversed by one."""
    found = list(entries)
    undone = {entry.reversal_of for entry in found if entry.reversal_of is not None}
    return [entry for entry in found if entry.kind != "reversal" and entry.number not in undone]


def last_payment(entries: Iterable[Entry]) -> Entry | None:
    """The newest payment that still stands, by the day it was received; None when there is none."""
    payments = [entry for entry in standing(entries) if entry.kind in ("payment", "partial_payment", "payoff")]
    return max(payments, key=lambda entry: (entry.received, entry.number), default=None)
