"""When an adjustable rate changes, when the index that decides is known, and when the borrower is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.calendar import months_after
from kernel.rules import rule
from servicing.domain.amortisation import MONTHS_A_YEAR


@dataclass(frozen=True)
class ChangeDates:
    """The days around one change of the rate.

    Attributes:
        index_on: the index is the last value available on this day; before it every new rate is an estimate.
        first_new_payment: interest is paid in arrears, so the payment follows the rate by a month.
        notice: the window, both days included, in which the notice of a changed payment is sent.
        initial_notice: the earlier window of the notice before the very first change.
    """

    change_on: date
    index_on: date
    first_new_payment: date
    notice: tuple[date, date]
    initial_notice: tuple[date, date]

    def is_estimate(self, today: date) -> bool:
        """Whether the index that decides is not yet known on a day."""
        return today < self.index_on


def change_dates(
    *,
    change_on: date,
    lookback_days: int | None = None,
    months_between: int = MONTHS_A_YEAR,
    originated_on: date | None = None,
    notice_latest_days: int | None = None,
) -> ChangeDates:
    """The days around a change: 12 CFR 1026.20(c)(2) and (d); days are calendar days.

    The short notice of 25 days is for rates that change every 60 days or more often and, when `originated_on` says so,
    for loans made before January 10, 2015 whose note looks back less than 45 days. Two months can be 62 days, so a
    rate that changes every two months is told 60 days ahead here: earlier, never later.

    Args:
        lookback_days: how long before the change the index is read; the note's, by default 45.
        months_between: between two changes.
        originated_on: when the loan was made. A first new payment within 210 days of it is told of at closing
            (1026.20(d)), which both days of `initial_notice` then are.
        notice_latest_days: the last day of the notice, in days before the new payment, where another rule holds.
    """
    looks_back = rule("rate", "lookback_days", on=change_on).count if lookback_days is None else lookback_days
    first = months_after(change_on, 1)
    if notice_latest_days is None:
        short = months_between < 2 or _is_old_and_looks_back_little(originated_on, looks_back, first)
        name = "frequent_change_notice_latest_days" if short else "change_notice_latest_days"
        notice_latest_days = rule("rate", name, on=first).count
    initial = _days_before(first, "initial_notice_earliest_days"), _days_before(first, "initial_notice_latest_days")
    if originated_on is not None and initial[1] <= originated_on:
        initial = originated_on, originated_on
    return ChangeDates(
        change_on=change_on,
        index_on=change_on - timedelta(days=looks_back),
        first_new_payment=first,
        notice=(_days_before(first, "change_notice_earliest_days"), first - timedelta(days=notice_latest_days)),
        initial_notice=initial,
    )


def _is_old_and_looks_back_little(originated_on: date | None, looks_back: int, on: date) -> bool:
    if originated_on is None:
        return False
    until = date.fromisoformat(str(rule("rate", "short_lookback_originated_before", on=on).value))
    return originated_on < until and looks_back < rule("rate", "short_lookback_below_days", on=on).count


def _days_before(first: date, name: str) -> date:
    return first - timedelta(days=rule("rate", name, on=first).count)


def next_change(*, first_change: date, months_between: int, today: date) -> date:
    """The first change date on or after a day; each is counted from the first, whatever the months' lengths."""
    day, passed = first_change, 0
    while day < today:
        passed += months_between
        day = months_after(first_change, passed)
    return day
