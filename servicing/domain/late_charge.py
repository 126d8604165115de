"""When an installment is late, and what that costs at most: by the note, the product and the state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rows_in_force

Base = Literal["principal_and_interest", "installment", "interest"]


def last_day_of_grace(*, due: date, grace_days: int) -> date:
    """The last day on which the installment is still on time: the days are counted after the due date."""
    return due + timedelta(days=grace_days)


def is_late(*, due: date, received: date, grace_days: int) -> bool:
    """Whether a late charge may be made for an installment received that day."""
    return received > last_day_of_grace(due=due, grace_days=grace_days)


def late_charge(
    *,
    principal_and_interest: Decimal,
    per_cent: Decimal,
    minimum: Decimal = ZERO,
    maximum: Decimal | None = None,
    rounding: Rounding = CENTS,
) -> Decimal:
    """The late charge of one installment: per cent of its principal and interest, never of escrow or of fees.

    `minimum` and `maximum` are dollars where a note sets them. For another base pass that amount instead.
    """
    charge = max(minimum, rounding(principal_and_interest * per_cent / 100))
    return charge if maximum is None else min(charge, maximum)


@dataclass(frozen=True)
class LateChargeDue:
    """One late charge that may be made.

    Attributes:
        amount: in dollars.
        limit: what decided: `note`, the product such as `fha`, or the state such as `NY`.
        made_on: the day after the last day of grace, on which it is made.
        citation: the rule that limited it; None where the note alone decided.
    """

    amount: Decimal
    limit: str
    made_on: date
    citation: str | None


def late_charge_due(
    *,
    due: date,
    principal_and_interest: Decimal,
    escrow: Decimal,
    per_cent: Decimal,
    grace_days: int,
    received: date | None,
    today: date,
    interest: Decimal | None = None,
    product: str | None = None,
    state: str | None = None,
    paid_in_full: bool = True,
    accelerated_on: date | None = None,
    protected_through: date | None = None,
    received_by_old_servicer: date | None = None,
) -> LateChargeDue | None:
    """The late charge of an installment, the lowest of the note's, the product's and the state's; None for none.

    None is made while the grace runs, for a full installment received in time whatever else is unpaid (no pyramiding:
    12 CFR 1026.36(c)(2), 16 CFR 444.4), after the loan was accelerated, or for an installment that reached the old
    servicer in time within 60 days of a transfer (12 CFR 1024.33(c)(1)).

    Args:
        received: when the installment came; None while it has not.
        paid_in_full: whether what came was the whole periodic payment (principal, interest and escrow).
        protected_through: the last protected day of a transfer, with the day the old servicer had the payment.
    """
    caps = [*_caps("product_cap", "product", product, due), *_caps("state_cap", "state", state, due)]
    days = max([grace_days, *(cap["grace_days"] for cap in caps)])
    last = last_day_of_grace(due=due, grace_days=days)
    in_time = received is not None and paid_in_full and received <= last
    with_old = (
        protected_through is not None
        and received_by_old_servicer is not None
        and received_by_old_servicer <= min(last, protected_through)
    )
    stopped = accelerated_on is not None and accelerated_on <= last + timedelta(days=1)
    if in_time or with_old or stopped or today <= last:
        return None
    bases: dict[str, Decimal] = {
        "principal_and_interest": principal_and_interest,
        "installment": principal_and_interest + escrow,
        "interest": principal_and_interest if interest is None else interest,
    }
    amount, limit, citation = (
        late_charge(principal_and_interest=principal_and_interest, per_cent=per_cent),
        "note",
        None,
    )
    for cap in caps:
        most = late_charge(
            principal_and_interest=bases[cap["base"]],
            per_cent=Decimal(cap["per_cent"]),
            minimum=Decimal(cap.get("minimum", "0.00")),
        )
        if most < amount:
            amount, limit, citation = most, cap.get("state") or cap["product"], cap["citation"]
    return LateChargeDue(amount, limit, last + timedelta(days=1), citation)


def _caps(table: str, key: str, value: str | None, on: date) -> list[Mapping[str, Any]]:
    return [row for row in rows_in_force("late_charge", table, on=on) if row[key] == value]
