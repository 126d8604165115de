"""When the law wants something done: the dates that follow from a letter, an application or a missed payment.

Pure arithmetic of dates. Whether a clock was met or broken follows from the events of a case, not from here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Literal

from kernel.calendar import BusinessDays, business_days_after, months_after, office_days, skipped_days
from kernel.rules import Rule, rule

ErrorCode = Literal["b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11"]
# Errors about a foreclosure are answered before the sale, about a payoff in seven days; neither is extended.
FORECLOSURE_ERRORS = frozenset({"b9", "b10"})
PAYOFF_ERROR = "b6"


@dataclass(frozen=True)
class Clock:
    """One date by which something is due.

    Attributes:
        start: the day of the event that starts the clock; the next day that counts is day 1.
        skipped: the weekends and holidays that did not count, for a clock in business days.
    """

    name: str
    start: date
    due: date
    unit: str
    citation: str
    skipped: tuple[date, ...] = ()


def _business(name: str, start: date, found: Rule) -> Clock:
    due = business_days_after(start, found.count)
    return Clock(name, start, due, found.unit, found.citation, skipped_days(start, due))


def _calendar(name: str, start: date, found: Rule) -> Clock:
    return Clock(name, start, start + timedelta(days=found.count), found.unit, found.citation)


def notice_of_error_clocks(*, received: date, code: ErrorCode, sale_on: date | None = None) -> tuple[Clock, ...]:
    """The clocks of a notice of error (12 CFR 1024.35): acknowledgment, response, extension, hold on credit reporting.

    The hold matters only for a payment that is the subject of the notice. An error about a foreclosure is answered
    prior to the date of the sale, so the day before it at the latest. When such a notice comes seven days or less
    before the sale there is no acknowledgment, and a good-faith answer is enough (1024.35(f)(2)); a sale that is over
    sets no date.
    """

    def of(name: str) -> Rule:
        return rule("error_resolution", name, on=received)

    acknowledged = _business("noe.ack", received, of("acknowledgment_business_days"))
    hold = _calendar("noe.credit_hold", received, of("credit_hold_days"))
    if code == PAYOFF_ERROR:
        return (acknowledged, _business("noe.response", received, of("payoff_response_business_days")), hold)
    response = _business("noe.response", received, of("response_business_days"))
    if code not in FORECLOSURE_ERRORS:
        return (acknowledged, response, _business("noe.extension", response.due, of("extension_business_days")), hold)
    if sale_on is None or sale_on < received:
        return (acknowledged, response, hold)
    before = of("sale_response_days")
    last = max(received, sale_on - timedelta(days=before.count))
    if (sale_on - received).days <= of("sale_too_near_days").count:
        near = of("sale_too_near_days")
        return (Clock("noe.good_faith", received, last, before.unit, near.citation), hold)
    if last < response.due:
        response = Clock("noe.response", received, last, before.unit, before.citation)
    return (acknowledged, response, hold)


def early_answer_ends(*, received: date) -> date:
    """The last day on which a correction, or what was asked for, told in writing leaves nothing else to be done.

    An acknowledgment is then not needed any more (12 CFR 1024.35(f)(1)(i), 1024.36(e)).
    """
    return business_days_after(received, rule("error_resolution", "early_answer_business_days", on=received).count)


def information_request_clocks(*, received: date, about_owner: bool = False) -> tuple[Clock, ...]:
    """The clocks of a request for information (12 CFR 1024.36); who owns the loan is answered in ten days."""

    def of(name: str) -> Rule:
        return rule("information_request", name, on=received)

    acknowledged = _business("rfi.ack", received, of("acknowledgment_business_days"))
    if about_owner:
        return (acknowledged, _business("rfi.response", received, of("owner_response_business_days")))
    response = _business("rfi.response", received, of("response_business_days"))
    return (acknowledged, response, _business("rfi.extension", response.due, of("extension_business_days")))


def excused_clock(*, decided_on: date) -> Clock:
    """By when somebody is told that a notice or a request is not answered, as a duplicate, overbroad or too late."""
    return _business("noe.excused", decided_on, rule("error_resolution", "excused_notice_business_days", on=decided_on))


def notice_window_ends(*, ended_on: date) -> date:
    """The last day on which a notice or a request about a loan that was discharged or transferred is not too late.

    One year after it (12 CFR 1024.35(g)(1)(iii), 1024.36(f)(1)(v)); a year after February 29 is March 1, the later
    reading.
    """
    found = months_after(ended_on, rule("error_resolution", "timely_months", on=ended_on).count)
    return found + timedelta(days=found.day < ended_on.day)


def documents_clock(*, asked_on: date) -> Clock:
    """By when copies of the documents relied on are sent, free of charge."""
    return _business("noe.documents", asked_on, rule("error_resolution", "documents_business_days", on=asked_on))


def early_intervention_clocks(*, unpaid_due: date) -> tuple[Clock, ...]:
    """Live contact, written notice and assigned personnel after a missed due date (12 CFR 1024.39, 1024.40).

    They run anew from each later due date that is missed; `next_written_notice` says when a notice is due again.
    """

    def of(name: str) -> Rule:
        return rule("early_intervention", name, on=unpaid_due)

    return (
        _calendar("early.live", unpaid_due, of("live_contact_days")),
        _calendar("early.notice", unpaid_due, of("written_notice_days")),
        _calendar("early.assign", unpaid_due, of("assigned_personnel_days")),
    )


def next_written_notice(*, last_notice: date, unpaid_due: date, today: date) -> date:
    """By when the next written notice is due after an earlier one (comment 39(b)(1)-2).

    Not before 180 days after the last. If the borrower is then 45 days or more delinquent, on that day; if less, by
    the 45th day of the delinquency; if the next installment is missed later still, by its own 45th day.
    """
    repeat = last_notice + timedelta(days=rule("early_intervention", "notice_repeat_days", on=today).count)
    notice = unpaid_due + timedelta(days=rule("early_intervention", "written_notice_days", on=today).count)
    return max(repeat, notice)


def transferee_notice(*, oldest_unpaid: date, last_notice: date | None, transferred_on: date) -> date:
    """By when a new servicer owes its own written notice while the borrower stays delinquent (comment 39(b)(1)-5).

    The old servicer's notice within 45 days of the transfer spares it until the 45th day after the first due date
    from the transfer on. Otherwise the notice is owed by the 45th day of the delinquency, or, where that has passed,
    on the day of the transfer: the comment gives no later day.
    """
    days = rule("early_intervention", "written_notice_days", on=transferred_on).count
    within = rule("early_intervention", "transferor_notice_days", on=transferred_on).count
    if last_notice is None or (transferred_on - last_notice).days > within:
        return max(transferred_on, oldest_unpaid + timedelta(days=days))
    dues = (months_after(oldest_unpaid, number) for number in count())
    return next(due for due in dues if due >= transferred_on) + timedelta(days=days)


def reasonable_date(
    *,
    notice_sent: date,
    oldest_unpaid: date | None = None,
    sale_on: date | None = None,
    documents_stale_on: date | None = None,
) -> date:
    """By when a borrower should send what an application lacks (12 CFR 1024.41(b)(2)(ii)).

    Thirty days after the notice, but no later than the earliest milestone that has not passed: the day a document goes
    stale, the 120th day of delinquency, 90 and 38 days before a sale; and never less than seven days away (comments
    41(b)(2)(ii)-1 to -3). A milestone nearer than that gives seven days.
    """

    def days(name: str) -> timedelta:
        return timedelta(days=rule("loss_mitigation", name, on=notice_sent).count)

    milestones = [documents_stale_on]
    if oldest_unpaid is not None:
        milestones.append(oldest_unpaid + days("pre_foreclosure_days"))
    if sale_on is not None:
        milestones += [
            sale_on - timedelta(days=rule("foreclosure", name, on=notice_sent).count)
            for name in ("appeal_right_until_days", "full_review_until_days")
        ]
    ahead = [day for day in milestones if day is not None and day >= notice_sent]
    latest = min([notice_sent + days("reasonable_date_days"), *ahead])
    return max(notice_sent + days("reasonable_date_least_days"), latest)


def first_filing_earliest(*, oldest_unpaid: date, disclosed_by_transferee: date | None = None) -> date:
    """The first day on which a foreclosure may begin: more than 120 days delinquent (12 CFR 1024.41(f)(1)(i)).

    Where a new servicer still had to acknowledge an application, it is also after the reasonable date that this
    servicer then disclosed (1024.41(k)(2)(ii)(A)).
    """
    days = rule("loss_mitigation", "pre_foreclosure_days", on=oldest_unpaid).count
    last = oldest_unpaid + timedelta(days=days)
    return max(last, disclosed_by_transferee or last) + timedelta(days=1)


def filing_is_barred(
    *, today: date, oldest_unpaid: date, complete_on: date | None = None, is_open: bool = True
) -> bool:
    """Whether a foreclosure may not begin on a day (12 CFR 1024.41(f)(1)(i), (f)(2)).

    Not within the first 120 days of delinquency, nor while an application that was complete before then, or before
    the first notice or filing, is still open: undecided, open to an appeal, or followed by a plan that is kept.
    """
    pending = complete_on is not None and complete_on <= today and is_open
    return pending or today < first_filing_earliest(oldest_unpaid=oldest_unpaid)


def sale_thresholds(*, sale_on: date) -> tuple[Clock, ...]:
    """The last days on which what arrives before a foreclosure sale still has its effect, counted back from the sale.

    In turn: a complete application with the right of appeal, any application that is acknowledged, a complete
    application that is fully reviewed and stops the sale meanwhile, a notice of error about the foreclosure that is
    acknowledged and answered in full.
    """
    found = []
    for name in ("appeal_right", "acknowledgment", "full_review"):
        least = rule("foreclosure", f"{name}_until_days", on=sale_on)
        found.append(Clock(f"sale.{name}", sale_on, sale_on - timedelta(days=least.count), least.unit, least.citation))
    near = rule("error_resolution", "sale_too_near_days", on=sale_on)
    last = sale_on - timedelta(days=near.count + 1)
    return (*found, Clock("sale.error_response", sale_on, last, "more calendar days before the sale", near.citation))


def _until_sale(name: str, day: date, sale_on: date | None) -> bool:
    least = rule("foreclosure", name, on=day).count
    return sale_on is None or (sale_on - day).days >= least


def application_clocks(
    *, received: date, complete_on: date | None = None, sale_on: date | None = None
) -> tuple[Clock, ...]:
    """The clocks of an application for mortgage assistance (12 CFR 1024.41).

    An application that comes less than 45 days before the sale is not acknowledged (b)(2)(i); one that is complete 37
    days or less before it has no notice of completeness and no decision in thirty days (c)(1), (c)(3)(ii)(B).

    Args:
        sale_on: the sale that was scheduled when the application came, or was completed; a later one changes nothing
            (comments 41(b)(2)(i)-1, 41(b)(3)-1 and -2).
    """
    found = []
    if _until_sale("acknowledgment_until_days", received, sale_on):
        acknowledged = rule("loss_mitigation", "acknowledgment_business_days", on=received)
        found.append(_business("lm.ack", received, acknowledged))
    if complete_on is not None and _until_sale("full_review_until_days", complete_on, sale_on):
        complete = rule("loss_mitigation", "completeness_notice_business_days", on=complete_on)
        found.append(_business("lm.complete_notice", complete_on, complete))
        found.append(_calendar("lm.decision", complete_on, rule("loss_mitigation", "decision_days", on=complete_on)))
    return tuple(found)


def transferred_application_clocks(
    *,
    received: date,
    transferred_on: date,
    acknowledged: bool = False,
    complete_on: date | None = None,
    appealed_on: date | None = None,
) -> tuple[Clock, ...]:
    """What a new servicer owes on an application that was pending at the transfer (12 CFR 1024.41(k)).

    An acknowledgment whose time had run out before the transfer keeps the old servicer's date (k)(1)(i).
    """

    def of(name: str) -> Rule:
        return rule("loss_mitigation", name, on=transferred_on)

    found = []
    if not acknowledged:
        old = _business("lm.ack", received, of("acknowledgment_business_days"))
        new = _business("lm.ack", transferred_on, of("transfer_acknowledgment_business_days"))
        found.append(new if transferred_on <= old.due else old)
    if complete_on is not None:
        found.append(_business("lm.complete_notice", complete_on, of("completeness_notice_business_days")))
        pending = complete_on <= transferred_on
        name, start = ("transfer_decision_days", transferred_on) if pending else ("decision_days", complete_on)
        found.append(_calendar("lm.decision", start, of(name)))
    if appealed_on is not None:
        start = max(transferred_on, appealed_on)
        found.append(_calendar("lm.appeal_decision", start, of("transfer_appeal_decision_days")))
    return tuple(found)


def decision_clocks(
    *, decided_on: date, complete_on: date, sale_on: date | None = None, before_first_filing: bool = False
) -> tuple[Clock, ...]:
    """How long an offer stands, and how long a denied modification may be appealed (12 CFR 1024.41(e)(1), (h)(1)).

    An application complete less than 90 days before a sale may still be appealed when it was complete before the first
    notice or filing; one complete 37 days or less before it has neither clock.
    """

    def of(name: str) -> Rule:
        return rule("loss_mitigation", name, on=decided_on)

    early = _until_sale("appeal_right_until_days", complete_on, sale_on)
    found = []
    if _until_sale("full_review_until_days", complete_on, sale_on):
        found.append(_calendar("lm.accept", decided_on, of("acceptance_days" if early else "late_acceptance_days")))
    if early or before_first_filing:
        found.append(_calendar("lm.appeal_window", decided_on, of("appeal_days")))
    return tuple(found)


def appeal_clock(*, appealed_on: date) -> Clock:
    """By when an appeal is decided."""
    return _calendar("lm.appeal_decision", appealed_on, rule("loss_mitigation", "appeal_decision_days", on=appealed_on))


def acceptance_after_appeal(*, told_on: date) -> Clock:
    """How long an offer, a new one or the one before, stands after the decision on an appeal (12 CFR 1024.41(h)(4))."""
    return _calendar("lm.accept", told_on, rule("loss_mitigation", "appeal_acceptance_days", on=told_on))


def callback_clock(*, received: date, today: bool = False, office: BusinessDays | None = None) -> Clock:
    """The day on which a borrower who asked for a call is called: the next one on which the office is open.

    Args:
        today: whether the office has still to open on the day itself, so that the call is made then.
    """
    open_days = office or office_days()
    due = received if today and open_days.count(received) else business_days_after(received, 1, open_days)
    return Clock("callback.call", received, due, "business days", "", skipped_days(received, due, open_days))
