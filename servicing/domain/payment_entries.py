"""How an applied payment stands in the ledger: one entry for each installment, charge and other part."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.ledger import Entry, EntryKind, Legs
from servicing.domain.payment_application import Application, ChargePaid


def payment_entries(
    applied: Application,
    *,
    received: date,
    effective: date,
    posted: date,
    channel: str = "mail",
    confirmation: str | None = None,
) -> tuple[Entry, ...]:
    """The entries of a payment; their cash sums to what was received less what was returned to the payer.

    Money taken out of suspense stands in the entry of the first part that it helps to pay, so that this entry's cash
    is what came that day. A part credited to an incomplete installment carries no installment: only a whole one does.
    """

    def entry(kind: EntryKind, legs: Legs, due: date | None = None, key: str | None = None) -> Entry:
        return Entry(kind, received, effective, posted, legs, due, key, channel, confirmation)

    found = [
        entry("payment", Legs(principal=part.principal, interest=part.interest, escrow=part.escrow), part.due)
        for part in applied.installments
    ]
    if applied.partial is not None:
        part = applied.partial
        legs = Legs(principal=part.principal, interest=part.interest, escrow=part.escrow)
        found.append(entry("partial_payment", legs))
    found += [entry("charge_payment", _charge_legs(charge), key=charge.key) for charge in applied.charges]
    if applied.curtailment:
        found.append(entry("curtailment", Legs(principal=applied.curtailment)))
    if applied.suspense_change > ZERO:
        found.append(entry("partial_payment", Legs(suspense=applied.suspense_change)))
    elif applied.suspense_change < ZERO:
        found[0] = replace(found[0], legs=replace(found[0].legs, suspense=applied.suspense_change))
    return tuple(found)


def _charge_legs(charge: ChargePaid) -> Legs:
    receivable: dict[str, Decimal] = {"late_charge" if charge.kind == "late_charge" else "fee": charge.amount}
    return Legs(**receivable)
