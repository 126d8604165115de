"""When the law wants something done: the dates that follow from a letter, an application or a missed payment.

Pure arithmetic of dates. Whether a clock was met or broken follows from the events of a case, not from here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kernel.calendar import business_days_after, skipped_days
from kernel.rules import Rule, rule

ErrorCode = Literal["b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11"]
# Errors about a foreclosure are answered before the sale, about a payoff in seven days; neither is extended.
FORECLOSURE_ERRORS = frozenset({"b9", "b10"})
PAYOFF_ERROR = "b6"
NEVER_EXTENDED = FORECLOSURE_ERRORS | {PAYOFF_ERROR}


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

    The hold matters only for a payment that is the subject of the notice. A notice about a foreclosure received seven
    days or less before the sale has no acknowledgment: a good-faith answer is enough (1024.35(f)(2)).
    """

    def of(name: str) -> Rule:
        return rule("error_resolution", name, on=received)

    hold = _calendar("noe.credit_hold", received, of("credit_hold_days"))
    if code in FORECLOSURE_ERRORS and sale_on is not None:
        if (sale_on - received).days <= of("sale_too_near_days").count:
            near = of("sale_too_near_days")
            return (Clock("noe.good_faith", received, sale_on, "before the sale", near.citation), hold)
        usual = _business("noe.response", received, of("response_business_days"))
        if sale_on < usual.due:
            usual = Clock("noe.response", received, sale_on, "before the sale", "12 CFR 1024.35(e)(3)(i)(B)")
        return (_business("noe.ack", received, of("acknowledgment_business_days")), usual, hold)
    name = "payoff_response_business_days" if code == PAYOFF_ERROR else "response_business_days"
    response = _business("noe.response", received, of(name))
    found = [_business("noe.ack", received, of("acknowledgment_business_days")), response]
    if code not in NEVER_EXTENDED:
        found.append(_business("noe.extension", response.due, of("extension_business_days")))
    return (*found, hold)


def information_request_clocks(*, received: date, about_owner: bool = False) -> tuple[Clock, ...]:
    """The clocks of a request for information (12 CFR 1024.36); who owns the loan is answered in ten days."""

    def of(name: str) -> Rule:
        return rule("error_resolution", name, on=received)

    acknowledged = _business("rfi.ack", received, of("acknowledgment_business_days"))
    if about_owner:
        return (acknowledged, _business("rfi.response", received, of("owner_response_business_days")))
    response = _business("rfi.response", received, of("response_business_days"))
    return (acknowledged, response, _business("rfi.extension", response.due, of("extension_business_days")))


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


def reasonable_date(
    *,
    notice_sent: date,
    oldest_unpaid: date | None = None,
    sale_on: date | None = None,
    documents_stale_on: date | None = None,
) -> date:
    """By when a borrower should send what an application lacks (12 CFR 1024.41(b)(2)(ii)).

    About thirty days after the notice, but no later than the nearest milestone still ahead: the day a document goes
    stale, the 120th day of delinquency, 90 and then 38 days before a sale; and never less than seven days away.
    """

    def days(name: str) -> int:
        return rule("loss_mitigation", name, on=notice_sent).count

    least = notice_sent + timedelta(days=days("reasonable_date_least_days"))
    milestones = [documents_stale_on]
    if oldest_unpaid is not None:
        milestones.append(oldest_unpaid + timedelta(days=days("pre_foreclosure_days")))
    if sale_on is not None:
        milestones += [
            sale_on - timedelta(days=rule("foreclosure", name, on=notice_sent).count)
            for name in ("appeal_right_until_days", "full_review_until_days")
        ]
    ahead = [day for day in milestones if day is not None and day >= least]
    return min([notice_sent + timedelta(days=days("reasonable_date_days")), *ahead])


def first_filing_earliest(*, oldest_unpaid: date) -> date:
    """The first day on which a foreclosure may begin: more than 120 days delinquent (12 CFR 1024.41(f)(1)(i))."""
    days = rule("loss_mitigation", "pre_foreclosure_days", on=oldest_unpaid).count
    return oldest_unpaid + timedelta(days=days + 1)


def application_clocks(*, received: date, complete_on: date | None = None) -> tuple[Clock, ...]:
    """The clocks of an application for mortgage assistance (12 CFR 1024.41)."""
    found = [_business("lm.ack", received, rule("loss_mitigation", "acknowledgment_business_days", on=received))]
    if complete_on is not None:
        complete = rule("loss_mitigation", "completeness_notice_business_days", on=complete_on)
        found.append(_business("lm.complete_notice", complete_on, complete))
        found.append(_calendar("lm.decision", complete_on, rule("loss_mitigation", "decision_days", on=complete_on)))
    return tuple(found)


def decision_clocks(*, decided_on: date, complete_on: date, sale_on: date | None = None) -> tuple[Clock, ...]:
    """How long an offer stands and a denial may be appealed; no appeal if complete less than 90 days before a sale."""
    before_sale = None if sale_on is None else (sale_on - complete_on).days
    early = before_sale is None or before_sale >= rule("foreclosure", "appeal_right_until_days", on=complete_on).count
    name = "acceptance_days" if early else "late_acceptance_days"
    found = [_calendar("lm.accept", decided_on, rule("loss_mitigation", name, on=decided_on))]
    if early:
        found.append(_calendar("lm.appeal_window", decided_on, rule("loss_mitigation", "appeal_days", on=decided_on)))
    return tuple(found)


def appeal_clock(*, appealed_on: date) -> Clock:
    """By when an appeal is decided."""
    return _calendar("lm.appeal_decision", appealed_on, rule("loss_mitigation", "appeal_decision_days", on=appealed_on))
