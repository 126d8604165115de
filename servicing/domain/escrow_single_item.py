"""What an escrow account held when each item was reckoned by itself, and what aggregate accounting differs by."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kernel.money import CENTS, ZERO, Rounding
from servicing.domain.escrow import EscrowAnalysis, EscrowLine, Residue, aggregate_analysis
from servicing.domain.escrow_bills import MONTHS_A_YEAR, EscrowBill


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

    @property
    def lines(self) -> tuple[EscrowLine, ...]:
        """The deposit of each item and the adjustment; they sum to the aggregate start."""
        deposits = [EscrowLine("deposit", found.required_start, item=name) for name, found in self.items]
        return (*deposits, EscrowLine("aggregate_adjustment", self.adjustment))


def _name(bill: EscrowBill) -> str:
    return bill.item


def single_item_analysis(
    *,
    bills: Sequence[EscrowBill],
    begins: date,
    item: Callable[[EscrowBill], str] = _name,
    cushion_fraction: Fraction | None = None,
    cushion_months: Fraction | int | None = None,
    cushion_limit: Fraction | None = None,
    cushion_rounding: Rounding = CENTS,
    cushion_without: Collection[str] = (),
    payments_a_year: int = MONTHS_A_YEAR,
    years: int = 1,
    monthly_rounding: Rounding = CENTS,
    residue: Residue = "balance",
    by_month: bool = False,
) -> SingleItemAnalysis:
    """Every item analysed as an account of its own, with its own cushion (12 CFR 1024, appendix E, part II).

    Aggregate accounting is what the law requires (12 CFR 1024.17(c)(4)); this shows what an itemized closing
    disclosure starts from. `item` says which bills are one item: by default those of one name, so that installments
    of a tax under two names need a function that joins them. The conventions are those of `aggregate_analysis`.
    """

    def analysis(found: Sequence[EscrowBill]) -> EscrowAnalysis:
        return aggregate_analysis(
            bills=found,
            begins=begins,
            cushion_fraction=cushion_fraction,
            cushion_months=cushion_months,
            cushion_limit=cushion_limit,
            cushion_rounding=cushion_rounding,
            cushion_without=cushion_without,
            payments_a_year=payments_a_year,
            years=years,
            monthly_rounding=monthly_rounding,
            residue=residue,
            by_month=by_month,
        )

    names = dict.fromkeys(item(bill) for bill in bills)
    items = tuple((name, analysis([bill for bill in bills if item(bill) == name])) for name in names)
    aggregate = analysis(bills)
    single_total = sum((found.required_start for _, found in items), ZERO)
    return SingleItemAnalysis(items, aggregate, single_total, aggregate.required_start - single_total)
