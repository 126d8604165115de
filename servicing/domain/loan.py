"""What a note promises: the terms of a loan and the installments that follow from them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO


@dataclass(frozen=True)
class RateCap:
    """A limit on the interest that may be charged, for installments due from `since_due` on, and `through` a day.

    The Servicemembers Civil Relief Act forgives what lies above it and lowers the payment by as much; the
    principal part stays that of the note (50 USC 3937(a)(1)-(3), checked 2026-11).
    """

    per_cent: Decimal
    since_due: date
    through: date | None = None


@dataclass(frozen=True)
class PaymentStep:
    """New figures for installments due on or after `since_due`: a rate adjustment, a recast or an escrow analysis."""

    since_due: date
    annual_rate: Decimal
    payment: Decimal
    escrow_payment: Decimal
    reason: str


@dataclass(frozen=True)
class Terms:
    """The figures of the note that decide every installment.

    Attributes:
        annual_rate: per cent a year, until the first step.
        payment: principal and interest of one installment, until the first step.
        escrow_payment: what each installment adds to the escrow account, until the first step.
        late_charge_percent: per cent of `payment` charged for a late installment.
        grace_days: an installment is on time through this many calendar days after its due date.
        steps: the changes of rate and payment, oldest first.
    """

    original_amount: Decimal
    annual_rate: Decimal
    months: int
    first_due: date
    payment: Decimal
    escrow_payment: Decimal = ZERO
    late_charge_percent: Decimal = Decimal(5)
    grace_days: int = 15
    cap: RateCap | None = None
    steps: tuple[PaymentStep, ...] = ()

    def _step(self, due: date) -> PaymentStep | None:
        return next((step for step in reversed(self.steps) if step.since_due <= due), None)

    def rate_at(self, due: date) -> Decimal:
        """The note's rate, in per cent a year, for the installment of that due date."""
        step = self._step(due)
        return self.annual_rate if step is None else step.annual_rate

    def payment_at(self, due: date) -> Decimal:
        """Principal and interest of the installment of that due date."""
        step = self._step(due)
        return self.payment if step is None else step.payment

    def escrow_at(self, due: date) -> Decimal:
        """The escrow part of the installment of that due date."""
        step = self._step(due)
        return self.escrow_payment if step is None else step.escrow_payment

    def rate_charged(self, due: date) -> Decimal:
        """The rate, in per cent a year, at which interest is charged for the installment of that due date."""
        rate = self.rate_at(due)
        if self.cap is None or due < self.cap.since_due or (self.cap.through is not None and due > self.cap.through):
            return rate
        return min(rate, self.cap.per_cent)


@dataclass(frozen=True)
class Installment:
    """One periodic payment and how it divides."""

    due: date
    interest: Decimal
    principal: Decimal
    escrow: Decimal

    @property
    def total(self) -> Decimal:
        """The whole periodic payment: interest, principal and escrow, and no fee (12 CFR 1026.36(c)(1)(i))."""
        return self.interest + self.principal + self.escrow


def insurer(product: str) -> str | None:
    """`fha` or `va`, as the loan's product begins (`FHA fixed 30`); None for a conventional loan."""
    first = product.partition(" ")[0].lower()
    return first if first in ("fha", "va") else None


@dataclass(frozen=True)
class LoanIdentity:
    """Whose loan it is and on what, as far as a document names it: never the whole loan number."""

    last4: str
    borrowers: tuple[str, ...]
    property: str
    zip: str
    in_default_when_obtained: bool = False
