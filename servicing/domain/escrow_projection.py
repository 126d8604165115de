"""How an escrow account gets from today's balance to the start of its next computation year, and what it pays next."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servicing.domain.escrow import EscrowLine


@dataclass(frozen=True)
class BalanceProjection:
    """Today's balance, every payment and bill expected until the next year begins, and what is then there.

    Attributes:
        lines: `balance`, then `payment` (positive) and `bill` (negative) by day; they sum to `projected`.
    """

    as_of: date
    until: date
    lines: tuple[EscrowLine, ...]
    projected: Decimal
