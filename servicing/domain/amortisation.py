"""What the level payment of a loan is, and how each installment divides into interest and principal."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Literal

from kernel.calendar import months_after
from kernel.money import CENTS, ZERO, Rounding
from servicing.domain.loan import Installment, Terms

MONTHS_A_YEAR = 12
# Digits for powers over hundreds of periods, so that the last cent never hangs on how the power was rounded.
PRECISION = 50


def periodic_rate(annual_rate: Decimal, *, periods_a_year: int = MONTHS_A_YEAR) -> Decimal:
    """The rate of one period as a fraction: the yearly rate in per cent divided by the periods, not compounded.

    A month's is one twelfth of a year's, every month alike (30/360).
    """
    return annual_rate / (100 * periods_a_year)


def level_payment(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    months: int,
    periods_a_year: int = MONTHS_A_YEAR,
    balloon: Decimal = ZERO,
    due: Literal["end", "start"] = "end",
    rounding: Rounding = CENTS,
) -> Decimal:
    """The equal payment of principal and interest that repays a loan; a spreadsheet's PMT without its sign.

    Args:
        annual_rate: per cent a year.
        months: how many payments there are; of another length when `periods_a_year` is not 12.
        balloon: what is still owed after the last of them.
        due: whether payments fall at the end of each period or at its start.
        rounding: half up to the cent by default; `UNROUNDED` gives the exact value to 28 digits.

    Raises:
        ValueError: when the principal is not positive, the rate is negative, there is no payment, or the balloon is
            negative or more than the principal.
    """
    if principal <= 0 or annual_rate < 0 or months < 1 or not 0 <= balloon <= principal:
        raise ValueError("a level payment needs a positive principal, a rate of 0 or more and at least one month")
    if annual_rate == 0:
        return rounding((principal - balloon) / months)
    with localcontext(prec=PRECISION):
        rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
        discount = (1 + rate) ** -months
        payment = (principal - balloon * discount) * rate / (1 - discount)
        if due == "start":
            payment /= 1 + rate
    return rounding(+payment)


def period_interest(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    periods: int = 1,
    periods_a_year: int = MONTHS_A_YEAR,
    rounding: Rounding = CENTS,
) -> Decimal:
    """The interest of so many whole periods on a balance that does not change; negative on a negative balance.

    It multiplies before it divides: a twelfth of 7 per cent is no finite decimal, and a half cent reckoned from it
    (1,566.00 at 7 per cent is 9.135 a month) would fall a trace short and be rounded the wrong way.
    """
    return rounding(balance * annual_rate * periods / (100 * periods_a_year))


def month_interest(*, balance: Decimal, annual_rate: Decimal) -> Decimal:
    """Thirty days' interest on a balance, in arrears: the interest part of the installment that follows (30/360)."""
    return period_interest(balance=balance, annual_rate=annual_rate)


def graduated_payments(
    *,
    principal: Decimal,
    annual_rate: Decimal,
    months: int,
    increase_percent: Decimal,
    increases: int,
    months_between: int = MONTHS_A_YEAR,
    rounding: Rounding = CENTS,
) -> tuple[Decimal, ...]:
    """The payments of each step of a graduated-payment loan; the last one goes on to the end.

    Each step is the one before and `increase_percent` more, `increases` times, and together they repay the loan. The
    first may be less than the interest, so that the debt grows at first (12 CFR 1026, supplement I, comment
    43(c)(5)(ii)(C)-3.ii: 200,000 at 7.5 per cent, four increases of 12.5 per cent, starts at 943 dollars).

    Raises:
        ValueError: as `level_payment` does, or when the steps are longer than the loan.
    """
    if principal <= 0 or annual_rate < 0 or increases < 0 or not 0 < months_between * (increases + 1) <= months:
        raise ValueError("a graduated loan needs a positive principal, a rate of 0 or more and its steps within it")
    with localcontext(prec=PRECISION):
        growth = 1 + increase_percent / 100
        discount = 1 / (1 + periodic_rate(annual_rate))
        worth = sum(
            growth ** min(number // months_between, increases) * discount ** (number + 1) for number in range(months)
        )
        first = principal / worth
        steps = [first * growth**step for step in range(increases + 1)]
    return tuple(rounding(+step) for step in steps)


def installment(terms: Terms, *, number: int, balance: Decimal) -> Installment:
    """The `number`th installment (from 1) on the balance left by the one before it.

    Principal is the payment less the rounded interest, so that the parts always sum; the final installment
    takes the whole balance. A cap lowers the interest and the payment, never the principal.
    """
    due = months_after(terms.first_due, number - 1)
    rate, charged_rate = terms.rate_at(due), terms.rate_charged(due)
    interest = month_interest(balance=balance, annual_rate=rate)
    principal = terms.payment_at(due) - interest
    if number >= terms.months or principal >= balance:
        principal = balance
    charged = interest if charged_rate == rate else month_interest(balance=balance, annual_rate=charged_rate)
    return Installment(due=due, interest=charged, principal=principal, escrow=terms.escrow_at(due))


def schedule(terms: Terms) -> Iterator[Installment]:
    """Every installment of the loan when each is paid in full; the principal parts sum to the loan exactly."""
    return installments_from(terms, number=1, balance=terms.original_amount)


def installments_from(terms: Terms, *, number: int, balance: Decimal) -> Iterator[Installment]:
    """The `number`th installment and those after it, on the balance left before it, until nothing is owed."""
    while balance > ZERO:
        part = installment(terms, number=number, balance=balance)
        yield part
        balance -= part.principal
        number += 1
