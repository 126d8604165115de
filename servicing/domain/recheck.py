"""A second opinion on every figure before it is served: whole cents and fractions, none of the engine's own code.

The engine reckons in decimals; this module reads the finished facts as text and reckons again in integers, so that a
mistake in one of the two shows before anybody sees the figure.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from kernel.facts import Fact

_AMOUNT = re.compile(r"(-?)([0-9]+)\.([0-9]{2})")
_HALF = Fraction(1, 2)


class FigureWrong(Exception):
    """A figure does not stand up to being reckoned again; the message names it, never its value."""


def cents(text: str) -> int:
    """An amount such as `-12.34` as whole cents.

    Raises:
        FigureWrong: for anything else.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise FigureWrong("an amount is not in dollars and cents")
    sign, dollars, rest = match.groups()
    return (-1 if sign else 1) * (int(dollars) * 100 + int(rest))


def half_up(value: Fraction) -> int:
    """A fraction of cents as whole cents, ties away from zero."""
    return int(value + _HALF) if value >= 0 else -int(-value + _HALF)


def recheck(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts, when every sum holds and every figure that can be reckoned again comes out the same.

    Raises:
        FigureWrong: naming the first figure that does not.
    """
    checked = tuple(facts)
    for fact in checked:
        if fact.lines and sum(cents(str(line.value)) for line in fact.lines) != cents(fact.value):
            raise FigureWrong(f"{fact.name}: the lines do not sum to it")
    named = {fact.name: fact.value for fact in checked}
    for name, (needs, again) in _AGAIN.items():
        if name in named and all(need in named for need in needs) and again(named) != cents(named[name]):
            raise FigureWrong(f"{name}: reckoned again it comes out differently")
    return checked


Again = Callable[[Mapping[str, str]], int]


def _interest(named: Mapping[str, str], principal: str, rate: str, part: Fraction) -> int:
    return half_up(cents(named[principal]) * Fraction(named[rate]) / 100 * part)


def _months(named: Mapping[str, str], more: int = 0) -> int:
    return _interest(named, "payoff_principal", "payoff_rate", Fraction(int(named["payoff_full_months"]) + more, 12))


def _odd_days(named: Mapping[str, str]) -> int:
    """The days by the year of 365, and never more than the month that they belong to would cost."""
    days = _interest(named, "payoff_principal", "payoff_rate", Fraction(int(named["payoff_odd_days"]), 365))
    return min(days, _months(named, 1) - _months(named))


def _per_diem(named: Mapping[str, str]) -> int:
    return _interest(named, "payoff_principal", "payoff_rate", Fraction(1, 365))


def _next_interest(named: Mapping[str, str]) -> int:
    return _interest(named, "unpaid_principal", "current_rate", Fraction(1, 12))


def _late_charge(named: Mapping[str, str]) -> int:
    by_note = half_up(cents(named["late_charge_base"]) * Fraction(named["late_charge_percent"]) / 100)
    limit = named.get("late_charge_limit")
    return by_note if limit is None else min(by_note, cents(limit))


def _new_payment(named: Mapping[str, str]) -> int:
    """The level payment by the recurrence of the balance: the payment at which it ends at nothing."""
    rate = Fraction(named["estimated_rate"]) / 1200
    months = int(named["remaining_months"])
    if not rate:
        return half_up(Fraction(cents(named["expected_principal"]), months))
    growth = (1 + rate) ** months
    return half_up(cents(named["expected_principal"]) * rate * growth / (growth - 1))


def _escrow_monthly(named: Mapping[str, str]) -> int:
    return half_up(Fraction(cents(named["escrow_annual_total"]), 12))


def _escrow_difference(named: Mapping[str, str]) -> int:
    return cents(named["escrow_projected_start"]) - cents(named["escrow_required_start"])


# A figure, what it needs, and how it is reckoned again.
_AGAIN: dict[str, tuple[tuple[str, ...], Again]] = {
    "payoff_full_month_interest": (("payoff_principal", "payoff_rate", "payoff_full_months"), _months),
    "payoff_odd_day_interest": (
        ("payoff_principal", "payoff_rate", "payoff_full_months", "payoff_odd_days"),
        _odd_days,
    ),
    "per_diem": (("payoff_principal", "payoff_rate"), _per_diem),
    "next_interest": (("unpaid_principal", "current_rate"), _next_interest),
    "late_charge": (("late_charge_base", "late_charge_percent"), _late_charge),
    "estimated_payment": (("expected_principal", "estimated_rate", "remaining_months"), _new_payment),
    "escrow_base_payment": (("escrow_annual_total",), _escrow_monthly),
    "escrow_difference": (("escrow_projected_start", "escrow_required_start"), _escrow_difference),
}
