"""When an installment is late, and what that costs at most: by the note, the product and the state."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any, Literal

from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rows_in_force

CENTS_DOWN = Rounding(Decimal("0.01"), ROUND_DOWN)
Base = Literal[
    "principal_and_interest", "installment", "interest", "overdue_principal_and_interest", "overdue_installment"
]


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
class LateChargeLimit:
    """What one rule allows: `name` as in `LateChargeDue.limit`, its per cent of `base` dollars, the amount it gives."""

    name: str
    per_cent: Decimal
    base: Decimal
    amount: Decimal
    citation: str | None = None


@dataclass(frozen=True)
class LateChargeDue:
    """One late charge that may be made.

    Attributes:
        amount: in dollars.
        limit: what decided: `note`, its `note_minimum` or `note_maximum`, the product such as `fha`, or the state such
            as `NY`.
        made_on: the day after the last day of grace, on which it is made.
        citation: the rule that limited it; None where the note alone decided.
        lines: every limit that was looked at, the note's first; the lowest is the amount.
    """

    amount: Decimal
    limit: str
    made_on: date
    citation: str | None
    lines: tuple[LateChargeLimit, ...] = ()


def last_day_in_time(
    *,
    due: date,
    grace_days: int,
    product: str | None = None,
    state: str | None = None,
    owner_occupied: bool = True,
) -> date:
    """The last day on which an installment is on time by the longest grace: of the note, the product or the state."""
    caps = _caps(due, product, state, owner_occupied=owner_occupied)
    return last_day_of_grace(due=due, grace_days=max([grace_days, *(cap["grace_days"] for cap in caps)]))


def late_charges_to_come(
    *, dues: Iterable[date], late_charge: Decimal | Mapping[date, LateChargeDue], grace_days: int
) -> Iterator[tuple[date, Decimal, date]]:
    """What each installment gets if it stays unpaid: its due date, the charge in dollars, the day on which it is made.

    Args:
        late_charge: that of one installment, made when the note's `grace_days` have passed; or each one's own by due
            date, with its own day. An installment that is not among those has none.
    """
    for due in dues:
        if isinstance(late_charge, Decimal):
            yield due, late_charge, last_day_of_grace(due=due, grace_days=grace_days) + timedelta(days=1)
        elif due in late_charge:
            yield due, late_charge[due].amount, late_charge[due].made_on


def newest_is_paid_first(
    *, due: date, state: str | None, product: str | None = None, owner_occupied: bool = True
) -> bool:
    """Whether a state counts each payment, for late charges alone, for the newest installment that is due.

    So does California (Civil Code 2954.4(b)): a payment that comes in time is never late for an earlier one missed.
    """
    return any(cap.get("newest_first") for cap in _caps(due, product, state, owner_occupied=owner_occupied))


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
            principal, interest and escrow, and an `overdue_` base leaves out what came in time. The default is that
            of the uniform notes.
        interest: the interest of the installment, where a base needs it.
        part_paid: what of the installment came in time; a base or a state that looks at the overdue part alone
            leaves it out, first of interest and principal, then of escrow.
        owner_occupied: whether the owner lives there; some states protect nobody else.
        paid_in_full: whether what came was the whole periodic payment (principal, interest and escrow).
        protected_through: the last protected day of a transfer, with the day the old servicer had the payment.
        cap_rounding: of product and state caps; down, because a part of a cent above would exceed them.

    Raises:
        ValueError: when interest is the base and is not given.
    """
    last = last_day_in_time(due=due, grace_days=grace_days, product=product, state=state, owner_occupied=owner_occupied)
    with_old = (
        protected_through is not None
        and received_by_old_servicer is not None
        and received_by_old_servicer <= min(last, protected_through)
    )
    in_time = received is not None and paid_in_full and received <= last
    stopped = accelerated_on is not None and accelerated_on <= last + timedelta(days=1)
    if in_time or with_old or stopped or today <= last:
        return None
    bases = _bases(principal_and_interest, escrow, interest, part_paid)
    if base not in bases:
        raise ValueError("a per cent of the interest needs the interest")
    lines = [_by_note(bases[base], per_cent, minimum, maximum, rounding)]
    lines += [_by_cap(cap, bases, cap_rounding) for cap in _caps(due, product, state, owner_occupied=owner_occupied)]
    bound = min(lines, key=lambda line: line.amount)
    return LateChargeDue(bound.amount, bound.name, last + timedelta(days=1), bound.citation, tuple(lines))


def _bases(
    principal_and_interest: Decimal, escrow: Decimal, interest: Decimal | None, part_paid: Decimal
) -> dict[str, Decimal]:
    whole = {"principal_and_interest": principal_and_interest, "installment": principal_and_interest + escrow}
    overdue = {f"overdue_{name}": max(ZERO, amount - part_paid) for name, amount in whole.items()}
    return whole | overdue | ({} if interest is None else {"interest": interest})


def _by_note(
    base: Decimal, per_cent: Decimal, minimum: Decimal, maximum: Decimal | None, rounding: Rounding
) -> LateChargeLimit:
    bare = late_charge(principal_and_interest=base, per_cent=per_cent, rounding=rounding)
    amount = late_charge(
        principal_and_interest=base, per_cent=per_cent, minimum=minimum, maximum=maximum, rounding=rounding
    )
    name = "note" if amount == bare else "note_minimum" if amount > bare else "note_maximum"
    return LateChargeLimit(name, per_cent, base, amount)


def _by_cap(cap: Mapping[str, Any], bases: Mapping[str, Decimal], rounding: Rounding) -> LateChargeLimit:
    base, per_cent = bases[cap["base"]], Decimal(cap["per_cent"])
    most = late_charge(
        principal_and_interest=base,
        per_cent=per_cent,
        minimum=Decimal(cap.get("minimum", "0.00")),
        rounding=rounding,
    )
    return LateChargeLimit(cap.get("state") or cap["product"], per_cent, base, most, cap["citation"])


def _caps(on: date, product: str | None, state: str | None, *, owner_occupied: bool) -> list[Mapping[str, Any]]:
    by_product = [row for row in rows_in_force("late_charge", "product_cap", on=on) if row["product"] == product]
    by_state = [row for row in rows_in_force("late_charge", "state_cap", on=on) if row["state"] == state]
    return by_product + [
        row
        for row in by_state
        if product not in row.get("not_products", ()) and (owner_occupied or not row.get("owner_occupied"))
    ]
