"""When an installment is late, and what that costs at most: by the note, the product and the state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Literal

from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rows_in_force

CENTS_DOWN = Rounding(Decimal("0.01"), ROUND_DOWN)
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
        limit: what decided: `note`, its `note_minimum` or `note_maximum`, the product such as `fha`, or the state such
            as `NY`.
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
    base: Base = "principal_and_interest",
    minimum: Decimal = ZERO,
    maximum: Decimal | None = None,
    interest: Decimal | None = None,
    part_paid: Decimal = ZERO,
    product: str | None = None,
    state: str | None = None,
    owner_occupied: bool = True,
    paid_in_full: bool = True,
    accelerated_on: date | None = None,
    protected_through: date | None = None,
    received_by_old_servicer: date | None = None,
    rounding: Rounding = CENTS,
    cap_rounding: Rounding = CENTS_DOWN,
) -> LateChargeDue | None:
    """The late charge of an installment, the lowest of the note's, the product's and the state's; None for none.

    None is made while the grace runs, for a full installment received in time whatever else is unpaid (no pyramiding:
    12 CFR 1026.36(c)(2), 16 CFR 444.4), after the loan was accelerated, or for an installment that reached the old
    servicer in time within 60 days of a transfer (12 CFR 1024.33(c)(1)). Caps and days of grace are those in force on
    the due date; the longest grace holds.

    Args:
        received: when the installment came; None while it has not.
        base: what the note takes its per cent of, with its `minimum` and `maximum` in dollars; `installment` is
            principal, interest and escrow. The default is that of the uniform notes.
        interest: the interest of the installment, where a base needs it.
        part_paid: what of the installment came in time; a state that looks at the unpaid part alone leaves it out.
        owner_occupied: whether the owner lives there; some states protect nobody else.
        paid_in_full: whether what came was the whole periodic payment (principal, interest and escrow).
        protected_through: the last protected day of a transfer, with the day the old servicer had the payment.
        cap_rounding: of product and state caps; down, because a part of a cent above would exceed them.

    Raises:
        ValueError: when interest is the base and is not given.
    """
    caps = _caps(due, product, state, owner_occupied=owner_occupied)
    last = last_day_of_grace(due=due, grace_days=max([grace_days, *(cap["grace_days"] for cap in caps)]))
    with_old = (
        protected_through is not None
        and received_by_old_servicer is not None
        and received_by_old_servicer <= min(last, protected_through)
    )
    in_time = received is not None and paid_in_full and received <= last
    stopped = accelerated_on is not None and accelerated_on <= last + timedelta(days=1)
    if in_time or with_old or stopped or today <= last:
        return None
    bases = {"principal_and_interest": principal_and_interest, "installment": principal_and_interest + escrow}
    if interest is not None:
        bases["interest"] = interest
    if base not in bases:
        raise ValueError("a per cent of the interest needs the interest")
    amount, limit = _by_note(bases[base], per_cent, minimum, maximum, rounding)
    citation = None
    for cap in caps:
        most = _by_cap(cap, bases, part_paid, cap_rounding)
        if most < amount:
            amount, limit, citation = most, cap.get("state") or cap["product"], cap["citation"]
    return LateChargeDue(amount, limit, last + timedelta(days=1), citation)


def _by_note(
    base: Decimal, per_cent: Decimal, minimum: Decimal, maximum: Decimal | None, rounding: Rounding
) -> tuple[Decimal, str]:
    bare = late_charge(principal_and_interest=base, per_cent=per_cent, rounding=rounding)
    amount = late_charge(
        principal_and_interest=base, per_cent=per_cent, minimum=minimum, maximum=maximum, rounding=rounding
    )
    return amount, "note" if amount == bare else "note_minimum" if amount > bare else "note_maximum"


def _by_cap(cap: Mapping[str, Any], bases: Mapping[str, Decimal], part_paid: Decimal, rounding: Rounding) -> Decimal:
    base = bases[cap["base"]] - (part_paid if cap.get("unpaid_part") else ZERO)
    return late_charge(
        principal_and_interest=max(ZERO, base),
        per_cent=Decimal(cap["per_cent"]),
        minimum=Decimal(cap.get("minimum", "0.00")),
        rounding=rounding,
    )


def _caps(on: date, product: str | None, state: str | None, *, owner_occupied: bool) -> list[Mapping[str, Any]]:
    by_product = [row for row in rows_in_force("late_charge", "product_cap", on=on) if row["product"] == product]
    by_state = [row for row in rows_in_force("late_charge", "state_cap", on=on) if row["state"] == state]
    return by_product + [
        row
        for row in by_state
        if product not in row.get("not_products", ()) and (owner_occupied or not row.get("owner_occupied"))
    ]
