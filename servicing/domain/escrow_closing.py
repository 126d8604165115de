"""What a closing collects for the escrow account, item by item, and the aggregate adjustment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kernel.money import ZERO
from servicing.domain.escrow import EscrowLine
from servicing.domain.escrow_single_item import SingleItemAnalysis


@dataclass(frozen=True)
class ItemizedDeposit:
    """One line of the initial escrow payment: a monthly amount times a number of months.

    12 CFR 1026.38(g)(3); 12 CFR 1024, appendix A, instructions for lines 1000-1007.

    Attributes:
        monthly: a twelfth of the item's bills, rounded to the cent.
    """

    item: str
    monthly: Decimal
    months: int

    @property
    def amount(self) -> Decimal:
        """What is collected for the item."""
        return self.monthly * self.months


@dataclass(frozen=True)
class InitialEscrowPayment:
    """The initial escrow payment at closing.

    Attributes:
        itemized: the deposits of the items together.
        adjustment: the aggregate adjustment: `total` less `itemized`.
        total: what is collected, which is what the aggregate analysis requires at the start.
    """

    deposits: tuple[ItemizedDeposit, ...]
    itemized: Decimal
    adjustment: Decimal
    total: Decimal

    @property
    def lines(self) -> tuple[EscrowLine, ...]:
        """The deposits and then the adjustment, the order of the form; they sum to `total`."""
        items = [EscrowLine("deposit", deposit.amount, item=deposit.item) for deposit in self.deposits]
        return (*items, EscrowLine("aggregate_adjustment", self.adjustment))


def initial_escrow_payment(*, deposits: Sequence[ItemizedDeposit], required_start: Decimal) -> InitialEscrowPayment:
    """The itemized deposits brought to what the aggregate analysis requires.

    The adjustment is negative or zero "except for amounts due to rounding" (12 CFR 1024, appendix A): items collected
    over too few months for their bills would need a positive one, and are refused.

    Args:
        required_start: `EscrowAnalysis.required_start` of the account as a whole.

    Raises:
        ValueError: when the adjustment would be positive by more than a cent for each item and month collected.
    """
    itemized = sum((deposit.amount for deposit in deposits), ZERO)
    adjustment = required_start - itemized
    if adjustment * 100 > sum(deposit.months for deposit in deposits) + len(deposits):
        raise ValueError(f"the items bring {itemized}, less than the {required_start} that is required")
    return InitialEscrowPayment(tuple(deposits), itemized, adjustment, required_start)


def itemized_deposits(analysis: SingleItemAnalysis) -> tuple[ItemizedDeposit, ...]:
    """Each item's deposit as whole months of its payment: the form's way of stating what single items require.

    The number of months is the nearest to the item's required start, half up; what that differs by is in the
    aggregate adjustment. An item without bills needs no deposit.
    """
    return tuple(
        ItemizedDeposit(
            name,
            found.monthly,
            int((found.required_start / found.monthly).to_integral_value(ROUND_HALF_UP)),
        )
        for name, found in analysis.items
        if found.monthly
    )
