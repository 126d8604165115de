"""How much an escrow account must hold and take in: the aggregate analysis of Regulation X."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal

from kernel.calendar import months_after
from kernel.money import CENTS, ZERO, Rounding, round_cents
from servicing.domain.escrow_bills import MONTHS_A_YEAR, EscrowBill
from servicing.domain.escrow_cushion import allowed_cushion

DAYS_BETWEEN_PAYMENTS = {13: 28, 26: 14, 52: 7}
SEMI_MONTHLY = 24

type Residue = Literal["balance", "last_payment"]


@dataclass(frozen=True)
class EscrowLine:
    """One part of a figure; the lines of a figure sum to it."""

    code: str
    amount: Decimal
    on: date | None = None
    item: str | None = None


@dataclass(frozen=True)
class EscrowRow:
    """One month of the coming year, or one payment period, with the balances at its end.

    Attributes:
        starts: the day it begins, which is the day its payment is due.
        trial: the balance when the account starts with `opening` (step 1 of appendix E).
        target: the balance when it starts with what is required (step 3): never below the cushion.
        projected: the balance when it starts with what is expected to be there.
    """

    starts: date
    payment: Decimal
    bills: tuple[EscrowBill, ...]
    trial: Decimal
    target: Decimal
    projected: Decimal

    @property
    def disbursed(self) -> Decimal:
        """All bills of the row together."""
        return sum((bill.amount for bill in self.bills), ZERO)


@dataclass(frozen=True)
class EscrowAnalysis:
    """What the coming year needs, and how that compares with what will be there.

    Attributes:
        begins: the first day of the computation year, a payment due date.
        ends: the last day of the rows.
        years: how many years the rows run over: more than one where a bill comes every so many years. A statement then
            explains that the account does not come to its low point every year (12 CFR 1024.17(c)(9)).
        annual_total: the bills of a year; with a cycle of several years, their average.
        payment: the base payment of each period, without any part of a shortage or deficiency.
        monthly: a twelfth of `annual_total`: one month's escrow payment, whatever the periods.
        low_point: the lowest trial balance, 0.00 when it never falls below the start.
        low_on: the day the row of the low point begins; None when it is the start itself.
        required_start: minus the low point, plus the cushion.
        projected_start: what is expected to be there; negative when the servicer has advanced money.
        difference: `projected_start` less `required_start`.
        shortage: what is missing, counted from 0.00 when the account is negative.
        deficiency: how far the account is negative.
        surplus: what is above the requirement.
    """

    begins: date
    ends: date
    payments_a_year: int
    years: int
    annual_total: Decimal
    payment: Decimal
    monthly: Decimal
    cushion: Decimal
    opening: Decimal
    low_point: Decimal
    low_on: date | None
    required_start: Decimal
    projected_start: Decimal
    difference: Decimal
    shortage: Decimal
    deficiency: Decimal
    surplus: Decimal
    rows: tuple[EscrowRow, ...]

    @property
    def trial_balances(self) -> tuple[Decimal, ...]:
        """Step 1 of appendix E: the start, then the end of each row."""
        return (self.opening, *(row.trial for row in self.rows))

    @property
    def adjusted_balances(self) -> tuple[Decimal, ...]:
        """Step 2: raised until the lowest is zero."""
        return tuple(balance - self.low_point for balance in self.trial_balances)

    @property
    def target_balances(self) -> tuple[Decimal, ...]:
        """Step 3: with the cushion, which is the lowest of them."""
        return tuple(balance + self.cushion for balance in self.adjusted_balances)

    @property
    def projected_balances(self) -> tuple[Decimal, ...]:
        """The balances that follow from what is expected to be there, with the base payment alone."""
        return (self.projected_start, *(row.projected for row in self.rows))

    @property
    def start_lines(self) -> tuple[EscrowLine, ...]:
        """What the required start is made of."""
        return (
            EscrowLine("low_point", self.opening - self.low_point, self.low_on),
            EscrowLine("cushion", self.cushion),
        )


def payment_days(*, begins: date, payments_a_year: int = MONTHS_A_YEAR, years: int = 1) -> tuple[date, ...]:
    """The due dates of the payments of a computation year, or of a cycle of years, the first on `begins`.

    Monthly and rarer ones by months; 24 a year on the day and 14 days later; 13, 26 and 52 every 28, 14 and 7 days.

    Raises:
        ValueError: for any other number of payments.
    """
    count = payments_a_year * years
    if payments_a_year in DAYS_BETWEEN_PAYMENTS:
        step = DAYS_BETWEEN_PAYMENTS[payments_a_year]
        return tuple(begins + timedelta(days=step * k) for k in range(count))
    if payments_a_year == SEMI_MONTHLY:
        firsts = [months_after(begins, k) for k in range(count // 2)]
        return tuple(day for first in firsts for day in (first, first + timedelta(days=14)))
    if payments_a_year < 1 or MONTHS_A_YEAR % payments_a_year:
        raise ValueError(f"{payments_a_year} payments a year are not evenly spaced")
    return tuple(months_after(begins, MONTHS_A_YEAR // payments_a_year * k) for k in range(count))


def aggregate_analysis(
    *,
    bills: Sequence[EscrowBill],
    begins: date,
    projected_start: Decimal | None = None,
    cushion_fraction: Fraction | None = None,
    cushion_months: Fraction | int | None = None,
    cushion: Decimal | None = None,
    cushion_limit: Fraction | None = None,
    cushion_rounding: Rounding = CENTS,
    cushion_without: Collection[str] = (),
    payments_a_year: int = MONTHS_A_YEAR,
    years: int = 1,
    monthly_rounding: Rounding = CENTS,
    residue: Residue = "balance",
    by_month: bool = False,
    count_start: bool = True,
    opening: Decimal = ZERO,
    separate_deficiency: bool = True,
) -> EscrowAnalysis:
    """The aggregate analysis of 12 CFR 1024.17(d)(2) and appendix E, part I.

    Args:
        bills: of the computation year, from `begins` on.
        begins: the initial payment date; the first of a month, unless payments fall on another day.
        projected_start: what is expected to be there; None at the creation of an account, when it is what is required.
        cushion_fraction, cushion_months, cushion, cushion_limit, cushion_rounding: see `allowed_cushion`; the least
            applies, by default a sixth of the year's bills, half up to the cent.
        cushion_without: kinds whose bills have no cushion, such as `mortgage_insurance` by some servicers' practice.
        payments_a_year: 12, or 26 for biweekly payments, or another number of `payment_days`.
        years: more than 1 for bills that come every so many years: payments for a full cycle (1024.17(c)(9)).
        monthly_rounding: of the base payment.
        residue: what the rounded payments differ from the bills by stays in the last balance (`balance`), or the last
            payment differs by it (`last_payment`).
        by_month: rows by month, whatever the payments; else one row for each payment.
        count_start: whether the start itself is one of the balances that may not be negative.
        opening: the balance the trial starts from.
        separate_deficiency: when `projected_start` is negative, whether that is a deficiency with the whole required
            start as the shortage, or all of it one shortage.

    Raises:
        ValueError: for a bill outside the year, or for payments that are not evenly spaced.
    """
    total = sum((bill.amount for bill in bills), ZERO)
    covered = sum((bill.amount for bill in bills if bill.kind not in cushion_without), ZERO)
    held = allowed_cushion(
        annual_total=covered / years,
        on=begins,
        fraction=cushion_fraction,
        months=cushion_months,
        amount=cushion,
        monthly=monthly_rounding(covered / (MONTHS_A_YEAR * years)),
        limit=cushion_limit,
        rounding=cushion_rounding,
    )
    payment = monthly_rounding(total / (payments_a_year * years))
    days = payment_days(begins=begins, payments_a_year=payments_a_year, years=years)
    last = total - payment * (len(days) - 1) if residue == "last_payment" else payment
    starts = payment_days(begins=begins, years=years) if by_month else days
    ends = months_after(begins, MONTHS_A_YEAR * years)
    paid = dict.fromkeys(days, payment) | {days[-1]: last}
    periods = _periods(spans=[*pairwise((*starts, ends))], paid=paid, bills=bills)
    trials = _running(periods, opening=opening)
    low, low_on = _low_point(starts, trials, opening if count_start else None)
    required = opening - low + held
    projected = required if projected_start is None else projected_start
    shortage, deficiency, surplus = _difference(projected, required, separate_deficiency=separate_deficiency)
    return EscrowAnalysis(
        begins=begins,
        ends=ends - timedelta(days=1),
        payments_a_year=payments_a_year,
        years=years,
        annual_total=round_cents(total / years),
        payment=payment,
        monthly=monthly_rounding(total / (MONTHS_A_YEAR * years)),
        cushion=held,
        opening=opening,
        low_point=low,
        low_on=low_on,
        required_start=required,
        projected_start=projected,
        difference=projected - required,
        shortage=shortage,
        deficiency=deficiency,
        surplus=surplus,
        rows=tuple(
            EscrowRow(start, paid, due, trial, trial - opening + required, trial - opening + projected)
            for start, (paid, due), trial in zip(starts, periods, trials, strict=True)
        ),
    )


type _Period = tuple[Decimal, tuple[EscrowBill, ...]]


def _periods(
    *, spans: Sequence[tuple[date, date]], paid: Mapping[date, Decimal], bills: Sequence[EscrowBill]
) -> list[_Period]:
    first, end = spans[0][0], spans[-1][1]
    outside = [bill for bill in bills if not first <= bill.on < end]
    if outside:
        raise ValueError(f"{outside[0].item} on {outside[0].on} is outside the computation year")
    ordered = sorted(bills, key=lambda bill: bill.on)
    return [
        (
            sum((amount for day, amount in paid.items() if start <= day < until), ZERO),
            tuple(bill for bill in ordered if start <= bill.on < until),
        )
        for start, until in spans
    ]


def _running(periods: Sequence[_Period], *, opening: Decimal) -> list[Decimal]:
    changes = [payment - sum((bill.amount for bill in bills), ZERO) for payment, bills in periods]
    return list(accumulate(changes, initial=opening))[1:]


def _low_point(starts: Sequence[date], trials: Sequence[Decimal], start: Decimal | None) -> tuple[Decimal, date | None]:
    balances: list[tuple[Decimal, date | None]] = [] if start is None else [(start, None)]
    balances.extend(zip(trials, starts, strict=True))
    return min(balances, key=lambda found: found[0])


def _difference(
    projected: Decimal, required: Decimal, *, separate_deficiency: bool
) -> tuple[Decimal, Decimal, Decimal]:
    deficiency = -projected if separate_deficiency and projected < ZERO else ZERO
    missing = required - projected - deficiency
    return max(missing, ZERO), deficiency, max(-missing, ZERO)
