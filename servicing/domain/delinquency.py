"""How late a loan is, and what being late costs."""

from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import round_cents


def days_delinquent(*, oldest_unpaid_due: date | None, today: date) -> int:
    """Calendar days since the due date of the oldest unpaid installment, grace or not; 0 when none is due.

    12 CFR 1024, supplement I, comment 31 (Delinquency)-1 and -2 (checked 2026-11).
    """
    if oldest_unpaid_due is None:
        return 0
    return max(0, (today - oldest_unpaid_due).days)


def installments_due(*, oldest_unpaid_due: date | None, today: date) -> int:
    """How many installments are due and unpaid."""
    count = 0
    while oldest_unpaid_due is not None and months_after(oldest_unpaid_due, count) <= today:
        count += 1
    return count


def last_day_of_grace(*, due: date, grace_days: int) -> date:
    """The last day on which the installment is still on time: the days are counted after the due date."""
    return due + timedelta(days=grace_days)


def is_late(*, due: date, received: date, grace_days: int) -> bool:
    """Whether a late charge may be made for an installment received that day."""
    return received > last_day_of_grace(due=due, grace_days=grace_days)


def late_charge(*, principal_and_interest: Decimal, per_cent: Decimal) -> Decimal:
    """The late charge of one installment: per cent of its principal and interest, never of escrow or of fees."""
    return round_cents(principal_and_interest * per_cent / 100)
