"""What an adjustable rate becomes at a change, and the rates and payments that follow from a series of changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from kernel.calendar import months_after
from kernel.facts import Line
from kernel.money import CENTS, EIGHTHS, Rounding
from servicing.domain.amortisation import MONTHS_A_YEAR, level_payment, month_interest, period_interest
from servicing.domain.rate_dates import ChangeDates, change_dates, next_change

__all__ = [
    "AdjustedRate",
    "ChangeDates",
    "RateYear",
    "adjusted_rate",
    "capped_rates",
    "change_dates",
    "expected_balance",
    "highest_rates",
    "next_change",
    "rate_history",
    "scaled_payment",
]

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
        """By how much limits kept the rate below what index and margin say; never negative (1026.20(c)(2)(iv))."""
        return max(NOTHING, self.rounded - self.rate)

    @property
    def lines(self) -> tuple[Line, ...]:
        """How index and margin become the rate; they sum to it."""
        return (
            Line("index_and_margin", self.uncapped, "rate.index_and_margin"),
            Line("rounding", self.rounded - self.uncapped, "rate.rounded"),
            Line("limit", self.rate - self.rounded, "rate.limit"),
        )


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
    ties, which go up here. Regulation Z sample H-14 rounds nothing: pass `UNROUNDED`. Where a floor lies above what a
    cap allows, the cap holds.

    Args:
        periodic_cap: how far this change may go up or down from `current_rate`: the first cap at the first change.
        lifetime_cap: how far above `initial_rate` the rate may ever be.
        floor: the lowest rate ever, such as the margin; `ceiling` the highest, beside the lifetime cap.
        lifetime_cap_down: how far below `initial_rate` the rate may ever be, where a loan limits that.
        negative_index_is_zero: a negative index counts as nothing (uniform SOFR note, section 4(B)).
        round_before_caps: False rounds what the limits leave instead, and holds it within them once more.
    """
    uncapped = (max(NOTHING, index) if negative_index_is_zero else index) + margin
    rounded = rounding(uncapped)
    lowest: list[tuple[Decimal | None, Limit]] = [(floor, "floor")]
    highest: list[tuple[Decimal | None, Limit]] = [(ceiling, "ceiling")]
    if lifetime_cap_down is not None:
        lowest.append((initial_rate - lifetime_cap_down, "lifetime"))
    if lifetime_cap is not None:
        highest.append((initial_rate + lifetime_cap, "lifetime"))
    if periodic_cap is not None:
        lowest.append((current_rate - periodic_cap, "periodic"))
        highest.append((current_rate + periodic_cap, "periodic"))
    rate, limit = _held(rounded if round_before_caps else uncapped, lowest, highest)
    if not round_before_caps:
        rate, _ = _held(rounding(rate), lowest, highest)
    return AdjustedRate(uncapped=uncapped, rounded=rounded, rate=rate, limit=limit)


def _held(
    rate: Decimal, lowest: list[tuple[Decimal | None, Limit]], highest: list[tuple[Decimal | None, Limit]]
) -> tuple[Decimal, Limit]:
    limit: Limit = "none"
    for least, name in lowest:
        if least is not None and rate < least:
            rate, limit = least, name
    for most, name in highest:
        if most is not None and rate > most:
            rate, limit = most, name
    return rate, limit


def capped_rates(
    *,
    index: Sequence[Decimal],
    margin: Decimal,
    periodic_cap: Decimal | None,
    lifetime_cap: Decimal | None,
    first_cap: Decimal | None = None,
    initial_rate: Decimal | None = None,
    lifetime_cap_down: Decimal | None = None,
    floor: Decimal | None = None,
    ceiling: Decimal | None = None,
    rounding: Rounding = EIGHTHS,
    negative_index_is_zero: bool = True,
) -> Iterator[Decimal]:
    """The rates that a series of index values gives, the initial rate first.

    Args:
        first_cap: the cap of the first change, when it is another than `periodic_cap`.
        initial_rate: the rate the note starts at, a discounted one for instance; every index value is then a change.
            By default the first value and the margin make the initial rate, without limits, and the others the changes.
    """
    changes = list(index)
    if initial_rate is None:
        initial_rate = rounding(changes.pop(0) + margin)
    current = initial_rate
    yield current
    for place, value in enumerate(changes):
        current = adjusted_rate(
            index=value,
            margin=margin,
            current_rate=current,
            initial_rate=initial_rate,
            periodic_cap=first_cap if place == 0 and first_cap is not None else periodic_cap,
            lifetime_cap=lifetime_cap,
            lifetime_cap_down=lifetime_cap_down,
            floor=floor,
            ceiling=ceiling,
            rounding=rounding,
            negative_index_is_zero=negative_index_is_zero,
        ).rate
        yield current


