"""What may be done about a shortage, a deficiency or a surplus of escrow, and the payment that follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest

from kernel.money import ZERO, Rounding
from kernel.rules import rule
from servicing.domain.escrow import EscrowAnalysis
from servicing.domain.escrow_bills import CENTS_DOWN, MONTHS_A_YEAR, spread


@dataclass(frozen=True)
class Course:
    """One thing the servicer may do.

    Attributes:
        code: `nothing`, `at_once` (within 30 days) or `monthly` for what is missing, `loan_documents` where they
            decide; `refund`, `credit` or `retain` for a surplus.
        by: the last day of a refund or of a repayment at once, counted from the analysis.
        payments: over how many equal monthly payments at least, where the course is `monthly`.
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


def is_current(*, oldest_unpaid_due: date | None, on: date, within_days: int | None = None) -> bool:
    """Whether the borrower counts as current: no payment is unpaid beyond 30 days after its due date.

    12 CFR 1024.17(f)(2)(ii), (f)(4)(iii). The thirtieth day still counts; `within_days` replaces it.
    """
    days = rule("escrow", "current_days", on=on).count if within_days is None else within_days
    return oldest_unpaid_due is None or on <= oldest_unpaid_due + timedelta(days=days)


def disposition(
    *,
    on: date,
    current: bool,
    one_month: Decimal,
    shortage: Decimal = ZERO,
    deficiency: Decimal = ZERO,
    surplus: Decimal = ZERO,
) -> Disposition:
    """The courses for each amount an analysis of that day disclosed (12 CFR 1024.17(f)(2)-(4)).

    A shortage below one month's escrow payment may be left, asked for within 30 days, or spread over 12 payments or
    more; from one month's payment on, only left or spread. A deficiency is treated alike but with 2 payments or more,
    and is left to the loan documents when the borrower is not current. A surplus of a current borrower is refunded
    within 30 days from $50.00 on, and refunded or credited below; one of a borrower who is not current may be
    retained.

    Raises:
        ValueError: for a negative amount, or a surplus beside a shortage or a deficiency.
    """
    if min(shortage, deficiency, surplus) < ZERO or (surplus and (shortage or deficiency)):
        raise ValueError("an account has a surplus, or a shortage and a deficiency, none of them negative")
    surplus_courses = _surplus_courses(surplus, on=on, current=current)
    return Disposition(
        analysed_on=on,
        current=current,
        one_month=one_month,
        shortage=shortage,
        shortage_courses=_repayment(shortage, one_month, payments="shortage_months", on=on),
        deficiency=deficiency,
        deficiency_courses=_deficiency_courses(deficiency, one_month, on=on, current=current),
        surplus=surplus,
        surplus_courses=surplus_courses,
        refund_by=surplus_courses[0].by if surplus_courses else None,
    )


def disposition_of(analysis: EscrowAnalysis, *, on: date, current: bool) -> Disposition:
    """The courses for what an analysis made on that day disclosed; one month's payment is its base payment's."""
    return disposition(
        on=on,
        current=current,
        one_month=analysis.monthly,
        shortage=analysis.shortage,
        deficiency=analysis.deficiency,
        surplus=analysis.surplus,
    )


def _repayment(amount: Decimal, one_month: Decimal, *, payments: str, on: date) -> tuple[Course, ...]:
    if not amount:
        return ()
    by = on + timedelta(days=rule("escrow", "repayment_days", on=on).count)
    at_once = (Course("at_once", by=by),) if amount < one_month else ()
    return (Course("nothing"), *at_once, Course("monthly", payments=rule("escrow", payments, on=on).count))


def _deficiency_courses(amount: Decimal, one_month: Decimal, *, on: date, current: bool) -> tuple[Course, ...]:
    if amount and not current:
        return (Course("loan_documents"),)
    return _repayment(amount, one_month, payments="deficiency_months", on=on)


def _surplus_courses(amount: Decimal, *, on: date, current: bool) -> tuple[Course, ...]:
    if not amount:
        return ()
    if not current:
        return (Course("retain"), Course("refund"))
    if amount < rule("escrow", "surplus_refund_from", on=on).exact:
        return (Course("refund"), Course("credit"))
    by = on + timedelta(days=rule("escrow", "surplus_refund_days", on=on).count)
    return (Course("refund", by=by),)


def new_payment(
    *,
    principal_and_interest: Decimal,
    base: Decimal,
    on: date,
    shortage: Decimal = ZERO,
    deficiency: Decimal = ZERO,
    credit: Decimal = ZERO,
    lump_sum: Decimal = ZERO,
    shortage_months: int = MONTHS_A_YEAR,
    deficiency_months: int = MONTHS_A_YEAR,
    credit_months: int = MONTHS_A_YEAR,
    payments_a_year: int = MONTHS_A_YEAR,
    other: Decimal = ZERO,
    rounding: Rounding = CENTS_DOWN,
) -> NewPayment:
    """The payment after an analysis of that day: the base payment and a part of what is missing.

    Args:
        base: the escrow payment the coming year's bills need; a lump sum never lowers it.
        credit: a surplus below $50.00 that is credited against the payments.
        lump_sum: what the borrower pays at once of his own will: first toward the deficiency, which is owed already,
            then toward the shortage.
        shortage_months, deficiency_months, credit_months: over how many months each is spread; a shortage over 12 or
            more, a deficiency over 2 or more (12 CFR 1024.17(f)(3)-(4)).
        payments_a_year: 12; 26 spreads over as many biweekly payments as those months have.
        other: discretionary parts of the payment outside escrow.
        rounding: of every part but the last; see `spread`.

    Raises:
        ValueError: for a negative amount, or fewer months than the law allows.
    """
    least = {"shortage": shortage_months, "deficiency": deficiency_months}
    for name, months in least.items():
        if months < rule("escrow", f"{name}_months", on=on).count:
            raise ValueError(f"a {name} may not be spread over {months} months")
    if lump_sum < ZERO:
        raise ValueError("a lump sum is not negative")
    to_deficiency = min(lump_sum, deficiency)
    to_shortage = min(lump_sum - to_deficiency, shortage)

    def parts(amount: Decimal, months: int) -> tuple[Decimal, ...]:
        return spread(amount, months * payments_a_year // MONTHS_A_YEAR, rounding=rounding)

    short = parts(shortage - to_shortage, shortage_months)
    lacking = parts(deficiency - to_deficiency, deficiency_months)
    credited = parts(credit, credit_months)
    columns = zip_longest(short, lacking, credited, fillvalue=ZERO)
    schedule = tuple(base + more + owed - less for more, owed, less in columns)
    return NewPayment(
        principal_and_interest=principal_and_interest,
        base=base,
        shortage_part=short[0],
        deficiency_part=lacking[0],
        credit_part=credited[0],
        other=other,
        escrow=schedule[0],
        total=principal_and_interest + schedule[0] + other,
        schedule=schedule,
        lump_sum_left=lump_sum - to_deficiency - to_shortage,
    )
