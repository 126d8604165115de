"""Where a payment goes: whole installments, oldest first; then charges or extra principal; the rest is held."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from kernel.money import ZERO
from kernel.rules import rule
from servicing.domain.amortisation import installments_from
from servicing.domain.late_charge import is_late
from servicing.domain.ledger import Charge
from servicing.domain.loan import Installment, Terms
from servicing.domain.waterfall import REMAINDER, UNIFORM_2021, Waterfall, allocate

PartialPolicy = Literal["hold", "return", "credit"]
Designation = Literal["next_payment", "principal", "charges"]
NOTHING_CREDITED: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True)
class ChargePaid:
    """The part of a payment that goes to one charge."""

    key: str
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class InstallmentPaid(Installment):
    """What was paid of one installment; `legs` are the same dollars by bucket, in the order of the waterfall."""

    legs: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Application:
    """Where a payment went; its parts always sum to the amount.

    Attributes:
        installments: the periodic payments it completed, oldest first.
        suspense_change: money put into suspense (positive) or taken out of it (negative).
        partial: what was credited to an installment that it did not complete (policy "credit" only).
        curtailment: extra principal.
        returned: money sent back to the payer (policy "return" only).
    """

    installments: tuple[InstallmentPaid, ...]
    charges: tuple[ChargePaid, ...]
    suspense_change: Decimal
    partial: InstallmentPaid | None = None
    curtailment: Decimal = ZERO
    returned: Decimal = ZERO

    @property
    def amount(self) -> Decimal:
        """The sum of all parts: the payment."""
        credited = (*self.installments, *([self.partial] if self.partial else []))
        parts = [part.total for part in credited] + [charge.amount for charge in self.charges]
        return sum(parts, ZERO) + self.curtailment + self.suspense_change + self.returned


def installment_number(terms: Terms, due: date) -> int:
    """Which installment (from 1) has the due date."""
    first = terms.first_due
    return (due.year - first.year) * 12 + due.month - first.month + 1


def effective_date(*, received: date, conforming: bool = True, credit_within_days: int | None = None) -> date:
    """The day as of which a payment is credited: its receipt, not a postmark, the posting or the clearing.

    A payment that did not follow the servicer's written requirements but was accepted is credited
    `credit_within_days` calendar days later (default: the rule of that day). 12 CFR 1026.36(c)(1)(i) and (iii).
    """
    if conforming:
        return received
    if credit_within_days is None:
        credit_within_days = rule("payment_application", "nonconforming_credit_days", on=received).count
    return received + timedelta(days=credit_within_days)


def late_charge_pyramids(
    *, amount: Decimal, periodic_payment: Decimal, due: date, received: date, oldest_unpaid: date, grace_days: int = 15
) -> bool:
    """Whether a late charge on a payment would rest on nothing but an earlier late charge, which is forbidden.

    So it is when a full periodic payment comes in time and no earlier installment is unpaid, whatever charges are
    (12 CFR 1026.36(c)(2); 16 CFR 444.4(a), checked 2026-11).
    """
    in_time = not is_late(due=due, received=received, grace_days=grace_days)
    return amount >= periodic_payment and in_time and oldest_unpaid >= due


def installment_legs(
    part: Installment, *, escrow_insurance: Decimal = ZERO, waterfall: Waterfall = UNIFORM_2021
) -> tuple[tuple[str, Decimal], ...]:
    """An installment by bucket in the order of a waterfall; parts of nothing are left out.

    `escrow_insurance` is the mortgage insurance premium within the escrow part; it is a bucket of its own only
    where the waterfall has one (FHA).
    """
    dues = {"interest": part.interest, "principal": part.principal, "escrow": part.escrow}
    if "mip" in waterfall.order:
        premium = min(escrow_insurance, part.escrow)
        dues |= {"mip": premium, "escrow": part.escrow - premium}
    return tuple((bucket, dues[bucket]) for bucket in waterfall.order if dues.get(bucket))


def apply_payment(
    *,
    terms: Terms,
    balance: Decimal,
    next_due: date,
    suspense: Decimal,
    amount: Decimal,
    effective: date,
    charges: Sequence[Charge] = (),
    waterfall: Waterfall = UNIFORM_2021,
    escrow_insurance: Decimal = ZERO,
    designated: Collection[Designation] = (),
    credit_partial: PartialPolicy = "hold",
    credited: Mapping[str, Decimal] = NOTHING_CREDITED,
    short_by_up_to: Decimal = ZERO,
) -> Application:
    """Where an amount goes that is credited as of a day (uniform instrument 07/2021, section 2; checked 2026-11).

    Together with what is held it pays whole installments that are due by then, the oldest first; money held that
    reaches a full periodic payment must be used so (12 CFR 1026.36(c)(1)(ii)(B)). What is left pays the exact late
    charge of an installment just paid; otherwise, when every installment due is paid, it is extra principal if so
    designated, or pays charges. A part of an installment never pays a fee first, and a payment that completes no
    installment pays charges only if it is exactly theirs or so designated: it may be next month's, early.

    Args:
        balance: the unpaid principal.
        designated: what the payer asked for: the next installment (one at most), principal, charges.
        credit_partial: whether a rest is held, returned, or credited to the oldest installment through the
            waterfall; all three are allowed (12 CFR 1026, supplement I, comment 36(c)(1)(ii)-1).
        credited: by bucket, what earlier parts already paid on the oldest installment.
        short_by_up_to: a payment short by no more than this still completes an installment, at the cost of its
            escrow part (Fannie Mae Servicing Guide C-1.1-02 permits 50 dollars; none by default).

    Raises:
        ValueError: for a negative amount.
    """
    if amount < ZERO:
        raise ValueError("a payment is not negative; a returned one is reversed")
    shape = _Shape(waterfall, escrow_insurance, credited)
    done, owed, pool = _completed(
        _owed(terms, balance, next_due, credited),
        suspense + amount,
        effective,
        "next_payment" in designated,
        short_by_up_to,
    )
    all_due_paid = owed is None or owed.due > effective
    balance -= sum((part.principal for part in done), ZERO)
    payable = _Payable(charges, waterfall, designated, frozenset(part.due for part in done), all_due_paid)
    settled, curtailment = payable.out_of(pool, most_principal=min(amount, balance))
    pool -= sum((charge.amount for charge in settled), curtailment)
    partial = None
    if credit_partial == "credit" and owed is not None and not all_due_paid and pool > ZERO:
        partial = shape.part_of(owed, pool, first=not done)
        pool -= partial.total
    returned = min(pool, amount) if credit_partial == "return" else ZERO
    return Application(
        installments=tuple(shape.whole(part, first=number == 0) for number, part in enumerate(done)),
        charges=settled,
        suspense_change=pool - returned - suspense,
        partial=partial,
        curtailment=curtailment,
        returned=returned,
    )


@dataclass(frozen=True)
class _Shape:
    """How an installment divides into buckets; what was already credited concerns the first one only."""

    waterfall: Waterfall
    escrow_insurance: Decimal
    credited: Mapping[str, Decimal]

    def legs(self, part: Installment, first: bool) -> tuple[tuple[str, Decimal], ...]:
        premium = self.escrow_insurance - (self.credited.get("mip", ZERO) if first else ZERO)
        return installment_legs(part, escrow_insurance=premium, waterfall=self.waterfall)

    def whole(self, part: Installment, *, first: bool) -> InstallmentPaid:
        return InstallmentPaid(part.due, part.interest, part.principal, part.escrow, self.legs(part, first))

    def part_of(self, owed: Installment, amount: Decimal, *, first: bool) -> InstallmentPaid:
        got = allocate(amount=amount, dues=dict(self.legs(owed, first)), order=self.waterfall.order)
        return InstallmentPaid(
            due=owed.due,
            interest=got.get("interest", ZERO),
            principal=got.get("principal", ZERO),
            escrow=got.get("escrow", ZERO) + got.get("mip", ZERO),
            legs=tuple((bucket, paid) for bucket, paid in got.items() if paid and bucket != REMAINDER),
        )


def _owed(terms: Terms, balance: Decimal, next_due: date, credited: Mapping[str, Decimal]) -> Iterator[Installment]:
    """What is owed on each installment from the oldest unpaid on, when each before it is paid in full."""
    balance += credited.get("principal", ZERO)
    for part in installments_from(terms, number=installment_number(terms, next_due), balance=balance):
        yield Installment(
            due=part.due,
            interest=part.interest - credited.get("interest", ZERO),
            principal=part.principal - credited.get("principal", ZERO),
            escrow=part.escrow - credited.get("escrow", ZERO) - credited.get("mip", ZERO),
        )
        credited = NOTHING_CREDITED


def _completed(
    owed: Iterator[Installment], pool: Decimal, effective: date, one_ahead: bool, short_by_up_to: Decimal
) -> tuple[list[Installment], Installment | None, Decimal]:
    """The installments that the pool completes, the first it does not, and what is left of it."""
    done: list[Installment] = []
    for part in owed:
        ahead = part.due > effective
        short = part.total - pool
        if (ahead and not one_ahead) or short > min(short_by_up_to, part.escrow):
            return done, part, pool
        one_ahead = one_ahead and not ahead
        done.append(replace(part, escrow=part.escrow - max(short, ZERO)))
        pool -= done[-1].total
    return done, None, pool


@dataclass(frozen=True)
class _Payable:
    """What a rest may pay beside installments, once `just_paid` are completed."""

    charges: Sequence[Charge]
    waterfall: Waterfall
    designated: Collection[Designation]
    just_paid: frozenset[date]
    all_due_paid: bool

    def out_of(self, pool: Decimal, *, most_principal: Decimal) -> tuple[tuple[ChargePaid, ...], Decimal]:
        """The charges and the extra principal that a rest pays."""
        to_principal = "principal" in self.designated
        own: tuple[ChargePaid, ...] = ()
        if to_principal or not self.all_due_paid:
            own = self._own_late_charges(pool, exactly=self.waterfall.exact_late_charge or to_principal)
        if own or not self.all_due_paid:
            return own, ZERO
        if to_principal:
            return (), min(pool, most_principal)
        return self._oldest_first(pool), ZERO

    def _open(self) -> list[Charge]:
        """The charges that the instrument lets a payment pay, in the order of the waterfall, then by age."""
        order = {bucket: place for place, bucket in enumerate(self.waterfall.order)}
        found = [charge for charge in self.charges if charge.due > ZERO and _bucket(charge) in order]
        return sorted(found, key=lambda charge: (order[_bucket(charge)], charge.assessed_on))

    def _own_late_charges(self, pool: Decimal, *, exactly: bool) -> tuple[ChargePaid, ...]:
        own = [charge for charge in self._open() if charge.installment_due in self.just_paid]
        whole = sum((charge.due for charge in own), ZERO)
        if whole != pool and (exactly or whole > pool):
            own = [charge for charge in own if charge.due == pool][:1]
        return tuple(ChargePaid(charge.key, charge.kind, charge.due) for charge in own)

    def _oldest_first(self, pool: Decimal) -> tuple[ChargePaid, ...]:
        found = self._open()
        freely = bool(self.just_paid) or "charges" in self.designated
        if not freely and pool != sum((charge.due for charge in found), ZERO):
            found = [charge for charge in found if charge.due == pool][:1]
        settled: list[ChargePaid] = []
        for charge in found:
            part = min(pool, charge.due)
            if part > ZERO:
                settled.append(ChargePaid(charge.key, charge.kind, part))
                pool -= part
        return tuple(settled)


def _bucket(charge: Charge) -> str:
    return "late_charge" if charge.kind == "late_charge" else "fee"
