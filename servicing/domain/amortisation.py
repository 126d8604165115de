"""What the level payment of a loan is, and how each installment divides into interest and principal."""

from collections.abc import Iterator
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO, round_cents
from servicing.domain.loan import Installment, Terms

MONTHS_A_YEAR = 12


def monthly_rate(annual_rate: Decimal) -> Decimal:
    """One twelfth of a yearly rate in per cent, as a fraction; every month counts the same (30/360)."""
    return annual_rate / (100 * MONTHS_A_YEAR)


def level_payment(*, principal: Decimal, annual_rate: Decimal, months: int) -> Decimal:
    """The equal monthly payment of principal and interest that repays a loan, rounded half up to the cent.

    Raises:
        ValueError: when the principal is not positive, the rate is negative, or there is no month.
    """
    if principal <= 0 or annual_rate < 0 or months < 1:
        raise ValueError("a level payment needs a positive principal, a rate of 0 or more and at least one month")
    rate = monthly_rate(annual_rate)
    if rate == 0:
        return round_cents(principal / months)
    return round_cents(principal * rate / (1 - (1 + rate) ** -months))


def month_interest(*, balance: Decimal, annual_rate: Decimal) -> Decimal:
    """Thirty days' interest on a balance, in arrears: the interest part of the installment that follows (30/360)."""
    return round_cents(balance * monthly_rate(annual_rate))


def installment(terms: Terms, *, number: int, balance: Decimal) -> Installment:
    """The `number`th installment (from 1) on the balance left by the one before it.

    Principal is the payment less the rounded interest, so that the parts always sum; the final installment
    takes the whole balance. A cap lowers the interest and the payment, never the principal.
    """
    due = months_after(terms.first_due, number - 1)
    interest = month_interest(balance=balance, annual_rate=terms.annual_rate)
    principal = terms.payment - interest
    if number >= terms.months or principal >= balance:
        principal = balance
    charged = month_interest(balance=balance, annual_rate=terms.rate_charged(due))
    return Installment(due=due, interest=charged, principal=principal, escrow=terms.escrow_payment)


def schedule(terms: Terms) -> Iterator[Installment]:
    """Every installment of the loan when each is paid in full; the principal parts sum to the loan exactly."""
    balance = terms.original_amount
    number = 1
    while balance > ZERO:
        part = installment(terms, number=number, balance=balance)
        yield part
        balance -= part.principal
        number += 1
