"""As of which day a payment is credited: that of its receipt, not of a postmark, a posting or a clearing.

12 CFR 1026.36(c)(1) and its commentary, for a closed-end loan on the consumer's principal dwelling (checked 2026-11).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from kernel.calendar import BusinessDays, business_days_after, business_days_before
from servicing.domain.late_charge import is_late
from servicing.domain.payment_application import effective_date
from servicing.domain.transfer import protected_through

# What brings a payment: something that arrives, or an order on which the servicer itself fetches the money.
Medium = Literal["check", "cash", "wire", "bank_transfer", "bill_pay", "website", "telephone", "autopay"]
ORDERS = frozenset({"website", "telephone", "autopay"})
ClosedDay = Literal["same_day", "next_open_day", "open_day_before"]
Early = Literal["on_receipt", "on_due_date"]

RECEIPT = "12 CFR 1026, supplement I, comment 36(c)(1)(i)-3"
REQUIREMENTS = "12 CFR 1026, supplement I, comment 36(c)(1)(iii)-1"
NON_CONFORMING = "12 CFR 1026.36(c)(1)(iii)"
NO_HARM = "12 CFR 1026.36(c)(1)(i)"


@dataclass(frozen=True)
class Crediting:
    """When a payment was received and as of which day it is credited.

    Attributes:
        received: its day of receipt, which also decides in which tax year its interest was received.
        credited: the day that decides about late charges and delinquency.
        reason: `reached_servicer`, `authorized_for` (an order), `after_cutoff`, `non_conforming` or `early`.
        citation: the rule behind the reason.
    """

    received: date
    credited: date
    reason: str
    citation: str


def local_day(*, arrived: datetime, zone: tzinfo) -> date:
    """The day it was where the servicer takes payments when something arrived.

    Raises:
        ValueError: for a moment without a time zone.
    """
    if arrived.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return arrived.astimezone(zone).date()


def day_of_receipt(
    *,
    arrived: datetime,
    zone: tzinfo,
    cutoff: time | None = None,
    cutoff_in_writing: bool = False,
    open_days: BusinessDays | None = None,
) -> date:
    """The day on which something that arrived then is received.

    It is the day of arrival, a weekend or a holiday like any other. Only what comes after a cut-off hour that the
    servicer's written requirements name is received on the next day (comment 36(c)(1)(iii)-1); at the very hour it is
    in time. Five in the afternoon where mail is taken is reasonable (comment 36(c)(1)(iii)-2).

    Args:
        zone: of the place where the servicer takes payments.
        cutoff: the hour there; none by default.
        cutoff_in_writing: whether the written requirements name it; without that it has no effect.
        open_days: which day comes next after a cut-off; by default every day does, which is never later.

    Raises:
        ValueError: for a moment without a time zone.
    """
    day = local_day(arrived=arrived, zone=zone)
    late = cutoff is not None and cutoff_in_writing and arrived.astimezone(zone).time() > cutoff
    if not late:
        return day
    return day + timedelta(days=1) if open_days is None else business_days_after(day, 1, open_days)


def day_of_order(
    *, authorized_for: date, open_days: BusinessDays | None = None, on_closed_day: ClosedDay = "same_day"
) -> date:
    """The day on which a payment that the servicer itself fetches is received: the one for which it was ordered.

    Regulation Z says so of open-end credit, even for an order given in advance (comment 10(a)-2.iv), and nothing of
    mortgages; the reading taken here is that one, since the servicer decides when it fetches the money.

    Args:
        open_days: on which days money can be fetched; every day by default.
        on_closed_day: what becomes of an order for another day. By default it counts on its own day, so that a
            weekend never makes a payment late.
    """
    if open_days is None or on_closed_day == "same_day" or open_days.count(authorized_for):
        return authorized_for
    if on_closed_day == "next_open_day":
        return business_days_after(authorized_for, 1, open_days)
    return business_days_before(authorized_for, 1, open_days)


def crediting(
    *,
    medium: Medium,
    arrived: datetime,
    zone: tzinfo,
    authorized_for: date | None = None,
    conforming: bool = True,
    credit_within_days: int | None = None,
    cutoff: time | None = None,
    cutoff_in_writing: bool = False,
    open_days: BusinessDays | None = None,
    on_closed_day: ClosedDay = "same_day",
    due: date | None = None,
    early: Early = "on_receipt",
) -> Crediting:
    """When a payment was received, and as of which day it is credited.

    A check is received when it reaches the servicer, not when it was mailed or is collected; what a bank sends for a
    borrower (bill pay), when the servicer has the bank's check or transfer (comment 36(c)(1)(i)-3). An order on which
    the servicer fetches the money itself is received on the day it is for. A payment that does not follow the written
    requirements and is accepted is credited five days later (1026.36(c)(1)(iii)).

    Args:
        arrived: when the instrument, the transfer or the order reached the servicer.
        authorized_for: the day an order is for; None means at once.
        credit_within_days: calendar days for a payment that does not conform (default: the rule of that day).
        due: the installment's due date, for `early`.
        early: whether a payment before its due date is credited on receipt, or on the due date. The delay is allowed
            because it causes no charge and no negative report (1026.36(c)(1)(i)).

    Raises:
        ValueError: for a moment without a time zone, or a day ordered for something that arrives by itself.
    """
    if authorized_for is not None and medium not in ORDERS:
        raise ValueError("only a payment that the servicer fetches is ordered for a day")
    arrival = day_of_receipt(
        arrived=arrived, zone=zone, cutoff=cutoff, cutoff_in_writing=cutoff_in_writing, open_days=open_days
    )
    if authorized_for is not None and authorized_for > local_day(arrived=arrived, zone=zone):
        received = day_of_order(authorized_for=authorized_for, open_days=open_days, on_closed_day=on_closed_day)
        reason, citation = "authorized_for", RECEIPT
    else:
        received = arrival
        in_time = received == local_day(arrived=arrived, zone=zone)
        reason, citation = ("reached_servicer", RECEIPT) if in_time else ("after_cutoff", REQUIREMENTS)
    credited = effective_date(received=received, conforming=conforming, credit_within_days=credit_within_days)
    if not conforming:
        reason, citation = "non_conforming", NON_CONFORMING
    if due is not None and early == "on_due_date" and credited < due:
        credited, reason, citation = due, "early", NO_HARM
    return Crediting(received, credited, reason, citation)


def credited_after_transfer(*, received_by_old_servicer: date | None, received: date, transferred_on: date) -> date:
    """The day as of which a payment that went to the servicer before the transfer is credited.

    Within the 60 days from the transfer it is the day on which the old servicer had it, so that a payment that was in
    time there is late for no purpose (12 CFR 1024.33(c)(1)); otherwise the day it came here.
    """
    old = received_by_old_servicer
    if old is None or not transferred_on <= old <= protected_through(transferred_on):
        return received
    return min(old, received)


def made_late_by_delay(*, due: date, grace_days: int, received: date, credited: date) -> bool:
    """Whether a payment in time was treated as late because it was credited later than it came.

    A delay is no error as long as it causes no charge, no interest and no negative report (1026.36(c)(1)(i) and comment
    36(c)(1)(i)-1); this one does, and is the error of 12 CFR 1024.35(b)(3).
    """
    late_as_received = is_late(due=due, received=received, grace_days=grace_days)
    return not late_as_received and is_late(due=due, received=credited, grace_days=grace_days)
