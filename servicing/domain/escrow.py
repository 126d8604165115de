"""How much an escrow account must hold and take in: the analysis of Regulation X, aggregate and by single items."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import ZERO
from servicing.domain.escrow_bills import EscrowBill


@dataclass(frozen=True)
class EscrowLine:
    """One part of a figure; the lines of a figure sum to it."""

    code: str
    amount: Decimal
    on: date | None = None
    item: str | None = None


@dataclass(frozen=True)
class EscrowRow:
    """One month of the coming year, or one payment period, with the balances at its end.

    Attributes:
        starts: the day it begins, which is the day its payment is due.
        trial: the balance when the account starts with `opening` (step 1 of appendix E).
        target: the balance when it starts with what is required (step 3): never below the cushion.
        projected: the balance when it starts with what is expected to be there.
    """

    starts: date
    payment: Decimal
    bills: tuple[EscrowBill, ...]
    trial: Decimal
    target: Decimal
    projected: Decimal

    @property
    def disbursed(self) -> Decimal:
        """All bills of the row together."""
        return sum((bill.amount for bill in self.bills), ZERO)


@dataclass(frozen=True)
class EscrowAnalysis:
    """What the coming year needs, and how that compares with what will be there.

    Attributes:
        begins: the first day of the computation year, a payment due date.
        annual_total: the bills of a year; with a cycle of several years, their average.
        payment: the base payment of each period, without any part of a shortage or deficiency.
        monthly: a twelfth of `annual_total`: one month's escrow payment, whatever the periods.
        low_point: the lowest trial balance, 0.00 when it never falls below the start.
        low_on: the day the row of the low point begins; None when it is the start itself.
        required_start: minus the low point, plus the cushion.
        projected_start: what is expected to be there; negative when the servicer has advanced money.
        difference: `projected_start` less `required_start`.
        shortage: what is missing, counted from 0.00 when the account is negative.
        deficiency: how far the account is negative.
        surplus: what is above the requirement.
    """

    begins: date
    payments_a_year: int
    annual_total: Decimal
    payment: Decimal
    monthly: Decimal
    cushion: Decimal
    opening: Decimal
    low_point: Decimal
    low_on: date | None
    required_start: Decimal
    projected_start: Decimal
    difference: Decimal
    shortage: Decimal
    deficiency: Decimal
    surplus: Decimal
    rows: tuple[EscrowRow, ...]

    @property
    def trial_balances(self) -> tuple[Decimal, ...]:
        """Step 1 of appendix E: the start, then the end of each row."""
        return (self.opening, *(row.trial for row in self.rows))

    @property
    def adjusted_balances(self) -> tuple[Decimal, ...]:
        """Step 2: raised until the lowest is zero."""
        return tuple(balance - self.low_point for balance in self.trial_balances)

    @property
    def target_balances(self) -> tuple[Decimal, ...]:
        """Step 3: with the cushion, which is the lowest of them."""
        return tuple(balance + self.cushion for balance in self.adjusted_balances)

    @property
    def start_lines(self) -> tuple[EscrowLine, ...]:
        """What the required start is made of."""
        return (
            EscrowLine("low_point", self.opening - self.low_point, self.low_on),
            EscrowLine("cushion", self.cushion),
        )


@dataclass(frozen=True)
class SingleItemAnalysis:
    """Each item analysed by itself, as before aggregate accounting, and what that differs by (appendix E, part II).

    Attributes:
        items: the analysis of each item by its name.
        aggregate: the analysis of the account as a whole.
        single_total: the required starts of the items together.
        adjustment: the aggregate adjustment of a closing disclosure: the aggregate start less `single_total`, zero or
            negative but for rounding (12 CFR 1024, appendix A, instructions for lines 1000-1007).
    """

    items: tuple[tuple[str, EscrowAnalysis], ...]
    aggregate: EscrowAnalysis
    single_total: Decimal
    adjustment: Decimal
