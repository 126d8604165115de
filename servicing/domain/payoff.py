"""How much pays the loan in full, and until when that figure holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import business_days_after, months_after
from kernel.money import ZERO, round_cents
from servicing.domain.amortisation import monthly_rate
from servicing.domain.ledger import Charge

# 365 in leap years too: Fannie Mae F-1-09 names the actual days over 365 (checked 2026-11).
DAYS_A_YEAR = 365

# How far ahead a quote is given: charges, taxes and rates change, so a later figure would not be accurate.
MAX_DAYS_AHEAD = timedelta(days=60)

# 12 CFR 1026.36(c)(3): a payoff statement is sent within 7 business days of the request (checked 2026-11).
STATEMENT_BUSINESS_DAYS = 7


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


def payoff_interest(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    interest_paid_to: date,
    funds_received: date,
    days_a_year: int = DAYS_A_YEAR,
) -> PayoffInterest:
    """Whole months at a twelfth of the rate (30/360), then the odd days actual/365 (Fannie Mae F-1-09).

    The day the funds arrive is not charged. The odd days are computed exactly and rounded once; the per diem
    is rounded by itself and is for the days after. Interest paid beyond the day is not given back: it is zero.
    """
    months = 0
    while months_after(interest_paid_to, months + 1) <= funds_received:
        months += 1
    odd_days = max(0, (funds_received - months_after(interest_paid_to, months)).days)
    daily = balance * annual_rate / (100 * days_a_year)
    return PayoffInterest(
        full_months=months,
        full_month_interest=round_cents(balance * monthly_rate(annual_rate) * months),
        odd_days=odd_days,
        odd_day_interest=round_cents(daily * odd_days),
        per_diem=round_cents(daily),
    )


@dataclass(frozen=True)
class QuoteLine:
    """One line of a payoff quote; `detail` is the installment a late charge belongs to."""

    code: str
    amount: Decimal
    source: str
    detail: date | None = None


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
) -> PayoffQuote:
    """The quote for funds that arrive on `good_through`.

    Installments that are due and unpaid need no line: their principal is in the balance and their interest
    in the interest since it was last paid.
    """
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
        interest=payoff_interest(
            balance=balance,
            annual_rate=annual_rate,
            interest_paid_to=interest_paid_to,
            funds_received=good_through,
        ),
        fees=tuple(fees),
        escrow_advance=max(ZERO, -escrow_balance),
        suspense_credit=suspense,
        escrow_refund=max(ZERO, escrow_balance),
    )


def latest_good_through(today: date) -> date:
    """The last date for which a quote is given."""
    return today + MAX_DAYS_AHEAD


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
    return business_days_after(requested_on, STATEMENT_BUSINESS_DAYS)
