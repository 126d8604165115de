"""What active duty does to a mortgage: interest above the cap is forgiven, and the payment falls by as much."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.facts import Line
from kernel.money import ZERO
from kernel.rules import rule
from servicing.domain.amortisation import month_interest


@dataclass(frozen=True)
class InterestSplit:
    """One installment under the cap.

    Attributes:
        full: the interest by the note, and the charges that count as interest.
        charged: what of it may be charged.
        forgiven: the difference; it is never deferred and never added to the debt (50 USC 3937(a)(2)).
        payment: what is due: the note's payment and charges, less what is forgiven (50 USC 3937(a)(3)).
        charges: the part of `full` that is not interest by the note.
    """

    full: Decimal
    charged: Decimal
    forgiven: Decimal
    payment: Decimal
    charges: Decimal = ZERO

    @property
    def lines(self) -> tuple[Line, ...]:
        """How the payment comes about; they sum to it."""
        by_note = self.payment + self.forgiven - self.charges
        charges = [Line("charges", self.charges, "fee.amount")] if self.charges else []
        return (
            Line("principal_and_interest", by_note, "loan.payment"),
            *charges,
            Line("forgiven", -self.forgiven, "military_service.cap"),
        )


def interest_split(
    *,
    balance: Decimal,
    annual_rate: Decimal,
    payment: Decimal,
    cap: Decimal | None = None,
    charges: Decimal = ZERO,
    on: date,
) -> InterestSplit:
    """How the interest of one installment divides; a rate at or below the cap is left alone.

    The principal part stays the note's.

    Args:
        cap: in per cent a year (default: the rule in force `on` the day).
        charges: service and renewal charges and fees of the month, which count as interest (50 USC 3937(d)(1),
            cited from memory); insurance premiums do not.
    """
    limit = rule("military_service", "rate_cap_percent", on=on).exact if cap is None else cap
    full = month_interest(balance=balance, annual_rate=annual_rate) + charges
    charged = min(full, month_interest(balance=balance, annual_rate=limit))
    forgiven = full - charged
    due = payment + charges - forgiven
    return InterestSplit(full=full, charged=charged, forgiven=forgiven, payment=due, charges=charges)


def first_capped_due(*, active_from: date, first_due: date) -> date:
    """The first installment under the cap, for interest from the day the servicemember is called to service on.

    Interest is paid in arrears, so it is the first installment due after that day. The Act speaks of interest from
    the day on (50 USC 3937(b)(2), cited from memory); when that lies within a month, its whole interest is capped
    here, in the servicemember's favour.
    """
    months = max(0, (active_from.year - first_due.year) * 12 + active_from.month - first_due.month)
    due = months_after(first_due, months)
    return due if due > active_from else months_after(first_due, months + 1)


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
    """Whether the cap holds on a day: only for a debt that is older than the service.

    `active_from` is the day the servicemember is called to service; for a reservist the protection may begin with the
    receipt of the orders (50 USC 3917), which is then the day to pass.
    """
    if originated_on >= active_from or today < active_from:
        return False
    return active_until is None or today <= cap_ends(active_until)
