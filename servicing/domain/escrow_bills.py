"""Which bills an escrow account pays: when they fall due, how much they come to, and what next year's will be."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from kernel.money import CENT, Rounding

MONTHS_A_YEAR = 12

# Down, so that what is spread over months never asks for more than there is before the last of them.
CENTS_DOWN = Rounding(CENT, ROUND_DOWN)

type DayOfYear = tuple[int, int]


@dataclass(frozen=True)
class EscrowItem:
    """One thing that is paid from the account, such as a county's tax, and the days of the year on which it is billed.

    An item billed in installments stays one item (12 CFR 1024.17(b), "escrow account item").

    Attributes:
        item: its name for the borrower, such as `county tax`.
        kind: what it is, such as `property_tax`, `hazard_insurance`, `flood_insurance` or `mortgage_insurance`.
        amount: of each bill; with `whole_year`, of a year's bills together, divided by `spread`.
        on: the days as (month, day), such as `((4, 10), (12, 10))`; a day the month lacks is its last day.
        every_years: 1, or 3 for a premium paid for three years at once, counted from `first_year`.
    """

    item: str
    kind: str
    amount: Decimal
    on: tuple[DayOfYear, ...]
    whole_year: bool = False
    every_years: int = 1
    first_year: int = 1


@dataclass(frozen=True)
class EscrowBill:
    """One payment out of the account, on a day."""

    item: str
    kind: str
    on: date
    amount: Decimal
