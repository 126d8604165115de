"""The escrow account of a generated loan: its bills, how they grow, and the yearly analysis of what has to be paid."""

from dataclasses import dataclass
from random import Random

from servicing.portfolio.generated_notes import Note
from servicing.portfolio.generated_people import Place

# A sixth of the year's bills may be kept as a cushion (12 CFR 1024.17(c)(5), checked 2026-11).
CUSHION_PART = 6
# A surplus of this or more is refunded (12 CFR 1024.17(f)(2)(i), checked 2026-11), in cents.
REFUNDED_FROM = 5_000
PREMIUM_DAY = 6


@dataclass(frozen=True, slots=True)
class Bill:
    """A yearly bill: on a day of a month (1 to 12), growing by so many thousandths a year."""

    kind: str
    label: str
    month: int
    day: int
    amount: int
    growth: int

    def next_year(self) -> "Bill":
        """The bill a year later."""
        grown = self.amount * (1_000 + self.growth) // 1_000
        return Bill(self.kind, self.label, self.month, self.day, grown, self.growth)


@dataclass(slots=True)
class Escrow:
    """The bills of the current computation year and the monthly insurance premium, in cents."""

    bills: list[Bill]
    premium: int

    @property
    def yearly(self) -> int:
        """All bills of a year."""
        return sum(bill.amount for bill in self.bills) + 12 * self.premium

    @property
    def monthly(self) -> int:
        """A twelfth of them."""
        return (2 * self.yearly + 12) // 24

    def needed_at_start(self, month: int) -> int:
        """What has to be there when a computation year begins with that month, for the account never to fall below
        the cushion."""
        level, lowest, seen = self.monthly - self.premium, 0, 0
        for bill in sorted(self.bills, key=lambda bill: (bill.month - month) % 12):
            seen += bill.amount
            lowest = min(lowest, level * ((bill.month - month) % 12 + 1) - seen)
        return self.yearly // CUSHION_PART - lowest

    def begin_year(self, month: int, balance: int) -> tuple[int, int]:
        """The new monthly payment from this year's bills, a shortage spread over it, and the surplus to refund."""
        self.bills = [bill.next_year() for bill in self.bills]
        missing = self.needed_at_start(month) - balance
        if missing > 0:
            return self.monthly + missing // 12, 0
        return self.monthly, -missing if -missing >= REFUNDED_FROM else 0


def escrow(chance: Random, note: Note, place: Place, *, age: int) -> Escrow:
    """The account as it was opened; the bills are those of then, for houses were cheaper."""
    then = note.value * (1_000 - min(400, age * 2)) // 1_000
    tax = then * place.state.tax // 1_000 // len(place.state.tax_bills)
    growth = chance.randrange(0, 70)
    bills = [
        Bill("property_tax", f"county tax, month {month}", month, chance.randint(5, 28), tax, growth)
        for month in place.state.tax_bills
    ]
    hazard = then * place.state.insurance // 1_000 + chance.randrange(20_000)
    rising = chance.choice((20, 40, 60, 80, 120, 250))
    bills.append(
        Bill("hazard_insurance", "hazard insurance", chance.randint(1, 12), chance.randint(3, 26), hazard, rising)
    )
    return Escrow(bills, note.premium)
