"""How late a loan is."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO
from kernel.rules import rule


def days_delinquent(
    *, oldest_unpaid_due: date | None, today: date, short_by: Decimal | None = None, tolerance: Decimal = ZERO
) -> int:
    """Calendar days since the due date of the oldest unpaid installment, grace or not; 0 when none is due.

    12 CFR 1024, supplement I, comment 31 (Delinquency)-1 and -2 (checked 2026-11). A servicer may choose not to count
    a payment that is `short_by` no more than its `tolerance` as unpaid (comment 31 (Delinquency)-3); none by default.
    """
    if oldest_unpaid_due is None or (short_by is not None and short_by <= tolerance):
        return 0
    return max(0, (today - oldest_unpaid_due).days)


def oldest_unpaid(*, dues: Iterable[date], paid_on: Iterable[date], today: date) -> date | None:
    """The due date since which a borrower is delinquent; None when every installment due by the day is paid.

    Each whole periodic payment pays the oldest installment there is, and so advances the day on which the delinquency
    began (12 CFR 1024, supplement I, comment 31 (Delinquency)-2; 12 CFR 1026, comment 41(d)(8)-2; checked 2026-11).

    Args:
        dues: the due dates of the installments, in any order.
        paid_on: for each whole periodic payment the day as of which it is credited; those later than the day do not
            count.
    """
    payments = sum(day <= today for day in paid_on)
    unpaid = sorted(dues)[payments:]
    return unpaid[0] if unpaid and unpaid[0] <= today else None


def installments_due(*, oldest_unpaid_due: date | None, today: date) -> int:
    """How many installments are due and unpaid."""
    count = 0
    while oldest_unpaid_due is not None and months_after(oldest_unpaid_due, count) <= today:
        count += 1
    return count


def shown_on_statement(days: int, *, on: date = date.max) -> bool:
    """Whether a periodic statement of a day carries the box about the delinquency: more than 45 days of it.

    12 CFR 1026.41(d)(8); by the newest rule unless a day is given.
    """
    return days > rule("periodic_statement", "delinquency_box_after_days", on=on).count
