"""What extra principal does: months and interest saved, biweekly payments, and the payment after a recast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.facts import Line
from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rule
from servicing.domain.amortisation import MONTHS_A_YEAR, level_payment
from servicing.domain.amortisation_figures import total_interest, total_of_payments
from servicing.domain.amortisation_table import NO_EXTRA, Row, amortisation_table
from servicing.domain.loan import insurer

FORTNIGHTS_A_YEAR = 26


@dataclass(frozen=True)
class Saved:
    """The effect of extra principal while payment and due date stay.

    Attributes:
        months: how many payments fall away.
        interest: how much less interest is paid to the end.
        last_due: when the last payment is due now.
        interest_before: all interest to the end without the extra principal.
        interest_after: the same with it.
    """

    months: int
    interest: Decimal
    last_due: date
    interest_before: Decimal
    interest_after: Decimal

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the interest saved is the difference of; they sum to it."""
        return (
            Line("interest_before", self.interest_before, "schedule.interest"),
            Line("interest_after", -self.interest_after, "schedule.interest"),
        )


def saved_by_extra_principal(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    next_due: date,
    months_left: int,
    once: Decimal = ZERO,
    monthly: Decimal = ZERO,
    by_number: Mapping[int, Decimal] = NO_EXTRA,
    rounding: Rounding = CENTS,
) -> Saved:
    """What extra principal saves; it neither moves the due date nor lowers the payment.

    An application to principal does not postpone the due date or change the amount of payments (uniform instrument
    07/2021, section 2(c)).

    Args:
        once: paid now, before the next payment.
        monthly: paid with every payment.
        by_number: paid with some payments, the next one being number 1; besides `monthly`.
        rounding: of each month's interest.

    Raises:
        ValueError: when extra principal is negative, or `once` more than the balance.
    """
    if once < ZERO or monthly < ZERO or once > balance or any(part < ZERO for part in by_number.values()):
        raise ValueError("extra principal is between nothing and the balance")

    def run(start: Decimal, extra: Mapping[int, Decimal]) -> list[Row]:
        if start == ZERO:
            return []
        table = amortisation_table(
            principal=start,
            annual_rate=annual_rate,
            periods=months_left,
            payment=payment,
            extra=extra,
            rounding=rounding,
        )
        return list(table)

    more = {number: monthly + by_number.get(number, ZERO) for number in range(1, months_left + 1)}
    usual, faster = run(balance, NO_EXTRA), run(balance - once, more)
    before, after = total_interest(usual), total_interest(faster)
    return Saved(
        months=len(usual) - len(faster),
        interest=before - after,
        last_due=months_after(next_due, max(0, len(faster) - 1)),
        interest_before=before,
        interest_after=after,
    )


@dataclass(frozen=True)
class Biweekly:
    """A loan repaid by half a payment every two weeks.

    Attributes:
        payment: what is paid every two weeks.
        payments: how many of them repay the loan, the last one smaller.
        months_saved: whole months by which the loan ends earlier.
        interest_saved: how much less interest is paid to the end.
    """

    payment: Decimal
    payments: int
    months_saved: int
    interest_saved: Decimal


def biweekly(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    months_left: int,
    interest: Literal["biweekly", "monthly"] = "biweekly",
    rounding: Rounding = CENTS,
) -> Biweekly:
    """What paying half the monthly payment every two weeks does: 26 halves are thirteen payments a year.

    Args:
        interest: "biweekly" charges a 26th of the year's interest with every half (a biweekly plan); "monthly" keeps
            the monthly schedule and pays the thirteenth payment on principal at the end of each year, as a servicer
            does that holds halves until they complete a payment.
        rounding: of the half payment and of each period's interest.
    """
    half = rounding(payment / 2)

    def run(periods: int, paid: Decimal, a_year: int, extra: Mapping[int, Decimal]) -> list[Row]:
        table = amortisation_table(
            principal=balance,
            annual_rate=annual_rate,
            periods=periods,
            payment=paid,
            periods_a_year=a_year,
            extra=extra,
            rounding=rounding,
        )
        return list(table)

    usual = run(months_left, payment, MONTHS_A_YEAR, NO_EXTRA)
    if interest == "monthly":
        thirteenth = dict.fromkeys(range(MONTHS_A_YEAR, months_left + 1, MONTHS_A_YEAR), payment)
        rows = run(months_left, payment, MONTHS_A_YEAR, thirteenth)
        months, payments = len(rows), int((total_of_payments(rows) / half).to_integral_value(ROUND_CEILING))
    else:
        rows = run(months_left * FORTNIGHTS_A_YEAR // MONTHS_A_YEAR + 1, half, FORTNIGHTS_A_YEAR, NO_EXTRA)
        months, payments = -(-len(rows) * MONTHS_A_YEAR // FORTNIGHTS_A_YEAR), len(rows)
    return Biweekly(
        payment=half,
        payments=payments,
        months_saved=len(usual) - months,
        interest_saved=total_interest(usual) - total_interest(rows),
    )


@dataclass(frozen=True)
class Recast:
    """The loan repaid anew over the months that are left, at the same rate."""

    balance: Decimal
    payment: Decimal
    payment_before: Decimal
    fee: Decimal

    @property
    def lower_by(self) -> Decimal:
        """How much less each payment is."""
        return self.payment_before - self.payment

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the relief of each payment is the difference of; they sum to `lower_by`."""
        return (
            Line("principal_and_interest", self.payment_before, "loan.payment"),
            Line("recast_payment", -self.payment, "recast.payment"),
        )


def may_be_recast(*, product: str, on: date = date.max) -> bool:
    """Whether the payment of a product such as `FHA fixed 30` may be recast at all, by the policy on the day."""
    return insurer(product) not in str(rule("curtailment", "recast_not_for", on=on).value).split()


def recast(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    months_left: int,
    curtailment: Decimal,
    minimum: Decimal | None = None,
    fee: Decimal | None = None,
    on: date = date.max,
    rounding: Rounding = CENTS,
) -> Recast:
    """The new level payment after a lump sum, over the same months at the same rate.

    Args:
        minimum: the least lump sum, and `fee`, in dollars: by default those of the policy `on` the day (the newest).
            Nothing is charged here.
        rounding: of the new payment.

    Raises:
        ValueError: when the lump sum is below the minimum or not less than the balance.
    """
    least = rule("curtailment", "recast_minimum", on=on).exact if minimum is None else minimum
    if not least <= curtailment < balance:
        raise ValueError("a recast needs a lump sum of at least the minimum that leaves a balance")
    left = balance - curtailment
    return Recast(
        balance=left,
        payment=level_payment(principal=left, annual_rate=annual_rate, months=months_left, rounding=rounding),
        payment_before=payment,
        fee=rule("curtailment", "recast_fee", on=on).exact if fee is None else fee,
    )
