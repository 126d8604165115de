"""When mortgage insurance may be cancelled, when it ends by itself, and what has to be given back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.money import Rounding
from kernel.rules import rule
from servicing.domain.loan import Installment

PER_CENT_PLACES = Rounding(Decimal("0.01"))

# The Act holds for loans from this day on (12 USC 4901 note, checked 2026-11); owners let older ones follow it.
ACT_IN_FORCE = date(1999, 7, 29)


def loan_to_value(*, balance: Decimal, value: Decimal, rounding: Rounding = PER_CENT_PLACES) -> Decimal:
    """The balance in per cent of a value; of the original value for the Homeowners Protection Act."""
    return rounding(balance * 100 / value)


@dataclass(frozen=True)
class InsuranceDates:
    """When private insurance ends by the initial schedule of the loan (12 USC 4901, 4902).

    Attributes:
        balance_for_request: at this balance, reached by schedule or by payments, the borrower may ask.
        request_from: the due date after which the schedule first reaches it; None when it never does.
        balance_for_termination: at this scheduled balance the insurance ends by itself.
        terminates_on: the due date after which the schedule first reaches it; extra payments do not hasten it.
        termination_payment: the number of that installment.
        ends_at_latest: the first day of the month after the midpoint of the amortisation period.
    """

    balance_for_request: Decimal
    request_from: date | None
    balance_for_termination: Decimal
    terminates_on: date | None
    termination_payment: int | None
    ends_at_latest: date


def insurance_dates(
    *,
    schedule: Iterable[Installment],
    original_amount: Decimal,
    original_value: Decimal,
    first_due: date,
    months: int,
    request_percent: Decimal | None = None,
    termination_percent: Decimal | None = None,
) -> InsuranceDates:
    """The dates of the initial schedule; of the one then in effect for an adjustable or a modified loan (4902(d)).

    A loan that starts at or below a percentage reaches it with its first installment here. `original_value` is the
    lesser of price and appraisal at closing (12 USC 4901(12)), never today's value. The percentages default to the
    Act's 80 and 78.
    """
    request = _percent("cancellation_percent", first_due) if request_percent is None else request_percent
    end = _percent("automatic_termination_percent", first_due) if termination_percent is None else termination_percent
    at_request, at_end = original_value * request / 100, original_value * end / 100
    parts = list(schedule)
    asked = _first_at(at_request, original_amount, parts)
    ended = _first_at(at_end, original_amount, parts)
    return InsuranceDates(
        balance_for_request=at_request,
        request_from=None if asked is None else parts[asked].due,
        balance_for_termination=at_end,
        terminates_on=None if ended is None else parts[ended].due,
        termination_payment=None if ended is None else ended + 1,
        ends_at_latest=final_termination(first_due=first_due, months=months),
    )


def _first_at(threshold: Decimal, balance: Decimal, parts: Sequence[Installment]) -> int | None:
    for place, part in enumerate(parts):
        balance -= part.principal
        if balance <= threshold:
            return place
    return None


def _percent(name: str, on: date) -> Decimal:
    return rule("mortgage_insurance", name, on=max(on, ACT_IN_FORCE)).exact


def cancellation_date(*, scheduled: date | None, reached_by_payments: date | None) -> date | None:
    """The day from which the borrower may ask, the earlier of the two at the borrower's option (12 USC 4901(2)).

    None while the balance is neither scheduled to reach the percentage nor has reached it by payments.
    """
    known = [day for day in (scheduled, reached_by_payments) if day is not None]
    return min(known, default=None)


def final_termination(*, first_due: date, months: int) -> date:
    """The first day of the month after the midpoint of the amortisation period (12 USC 4902(c), 4901(7)).

    The period runs from a month before the first installment, so half of it ends on an installment's due date.
    """
    return months_after(first_due, months // 2).replace(day=1)


def on_time_termination(*, terminates_on: date, current: bool, current_again_on: date | None) -> date | None:
    """When the insurance really ends: on its date if the loan is current, otherwise on the first day of the first
    month after it becomes current; None while it is not (12 USC 4902(b)(2))."""
    if current:
        return terminates_on
    if current_again_on is None:
        return None
    return max(terminates_on, months_after(current_again_on, 1).replace(day=1))


@dataclass(frozen=True)
class LatePayment:
    """An installment that was paid late."""

    due: date
    days_late: int


def good_payment_history(
    late: Collection[LatePayment], *, on: date, counted_by: Literal["due", "made"] = "due"
) -> bool:
    """Whether no payment was 60 days late in the year that begins two years before, and none 30 in the last year.

    `on` is the later of the cancellation date and the request (12 USC 4901(4)). The Act says "made a payment that was
    60 days or longer past due during" the year, which leaves open whose day counts: an installment belongs to the year
    of its due date by default, or with "made" to that of the day it was paid.
    """
    two_years = months_after(on, -rule("mortgage_insurance", "late_60_days_window_months", on=on).count)
    one_year = months_after(on, -rule("mortgage_insurance", "late_30_days_window_months", on=on).count)
    long = rule("mortgage_insurance", "late_days_two_years_back", on=on).count
    short = rule("mortgage_insurance", "late_days_last_year", on=on).count
    for payment in late:
        day = payment.due + timedelta(days=payment.days_late if counted_by == "made" else 0)
        if payment.days_late >= long and two_years <= day < one_year:
            return False
        if payment.days_late >= short and one_year <= day <= on:
            return False
    return True


def request_obstacles(
    *,
    balance: Decimal,
    balance_for_request: Decimal,
    scheduled_reached: bool,
    current: bool,
    good_history: bool,
    value_declined: bool = False,
    second_lien: bool = False,
) -> tuple[str, ...]:
    """What stands in the way of a request to cancel, as codes; empty when it may go to review.

    Evidence that the value has not fallen and that there is no second lien may still be asked for by the holder
    (12 USC 4902(a)(4)); whether the insurance is then cancelled is not decided here.

    Args:
        value_declined: what the evidence showed, where the holder asked for it; so for `second_lien`.
    """
    found = {
        "balance_too_high": not scheduled_reached and balance > balance_for_request,
        "not_current": not current,
        "payment_history": not good_history,
        "value_declined": value_declined,
        "second_lien": second_lien,
    }
    return tuple(code for code, stands in found.items() if stands)


def last_premium(ended_on: date) -> date:
    """The last day for which a premium may be charged (12 USC 4902(e)).

    `ended_on` is the termination or final date; for a request the later of its receipt and of the evidence asked for.
    """
    return ended_on + timedelta(days=rule("mortgage_insurance", "premium_ends_days", on=ended_on).count)


def refund_by(ended_on: date) -> date:
    """By when unearned premiums are returned (12 USC 4902(f))."""
    return ended_on + timedelta(days=rule("mortgage_insurance", "refund_days", on=ended_on).count)


def notice_by(ended_on: date) -> date:
    """By when the borrower is told in writing that the insurance has ended, or why it does not (12 USC 4904)."""
    return ended_on + timedelta(days=rule("mortgage_insurance", "notice_days", on=ended_on).count)


def fha_premium_ends(
    *, first_due: date, originated_on: date, base_amount: Decimal, original_value: Decimal, months: int
) -> date | None:
    """The first due date without the FHA's premium; None when it runs for the life of the loan.

    The Homeowners Protection Act does not reach it. For loans from June 3, 2013 on; the percentage is that of the base
    amount, without a financed premium.

    Raises:
        kernel.rules.NoRule: for earlier loans, whose rules are not kept here.
    """
    percent = rule("mortgage_insurance", "fha_premium_percent", on=originated_on).exact
    above = base_amount * 100 > percent * original_value
    name = "fha_premium_years_above_90" if above else "fha_premium_years_up_to_90"
    years = rule("mortgage_insurance", name, on=originated_on).count
    return None if not years or years * 12 >= months else months_after(first_due, years * 12)
