"""How late a loan is."""

from datetime import date
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import ZERO

# 12 CFR 1026.41(d)(8): a statement tells about the delinquency from more than 45 days on (checked 2026-11).
STATEMENT_AFTER_DAYS = 45


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


def installments_due(*, oldest_unpaid_due: date | None, today: date) -> int:
    """How many installments are due and unpaid."""
    count = 0
    while oldest_unpaid_due is not None and months_after(oldest_unpaid_due, count) <= today:
        count += 1
    return count


def shown_on_statement(days: int) -> bool:
    """Whether a periodic statement carries the box about the delinquency."""
    return days > STATEMENT_AFTER_DAYS
