"""How a payment is applied: whole installments, oldest first; then charges; the rest is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO
from servicing.domain.amortisation import installment
from servicing.domain.ledger import Charge
from servicing.domain.loan import Installment, Terms


@dataclass(frozen=True)
class ChargePaid:
    """The part of a payment that goes to one charge."""

    key: str
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Application:
    """Where a payment went; installments, charges and change of suspense always sum to the amount."""

    installments: tuple[Installment, ...]
    charges: tuple[ChargePaid, ...]
    suspense_change: Decimal


def installment_number(terms: Terms, due: date) -> int:
    """Which installment (from 1) has the due date."""
    first = terms.first_due
    return (due.year - first.year) * 12 + due.month - first.month + 1


def apply_payment(
    *,
    terms: Terms,
    balance: Decimal,
    next_due: date,
    suspense: Decimal,
    amount: Decimal,
    effective: date,
    charges: Sequence[Charge] = (),
) -> Application:
    """Where an amount goes that is credited as of a day (uniform instrument 07/2021, section 2; checked 2026-11).

    Together with what is held it pays whole installments that are due by then, the oldest first; money held
    that reaches a full periodic payment must be used so (12 CFR 1026.36(c)(1)(ii)(B)). What is left pays
    charges when every installment due is paid, or when it is exactly the late charge of the installment just
    paid. Anything else is held in suspense: a part of a payment never pays a fee first.
    """
    pool = suspense + amount
    paid: list[Installment] = []
    while balance > ZERO and next_due <= effective:
        part = installment(terms, number=installment_number(terms, next_due), balance=balance)
        if pool < part.total:
            break
        paid.append(part)
        pool -= part.total
        balance -= part.principal
        next_due = months_after(next_due, 1)
    all_paid = balance == ZERO or next_due > effective
    settled = _charges_paid(pool, charges, all_paid=all_paid, just_paid={part.due for part in paid}) if paid else ()
    pool -= sum((charge.amount for charge in settled), ZERO)
    return Application(installments=tuple(paid), charges=settled, suspense_change=pool - suspense)


def _charges_paid(
    pool: Decimal, charges: Sequence[Charge], *, all_paid: bool, just_paid: set[date]
) -> tuple[ChargePaid, ...]:
    open_charges = [charge for charge in charges if charge.due > ZERO]
    if not all_paid:
        own = [charge for charge in open_charges if charge.installment_due in just_paid and charge.due == pool]
        return tuple(ChargePaid(charge.key, charge.kind, charge.due) for charge in own[:1])
    settled: list[ChargePaid] = []
    for charge in sorted(open_charges, key=lambda charge: charge.assessed_on):
        part = min(pool, charge.due)
        if part > ZERO:
            settled.append(ChargePaid(charge.key, charge.kind, part))
            pool -= part
    return tuple(settled)
