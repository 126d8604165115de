"""What protects a borrower whose loan moves to another servicer."""

from datetime import date, timedelta

from kernel.rules import rule
from servicing.domain.late_charge import last_day_of_grace


def protected_through(effective: date) -> date:
    """The last of the 60 days in which a payment to the old servicer is not late; the first is the effective date.

    12 CFR 1024.33(c)(1).
    """
    return effective + timedelta(days=rule("transfer", "protection_days", on=effective).count - 1)


def is_protected(*, received_by_old_servicer: date, effective: date, due: date, grace_days: int) -> bool:
    """Whether a payment that reached the old servicer may be treated as late for no purpose.

    It came within the protected days and on or before the due date with any grace that the documents allow.
    """
    within = effective <= received_by_old_servicer <= protected_through(effective)
    return within and received_by_old_servicer <= last_day_of_grace(due=due, grace_days=grace_days)


def notices_due(effective: date) -> tuple[date, date]:
    """The last days for the old servicer's notice (or a combined one), and for the new servicer's own."""
    days = timedelta(days=rule("transfer", "notice_days", on=effective).count)
    return effective - days, effective + days
