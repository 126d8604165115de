"""What active duty does to a mortgage: interest above the cap is forgiven, and the payment falls by as much."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.rules import rule
from servicing.domain.amortisation import month_interest


@dataclass(frozen=True)
class InterestSplit:
    """One installment under the cap.

    Attributes:
        full: the interest by the note.
        charged: the interest that may be charged.
        forgiven: the difference; it is never deferred and never added to the debt (50 USC 3937(a)(2)).
        payment: principal and interest that are due: the note's payment less what is forgiven (50 USC 3937(a)(3)).
    """

    full: Decimal
    charged: Decimal
    forgiven: Decimal
    payment: Decimal


def interest_split(
    *, balance: Decimal, annual_rate: Decimal, payment: Decimal, cap: Decimal | None = None, on: date
) -> InterestSplit:
    """How the interest of one installment divides; a rate at or below the cap is left alone.

    `cap` is in per cent a year (default: the rule in force `on` the day). The principal part stays the note's.
    """
    limit = rule("military_service", "rate_cap_percent", on=on).exact if cap is None else cap
    full = month_interest(balance=balance, annual_rate=annual_rate)
    charged = month_interest(balance=balance, annual_rate=min(annual_rate, limit))
    return InterestSplit(full=full, charged=charged, forgiven=full - charged, payment=payment - (full - charged))


def cap_ends(service_end: date) -> date:
    """The last day on which the cap holds for a mortgage: a year after the end of service."""
    return months_after(service_end, rule("military_service", "mortgage_protection_months", on=service_end).count)


def notice_deadline(service_end: date) -> date:
    """The last day for the written notice with orders; the cap then reaches back to the first day of service."""
    return service_end + timedelta(days=rule("military_service", "notice_days", on=service_end).count)


def foreclosure_protection_ends(service_end: date) -> date:
    """The last day on which a foreclosure needs a court order, for a mortgage made before the service."""
    return months_after(service_end, rule("military_service", "foreclosure_protection_months", on=service_end).count)


def is_protected(*, active_from: date, active_until: date | None, originated_on: date, today: date) -> bool:
    """Whether the cap holds on a day: only for a debt that is older than the service."""
    if originated_on >= active_from or today < active_from:
        return False
    return active_until is None or today <= cap_ends(active_until)
