"""How far an account falls short at its lowest month: the way many servicers print a shortage or a surplus.

Measured there or at the start of the year, what is missing or too much is the same amount, since the lowest target is
the cushion. Only what counts as a deficiency differs.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.escrow import EscrowAnalysis


@dataclass(frozen=True)
class LowPoint:
    """The lowest projected balance beside the lowest that is allowed.

    Attributes:
        balance: the lowest projected balance, the start among them.
        on: the day the row of it begins; None when it is the start.
        required: the least the account should hold then, which is the cushion.
        shortage: how far `balance`, or zero when it is below, is under `required`.
        deficiency: how far `balance` is below zero.
        surplus: how far `balance` is above `required`.
    """

    balance: Decimal
    on: date | None
    required: Decimal
    shortage: Decimal
    deficiency: Decimal
    surplus: Decimal


def projected_low_point(analysis: EscrowAnalysis, *, separate_deficiency: bool = True) -> LowPoint:
    """The lowest balance the year is projected to reach, and what it lacks or has beyond the requirement.

    Regulation X speaks of a negative balance (12 CFR 1024.17(b), "deficiency"), which `EscrowAnalysis` takes as the
    balance with which the year begins: only that is owed by then. Servicers who call a negative lowest balance of the
    coming year a deficiency ask for it in 2 payments or more instead of 12; this is their reading, for comparing
    statements. In both, shortage and deficiency together are the same.

    Args:
        separate_deficiency: whether a negative balance is a deficiency; else all that is missing is a shortage.
    """
    balances = [
        (analysis.projected_start, None),
        *zip(analysis.projected_balances[1:], (row.starts for row in analysis.rows), strict=True),
    ]
    balance, on = min(balances, key=lambda found: found[0])
    deficiency = max(-balance, ZERO) if separate_deficiency else ZERO
    above = balance + deficiency - analysis.cushion
    return LowPoint(balance, on, analysis.cushion, max(-above, ZERO), deficiency, max(above, ZERO))
