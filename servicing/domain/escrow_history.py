"""What a year of an escrow account was expected to be and what it was, side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servicing.domain.escrow import EscrowLine


@dataclass(frozen=True)
class EscrowMovement:
    """Money into the account (positive) or out of it (negative).

    Attributes:
        kind: `payment`, `deposit`, `interest`, `disbursement` (its return is positive), `refund` to the borrower, or
            `adjustment` of either sign.
        item: what a disbursement paid, by the name the projection uses.
        assumed: it has not happened yet, and the statement assumes it as scheduled.
    """

    on: date
    amount: Decimal
    kind: str
    item: str | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Compared:
    """An amount as projected and as it was; `differs` is the mark of the statement."""

    projected: Decimal
    actual: Decimal

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.projected != self.actual


@dataclass(frozen=True)
class ItemCompared:
    """What an item was projected to cost in a month and what was paid for it."""

    item: str
    amount: Compared


@dataclass(frozen=True)
class HistoryRow:
    """One month of the past year.

    Attributes:
        paid_in: payments, deposits and interest.
        paid_out: one entry for each item projected or paid in the month.
        other: refunds to the borrower and adjustments, which no projection foresees.
        assumed: whether any of it is assumed.
    """

    starts: date
    paid_in: Compared
    paid_out: tuple[ItemCompared, ...]
    other: Decimal
    balance: Compared
    assumed: bool


@dataclass(frozen=True)
class EscrowHistory:
    """A year, or a short year, of the account.

    The opening balance, with what was paid in, less what was paid out and refunded, and with adjustments, is the
    ending balance.

    Attributes:
        paid_out: one line an item, positive.
        refunded: surplus paid back to the borrower, positive.
        adjusted: the sum of adjustments.
    """

    begins: date
    ends: date
    opening: Compared
    rows: tuple[HistoryRow, ...]
    paid_in: Decimal
    paid_out: tuple[EscrowLine, ...]
    refunded: Decimal
    adjusted: Decimal
    ending_balance: Decimal


@dataclass(frozen=True)
class LowBalance:
    """Whether the account fell to the lowest balance that was projected, and if not, why.

    Attributes:
        projected_on: the month of the projected low, which is None when it is the start of the year.
        at_low: the actual balance at the end of that month.
        reached: whether the account fell to the projected low at some month's end.
        reasons: what moved the balance of that month away from the projection; they sum to `at_low - projected`.
    """

    projected: Decimal
    projected_on: date | None
    actual: Decimal
    actual_on: date | None
    at_low: Decimal
    reached: bool
    reasons: tuple[EscrowLine, ...]
