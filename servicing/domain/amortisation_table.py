"""Amortisation tables of any shape: other periods, other roundings, interest-only, balloons, extra principal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from itertools import islice
from typing import Literal

from kernel.money import CENTS, UNROUNDED, ZERO, Rounding
from servicing.domain.amortisation import MONTHS_A_YEAR, PRECISION, level_payment, periodic_rate

NO_EXTRA: Mapping[int, Decimal] = {}


class PaymentTooSmall(ValueError):
    """The payment does not cover the interest, so the debt would grow."""


@dataclass(frozen=True)
class Row:
    """One payment: `payment` is interest and principal together, `extra` what is paid on principal besides."""

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    extra: Decimal
    balance: Decimal


def amortisation_table(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    periods: int,
    payment: Decimal | Sequence[Decimal] | None = None,
    periods_a_year: int = MONTHS_A_YEAR,
    interest_only: int = 0,
    balloon: Decimal = ZERO,
    extra: Mapping[int, Decimal] | Decimal = NO_EXTRA,
    rounding: Rounding = CENTS,
    payment_rounding: Rounding = CENTS,
    last: Literal["exact", "level"] = "exact",
    may_grow: bool = False,
) -> Iterator[Row]:
    """Every payment of a loan until nothing (or the balloon) is left.

    Args:
        annual_rate: per cent a year.
        payment: the payment, or one for each period (graduated payments; the last value goes on). By default the
            level payment, over the periods after the interest-only ones.
        interest_only: how many first periods pay interest alone.
        balloon: what the last payment leaves; it is not part of any row's payment.
        extra: more principal, for every period or by its number; it shortens the loan and leaves payments alone.
        rounding: of each period's interest; principal is the payment less it, so that parts always sum.
        last: "exact" ends at zero, whatever the last payment becomes (never more than a few dollars off the level
            one); "level" pays the level payment to the end and leaves what rounding leaves.
        may_grow: lets the debt grow when a payment does not cover the interest (negative amortisation).

    Raises:
        PaymentTooSmall: when a payment does not cover its interest and `may_grow` is not set.
        ValueError: as `level_payment` does.
    """
    level = payment
    if level is None:
        level = level_payment(
            principal=principal,
            annual_rate=annual_rate,
            months=periods - interest_only,
            periods_a_year=periods_a_year,
            balloon=balloon,
            rounding=payment_rounding,
        )
    rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
    balance = principal
    for number in range(1, periods + 1):
        interest = rounding(balance * rate)
        due = interest if number <= interest_only else _payment_of(level, number)
        part = due - interest
        if part < ZERO and not may_grow:
            raise PaymentTooSmall(f"payment {number} does not cover its interest")
        left = balance - balloon
        if last == "exact" and (number == periods or part >= left):
            part = left
        more = min(extra if isinstance(extra, Decimal) else extra.get(number, ZERO), max(left - part, ZERO))
        balance -= part + more
        yield Row(number, interest + part, interest, part, more, balance)
        if last == "exact" and balance <= balloon:
            return


def _payment_of(level: Decimal | Sequence[Decimal], number: int) -> Decimal:
    if isinstance(level, Decimal):
        return level
    return level[min(number, len(level)) - 1]


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
    rounding: Rounding = CENTS,
) -> PaidBetween:
    """Interest and principal of payments `first` to `last`, both included: a spreadsheet's CUMIPMT and CUMPRINC.

    With the default each payment is rounded as it is posted; with `UNROUNDED` the result is the spreadsheet's, with
    its sign turned.

    Raises:
        ValueError: when the payments are not among those of the loan.
    """
    if not 1 <= first <= last <= periods:
        raise ValueError("the payments are not among those of the loan")
    rows = amortisation_table(
        principal=principal,
        annual_rate=annual_rate,
        periods=periods,
        periods_a_year=periods_a_year,
        rounding=rounding,
        payment_rounding=rounding,
        last="level" if rounding == UNROUNDED else "exact",
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
    rounding: Rounding = CENTS,
) -> Decimal:
    """The balance after some payments by the closed form, without rounding on the way: an estimate to a few cents."""
    rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
    if rate == 0:
        return rounding(principal - payment * payments)
    with localcontext(prec=PRECISION):
        growth = (1 + rate) ** payments
        left = principal * growth - payment * (growth - 1) / rate
    return rounding(+left)


def number_of_payments(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    periods_a_year: int = MONTHS_A_YEAR,
    whole: bool = True,
) -> Decimal:
    """How many payments repay a loan: a spreadsheet's NPER, rounded up to whole payments unless `whole` is False.

    Raises:
        PaymentTooSmall: when they never do.
    """
    rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
    if payment <= principal * rate:
        raise PaymentTooSmall("the payment does not cover the interest")
    with localcontext(prec=PRECISION):
        left = payment - principal * rate
        count = (payment / left).ln() / (1 + rate).ln() if rate else principal / payment
        # A count within a trillionth of a whole one is that: the logarithms are not exact.
        near = count.quantize(Decimal("1e-12"))
        return near.to_integral_value(ROUND_CEILING) if whole else near


def total_of_payments(rows: Sequence[Row]) -> Decimal:
    """Everything paid in a table: payments and extra principal."""
    return sum((row.payment + row.extra for row in rows), ZERO)


def total_interest_percentage(
    *, principal: Decimal, total_interest: Decimal, prepaid_interest: Decimal = ZERO, places: int = 3
) -> Decimal:
    """All interest in per cent of the loan, as a Closing Disclosure shows it (12 CFR 1026.37(l)(3), 38(o)(5))."""
    return Rounding(Decimal(1).scaleb(-places))((total_interest + prepaid_interest) * 100 / principal)
