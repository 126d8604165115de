"""What an adjustable rate becomes at a change, what it makes of the payment, and when that is known and told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.money import CENTS, EIGHTHS, Rounding
from kernel.rules import rule
from servicing.domain.amortisation import MONTHS_A_YEAR, level_payment, month_interest

Limit = Literal["none", "periodic", "lifetime", "floor", "ceiling"]
NOTHING = Decimal(0)


@dataclass(frozen=True)
class AdjustedRate:
    """A new rate and how it came about; all in per cent a year.

    Attributes:
        uncapped: index and margin.
        rounded: the same by the note's rounding, before any limit.
        rate: what is charged from the change date on.
        limit: which limit decided, the tightest first named.
    """

    uncapped: Decimal
    rounded: Decimal
    rate: Decimal
    limit: Limit

    @property
    def foregone(self) -> Decimal:
        """By how much limits kept the rate below what index and margin say; never negative (1026.20(c)(2)(iii))."""
        return max(NOTHING, self.rounded - self.rate)


def adjusted_rate(
    *,
    index: Decimal,
    margin: Decimal,
    current_rate: Decimal,
    initial_rate: Decimal,
    periodic_cap: Decimal | None = None,
    lifetime_cap: Decimal | None = None,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
    lifetime_cap_down: Decimal | None = None,
    rounding: Rounding = EIGHTHS,
    negative_index_is_zero: bool = True,
    round_before_caps: bool = True,
) -> AdjustedRate:
    """The rate of a change: index and margin, rounded, then held within the note's limits.

    The uniform SOFR note rounds to the nearest eighth of a point before limits (section 4(C), (D)); it is silent on
    ties, which go up here. Regulation Z sample H-14 rounds nothing: pass `UNROUNDED`.

    Args:
        periodic_cap: how far this change may go up or down from `current_rate`: the first cap at the first change.
        lifetime_cap: how far above `initial_rate` the rate may ever be.
        floor: the lowest rate ever, such as the margin; `ceiling` the highest, beside the lifetime cap.
        lifetime_cap_down: how far below `initial_rate` the rate may ever be, where a loan limits that.
        negative_index_is_zero: a negative index counts as nothing (uniform SOFR note, section 4(B)).
        round_before_caps: False rounds what the limits leave instead.
    """
    used = max(NOTHING, index) if negative_index_is_zero else index
    uncapped = used + margin
    rounded = rounding(uncapped)
    rate, limit = rounded if round_before_caps else uncapped, "none"
    floors = [(floor, "floor")]
    if lifetime_cap_down is not None:
        floors.append((initial_rate - lifetime_cap_down, "lifetime"))
    ceilings = [(ceiling, "ceiling")]
    if lifetime_cap is not None:
        ceilings.append((initial_rate + lifetime_cap, "lifetime"))
    if periodic_cap is not None:
        floors.append((current_rate - periodic_cap, "periodic"))
        ceilings.append((current_rate + periodic_cap, "periodic"))
    for least, name in floors:
        if least is not None and rate < least:
            rate, limit = least, name
    for most, name in ceilings:
        if most is not None and rate > most:
            rate, limit = most, name
    if not round_before_caps:
        rate = rounding(rate)
    return AdjustedRate(uncapped=uncapped, rounded=rounded, rate=rate, limit=_limit(limit))


def _limit(name: str) -> Limit:
    for limit in ("periodic", "lifetime", "floor", "ceiling"):
        if name == limit:
            return limit
    return "none"


@dataclass(frozen=True)
class RateYear:
    """One period of an adjustable loan between two changes."""

    number: int
    rate: Decimal
    payment: Decimal
    balance: Decimal


def rate_history(
    *,
    amount: Decimal,
    months: int,
    rates: Sequence[Decimal],
    months_between: int = MONTHS_A_YEAR,
    rounding: Rounding = CENTS,
    recast: Literal["every_change", "when_the_rate_changes"] = "every_change",
) -> Iterator[RateYear]:
    """How a loan runs when its rate takes the given values in turn: payment and balance at the end of each period.

    At each change the balance is repaid anew over the remaining months (Regulation Z, appendix H, sample H-14, does
    so every year, even when the rate stays); interest and payment are rounded at each posting.
    """
    balance, payment, before = amount, Decimal(0), None
    for place, rate in enumerate(rates):
        left = months - place * months_between
        if left <= 0:
            return
        if recast == "every_change" or rate != before:
            payment = level_payment(principal=balance, annual_rate=rate, months=left)
        for _ in range(min(months_between, left)):
            interest = rounding(balance * rate / (100 * MONTHS_A_YEAR))
            balance -= min(balance, payment - interest)
        before = rate
        yield RateYear(number=place + 1, rate=rate, payment=payment, balance=balance)


def capped_rates(
    *,
    index: Sequence[Decimal],
    margin: Decimal,
    periodic_cap: Decimal | None,
    lifetime_cap: Decimal | None,
    lifetime_cap_down: Decimal | None = None,
    floor: Decimal | None = None,
    rounding: Rounding = EIGHTHS,
) -> Iterator[Decimal]:
    """The rates that a series of index values gives: the first without limits, each next within those of a change."""
    initial = current = rounding(index[0] + margin)
    yield initial
    for value in index[1:]:
        current = adjusted_rate(
            index=value,
            margin=margin,
            current_rate=current,
            initial_rate=initial,
            periodic_cap=periodic_cap,
            lifetime_cap=lifetime_cap,
            lifetime_cap_down=lifetime_cap_down,
            floor=floor,
            rounding=rounding,
        ).rate
        yield current


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
    *, change_on: date, lookback_days: int | None = None, months_between: int = MONTHS_A_YEAR
) -> ChangeDates:
    """The days around a change: 12 CFR 1026.20(c)(2) and (d); the lookback is the note's (default: 45 days)."""
    if lookback_days is None:
        lookback_days = rule("rate", "lookback_days", on=change_on).count
    first = months_after(change_on, 1)
    latest = "frequent_change_notice_latest_days" if months_between <= 2 else "change_notice_latest_days"
    return ChangeDates(
        change_on=change_on,
        index_on=change_on - timedelta(days=lookback_days),
        first_new_payment=first,
        notice=_window(first, "change_notice_earliest_days", latest),
        initial_notice=_window(first, "initial_notice_earliest_days", "initial_notice_latest_days"),
    )


def _window(first: date, earliest: str, latest: str) -> tuple[date, date]:
    days = [rule("rate", name, on=first).count for name in (earliest, latest)]
    return first - timedelta(days=days[0]), first - timedelta(days=days[1])


def next_change(*, first_change: date, months_between: int, today: date) -> date:
    """The first change date on or after a day."""
    day = first_change
    while day < today:
        day = months_after(day, months_between)
    return day


def expected_balance(
    *, balance: Decimal, annual_rate: Decimal, payment: Decimal, next_due: date, change_on: date
) -> Decimal:
    """The unpaid principal at a change when every installment through the change date is paid as scheduled."""
    due = next_due
    while due <= change_on and balance > 0:
        balance -= min(balance, payment - month_interest(balance=balance, annual_rate=annual_rate))
        due = months_after(due, 1)
    return balance
