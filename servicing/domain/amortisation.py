"""What the level payment of a loan is, and how each installment divides into interest and principal."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Literal

from kernel.calendar import months_after
from kernel.money import CENTS, ZERO, Rounding, round_cents
from servicing.domain.loan import Installment, Terms

MONTHS_A_YEAR = 12
# Digits for powers over hundreds of periods, so that the last cent never hangs on how the power was rounded.
PRECISION = 50


def monthly_rate(annual_rate: Decimal) -> Decimal:
    """One twelfth of a yearly rate in per cent, as a fraction; every month counts the same (30/360)."""
    return annual_rate / (100 * MONTHS_A_YEAR)


def periodic_rate(annual_rate: Decimal, *, periods_a_year: int = MONTHS_A_YEAR) -> Decimal:
    """The rate of one period as a fraction: the yearly rate in per cent divided by the periods, not compounded."""
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
    rate = periodic_rate(annual_rate, periods_a_year=periods_a_year)
    if rate == 0:
        return rounding((principal - balloon) / months)
    with localcontext(prec=PRECISION):
        discount = (1 + rate) ** -months
        payment = (principal - balloon * discount) * rate / (1 - discount)
        if due == "start":
            payment /= 1 + rate
    return rounding(+payment)


def month_interest(*, balance: Decimal, annual_rate: Decimal) -> Decimal:
    """Thirty days' interest on a balance, in arrears: the interest part of the installment that follows (30/360)."""
    return round_cents(balance * monthly_rate(annual_rate))


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
    balance = terms.original_amount
    number = 1
    while balance > ZERO:
        part = installment(terms, number=number, balance=balance)
        yield part
        balance -= part.principal
        number += 1
