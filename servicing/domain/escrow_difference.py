"""What may be done about a shortage, a deficiency or a surplus of escrow, and the payment that follows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Course:
    """One thing the servicer may do.

    Attributes:
        code: `nothing`, `within_30_days`, `monthly_12`, `monthly_2`, `refund`, `credit`, `retain` or `loan_documents`.
        by: the last day of a refund or of a repayment at once, counted from the analysis.
        payments: over how many equal monthly payments at least, where the course spreads the amount.
    """

    code: str
    by: date | None = None
    payments: int | None = None


@dataclass(frozen=True)
class Disposition:
    """The amounts an analysis disclosed and the courses the law leaves for each; no course where there is no amount.

    Attributes:
        analysed_on: the day of the analysis, from which the days count.
        current: whether every payment came within 30 days of its due date.
        one_month: one month's escrow payment, with which shortage and deficiency are compared.
        refund_by: the last day for refunding the surplus; None where the law asks for no refund.
    """

    analysed_on: date
    current: bool
    one_month: Decimal
    shortage: Decimal
    shortage_courses: tuple[Course, ...]
    deficiency: Decimal
    deficiency_courses: tuple[Course, ...]
    surplus: Decimal
    surplus_courses: tuple[Course, ...]
    refund_by: date | None

    @property
    def shortage_codes(self) -> tuple[str, ...]:
        """The codes of the courses for the shortage."""
        return tuple(course.code for course in self.shortage_courses)

    @property
    def deficiency_codes(self) -> tuple[str, ...]:
        """The codes of the courses for the deficiency."""
        return tuple(course.code for course in self.deficiency_courses)

    @property
    def surplus_codes(self) -> tuple[str, ...]:
        """The codes of the courses for the surplus."""
        return tuple(course.code for course in self.surplus_courses)


@dataclass(frozen=True)
class NewPayment:
    """The payment from the new computation year on, part by part.

    Attributes:
        base: the escrow payment that the coming year's bills need.
        shortage_part: what each payment adds for the shortage; the last one takes the residue.
        deficiency_part: likewise for the deficiency.
        credit_part: what each payment is lowered by for a surplus that is credited, as a positive amount.
        escrow: the escrow part of the first payment.
        total: the first payment, whole.
        schedule: the escrow part of each payment until every part has ended.
        lump_sum_left: what a lump sum exceeds shortage and deficiency by.
    """

    principal_and_interest: Decimal
    base: Decimal
    shortage_part: Decimal
    deficiency_part: Decimal
    credit_part: Decimal
    other: Decimal
    escrow: Decimal
    total: Decimal
    schedule: tuple[Decimal, ...]
    lump_sum_left: Decimal
