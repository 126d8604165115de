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
    "curtailment",
    "charge_payment",
    "payoff",
    "refund",
    "assessment",
    "waiver",
    "escrow_deposit",
    "escrow_disbursement",
    "escrow_refund",
    "reversal",
]


@dataclass(frozen=True)
class Legs:
    """The loan's side of one entry: what is credited (positive) or debited (negative) on each account.

    The other side is cash, and it is always the sum: what a borrower pays is positive, what is paid out negative.
    A positive `principal` leg lowers the debt, so the disbursed loan itself stands as a negative one. A leg out of
    `suspense` is negative when held money completes an installment. A charge is assessed without cash: its
    receivable (`late_charge` or `fee`) is debited and `charge_income` credited; a waiver is the reverse.
    """

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    escrow: Decimal = ZERO
    late_charge: Decimal = ZERO
    fee: Decimal = ZERO
    suspense: Decimal = ZERO
    charge_income: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The cash that moved."""
        return (
            self.principal
            + self.interest
            + self.escrow
            + self.late_charge
            + self.fee
            + self.suspense
            + self.charge_income
        )

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
        charge_key: the charge that the entry assesses, waives or pays, such as `late_charge:2026-10-01`.
        number: its place in the loan's ledger, from 1; 0 for one that is not written yet.
        reversal_of: the number of the entry that this one undoes.
    """

    kind: EntryKind
    received: date
    effective: date
    posted: date
    legs: Legs
    installment_due: date | None = None
    charge_key: str | None = None
    channel: str = "mail"
    confirmation: str | None = None
    number: int = 0
    reversal_of: int | None = None

    @property
    def amount(self) -> Decimal:
        """The cash side of the entry: the sum of its legs."""
        return self.legs.total


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
    charges_due: Decimal
    last_paid_installment: date | None

    @property
    def paid_off(self) -> bool:
        """Whether nothing of the principal is left."""
        return self.unpaid_principal == ZERO


def account(entries: Iterable[Entry]) -> Account:
    """The balances that a loan's entries add up to."""
    principal = escrow = suspense = charges = ZERO
    settled: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        principal += entry.legs.principal
        escrow += entry.legs.escrow
        suspense += entry.legs.suspense
        charges += entry.legs.late_charge + entry.legs.fee
        if entry.installment_due is not None:
            settled[entry.installment_due] += entry.legs.principal + entry.legs.interest
    paid = [due for due, amount in settled.items() if amount > 0]
    return Account(
        unpaid_principal=-principal,
        escrow_balance=escrow,
        suspense=suspense,
        charges_due=-charges,
        last_paid_installment=max(paid, default=None),
    )


def known_by(entries: Iterable[Entry], day: date) -> list[Entry]:
    """The entries that were posted on or before the day: the ledger as it was read then."""
    return [entry for entry in entries if entry.posted <= day]


def principal_at_start_of(entries: Iterable[Entry], day: date) -> Decimal:
    """The unpaid principal when the day begins: what is credited as of the day itself does not count yet."""
    return -sum((entry.legs.principal for entry in entries if entry.effective < day), ZERO)


def numbered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries in the order in which they were posted, numbered from 1; the loan itself comes first.

    A reversal that names none of them undoes the last earlier entry of the same installment or charge with the
    opposite legs.
    """
    order = sorted(entries, key=lambda entry: (entry.posted, entry.kind != "origination"))
    found: list[Entry] = []
    for number, entry in enumerate(order, start=1):
        of = _reversed_by(entry, found) if entry.kind == "reversal" else None
        found.append(replace(entry, number=number, reversal_of=of))
    return tuple(found)


def _reversed_by(reversal: Entry, earlier: Sequence[Entry]) -> int | None:
    legs = reversal.legs.negated()
    return next(
        (
            entry.number
            for entry in reversed(earlier)
            if entry.legs == legs
            and (entry.installment_due, entry.charge_key) == (reversal.installment_due, reversal.charge_key)
        ),
        None,
    )


def charge_key(kind: str, day: date) -> str:
    """The name of a charge in the ledger: a late charge by its installment, another fee by its assessment."""
    return f"{kind}:{day.isoformat()}"


def assessment(charge: Charge) -> Entry:
    """The entry that makes a charge: the receivable against income, without cash."""
    receivable = "late_charge" if charge.kind == "late_charge" else "fee"
    day = charge.assessed_on
    return Entry(
        "assessment",
        day,
        day,
        day,
        Legs(**{receivable: -charge.amount, "charge_income": charge.amount}),
        installment_due=charge.installment_due,
        charge_key=charge.key,
        channel="system",
    )


def waiver(charge: Charge, *, posted: date) -> Entry:
    """The entry that waives what is still due of a charge: the receivable against income, without cash."""
    receivable = "late_charge" if charge.kind == "late_charge" else "fee"
    return Entry(
        "waiver",
        posted,
        posted,
        posted,
        Legs(**{receivable: charge.due, "charge_income": -charge.due}),
        installment_due=charge.installment_due,
        charge_key=charge.key,
        channel="system",
    )


def charges(entries: Iterable[Entry]) -> tuple[Charge, ...]:
    """Every charge the ledger shows, oldest first: as assessed less what was waived, with what was paid on it.

    An assessment that was reversed is no charge.
    """
    first: dict[str, Entry] = {}
    amount: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    paid: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    for entry in entries:
        if entry.charge_key is None:
            continue
        legs = entry.legs
        if legs.charge_income:
            first.setdefault(entry.charge_key, entry)
            amount[entry.charge_key] += legs.charge_income
        else:
            paid[entry.charge_key] += legs.late_charge + legs.fee
    found = [
        Charge(key, key.partition(":")[0], entry.effective, amount[key], entry.installment_due, paid[key])
        for key, entry in first.items()
        if amount[key]
    ]
    return tuple(sorted(found, key=lambda charge: (charge.assessed_on, charge.key)))


def next_due(*, first_due: date, last_paid: date | None, paid_off: bool) -> date | None:
    """The due date of the oldest installment not yet paid in full; None when the loan is paid off."""
    if paid_off:
        return None
    return first_due if last_paid is None else months_after(last_paid, 1)
