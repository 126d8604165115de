"""What an escrow account statement says: annual, for a short year, and initial (12 CFR 1024.17(g), (i))."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from servicing.domain.escrow import EscrowAnalysis, EscrowLine
from servicing.domain.escrow_bills import EscrowBill
from servicing.domain.escrow_difference import Disposition
from servicing.domain.escrow_history import EscrowHistory, LowBalance


@dataclass(frozen=True)
class PaymentSplit:
    """A monthly mortgage payment and its parts; a discretionary part is not escrow (12 CFR 1024.17(l))."""

    principal_and_interest: Decimal
    escrow: Decimal
    discretionary: Decimal = Decimal("0.00")

    @property
    def total(self) -> Decimal:
        """The whole payment."""
        return self.principal_and_interest + self.escrow + self.discretionary


@dataclass(frozen=True)
class AnnualStatement:
    """The annual escrow account statement; the comments name the clauses of 12 CFR 1024.17(i)(1)."""

    history: EscrowHistory
    payment: PaymentSplit  # (i)
    past_payment: PaymentSplit  # (ii)
    paid_in: Decimal  # (iii)
    paid_out: tuple[EscrowLine, ...]  # (iv), one line an item
    ending_balance: Decimal  # (v)
    disposition: Disposition  # (vi)-(vii)
    low_balance: LowBalance  # (viii)
    projection: EscrowAnalysis
    due_by: date


@dataclass(frozen=True)
class ShortYearStatement:
    """The statement that ends a computation year early.

    Attributes:
        reason: `year_changed`, `transfer` or `payoff`.
        due_by: 60 days after the end of the short year, the effective date of the transfer, or the payoff funds.
        new_year_begins: the first day of the new computation year; None after a transfer or a payoff.
    """

    reason: str
    history: EscrowHistory
    paid_in: Decimal
    paid_out: tuple[EscrowLine, ...]
    ending_balance: Decimal
    due_by: date
    new_year_begins: date | None


@dataclass(frozen=True)
class InitialStatement:
    """The initial escrow account statement (12 CFR 1024.17(g)(1)(i)).

    Attributes:
        reason: `settlement`, `established` (after settlement) or `transfer` (of servicing).
        deposit: what the borrower pays in at the start.
        bills: every bill of the first computation year with its day, in order.
        projection: the trial running balance: `rows` with `target`.
    """

    reason: str
    payment: PaymentSplit
    deposit: Decimal
    cushion: Decimal
    bills: tuple[EscrowBill, ...]
    projection: EscrowAnalysis
    due_by: date
