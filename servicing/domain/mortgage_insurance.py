"""When mortgage insurance may be cancelled, when it ends by itself, and what has to be given back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kernel.calendar import months_after
from kernel.money import Rounding
from kernel.rules import rule
from servicing.domain.loan import Installment

PER_CENT_PLACES = Rounding(Decimal("0.01"))


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
    """The dates of the initial schedule; for an adjustable loan pass the schedule then in effect.

    `original_value` is the lesser of price and appraisal at closing (12 USC 4901(12)), never today's value. The
    percentages default to the Act's 80 and 78.
    """
    request = _percent("cancellation_percent", first_due) if request_percent is None else request_percent
    end = _percent("automatic_termination_percent", first_due) if termination_percent is None else termination_percent
    at_request, at_end = original_value * request / 100, original_value * end / 100
    request_from = terminates_on = None
    payment = None
    balance = original_amount
    for number, part in enumerate(schedule, start=1):
        balance -= part.principal
        if request_from is None and balance <= at_request:
            request_from = part.due
        if terminates_on is None and balance <= at_end:
            terminates_on, payment = part.due, number
            break
    return InsuranceDates(
        balance_for_request=at_request,
        request_from=request_from,
        balance_for_termination=at_end,
        terminates_on=terminates_on,
        termination_payment=payment,
        ends_at_latest=final_termination(first_due=first_due, months=months),
    )


def _percent(name: str, on: date) -> Decimal:
    return rule("mortgage_insurance", name, on=max(on, date(1999, 7, 29))).exact


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


def good_payment_history(late: Collection[LatePayment], *, on: date) -> bool:
    """Whether no payment was 60 days late in the year that begins two years before, and none 30 in the last year.

    `on` is the later of the cancellation date and the request (12 USC 4901(4)).
    """
    two_years = months_after(on, -rule("mortgage_insurance", "late_60_days_window_months", on=on).count)
    one_year = months_after(on, -rule("mortgage_insurance", "late_30_days_window_months", on=on).count)
    bad = (
        payment
        for payment in late
        if (payment.days_late >= 60 and two_years <= payment.due < one_year)
        or (payment.days_late >= 30 and one_year <= payment.due <= on)
    )
    return next(bad, None) is None


def request_obstacles(
    *, balance: Decimal, balance_for_request: Decimal, scheduled_reached: bool, current: bool, good_history: bool
) -> tuple[str, ...]:
    """What stands in the way of a request to cancel, as codes; empty when it may go to review.

    Evidence that the value has not fallen and that there is no second lien may still be asked for by the holder
    (12 USC 4902(a)(4)); whether the insurance is then cancelled is not decided here.
    """
    found = []
    if not scheduled_reached and balance > balance_for_request:
        found.append("balance_too_high")
    if not current:
        found.append("not_current")
    if not good_history:
        found.append("payment_history")
    return tuple(found)


def last_premium(ended_on: date) -> date:
    """The last day for which a premium may be charged after a request, termination or final date."""
    return ended_on + timedelta(days=rule("mortgage_insurance", "premium_ends_days", on=ended_on).count)


def refund_by(ended_on: date) -> date:
    """By when unearned premiums are returned."""
    return ended_on + timedelta(days=rule("mortgage_insurance", "refund_days", on=ended_on).count)


def fha_premium_ends(
    *, first_due: date, originated_on: date, base_amount: Decimal, original_value: Decimal, months: int
) -> date | None:
    """The first due date without the FHA's premium; None when it runs for the life of the loan.

    The Homeowners Protection Act does not reach it. For loans from June 3, 2013 on.

    Raises:
        kernel.rules.NoRule: for earlier loans, whose rules are not kept here.
    """
    above = loan_to_value(balance=base_amount, value=original_value) > 90
    name = "fha_premium_years_above_90" if above else "fha_premium_years_up_to_90"
    years = rule("mortgage_insurance", name, on=originated_on).count
    return None if not years or years * 12 >= months else months_after(first_due, years * 12)