def highest_rates(
    *, initial_rate: Decimal, periodic_cap: Decimal, lifetime_cap: Decimal, first_cap: Decimal | None = None
) -> Iterator[Decimal]:
    """The rates when each change goes up as far as it may, until the lifetime limit is reached.

    With `rate_history` this is the worst case that Regulation Z has a lender show (12 CFR 1026.19(b)(2)(viii)(B)).

    Raises:
        ValueError: when a cap is not positive, so that the limit is never reached.
    """
    if periodic_cap <= 0 or lifetime_cap <= 0 or (first_cap is not None and first_cap <= 0):
        raise ValueError("the highest rate is reached only by caps above zero")
    rate, most = initial_rate, initial_rate + lifetime_cap
    yield rate
    step = periodic_cap if first_cap is None else first_cap
    while rate < most:
        rate, step = min(rate + step, most), periodic_cap
        yield rate


@dataclass(frozen=True)
class RateYear:
    """One period of an adjustable loan between two changes.

    Attributes:
        payment: what is paid each month; below `full_payment` when a payment cap holds it.
        balance: what is left at the end of the period.
        full_payment: what would repay the loan in the months left.
    """

    number: int
    rate: Decimal
    payment: Decimal
    balance: Decimal
    full_payment: Decimal


def rate_history(
    *,
    amount: Decimal,
    months: int,
    rates: Sequence[Decimal],
    months_between: int | Sequence[int] = MONTHS_A_YEAR,
    rounding: Rounding = CENTS,
    payment_rounding: Rounding = CENTS,
    recast: Literal["every_change", "when_the_rate_changes"] = "every_change",
    payment_cap_percent: Decimal | None = None,
) -> Iterator[RateYear]:
    """How a loan runs when its rate takes the given values in turn: payment and balance at the end of each period.

    At each change the balance is repaid anew over the remaining months (Regulation Z, appendix H, sample H-14, does
    so every year, even when the rate stays); interest and payment are rounded at each posting.

    Args:
        months_between: the months of every period, or of each in turn (the last value goes on): `[60, 6]` for a 5/6
            loan, `[24, 36, 300]` for a step-rate one.
        payment_cap_percent: how much more than the one before a payment may be. While it holds, a payment may leave
            interest unpaid, which is added to the balance.
    """
    balance, payment, full, before, left = amount, NOTHING, NOTHING, None, months
    lengths = [months_between] if isinstance(months_between, int) else months_between
    for place, rate in enumerate(rates):
        if left <= 0 or balance <= 0:
            return
        if recast == "every_change" or rate != before or payment != full:
            full = level_payment(principal=balance, annual_rate=rate, months=left, rounding=payment_rounding)
            most = full
            if place and payment_cap_percent is not None:
                most = payment_rounding(payment * (100 + payment_cap_percent) / 100)
            payment = min(full, most)
        length = min(lengths[min(place, len(lengths) - 1)], left)
        for _ in range(length):
            interest = period_interest(balance=balance, annual_rate=rate, rounding=rounding)
            balance -= min(balance, payment - interest)
        left -= length
        before = rate
        yield RateYear(number=place + 1, rate=rate, payment=payment, balance=balance, full_payment=full)


def scaled_payment(*, payment: Decimal, amount: Decimal, per: Decimal, rounding: Rounding = CENTS) -> Decimal:
    """The payment of another amount, from a printed payment for so much: how sample H-14 has a reader reckon it."""
    return rounding(payment * amount / per)


def expected_balance(
    *, balance: Decimal, annual_rate: Decimal, payment: Decimal, next_due: date, change_on: date
) -> Decimal:
    """The unpaid principal at a change when every installment through the change date is paid as scheduled."""
    due = next_due
    while due <= change_on and balance > 0:
        balance -= min(balance, payment - month_interest(balance=balance, annual_rate=annual_rate))
        due = months_after(due, 1)
    return balance
