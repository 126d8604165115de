"""What extra principal does: months and interest saved, and the payment if the loan is recast."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO
from servicing.domain.amortisation import level_payment
from servicing.domain.amortisation_table import Row, amortisation_table, total_of_payments


@dataclass(frozen=True)
class Saved:
    """The effect of extra principal while payment and due date stay.

    Attributes:
        months: how many payments fall away.
        interest: how much less interest is paid to the end.
        last_due: when the last payment is due now.
    """

    months: int
    interest: Decimal
    last_due: date


def saved_by_extra_principal(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    next_due: date,
    months_left: int,
    once: Decimal = ZERO,
    monthly: Decimal = ZERO,
) -> Saved:
    """What `once` (now) and `monthly` (with every payment) save; neither moves the due date nor lowers the payment.

    An application to principal does not postpone the due date or change the amount of payments (uniform instrument
    07/2021, section 2(c)).

    Raises:
        ValueError: when the extra is negative or more than the balance.
    """
    if once < ZERO or monthly < ZERO or once > balance:
        raise ValueError("extra principal is between nothing and the balance")

    def run(start: Decimal, extra: Decimal) -> list[Row]:
        if start == ZERO:
            return []
        return list(
            amortisation_table(
                principal=start, annual_rate=annual_rate, periods=months_left, payment=payment, extra=extra
            )
        )

    usual, faster = run(balance, ZERO), run(balance - once, monthly)
    interest = total_of_payments(usual) - (total_of_payments(faster) + once)
    return Saved(
        months=len(usual) - len(faster),
        interest=interest,
        last_due=months_after(next_due, max(0, len(faster) - 1)),
    )


@dataclass(frozen=True)
class Recast:
    """The loan repaid anew over the months that are left, at the same rate."""

    balance: Decimal
    payment: Decimal
    payment_before: Decimal
    fee: Decimal

    @property
    def lower_by(self) -> Decimal:
        """How much less each payment is."""
        return self.payment_before - self.payment


def recast(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    months_left: int,
    curtailment: Decimal,
    minimum: Decimal = Decimal("5000.00"),
    fee: Decimal = Decimal("250.00"),
) -> Recast:
    """The new level payment after a lump sum; minimum and fee are the owner's terms, the defaults usual ones.

    Raises:
        ValueError: when the lump sum is below the minimum or not less than the balance.
    """
    if not minimum <= curtailment < balance:
        raise ValueError("a recast needs a lump sum of at least the minimum that leaves a balance")
    left = balance - curtailment
    return Recast(
        balance=left,
        payment=level_payment(principal=left, annual_rate=annual_rate, months=months_left),
        payment_before=payment,
        fee=fee,
    )
