"""What the payments of a loan come to: interest between two of them, balances, counts, totals and percentages."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from itertools import islice
from typing import Literal

from kernel.money import CENTS, UNROUNDED, ZERO, Rounding
from servicing.domain.amortisation import MONTHS_A_YEAR, PRECISION, level_payment, periodic_rate
from servicing.domain.amortisation_table import PaymentTooSmall, Row, amortisation_table

# Past this many decimal places a count of payments is noise of the logarithms.
COUNT_PLACES = Decimal("1e-12")


@dataclass(frozen=True)
class PaidBetween:
    """What some consecutive payments paid."""

    interest: Decimal
    principal: Decimal


def paid_between(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    periods: int,
    first: int,
    last: int,
    periods_a_year: int = MONTHS_A_YEAR,
    payment: Decimal | None = None,
    due: Literal["end", "start"] = "end",
    rounding: Rounding = CENTS,
) -> PaidBetween:
    """Interest and principal of payments `first` to `last`, both included: a spreadsheet's CUMIPMT and CUMPRINC.

    With `first` equal to `last` these are its IPMT and PPMT. By default each payment is rounded as it is posted, and
    the last takes what is left; with `UNROUNDED` the result is the spreadsheet's closed form, with its sign turned.

    Args:
        payment: what each period pays, when it is not the level payment.

    Raises:
        ValueError: when the payments are not among those of the loan.
    """
    if not 1 <= first <= last <= periods:
        raise ValueError("the payments are not among those of the loan")
    if rounding == UNROUNDED:
        exact = payment
        if exact is None:
            exact = level_payment(
                principal=principal,
                annual_rate=annual_rate,
                months=periods,
                periods_a_year=periods_a_year,
                due=due,
                rounding=UNROUNDED,
            )
        before, after = (
            balance_after(
                principal=principal,
                annual_rate=annual_rate,
                payment=exact,
                payments=count,
                periods_a_year=periods_a_year,
                due=due,
                rounding=UNROUNDED,
            )
            for count in (first - 1, last)
        )
        return PaidBetween(exact * (last - first + 1) - (before - after), before - after)
    rows = amortisation_table(
        principal=principal,
        annual_rate=annual_rate,
        periods=periods,
        payment=payment,
        periods_a_year=periods_a_year,
        due=due,
        rounding=rounding,
        payment_rounding=rounding,
    )
    some = list(islice(rows, first - 1, last))
    return PaidBetween(sum((row.interest for row in some), ZERO), sum((row.principal for row in some), ZERO))


def balance_after(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    payments: int,
    periods_a_year: int = MONTHS_A_YEAR,
    due: Literal["end", "start"] = "end",
    rounding: Rounding = CENTS,
) -> Decimal:
    """The balance after some payments by the closed form, without rounding on the way: an estimate to a few cents.

    It is a spreadsheet's FV with its sign turned. With `due="start"` it is what is left right after the payment that
    opens a period.
    """
    if payments == 0:
        return rounding(principal)
    if annual_rate == 0:
        return rounding(principal - payment * payments)
    with localcontext(prec=PRECISION):
        rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
        growth = (1 + rate) ** payments
        left = principal * growth - payment * (growth - 1) / rate
        if due == "start":
            left = principal * growth / (1 + rate) - payment * (growth - 1) / rate
    return rounding(+left)


def number_of_payments(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    periods_a_year: int = MONTHS_A_YEAR,
    balloon: Decimal = ZERO,
    due: Literal["end", "start"] = "end",
    whole: bool = True,
) -> Decimal:
    """How many payments repay a loan down to the balloon: a spreadsheet's NPER.

    Rounded up to whole payments, the last of which is smaller, unless `whole` is False.

    Raises:
        PaymentTooSmall: when they never do.
    """
    with localcontext(prec=PRECISION):
        rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
        worth = payment * (1 + rate) if due == "start" else payment
        if worth <= principal * rate:
            raise PaymentTooSmall("the payment does not cover the interest")
        count = (principal - balloon) / payment
        if rate:
            count = ((worth - balloon * rate) / (worth - principal * rate)).ln() / (1 + rate).ln()
        near = count.quantize(COUNT_PLACES)
        return near.to_integral_value(ROUND_CEILING) if whole else near


def total_of_payments(rows: Sequence[Row]) -> Decimal:
    """Everything paid in a table: payments and extra principal."""
    return sum((row.payment + row.extra for row in rows), ZERO)


def total_interest(rows: Sequence[Row]) -> Decimal:
    """All interest of a table."""
    return sum((row.interest for row in rows), ZERO)


def total_interest_percentage(
    *, principal: Decimal, total_interest: Decimal, prepaid_interest: Decimal = ZERO, places: int = 3
) -> Decimal:
    """All interest in per cent of the loan, as a Closing Disclosure shows it (12 CFR 1026.37(l)(3), 38(o)(5)).

    `places` are the decimal places kept; the form drops ending zeros (12 CFR 1026.37(o)(4)(ii)).
    """
    return Rounding(Decimal(1).scaleb(-places))((total_interest + prepaid_interest) * 100 / principal)
