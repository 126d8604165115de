"""Which installments get a late charge, and when, by what came in on which day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from kernel.money import CENTS, ZERO, Rounding
from servicing.domain.crediting import credited_after_transfer
from servicing.domain.late_charge import (
    CENTS_DOWN,
    Base,
    LateChargeDue,
    last_day_in_time,
    late_charge_due,
    newest_is_paid_first,
)


@dataclass(frozen=True)
class DueInstallment:
    """One installment as it falls due; `interest` only where the note takes its per cent of the interest."""

    due: date
    principal_and_interest: Decimal
    escrow: Decimal = ZERO
    interest: Decimal | None = None

    @property
    def total(self) -> Decimal:
        """The whole periodic payment, without any charge."""
        return self.principal_and_interest + self.escrow


@dataclass(frozen=True)
class Receipt:
    """Money for installments.

    Attributes:
        credited: the day as of which it is credited.
        amount: what of it goes to installments: not what pays charges or extra principal.
        received_by_old_servicer: the day on which the servicer before the transfer had it, if it did.
    """

    credited: date
    amount: Decimal
    received_by_old_servicer: date | None = None


@dataclass(frozen=True)
class InstallmentStanding:
    """What became of one installment.

    Attributes:
        completed_on: the day as of which it was paid in full; None while it is not.
        paid_in_time: what came for it by its last day of grace.
        late_charge: the charge it got; None for none.
    """

    due: date
    completed_on: date | None
    paid_in_time: Decimal
    late_charge: LateChargeDue | None


@dataclass
class _Open:
    installment: DueInstallment
    missing: Decimal
    parts: list[tuple[date, Decimal]] = field(default_factory=list)


def late_charge_history(
    *,
    installments: Sequence[DueInstallment],
    receipts: Iterable[Receipt],
    today: date,
    per_cent: Decimal,
    grace_days: int,
    base: Base = "principal_and_interest",
    minimum: Decimal = ZERO,
    maximum: Decimal | None = None,
    product: str | None = None,
    state: str | None = None,
    owner_occupied: bool = True,
    newest_first: bool | None = None,
    accelerated_on: date | None = None,
    transferred_on: date | None = None,
    rounding: Rounding = CENTS,
    cap_rounding: Rounding = CENTS_DOWN,
) -> tuple[InstallmentStanding, ...]:
    """Every installment due by a day with the late charge it got, each at most once, on the day after its grace.

    Money goes to installments alone, the oldest first (uniform instrument 07/2021, section 2), so an unpaid late
    charge never makes the next payment late (12 CFR 1026.36(c)(2), 16 CFR 444.4). A payment that pays an older
    installment does leave its own month's unpaid, and that one is charged too: 15 USC 1639(k)(3) puts it so for the
    loans it is about, and North Carolina for any whose terms say so. Where the note or the state counts the newest
    first, it is not; that order decides about late charges only, not about the ledger.

    What reached the old servicer within the 60 days from `transferred_on` counts as of that day, and so is late for no
    purpose when it was in time there (12 CFR 1024.33(c)(1)).

    Args:
        receipts: in any order; those credited after the day do not count.
        newest_first: whether a payment counts for the newest installment due by then; None asks the state.
        accelerated_on: no charge is made from that day on.

    Raises:
        ValueError: for a negative amount, or when interest is the base and is not given.
    """
    where: dict[str, Any] = {"product": product, "state": state, "owner_occupied": owner_occupied}
    books = [_Open(one, one.total) for one in sorted(installments, key=lambda one: one.due) if one.due <= today]
    if newest_first is None:
        newest_first = any(newest_is_paid_first(due=book.installment.due, **where) for book in books)
    for day, amount in sorted(_counted(receipts, today, transferred_on)):
        _pay(books, day, amount, newest_first=newest_first)
    charge = partial(
        late_charge_due,
        **where,
        today=today,
        per_cent=per_cent,
        grace_days=grace_days,
        base=base,
        minimum=minimum,
        maximum=maximum,
        accelerated_on=accelerated_on,
        rounding=rounding,
        cap_rounding=cap_rounding,
    )
    return tuple(
        _standing(book, last_day_in_time(due=book.installment.due, grace_days=grace_days, **where), charge)
        for book in books
    )


def _standing(book: _Open, last: date, charge: Callable[..., LateChargeDue | None]) -> InstallmentStanding:
    one = book.installment
    completed = max((day for day, _ in book.parts), default=one.due) if book.missing == ZERO else None
    in_time = sum((amount for day, amount in book.parts if day <= last), ZERO)
    made = charge(
        due=one.due,
        principal_and_interest=one.principal_and_interest,
        escrow=one.escrow,
        interest=one.interest,
        received=completed,
        part_paid=in_time,
    )
    return InstallmentStanding(one.due, completed, in_time, made)


def _counted(receipts: Iterable[Receipt], today: date, transferred_on: date | None) -> Iterable[tuple[date, Decimal]]:
    for receipt in receipts:
        if receipt.amount < ZERO:
            raise ValueError("a payment that came back is left out, not negative")
        if receipt.credited > today:
            continue
        day = receipt.credited
        if transferred_on is not None:
            day = credited_after_transfer(
                received_by_old_servicer=receipt.received_by_old_servicer, received=day, transferred_on=transferred_on
            )
        yield day, receipt.amount


def _pay(books: Sequence[_Open], day: date, amount: Decimal, *, newest_first: bool) -> None:
    """Put money where it belongs: what is due by then in the order of the rule, then what is still to come."""
    due = [book for book in books if book.installment.due <= day]
    ahead = [book for book in books if book.installment.due > day]
    for book in [*(reversed(due) if newest_first else due), *ahead]:
        part = min(amount, book.missing)
        if part > ZERO:
            book.missing -= part
            book.parts.append((day, part))
            amount -= part
