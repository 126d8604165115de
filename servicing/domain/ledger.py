"""What the ledger of a loan says: its entries, and the balances that are their sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.money import ZERO

EntryKind = Literal[
    "origination",
    "payment",
    "partial_payment",
    "charge_payment",
    "payoff",
    "escrow_deposit",
    "escrow_disbursement",
    "escrow_refund",
    "reversal",
]


@dataclass(frozen=True)
class Legs:
    """How the cash of one entry divides; money from the borrower is positive, money paid out is negative.

    A positive `principal` leg lowers the debt, so the disbursed loan itself stands as a negative one. A leg out
    of `suspense` is negative when held money completes an installment.
    """

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    escrow: Decimal = ZERO
    late_charge: Decimal = ZERO
    fee: Decimal = ZERO
    suspense: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The cash that moved."""
        return sum((getattr(self, field.name) for field in fields(self)), ZERO)

    def negated(self) -> "Legs":
        """The legs that undo these."""
        return Legs(**{field.name: -getattr(self, field.name) for field in fields(self)})


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; written once, corrected only by a later reversal.

    Attributes:
        received: the day the money reached the servicer, which decides the tax year (not a postmark).
        effective: the day as of which the account is credited: the receipt (12 CFR 1026.36(c)(1)(i)), or the
            due date of an installment paid early.
        posted: the day the entry was written; what was known on a day is what was posted by then.
        fee_key: the charge that `late_charge` or `fee` pays.
    """

    kind: EntryKind
    received: date
    effective: date
    posted: date
    legs: Legs
    installment_due: date | None = None
    fee_key: str | None = None
    channel: str = "mail"
    confirmation: str | None = None


@dataclass(frozen=True)
class Charge:
    """A late charge or fee that was assessed, and how much of it is still due."""

    key: str
    kind: str
    assessed_on: date
    amount: Decimal
    installment_due: date | None = None
    paid: Decimal = ZERO

    @property
    def due(self) -> Decimal:
        """What is still to be paid of it."""
        return self.amount - self.paid


@dataclass(frozen=True)
class Account:
    """The balances of a loan: sums of its entries and nothing else."""

    unpaid_principal: Decimal
    escrow_balance: Decimal
    suspense: Decimal
    last_paid_installment: date | None

    @property
    def paid_off(self) -> bool:
        """Whether nothing of the principal is left."""
        return self.unpaid_principal == ZERO


def account(entries: Iterable[Entry]) -> Account:
    """The balances that a loan's entries add up to."""
    principal = escrow = suspense = ZERO
    settled: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        principal += entry.legs.principal
        escrow += entry.legs.escrow
        suspense += entry.legs.suspense
        if entry.installment_due is not None:
            settled[entry.installment_due] += entry.legs.principal + entry.legs.interest
    paid = [due for due, amount in settled.items() if amount > 0]
    return Account(
        unpaid_principal=-principal,
        escrow_balance=escrow,
        suspense=suspense,
        last_paid_installment=max(paid, default=None),
    )


def known_by(entries: Iterable[Entry], day: date) -> list[Entry]:
    """The entries that were posted on or before the day: the ledger as it was read then."""
    return [entry for entry in entries if entry.posted <= day]


def principal_at_start_of(entries: Iterable[Entry], day: date) -> Decimal:
    """The unpaid principal when the day begins: what is credited as of the day itself does not count yet."""
    return -sum((entry.legs.principal for entry in entries if entry.effective < day), ZERO)


def with_payments(charges: Sequence[Charge], entries: Iterable[Entry]) -> tuple[Charge, ...]:
    """The charges with what the ledger shows as paid on each."""
    paid: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        if entry.fee_key is not None:
            paid[entry.fee_key] += entry.legs.late_charge + entry.legs.fee
    return tuple(replace(charge, paid=paid[charge.key]) for charge in charges)


def next_due(*, first_due: date, last_paid: date | None, paid_off: bool) -> date | None:
    """The due date of the oldest installment not yet paid in full; None when the loan is paid off."""
    if paid_off:
        return None
    return first_due if last_paid is None else months_after(last_paid, 1)
