"""Amortisation tables of any shape: other periods, changing rates, interest-only, balloons, extra principal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.calendar import end_of_month, months_after
from kernel.money import CENTS, ZERO, Rounding
from servicing.domain.amortisation import MONTHS_A_YEAR, level_payment, period_interest

NO_EXTRA: Mapping[int, Decimal] = {}
SEMIMONTHLY = 24
DAYS_BETWEEN = {26: 14, 52: 7, 365: 1}


class PaymentTooSmall(ValueError):
    """The payment does not cover the interest, so the debt would grow."""


@dataclass(frozen=True)
class Row:
    """One payment of a loan.

    Attributes:
        payment: `interest`, `principal` and `overpaid` together.
        extra: what is paid on principal besides.
        balance: what is left after both.
        due: when it is due, if the first due date is known.
        overpaid: what a last level payment pays more than is owed.
    """

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    extra: Decimal
    balance: Decimal
    due: date | None = None
    overpaid: Decimal = ZERO


def amortisation_table(
    *,
    principal: Decimal,
    annual_rate: Decimal | Sequence[Decimal],
    periods: int,
    payment: Decimal | Sequence[Decimal] | None = None,
    repayment: Literal["level", "equal_principal"] = "level",
    periods_a_year: int = MONTHS_A_YEAR,
    first_due: date | None = None,
    due: Literal["end", "start"] = "end",
    interest_only: int = 0,
    balloon: Decimal = ZERO,
    extra: Mapping[int, Decimal] | Decimal = NO_EXTRA,
    rounding: Rounding = CENTS,
    payment_rounding: Rounding = CENTS,
    last: Literal["exact", "level"] = "exact",
    may_grow: bool = False,
) -> Iterator[Row]:
    """Every payment of a loan until nothing (or the balloon) is left; all principal parts sum to what was repaid.

    Args:
        annual_rate: per cent a year, or one rate for each period (the last value goes on): a step-rate loan.
        payment: the payment, or one for each period (graduated payments; the last value goes on). By default what
            repays the balance over the periods left, reckoned anew when the rate changes or interest-only periods end.
        repayment: "equal_principal" repays the same principal in each period, under a falling payment.
        first_due: dates the rows, as `nth_due` does.
        due: "start" takes each payment at the start of its period, so that the first one bears no interest.
        interest_only: how many first periods pay interest alone.
        balloon: what the last payment leaves; it is not part of any row's payment.
        extra: more principal, in every period or by its number; it shortens the loan and leaves payments alone.
        rounding: of each period's interest; principal is the payment less it, so that parts always sum.
        payment_rounding: of the payments that are reckoned here.
        last: "exact" pays in the last period all that is left; "level" pays the same to the end, and what rounding
            leaves stands in the last row as `balance` or as `overpaid`.
        may_grow: lets the debt grow when a payment does not cover the interest (negative amortisation).

    Raises:
        PaymentTooSmall: from the row whose payment does not cover its interest, when `may_grow` is not set.
        ValueError: for a principal that is not positive, a negative rate or extra, no period, a balloon that is more
            than the principal, or one with payments at the start of a period.
    """
    if principal <= 0 or periods < 1 or not 0 <= balloon <= principal or (due == "start" and balloon):
        raise ValueError("a table needs a positive principal, a period, and a balloon within the principal")
    if any(part < 0 for part in ([extra] if isinstance(extra, Decimal) else extra.values())):
        raise ValueError("extra principal is not negative")
    if any(rate < 0 for rate in ([annual_rate] if isinstance(annual_rate, Decimal) else annual_rate)):
        raise ValueError("a rate is 0 or more")
    table = _Table(
        principal=principal,
        rates=annual_rate,
        periods=periods,
        payments=payment,
        equal_principal=repayment == "equal_principal",
        periods_a_year=periods_a_year,
        starts=due == "start",
        interest_only=interest_only,
        balloon=balloon,
        extra=extra,
        rounding=rounding,
        payment_rounding=payment_rounding,
        exact=last == "exact",
        may_grow=may_grow,
    )
    return table.rows(first_due)


@dataclass(frozen=True)
class _Table:
    principal: Decimal
    rates: Decimal | Sequence[Decimal]
    periods: int
    payments: Decimal | Sequence[Decimal] | None
    equal_principal: bool
    periods_a_year: int
    starts: bool
    interest_only: int
    balloon: Decimal
    extra: Mapping[int, Decimal] | Decimal
    rounding: Rounding
    payment_rounding: Rounding
    exact: bool
    may_grow: bool

    def rows(self, first_due: date | None) -> Iterator[Row]:
        balance, level = self.principal, ZERO
        for number in range(1, self.periods + 1):
            interest = self._interest(number, balance)
            if self._is_new_level(number):
                level = self._level(number, balance)
            part = self._principal(number, level, interest)
            if part < ZERO and not self.may_grow:
                raise PaymentTooSmall(f"payment {number} does not cover its interest")
            left, overpaid = balance - self.balloon, ZERO
            if number == self.periods and not self.exact:
                overpaid = max(ZERO, part - left)
            if part > left or (number == self.periods and self.exact):
                part = left
            wanted = self.extra if isinstance(self.extra, Decimal) else self.extra.get(number, ZERO)
            extra = min(wanted, left - part)
            balance -= part + extra
            due = None if first_due is None else nth_due(first_due, number, periods_a_year=self.periods_a_year)
            yield Row(number, interest + part + overpaid, interest, part, extra, balance, due, overpaid)
            if balance <= self.balloon and self.balloon == ZERO:
                return

    def _interest(self, number: int, balance: Decimal) -> Decimal:
        if self.starts and number == 1:
            return ZERO
        return period_interest(
            balance=balance,
            annual_rate=_nth(self.rates, number),
            periods_a_year=self.periods_a_year,
            rounding=self.rounding,
        )

    def _is_new_level(self, number: int) -> bool:
        if self.payments is not None or self.equal_principal or number <= self.interest_only:
            return False
        changed = number > 1 and _nth(self.rates, number) != _nth(self.rates, number - 1)
        return changed or number == self.interest_only + 1

    def _level(self, number: int, balance: Decimal) -> Decimal:
        return level_payment(
            principal=balance,
            annual_rate=_nth(self.rates, number),
            months=self.periods - number + 1,
            periods_a_year=self.periods_a_year,
            balloon=self.balloon,
            due="start" if self.starts and number == 1 else "end",
            rounding=self.payment_rounding,
        )

    def _principal(self, number: int, level: Decimal, interest: Decimal) -> Decimal:
        if number <= self.interest_only:
            return ZERO
        if self.equal_principal:
            return self.payment_rounding((self.principal - self.balloon) / (self.periods - self.interest_only))
        return (level if self.payments is None else _nth(self.payments, number)) - interest


def _nth(values: Decimal | Sequence[Decimal], number: int) -> Decimal:
    if isinstance(values, Decimal):
        return values
    return values[min(number, len(values)) - 1]


def nth_due(first_due: date, number: int, *, periods_a_year: int = MONTHS_A_YEAR) -> date:
    """When the `number`th payment (from 1) is due.

    Whole months keep the day of the month; two weeks, weeks and days are counted; of 24 payments a year every other
    one falls fifteen days of the calendar after its neighbour, such as on the 1st and the 16th.

    Raises:
        ValueError: for periods that are none of these.
    """
    passed = number - 1
    if periods_a_year in DAYS_BETWEEN:
        return first_due + timedelta(days=DAYS_BETWEEN[periods_a_year] * passed)
    if periods_a_year == SEMIMONTHLY:
        month = months_after(first_due, passed // 2)
        if passed % 2 == 0:
            return month
        if first_due.day > 15:
            return months_after(month.replace(day=1), 1).replace(day=first_due.day - 15)
        return month.replace(day=min(first_due.day + 15, end_of_month(month).day))
    if MONTHS_A_YEAR % periods_a_year:
        raise ValueError(f"no calendar for {periods_a_year} periods a year")
    return months_after(first_due, MONTHS_A_YEAR // periods_a_year * passed)
