"""How much pays the loan in full, and until when that figure holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.calendar import business_days_after, end_of_month, months_after
from kernel.money import CENTS, ZERO, Rounding
from kernel.rules import rule
from servicing.domain.amortisation import period_interest
from servicing.domain.interest import per_diem
from servicing.domain.ledger import Charge

InterestEnd = Literal["day_of_receipt", "end_of_month"]
FIRST_OF_MONTH = 1


@dataclass(frozen=True)
class QuoteLine:
    """One line of a payoff quote; `detail` is the installment a late charge belongs to."""

    code: str
    amount: Decimal
    source: str
    detail: date | None = None


@dataclass(frozen=True)
class PayoffInterest:
    """The interest from the date it is paid to until the day the funds arrive."""

    full_months: int
    full_month_interest: Decimal
    odd_days: int
    odd_day_interest: Decimal
    per_diem: Decimal

    @property
    def total(self) -> Decimal:
        """All interest of the payoff."""
        return self.full_month_interest + self.odd_day_interest

    @property
    def lines(self) -> tuple[QuoteLine, ...]:
        """The two parts of the total; they sum to it."""
        return (
            QuoteLine("full_months", self.full_month_interest, "payoff.full_month_interest"),
            QuoteLine("odd_days", self.odd_day_interest, "payoff.odd_day_interest"),
        )


def payoff_interest(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    interest_paid_to: date,
    funds_received: date,
    days_a_year: int | None = None,
    charge_day_of_receipt: bool = False,
    interest_end: InterestEnd = "day_of_receipt",
    full_months: Literal["30/360", "actual"] = "30/360",
    odd_days: Literal["exact", "per_diem"] = "exact",
    each_month_rounded: bool = False,
    at_most_a_month: bool = True,
    rounding: Rounding = CENTS,
) -> PayoffInterest:
    """Whole months at a twelfth of the rate (30/360), then the odd days actual/365 (Fannie Mae F-1-09).

    The per diem is rounded by itself and is for the days after. Interest paid beyond the day is not given back: it is
    zero.

    Args:
        days_a_year: of the odd days; by default the rule in force, 365 in leap years too.
        charge_day_of_receipt: charges the day the funds arrive too; by default interest stops the day before.
        interest_end: "end_of_month" charges through the month of receipt (`fha_interest_end`); nothing is added when
            the funds arrive on the 1st, the day an installment is due.
        full_months: "actual" counts no months, so that every day is an odd day (a daily simple-interest loan).
        odd_days: "exact" rounds the interest of all odd days once; "per_diem" multiplies the rounded per diem.
        each_month_rounded: multiplies one month's rounded interest instead of rounding all months at once.
        at_most_a_month: never charges more for odd days than the month they belong to would cost, so that a later day
            never costs less. Thirty days of 365 stay below a twelfth of a year, but a rounded per diem, a year of 360
            days or the cents of a small balance would otherwise make the last day of a month dearer than the 1st.
    """
    end = _interest_ends(funds_received, interest_end, charge_day_of_receipt)
    months = 0
    while full_months == "30/360" and months_after(interest_paid_to, months + 1) <= end:
        months += 1
    days = max(0, (end - months_after(interest_paid_to, months)).days)
    year = rule("payoff", "days_a_year", on=funds_received).count if days_a_year is None else days_a_year
    daily = per_diem(balance=balance, annual_rate=annual_rate, days_a_year=year, rounding=rounding)

    def of_months(count: int) -> Decimal:
        times = 1 if each_month_rounded else count
        interest = period_interest(balance=balance, annual_rate=annual_rate, periods=times, rounding=rounding)
        return interest * count if each_month_rounded else interest

    odd = daily * days
    if odd_days == "exact":
        odd = period_interest(
            balance=balance, annual_rate=annual_rate, periods=days, periods_a_year=year, rounding=rounding
        )
    if at_most_a_month and full_months == "30/360":
        odd = min(odd, of_months(months + 1) - of_months(months))
    return PayoffInterest(
        full_months=months,
        full_month_interest=of_months(months),
        odd_days=days,
        odd_day_interest=odd,
        per_diem=daily,
    )


def _interest_ends(funds_received: date, interest_end: InterestEnd, charge_day_of_receipt: bool) -> date:
    """The first day that bears no interest."""
    if interest_end == "end_of_month":
        on_due_date = funds_received.day == FIRST_OF_MONTH
        return funds_received if on_due_date else end_of_month(funds_received) + timedelta(days=1)
    return funds_received + timedelta(days=charge_day_of_receipt)


def fha_interest_end(*, closed_on: date) -> InterestEnd:
    """Until when interest may be charged at the payoff of an FHA loan closed on a day (24 CFR 203.558).

    Loans closed before January 21, 2015 could be charged through the month when the payoff came on another day than
    an installment's due date and the borrower had been told so (79 FR 50835).
    """
    value = rule("payoff", "fha_interest_end", on=closed_on).value
    return "end_of_month" if value == "end_of_month" else "day_of_receipt"


@dataclass(frozen=True)
class PayoffQuote:
    """What pays the loan in full when the funds arrive on the good-through date.

    Escrow held is not set off: it is refunded within 20 business days of the payoff (12 CFR 1024.34(b)). Escrow
    that the servicer advanced is a line, and money held in suspense is a credit.
    """

    quoted_on: date
    good_through: date
    interest_from: date
    annual_rate: Decimal
    principal: Decimal
    interest: PayoffInterest
    fees: tuple[QuoteLine, ...]
    escrow_advance: Decimal
    suspense_credit: Decimal
    escrow_refund: Decimal

    @property
    def fee_total(self) -> Decimal:
        """Late charges, fees and the recording fee together."""
        return sum((line.amount for line in self.fees), ZERO)

    @property
    def lines(self) -> tuple[QuoteLine, ...]:
        """Every part of the total, in the order a statement shows them; they sum to it exactly."""
        parts = [
            QuoteLine("principal", self.principal, "ledger.principal"),
            QuoteLine("interest", self.interest.total, "payoff.interest"),
            *self.fees,
        ]
        if self.escrow_advance:
            parts.append(QuoteLine("escrow_advance", self.escrow_advance, "ledger.escrow"))
        if self.suspense_credit:
            parts.append(QuoteLine("suspense_credit", -self.suspense_credit, "ledger.suspense"))
        return tuple(parts)

    @property
    def total(self) -> Decimal:
        """The amount that pays the loan in full."""
        return sum((line.amount for line in self.lines), ZERO)


def payoff_quote(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    interest_paid_to: date,
    good_through: date,
    quoted_on: date,
    charges: Sequence[Charge] = (),
    recording_fee: Decimal = ZERO,
    escrow_balance: Decimal = ZERO,
    suspense: Decimal = ZERO,
    interest_end: InterestEnd = "day_of_receipt",
    interest: PayoffInterest | None = None,
) -> PayoffQuote:
    """The quote for funds that arrive on `good_through`.

    Installments that are due and unpaid need no line: their principal is in the balance and their interest
    in the interest since it was last paid.

    Args:
        interest: the interest by other conventions, from `payoff_interest` for the same loan and day.
    """
    if interest is None:
        interest = payoff_interest(
            balance=balance,
            annual_rate=annual_rate,
            interest_paid_to=interest_paid_to,
            funds_received=good_through,
            interest_end=interest_end,
        )
    fees = [
        QuoteLine(charge.kind, charge.due, "fee.amount", charge.installment_due)
        for charge in charges
        if charge.due > ZERO
    ]
    if recording_fee:
        fees.append(QuoteLine("recording_fee", recording_fee, "loan.recording_fee"))
    return PayoffQuote(
        quoted_on=quoted_on,
        good_through=good_through,
        interest_from=interest_paid_to,
        annual_rate=annual_rate,
        principal=balance,
        interest=interest,
        fees=tuple(fees),
        escrow_advance=max(ZERO, -escrow_balance),
        suspense_credit=suspense,
        escrow_refund=max(ZERO, escrow_balance),
    )


def latest_good_through(today: date) -> date:
    """The last date for which a quote is given."""
    return today + timedelta(days=rule("payoff", "max_days_ahead", on=today).count)


def payoff_refusal(*, today: date, good_through: date, paid_off: bool, needs_specialist: bool) -> str | None:
    """Why no quote can be given, as a code, or None when it can."""
    if paid_off:
        return "paid_off"
    if needs_specialist:
        return "needs_specialist"
    if good_through < today:
        return "date_in_past"
    if good_through > latest_good_through(today):
        return "date_too_far"
    return None


def statement_due(requested_on: date) -> date:
    """The last day for sending the payoff statement that was asked for that day."""
    return business_days_after(requested_on, rule("payoff", "statement_business_days", on=requested_on).count)


@dataclass(frozen=True)
class AfterPayoff:
    """The days that follow a payoff.

    Attributes:
        escrow_refund_by: by when what is left in escrow is returned (12 CFR 1024.34(b)(1)).
        short_year_statement_by: by when the short-year escrow statement is sent (12 CFR 1024.17(i)(4)(iii)).
        notices_until: the last day on which a notice of error or a request for information counts.
    """

    escrow_refund_by: date
    short_year_statement_by: date
    notices_until: date


def after_payoff(paid_on: date) -> AfterPayoff:
    """The days that follow from the day the payoff was received."""
    return AfterPayoff(
        escrow_refund_by=business_days_after(paid_on, rule("payoff", "escrow_refund_business_days", on=paid_on).count),
        short_year_statement_by=paid_on + timedelta(days=rule("payoff", "short_year_statement_days", on=paid_on).count),
        notices_until=months_after(paid_on, rule("payoff", "notice_window_months", on=paid_on).count),
    )
